//! Words around a name that say what it is: streets, counties, prepositions of place; and names that are words too.

use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// What a word says of a name beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// The name before it is a street.
    Street,
    /// The name behind it is where something is.
    Locative,
    /// The name before it is a county.
    County,
    /// The name before it is a division of the first level.
    Division,
    /// The name before it, or behind "of", is a town.
    Town,
    /// It points into what the name behind it means.
    Direction,
    /// As a name alone it is more often a word or a person than a place.
    Common,
}

/// The class of a word in lower case.
pub(crate) fn class(word: &str) -> Option<Class> {
    static WORDS: OnceLock<FxHashMap<&'static str, Class>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let rows = include_str!("../data/words.tsv").lines().skip(1);
        rows.filter_map(|row| {
            let mut cells = row.split('\t');
            Some((cells.next()?, parse(cells.next()?)?))
        })
        .collect()
    });
    words.get(word).copied()
}

/// What a word says of the name that hangs from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Governor {
    /// Somebody goes to, or comes from, what stands behind its preposition.
    Moving,
    /// The same, and its object is where somebody goes or what is attacked.
    Reaching,
    /// Countries and divisions have it: "Georgia's president".
    Owned,
}

/// What a lemma says of the name that hangs from it.
pub(crate) fn governor(lemma: &str) -> Option<Governor> {
    static WORDS: OnceLock<FxHashMap<&'static str, Governor>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let rows = include_str!("../data/governors.tsv").lines().skip(1);
        rows.filter_map(|row| {
            let mut cells = row.split('\t');
            let word = cells.next()?;
            let of = match cells.next()? {
                "moving" => Governor::Moving,
                "reaching" => Governor::Reaching,
                "owned" => Governor::Owned,
                _ => return None,
            };
            Some((word, of))
        })
        .collect()
    });
    words.get(lemma).copied()
}

fn parse(name: &str) -> Option<Class> {
    Some(match name {
        "street" => Class::Street,
        "locative" => Class::Locative,
        "county" => Class::County,
        "division" => Class::Division,
        "town" => Class::Town,
        "direction" => Class::Direction,
        "common" => Class::Common,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_class() {
        let table = include_str!("../data/words.tsv");
        for row in table.lines().skip(1) {
            let cells: Vec<&str> = row.split('\t').collect();
            assert!(cells.len() == 3 && parse(cells[1]).is_some(), "{row}");
        }
        let governors = include_str!("../data/governors.tsv").lines().skip(1);
        let named = |row: &str| row.split('\t').next().map(str::to_owned).unwrap_or_default();
        let known = governors.clone().filter(|row| governor(&named(row)).is_some()).count();
        assert_eq!(known, governors.count());
        assert_eq!(class("boulevard"), Some(Class::Street));
        assert_eq!(class("paris"), None);
    }
}
