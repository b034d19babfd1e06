//! Whose cue it is: subjects, shared and controlled subjects, agents, possessors, and the extent of a source.

use crate::tree::Tree;
use std::ops::Range;

/// Deepest chain of clauses that is followed for a subject; real sentences stay well below it.
const DEPTH: usize = 8;

/// True where the verb is passive, or a past participle that modifies a noun.
pub(crate) fn is_passive(tree: &Tree, verb: usize) -> bool {
    let token = tree.token(verb);
    let reduced = tree.relation(verb) == "acl" && token.deprel != "acl:relcl" && token.xpos == "VBN";
    reduced
        || tree.child_exact(verb, &["aux:pass", "nsubj:pass", "csubj:pass"]).is_some()
        || (token.xpos == "VBN"
            && tree.relation(verb) == "advcl"
            && tree.child(verb, &["nsubj", "aux"]).is_none())
}

/// The agent of a passive: "by X".
pub(crate) fn agent(tree: &Tree, verb: usize) -> Option<usize> {
    tree.children(verb).find(|&i| {
        tree.token(i).deprel == "obl:agent"
            || (matches!(tree.relation(i), "obl" | "nmod") && has_case(tree, i, "by") && !is_time(tree, i))
    })
}

/// The subject of a verb, its own or the one it shares with the word above it; never an expletive.
pub(crate) fn subject(tree: &Tree, verb: usize) -> Option<usize> {
    subject_within(tree, verb, DEPTH).filter(|&s| !is_expletive(tree, s))
}

fn subject_within(tree: &Tree, verb: usize, depth: usize) -> Option<usize> {
    // Of two subjects the nearer one is the verb's: "The convoy, officials said, was hit".
    let subjects = |i: &usize| matches!(tree.relation(*i), "nsubj" | "csubj" | "expl");
    let nearest = tree.children(verb).filter(|&i| i < verb).rfind(subjects);
    if let Some(own) = nearest.or_else(|| tree.children(verb).find(subjects)) {
        return Some(own).filter(|&s| tree.relation(s) == "nsubj");
    }
    let head = tree.head(verb).filter(|_| depth > 0)?;
    let token = tree.token(verb);
    match tree.relation(verb) {
        "conj" => subject_within(tree, head, depth - 1),
        "xcomp" if !matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP") => {
            controller(tree, head).or_else(|| subject_within(tree, head, depth - 1))
        }
        "advcl" if tree.child(verb, &["mark"]).is_some_and(|m| tree.is(m, "as")) && token.xpos == "VBG" => {
            controller(tree, head).or_else(|| subject_within(tree, head, depth - 1))
        }
        "advcl" | "ccomp" | "dep" if token.xpos != "VBD" && token.xpos != "VBZ" && token.xpos != "VBP" => {
            subject_within(tree, head, depth - 1)
        }
        "acl" if token.deprel != "acl:relcl" && token.xpos == "VBG" => Some(head),
        "acl" if token.deprel != "acl:relcl" && token.xpos == "VB" => holder(tree, head),
        _ => None,
    }
}

/// The object that governs an infinitive below `verb`: "asked X to say".
fn controller(tree: &Tree, verb: usize) -> Option<usize> {
    tree.child(verb, &["obj", "iobj"]).filter(|_| !tree.is(verb, "promise"))
}

/// Who holds the view or made the statement that a noun names: "X's claim", "the claim by X", "X made the claim".
pub(crate) fn holder(tree: &Tree, noun: usize) -> Option<usize> {
    possessor(tree, noun).or_else(|| {
        let verb = tree.head(noun).filter(|_| tree.relation(noun) == "obj")?;
        subject(tree, verb)
    })
}

/// The possessor, or the noun behind "by", "from", "among", "of" that stands before the complement.
pub(crate) fn possessor(tree: &Tree, noun: usize) -> Option<usize> {
    tree.child_exact(noun, &["nmod:poss"]).or_else(|| {
        tree.children(noun).find(|&i| {
            i > noun
                && matches!(tree.relation(i), "nmod" | "obl")
                && ["by", "from", "among"].iter().any(|case| has_case(tree, i, case))
                && !is_time(tree, i)
        })
    })
}

/// True where word `i` has the preposition `case`.
pub(crate) fn has_case(tree: &Tree, i: usize, case: &str) -> bool {
    tree.children(i).any(|c| matches!(tree.relation(c), "case" | "mark") && tree.is(c, case))
}

fn is_time(tree: &Tree, i: usize) -> bool {
    tree.token(i).deprel.ends_with(":tmod") || tree.token(i).upos == demarche_text::Upos::Num
}

fn is_expletive(tree: &Tree, i: usize) -> bool {
    tree.relation(i) == "expl" || (tree.is(i, "there") && tree.token(i).xpos == "EX")
}

/// True for the relative pronoun that opens a relative clause.
pub(crate) fn is_relative(tree: &Tree, i: usize) -> bool {
    let token = tree.token(i);
    token.feat("PronType") == Some("Rel") || matches!(token.xpos.as_str(), "WDT" | "WP")
}

/// The words of a source with this head: the whole noun phrase without its preposition, without clauses that only
/// follow it, and without the cue.
pub(crate) fn extent(tree: &Tree, head: usize, cue: &Range<usize>) -> Range<usize> {
    let mut words = tree
        .children(head)
        .filter(|&c| !matches!(tree.relation(c), "case" | "mark" | "cc"))
        .map(|c| tree.subtree(c))
        .fold(head..head + 1, |all, sub| all.start.min(sub.start)..all.end.max(sub.end));
    for child in tree.children(head) {
        let sub = tree.subtree(child);
        match tree.relation(child) {
            "case" | "mark" | "cc" | "discourse" | "advmod"
                if sub.end <= head && sub.start == words.start =>
            {
                words.start = sub.end;
            }
            // "said X, who …": the clause is said of X, not part of the name.
            "acl" if head > cue.start && sub.start > head && is_comma(tree, sub.start) => {
                words.end = words.end.min(sub.start);
            }
            "parataxis" | "dep" | "orphan" if sub.start > head => words.end = words.end.min(sub.start),
            _ => {}
        }
    }
    apart(words, head, cue, tree)
}

/// Cuts the range where it runs into the cue, and trims punctuation.
fn apart(mut words: Range<usize>, head: usize, cue: &Range<usize>, tree: &Tree) -> Range<usize> {
    if words.contains(&cue.start) && cue.start > head {
        words.end = cue.start;
    }
    if words.start < cue.end && cue.end <= head {
        words.start = cue.end;
    }
    trim(tree, words)
}

/// Drops punctuation at both ends, but keeps quotation marks and brackets.
pub(crate) fn trim(tree: &Tree, mut words: Range<usize>) -> Range<usize> {
    while words.start < words.end && is_loose(tree, words.start, "\"“„«‘'(`[") {
        words.start += 1;
    }
    while words.start < words.end && is_loose(tree, words.end - 1, "\"”»’')]…") {
        words.end -= 1;
    }
    words
}

fn is_loose(tree: &Tree, i: usize, kept: &str) -> bool {
    let form = &tree.token(i).form;
    form.chars()
        .all(|c| !c.is_alphanumeric() && !kept.contains(c) && !matches!(c, '$' | '%' | '#' | '@' | '£' | '€'))
}

/// True where word `i` or the one before it is a comma.
fn is_comma(tree: &Tree, i: usize) -> bool {
    tree.token(i).form == "," || (i > 0 && tree.token(i - 1).form == ",")
}
