//! `demarche code`: documents in, events out.

use crate::coder::CoderArgs;
use crate::input::InputArgs;
use crate::journal::Journal;
use crate::{output, run};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use demarche_columns::ParquetFile;
use demarche_pipeline::{Coded, Document, Level, VERSION};
use demarche_wire::{CodePoints, Exchange, TABLE_WIDTH, Table, csv_header, csv_row, events, plover};
use std::io::{IsTerminal as _, Write};
use std::path::PathBuf;

/// Codes documents: who did, said, promised or threatened what, to whom, when, on whose word.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche code examples --format table")]
pub struct Code {
    #[command(flatten)]
    input: InputArgs,
    /// How events are written; a table on a terminal, else JSON Lines
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Go on where an earlier run of the same command was stopped; the first run must have it too
    #[arg(long, requires = "out")]
    resume: bool,
    #[command(flatten)]
    coder: CoderArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One event a line, as the contract says
    Jsonl,
    /// For a person: one line an event, under its document
    Table,
    /// For a spreadsheet
    Csv,
    /// Arrow columns in a Parquet file
    Parquet,
    /// The columns of GDELT 2.0 Events
    Gdelt,
    /// The columns of ICEWS
    Icews,
    /// The columns of POLECAT
    Polecat,
    /// PLOVER's own JSON, one event a line
    Plover,
}

impl Format {
    /// The data set whose columns are asked for, if one is.
    const fn exchange(self) -> Option<Exchange> {
        match self {
            Self::Gdelt => Some(Exchange::Gdelt),
            Self::Icews => Some(Exchange::Icews),
            Self::Polecat => Some(Exchange::Polecat),
            Self::Jsonl | Self::Table | Self::Csv | Self::Parquet | Self::Plover => None,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// When nothing could be read, the output cannot be written, or, under `--strict`, a document could not be coded.
pub fn run(command: &Code) -> Result<()> {
    let on_terminal = command.out.is_none() && std::io::stdout().is_terminal();
    let format = command.format.unwrap_or(if on_terminal { Format::Table } else { Format::Jsonl });
    let table = Table::new(width());
    let write = |document: &Document, coded: &Coded| lines(format, table, document, coded);
    if format == Format::Parquet {
        return parquet(command, on_terminal, write);
    }
    if command.resume {
        let out = command.out.as_deref().context("expected --out FILE with --resume")?;
        let mut journal = Journal::open(out, &this_run())?;
        if journal.is_new() {
            journal.head(&head(format, table))?;
        }
        let done = journal.done();
        let sink = |lines: &str| journal.document(lines);
        run::documents(&command.input, &command.coder, Level::Events, done, write, sink)?;
        return Ok(journal.finish()?);
    }
    let mut out: Box<dyn Write> = match &command.out {
        Some(path) => Box::new(output::file(path)?),
        None => Box::new(output::stdout()),
    };
    out.write_all(head(format, table).as_bytes())?;
    let sink = |lines: &str| out.write_all(lines.as_bytes());
    run::documents(&command.input, &command.coder, Level::Events, 0, write, sink)?;
    Ok(out.flush()?)
}

/// Events as a Parquet file.
fn parquet(
    command: &Code,
    on_terminal: bool,
    write: impl Fn(&Document, &Coded) -> String + Sync,
) -> Result<()> {
    if command.resume {
        bail!("expected a format of lines with --resume, but found parquet, which has its index at its end");
    }
    if on_terminal {
        bail!("expected --out FILE or a pipe, but found a terminal, which cannot show Parquet");
    }
    let out: Box<dyn Write + Send> = match &command.out {
        Some(path) => Box::new(output::file(path)?),
        None => Box::new(std::io::stdout()),
    };
    let mut file = ParquetFile::new(out, demarche_columns::events())?;
    let sink = |lines: &str| file.push(lines).map_err(std::io::Error::other);
    run::documents(&command.input, &command.coder, Level::Events, 0, write, sink)?;
    Ok(file.finish()?.flush()?)
}

/// What makes two runs the same: the version, and what was asked for.
fn this_run() -> String {
    let asked: Vec<String> = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned()).collect();
    format!("{VERSION} {}", asked.join(" "))
}

/// What stands above the first document.
fn head(format: Format, table: Table) -> String {
    match (format, format.exchange().and_then(Exchange::header)) {
        (_, Some(header)) => format!("{header}\n"),
        (Format::Table, _) => table.legend(),
        (Format::Csv, _) => csv_header(),
        _ => String::new(),
    }
}

fn lines(format: Format, table: Table, document: &Document, coded: &Coded) -> String {
    let points = CodePoints::of(&document.text);
    let records = events(document, coded, &points);
    if let Some(exchange) = format.exchange() {
        return exchange.rows(document, &records);
    }
    match format {
        Format::Csv => records.iter().map(csv_row).collect(),
        Format::Plover => plover(document, &records),
        Format::Table => table.document(document, &records),
        _ => records.iter().map(|e| e.to_json() + "\n").collect(),
    }
}

/// Width of the terminal, as its environment or itself says, or the table's own.
fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let terminal = || console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
    told.or_else(terminal).unwrap_or(TABLE_WIDTH).clamp(80, 400)
}
