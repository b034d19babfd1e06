//! Whether an act is reported to have happened, and on what it depends.
//!
//! The status of a word is read from the words that govern it: its own negation and auxiliaries first, then each
//! governor upwards. What a governor does to its complement is data: `rules/status/governors.tsv`.

use crate::event::{Condition, ConditionKind, Status};
use demarche_pattern::{Graph, is_done_for, is_light};
use demarche_text::{Span, Upos};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Longest way up that is followed.
const DEPTH: usize = 10;

/// What an act is for the clause above it, where it is no fact of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// What the act of this word is done for: "summoned the envoy *to protest*".
    OfAct(usize),
    /// What this noun is for: "efforts *to help*", "a mandate *to support*".
    OfNoun,
}

/// The purpose that the act which `token` names serves, if it is told as one.
pub fn purpose(graph: &Graph<'_>, token: usize) -> Option<Purpose> {
    let mut at = token;
    for _ in 0..DEPTH {
        let (governor, effect) = above(graph, at)?;
        let relation = graph.word(at).token.relation();
        let complement = graph.edges(governor).iter().any(|e| e.role == "xcomp" && e.to == at);
        match relation {
            "xcomp" if is_done_for(graph.word(governor).lemma) => return Some(Purpose::OfAct(governor)),
            "advcl" if is_infinitive(graph, at) && !complement => return Some(Purpose::OfAct(governor)),
            "acl" if is_infinitive(graph, at) && !complement => {
                // "a plan to attack" is one; "resources to attack" are none.
                let planned = effect_of(graph.word(governor).lemma, "acl") == Some(Status::Planned);
                return Some(Purpose::OfNoun).filter(|_| !planned);
            }
            "conj" | "obj" | "compound" if matches!(effect, Effect::Pass) => at = governor,
            _ => return None,
        }
    }
    None
}

/// True for what stands in a clause of supposition: "if requested by the state".
pub fn is_supposed(graph: &Graph<'_>, token: usize) -> bool {
    let mut at = token;
    for _ in 0..DEPTH {
        let word = graph.word(at).token;
        if word.relation() == "advcl" {
            let mark = graph.marker(at, "mark");
            return mark.is_some_and(|m| matches!(m.as_str(), "if" | "unless" | "whether" | "in_case"));
        }
        let climbs = matches!(word.relation(), "conj" | "obj" | "xcomp" | "compound");
        let Some(head) = word.head.filter(|_| climbs) else { return false };
        at = head;
    }
    false
}

/// Status of the act that `token` names.
pub fn of(graph: &Graph<'_>, token: usize) -> Status {
    let mut at = token;
    let mut status = Status::Actual;
    for _ in 0..DEPTH {
        status = stronger(status, own(graph, at));
        let Some((governor, effect)) = above(graph, at) else { break };
        match effect {
            Effect::Pass => {}
            Effect::Stop => break,
            Effect::Set(Status::Negated) if status == Status::Negated => return Status::Actual,
            Effect::Set(set) => {
                status = stronger(status, set);
                break;
            }
        }
        at = governor;
    }
    if matches!(status, Status::Planned | Status::Hypothetical) && condition(graph, token, &[]).is_some() {
        return Status::Conditional;
    }
    status
}

/// Of two readings, the one that keeps the event further from fact.
fn stronger(a: Status, b: Status) -> Status {
    let rank = |s| match s {
        Status::Actual => 0,
        Status::Planned => 1,
        Status::Conditional => 2,
        Status::Hypothetical => 3,
        Status::Negated => 4,
        Status::Denied => 5,
    };
    if rank(b) > rank(a) { b } else { a }
}

/// What a word's own negation and auxiliaries say.
fn own(graph: &Graph<'_>, token: usize) -> Status {
    let mut status = Status::Actual;
    for &child in graph.children(token) {
        let word = graph.word(child);
        let found = match (word.token.relation(), word.lemma) {
            _ if negates(graph, child) => Status::Negated,
            ("aux", "will" | "shall" | "'ll") => Status::Planned,
            ("aux", "would" | "'d") if is_reported(graph, token) => Status::Planned,
            ("aux", "would" | "could" | "may" | "might" | "can" | "should" | "'d") => Status::Hypothetical,
            ("mark", "to") if is_copula_infinitive(graph, token) => Status::Planned,
            ("amod" | "compound", lemma) => effect_of(lemma, "amod").unwrap_or_default(),
            _ => Status::Actual,
        };
        status = stronger(status, found);
    }
    status
}

/// True for a dependent that negates its governor: "not", or a party that is "nobody" or has "no".
fn negates(graph: &Graph<'_>, child: usize) -> bool {
    let word = graph.word(child);
    match word.token.relation() {
        "advmod" | "det" | "cc" => {
            matches!(word.lemma, "not" | "never" | "n't" | "no" | "neither" | "nor" | "hardly")
        }
        "nsubj" | "obj" => matches!(word.lemma, "nobody" | "none" | "nothing") || has_no(graph, child),
        _ => false,
    }
}

/// "NATO said it would tighten the blockade": the future of what was said in the past, by whom the pronoun means.
fn is_reported(graph: &Graph<'_>, token: usize) -> bool {
    let word = graph.word(token).token;
    let past = |h: usize| graph.word(h).token.feat("Tense") == Some("Past");
    let pronoun = |&c: &usize| graph.word(c).token.upos == Upos::Pron;
    let subject = graph.children(token).iter().find(|&&c| graph.word(c).token.relation() == "nsubj");
    word.relation() == "ccomp" && word.head.is_some_and(past) && subject.is_some_and(pronoun)
}

fn has_no(graph: &Graph<'_>, noun: usize) -> bool {
    graph
        .children(noun)
        .iter()
        .any(|&c| graph.word(c).token.relation() == "det" && graph.word(c).lemma == "no")
}

/// "The two are to meet": an infinitive that is the predicate itself.
fn is_copula_infinitive(graph: &Graph<'_>, token: usize) -> bool {
    let root = matches!(graph.word(token).token.relation(), "root" | "conj" | "ccomp" | "parataxis");
    root && graph.children(token).iter().any(|&c| graph.word(c).lemma == "be")
}

/// What a governor makes of the word below it.
enum Effect {
    /// Nothing: look further up.
    Pass,
    /// Nothing, and what stands above does not reach it.
    Stop,
    /// This status.
    Set(Status),
}

/// The governor of a word and what it does to it; `None` at the top.
fn above(graph: &Graph<'_>, token: usize) -> Option<(usize, Effect)> {
    let word = graph.word(token).token;
    let governor = word.head?;
    let lemma = graph.word(governor).lemma;
    let listed = |role: &str| effect_of(lemma, role);
    let effect = match word.relation() {
        "xcomp" => match listed("xcomp") {
            Some(Status::Actual) => Effect::Pass,
            Some(status) => Effect::Set(status),
            None if is_infinitive(graph, token) => Effect::Set(Status::Hypothetical),
            None => Effect::Pass,
        },
        "ccomp" => match listed("ccomp") {
            Some(Status::Actual) | None if negated(graph, governor) => Effect::Set(Status::Hypothetical),
            Some(Status::Actual) | None => Effect::Stop,
            // "asked why Russia bombs Idlib": a question about a fact.
            Some(_) if asks_about(graph, token) => Effect::Stop,
            Some(status) => Effect::Set(status),
        },
        "acl" if word.deprel == "acl:relcl" && is_anybody(graph, governor) && !is_past(graph, token) => {
            Effect::Set(Status::Hypothetical)
        }
        "acl" if word.deprel != "acl:relcl" && !is_infinitive(graph, token) => {
            let mark = graph.marker(token, "mark").or_else(|| graph.marker(token, "case"));
            let effect = mark.and_then(|mark| listed(&format!("obl:{mark}")));
            effect.map_or(Effect::Stop, Effect::Set)
        }
        // "returned, only to be jailed": what came of it.
        "advcl" if is_outcome(graph, token) => Effect::Stop,
        "advcl" => match graph.marker(token, "mark").as_deref() {
            // A supposition or a purpose.
            Some("if" | "unless" | "whether" | "in_case" | "lest" | "to" | "so_that" | "in_order") => {
                Effect::Set(Status::Hypothetical)
            }
            Some("until" | "before") if own(graph, governor) != Status::Actual => {
                Effect::Set(Status::Hypothetical)
            }
            _ => Effect::Stop,
        },
        "acl" if word.deprel != "acl:relcl" && is_infinitive(graph, token) => {
            Effect::Set(listed("acl").unwrap_or(Status::Hypothetical))
        }
        "conj" if verbal(graph, token) && !has_own_auxiliary(graph, token) => Effect::Pass,
        "conj" if !verbal(graph, token) => Effect::Pass,
        "obj" | "nsubj" => nominal_effect(
            graph,
            token,
            governor,
            if word.deprel == "nsubj:pass" { "obj" } else { word.relation() },
        ),
        "obl" | "nmod" => {
            let case = graph.marker(token, "case").unwrap_or_default();
            let effect = listed(&format!("obl:{case}"));
            effect.map_or(Effect::Stop, Effect::Set)
        }
        // "bombing victims", "the crash site": there are none without the act.
        "compound" if PRESUPPOSING.contains(&lemma) => Effect::Stop,
        "compound" | "cop" => Effect::Pass,
        _ => Effect::Stop,
    };
    Some((governor, effect))
}

/// Nouns for what is left of an act or has come of it.
const PRESUPPOSING: [&str; 12] = [
    "aftermath",
    "anniversary",
    "casualty",
    "investigation",
    "perpetrator",
    "probe",
    "scene",
    "site",
    "survivor",
    "suspect",
    "victim",
    "wreckage",
];

/// "only to …": an infinitive that tells how it ended.
fn is_outcome(graph: &Graph<'_>, token: usize) -> bool {
    let only = |&c: &usize| graph.word(c).lemma == "only" && c < token;
    is_infinitive(graph, token) && graph.children(token).iter().any(only)
}

/// What a verb does to a noun that names an act: light verbs hand their own status down, others are listed.
fn nominal_effect(graph: &Graph<'_>, token: usize, governor: usize, role: &str) -> Effect {
    if !matches!(graph.word(token).token.upos, Upos::Noun | Upos::Propn) {
        return Effect::Stop;
    }
    let lemma = graph.word(governor).lemma;
    // "discussed Russia's war": an act that has its actor is talked about as a fact; "discussed sanctions" is not.
    let owned = graph.children(token).iter().any(|&c| graph.word(c).token.deprel == "nmod:poss");
    match effect_of(lemma, role) {
        Some(Status::Hypothetical) if owned && matches!(lemma, "discuss" | "debate" | "face") => Effect::Stop,
        Some(status) => Effect::Set(status),
        None if is_light(lemma) || role == "nsubj" => Effect::Pass,
        None => Effect::Stop,
    }
}

/// True for a question that takes what it asks about for granted: why, how, where something happened.
fn asks_about(graph: &Graph<'_>, clause: usize) -> bool {
    let asks = |&c: &usize| matches!(graph.word(c).lemma, "why" | "how" | "where" | "when");
    graph.children(clause).iter().any(asks)
}

/// True for "any party", "anyone", "those", "countries" without an article: whoever does what a relative clause says.
fn is_anybody(graph: &Graph<'_>, noun: usize) -> bool {
    let any = |&c: &usize| matches!(graph.word(c).lemma, "any" | "every" | "whatever" | "whichever");
    matches!(graph.word(noun).lemma, "anyone" | "anybody" | "whoever" | "everyone" | "those" | "one")
        || graph.children(noun).iter().any(any)
}

/// True for a clause whose verb or auxiliary is in the past or perfect.
fn is_past(graph: &Graph<'_>, token: usize) -> bool {
    let past = |t: usize| {
        let word = graph.word(t);
        word.token.feat("Tense") == Some("Past") || (word.lemma == "have" && word.token.relation() == "aux")
    };
    past(token) || graph.children(token).iter().any(|&c| graph.word(c).token.relation() == "aux" && past(c))
}

fn verbal(graph: &Graph<'_>, token: usize) -> bool {
    matches!(graph.word(token).token.upos, Upos::Verb | Upos::Aux)
}

fn negated(graph: &Graph<'_>, token: usize) -> bool {
    own(graph, token) == Status::Negated
}

fn has_own_auxiliary(graph: &Graph<'_>, token: usize) -> bool {
    let finite = graph.word(token).token.feat("VerbForm") == Some("Fin");
    finite || graph.children(token).iter().any(|&c| graph.word(c).token.relation() == "aux")
}

fn is_infinitive(graph: &Graph<'_>, token: usize) -> bool {
    graph.marker(token, "mark").is_some_and(|m| m == "to")
}

/// What a lemma does to its complement in a role, from the table.
fn effect_of(lemma: &str, role: &str) -> Option<Status> {
    static TABLE: OnceLock<HashMap<(&'static str, &'static str), Status>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let rows = include_str!("../../../rules/status/governors.tsv").lines().skip(1);
        let row = |line: &'static str| {
            let mut cells = line.split('\t');
            Some(((cells.next()?, cells.next()?), Status::parse(cells.next()?)?))
        };
        rows.filter_map(row).collect()
    });
    // Keys are static only by the table's type; a shorter-lived key finds its equal.
    table.get(&(lemma, role)).copied()
}

/// The clause or phrase on which the act that `token` names depends: its own, or that of what is done to it or by it
/// among the other `words` of the act ("threatened to stop the talks if …").
pub fn condition(graph: &Graph<'_>, token: usize, words: &[usize]) -> Option<Condition> {
    let below = |&&word: &&usize| word != token && graph.sentence().dominates(token, word);
    let within = || words.iter().filter(below).find_map(|&word| own_condition(graph, word));
    condition_above(graph, token).or_else(within)
}

fn own_condition(graph: &Graph<'_>, token: usize) -> Option<Condition> {
    graph.children(token).iter().find_map(|&c| condition_clause(graph, c))
}

fn condition_above(graph: &Graph<'_>, token: usize) -> Option<Condition> {
    let mut at = token;
    for _ in 0..DEPTH {
        if let Some(found) = own_condition(graph, at) {
            return Some(found);
        }
        let word = graph.word(at).token;
        let climbs = matches!(word.relation(), "xcomp" | "obj" | "conj" | "compound")
            || (at == token && word.relation() == "ccomp");
        at = word.head.filter(|_| climbs)?;
    }
    None
}

/// True for a date or a time of day: "until March 12" is when, not on what condition.
fn is_calendar(graph: &Graph<'_>, token: usize) -> bool {
    let word = graph.word(token);
    let unit = matches!(
        word.lemma,
        "year"
            | "month"
            | "week"
            | "day"
            | "end"
            | "midnight"
            | "noon"
            | "morning"
            | "evening"
            | "today"
            | "tomorrow"
            | "spring"
            | "summer"
            | "autumn"
            | "winter"
            | "date"
            | "now"
            | "then"
            | "yesterday"
    );
    let number = |t: usize| graph.word(t).token.upos == Upos::Num;
    unit || number(token)
        || graph.children(token).iter().any(|&c| number(c) && word.token.upos == Upos::Propn)
        || matches!(
            word.token.form.as_str(),
            "January"
                | "February"
                | "March"
                | "April"
                | "May"
                | "June"
                | "July"
                | "August"
                | "September"
                | "October"
                | "November"
                | "December"
                | "Monday"
                | "Tuesday"
                | "Wednesday"
                | "Thursday"
                | "Friday"
                | "Saturday"
                | "Sunday"
        )
}

fn condition_clause(graph: &Graph<'_>, child: usize) -> Option<Condition> {
    let word = graph.word(child).token;
    let mark = match word.relation() {
        "advcl" => graph.marker(child, "mark").or_else(|| graph.marker(child, "advmod"))?,
        "obl" => graph.marker(child, "case")?,
        _ => return None,
    };
    if word.relation() == "obl" && is_calendar(graph, child) {
        return None;
    }
    let only = graph.children(child).iter().any(|&c| graph.word(c).lemma == "only");
    let kind = match (word.relation(), mark.as_str()) {
        ("advcl", "if" | "provided" | "providing" | "in_case" | "as_long_as")
        | ("obl", "in_exchange" | "in_exchange_for" | "in_return_for" | "in_case_of") => ConditionKind::If,
        ("advcl", "unless") => ConditionKind::Unless,
        ("advcl" | "obl", "until" | "till") => ConditionKind::Until,
        ("advcl", "once") => ConditionKind::OnlyAfter,
        ("advcl" | "obl", "after") if only => ConditionKind::OnlyAfter,
        _ => return None,
    };
    let words = graph.sentence().subtree(child);
    let span = words.iter().fold(word.span, |s: Span, &w| s.hull(graph.word(w).token.span));
    Some(Condition { span, kind })
}
