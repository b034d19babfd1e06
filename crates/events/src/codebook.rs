//! What of the codebook can come out, as `docs/CODEBOOK.md` tells it: made from the rules and tables, and compared.

use crate::event::Category;
use crate::plover::{self, CONTEXTS, modes, score};
use crate::rule::{Rule, Rules};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const DOCUMENT: &str = include_str!("../../../docs/CODEBOOK.md");
const CODES: &str = include_str!("../../../knowledge/codes/cameo.tsv");

/// Codes that are told by their parts, and those of statements, which PLOVER leaves out.
const GENERAL: [&str; 7] = ["084", "110", "140", "160", "171", "180", "200"];

#[test]
fn the_table_of_the_codebook_is_that_of_the_rules() {
    let rules = Rules::builtin().unwrap();
    let wanted = format!("{}\n{}\n{}", categories(rules.all()), contexts(rules.all()), codes(rules.all()));
    let at = DOCUMENT.find("## Categories and modes").unwrap_or(DOCUMENT.len());
    assert!(DOCUMENT[at..] == wanted, "docs/CODEBOOK.md is, from its tables on, now:\n{wanted}");
}

#[test]
fn every_code_of_the_codebook_but_statements_comes_from_a_rule() {
    let rules = Rules::builtin().unwrap();
    let reached = reached(rules.all());
    for (code, name) in named() {
        let statement = code.len() < 3 || code.starts_with("01") || GENERAL.contains(&code);
        assert!(statement || reached.contains_key(code), "{code} {name}");
    }
}

fn named() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.lines().skip(1).filter_map(|row| {
        let mut cells = row.split('\t');
        Some((cells.next()?, cells.next()?))
    })
}

fn categories(rules: &[Rule]) -> String {
    let mut out =
        "## Categories and modes\n\n| category | mode | score | rules |\n| --- | --- | --- | --- |\n"
            .to_owned();
    for category in Category::ALL {
        let names = std::iter::once(None).chain(modes(category).into_iter().map(Some));
        for mode in names {
            let ids: Vec<String> = rules
                .iter()
                .filter(|r| r.category == category && r.mode.as_deref() == mode)
                .map(|r| format!("`{}`", r.id))
                .collect();
            let rules = if ids.is_empty() { "by its modes".to_owned() } else { ids.join(", ") };
            let name = mode.unwrap_or("");
            let _ = writeln!(out, "| {} | {name} | {} | {rules} |", category.as_str(), score(category, mode));
        }
    }
    out
}

fn contexts(rules: &[Rule]) -> String {
    let mut out = "## Contexts\n\n| context | words that show it | rules |\n| --- | --- | --- |\n".to_owned();
    let table = include_str!("../../../rules/plover/contexts.tsv");
    for context in CONTEXTS {
        let words: Vec<&str> = table
            .lines()
            .skip(1)
            .filter_map(|row| row.split_once('\t'))
            .filter_map(|(word, of)| (of == context).then_some(word))
            .collect();
        let ids: Vec<String> = rules
            .iter()
            .filter(|r| r.contexts.iter().any(|c| c == context))
            .map(|r| format!("`{}`", r.id))
            .collect();
        let _ = writeln!(out, "| {context} | {} | {} |", words.join(", "), ids.join(", "));
        assert!(!words.is_empty() && words.iter().all(|w| plover::shown_by(w).contains(&context)));
    }
    out
}

/// Codes that come out, each with where from: rules, or the codes that it is a part of.
fn reached(rules: &[Rule]) -> BTreeMap<&str, BTreeSet<String>> {
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for rule in rules {
        found.entry(&rule.cameo).or_default().insert(format!("`{}`", rule.id));
    }
    loop {
        let before: usize = found.values().map(BTreeSet::len).sum();
        for (code, _, becomes) in rows() {
            if found.contains_key(code) {
                found.entry(becomes).or_default().insert(code.to_owned());
            }
        }
        if found.values().map(BTreeSet::len).sum::<usize>() == before {
            return found;
        }
    }
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    include_str!("../../../rules/plover/cameo.tsv").lines().skip(1).filter_map(|row| {
        let mut cells = row.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()?))
    })
}

fn codes(rules: &[Rule]) -> String {
    let mut out = "## CAMEO codes\n\n| code | name | from |\n| --- | --- | --- |\n".to_owned();
    let reached = reached(rules);
    for (code, name) in named().filter(|(code, _)| code.len() > 2) {
        let from = reached.get(code).map(|from| from.iter().cloned().collect::<Vec<_>>().join(", "));
        let _ = writeln!(out, "| {code} | {name} | {} |", from.unwrap_or_default());
    }
    out
}
