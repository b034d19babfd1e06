//! Borders of words within a stretch without white space.

use super::{Border, Piece, Segmenter};
use crate::classify::Classifier;
use crate::random::{hash, mix};
use demarche_text::Span;

impl Segmenter {
    /// Writes the words of `block` to `out`, which is cleared.
    pub(super) fn pieces(&self, text: &str, block: Span, out: &mut Vec<Piece>) {
        out.clear();
        let mut features = Vec::new();
        let mut previous: Option<Span> = None;
        for (chunk, next) in with_next(text, chunks(text, block)) {
            let joined = previous.is_some_and(|p| self.joins(p.of(text), chunk.of(text)));
            let before = out.len();
            self.split(text, chunk, next, &mut features, out);
            if let (true, Some(last)) = (joined && before > 0, before.checked_sub(1)) {
                out[last].span = out[last].span.hull(out[before].span);
                out.remove(before);
            }
            previous = Some(chunk);
        }
    }

    fn split(
        &self,
        text: &str,
        chunk: Span,
        next: Option<char>,
        features: &mut Vec<u32>,
        out: &mut Vec<Piece>,
    ) {
        let form = chunk.of(text);
        let mut piece = Piece { span: chunk, joined: false };
        if !self.may_split(form) {
            out.push(piece);
            return;
        }
        let view = Chunk::new(form, next);
        for at in 1..view.chars.len() {
            if view.is_fixed(at) {
                continue;
            }
            view.features(at, features);
            let border = match self.borders.classify(features).0 {
                1 => Border::Token,
                2 => Border::Word,
                _ => continue,
            };
            let here = chunk.start + view.chars[at].0;
            out.push(Piece { span: Span::new(piece.span.start, here), ..piece });
            piece = Piece { span: Span::new(here, chunk.end), joined: border == Border::Word };
        }
        out.push(piece);
    }

    /// Whether words may end within `form` at all.
    pub(super) fn may_split(&self, form: &str) -> bool {
        self.split_any_letters
            || !form.chars().all(char::is_alphabetic)
            || self.split_letters.binary_search(&lower_hash(form)).is_ok()
    }

    fn joins(&self, left: &str, right: &str) -> bool {
        !self.joins.is_empty() && self.joins.binary_search(&join_key(left, right)).is_ok()
    }
}

/// Stretches without white space.
pub fn chunks(text: &str, block: Span) -> impl Iterator<Item = Span> + '_ {
    let base = text.as_ptr() as usize;
    block.of(text).split_whitespace().map(move |chunk| {
        let start = chunk.as_ptr() as usize - base;
        Span::new(start, start + chunk.len())
    })
}

/// Each stretch with the first character of the one after it.
pub fn with_next<'t>(
    text: &'t str,
    chunks: impl Iterator<Item = Span> + 't,
) -> impl Iterator<Item = (Span, Option<char>)> + 't {
    let mut chunks = chunks.peekable();
    std::iter::from_fn(move || {
        let chunk = chunks.next()?;
        Some((chunk, chunks.peek().and_then(|next| next.of(text).chars().next())))
    })
}

/// Hash of a form in lower case.
pub fn lower_hash(form: &str) -> u64 {
    hash(11, form.to_lowercase().as_bytes())
}

/// Hash of the shapes of two stretches; digits count, so that "10 000" is told from "10 20".
pub fn join_key(left: &str, right: &str) -> u64 {
    let shape = |form: &str| -> String {
        let class = |c: char| {
            if c.is_numeric() {
                '0'
            } else if c.is_alphabetic() {
                'a'
            } else {
                c
            }
        };
        form.chars().take(8).map(class).collect()
    };
    hash(12, format!("{} {}", shape(left), shape(right)).as_bytes())
}

/// A stretch of characters, ready to be asked about its borders.
pub struct Chunk {
    /// Byte offset and character.
    pub chars: Vec<(usize, char)>,
    lower: Vec<char>,
    next: Option<char>,
    /// It looks like an address of the net.
    web: bool,
}

impl Chunk {
    /// Looks at `form`, followed by `next` after white space.
    pub fn new(form: &str, next: Option<char>) -> Self {
        let chars: Vec<(usize, char)> = form.char_indices().collect();
        let lower = chars.iter().map(|&(_, c)| plain(c)).collect();
        let web = form.contains("://") || form.contains("www.") || form.contains('@');
        Self { chars, lower, next, web }
    }

    /// Whether no word can end before character `at`: a mark that belongs to the letter before it.
    pub fn is_fixed(&self, at: usize) -> bool {
        matches!(self.chars[at].1, '\u{300}'..='\u{36F}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
    }

    /// Writes the features of the border before character `at` to `out`.
    pub fn features(&self, at: usize, out: &mut Vec<u32>) {
        out.clear();
        let c = |offset: isize| -> char {
            at.checked_add_signed(offset).and_then(|i| self.lower.get(i)).copied().unwrap_or('\0')
        };
        let k =
            |offset: isize| class(at.checked_add_signed(offset).and_then(|i| self.chars.get(i)).map(|c| c.1));
        let mut put = |id: u64, parts: &[char]| out.push(feature(id, parts));
        put(0, &[]);
        put(1, &[c(-1)]);
        put(2, &[c(0)]);
        put(3, &[c(-1), c(0)]);
        put(4, &[c(-2), c(-1)]);
        put(5, &[c(0), c(1)]);
        put(6, &[c(-2), c(-1), c(0)]);
        put(7, &[c(-1), c(0), c(1)]);
        put(8, &[c(0), c(1), c(2)]);
        put(9, &[c(-3), c(-2), c(-1), c(0)]);
        put(10, &[c(-1), c(0), c(1), c(2)]);
        put(11, &[k(-2), k(-1), k(0), k(1)]);
        put(12, &[k(-3), k(-2), k(-1), k(0), k(1), k(2)]);
        put(13, &[c(-1), k(0), k(1), k(2)]);
        put(14, &[k(-3), k(-2), k(-1), c(0)]);
        self.long_features(at, out);
    }

    /// Features of all that stands before and after the border.
    fn long_features(&self, at: usize, out: &mut Vec<u32>) {
        const FAR_LEFT: &[char] = &['<'; 13];
        const FAR_RIGHT: &[char] = &['>'; 13];
        let (left, right) = self.lower.split_at(at);
        let word = |c: &char| c.is_alphanumeric();
        let run_left = left.iter().rev().take_while(|c| word(c)).count();
        let run_right = right.iter().take_while(|c| word(c)).count();
        let left_run = &left[left.len() - run_left.min(16)..];
        let right_run = &right[..run_right.min(16)];
        let near_left = if left.len() <= 12 { left } else { FAR_LEFT };
        let near_right = if right.len() <= 12 { right } else { FAR_RIGHT };
        let (last, first) = (left.last().copied().unwrap_or('\0'), right.first().copied().unwrap_or('\0'));
        let mut put = |id: u64, parts: &[&[char]]| out.push(feature(id, parts.iter().copied().flatten()));
        put(20, &[near_left]);
        put(21, &[near_right]);
        put(22, &[left_run]);
        put(23, &[right_run]);
        put(24, &[left_run, &['|'], &right[..right.len().min(2)]]);
        put(25, &[&left[left.len() - left.len().min(2)..], &['|'], right_run]);
        put(26, &[near_left, &['|', first, class(self.next)]]);
        let dots = left.contains(&'.');
        let flags = [self.web, dots, right.len() == 1, left.len() == 1].map(|f| if f { '1' } else { '0' });
        put(27, &[&flags]);
        put(28, &[&flags[..3], &[first, last]]);
        put(29, &[near_left, &['|'], near_right]);
    }
}

/// Lower case, one digit, one style of quotation mark.
fn plain(c: char) -> char {
    match c {
        _ if c.is_numeric() => '0',
        '\u{2019}' | '\u{2018}' => '\'',
        '\u{201C}' | '\u{201D}' => '"',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

fn class(c: Option<char>) -> char {
    match c {
        None => '\0',
        Some(c) if c.is_uppercase() => 'X',
        Some(c) if c.is_alphabetic() => 'x',
        Some(c) if c.is_numeric() => '0',
        Some(c) => plain(c),
    }
}

fn feature<'c>(id: u64, parts: impl IntoIterator<Item = &'c char>) -> u32 {
    let hash = parts.into_iter().fold(id.wrapping_mul(0x9E37_79B9_7F4A_7C15), |h, &c| {
        (h ^ u64::from(c)).wrapping_mul(0x0100_0000_01B3).rotate_left(23)
    });
    (mix(hash) as usize % Classifier::FEATURES) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_have_their_place() {
        let text = "  Seoul\u{a0}said \n no. ";
        let found: Vec<&str> = chunks(text, Span::new(0, text.len())).map(|c| c.of(text)).collect();
        assert_eq!(found, ["Seoul", "said", "no."]);
    }
}
