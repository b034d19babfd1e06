//! Columns of a Parquet file as text, row by row.

use crate::{Cells, ColumnsError};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::ChunkReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows that are held at a time.
const ROWS: usize = 64;

/// A Parquet file of which only the names of its columns are read.
pub struct ParquetTable<R: ChunkReader + 'static> {
    builder: ParquetRecordBatchReaderBuilder<R>,
    names: Vec<String>,
}

impl<R: ChunkReader + 'static> ParquetTable<R> {
    /// Opens a file (any `ChunkReader`: an open file, bytes) and reads what columns it has.
    ///
    /// # Errors
    /// When it cannot be read or is no Parquet file.
    pub fn open(file: R) -> Result<Self, ColumnsError> {
        let builder = guarded(|| ParquetRecordBatchReaderBuilder::try_new(file))??;
        let names = builder.schema().fields().iter().map(|f| f.name().clone()).collect();
        Ok(Self { builder, names })
    }

    /// Names of the columns, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The cells of these columns, in this order; a column that is not wanted is all null.
    ///
    /// # Errors
    /// When the file is broken.
    pub fn cells(self, wanted: &[Option<usize>]) -> Result<ParquetCells, ColumnsError> {
        let mask = ProjectionMask::roots(self.builder.parquet_schema(), wanted.iter().flatten().copied());
        // What is read keeps the order of the file.
        let mut read: Vec<usize> = wanted.iter().flatten().copied().collect();
        read.sort_unstable();
        read.dedup();
        let positions = wanted.iter().map(|w| w.and_then(|w| read.binary_search(&w).ok())).collect();
        let builder = self.builder.with_projection(mask).with_batch_size(ROWS);
        let reader = guarded(|| builder.build())??;
        Ok(ParquetCells { reader, positions, cells: Cells::default(), row: 0, ended: false })
    }
}

/// Rows of cells as text: dates as ISO 8601, null where a cell is null.
pub struct ParquetCells {
    reader: ParquetRecordBatchReader,
    /// Where each wanted column stands among those that are read.
    positions: Vec<Option<usize>>,
    /// The wanted columns of the batch at hand.
    cells: Cells,
    row: usize,
    ended: bool,
}

impl ParquetCells {
    /// Reads the next batch; false at the end.
    fn fill(&mut self) -> Result<bool, ColumnsError> {
        let Some(batch) = guarded(|| self.reader.next())? else { return Ok(false) };
        let batch = batch.map_err(ColumnsError::Cells)?;
        (self.row, self.cells) = (0, Cells::of(&batch, &self.positions)?);
        Ok(true)
    }
}

impl Iterator for ParquetCells {
    type Item = Result<Vec<Option<String>>, ColumnsError>;

    /// The next row. A file that breaks off says so once and ends.
    fn next(&mut self) -> Option<Self::Item> {
        while self.row == self.cells.rows() {
            if self.ended {
                return None;
            }
            match self.fill() {
                Ok(true) => {}
                Ok(false) => self.ended = true,
                Err(error) => {
                    (self.ended, self.row, self.cells) = (true, 0, Cells::default());
                    return Some(Err(error));
                }
            }
        }
        let row = self.row;
        self.row += 1;
        let cell = |column| self.cells.get(row, column).map(str::to_owned);
        Some(Ok((0..self.positions.len()).map(cell).collect()))
    }
}

/// Bytes that somebody made up to make the library panic are a broken file.
fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, ColumnsError> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| ColumnsError::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ParquetFile;
    use arrow_schema::{DataType, Field, Schema, TimeUnit};
    use std::io::Write as _;
    use std::sync::Arc;

    fn stored(bytes: &[u8]) -> std::fs::File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    /// A table such as data frames are written: large strings, a time, numbers for names.
    fn table() -> Vec<u8> {
        let time = DataType::Timestamp(TimeUnit::Microsecond, Some("+00:00".into()));
        let fields = vec![
            Field::new("n", DataType::Int64, true),
            Field::new("body", DataType::LargeUtf8, true),
            Field::new("when", time, true),
            Field::new("paper", DataType::Utf8View, true),
        ];
        let mut file = ParquetFile::new(Vec::new(), Arc::new(Schema::new(fields))).unwrap();
        for n in 0..100 {
            file.push(&format!(
                "{{\"n\":{n},\"body\":\"Text {n}\",\"when\":\"2018-09-04T10:00:00Z\",\"paper\":\"Times\"}}"
            ))
            .unwrap();
        }
        file.push("{\"n\":null}").unwrap();
        file.finish().unwrap()
    }

    #[test]
    fn columns_of_any_type_are_text() {
        let table = ParquetTable::open(stored(&table())).unwrap();
        assert_eq!(table.names(), ["n", "body", "when", "paper"]);
        let rows: Vec<_> =
            table.cells(&[Some(3), Some(0), None, Some(2)]).unwrap().collect::<Result<_, _>>().unwrap();
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(rows.len(), 101);
        assert_eq!(rows[99], [some("Times"), some("99"), None, some("2018-09-04T10:00:00Z")]);
        assert_eq!(rows[100], [None, None, None, None]);
    }

    #[test]
    fn broken_files_are_errors() {
        let whole = table();
        assert!(ParquetTable::open(stored(b"PAR1")).is_err());
        for at in (4..whole.len()).step_by(7) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xff;
            let Ok(table) = ParquetTable::open(stored(&bytes)) else { continue };
            let wanted: Vec<Option<usize>> = (0..table.names().len()).map(Some).collect();
            let Ok(cells) = table.cells(&wanted) else { continue };
            // Each is an error once, and an end.
            assert!(cells.take(1000).filter(Result::is_err).count() <= 1, "{at}");
        }
    }
}
