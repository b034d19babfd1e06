//! `demarche recode`: the documents of a store once more, after an update of the coder.

use crate::coder::CoderArgs;
use crate::progress::Progress;
use crate::store::{Batches, StoreArgs, coding, now};
use anyhow::Result;
use clap::Args;
use demarche_ledger::LedgerRules;
use demarche_pipeline::{guarded, map_in_order};
use demarche_store::{Coding, Store, Stored};
use std::vec::IntoIter;

/// Codes again those documents of a store that another version of the coder has coded; may be stopped and run again.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche recode --store news.db")]
pub struct Recode {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    coder: CoderArgs,
}

/// Runs the command.
///
/// # Errors
/// When there is no store or it cannot be written.
pub fn run(command: &Recode) -> Result<()> {
    let version = command.coder.version()?;
    let mut store = Store::open_to_update(&command.store.store)?;
    let mut documents =
        Outdated { reader: command.store.read()?, version, page: vec![].into_iter(), last: 0, error: None };
    if documents.reader.outdated_count(&documents.version)? == 0 {
        eprintln!("every document is coded by {}", documents.version);
        return Ok(());
    }
    let this = store.begin("recode", &documents.version, &now())?;
    let (coder, rules) = (command.coder.load()?, LedgerRules::builtin()?);
    let (mut progress, mut batches) = (Progress::new(None), Batches::new());
    let (mut bytes, mut failed) = (0, 0);
    let work = |stored: Stored| {
        let document = &stored.document;
        let coded = guarded(&document.id, || coding(&coder, &rules, document, &coder.code(document)));
        coded.map(|coding| ((stored.number, coding), stored.document.text.len()))
    };
    let mut sink =
        |item: Option<((i64, Coding), usize)>| batches.take(item, |batch| store.recode(this, batch));
    map_in_order(documents.by_ref(), command.coder.threads(), work, |result| match result {
        Ok(item) => {
            bytes += item.1 as u64;
            progress.step(bytes);
            sink(Some(item))
        }
        Err(warning) => {
            failed += 1;
            progress.warn(&warning);
            Ok(())
        }
    })?;
    sink(None)?;
    store.finish(this, 0, failed, &now())?;
    let written = batches.written;
    progress.clear();
    eprintln!("{} documents coded anew with {} events", written.written, written.events);
    documents.error.map_or(Ok(()), |error| Err(error.into()))
}

/// The documents that are to be coded, a page at a time.
struct Outdated {
    reader: Store,
    version: String,
    page: IntoIter<Stored>,
    last: i64,
    /// Why there are no more, where that is not their end.
    error: Option<demarche_store::StoreError>,
}

/// Documents read at a time.
const PAGE: usize = 64;

impl Iterator for Outdated {
    type Item = Stored;

    fn next(&mut self) -> Option<Stored> {
        if self.page.len() == 0 {
            match self.reader.outdated(&self.version, self.last, PAGE) {
                Ok(page) => self.page = page.into_iter(),
                Err(error) => self.error = Some(error),
            }
        }
        let next = self.page.next()?;
        self.last = next.number;
        Some(next)
    }
}
