//! Reading back: documents to code anew, counts, and whether the file is sound.

use crate::entry::KeptMention;
use crate::error::Doing as _;
use crate::{Store, StoreError};
use demarche_text::{Document, GivenMention, Span};
use rusqlite::{Row, params};

/// A document of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its number.
    pub number: i64,
    /// As it was given.
    pub document: Document,
}

/// What a store holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The schema it has.
    pub schema: u32,
    /// Its size in bytes.
    pub bytes: u64,
    /// Documents.
    pub documents: u64,
    /// Sentences.
    pub sentences: u64,
    /// Events.
    pub events: u64,
    /// First and last date of publication.
    pub dates: Option<(String, String)>,
    /// Documents without a date.
    pub undated: u64,
    /// Versions of the coder with the documents that each coded last, newest first.
    pub coders: Vec<(String, u64)>,
    /// The last run.
    pub last: Option<LastRun>,
}

/// A run that has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastRun {
    /// ingest or recode.
    pub command: String,
    /// Universal time.
    pub started: String,
    /// `None` where it still runs or broke off.
    pub finished: Option<String>,
    /// Documents written, known, failed.
    pub counts: (u64, u64, u64),
}

impl Store {
    /// Documents that another version of the coder has coded, by number, after number `after`, at most `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outdated(&self, coder: &str, after: i64, limit: usize) -> Result<Vec<Stored>, StoreError> {
        let condition = "JOIN coders USING (coder) WHERE document > ? AND version <> ?";
        self.documents(condition, params![after, coder, limit as i64])
    }

    /// Documents that have not been put to a story, by number, at most `limit`.
    pub(crate) fn without_story(&self, limit: i64) -> Result<Vec<Stored>, StoreError> {
        let condition = "LEFT JOIN story_documents USING (document) WHERE story IS NULL";
        self.documents(condition, [limit])
    }

    /// Documents in their order, up to a limit that is the last value.
    fn documents(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Stored>, StoreError> {
        let sql = format!(
            "SELECT document, id, date, title, publisher, url, language, mentions, text FROM documents {condition}
             ORDER BY document LIMIT ?"
        );
        let read = || {
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map(values, |row| Ok(stored(row)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("reading documents")?.into_iter().collect()
    }

    /// Number of documents that another version of the coder has coded.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outdated_count(&self, coder: &str) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM documents JOIN coders USING (coder) WHERE version <> ?";
        self.connection.query_row(sql, [coder], |row| row.get(0)).doing("counting documents")
    }

    /// What the store holds.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn status(&self) -> Result<Status, StoreError> {
        self.read_status().doing("reading the status")
    }

    fn read_status(&self) -> rusqlite::Result<Status> {
        // One moment for all counts, also while another process writes.
        let moment = self.connection.unchecked_transaction()?;
        let count = |sql| moment.query_row::<u64, _, _>(sql, [], |row| row.get(0));
        let dates = moment.query_row("SELECT min(date), max(date) FROM documents", [], |row| {
            Ok(row.get::<_, Option<String>>(0)?.zip(row.get(1)?))
        })?;
        Ok(Status {
            schema: crate::schema::version(&moment)?,
            bytes: count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
            documents: count("SELECT count(*) FROM documents")?,
            sentences: count("SELECT count(*) FROM sentences")?,
            events: count("SELECT count(*) FROM events")?,
            dates,
            undated: count("SELECT count(*) FROM documents WHERE date IS NULL")?,
            coders: coders(&moment)?,
            last: last_run(&moment)?,
        })
    }

    /// What is wrong with the file, in words; empty for a sound one.
    ///
    /// Looks at every page, every index, every reference, the index of words, and at what the program itself promises.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub fn faults(&self) -> Result<Vec<String>, StoreError> {
        self.find_faults().doing("checking the store")
    }

    fn find_faults(&self) -> rusqlite::Result<Vec<String>> {
        let mut faults = Vec::new();
        let mut statement = self.connection.prepare("PRAGMA integrity_check")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        for row in rows {
            faults.push(row?);
        }
        faults.retain(|fault| fault != "ok");
        for (sql, fault) in PROMISES {
            let count: u64 = self.connection.query_row(sql, [], |row| row.get(0))?;
            if count > 0 {
                faults.push(format!("{count} {fault}"));
            }
        }
        Ok(faults)
    }
}

/// What must count nothing, and what it would mean.
const PROMISES: [(&str, &str); 6] = [
    ("SELECT count(*) FROM pragma_foreign_key_check", "rows refer to something that is not there"),
    (
        "SELECT count(*) FROM documents d WHERE NOT EXISTS (SELECT 1 FROM sentences s WHERE s.document = d.document)
            AND EXISTS (SELECT 1 FROM events e WHERE e.document = d.document)",
        "documents have events and no sentences",
    ),
    (
        "SELECT abs((SELECT count(*) FROM documents) - (SELECT count(*) FROM search_docsize))",
        "documents too many or too few in the index of words",
    ),
    (
        "SELECT count(*) FROM event_terms x JOIN events e USING (event)
            WHERE (x.day, x.category, x.status) <> (e.day, e.category, e.status)",
        "terms say something else than their event",
    ),
    (
        "SELECT count(*) FROM documents LEFT JOIN story_documents USING (document) WHERE story IS NULL",
        "documents have no story",
    ),
    (
        "SELECT count(*) FROM story_documents s LEFT JOIN story_documents f ON f.document = s.story
            WHERE f.story IS NOT s.story AND NOT EXISTS (SELECT 1 FROM splits)",
        "stories are named after a report of another one",
    ),
];

fn stored(row: &Row<'_>) -> Result<Stored, StoreError> {
    let number = row.get(0).doing("reading a document")?;
    let broken = |expected| StoreError::Broken { document: number, expected };
    let text = |at| row.get::<_, Option<String>>(at).map_err(|_| broken("text"));
    let date = text(2)?.map(|d| d.parse().map_err(|_| broken("a date"))).transpose()?;
    let mentions: Vec<KeptMention> = match text(7)? {
        Some(json) => serde_json::from_str(&json).map_err(|_| broken("mentions"))?,
        None => vec![],
    };
    let mentions = mentions.into_iter();
    let document = Document {
        id: text(1)?.unwrap_or_default(),
        date,
        title: text(3)?,
        publisher: text(4)?,
        url: text(5)?,
        language: text(6)?,
        mentions: mentions.map(|m| GivenMention { span: Span::new(m.start, m.end), code: m.code }).collect(),
        text: text(8)?.unwrap_or_default(),
    };
    Ok(Stored { number, document })
}

fn coders(connection: &rusqlite::Connection) -> rusqlite::Result<Vec<(String, u64)>> {
    let sql = "SELECT version, (SELECT count(*) FROM documents d WHERE d.coder = c.coder) FROM coders c
        ORDER BY coder DESC";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

fn last_run(connection: &rusqlite::Connection) -> rusqlite::Result<Option<LastRun>> {
    let sql = "SELECT command, started, finished, written, known, failed FROM runs ORDER BY run DESC LIMIT 1";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query_map([], |row| {
        let counts = (row.get(3)?, row.get(4)?, row.get(5)?);
        Ok(LastRun { command: row.get(0)?, started: row.get(1)?, finished: row.get(2)?, counts })
    })?;
    rows.next().transpose()
}
