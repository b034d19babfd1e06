//! One report or one event as a reader wants it, and reports by their words.

use crate::error::Doing as _;
use crate::find::{Found, found};
use crate::{Store, StoreError};
use rusqlite::{OptionalExtension as _, Row, params};

/// A report with its place in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its number.
    pub number: i64,
    /// Its digest.
    pub digest: Vec<u8>,
    /// Its id, as given or made up.
    pub id: String,
    /// Day of publication, ISO 8601.
    pub date: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its address, as it was given: untrusted.
    pub url: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// Path and line it was read from.
    pub place: String,
    /// Its text.
    pub text: String,
    /// Its sentences: code points of the text, half-open.
    pub sentences: Vec<(usize, usize)>,
}

/// A report that a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its number.
    pub number: i64,
    /// Its id.
    pub id: String,
    /// Day of publication.
    pub date: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Some words around the ones that were searched for, which stand between [`Hit::MARKS`].
    pub passage: String,
}

impl Hit {
    /// What stands before and after a word that was searched for: no text may have them, since they are no characters.
    pub const MARKS: (char, char) = ('\u{fdd0}', '\u{fdd1}');
}

impl Store {
    /// A report by its number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn report(&self, number: i64) -> Result<Option<Report>, StoreError> {
        self.read_report(number).doing("reading a report")
    }

    fn read_report(&self, number: i64) -> rusqlite::Result<Option<Report>> {
        const SQL: &str = "SELECT document, digest, id, date, title, publisher, url, byline, place, text
            FROM documents WHERE document = ?";
        let mut statement = self.connection.prepare_cached(SQL)?;
        let Some(mut report) = statement.query_row([number], report).optional()? else { return Ok(None) };
        let sql = r#"SELECT "start", "end" FROM sentences WHERE document = ? ORDER BY sentence"#;
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([number], |row| {
            Ok((row.get::<_, i64>(0)? as usize, row.get::<_, i64>(1)? as usize))
        })?;
        report.sentences = rows.collect::<rusqlite::Result<_>>()?;
        Ok(Some(report))
    }

    /// First and last day on which a report was published; `None` where none has a date.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn dates(&self) -> Result<Option<(String, String)>, StoreError> {
        let sql = "SELECT (SELECT min(date) FROM documents), (SELECT max(date) FROM documents)";
        let read = || {
            self.connection.query_row(sql, [], |row| {
                Ok(row.get::<_, Option<String>>(0)?.zip(row.get::<_, Option<String>>(1)?))
            })
        };
        read().doing("looking for days")
    }

    /// When a run last wrote, in universal time; `None` where none has.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_run_end(&self) -> Result<Option<String>, StoreError> {
        let sql = "SELECT max(ifnull(finished, started)) FROM runs";
        self.connection.query_row(sql, [], |row| row.get(0)).doing("looking for the last run")
    }

    /// Number of the latest report of this id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn report_number(&self, id: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT max(document) FROM documents WHERE id = ?";
        let read = || self.connection.prepare_cached(sql)?.query_row([id], |row| row.get(0));
        read().doing("looking for a report")
    }

    /// Events of a report, in the order of its text.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn events_of(&self, report: i64) -> Result<Vec<Found>, StoreError> {
        self.read_events("e.document = ? ORDER BY e.sentence, e.event", [report]).doing("reading events")
    }

    /// An event by its id, with the number of its report.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn event(&self, id: &str) -> Result<Option<(Found, i64)>, StoreError> {
        let sql = "SELECT document FROM events WHERE id = ? ORDER BY event LIMIT 1";
        let read = || {
            let Some(found) = self.read_events("e.id = ? ORDER BY e.event LIMIT 1", [id])?.pop() else {
                return Ok(None);
            };
            let document = self.connection.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
            Ok(Some((found, document)))
        };
        read().doing("looking for an event")
    }

    fn read_events(&self, condition: &str, values: impl rusqlite::Params) -> rusqlite::Result<Vec<Found>> {
        let sql = format!(
            "SELECT e.day, e.event, e.id, d.id, e.category, e.mode, e.status, e.actor, e.recipient, e.record
            FROM events e JOIN documents d USING (document) WHERE {condition}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(values, found)?;
        rows.collect()
    }

    /// Reports that have these words, the last to arrive first, before number `before`, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::EmptySearch`] for a search without words; else when the store cannot be read.
    pub fn search(&self, words: &str, before: i64, limit: usize) -> Result<Vec<Hit>, StoreError> {
        const SQL: &str =
            "SELECT s.rowid, d.id, d.date, d.title, d.publisher, snippet(search, 1, ?, ?, '…', 32)
            FROM search s JOIN documents d ON d.document = s.rowid
            WHERE search MATCH ? AND s.rowid < ? ORDER BY s.rowid DESC LIMIT ?";
        let query = crate::words::query(words).ok_or_else(|| StoreError::EmptySearch(words.to_owned()))?;
        let read = || {
            let mut statement = self.connection.prepare_cached(SQL)?;
            let (open, close) = Hit::MARKS;
            let values = params![open.to_string(), close.to_string(), query, before, limit as i64];
            let rows = statement.query_map(values, hit)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("searching")
    }

    /// Countries, codes and entities of actors that begin with these letters, at most `limit`, in their order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn parties(&self, beginning: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT key FROM terms WHERE kind = 'actor' AND key >= ?1 AND key < ?1 || char(1114111)
            ORDER BY key LIMIT ?2";
        let read = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![beginning, limit as i64], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("looking for parties")
    }
}

fn report(row: &Row<'_>) -> rusqlite::Result<Report> {
    Ok(Report {
        number: row.get(0)?,
        digest: row.get(1)?,
        id: row.get(2)?,
        date: row.get(3)?,
        title: row.get(4)?,
        publisher: row.get(5)?,
        url: row.get(6)?,
        byline: row.get(7)?,
        place: row.get(8)?,
        text: row.get(9)?,
        sentences: vec![],
    })
}

fn hit(row: &Row<'_>) -> rusqlite::Result<Hit> {
    Ok(Hit {
        number: row.get(0)?,
        id: row.get(1)?,
        date: row.get(2)?,
        title: row.get(3)?,
        publisher: row.get(4)?,
        passage: row.get(5)?,
    })
}
