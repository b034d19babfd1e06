//! What one sentence says of a meeting, pledge, demand, threat, sanction or agreement.

use demarche_text::Str;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Declares an enum whose variants have the contract's names.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal $about:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $(#[doc = $about] $variant,)* }

        impl $name {
            /// Every one, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As the contract writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            /// Reads the contract's word; anything else is an error.
            fn from_str(word: &str) -> Result<Self, ()> {
                match word { $($word => Ok(Self::$variant),)* _ => Err(()) }
            }
        }
    };
}

named! {
    /// What an item is.
    Kind {
        Meeting "meeting" "Parties meet.",
        Pledge "pledge" "A party says that it will do something.",
        Demand "demand" "A party wants another to do something.",
        Threat "threat" "A party says what it will do unless, or if.",
        Sanction "sanction" "A party withholds trade, money or relations.",
        Agreement "agreement" "Parties put something in writing, or leave it.",
    }
}

named! {
    /// How an item stands, or what a report says of it.
    Status {
        Proposed "proposed" "Suggested by one side.",
        Scheduled "scheduled" "Both sides stand behind it, and a day is named.",
        Postponed "postponed" "Put off.",
        Cancelled "cancelled" "Called off.",
        Held "held" "It took place.",
        Offered "offered" "Said to be possible.",
        Pledged "pledged" "Promised.",
        Conditional "conditional" "Promised for something in return.",
        Underway "underway" "Being done.",
        Fulfilled "fulfilled" "Done.",
        Broken "broken" "Not kept.",
        Withdrawn "withdrawn" "Taken back.",
        Open "open" "Neither met nor refused, neither carried out nor withdrawn.",
        Met "met" "Given what was demanded.",
        Refused "refused" "Not given what was demanded.",
        CarriedOut "carried-out" "Done as threatened.",
        Imposed "imposed" "In effect.",
        Eased "eased" "Partly lifted.",
        Lifted "lifted" "Taken off.",
        Negotiating "negotiating" "Being negotiated.",
        Reached "reached" "Agreed and not signed.",
        Signed "signed" "Signed.",
        InForce "in-force" "In force.",
        Suspended "suspended" "Not applied for the time being.",
        Left "left" "A party has left it.",
        Ended "ended" "It is over.",
    }
}

named! {
    /// How much a report's word weighs: a rumour less than an announcement, that less than a report of the fact.
    Weight {
        Rumour "rumour" "On the word of nobody who is named, or only possible.",
        Announcement "announcement" "On the word of somebody who is named.",
        Fact "fact" "Told by the report in its own voice.",
    }
}

impl Kind {
    /// True where all parties stand on one side.
    pub const fn is_mutual(self) -> bool {
        matches!(self, Self::Meeting | Self::Agreement)
    }
}

/// Whose matter it is: codes of countries and organisations.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Parties {
    /// All parties of a meeting or agreement; whoever pledges, demands, threatens or imposes.
    pub by: BTreeSet<Str>,
    /// To or of whom; empty for meetings and agreements, and where nobody in particular is meant.
    pub to: BTreeSet<Str>,
}

/// Days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Period {
    /// One day.
    pub const fn day(day: Date) -> Self {
        Self { from: day, to: day }
    }

    /// Days between two periods; 0 where they touch or overlap.
    pub fn gap(self, other: Self) -> i32 {
        let days = |a: Date, b: Date| (b - a).get_days();
        days(self.to, other.from).max(days(other.to, self.from)).max(0)
    }

    /// Number of days.
    pub fn length(self) -> i32 {
        (self.to - self.from).get_days() + 1
    }
}

/// Somebody taking part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person {
    /// Slug in the actor base.
    pub id: Str,
    /// Canonical name.
    pub name: Str,
    /// Whose side it is on.
    pub side: Str,
}

/// The report and sentence that a claim stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Day of publication.
    pub reported: Date,
    /// Id of the document.
    pub doc_id: String,
    /// Index of the sentence; `None` for the headline.
    pub sentence: Option<usize>,
    /// The sentence.
    pub text: String,
    /// Id of the document that this one is a copy of: they count as one source.
    pub copy_of: Option<String>,
}

/// What one sentence says of one item.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "each says another thing of one sentence")]
pub struct Claim {
    /// What it is.
    pub kind: Kind,
    /// How it stands, by this sentence.
    pub status: Status,
    /// Whose it is.
    pub parties: Parties,
    /// When it takes or took place, or until when.
    pub when: Option<Period>,
    /// Where, for a meeting.
    pub place: Option<String>,
    /// What it is about: an entry of `rules/ledger/topics.tsv`.
    pub topic: Option<Str>,
    /// Names of places and things in it.
    pub names: BTreeSet<Str>,
    /// Its words.
    pub what: String,
    /// Who takes part.
    pub people: BTreeSet<Person>,
    /// What it depends on, in the report's words.
    pub condition: Option<String>,
    /// Party that says so, where the report does not say it in its own voice.
    pub speaker: Option<Str>,
    /// How much it weighs.
    pub weight: Weight,
    /// True where the sentence retells what was known: it adds no item of its own.
    pub background: bool,
    /// True where it says something only of an item that is known: "the promise was kept".
    pub only_known: bool,
    /// True where it corrects an earlier report.
    pub correction: bool,
    /// True where it names the item as one that is known ("the talks").
    pub definite: bool,
    /// True where it says that something is so again: "restored", "once more".
    pub again: bool,
    /// Where it stands.
    pub source: Source,
    /// Id of the rule that read it.
    pub rule: Str,
}
