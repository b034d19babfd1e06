//! Learning what words are like from text without annotation.
//!
//! A skip-gram model that tells the positions around a word apart: what stands before a word is predicted by other
//! weights than what stands after it, so that the vectors hold syntax rather than topic.
//!
//! # Source
//! Mikolov et al. (2013), "Distributed Representations of Words and Phrases", NIPS; Ling et al. (2015), "Two/Too Simple
//! Adaptations of `Word2Vec` for Syntax Problems", NAACL.

use crate::ModelError;
use crate::bytes::{Reader, Writer};
use crate::input::{Index, key};
use crate::net::{Into, Matrix, product, sigmoid};
use crate::random::Random;
use crate::segment::Segmenter;
use demarche_text::conllu;
use std::collections::BTreeMap;

/// Vectors of words, learned from raw text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vectors {
    /// Keys of the words.
    pub keys: Vec<u64>,
    /// A row for each.
    pub rows: Matrix,
}

/// How vectors are learned.
#[derive(Clone, Debug)]
pub struct VectorConfig {
    /// Values in a vector.
    pub width: usize,
    /// Passes over the text.
    pub epochs: usize,
    /// Most words that have a vector.
    pub words: usize,
    /// Words seen less often have none.
    pub from: usize,
    /// Where chance starts.
    pub seed: u64,
}

/// Words on each side that are predicted.
const WINDOW: usize = 3;
/// Words that are read at once.
const BATCH: usize = 128;
/// Words that are not there, drawn once for a batch and a position.
const NEGATIVES: usize = 32;
/// How much all of them weigh, when a word that is there weighs 1.
const AGAINST: f32 = 5.0;
/// First learning rate; it falls to nothing.
const RATE: f32 = 0.03;
/// Words more frequent than this are skipped at times.
const FREQUENT: f32 = 1e-3;
/// Size of the table that negative words are drawn from.
const DRAWS: usize = 1 << 21;
/// Root mean square of the values of the finished vectors.
const LOUDNESS: f32 = 0.25;

/// Learns vectors from raw texts and from the words of treebanks. `progress` hears the share that is done.
pub fn vectors(
    config: &VectorConfig,
    segmenter: &Segmenter,
    raw: &[String],
    treebanks: &[conllu::Read],
    progress: &mut dyn FnMut(f32),
) -> Vectors {
    let corpus = Corpus::new(config, segmenter, raw, treebanks);
    let mut random = Random::new(config.seed);
    let mut rows = Matrix::zeros(corpus.keys.len(), config.width);
    rows.data.iter_mut().for_each(|x| *x = random.symmetric(0.5 / config.width as f32));
    let mut state = State {
        outputs: (0..2 * WINDOW).map(|_| Matrix::zeros(corpus.keys.len(), config.width)).collect(),
        draws: corpus.draws(),
        keep: corpus.keep(),
        random,
        rows,
        ..State::default()
    };
    let total = (config.epochs * corpus.words.len()).max(1);
    let mut done = 0;
    for _ in 0..config.epochs {
        for batch in corpus.batches(&state.keep, &mut state.random) {
            let share = done as f32 / total as f32;
            progress(share);
            state.batch(&batch, RATE * (1.0 - share).max(1e-3));
            done += BATCH;
        }
    }
    let square: f32 = state.rows.data.iter().map(|x| x * x).sum();
    let factor = LOUDNESS / (square / state.rows.data.len().max(1) as f32).sqrt().max(1e-9);
    state.rows.data.iter_mut().for_each(|x| *x *= factor);
    Vectors { keys: corpus.keys, rows: state.rows }
}

/// Text as numbers of words.
struct Corpus {
    keys: Vec<u64>,
    counts: Vec<usize>,
    words: Vec<u32>,
    /// Where each sentence ends in `words`.
    ends: Vec<usize>,
}

impl Corpus {
    fn new(config: &VectorConfig, segmenter: &Segmenter, raw: &[String], treebanks: &[conllu::Read]) -> Self {
        let mut sentences: Vec<Vec<u64>> = Vec::new();
        let mut add = |sentence: &demarche_text::Sentence| {
            sentences.push(sentence.tokens.iter().map(|t| key(&t.form)).collect());
        };
        treebanks.iter().flat_map(|t| &t.sentences).for_each(&mut add);
        for text in raw {
            segmenter.segment(text).iter().for_each(&mut add);
        }
        let mut counts = BTreeMap::<u64, usize>::new();
        sentences.iter().flatten().for_each(|&k| *counts.entry(k).or_default() += 1);
        let mut often: Vec<(usize, u64)> =
            counts.into_iter().filter(|(_, n)| *n >= config.from).map(|(k, n)| (n, k)).collect();
        often.sort_by_key(|&(n, k)| (usize::MAX - n, k));
        often.truncate(config.words);
        let keys: Vec<u64> = often.iter().map(|&(_, k)| k).collect();
        let index = Index::new(&keys);
        let mut corpus = Self {
            keys,
            counts: often.iter().map(|&(n, _)| n).collect(),
            words: Vec::new(),
            ends: Vec::new(),
        };
        for sentence in sentences {
            corpus.words.extend(sentence.iter().filter_map(|&k| index.get(k)).map(|at| at as u32));
            corpus.ends.push(corpus.words.len());
        }
        corpus
    }

    /// Places of words and what stands around them, some frequent words left out.
    fn batches(&self, keep: &[f32], random: &mut Random) -> Vec<Vec<Place>> {
        let mut batches = Vec::new();
        let mut start = 0;
        let mut batch = Vec::with_capacity(BATCH);
        for &end in &self.ends {
            let sentence = &self.words[start..end];
            for (at, &word) in sentence.iter().enumerate() {
                if random.unit() >= keep[word as usize] {
                    continue;
                }
                batch.push(Place { word, around: around(sentence, at) });
                if batch.len() == BATCH {
                    batches.push(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)));
                }
            }
            start = end;
        }
        batches
    }

    /// Words in proportion to their frequency to the power of 3/4.
    fn draws(&self) -> Vec<u32> {
        let weight = |n: usize| (n as f64).powf(0.75);
        let total: f64 = self.counts.iter().map(|&n| weight(n)).sum();
        let mut draws = Vec::with_capacity(DRAWS);
        let mut sum = 0.0;
        for (at, &count) in self.counts.iter().enumerate() {
            sum += weight(count);
            let until = (sum / total * DRAWS as f64) as usize;
            draws.resize(until.max(draws.len()), at as u32);
        }
        draws
    }

    /// How likely an occurrence of each word is kept.
    fn keep(&self) -> Vec<f32> {
        let total = self.words.len().max(1) as f32;
        let keep = |&n: &usize| {
            let ratio = FREQUENT * total / n as f32;
            (ratio.sqrt() + ratio).min(1.0)
        };
        self.counts.iter().map(keep).collect()
    }
}

/// A word and its neighbours; [`NOBODY`] beyond the ends of the sentence.
struct Place {
    word: u32,
    around: [u32; 2 * WINDOW],
}

const NOBODY: u32 = u32::MAX;

fn around(sentence: &[u32], at: usize) -> [u32; 2 * WINDOW] {
    std::array::from_fn(|position| {
        let other = if position < WINDOW {
            (at + position).checked_sub(WINDOW)
        } else {
            Some(at + position + 1 - WINDOW)
        };
        other.and_then(|o| sentence.get(o)).copied().unwrap_or(NOBODY)
    })
}

#[derive(Default)]
struct State {
    rows: Matrix,
    /// A matrix for each position around a word.
    outputs: Vec<Matrix>,
    draws: Vec<u32>,
    keep: Vec<f32>,
    random: Random,
    /// Vectors of the batch, what they change by, negative words, and scores.
    words: Matrix,
    change: Matrix,
    against: Matrix,
    scores: Matrix,
}

impl State {
    fn batch(&mut self, batch: &[Place], rate: f32) {
        let width = self.rows.cols;
        self.words.reshape(batch.len(), width);
        for (at, place) in batch.iter().enumerate() {
            self.words.row_mut(at).copy_from_slice(self.rows.row(place.word as usize));
        }
        self.change.reset(batch.len(), width);
        for position in 0..2 * WINDOW {
            self.predict_others(batch, position, rate);
            self.predict_neighbour(batch, position, rate);
        }
        for (at, place) in batch.iter().enumerate() {
            add(self.rows.row_mut(place.word as usize), 1.0, self.change.row(at));
        }
    }

    fn predict_neighbour(&mut self, batch: &[Place], position: usize, rate: f32) {
        for (at, place) in batch.iter().enumerate() {
            let target = place.around[position];
            if target == NOBODY {
                continue;
            }
            let output = self.outputs[position].row_mut(target as usize);
            let word = self.words.row(at);
            let step = rate * (1.0 - sigmoid(dot(word, output)));
            add(self.change.row_mut(at), step, output);
            add(output, step, word);
        }
    }

    /// Words that are not there, the same for the whole batch.
    fn predict_others(&mut self, batch: &[Place], position: usize, rate: f32) {
        let width = self.rows.cols;
        let drawn: [u32; NEGATIVES] =
            std::array::from_fn(|_| self.draws[self.random.below(self.draws.len())]);
        self.against.reshape(NEGATIVES, width);
        for (at, &target) in drawn.iter().enumerate() {
            self.against.row_mut(at).copy_from_slice(self.outputs[position].row(target as usize));
        }
        self.scores.reshape(batch.len(), NEGATIVES);
        product(self.words.view(), self.against.view().transposed(), Into::Replace, &mut self.scores, (0, 0));
        let weight = rate * AGAINST / NEGATIVES as f32;
        for (at, place) in batch.iter().enumerate() {
            let target = place.around[position];
            for (score, &other) in self.scores.row_mut(at).iter_mut().zip(&drawn) {
                let counts = target != NOBODY && target != other;
                *score = if counts { -weight * sigmoid(*score) } else { 0.0 };
            }
        }
        product(self.scores.view(), self.against.view(), Into::Add, &mut self.change, (0, 0));
        product(self.scores.view().transposed(), self.words.view(), Into::Replace, &mut self.against, (0, 0));
        for (at, &target) in drawn.iter().enumerate() {
            add(self.outputs[position].row_mut(target as usize), 1.0, self.against.row(at));
        }
    }
}

fn add(to: &mut [f32], factor: f32, from: &[f32]) {
    to.iter_mut().zip(from).for_each(|(x, y)| *x += factor * y);
}

/// In parallel sums, which compilers vectorise.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 16];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    for (a, b) in a.iter().zip(b) {
        for i in 0..16 {
            sums[i] += a[i] * b[i];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
    sums.iter().sum::<f32>() + rest
}

impl Vectors {
    /// As bytes, so that one set of vectors serves several trainings.
    pub fn write(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.number(self.rows.cols);
        w.all(self.keys.iter().map(|k| k.to_le_bytes()));
        w.all(self.rows.data.iter().map(|x| x.to_le_bytes()));
        w.bytes
    }

    /// Reads what [`Vectors::write`] wrote.
    ///
    /// # Errors
    /// If the bytes are cut, or numbers do not fit each other.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut r = Reader::new(bytes);
        let cols = r.number_to(4096, "a width")?;
        let keys = r.all(u64::from_le_bytes)?;
        let at = r.at();
        let data = r.all(f32::from_le_bytes)?;
        if data.len() != keys.len() * cols {
            return Err(ModelError::Value { at, what: "a row for each word", found: data.len() });
        }
        Ok(Self { rows: Matrix { rows: keys.len(), cols, data }, keys })
    }
}
