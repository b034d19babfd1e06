//! `demarche actors`: a look into the actor base.

use crate::{input, output, own};
use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use demarche_actors::Fact;
use jiff::civil::Date;
use std::io::Write as _;

/// Looks into the base of actors: checks it, or shows what it says of a name over time.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche actors show \"Boris Johnson\" --date 2022-12-01")]
pub struct Actors {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Lint(Lint),
    Show(Show),
}

/// Finds contradictions, overlaps and duplicates: kind, what, and why, parted by tabs.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche actors lint --actors mine.tsv")]
struct Lint {}

/// Shows an entity's history: code, from, to, office, slug and name, parted by tabs.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche actors show Merkel --date 2018-05-01")]
struct Show {
    /// A name, an alias, a last name, or a slug
    name: String,
    /// Only what holds on this day
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// When nobody of that name is known, or the date is none.
pub fn run(command: &Actors) -> Result<()> {
    match &command.command {
        Command::Lint(_) => lint(),
        Command::Show(command) => show(command),
    }
}

fn lint() -> Result<()> {
    let found = own::base().lint();
    let mut out = output::stdout();
    for finding in &found {
        writeln!(out, "{finding}")?;
    }
    out.flush()?;
    eprintln!("{} findings", found.len());
    Ok(())
}

fn show(command: &Show) -> Result<()> {
    let date = command.date.as_deref().map(input::date).transpose()?.flatten();
    let facts = own::base().history(&command.name);
    if facts.is_empty() {
        bail!("{}: expected the name of an actor in the base, but found none", command.name);
    }
    let mut out = output::stdout();
    for fact in facts.iter().filter(|f| date.is_none_or(|d| f.holds(d))) {
        writeln!(out, "{}", line(fact))?;
    }
    Ok(out.flush()?)
}

fn line(fact: &Fact) -> String {
    let day = |date: Option<Date>| date.map_or_else(|| "-".to_owned(), |d| d.to_string());
    let office = if fact.office.is_empty() { "-" } else { fact.office.as_str() };
    let (from, to) = (day(fact.from), day(fact.to));
    format!("{}\t{from}\t{to}\t{office}\t{}\t{}", fact.actor.code(), fact.entity, fact.name)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_fact_is_a_line() {
        let facts = demarche_pipeline::base().history("Angela Merkel");
        let lines: Vec<String> = facts.iter().map(super::line).collect();
        let chancellor = "DEUGOV\t2005-11-22\t2021-12-08\tchancellor\tangela-merkel\tAngela Merkel";
        assert!(lines.iter().any(|line| line == chancellor), "{lines:?}");
    }
}
