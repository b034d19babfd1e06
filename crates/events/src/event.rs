//! What an event is.

use demarche_actors::Actor;
use demarche_text::{Span, Str};
use jiff::civil::Date;

/// Declares the PLOVER categories once: variant, name, quad class, what it means.
macro_rules! categories {
    ($($variant:ident $name:literal $quad:literal $doc:literal),* $(,)?) => {
        /// PLOVER event categories (PLOVER manual, 2021-2023).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Category { $(#[doc = $doc] $variant,)* }

        impl Category {
            /// Every category, in the order of the codebook.
            pub const ALL: [Self; 16] = [$(Self::$variant,)*];

            /// As PLOVER writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
            pub const fn quad(self) -> u8 {
                match self { $(Self::$variant => $quad,)* }
            }
        }

        impl std::str::FromStr for Category {
            type Err = ();

            /// Reads PLOVER's name; anything else is an error.
            fn from_str(name: &str) -> Result<Self, ()> {
                match name { $($name => Ok(Self::$variant),)* _ => Err(()) }
            }
        }
    };
}

categories! {
    Agree "AGREE" 1 "Agrees, offers, promises to cooperate.",
    Consult "CONSULT" 1 "Meets, visits, talks.",
    Support "SUPPORT" 1 "Approves, praises, signs.",
    Concede "CONCEDE" 1 "Concedes in words.",
    Cooperate "COOPERATE" 2 "Cooperates materially.",
    Aid "AID" 2 "Gives material aid.",
    Retreat "RETREAT" 2 "Yields in deed: withdraws, releases, ceases fire.",
    Request "REQUEST" 3 "Asks, demands, appeals.",
    Accuse "ACCUSE" 3 "Criticises, accuses, investigates.",
    Reject "REJECT" 3 "Refuses, rejects.",
    Threaten "THREATEN" 3 "Threatens, warns off.",
    Protest "PROTEST" 4 "Demonstrates, strikes, riots.",
    Sanction "SANCTION" 4 "Cuts or reduces relations, convicts, expels.",
    Mobilize "MOBILIZE" 4 "Readies forces.",
    Coerce "COERCE" 4 "Arrests, seizes, restricts.",
    Assault "ASSAULT" 4 "Attacks, kills, abducts.",
}

impl Category {
    /// True for acts that are none without somebody they are done to or with (PLOVER manual, "requires recipient").
    pub const fn requires_recipient(self) -> bool {
        matches!(self, Self::Cooperate | Self::Aid | Self::Sanction)
    }

    /// True for acts of cooperation that are none at home: nobody supports or aids his own country in this sense.
    pub(crate) const fn is_with_others(self) -> bool {
        matches!(self, Self::Agree | Self::Support | Self::Cooperate | Self::Aid)
    }

    /// True for acts done by saying something: they need somebody who says it.
    pub const fn is_verbal(self) -> bool {
        matches!(self.quad(), 1 | 3) && !matches!(self, Self::Consult)
    }
}

/// Whether the coded act is reported to have happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// Done or being done; a threat that was uttered is an actual threat.
    #[default]
    Actual,
    /// To be done, by plan or announcement.
    Planned,
    /// To be done if something else happens.
    Conditional,
    /// Possible, wanted, feared, supposed.
    Hypothetical,
    /// Reported not to have been done.
    Negated,
    /// Somebody denies that it was done.
    Denied,
}

impl Status {
    /// As the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Planned => "planned",
            Self::Conditional => "conditional",
            Self::Hypothetical => "hypothetical",
            Self::Negated => "negated",
            Self::Denied => "denied",
        }
    }

    /// Reads the contract's word; `None` for another.
    pub fn parse(name: &str) -> Option<Self> {
        let all =
            [Self::Actual, Self::Planned, Self::Conditional, Self::Hypothetical, Self::Negated, Self::Denied];
        all.into_iter().find(|s| s.as_str() == name)
    }
}

/// One coded event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Index of its sentence.
    pub sentence: usize,
    /// PLOVER category; for a category of the user's own the one that it is like.
    pub category: Category,
    /// Name of a category of the user's own.
    pub own_category: Option<Str>,
    /// Mode of the category, where it has one and the text supports it.
    pub mode: Option<Str>,
    /// PLOVER contexts and those of the user's own, sorted.
    pub contexts: Vec<Str>,
    /// CAMEO code: "036"; empty where a category of the user's own has none.
    pub cameo: Str,
    /// PLOVER conflict-cooperation score, -10 to 10.
    pub score: f32,
    /// Who acts; all participants of a meeting without host and visitor.
    pub actors: Vec<Participant>,
    /// To whom.
    pub recipients: Vec<Participant>,
    /// The word that names the act, as an index into the sentence's tokens.
    pub token: usize,
    /// Where the words that name the act stand.
    pub trigger: Span,
    /// Whether it happened.
    pub status: Status,
    /// True where the report retells an older event.
    pub background: bool,
    /// When, where the report says.
    pub date: Option<When>,
    /// The publication date, where the report gives none and tells the event as its news.
    pub date_default: Option<Date>,
    /// Where, as far as the report says.
    pub place: Option<Where>,
    /// On whose word, outermost speaker first; empty where the report speaks for itself.
    pub attribution: Vec<Speaker>,
    /// What it depends on.
    pub condition: Option<Condition>,
    /// How far to trust it, 0 to 1.
    pub confidence: f32,
    /// Id of the rule that made it: its path under `rules/events`.
    pub rule: Str,
}

impl Event {
    /// The category as records have it: PLOVER's, or the user's own.
    pub fn event(&self) -> &str {
        self.own_category.as_deref().unwrap_or(self.category.as_str())
    }
}

/// A party to an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Index into the document's mentions.
    pub mention: usize,
    /// Where it stands.
    pub span: Span,
    /// Who it is, in the role it plays here: a country that speaks is its government.
    pub actor: Actor,
}

/// Days on which an event takes or took place, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The expression it came from.
    pub span: Span,
    /// True where the expression stands in a sentence before, and this one goes on with its story.
    pub story: bool,
}

/// Where an event takes or took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Where {
    /// Index into the document's places.
    pub place: usize,
    /// What tied the two.
    pub by: By,
}

/// How an event came to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Its own sentence says so.
    Sentence,
    /// The report was written there.
    Dateline,
    /// A sentence before says so, and this one goes on with its story.
    Story,
}

impl By {
    /// As records have it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Dateline => "dateline",
            Self::Story => "story",
        }
    }
}

/// Somebody on whose word an event is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Who says so, where the report names anybody.
    pub speaker: Option<Participant>,
    /// The words of saying.
    pub cue: Option<Span>,
    /// Through whom or what: "told Fox News".
    pub medium: Option<Participant>,
    /// When it was said.
    pub date: Option<When>,
}

/// What an event depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The clause.
    pub span: Span,
    /// How it is tied.
    pub kind: ConditionKind,
}

/// How a condition is tied to its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionKind {
    /// If, provided that, in exchange for.
    If,
    /// Unless.
    Unless,
    /// Only after, once.
    OnlyAfter,
    /// Until.
    Until,
}

impl ConditionKind {
    /// As the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::If => "if",
            Self::Unless => "unless",
            Self::OnlyAfter => "only-after",
            Self::Until => "until",
        }
    }
}
