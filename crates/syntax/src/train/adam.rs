//! The Adam optimiser, for all of a matrix and for the rows that a batch touched.
//!
//! # Source
//! Kingma and Ba (2015), "Adam: A Method for Stochastic Optimization", ICLR.

use crate::net::Matrix;

/// What a step needs beside the gradient.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Learning rate.
    pub rate: f32,
    /// What the gradient is multiplied by first (clipping).
    pub clip: f32,
    /// Number of this step, from 1.
    pub at: i32,
}

const FIRST: f32 = 0.9;
const SECOND: f32 = 0.98;
const EPSILON: f32 = 1e-8;

impl Step {
    /// Learning rate with the correction for moments that start at zero.
    fn corrected(self) -> f32 {
        self.rate * (1.0 - SECOND.powi(self.at)).sqrt() / (1.0 - FIRST.powi(self.at))
    }

    /// Moves `values` against the gradient `grads`, and clears it.
    pub fn apply(self, values: &mut [f32], grads: &mut [f32], moments: &mut [f32], squares: &mut [f32]) {
        let rate = self.corrected();
        let n = values.len();
        let (grads, moments, squares) = (&mut grads[..n], &mut moments[..n], &mut squares[..n]);
        for i in 0..n {
            let g = grads[i] * self.clip;
            grads[i] = 0.0;
            moments[i] += (1.0 - FIRST) * (g - moments[i]);
            squares[i] += (1.0 - SECOND) * (g * g - squares[i]);
            values[i] -= rate * moments[i] / (squares[i].sqrt() + EPSILON);
        }
    }
}

/// A table of vectors that is trained a few rows at a time.
#[derive(Debug, Default)]
pub struct Rows {
    /// The vectors.
    pub values: Matrix,
    grads: Matrix,
    moments: Matrix,
    squares: Matrix,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
}

impl Rows {
    /// Starts from `values`.
    pub fn new(values: Matrix) -> Self {
        let (rows, cols) = (values.rows, values.cols);
        let zeros = || Matrix::zeros(rows, cols);
        Self {
            values,
            grads: zeros(),
            moments: zeros(),
            squares: zeros(),
            touched: Vec::new(),
            is_touched: vec![false; rows],
        }
    }

    /// Adds `factor × gradient` to the gradient of row `at`.
    pub fn add(&mut self, at: usize, factor: f32, gradient: &[f32]) {
        if !self.is_touched[at] {
            self.is_touched[at] = true;
            self.touched.push(at as u32);
        }
        self.grads.row_mut(at).iter_mut().zip(gradient).for_each(|(x, g)| *x += factor * g);
    }

    /// Sum of the squares of the gradient.
    pub fn square(&self) -> f32 {
        self.touched.iter().map(|&at| square(self.grads.row(at as usize))).sum()
    }

    /// Moves the rows that were touched.
    pub fn step(&mut self, step: Step) {
        for at in self.touched.drain(..) {
            let at = at as usize;
            self.is_touched[at] = false;
            step.apply(
                self.values.row_mut(at),
                self.grads.row_mut(at),
                self.moments.row_mut(at),
                self.squares.row_mut(at),
            );
        }
    }
}

/// Sum of squares.
pub fn square(values: &[f32]) -> f32 {
    values.iter().map(|x| x * x).sum()
}
