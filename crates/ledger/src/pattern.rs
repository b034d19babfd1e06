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

/// A word as patterns see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// Its lemma.
    pub lemma: &'a str,
    /// Its form in lower case.
    pub form: Str,
    /// Its Penn tag.
    pub tag: &'a str,
}

/// The words of a sentence.
pub fn words(tokens: &[Token]) -> Vec<Word<'_>> {
    tokens.iter().map(|t| Word { lemma: &t.lemma, form: t.form.to_lowercase(), tag: &t.xpos }).collect()
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

    /// The shortest match that begins at a word.
    pub fn at(&self, words: &[Word], start: usize) -> Option<Match> {
        let mut places = Vec::new();
        self.from(words, start, 0, &mut places)
            .then(|| Match { trigger: places[self.trigger], words: places })
    }

    /// Lemmas and forms that a match can begin with; `None` where any word can.
    pub fn beginnings(&self) -> Option<BTreeSet<&Str>> {
        let first = self.elements.first()?;
        let any = first.words.iter().any(|(word, _)| word == "*");
        let listed = first.lists.iter().flat_map(|(list, _)| list);
        (!any).then(|| first.words.iter().map(|(word, _)| word).chain(listed).collect())
    }

    fn from(&self, words: &[Word], at: usize, element: usize, places: &mut Vec<usize>) -> bool {
        let Some(wanted) = self.elements.get(element) else { return true };
        let last = if element == 0 { at } else { at + wanted.gap };
        for place in at..=last.min(words.len().saturating_sub(1)) {
            if words.get(place).is_some_and(|word| wanted.is(word)) {
                places.push(place);
                if self.from(words, place + 1, element + 1, places) {
                    return true;
                }
                places.pop();
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

    fn is(&self, word: &Word) -> bool {
        let tagged = |tag: &Option<Str>| tag.as_ref().is_none_or(|tag| word.tag.starts_with(tag.as_str()));
        self.words.iter().any(|(wanted, tag)| {
            (wanted == "*" || wanted == word.lemma || *wanted == word.form) && tagged(tag)
        }) || self.lists.iter().any(|(list, tag)| {
            (list.contains(word.lemma) || list.contains(word.form.as_str())) && tagged(tag)
        })
    }
}
