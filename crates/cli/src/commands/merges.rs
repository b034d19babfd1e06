//! `demarche merges`: why a report of a store is in its story, and a person's word against it.

use crate::output;
use crate::store::{StoreArgs, now};
use anyhow::{Result, bail};
use clap::Args;
use demarche_store::{Merge, Store};
use serde::Serialize;
use std::io::Write as _;

/// Shows which reports were put to a story of others, by which rule and for which words; undoes it.
#[derive(Args)]
#[command(
    after_help = "Example:\n  demarche merges --store news.db\n  demarche merges --store news.db --undo report-17 --note \"another tram\""
)]
pub struct Merges {
    #[command(flatten)]
    store: StoreArgs,
    /// Only those of this document
    #[arg(long, value_name = "ID")]
    document: Option<String>,
    /// Take this document out of its story
    #[arg(long, value_name = "ID", conflicts_with_all = ["document", "redo"])]
    undo: Option<String>,
    /// Why, with --undo
    #[arg(long, value_name = "TEXT", requires = "undo")]
    note: Option<String>,
    /// Take an --undo back
    #[arg(long, value_name = "ID", conflicts_with = "document")]
    redo: Option<String>,
}

/// A merge as JSON.
#[derive(Serialize)]
struct Line<'m> {
    doc_id: &'m str,
    story: &'m str,
    rule: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy_of: Option<&'m str>,
    similarity: f64,
    witness: Option<&'m str>,
    words: Vec<String>,
}

/// Merges read at a time.
const PAGE: usize = 1000;

/// Runs the command.
///
/// # Errors
/// When there is no store, no such document, or the first document of a story is to be taken out of it.
pub fn run(command: &Merges) -> Result<()> {
    if let Some(id) = &command.undo {
        let mut store = Store::open_to_update(&command.store.store)?;
        for merge in named(&store, id)? {
            let new = store.split(&merge, command.note.as_deref(), &now())?;
            eprintln!("{id}: {}", if new { "taken out of its story" } else { "was taken out before" });
        }
        return Ok(());
    }
    if let Some(id) = &command.redo {
        let mut store = Store::open_to_update(&command.store.store)?;
        for merge in named(&store, id)? {
            let new = store.rejoin(&merge)?;
            eprintln!("{id}: {}", if new { "put back" } else { "was never taken out" });
        }
        return Ok(());
    }
    list(command)
}

/// The merges of a document that must be there.
fn named(store: &Store, id: &str) -> Result<Vec<Merge>> {
    let merges = store.merges_of(id)?;
    if merges.is_empty() {
        bail!("expected a document of the store, but found none with the id `{id}`");
    }
    Ok(merges)
}

fn list(command: &Merges) -> Result<()> {
    let store = command.store.read()?;
    let mut out = output::stdout();
    if let Some(id) = &command.document {
        for merge in named(&store, id)? {
            writeln!(out, "{}", line(&store, &merge)?)?;
        }
        return Ok(out.flush()?);
    }
    let mut after = 0;
    loop {
        let page = store.merges(after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.document;
        for merge in page.iter().filter(|m| m.rule != "first") {
            writeln!(out, "{}", line(&store, merge)?)?;
        }
    }
    Ok(out.flush()?)
}

fn line(store: &Store, merge: &Merge) -> Result<String> {
    Ok(demarche_wire::json(&Line {
        doc_id: &merge.id,
        story: &merge.story,
        rule: &merge.rule,
        copy_of: merge.copy_of.as_deref(),
        similarity: (merge.similarity * 1000.0).round() / 1000.0,
        witness: merge.witness.as_deref(),
        words: store.reason(merge)?,
    }))
}
