//! Does the clause around an expression look back or ahead?
//!
//! "Met on Sunday" is the Sunday that was, "will meet on Sunday" the one to come. The verb that governs the expression
//! decides, by its auxiliaries and features; where nothing is tagged, the nearest words that look like verbs do.

use crate::Clause;
use demarche_text::{Sentence, Upos};
use std::ops::Range;

/// Where the clause stands in time, seen from the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    /// The verb that it hangs from is past.
    Past,
    /// A past clause, in which it hangs from something else: "a dividend payable Dec. 1".
    Backdrop,
    /// The governing verb itself says "will".
    Future,
    /// What may, should or is planned to happen.
    Planned,
    Present,
    /// No verb says.
    Unknown,
}

impl Tense {
    /// True where the clause looks back.
    pub(crate) const fn is_back(self) -> bool {
        matches!(self, Self::Past | Self::Backdrop)
    }

    /// The tense of what hangs from a clause, but not from its verb.
    const fn aside(self) -> Self {
        if matches!(self, Self::Past) { Self::Backdrop } else { self }
    }

    /// What a reason says of it.
    pub(crate) const fn clause(self) -> Clause {
        match self {
            Self::Past | Self::Backdrop => Clause::Back,
            Self::Future | Self::Planned => Clause::Ahead,
            Self::Present => Clause::Present,
            Self::Unknown => Clause::Unknown,
        }
    }

    /// True where the clause looks ahead.
    pub(crate) const fn is_ahead(self) -> bool {
        matches!(self, Self::Future | Self::Planned)
    }
}

/// Auxiliaries of the future.
const WILL: &[&str] = &["will", "shall", "'ll", "’ll", "wo", "sha"];
/// Auxiliaries after which the act may be still to come.
const MAY: &[&str] = &["would", "may", "might", "could", "should", "must", "can", "'d"];

/// Participles and adjectives that set a date: "scheduled for June", "due on Monday".
const SETTING: &[&str] = &[
    "due", "expect", "plan", "poise", "propose", "ready", "schedule", "set", "slate", "suppose", "think",
    "time", "likely",
];

/// Nouns whose infinitive is still to come, whatever was done to them: "announced an agreement to buy".
const INTENTS: &[&str] = &["agreement", "bid", "deal", "decision", "intention", "offer", "proposal", "vow"];

/// Verbs whose infinitive is still to come: "plans to meet".
const PLANNING: &[&str] = &[
    "agree", "aim", "arrange", "ask", "call", "decide", "due", "expect", "hope", "intend", "invite",
    "likely", "offer", "order", "plan", "pledge", "poise", "prepare", "promise", "propose", "ready",
    "require", "schedule", "seek", "set", "slate", "suggest", "suppose", "tell", "threaten", "time", "urge",
    "vow", "want", "warn", "wish", "willing",
];

/// The tense of the clause that the words `of` stand in.
pub(crate) fn tense(sentence: &Sentence, of: &Range<usize>) -> Tense {
    if sentence.tokens.iter().all(|t| t.upos == Upos::X) {
        return by_forms(sentence, of);
    }
    match governor(sentence, of) {
        Some(verb) if is_deferred(sentence, verb, of) || sets_it(sentence, verb, of) => Tense::Planned,
        Some(verb) => {
            let direct = head_of(sentence, of) == Some(verb);
            match of_verb(sentence, verb, 4) {
                Tense::Past if !direct || looks_on(sentence, verb, of) => Tense::Backdrop,
                // "would look for ways around Wednesday's ruling": whose day it is has been.
                Tense::Planned | Tense::Present if is_owner(sentence, of) => Tense::Backdrop,
                // "celebrations to mark the entry on Friday": a day of the entry, not of what they are for.
                Tense::Planned if !direct && is_purpose(sentence, verb) => above(sentence, verb, 4).aside(),
                tense => tense,
            }
        }
        None => Tense::Unknown,
    }
}

/// "set Nov. 10 as the deadline": the day is what is set.
fn sets_it(sentence: &Sentence, verb: usize, of: &Range<usize>) -> bool {
    let Some(top) = top_of(sentence, of) else { return false };
    let token = &sentence.tokens[top];
    token.head == Some(verb)
        && matches!(token.relation(), "obj" | "xcomp")
        && matches!(sentence.tokens[verb].lemma.as_str(), "set" | "schedule" | "fix" | "propose")
        && sentence.child(verb, "nsubj:pass").is_none()
}

/// "invited them to a ceremony on March 12", "from today through Nov. 17": a past verb with a day that may be ahead.
fn looks_on(sentence: &Sentence, verb: usize, of: &Range<usize>) -> bool {
    let before = of.start.checked_sub(1).map_or("", |i| sentence.tokens[i].form.as_str());
    is_planning(sentence, verb) || matches!(before, "until" | "till" | "through")
}

/// "Wednesday's" before what it dates, unless that is the subject: "Wednesday's vote would".
fn is_owner(sentence: &Sentence, of: &Range<usize>) -> bool {
    top_of(sentence, of).is_some_and(|top| {
        let head = sentence.tokens[top].head.map(|h| &sentence.tokens[h]);
        let token = &sentence.tokens[top];
        let owns = token.deprel == "nmod:poss" || token.form.ends_with("'s") || token.form.ends_with("’s");
        owns && head.is_some_and(|h| h.relation() != "nsubj")
    })
}

/// "celebrations to mark": an infinitive that says what its noun is for.
fn is_purpose(sentence: &Sentence, verb: usize) -> bool {
    let token = &sentence.tokens[verb];
    token.relation() == "acl"
        && token.feat("VerbForm") == Some("Inf")
        && token.head.is_some_and(|h| !is_intent(sentence, h))
}

/// What the words `of` hang from.
fn head_of(sentence: &Sentence, of: &Range<usize>) -> Option<usize> {
    sentence.tokens[top_of(sentence, of)?].head
}

/// The word that the other words `of` hang from.
fn top_of(sentence: &Sentence, of: &Range<usize>) -> Option<usize> {
    of.clone().find(|&i| sentence.tokens[i].head.is_none_or(|h| !of.contains(&h)))
}

/// The nearest predicate above the words `of`.
fn governor(sentence: &Sentence, of: &Range<usize>) -> Option<usize> {
    let mut at = head_of(sentence, of)?;
    for _ in 0..sentence.tokens.len() {
        let token = sentence.tokens.get(at)?;
        if matches!(token.upos, Upos::Verb | Upos::Aux)
            || is_planning(sentence, at)
            || has_copula(sentence, at)
        {
            return Some(at);
        }
        at = token.head?;
    }
    None
}

fn has_copula(sentence: &Sentence, at: usize) -> bool {
    sentence.children(at).any(|c| sentence.tokens[c].relation() == "cop")
}

fn is_intent(sentence: &Sentence, at: usize) -> bool {
    is_planning(sentence, at) || INTENTS.contains(&sentence.tokens[at].lemma.as_str())
}

fn is_planning(sentence: &Sentence, at: usize) -> bool {
    PLANNING.contains(&sentence.tokens[at].lemma.as_str())
}

/// "postponed until Tuesday", "extended to Nov. 16", "as soon as Friday".
fn is_deferred(sentence: &Sentence, verb: usize, of: &Range<usize>) -> bool {
    const DEFERRING: &[&str] = &[
        "adjourn",
        "defer",
        "delay",
        "extend",
        "give",
        "postpone",
        "push",
        "put",
        "reschedule",
        "schedule",
        "set",
        "suspend",
        "move",
        "plan",
        "remain",
        "stay",
        "keep",
        "close",
        "hold",
    ];
    let before = |back: usize| of.start.checked_sub(back).map_or("", |i| sentence.tokens[i].form.as_str());
    // "held talks from Monday to Wednesday" defers nothing.
    let ranges = (2..=5).any(|back| before(back).eq_ignore_ascii_case("from"));
    let until = matches!(before(1), "until" | "till" | "for" | "through") || before(1) == "to" && !ranges;
    let as_soon = before(1) == "as" && matches!(before(2), "soon" | "early") && before(3) == "as";
    let effective = before(1) == "effective";
    as_soon || effective || until && DEFERRING.contains(&sentence.tokens[verb].lemma.as_str())
}

/// "is scheduled", "set for", "due": a participle without "have", or an adjective, that sets a date.
fn is_setting(sentence: &Sentence, at: usize) -> bool {
    let token = &sentence.tokens[at];
    let participle = token.feat("VerbForm") == Some("Part") && token.feat("Tense") != Some("Pres");
    let has = sentence
        .children(at)
        .any(|c| sentence.tokens[c].relation() == "aux" && sentence.tokens[c].lemma == "have");
    let active = sentence.child(at, "obj").is_some() || sentence.child(at, "ccomp").is_some();
    // "Planned a march on Saturday": whoever plans a thing dates the thing.
    let plans = matches!(token.lemma.as_str(), "plan" | "schedule" | "slate")
        && (token.upos == Upos::Verb || sentence.child(at, "acl").is_some());
    plans
        || SETTING.contains(&token.lemma.as_str())
            && (token.upos == Upos::Adj || participle && !has && !active)
}

/// The tense of a predicate; an infinitive or participle asks the one above it, `depth` times at most.
fn of_verb(sentence: &Sentence, verb: usize, depth: usize) -> Tense {
    let token = &sentence.tokens[verb];
    let auxiliaries: Vec<usize> =
        sentence.children(verb).filter(|&c| matches!(sentence.tokens[c].relation(), "aux" | "cop")).collect();
    let lower = |i: usize| sentence.tokens[i].form.to_lowercase();
    if auxiliaries.iter().any(|&a| WILL.contains(&lower(a).as_str())) {
        return Tense::Future;
    }
    if auxiliaries.iter().any(|&a| lower(a) == "could") && is_negated(sentence, verb) {
        return Tense::Past;
    }
    let as_planned = sentence.child(verb, "mark").is_some_and(|m| lower(m) == "as");
    if is_setting(sentence, verb) && !as_planned
        || auxiliaries.iter().any(|&a| MAY.contains(&lower(a).as_str()))
    {
        return Tense::Planned;
    }
    let infinitive =
        sentence.children(verb).any(|c| sentence.tokens[c].upos == Upos::Part && lower(c) == "to");
    let was = auxiliaries
        .iter()
        .any(|&a| sentence.tokens[a].relation() == "cop" && sentence.tokens[a].feat("Tense") == Some("Past"));
    if infinitive && was {
        // "The policy was to stay": told of the past, though it looked ahead.
        return Tense::Backdrop;
    }
    if infinitive && auxiliaries.iter().any(|&a| sentence.tokens[a].relation() == "cop") {
        return Tense::Planned;
    }
    if infinitive {
        return of_infinitive(sentence, verb, depth);
    }
    let finite = auxiliaries.iter().copied().chain([verb]);
    let tenses: Vec<Option<&str>> = finite.map(|i| sentence.tokens[i].feat("Tense")).collect();
    if tenses.contains(&Some("Past")) || auxiliaries.iter().any(|&a| sentence.tokens[a].lemma == "have") {
        return Tense::Past;
    }
    if tenses.contains(&Some("Pres")) && token.feat("VerbForm") != Some("Part") || !auxiliaries.is_empty() {
        return Tense::Present;
    }
    above(sentence, verb, depth)
}

/// "to meet": ahead of what plans it, of "is to", and of a noun ("talks to open"); else like the verb above.
fn of_infinitive(sentence: &Sentence, verb: usize, depth: usize) -> Tense {
    let Some(head) = sentence.tokens[verb].head else { return Tense::Planned };
    let going = sentence.tokens[head].form.eq_ignore_ascii_case("going");
    let noun = matches!(sentence.tokens[head].upos, Upos::Noun | Upos::Propn | Upos::Adj);
    if noun && !is_intent(sentence, head) && (is_ranked(sentence, head) || is_object(sentence, head, verb)) {
        return above(sentence, verb, depth);
    }
    if going || noun || is_planning(sentence, head) || sentence.tokens[head].lemma == "be" {
        return Tense::Planned;
    }
    above(sentence, verb, depth)
}

/// "the first countries to join": nouns of which one has done it.
fn is_ranked(sentence: &Sentence, noun: usize) -> bool {
    sentence.children(noun).map(|c| &sentence.tokens[c]).any(|t| {
        t.feat("Degree") == Some("Sup")
            || t.feat("NumType") == Some("Ord")
            || matches!(t.lemma.as_str(), "first" | "last" | "only" | "latest")
    })
}

/// "extended its offers to acquire the firm": the act was done to the noun that `verb`, with an object of its own, tells
/// of.
fn is_object(sentence: &Sentence, noun: usize, verb: usize) -> bool {
    sentence.tokens[noun].relation() == "obj" && sentence.child(verb, "obj").is_some()
}

/// "could not be reached", "neither could be found".
fn is_negated(sentence: &Sentence, verb: usize) -> bool {
    const NONE: [&str; 8] = ["not", "n't", "n’t", "never", "neither", "nobody", "none", "no"];
    let negative = |i: usize| NONE.contains(&sentence.tokens[i].form.to_lowercase().as_str());
    sentence.children(verb).any(|c| {
        negative(c) || sentence.tokens[c].relation() == "nsubj" && sentence.children(c).any(negative)
    })
}

fn above(sentence: &Sentence, verb: usize, depth: usize) -> Tense {
    let mut at = sentence.tokens[verb].head;
    for _ in 0..sentence.tokens.len() {
        let Some(i) = at.filter(|_| depth > 0) else { break };
        if matches!(sentence.tokens[i].upos, Upos::Verb | Upos::Aux) || has_copula(sentence, i) {
            return of_verb(sentence, i, depth - 1);
        }
        at = sentence.tokens[i].head;
    }
    Tense::Unknown
}

/// The tense that untagged words suggest: the nearest sign before the expression in its clause, else after it.
fn by_forms(sentence: &Sentence, of: &Range<usize>) -> Tense {
    let sign = |i: &usize| by_form(&sentence.tokens[*i].form.to_lowercase());
    // The "to" of "from Monday to Wednesday" announces nothing.
    let leads = |i: usize| i + 1 == of.start && sentence.tokens[i].form == "to";
    let mut before = (0..of.start)
        .rev()
        .skip_while(|&i| leads(i))
        .take_while(|&i| !matches!(sentence.tokens[i].form.as_str(), ";" | ":"));
    let mut after = of.end..sentence.tokens.len();
    let found = before.find_map(|i| sign(&i));
    found.or_else(|| after.find_map(|i| sign(&i))).unwrap_or(Tense::Unknown)
}

fn by_form(form: &str) -> Option<Tense> {
    /// Past forms of the verbs that reports live by, for text without tags.
    const PAST: &[&str] = &[
        "said", "was", "were", "had", "did", "met", "told", "went", "came", "began", "took", "left", "held",
        "gave", "made", "won", "saw", "fell", "rose", "sent", "shot", "spoke", "flew", "struck",
    ];
    /// What announces that something is to come.
    const COMING: &[&str] = &["would", "to", "due", "scheduled"];
    if WILL.contains(&form) {
        Some(Tense::Future)
    } else if COMING.contains(&form) {
        Some(Tense::Planned)
    } else if PAST.contains(&form) || (form.len() > 4 && form.ends_with("ed")) {
        Some(Tense::Past)
    } else {
        None
    }
}
