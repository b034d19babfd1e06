//! CAMEO codes to their third and fourth digit: `rules/plover/cameo.tsv`.
//!
//! A rule gives the code of its construction: 112, accuse. What becomes of it is read from the sentence, row by row, as
//! long as one fits: what the status makes of the act (a visit to come, 042, is an intent to meet, 036), what its word
//! says (to *ask for* aid is an appeal, 023, to *demand* it is 103), and what is said in its content (an accusation of
//! spying is 1125).
//!
//! The content of an act is what hangs below its word, but for its subject, its possessor and clauses that tell of
//! something else. It leaves out what stands in other sentences.

use crate::plover;
use demarche_pattern::Graph;
use demarche_text::Str;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What the status makes of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It is reported as it is coded.
    None,
    /// It is to come: cooperation is an intent to cooperate.
    Planned,
    /// It is announced by whoever is to do it: coercion is a threat of it.
    Threat,
}

/// Longest way through the table: 100 → 020 → 023 → 0233, and one to spare.
const STEPS: usize = 4;

/// When a row of the table applies.
#[derive(Clone, Debug)]
enum When {
    Planned,
    Threat,
    /// The act's own word is one of these lemmas.
    Trigger(Vec<&'static str>),
    /// Its content has one of these lemmas, or all of those joined by `+`.
    Word(Vec<Vec<&'static str>>),
    /// Its content shows this context.
    Context(&'static str),
}

struct Row {
    when: When,
    becomes: &'static str,
}

/// The code of the act that `token` names, given that of its rule.
pub(crate) fn of(code: &Str, turn: Turn, graph: &Graph<'_>, token: usize) -> Str {
    let content = content(graph, token);
    let mut code = code.clone();
    if let Some(turned) = turned(&code, turn) {
        code = turned.into();
    }
    for _ in 0..STEPS {
        let rows = table().get(code.as_str()).map_or(&[][..], Vec::as_slice);
        let Some(row) = rows.iter().find(|row| holds(&row.when, graph, token, &content)) else { break };
        code = Str::const_new(row.becomes);
    }
    code
}

/// What the status makes of a code, where the table says so.
fn turned(code: &str, turn: Turn) -> Option<&'static str> {
    let fits = |row: &&Row| {
        matches!((&row.when, turn), (When::Planned, Turn::Planned) | (When::Threat, Turn::Threat))
    };
    Some(table().get(code)?.iter().find(fits)?.becomes)
}

fn holds(when: &When, graph: &Graph<'_>, token: usize, content: &[usize]) -> bool {
    let has = |lemma: &str| content.iter().any(|&word| graph.word(word).lemma == lemma);
    match when {
        When::Planned | When::Threat => false,
        When::Trigger(lemmas) => lemmas.contains(&graph.word(token).lemma),
        When::Word(either) => either.iter().any(|all| all.iter().all(|lemma| has(lemma))),
        When::Context(context) => {
            content.iter().any(|&word| plover::shown_by(graph.word(word).lemma).contains(context))
        }
    }
}

/// The words of an act and of its content.
fn content(graph: &Graph<'_>, token: usize) -> Vec<usize> {
    let mut found = vec![token];
    let mut next = 0;
    while let Some(&word) = found.get(next) {
        next += 1;
        found.extend(graph.children(word).iter().copied().filter(|&c| is_content(graph, c)));
    }
    found
}

fn is_content(graph: &Graph<'_>, child: usize) -> bool {
    let word = graph.word(child).token;
    match word.relation() {
        "nsubj" if word.deprel != "nsubj:pass" => false,
        "parataxis" | "appos" | "discourse" | "vocative" | "punct" => false,
        "advcl" => graph.marker(child, "mark").is_some_and(|m| matches!(m.as_str(), "to" | "for" | "of")),
        _ => !matches!(word.deprel.as_str(), "acl:relcl" | "nmod:poss" | "obl:tmod" | "obl:agent"),
    }
}

/// Rows by the code that they start from, in order of the file.
fn table() -> &'static HashMap<&'static str, Vec<Row>> {
    static TABLE: OnceLock<HashMap<&'static str, Vec<Row>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: HashMap<&str, Vec<Row>> = HashMap::new();
        for line in include_str!("../../../rules/plover/cameo.tsv").lines().skip(1) {
            let mut cells = line.split('\t');
            let (Some(code), Some(when), Some(becomes)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            if let Some(when) = read(when) {
                table.entry(code).or_default().push(Row { when, becomes });
            }
        }
        table
    })
}

fn read(when: &'static str) -> Option<When> {
    match when.split_once(':') {
        None if when == "planned" => Some(When::Planned),
        None if when == "threat" => Some(When::Threat),
        Some(("trigger", lemmas)) => Some(When::Trigger(lemmas.split(' ').collect())),
        Some(("word", lemmas)) => {
            Some(When::Word(lemmas.split(' ').map(|all| all.split('+').collect()).collect()))
        }
        Some(("context", context)) => Some(When::Context(context)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Rules;
    use std::collections::HashSet;

    /// Codes of the codebook; four of them are in CAMEO 1.1b3 and not in the table of ICEWS.
    fn codebook() -> HashSet<&'static str> {
        let rows = include_str!("../../../knowledge/codes/cameo.tsv").lines().skip(1);
        rows.filter_map(|row| row.split('\t').next()).chain(["1214", "176", "1951", "1952"]).collect()
    }

    #[test]
    fn every_row_is_read_and_names_codes_and_contexts_of_the_codebook() {
        let codebook = codebook();
        for line in include_str!("../../../rules/plover/cameo.tsv").lines().skip(1) {
            let cells: Vec<&'static str> = line.split('\t').collect();
            let [code, when, becomes] = cells[..] else { panic!("expected three cells, but found {line}") };
            let read = read(when).unwrap_or_else(|| panic!("expected a test, but found {line}"));
            if let When::Context(context) = read {
                assert!(plover::CONTEXTS.contains(&context), "{line}");
            }
            assert!(codebook.contains(code) && codebook.contains(becomes) && code != becomes, "{line}");
        }
    }

    #[test]
    fn rules_give_codes_of_the_codebook() {
        let codebook = codebook();
        for rule in Rules::builtin().unwrap().all() {
            assert!(codebook.contains(rule.cameo.as_str()), "{}: {}", rule.id, rule.cameo);
        }
    }

    #[test]
    fn no_way_through_the_table_is_longer_than_is_walked() {
        fn longest(code: &str, seen: usize) -> usize {
            assert!(seen <= STEPS, "{code}");
            let rows = table().get(code).map_or(&[][..], Vec::as_slice);
            let content = rows.iter().filter(|r| !matches!(r.when, When::Planned | When::Threat));
            content.map(|row| 1 + longest(row.becomes, seen + 1)).max().unwrap_or_default()
        }
        for code in table().keys() {
            assert!(longest(code, 0) <= STEPS, "{code}");
        }
    }
}
