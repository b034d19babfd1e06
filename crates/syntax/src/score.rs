//! How well sentences are annotated, given what they should be: same words, measured one by one.

use demarche_text::{Sentence, Token};

/// Shares of words that are right, between 0 and 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// UPOS.
    pub upos: f64,
    /// XPOS.
    pub xpos: f64,
    /// FEATS.
    pub feats: f64,
    /// LEMMA.
    pub lemma: f64,
    /// HEAD (unlabelled attachment score).
    pub uas: f64,
    /// HEAD and DEPREL without its subtype (labelled attachment score).
    pub las: f64,
}

/// Compares `found` with `gold`, word by word; sentences and words must be the same.
pub fn score(gold: &[Sentence], found: &[Sentence]) -> Score {
    let pairs: Vec<(&Token, &Token)> =
        gold.iter().zip(found).flat_map(|(g, f)| g.tokens.iter().zip(&f.tokens)).collect();
    let share = |same: &dyn Fn(&Token, &Token) -> bool| {
        pairs.iter().filter(|(g, f)| same(g, f)).count() as f64 / pairs.len().max(1) as f64
    };
    Score {
        upos: share(&|g, f| g.upos == f.upos),
        xpos: share(&|g, f| g.xpos == f.xpos),
        feats: share(&|g, f| g.feats == f.feats),
        lemma: share(&|g, f| g.lemma == f.lemma),
        uas: share(&|g, f| g.head == f.head),
        las: share(&|g, f| g.head == f.head && g.relation() == f.relation()),
    }
}
