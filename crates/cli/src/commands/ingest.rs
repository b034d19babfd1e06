//! `demarche ingest`: documents into a store, each once.

use crate::coder::CoderArgs;
use crate::input::{InputArgs, Report};
use crate::run::{self, Made};
use crate::store::{Batches, StoreArgs, digest_of, entry, now, summary};
use anyhow::Result;
use clap::Args;
use demarche_ledger::LedgerRules;
use demarche_pipeline::{Coded, Coder, Level};
use demarche_store::{Entry, Written};
use std::sync::atomic::{AtomicU64, Ordering};

/// Codes documents into a store; those that are there already are passed over, so it may be stopped and run again.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche ingest examples --store news.db")]
pub struct Ingest {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    coder: CoderArgs,
}

impl Ingest {
    /// Of one path into a store.
    pub fn of(path: std::path::PathBuf, store: std::path::PathBuf, coder: CoderArgs) -> Self {
        let input = InputArgs { paths: vec![path], ..InputArgs::default() };
        Self { input, store: StoreArgs { store }, coder }
    }
}

/// Runs the command.
///
/// # Errors
/// When nothing could be read, the store cannot be written, or, under `--strict`, a document was lost.
pub fn run(command: &Ingest) -> Result<()> {
    let mut store = command.store.write()?;
    // A store of an older program may have documents without a story.
    while store.catch_up()? > 0 {}
    let reader = command.store.read()?;
    let this = store.begin("ingest", &command.coder.version()?, &now())?;
    let count = AtomicU64::new(0);
    let known = &count;
    // Where the question fails the report is coded, and the writer finds out.
    let is_new = move |report: &Report| {
        let there = reader.knows(&digest_of(report)).unwrap_or(false);
        known.fetch_add(u64::from(there), Ordering::Relaxed);
        !there
    };
    let mut batches = Batches::new();
    let sink = |made: Made<Entry>| {
        let entry = match made {
            Made::Done(entry) => Some(sized(entry)),
            Made::Lost => return Ok(()),
            Made::End => None,
        };
        batches.take(entry, |batch| store.add(this, batch))
    };
    let rules = LedgerRules::builtin()?;
    let make = |coder: &Coder, report: Report, coded: &Coded| entry(coder, &rules, report, coded);
    let tally = run::reports(&command.input, &command.coder, Level::Events, is_new, make, sink)?;
    let known = count.into_inner();
    store.finish(this, known, tally.bad, &now())?;
    let written = Written { known: batches.written.known + known, ..batches.written };
    eprintln!("{}; {}", tally.summary(), summary(written));
    tally.verdict(command.input.strict)
}

fn sized(entry: Entry) -> (Entry, usize) {
    let bytes = entry.given.document.text.len();
    (entry, bytes)
}
