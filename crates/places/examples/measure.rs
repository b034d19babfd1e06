//! Measures places against a corpus in halves, counts countries, and fits the weights on one half.
//!
//! ```sh
//! demarche annotate CORPUS.jsonl --layers tokens,entities > parsed.jsonl
//! cargo run --release -p demarche-places --example measure -- knowledge/places parsed.jsonl CORPUS.jsonl … [--fit] [--errors N]
//! ```
//!
//! Files come in pairs. A document belongs to half 0 or 1 by a hash of its id, so that the halves stay the same. A toponym's
//! country is that of the nearest town of the gazetteer, at most 161 km off. Weights are those of a conditional logit over
//! the candidates of each name of half 0 one of which is right, with a ridge, by gradient descent.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a measurement reads files and prints")]

use demarche_places::{Builder, Gazetteer, Image, Kind, Row, feature_names, find, table, weigh};
use demarche_text::{Entity, Sentence, Span, Token};
use serde_json::Value;
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

/// How far off a place may be, in kilometres (Leidner 2007; Gritta et al. 2018).
const NEAR: f64 = 161.0;
const TABLES: [&str; 6] =
    ["small.tsv", "regions.tsv", "states.tsv", "divisions.tsv", "counties.tsv", "cities.tsv"];

struct Gold {
    span: Span,
    point: Option<(f64, f64)>,
    phrase: String,
}

struct Report {
    id: String,
    text: String,
    sentences: Vec<Sentence>,
    gold: Vec<Gold>,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    gold: usize,
    predicted: usize,
    found: usize,
    located: usize,
    known: usize,
    near: usize,
    told: usize,
    country: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |flag: &str| arguments.iter().position(|a| a == flag).map(|i| i + 1);
    let errors: usize = after("--errors").and_then(|i| arguments.get(i)?.parse().ok()).unwrap_or(0);
    let files: Vec<&String> = arguments.iter().take_while(|a| !a.starts_with("--")).collect();
    let [folder, pairs @ ..] = files.as_slice() else { return Err("expected a folder of tables".into()) };
    let texts: Vec<(&str, String)> = TABLES
        .iter()
        .map(|t| Ok((*t, std::fs::read_to_string(Path::new(folder).join(t))?)))
        .collect::<Result<_, std::io::Error>>()?;
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (name, text) in &texts {
        rows.extend(table::rows(name, text)?);
    }
    let mut builder = Builder::default();
    for row in &rows {
        builder.add(row);
    }
    let mut gazetteer = Gazetteer::default();
    gazetteer.add(Image::new(builder.finish())?);
    let towns = Towns::of(&rows);
    let mut all = Vec::new();
    for pair in pairs.chunks_exact(2) {
        let reports = read(pair[0], pair[1])?;
        let mut halves = [Tally::default(); 2];
        let mut shown = 0;
        for report in &reports {
            score(report, &gazetteer, &towns, &mut halves[half(&report.id)], errors, &mut shown);
        }
        print(pair[1], &halves);
        all.extend(reports);
    }
    if after("--fit").is_some() {
        fit(&all, &gazetteer);
    }
    Ok(())
}

fn half(id: &str) -> usize {
    let hash =
        id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 63) as usize
}

fn print(name: &str, halves: &[Tally; 2]) {
    for (label, t) in [("fitted", halves[0]), ("other", halves[1])] {
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        println!(
            "{name} {label} half: toponyms {}, predicted {}, found {:.3}, acc161 {:.3}, resolved {:.3}, country {:.3} of {}",
            t.gold,
            t.predicted,
            share(t.found, t.gold),
            share(t.near, t.known),
            share(t.near, t.located),
            share(t.country, t.told),
            t.told,
        );
    }
}

fn score(
    report: &Report,
    gazetteer: &Gazetteer,
    towns: &Towns<'_>,
    tally: &mut Tally,
    errors: usize,
    shown: &mut usize,
) {
    let places = find(&report.text, &report.sentences, gazetteer);
    tally.predicted += places.len();
    for place in places.iter().filter(|p| !report.gold.iter().any(|g| g.span.overlaps(p.span))) {
        if *shown < errors {
            *shown += 1;
            println!(
                "  extra {:?} in {}: {} {}",
                place.span.of(&report.text),
                report.id,
                place.name,
                place.country
            );
        }
    }
    for gold in &report.gold {
        tally.gold += 1;
        tally.located += usize::from(gold.point.is_some());
        let Some(place) = places.iter().find(|p| p.span.overlaps(gold.span)) else {
            if *shown < errors && gold.point.is_some() {
                *shown += 1;
                println!("  missed {:?} in {}", gold.phrase, report.id);
            }
            continue;
        };
        tally.found += 1;
        let Some(point) = gold.point else { continue };
        tally.known += 1;
        let near = distance(point, (f64::from(place.lat), f64::from(place.lon))) <= NEAR;
        tally.near += usize::from(near);
        if !near && *shown < errors {
            *shown += 1;
            println!(
                "  {:?} {point:?} in {}: {} {} {} {} {:.2},{:.2} {:.2} {}",
                gold.phrase,
                report.id,
                place.name,
                place.kind.as_str(),
                place.country,
                place.admin1,
                place.lat,
                place.lon,
                place.confidence,
                place.reason.as_str()
            );
        }
        if let Some(country) = towns.country(point).filter(|_| !place.country.is_empty()) {
            tally.told += 1;
            tally.country += usize::from(near || country == place.country);
        }
    }
}

/// Towns by degree, to say which country a point lies in.
struct Towns<'a>(HashMap<(i32, i32), Vec<Town<'a>>>);

/// Degrees and country of a town.
type Town<'a> = (f64, f64, &'a str);

impl<'a> Towns<'a> {
    fn of(rows: &[Row<'a>]) -> Self {
        let mut cells: HashMap<_, Vec<_>> = HashMap::new();
        for row in rows.iter().filter(|r| r.kind.is_town() || r.kind == Kind::Country) {
            let (lat, lon) = (f64::from(row.lat), f64::from(row.lon));
            cells.entry((lat.floor() as i32, lon.floor() as i32)).or_default().push((lat, lon, row.country));
        }
        Self(cells)
    }

    fn country(&self, point: (f64, f64)) -> Option<&'a str> {
        let cell = (point.0.floor() as i32, point.1.floor() as i32);
        let beside = (-1..=1).flat_map(|a| (-1..=1).map(move |b| (a, b)));
        let towns = beside.filter_map(|(a, b)| self.0.get(&(cell.0 + a, cell.1 + b))).flatten();
        let nearest = towns.map(|t| (distance(point, (t.0, t.1)), t.2)).min_by(|a, b| a.0.total_cmp(&b.0))?;
        (nearest.0 < NEAR).then_some(nearest.1)
    }
}

/// Kilometres on a sphere.
fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let (dlat, dlon) = (lb - la, (b.1 - a.1).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + la.cos() * lb.cos() * (dlon / 2.0).sin().powi(2);
    12742.0 * h.sqrt().min(1.0).asin()
}

fn read(parsed: &str, corpus: &str) -> Result<Vec<Report>, Box<dyn Error>> {
    let lines = |path: &str| -> Result<Vec<Value>, Box<dyn Error>> {
        let text = std::fs::read_to_string(path)?;
        Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
    };
    let mut reports = Vec::new();
    for (parsed, gold) in lines(parsed)?.iter().zip(&lines(corpus)?) {
        let text = gold["text"].as_str().unwrap_or_default().to_owned();
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        let span = |v: &Value| {
            let at = |key| bytes.get(v[key].as_u64().unwrap_or(0) as usize).copied().unwrap_or(text.len());
            Span::new(at("start"), at("end"))
        };
        let mut sentences: Vec<Sentence> = list(&parsed["tokens"]).map(|s| sentence(s, span)).collect();
        for entity in list(&parsed["entities"]) {
            attach(&mut sentences, span(entity), entity["type"].as_str().unwrap_or_default());
        }
        let toponyms = list(&gold["toponyms"]).map(|t| Gold {
            span: span(t),
            point: t["lat"].as_f64().zip(t["lon"].as_f64()),
            phrase: t["phrase"].as_str().unwrap_or_default().to_owned(),
        });
        let gold_spans = toponyms.collect();
        let id = gold["id"].as_str().unwrap_or_default().to_owned();
        reports.push(Report { id, sentences, gold: gold_spans, text });
    }
    Ok(reports)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn sentence(value: &Value, span: impl Fn(&Value) -> Span + Copy) -> Sentence {
    let text = |v: &Value, key: &str| v[key].as_str().unwrap_or_default().into();
    let token = |v: &Value| Token {
        span: span(v),
        form: text(v, "form"),
        lemma: text(v, "lemma"),
        upos: v["upos"].as_str().and_then(|u| u.parse().ok()).unwrap_or_default(),
        xpos: text(v, "xpos"),
        feats: text(v, "feats"),
        head: v["head"].as_u64().and_then(|h| h.checked_sub(1)).map(|h| h as usize),
        deprel: text(v, "deprel"),
        space_after: true,
    };
    Sentence { span: span(value), tokens: list(&value["words"]).map(token).collect(), ..Sentence::default() }
}

fn attach(sentences: &mut [Sentence], span: Span, kind: &str) {
    for sentence in sentences.iter_mut().filter(|s| s.span.contains(span)) {
        let inside: Vec<usize> =
            (0..sentence.tokens.len()).filter(|&i| span.contains(sentence.tokens[i].span)).collect();
        if let (Some(&first), Some(&last)) = (inside.first(), inside.last()) {
            sentence.entities.push(Entity { first, last, kind: kind.into() });
        }
    }
}

/// Fits the weights on half 0 and prints them.
fn fit(reports: &[Report], gazetteer: &Gazetteer) {
    let mut names: Vec<(Vec<Vec<f64>>, Vec<bool>, f64)> = Vec::new();
    for report in reports.iter().filter(|r| half(&r.id) == 0) {
        for name in weigh(&report.text, &report.sentences, gazetteer) {
            let gold = name[0]
                .spans
                .iter()
                .find_map(|s| report.gold.iter().find(|g| g.span == *s && g.point.is_some()));
            let Some(point) = gold.and_then(|g| g.point) else { continue };
            let right: Vec<bool> =
                name.iter().map(|c| distance(point, (f64::from(c.lat), f64::from(c.lon))) <= NEAR).collect();
            if right.contains(&true) && right.contains(&false) {
                let features =
                    name.iter().map(|c| c.features.iter().map(|f| f64::from(*f)).collect()).collect();
                // News of the world counts as much as that of villages, of which there is more.
                let corpus = if report.id.starts_with("lgl") { 1.0 } else { 3.0 };
                names.push((features, right, corpus * (name[0].spans.len() as f64).sqrt()));
            }
        }
    }
    let labels = feature_names();
    let mut weights = vec![0.0; labels.len()];
    for _ in 0..6000 {
        let mut slope = vec![0.0; labels.len()];
        let mut sum = 0.0;
        for (features, right, weight) in &names {
            climb(features, right, *weight, &weights, &mut slope);
            sum += weight;
        }
        for (w, s) in weights.iter_mut().zip(&slope) {
            *w += 1.0 * (s / sum - 0.0003 * *w);
        }
        // What is known whatever a corpus of villages says: a capital is not less likely for being one, and words are true.
        for (label, least) in [("capital", 0.5), ("contained", 2.5), ("sort", 2.0)] {
            let at = labels.iter().position(|l| *l == label).unwrap_or(0);
            weights[at] = weights[at].max(least);
        }
        let elsewhere = labels.iter().position(|l| *l == "elsewhere").unwrap_or(0);
        weights[elsewhere] = weights[elsewhere].min(-1.0);
    }
    println!("{} names", names.len());
    for (label, weight) in labels.iter().zip(&weights) {
        println!("{label} {weight:.2}");
    }
}

/// Adds the slope of the likelihood of one name.
fn climb(features: &[Vec<f64>], right: &[bool], weight: f64, weights: &[f64], slope: &mut [f64]) {
    let scores: Vec<f64> = features.iter().map(|f| f.iter().zip(weights).map(|(a, b)| a * b).sum()).collect();
    let top = scores.iter().copied().fold(f64::MIN, f64::max);
    let powers: Vec<f64> = scores.iter().map(|s| (s - top).exp()).collect();
    let all: f64 = powers.iter().sum();
    let good: f64 = powers.iter().zip(right).filter(|(_, r)| **r).map(|(p, _)| p).sum();
    for ((f, power), is) in features.iter().zip(&powers).zip(right) {
        let wanted = if *is { power / good } else { 0.0 };
        for (s, x) in slope.iter_mut().zip(f) {
            *s += weight * (wanted - power / all) * x;
        }
    }
}
