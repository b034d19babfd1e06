//! What is learned from: sentences with a tree, with named entities, or with both.

use super::Corpora;
use crate::entities;
use crate::segment::LONGEST;
use demarche_text::{Entity, Sentence, Str};
use std::collections::{BTreeMap, BTreeSet};

/// A sentence to learn from.
#[derive(Clone, Copy, Debug)]
pub struct Example<'a> {
    /// The words, and what is known of them.
    pub sentence: &'a Sentence,
    /// Whether it has tags and a tree.
    pub has_tree: bool,
    /// Its named entities, or `None` where nobody looked for them.
    pub entities: Option<&'a [Entity]>,
}

impl Example<'_> {
    /// Tags of its words, as `entities` numbers them; none where it is not known.
    pub fn entity_tags(&self, types: &[Str]) -> Vec<Option<usize>> {
        let words = self.sentence.tokens.len();
        match self.entities {
            Some(found) if !types.is_empty() => entities::encode(found, words, types),
            _ => vec![None; words],
        }
    }
}

/// Examples by how much they are trusted.
#[derive(Debug)]
pub struct Examples<'a> {
    /// Annotated by people.
    pub gold: Vec<Example<'a>>,
    /// Annotated by other models.
    pub silver: Vec<Example<'a>>,
}

/// Gives the sentences of the treebanks the entities that the entity corpora have for the same words; sentences that
/// stand in an entity corpus alone are examples without a tree.
pub fn examples<'a>(corpora: &Corpora<'a>) -> Examples<'a> {
    let fits = |s: &&Sentence| (1..=LONGEST).contains(&s.tokens.len());
    let mut named = BTreeMap::new();
    for sentence in corpora.entities.iter().flat_map(|c| *c).filter(fits) {
        named.entry(forms(sentence)).or_insert(sentence);
    }
    let mut used = BTreeSet::new();
    let mut gold = Vec::new();
    for sentence in corpora.trees().filter(|s| fits(s) && s.root().is_some()) {
        let key = forms(sentence);
        let entities = named.get(&key).map(|s| &s.entities[..]);
        gold.push(Example { sentence, has_tree: true, entities });
        used.insert(key);
    }
    let alone = named.into_iter().filter(|(key, _)| !used.contains(key));
    gold.extend(alone.map(|(_, sentence)| Example {
        sentence,
        has_tree: false,
        entities: Some(&sentence.entities),
    }));
    let silver = corpora.silver.iter().flat_map(|t| &t.sentences).filter(|s| fits(s) && s.root().is_some());
    let looked_for = corpora.silver.iter().flat_map(|t| &t.sentences).any(|s| !s.entities.is_empty());
    let silver = silver
        .map(|sentence| Example {
            sentence,
            has_tree: true,
            entities: looked_for.then_some(&sentence.entities[..]),
        })
        .collect();
    Examples { gold, silver }
}

fn forms(sentence: &Sentence) -> Vec<&str> {
    sentence.tokens.iter().map(|t| t.form.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_text::{Token, conllu};

    #[test]
    fn entities_join_the_tree_of_the_same_words() {
        let word = |form: &str| Token { form: form.into(), ..Token::default() };
        let named = |forms: &[&str]| Sentence {
            tokens: forms.iter().map(|f| word(f)).collect(),
            entities: vec![Entity { first: 0, last: 0, kind: "LOC".into() }],
            ..Sentence::default()
        };
        let trees = [conllu::Read { sentences: vec![named(&["Seoul", "waits"])], ..Default::default() }];
        let corpus = vec![named(&["Seoul", "waits"]), named(&["Rome", "sleeps"])];
        let corpora = Corpora { treebanks: &trees, entities: &[&corpus], ..Corpora::default() };
        let found = examples(&corpora);
        let summary: Vec<_> =
            found.gold.iter().map(|e| (e.has_tree, e.entity_tags(&["LOC".into()]))).collect();
        assert_eq!(summary, [(true, vec![Some(4), Some(0)]), (false, vec![Some(4), Some(0)])]);
    }
}
