//! Record batches → a Parquet file.

use crate::{Batches, ColumnsError};
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::io::Write;

/// Rows of a batch.
const BATCH: usize = 1024;

/// Rows of a row group: as many as are held in memory.
const GROUP: usize = 16 * BATCH;

/// A Parquet file while it is written. The same records give the same bytes.
pub struct ParquetFile<W: Write + Send> {
    batches: Batches,
    writer: ArrowWriter<W>,
}

impl<W: Write + Send> ParquetFile<W> {
    /// Begins a file with these columns, compressed by Snappy, which every reader knows.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(to: W, schema: SchemaRef) -> Result<Self, ColumnsError> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("demarche".to_owned())
            .set_max_row_group_row_count(Some(GROUP))
            .build();
        Ok(Self {
            batches: Batches::new(schema.clone(), BATCH)?,
            writer: ArrowWriter::try_new(to, schema, Some(properties))?,
        })
    }

    /// Adds records, a JSON object each.
    ///
    /// # Errors
    /// When a record is none, or the file cannot be written.
    pub fn push(&mut self, lines: &str) -> Result<(), ColumnsError> {
        let writer = &mut self.writer;
        self.batches.push(lines, |batch| Ok(writer.write(&batch)?))
    }

    /// Writes the rest and the file's end; gives back what was written to.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> Result<W, ColumnsError> {
        if let Some(batch) = self.batches.rest()? {
            self.writer.write(&batch)?;
        }
        Ok(self.writer.into_inner()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    fn file(rows: usize) -> Vec<u8> {
        let mut file = ParquetFile::new(Vec::new(), crate::events()).unwrap();
        for row in 0..rows {
            file.push(&format!("{{\"id\":\"{row}\",\"quad\":4,\"actors\":[{{\"code\":\"USA\"}}]}}\n"))
                .unwrap();
        }
        file.finish().unwrap()
    }

    #[test]
    fn a_file_reads_back_and_is_the_same_every_time() {
        let rows = GROUP + 3;
        let bytes = file(rows);
        assert_eq!(bytes, file(rows));
        let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)).unwrap();
        assert_eq!(builder.schema().fields(), crate::events().fields());
        assert_eq!(builder.metadata().num_row_groups(), 2);
        let read: usize = builder.build().unwrap().map(|batch| batch.unwrap().num_rows()).sum();
        assert_eq!(read, rows);
    }

    #[test]
    fn a_file_of_nothing_has_its_columns() {
        let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(file(0))).unwrap();
        assert_eq!(builder.schema().fields(), crate::events().fields());
        assert_eq!(builder.metadata().file_metadata().num_rows(), 0);
    }
}
