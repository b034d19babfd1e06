//! What codes mean, for those who do not know them by heart.

use demarche_actors::Base;
use maud::{Markup, html};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A code in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gloss {
    /// What it is called.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
}

const TABLE: &str = include_str!("../assets/glosses.tsv");
const CAMEO: &str = include_str!("../../../knowledge/codes/cameo.tsv");

static GLOSSES: LazyLock<HashMap<(&str, &str), Gloss>> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let (kind, code, name, about) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        Some(((kind, code), Gloss { name, about }))
    });
    rows.collect()
});

static CAMEO_NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let rows = CAMEO.lines().skip(1).filter_map(|line| line.split_once('\t'));
    rows.map(|(code, rest)| (code, rest.split('\t').next().unwrap_or_default())).collect()
});

/// A code of a kind in words; the code itself where nothing is known of it.
pub fn gloss(kind: &str, code: &str) -> Option<Gloss> {
    GLOSSES.get(&(kind, code)).copied()
}

/// Every code of a kind, in the order of the table.
pub fn all(kind: &str) -> impl Iterator<Item = (&'static str, Gloss)> {
    let rows = TABLE.lines().skip(1).map(|line| line.split('\t').collect::<Vec<&'static str>>());
    let rows = rows.filter(move |row| row.len() == 4 && row[0] == kind);
    rows.map(|row| (row[1], Gloss { name: row[2], about: row[3] }))
}

/// A code with its meaning on hover.
pub fn abbreviation(kind: &str, code: &str) -> Markup {
    match gloss(kind, code) {
        Some(gloss) => html! { abbr title=(gloss.about) { (gloss.name) } },
        None => html! { (code) },
    }
}

/// A CAMEO code with its meaning on hover.
pub fn cameo(code: &str) -> Markup {
    html! { abbr title=(cameo_name(code).unwrap_or("CAMEO code")) { (code) } }
}

/// What a CAMEO code is called.
pub fn cameo_name(code: &str) -> Option<&'static str> {
    CAMEO_NAMES.get(code).copied()
}

/// A country's, an organisation's or an actor's code in words: `USAGOV` is "United States, government".
pub fn party(base: &Base, code: &str) -> String {
    let (country, sector) = match code.len() {
        6 if code.is_ascii() => code.split_at(3),
        _ => (code, ""),
    };
    let sector = gloss("sector", sector).map(|g| g.name);
    let name = base.country_name(country).or_else(|| organisation(country));
    match (name, sector) {
        (Some(name), Some(sector)) => format!("{name}, {sector}"),
        (Some(name), None) => name.to_owned(),
        (None, _) => gloss("sector", code).map_or_else(|| code.to_owned(), |g| g.name.to_owned()),
    }
}

/// Codes that stand for no country.
fn organisation(code: &str) -> Option<&'static str> {
    const NAMES: [(&str, &str); 7] = [
        ("UNO", "United Nations"),
        ("EUR", "European Union"),
        ("IGO", "international organisation"),
        ("NGO", "non-governmental organisation"),
        ("ISM", "religious group across borders"),
        ("IMG", "armed group across borders"),
        ("MNC", "multinational company"),
    ];
    NAMES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// A pair of countries or organisations of a store's list; pairs of bare sectors, such as "a government", are nobody's.
pub fn pair(base: &Base, key: &str) -> Option<[String; 2]> {
    let (one, other) = key.split_once('-')?;
    let known = |code: &str| base.country_name(code).is_some() || organisation(code).is_some();
    (known(one) && known(other)).then(|| [one.to_owned(), other.to_owned()])
}

/// Whether a word is the code of a country, an organisation or an actor.
pub fn is_code(word: &str) -> bool {
    matches!(word.len(), 3 | 6) && word.bytes().all(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_in_words() {
        let base = Base::builtin();
        let told = ["USA", "USAGOV", "UNO", "GOV", "vladimir-putin"].map(|code| party(base, code));
        assert_eq!(
            told,
            ["United States", "United States, government", "United Nations", "government", "vladimir-putin"]
        );
        assert_eq!(cameo_name("036"), Some("Express intent to meet or negotiate"));
        assert_eq!(gloss("category", "CONSULT").unwrap().name, "Consult");
    }

    #[test]
    fn every_row_has_its_four_cells() {
        assert!(TABLE.lines().all(|line| line.split('\t').count() == 4));
        for kind in demarche_ledger::Kind::ALL {
            assert!(gloss("item", kind.as_str()).is_some(), "{}", kind.as_str());
        }
        for sector in demarche_actors::Sector::ALL {
            assert!(gloss("sector", sector.as_str()).is_some(), "{}", sector.as_str());
        }
    }
}
