//! The complements of a cue: where in the tree its content stands.

use crate::lexicon::{self, Class, Complement, Cue};
use crate::source::{agent, has_case, is_passive};
use crate::tree::Tree;
use demarche_text::Upos;
use std::ops::Range;

/// A complement that was found.
#[derive(Debug)]
pub(crate) struct Found {
    /// How it hangs on the cue.
    pub(crate) complement: Complement,
    /// Its words.
    pub(crate) words: Vec<Range<usize>>,
    /// The preposition before it.
    pub(crate) preposition: Option<usize>,
}

impl Found {
    fn new(complement: Complement, words: Range<usize>) -> Self {
        Self { complement, words: vec![words], preposition: None }
    }
}

/// The content of a verb, by the first complement that it takes and has.
pub(crate) fn of_verb(tree: &Tree, verb: usize, cue: &Cue) -> Option<Found> {
    let reports = cue.takes(Complement::That) || cue.takes(Complement::Quote);
    inserted(tree, verb).filter(|_| reports).or_else(|| of_predicate(tree, verb, cue))
}

/// The content of a verb or adjective that governs it.
pub(crate) fn of_predicate(tree: &Tree, verb: usize, cue: &Cue) -> Option<Found> {
    let reports = cue.takes(Complement::That) || cue.takes(Complement::Quote);
    clause(tree, verb)
        .filter(|_| reports)
        .or_else(|| object_and_more(tree, verb, cue))
        .or_else(|| infinitive(tree, verb, cue))
        .or_else(|| prepositional(tree, verb, cue))
        .or_else(|| object(tree, verb).filter(|_| cue.takes(Complement::Object)))
}

/// "…, he said, …": the cue hangs on what it reports.
fn inserted(tree: &Tree, verb: usize) -> Option<Found> {
    let head = tree.head(verb)?;
    let as_clause = || tree.child(verb, &["mark", "advmod"]).is_some_and(|m| m < verb && tree.is(m, "as"));
    let hangs = match tree.relation(verb) {
        "parataxis" => true,
        "advcl" => as_clause(),
        _ => false,
    };
    let it = tree.child(verb, &["obj"]).is_none_or(|o| tree.is(o, "it") && as_clause());
    let bare = it && tree.child(verb, &["ccomp", "xcomp"]).is_none();
    if !hangs || !bare || tree.child(verb, &["nsubj", "obl"]).is_none() {
        return None;
    }
    let own = tree.subtree(verb);
    if own.start > 0 && tree.token(own.start - 1).form == ":" {
        return None;
    }
    let whole = tree.subtree(head);
    let (before, after) = (whole.start..own.start.max(whole.start), own.end.min(whole.end)..whole.end);
    let words: Vec<_> = [before, after].into_iter().filter(|r| has_word(tree, r)).collect();
    (!words.is_empty()).then_some(Found { complement: Complement::That, words, preposition: None })
}

fn has_word(tree: &Tree, words: &Range<usize>) -> bool {
    words.clone().any(|i| !matches!(tree.token(i).upos, Upos::Punct | Upos::Sym))
}

/// A clause that the cue governs.
fn clause(tree: &Tree, verb: usize) -> Option<Found> {
    let child = tree.children(verb).find(|&i| {
        tree.relation(i) == "ccomp"
            || (tree.relation(i) == "parataxis" && i > verb && after_colon(tree, i, verb))
    })?;
    let words = tree.subtree(child);
    let words = if child > verb { behind(tree, verb, words) } else { ahead(tree, verb, words) };
    Some(Found::new(Complement::That, words))
}

/// A clause behind its cue starts at its "that" or right behind the cue, and runs to a punctuation mark.
fn behind(tree: &Tree, verb: usize, words: Range<usize>) -> Range<usize> {
    let mut start = words.start;
    while start > verb + 1 && belongs(tree, start - 1, verb) {
        start -= 1;
    }
    let mut end = words.end;
    while end < tree.len() && !ends_clause(tree, end, verb) {
        end += 1;
    }
    start..end
}

/// True where a word between a cue and its clause is part of the clause, whatever the tree says.
fn belongs(tree: &Tree, i: usize, verb: usize) -> bool {
    let mut top = i;
    for _ in 0..tree.len() {
        match tree.head(top) {
            Some(head) if head != verb => top = head,
            Some(_) => break,
            None => return false,
        }
    }
    let token = tree.token(i);
    let nominal =
        matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Adj | Upos::Num);
    tree.relation(top) == "obj" && nominal && tree.is(verb, "say")
}

/// True for a word that cannot go on with the clause before it: punctuation, a coordination with the cue, or an
/// adjunct of the cue.
fn ends_clause(tree: &Tree, i: usize, verb: usize) -> bool {
    let token = tree.token(i);
    let mark =
        token.upos == Upos::Punct && !matches!(token.form.as_str(), "-" | "\"" | "“" | "‘" | "'" | "(" | "[");
    let adjunct = tree.head(i) == Some(verb) || tree.head(i).is_some_and(|h| h < verb);
    mark || token.upos == Upos::Cconj || token.upos == Upos::Sconj || (adjunct && tree.relation(i) != "punct")
}

/// A clause ahead of its cue starts with the sentence, where nothing but an opening comes before it.
fn ahead(tree: &Tree, verb: usize, words: Range<usize>) -> Range<usize> {
    let top = tree.head(verb).is_none() || tree.relation(verb) == "parataxis";
    let start = if top { 0 } else { words.start };
    start..words.end
}

fn after_colon(tree: &Tree, clause: usize, verb: usize) -> bool {
    let start = tree.subtree(clause).start;
    start > verb && (tree.token(start).form == ":" || tree.token(start - 1).form == ":")
}

/// Objects together with what is said of them: "urged X to go", "called X a Y", "described X as Y".
fn object_and_more(tree: &Tree, verb: usize, cue: &Cue) -> Option<Found> {
    let object = tree.children(verb).find(|&i| i > verb && matches!(tree.relation(i), "obj" | "iobj"))?;
    let more = |relations: &[&str], test: &dyn Fn(usize) -> bool| {
        tree.children(verb).find(|&i| i > object && relations.contains(&tree.relation(i)) && test(i))
    };
    let starts_with = |i: usize, lemma: &str| tree.is(tree.subtree(i).start, lemma);
    let (complement, last) = if let Some(last) =
        more(&["xcomp", "advcl", "ccomp"], &|i| is_infinitive(tree, i))
            .filter(|_| cue.takes(Complement::ObjectTo))
    {
        (Complement::ObjectTo, last)
    } else if let Some(last) =
        more(&["obl", "advcl", "xcomp"], &|i| starts_with(i, "as")).filter(|_| cue.takes(Complement::As))
    {
        (Complement::As, last)
    } else if let Some(last) =
        more(&["xcomp"], &|i| !is_infinitive(tree, i)).filter(|_| cue.takes(Complement::Call))
    {
        (Complement::Call, last)
    } else {
        return None;
    };
    Some(Found::new(complement, tree.subtree(object).start..tree.subtree(last).end))
}

fn is_infinitive(tree: &Tree, i: usize) -> bool {
    tree.children(i).any(|c| tree.relation(c) == "mark" && tree.is(c, "to") && tree.token(c).xpos == "TO")
}

/// Infinitives and gerunds without a subject of their own, and raising.
fn infinitive(tree: &Tree, verb: usize, cue: &Cue) -> Option<Found> {
    let child = tree.children(verb).find(|&i| i > verb && matches!(tree.relation(i), "xcomp" | "ccomp"))?;
    let raises = cue.takes(Complement::Raise) && (!cue.takes(Complement::To) || is_passive(tree, verb));
    if let Some(subject) = tree.child(verb, &["nsubj"]).filter(|&s| raises && s < verb) {
        let words = vec![tree.subtree(subject), tree.subtree(child)];
        return Some(Found { complement: Complement::Raise, words, preposition: None });
    }
    let complement = if is_infinitive(tree, child) { Complement::To } else { Complement::Ing };
    cue.takes(complement).then(|| Found::new(complement, tree.subtree(child)))
}

/// "called for X", "worried about X".
fn prepositional(tree: &Tree, word: usize, cue: &Cue) -> Option<Found> {
    let child = tree.children(word).find(|&i| {
        i > word
            && matches!(tree.relation(i), "obl" | "nmod" | "advcl" | "acl")
            && cue.prepositions.iter().any(|case| has_case(tree, i, case))
    })?;
    let preposition = tree.child(child, &["case", "mark"])?;
    let words = preposition + 1..tree.subtree(child).end;
    (!words.is_empty()).then(|| Found {
        complement: Complement::Object,
        words: vec![words],
        preposition: Some(preposition),
    })
}

/// The object, or what a passive verb has in its place.
fn object(tree: &Tree, verb: usize) -> Option<Found> {
    if is_passive(tree, verb) {
        if let Some(subject) = tree.child(verb, &["nsubj"]).filter(|_| agent(tree, verb).is_some()) {
            return Some(Found::new(Complement::Object, tree.subtree(subject)));
        }
        let noun = tree.head(verb).filter(|_| tree.relation(verb) == "acl" && agent(tree, verb).is_some())?;
        let start =
            tree.children(noun).find(|&c| tree.relation(c) != "case").map_or(noun, |c| tree.subtree(c).start);
        return Some(Found::new(Complement::Object, start.min(noun)..tree.subtree(verb).start));
    }
    let mistagged = || tree.children(verb).find(|&c| is_nominal(tree, c));
    let object = tree.child(verb, &["obj"]).or_else(mistagged)?;
    Some(Found::new(Complement::Object, tree.subtree(object)))
}

/// True for a noun, and for a plural that the tagger took for a verb: "rejected claims that …".
pub(crate) fn is_nominal(tree: &Tree, i: usize) -> bool {
    let token = tree.token(i);
    let object = matches!(tree.relation(i), "obj" | "ccomp" | "xcomp");
    let bare = token.xpos == "VBZ" && object && tree.child(i, &["nsubj", "aux", "cop"]).is_none();
    token.upos == Upos::Noun
        || (bare && lexicon::cue(&token.lemma.to_ascii_lowercase(), Class::Noun).is_some())
}

/// The content of a noun: "the claim that …", "his promise to …", "criticism of X".
pub(crate) fn of_noun(tree: &Tree, noun: usize, cue: &Cue) -> Option<Found> {
    let clause = tree.children(noun).find(|&i| {
        i > noun && matches!(tree.relation(i), "acl" | "ccomp") && tree.token(i).deprel != "acl:relcl"
    });
    if let Some(clause) = clause {
        let complement = if is_infinitive(tree, clause) { Complement::To } else { Complement::That };
        let finite = complement == Complement::To || is_finite(tree, clause);
        if finite && cue.takes(complement) {
            return Some(Found::new(complement, tree.subtree(clause)));
        }
    }
    prepositional(tree, noun, cue)
}

/// True for a clause with a "that" or a subject.
fn is_finite(tree: &Tree, clause: usize) -> bool {
    tree.children(clause).any(|c| {
        (tree.relation(c) == "mark" && !tree.is(c, "to"))
            || matches!(tree.relation(c), "nsubj" | "csubj" | "expl")
    })
}

/// The clause around a phrase or adverb at `at`, without `own`.
pub(crate) fn around(tree: &Tree, at: usize, own: &Range<usize>) -> Option<Found> {
    let mut head = at;
    for _ in 0..tree.len() {
        let stops = matches!(tree.relation(head), "ccomp" | "parataxis" | "advcl" | "root" | "csubj")
            || tree.token(head).deprel == "acl:relcl"
            || (tree.relation(head) == "conj" && tree.child(head, &["nsubj"]).is_some());
        match tree.head(head) {
            Some(above) if !stops => head = above,
            _ => break,
        }
    }
    let whole = tree.subtree(head);
    let (before, after) = (whole.start..own.start.max(whole.start), own.end.min(whole.end)..whole.end);
    let words: Vec<_> = [before, after].into_iter().filter(|r| has_word(tree, r)).collect();
    (!words.is_empty()).then_some(Found { complement: Complement::Clause, words, preposition: None })
}
