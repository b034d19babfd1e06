//! `demarche watch`: feeds of the web into a store, as they come.

use crate::coder::CoderArgs;
use crate::input::Report;
use crate::net::{Counts, List, Manner, Stop, Watcher, plan};
use crate::output;
use crate::run::coded;
use crate::store::{StoreArgs, entry, now, summary};
use anyhow::{Result, bail};
use clap::Args;
use demarche_ledger::LedgerRules;
use demarche_pipeline::{Coder, Level, map_in_order};
use demarche_store::{Entry, Store, Written};
use jiff::Timestamp;
use std::convert::Infallible;
use std::io::Write as _;
use std::path::PathBuf;

/// Asks RSS, Atom and JSON feeds again and again, and codes what they link into a store; docs/WATCH.md has the list's form.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche watch feeds.toml --store news.db --once")]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub struct Watch {
    /// The list of feeds
    #[arg(value_name = "FEEDS.TOML")]
    list: PathBuf,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    coder: CoderArgs,
    /// Ask each feed once, read what it links, and end
    #[arg(long)]
    once: bool,
    /// Ask also the feeds that are gone for good, as their servers have said
    #[arg(long)]
    gone_too: bool,
    /// Say what would be asked, and ask nobody
    #[arg(long)]
    dry_run: bool,
    /// Code reports in any language as if they were in English
    #[arg(long)]
    any_language: bool,
    /// Exit with status 1 when a feed or page could not be read
    #[arg(long)]
    strict: bool,
}

/// Runs the command.
///
/// # Errors
/// When the list is none, the store cannot be written, or, under `--strict`, something could not be read.
pub fn run(command: &Watch) -> Result<()> {
    let list = List::read(&command.list)?;
    if command.dry_run {
        return dry_run(command, &list);
    }
    let stop = Stop::on_signals()?;
    let mut store = command.store.write()?;
    while store.catch_up()? > 0 {}
    let run = store.begin("watch", &command.coder.version()?, &now())?;
    let (coder, rules, threads) = (command.coder.load()?, LedgerRules::builtin()?, command.coder.threads());
    let watcher = Watcher::new(list, store, run, command.manner())?;
    let counts = watcher.watch(&stop, |reports| entries(&coder, &rules, threads, reports))?;
    let written = Written { known: counts.written.known + counts.known, ..counts.written };
    eprintln!("{}; {}", counts.summary(), summary(written));
    verdict(&counts, command.strict)
}

impl Watch {
    const fn manner(&self) -> Manner {
        Manner { once: self.once, gone_too: self.gone_too, any_language: self.any_language }
    }
}

fn dry_run(command: &Watch, list: &List) -> Result<()> {
    let path = &command.store.store;
    let store = if path.exists() { Some(Store::open_to_read(path)?) } else { None };
    // Whether the client can be made is part of what is tried.
    list.client()?;
    let mut out = output::stdout();
    out.write_all(plan(list, store.as_ref(), command.manner(), Timestamp::now())?.as_bytes())?;
    Ok(out.flush()?)
}

/// Codes reports, in their order; a warning for one that the program fails on.
fn entries(
    coder: &Coder,
    rules: &LedgerRules,
    threads: usize,
    reports: Vec<Report>,
) -> Vec<Result<Entry, String>> {
    let make = |coder: &Coder, report: Report, coded: &_| entry(coder, rules, report, coded);
    let work = |report| coded(coder, Level::Events, Ok(report), make).map_err(|(_, warning)| warning);
    let mut out = Vec::new();
    let Ok(()) = map_in_order(reports.into_iter(), threads, work, |made| {
        out.push(made);
        Ok::<(), Infallible>(())
    });
    out
}

fn verdict(counts: &Counts, strict: bool) -> Result<()> {
    let failures = counts.failures();
    if strict && failures > 0 {
        bail!("{failures} feeds or pages could not be read");
    }
    Ok(())
}
