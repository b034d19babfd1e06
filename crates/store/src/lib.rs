//! Documents, their sentences and events in one SQLite file: what is known stays known, and is found again.
//!
//! ```
//! use demarche_store::{Coding, Entry, Given, Store};
//! use demarche_text::Document;
//! # fn main() -> Result<(), demarche_store::StoreError> {
//! let document = Document { id: "a".to_owned(), text: "Seoul protested.".to_owned(), ..Document::default() };
//! let given = Given { document, place: "a.txt".to_owned(), byline: None };
//! let mut store = Store::in_memory()?;
//! let run = store.begin("ingest", "demarche-0.1.0", "2026-01-01T00:00:00Z")?;
//! let batch = [Entry::new(given, Coding::default())];
//! assert_eq!(store.add(run, &batch)?.written, 1);
//! assert_eq!(store.add(run, &batch)?.known, 1);
//! # Ok(())
//! # }
//! ```
//!
//! docs/STORE.md has the schema. It leaves out reading and coding reports: it is given both.

mod activity;
mod entry;
mod error;
mod feeds;
mod find;
mod happenings;
mod hits;
mod judgements;
mod ledger;
mod merges;
mod open;
mod placing;
mod plan;
mod read;
mod reports;
mod schema;
mod spots;
mod watchlists;
mod words;
mod write;

pub use activity::{Busy, Tally, Whose};
pub use entry::{Coding, Digest, Entry, Given, digest};
pub use error::StoreError;
pub use feeds::{FeedState, Harvest, NewPage, Page, PageOutcome};
pub use find::{Cursor, Filter, Found};
pub use happenings::{Happening, Telling};
pub use judgements::Judgement;
pub use ledger::ItemFilter;
pub use merges::Merge;
pub use open::Store;
pub use read::{LastRun, Status, Stored};
pub use reports::{Hit, Report};
pub use spots::Spot;
pub use watchlists::Watchlist;
pub use write::{Run, Written};
