//! Tab-separated tables with a header line; lists inside a cell are parted by `|`.

use crate::base::BaseError;

/// A table whose columns are found by name.
pub(crate) struct Table<'a> {
    file: &'static str,
    lines: std::iter::Enumerate<std::str::Lines<'a>>,
    columns: Vec<Option<usize>>,
}

/// A line of a table.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a, 't> {
    pub line: usize,
    cells: &'t [&'a str],
    columns: &'t [Option<usize>],
}

impl<'a> Table<'a> {
    /// Reads the header. Columns named in `wanted` get indices in that order; one that starts with `?` may be missing.
    pub fn open(file: &'static str, text: &'a str, wanted: &[&'static str]) -> Result<Self, BaseError> {
        let mut lines = text.lines().enumerate();
        let header: Vec<&str> = lines.next().map_or(vec![], |(_, line)| line.split('\t').collect());
        let mut columns = Vec::with_capacity(wanted.len());
        for name in wanted {
            let at = header.iter().position(|h| *h == name.trim_start_matches('?'));
            if at.is_none() && !name.starts_with('?') && !text.is_empty() {
                return Err(BaseError::Header { file, expected: name, found: header.join(" ") });
            }
            columns.push(at);
        }
        Ok(Self { file, lines, columns })
    }

    /// Calls `each` with every line that is neither empty nor a comment.
    pub fn each(
        &mut self,
        mut each: impl FnMut(Row<'a, '_>) -> Result<(), BaseError>,
    ) -> Result<(), BaseError> {
        let least = self.columns.iter().flatten().max().map_or(0, |m| m + 1);
        let mut cells: Vec<&str> = vec![];
        for (at, line) in self.lines.by_ref() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            cells.clear();
            cells.extend(line.split('\t'));
            if cells.len() < least {
                let (expected, found) = (least, cells.len());
                return Err(BaseError::Columns { file: self.file, line: at + 1, expected, found });
            }
            each(Row { line: at + 1, cells: &cells, columns: &self.columns })?;
        }
        Ok(())
    }
}

impl<'a> Row<'a, '_> {
    /// The cell of a wanted column, empty where the table lacks it.
    pub fn cell(&self, column: usize) -> &'a str {
        self.columns
            .get(column)
            .copied()
            .flatten()
            .and_then(|at| self.cells.get(at))
            .copied()
            .unwrap_or("")
            .trim()
    }

    /// The parts of a cell.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cell(column).split('|').map(str::trim).filter(|s| !s.is_empty())
    }
}
