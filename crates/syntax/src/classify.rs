//! A multinomial logistic regression over hashed features: the workhorse of the segmenter.

use crate::random::Random;

/// Weights of a classifier; a feature is an index below [`Classifier::FEATURES`], a class a small number.
#[derive(Clone, Debug, PartialEq)]
pub struct Classifier {
    /// Number of classes.
    pub classes: usize,
    /// What each weight is multiplied by.
    pub scale: f32,
    /// `FEATURES × classes` weights; fewer are as good as zeros.
    pub weights: Vec<i16>,
}

/// One observation: the features that hold, and the class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Indices of features.
    pub features: Vec<u32>,
    /// The class.
    pub class: usize,
}

impl Classifier {
    /// Features are hashed into this many.
    pub const FEATURES: usize = 1 << 16;

    /// A classifier that always answers 0.
    pub fn constant(classes: usize) -> Self {
        Self { classes, scale: 1.0, weights: Vec::new() }
    }

    /// The most likely class, and how much likelier than class 0 it is, in nats.
    pub fn classify(&self, features: &[u32]) -> (usize, f32) {
        let mut sums = [0i32; 4];
        for &feature in features {
            let at = feature as usize * self.classes;
            if let Some(weights) = self.weights.get(at..at + self.classes) {
                sums.iter_mut().zip(weights).for_each(|(s, &w)| *s += i32::from(w));
            }
        }
        let sums = &sums[..self.classes.min(4)];
        let class = (0..sums.len()).rev().max_by_key(|&c| sums[c]).unwrap_or(0);
        (class, (sums[class] - sums[0]) as f32 * self.scale)
    }

    /// Learns from `examples` by stochastic gradient descent with a step for each weight (`AdaGrad`).
    pub fn train(classes: usize, examples: &[Example], epochs: usize, seed: u64) -> Self {
        let mut weights = vec![0.0f32; Self::FEATURES * classes];
        let mut squares = vec![1e-6f32; weights.len()];
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut random = Random::new(seed);
        for _ in 0..epochs {
            random.shuffle(&mut order);
            for &at in &order {
                update(&mut weights, &mut squares, classes, &examples[at]);
            }
        }
        let top = weights.iter().fold(0.0f32, |m, w| m.max(w.abs())).max(1e-6);
        let scale = top / 32_000.0;
        let mut weights: Vec<i16> = weights.iter().map(|w| (w / scale).round() as i16).collect();
        let used = weights.iter().rposition(|&w| w != 0).map_or(0, |last| last + 1);
        weights.truncate(used.next_multiple_of(classes));
        Self { classes, scale, weights }
    }
}

/// How far a weight moves at first.
const STEP: f32 = 0.15;
/// How strongly weights are drawn to zero, an example.
const DECAY: f32 = 2e-6;

fn update(weights: &mut [f32], squares: &mut [f32], classes: usize, example: &Example) {
    let mut scores = vec![0.0f32; classes];
    for &feature in &example.features {
        let row = &weights[feature as usize * classes..][..classes];
        scores.iter_mut().zip(row).for_each(|(s, w)| *s += w);
    }
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for s in &mut scores {
        *s = (*s - top).exp();
    }
    let sum: f32 = scores.iter().sum();
    for (class, score) in scores.iter().enumerate() {
        let wrong = score / sum - f32::from(u8::from(class == example.class));
        for &feature in &example.features {
            let at = feature as usize * classes + class;
            let gradient = wrong + DECAY * weights[at];
            squares[at] += gradient * gradient;
            weights[at] -= STEP * gradient / squares[at].sqrt();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_learns_what_can_be_learnt() {
        let examples: Vec<Example> = (0..300u32)
            .map(|i| Example { features: vec![i % 3, 10 + i % 7], class: (i % 3) as usize })
            .collect();
        let classifier = Classifier::train(3, &examples, 3, 1);
        assert!(examples.iter().all(|e| classifier.classify(&e.features).0 == e.class));
        assert_eq!(Classifier::constant(3).classify(&[1, 2, 70_000]), (0, 0.0));
    }
}
