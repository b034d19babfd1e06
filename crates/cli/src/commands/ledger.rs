//! `demarche ledger`: how meetings, pledges, demands, threats, sanctions and agreements stand.

use crate::coder::CoderArgs;
use crate::input::{InputArgs, Report};
use crate::output;
use anyhow::{Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use demarche_ledger::{Claim, Item, LedgerRules};
use demarche_pipeline::{claims, map_in_order};
use demarche_store::{ItemFilter, Store};
use demarche_stories::Told;
use demarche_wire::{item, item_page, ledger_table};
use jiff::civil::Date;
use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Prints the ledger: what was proposed, promised, demanded, threatened, imposed and agreed, and how it stands
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Example:\n  demarche ledger examples/2015-2025-dispatches.jsonl --as-of 2018-05-25 --format table\n  demarche ledger --store news.db --since 2018-05-18"
)]
pub struct Ledger {
    #[command(subcommand)]
    show: Option<Show>,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand)]
enum Show {
    /// Prints one item with its history and every sentence it rests on
    Show {
        /// Key of the item, as the ledger prints it
        key: String,
        #[command(flatten)]
        options: Options,
    },
}

#[derive(Args)]
struct Options {
    #[command(flatten)]
    input: InputArgs,
    /// The ledger of this store, which `demarche ingest` has made, instead of reports; it may be given as PATH too
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// The ledger as it stood at the end of this day: later reports are not read; by default the last report's day
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Only items whose status has changed since this day
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// How the ledger is written; a table on a terminal, else JSON
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    coder: CoderArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An object with the items, as the contract says
    Json,
    /// For a person: what is due, what changed, what is contested, and all of it
    Table,
}

/// Runs the command.
///
/// # Errors
/// When nothing could be read, no item has the key, or, under `--strict`, a document could not be read.
pub fn run(command: &Ledger) -> Result<()> {
    match &command.show {
        Some(Show::Show { key, options }) => read(options, |items, _| show(items, key, options)),
        None => read(&command.options, |items, day| list(items, day, &command.options)),
    }
}

/// Items and the day they stand for, of a store or of reports.
fn read(options: &Options, print: impl Fn(&[Item], Date) -> Result<String>) -> Result<()> {
    let rules = LedgerRules::builtin()?;
    if let Some(path) = options.store()? {
        let store = Store::open_to_read(path)?;
        let day = options.as_of.or(store.last_day()?).unwrap_or(LONG_AGO);
        let filter = ItemFilter { as_of: options.as_of, ..ItemFilter::default() };
        return write(&print(&store.items(&rules, &filter)?, day)?);
    }
    let mut documents = options.input.open()?;
    let mut reports: Vec<Report> = Vec::new();
    for item in documents.by_ref() {
        match item {
            Ok(report) if report.document.date.is_some_and(|d| options.as_of.is_none_or(|day| d <= day)) => {
                reports.push(report);
            }
            Ok(_) => {}
            Err(error) => eprintln!("warning: {error}"),
        }
    }
    let last = reports.iter().filter_map(|r| r.document.date).max();
    let day = options.as_of.or(last).unwrap_or(LONG_AGO);
    let ledger = demarche_ledger::Ledger::of(&rules, told(&reports, &options.coder, &rules)?);
    write(&print(ledger.items(), day)?)?;
    eprintln!("{}", documents.tally().summary());
    documents.tally().verdict(options.input.strict)
}

/// The day that a ledger of nothing stands for.
const LONG_AGO: Date = Date::constant(2000, 1, 1);

fn write(text: &str) -> Result<()> {
    let mut out = output::stdout();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

impl Options {
    /// The store that is to be read: given as such, or the only path.
    fn store(&self) -> Result<Option<&Path>> {
        let paths = &self.input.paths;
        let stores = paths.iter().filter(|path| is_store(path)).count();
        match (&self.store, paths.as_slice()) {
            (Some(store), []) => Ok(Some(store)),
            (Some(_), _) => bail!("expected a store or reports, but found both"),
            (None, [path]) if stores == 1 => Ok(Some(path)),
            (None, _) if stores > 0 => bail!("expected one store alone, but found other paths beside it"),
            (None, _) => Ok(None),
        }
    }
}

/// Whether a file is a data base by what it begins with.
fn is_store(path: &Path) -> bool {
    let mut first = [0; DATABASE.len()];
    let read = path.is_file().then(|| std::fs::File::open(path)).and_then(Result::ok);
    read.is_some_and(|mut file| file.read_exact(&mut first).is_ok() && first == *DATABASE)
}

/// What every SQLite file begins with.
const DATABASE: &[u8; 15] = b"SQLite format 3";

/// Claims of all reports, in the order of the reports; those in another language say nothing.
fn told(reports: &[Report], options: &CoderArgs, rules: &LedgerRules) -> Result<Vec<Claim>> {
    let coder = options.load()?;
    let stories = super::stories::tell(reports);
    let original = |told: &Told| told.copy_of.map(|at| reports[at].document.id.clone());
    let said = |(report, told): (&Report, &Told)| {
        if report.foreign.is_some() {
            return vec![];
        }
        let mut claims = claims(&coder, rules, &report.document, &coder.code(&report.document));
        for claim in &mut claims {
            claim.source.copy_of = original(told);
        }
        claims
    };
    let mut out = Vec::new();
    map_in_order(reports.iter().zip(&stories), options.threads(), said, |claims| {
        out.extend(claims);
        Ok::<(), anyhow::Error>(())
    })?;
    Ok(out)
}

fn list(items: &[Item], day: Date, options: &Options) -> Result<String> {
    let changed = |i: &&Item| options.since.is_none_or(|since| i.changed().is_some_and(|c| c >= since));
    let items: Vec<&Item> = items.iter().filter(changed).collect();
    let table = options.format.unwrap_or_else(by_default) == Format::Table;
    if table {
        return Ok(ledger_table(&items, day, options.since));
    }
    let records: Vec<_> = items.iter().map(|i| item(i)).collect();
    Ok(serde_json::to_string(&serde_json::json!({ "as_of": day.to_string(), "items": records }))? + "\n")
}

fn show(items: &[Item], key: &str, options: &Options) -> Result<String> {
    let Some(found) = items.iter().find(|i| i.key == key) else {
        bail!(
            "expected the key of an item, but found `{key}`\nhint: `demarche ledger --format table` prints the keys"
        );
    };
    if options.format.unwrap_or_else(by_default) == Format::Table {
        return Ok(item_page(found));
    }
    Ok(serde_json::to_string(&item(found))? + "\n")
}

fn by_default() -> Format {
    if std::io::stdout().is_terminal() { Format::Table } else { Format::Json }
}
