//! Children, yields and byte spans of a sentence's tree, computed once.

use crate::repair;
use demarche_text::{Sentence, Span, Token};
use std::ops::Range;

/// A sentence with its tree turned into look-ups that take constant time.
pub(crate) struct Tree<'s> {
    sentence: &'s Sentence,
    heads: Vec<Option<u32>>,
    /// Word `h` has the children `kids[starts[h]..starts[h + 1]]`, in order of the text.
    starts: Vec<u32>,
    kids: Vec<u32>,
    /// First and last word of the yield of each word.
    yields: Vec<(u32, u32)>,
}

impl<'s> Tree<'s> {
    /// Reads a sentence's heads; heads outside the sentence and cycles are taken as roots.
    pub(crate) fn new(sentence: &'s Sentence) -> Self {
        let n = sentence.tokens.len();
        let heads = sentence.tokens.iter().map(|t| t.head.filter(|&h| h < n).map(|h| h as u32)).collect();
        let mut tree = Self::with_heads(sentence, heads);
        let moved = repair::moved(&tree);
        if moved.is_empty() {
            return tree;
        }
        for (i, head) in moved {
            tree.heads[i] = Some(head as u32);
        }
        Self::with_heads(sentence, tree.heads)
    }

    fn with_heads(sentence: &'s Sentence, heads: Vec<Option<u32>>) -> Self {
        let n = heads.len();
        let head = |i: usize| heads[i].map(|h| h as usize);
        let mut starts = vec![0u32; n + 1];
        for h in (0..n).filter_map(head) {
            starts[h + 1] += 1;
        }
        for h in 0..n {
            starts[h + 1] += starts[h];
        }
        let mut next = starts.clone();
        let mut kids = vec![0u32; starts[n] as usize];
        for (i, h) in (0..n).filter_map(|i| Some((i, head(i)?))) {
            kids[next[h] as usize] = i as u32;
            next[h] += 1;
        }
        let yields = (0..n as u32).map(|i| (i, i)).collect();
        let mut tree = Self { sentence, heads, starts, kids, yields };
        tree.fill_yields();
        tree
    }

    /// Leaves first: every yield is the hull of its children's.
    fn fill_yields(&mut self) {
        let n = self.len();
        let mut order: Vec<usize> = (0..n).filter(|&i| self.head(i).is_none()).collect();
        let mut at = 0;
        while at < order.len() {
            order.extend(self.children(order[at]));
            at += 1;
        }
        for &i in order.iter().rev() {
            if let Some(h) = self.head(i) {
                let (low, high) = self.yields[i];
                let of_head = &mut self.yields[h];
                *of_head = (of_head.0.min(low), of_head.1.max(high));
            }
        }
    }

    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    /// The sentence.
    pub(crate) fn sentence(&self) -> &'s Sentence {
        self.sentence
    }

    /// Word `i`.
    pub(crate) fn token(&self, i: usize) -> &'s Token {
        &self.sentence.tokens[i]
    }

    /// Head of word `i`, `None` for a root.
    pub(crate) fn head(&self, i: usize) -> Option<usize> {
        self.heads[i].map(|h| h as usize)
    }

    /// Relation of word `i` without subtype.
    pub(crate) fn relation(&self, i: usize) -> &'s str {
        self.token(i).relation()
    }

    /// Words that depend on `h`, in order.
    pub(crate) fn children(&self, h: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.kids[self.starts[h] as usize..self.starts[h + 1] as usize].iter().map(|&i| i as usize)
    }

    /// The first dependent of `h` in one of these relations (without subtype).
    pub(crate) fn child(&self, h: usize, relations: &[&str]) -> Option<usize> {
        self.children(h).find(|&i| relations.contains(&self.relation(i)))
    }

    /// The first dependent of `h` whose whole DEPREL is one of these.
    pub(crate) fn child_exact(&self, h: usize, deprels: &[&str]) -> Option<usize> {
        self.children(h).find(|&i| deprels.contains(&self.token(i).deprel.as_str()))
    }

    /// The words from the first to the last under `h`, itself included.
    pub(crate) fn subtree(&self, h: usize) -> Range<usize> {
        let (low, high) = self.yields[h];
        low as usize..high as usize + 1
    }

    /// True where word `i` has this lemma, in any case.
    pub(crate) fn is(&self, i: usize, lemma: &str) -> bool {
        self.token(i).lemma.eq_ignore_ascii_case(lemma)
    }

    /// The bytes of a range of words; empty at the sentence's start for an empty range.
    pub(crate) fn span(&self, words: &Range<usize>) -> Span {
        match self.sentence.tokens.get(words.clone()) {
            Some([first, .., last]) => first.span.hull(last.span),
            Some([only]) => only.span,
            _ => Span::new(self.sentence.span.start, self.sentence.span.start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree_of(heads: &[Option<usize>]) -> Sentence {
        let tokens = heads.iter().map(|&head| Token { head, ..Token::default() }).collect();
        Sentence { tokens, ..Sentence::default() }
    }

    #[test]
    fn yields_are_hulls() {
        let sentence = tree_of(&[Some(1), None, Some(3), Some(1)]);
        let tree = Tree::new(&sentence);
        assert_eq!(tree.subtree(1), 0..4);
        assert_eq!(tree.subtree(3), 2..4);
        assert_eq!(tree.children(1).collect::<Vec<_>>(), [0, 3]);
    }

    #[test]
    fn cycles_and_wild_heads_do_no_harm() {
        let sentence = tree_of(&[Some(1), Some(0), Some(99)]);
        let tree = Tree::new(&sentence);
        assert_eq!(tree.subtree(0), 0..1);
        assert_eq!(tree.head(2), None);
    }
}
