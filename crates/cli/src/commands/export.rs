//! `demarche export`: events of a store as a table, filtered as the literature does it.

use crate::output;
use crate::store::StoreArgs;
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use demarche_columns::ParquetFile;
use demarche_store::{Filter, Found};
use demarche_wire::{Selection, csv_header, csv_row_of};
use jiff::civil::Date;
use std::collections::HashSet;
use std::io::{IsTerminal as _, Write};
use std::path::PathBuf;

/// Writes events of a store, latest first, to a file that other programs read.
#[derive(Args)]
#[command(
    after_help = "Example:\n  demarche export --store news.db --where 'quad in (3, 4) and status = actual and not background = true' --one-a-day --out conflict.parquet"
)]
pub struct Export {
    #[command(flatten)]
    store: StoreArgs,
    /// Only events for which this holds: fields of a record, `= != < <= > >= in`, `and`, `or`, `not`, parentheses;
    /// `actor`, `recipient` and `speaker` are a party by code, country or entity, `day` the day of the event or its report
    #[arg(long = "where", value_name = "EXPRESSION")]
    selection: Option<Selection>,
    /// Of events of one day with the same first actor, first recipient and category only one
    #[arg(long)]
    one_a_day: bool,
    /// First day, of the event or else of its report
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// How events are written; by default what the name of the file says, else JSON Lines
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One event a line, as the contract says
    Jsonl,
    /// For a spreadsheet
    Csv,
    /// Arrow columns in a Parquet file
    Parquet,
}

/// Events read at a time.
const PAGE: usize = 1000;

/// Runs the command.
///
/// # Errors
/// When there is no store, it cannot be read, or the output cannot be written.
pub fn run(command: &Export) -> Result<()> {
    let mut out: Box<dyn Write + Send> = match &command.out {
        Some(path) => Box::new(output::file(path)?),
        None => Box::new(std::io::BufWriter::new(std::io::stdout())),
    };
    let (read, written) = match command.format() {
        Format::Parquet => {
            if command.out.is_none() && std::io::stdout().is_terminal() {
                bail!("expected --out FILE or a pipe, but found a terminal, which cannot show Parquet");
            }
            let mut file = ParquetFile::new(out, demarche_columns::events())?;
            let counts = command.each(|event| Ok(file.push(&event.record)?))?;
            file.finish()?.flush()?;
            counts
        }
        format => {
            if format == Format::Csv {
                out.write_all(csv_header().as_bytes())?;
            }
            let counts = command.each(|event| match format {
                Format::Csv => Ok(out.write_all(csv_row_of(&event.record).as_bytes())?),
                _ => Ok(writeln!(out, "{}", event.record)?),
            })?;
            out.flush()?;
            counts
        }
    };
    eprintln!("{written} events of {read}");
    Ok(())
}

impl Export {
    fn format(&self) -> Format {
        let extension =
            self.out.as_ref().and_then(|path| path.extension()).map(std::ffi::OsStr::to_ascii_lowercase);
        self.format.unwrap_or(match extension.as_deref().and_then(|e| e.to_str()) {
            Some("parquet") => Format::Parquet,
            Some("csv") => Format::Csv,
            _ => Format::Jsonl,
        })
    }

    /// Gives each wanted event to `write`; counts those that were looked at and those that were wanted.
    fn each(&self, mut write: impl FnMut(&Found) -> Result<()>) -> Result<(u64, u64)> {
        let store = self.store.read()?;
        let mut filter = Filter { from: self.from, to: self.to, ..Filter::default() };
        let (mut day, mut told) = (0, HashSet::new());
        let (mut read, mut written) = (0, 0);
        loop {
            let page = store.events(&filter, PAGE)?;
            let Some(last) = page.last() else { return Ok((read, written)) };
            filter.after = Some(last.cursor);
            for event in &page {
                read += 1;
                if self.selection.as_ref().is_some_and(|wanted| !wanted.fits(&event.record)) {
                    continue;
                }
                if self.one_a_day {
                    // They come day by day, so that one day is remembered at a time.
                    if std::mem::replace(&mut day, event.cursor.day) != event.cursor.day {
                        told.clear();
                    }
                    let key = (event.category.clone(), event.actor.clone(), event.recipient.clone());
                    if !told.insert(key) {
                        continue;
                    }
                }
                written += 1;
                write(event)?;
            }
        }
    }
}
