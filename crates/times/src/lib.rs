//! Temporal expressions: found, typed and normalised as TIMEX3 against the document creation time (DCT).
//!
//! ```
//! use demarche_text::{Sentence, Span};
//! use demarche_times::{Kind, find};
//! let text = "Kim met Moon two weeks ago";
//! // A sentence without tokens is enough to find expressions; tags and heads decide which Sunday "on Sunday" is.
//! let sentence = Sentence { span: Span::new(0, text.len()), ..Sentence::default() };
//! let found = find(text, &[sentence], Some(jiff::civil::date(2024, 7, 11)));
//! assert_eq!(found[0].span.of(text), "two weeks ago");
//! assert_eq!((found[0].kind, found[0].value.as_str()), (Kind::Date, "2024-W26"));
//! assert_eq!(found[0].range, Some((jiff::civil::date(2024, 6, 24), jiff::civil::date(2024, 6, 30))));
//! ```
//!
//! Values follow TIMEX3 as `TimeBank` uses it: early, late and mid do not change the value (they narrow the range), a
//! quarter of a fiscal year is told as one of the calendar year, decades are three digits and centuries two. Seasons
//! are northern and whole months.
//!
//! "Two days after the attack" is a duration, as in `TimeBank`; where the report tells the day of the attack, its range
//! is the day that it means.
//!
//! It leaves out time zones (a time and a day are those that the words tell) and ages.

mod anchor;
mod atoms;
mod calendar;
mod dateline;
mod engine;
mod feasts;
mod hindu;
mod join;
mod lexicon;
mod link;
mod numbers;
mod pattern;
mod rules;
mod tense;

use demarche_text::{Sentence, Span};
use jiff::civil::Date;
use std::ops::Range;

pub use dateline::dateline;
pub use link::{of_event, of_story};

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A day or what is longer.
    Date,
    /// A part of a day.
    Time,
    /// A length of time.
    Duration,
    /// What returns: "every Monday".
    Set,
}

impl Kind {
    /// As TIMEX3 writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// Where the clause of an expression stands in time, as far as its rule had to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clause {
    /// The rule did not need it.
    Unasked,
    /// It looks back: "met on Sunday".
    Back,
    /// It looks ahead: "will meet on Sunday".
    Ahead,
    /// It is told in the present.
    Present,
    /// No verb says.
    Unknown,
}

impl Clause {
    /// As reasons have it; `None` where nobody asked.
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Unasked => None,
            Self::Back => Some("looks back"),
            Self::Ahead => Some("looks ahead"),
            Self::Present => Some("present"),
            Self::Unknown => Some("no verb"),
        }
    }
}

/// A temporal expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timex {
    /// Where it stands, without the preposition before it.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: usize,
    /// The tokens it touches.
    pub tokens: Range<usize>,
    /// TIMEX3 type.
    pub kind: Kind,
    /// TIMEX3 value; `X` where it is open.
    pub value: String,
    /// The days it means, both ends included: `None` for durations and sets, for `PAST_REF` and its kind, and for what
    /// a missing DCT leaves open. Both ends of "from June 3 to July 5" carry the whole interval.
    pub range: Option<(Date, Date)>,
    /// Id of the rule that found it.
    pub rule: &'static str,
    /// The tense by which the rule chose among several days.
    pub clause: Clause,
    /// The event or date elsewhere in the report that it is counted from.
    pub anchor: Option<Span>,
}

/// What a rule says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RulePage {
    /// Its id, as [`Timex::rule`] names it.
    pub id: &'static str,
    /// What it covers and how it counts.
    pub doc: &'static str,
    /// Texts with the value that this rule gives, on Thursday 11 July 2024.
    pub examples: &'static [(&'static str, &'static str)],
    /// Texts in which it finds nothing.
    pub rejects: &'static [&'static str],
}

/// Finds the temporal expressions of a document: sorted, and none overlaps another.
///
/// `sentences` are those of `text`; forms are read from the text, and tags, features and heads are used where they are
/// there. Without a `dct`, what needs one keeps `X` in its value and has no range.
pub fn find(text: &str, sentences: &[Sentence], dct: Option<Date>) -> Vec<Timex> {
    let dct = dct.filter(|day| (1..=9999).contains(&day.year()));
    engine::run(text, sentences, dct)
}

/// Every rule, with its examples.
pub fn rules() -> impl Iterator<Item = RulePage> {
    rules::RULES.iter().map(|r| RulePage { id: r.id, doc: r.doc, examples: r.examples, rejects: r.rejects })
}
