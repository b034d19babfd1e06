//! Records of the contract as Arrow columns, and Parquet of them, for programs that read tables.
//!
//! Columns are made of the records' own JSON, so that a table and a line of JSON cannot say different things. Every column
//! and every part of a nested one may be null: readers that add columns or cast batches trip over "not null" inside lists.
//! Whole numbers are signed, because Spark has no others.
//!
//! It knows columns only, not what an event is.

mod batches;
mod cells;
mod lines;
mod parquet;
mod read;
mod schema;

pub use batches::Batches;
pub use cells::Cells;
pub use lines::json_lines;
pub use parquet::ParquetFile;
pub use read::{ParquetCells, ParquetTable};
pub use schema::events;

/// Why columns could not be made or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnsError {
    /// A record that is none of the contract's.
    #[error("expected a record of the contract, but found {0}")]
    Record(arrow_schema::ArrowError),
    /// A cell that cannot be read, or not as text.
    #[error("expected cells of text, but found {0}")]
    Cells(arrow_schema::ArrowError),
    /// Bytes on which the reader fails.
    #[error("expected a Parquet file, but found one that is broken")]
    Broken,
    /// Parquet could not be read or written.
    #[error("Parquet: {0}")]
    Parquet(#[from] ::parquet::errors::ParquetError),
}
