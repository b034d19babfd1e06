//! `demarche ledger`: how meetings, pledges, demands, threats, sanctions and agreements stand.

use crate::coder::CoderArgs;
use crate::input::{InputArgs, Report};
use crate::output;

use anyhow::{Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use demarche_ledger::{Claim, Item, LedgerRules, Reading, claims};
use demarche_pipeline::{Coder, Document, map_in_order};
use demarche_stories::Told;
use demarche_wire::{item, item_page, ledger_table};
use jiff::civil::Date;
use std::io::{IsTerminal as _, Write as _};

/// Prints the ledger: what was proposed, promised, demanded, threatened, imposed and agreed, and how it stands
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Example:\n  demarche ledger examples/2018-2019-ledger.jsonl --as-of 2018-05-25 --format table"
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

fn read(options: &Options, print: impl Fn(&[Item], Date) -> Result<String>) -> Result<()> {
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
    let day = options.as_of.or(last).unwrap_or(Date::constant(2000, 1, 1));
    let rules = LedgerRules::builtin()?;
    let ledger = demarche_ledger::Ledger::of(&rules, told(&reports, &options.coder, &rules)?);
    let text = print(ledger.items(), day)?;
    let mut out = output::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    eprintln!("{}", documents.tally().summary());
    documents.tally().verdict(options.input.strict)
}

/// Claims of all reports, in the order of the reports.
fn told(reports: &[Report], options: &CoderArgs, rules: &LedgerRules) -> Result<Vec<Claim>> {
    let coder = options.load()?;
    let stories = super::stories::tell(reports);
    let jobs = reports.iter().zip(&stories);
    let original = |told: &Told| told.copy_of.map(|at| reports[at].document.id.as_str());
    let mut out = Vec::new();
    map_in_order(
        jobs,
        options.threads(),
        |(report, told)| claims_of(&coder, rules, &report.document, original(told)),
        |claims| {
            out.extend(claims);
            Ok::<(), anyhow::Error>(())
        },
    )?;
    Ok(out)
}

/// Claims of one report: its headline is read with its text, so that its names are known.
pub fn claims_of(
    coder: &Coder,
    rules: &LedgerRules,
    document: &Document,
    copy_of: Option<&str>,
) -> Vec<Claim> {
    let Some(date) = document.date else { return vec![] };
    let title =
        document.title.as_deref().map(str::trim).filter(|t| !t.is_empty() && !document.text.starts_with(*t));
    let head = title.map_or_else(String::new, |t| format!("{t}\n\n"));
    let whole = Document { text: format!("{head}{}", document.text), ..document.clone() };
    let coded = coder.code(&whole);
    let reading = Reading {
        doc_id: &document.id,
        date,
        text: &whole.text,
        headline: coded.sentences.iter().filter(|s| s.span.start < head.len()).count(),
        copy_of,
        sentences: &coded.sentences,
        mentions: &coded.mentions,
        timexes: &coded.timexes,
        attributions: &coded.attributions,
        events: &coded.events,
    };
    claims(&reading, rules)
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
