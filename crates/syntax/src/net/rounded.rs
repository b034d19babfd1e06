//! Matrix products over whole numbers: twice as fast as floating point where the processor adds up products of 16 bits, and the
//! same on every machine, since nothing is rounded on the way.
//!
//! Weights are rounded once, each column with its own scale; the rows they are multiplied by, each row with its own. As many
//! bits are kept as cannot overflow a sum of 32: eleven and a sign, for up to 512 terms.
//!
//! It leaves out training, which needs what is rounded away.

use super::matrix::{Matrix, View};

/// Columns that stand together in memory, so that a small kernel reads one stretch of it; two such panels make a tile.
const COLUMNS: usize = 16;

/// Rows that stand together in memory; two such bands make a tile.
const ROWS: usize = 4;

/// Sums of a tile.
type Tile = [[i32; 2 * COLUMNS]; 2 * ROWS];

/// Two neighbouring terms of each row of a band.
type Terms = [i32; ROWS];

/// Two neighbouring terms of each column of a panel: column after column, its two terms side by side.
type Step = [i16; 2 * COLUMNS];

/// A matrix of weights, rounded and laid out for products.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rounded {
    rows: usize,
    cols: usize,
    /// For each [`COLUMNS`] columns their terms from top to bottom, two at a time; an even number of panels.
    panels: Vec<Step>,
    /// What a sum of each column is multiplied by.
    scales: Vec<f32>,
}

/// Memory for the rows of a product, kept from one to the next; rows that fill the last tile are zeros.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// For each [`ROWS`] rows their terms from left to right, two at a time; an even number of bands.
    terms: Vec<Terms>,
    /// What a sum of each row is multiplied by.
    scales: Vec<f32>,
}

impl Rounded {
    /// Rounds a matrix of weights.
    pub fn of(weights: &Matrix) -> Self {
        let (rows, cols) = (weights.rows, weights.cols);
        let most = largest(rows);
        let mut tops = vec![0.0_f32; cols];
        for row in weights.data.chunks_exact(cols.max(1)) {
            tops.iter_mut().zip(row).for_each(|(top, x)| *top = top.max(x.abs()));
        }
        let scales: Vec<f32> = tops.iter().map(|&top| scale(top, most)).collect();
        let steps = rows.div_ceil(2);
        let mut panels = vec![[0; 2 * COLUMNS]; 2 * steps * cols.div_ceil(2 * COLUMNS)];
        for (at, row) in weights.data.chunks_exact(cols.max(1)).enumerate() {
            for (col, (x, scale)) in row.iter().zip(&scales).enumerate() {
                let step = &mut panels[col / COLUMNS * steps + at / 2];
                step[2 * (col % COLUMNS) + at % 2] = (x / scale).round() as i16;
            }
        }
        Self { rows, cols, panels, scales }
    }

    /// Writes `a × self` into `out`, which has that shape afterwards.
    ///
    /// # Panics
    /// If `a` has not as many columns as the weights have rows.
    pub fn product(&self, a: View<'_>, scratch: &mut Scratch, out: &mut Matrix) {
        assert_eq!(a.cols(), self.rows, "shapes of a product fit");
        out.reshape(a.rows(), self.cols);
        let steps = self.rows.div_ceil(2);
        if out.data.is_empty() || steps == 0 {
            out.data.fill(0.0);
            return;
        }
        scratch.round(a, steps);
        let kernel = kernel();
        let mut tile = [[0; 2 * COLUMNS]; 2 * ROWS];
        for (panels, first) in self.panels.chunks_exact(2 * steps).zip((0..).step_by(2 * COLUMNS)) {
            let columns = first..self.cols.min(first + 2 * COLUMNS);
            for (bands, top) in scratch.terms.chunks_exact(2 * steps).zip((0..).step_by(2 * ROWS)) {
                kernel(bands, panels, &mut tile);
                let rows = top..a.rows().min(top + 2 * ROWS);
                let scales = (&scratch.scales[rows.clone()], &self.scales[columns.clone()]);
                write(&tile, scales, &mut out.data[rows.start * self.cols + first..], self.cols);
            }
        }
    }
}

impl Scratch {
    /// Rounds the rows of `a`; rows that fill the last tile are zeros.
    fn round(&mut self, a: View<'_>, steps: usize) {
        let most = largest(a.cols());
        let rows = a.rows().next_multiple_of(2 * ROWS);
        self.terms.resize(rows / ROWS * steps, [0; ROWS]);
        self.scales.clear();
        for row in a.rows()..rows {
            self.terms[row / ROWS * steps..][..steps].iter_mut().for_each(|terms| terms[row % ROWS] = 0);
        }
        for row in 0..a.rows() {
            let values = a.row(row);
            let scale = scale(top(values), most);
            self.scales.push(scale);
            let band = &mut self.terms[row / ROWS * steps..][..steps];
            round(values, 1.0 / scale, row % ROWS, band);
        }
    }
}

/// The largest value that cannot overflow a sum of so many products.
fn largest(terms: usize) -> f32 {
    (f64::from(i32::MAX) / terms.max(2) as f64).sqrt().floor().min(f64::from(i16::MAX)) as f32
}

/// What rounded values are multiplied by, so that the largest becomes `top` again.
fn scale(top: f32, most: f32) -> f32 {
    if top > 0.0 && top.is_finite() { top / most } else { 1.0 }
}

#[multiversion::multiversion(targets("x86_64+avx2"))]
fn top(values: &[f32]) -> f32 {
    values.iter().fold(0.0, |top: f32, x| top.max(x.abs()))
}

/// Rounds to the nearest whole number by adding 1.5 × 2^23, which leaves it in the low bits.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn round(values: &[f32], factor: f32, row: usize, band: &mut [Terms]) {
    const ROUND: f32 = 12_582_912.0;
    let whole = |x: f32| (x * factor + ROUND).to_bits() & 0xFFFF;
    let (pairs, rest) = values.as_chunks::<2>();
    for (&[low, high], step) in pairs.iter().zip(&mut *band) {
        step[row] = (whole(low) | whole(high) << 16) as i32;
    }
    if let (&[last], Some(step)) = (rest, band.last_mut()) {
        step[row] = whole(last) as i32;
    }
}

/// Writes the sums of a tile, scaled by row and by column, into rows that begin `step` values after one another.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn write(tile: &Tile, (rows, columns): (&[f32], &[f32]), to: &mut [f32], step: usize) {
    if let Ok(columns) = <&[f32; 2 * COLUMNS]>::try_from(columns) {
        for ((sums, row), to) in tile.iter().zip(rows).zip(to.chunks_mut(step)) {
            for (to, (&sum, column)) in to[..2 * COLUMNS].iter_mut().zip(sums.iter().zip(columns)) {
                *to = sum as f32 * (row * column);
            }
        }
        return;
    }
    for ((sums, row), to) in tile.iter().zip(rows).zip(to.chunks_mut(step)) {
        for ((to, &sum), column) in to.iter_mut().zip(sums).zip(columns) {
            *to = sum as f32 * (row * column);
        }
    }
}

/// Adds up the products of a tile: for each step, the two terms of each row times those of each column.
type Kernel = fn(&[Terms], &[Step], &mut Tile);

/// The fastest kernel of this machine; all give the same sums.
fn kernel() -> Kernel {
    #[cfg(target_arch = "x86_64")]
    return x86::kernel();
    #[cfg(not(target_arch = "x86_64"))]
    plain
}

/// The kernel in plain words, with which the tests compare the others.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn plain(bands: &[Terms], panels: &[Step], tile: &mut Tile) {
    *tile = [[0; 2 * COLUMNS]; 2 * ROWS];
    for (band, top) in halves(bands).into_iter().zip((0..).step_by(ROWS)) {
        for (panel, left) in halves(panels).into_iter().zip((0..).step_by(COLUMNS)) {
            for (terms, step) in band.iter().zip(panel) {
                for (sums, &pair) in tile[top..].iter_mut().zip(terms) {
                    let (low, high) = (i32::from(pair as i16), pair >> 16);
                    for (sum, weights) in sums[left..].iter_mut().zip(step.as_chunks::<2>().0) {
                        *sum += low * i32::from(weights[0]) + high * i32::from(weights[1]);
                    }
                }
            }
        }
    }
}

/// The two bands or panels of a tile.
fn halves<T>(both: &[T]) -> [&[T]; 2] {
    let (first, second) = both.split_at(both.len() / 2);
    [first, second]
}

#[cfg(target_arch = "x86_64")]
#[allow(
    unsafe_code,
    reason = "vectors are loaded and stored through pointers, and a kernel needs its instructions"
)]
mod x86 {
    use super::{COLUMNS, Kernel, ROWS, Step, Terms, Tile, halves};
    use std::arch::x86_64::{
        _mm_add_epi32, _mm_loadu_si128, _mm_madd_epi16, _mm_set1_epi32, _mm_setzero_si128, _mm_storeu_si128,
        _mm256_add_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
        _mm256_storeu_si256, _mm512_dpwssd_epi32, _mm512_loadu_si512, _mm512_set1_epi32,
        _mm512_setzero_si512, _mm512_storeu_si512,
    };

    /// Bits of a vector over those of a sum: how many columns it holds.
    const WIDE: usize = 16;
    const MIDDLE: usize = 8;
    const NARROW: usize = 4;

    /// Chosen by what the processor says of itself.
    pub(super) fn kernel() -> Kernel {
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni") {
            return |bands, panels, tile| {
                // The instructions are there: it was asked just above.
                unsafe { wide(bands, panels, tile) }
            };
        }
        if is_x86_feature_detected!("avx2") {
            return |bands, panels, tile| {
                // As above.
                unsafe { middle(bands, panels, tile) }
            };
        }
        narrow
    }

    /// The whole tile at once: these processors have registers for it.
    #[target_feature(enable = "avx512f,avx512vnni")]
    pub(super) fn wide(bands: &[Terms], panels: &[Step], tile: &mut Tile) {
        let mut sums = [[_mm512_setzero_si512(); 2]; 2 * ROWS];
        let ([upper, lower], [left, right]) = (halves(bands), halves(panels));
        for ((upper, lower), (left, right)) in upper.iter().zip(lower).zip(left.iter().zip(right)) {
            // A step is as long as one of these vectors.
            let weights = [left, right].map(|step| unsafe { _mm512_loadu_si512(step.as_ptr().cast()) });
            for (sums, &term) in sums.iter_mut().zip(upper.iter().chain(lower)) {
                let term = _mm512_set1_epi32(term);
                sums[0] = _mm512_dpwssd_epi32(sums[0], term, weights[0]);
                sums[1] = _mm512_dpwssd_epi32(sums[1], term, weights[1]);
            }
        }
        for (sums, to) in sums.into_iter().zip(tile) {
            for (sum, to) in sums.into_iter().zip(to.as_chunks_mut::<WIDE>().0) {
                unsafe { _mm512_storeu_si512(to.as_mut_ptr().cast(), sum) };
            }
        }
    }

    /// A quarter of the tile after the other: more sums would not stay in registers.
    #[target_feature(enable = "avx2")]
    pub(super) fn middle(bands: &[Terms], panels: &[Step], tile: &mut Tile) {
        for (panel, left) in halves(panels).into_iter().zip((0..).step_by(COLUMNS)) {
            for (band, top) in halves(bands).into_iter().zip((0..).step_by(ROWS)) {
                let mut sums = [[_mm256_setzero_si256(); COLUMNS / MIDDLE]; ROWS];
                for (terms, step) in band.iter().zip(panel) {
                    // A step is as long as two of these vectors.
                    let weights: [_; COLUMNS / MIDDLE] = std::array::from_fn(|i| unsafe {
                        _mm256_loadu_si256(step[2 * i * MIDDLE..].as_ptr().cast())
                    });
                    for (sums, &term) in sums.iter_mut().zip(terms) {
                        let term = _mm256_set1_epi32(term);
                        sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(term, weights[0]));
                        sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(term, weights[1]));
                    }
                }
                for (sums, to) in sums.into_iter().zip(&mut tile[top..]) {
                    for (sum, to) in sums.into_iter().zip(to[left..].as_chunks_mut::<MIDDLE>().0) {
                        unsafe { _mm256_storeu_si256(to.as_mut_ptr().cast(), sum) };
                    }
                }
            }
        }
    }

    /// Every processor of this kind has its instructions.
    pub(super) fn narrow(bands: &[Terms], panels: &[Step], tile: &mut Tile) {
        for (panel, left) in halves(panels).into_iter().zip((0..).step_by(COLUMNS)) {
            for (band, top) in halves(bands).into_iter().zip((0..).step_by(ROWS)) {
                for within in (0..COLUMNS).step_by(2 * NARROW) {
                    let mut sums = unsafe { [[_mm_setzero_si128(); 2]; ROWS] };
                    for (terms, step) in band.iter().zip(panel) {
                        for (sums, &term) in sums.iter_mut().zip(terms) {
                            for (i, sum) in sums.iter_mut().enumerate() {
                                let weights = &step[2 * (within + i * NARROW)..][..2 * NARROW];
                                *sum = unsafe {
                                    let weights = _mm_loadu_si128(weights.as_ptr().cast());
                                    _mm_add_epi32(*sum, _mm_madd_epi16(_mm_set1_epi32(term), weights))
                                };
                            }
                        }
                    }
                    for (sums, to) in sums.into_iter().zip(&mut tile[top..]) {
                        let to = to[left + within..].as_chunks_mut::<NARROW>().0;
                        for (sum, to) in sums.into_iter().zip(to) {
                            unsafe { _mm_storeu_si128(to.as_mut_ptr().cast(), sum) };
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::matrix::{Into, product};
    use super::*;
    use crate::random::Random;

    fn random(rows: usize, cols: usize, random: &mut Random) -> Matrix {
        let mut matrix = Matrix::zeros(rows, cols);
        matrix.data.iter_mut().for_each(|x| *x = random.symmetric(2.0));
        matrix
    }

    #[test]
    fn products_are_close_to_those_of_floats() {
        let mut chance = Random::new(5);
        for (m, k, n) in [(1, 1, 1), (3, 7, 5), (8, 64, 32), (19, 512, 75), (0, 4, 4)] {
            let (a, b) = (random(m, k, &mut chance), random(k, n, &mut chance));
            let (mut exact, mut rounded) = (Matrix::zeros(m, n), Matrix::default());
            product(a.view(), b.view(), Into::Replace, &mut exact, (0, 0));
            Rounded::of(&b).product(a.view(), &mut Scratch::default(), &mut rounded);
            let near = |(x, y): (&f32, &f32)| (x - y).abs() < 2e-3 * (k as f32).sqrt() + 1e-6;
            assert!(rounded.data.iter().zip(&exact.data).all(near), "{m} {k} {n}");
        }
    }

    #[test]
    fn a_part_of_a_matrix_is_read_as_such() {
        let a = random(9, 12, &mut Random::new(1));
        let b = random(5, 3, &mut Random::new(2));
        let mut whole = Matrix::zeros(9, 5);
        (0..9).for_each(|row| whole.row_mut(row).copy_from_slice(&a.row(row)[4..9]));
        let (mut first, mut second) = (Matrix::default(), Matrix::default());
        Rounded::of(&b).product(a.part(0, 9, 4, 5), &mut Scratch::default(), &mut first);
        Rounded::of(&b).product(whole.view(), &mut Scratch::default(), &mut second);
        assert_eq!(first, second);
    }

    #[test]
    fn extremes_neither_overflow_nor_spread() {
        let row = |x: f32| Matrix { rows: 1, cols: 512, data: vec![x; 512] };
        let column = Rounded::of(&Matrix { rows: 512, cols: 1, data: vec![3.0; 512] });
        let mut out = Matrix::default();
        column.product(row(1e30).view(), &mut Scratch::default(), &mut out);
        assert!((out.data[0] / 1.536e33 - 1.0).abs() < 1e-3, "{out:?}");
        column.product(row(0.0).view(), &mut Scratch::default(), &mut out);
        assert_eq!(out.data, [0.0]);
    }

    #[cfg(target_arch = "x86_64")]
    #[allow(unsafe_code, reason = "each kernel is run only where its instructions are")]
    #[test]
    fn all_kernels_give_the_same_sums() {
        let mut chance = Random::new(7);
        let mut value = || (chance.symmetric(2047.0)) as i16;
        let bands: Vec<Terms> = (0..40)
            .map(|_| std::array::from_fn(|_| i32::from(value()) << 16 | i32::from(value()) & 0xFFFF))
            .collect();
        let panels: Vec<Step> = (0..40).map(|_| std::array::from_fn(|_| value())).collect();
        let (mut expected, mut found) = ([[0; 2 * COLUMNS]; 2 * ROWS], [[1; 2 * COLUMNS]; 2 * ROWS]);
        plain(&bands, &panels, &mut expected);
        x86::narrow(&bands, &panels, &mut found);
        assert_eq!(found, expected);
        if is_x86_feature_detected!("avx2") {
            unsafe { x86::middle(&bands, &panels, &mut found) };
            assert_eq!(found, expected);
        }
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni") {
            unsafe { x86::wide(&bands, &panels, &mut found) };
            assert_eq!(found, expected);
        }
    }
}
