//! `demarche annotate`: documents in, every layer asked for out.

use crate::coder::CoderArgs;
use crate::input::InputArgs;
use crate::{output, run};
use anyhow::Result;
use clap::Args;
use demarche_pipeline::{Coded, Document, Level};
use demarche_wire::{Layer, annotation};
use std::io::Write as _;

/// Prints one JSON object a document with the layers asked for.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche annotate examples --layers dates,actors")]
pub struct Annotate {
    #[command(flatten)]
    input: InputArgs,
    /// Layers: tokens, entities, actors, dates, attributions, events
    #[arg(long, value_delimiter = ',', default_value = "tokens,entities,actors,dates,attributions,events")]
    layers: Vec<Layer>,
    #[command(flatten)]
    coder: CoderArgs,
}

/// Runs the command.
///
/// # Errors
/// When nothing could be read, or, under `--strict`, a document could not be annotated.
pub fn run(command: &Annotate) -> Result<()> {
    let level = command.layers.iter().map(|l| l.level()).max().unwrap_or(Level::Syntax);
    let mut out = output::stdout();
    let write = |document: &Document, coded: &Coded| annotation(document, coded, &command.layers) + "\n";
    run::documents(&command.input, &command.coder, level, 0, write, |lines| out.write_all(lines.as_bytes()))?;
    Ok(out.flush()?)
}
