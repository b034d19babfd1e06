//! On whose word and on what condition: sentences of `attribution.txt`, each with all events that it gives.
//!
//! ```text
//! "Russia has attacked us," the envoy told CNN.
//!   ASSAULT RUSMIL > - actual | by UKRGOV via CNN | if "they agree"
//! ```
//! Speakers stand outermost first, joined by `<`; a failure prints the lines to put in place.

use demarche_events::{Event, Participant, Speaker};
use demarche_pipeline::{Coder, Document};
use std::fmt::Write as _;

const SENTENCES: &str = include_str!("attribution.txt");

/// Texts there are at least.
const CASES: usize = 40;

#[test]
fn events_stand_on_the_word_and_the_condition_that_the_report_gives() {
    let coder = Coder::builtin().unwrap();
    let cases: Vec<(&str, Vec<&str>)> = cases(SENTENCES);
    assert!(cases.len() >= CASES, "{} texts", cases.len());
    let mut stale = String::new();
    for (text, wanted) in cases {
        let document = Document {
            text: text.to_owned(),
            date: Some(jiff::civil::date(2018, 6, 15)),
            ..Document::default()
        };
        let coded = coder.code(&document);
        let found: Vec<String> = coded.events.iter().map(|e| told(e, text)).collect();
        if found != wanted {
            let _ =
                writeln!(stale, "{text}\n{}", found.iter().map(|l| format!("  {l}\n")).collect::<String>());
        }
    }
    assert!(stale.is_empty(), "these texts of attribution.txt give now:\n{stale}");
}

/// Texts, each with the indented lines below it; `#` starts a comment.
fn cases(file: &str) -> Vec<(&str, Vec<&str>)> {
    let mut out: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in file.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        match (line.strip_prefix("  "), out.last_mut()) {
            (Some(event), Some((_, events))) => events.push(event),
            _ => out.push((line, Vec::new())),
        }
    }
    out
}

fn told(event: &Event, text: &str) -> String {
    let side = |parties: &[Participant]| {
        let codes: Vec<String> = parties.iter().map(|p| p.actor.code()).collect();
        if codes.is_empty() { "-".to_owned() } else { codes.join("+") }
    };
    let (actors, recipients) = (side(&event.actors), side(&event.recipients));
    let mut out = format!("{} {actors} > {recipients} {}", event.event(), event.status.as_str());
    if event.background {
        out.push_str(" background");
    }
    if !event.attribution.is_empty() {
        let chain: Vec<String> = event.attribution.iter().map(|s| speaker(s, text)).collect();
        let _ = write!(out, " | by {}", chain.join(" < "));
    }
    if let Some(condition) = &event.condition {
        let _ = write!(out, " | {} \"{}\"", condition.kind.as_str(), condition.span.of(text));
    }
    out
}

fn speaker(speaker: &Speaker, text: &str) -> String {
    let who = speaker.speaker.as_ref().map_or_else(|| "somebody".to_owned(), |p| p.actor.code());
    let through = speaker.medium.as_ref().map(|m| format!(" via {}", m.span.of(text)));
    who + &through.unwrap_or_default()
}
