//! Every category, mode and context of the codebook comes out of a sentence: `codebook.txt`.

use demarche_events::{CONTEXTS, Category, Event, modes};
use demarche_pipeline::{Coder, Document};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const SENTENCES: &str = include_str!("codebook.txt");

/// What a line says of a sentence.
struct Line<'a> {
    category: &'a str,
    mode: &'a str,
    cameo: &'a str,
    contexts: Vec<&'a str>,
    text: &'a str,
}

fn lines() -> Vec<Line<'static>> {
    SENTENCES.lines().filter(|line| !line.starts_with('#')).map(line).collect()
}

fn line(line: &'static str) -> Line<'static> {
    let (labels, text) = line.split_once(" | ").unwrap_or_else(|| panic!("expected ` | ` in {line}"));
    let mut cells = labels.split(' ');
    let (category, mode) = cells.next().and_then(|l| l.split_once('/')).expect("CATEGORY/mode");
    let (cameo, contexts) = (cells.next().expect("a code"), cells.next().expect("contexts"));
    let contexts = contexts.split(',').filter(|c| *c != "-").collect();
    Line { category, mode, cameo, contexts, text }
}

fn is_told(event: &Event, line: &Line<'_>) -> bool {
    let mode = event.mode.as_deref().unwrap_or("-");
    let contexts: Vec<&str> = event.contexts.iter().map(demarche_text::Str::as_str).collect();
    event.event() == line.category
        && mode == line.mode
        && event.cameo == line.cameo
        && contexts == line.contexts
}

fn told(event: &Event) -> String {
    let contexts = event.contexts.join(",");
    let mode = event.mode.as_deref().unwrap_or("-");
    format!("{}/{mode} {} {contexts}", event.event(), event.cameo)
}

#[test]
fn sentences_give_what_the_codebook_says() {
    let coder = Coder::builtin().unwrap();
    let mut wrong = String::new();
    for line in lines() {
        let date = Some(jiff::civil::date(2018, 6, 15));
        let coded = coder.code(&Document { text: line.text.to_owned(), date, ..Document::default() });
        if !coded.events.iter().any(|e| is_told(e, &line)) {
            let found: Vec<String> = coded.events.iter().map(told).collect();
            let _ = writeln!(wrong, "{} gives {}", line.text, found.join("; "));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_category_mode_and_context_has_a_sentence() {
    let lines = lines();
    let found: BTreeSet<(&str, &str)> = lines.iter().map(|l| (l.category, l.mode)).collect();
    let shown: BTreeSet<&str> = lines.iter().flat_map(|l| l.contexts.iter().copied()).collect();
    for category in Category::ALL {
        assert!(found.iter().any(|(of, _)| *of == category.as_str()), "{}", category.as_str());
        for mode in modes(category) {
            assert!(found.contains(&(category.as_str(), mode)), "{}/{mode}", category.as_str());
        }
    }
    for context in CONTEXTS {
        assert!(shown.contains(context), "{context}");
    }
}
