//! Toponyms a second on one core, found and resolved: `cargo bench -p demarche-places`.
//!
//! The reports are made of names of the project's own gazetteer, drawn by a fixed sequence: towns of every size, divisions
//! and countries, as ambiguous as they are. The fastest of several runs counts, which is the one that was disturbed least.
#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock and the tables")]

use demarche_places::{Builder, Gazetteer, Image, Row, find, table};
use demarche_text::{Entity, Sentence, Span, Token, Upos};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// Runs over all reports.
const RUNS: usize = 15;
/// Reports, different names in each, and how often each is named.
const REPORTS: usize = 400;
const NAMES: usize = 8;
const MENTIONS: usize = 3;
const TABLES: [&str; 4] = ["states.tsv", "divisions.tsv", "counties.tsv", "cities.tsv"];

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge/places");
    let texts: Vec<String> =
        TABLES.iter().map(|t| std::fs::read_to_string(folder.join(t)).unwrap_or_default()).collect();
    let rows: Vec<Row<'_>> = texts
        .iter()
        .zip(TABLES)
        .flat_map(|(text, name)| table::rows(name, text).unwrap_or_default())
        .collect();
    let mut builder = Builder::default();
    for row in &rows {
        builder.add(row);
    }
    let mut gazetteer = Gazetteer::default();
    gazetteer.add(Image::new(builder.finish()).expect("the builder makes a sound image"));
    let reports = reports(&rows);
    let mut best = f64::MAX;
    let mut toponyms = 0;
    for _ in 0..RUNS {
        let start = Instant::now();
        toponyms =
            reports.iter().map(|(text, sentences)| black_box(find(text, sentences, &gazetteer)).len()).sum();
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{toponyms} toponyms in {REPORTS} reports: {:.0} a second", toponyms as f64 / best);
}

/// Reports of sentences "in NAME.", each name several times.
fn reports(rows: &[Row<'_>]) -> Vec<(String, Vec<Sentence>)> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let mut report = || {
        let names: Vec<&str> = (0..NAMES).map(|_| rows[next() % rows.len()].name).collect();
        let mut text = String::new();
        let sentences =
            (0..MENTIONS).flat_map(|_| names.iter()).map(|name| sentence(&mut text, name)).collect();
        (text, sentences)
    };
    (0..REPORTS).map(|_| report()).collect()
}

fn sentence(text: &mut String, name: &str) -> Sentence {
    let first = text.len();
    let mut tokens = Vec::new();
    for word in std::iter::once("in").chain(name.split(' ')) {
        let start = text.len();
        text.push_str(word);
        let upos = if tokens.is_empty() { Upos::Adp } else { Upos::Propn };
        tokens.push(Token {
            span: Span::new(start, text.len()),
            form: word.into(),
            upos,
            ..Token::default()
        });
        text.push(' ');
    }
    let entities = vec![Entity { first: 1, last: tokens.len() - 1, kind: "LOC".into() }];
    Sentence { span: Span::new(first, text.len() - 1), tokens, entities, ..Sentence::default() }
}
