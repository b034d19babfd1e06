//! Names in another transliteration, or without all their parts: "Moammar Qaddafi" for "Muammar Gaddafi", "Tayyip
//! Erdogan" for "Recep Tayyip Erdogan".
//!
//! Words are compared by how they sound, in three classes of vowels; the table is made when a name first needs it.
//! It leaves out first names alone, and names whose parts are in another order.

use crate::base::{Base, BaseError, Person};
use crate::fold::fold;
use crate::image::{Reader, Writer};
use crate::index::{Index, extend};

/// Sounds of names → people, sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Variants {
    names: Vec<(u64, u32)>,
}

/// Marks the sound of a last name alone, which no whole name has.
const ALONE: u32 = u32::MAX;

/// Fewest letters of a word that may be spelled in another way: short ones ("Yi", "Ye") are different names.
const LONG: usize = 5;

impl Variants {
    /// `leads` tells who holds or held one of the highest offices: they are known without their first name.
    pub fn of(people: &[Person], leads: impl Fn(&Person) -> bool) -> Self {
        let mut names = Vec::with_capacity(people.len() * 3);
        for (at, person) in people.iter().enumerate() {
            let name = fold(&person.name);
            let words: Vec<&str> = name.split(' ').collect();
            let mut put = |key: u64| names.push((key, at as u32));
            put(key(&words));
            if let [first, _, .., last] = words[..] {
                put(key(&[first, last]));
                if leads(person) {
                    put(key(&words[words.len() - 2..]));
                }
            }
            if let [_, .., last] = words[..] {
                put(alone(last));
            }
        }
        names.sort_unstable();
        names.dedup();
        Self { names }
    }

    /// Writes the table.
    pub fn write(&self, out: &mut Writer) {
        out.u64s(&self.names.iter().map(|(key, _)| *key).collect::<Vec<_>>());
        out.u32s(&self.names.iter().map(|(_, at)| *at).collect::<Vec<_>>());
    }

    /// Reads what [`Variants::write`] wrote.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, BaseError> {
        let (keys, people) = (from.u64s()?, from.u32s()?);
        Ok(Self { names: keys.into_iter().zip(people).collect() })
    }

    fn with(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let start = self.names.partition_point(|(k, _)| *k < key);
        self.names[start..].iter().take_while(move |(k, _)| *k == key).map(|(_, at)| *at)
    }
}

impl Base {
    pub(crate) fn variants(&self) -> &Variants {
        let leads = |p: &Person| self.tenures_of(p).iter().any(|t| t.office.weight() >= 3);
        self.variants.get_or_init(|| Variants::of(&self.people, leads))
    }

    /// People whose name sounds like the folded words, or has them in this order.
    pub(crate) fn sounding_like<'a>(&'a self, words: &'a [&str]) -> impl Iterator<Item = u32> + 'a {
        let variants = self.variants();
        let fits = move |at: &u32| self.people.get(*at as usize).is_some_and(|p| has_words(p, words));
        variants.with(key(words)).filter(fits)
    }

    /// True where a person's name has all these folded words in order.
    pub(crate) fn has_words(&self, person: u32, words: &[&str]) -> bool {
        self.people.get(person as usize).is_some_and(|p| has_words(p, words))
    }

    /// People whose last name sounds like a folded word.
    pub(crate) fn surname_sounding_like<'a>(&'a self, word: &'a str) -> impl Iterator<Item = u32> + 'a {
        let variants = self.variants();
        let fits = move |at: &u32| {
            let name = self.people.get(*at as usize).map(|p| fold(&p.name));
            name.is_some_and(|name| name.rsplit(' ').next().is_some_and(|last| is_same(word, last)))
        };
        variants.with(alone(word)).filter(fits)
    }
}

/// True where a person's name has all these words in order.
fn has_words(person: &Person, words: &[&str]) -> bool {
    let name = fold(&person.name);
    let mut own = name.split(' ');
    words.iter().all(|word| own.any(|part| is_same(word, part)))
}

/// True for two spellings of one word.
fn is_same(one: &str, other: &str) -> bool {
    one == other || one.len() >= LONG && other.len() >= LONG && sound(one) == sound(other)
}

fn key(words: &[&str]) -> u64 {
    words.iter().fold(Index::start(), |key, word| extend(key, sound(word)))
}

fn alone(word: &str) -> u64 {
    extend(extend(Index::start(), ALONE), sound(word))
}

/// How a folded word sounds, as a hash.
fn sound(word: &str) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    let mut last = 0;
    sounds(word, |code| {
        if code != last {
            hash = (hash ^ u32::from(code)).wrapping_mul(0x0100_0193);
        }
        last = code;
    });
    hash
}

/// Calls `each` with the sounds of a word: consonants that transliterations exchange are one, a run of vowels is one.
fn sounds(word: &str, mut each: impl FnMut(u8)) {
    let letters = word.as_bytes();
    let mut vowel = 0;
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let next = letters.get(at + 1).copied().unwrap_or(0);
        let (code, taken) = match (letter, next) {
            (b'a', _) => (b'a', 1),
            (b'o' | b'u', _) => (b'u', 1),
            (b'e' | b'i' | b'y', _) => (b'i', 1),
            (b'k' | b'g', b'h') | (b'c', b'k') => (b'k', 2),
            (b's', b'h') => (b'S', 2),
            (b'c', b'h' | b'z') => (b'C', 2),
            (b'p', b'h') => (b'f', 2),
            (b'c', b'e' | b'i') => (b's', 1),
            (b'q' | b'g' | b'c' | b'k', _) => (b'k', 1),
            (b'w', _) => (b'v', 1),
            (b'h', _) if at > 0 => (0, 1),
            (other, _) => (other, 1),
        };
        at += taken;
        match code {
            0 => {}
            // Of the vowels in a row the most telling one stands for all: "ua", "oa" and "u" are one.
            b'a' | b'u' | b'i' => vowel = vowel.max(rank(code)),
            _ => {
                flush(&mut vowel, &mut each);
                each(code);
            }
        }
    }
    flush(&mut vowel, &mut each);
}

const fn rank(vowel: u8) -> u8 {
    match vowel {
        b'a' => 1,
        b'u' => 2,
        _ => 3,
    }
}

fn flush(vowel: &mut u8, each: &mut impl FnMut(u8)) {
    if *vowel > 0 {
        each(*vowel);
        *vowel = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transliterations_sound_the_same() {
        let same = [
            ("gaddafi", "qadhafi"),
            ("muammar", "moammar"),
            ("zelenskyy", "zelensky"),
            ("zelenskiy", "zelensky"),
            ("shoigu", "shoygu"),
            ("rafic", "rafik"),
            ("rouhani", "ruhani"),
            ("hussein", "husayn"),
            ("yanukovych", "yanukovich"),
            ("khamenei", "khameney"),
        ];
        for (one, other) in same {
            assert!(is_same(one, other), "{one} {other}");
        }
        let other = [("yi", "ye"), ("putin", "patin"), ("maduro", "madura"), ("assad", "sadat")];
        for (one, other) in other {
            assert!(!is_same(one, other), "{one} {other}");
        }
    }
}
