//! A trained model: what it holds, and how it annotates text.

use crate::entities;
use crate::input::{self, Index, Pieces, Table};
use crate::lemma::Lemmatizer;
use crate::net::{self, RoundedWeights, Shape, Weights};
use crate::segment::{LONGEST, Segmenter};
use crate::tree::heads;
use crate::work::{Kept, Lemmas, Run, Work};
use demarche_text::{Entity, Sentence, Str, Token, Upos};
use std::ops::Range;

/// A trained model of one language; it may be used from several threads at once.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) shape: Shape,
    pub(crate) weights: Weights,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) labels: Labels,
    pub(crate) lemmas: Lemmatizer,
    pub(crate) segmenter: Segmenter,
    pub(crate) kept: Kept,
}

/// Vectors of words and of pieces of words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    /// Keys of the words, in the order of their rows; row 0 is for all others.
    pub keys: Vec<u64>,
    pub index: Index,
    pub words: Table,
    pub pieces: Table,
}

/// The labels that the network chooses from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Labels {
    pub xpos: Vec<Str>,
    pub feats: Vec<Str>,
    pub relations: Vec<Str>,
    /// Types of named entities.
    pub entities: Vec<Str>,
    /// Combinations of UPOS, XPOS and FEATS that were seen.
    pub triples: Vec<(Upos, u16, u16)>,
}

impl Labels {
    /// Columns of UPOS, XPOS, FEATS and named entities among the tag scores.
    pub fn columns(&self) -> [Range<usize>; 4] {
        let sizes = [Upos::ALL.len(), self.xpos.len(), self.feats.len(), entities::tags(self.entities.len())];
        let mut end = 0;
        sizes.map(|size| {
            end += size;
            end - size..end
        })
    }
}

/// Words in one pass through the network, about.
const BATCH: usize = 96;

impl Model {
    /// Splits `text` into sentences and words, and annotates them.
    pub fn parse(&self, text: &str) -> Vec<Sentence> {
        let mut sentences = self.segment(text);
        self.annotate(&mut sentences);
        sentences
    }

    /// Splits `text` into sentences and words; only span, form and `space_after` of each word are filled in.
    pub fn segment(&self, text: &str) -> Vec<Sentence> {
        self.segmenter.segment(text)
    }

    /// The types of named entity that the model tells apart.
    pub fn entity_types(&self) -> impl Iterator<Item = &str> {
        self.labels.entities.iter().map(Str::as_str)
    }

    /// Keeps the sentences and words as they are, and predicts UPOS, XPOS, FEATS, LEMMA, HEAD, DEPREL and named entities.
    pub fn annotate(&self, sentences: &mut [Sentence]) {
        annotate(std::slice::from_ref(self), sentences);
    }

    fn rounded(&self) -> &RoundedWeights {
        self.kept.rounded.get_or_init(|| RoundedWeights::of(&self.weights))
    }

    /// Prepares the network for a batch: the vector of each word, and its products with the first layer.
    fn fill_input(&self, batch: &[Window], sentences: &[Sentence], work: &mut Work) {
        let Work { net, pieces, recent, .. } = work;
        let hidden = self.shape.hidden;
        net.sentences.clear();
        recent.begin();
        recent.new_vectors.reset(0, 2 * hidden);
        let mut row = 0;
        for window in batch {
            net.sentences.push(row..row + window.words.len());
            row += window.words.len();
            for at in window.words.clone() {
                let form = &sentences[window.sentence].tokens[at].form;
                if recent.push(form, at == 0) {
                    self.vector(form, at == 0, pieces, recent.new_vectors.push());
                }
            }
        }
        net::feed(
            &self.weights,
            self.rounded(),
            &recent.new_vectors,
            &mut net.rounding,
            &mut recent.new_products,
        );
        net.layers.resize_with(self.shape.layers, Default::default);
        let Some(first) = net.layers.first_mut() else { return };
        recent.end(&mut net.input, &mut first.gates);
        net.fed = true;
    }

    /// Adds the vector of a word to `to`; `pieces` is memory.
    fn vector(&self, form: &str, first: bool, pieces: &mut Vec<u32>, to: &mut [f32]) {
        let (whole, spelling) = to.split_at_mut(self.shape.hidden);
        let known = self.vocabulary.index.get(input::key(form)).unwrap_or(0);
        self.vocabulary.words.add(known, 1.0, whole);
        Pieces { buckets: self.vocabulary.pieces.scales.len() }.of(form, first, pieces);
        let factor = piece_factor(pieces.len());
        for piece in pieces {
            self.vocabulary.pieces.add(*piece as usize, factor, spelling);
        }
    }

    /// The combination of tags with the highest score, of equal ones the first; an index into `labels.triples`.
    ///
    /// Those of one UPOS and XPOS are passed over together where the best FEATS of all would not make them the best.
    fn tags(&self, scores: &[f32]) -> u32 {
        let [upos, xpos, feats, _] = self.labels.columns().map(|columns| &scores[columns]);
        let triples = &self.labels.triples;
        let base = |run: &Run| upos[run.upos] + xpos[run.xpos];
        let (top, runs) = (top(feats), self.runs());
        let word = (0..upos.len()).max_by(|a, b| upos[*a].total_cmp(&upos[*b]));
        let likely = runs.iter().filter(|run| Some(run.upos) == word);
        let likely = likely.max_by(|a, b| xpos[a.xpos].total_cmp(&xpos[b.xpos]));
        let mut best = (f32::NEG_INFINITY, 0);
        for run in likely.into_iter().chain(runs) {
            let base = base(run);
            if base + top < best.0 {
                continue;
            }
            for at in run.at.clone() {
                let score = base + feats[usize::from(triples[at].2)];
                if score > best.0 || score >= best.0 && at < best.1 {
                    best = (score, at);
                }
            }
        }
        best.1 as u32
    }

    fn runs(&self) -> &[Run] {
        self.kept.runs.get_or_init(|| {
            let mut end = 0;
            let runs = self.labels.triples.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
            runs.map(|run| {
                end += run.len();
                let (upos, xpos, _) = run[0];
                Run { upos: upos as usize, xpos: usize::from(xpos), at: end - run.len()..end }
            })
            .collect()
        })
    }

    /// The best relation to a head that is not the root.
    fn relation(&self, scores: &[f32]) -> Option<u16> {
        let mut best = (f32::NEG_INFINITY, None);
        for (at, (relation, &score)) in self.labels.relations.iter().zip(scores).enumerate() {
            if score > best.0 && relation != ROOT {
                best = (score, Some(at as u16));
            }
        }
        best.1
    }

    fn fill_token(&self, token: &mut Token, answer: Answer, lemmas: &mut Lemmas) {
        let lemma = |token: &Token| self.lemmas.lemma(&token.form, token.upos, &token.xpos);
        token.lemma = match self.labels.triples.get(answer.tags as usize) {
            Some(&(upos, xpos, feats)) => {
                token.upos = upos;
                token.xpos.clone_from(&self.labels.xpos[usize::from(xpos)]);
                token.feats.clone_from(&self.labels.feats[usize::from(feats)]);
                lemmas.get(&token.form, answer.tags, || lemma(token))
            }
            None => lemma(token),
        };
        token.head = answer.head.map(|head| head as usize);
        token.deprel = match (answer.head, answer.relation) {
            (None, _) => ROOT.into(),
            (_, Some(relation)) => self.labels.relations[usize::from(relation)].clone(),
            (_, None) => "dep".into(),
        };
    }
}

/// Several models that annotate as one: the scores of each, as logarithms of probabilities, are added up.
#[derive(Clone, Debug)]
pub struct Ensemble {
    models: Vec<Model>,
}

impl Ensemble {
    /// Models that choose from the same labels; `None` if they do not, or if there is none. All but the first may know
    /// no named entities.
    pub fn new(models: Vec<Model>) -> Option<Self> {
        let labels = &models.first()?.labels;
        let fits = |other: &Labels| {
            let entities = if other.entities.is_empty() { Vec::new() } else { labels.entities.clone() };
            *other == Labels { entities, ..labels.clone() }
        };
        models.iter().all(|m| fits(&m.labels)).then_some(Self { models })
    }

    /// Splits `text` as the first model does, and annotates it.
    pub fn parse(&self, text: &str) -> Vec<Sentence> {
        let mut sentences = self.models.first().map_or_else(Vec::new, |m| m.segmenter.segment(text));
        self.annotate(&mut sentences);
        sentences
    }

    /// Keeps the sentences and words as they are, and predicts all else.
    pub fn annotate(&self, sentences: &mut [Sentence]) {
        annotate(&self.models, sentences);
    }
}

fn annotate(models: &[Model], sentences: &mut [Sentence]) {
    let Some(model) = models.first() else { return };
    let windows = windows(sentences);
    // Strings are made when all is computed: between the large, short-lived buffers of the network they would hold
    // on to memory that could have been reused.
    let mut answers = Vec::with_capacity(sentences.iter().map(|s| s.tokens.len()).sum());
    let mut entities = Vec::with_capacity(windows.len());
    let mut works: Vec<Work> = models.iter().map(|model| model.kept.take()).collect();
    let mut rest = &windows[..];
    while !rest.is_empty() {
        let mut size = 0;
        let fits = |w: &&Window| {
            size += w.words.len();
            size <= BATCH
        };
        let count = rest.iter().take_while(fits).count().max(1);
        let (batch, after) = rest.split_at(count);
        compute(models, batch, sentences, &mut works);
        read_off(model, batch, &works[0], &mut answers, &mut entities);
        rest = after;
    }
    for (window, found) in windows.iter().zip(entities) {
        let sentence = &mut sentences[window.sentence];
        if window.words.start == 0 {
            sentence.entities.clear();
        }
        sentence.entities.extend(found);
    }
    let mut answers = answers.into_iter();
    for sentence in sentences {
        for (token, answer) in sentence.tokens.iter_mut().zip(&mut answers) {
            model.fill_token(token, answer, &mut works[0].lemmas);
        }
        hang_on_first_root(sentence);
    }
    models.iter().zip(works).for_each(|(model, work)| model.kept.put(work));
}

/// Leaves in the first of `works` the scores and heads of the words of `batch`.
fn compute(models: &[Model], batch: &[Window], sentences: &[Sentence], works: &mut [Work]) {
    for (model, work) in models.iter().zip(&mut *works) {
        model.fill_input(batch, sentences, work);
        net::encode(&model.weights, Some(model.rounded()), &mut work.net, None);
    }
    let Some((first, others)) = works.split_first_mut() else { return };
    if !others.is_empty() {
        first.net.normalise(&models[0].labels.columns());
    }
    for (model, other) in models[1..].iter().zip(&mut *others) {
        other.net.normalise(&model.labels.columns());
        first.net.add(&other.net);
    }
    first.heads.clear();
    for scores in &first.net.arcs {
        first.heads.extend(heads(&scores.data, scores.rows));
    }
    net::label(&models[0].weights, Some(models[0].rounded()), &mut first.net, &first.heads);
    if !others.is_empty() {
        first.net.normalise_labels();
    }
    for (model, other) in models[1..].iter().zip(others) {
        net::label(&model.weights, Some(model.rounded()), &mut other.net, &first.heads);
        other.net.normalise_labels();
        first.net.add_labels(&other.net);
    }
}

fn read_off(
    model: &Model,
    batch: &[Window],
    work: &Work,
    answers: &mut Vec<Answer>,
    entities: &mut Vec<Vec<Entity>>,
) {
    let [.., entity_columns] = model.labels.columns();
    let mut row = 0;
    for window in batch {
        let rows = (row..row + window.words.len()).map(|at| &work.net.tags.row(at)[entity_columns.clone()]);
        entities.push(entities::decode(rows, &model.labels.entities, window.words.start));
        for _ in window.words.clone() {
            let head = work.heads[row].checked_sub(1);
            answers.push(Answer {
                tags: model.tags(work.net.tags.row(row)),
                head: head.map(|head| (window.words.start + head) as u32),
                relation: head.and_then(|_| model.relation(work.net.labels.row(row))),
            });
            row += 1;
        }
    }
}

/// What the network says of one word.
#[derive(Clone, Copy)]
struct Answer {
    /// Index into the combinations of tags.
    tags: u32,
    /// Index of the head in the sentence, `None` for the root.
    head: Option<u32>,
    /// Index of the relation.
    relation: Option<u16>,
}

const ROOT: &str = "root";

/// The highest of some scores; in lanes, as the processor compares them.
fn top(scores: &[f32]) -> f32 {
    let (rows, rest) = scores.as_chunks::<8>();
    let mut tops = [f32::NEG_INFINITY; 8];
    for row in rows {
        tops.iter_mut().zip(row).for_each(|(top, x)| *top = top.max(*x));
    }
    tops.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max)
}

/// The vectors of a word's pieces are summed and divided by the square root of their number, so that long words are not
/// louder than short ones.
pub(crate) fn piece_factor(pieces: usize) -> f32 {
    1.0 / (pieces.max(1) as f32).sqrt()
}

/// Words of one sentence that are parsed together: all of them, unless the sentence is very long.
struct Window {
    sentence: usize,
    words: Range<usize>,
}

fn windows(sentences: &[Sentence]) -> Vec<Window> {
    let mut windows = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        let len = sentence.tokens.len();
        for start in (0..len).step_by(LONGEST) {
            windows.push(Window { sentence: at, words: start..len.min(start + LONGEST) });
        }
    }
    windows
}

/// A sentence of several windows has a root for each: all but the first hang on the first.
fn hang_on_first_root(sentence: &mut Sentence) {
    if sentence.tokens.len() <= LONGEST {
        return;
    }
    let Some(root) = sentence.root() else { return };
    for (at, token) in sentence.tokens.iter_mut().enumerate() {
        if token.head.is_none() && at != root {
            token.head = Some(root);
            token.deprel = "parataxis".into();
        }
    }
}
