//! Learning to segment from treebanks.

use super::chunks::{Chunk, chunks, join_key, lower_hash, with_next};
use super::sentences::{View, features};
use super::{Piece, Segmenter};
use crate::classify::{Classifier, Example};
use demarche_text::{Sentence, Span, Str, conllu};
use std::collections::{BTreeMap, BTreeSet};

const EPOCHS: usize = 6;

/// Learns from whole treebanks. Paragraphs are where `newdoc` and `newpar` comments say; a treebank without any is one.
pub fn learn(treebanks: &[conllu::Read]) -> Segmenter {
    let paragraphs: Vec<Paragraph> = treebanks.iter().flat_map(paragraphs).collect();
    let mut segmenter = Segmenter {
        borders: Classifier::constant(3),
        ends: Classifier::constant(2),
        expands: Classifier::constant(2),
        expansions: expansions(&paragraphs),
        split_letters: Vec::new(),
        split_any_letters: false,
        joins: joins(&paragraphs),
    };
    learn_letters(&paragraphs, &mut segmenter);
    segmenter.borders = Classifier::train(3, &borders(&paragraphs, &segmenter), EPOCHS, 1);
    segmenter.ends = Classifier::train(2, &ends(&paragraphs), EPOCHS, 2);
    segmenter.expands = Classifier::train(2, &expands(&paragraphs, &segmenter.expansions), EPOCHS, 3);
    segmenter
}

/// A paragraph as a reader sees it, and what the treebank says about it.
struct Paragraph {
    text: String,
    pieces: Vec<Piece>,
    /// Indices of the pieces that end a sentence.
    ends: BTreeSet<usize>,
    /// Words of the pieces that stand for several.
    expanded: BTreeMap<usize, Vec<Str>>,
}

fn paragraphs(treebank: &conllu::Read) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    for sentence in &treebank.sentences {
        let new = sentence.comments.iter().any(|c| c.starts_with("newdoc") || c.starts_with("newpar"));
        if new || out.is_empty() {
            out.push(Paragraph {
                text: String::new(),
                pieces: Vec::new(),
                ends: BTreeSet::new(),
                expanded: BTreeMap::new(),
            });
        }
        if let Some(paragraph) = out.last_mut() {
            append(paragraph, &treebank.text, sentence);
        }
    }
    out
}

/// Sentences are separated by one space, as in the plain text of the shared tasks.
fn append(paragraph: &mut Paragraph, text: &str, sentence: &Sentence) {
    if !paragraph.text.is_empty() {
        paragraph.text.push(' ');
    }
    let shift = |span: Span, by: usize| {
        Span::new(span.start - sentence.span.start + by, span.end - sentence.span.start + by)
    };
    let by = paragraph.text.len();
    paragraph.text.push_str(sentence.span.of(text));
    let mut multiwords = sentence.multiwords.iter().peekable();
    let mut at = 0;
    while let Some(token) = sentence.tokens.get(at) {
        let Some(m) = multiwords.next_if(|m| m.first == at) else {
            paragraph.pieces.push(Piece { span: shift(token.span, by), joined: false });
            at += 1;
            continue;
        };
        let words = &sentence.tokens[m.first..=m.last.min(sentence.tokens.len() - 1)];
        if words.iter().all(|w| w.span == m.span) {
            let forms = words.iter().map(|w| w.form.to_lowercase()).collect();
            paragraph.expanded.insert(paragraph.pieces.len(), forms);
            paragraph.pieces.push(Piece { span: shift(m.span, by), joined: false });
        } else {
            paragraph.pieces.extend(
                words.iter().enumerate().map(|(i, w)| Piece { span: shift(w.span, by), joined: i > 0 }),
            );
        }
        at = m.last + 1;
    }
    if let Some(last) = paragraph.pieces.len().checked_sub(1) {
        paragraph.ends.insert(last);
    }
}

/// The most frequent words of each surface that is not the sum of its words.
fn expansions(paragraphs: &[Paragraph]) -> BTreeMap<Str, Vec<Str>> {
    let mut counts: BTreeMap<Str, BTreeMap<Vec<Str>, usize>> = BTreeMap::new();
    for paragraph in paragraphs {
        for (&at, words) in &paragraph.expanded {
            let surface = paragraph.pieces[at].span.of(&paragraph.text).to_lowercase();
            *counts.entry(surface.into()).or_default().entry(words.clone()).or_default() += 1;
        }
    }
    let most = |words: BTreeMap<Vec<Str>, usize>| {
        words.into_iter().max_by_key(|(_, n)| *n).map(|(w, _)| w).unwrap_or_default()
    };
    counts.into_iter().map(|(surface, words)| (surface, most(words))).collect()
}

/// Pairs of shapes that are one token, in spite of white space, more often than two.
fn joins(paragraphs: &[Paragraph]) -> Vec<u64> {
    let mut votes: BTreeMap<u64, i64> = BTreeMap::new();
    for Paragraph { text, pieces, .. } in paragraphs {
        let starts: BTreeSet<usize> = pieces.iter().map(|p| p.span.start).collect();
        let all: Vec<Span> = chunks(text, Span::new(0, text.len())).collect();
        for pair in all.windows(2) {
            let joined = !starts.contains(&pair[1].start);
            let vote = if joined { 1 } else { -1 };
            *votes.entry(join_key(pair[0].of(text), pair[1].of(text))).or_default() += vote;
        }
    }
    votes.into_iter().filter(|&(_, v)| v > 0).map(|(key, _)| key).collect()
}

/// Byte offsets where a piece begins, and whether it is joined to the one before it.
fn starts(paragraph: &Paragraph) -> BTreeMap<usize, bool> {
    paragraph.pieces.iter().map(|p| (p.span.start, p.joined)).collect()
}

/// Finds the stretches of letters that are split.
fn learn_letters(paragraphs: &[Paragraph], segmenter: &mut Segmenter) {
    let (mut whole, mut split) = (0usize, BTreeMap::<u64, usize>::new());
    for paragraph in paragraphs {
        let text = &paragraph.text;
        let starts = starts(paragraph);
        for chunk in chunks(text, Span::new(0, text.len())) {
            let form = chunk.of(text);
            if !form.chars().all(char::is_alphabetic) {
                continue;
            }
            if starts.range(chunk.start + 1..chunk.end).next().is_some() {
                *split.entry(lower_hash(form)).or_default() += 1;
            } else {
                whole += 1;
            }
        }
    }
    let splits: usize = split.values().sum();
    segmenter.split_any_letters = splits * 20 > whole;
    segmenter.split_letters = split.into_keys().collect();
}

fn borders(paragraphs: &[Paragraph], segmenter: &Segmenter) -> Vec<Example> {
    let mut examples = Vec::new();
    for paragraph in paragraphs {
        let text = &paragraph.text;
        let starts = starts(paragraph);
        for (chunk, next) in with_next(text, chunks(text, Span::new(0, text.len()))) {
            let form = chunk.of(text);
            if !segmenter.may_split(form) {
                continue;
            }
            let view = Chunk::new(form, next);
            for at in (1..view.chars.len()).filter(|&at| !view.is_fixed(at)) {
                let mut features = Vec::new();
                view.features(at, &mut features);
                let class = match starts.get(&(chunk.start + view.chars[at].0)) {
                    None => 0,
                    Some(false) => 1,
                    Some(true) => 2,
                };
                examples.push(Example { features, class });
            }
        }
    }
    examples
}

fn ends(paragraphs: &[Paragraph]) -> Vec<Example> {
    let mut examples = Vec::new();
    for Paragraph { text, pieces, ends, .. } in paragraphs {
        let (view, mut start) = (View::of(text, pieces), 0);
        // The last piece of a paragraph ends its sentence in any case: it teaches nothing.
        for at in 0..pieces.len().saturating_sub(1) {
            if !pieces[at + 1].joined {
                let class = usize::from(ends.contains(&at));
                examples.push(Example { features: features(&view, at, at - start).to_vec(), class });
            }
            if ends.contains(&at) {
                start = at + 1;
            }
        }
    }
    examples
}

fn expands(paragraphs: &[Paragraph], known: &BTreeMap<Str, Vec<Str>>) -> Vec<Example> {
    let mut examples = Vec::new();
    for Paragraph { text, pieces, expanded, .. } in paragraphs {
        let view = View::of(text, pieces);
        for (at, piece) in pieces.iter().enumerate() {
            if known.contains_key(piece.span.of(text).to_lowercase().as_str()) {
                let class = usize::from(expanded.contains_key(&at));
                examples.push(Example { features: features(&view, at, 0).to_vec(), class });
            }
        }
    }
    examples
}
