//! From word vectors to scores.

use super::matrix::{Into, Matrix, View, add_bias, product};
use super::recurrence::{self, Trace};
use super::rounded::{Rounded, Scratch};
use super::weights::{RoundedWeights, Weights, distance_class};
use crate::random::Random;
use std::ops::Range;

/// Everything that is computed on the way, kept for the gradient and to reuse memory.
#[derive(Clone, Debug, Default)]
pub struct Activations {
    /// Rows of each sentence.
    pub sentences: Vec<Range<usize>>,
    /// Word vectors, `words × 2 hidden`; filled by the caller.
    pub input: Matrix,
    /// What each layer computed.
    pub layers: Vec<Trace>,
    /// The gates of the first layer hold their products already: see [`feed`].
    pub fed: bool,
    /// Inputs of each layer and of the heads after dropout, when training.
    pub dropped: Vec<Matrix>,
    /// Dropout masks of `dropped`, and of `roles` at last; a row for each sentence.
    pub masks: Vec<Matrix>,
    /// Scores of UPOS, XPOS and FEATS, `words × tags`.
    pub tags: Matrix,
    /// Words as arc dependent, arc head, label dependent, label head.
    pub roles: Matrix,
    /// Arc dependents times the biaffine form, `words × arc`.
    pub queries: Matrix,
    /// Arc scores of each sentence, `n × (n + 1)`, column 0 for the root.
    pub arcs: Vec<Matrix>,
    /// Features of the labelled arcs, `words × 3 label`.
    pub pairs: Matrix,
    /// Scores of the relations, `words × relations`.
    pub labels: Matrix,
    /// Memory for rounded products.
    pub rounding: Scratch,
}

/// Randomly silenced units, while training.
pub struct Dropout<'a> {
    /// Where chance comes from.
    pub random: &'a mut Random,
    /// How likely a unit of a recurrent layer's input is silenced.
    pub layer: f32,
    /// How likely a unit of the heads' input is silenced.
    pub head: f32,
}

impl Activations {
    /// Makes the scores of tags and arcs logarithms of probabilities; `columns` are the blocks of tags.
    pub fn normalise(&mut self, columns: &[Range<usize>]) {
        for row in self.tags.data.chunks_exact_mut(self.tags.cols.max(1)) {
            for block in columns {
                log_softmax(&mut row[block.clone()]);
            }
        }
        self.arcs.iter_mut().for_each(normalise_rows);
    }

    /// Makes the scores of the relations logarithms of probabilities.
    pub fn normalise_labels(&mut self) {
        normalise_rows(&mut self.labels);
    }

    /// Adds the scores of tags and arcs of `other`; the tags that it leaves out at the end of its rows stay as they are.
    pub fn add(&mut self, other: &Self) {
        add(&mut self.tags, &other.tags);
        self.arcs.iter_mut().zip(&other.arcs).for_each(|(to, from)| add(to, from));
    }

    /// Adds the scores of the relations of `other`.
    pub fn add_labels(&mut self, other: &Self) {
        add(&mut self.labels, &other.labels);
    }

    /// The words that the heads read.
    pub(super) fn top(&self) -> &Matrix {
        match (self.dropped.last(), self.layers.last()) {
            (Some(dropped), _) => dropped,
            (None, Some(layer)) => &layer.out,
            (None, None) => &self.input,
        }
    }
}

fn add(to: &mut Matrix, from: &Matrix) {
    for row in 0..to.rows {
        to.row_mut(row).iter_mut().zip(from.row(row)).for_each(|(x, y)| *x += y);
    }
}

fn normalise_rows(matrix: &mut Matrix) {
    let cols = matrix.cols.max(1);
    matrix.data.chunks_exact_mut(cols).for_each(log_softmax);
}

/// Turns scores into logarithms of probabilities.
fn log_softmax(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|x| recurrence::exp(x - top)).sum();
    let shift = top + sum.ln();
    for x in scores {
        *x -= shift;
    }
}

/// Writes the products of word vectors with the weights of the first layer: what [`encode`] begins with, and what no
/// other word has a part in.
pub fn feed(w: &Weights, rounded: &RoundedWeights, input: &Matrix, scratch: &mut Scratch, out: &mut Matrix) {
    if let (Some(layer), Some(rounded)) = (w.layers.first(), rounded.layers.first()) {
        times(input.view(), &layer.weights, Some(rounded), scratch, out);
    }
}

/// Computes tags and arc scores for the words in `a.input`; with the rounded weights where there are any.
pub fn encode(
    w: &Weights,
    rounded: Option<&RoundedWeights>,
    a: &mut Activations,
    mut dropout: Option<Dropout<'_>>,
) {
    // Rounded weights are for use: nothing will be learned from this pass.
    let kept = rounded.is_none();
    a.layers.resize_with(w.layers.len(), Trace::default);
    prepare_masks(w, a, dropout.as_mut());
    for (at, layer) in w.layers.iter().enumerate() {
        let (below, rest) = a.layers.split_at_mut(at);
        let input = below.last().map_or(&a.input, |t| &t.out);
        let trace = &mut rest[0];
        let fed = match a.dropped.get_mut(at) {
            Some(dropped) => {
                masked(input, &a.masks[at], &a.sentences, dropped);
                &*dropped
            }
            None => input,
        };
        let rounded = rounded.map(|r| &r.layers[at]);
        if at > 0 || !a.fed {
            times(fed.view(), &layer.weights, rounded, &mut a.rounding, &mut trace.gates);
        }
        recurrence::forward(layer, input, &a.sentences, trace, kept);
    }
    if let Some(dropped) = a.dropped.last_mut() {
        let top = a.layers.last().map_or(&a.input, |t| &t.out);
        masked(top, &a.masks[w.layers.len()], &a.sentences, dropped);
    }
    tags(w, rounded, a);
    roles(w, rounded, a);
    arcs(w, rounded, a);
}

/// Writes `a × weights` into `out`.
fn times(a: View<'_>, weights: &Matrix, rounded: Option<&Rounded>, scratch: &mut Scratch, out: &mut Matrix) {
    if let Some(rounded) = rounded {
        return rounded.product(a, scratch, out);
    }
    out.reshape(a.rows(), weights.cols);
    product(a, weights.view(), Into::Replace, out, (0, 0));
}

fn prepare_masks(w: &Weights, a: &mut Activations, dropout: Option<&mut Dropout<'_>>) {
    let Some(dropout) = dropout else {
        a.dropped.clear();
        a.masks.clear();
        return;
    };
    let width = a.input.cols;
    a.dropped.resize_with(w.layers.len() + 1, Matrix::default);
    a.masks.resize_with(w.layers.len() + 2, Matrix::default);
    for (at, mask) in a.masks.iter_mut().enumerate() {
        let cols = if at == w.layers.len() + 1 { w.roles.cols } else { width };
        let rate = if at < w.layers.len() { dropout.layer } else { dropout.head };
        mask.reshape(a.sentences.len(), cols);
        for x in &mut mask.data {
            *x = if dropout.random.unit() < rate { 0.0 } else { 1.0 / (1.0 - rate) };
        }
    }
}

fn masked(from: &Matrix, mask: &Matrix, sentences: &[Range<usize>], to: &mut Matrix) {
    to.reshape(from.rows, from.cols);
    for (at, sentence) in sentences.iter().enumerate() {
        for row in sentence.clone() {
            let values = from.row(row).iter().zip(mask.row(at));
            to.row_mut(row).iter_mut().zip(values).for_each(|(to, (x, m))| *to = x * m);
        }
    }
}

/// Multiplies `to` by the masks of its sentences.
pub(super) fn mask_in_place(to: &mut Matrix, mask: &Matrix, sentences: &[Range<usize>]) {
    for (at, sentence) in sentences.iter().enumerate() {
        for row in sentence.clone() {
            to.row_mut(row).iter_mut().zip(mask.row(at)).for_each(|(x, m)| *x *= m);
        }
    }
}

fn tags(w: &Weights, rounded: Option<&RoundedWeights>, a: &mut Activations) {
    let (mut tags, mut scratch) = (std::mem::take(&mut a.tags), std::mem::take(&mut a.rounding));
    times(a.top().view(), &w.tag, rounded.map(|r| &r.tag), &mut scratch, &mut tags);
    a.rounding = scratch;
    add_bias(&mut tags, &w.tag_bias.data);
    a.tags = tags;
}

fn roles(w: &Weights, rounded: Option<&RoundedWeights>, a: &mut Activations) {
    let (mut roles, mut scratch) = (std::mem::take(&mut a.roles), std::mem::take(&mut a.rounding));
    times(a.top().view(), &w.roles, rounded.map(|r| &r.roles), &mut scratch, &mut roles);
    a.rounding = scratch;
    add_bias(&mut roles, &w.roles_bias.data);
    roles.data.iter_mut().for_each(|x| *x = x.max(0.0));
    if let (false, Some(mask)) = (a.dropped.is_empty(), a.masks.last()) {
        mask_in_place(&mut roles, mask, &a.sentences);
    }
    a.roles = roles;
}

fn arcs(w: &Weights, rounded: Option<&RoundedWeights>, a: &mut Activations) {
    let n = w.arc.rows;
    let dependents = a.roles.part(0, a.roles.rows, 0, n);
    times(dependents, &w.arc, rounded.map(|r| &r.arc), &mut a.rounding, &mut a.queries);
    a.arcs.resize_with(a.sentences.len(), Matrix::default);
    let root = &w.root.data[..n];
    let root_bias = dot(root, &w.arc_head.data);
    for (sentence, scores) in a.sentences.iter().zip(&mut a.arcs) {
        let len = sentence.len();
        scores.reshape(len, len + 1);
        let heads = a.roles.part(sentence.start, len, n, n);
        let queries = a.queries.part(sentence.start, len, 0, n);
        product(queries, heads.transposed(), Into::Replace, scores, (0, 1));
        let head_bias = dots(heads, &w.arc_head.data);
        for (word, from_root) in dots(queries, root).into_iter().enumerate() {
            let row = scores.row_mut(word);
            row[0] = from_root + root_bias;
            for (head, x) in row[1..].iter_mut().enumerate() {
                *x += head_bias[head] + w.distance.data[distance_class(word, head)];
            }
        }
    }
}

/// Scores the relations of the arcs from each word to its head in `heads` (one for each row; counted from the start of
/// its sentence, 0 for the root, 1 for the first word).
pub fn label(w: &Weights, rounded: Option<&RoundedWeights>, a: &mut Activations, heads: &[usize]) {
    let (arc, n) = (w.arc.rows, w.label.rows / 3);
    a.pairs.reshape(a.input.rows, 3 * n);
    for sentence in &a.sentences {
        for row in sentence.clone() {
            let dependent = &a.roles.row(row)[2 * arc..][..n];
            let head = match heads[row] {
                0 => &w.root.data[arc..],
                head => &a.roles.row(sentence.start + head - 1)[2 * arc + n..],
            };
            let pair = a.pairs.row_mut(row);
            for i in 0..n {
                pair[i] = dependent[i] * head[i];
            }
            pair[n..2 * n].copy_from_slice(dependent);
            pair[2 * n..].copy_from_slice(head);
        }
    }
    times(a.pairs.view(), &w.label, rounded.map(|r| &r.label), &mut a.rounding, &mut a.labels);
    add_bias(&mut a.labels, &w.label_bias.data);
}

/// The product of each row with `by`: of several rows at once, since each waits for its own sum only.
fn dots(rows: View<'_>, by: &[f32]) -> Vec<f32> {
    const AT_ONCE: usize = 8;
    let mut out = Vec::with_capacity(rows.rows());
    while out.len() + AT_ONCE <= rows.rows() {
        let some: [&[f32]; AT_ONCE] = std::array::from_fn(|i| &rows.row(out.len() + i)[..by.len()]);
        let mut sums = [0.0; AT_ONCE];
        for (at, x) in by.iter().enumerate() {
            sums.iter_mut().zip(some).for_each(|(sum, row)| *sum += row[at] * x);
        }
        out.extend(sums);
    }
    out.extend((out.len()..rows.rows()).map(|row| dot(rows.row(row), by)));
    out
}

pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
