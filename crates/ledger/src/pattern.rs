//! Patterns over the words of a sentence: "will .. meet", "call off ... @meeting".
//!
//! Elements are parted by spaces. An element is a lemma or form in lower case, alternatives parted by `|`, `@list` for the lemmas
//! of a list, with an optional `/TAG` that the Penn tag must begin with. `..` skips up to 3 words, `...` up to 12. The element
//! marked with `=` names the item (else the last one does); from it the parties, the day and the matter are looked for.

use demarche_text::{Str, Token};
use std::collections::{BTreeMap, BTreeSet};

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    elements: Vec<Element>,
    trigger: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Element {
    /// Words that may be skipped before it.
    gap: usize,
    words: Vec<(Str, Option<Str>)>,
    /// A capitalised word, whichever.
    lists: Vec<(BTreeSet<Str>, Option<Str>)>,
}

/// Where a pattern matched: the words of its elements, and which of them names the item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Indices of the words, in order.
    pub words: Vec<usize>,
    /// The word that names the item.
    pub trigger: usize,
}

impl Pattern {
    /// Reads a pattern; the error is the part that is not understood.
    pub fn compile(source: &str, lists: &BTreeMap<String, BTreeSet<Str>>) -> Result<Self, String> {
        let (mut elements, mut gap, mut trigger) = (Vec::new(), 0, None);
        for part in source.split_whitespace() {
            match part {
                ".." => gap = 3,
                "..." => gap = 12,
                part => {
                    let (mark, part) = part.strip_prefix('=').map_or((false, part), |rest| (true, rest));
                    if mark {
                        trigger = Some(elements.len());
                    }
                    elements.push(Element::read(part, std::mem::take(&mut gap), lists)?);
                }
            }
        }
        if elements.is_empty() || gap > 0 {
            return Err(source.to_owned());
        }
        let trigger = trigger.unwrap_or(elements.len() - 1);
        Ok(Self { elements, trigger })
    }

    /// Every match, by where it begins: from one beginning the shortest.
    pub fn matches(&self, tokens: &[Token]) -> Vec<Match> {
        let starts = (0..tokens.len()).filter_map(|start| {
            let mut words = Vec::new();
            self.from(tokens, start, 0, &mut words).then_some(words)
        });
        starts.map(|words| Match { trigger: words[self.trigger], words }).collect()
    }

    fn from(&self, tokens: &[Token], at: usize, element: usize, words: &mut Vec<usize>) -> bool {
        let Some(wanted) = self.elements.get(element) else { return true };
        let last = if element == 0 { at } else { at + wanted.gap };
        for place in at..=last.min(tokens.len().saturating_sub(1)) {
            if wanted.is(&tokens[place]) {
                words.push(place);
                if self.from(tokens, place + 1, element + 1, words) {
                    return true;
                }
                words.pop();
            }
        }
        false
    }
}

impl Element {
    fn read(source: &str, gap: usize, lists: &BTreeMap<String, BTreeSet<Str>>) -> Result<Self, String> {
        let mut new = Self { gap, words: vec![], lists: vec![] };
        for word in source.split('|') {
            let (word, tag) = word.split_once('/').map_or((word, None), |(w, t)| (w, Some(Str::from(t))));
            match word.strip_prefix('@') {
                Some(list) => new.lists.push((lists.get(list).ok_or_else(|| word.to_owned())?.clone(), tag)),
                None if word.is_empty() => return Err(source.to_owned()),
                None => new.words.push((word.into(), tag)),
            }
        }
        Ok(new)
    }

    fn is(&self, token: &Token) -> bool {
        let form = token.form.to_lowercase();
        let tagged = |tag: &Option<Str>| tag.as_ref().is_none_or(|tag| token.xpos.starts_with(tag.as_str()));
        self.words
            .iter()
            .any(|(word, tag)| (word == "*" || *word == token.lemma || *word == form) && tagged(tag))
            || self.lists.iter().any(|(list, tag)| {
                (list.contains(&token.lemma) || list.contains(form.as_str())) && tagged(tag)
            })
    }
}
