//! From text to sentences of words.
//!
//! White space separates tokens, unless the treebank has tokens with white space of that shape. Within a stretch of
//! other characters, a classifier decides at each inner border whether a token ends there, a word of a multiword token
//! ends there, or nothing does. A second one decides after each token whether the sentence ends; an empty line always
//! ends it. A third one tells whether a form that can stand for several words ("du") does so.
//!
//! It leaves out tags and trees.

mod chunks;
mod dateline;
mod learn;
mod lines;
mod sentences;

use crate::classify::Classifier;
use demarche_text::{Multiword, Sentence, Span, Str, Token};
use std::collections::BTreeMap;

pub use learn::learn;

/// A trained segmenter.
#[derive(Clone, Debug, PartialEq)]
pub struct Segmenter {
    /// Borders within a stretch without white space; see [`Border`].
    pub borders: Classifier,
    /// 1 where a sentence ends after a token.
    pub ends: Classifier,
    /// 1 where a token stands for the words in `expansions`.
    pub expands: Classifier,
    /// Words of a multiword token that cannot be cut out of its surface, by the surface in lower case.
    pub expansions: BTreeMap<Str, Vec<Str>>,
    /// Hashes of lower-case stretches of letters only that the treebank splits; all others are one token.
    pub split_letters: Vec<u64>,
    /// True where stretches of letters are split so often that all are looked at (languages without white space).
    pub split_any_letters: bool,
    /// Hashes of the shapes of two stretches that are one token although white space is between them.
    pub joins: Vec<u64>,
}

/// What a border between two characters is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// Inside of a word.
    None,
    /// Between two tokens.
    Token,
    /// Between two words of one multiword token.
    Word,
}

/// A word in the making.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub span: Span,
    /// Whether it belongs to one multiword token with the piece before it.
    pub joined: bool,
}

/// Sentences are cut after this many words.
pub const LONGEST: usize = 200;

impl Segmenter {
    /// Splits `text` into sentences of words; only span, form and `space_after` of each word are filled in.
    pub fn segment(&self, text: &str) -> Vec<Sentence> {
        let mut out = Vec::new();
        let mut pieces = Vec::new();
        for block in lines::blocks(text).into_iter().flat_map(|block| without_dateline(text, block)) {
            pieces.clear();
            self.pieces(text, block, &mut pieces);
            let mut start = 0;
            while start < pieces.len() {
                let end = self.sentence_end(text, &pieces, start);
                out.push(self.sentence(text, &pieces, start..end));
                start = end;
            }
        }
        out
    }

    fn sentence(&self, text: &str, pieces: &[Piece], range: std::ops::Range<usize>) -> Sentence {
        let mut sentence = Sentence {
            span: pieces[range.start].span.hull(pieces[range.end - 1].span),
            ..Sentence::default()
        };
        for at in range.clone() {
            let piece = pieces[at];
            let space_after = pieces.get(at + 1).is_none_or(|next| next.span.start > piece.span.end);
            let single = !piece.joined && pieces.get(at + 1).is_none_or(|next| !next.joined);
            match self.expansion(text, pieces, at).filter(|_| single) {
                Some(words) => expand(&mut sentence, text, piece.span, words, space_after),
                None => push(&mut sentence, text, piece, space_after),
            }
        }
        sentence
    }

    fn expansion(&self, text: &str, pieces: &[Piece], at: usize) -> Option<&[Str]> {
        if self.expansions.is_empty() {
            return None;
        }
        let words = self.expansions.get(pieces[at].span.of(text).to_lowercase().as_str())?;
        let yes = self.expands.classify(&sentences::features(text, pieces, at, 0)).0 == 1;
        yes.then_some(words)
    }
}

/// A block, its dateline apart.
fn without_dateline(text: &str, block: Span) -> Vec<Span> {
    match dateline::end(text, block) {
        Some(at) => vec![Span::new(block.start, block.start + text[block.start..at].trim_end().len()), Span::new(at, block.end)],
        None => vec![block],
    }
}

fn push(sentence: &mut Sentence, text: &str, piece: Piece, space_after: bool) {
    let at = sentence.tokens.len();
    if piece.joined && at > 0 {
        match sentence.multiwords.last_mut().filter(|m| m.last + 1 == at) {
            Some(open) => {
                open.last = at;
                open.span = open.span.hull(piece.span);
            }
            None => sentence.multiwords.push(Multiword {
                first: at - 1,
                last: at,
                span: sentence.tokens[at - 1].span.hull(piece.span),
            }),
        }
    }
    let form = piece.span.of(text).into();
    sentence.tokens.push(Token { span: piece.span, form, space_after, ..Token::default() });
}

fn expand(sentence: &mut Sentence, text: &str, span: Span, words: &[Str], space_after: bool) {
    let surface = span.of(text);
    let first = sentence.tokens.len();
    sentence.multiwords.push(Multiword { first, last: first + words.len() - 1, span });
    for (at, word) in words.iter().enumerate() {
        let last = at + 1 == words.len();
        sentence.tokens.push(Token {
            span,
            form: in_case_of(surface, word, at == 0),
            space_after: last && space_after,
            ..Token::default()
        });
    }
}

/// `word`, known in lower case, written as the surface is: "DU" gives "DE" and "LE", "Du" gives "De" and "le".
fn in_case_of(surface: &str, word: &str, first: bool) -> Str {
    let mut upper = surface.chars().filter(|c| c.is_alphabetic()).map(char::is_uppercase);
    match (upper.next(), upper.next(), upper.all(|u| u)) {
        (Some(true), Some(true), true) => word.to_uppercase().into(),
        (Some(true), _, _) if first => {
            let mut rest = word.chars();
            rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
        }
        _ => word.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expanded_words_take_the_case_of_the_surface() {
        assert_eq!(in_case_of("DU", "de", true), "DE");
        assert_eq!(in_case_of("DU", "le", false), "LE");
        assert_eq!(in_case_of("Du", "de", true), "De");
        assert_eq!(in_case_of("Du", "le", false), "le");
        assert_eq!(in_case_of("\u{e0}", "\u{e0}", true), "\u{e0}");
    }
}
