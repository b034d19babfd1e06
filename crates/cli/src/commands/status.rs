//! `demarche status`: what a store holds.

use crate::coder::CoderArgs;
use crate::output;
use crate::store::StoreArgs;
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use demarche_store::{LastRun, Status as Held, Store};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::Write as _;

/// Says what a store holds: documents, events, dates, who coded them, when it was last written.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche status --store news.db")]
pub struct Status {
    #[command(flatten)]
    store: StoreArgs,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Look at every page, index and reference of the file too; exit with status 1 where something is wrong
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    coder: CoderArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object
    Json,
    /// For a person
    Table,
}

/// The status as JSON.
#[derive(Serialize)]
struct Object<'s> {
    store: String,
    schema: u32,
    bytes: u64,
    documents: u64,
    sentences: u64,
    events: u64,
    from: Option<&'s str>,
    to: Option<&'s str>,
    undated: u64,
    outdated: u64,
    coders: Vec<CoderObject<'s>>,
    last: Option<RunObject<'s>>,
    feeds: Feeds,
}

/// What is watched.
#[derive(Clone, Copy, Default, Serialize)]
struct Feeds {
    known: u64,
    failing: u64,
    gone: u64,
    /// Pages that wait to be asked for.
    pages: u64,
}

#[derive(Serialize)]
struct CoderObject<'s> {
    version: &'s str,
    documents: u64,
}

#[derive(Serialize)]
struct RunObject<'s> {
    command: &'s str,
    started: &'s str,
    finished: Option<&'s str>,
    written: u64,
    known: u64,
    failed: u64,
}

/// Runs the command.
///
/// # Errors
/// When there is no store, or, under `--check`, something is wrong with it.
pub fn run(command: &Status) -> Result<()> {
    let store = command.store.read()?;
    let held = store.status()?;
    let outdated = store.outdated_count(&command.coder.version()?)?;
    let feeds = feeds(&store)?;
    let path = command.store.store.display().to_string();
    let mut out = output::stdout();
    match command.format {
        Format::Json => writeln!(out, "{}", demarche_wire::json(&object(path, &held, outdated, feeds)))?,
        Format::Table => out.write_all(table(&path, &held, outdated, feeds).as_bytes())?,
    }
    out.flush()?;
    if command.check {
        let faults = store.faults()?;
        if !faults.is_empty() {
            bail!("the store is damaged: {}", faults.join("; "));
        }
        eprintln!("the store is sound");
    }
    Ok(())
}

fn feeds(store: &Store) -> Result<Feeds> {
    let mut feeds = Feeds::default();
    for feed in store.feeds()? {
        feeds.known += 1;
        feeds.failing += u64::from(feed.failures > 0);
        feeds.gone += u64::from(feed.retired.is_some());
        feeds.pages += store.pages_waiting(feed.number)?;
    }
    Ok(feeds)
}

fn object(store: String, held: &Held, outdated: u64, feeds: Feeds) -> Object<'_> {
    let (from, to) = held.dates.as_ref().map(|(from, to)| (from.as_str(), to.as_str())).unzip();
    Object {
        store,
        schema: held.schema,
        bytes: held.bytes,
        documents: held.documents,
        sentences: held.sentences,
        events: held.events,
        from,
        to,
        undated: held.undated,
        outdated,
        coders: held
            .coders
            .iter()
            .map(|(version, documents)| CoderObject { version, documents: *documents })
            .collect(),
        last: held.last.as_ref().map(last),
        feeds,
    }
}

fn last(run: &LastRun) -> RunObject<'_> {
    let (written, known, failed) = run.counts;
    let LastRun { command, started, finished, .. } = run;
    RunObject { command, started, finished: finished.as_deref(), written, known, failed }
}

fn table(path: &str, held: &Held, outdated: u64, feeds: Feeds) -> String {
    let mut documents = held.documents.to_string();
    if let Some((from, to)) = &held.dates {
        let _ = write!(documents, ", of {from} to {to}");
    }
    if held.undated > 0 {
        let _ = write!(documents, ", {} without a date", held.undated);
    }
    let mut rows = vec![
        ("store", format!("{path}, {}, schema {}", size(held.bytes), held.schema)),
        ("documents", documents),
        ("sentences", held.sentences.to_string()),
        ("events", held.events.to_string()),
    ];
    let coders = held.coders.iter().filter(|(_, documents)| *documents > 0);
    rows.extend(coders.map(|(version, n)| ("coder", format!("{version}: {n} documents"))));
    if outdated > 0 {
        rows.push(("outdated", format!("{outdated} documents: `demarche recode` codes them anew")));
    }
    if feeds.known > 0 {
        let Feeds { known, failing, gone, pages } = feeds;
        rows.push(("feeds", format!("{known}, {failing} failing, {gone} gone for good; {pages} pages wait")));
    }
    rows.extend(held.last.as_ref().map(|run| ("last run", last_line(run))));
    rows.iter().map(|(name, value)| format!("{name:9}  {value}\n")).collect()
}

fn last_line(run: &LastRun) -> String {
    let LastRun { command, started, finished, counts: (written, known, failed) } = run;
    let end = finished.as_deref().unwrap_or("not ended");
    format!("{command} {started} to {end}: {written} written, {known} there already, {failed} failed")
}

/// A size for a person.
fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    if bytes < 1e9 { format!("{:.1} MB", bytes / 1e6) } else { format!("{:.2} GB", bytes / 1e9) }
}
