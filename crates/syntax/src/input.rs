//! What a word looks like to the network: an entry in a vocabulary, and a bag of pieces of its spelling.

use crate::random::{hash, mix};

/// Where the pieces of a word's spelling are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pieces {
    /// Number of vectors that the pieces share, a power of two.
    pub buckets: usize,
}

/// Spelling beyond this many characters is not looked at.
const LONGEST: usize = 24;

/// Key of a word in the vocabulary: case, the digits of numbers and the style of quotation marks are set aside.
pub fn key(form: &str) -> u64 {
    let mut bytes = [0; 96];
    let mut len = 0;
    for c in form.chars().map(fold) {
        let end = len + c.len_utf8();
        if end > bytes.len() {
            // Rare enough to pay for an allocation.
            return hash(1, normal(form).as_bytes());
        }
        c.encode_utf8(&mut bytes[len..end]);
        len = end;
    }
    hash(1, &bytes[..len])
}

/// A word as the vocabulary spells it.
pub fn normal(form: &str) -> String {
    form.chars().map(fold).collect()
}

fn fold(c: char) -> char {
    match c {
        'a'..='z' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        '0'..='9' => '0',
        '\u{2018}' | '\u{2019}' | '\u{2BC}' | '`' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{AB}' | '\u{BB}' => '"',
        '\u{2013}' | '\u{2014}' | '\u{2015}' => '\u{2013}',
        // Only one-to-one mappings: a fold keeps the number of characters.
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        }
    }
}

/// Kinds of pieces; each kind has its own hashes.
#[derive(Clone, Copy)]
enum Kind {
    Prefix = 2,
    Suffix,
    Gram,
    Shape,
    Case,
    Whole,
}

impl Pieces {
    /// Writes the buckets of the pieces of `form` to `out`, which is cleared. `first` says that it begins its sentence.
    pub fn of(self, form: &str, first: bool, out: &mut Vec<u32>) {
        out.clear();
        let mut letters = ['\0'; LONGEST + 2];
        let mut len = 1;
        for c in form.chars().map(fold).take(LONGEST) {
            letters[len] = c;
            len += 1;
        }
        letters[0] = '\u{2}';
        letters[len] = '\u{3}';
        let word = &letters[1..len];
        let mut put = |kind: Kind, chars: &[char]| out.push(self.bucket(kind, chars));
        put(Kind::Whole, word);
        for n in 1..=4.min(word.len()) {
            put(Kind::Prefix, &word[..n]);
            put(Kind::Suffix, &word[word.len() - n..]);
        }
        if word.len() > 4 {
            put(Kind::Suffix, &word[word.len() - 5..]);
        }
        for gram in letters[..=len].windows(3) {
            put(Kind::Gram, gram);
        }
        let (shape, filled) = shape(form);
        put(Kind::Shape, &shape[..filled]);
        let case = if first { ['1', case(form)] } else { ['0', case(form)] };
        put(Kind::Case, &case);
    }

    fn bucket(self, kind: Kind, chars: &[char]) -> u32 {
        let seed = (kind as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let hash = chars
            .iter()
            .fold(seed, |h, &c| (h ^ u64::from(c)).wrapping_mul(0x0100_0000_01B3).rotate_left(23));
        (mix(hash) as usize & (self.buckets - 1)) as u32
    }
}

/// Runs of character classes, each written once or, when longer, twice: `Xxx-d` for "Su-7", `XX` for "UN".
fn shape(form: &str) -> ([char; 12], usize) {
    let mut shape = ['\0'; 12];
    let mut len = 0;
    for c in form.chars().take(LONGEST) {
        let class = class(c);
        if len >= 2 && shape[len - 1] == class && shape[len - 2] == class {
            continue;
        }
        if len == shape.len() {
            break;
        }
        shape[len] = class;
        len += 1;
    }
    (shape, len)
}

fn class(c: char) -> char {
    match c {
        _ if c.is_lowercase() => 'x',
        _ if c.is_uppercase() => 'X',
        _ if c.is_numeric() => 'd',
        _ if c.is_alphabetic() => 'a',
        _ => fold(c),
    }
}

/// Capitalisation of a whole word.
fn case(form: &str) -> char {
    let mut upper = 0;
    let mut lower = 0;
    for c in form.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    match (upper, lower, form.chars().next().is_some_and(char::is_uppercase)) {
        (0, 0, _) => '-',
        (0, _, _) => 'l',
        (1, 0, _) => '1',
        (_, 0, _) => 'U',
        (1, _, true) => 'T',
        _ => 'm',
    }
}

/// A map from keys, which are hashes already, to rows.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Key and row plus one; 0 marks a free slot.
    slots: Vec<(u64, u32)>,
}

impl Index {
    /// Maps each of `keys` to its position; of equal keys the first.
    pub fn new(keys: &[u64]) -> Self {
        let size = (keys.len() * 2 + 1).next_power_of_two();
        let mut index = Self { slots: vec![(0, 0); size] };
        for (row, &key) in keys.iter().enumerate() {
            let at = index.slot(key);
            if index.slots[at].1 == 0 {
                index.slots[at] = (key, row as u32 + 1);
            }
        }
        index
    }

    /// The row of `key`.
    pub fn get(&self, key: u64) -> Option<usize> {
        let (_, row) = *self.slots.get(self.slot(key))?;
        (row as usize).checked_sub(1)
    }

    /// Slot of `key`, or the free slot where it belongs. At least half of the slots are free.
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        while let Some((held, row)) = self.slots.get(at) {
            if *row == 0 || *held == key {
                break;
            }
            at = (at + 1) & mask;
        }
        at
    }
}

/// Vectors in eight bits a value, with a scale for each row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Values in a row.
    pub width: usize,
    /// All rows.
    pub values: Vec<i8>,
    /// What each row's values are multiplied by.
    pub scales: Vec<f32>,
}

impl Table {
    /// Rounds rows of `width` values.
    pub fn quantise(rows: &[f32], width: usize) -> Self {
        let mut table = Self { width, ..Self::default() };
        for row in rows.chunks_exact(width) {
            let top = row.iter().fold(0.0f32, |m, x| m.max(x.abs()));
            let scale = if top > 0.0 { top / 127.0 } else { 1.0 };
            table.scales.push(scale);
            table.values.extend(row.iter().map(|x| (x / scale).round() as i8));
        }
        table
    }

    /// Adds `factor` times a row to `to`; rows that do not exist are zeros.
    pub fn add(&self, row: usize, factor: f32, to: &mut [f32]) {
        let Some(scale) = self.scales.get(row) else {
            return;
        };
        let scale = scale * factor;
        add_scaled(to, scale, &self.values[row * self.width..(row + 1) * self.width]);
    }
}

#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
fn add_scaled(to: &mut [f32], scale: f32, values: &[i8]) {
    to.iter_mut().zip(values).for_each(|(x, &v)| *x += scale * f32::from(v));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_set_case_and_digits_aside() {
        assert_eq!(key("Don\u{2019}t"), key("don't"));
        assert_eq!(key("1998"), key("2024"));
        assert_ne!(key("1998"), key("98"));
        let long = "x".repeat(500);
        assert_eq!(key(&long), key(&long.to_uppercase()));
    }

    #[test]
    fn shapes_shorten_runs() {
        let shape = |form: &str| shape(form).0[..shape(form).1].iter().collect::<String>();
        insta::assert_snapshot!(
            ["Su-7", "UN", "NATO", "Ankara", "10,000"].map(shape).join(" "),
            @"Xx-d XX XX Xxx dd,dd"
        );
    }

    #[test]
    fn any_form_has_pieces() {
        let pieces = Pieces { buckets: 1024 };
        let mut out = Vec::new();
        for form in ["", "a", "\u{130}stanbul", "\u{1F600}", &"\u{4e00}".repeat(100)] {
            pieces.of(form, true, &mut out);
            assert!(!out.is_empty() && out.iter().all(|&b| b < 1024));
        }
    }

    #[test]
    fn the_index_finds_what_it_was_given() {
        let keys: Vec<u64> = (0..1000).map(mix).collect();
        let index = Index::new(&keys);
        assert!(keys.iter().enumerate().all(|(row, &key)| index.get(key) == Some(row)));
        assert_eq!(index.get(12345), None);
        assert_eq!(Index::default().get(1), None);
        assert_eq!(Index::new(&[]).get(1), None);
    }

    #[test]
    fn quantised_rows_are_close() {
        let rows = [0.5, -1.0, 0.25, 0.0, 0.0, 0.0];
        let table = Table::quantise(&rows, 3);
        let mut out = [0.0; 3];
        table.add(0, 2.0, &mut out);
        assert!(out.iter().zip([1.0, -2.0, 0.5]).all(|(a, b)| (a - b).abs() < 0.02));
        table.add(7, 1.0, &mut out);
    }
}
