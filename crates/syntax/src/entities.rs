//! Named entities as tags of words (BIOES), and the best entities for the scores of those tags.
//!
//! Tag 0 is for words outside; each type has four: the first word, a word inside, the last word, the only word.
//! It leaves out where the scores come from (`net`).
//!
//! # Source
//! Ratinov and Roth (2009), "Design Challenges and Misconceptions in Named Entity Recognition", `CoNLL`.

use demarche_text::{Entity, Str};

/// Which word of an entity a tag is for.
const FIRST: usize = 0;
const INSIDE: usize = 1;
const LAST: usize = 2;
const ONLY: usize = 3;

/// Number of tags for `types` types of entity.
pub const fn tags(types: usize) -> usize {
    if types == 0 { 0 } else { 1 + 4 * types }
}

/// Tags of a sentence of `words` words. Words of an entity whose type is not in `types` have none.
pub fn encode(entities: &[Entity], words: usize, types: &[Str]) -> Vec<Option<usize>> {
    let mut tags = vec![Some(0); words];
    for entity in entities {
        let kind = types.iter().position(|t| *t == entity.kind);
        for (at, tag) in tags.iter_mut().enumerate().take(entity.last + 1).skip(entity.first) {
            let part = match (at == entity.first, at == entity.last) {
                (true, true) => ONLY,
                (true, false) => FIRST,
                (false, true) => LAST,
                (false, false) => INSIDE,
            };
            *tag = kind.map(|kind| 1 + 4 * kind + part);
        }
    }
    tags
}

/// The entities with the highest sum of scores; `rows` gives the scores of each word's tags, as many as [`tags`] says.
/// Words are counted from `offset`.
pub fn decode<'a>(rows: impl Iterator<Item = &'a [f32]>, types: &[Str], offset: usize) -> Vec<Entity> {
    if types.is_empty() {
        return Vec::new();
    }
    let mut lattice = Lattice { best: vec![f32::NEG_INFINITY; tags(types.len())], back: Vec::new() };
    lattice.best[0] = 0.0;
    for row in rows {
        lattice.word(row);
    }
    lattice.entities(types, offset)
}

/// Viterbi's search: after each word, the best sum for each tag of the last word, and the tag before it.
struct Lattice {
    best: Vec<f32>,
    back: Vec<Vec<u8>>,
}

impl Lattice {
    fn word(&mut self, row: &[f32]) {
        let outside = self.best_outside();
        let mut next = vec![f32::NEG_INFINITY; self.best.len()];
        let mut back = vec![0; self.best.len()];
        let mut reach = |tag: usize, from: usize| {
            let sum = self.best[from] + row[tag];
            if sum > next[tag] {
                (next[tag], back[tag]) = (sum, from as u8);
            }
        };
        reach(0, outside);
        for first in (1..self.best.len()).step_by(4) {
            for open in [FIRST, INSIDE] {
                reach(first + INSIDE, first + open);
                reach(first + LAST, first + open);
            }
            reach(first + FIRST, outside);
            reach(first + ONLY, outside);
        }
        self.best = next;
        self.back.push(back);
    }

    /// The best tag after which no entity is open.
    fn best_outside(&self) -> usize {
        let closed = |tag: &usize| *tag == 0 || (*tag - 1) % 4 >= LAST;
        let better = |a: usize, b: usize| if self.best[b] > self.best[a] { b } else { a };
        (0..self.best.len()).filter(closed).reduce(better).unwrap_or(0)
    }

    fn entities(&self, types: &[Str], offset: usize) -> Vec<Entity> {
        let mut entities = Vec::new();
        let mut tag = self.best_outside();
        let mut last = 0;
        for (at, back) in self.back.iter().enumerate().rev() {
            if let (Some(inside), at) = (tag.checked_sub(1), offset + at) {
                if inside % 4 >= LAST {
                    last = at;
                }
                if matches!(inside % 4, FIRST | ONLY) {
                    entities.push(Entity { first: at, last, kind: types[inside / 4].clone() });
                }
            }
            tag = usize::from(back[tag]);
        }
        entities.reverse();
        entities
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types() -> Vec<Str> {
        vec!["LOC".into(), "PER".into()]
    }

    fn entity(first: usize, last: usize, kind: &str) -> Entity {
        Entity { first, last, kind: kind.into() }
    }

    /// Scores that are highest for the given tags.
    fn scores(tags: &[Option<usize>]) -> Vec<Vec<f32>> {
        let row = |tag: &Option<usize>| (0..9).map(|t| if Some(t) == *tag { 1.0 } else { 0.0 }).collect();
        tags.iter().map(row).collect()
    }

    #[test]
    fn entities_come_back_from_their_tags() {
        let entities = [entity(0, 0, "LOC"), entity(1, 3, "PER"), entity(4, 5, "PER"), entity(7, 7, "LOC")];
        let scores = scores(&encode(&entities, 9, &types()));
        assert_eq!(decode(scores.iter().map(Vec::as_slice), &types(), 0), entities);
    }

    #[test]
    fn an_entity_that_never_ends_is_none() {
        let rows = scores(&[Some(0), Some(1 + FIRST), Some(0)]);
        assert_eq!(decode(rows.iter().map(Vec::as_slice), &types(), 0), []);
    }

    #[test]
    fn an_unknown_type_is_neither_right_nor_wrong() {
        assert_eq!(encode(&[entity(1, 1, "EVENT")], 3, &types()), [Some(0), None, Some(0)]);
    }
}
