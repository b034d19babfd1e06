//! Every rule reads its own examples and none of its rejects; every transition can be reached.

use demarche_ledger::{Claim, ClaimRule, LedgerRules, Reading, claims};
use demarche_pipeline::{Coder, Document};
use jiff::civil::date;

fn read(coder: &Coder, rules: &LedgerRules, text: &str) -> Vec<Claim> {
    let document = Document { text: text.to_owned(), date: Some(date(2018, 6, 15)), ..Document::default() };
    let coded = coder.code(&document);
    let reading = Reading {
        doc_id: "example",
        date: date(2018, 6, 15),
        text: &document.text,
        headline: false,
        sentences: &coded.sentences,
        mentions: &coded.mentions,
        timexes: &coded.timexes,
        attributions: &coded.attributions,
        events: &coded.events,
    };
    claims(&[reading], rules)
}

/// `KOR+PRK` or `USA > PRK`.
fn parties(claim: &Claim) -> String {
    let join = |set: &std::collections::BTreeSet<_>| {
        set.iter().map(ToString::to_string).collect::<Vec<String>>().join("+")
    };
    let to =
        if claim.parties.to.is_empty() { String::new() } else { format!(" > {}", join(&claim.parties.to)) };
    format!("{}{to}", join(&claim.parties.by))
}

fn faults(coder: &Coder, rules: &LedgerRules, rule: &ClaimRule) -> Vec<String> {
    let mut out = Vec::new();
    for (text, wanted) in &rule.examples {
        let found: Vec<Claim> = read(coder, rules, text);
        if !found.iter().any(|c| c.rule == rule.id && parties(c) == *wanted) {
            let shown: Vec<String> = found.iter().map(|c| format!("{} {}", c.rule, parties(c))).collect();
            out.push(format!(
                "{}: expected {wanted} of \"{text}\", but found [{}]",
                rule.id,
                shown.join("; ")
            ));
        }
    }
    for text in &rule.rejects {
        if read(coder, rules, text).iter().any(|c| c.rule == rule.id) {
            out.push(format!("{}: expected nothing of \"{text}\"", rule.id));
        }
    }
    out
}

#[test]
fn every_rule_reads_its_examples_and_none_of_its_rejects() {
    let (coder, rules) = (Coder::builtin().unwrap(), LedgerRules::builtin().unwrap());
    let found: Vec<String> = rules.claims().iter().flat_map(|rule| faults(&coder, &rules, rule)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_status_that_a_rule_reads_moves_something() {
    let rules = LedgerRules::builtin().unwrap();
    for rule in rules.claims() {
        let moves =
            rules.transitions().all().any(|(kind, _, report, _)| (kind, report) == (rule.kind, rule.status));
        assert!(moves, "{}: expected a row for {} in the table of its kind", rule.id, rule.status.as_str());
    }
}

#[test]
fn every_status_can_be_reached_from_the_beginning() {
    let rules = LedgerRules::builtin().unwrap();
    for (kind, from, report, _) in rules.transitions().all() {
        let reached = from.is_none_or(|from| {
            rules.transitions().all().any(|m| m.0 == kind && m.3 == from && m.1 != Some(from))
        });
        assert!(reached, "{}: nothing moves to the status before {}", kind.as_str(), report.as_str());
    }
}

#[test]
fn the_diagrams_show_the_tables() {
    let page = include_str!("../../../docs/LEDGER.md");
    let rules = LedgerRules::builtin().unwrap();
    let name = |status: demarche_ledger::Status| status.as_str().replace('-', "_");
    let mut drawn = 0;
    for (kind, from, report, to) in rules.transitions().all() {
        let from = from.map_or_else(|| "[*]".to_owned(), name);
        let arrow = format!("  {from} --> {} : {}\n", name(to), report.as_str());
        let diagram = page.split("\n### ").find(|part| part.starts_with(kind.as_str()));
        assert!(diagram.is_some_and(|d| d.contains(&arrow)), "{}: expected {arrow}", kind.as_str());
        drawn += 1;
    }
    assert_eq!(drawn, page.matches(" --> ").count(), "an arrow that no table has");
}
