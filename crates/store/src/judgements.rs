//! What people say of the coding.

use crate::error::Doing as _;
use crate::find::Found;
use crate::{Store, StoreError};
use rusqlite::{OptionalExtension as _, Row, params};

/// A person's word on one event, or on a sentence that was coded as nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Who says so.
    pub judge: String,
    /// Digest of the report.
    pub digest: Vec<u8>,
    /// Sentence of the report, from 0.
    pub sentence: usize,
    /// Id of the event; empty for a sentence.
    pub event: String,
    /// What they say.
    pub verdict: String,
    /// What it was drawn as: the category of the event, or `none`.
    pub stratum: String,
    /// What it should be, in their words.
    pub correction: Option<String>,
    /// The event or the sentence as they saw it.
    pub record: String,
    /// When, in universal time.
    pub made: String,
}

impl Store {
    /// Keeps a judgement; a later one of the same judge on the same matter takes its place.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn judge(&mut self, judgement: &Judgement) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO judgements
            (judge, digest, sentence, event, verdict, stratum, correction, record, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET verdict = excluded.verdict, stratum = excluded.stratum,
            correction = excluded.correction, record = excluded.record, made = excluded.made";
        let values = params![
            judgement.judge,
            judgement.digest,
            judgement.sentence as i64,
            judgement.event,
            judgement.verdict,
            judgement.stratum,
            judgement.correction,
            judgement.record,
            judgement.made,
        ];
        let write = || self.connection.prepare_cached(SQL)?.execute(values).map(drop);
        write().doing("keeping a judgement")
    }

    /// Every judgement, by report, sentence, event and judge.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn judgements(&self) -> Result<Vec<Judgement>, StoreError> {
        self.read_judgements("1", []).doing("reading judgements")
    }

    /// Judgements on one report.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn judgements_of(&self, digest: &[u8]) -> Result<Vec<Judgement>, StoreError> {
        self.read_judgements("digest = ?", [digest]).doing("reading judgements")
    }

    fn read_judgements(
        &self,
        condition: &str,
        values: impl rusqlite::Params,
    ) -> rusqlite::Result<Vec<Judgement>> {
        let sql = format!(
            "SELECT judge, digest, sentence, event, verdict, stratum, correction, record, made FROM judgements
            WHERE {condition} ORDER BY digest, sentence, event, judge"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(values, judgement)?;
        rows.collect()
    }

    /// How many events of each category there are among those that arrived up to one, most first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn categories(&self, up_to: i64) -> Result<Vec<(String, u64)>, StoreError> {
        let sql = "SELECT category, count(*) FROM events INDEXED BY events_category WHERE event <= ?
            GROUP BY 1 ORDER BY 2 DESC, 1";
        let read = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([up_to], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("counting categories")
    }

    /// An event of a category among those that arrived up to one, by its place in the order of their days, from 0.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn nth_event(&self, category: &str, up_to: i64, nth: u64) -> Result<Option<Found>, StoreError> {
        const SQL: &str =
            "SELECT event FROM events INDEXED BY events_category WHERE category = ? AND event <= ?
            ORDER BY day, event LIMIT 1 OFFSET ?";
        let read = || {
            let mut statement = self.connection.prepare_cached(SQL)?;
            let number = statement.query_row(params![category, up_to, nth], |row| row.get(0)).optional()?;
            Ok(self.found(number.as_slice())?.pop())
        };
        read().doing("drawing an event")
    }

    /// How many sentences there are of which nothing was coded.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn quiet_sentences(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT (SELECT count(*) FROM sentences)
            - (SELECT count(*) FROM (SELECT DISTINCT document, sentence FROM events))";
        self.connection.query_row(SQL, [], |row| row.get(0)).doing("counting sentences")
    }

    /// Number of the report that arrived last; 0 where there is none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_report(&self) -> Result<i64, StoreError> {
        let sql = "SELECT ifnull(max(document), 0) FROM documents";
        self.connection.query_row(sql, [], |row| row.get(0)).doing("looking for the last report")
    }

    /// Whether a report has a sentence of that number of which nothing was coded.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_quiet(&self, report: i64, sentence: usize) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM sentences WHERE document = ?1 AND sentence = ?2)
            AND NOT EXISTS (SELECT 1 FROM events WHERE document = ?1 AND sentence = ?2)";
        let read = || {
            let mut statement = self.connection.prepare_cached(SQL)?;
            statement.query_row(params![report, sentence as i64], |row| row.get(0))
        };
        read().doing("drawing a sentence")
    }
}

fn judgement(row: &Row<'_>) -> rusqlite::Result<Judgement> {
    Ok(Judgement {
        judge: row.get(0)?,
        digest: row.get(1)?,
        sentence: row.get::<_, i64>(2)? as usize,
        event: row.get(3)?,
        verdict: row.get(4)?,
        stratum: row.get(5)?,
        correction: row.get(6)?,
        record: row.get(7)?,
        made: row.get(8)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgement(verdict: &str) -> Judgement {
        Judgement {
            judge: "ann".to_owned(),
            digest: vec![0],
            sentence: 0,
            event: "e".to_owned(),
            verdict: verdict.to_owned(),
            stratum: "AID".to_owned(),
            correction: None,
            record: "{}".to_owned(),
            made: "2026-01-01T00:00:00Z".to_owned(),
        }
    }

    #[test]
    fn the_last_word_counts_and_outlives_the_coding() {
        let mut store = Store::in_memory().unwrap();
        let rows = "INSERT INTO coders VALUES (1, 'c'); INSERT INTO runs VALUES (1, 'ingest', 1, '', NULL, 0, 0, 0);
            INSERT INTO documents (document, digest, id, coder, run, place, text) VALUES (1, x'00', 'd', 1, 1, 'p', 't');
            INSERT INTO sentences VALUES (1, 0, 0, 1), (1, 1, 1, 2);
            INSERT INTO events (event, id, document, sentence, day, category, status, cameo, quad, score, actor, recipient,
              background, confidence, rule, record)
              VALUES (4, 'e', 1, 0, 20180904, 'AID', 'actual', '070', 2, 7, 'USA', 'PRK', 0, 1, 'r', '{}');";
        store.connection.execute_batch(rows).unwrap();
        assert_eq!(store.categories(9).unwrap(), [("AID".to_owned(), 1)]);
        assert_eq!(store.nth_event("AID", 9, 0).unwrap().map(|found| found.id).as_deref(), Some("e"));
        assert_eq!(store.nth_event("AID", 3, 0).unwrap(), None);
        assert_eq!(store.quiet_sentences().unwrap(), 1);
        assert_eq!([0, 1, 2].map(|sentence| store.is_quiet(1, sentence).unwrap()), [false, true, false]);
        store.judge(&judgement("date")).unwrap();
        store.judge(&judgement("right")).unwrap();
        store.connection.execute_batch("DELETE FROM events").unwrap();
        assert_eq!(store.judgements_of(&[0]).unwrap(), [judgement("right")]);
    }
}
