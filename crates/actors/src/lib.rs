//! Who is who: the actor base, noun phrases as actors, and which mentions of a report mean the same.
//!
//! ```
//! use demarche_actors::{Base, resolve};
//! let date = jiff::civil::date(2018, 9, 29);
//! let found = resolve(Base::builtin(), "North Korean Foreign Minister Ri Yong Ho", Some(date), None);
//! assert_eq!(found.actor.code(), "PRKGOV");
//! ```
//!
//! It leaves out who acts on whom, which is for the events, and who speaks in a quotation, which is for the quotes.

mod actor;
mod base;
mod builtin;
mod coref;
mod dictionary;
mod find;
mod fold;
mod heads;
mod history;
mod image;
mod index;
mod lexicon;
mod lint;
mod mention;
mod mentions;
mod office;
mod own;
mod people;
mod read;
mod resolve;
mod rule;
mod sector;
mod table;
mod tree;
mod variant;
mod words;

pub use actor::Actor;
pub use base::{Base, BaseError, Gender, Tables};
pub use coref::assign_speaker;
use demarche_text::Str;
pub use history::Fact;
pub use lint::Finding;
pub use mention::{Member, Mention, MentionKind, Number};
pub use mentions::mentions;
pub use resolve::{Resolution, resolve};
pub use rule::Rule;
pub use sector::Sector;
