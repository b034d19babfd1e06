//! Noun phrases of a dependency tree.

use demarche_text::{Sentence, Token, Upos};
use std::ops::Range;

/// A sentence's tree, read from above.
pub(crate) struct Tree<'a> {
    pub sentence: &'a Sentence,
}

/// Relations under which a word is part of the phrase of its head, to the left of it.
const LEFT: &[&str] = &[
    "det", "amod", "nummod", "compound", "nmod", "flat", "advmod", "acl", "punct", "cc", "conj", "goeswith",
];

/// And to the right.
const RIGHT: &[&str] =
    &["flat", "compound", "fixed", "nmod", "amod", "nummod", "appos", "case", "punct", "goeswith"];

/// Prepositions whose complement belongs to the phrase: "people in the UK", not "talks with Iran".
const CLOSE: &[&str] = &["of", "in", "from", "for", "at", "to", "within", "inside", "across", "loyal"];

impl<'a> Tree<'a> {
    pub fn new(sentence: &'a Sentence) -> Self {
        Self { sentence }
    }

    pub fn token(&self, at: usize) -> &'a Token {
        &self.sentence.tokens[at]
    }

    /// True where a word heads a noun phrase.
    pub fn is_nominal(&self, at: usize) -> bool {
        let token = self.token(at);
        let inner = matches!(
            token.relation(),
            "compound"
                | "flat"
                | "fixed"
                | "goeswith"
                | "det"
                | "case"
                | "cc"
                | "mark"
                | "punct"
                | "aux"
                | "cop"
                | "expl"
                | "advmod"
        );
        if inner {
            return false;
        }
        let nominal = matches!(token.relation(), "nsubj" | "obj" | "iobj" | "obl" | "nmod" | "appos");
        match token.upos {
            Upos::Noun | Upos::Propn | Upos::Pron => {
                token.relation() != "amod" && token.relation() != "nummod"
            }
            Upos::Adj | Upos::Num | Upos::X => nominal,
            _ => false,
        }
    }

    /// The words of the noun phrase that `head` heads: with determiners, modifiers and close complements, without
    /// relative clauses, appositions after a comma, and coordinated phrases.
    pub fn phrase(&self, head: usize) -> Range<usize> {
        let mut start = head;
        while start > 0 && self.belongs_left(start - 1, head) {
            start -= 1;
        }
        // A phrase does not start with what joins it to the one before.
        while start < head && matches!(self.token(start).upos, Upos::Punct | Upos::Cconj | Upos::Adv) {
            start += 1;
        }
        let mut end = head + 1;
        while end < self.sentence.tokens.len() && self.belongs_right(end, head) {
            end += 1;
        }
        while end > head + 1 && matches!(self.token(end - 1).upos, Upos::Punct | Upos::Adp | Upos::Cconj) {
            end -= 1;
        }
        start..end
    }

    /// The dependent of `head` on the way down to `at`.
    fn branch(&self, at: usize, head: usize) -> Option<usize> {
        let mut below = at;
        for _ in 0..self.sentence.tokens.len() {
            match self.token(below).head {
                Some(up) if up == head => return Some(below),
                Some(up) if up < self.sentence.tokens.len() => below = up,
                _ => return None,
            }
        }
        None
    }

    fn belongs_left(&self, at: usize, head: usize) -> bool {
        let Some(branch) = self.branch(at, head) else { return false };
        if branch > head {
            return false;
        }
        let relation = self.token(branch).relation();
        match relation {
            // "and" and coordinated modifiers hang under modifiers, not under the head.
            "cc" | "conj" => false,
            // A participle before its noun: "armed men".
            "acl" => branch == at && self.token(branch).deprel == "acl",
            "punct" => matches!(self.token(at).form.as_str(), "-" | "\"" | "“" | "'" | "‘" | "”"),
            "advmod" => matches!(self.token(branch).upos, Upos::Adv) && branch + 1 == head,
            _ => LEFT.contains(&relation),
        }
    }

    fn belongs_right(&self, at: usize, head: usize) -> bool {
        let Some(branch) = self.branch(at, head) else { return false };
        if branch < head {
            // The mark of a possessor hangs under it.
            return false;
        }
        let token = self.token(branch);
        let relation = token.relation();
        if !RIGHT.contains(&relation) || self.leaves(at, branch) {
            return false;
        }
        match relation {
            "nmod" => self.is_close(branch),
            "appos" => branch == head + 1 || self.is_tight(head, branch),
            "punct" => matches!(token.form.as_str(), "-" | "'" | "’" | "/"),
            "case" => false,
            _ => true,
        }
    }

    /// True where a relative clause, an apposition or the like stands between `at` and the branch it hangs under.
    fn leaves(&self, at: usize, branch: usize) -> bool {
        let mut below = at;
        for _ in 0..self.sentence.tokens.len() {
            if below == branch {
                return false;
            }
            let token = self.token(below);
            if matches!(token.relation(), "acl" | "appos" | "parataxis" | "advcl" | "ccomp")
                && token.deprel != "acl"
            {
                return true;
            }
            match token.head {
                Some(up) if up < self.sentence.tokens.len() => below = up,
                _ => return true,
            }
        }
        true
    }

    /// True where nothing but words stands between a head and its apposition: "President Obama".
    fn is_tight(&self, head: usize, branch: usize) -> bool {
        (head + 1..branch).all(|i| self.token(i).upos == Upos::Propn)
    }

    fn is_close(&self, branch: usize) -> bool {
        let first = (0..branch).rev().take(12).find(|&i| {
            let token = self.token(i);
            token.head == Some(branch) && token.relation() == "case" && token.upos == Upos::Adp
        });
        match first {
            Some(case) => CLOSE.contains(&self.token(case).form.to_lowercase().as_str()),
            // "Group 7", "UN Security Council members".
            None => self.token(branch).deprel != "nmod:unmarked",
        }
    }

    /// The head noun of the relative clause that a relative pronoun introduces.
    pub fn antecedent(&self, pronoun: usize) -> Option<usize> {
        let mut at = pronoun;
        for _ in 0..6 {
            let token = self.token(at);
            if token.deprel == "acl:relcl" {
                return token.head.filter(|h| *h < self.sentence.tokens.len());
            }
            at = token.head.filter(|h| *h < self.sentence.tokens.len())?;
        }
        None
    }
}
