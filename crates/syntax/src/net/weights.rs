//! The weights of the network, by name and as one list.

use super::matrix::Matrix;
use super::recurrence::Layer;
use super::rounded::Rounded;
use crate::random::Random;

/// Sizes of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Width of each direction of a recurrent layer; words enter twice as wide.
    pub hidden: usize,
    /// Number of recurrent layers.
    pub layers: usize,
    /// Width of the vectors that score arcs.
    pub arc: usize,
    /// Width of the vectors that label arcs.
    pub label: usize,
    /// Number of UPOS, XPOS and FEATS values together.
    pub tags: usize,
    /// Number of relations.
    pub relations: usize,
}

/// Signed distances between word and head fall into this many classes.
pub const DISTANCES: usize = 24;

/// Every weight of the network; also used for gradients and for the optimiser's moments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// Recurrent layers, lowest first.
    pub layers: Vec<Layer>,
    /// `2 hidden × tags`.
    pub tag: Matrix,
    /// `1 × tags`.
    pub tag_bias: Matrix,
    /// `2 hidden × (2 arc + 2 label)`: arc dependent, arc head, label dependent, label head.
    pub roles: Matrix,
    /// `1 × (2 arc + 2 label)`.
    pub roles_bias: Matrix,
    /// `1 × (arc + label)`: the artificial root as a head.
    pub root: Matrix,
    /// `arc × arc`.
    pub arc: Matrix,
    /// `1 × arc`: how likely a word is a head at all.
    pub arc_head: Matrix,
    /// `1 × DISTANCES`.
    pub distance: Matrix,
    /// `3 label × relations`: product, dependent, head.
    pub label: Matrix,
    /// `1 × relations`.
    pub label_bias: Matrix,
}

/// The weights of the large products, rounded for use without training.
#[derive(Clone, Debug, Default)]
pub struct RoundedWeights {
    /// Weights of each recurrent layer.
    pub layers: Vec<Rounded>,
    /// As in [`Weights`].
    pub tag: Rounded,
    /// As in [`Weights`].
    pub roles: Rounded,
    /// As in [`Weights`].
    pub arc: Rounded,
    /// As in [`Weights`].
    pub label: Rounded,
}

impl RoundedWeights {
    /// Rounds them.
    pub fn of(w: &Weights) -> Self {
        Self {
            layers: w.layers.iter().map(|layer| Rounded::of(&layer.weights)).collect(),
            tag: Rounded::of(&w.tag),
            roles: Rounded::of(&w.roles),
            arc: Rounded::of(&w.arc),
            label: Rounded::of(&w.label),
        }
    }
}

impl Weights {
    /// All zeros.
    pub fn zeros(shape: Shape) -> Self {
        let Shape { hidden, layers, arc, label, tags, relations } = shape;
        let roles = 2 * (arc + label);
        let layer = Layer {
            weights: Matrix::zeros(2 * hidden, 6 * hidden),
            bias: Matrix::zeros(1, 6 * hidden),
            peep: Matrix::zeros(1, 4 * hidden),
        };
        Self {
            layers: vec![layer; layers],
            tag: Matrix::zeros(2 * hidden, tags),
            tag_bias: Matrix::zeros(1, tags),
            roles: Matrix::zeros(2 * hidden, roles),
            roles_bias: Matrix::zeros(1, roles),
            root: Matrix::zeros(1, arc + label),
            arc: Matrix::zeros(arc, arc),
            arc_head: Matrix::zeros(1, arc),
            distance: Matrix::zeros(1, DISTANCES),
            label: Matrix::zeros(3 * label, relations),
            label_bias: Matrix::zeros(1, relations),
        }
    }

    /// Random weights to start training from.
    pub fn random(shape: Shape, random: &mut Random) -> Self {
        let mut weights = Self::zeros(shape);
        for matrix in weights.list_mut() {
            if matrix.rows > 1 {
                let scale = (3.0 / matrix.rows as f32).sqrt();
                matrix.data.iter_mut().for_each(|x| *x = random.symmetric(scale));
            }
        }
        weights.root.data.iter_mut().for_each(|x| *x = random.symmetric(0.5));
        // Small at first, so that heads are chosen by learning and not by chance.
        weights.arc.data.iter_mut().for_each(|x| *x *= 0.3);
        weights
    }

    /// Every matrix, in a fixed order.
    pub fn list(&self) -> Vec<&Matrix> {
        let mut list: Vec<&Matrix> =
            self.layers.iter().flat_map(|l| [&l.weights, &l.bias, &l.peep]).collect();
        list.extend([&self.tag, &self.tag_bias, &self.roles, &self.roles_bias, &self.root, &self.arc]);
        list.extend([&self.arc_head, &self.distance, &self.label, &self.label_bias]);
        list
    }

    /// Every matrix, in the order of [`Weights::list`], to be changed.
    pub fn list_mut(&mut self) -> Vec<&mut Matrix> {
        let mut list: Vec<&mut Matrix> =
            self.layers.iter_mut().flat_map(|l| [&mut l.weights, &mut l.bias, &mut l.peep]).collect();
        list.extend([&mut self.tag, &mut self.tag_bias, &mut self.roles, &mut self.roles_bias]);
        list.extend([&mut self.root, &mut self.arc, &mut self.arc_head, &mut self.distance]);
        list.extend([&mut self.label, &mut self.label_bias]);
        list
    }
}

/// Class of the signed distance from a word to its head, both counted from 0.
pub fn distance_class(word: usize, head: usize) -> usize {
    let gap = word.abs_diff(head);
    let bucket = match gap {
        0..=5 => gap.saturating_sub(1),
        6 | 7 => 5,
        8..=10 => 6,
        11..=15 => 7,
        16..=22 => 8,
        23..=32 => 9,
        33..=50 => 10,
        _ => 11,
    };
    if head < word { bucket } else { DISTANCES / 2 + bucket }
}
