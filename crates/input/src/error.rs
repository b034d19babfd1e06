//! Why an input was passed over.

use demarche_wire::GivenError;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Where an input stands: a file, `-` for standard input, and a line where the input has lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file or folder.
    pub path: PathBuf,
    /// From 1.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            None => write!(f, "{}", self.path.display()),
            Some(line) => write!(f, "{}:{line}", self.path.display()),
        }
    }
}

/// A document that could not be read; it never stops the others.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct InputError {
    /// Where.
    pub place: Place,
    /// Why.
    pub reason: Reason,
}

/// Why a document could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The system refused, or a compressed file is broken.
    #[error("{0}")]
    Unreadable(io::Error),
    /// A folder with nothing to read in it.
    #[error(
        "expected documents (.jsonl .csv .tsv .parquet .rss .atom .warc .html .txt …, or .gz or .zst of these), but found none"
    )]
    NoDocuments,
    /// Nothing but white space.
    #[error("expected a document, but found nothing")]
    Empty,
    /// Neither text nor anything that becomes text.
    #[error("expected text, but found a binary file{}", .0.map(|kind| format!(" ({kind})")).unwrap_or_default())]
    Binary(Option<&'static str>),
    /// Bytes that no encoding explains.
    #[error("expected text in a known encoding, but found bytes that fit neither UTF-8 nor {0}")]
    Encoding(&'static str),
    /// More than is held in memory.
    #[error("expected at most {limit} bytes, but found {}", .found.map_or("more".to_owned(), |n| n.to_string()))]
    TooLong {
        /// The limit.
        limit: u64,
        /// The length, where it was counted.
        found: Option<u64>,
    },
    /// No JSON, or not the object of a document, or a date that is none.
    #[error("{0}")]
    Given(#[from] GivenError),
    /// A table without a column that is needed.
    #[error("expected a column `{wanted}`, but found {found}\nhint: name it with --columns text=COLUMN")]
    Columns {
        /// The column.
        wanted: String,
        /// Those there are.
        found: String,
    },
    /// A cell that is not UTF-8.
    #[error("expected `{0}` in UTF-8, but found other bytes")]
    Cell(&'static str),
    /// A row that is none.
    #[error("expected a row, but found {0}")]
    Row(String),
    /// Neither RSS nor Atom nor a JSON Feed.
    #[error("expected a feed, but found {0}")]
    Feed(String),
    /// No web archive.
    #[error("expected records of a web archive, but found {0}")]
    Warc(&'static str),
    /// A Parquet file that is none, or cells that are no text.
    #[error("{0}")]
    Parquet(#[from] demarche_columns::ColumnsError),
    /// A page, row or entry without text.
    #[error("expected text, but found none{0}")]
    NoText(&'static str),
}
