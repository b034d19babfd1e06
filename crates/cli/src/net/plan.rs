//! What would be asked: `--dry-run`.

use super::poll::{due, revived};
use super::{List, Manner};
use anyhow::Result;
use demarche_store::{FeedState, Store};
use jiff::Timestamp;
use std::fmt::Write as _;

/// A line for each feed: its address, when it is due and how it would be asked, and how many of its pages wait.
///
/// # Errors
/// When the store cannot be read.
pub fn plan(list: &List, store: Option<&Store>, manner: Manner, now: Timestamp) -> Result<String> {
    let mut out = String::new();
    for feed in &list.feeds {
        let known = store.map(|store| store.known_feed(feed.url.as_str())).transpose()?.flatten();
        let every = (!manner.once).then_some(feed.every);
        let mut state = known.clone().unwrap_or_default();
        if manner.gone_too {
            revived(&mut state);
        }
        let waiting = match (store, known) {
            (Some(store), Some(known)) => store.pages_waiting(known.number)?,
            _ => 0,
        };
        let url = state.moved.as_deref().unwrap_or(feed.url.as_str());
        writeln!(out, "{url}\t{}\t{waiting} pages waiting", when(&state, every, now))?;
    }
    Ok(out)
}

fn when(state: &FeedState, every: Option<std::time::Duration>, now: Timestamp) -> String {
    if let Some(since) = &state.retired {
        return format!("gone for good since {since}");
    }
    let how = if state.etag.is_some() || state.modified.is_some() { ", if changed" } else { "" };
    match due(state, every).filter(|due| *due > now) {
        Some(due) => format!("not before {due}{how}"),
        None => format!("now{how}"),
    }
}
