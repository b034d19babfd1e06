//! A bidirectional simple recurrent unit: matrix products over all words at once, then a recurrence that is
//! element-wise in time.
//!
//! # Source
//! Lei, Zhang, Wang, Dai and Artzi (2018), "Simple Recurrent Units for Highly Parallelizable Recurrence", EMNLP.

use super::matrix::{Into, Matrix, add_columns, product};
use std::ops::Range;

/// Weights of one layer of width `2 × hidden`, input as wide as output.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// `2 hidden × 6 hidden`: for each direction the candidate, the forget gate, the highway gate.
    pub weights: Matrix,
    /// `1 × 6 hidden`: biases in the same order.
    pub bias: Matrix,
    /// `1 × 4 hidden`: what the state adds to the forget and the highway gate, for each direction.
    pub peep: Matrix,
}

/// What a layer computed, kept for the gradient.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Candidates and gates before and after their non-linearity, `words × 6 hidden`.
    pub gates: Matrix,
    /// States, `words × 2 hidden`.
    pub state: Matrix,
    /// Output, `words × 2 hidden`.
    pub out: Matrix,
}

/// Runs the recurrence of `layer` over each sentence. `trace.gates` holds the products with the weights, `input` is
/// what the highway carries. What the gradient needs is left in `trace` where it is to be `kept`.
pub fn forward(layer: &Layer, input: &Matrix, sentences: &[Range<usize>], trace: &mut Trace, kept: bool) {
    let width = input.cols;
    trace.state.reshape(if kept { input.rows } else { 0 }, width);
    trace.out.reshape(input.rows, width);
    for sentence in sentences {
        for backward in [false, true] {
            scan(layer, input, sentence.clone(), backward, trace, kept);
        }
    }
}

fn scan(
    layer: &Layer,
    input: &Matrix,
    sentence: Range<usize>,
    backward: bool,
    trace: &mut Trace,
    kept: bool,
) {
    let hidden = input.cols / 2;
    let side = usize::from(backward);
    let bias = &layer.bias.data[side * 3 * hidden..][..3 * hidden];
    let (peep_f, peep_r) = layer.peep.data[side * 2 * hidden..][..2 * hidden].split_at(hidden);
    let mut carry = vec![0.0; hidden];
    let columns = side * hidden..(side + 1) * hidden;
    for at in in_time(sentence, backward) {
        let gates = &mut trace.gates.row_mut(at)[side * 3 * hidden..][..3 * hidden];
        let out = &mut trace.out.row_mut(at)[columns.clone()];
        let input = &input.row(at)[columns.clone()];
        if kept {
            let state = &mut trace.state.row_mut(at)[columns.clone()];
            step(gates, bias, (peep_f, peep_r), input, &mut carry, state, out);
        } else {
            pass(gates, bias, (peep_f, peep_r), input, &mut carry, out);
        }
    }
}

#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
fn step(
    gates: &mut [f32],
    bias: &[f32],
    (peep_f, peep_r): (&[f32], &[f32]),
    input: &[f32],
    carry: &mut [f32],
    state: &mut [f32],
    out: &mut [f32],
) {
    let n = carry.len();
    let (u, rest) = gates.split_at_mut(n);
    let (f, r) = rest.split_at_mut(n);
    let (bias_u, rest) = bias.split_at(n);
    let (bias_f, bias_r) = rest.split_at(n);
    let (f, r, bias_r) = (&mut f[..n], &mut r[..n], &bias_r[..n]);
    let (peep_f, peep_r, input) = (&peep_f[..n], &peep_r[..n], &input[..n]);
    let (carry, state, out) = (&mut carry[..n], &mut state[..n], &mut out[..n]);
    for i in 0..n {
        let c = carry[i];
        u[i] += bias_u[i];
        f[i] = sigmoid(f[i] + peep_f[i] * c + bias_f[i]);
        r[i] = sigmoid(r[i] + peep_r[i] * c + bias_r[i]);
        (carry[i], out[i]) = unit(u[i], f[i], r[i], c, input[i]);
        state[i] = carry[i];
    }
}

/// As [`step`], keeping nothing but the state.
#[multiversion::multiversion(targets("x86_64+avx2+fma"))]
fn pass(
    gates: &[f32],
    bias: &[f32],
    (peep_f, peep_r): (&[f32], &[f32]),
    input: &[f32],
    carry: &mut [f32],
    out: &mut [f32],
) {
    let n = carry.len();
    let (u, rest) = gates.split_at(n);
    let (f, r) = rest.split_at(n);
    let (bias_u, rest) = bias.split_at(n);
    let (bias_f, bias_r) = rest.split_at(n);
    let (f, r, bias_r) = (&f[..n], &r[..n], &bias_r[..n]);
    let (peep_f, peep_r, input) = (&peep_f[..n], &peep_r[..n], &input[..n]);
    let (carry, out) = (&mut carry[..n], &mut out[..n]);
    for i in 0..n {
        let c = carry[i];
        let f = sigmoid(f[i] + peep_f[i] * c + bias_f[i]);
        let r = sigmoid(r[i] + peep_r[i] * c + bias_r[i]);
        (carry[i], out[i]) = unit(u[i] + bias_u[i], f, r, c, input[i]);
    }
}

/// State and output of a unit: candidate, gates, state before, what the highway carries.
#[inline]
fn unit(u: f32, f: f32, r: f32, c: f32, x: f32) -> (f32, f32) {
    let next = u + f * (c - u);
    (next, x + r * (next - x))
}

/// Turns `d_out`, the gradient of the output, into the gradient of the gates' products (left in `trace.gates`) and of
/// what the highway carried (left in `d_out`); adds to the gradients of bias and peepholes in `grads`.
pub fn backward(
    layer: &Layer,
    input: &Matrix,
    sentences: &[Range<usize>],
    trace: &mut Trace,
    d_out: &mut Matrix,
    grads: &mut Layer,
) {
    for sentence in sentences {
        for backward in [false, true] {
            scan_back(layer, input, sentence.clone(), backward, trace, d_out, grads);
        }
    }
    add_columns(&mut grads.bias.data, &trace.gates);
}

fn scan_back(
    layer: &Layer,
    input: &Matrix,
    sentence: Range<usize>,
    backward: bool,
    trace: &mut Trace,
    d_out: &mut Matrix,
    grads: &mut Layer,
) {
    let n = input.cols / 2;
    let side = usize::from(backward);
    let (peep_f, peep_r) = layer.peep.data[side * 2 * n..][..2 * n].split_at(n);
    let (grad_f, grad_r) = grads.peep.data[side * 2 * n..][..2 * n].split_at_mut(n);
    let mut carry = vec![0.0; n];
    let zeros = vec![0.0; n];
    let columns = side * n..(side + 1) * n;
    for at in in_time(sentence.clone(), !backward) {
        let before = if backward { at + 1 } else { at.wrapping_sub(1) };
        let previous =
            if sentence.contains(&before) { &trace.state.row(before)[columns.clone()] } else { &zeros[..] };
        let (u, rest) = trace.gates.row_mut(at)[side * 3 * n..][..3 * n].split_at_mut(n);
        let (f, r) = rest.split_at_mut(n);
        let state = &trace.state.row(at)[columns.clone()];
        let input = &input.row(at)[columns.clone()];
        let d_out = &mut d_out.row_mut(at)[columns.clone()];
        for i in 0..n {
            let (d, c) = (d_out[i], previous[i]);
            let d_r = d * (state[i] - input[i]) * r[i] * (1.0 - r[i]);
            let d_state = carry[i] + d * r[i];
            d_out[i] = d * (1.0 - r[i]);
            let d_f = d_state * (c - u[i]) * f[i] * (1.0 - f[i]);
            carry[i] = d_state * f[i] + d_f * peep_f[i] + d_r * peep_r[i];
            u[i] = d_state * (1.0 - f[i]);
            grad_f[i] += d_f * c;
            grad_r[i] += d_r * c;
            (f[i], r[i]) = (d_f, d_r);
        }
    }
}

/// The words of a sentence in the order a direction reads them.
fn in_time(sentence: Range<usize>, backward: bool) -> impl Iterator<Item = usize> {
    let Range { start, end } = sentence;
    (start..end).map(move |at| if backward { start + end - 1 - at } else { at })
}

/// The logistic function, to about seven digits, in a form that compilers vectorise.
#[inline]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The exponential function, to about six digits, in a form that compilers vectorise.
#[inline]
pub fn exp(x: f32) -> f32 {
    // Adding 1.5 × 2^23 rounds to an integer, which is then found in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let scaled = x.clamp(-87.0, 88.0) * std::f32::consts::LOG2_E;
    let rounded = scaled + ROUND;
    let part = scaled - (rounded - ROUND);
    let power = f32::from_bits((rounded.to_bits() << 23).wrapping_add(0x3F80_0000));
    let series = 0.055_502_34 + part * (0.009_618_022 + part * 0.001_339_887_4);
    power * (1.0 + part * (std::f32::consts::LN_2 + part * (0.240_222_4 + part * series)))
}

/// Gradient of the weights, and of the input through them: `trace.gates` holds the gradient of the products.
pub fn backward_products(
    layer: &Layer,
    input: &Matrix,
    trace: &Trace,
    grads: &mut Layer,
    d_input: &mut Matrix,
) {
    product(input.view().transposed(), trace.gates.view(), Into::Add, &mut grads.weights, (0, 0));
    d_input.reshape(input.rows, input.cols);
    product(trace.gates.view(), layer.weights.view().transposed(), Into::Replace, d_input, (0, 0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close() {
        for x in [-20.0f32, -3.3, -0.5, 0.0, 0.1, 1.0, 5.7, 30.0] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 3e-6, "{x}");
        }
        assert!(sigmoid(-1000.0) < 1e-30 && sigmoid(1000.0) > 0.999);
    }
}
