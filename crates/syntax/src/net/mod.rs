//! The neural network that tags and parses: its weights, what it computes, and the gradient of what it computes.
//!
//! A word enters as a vector; bidirectional recurrent layers read the sentence; linear layers give UPOS, XPOS and
//! FEATS, a biaffine form scores each word as head of each other, and a second one labels the chosen arcs.
//!
//! It leaves out what words look like (`input`) and how a tree is chosen from scores (`tree`).
//!
//! # Source
//! Dozat and Manning (2017), "Deep Biaffine Attention for Neural Dependency Parsing", ICLR.

#![allow(clippy::many_single_char_names, reason = "operands and gates are named as the papers name them")]

mod backward;
mod forward;
mod matrix;
mod recurrence;
mod rounded;
mod weights;

pub use backward::{Gold, Loss, Scratch, backward};
pub use forward::{Activations, Dropout, encode, feed, label};
pub use matrix::{Into, Matrix, product};
pub use recurrence::sigmoid;
pub use weights::{RoundedWeights, Shape, Weights};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    const SHAPE: Shape = Shape { hidden: 4, layers: 2, arc: 5, label: 3, tags: 6, relations: 4 };

    fn gold() -> Gold {
        Gold {
            tags: vec![
                (0..2, vec![Some(0), Some(1), Some(1), None, Some(0), Some(1)]),
                (2..6, vec![Some(3), Some(0), None, Some(1), Some(2), Some(2)]),
            ],
            heads: [2, 0, 2, 3, 0, 1].map(Some).to_vec(),
            relations: vec![Some(0), Some(1), Some(2), Some(3), Some(1), None],
        }
    }

    fn activations(random: &mut Random) -> Activations {
        let input = Matrix::zeros(6, 2 * SHAPE.hidden);
        let mut a = Activations { sentences: vec![0..4, 4..6], input, ..Activations::default() };
        a.input.data.iter_mut().for_each(|x| *x = random.symmetric(1.0));
        a
    }

    fn loss(w: &Weights, a: &mut Activations, dropout: Option<u64>) -> (f32, Weights, Matrix) {
        let mut grads = Weights::zeros(SHAPE);
        let mut random = Random::new(dropout.unwrap_or(0));
        let dropout = dropout.map(|_| Dropout { random: &mut random, layer: 0.2, head: 0.3 });
        encode(w, None, a, dropout);
        label(w, None, a, &[2, 0, 2, 3, 0, 1]);
        let mut scratch = Scratch::default();
        let (loss, d_input) = backward(w, a, &gold(), &mut grads, &mut scratch);
        (loss.tags + loss.arcs + loss.labels, grads, d_input.clone())
    }

    /// Compares gradients with finite differences.
    fn check(dropout: Option<u64>) {
        const STEP: f32 = 1e-3;
        let mut random = Random::new(3);
        let mut w = Weights::random(SHAPE, &mut random);
        for matrix in w.list_mut() {
            matrix.data.iter_mut().for_each(|x| *x += random.symmetric(0.2));
        }
        let mut a = activations(&mut random);
        let (_, grads, d_input) = loss(&w, &mut a, dropout);
        let near = |found: f32, expected: f32, what: &str| {
            assert!((found - expected).abs() < 4e-3 + 0.03 * expected.abs(), "{what}: {found} {expected}");
        };
        for m in 0..w.list().len() {
            for at in (0..w.list()[m].data.len()).step_by(3) {
                let mut moved = |by: f32| {
                    let mut w = w.clone();
                    w.list_mut()[m].data[at] += by;
                    loss(&w, &mut a, dropout).0
                };
                let expected = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
                near(grads.list()[m].data[at], expected, &format!("matrix {m}, value {at}"));
            }
        }
        for at in 0..a.input.data.len() {
            let moved = |by: f32| {
                let mut a = a.clone();
                a.input.data[at] += by;
                loss(&w, &mut a, dropout).0
            };
            let expected = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
            near(d_input.data[at], expected, &format!("input {at}"));
        }
    }

    #[test]
    fn rounded_weights_give_nearly_the_same() {
        let w = Weights::random(SHAPE, &mut Random::new(3));
        let rounded = RoundedWeights::of(&w);
        let scores = |rounded: Option<&RoundedWeights>| {
            let mut a = activations(&mut Random::new(4));
            encode(&w, rounded, &mut a, None);
            label(&w, rounded, &mut a, &[2, 0, 2, 3, 0, 1]);
            [a.tags.data, a.labels.data, a.arcs[0].data.clone()].concat()
        };
        let (exact, rounded) = (scores(None), scores(Some(&rounded)));
        assert!(exact.iter().zip(&rounded).all(|(x, y)| (x - y).abs() < 0.01), "{exact:?} {rounded:?}");
    }

    #[test]
    fn gradients_are_those_of_the_loss() {
        check(None);
    }

    #[test]
    fn gradients_are_right_under_dropout() {
        check(Some(9));
    }
}
