//! From sentences to the numbers that the network is trained with.

use super::{Answers, Example, Gold, Labels, Rows, Trainer};
use crate::input::{Pieces, key};
use crate::model::piece_factor;
use crate::net::Matrix;
use demarche_text::Upos;

/// What one word enters the network with.
pub struct Input {
    word: usize,
    /// False where what training adds to a given vector is left out, as it is for words that training never sees.
    tuned: bool,
    pieces: Vec<u32>,
}

/// Groups sentences until about `words` words are in a group.
pub fn batches<'a, 's>(
    examples: &'a [&'s Example<'s>],
    words: usize,
) -> impl Iterator<Item = &'a [&'s Example<'s>]> {
    let mut rest = examples;
    std::iter::from_fn(move || {
        let mut count = 0;
        let mut sum = 0;
        while count < rest.len() && (count == 0 || sum + rest[count].sentence.tokens.len() / 2 <= words) {
            sum += rest[count].sentence.tokens.len();
            count += 1;
        }
        let (batch, after) = rest.split_at(count);
        rest = after;
        (!batch.is_empty()).then_some(batch)
    })
}

/// Some sentences are read in one case, as headlines and careless writers have it.
#[derive(Clone, Copy)]
enum Noise {
    None,
    Upper,
    Lower,
}

/// Looks up every word; rare words are sometimes taken for unknown ones, so that those are learned too.
pub fn inputs(trainer: &mut Trainer, batch: &[&Example<'_>]) -> Vec<Input> {
    let buckets = Pieces { buckets: trainer.pieces.values.rows };
    let mut inputs = Vec::new();
    for Example { sentence, .. } in batch {
        let noise = match trainer.random.unit() {
            x if x < 0.02 => Noise::Upper,
            x if x < 0.04 => Noise::Lower,
            _ => Noise::None,
        };
        for (at, token) in sentence.tokens.iter().enumerate() {
            let form = match noise {
                Noise::None => token.form.clone(),
                Noise::Upper => token.form.to_uppercase(),
                Noise::Lower => token.form.to_lowercase(),
            };
            let mut word = trainer.index.get(key(&form)).unwrap_or(0);
            let count = trainer.counts[word] as f32;
            let given = trainer.is_given[word];
            let rarity = if given { 0.02 } else { 0.25 };
            if trainer.random.unit() < rarity / (rarity + count) {
                word = 0;
            }
            let tuned = !given || trainer.random.unit() >= 0.3 / (0.3 + count);
            let mut pieces = Vec::new();
            buckets.of(&form, at == 0, &mut pieces);
            inputs.push(Input { word, tuned, pieces });
        }
    }
    let mut row = 0;
    trainer.net.sentences.clear();
    for Example { sentence, .. } in batch {
        trainer.net.sentences.push(row..row + sentence.tokens.len());
        row += sentence.tokens.len();
    }
    inputs
}

/// Writes the vectors of `inputs` where the network reads them.
pub fn fill(trainer: &mut Trainer, inputs: &[Input]) {
    let hidden = trainer.shape.hidden;
    let matrix = &mut trainer.net.input;
    matrix.reset(inputs.len(), 2 * hidden);
    for (row, input) in inputs.iter().enumerate() {
        let (word, spelling) = matrix.row_mut(row).split_at_mut(hidden);
        word.copy_from_slice(trainer.given.row(input.word));
        if input.tuned {
            word.iter_mut().zip(trainer.words.values.row(input.word)).for_each(|(x, d)| *x += d);
        }
        let factor = piece_factor(input.pieces.len());
        for &piece in &input.pieces {
            let vector = trainer.pieces.values.row(piece as usize);
            spelling.iter_mut().zip(vector).for_each(|(x, v)| *x += factor * v);
        }
    }
}

/// Gives each vector its part of the gradient of the input.
pub fn spread(inputs: &[Input], gradient: &Matrix, words: &mut Rows, pieces: &mut Rows) {
    for (row, input) in inputs.iter().enumerate() {
        let (word, spelling) = gradient.row(row).split_at(gradient.cols / 2);
        if input.tuned {
            words.add(input.word, 1.0, word);
        }
        let factor = piece_factor(input.pieces.len());
        input.pieces.iter().for_each(|&piece| pieces.add(piece as usize, factor, spelling));
    }
}

/// The right answers.
pub fn gold(labels: &Labels, answers: &Answers, batch: &[&Example<'_>]) -> Gold {
    // What an example does not say is left open: nothing is learned there.
    let tokens = || batch.iter().flat_map(|e| e.sentence.tokens.iter().map(|t| e.has_tree.then_some(t)));
    let [upos, xpos, feats, entities] = labels.columns();
    debug_assert_eq!(upos.len(), Upos::ALL.len());
    Gold {
        tags: vec![
            (upos, tokens().map(|t| Some(t?.upos as usize)).collect()),
            (xpos, tokens().map(|t| answers.xpos.get(&t?.xpos).copied()).collect()),
            (feats, tokens().map(|t| answers.feats.get(&t?.feats).copied()).collect()),
            (entities, batch.iter().flat_map(|e| e.entity_tags(&labels.entities)).collect()),
        ],
        heads: tokens().map(|t| Some(t?.head.map_or(0, |h| h + 1))).collect(),
        relations: tokens().map(|t| answers.relations.get(&t?.deprel).copied()).collect(),
    }
}
