//! How well a model finds named entities in sentences whose words are given.
//!
//! `cargo run --release -p demarche-syntax --example entities -- MODEL FILE.bio…`, where a file has a word and its IOB2
//! tag a line; types that the model does not know are left out.

#![allow(clippy::disallowed_methods, reason = "an example is an edge")]

use demarche_syntax::{Model, score_entities};
use demarche_text::conllu;
use std::collections::BTreeSet;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = std::env::args().skip(1);
    let model = Model::read(&std::fs::read(paths.next().ok_or("expected a model and files")?)?)?;
    for path in paths {
        let mut gold = conllu::read_bio(&std::fs::read_to_string(&path)?)?;
        let mut found = gold.clone();
        model.annotate(&mut found);
        // What the model does not know cannot be found, and what the file never marks was not looked for.
        let marked: BTreeSet<_> = gold.iter().flat_map(|s| &s.entities).map(|e| e.kind.clone()).collect();
        let known: BTreeSet<&str> = model.entity_types().filter(|t| marked.contains(*t)).collect();
        for sentence in gold.iter_mut().chain(&mut found) {
            sentence.entities.retain(|e| known.contains(e.kind.as_str()));
        }
        println!("{path}");
        for kind in known.iter().copied().map(Some).chain([None]) {
            let score = score_entities(&gold, &found, kind);
            let (p, r) = (share(score.right, score.found), share(score.right, score.gold));
            println!("  {:<4} P {p:.3} R {r:.3} F1 {:.3}", kind.unwrap_or("all"), score.f1());
        }
    }
    Ok(())
}

fn share(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}
