//! `demarche resolve`: noun phrases in, actors out.

use crate::{output, own};
use anyhow::{Context as _, Result, bail};
use clap::Args;
use demarche_actors::{Base, Resolution, resolve};
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

/// Runs the command. A line that is no question is named on standard error and answered with nobody, so that answers stay
/// in the order of the questions.
///
/// # Errors
/// If no line is a question, or the output fails.
pub fn run(_: &Resolve) -> Result<()> {
    let base = own::base();
    let mut out = output::stdout();
    let (mut asked, mut bad) = (0_u64, 0_u64);
    for (at, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = line.context("standard input")?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        asked += 1;
        let found = answer(base, &line).unwrap_or_else(|error| {
            bad += 1;
            eprintln!("standard input:{}: {error:#}", at + 1);
            resolve(base, "", None, None)
        });
        writeln!(out, "{}", demarche_wire::resolution(&found))?;
    }
    out.flush()?;
    if bad > 0 && bad == asked {
        bail!("none of {asked} lines could be read as a question");
    }
    Ok(())
}

fn answer(base: &Base, line: &[u8]) -> Result<Resolution> {
    let question: Question = serde_json::from_slice(line)?;
    let date = question.date.as_deref().map(crate::input::date).transpose()?.flatten();
    Ok(resolve(base, &question.text, date, question.country.as_deref()))
}
