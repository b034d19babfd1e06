//! Whether an act is reported to have happened, and on what it depends.
//!
//! The status of a word is read from the words that govern it: its own negation and auxiliaries first, then each
//! governor upwards. What a governor does to its complement is data: `rules/status/governors.tsv`.

use crate::event::{Condition, ConditionKind, Status};
use demarche_pattern::{Graph, is_done_for, is_light};
use demarche_text::{Span, Str, Upos};
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
            _ if is_named_prerequisite(graph, child) => Status::Hypothetical,
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

/// "said that Berlin would send tanks": the future of what was said in the past.
pub fn is_future_in_past(graph: &Graph<'_>, token: usize) -> bool {
    let word = graph.word(token).token;
    let would = graph.children(token).iter().any(|&c| graph.word(c).lemma == "would");
    let said = |h: usize| {
        let head = graph.word(h).token;
        head.feat("Tense") == Some("Past") || matches!(head.feat("VerbForm"), Some("Part" | "Ger"))
    };
    would && word.relation() == "ccomp" && word.head.is_some_and(said)
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
            // "will lift the sanctions once they release him": not yet.
            _ if waits_for(graph, token, governor) => Effect::Set(Status::Hypothetical),
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

/// True for a clause in the present that says on what an act to come waits.
fn waits_for(graph: &Graph<'_>, clause: usize, governor: usize) -> bool {
    let marker = clause_marker(graph, clause);
    let waits = marker.is_some_and(|m| {
        matches!(
            m.as_str(),
            "once" | "when" | "after" | "as_soon_as" | "as_long_as" | "provided" | "providing"
        )
    });
    waits && own(graph, governor) != Status::Actual && !is_past(graph, clause)
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
    condition_above(graph, token).or_else(within).or_else(|| prerequisite(graph, token))
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
        if let Some(found) = word.head.and_then(|head| depends_on(graph, at, head)) {
            return Some(found);
        }
        let climbs = matches!(word.relation(), "xcomp" | "obj" | "conj" | "compound")
            || (matches!(word.relation(), "acl") && is_infinitive(graph, at))
            || (at == token && word.relation() == "ccomp");
        at = word.head.filter(|_| climbs)?;
    }
    None
}

/// "the withdrawal depends on a ceasefire", "his readiness is conditional on it".
fn depends_on(graph: &Graph<'_>, subject: usize, head: usize) -> Option<Condition> {
    let is_subject = matches!(graph.word(subject).token.relation(), "nsubj" | "csubj");
    let depends =
        matches!(graph.word(head).lemma, "conditional" | "contingent" | "dependent" | "depend" | "hinge");
    let on = |&&c: &&usize| {
        graph.word(c).token.relation() == "obl"
            && graph.marker(c, "case").is_some_and(|m| matches!(m.as_str(), "on" | "upon"))
    };
    let child = *graph.children(head).iter().find(on).filter(|_| is_subject && depends)?;
    Some(Condition { span: extent(graph, child), kind: ConditionKind::If })
}

/// Nouns for what has to come first.
const PREREQUISITES: [&str; 4] = ["condition", "precondition", "pre-condition", "prerequisite"];

/// "the withdrawal is a prerequisite for talks": what the talks depend on. What "made the withdrawal a prerequisite" makes
/// one may hang on the noun itself.
fn prerequisite(graph: &Graph<'_>, token: usize) -> Option<Condition> {
    let word = graph.word(token).token;
    let target = word.relation() == "nmod" && graph.marker(token, "case").is_some_and(|m| m == "for");
    let head = word.head.filter(|_| target)?;
    let first = if PREREQUISITES.contains(&graph.word(head).lemma) {
        let above = graph.word(head).token.head;
        let object = |verb: usize| graph.neighbours(verb, "obj", false).into_iter().find(|&o| o != head);
        let subject = graph.neighbours(head, "subj", false).into_iter().next();
        subject.or_else(|| above.and_then(object)).map(|first| extent(graph, first))?
    } else {
        let named = |&&c: &&usize| is_named_prerequisite(graph, c) && c < token;
        let noun = *graph.children(head).iter().find(named)?;
        let before = graph
            .sentence()
            .subtree(head)
            .into_iter()
            .filter(|&w| w < noun && !graph.sentence().dominates(noun, w));
        before.fold(graph.word(head).token.span, |s: Span, w| s.hull(graph.word(w).token.span))
    };
    Some(Condition { span: first, kind: ConditionKind::OnlyAfter })
}

/// "a prerequisite" that hangs on another noun without a preposition.
fn is_named_prerequisite(graph: &Graph<'_>, child: usize) -> bool {
    PREREQUISITES.contains(&graph.word(child).lemma)
        && matches!(graph.word(child).token.relation(), "nmod" | "appos" | "dep" | "acl")
        && graph.marker(child, "case").is_none()
}

/// All words below a word, without the marks at their ends; of "as long as" the first too.
fn extent(graph: &Graph<'_>, token: usize) -> Span {
    let mut words = graph.sentence().subtree(token);
    words.retain(|&w| graph.word(w).token.upos != Upos::Punct);
    let measured = clause_marker(graph, token).is_some_and(|m| m.starts_with("as_"));
    let first = words.iter().copied().min().filter(|_| measured);
    words.extend(first.and_then(|w| Some(w.checked_sub(2)?..w)).into_iter().flatten());
    words.iter().fold(graph.word(token).token.span, |s: Span, &w| s.hull(graph.word(w).token.span))
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
    let relation = graph.word(child).token.relation();
    let mark = match relation {
        "advcl" => clause_marker(graph, child),
        "obl" => graph.marker(child, "case"),
        _ => None,
    };
    if relation == "obl" && is_calendar(graph, child) {
        return None;
    }
    let kind = mark.and_then(|mark| kind_of(graph, child, relation, &mark));
    let kind = kind.or_else(|| is_proviso(graph, child).then_some(ConditionKind::If))?;
    let span = extent(graph, child);
    // "release the sailors in exchange | for the release of the tanker", parted by the tree.
    let goes_on = graph.word(child).token.head.and_then(|head| {
        let after = graph.children(head).iter().copied().find(|&c| c > child);
        after.filter(|&c| is_barter(graph, child) && graph.marker(c, "case").is_some_and(|m| m == "for"))
    });
    let span = goes_on.map_or(span, |c| span.hull(extent(graph, c)));
    Some(Condition { span, kind })
}

/// The conjunction of a clause, adverbs such as "once" among them; "as long as" is one.
fn clause_marker(graph: &Graph<'_>, clause: usize) -> Option<Str> {
    let mark = graph.children(clause).iter().copied().find(|&c| graph.word(c).token.relation() == "mark");
    if let Some(mark) = mark {
        let before = |by: usize| mark.checked_sub(by).map(|w| graph.word(w).token.form.to_lowercase());
        let measured =
            before(1).filter(|m| graph.word(mark).lemma == "as" && matches!(m.as_str(), "long" | "soon"));
        if let Some(measured) = measured.filter(|_| before(2).is_some_and(|w| w == "as" || w == "so")) {
            return Some(format!("as_{measured}_as").into());
        }
    }
    let adverb = || {
        let adverbs = graph.children(clause).iter().map(|&c| graph.word(c));
        let mut adverbs = adverbs.filter(|w| w.token.relation() == "advmod").map(|w| w.lemma);
        adverbs.find(|l| matches!(*l, "once" | "when" | "until" | "unless" | "if" | "after")).map(Str::from)
    };
    graph.marker(clause, "mark").or_else(|| graph.marker(clause, "case")).or_else(adverb)
}

fn kind_of(graph: &Graph<'_>, child: usize, relation: &str, mark: &str) -> Option<ConditionKind> {
    match (relation, mark) {
        ("advcl", "if" | "provided" | "providing" | "in_case" | "as_long_as")
        | ("obl", "in_exchange" | "in_exchange_for" | "in_return_for" | "in_case_of") => {
            Some(ConditionKind::If)
        }
        ("advcl", "unless") => Some(ConditionKind::Unless),
        ("advcl" | "obl", "until" | "till") => Some(ConditionKind::Until),
        ("advcl", "once" | "as_soon_as") => Some(ConditionKind::OnlyAfter),
        ("advcl" | "obl", "after" | "when") if has_only(graph, child) => Some(ConditionKind::OnlyAfter),
        ("obl", _) if is_barter(graph, child) => Some(ConditionKind::If),
        // "Without a ceasefire, it will not send peacekeepers."
        ("obl", "without") if is_withheld(graph, child) => Some(ConditionKind::Unless),
        _ => None,
    }
}

/// True where the governor is refused or to come: what it cannot do without is its condition.
fn is_withheld(graph: &Graph<'_>, child: usize) -> bool {
    let governor = graph.word(child).token.head;
    let future =
        |t: usize| graph.children(t).iter().any(|&c| matches!(graph.word(c).lemma, "will" | "would"));
    governor.is_some_and(|g| future(g) && negated(graph, g))
}

/// "only after": the word itself, or the one right before its phrase.
fn has_only(graph: &Graph<'_>, child: usize) -> bool {
    let first = graph.sentence().subtree(child).into_iter().min();
    let before = first.and_then(|w| w.checked_sub(1)).is_some_and(|w| graph.word(w).lemma == "only");
    before || graph.children(child).iter().any(|&c| graph.word(c).lemma == "only")
}

/// "in exchange (for)", "in return (for)".
fn is_barter(graph: &Graph<'_>, child: usize) -> bool {
    matches!(graph.word(child).lemma, "exchange" | "return")
        && graph.word(child).token.upos == Upos::Noun
        && graph.marker(child, "case").is_some_and(|m| m == "in")
}

/// "provided that …", "on condition that …", whatever the tree takes them for.
fn is_proviso(graph: &Graph<'_>, child: usize) -> bool {
    let word = graph.word(child);
    let clause =
        |relation: &str| graph.children(child).iter().any(|&c| graph.word(c).token.relation() == relation);
    match word.token.relation() {
        "xcomp" | "advcl" | "acl" => {
            matches!(word.token.form.as_str(), "provided" | "providing") && clause("ccomp")
        }
        "obl" => {
            word.lemma == "condition"
                && graph.marker(child, "case").is_some_and(|m| m == "on")
                && (clause("acl") || clause("ccomp"))
        }
        _ => false,
    }
}
