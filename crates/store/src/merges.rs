//! Merges: why a report is in its story, and a person's word against it.

use crate::error::Doing as _;
use crate::{Store, StoreError};
use demarche_stories::{Report, shared};
use rusqlite::{OptionalExtension as _, Row, params};

/// Shared terms named as a reason.
const REASON: usize = 8;

/// A report with its story, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// Number of the report.
    pub document: i64,
    /// Its id.
    pub id: String,
    /// Id of the first report of its story, as it stands.
    pub story: String,
    /// Id of the report that it is a copy of.
    pub copy_of: Option<String>,
    /// `first`, `copy`, `near`, or `split` where a person has taken it out.
    pub rule: String,
    /// How near it is to its story on average.
    pub similarity: f64,
    /// Id of the nearest report of its story.
    pub witness: Option<String>,
    /// Number of that.
    witness_number: Option<i64>,
}

impl Store {
    /// Reports with their stories in the order of arrival, after number `after`, at most `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn merges(&self, after: i64, limit: usize) -> Result<Vec<Merge>, StoreError> {
        self.read_merges("s.document > ? ORDER BY s.document LIMIT ?", params![after, limit as i64])
    }

    /// The reports of one id with their stories.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn merges_of(&self, id: &str) -> Result<Vec<Merge>, StoreError> {
        self.read_merges("s.id = ? ORDER BY s.document", [id])
    }

    fn read_merges(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Merge>, StoreError> {
        let sql = format!(
            "SELECT s.document, s.id, first.id, original.id, s.rule, m.similarity, near.id, m.witness
             FROM stories s JOIN story_documents m USING (document)
             JOIN documents first ON first.document = s.story
             LEFT JOIN documents original ON original.document = s.copy_of
             LEFT JOIN documents near ON near.document = m.witness
             WHERE {condition}"
        );
        let read = || {
            let mut statement = self.connection.prepare_cached(&sql)?;
            statement.query_map(values, merge)?.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("reading merges")
    }

    /// The words by which a report is near to its witness, the heaviest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn reason(&self, merge: &Merge) -> Result<Vec<String>, StoreError> {
        let Some(witness) = merge.witness_number else { return Ok(vec![]) };
        let words = |document: i64| {
            let sql = "SELECT ifnull(title, ''), text FROM documents WHERE document = ?";
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.query_row([document], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        };
        let one = words(merge.document).doing("reading a document")?;
        let other = words(witness).doing("reading a document")?;
        let report = |(title, text)| Report { id: "", title, text, date: None };
        let mut reason = shared(&report((&one.0, &one.1)), &report((&other.0, &other.1)));
        reason.truncate(REASON);
        Ok(reason)
    }

    /// Takes a report out of its story on a person's word; `now` is universal time. False where that was said before.
    ///
    /// What the program has found stays as it is; the word is kept beside it.
    ///
    /// # Errors
    /// [`StoreError::FirstOfStory`] where others were put to the story that begins with it; else when the store cannot be
    /// written.
    pub fn split(&mut self, merge: &Merge, note: Option<&str>, now: &str) -> Result<bool, StoreError> {
        let others = "SELECT 1 FROM stories WHERE story = ?1 AND document <> ?1 LIMIT 1";
        let others = self.connection.query_row(others, [merge.document], |_| Ok(())).optional();
        if others.doing("looking for a story's reports")?.is_some() {
            return Err(StoreError::FirstOfStory(merge.id.clone()));
        }
        let sql = "INSERT INTO splits (document, made, note) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
        let rows = self.connection.execute(sql, params![merge.document, now, note]);
        Ok(rows.doing("splitting a report off")? > 0)
    }

    /// Takes a person's word back; false where there was none.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn rejoin(&mut self, merge: &Merge) -> Result<bool, StoreError> {
        let rows = self.connection.execute("DELETE FROM splits WHERE document = ?", [merge.document]);
        Ok(rows.doing("joining a report again")? > 0)
    }
}

fn merge(row: &Row<'_>) -> rusqlite::Result<Merge> {
    Ok(Merge {
        document: row.get(0)?,
        id: row.get(1)?,
        story: row.get(2)?,
        copy_of: row.get(3)?,
        rule: row.get(4)?,
        similarity: row.get(5)?,
        witness: row.get(6)?,
        witness_number: row.get(7)?,
    })
}
