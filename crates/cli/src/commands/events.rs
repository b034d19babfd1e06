//! `demarche events`: events of a store, found by who, what, whom, when, on whose word, in which words.

use crate::output;
use crate::store::{StoreArgs, now};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use demarche_store::{Filter, Found, Happening, Store};
use jiff::civil::Date;
use serde::Serialize;
use std::io::{IsTerminal as _, Write as _};

/// Lists events of a store, latest first.
#[derive(Args)]
#[command(
    after_help = "Example:\n  demarche events --store news.db --event SANCTION --actor USA --recipient IRN --from 2018-08-01\n  demarche events --store news.db --merged"
)]
pub struct Events {
    #[command(flatten)]
    store: StoreArgs,
    /// PLOVER category
    #[arg(long, value_name = "CATEGORY")]
    event: Option<String>,
    /// actual, planned, conditional, hypothetical, negated or denied
    #[arg(long)]
    status: Option<String>,
    /// Country (USA), code (USAGOV) or entity of an actor
    #[arg(long)]
    actor: Option<String>,
    /// The same of a recipient
    #[arg(long)]
    recipient: Option<String>,
    /// The same of somebody on whose word it is told
    #[arg(long)]
    speaker: Option<String>,
    /// Two countries, in either direction or together: `USA,PRK`
    #[arg(long, value_name = "A,B", value_parser = two)]
    between: Option<(String, String)>,
    /// First day, of the event or else of its report
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Words of its report: all of them; phrases in quotes, `sanct*` for any ending
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// One line for each happening, with every report that tells of it: events of one story, category and status, of the
    /// same parties and days
    #[arg(long)]
    merged: bool,
    /// This event is no report of what the others of its story tell
    #[arg(long, value_name = "ID", conflicts_with = "merged")]
    undo: Option<String>,
    /// Why, with --undo
    #[arg(long, value_name = "TEXT", requires = "undo")]
    note: Option<String>,
    /// Take an --undo back
    #[arg(long, value_name = "ID", conflicts_with_all = ["merged", "undo"])]
    redo: Option<String>,
    /// How events are written; a table on a terminal, else JSON Lines
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One event a line, as the contract says
    Jsonl,
    /// For a person: one line an event
    Table,
}

fn two(source: &str) -> Result<(String, String), String> {
    let parts = source.split_once(',').map(|(one, other)| (one.trim(), other.trim()));
    let parts = parts.filter(|(one, other)| !one.is_empty() && !other.is_empty());
    let (one, other) =
        parts.ok_or_else(|| format!("expected two countries such as USA,PRK, but found `{source}`"))?;
    Ok((one.to_owned(), other.to_owned()))
}

/// Events read at a time.
const PAGE: usize = 1000;

/// Runs the command.
///
/// # Errors
/// When there is no store, it cannot be read, or a search has no words.
pub fn run(command: &Events) -> Result<()> {
    if let Some(id) = command.undo.as_ref().or(command.redo.as_ref()) {
        return apart(command, id);
    }
    let store = command.store.read()?;
    let on_terminal = std::io::stdout().is_terminal();
    let format = command.format.unwrap_or(if on_terminal { Format::Table } else { Format::Jsonl });
    let mut out = output::stdout();
    let (mut filter, mut left) = (command.filter(), command.limit);
    if command.merged {
        for happening in store.happenings(&filter, left)? {
            match format {
                Format::Jsonl => writeln!(out, "{}", merged(&happening))?,
                Format::Table => writeln!(out, "{}  ({})", line(&happening.event), happening.sources())?,
            }
        }
        return Ok(out.flush()?);
    }
    while left > 0 {
        let page = store.events(&filter, left.min(PAGE))?;
        let Some(last) = page.last() else { break };
        (filter.after, left) = (Some(last.cursor), left - page.len());
        for event in &page {
            match format {
                Format::Jsonl => writeln!(out, "{}", event.record)?,
                Format::Table => writeln!(out, "{}", line(event))?,
            }
        }
    }
    Ok(out.flush()?)
}

/// A person's word on one event: it is apart, or no longer.
fn apart(command: &Events, id: &str) -> Result<()> {
    let mut store = Store::open_to_update(&command.store.store)?;
    let new = if command.undo.is_some() {
        store.split_event(id, command.note.as_deref(), &now())?
    } else {
        store.rejoin_event(id)?
    };
    match new {
        None => bail!("expected an event of the store, but found none with the id `{id}`"),
        Some(new) => eprintln!("{id}: {}", if new { "done" } else { "was so before" }),
    }
    Ok(())
}

/// What is said of a happening beside its event.
#[derive(Serialize)]
struct Line<'h> {
    sources: usize,
    reports: Vec<Report<'h>>,
    rule: &'static str,
}

/// A report of a happening as JSON.
#[derive(Serialize)]
struct Report<'h> {
    doc_id: &'h str,
    event: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy_of: Option<&'h str>,
}

fn merged(happening: &Happening) -> String {
    let reports = happening.tellings.iter().map(|t| Report {
        doc_id: &t.doc_id,
        event: &t.event_id,
        copy_of: t.copy_of.as_deref(),
    });
    let rest = demarche_wire::json(&Line {
        sources: happening.sources(),
        reports: reports.collect(),
        rule: Happening::RULE,
    });
    // The record is JSON already.
    format!("{{\"event\":{},{}", happening.event.record, rest.trim_start_matches('{'))
}

impl Events {
    fn filter(&self) -> Filter {
        Filter {
            category: self.event.as_ref().map(|e| e.to_uppercase()),
            status: self.status.clone(),
            actor: self.actor.clone(),
            recipient: self.recipient.clone(),
            speaker: self.speaker.clone(),
            between: self.between.clone(),
            from: self.from,
            to: self.to,
            text: self.text.clone(),
            after: None,
            newer: None,
        }
    }
}

/// An event on one line; no control character of a report reaches the terminal.
fn line(event: &Found) -> String {
    let day = event.cursor.day;
    let day = format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100);
    let mode = event.mode.iter().map(|m| format!("/{m}")).collect::<String>();
    let what = format!("{}{mode}", event.category);
    let Found { actor, recipient, status, doc_id, .. } = event;
    let line = format!("{day}  {actor:8} {what:22} {recipient:8} {status:12} {doc_id}");
    line.trim_end().chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_store::Cursor;

    #[test]
    fn an_event_is_a_line_without_control_characters() {
        let event = Found {
            cursor: Cursor { day: 20_180_904, event: 1 },
            id: "1".to_owned(),
            doc_id: "a\u{1b}[31m\nb".to_owned(),
            category: "SANCTION".to_owned(),
            mode: Some("convict".to_owned()),
            status: "actual".to_owned(),
            actor: "USA".to_owned(),
            recipient: String::new(),
            record: "{}".to_owned(),
        };
        assert_eq!(line(&event), "2018-09-04  USA      SANCTION/convict                actual       a[31mb");
        assert_eq!(two("USA, PRK").unwrap(), ("USA".to_owned(), "PRK".to_owned()));
        assert!(two("USA").is_err() && two("USA,").is_err());
    }
}
