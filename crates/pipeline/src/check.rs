//! Checks that a rule does what its examples say: each is coded through that very rule, no reject fires it.

use crate::{Coded, Coder, Document};
use demarche_events::{Event, Participant, Rule, Status};

/// Document creation time of every example: a Friday.
const DCT: jiff::civil::Date = jiff::civil::date(2018, 6, 15);

/// What is wrong with a rule's examples and rejects, a line each; empty where all is well.
///
/// An example states `ACTORS > RECIPIENTS` as actor codes joined by `+`, `-` for none, and a status where it is not
/// `actual`: `"RUSGOV+CHNGOV > - planned"`. A meeting that is planned comes out as AGREE through the same rule.
pub fn check(coder: &Coder, rule: &Rule) -> Vec<String> {
    let mut wrong = Vec::new();
    for (sentence, wanted) in &rule.examples {
        let found = coder.code(&example(sentence));
        let by_rule: Vec<&Event> = found.events.iter().filter(|e| e.rule == rule.id).collect();
        if !by_rule.iter().any(|e| states(e, wanted)) {
            wrong.push(format!("{}: \"{sentence}\" wants {wanted}, but gives {}", rule.id, told(&found)));
        }
    }
    for sentence in &rule.rejects {
        let found = coder.code(&example(sentence));
        if found.events.iter().any(|e| e.rule == rule.id) {
            wrong.push(format!("{}: \"{sentence}\" must not fire it, but gives {}", rule.id, told(&found)));
        }
    }
    wrong
}

fn example(sentence: &str) -> Document {
    Document { text: sentence.to_owned(), date: Some(DCT), ..Document::default() }
}

fn states(event: &Event, wanted: &str) -> bool {
    let (parties, status) = match wanted.rsplit_once(' ') {
        Some((parties, word)) if Status::parse(word).is_some() => (parties, Status::parse(word)),
        _ => (wanted, Some(Status::Actual)),
    };
    let Some((actors, recipients)) = parties.split_once('>') else { return false };
    Some(event.status) == status
        && side(&event.actors) == sorted(actors)
        && side(&event.recipients) == sorted(recipients)
}

fn sorted(codes: &str) -> Vec<String> {
    let mut codes: Vec<String> =
        codes.split('+').map(|c| c.trim().to_owned()).filter(|c| !matches!(c.as_str(), "" | "-")).collect();
    codes.sort();
    codes
}

fn side(parties: &[Participant]) -> Vec<String> {
    let mut codes: Vec<String> = parties.iter().map(|p| p.actor.code()).collect();
    codes.sort();
    codes
}

/// The events of a sentence in the form that examples use, each with its rule.
fn told(coded: &Coded) -> String {
    let one = |e: &Event| {
        let listed = |p: &[Participant]| if p.is_empty() { "-".to_owned() } else { side(p).join("+") };
        let (actors, recipients) = (listed(&e.actors), listed(&e.recipients));
        format!("[{} {actors} > {recipients} {} by {}]", e.event(), e.status.as_str(), e.rule)
    };
    match coded.events.as_slice() {
        [] => "nothing".to_owned(),
        events => events.iter().map(one).collect::<Vec<_>>().join(" "),
    }
}
