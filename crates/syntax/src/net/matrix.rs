//! Dense row-major matrices and their product.

/// A row-major matrix of `f32`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// `rows × cols` values.
    pub data: Vec<f32>,
}

impl Matrix {
    /// A matrix of zeros.
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Self { rows, cols, data: vec![0.0; rows * cols] }
    }

    /// Row `at`.
    pub fn row(&self, at: usize) -> &[f32] {
        &self.data[at * self.cols..(at + 1) * self.cols]
    }

    /// Row `at`, to be written.
    pub fn row_mut(&mut self, at: usize) -> &mut [f32] {
        &mut self.data[at * self.cols..(at + 1) * self.cols]
    }

    /// Gives it a new shape and unspecified contents; memory is kept.
    pub fn reshape(&mut self, rows: usize, cols: usize) {
        (self.rows, self.cols) = (rows, cols);
        self.data.resize(rows * cols, 0.0);
    }

    /// Gives it a new shape, all zeros; memory is kept.
    pub fn reset(&mut self, rows: usize, cols: usize) {
        self.data.clear();
        self.reshape(rows, cols);
    }

    /// Adds a row of zeros.
    pub fn push(&mut self) -> &mut [f32] {
        let end = self.data.len();
        self.rows += 1;
        self.data.resize(end + self.cols, 0.0);
        &mut self.data[end..]
    }

    /// The whole matrix as a view.
    pub fn view(&self) -> View<'_> {
        self.part(0, self.rows, 0, self.cols)
    }

    /// `rows` rows from `row` on, of which `cols` columns from `col` on.
    pub fn part(&self, row: usize, rows: usize, col: usize, cols: usize) -> View<'_> {
        let data = self.data.get(row * self.cols + col..).unwrap_or(&[]);
        View { data, rows, cols, row_step: self.cols, col_step: 1 }
    }
}

/// A rectangle of a matrix, or its transpose.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    data: &'a [f32],
    rows: usize,
    cols: usize,
    row_step: usize,
    col_step: usize,
}

impl<'a> View<'a> {
    /// Number of rows.
    pub const fn rows(self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub const fn cols(self) -> usize {
        self.cols
    }

    /// Row `at` of a view that is not transposed.
    pub fn row(self, at: usize) -> &'a [f32] {
        &self.data[at * self.row_step..][..self.cols]
    }

    /// The transpose, without copying.
    #[must_use]
    pub fn transposed(self) -> Self {
        Self { rows: self.cols, cols: self.rows, row_step: self.col_step, col_step: self.row_step, ..self }
    }

    fn fits(&self) -> bool {
        self.rows == 0
            || self.cols == 0
            || (self.rows - 1) * self.row_step + (self.cols - 1) * self.col_step < self.data.len()
    }
}

/// What happens to the old contents of the output of [`product`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Into {
    /// They are overwritten.
    Replace,
    /// The product is added to them.
    Add,
}

/// Writes `a × b` into the rectangle of `out` whose upper left corner is (`row`, `col`).
///
/// # Panics
/// If the shapes do not fit each other.
pub fn product(a: View<'_>, b: View<'_>, how: Into, out: &mut Matrix, (row, col): (usize, usize)) {
    let (m, k, n) = (a.rows, a.cols, b.cols);
    assert!(a.fits() && b.fits() && b.rows == k, "shapes of a product fit");
    assert!(row + m <= out.rows && col + n <= out.cols, "a product fits its output");
    if m == 0 || n == 0 {
        return;
    }
    let beta = if how == Into::Add { 1.0 } else { 0.0 };
    let step = out.cols;
    let target = &mut out.data[row * step + col..];
    // The kernel takes raw pointers; the assertions above keep every access inside the three slices.
    #[allow(unsafe_code, reason = "the matrix product of `matrixmultiply` has no safe form")]
    unsafe {
        matrixmultiply::sgemm(
            m,
            k,
            n,
            1.0,
            a.data.as_ptr(),
            a.row_step as isize,
            a.col_step as isize,
            b.data.as_ptr(),
            b.row_step as isize,
            b.col_step as isize,
            beta,
            target.as_mut_ptr(),
            step as isize,
            1,
        );
    }
}

/// Adds `bias` to every row of `to`.
pub fn add_bias(to: &mut Matrix, bias: &[f32]) {
    for row in to.data.chunks_exact_mut(bias.len()) {
        row.iter_mut().zip(bias).for_each(|(x, b)| *x += b);
    }
}

/// Adds the sum of the rows of `from` to `bias`: the gradient of [`add_bias`].
pub fn add_columns(bias: &mut [f32], from: &Matrix) {
    for row in from.data.chunks_exact(bias.len()) {
        bias.iter_mut().zip(row).for_each(|(b, x)| *b += x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_lands_in_its_rectangle() {
        let a = Matrix { rows: 2, cols: 2, data: vec![1.0, 2.0, 3.0, 4.0] };
        let mut out = Matrix::zeros(2, 3);
        product(a.view(), a.view().transposed(), Into::Add, &mut out, (0, 1));
        assert_eq!(out.data, [0.0, 5.0, 11.0, 0.0, 11.0, 25.0]);
        product(a.part(1, 1, 0, 2), a.view(), Into::Replace, &mut out, (1, 1));
        assert_eq!(out.data, [0.0, 5.0, 11.0, 0.0, 15.0, 22.0]);
    }
}
