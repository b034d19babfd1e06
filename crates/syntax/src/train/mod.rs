//! Training a model from treebanks.

mod adam;
mod batch;
mod example;
mod pretrain;

use crate::input::{Index, Table, key};
use crate::lemma::Lemmatizer;
use crate::model::{Labels, Model, Vocabulary};
use crate::net::{self, Activations, Dropout, Gold, Loss, Matrix, Scratch, Shape, Weights};
use crate::random::Random;
use crate::score::{EntityScore, Score, score, score_entities};
use crate::segment;
use crate::work::Kept;
use adam::{Rows, Step, square};
use demarche_text::{Sentence, Str, Upos, conllu};
use example::{Example, Examples, examples};
use std::collections::{BTreeMap, BTreeSet};

pub use pretrain::{VectorConfig, Vectors};

/// How a model is trained.
#[derive(Clone, Debug)]
pub struct TrainConfig {
    /// Passes over the treebanks.
    pub epochs: usize,
    /// Where chance starts; the same seed and data give the same model.
    pub seed: u64,
    /// Width of a recurrent layer in each direction.
    pub hidden: usize,
    /// Number of recurrent layers.
    pub layers: usize,
    /// Width of the vectors that score arcs.
    pub arc: usize,
    /// Width of the vectors that label arcs.
    pub label: usize,
    /// Number of vectors that pieces of words share; a power of two.
    pub pieces: usize,
    /// Words in a batch, about.
    pub batch: usize,
    /// Highest learning rate.
    pub rate: f32,
    /// How likely a unit is silenced.
    pub dropout: f32,
    /// Silver words in an epoch, for each gold word.
    pub silver: f32,
    /// Share of the epochs, the last ones, that are learned from gold alone.
    pub gold_only: f32,
    /// Lemmas that hold where the treebanks have none: form, UPOS, lemma.
    pub lemmas: Vec<(Str, Upos, Str)>,
}

impl Default for TrainConfig {
    fn default() -> Self {
        Self {
            epochs: 20,
            seed: 1,
            hidden: 128,
            layers: 3,
            arc: 128,
            label: 96,
            pieces: 1 << 15,
            batch: 600,
            rate: 2e-3,
            dropout: 0.33,
            silver: 2.0,
            gold_only: 0.25,
            lemmas: Vec::new(),
        }
    }
}

/// What a model is trained from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Corpora<'a> {
    /// Treebanks: sentences, words, tags, lemmas, trees.
    pub treebanks: &'a [conllu::Read],
    /// Corpora of named entities: sentences whose words and entities count and nothing else. The types of the first are
    /// those that the model learns; where another has a type that is not among them, nothing is learned.
    pub entities: &'a [&'a Vec<Sentence>],
    /// Trees that other models made of texts without annotation.
    pub silver: &'a [conllu::Read],
}

impl<'a> Corpora<'a> {
    fn trees(&self) -> impl Iterator<Item = &'a Sentence> + use<'a> {
        self.treebanks.iter().flat_map(|t| &t.sentences)
    }

    fn entity_types(&self) -> Vec<Str> {
        let first = self.entities.first().into_iter().flat_map(|c| c.iter());
        let types: BTreeSet<Str> = first.flat_map(|s| &s.entities).map(|e| e.kind.clone()).collect();
        types.into_iter().collect()
    }
}

/// What a model is measured with while it is trained; nothing is learned from it.
#[derive(Clone, Copy, Debug)]
pub struct Dev<'a> {
    /// Sentences with their trees.
    pub trees: &'a [Sentence],
    /// Sentences with their named entities.
    pub entities: &'a [Sentence],
}

/// What training has to tell.
pub enum Progress<'a> {
    /// Some sentences of an epoch were seen.
    Batch {
        /// Epoch, from 1.
        epoch: usize,
        /// Words seen in this epoch.
        words: usize,
        /// Words in an epoch.
        total: usize,
        /// Loss of the batch.
        loss: Loss,
    },
    /// An epoch ended.
    Epoch {
        /// Epoch, from 1.
        epoch: usize,
        /// How well the dev sentences are annotated.
        score: Score,
        /// How well named entities are found.
        entities: EntityScore,
        /// The model as it stands.
        model: &'a Model,
    },
}

/// Learns vectors of words from raw texts, which are segmented as `treebanks` are. `progress` hears the share that is
/// done.
pub fn pretrain(
    config: &VectorConfig,
    treebanks: &[conllu::Read],
    raw: &[String],
    progress: &mut dyn FnMut(f32),
) -> Vectors {
    pretrain::vectors(config, &segment::learn(treebanks), raw, treebanks, progress)
}

/// Trains a model on `corpora`, starting from `vectors` of words, which may be empty; `dev` is annotated after each
/// epoch, to be told to `progress`.
pub fn train(
    config: &TrainConfig,
    corpora: Corpora<'_>,
    vectors: &Vectors,
    dev: Dev<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Model {
    let examples = examples(&corpora);
    let mut trainer = Trainer::new(config, &examples, corpora.entity_types(), vectors);
    let mut model = trainer.model();
    learn_words(config, corpora.treebanks, &mut model);
    for epoch in 1..=config.epochs {
        trainer.epoch(config, &examples, epoch, progress);
        trainer.update(&mut model);
        let [trees, entities] = [dev.trees, dev.entities].map(|sentences| {
            let mut found = sentences.to_vec();
            model.annotate(&mut found);
            found
        });
        progress(Progress::Epoch {
            epoch,
            score: score(dev.trees, &trees),
            entities: score_entities(dev.entities, &entities, None),
            model: &model,
        });
    }
    model
}

/// Learns how to segment and lemmatize, anew, and leaves the network of `model` as it is.
pub fn learn_words(config: &TrainConfig, treebanks: &[conllu::Read], model: &mut Model) {
    let tokens = treebanks.iter().flat_map(|t| &t.sentences).flat_map(|s| &s.tokens);
    model.lemmas = Lemmatizer::learn(tokens, &config.lemmas);
    model.segmenter = segment::learn(treebanks);
}

/// The network while it is trained.
struct Trainer {
    shape: Shape,
    labels: Labels,
    answers: Answers,
    keys: Vec<u64>,
    index: Index,
    counts: Vec<usize>,
    /// Vectors from raw text, which stay as they are, and which words have one.
    given: Matrix,
    is_given: Vec<bool>,
    /// What training adds to the given vectors.
    words: Rows,
    pieces: Rows,
    weights: Weights,
    grads: Weights,
    moments: Weights,
    squares: Weights,
    random: Random,
    steps: i32,
    total_steps: usize,
    net: Activations,
    scratch: Scratch,
}

/// Numbers of the labels.
struct Answers {
    xpos: BTreeMap<Str, usize>,
    feats: BTreeMap<Str, usize>,
    relations: BTreeMap<Str, usize>,
}

/// Words seen less often have no entry of their own in the vocabulary.
const KNOWN_FROM: usize = 2;

impl Trainer {
    fn new(config: &TrainConfig, examples: &Examples<'_>, entities: Vec<Str>, vectors: &Vectors) -> Self {
        let (labels, answers) = labels(&examples.gold, entities);
        let mut random = Random::new(config.seed);
        let mut counts = BTreeMap::<u64, usize>::new();
        for token in examples.gold.iter().flat_map(|e| &e.sentence.tokens) {
            *counts.entry(key(&token.form)).or_default() += 1;
        }
        counts.retain(|_, n| *n >= KNOWN_FROM);
        let given = if vectors.rows.cols == config.hidden { vectors } else { &Vectors::default() };
        given.keys.iter().for_each(|&k| _ = counts.entry(k).or_default());
        let keys: Vec<u64> = std::iter::once(0).chain(counts.keys().copied()).collect();
        let counts = std::iter::once(0).chain(counts.values().copied()).collect();
        let shape = Shape {
            hidden: config.hidden,
            layers: config.layers,
            arc: config.arc,
            label: config.label,
            tags: labels.columns()[3].end,
            relations: labels.relations.len(),
        };
        let mut table = |rows: usize, scale: f32| {
            let mut values = Matrix::zeros(rows, config.hidden);
            values.data.iter_mut().for_each(|x| *x = random.symmetric(scale));
            Rows::new(values)
        };
        let mut words = table(keys.len(), 0.1);
        let pieces = table(config.pieces, 0.05);
        let index = Index::new(&keys);
        let mut given_rows = Matrix::zeros(keys.len(), config.hidden);
        let mut is_given = vec![false; keys.len()];
        for (from, &key) in given.keys.iter().enumerate() {
            if let Some(to) = index.get(key) {
                given_rows.row_mut(to).copy_from_slice(given.rows.row(from));
                words.values.row_mut(to).fill(0.0);
                is_given[to] = true;
            }
        }
        let weights = Weights::random(shape, &mut random);
        let steps_of =
            |epoch| count_words(&this_epoch(config, examples, epoch)).div_ceil(config.batch.max(1));
        Self {
            total_steps: (1..=config.epochs).map(steps_of).sum(),
            index,
            given: given_rows,
            is_given,
            grads: Weights::zeros(shape),
            moments: Weights::zeros(shape),
            squares: Weights::zeros(shape),
            steps: 0,
            net: Activations::default(),
            scratch: Scratch::default(),
            shape,
            labels,
            answers,
            keys,
            counts,
            words,
            pieces,
            weights,
            random,
        }
    }

    fn epoch(
        &mut self,
        config: &TrainConfig,
        examples: &Examples<'_>,
        epoch: usize,
        progress: &mut dyn FnMut(Progress<'_>),
    ) {
        let mut order = this_epoch(config, examples, epoch);
        self.random.shuffle(&mut order);
        let total = count_words(&order);
        let mut seen = 0;
        for batch in batch::batches(&order, config.batch) {
            let loss = self.learn(config, batch);
            seen += count_words(batch);
            progress(Progress::Batch { epoch, words: seen, total, loss });
        }
    }

    fn learn(&mut self, config: &TrainConfig, batch: &[&Example<'_>]) -> Loss {
        let inputs = batch::inputs(self, batch);
        let gold = batch::gold(&self.labels, &self.answers, batch);
        batch::fill(self, &inputs);
        let dropout = Dropout { random: &mut self.random, layer: config.dropout * 0.6, head: config.dropout };
        net::encode(&self.weights, None, &mut self.net, Some(dropout));
        let heads: Vec<usize> = gold.heads.iter().map(|h| h.unwrap_or(0)).collect();
        net::label(&self.weights, None, &mut self.net, &heads);
        let (loss, d_input) =
            net::backward(&self.weights, &mut self.net, &gold, &mut self.grads, &mut self.scratch);
        batch::spread(&inputs, d_input, &mut self.words, &mut self.pieces);
        self.step(config);
        loss
    }

    fn step(&mut self, config: &TrainConfig) {
        let dense: f32 = self.grads.list().iter().map(|m| square(&m.data)).sum();
        let norm = (dense + self.words.square() + self.pieces.square()).sqrt();
        self.steps += 1;
        let step = Step { rate: self.rate(config), clip: (CLIP / norm.max(1e-9)).min(1.0), at: self.steps };
        let rest =
            self.grads.list_mut().into_iter().zip(self.moments.list_mut()).zip(self.squares.list_mut());
        for (values, ((grads, moments), squares)) in self.weights.list_mut().into_iter().zip(rest) {
            step.apply(&mut values.data, &mut grads.data, &mut moments.data, &mut squares.data);
        }
        self.words.step(step);
        self.pieces.step(step);
    }

    /// Rises over the first steps, then falls to nothing as half a cosine.
    fn rate(&self, config: &TrainConfig) -> f32 {
        let at = self.steps as f32;
        let warm = (at / (self.total_steps as f32 * 0.1).clamp(1.0, 200.0)).min(1.0);
        let part = (at / self.total_steps.max(1) as f32).min(1.0);
        let fall = 0.5 * (1.0 + (std::f32::consts::PI * part).cos());
        config.rate * warm * fall.max(0.005)
    }

    fn model(&self) -> Model {
        Model {
            shape: self.shape,
            weights: self.weights.clone(),
            vocabulary: Vocabulary {
                keys: self.keys.clone(),
                index: self.index.clone(),
                words: self.word_table(),
                pieces: Table::quantise(&self.pieces.values.data, self.shape.hidden),
            },
            labels: self.labels.clone(),
            lemmas: Lemmatizer::default(),
            segmenter: segment::learn(&[]),
            kept: Kept::default(),
        }
    }

    fn word_table(&self) -> Table {
        let sums: Vec<f32> =
            self.words.values.data.iter().zip(&self.given.data).map(|(a, b)| a + b).collect();
        Table::quantise(&sums, self.shape.hidden)
    }

    fn update(&self, model: &mut Model) {
        model.weights = self.weights.clone();
        model.kept = Kept::default();
        model.vocabulary.words = self.word_table();
        model.vocabulary.pieces = Table::quantise(&self.pieces.values.data, self.shape.hidden);
    }
}

/// The gradient is shortened to this length.
const CLIP: f32 = 5.0;

/// What is learned in an epoch: all of the gold, and the next part of the silver.
fn this_epoch<'e, 'a>(
    config: &TrainConfig,
    examples: &'e Examples<'a>,
    epoch: usize,
) -> Vec<&'e Example<'a>> {
    let mut order: Vec<_> = examples.gold.iter().collect();
    let with_silver = config.epochs as f32 * (1.0 - config.gold_only);
    if examples.silver.is_empty() || epoch as f32 > with_silver {
        return order;
    }
    let wanted = (count_words(&order) as f32 * config.silver) as usize;
    let count = examples.silver.len();
    let all: usize = examples.silver.iter().map(|e| e.sentence.tokens.len()).sum();
    let in_epoch = (count * wanted).div_ceil(all.max(1)).min(count);
    // A stride that has no factor in common with the number of sentences visits each before it comes back to one.
    let stride = (count * 5 / 13..=count).find(|s| gcd(*s, count) == 1).unwrap_or(1);
    let from = (epoch - 1) * in_epoch;
    order.extend((from..from + in_epoch).map(|at| &examples.silver[at * stride % count]));
    order
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn count_words(examples: &[&Example<'_>]) -> usize {
    examples.iter().map(|e| e.sentence.tokens.len()).sum()
}

fn labels(examples: &[Example<'_>], entities: Vec<Str>) -> (Labels, Answers) {
    let mut xpos = BTreeMap::<Str, usize>::new();
    let mut feats = BTreeMap::<Str, usize>::new();
    let mut relations = BTreeSet::<Str>::new();
    let mut triples = BTreeMap::<(Upos, Str, Str), usize>::new();
    for token in examples.iter().filter(|e| e.has_tree).flat_map(|e| &e.sentence.tokens) {
        *triples.entry((token.upos, token.xpos.clone(), token.feats.clone())).or_default() += 1;
        relations.insert(token.deprel.clone());
    }
    let often = triples.values().filter(|&&n| n > 1).count() > 0;
    triples.retain(|_, n| !often || *n > 1);
    for (_, x, f) in triples.keys() {
        xpos.entry(x.clone()).or_default();
        feats.entry(f.clone()).or_default();
    }
    xpos.values_mut().enumerate().for_each(|(at, n)| *n = at);
    feats.values_mut().enumerate().for_each(|(at, n)| *n = at);
    let labels = Labels {
        triples: triples.keys().map(|(u, x, f)| (*u, xpos[x] as u16, feats[f] as u16)).collect(),
        xpos: xpos.keys().cloned().collect(),
        feats: feats.keys().cloned().collect(),
        relations: relations.iter().cloned().collect(),
        entities,
    };
    let relations = relations.into_iter().enumerate().map(|(at, r)| (r, at)).collect();
    (labels, Answers { xpos, feats, relations })
}
