//! Lines of JSON → record batches.

use crate::ColumnsError;
use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::SchemaRef;

/// Makes batches of so many rows from records as they come.
#[derive(Debug)]
pub struct Batches {
    decoder: Decoder,
}

impl Batches {
    /// Batches of `rows` rows with these columns; fields that are no columns are passed over.
    ///
    /// # Errors
    /// When a column is of a type that JSON has no word for.
    pub fn new(schema: SchemaRef, rows: usize) -> Result<Self, ColumnsError> {
        let decoder = ReaderBuilder::new(schema).with_batch_size(rows).build_decoder();
        Ok(Self { decoder: decoder.map_err(ColumnsError::Record)? })
    }

    /// Takes records, a JSON object each, and gives `sink` each batch that is full.
    ///
    /// # Errors
    /// When a record is none, or the first error of `sink`.
    pub fn push<E: From<ColumnsError>>(
        &mut self,
        lines: &str,
        mut sink: impl FnMut(RecordBatch) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut bytes = lines.as_bytes();
        loop {
            let taken = self.decoder.decode(bytes).map_err(ColumnsError::Record)?;
            bytes = &bytes[taken..];
            if bytes.is_empty() {
                return Ok(());
            }
            // It stops short of the end where a batch is full.
            if let Some(batch) = self.rest()? {
                sink(batch)?;
            }
        }
    }

    /// The rows that fill no batch; `None` where there are none.
    ///
    /// # Errors
    /// When the last record is incomplete.
    pub fn rest(&mut self) -> Result<Option<RecordBatch>, ColumnsError> {
        self.decoder.flush().map_err(ColumnsError::Record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::cast::AsArray as _;
    use arrow_array::types::{Date32Type, Float64Type};

    const EVENT: &str = r#"{"id":"1","doc_date":"2018-09-04","contexts":["military"],"score":-5.5,"actors":[{"text":"Iran","start":0,"end":4,"code":"IRN","country":"IRN","sectors":[],"entity":null,"name":"Iran"}],"date":null,"unknown":{"a":[1]}}"#;

    fn all(lines: &str, rows: usize) -> Result<Vec<RecordBatch>, ColumnsError> {
        let mut batches = Batches::new(crate::events(), rows)?;
        let mut found = vec![];
        batches.push(lines, |batch| {
            found.push(batch);
            Ok::<_, ColumnsError>(())
        })?;
        found.extend(batches.rest()?);
        Ok(found)
    }

    #[test]
    fn records_become_rows_batch_after_batch() {
        let lines = format!("{EVENT}\n").repeat(5);
        let found = all(&lines, 2).unwrap();
        assert_eq!(found.iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [2, 2, 1]);
        let batch = &found[0];
        assert_eq!(batch.schema(), crate::events());
        let day = batch["doc_date"].as_primitive::<Date32Type>().value(0);
        assert_eq!(day, 17_778, "days since 1970");
        assert!((batch["score"].as_primitive::<Float64Type>().value(0) + 5.5).abs() < 1e-9);
        let actors = batch["actors"].as_list::<i32>().value(0);
        assert_eq!(actors.as_struct()["code"].as_string::<i32>().value(0), "IRN");
        assert_eq!(batch["date"].null_count(), 2);
    }

    #[test]
    fn what_is_no_record_is_refused() {
        for bad in ["[1]", "{\"id\":", "{\"id\":\"1\",\"score\":\"high\"}", "\u{0}"] {
            assert!(matches!(all(bad, 4), Err(ColumnsError::Record(_))), "{bad}");
        }
        assert!(all("", 4).unwrap().is_empty());
    }
}
