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
const RUNS: usize = 15;

fn main() {
    let coder = Coder::builtin().expect("the embedded model and rules are tested");
    let documents = examples();
    let parsed: Vec<_> = documents.iter().map(|d| coder.parse(&d.text)).collect();
    let words: usize = parsed.iter().flatten().map(|s| s.tokens.len()).sum();
    println!("{} reports, {words} words, fastest of {RUNS} runs", documents.len());
    let levels = [Level::Syntax, Level::Mentions, Level::Attributions, Level::Events];
    let mut best = [Duration::MAX; 5];
    // Stages take turns, so that a disturbance of the machine meets all of them alike.
    for _ in 0..RUNS {
        let annotate =
            timed(|| parsed.iter().for_each(|p| coder.model().annotate(black_box(&mut p.clone()))));
        best[0] = best[0].min(annotate);
        for (least, level) in best[1..].iter_mut().zip(levels) {
            let time = timed(|| documents.iter().for_each(|d| drop(black_box(coder.analyse(d, level)))));
            *least = time.min(*least);
        }
    }
    let [annotate, trees, mentions, attributions, events] = best;
    report("segmenting", words, trees.saturating_sub(annotate));
    report("tagging and parsing", words, annotate);
    report("text to trees", words, trees);
    report("times and actors", words, mentions.saturating_sub(trees));
    report("attribution", words, attributions.saturating_sub(mentions));
    report("events", words, events.saturating_sub(attributions));
    report("text to events", words, events);
}

/// A stage that is the difference of two times is lost where the machine is disturbed by more than it takes.
fn report(stage: &str, words: usize, time: Duration) {
    let seconds = time.as_secs_f64();
    if seconds > 0.0 {
        println!("{stage:<22}{:>9.1} ms {:>11.0} words/s", seconds * 1e3, words as f64 / seconds);
    } else {
        println!("{stage:<22} lost in the noise: run it on an idle machine");
    }
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
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
