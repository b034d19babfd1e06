//! A sentence cut into atoms: runs of letters, runs of digits, single signs, each with what the lexicon knows of it.
//!
//! Atoms are finer than words and do not depend on how the tokenizer cut "two-year", "2018-11-04" or "5pm".

use crate::lexicon::{DIGITS, Sense, WORDS};
use demarche_text::{Sentence, Span, Upos};

/// The longest word that the lexicon holds, in bytes; longer ones are not looked up.
const LONGEST: usize = 16;

/// A run of letters, a run of digits, or one sign.
#[derive(Clone, Debug)]
pub(crate) struct Atom<'t> {
    pub(crate) span: Span,
    pub(crate) text: &'t str,
    /// Index of the token it lies in.
    pub(crate) token: usize,
    pub(crate) kind: Kind,
    /// No white space before it.
    pub(crate) glued: bool,
    /// Starts with a capital letter.
    pub(crate) capital: bool,
    pub(crate) plural: bool,
    pub(crate) senses: &'static [Sense],
    /// Bits of its senses, and [`DIGITS`].
    pub(crate) classes: u32,
    /// UPOS of its token; `X` where there is none.
    pub(crate) upos: Upos,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number,
    Sign,
}

impl Atom<'_> {
    /// True where it is this word or sign, upper or lower case.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// The number that its digits write.
    pub(crate) fn number(&self) -> Option<i64> {
        if self.kind == Kind::Number && self.text.len() <= 9 { self.text.parse().ok() } else { None }
    }

    /// The first sense that `pick` takes.
    pub(crate) fn sense<T>(&self, pick: impl Fn(Sense) -> Option<T>) -> Option<T> {
        self.senses.iter().find_map(|s| pick(*s))
    }
}

/// Cuts a sentence of `text`.
pub(crate) fn cut<'t>(text: &'t str, sentence: &Sentence) -> Vec<Atom<'t>> {
    let mut out: Vec<Atom<'t>> = Vec::with_capacity(sentence.tokens.len() + 8);
    let body = sentence.span.of(text);
    let base = sentence.span.start;
    let mut rest = body;
    let mut token = 0;
    let mut glued = false;
    while let Some(c) = rest.chars().next() {
        let at = body.len() - rest.len();
        if c.is_whitespace() {
            rest = &rest[c.len_utf8()..];
            glued = false;
            continue;
        }
        let (kind, len) = run(rest, c);
        let span = Span::new(base + at, base + at + len);
        while sentence.tokens.get(token + 1).is_some_and(|t| t.span.start <= span.start) {
            token += 1;
        }
        let upos = sentence.tokens.get(token).map_or(Upos::X, |t| t.upos);
        out.push(atom(&rest[..len], span, token, kind, glued, upos));
        rest = &rest[len..];
        glued = true;
    }
    out
}

/// The kind of atom that starts with `first`, and how many bytes it has.
fn run(rest: &str, first: char) -> (Kind, usize) {
    let length = |belongs: fn(char) -> bool| rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    if first.is_ascii_digit() {
        (Kind::Number, length(|c| c.is_ascii_digit()))
    } else if first.is_alphabetic() {
        (Kind::Word, length(char::is_alphabetic))
    } else {
        (Kind::Sign, first.len_utf8())
    }
}

fn atom(text: &str, span: Span, token: usize, kind: Kind, glued: bool, upos: Upos) -> Atom<'_> {
    let capital = text.starts_with(char::is_uppercase);
    let mut out =
        Atom { span, text, token, kind, glued, capital, plural: false, senses: &[], classes: 0, upos };
    if kind == Kind::Number {
        out.classes = DIGITS;
    } else if kind == Kind::Word && text.len() <= LONGEST {
        let mut lower = [0; LONGEST];
        let lower = &mut lower[..text.len()];
        lower.copy_from_slice(text.as_bytes());
        lower.make_ascii_lowercase();
        if let Some(word) = std::str::from_utf8(lower).ok().and_then(|w| WORDS.get(w)) {
            out.plural = word.plural;
            out.senses = &word.senses;
            out.classes = word.senses.iter().fold(0, |bits, s| bits | s.bit());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let sentence = Sentence { span: Span::new(0, text.len()), ..Sentence::default() };
        cut(text, &sentence).iter().map(|a| a.text.to_owned()).collect()
    }

    #[test]
    fn letters_digits_and_signs_stand_apart() {
        assert_eq!(texts("a two-year 5pm"), ["a", "two", "-", "year", "5", "pm"]);
        assert_eq!(texts("2018-11-04"), ["2018", "-", "11", "-", "04"]);
        assert_eq!(texts("été 12½ ٣"), ["été", "12", "½", "٣"]);
    }

    #[test]
    fn words_are_known_in_any_case() {
        let text = "MONDAY";
        let sentence = Sentence { span: Span::new(0, 6), ..Sentence::default() };
        assert_eq!(cut(text, &sentence)[0].senses, [Sense::Weekday(1)]);
    }
}
