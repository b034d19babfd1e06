//! What the commands over a store share: where it is, the clock, batches.

use crate::input::Report;
use anyhow::Result;
use clap::Args;
use demarche_ledger::LedgerRules;
use demarche_pipeline::{Coded, Coder, Document, claims};
use demarche_store::{Coding, Digest, Entry, Given, Store, Written, digest};
use demarche_wire::CodePoints;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Options of every command that needs a store.
#[derive(Args, Clone, Debug)]
pub struct StoreArgs {
    /// The store: one SQLite file
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
}

/// The time now, as a store keeps it.
pub fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}

/// What a store keeps of what the coder found.
pub fn coding(coder: &Coder, rules: &LedgerRules, document: &Document, coded: &Coded) -> Coding {
    let points = CodePoints::of(&document.text);
    Coding::of(&coded.sentences, &demarche_wire::events(document, coded, &points), &points)
        .with_claims(&claims(coder, rules, document, coded))
}

/// What tells a report from others in a store.
pub fn digest_of(report: &Report) -> Digest {
    digest(&report.document, &report.place.to_string(), report.byline.as_deref())
}

/// What a store keeps of a report and of what the coder found in it.
pub fn entry(coder: &Coder, rules: &LedgerRules, report: Report, coded: &Coded) -> Entry {
    let coding = coding(coder, rules, &report.document, coded);
    let Report { document, place, byline, .. } = report;
    Entry::new(Given { document, place: place.to_string(), byline }, coding)
}

/// One line for a person.
pub fn summary(written: Written) -> String {
    let Written { written, known, namesakes, events } = written;
    let mut out = format!("{written} added with {events} events, {known} there already");
    if namesakes > 0 {
        let _ = write!(out, ", {namesakes} with the name of another report");
    }
    out
}

/// Most items of a batch.
const MOST: usize = 256;

/// Most bytes of text in a batch.
const MOST_BYTES: usize = 8 << 20;

/// Longest that an item waits, where others keep coming: what a power cut may cost.
const LONGEST: Duration = Duration::from_secs(1);

/// Collects items and writes them many at a time: a transaction costs far more than what is written in it.
///
/// No transaction is open while it waits, so that others can write in between.
pub struct Batches<T> {
    items: Vec<T>,
    bytes: usize,
    since: Instant,
    /// What has been written.
    pub written: Written,
}

impl<T> Batches<T> {
    /// An empty one.
    pub fn new() -> Self {
        Self { items: Vec::new(), bytes: 0, since: Instant::now(), written: Written::default() }
    }

    /// Takes an item of so many bytes of text; `None` ends. Writes with `write` what is due.
    ///
    /// # Errors
    /// Those of `write`.
    pub fn take(
        &mut self,
        item: Option<(T, usize)>,
        write: impl FnOnce(&[T]) -> Result<Written, demarche_store::StoreError>,
    ) -> Result<()> {
        let ended = item.is_none();
        if let Some((item, bytes)) = item {
            if self.items.is_empty() {
                self.since = Instant::now();
            }
            self.items.push(item);
            self.bytes += bytes;
        }
        let full = self.items.len() >= MOST || self.bytes >= MOST_BYTES;
        if full || ended || self.since.elapsed() >= LONGEST {
            self.written += write(&self.items)?;
            self.items.clear();
            self.bytes = 0;
        }
        Ok(())
    }
}

impl StoreArgs {
    /// Opens the store for reading.
    ///
    /// # Errors
    /// When there is none, or it is none of ours.
    pub fn read(&self) -> Result<Store> {
        Ok(Store::open_to_read(&self.store)?)
    }

    /// Opens or makes the store for writing.
    ///
    /// # Errors
    /// When the file is none of ours or cannot be made.
    pub fn write(&self) -> Result<Store> {
        Ok(Store::open(&self.store)?)
    }
}
