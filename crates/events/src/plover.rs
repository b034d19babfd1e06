//! PLOVER's tables: scores by category and mode, contexts by the words that show them.

use crate::event::Category;
use demarche_pattern::Graph;
use demarche_text::Str;
use std::collections::HashMap;
use std::sync::OnceLock;

/// PLOVER conflict-cooperation score of a category and mode; the category's own where the mode has none.
///
/// ```
/// use demarche_events::{Category, score};
/// assert!((score(Category::Consult, Some("visit")) - 4.0).abs() < f32::EPSILON);
/// assert!((score(Category::Assault, None) + 9.0).abs() < f32::EPSILON);
/// ```
///
/// # Source
/// PLOVER manual (2023), table of conflict-cooperation scores. The table prints 3 for ACCUSE without a mode; its modes
/// are -2 to -3.5, so the sign is a slip and -3 is used.
pub fn score(category: Category, mode: Option<&str>) -> f32 {
    let of = |mode: &str| table().get(&(category.as_str(), mode)).copied();
    mode.and_then(of).or_else(|| of("")).unwrap_or_default()
}

/// `rules/plover/scores.tsv`: score by category and mode; a mode that the manual gives no score has its category's.
fn table() -> &'static HashMap<(&'static str, &'static str), f32> {
    static TABLE: OnceLock<HashMap<(&'static str, &'static str), f32>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let rows = include_str!("../../../rules/plover/scores.tsv").lines().skip(1);
        let row = |line: &'static str| {
            let mut cells = line.split('\t');
            Some(((cells.next()?, cells.next()?), cells.next()?.parse().ok()?))
        };
        rows.filter_map(row).collect()
    })
}

/// Modes that the codebook gives a category, sorted.
///
/// ```
/// use demarche_events::{Category, modes};
/// assert_eq!(modes(Category::Consult), ["multilateral", "phone", "third-party", "visit"]);
/// ```
pub fn modes(category: Category) -> Vec<&'static str> {
    let own = |(of, mode): &&(&str, &'static str)| *of == category.as_str() && !mode.is_empty();
    let mut modes: Vec<&str> = table().keys().filter(own).map(|(_, mode)| *mode).collect();
    modes.sort_unstable();
    modes
}

/// True where the codebook gives the category this mode.
pub(crate) fn has_mode(category: Category, mode: &str) -> bool {
    table().contains_key(&(category.as_str(), mode))
}

/// PLOVER's general contexts (PLOVER manual, table of general contexts), sorted.
pub const CONTEXTS: [&str; 37] = [
    "asylum",
    "cbrn",
    "corruption",
    "crime",
    "cyber",
    "diplomatic",
    "disasters",
    "economic",
    "election",
    "environment",
    "executive",
    "gender",
    "health",
    "human_rights",
    "human_security",
    "illegal_drugs",
    "inequality",
    "intelligence",
    "legal",
    "legislative",
    "lgbt",
    "migration",
    "military",
    "misinformation",
    "natural_resource",
    "peacekeeping",
    "political_institutions",
    "pro_autocracy",
    "pro_democracy",
    "religion_ethnicity",
    "reparations",
    "repression",
    "rights_freedoms",
    "technology",
    "territory",
    "terrorism",
    "trafficking",
];

/// Contexts of an event: those of its rule, and those that words of its sentence show.
pub(crate) fn contexts(graph: &Graph<'_>, token: usize, implied: &[Str]) -> Vec<Str> {
    let clause = graph.sentence().subtree(clause_of(graph, token));
    let shown = clause.into_iter().flat_map(|word| shown_by(graph.word(word).lemma));
    let mut found: Vec<Str> = shown.map(|c| Str::const_new(c)).chain(implied.iter().cloned()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Contexts that a lemma shows, by `rules/plover/contexts.tsv`.
pub(crate) fn shown_by(lemma: &str) -> &'static [&'static str] {
    static TABLE: OnceLock<HashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
        for line in include_str!("../../../rules/plover/contexts.tsv").lines().skip(1) {
            if let Some((lemma, context)) = line.split_once('\t') {
                table.entry(lemma).or_default().push(context);
            }
        }
        table
    });
    table.get(lemma).map_or(&[], Vec::as_slice)
}

/// The head of the clause that a word stands in.
fn clause_of(graph: &Graph<'_>, token: usize) -> usize {
    let mut at = token;
    for _ in 0..graph.sentence().tokens.len() {
        let word = graph.word(at).token;
        if matches!(word.relation(), "root" | "ccomp" | "advcl" | "parataxis" | "acl") {
            break;
        }
        match word.head {
            Some(head) => at = head,
            None => break,
        }
    }
    at
}
