//! How well sentences are annotated, given what they should be: same words, measured one by one.

use demarche_text::{Entity, Sentence, Token};

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

/// How many named entities are right: the same first and last word, and the same type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntityScore {
    /// In the gold.
    pub gold: usize,
    /// Found.
    pub found: usize,
    /// In both.
    pub right: usize,
}

impl EntityScore {
    /// Harmonic mean of precision and recall, between 0 and 1.
    ///
    /// ```
    /// # use demarche_syntax::EntityScore;
    /// assert_eq!(EntityScore { gold: 4, found: 2, right: 2 }.f1(), 2.0 / 3.0);
    /// ```
    pub fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.gold + self.found).max(1) as f64
    }
}

/// Compares the entities of `found` with those of `gold`, of one type where `kind` is given; sentences must be the same.
pub fn score_entities(gold: &[Sentence], found: &[Sentence], kind: Option<&str>) -> EntityScore {
    let mut score = EntityScore::default();
    for (gold, found) in gold.iter().zip(found) {
        let wanted = |e: &&Entity| kind.is_none_or(|kind| e.kind == kind);
        score.gold += gold.entities.iter().filter(wanted).count();
        score.found += found.entities.iter().filter(wanted).count();
        score.right += gold.entities.iter().filter(wanted).filter(|e| found.entities.contains(e)).count();
    }
    score
}
