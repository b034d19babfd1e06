//! Attachments that a parser often gets wrong and that matter for who says what.
//!
//! "She said she respects him but argues that …": what is coordinated with the verb of saying, in its own tense and
//! without a subject of its own, is said by the same speaker, not part of what is said.

use crate::lexicon::{self, Class, Complement};
use crate::tree::Tree;

/// Words that should hang elsewhere, with their new heads.
pub(crate) fn moved(tree: &Tree) -> Vec<(usize, usize)> {
    (0..tree.len())
        .filter_map(|i| Some((i, speaker_verb(tree, i).or_else(|| speaker_of_participle(tree, i))?)))
        .collect()
}

/// "X said they left, citing Y": the participle of a reporting verb behind a comma is the speaker's.
fn speaker_of_participle(tree: &Tree, i: usize) -> Option<usize> {
    let comma = i > 0 && tree.token(i - 1).form == ",";
    if !comma || tree.token(i).xpos != "VBG" || tree.relation(i) != "advcl" {
        return None;
    }
    let said = tree.head(i).filter(|&s| s < i)?;
    let verb = tree.head(said).filter(|&v| v < said && tree.relation(said) == "ccomp")?;
    let lemma = tree.token(i).lemma.to_ascii_lowercase();
    (lexicon::cue(&lemma, Class::Verb).is_some() && reports(tree, verb)).then_some(verb)
}

/// The verb of saying that `i` is coordinated with, where the tree coordinates it with what is said.
fn speaker_verb(tree: &Tree, i: usize) -> Option<usize> {
    if tree.relation(i) != "conj"
        || !reports(tree, i)
        || tree.child(i, &["nsubj", "csubj", "expl", "aux"]).is_some()
    {
        return None;
    }
    let said = tree.head(i)?;
    let verb = tree.head(said).filter(|&v| v < said && tree.relation(said) == "ccomp")?;
    let tense = |t: usize| tree.token(t).xpos.as_str();
    let finite = matches!(tense(verb), "VBD" | "VBZ" | "VBP");
    (finite && tense(i) == tense(verb) && reports(tree, verb)).then_some(verb)
}

/// True for a verb that takes a quotation.
fn reports(tree: &Tree, i: usize) -> bool {
    let lemma = tree.token(i).lemma.to_ascii_lowercase();
    lexicon::cue(&lemma, Class::Verb).is_some_and(|cue| cue.takes(Complement::Quote))
}
