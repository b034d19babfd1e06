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
use sentences::View;

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

/// What a border between two characters is, unless it is inside of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
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
        for block in lines::blocks(text) {
            let body = match dateline::end(text, block) {
                Some(at) => {
                    // Whole, whatever full stops it has.
                    self.pieces(text, Span::new(block.start, at), &mut pieces);
                    out.push(self.sentence(&View::of(text, &pieces), 0..pieces.len()));
                    Span::new(at, block.end)
                }
                None => block,
            };
            self.pieces(text, body, &mut pieces);
            let view = View::of(text, &pieces);
            let mut start = 0;
            while start < pieces.len() {
                let end = self.sentence_end(&view, start);
                out.push(self.sentence(&view, start..end));
                start = end;
            }
        }
        out
    }

    fn sentence(&self, view: &View<'_>, range: std::ops::Range<usize>) -> Sentence {
        let View { text, pieces, .. } = *view;
        let mut sentence = Sentence {
            span: pieces[range.start].span.hull(pieces[range.end - 1].span),
            ..Sentence::default()
        };
        for at in range.clone() {
            let piece = pieces[at];
            let space_after = pieces.get(at + 1).is_none_or(|next| next.span.start > piece.span.end);
            let single = !piece.joined && pieces.get(at + 1).is_none_or(|next| !next.joined);
            match self.expansion(view, at).filter(|_| single) {
                Some(words) => expand(&mut sentence, text, piece.span, words, space_after),
                None => push(&mut sentence, text, piece, space_after),
            }
        }
        sentence
    }

    fn expansion(&self, view: &View<'_>, at: usize) -> Option<&[Str]> {
        if self.expansions.is_empty() {
            return None;
        }
        let words = self.expansions.get(view.pieces[at].span.of(view.text).to_lowercase().as_str())?;
        let yes = self.expands.classify(&sentences::features(view, at, 0)).0 == 1;
        yes.then_some(words)
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

    /// A treebank of a few sentences, repeated so that there is something to learn.
    fn trained(source: &str) -> Segmenter {
        let read = demarche_text::conllu::read(&source.repeat(20)).unwrap();
        learn(std::slice::from_ref(&read))
    }

    fn check(segmenter: &Segmenter, text: &str) -> String {
        let line = |s: &Sentence| {
            let words: Vec<&str> = s.tokens.iter().map(|t| t.form.as_str()).collect();
            let multi: Vec<&str> = s.multiwords.iter().map(|m| m.span.of(text)).collect();
            format!("{} ({})\n", words.join(" "), multi.join(" "))
        };
        segmenter.segment(text).iter().map(line).collect()
    }

    const FRENCH: &str = "1\tIl\til\tPRON\t_\t_\t2\tnsubj\t_\t_\n\
        2\tparle\tparler\tVERB\t_\t_\t0\troot\t_\t_\n\
        3-4\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n\
        3\tde\tde\tADP\t_\t_\t5\tcase\t_\t_\n\
        4\tle\tle\tDET\t_\t_\t5\tdet\t_\t_\n\
        5\ttraité\ttraité\tNOUN\t_\t_\t2\tobl\t_\tSpaceAfter=No\n\
        6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";

    #[test]
    fn french_contractions_are_expanded() {
        let segmenter = trained(FRENCH);
        insta::assert_snapshot!(check(&segmenter, "Il parle du pays. Il parle du traité."), @r"
        Il parle de le pays . (du)
        Il parle de le traité . (du)
        ");
    }

    const ENGLISH: &str = "1\tI\tI\tPRON\t_\t_\t4\tnsubj\t_\t_\n\
        2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        2\tdo\tdo\tAUX\t_\t_\t4\taux\t_\t_\n\
        3\tn't\tnot\tPART\t_\t_\t4\tadvmod\t_\t_\n\
        4\tknow\tknow\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n\
        5\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_\n\n";

    #[test]
    fn words_of_a_multiword_token_have_spans_of_their_own() {
        let text = "I don\u{2019}t know.";
        let sentences = trained(ENGLISH).segment(text);
        let words: Vec<&str> = sentences[0].tokens.iter().map(|t| t.span.of(text)).collect();
        assert_eq!(words, ["I", "do", "n\u{2019}t", "know", "."]);
        assert_eq!(sentences[0].multiwords[0].span.of(text), "don\u{2019}t");
    }

    #[test]
    fn spans_slice_any_text_back() {
        let segmenter = trained(ENGLISH);
        let mut random = crate::random::Random::new(5);
        let alphabet: Vec<char> =
            "aZ9 .,'\u{2019}\u{201C}\"-\n\r\t\u{a0}\u{301}\u{130}\u{1F600}\u{4e00}\0".chars().collect();
        for _ in 0..300 {
            let text: String =
                (0..random.below(60)).map(|_| alphabet[random.below(alphabet.len())]).collect();
            let sentences = segmenter.segment(&text);
            let mut end = 0;
            for token in sentences.iter().flat_map(|s| &s.tokens) {
                assert_eq!(token.span.of(&text), token.form, "{text:?}");
                assert!(token.span.start >= end && !token.span.is_empty());
                assert!(text[end..token.span.start].chars().all(char::is_whitespace), "{text:?}");
                end = token.span.end;
            }
            assert!(text[end..].chars().all(char::is_whitespace));
        }
    }

    #[test]
    fn a_sentence_without_end_is_cut() {
        let sentences = trained(ENGLISH).segment(&"word ".repeat(1000));
        assert!(sentences.iter().all(|s| s.tokens.len() <= LONGEST));
        assert_eq!(sentences.iter().map(|s| s.tokens.len()).sum::<usize>(), 1000);
    }
}
