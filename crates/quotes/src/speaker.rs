//! Which mention speaks, and through which medium.

use crate::cues::{Draft, antecedent};
use crate::lexicon::{self, Medium};
use crate::source::{self, has_case};
use crate::tree::Tree;
use demarche_actors::{Mention, Sector};
use demarche_text::Span;
use std::ops::Range;

/// Finds speakers among the mentions of a text.
pub(crate) struct Speakers<'a> {
    mentions: &'a [Mention],
    /// Of each sentence, the indices of its mentions.
    by_sentence: Vec<Vec<usize>>,
}

/// Through which medium something was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Through {
    /// The mention of the medium, where it is one.
    pub(crate) mention: Option<usize>,
    /// Its words.
    pub(crate) span: Option<Span>,
}

impl<'a> Speakers<'a> {
    /// Indexes the mentions of a text by sentence.
    pub(crate) fn new(sentences: usize, mentions: &'a [Mention]) -> Self {
        let mut by_sentence = vec![Vec::new(); sentences];
        for (at, mention) in mentions.iter().enumerate() {
            if let Some(list) = by_sentence.get_mut(mention.sentence) {
                list.push(at);
            }
        }
        Self { mentions, by_sentence }
    }

    /// The mention headed by word `head`, else the largest one within `words` that holds it.
    fn at(&self, sentence: usize, head: usize, words: &Range<usize>) -> Option<usize> {
        let list = self.by_sentence.get(sentence)?;
        let tokens = |i: &usize| &self.mentions[*i].tokens;
        let exact = list.iter().filter(|i| self.mentions[**i].head == head).max_by_key(|i| tokens(i).len());
        let holding = || {
            let fits = |i: &&usize| tokens(i).contains(&head) && tokens(i).len() <= words.len().max(1);
            list.iter().filter(fits).max_by_key(|i| tokens(i).len())
        };
        exact.or_else(holding).copied()
    }

    /// The mention that is the source's head; for a relative pronoun, its antecedent.
    pub(crate) fn speaker(&self, tree: &Tree, draft: &Draft) -> Option<usize> {
        let head = antecedent(tree, draft)?;
        let words = draft.source.clone().filter(|w| w.contains(&head)).unwrap_or(head..head + 1);
        self.at(draft.sentence, head, &words)
    }

    /// "told CNN", "said on Twitter", "said in an interview with CNN", "said in a statement".
    pub(crate) fn medium(&self, tree: &Tree, draft: &Draft) -> Through {
        let best = tree
            .children(draft.token)
            .filter(|&i| is_oblique(tree, i) || tree.relation(i) == "obj" || tree.relation(i) == "iobj")
            .find_map(|i| self.through(tree, draft, i));
        best.or_else(|| self.quoter(tree, draft)).unwrap_or_default()
    }

    /// "The BBC quoted an official as saying", "was quoted by the BBC as saying": whoever quotes is the medium.
    fn quoter(&self, tree: &Tree, draft: &Draft) -> Option<Through> {
        let quotes = |verb: &usize| tree.is(*verb, "quote") || tree.is(*verb, "cite");
        let verb = Some(draft.token).filter(quotes).or_else(|| tree.head(draft.token).filter(quotes))?;
        let quoter = if source::is_passive(tree, verb) {
            source::agent(tree, verb)
        } else {
            source::subject(tree, verb)
        };
        let head = quoter.filter(|&q| draft.source_head != Some(q))?;
        let words = source::extent(tree, head, &draft.cue);
        let mention = self.at(draft.sentence, head, &(head..head + 1));
        Some(Through { mention, span: Some(tree.span(&words)) })
    }

    /// True where the actor base knows the word as press.
    fn press(&self, sentence: usize, head: usize) -> Option<Medium> {
        let mention = &self.mentions[self.at(sentence, head, &(head..head + 1))?];
        let press = mention.actor.sectors.first() == Some(&Sector::Jrn) && mention.actor.entity.is_some();
        press.then_some(Medium::Outlet)
    }

    fn through(&self, tree: &Tree, draft: &Draft, i: usize) -> Option<Through> {
        let content = draft.found.as_ref().is_some_and(|f| f.words.iter().any(|w| w.contains(&i)));
        if content || draft.source_head == Some(i) {
            return None;
        }
        let mut words = source::extent(tree, i, &draft.cue);
        let starts = draft.found.iter().flat_map(|f| &f.words).map(|w| w.start);
        words.end = starts.filter(|&s| s > i).fold(words.end, usize::min);
        let kind = word_kind(tree, i, &words).or_else(|| self.press(draft.sentence, i))?;
        let fits = match kind {
            Medium::Channel => {
                ["in", "during", "at", "on", "via", "through"].iter().any(|c| has_case(tree, i, c))
            }
            Medium::Outlet | Medium::Press => !has_case(tree, i, "of") && !has_case(tree, i, "about"),
        };
        fits.then(|| {
            let inner = tree.children(i).find(|&n| {
                ["with", "to", "by", "on", "for"].iter().any(|c| has_case(tree, n, c))
                    && word_kind(tree, n, &tree.subtree(n)).is_some()
            });
            let head = if kind == Medium::Channel { inner } else { Some(i) };
            let mention = head.and_then(|h| self.at(draft.sentence, h, &(h..h + 1)));
            Through { mention, span: Some(tree.span(&words)) }
        })
    }
}

fn is_oblique(tree: &Tree, i: usize) -> bool {
    tree.relation(i) == "obl"
}

/// What the head, or for names any word of the phrase, says about a medium.
fn word_kind(tree: &Tree, head: usize, words: &Range<usize>) -> Option<Medium> {
    let lemma = |i: usize| tree.token(i).lemma.to_lowercase();
    lexicon::medium(&lemma(head)).or_else(|| {
        words.clone().find(|&i| {
            matches!(tree.relation(i), "flat" | "compound")
                && tree.head(i) == Some(head)
                && lexicon::medium(&lemma(i)) == Some(Medium::Outlet)
        })?;
        Some(Medium::Outlet)
    })
}
