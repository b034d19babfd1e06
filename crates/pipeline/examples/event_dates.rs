//! Dates of events against `TimeML` links: reads JSON Lines with `text`, `dct`, `timexes`, `events` and `tlinks`.
//!
//! `cargo run --release -p demarche-pipeline --example event_dates -- timebank.jsonl`
//!
//! Counted is every event that a link puts into (or makes simultaneous with) a DATE or TIME other than the DCT. An answer is
//! right where it overlaps one of its expressions or has the same value.
#![allow(clippy::disallowed_methods, reason = "an example is an edge")]

use demarche_pipeline::{Coder, Document, Level};
use demarche_text::Span;
use demarche_times::{of_event, of_story};
use serde_json::Value;
use std::collections::HashMap;

#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    none: usize,
}

fn main() {
    let coder = Coder::builtin().expect("the embedded model and rules are tested");
    let verbose = std::env::args().any(|a| a == "--errors");
    let mut tallies: HashMap<(&str, &str), Tally> = HashMap::new();
    for path in std::env::args().skip(1).filter(|a| !a.starts_with("--")) {
        let source = std::fs::read_to_string(&path).expect("a file of JSON Lines");
        for line in source.lines().filter(|l| !l.trim().is_empty()) {
            let row: Value = serde_json::from_str(line).expect("JSON");
            document(&coder, &row, verbose, &mut tallies);
        }
    }
    let mut rows: Vec<_> = tallies.into_iter().collect();
    rows.sort_by_key(|(name, _)| *name);
    for ((gold, by), Tally { right, wrong, none }) in rows {
        println!("{gold:<16} by {by:<9} right {right:>4} wrong {wrong:>4} none {none:>4}");
    }
}

fn document(
    coder: &Coder,
    row: &Value,
    verbose: bool,
    tallies: &mut HashMap<(&'static str, &'static str), Tally>,
) {
    let text = row["text"].as_str().unwrap_or("").to_owned();
    let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let span = |v: &Value| {
        let at = |name: &str| Some(*bytes.get(v[name].as_u64()? as usize)?);
        Some(Span::new(at("start")?, at("end")?))
    };
    let date = row["dct"].as_str().and_then(|d| d.get(..10)).and_then(|d| d.parse().ok());
    let document = Document { id: String::new(), date, text, ..Document::default() };
    let coded = coder.analyse(&document, Level::Mentions);
    for (event, gold) in links(row) {
        let Some(at) = span(event) else { continue };
        let Some(s) = coded.sentences.iter().position(|s| s.span.contains(at)) else { continue };
        let sentence = &coded.sentences[s];
        let Some(token) =
            sentence.tokens.iter().rposition(|t| t.span.start < at.end && at.start < t.span.end)
        else {
            continue;
        };
        let spans: Vec<Span> = gold.iter().filter_map(|t| span(t)).collect();
        let same = spans.iter().any(|g| sentence.span.contains(*g));
        let (by, found) = match of_event(sentence, token, &coded.timexes) {
            Some(found) => ("sentence", Some(found)),
            None => ("story", of_story(&coded.sentences, s, token, &coded.timexes)),
        };
        let where_is = if same { "same sentence" } else { "other sentence" };
        let tally = tallies.entry((where_is, by)).or_default();
        let right = found.is_some_and(|f| {
            spans.iter().any(|g| f.span.start < g.end && g.start < f.span.end)
                || gold.iter().any(|g| g["value"].as_str() == Some(&f.value))
        });
        match found {
            Some(_) if right => tally.right += 1,
            Some(_) => tally.wrong += 1,
            None => tally.none += 1,
        }
        if verbose && !right {
            let of = |s: Span| s.of(&document.text).to_owned();
            let told: Vec<String> = spans.iter().map(|s| of(*s)).collect();
            let found = found.map(|f| of(f.span));
            println!("{where_is}, {}: wants {told:?}, found {found:?} in {:?}", of(at), of(sentence.span));
        }
    }
}

/// Events with the expressions that links put them into.
fn links(row: &Value) -> Vec<(&Value, Vec<&Value>)> {
    let list = |name: &str| row[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let find = |name: &str, key: &str, id: &Value| list(name).iter().find(|x| x[key] == *id);
    let mut out: Vec<(&Value, Vec<&Value>)> = Vec::new();
    for link in list("tlinks") {
        let rel = link["rel"].as_str().unwrap_or("");
        let (a, b) = (&link["a"], &link["b"]);
        let (event, time) = match (find("events", "eid", a), find("events", "eid", b)) {
            (Some(event), None) if matches!(rel, "IS_INCLUDED" | "SIMULTANEOUS" | "IDENTITY") => (event, b),
            (None, Some(event)) if matches!(rel, "INCLUDES" | "SIMULTANEOUS" | "IDENTITY") => (event, a),
            _ => continue,
        };
        let Some(time) =
            find("timexes", "tid", time).filter(|t| matches!(t["type"].as_str(), Some("DATE" | "TIME")))
        else {
            continue;
        };
        match out.iter_mut().find(|(e, _)| std::ptr::eq(*e, event)) {
            Some((_, times)) => times.push(time),
            None => out.push((event, vec![time])),
        }
    }
    out
}
