//! Parquet files: columns are found by name as those of other tables.

use crate::error::{InputError, Place, Reason};
use crate::table;
use crate::{LIMIT, Report};
use demarche_columns::{ParquetCells, ParquetTable};
use std::fs::File;

/// A Parquet file while it is read.
pub struct Parquet {
    cells: ParquetCells,
    place: Place,
    /// Rows so far.
    rows: u64,
}

impl Parquet {
    /// Opens a file.
    ///
    /// # Errors
    /// When it cannot be read, is no Parquet file, or has no column for the text.
    pub fn open(columns: &[(String, String)], place: Place) -> Result<Self, Reason> {
        let file = File::open(&place.path).map_err(Reason::Unreadable)?;
        let table = ParquetTable::open(file)?;
        let names = table.names();
        let positions = demarche_wire::columns(names, columns)
            .map_err(|wanted| Reason::Columns { wanted, found: names.join(", ") })?;
        Ok(Self { cells: table.cells(&positions)?, place, rows: 0 })
    }
}

impl Iterator for Parquet {
    type Item = Result<Report, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.cells.next()?;
        self.rows += 1;
        let place = Place { line: Some(self.rows), ..self.place.clone() };
        let report = row.map_err(Reason::from).and_then(|cells| {
            let length: usize = cells.iter().flatten().map(String::len).sum();
            if length > LIMIT {
                return Err(Reason::TooLong { limit: LIMIT as u64, found: Some(length as u64) });
            }
            table::document(|field| Ok(cells.get(field).cloned().flatten()), place.clone())
        });
        Some(report.map_err(|reason| InputError { place, reason }))
    }
}
