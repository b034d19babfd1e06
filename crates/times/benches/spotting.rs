//! Megabytes of text a second of finding temporal expressions, on one core: `cargo bench -p demarche-times`.
//!
//! The text is the project's own example reports and the sentences of the table of expressions, repeated; words are cut at
//! white space. The fastest of several runs counts, which is the one that was disturbed least.
#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock and the example reports")]

use demarche_text::{Sentence, Span, Token};
use demarche_times::find;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// Runs of each text.
const RUNS: usize = 41;
/// How much text a run reads, in bytes.
const SIZE: usize = 1 << 18;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = include_str!("../tests/expressions.tsv");
    let expressions: String = table
        .lines()
        .filter_map(|l| l.split('\t').next())
        .map(|s| s.replace(['[', ']'], "") + "\n")
        .collect();
    report("example reports", &texts(&root.join("../../examples")));
    report("an expression in every sentence", &expressions);
}

/// Every file of a folder, one after the other.
fn texts(folder: &Path) -> String {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|f| std::fs::read_to_string(f.path()).ok()).collect()
}

fn report(name: &str, text: &str) {
    let text = text.repeat(SIZE / text.len().max(1) + 1);
    let sentences = sentences(&text);
    let day = Some(jiff::civil::date(2024, 7, 11));
    let mut best = f64::MAX;
    let mut found = 0;
    for _ in 0..RUNS {
        let start = Instant::now();
        found = black_box(find(black_box(&text), black_box(&sentences), day)).len();
        best = best.min(start.elapsed().as_secs_f64());
    }
    let megabytes = text.len() as f64 / 1e6;
    println!("{name}: {megabytes:.1} MB, {found} expressions, {:.1} MB/s", megabytes / best);
}

/// Lines as sentences, words at white space.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut at = start;
        let mut tokens = Vec::new();
        for piece in line.split_inclusive(' ') {
            let word = piece.trim_end();
            if !word.is_empty() {
                let span = Span::new(at, at + word.len());
                tokens.push(Token { span, form: word.into(), ..Token::default() });
            }
            at += piece.len();
        }
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            let span = first.span.hull(last.span);
            out.push(Sentence { span, tokens, ..Sentence::default() });
        }
        start += line.len();
    }
    out
}
