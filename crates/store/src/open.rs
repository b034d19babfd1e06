//! A store's file: opened, made, recognised.

use crate::StoreError;
use crate::error::Doing as _;
use crate::placing::Latest;
use crate::schema::{self, APPLICATION, CURRENT};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rustc_hash::FxHashMap;
use std::path::Path;
use std::time::Duration;

/// How long a process waits for another one that writes.
const PATIENCE: Duration = Duration::from_mins(1);

/// Pages of the journal, of 4096 bytes, that are carried over to the file together: a report touches hundreds all over it, many
/// of them the same as the next one.
const CHECKPOINT: i64 = 16_384;

/// Steps of SQLite's machine after which it is asked whether it takes too long: some tens of microseconds.
const STEPS: i32 = 2000;

/// A store: one SQLite file in WAL mode, which one process writes and any number read at the same time.
pub struct Store {
    pub(crate) connection: Connection,
    /// Numbers of terms that are committed, by the name of their kind and key.
    pub(crate) terms: FxHashMap<(&'static str, String), i64>,
    /// The latest reports, once they are needed.
    pub(crate) latest: Option<Latest>,
}

impl Store {
    /// Opens a store for writing; makes it where there is none, and brings an older one up to date.
    ///
    /// # Errors
    /// When the file cannot be opened or made, is another program's, or is a later program's.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut connection = connect(path, flags)?;
        let open = |source| StoreError::Open { path: path.to_path_buf(), source };
        connection.pragma_update(None, "journal_mode", "wal").map_err(open)?;
        // A commit survives the death of the process; the death of the machine may take the last ones, never the file.
        connection.pragma_update(None, "synchronous", "normal").map_err(open)?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT).map_err(open)?;
        schema::migrate(&mut connection, CURRENT)?;
        Ok(Self::new(connection))
    }

    /// Opens a store for writing that must be there; brings an older one up to date.
    ///
    /// # Errors
    /// As [`Store::open`], and when there is no such file.
    pub fn open_to_update(path: &Path) -> Result<Self, StoreError> {
        if path.exists() { Self::open(path) } else { Err(StoreError::Missing(path.to_path_buf())) }
    }

    /// Opens a store for reading only, at any time, also while another process writes.
    ///
    /// # Errors
    /// When there is no such file, it is another program's, or its schema is not this program's.
    pub fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_path_buf()));
        }
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        match schema::version(&connection).doing("reading the schema's version")? {
            0 => Err(StoreError::Foreign { path: path.to_path_buf(), found: "an empty file" }),
            found if found > CURRENT => Err(StoreError::Newer { known: CURRENT, found }),
            found if found < CURRENT => Err(StoreError::Older { known: CURRENT, found }),
            _ => Ok(Self::new(connection)),
        }
    }

    /// A store that lives in memory and goes with it.
    ///
    /// # Errors
    /// When there is no memory left.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory().doing("opening a store in memory")?;
        settings(&connection).doing("setting up a store in memory")?;
        schema::migrate(&mut connection, CURRENT)?;
        Ok(Self::new(connection))
    }

    /// Breaks off what takes too long: what is being read when `is_late` says so ends with [`StoreError::Late`].
    ///
    /// # Errors
    /// When the store is not to be had.
    pub fn break_off_when(
        &mut self,
        is_late: impl FnMut() -> bool + Send + std::panic::UnwindSafe + 'static,
    ) -> Result<(), StoreError> {
        self.connection.progress_handler(STEPS, Some(is_late)).doing("setting a limit")
    }

    /// A number that changes whenever another connection has written.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn state(&self) -> Result<i64, StoreError> {
        let state = self.connection.pragma_query_value(None, "data_version", |row| row.get(0));
        state.doing("looking for changes")
    }

    fn new(connection: Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(64);
        Self { connection, terms: FxHashMap::default(), latest: None }
    }
}

/// Opens the file and makes sure that it is ours, or empty.
fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let open = |source| StoreError::Open { path: path.to_path_buf(), source };
    let connection =
        Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(open)?;
    let foreign = |found| Err(StoreError::Foreign { path: path.to_path_buf(), found });
    match settings(&connection).and_then(|()| owner(&connection)) {
        Ok((APPLICATION, _) | (0, 0)) => Ok(connection),
        Ok(_) => foreign("another program's data base"),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => foreign("no data base"),
        Err(error) => Err(open(error)),
    }
}

/// Whose file it is, and how many tables and the like it has.
fn owner(connection: &Connection) -> rusqlite::Result<(i32, i64)> {
    let application = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let entries = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok((application, entries))
}

fn settings(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // A file from elsewhere runs no function that could do harm.
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    connection.pragma_update(None, "temp_store", "memory")
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "these tests make files to be refused")]
mod tests {
    use super::*;

    fn refusal(result: Result<Store, StoreError>, folder: &Path) -> String {
        let error = result.err().map(|e| e.to_string()).unwrap_or_default();
        error.replace(&folder.display().to_string(), "FOLDER").replace('\\', "/")
    }

    #[test]
    fn what_is_no_store_is_refused_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("text"), "North Korea fired a missile. ".repeat(99)).unwrap();
        std::fs::write(at("empty"), "").unwrap();
        let other = Connection::open(at("other")).unwrap();
        other.execute_batch("CREATE TABLE a (b)").unwrap();
        drop(other);
        let refused = |result| refusal(result, folder.path());
        insta::assert_snapshot!(refused(Store::open(&at("text"))), @"FOLDER/text: expected a store of this program, but found no data base");
        insta::assert_snapshot!(refused(Store::open(&at("other"))), @"FOLDER/other: expected a store of this program, but found another program's data base");
        insta::assert_snapshot!(refused(Store::open_to_read(&at("none"))), @"FOLDER/none: expected a store, but found no file");
        insta::assert_snapshot!(refused(Store::open_to_read(&at("empty"))), @"FOLDER/empty: expected a store of this program, but found an empty file");
        assert_eq!(std::fs::read(at("text")).unwrap().len(), 29 * 99);
        assert!(Store::open(&at("empty")).is_ok(), "an empty file becomes a store");
        assert!(Store::open_to_read(&at("empty")).is_ok());
    }
}
