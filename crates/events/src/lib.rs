//! Coding rules over deep roles: PLOVER event, mode and context, CAMEO codes, status, condition, on whose word.
//!
//! A rule is a file under `rules/events`; its patterns are matched at every word that can trigger it, the most
//! specific match codes the trigger, and what stands in the content of another act ("called for talks") is left to
//! that act. [`code`] takes what the layers below found and touches nothing else.
//!
//! It leaves out finding actors, dates and speakers, and writing events down.

mod cameo;
#[cfg(test)]
mod codebook;
mod coder;
mod confidence;
mod event;
mod ontology;
mod parties;
mod place;
mod plover;
mod rule;
mod status;

pub use coder::{Analysis, code};
pub use event::{By, Category, Condition, ConditionKind, Event, Participant, Speaker, Status, When, Where};
pub use ontology::{Label, Ontology};
pub use plover::{CONTEXTS, modes, score};
pub use rule::{Rule, RuleError, Rules};
