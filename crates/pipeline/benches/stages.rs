//! Words a second of each stage, on one core: `cargo bench -p demarche-pipeline`.
//!
//! The text is the project's own example reports. Each stage is run several times; the fastest run counts, which is the
//! one that was disturbed least.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock and the example reports")]

use demarche_pipeline::{Coder, Document, Level};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// Runs of each stage.
const RUNS: usize = 7;

fn main() {
    let coder = Coder::builtin().expect("the embedded model and rules are tested");
    let documents = examples();
    let parsed: Vec<_> = documents.iter().map(|d| coder.parse(&d.text)).collect();
    let words: usize = parsed.iter().flatten().map(|s| s.tokens.len()).sum();
    println!("{} reports, {words} words, fastest of {RUNS} runs", documents.len());
    let whole = |level| fastest(|| documents.iter().for_each(|d| drop(black_box(coder.analyse(d, level)))));
    let parse = whole(Level::Syntax);
    let annotate = fastest(|| parsed.iter().for_each(|p| coder.model().annotate(black_box(&mut p.clone()))));
    let levels = [Level::Mentions, Level::Attributions, Level::Events].map(whole);
    report("segmenting", words, parse.saturating_sub(annotate));
    report("tagging and parsing", words, annotate);
    report("text to trees", words, parse);
    report("times and actors", words, levels[0].saturating_sub(parse));
    report("attribution", words, levels[1].saturating_sub(levels[0]));
    report("events", words, levels[2].saturating_sub(levels[1]));
    report("text to events", words, levels[2]);
}

fn report(stage: &str, words: usize, time: Duration) {
    let seconds = time.as_secs_f64();
    println!("{stage:<22}{:>9.1} ms {:>11.0} words/s", seconds * 1e3, words as f64 / seconds.max(1e-9));
}

fn fastest(mut run: impl FnMut()) -> Duration {
    let once = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..RUNS).map(once).min().unwrap_or_default()
}

/// The plain-text reports among the examples, several times.
fn examples() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the examples are there").flatten().map(|e| e.path()).collect();
    paths.sort();
    let texts = paths.iter().filter(|p| p.extension().is_some_and(|e| e == "txt"));
    let read = |p| Document {
        text: std::fs::read_to_string(p).expect("an example is text"),
        date: Some(jiff::civil::date(2018, 6, 15)),
        ..Document::default()
    };
    let once: Vec<Document> = texts.map(read).collect();
    std::iter::repeat_n(once, 4).flatten().collect()
}
