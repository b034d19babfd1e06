//! Places of a report that speak of somebody.

use crate::{Actor, Gender, Rule};
use demarche_text::Span;
use std::ops::Range;

/// What kind of expression a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A name: "Turkey", "Hamas", "Prime Minister Scott Morrison".
    Name,
    /// A common noun: "Syrian rebels", "a man".
    Nominal,
    /// A pronoun: "he", "their", "who".
    Pronoun,
    /// A word before a noun that is no actor itself: "Russian" in "Russian airstrikes".
    Modifier,
    /// A span that came with the document.
    Given,
}

/// How many a mention stands for, as far as grammar tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Number {
    /// One.
    One,
    /// More than one.
    Many,
    /// It does not tell.
    #[default]
    Unknown,
}

/// One of several that a mention stands for together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Index of its head among the sentence's tokens.
    pub head: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Where it stands in the text; a pronoun's members all stand where the pronoun stands.
    pub span: Span,
    /// Who it is.
    pub actor: Actor,
}

/// A place of a report that speaks of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Index of the sentence.
    pub sentence: usize,
    /// Index of its head among the sentence's tokens.
    pub head: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Where it stands: the noun phrase with its determiner, without relative clauses and appositions.
    pub span: Span,
    /// What kind of expression it is.
    pub kind: MentionKind,
    /// Who it is.
    pub actor: Actor,
    /// Where it stands for several actors ("Russian and Belarusian soldiers", "they"): each of them; else empty.
    pub members: Vec<Member>,
    /// True for a capital or seat of power, which is a government where it acts and a place where it does not.
    pub metonym: bool,
    /// Number of its coreference chain: mentions of one chain speak of the same.
    pub chain: usize,
    /// The decision that gave it its actor.
    pub rule: Rule,
    /// How many it stands for.
    pub number: Number,
    /// Whether "he" or "she" may stand for it.
    pub gender: Option<Gender>,
}

impl Mention {
    /// The actors it stands for: its members, or itself alone.
    ///
    /// Each comes with the place that speaks of it.
    pub fn parties(&self) -> impl Iterator<Item = (Span, &Actor)> {
        let alone = self.members.is_empty().then_some((self.span, &self.actor));
        self.members.iter().map(|m| (m.span, &m.actor)).chain(alone)
    }
}
