//! What the ledger keeps of one meeting, pledge, demand, threat, sanction or agreement.

use crate::{Claim, Kind, Parties, Period, Person, Source, Status, Weight};
use demarche_text::Str;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// One thing, however many reports tell of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Stable name: kind, parties and how it began.
    pub key: String,
    /// What it is.
    pub kind: Kind,
    /// Whose it is.
    pub parties: Parties,
    /// Its words, from the report that says most.
    pub what: String,
    /// What it is about.
    pub topic: Option<Str>,
    /// Names of places and things that its sentences have, by which one pledge is told from another.
    pub names: BTreeSet<Str>,
    /// How it stands.
    pub status: Status,
    /// How much the word weighs that its status rests on.
    pub weight: Weight,
    /// When.
    pub when: Option<Period>,
    /// Where, for a meeting.
    pub place: Option<String>,
    /// Who takes part.
    pub people: BTreeSet<Person>,
    /// What it depends on.
    pub condition: Option<String>,
    /// Keys of items that its condition speaks of.
    pub depends_on: Vec<String>,
    /// Every sentence that speaks of it, oldest first.
    pub evidence: Vec<Evidence>,
    /// Every change of status, oldest first.
    pub history: Vec<Change>,
    /// What each side says where the sides contradict each other; empty where they do not.
    pub contested: Vec<Voice>,
}

/// A sentence that speaks of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Where it stands.
    pub source: Source,
    /// What it says of the item's status.
    pub says: Status,
    /// Who says so; `None` for the report itself.
    pub speaker: Option<Str>,
    /// How much it weighs.
    pub weight: Weight,
    /// Rule that read it.
    pub rule: Str,
    /// Why it was taken to speak of this item.
    pub merged: &'static str,
}

/// A change of status.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Status before; `None` at the beginning.
    pub from: Option<Status>,
    /// Status after.
    pub status: Status,
    /// Where it is reported.
    pub source: Source,
    /// Rule that read the sentence.
    pub rule: Str,
    /// Row of the transition table: `meeting: scheduled + cancelled`.
    pub transition: String,
}

/// What one side says.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// The party that speaks.
    pub speaker: Str,
    /// What it says of the item's status.
    pub says: Status,
    /// Where.
    pub source: Source,
}

impl Item {
    /// Independent sources: documents that are no copies of one another.
    pub fn sources(&self) -> usize {
        let ids: BTreeSet<&str> =
            self.evidence.iter().map(|e| e.source.copy_of.as_deref().unwrap_or(&e.source.doc_id)).collect();
        ids.len()
    }

    /// Day of the last change of status.
    pub fn changed(&self) -> Option<Date> {
        self.history.last().map(|c| c.source.reported)
    }

    /// True where something is still to come of it: a meeting to be held, a promise to be kept, a demand to be met.
    pub const fn is_awaited(&self) -> bool {
        matches!(
            self.status,
            Status::Proposed
                | Status::Scheduled
                | Status::Offered
                | Status::Pledged
                | Status::Conditional
                | Status::Underway
                | Status::Open
                | Status::Negotiating
        )
    }

    /// True where nothing more is to come of it.
    pub const fn is_closed(&self) -> bool {
        matches!(
            self.status,
            Status::Held
                | Status::Fulfilled
                | Status::Withdrawn
                | Status::Met
                | Status::CarriedOut
                | Status::Lifted
                | Status::Ended
        )
    }

    pub(crate) fn voice(claim: &Claim) -> Option<Voice> {
        Some(Voice { speaker: claim.speaker.clone()?, says: claim.status, source: claim.source.clone() })
    }
}
