//! How common words are in the news at large, so that three reports can be compared as well as three thousand.

use crate::words::reduce;
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Shares of ten thousand texts, `knowledge/stories/words.tsv`.
const TABLE: &str = include_str!("../../../knowledge/stories/words.tsv");
/// What a word that the table has not is taken to have.
pub const RARE: f64 = 5e-4;

static NEWS: LazyLock<Background> = LazyLock::new(|| Background::read(TABLE));

/// Share of texts that hold a term.
#[derive(Clone, Debug, Default)]
pub struct Background {
    shares: FxHashMap<CompactString, f64>,
}

impl Background {
    /// The table that comes with the program.
    pub fn news() -> &'static Self {
        &NEWS
    }

    /// Reads a table of `word`, `share` of ten thousand, `source`; a row without a number is passed over.
    pub fn read(table: &str) -> Self {
        let mut shares: FxHashMap<CompactString, f64> = FxHashMap::default();
        for row in table.lines().skip(1) {
            let mut cells = row.split('\t');
            if let (Some(word), Some(Ok(share))) = (cells.next(), cells.next().map(str::parse::<f64>)) {
                let sum = shares.entry(reduce(word)).or_default();
                // Forms of one word mostly stand in different texts.
                *sum = (*sum + share / 10_000.0).min(1.0);
            }
        }
        Self { shares }
    }

    /// The words of the table with their shares.
    pub fn shares(&self) -> impl Iterator<Item = (&str, f64)> {
        self.shares.iter().map(|(term, share)| (term.as_str(), *share))
    }

    /// Share of texts that hold a term, above 0 and at most 1.
    pub fn share(&self, term: &str) -> f64 {
        self.shares.get(term).copied().unwrap_or(RARE).max(RARE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_have_large_shares_and_unknown_ones_a_small_one() {
        let news = Background::news();
        assert!(news.share("the") > 0.9);
        assert!(news.share("president") > news.share("derail"));
        assert!((news.share("qwertyuiop") - RARE).abs() < 1e-12);
    }
}
