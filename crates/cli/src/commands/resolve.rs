//! `demarche resolve`: noun phrases in, actors out.

use crate::{actors, output};
use anyhow::{Context, Result};
use clap::Args;
use demarche_actors::resolve;
use serde::Deserialize;
use std::io::{BufRead as _, Write as _};

/// Resolves noun phrases to actors: JSON Lines on standard input, `{"text", "date"?, "country"?}`, one answer a line.
#[derive(Args)]
#[command(
    after_help = "Example:\n  echo '{\"text\":\"the French president\",\"date\":\"2018-05-01\"}' | demarche resolve"
)]
pub struct Resolve {}

/// A line of the input.
#[derive(Deserialize)]
struct Question {
    text: String,
    date: Option<String>,
    country: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// Names the line that is no question.
pub fn run(_: &Resolve) -> Result<()> {
    let base = actors::base();
    let mut out = output::stdout();
    for (at, line) in std::io::stdin().lock().lines().enumerate() {
        let place = || format!("standard input:{}", at + 1);
        let line = line.with_context(place)?;
        if line.trim().is_empty() {
            continue;
        }
        let asked: Question = serde_json::from_str(&line).with_context(place)?;
        let date = asked.date.as_deref().map(crate::input::date).transpose().with_context(place)?.flatten();
        let found = resolve(base, &asked.text, date, asked.country.as_deref());
        writeln!(out, "{}", demarche_wire::resolution(&found))?;
    }
    Ok(out.flush()?)
}
