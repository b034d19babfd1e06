//! Writing: batches of reports, each batch one transaction.

use crate::entry::{Coding, Digest, Entry, EventRow, Given, Kind, likeness};
use crate::error::Doing as _;
use crate::placing::Latest;
use crate::{Store, StoreError};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use rustc_hash::FxHashMap;

/// A run that writes: who codes, and the row that counts what it did.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    run: i64,
    coder: i64,
}

/// What a batch, or a run of several, came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Reports added or coded anew.
    pub written: u64,
    /// Reports that were there already.
    pub known: u64,
    /// Of those added, how many have the name of another report.
    pub namesakes: u64,
    /// Events written.
    pub events: u64,
}

impl std::ops::AddAssign for Written {
    fn add_assign(&mut self, other: Self) {
        self.written += other.written;
        self.known += other.known;
        self.namesakes += other.namesakes;
        self.events += other.events;
    }
}

/// Numbers of the terms that a batch has met and the store did not know before.
type NewTerms = FxHashMap<(&'static str, String), i64>;

impl Store {
    /// Starts a run of a command by a version of the coder; `now` is universal time as ISO 8601.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn begin(&mut self, command: &str, coder: &str, now: &str) -> Result<Run, StoreError> {
        let write = |connection: &Connection| {
            connection.execute("INSERT INTO coders (version) VALUES (?) ON CONFLICT DO NOTHING", [coder])?;
            let coder =
                connection
                    .query_row("SELECT coder FROM coders WHERE version = ?", [coder], |row| row.get(0))?;
            let sql = "INSERT INTO runs (command, coder, started) VALUES (?, ?, ?)";
            connection.execute(sql, params![command, coder, now])?;
            Ok(Run { run: connection.last_insert_rowid(), coder })
        };
        self.transaction("starting a run", write)
    }

    /// Ends a run: `known` and `failed` are the reports that it met and did not hand over.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn finish(&mut self, run: Run, known: u64, failed: u64, now: &str) -> Result<(), StoreError> {
        let sql = "UPDATE runs SET finished = ?, known = known + ?, failed = failed + ? WHERE run = ?";
        let values = params![now, known as i64, failed as i64, run.run];
        self.connection.execute(sql, values).doing("ending a run")?;
        // What the query planner knows of the tables; cheap, and done only where they have changed much.
        self.connection.execute_batch("PRAGMA optimize").doing("looking at the tables")
    }

    /// Whether a report of this digest is there.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn knows(&self, digest: &Digest) -> Result<bool, StoreError> {
        let find = || {
            let mut statement = self.connection.prepare_cached("SELECT 1 FROM documents WHERE digest = ?")?;
            statement.exists([digest])
        };
        find().doing("looking for a document")
    }

    /// Adds reports, all or none; those that are there already are counted and left as they are.
    ///
    /// # Errors
    /// When the store cannot be written; nothing of the batch is then in it.
    pub fn add(&mut self, run: Run, batch: &[Entry]) -> Result<Written, StoreError> {
        self.add_with(run, batch, |_| Ok(()))
    }

    /// As [`Store::add`], with something else that is written in the same transaction.
    #[allow(
        clippy::redundant_closure_for_method_calls,
        reason = "the closure is of any lifetime, the method of one"
    )]
    pub(crate) fn add_with(
        &mut self,
        run: Run,
        batch: &[Entry],
        also: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> Result<Written, StoreError> {
        self.batch("adding documents", run, batch, |batch, entry| batch.add(entry), also)
    }

    /// Replaces the coding of reports that are there, all or none.
    ///
    /// # Errors
    /// When the store cannot be written; nothing of the batch is then in it.
    pub fn recode(&mut self, run: Run, batch: &[(i64, Coding)]) -> Result<Written, StoreError> {
        let one = |batch: &mut Batch<'_>, (document, coding): &(i64, Coding)| batch.recode(*document, coding);
        self.batch("coding documents anew", run, batch, one, |_| Ok(()))
    }

    /// Puts documents of an older store that have no story yet to theirs; gives how many there were, at most a few hundred.
    ///
    /// # Errors
    /// When the store cannot be written; it is then as it was.
    pub fn catch_up(&mut self) -> Result<u64, StoreError> {
        let lacking = self.without_story(256)?;
        if lacking.is_empty() {
            return Ok(0);
        }
        let latest = self.latest.take();
        let latest = self.transaction("putting documents to stories", |connection| {
            let mut latest = latest.map_or_else(|| Latest::read(connection), Ok)?;
            for stored in &lacking {
                latest.put(connection, stored.number, &likeness(&stored.document))?;
            }
            Ok(latest)
        })?;
        self.latest = Some(latest);
        Ok(lacking.len() as u64)
    }

    /// Writes each item of a batch and something else within one transaction.
    fn batch<T>(
        &mut self,
        doing: &'static str,
        run: Run,
        items: &[T],
        mut one: impl FnMut(&mut Batch<'_>, &T) -> rusqlite::Result<()>,
        also: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> Result<Written, StoreError> {
        let known = std::mem::take(&mut self.terms);
        // Read anew where a batch has failed: what it had counted is not in the store.
        let latest = self.latest.take();
        let outcome = self.transaction(doing, |connection| {
            let latest = latest.map_or_else(|| Latest::read(connection), Ok)?;
            let (new, written) = (NewTerms::default(), Written::default());
            let mut batch = Batch { connection, run, known: &known, new, written, latest };
            for item in items {
                one(&mut batch, item)?;
            }
            batch.count()?;
            also(connection)?;
            Ok((batch.new, batch.written, batch.latest))
        });
        self.terms = known;
        let (new, written, latest) = outcome?;
        self.latest = Some(latest);
        // Only now are they in the store.
        self.terms.extend(new);
        Ok(written)
    }

    fn transaction<T>(
        &mut self,
        doing: &'static str,
        write: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let all = || {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = write(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        all().doing(doing)
    }
}

/// A batch while it is written.
struct Batch<'c> {
    connection: &'c Connection,
    run: Run,
    known: &'c NewTerms,
    new: NewTerms,
    written: Written,
    latest: Latest,
}

impl Batch<'_> {
    fn add(&mut self, entry: &Entry) -> rusqlite::Result<()> {
        let Entry { given, coding, likeness } = entry;
        let namesake = self.has_name(&given.document.id)?;
        let Some(document) = self.document(given)? else {
            self.written.known += 1;
            return Ok(());
        };
        self.written.written += 1;
        self.written.namesakes += u64::from(namesake);
        self.latest.put(self.connection, document, likeness)?;
        self.coding(document, coding)
    }

    fn recode(&mut self, document: i64, coding: &Coding) -> rusqlite::Result<()> {
        for table in ["events", "sentences", "claims"] {
            let sql = format!("DELETE FROM {table} WHERE document = ?");
            self.connection.prepare_cached(&sql)?.execute([document])?;
        }
        let sql = "UPDATE documents SET coder = ? WHERE document = ?";
        self.written.written +=
            self.connection.prepare_cached(sql)?.execute([self.run.coder, document])? as u64;
        self.coding(document, coding)
    }

    fn has_name(&self, id: &str) -> rusqlite::Result<bool> {
        self.connection.prepare_cached("SELECT 1 FROM documents WHERE id = ?")?.exists([id])
    }

    /// Writes a document; `None` where it is there already.
    fn document(&self, given: &Given) -> rusqlite::Result<Option<i64>> {
        const SQL: &str = "INSERT INTO documents
            (digest, id, date, coder, run, place, title, publisher, url, language, byline, mentions, text)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (digest) DO NOTHING RETURNING document";
        let document = &given.document;
        let values = params![
            given.digest(),
            document.id,
            document.date.map(|d| d.to_string()),
            self.run.coder,
            self.run.run,
            given.place,
            document.title,
            document.publisher,
            document.url,
            document.language,
            given.byline,
            given.mentions(),
            document.text,
        ];
        self.connection.prepare_cached(SQL)?.query_row(values, |row| row.get(0)).optional()
    }

    /// Sentences, events and claims of a document that has none.
    fn coding(&mut self, document: i64, coding: &Coding) -> rusqlite::Result<()> {
        let sql = r#"INSERT INTO sentences (document, sentence, "start", "end") VALUES (?, ?, ?, ?)"#;
        let mut statement = self.connection.prepare_cached(sql)?;
        for (at, &(start, end)) in coding.sentences.iter().enumerate() {
            statement.execute(params![document, at as i64, start as i64, end as i64])?;
        }
        for event in &coding.events {
            self.event(document, event)?;
        }
        let sql = "INSERT INTO claims (document, claim, day, kind, record) VALUES (?, ?, ?, ?, ?)";
        let mut statement = self.connection.prepare_cached(sql)?;
        for (at, claim) in coding.claims.iter().enumerate() {
            statement.execute(params![document, at as i64, claim.day, claim.kind, claim.record])?;
        }
        self.written.events += coding.events.len() as u64;
        Ok(())
    }

    fn event(&mut self, document: i64, event: &EventRow) -> rusqlite::Result<()> {
        const SQL: &str = "INSERT INTO events
            (id, document, sentence, day, category, status, mode, cameo, quad, score, actor, recipient, background,
             confidence, rule, record)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.connection.prepare_cached(SQL)?.execute(params![
            event.id,
            document,
            event.sentence as i64,
            event.day,
            event.category,
            event.status,
            event.mode,
            event.cameo,
            event.quad,
            event.score,
            event.actor,
            event.recipient,
            event.background,
            event.confidence,
            event.rule,
            event.record,
        ])?;
        let number = self.connection.last_insert_rowid();
        for (kind, key) in &event.terms {
            let term = self.term(*kind, key)?;
            let sql = "INSERT INTO event_terms (event, term, day, category, status) VALUES (?, ?, ?, ?, ?)";
            let values = params![number, term, event.day, event.category, event.status];
            self.connection.prepare_cached(sql)?.execute(values)?;
        }
        Ok(())
    }

    /// The number of a term, which is made where there is none.
    fn term(&mut self, kind: Kind, key: &str) -> rusqlite::Result<i64> {
        let name = (kind.as_str(), key.to_owned());
        if let Some(&term) = self.known.get(&name).or_else(|| self.new.get(&name)) {
            return Ok(term);
        }
        let add = "INSERT INTO terms (kind, key) VALUES (?, ?) ON CONFLICT DO NOTHING";
        self.connection.prepare_cached(add)?.execute([name.0, key])?;
        let find = "SELECT term FROM terms WHERE kind = ? AND key = ?";
        let term = self.connection.prepare_cached(find)?.query_row([name.0, key], |row| row.get(0))?;
        self.new.insert(name, term);
        Ok(term)
    }

    /// Counts the batch in its run, within the same transaction.
    fn count(&self) -> rusqlite::Result<()> {
        let sql = "UPDATE runs SET written = written + ?, known = known + ? WHERE run = ?";
        let values = params![self.written.written as i64, self.written.known as i64, self.run.run];
        self.connection.prepare_cached(sql)?.execute(values).map(drop)
    }
}
