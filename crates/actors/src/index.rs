//! Names and agents by the words they are made of.
//!
//! Every word has a number, every name is a sequence of numbers, and a sequence is found by a hash that grows word
//! by word; so the longest name that starts at a word is found in as many steps as it has words.

use crate::Str;
use crate::base::BaseError;
use crate::fold::{pieces, singular};
use crate::image::{Reader, Writer};
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
    /// What was read from an image; the rest came after.
    frozen: Frozen,
    words: FxHashMap<Str, u32>,
    /// By word: the most words that a name starting with it has.
    longest: Vec<u8>,
    /// Hash of a sequence → its first entry.
    keys: FxHashMap<u64, u32>,
    entries: Vec<Entry>,
    /// Entries before this one are hidden by a name added after it.
    masked: u32,
}

/// The hash of no word.
pub(crate) const START: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a sequence that goes on with `word`.
pub(crate) fn extend(key: u64, word: u32) -> u64 {
    (key.rotate_left(23) ^ u64::from(word)).wrapping_mul(0xf135_7aea_2e62_a9c5)
}

impl Index {
    /// With room for about so many names.
    pub fn with_capacity(names: usize) -> Self {
        Self {
            frozen: Frozen::default(),
            words: FxHashMap::with_capacity_and_hasher(names, rustc_hash::FxBuildHasher),
            longest: Vec::with_capacity(names),
            keys: FxHashMap::with_capacity_and_hasher(names, rustc_hash::FxBuildHasher),
            entries: Vec::with_capacity(names),
            masked: 0,
        }
    }

    /// The number of a folded word, [`NONE`] where no name has it.
    pub fn word(&self, piece: &str) -> u32 {
        self.frozen.word(piece).or_else(|| self.words.get(piece).copied()).unwrap_or(NONE)
    }

    /// From now on a name that is added hides what stood under it.
    pub fn mask(&mut self) {
        self.masked = self.entries.len() as u32;
    }

    /// Adds a name under which nothing stands.
    pub fn add_new_name(&mut self, name: &str, target: Target) {
        let mut key = START;
        pieces(name, |piece, _| key = extend(key, self.word(piece)));
        if self.targets(self.list(key)).all(|(known, _)| matches!(known, Target::Body(_))) {
            self.add_name(name, target);
        }
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
        let frozen = self.frozen.list(key);
        match self.keys.entry(key) {
            std::collections::hash_map::Entry::Occupied(mut slot) => {
                entry.next = *slot.get();
                slot.insert(at);
            }
            std::collections::hash_map::Entry::Vacant(slot) => {
                entry.next = frozen.unwrap_or(NONE);
                slot.insert(at);
            }
        }
        if entry.next < self.masked && !matches!(entry.target, Target::Surname(_)) {
            entry.next = NONE;
        }
        self.entries.push(entry);
    }

    /// Numbers a folded word.
    pub fn intern(&mut self, piece: &str) -> u32 {
        let known = self.word(piece);
        if known != NONE {
            return known;
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
        // What was added later comes first, and leads to what was there.
        let added = if self.keys.is_empty() { None } else { self.keys.get(&key).copied() };
        added.or_else(|| self.frozen.list(key)).unwrap_or(NONE)
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

    /// The whole index in tables.
    pub fn frozen(&self) -> Frozen {
        let mut words: Vec<&[u8]> =
            (0..self.frozen.word_ends.len()).map(|w| self.frozen.text(w as u32)).collect();
        words.resize(self.longest.len(), &[]);
        for (word, number) in &self.words {
            words[*number as usize] = word.as_bytes();
        }
        let word_slots = slots(words.iter().map(|w| hash(w)));
        let (mut heap, mut word_ends) = (vec![], vec![]);
        for word in words {
            heap.extend(word);
            word_ends.push(heap.len() as u32);
        }
        let old = self.frozen.keys.iter().copied().filter(|key| !self.keys.contains_key(key));
        let mut keys: Vec<u64> = old.chain(self.keys.keys().copied()).collect();
        keys.sort_unstable();
        let firsts = keys.iter().map(|key| self.list(*key)).collect();
        let key_slots = slots(keys.iter().copied());
        let (longest, entries) = (self.longest.clone(), self.entries.clone());
        Frozen { word_slots, word_ends, heap, key_slots, keys, firsts, longest, entries }
    }

    /// An index that goes on from tables.
    pub fn thawed(mut frozen: Frozen) -> Self {
        let (longest, entries) = (std::mem::take(&mut frozen.longest), std::mem::take(&mut frozen.entries));
        Self { frozen, longest, entries, ..Self::default() }
    }

    /// The hash before the first word.
    pub const fn start() -> u64 {
        START
    }
}

/// Words and keys in tables that are searched where they lie: open addressing, at most half full.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frozen {
    word_slots: Vec<u32>,
    /// By word: where it ends in the heap.
    word_ends: Vec<u32>,
    heap: Vec<u8>,
    key_slots: Vec<u32>,
    keys: Vec<u64>,
    /// By key: its first entry.
    firsts: Vec<u32>,
    longest: Vec<u8>,
    entries: Vec<Entry>,
}

/// Marks an empty slot.
const EMPTY: u32 = u32::MAX;

impl Frozen {
    fn text(&self, word: u32) -> &[u8] {
        let start =
            word.checked_sub(1).and_then(|before| self.word_ends.get(before as usize)).copied().unwrap_or(0);
        let end = self.word_ends.get(word as usize).copied().unwrap_or(start);
        self.heap.get(start as usize..end as usize).unwrap_or(&[])
    }

    fn word(&self, piece: &str) -> Option<u32> {
        find(&self.word_slots, hash(piece.as_bytes()), |word| self.text(word) == piece.as_bytes())
    }

    fn list(&self, key: u64) -> Option<u32> {
        let at = find(&self.key_slots, key, |at| self.keys.get(at as usize) == Some(&key))?;
        self.firsts.get(at as usize).copied()
    }

    /// Writes the tables.
    pub fn write(&self, out: &mut Writer) {
        out.u32s(&self.word_slots);
        out.u32s(&self.word_ends);
        out.raw(&self.heap);
        out.u32s(&self.key_slots);
        out.u64s(&self.keys);
        out.u32s(&self.firsts);
        out.raw(&self.longest);
        out.u32s(&self.entries.iter().flat_map(|e| pack(*e)).collect::<Vec<_>>());
    }

    /// Reads what [`Frozen::write`] wrote.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, BaseError> {
        let (word_slots, word_ends, heap) = (from.u32s()?, from.u32s()?, from.raw()?.to_vec());
        let (key_slots, keys, firsts) = (from.u32s()?, from.u64s()?, from.u32s()?);
        let longest = from.raw()?.to_vec();
        let packed = from.u32s()?;
        let (entries, _) = packed.as_chunks::<4>();
        let entries = entries.iter().map(|e| unpack(*e)).collect();
        Ok(Self { word_slots, word_ends, heap, key_slots, keys, firsts, longest, entries })
    }
}

/// The number in the slots that `fits`, looked for from the slot of a hash on.
fn find(slots: &[u32], hash: u64, fits: impl Fn(u32) -> bool) -> Option<u32> {
    let mask = slots.len().checked_sub(1)?;
    let mut at = (hash >> 20) as usize & mask;
    // At most one round: slots of a damaged image may all be taken.
    for _ in 0..slots.len() {
        match slots[at] {
            EMPTY => return None,
            number if fits(number) => return Some(number),
            _ => at = (at + 1) & mask,
        }
    }
    None
}

/// Slots for numbers by their hashes, twice as many as numbers, a power of two.
fn slots(hashes: impl ExactSizeIterator<Item = u64>) -> Vec<u32> {
    let size = (hashes.len() * 2).next_power_of_two().max(2);
    let mut out = vec![EMPTY; size];
    for (number, hash) in hashes.enumerate() {
        let mut at = (hash >> 20) as usize & (size - 1);
        while out[at] != EMPTY {
            at = (at + 1) & (size - 1);
        }
        out[at] = number as u32;
    }
    out
}

/// FNV-1a, stirred so that every bit counts.
fn hash(bytes: &[u8]) -> u64 {
    let fnv = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, fnv);
    (hash ^ (hash >> 32)).wrapping_mul(0xf135_7aea_2e62_a9c5)
}

/// Kind of target, its number, what else there is to say of it with the spelling, and the next entry.
fn pack(entry: Entry) -> [u32; 4] {
    let (kind, at, more) = match entry.target {
        Target::Country(at, Naming::Name) => (0, at, 0),
        Target::Country(at, Naming::Adjective) => (1, at, 0),
        Target::Country(at, Naming::Demonym) => (2, at, 0),
        Target::Country(at, Naming::Seat(seat)) => (3, at, seat),
        Target::People(at) => (4, at, 0),
        Target::Body(at) => (5, at, 0),
        Target::Person(at) => (6, at, 0),
        Target::Surname(at) => (7, at, 0),
        Target::Agent(at) => (8, at, 0),
        Target::Place(at) => (9, at, 0),
    };
    [kind << 8 | entry.spelling as u32, at, more, entry.next]
}

fn unpack([kind, at, more, next]: [u32; 4]) -> Entry {
    let target = match kind >> 8 {
        0 => Target::Country(at, Naming::Name),
        1 => Target::Country(at, Naming::Adjective),
        2 => Target::Country(at, Naming::Demonym),
        3 => Target::Country(at, Naming::Seat(more)),
        4 => Target::People(at),
        5 => Target::Body(at),
        6 => Target::Person(at),
        7 => Target::Surname(at),
        8 => Target::Agent(at),
        _ => Target::Place(at),
    };
    let spelling = match kind & 0xff {
        0 => Spelling::Any,
        1 => Spelling::Capital,
        _ => Spelling::Acronym,
    };
    Entry { target, spelling, next }
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
