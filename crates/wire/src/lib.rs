//! Records under the contract: alone serialises our types, and alone knows code points.
//!
//! ```
//! use demarche_wire::CodePoints;
//! let text = "Erdoğan met Đukanović";
//! let points = CodePoints::of(text);
//! assert_eq!(points.at(text.find("met").unwrap()), 8);
//! ```
//!
//! It leaves out files: documents are read from text that is at hand, and every function that writes gives text.

mod claim;
mod exchange;
mod given;
mod layers;
mod ledger;
mod offsets;
mod plover;
mod record;
mod selection;
mod sheet;
mod table;

pub use claim::{claim_json, claim_of_json};
pub use exchange::Exchange;
pub use given::{FIELDS, Given, GivenError, Id, Mention, columns, day};
pub use layers::{Layer, annotation};
pub use ledger::{
    ChangeRecord, EvidenceRecord, ItemRecord, PartiesRecord, VoiceRecord, interval, item, item_page,
    ledger_table,
};
pub use offsets::CodePoints;
pub use plover::plover;
pub use record::{
    ActorRecord, ConditionRecord, DateRecord, EventRecord, SpanRecord, SpeakerRecord, events, json,
    resolution,
};
pub use selection::{Selection, SelectionError};
pub use sheet::{CSV_COLUMNS, csv_header, csv_row, csv_row_of};
pub use table::{TABLE_WIDTH, Table};
