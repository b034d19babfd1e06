//! The gradient of the loss.

use super::forward::{Activations, mask_in_place};
use super::matrix::{Into, Matrix, add_columns, product};
use super::recurrence::{self, exp};
use super::weights::{Weights, distance_class};
use std::ops::Range;

/// What the network should have said.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// For each block of tag columns, its columns and, for each word, the right one within it, or `None` where unknown.
    pub tags: Vec<(Range<usize>, Vec<Option<usize>>)>,
    /// Head of each word within its sentence, 0 for the root, or `None` where unknown.
    pub heads: Vec<Option<usize>>,
    /// Relation of each word.
    pub relations: Vec<Option<usize>>,
}

/// Mean loss a word of each part, in nats.
#[derive(Clone, Copy, Debug, Default)]
pub struct Loss {
    /// UPOS, XPOS and FEATS together.
    pub tags: f32,
    /// Heads.
    pub arcs: f32,
    /// Relations.
    pub labels: f32,
}

/// Gradients of what is computed on the way; memory that is reused from one call to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    top: Matrix,
    roles: Matrix,
    queries: Matrix,
    pairs: Matrix,
    through: Matrix,
}

/// Computes the loss of what [`super::encode`] and [`super::label`] (with the gold heads) left in `a`, adds the gradient
/// of every weight to `grads`, and returns the gradient of the input. The scores in `a` are overwritten.
pub fn backward<'s>(
    w: &Weights,
    a: &mut Activations,
    gold: &Gold,
    grads: &mut Weights,
    s: &'s mut Scratch,
) -> (Loss, &'s Matrix) {
    let words = a.input.rows;
    let scale = 1.0 / words.max(1) as f32;
    s.top.reset(words, a.input.cols);
    s.roles.reset(words, w.roles.cols);
    let loss = Loss {
        tags: tags(w, a, gold, grads, s, scale),
        arcs: arcs(w, a, gold, grads, s, scale),
        labels: labels(w, a, gold, grads, s, scale),
    };
    roles(w, a, grads, s);
    layers(w, a, grads, s);
    (loss, &s.top)
}

fn tags(
    w: &Weights,
    a: &mut Activations,
    gold: &Gold,
    grads: &mut Weights,
    s: &mut Scratch,
    scale: f32,
) -> f32 {
    let mut loss = 0.0;
    let mut tags = std::mem::take(&mut a.tags);
    for (columns, answers) in &gold.tags {
        for (row, &answer) in answers.iter().enumerate() {
            loss += cross_entropy(&mut tags.row_mut(row)[columns.clone()], answer, scale);
        }
    }
    product(a.top().view().transposed(), tags.view(), Into::Add, &mut grads.tag, (0, 0));
    add_columns(&mut grads.tag_bias.data, &tags);
    product(tags.view(), w.tag.view().transposed(), Into::Add, &mut s.top, (0, 0));
    a.tags = tags;
    loss
}

/// Turns scores into the gradient of their cross-entropy with `answer`, times `scale`; returns the scaled loss.
fn cross_entropy(scores: &mut [f32], answer: Option<usize>, scale: f32) -> f32 {
    let Some(answer) = answer else {
        scores.fill(0.0);
        return 0.0;
    };
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let right = scores[answer];
    let mut sum = 0.0;
    for x in scores.iter_mut() {
        *x = exp(*x - top);
        sum += *x;
    }
    for x in scores.iter_mut() {
        *x *= scale / sum;
    }
    scores[answer] -= scale;
    scale * (sum.ln() + top - right)
}

fn arcs(
    w: &Weights,
    a: &mut Activations,
    gold: &Gold,
    grads: &mut Weights,
    s: &mut Scratch,
    scale: f32,
) -> f32 {
    let n = w.arc.rows;
    let mut loss = 0.0;
    s.queries.reshape(a.input.rows, n);
    for (sentence, scores) in a.sentences.iter().zip(&mut a.arcs) {
        for word in 0..sentence.len() {
            loss += cross_entropy(scores.row_mut(word), gold.heads[sentence.start + word], scale);
        }
        let words = scores.part(0, sentence.len(), 1, sentence.len());
        let heads = a.roles.part(sentence.start, sentence.len(), n, n);
        product(words, heads, Into::Replace, &mut s.queries, (sentence.start, 0));
        let queries = a.queries.part(sentence.start, sentence.len(), 0, n);
        product(words.transposed(), queries, Into::Add, &mut s.roles, (sentence.start, n));
        arc_biases(w, &a.roles, &a.queries, sentence, scores, grads, s);
    }
    let dependents = a.roles.part(0, a.roles.rows, 0, n);
    product(dependents.transposed(), s.queries.view(), Into::Add, &mut grads.arc, (0, 0));
    product(s.queries.view(), w.arc.view().transposed(), Into::Add, &mut s.roles, (0, 0));
    loss
}

/// Gradients through the root, the head bias and the distance bias of one sentence; `scores` is their gradient.
fn arc_biases(
    w: &Weights,
    roles: &Matrix,
    queries: &Matrix,
    sentence: &Range<usize>,
    scores: &Matrix,
    grads: &mut Weights,
    s: &mut Scratch,
) {
    let n = w.arc.rows;
    let mut columns = vec![0.0; sentence.len() + 1];
    for word in 0..sentence.len() {
        let row = scores.row(word);
        columns.iter_mut().zip(row).for_each(|(c, x)| *c += x);
        add(&mut grads.root.data[..n], row[0], queries.row(sentence.start + word));
        add(s.queries.row_mut(sentence.start + word), row[0], &w.root.data[..n]);
        for (head, x) in row[1..].iter().enumerate() {
            grads.distance.data[distance_class(word, head)] += x;
        }
    }
    add(&mut grads.root.data[..n], columns[0], &w.arc_head.data);
    add(&mut grads.arc_head.data, columns[0], &w.root.data[..n]);
    for (head, &x) in columns[1..].iter().enumerate() {
        let row = sentence.start + head;
        add(&mut grads.arc_head.data, x, &roles.row(row)[n..2 * n]);
        add(&mut s.roles.row_mut(row)[n..2 * n], x, &w.arc_head.data);
    }
}

fn labels(
    w: &Weights,
    a: &mut Activations,
    gold: &Gold,
    grads: &mut Weights,
    s: &mut Scratch,
    scale: f32,
) -> f32 {
    let mut loss = 0.0;
    for (row, &answer) in gold.relations.iter().enumerate() {
        loss += cross_entropy(a.labels.row_mut(row), answer, scale);
    }
    product(a.pairs.view().transposed(), a.labels.view(), Into::Add, &mut grads.label, (0, 0));
    add_columns(&mut grads.label_bias.data, &a.labels);
    s.pairs.reshape(a.pairs.rows, a.pairs.cols);
    product(a.labels.view(), w.label.view().transposed(), Into::Replace, &mut s.pairs, (0, 0));
    for sentence in &a.sentences {
        for row in sentence.clone() {
            pair(w, a, sentence.start, row, gold.heads[row].unwrap_or(0), grads, s);
        }
    }
    loss
}

/// Gradient of the features of one labelled arc.
fn pair(
    w: &Weights,
    a: &Activations,
    start: usize,
    row: usize,
    head: usize,
    grads: &mut Weights,
    s: &mut Scratch,
) {
    let (arc, n) = (w.arc.rows, w.label.rows / 3);
    let (as_dependent, as_head) = (2 * arc, 2 * arc + n);
    let d = s.pairs.row(row);
    let dependent = &a.roles.row(row)[as_dependent..][..n];
    let head_values = match head {
        0 => &w.root.data[arc..],
        head => &a.roles.row(start + head - 1)[as_head..],
    };
    let d_dependent = &mut s.roles.row_mut(row)[as_dependent..][..n];
    for i in 0..n {
        d_dependent[i] += d[i] * head_values[i] + d[n + i];
    }
    let d_head = match head {
        0 => &mut grads.root.data[arc..],
        head => &mut s.roles.row_mut(start + head - 1)[as_head..],
    };
    for i in 0..n {
        d_head[i] += d[i] * dependent[i] + d[2 * n + i];
    }
}

fn roles(w: &Weights, a: &Activations, grads: &mut Weights, s: &mut Scratch) {
    if let (false, Some(mask)) = (a.dropped.is_empty(), a.masks.last()) {
        mask_in_place(&mut s.roles, mask, &a.sentences);
    }
    for (d, x) in s.roles.data.iter_mut().zip(&a.roles.data) {
        if *x <= 0.0 {
            *d = 0.0;
        }
    }
    product(a.top().view().transposed(), s.roles.view(), Into::Add, &mut grads.roles, (0, 0));
    add_columns(&mut grads.roles_bias.data, &s.roles);
    product(s.roles.view(), w.roles.view().transposed(), Into::Add, &mut s.top, (0, 0));
}

fn layers(w: &Weights, a: &mut Activations, grads: &mut Weights, s: &mut Scratch) {
    let dropping = !a.dropped.is_empty();
    if dropping {
        mask_in_place(&mut s.top, &a.masks[w.layers.len()], &a.sentences);
    }
    for (at, layer) in w.layers.iter().enumerate().rev() {
        let (below, rest) = a.layers.split_at_mut(at);
        let input = below.last().map_or(&a.input, |t| &t.out);
        let trace = &mut rest[0];
        recurrence::backward(layer, input, &a.sentences, trace, &mut s.top, &mut grads.layers[at]);
        let fed = a.dropped.get(at).unwrap_or(input);
        recurrence::backward_products(layer, fed, trace, &mut grads.layers[at], &mut s.through);
        if dropping {
            mask_in_place(&mut s.through, &a.masks[at], &a.sentences);
        }
        s.top.data.iter_mut().zip(&s.through.data).for_each(|(x, y)| *x += y);
    }
}

fn add(to: &mut [f32], factor: f32, from: &[f32]) {
    to.iter_mut().zip(from).for_each(|(x, y)| *x += factor * y);
}
