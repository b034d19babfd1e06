//! The ledger: what was proposed, promised, demanded, threatened, imposed and agreed, and how it stands.
//!
//! [`claims`] reads what one report says of such things; a [`Ledger`] takes the claims of many reports, merges those that
//! speak of one thing into one [`Item`], and moves its status by the tables in `rules/ledger/transitions`. Every change
//! names the sentence and the rule it rests on.
//!
//! It leaves out reading files and writing records. docs/LEDGER.md has the tables as diagrams.

mod claim;
mod desk;
mod item;
mod ledger;
mod pattern;
mod read;
mod rules;
mod scene;
mod transitions;

pub use claim::{Claim, Kind, Parties, Period, Person, Source, Status, Weight};
pub use desk::{AHEAD, Desk};
pub use item::{Change, Evidence, Item, Voice};
pub use ledger::Ledger;
pub use read::{Reading, claims};
pub use rules::{ClaimRule, LedgerError, LedgerRules};
pub use transitions::Transitions;
