//! What a report is about, as weighted terms, before anybody knows how common they are.

use crate::words::terms;
use compact_str::CompactString;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Words of the text that count as its lead.
const LEAD: usize = 60;
/// Words of the text that are read at all; what follows is background more often than news.
const READ: usize = 300;
const IN_TITLE: f32 = 3.0;
const IN_LEAD: f32 = 2.0;
/// A name or number says more about which happening it is than another word.
const NAME: f32 = 1.3;

/// Terms of a report with their counts, headline and lead counted more, and its day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Term and weighted count, sorted by term.
    pub terms: Vec<(CompactString, f32)>,
    /// Day of publication, where it is known.
    pub date: Option<Date>,
}

impl Profile {
    /// Reads title and text. A text that begins with its title counts both.
    pub fn of(title: &str, text: &str, date: Option<Date>) -> Self {
        let mut counts: BTreeMap<CompactString, f32> = BTreeMap::new();
        let mut add = |term: crate::words::Term, weight: f32| {
            *counts.entry(term.text).or_default() += weight * if term.name { NAME } else { 1.0 };
        };
        terms(title).for_each(|term| add(term, IN_TITLE));
        for (at, term) in terms(text).take(READ).enumerate() {
            add(term, if at < LEAD { IN_LEAD } else { 1.0 });
        }
        Self { terms: counts.into_iter().collect(), date }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headline_and_lead_count_more_than_the_rest() {
        let text = format!("Tram derails. {}tram later", "word ".repeat(LEAD));
        let profile = Profile::of("Tram crash", &text, None);
        let shown: Vec<String> = profile.terms.iter().map(|(t, w)| format!("{t} {w:.1}")).collect();
        assert_eq!(shown, ["crash 3.0", "derail 2.0", "later 1.0", "tram 7.5", "word 118.0"]);
    }
}
