//! Memory that annotating works in, kept from one text to the next.
//!
//! It leaves out what is computed there.

use crate::net::{Activations, Matrix, RoundedWeights};
use crate::random::hash;
use demarche_text::Str;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

/// What a model makes when it is first needed, and keeps; a copy of the model makes its own.
#[derive(Debug, Default)]
pub struct Kept {
    /// The weights as they are used.
    pub rounded: OnceLock<RoundedWeights>,
    /// Combinations of tags that share UPOS and XPOS, in the order of [`crate::model::Labels::triples`].
    pub runs: OnceLock<Vec<Run>>,
    /// What no thread works in at the moment.
    idle: Mutex<Vec<Work>>,
}

/// Combinations of tags that stand in a row and differ in FEATS only.
#[derive(Clone, Debug)]
pub struct Run {
    /// Their UPOS, as a column.
    pub upos: usize,
    /// Their XPOS.
    pub xpos: usize,
    /// Where they stand.
    pub at: Range<usize>,
}

impl Kept {
    /// Memory to work in.
    pub fn take(&self) -> Work {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Takes it back.
    pub fn put(&self, work: Work) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(work);
    }
}

impl Clone for Kept {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Memory for one batch of words after another.
#[derive(Debug, Default)]
pub struct Work {
    /// What the network computes.
    pub net: Activations,
    /// Heads of the words of the batch, as [`crate::tree::heads`] counts them.
    pub heads: Vec<usize>,
    /// Pieces of the word at hand.
    pub pieces: Vec<u32>,
    /// Words that were met lately.
    pub recent: Recent,
    /// Their lemmas.
    pub lemmas: Lemmas,
}

/// Words that are remembered, each thread its own. Of the words of 125 reports 80 % were found among 4,096, 85 % among twice as many,
/// 88 % among four times as many; a word takes 4 kB.
const SLOTS: usize = 8192;

/// Longer forms, in bytes, are no words and would fill memory; they are never remembered, and neither is the empty form,
/// which marks a free slot.
const LONGEST: usize = 48;

fn is_word(form: &str) -> bool {
    (1..=LONGEST).contains(&form.len())
}

/// What the network makes of a word before it looks at others: its vector, and the products of that with the first layer.
///
/// Words come again and again, and the products of the first layer are a quarter of all. A word has one slot where it can
/// be, and the last that came has it. What is remembered is what would be computed, bit by bit, so that nothing depends
/// on what came before.
#[derive(Debug, Default)]
pub struct Recent {
    slots: Vec<Slot>,
    vectors: Matrix,
    products: Matrix,
    /// Where the vector and products of each word of the batch are.
    sources: Vec<Source>,
    /// Slots of the new words of the batch; `None` for what is not remembered.
    claimed: Vec<Option<usize>>,
    /// Vectors of the new words of the batch, to be filled in.
    pub new_vectors: Matrix,
    /// Products of these.
    pub new_products: Matrix,
}

/// The word that has a slot.
#[derive(Clone, Debug, Default)]
struct Slot {
    form: Str,
    /// It begins its sentence.
    first: bool,
    /// Where it is among the new words of the batch; `None` once it is remembered.
    new: Option<u32>,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Slot(usize),
    New(usize),
}

impl Recent {
    /// Begins a batch.
    pub fn begin(&mut self) {
        self.sources.clear();
        self.claimed.clear();
        if self.slots.is_empty() {
            self.slots = vec![Slot::default(); SLOTS];
        }
    }

    /// Adds a word to the batch; true where it is a new one.
    pub fn push(&mut self, form: &str, first: bool) -> bool {
        if !is_word(form) {
            self.sources.push(Source::New(self.claimed.len()));
            self.claimed.push(None);
            return true;
        }
        let at = hash(u64::from(first), form.as_bytes()) as usize % SLOTS;
        let slot = &mut self.slots[at];
        let known = slot.first == first && slot.form == form;
        let source = match slot.new {
            Some(new) if known => Source::New(new as usize),
            None if known => Source::Slot(at),
            _ => Source::New(self.claimed.len()),
        };
        if !known {
            *slot = Slot { form: form.into(), first, new: Some(self.claimed.len() as u32) };
            self.claimed.push(Some(at));
        }
        self.sources.push(source);
        !known
    }

    /// Writes the vectors and products of the batch, word by word, and remembers those of its new words.
    pub fn end(&mut self, vectors: &mut Matrix, products: &mut Matrix) {
        let (width, gates) = (self.new_vectors.cols, self.new_products.cols);
        if self.vectors.cols != width || self.products.cols != gates {
            // New memory that is all zeros costs nothing before it is used.
            self.vectors = Matrix::zeros(SLOTS, width);
            self.products = Matrix::zeros(SLOTS, gates);
        }
        vectors.reshape(self.sources.len(), width);
        products.reshape(self.sources.len(), gates);
        for (row, source) in self.sources.iter().enumerate() {
            let (vector, product) = match *source {
                Source::Slot(at) => (self.vectors.row(at), self.products.row(at)),
                Source::New(at) => (self.new_vectors.row(at), self.new_products.row(at)),
            };
            vectors.row_mut(row).copy_from_slice(vector);
            products.row_mut(row).copy_from_slice(product);
        }
        for (new, at) in self.claimed.iter().enumerate() {
            if let Some(at) = *at
                && self.slots[at].new == Some(new as u32)
            {
                self.slots[at].new = None;
                self.vectors.row_mut(at).copy_from_slice(self.new_vectors.row(new));
                self.products.row_mut(at).copy_from_slice(self.new_products.row(new));
            }
        }
    }
}

/// Lemmas of tagged words that were met lately, each in the one slot where it can be.
#[derive(Debug, Default)]
pub struct Lemmas(Vec<(Str, u32, Str)>);

impl Lemmas {
    /// The lemma of `form` under a combination of tags; `make` makes it where it is not remembered.
    pub fn get(&mut self, form: &Str, tags: u32, make: impl FnOnce() -> Str) -> Str {
        if !is_word(form) {
            return make();
        }
        if self.0.is_empty() {
            self.0 = vec![(Str::default(), 0, Str::default()); SLOTS];
        }
        let slot = &mut self.0[hash(u64::from(tags), form.as_bytes()) as usize % SLOTS];
        if slot.0 != *form || slot.1 != tags {
            *slot = (form.clone(), tags, make());
        }
        slot.2.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs batches of words through `recent`; each word's vector is its length, its product the square of that.
    fn run(recent: &mut Recent, words: &[&str]) -> (usize, Vec<f32>) {
        recent.begin();
        let new: Vec<&&str> = words.iter().filter(|word| recent.push(word, false)).collect();
        let lengths = new.iter().map(|word| word.len() as f32).collect::<Vec<_>>();
        let squares = lengths.iter().map(|x| x * x).collect();
        recent.new_vectors = Matrix { rows: new.len(), cols: 1, data: lengths };
        recent.new_products = Matrix { rows: new.len(), cols: 1, data: squares };
        let (mut vectors, mut products) = (Matrix::default(), Matrix::default());
        recent.end(&mut vectors, &mut products);
        let squares: Vec<f32> = vectors.data.iter().map(|x| x * x).collect();
        assert_eq!(squares, products.data);
        (new.len(), vectors.data)
    }

    #[test]
    fn a_word_is_new_once() {
        let mut recent = Recent::default();
        assert_eq!(run(&mut recent, &["the", "sides", "the"]), (2, vec![3.0, 5.0, 3.0]));
        assert_eq!(run(&mut recent, &["sides", "met", "the"]), (1, vec![5.0, 3.0, 3.0]));
        recent.begin();
        assert!(recent.push("the", true), "at the beginning of a sentence it is another word");
    }

    #[test]
    fn words_that_share_a_slot_keep_their_own() {
        let mut recent = Recent::default();
        let words: Vec<String> = (0..3 * SLOTS).map(|i| "x".repeat(i % 40) + &i.to_string()).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        for batch in words.chunks(700).chain(words.chunks(900)) {
            let expected: Vec<f32> = batch.iter().map(|word| word.len() as f32).collect();
            assert_eq!(run(&mut recent, batch).1, expected);
        }
    }

    #[test]
    fn lemmas_are_made_once_for_each_combination_of_tags() {
        let mut lemmas = Lemmas::default();
        assert_eq!(lemmas.get(&"found".into(), 1, || "find".into()), "find");
        assert_eq!(lemmas.get(&"found".into(), 2, || "found".into()), "found");
        assert_eq!(lemmas.get(&"found".into(), 1, || unreachable!()), "find");
        assert_eq!(lemmas.get(&Str::default(), 0, || "a".into()), "a");
        assert_eq!(lemmas.get(&Str::default(), 0, || "b".into()), "b");
    }

    #[test]
    fn what_is_no_word_is_never_remembered() {
        let mut recent = Recent::default();
        assert_eq!(run(&mut recent, &["", ""]), (2, vec![0.0, 0.0]));
        assert_eq!(run(&mut recent, &[""]).0, 1);
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(run(&mut recent, &[&long, "a"]), (2, vec![long.len() as f32, 1.0]));
        assert_eq!(run(&mut recent, &["a", &long]), (1, vec![1.0, long.len() as f32]));
    }
}
