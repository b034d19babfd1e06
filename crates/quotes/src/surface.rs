//! What the order of words says about reported clauses.
//!
//! Reporting clauses are rigid: "SOURCE said (that) CONTENT.", "CONTENT, SOURCE said.", "CONTENT, SOURCE said, CONTENT.".
//! Long contents are where trees go wrong, so for verbs that take a quotation the order of words decides where the
//! content starts and ends, and the tree decides only where it leaves a choice.

use crate::cues::Draft;
use crate::frames::Found;
use crate::lexicon::{self, Class, Complement};
use crate::tree::Tree;
use demarche_text::Upos;
use std::ops::Range;

/// Farthest that a "that" may stand behind its cue, in words.
const THAT: usize = 18;

/// Reads the content of a reporting verb off the order of words, where it is plain.
pub(crate) fn content(tree: &Tree, draft: &Draft, addressee: bool) -> Option<Found> {
    let clause = match &draft.source {
        Some(source) => source.start.min(draft.cue.start)..source.end.max(draft.cue.end),
        None => draft.cue.clone(),
    };
    if let Some(start) = opening(tree, draft, &clause, addressee) {
        let end = closing(tree, start, draft.token);
        return (start < end).then(|| found(std::iter::once(start..end).collect()));
    }
    around(tree, draft, &clause).map(found)
}

/// The head of the noun phrase between a comma and a finite cue that ends its sentence: "…, an aide who was there said."
pub(crate) fn source(tree: &Tree, verb: usize) -> Option<usize> {
    let last = verb + 1 >= tree.len() || is_stop(tree, verb + 1);
    let start = (0..verb).rev().find(|&i| is_stop(tree, i))? + 1;
    let nominal =
        matches!(tree.token(start).upos, Upos::Det | Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num);
    let head =
        || (start..verb).find(|&i| tree.head(i).is_none_or(|h| !(start..=i).contains(&h) && h < start));
    (last && nominal && is_past(tree, verb) && verb - start < THAT).then(head).flatten()
}

fn found(words: Vec<Range<usize>>) -> Found {
    Found { complement: Complement::That, words, preposition: None }
}

/// The first word of a content that follows its cue.
fn opening(tree: &Tree, draft: &Draft, clause: &Range<usize>, addressee: bool) -> Option<usize> {
    let inverted = clause.end > draft.cue.end;
    let mut at = clause.end;
    while at < tree.len() && at < clause.end + 3 && is_time(tree, at) {
        at += 1;
    }
    if !inverted && !addressee && starts_clause(tree, at) {
        return Some(at);
    }
    complementizer(tree, clause.end)
}

/// True where a clause with a finite verb starts at word `at`, no punctuation before the verb.
fn starts_clause(tree: &Tree, at: usize) -> bool {
    use Upos::{Adj, Det, Noun, Num, Pron, Propn};
    if at >= tree.len() {
        return false;
    }
    let token = tree.token(at);
    let asks = matches!(token.xpos.as_str(), "WP" | "WRB" | "WDT" | "WP$");
    let nominal = asks || matches!(token.upos, Adj | Det | Noun | Num | Pron | Propn) || token.xpos == "EX";
    nominal && (at..tree.len()).take_while(|&i| !is_stop(tree, i)).any(|i| is_finite(tree, i))
}

/// The "that", "if" or "whether" that opens a content farther behind.
fn complementizer(tree: &Tree, from: usize) -> Option<usize> {
    let opens = |i: &usize| {
        let token = tree.token(*i);
        let that = token.form.eq_ignore_ascii_case("that")
            && (token.upos == Upos::Sconj || token.xpos == "IN" || starts_clause(tree, *i + 1));
        that || (["if", "whether"].contains(&token.form.as_str()) && *i <= from + 4)
    };
    let end = tree.len().min(from + THAT);
    (from..end).take_while(|&i| !is_finite(tree, i)).find(opens)
}

/// Where a content that starts at `start` ends: with the sentence, or before what belongs to the cue again.
fn closing(tree: &Tree, start: usize, verb: usize) -> usize {
    let limit =
        if governed_from_the_right(tree, verb) { clause_limit(tree, start, verb) } else { tree.len() };
    let mut quoted = false;
    for i in start..limit {
        let form = tree.token(i).form.as_str();
        quoted = match form {
            "\"" | "''" | "``" => !quoted,
            "“" => true,
            "”" => false,
            _ => quoted,
        };
        if i > start && !quoted && resumes(tree, i, verb) {
            return i;
        }
    }
    limit
}

/// True where a word above the cue stands to its right: the sentence goes on without the content.
fn governed_from_the_right(tree: &Tree, verb: usize) -> bool {
    let mut at = verb;
    for _ in 0..tree.len() {
        match tree.head(at) {
            Some(head) if head > verb => return true,
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}

/// The end of the cue's own clause, moved on to a punctuation mark.
fn clause_limit(tree: &Tree, start: usize, verb: usize) -> usize {
    let from = tree.subtree(verb).end.max(start + 1).min(tree.len());
    (from..tree.len()).find(|&i| is_stop(tree, i)).unwrap_or(tree.len())
}

/// True where the speaker's own doings go on: ", adding that", "and said", ", but he", ", according to".
fn resumes(tree: &Tree, i: usize, verb: usize) -> bool {
    let token = tree.token(i);
    let form = token.form.as_str();
    let next = i + 1;
    if next >= tree.len() {
        return false;
    }
    let word = tree.token(next);
    if form == "," || (i > 0 && tree.token(i - 1).form == "," && matches!(form, "\"" | "”" | "''")) {
        let participle = word.xpos == "VBG" && is_reporting(tree, next);
        let contrast = matches!(word.form.as_str(), "while" | "although" | "though" | "despite" | "compared");
        let other = matches!(word.form.as_str(), "but" | "and" | "yet") && next + 1 < tree.len() && {
            let after = tree.token(next + 1);
            (word.form == "but" && after.xpos == "PRP") || is_speaker_verb(tree, next + 1, verb)
        };
        return participle || contrast || other || tree.is(next, "accord") || word.form == "according";
    }
    matches!(form, "and" | "but") && is_speaker_verb(tree, next, verb) || form == ";"
}

/// A finite reporting verb in the tense of the cue, or an adverb before one.
fn is_speaker_verb(tree: &Tree, i: usize, verb: usize) -> bool {
    let at = if tree.token(i).upos == Upos::Adv && i + 1 < tree.len() { i + 1 } else { i };
    let (token, cue) = (tree.token(at), tree.token(verb));
    token.upos == Upos::Verb && token.xpos == cue.xpos && is_finite(tree, at) && is_reporting(tree, at)
}

fn is_reporting(tree: &Tree, i: usize) -> bool {
    let lemma = tree.token(i).lemma.to_ascii_lowercase();
    lexicon::cue(&lemma, Class::Verb).is_some()
}

/// "CONTENT, SOURCE said" and "CONTENT, SOURCE said, CONTENT".
fn around(tree: &Tree, draft: &Draft, clause: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let closed = clause.start > 1 && tree.token(clause.start - 1).form == ",";
    let ends = clause.end >= tree.len() || is_stop(tree, clause.end) || is_adjunct(tree, clause.end);
    let main = matches!(
        tree.relation(draft.token),
        "root" | "parataxis" | "ccomp" | "xcomp" | "conj" | "dep" | "advcl"
    );
    if !closed
        || !ends
        || !main
        || !(is_finite(tree, draft.cue.start) || is_past(tree, draft.token))
        || draft.source.is_none()
    {
        return None;
    }
    let before = 0..clause.start - 1;
    if before.len() < 2
        && !before.clone().any(|i| tree.token(i).upos == Upos::Propn || tree.token(i).upos == Upos::Pron)
    {
        return None;
    }
    let mut words = vec![before.clone()];
    let comma = clause.end < tree.len() && tree.token(clause.end).form == ",";
    if comma && (continues(tree, clause.end + 1) || !before.clone().any(|i| is_finite(tree, i))) {
        words.push(clause.end + 1..closing(tree, clause.end + 1, draft.token));
    }
    let verbal = words.iter().any(|w| w.clone().any(|i| is_finite(tree, i)));
    verbal.then_some(words)
}

/// True where what follows ", he said," goes on with the content.
fn continues(tree: &Tree, at: usize) -> bool {
    if at >= tree.len() {
        return false;
    }
    let token = tree.token(at);
    let other = matches!(token.xpos.as_str(), "VBG" | "VBN" | "WP" | "WDT" | "WRB" | "DT")
        || matches!(
            token.form.as_str(),
            "who" | "which" | "according" | "citing" | "as" | "when" | "in" | "after"
        );
    !other && (at..tree.len()).any(|i| is_finite(tree, i))
}

/// True for punctuation that ends a stretch of words.
fn is_stop(tree: &Tree, i: usize) -> bool {
    matches!(tree.token(i).form.as_str(), "," | ";" | ":" | "." | "!" | "?" | "—" | "–" | "--" | "...")
}

/// A preposition, adverb or time right behind a cue.
fn is_adjunct(tree: &Tree, i: usize) -> bool {
    matches!(tree.token(i).upos, Upos::Adp | Upos::Adv | Upos::Sconj) || is_time(tree, i)
}

fn is_time(tree: &Tree, i: usize) -> bool {
    const DAYS: [&str; 12] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "yesterday",
        "today",
        "tomorrow",
        "morning",
        "night",
    ];
    DAYS.contains(&tree.token(i).form.to_ascii_lowercase().as_str())
}

/// A finite verb, or a past form without auxiliary that the tagger took for a participle.
fn is_past(tree: &Tree, i: usize) -> bool {
    is_finite(tree, i) || (tree.token(i).xpos == "VBN" && tree.child(i, &["aux"]).is_none())
}

/// A finite verb or modal.
fn is_finite(tree: &Tree, i: usize) -> bool {
    matches!(tree.token(i).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD")
}
