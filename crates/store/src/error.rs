//! Why the store could not do what was asked.

use std::path::PathBuf;

/// What went wrong, and where.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file cannot be opened or made.
    #[error("{}: {source}", path.display())]
    Open {
        /// The store.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// There is no such file.
    #[error("{}: expected a store, but found no file", .0.display())]
    Missing(PathBuf),
    /// A file of another program.
    #[error("{}: expected a store of this program, but found {found}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is.
        found: &'static str,
    },
    /// A store that a later version of the program has made.
    #[error("expected a store of schema {known} or older, but found schema {found}: a newer program made it")]
    Newer {
        /// The last schema that this program knows.
        known: u32,
        /// That of the file.
        found: u32,
    },
    /// A store that is opened for reading and has an older schema.
    #[error(
        "expected a store of schema {known}, but found schema {found}: `demarche ingest` or `recode` brings it up to date"
    )]
    Older {
        /// The schema of this program.
        known: u32,
        /// That of the file.
        found: u32,
    },
    /// A step to a newer schema failed; the store is as it was.
    #[error("migration to schema {to}: {source}")]
    Migration {
        /// The schema that was to be.
        to: u32,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// SQLite refused.
    #[error("{doing}: {source}")]
    Sql {
        /// What was being done.
        doing: &'static str,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// Something that the store itself has written cannot be read.
    #[error("document {document}: expected {expected}, but found something else")]
    Broken {
        /// Its number.
        document: i64,
        /// What should be there.
        expected: &'static str,
    },
    /// A story is named after its first report: the others can be taken out of it.
    #[error(
        "expected a report that was put to a story, but found `{0}`, with which a story of others begins: take those out"
    )]
    FirstOfStory(String),
    /// It took longer than it may.
    #[error("{0}: expected an answer in time, but it took too long")]
    Late(&'static str),
    /// A search without words.
    #[error("expected words to search for, but found none in `{0}`")]
    EmptySearch(String),
}

/// Says what was being done when SQLite refused.
pub(crate) trait Doing<T> {
    /// Adds it.
    fn doing(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => StoreError::Late(doing),
            _ => StoreError::Sql { doing, source },
        })
    }
}
