//! Names and agents by the words they are made of.
//!
//! Every word has a number, every name is a sequence of numbers, and a sequence is found by a hash that grows word
//! by word; so the longest name that starts at a word is found in as many steps as it has words.

use crate::Str;
use crate::fold::{pieces, singular};
use rustc_hash::FxHashMap;

/// What a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A country, by index, under some kind of name.
    Country(u32, Naming),
    /// A people, by index: "Kurds".
    People(u32),
    /// An organisation, group, medium or company, by index.
    Body(u32),
    /// A person, by index.
    Person(u32),
    /// A person's last name alone.
    Surname(u32),
    /// A common noun for somebody, by index.
    Agent(u32),
    /// A city or region, by index.
    Place(u32),
}

/// How a country is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// "Syria".
    Name,
    /// "Syrian".
    Adjective,
    /// "Syrians".
    Demonym,
    /// "Damascus", for the government that sits there: index of the seat.
    Seat(u32),
}

/// How a name must be spelled to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Any way: common nouns.
    Any,
    /// With a capital.
    Capital,
    /// In capitals throughout: "WHO" is not "who".
    Acronym,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    target: Target,
    spelling: Spelling,
    next: u32,
}

/// Marks an unknown word, an empty list, no name.
pub(crate) const NONE: u32 = u32::MAX;

/// The index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    words: FxHashMap<Str, u32>,
    /// By word: the most words that a name starting with it has.
    longest: Vec<u8>,
    /// Hash of a sequence → its first entry.
    keys: FxHashMap<u64, u32>,
    entries: Vec<Entry>,
}

const START: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a sequence that goes on with `word`.
pub(crate) fn extend(key: u64, word: u32) -> u64 {
    (key.rotate_left(23) ^ u64::from(word)).wrapping_mul(0xf135_7aea_2e62_a9c5)
}

impl Index {
    /// With room for about so many names.
    pub fn with_capacity(names: usize) -> Self {
        Self {
            words: FxHashMap::with_capacity_and_hasher(names, rustc_hash::FxBuildHasher),
            longest: Vec::with_capacity(names),
            keys: FxHashMap::with_capacity_and_hasher(names, rustc_hash::FxBuildHasher),
            entries: Vec::with_capacity(names),
        }
    }

    /// The number of a folded word, [`NONE`] where no name has it.
    pub fn word(&self, piece: &str) -> u32 {
        self.words.get(piece).copied().unwrap_or(NONE)
    }

    /// Adds a name; how it must be spelled is read off its own spelling.
    pub fn add_name(&mut self, name: &str, target: Target) {
        self.add(name, spelling(name), target, |_| {});
    }

    /// Adds a name and calls `each` with the number of each of its words.
    pub fn add(&mut self, name: &str, spelling: Spelling, target: Target, mut each: impl FnMut(u32)) {
        let (mut key, mut count, mut first) = (START, 0u8, NONE);
        pieces(name, |piece, _| {
            let word = self.intern(piece);
            each(word);
            key = extend(key, word);
            count = count.saturating_add(1);
            if first == NONE {
                first = word;
            }
        });
        if count > 0 {
            self.put(key, first, count, Entry { target, spelling, next: NONE });
        }
    }

    /// Adds the name made of words already numbered.
    pub fn add_words(&mut self, words: &[u32], spelling: Spelling, target: Target) {
        if let Some(&first) = words.first() {
            let key = words.iter().fold(START, |key, word| extend(key, *word));
            self.put(key, first, words.len() as u8, Entry { target, spelling, next: NONE });
        }
    }

    /// Adds a common noun, found in the plural too: "minister of defence" has "ministers of defence".
    pub fn add_agent(&mut self, lemma: &str, target: Target) {
        let (mut key, mut count, mut first) = (START, 0u8, NONE);
        pieces(lemma, |piece, _| {
            let one = self.intern(&singular(piece));
            key = extend(key, one);
            count = count.saturating_add(1);
            if first == NONE {
                first = one;
            }
        });
        if count > 0 {
            self.put(key, first, count, Entry { target, spelling: Spelling::Any, next: NONE });
        }
    }

    fn put(&mut self, key: u64, first: u32, count: u8, mut entry: Entry) {
        let longest = &mut self.longest[first as usize];
        *longest = (*longest).max(count);
        let at = self.entries.len() as u32;
        match self.keys.entry(key) {
            std::collections::hash_map::Entry::Occupied(mut slot) => {
                entry.next = *slot.get();
                slot.insert(at);
            }
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(at);
            }
        }
        self.entries.push(entry);
    }

    /// Numbers a folded word.
    pub fn intern(&mut self, piece: &str) -> u32 {
        if let Some(&word) = self.words.get(piece) {
            return word;
        }
        let word = self.longest.len() as u32;
        self.words.insert(piece.into(), word);
        self.longest.push(0);
        word
    }

    /// The most words that a name starting with `word` has.
    pub fn longest(&self, word: u32) -> usize {
        self.longest.get(word as usize).map_or(0, |n| usize::from(*n))
    }

    /// The list of what a sequence stands for, [`NONE`] where nothing.
    pub fn list(&self, key: u64) -> u32 {
        self.keys.get(&key).copied().unwrap_or(NONE)
    }

    /// The list of a name of two words.
    pub fn pair(&self, first: u32, last: u32) -> u32 {
        self.list(extend(extend(START, first), last))
    }

    /// What a list holds: each target and the spelling it asks for.
    pub fn targets(&self, mut list: u32) -> impl Iterator<Item = (Target, Spelling)> + '_ {
        std::iter::from_fn(move || {
            let entry = self.entries.get(list as usize)?;
            list = entry.next;
            Some((entry.target, entry.spelling))
        })
    }

    /// The hash before the first word.
    pub const fn start() -> u64 {
        START
    }
}

/// How a name must be spelled, read off its own spelling: "NATO" in capitals, "Hamas" with one.
pub(crate) fn spelling(name: &str) -> Spelling {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let (mut all, mut upper) = (0, 0);
    for c in letters {
        all += 1;
        upper += usize::from(c.is_uppercase());
    }
    if all > 1 && upper == all { Spelling::Acronym } else { Spelling::Capital }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Index {
        fn find(&self, name: &str) -> impl Iterator<Item = Target> + '_ {
            let mut key = START;
            pieces(name, |piece, _| key = extend(key, self.word(piece)));
            self.targets(self.list(key)).map(|(target, _)| target)
        }
    }

    #[test]
    fn names_are_found_by_their_words() {
        let mut index = Index::default();
        index.add_name("Al-Shabaab", Target::Body(0));
        index.add_name("al Shabaab", Target::Body(1));
        index.add_agent("armed forces", Target::Agent(2));
        assert_eq!(index.find("al-Shabaab").collect::<Vec<_>>(), [Target::Body(1), Target::Body(0)]);
        assert_eq!(index.find("armed force").collect::<Vec<_>>(), [Target::Agent(2)]);
        assert_eq!(index.find("Shabaab").count(), 0);
        assert_eq!(index.longest(index.word("al")), 2);
    }

    #[test]
    fn spellings_are_read_off_names() {
        assert_eq!(spelling("WHO"), Spelling::Acronym);
        assert_eq!(spelling("U.S."), Spelling::Acronym);
        assert_eq!(spelling("Hamas"), Spelling::Capital);
        assert_eq!(spelling("al-Shabaab"), Spelling::Capital);
    }
}
