//! Whether a sentence ends after a word.

use super::{LONGEST, Piece, Segmenter};
use crate::classify::Classifier;
use crate::random::mix;

/// Pieces of a text, each with what it looks like: every piece is seen from its neighbours too.
pub struct View<'t> {
    /// The text that they are of.
    pub text: &'t str,
    /// The pieces.
    pub pieces: &'t [Piece],
    words: Vec<u64>,
    shapes: Vec<u64>,
}

impl<'t> View<'t> {
    /// Looks at the pieces of `text`.
    pub fn of(text: &'t str, pieces: &'t [Piece]) -> Self {
        let forms = || (0..pieces.len()).map(|at| form(text, pieces, at));
        Self { text, pieces, words: forms().map(word).collect(), shapes: forms().map(shape).collect() }
    }
}

impl Segmenter {
    /// One past the last of the pieces of the sentence that begins at `start`.
    pub(super) fn sentence_end(&self, view: &View<'_>, start: usize) -> usize {
        let pieces = view.pieces;
        let longest = pieces.len().min(start + LONGEST);
        for at in start..longest {
            let within = pieces.get(at + 1).is_some_and(|next| next.joined);
            if !within && self.ends_at(view, at, at - start) {
                return at + 1;
            }
        }
        // Not between the words of a multiword token.
        let mut end = longest;
        while end > start + 1 && pieces.get(end).is_some_and(|next| next.joined) {
            end -= 1;
        }
        end
    }

    /// Whether the sentence ends after piece `at`. A sentence that stops at a word, a comma or a dash needs more
    /// evidence: treebanks of the web have many, edited text has few.
    fn ends_at(&self, view: &View<'_>, at: usize, before: usize) -> bool {
        let (class, margin) = self.ends.classify(&features(view, at, before));
        let goes_on = |c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | '-' | '\u{2013}' | '\u{2014}');
        let unmarked = view.pieces[at].span.of(view.text).ends_with(goes_on);
        class == 1 && (!unmarked || margin > UNMARKED)
    }
}

/// What a sentence without a mark at its end needs, in nats.
const UNMARKED: f32 = 1.5;

/// Features of the border after piece `at`, `before` words into its sentence.
pub fn features(view: &View<'_>, at: usize, before: usize) -> [u32; 22] {
    let (text, pieces) = (view.text, view.pieces);
    let look = |looks: &[u64], offset: isize, none: u64| {
        at.checked_add_signed(offset).and_then(|i| looks.get(i)).copied().unwrap_or(none)
    };
    let (no_word, no_shape) = (word(""), shape(""));
    let gap = |offset: usize| match (pieces.get(at + offset), pieces.get(at + offset + 1)) {
        (Some(left), Some(right)) => u64::from(right.span.start > left.span.end),
        _ => 2,
    };
    let w = [-2, -1, 0, 1, 2].map(|offset| look(&view.words, offset, no_word));
    let s = [-2, -1, 0, 1, 2, 3].map(|offset| look(&view.shapes, offset, no_shape));
    let before_it = at.checked_sub(1).map_or("", |i| form(text, pieces, i));
    let (g0, g1) = (gap(0), gap(1));
    // Whether as many straight quotation marks were opened as closed, where that matters.
    let straight = |i: usize| pieces.get(i).is_some_and(|p| p.span.of(text) == "\"");
    let odd = if straight(at) || straight(at + 1) {
        1 + (at - before.min(at)..=at).filter(|&i| straight(i)).count() as u64 % 2
    } else {
        0
    };
    let far = u64::from(before == 0) + u64::from(before > 2) + u64::from(before > 40);
    let rows: [&[u64]; 22] = [
        &[g0],
        &[w[2], g0],
        &[w[3], g0],
        &[w[2], w[3], g0],
        &[w[2], s[3], g0],
        &[s[2], w[3], g0],
        &[s[2], s[3], g0],
        &[w[1], w[2], s[3]],
        &[s[1], w[2], s[3], g0],
        &[w[1], w[2]],
        &[w[2], s[3], s[4], g1],
        &[w[2], w[3], s[4], g0, g1],
        &[s[1], s[2], s[3], s[4]],
        &[w[0], w[1], w[2]],
        &[s[0], s[1], w[2], s[3]],
        &[w[2], s[3], odd],
        &[w[2], w[3], odd, g0],
        &[far, w[2]],
        &[far, s[2], s[3]],
        &[w[3], w[4], s[2]],
        &[s[3], s[4], s[5], w[2]],
        &[w[2], length(before_it), s[3]],
    ];
    std::array::from_fn(|id| feature(id as u64, rows[id]))
}

/// The form of piece `at`, quotation marks told apart by the side on which white space is, whatever their style.
fn form<'t>(text: &'t str, pieces: &[Piece], at: usize) -> &'t str {
    let Some(piece) = pieces.get(at) else { return "" };
    let form = piece.span.of(text);
    if !matches!(form, "\"" | "'" | "''" | "``" | "\u{2018}" | "\u{2019}" | "\u{201C}" | "\u{201D}") {
        return form;
    }
    let glued = |left: usize, right: usize| matches!((pieces.get(left), pieces.get(right)), (Some(l), Some(r)) if l.span.end == r.span.start);
    let (before, after) = (at > 0 && glued(at.wrapping_sub(1), at), glued(at, at + 1));
    let opens = matches!(form, "\u{2018}" | "\u{201C}" | "``") || (!before && after);
    if opens { "\u{201C}" } else { "\u{201D}" }
}

fn word(form: &str) -> u64 {
    form.chars().take(16).fold(form.is_empty().into(), |h, c| step(h, u64::from(plain(c))))
}

fn plain(c: char) -> char {
    match c {
        _ if c.is_numeric() => '0',
        '\u{2019}' | '\u{2018}' => '\'',
        '\u{201C}' | '\u{201D}' => c,
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Class of the first character, and of the second where it is a letter.
fn shape(form: &str) -> u64 {
    let class = |c: Option<char>| match c {
        None => 0,
        Some(c) if c.is_uppercase() => 1,
        Some(c) if c.is_alphabetic() => 2,
        Some(c) if c.is_numeric() => 3,
        Some(c) => u64::from(plain(c)),
    };
    let mut chars = form.chars();
    let (first, second) = (class(chars.next()), class(chars.next()));
    step(first, if second < 4 { second } else { 4 })
}

fn length(form: &str) -> u64 {
    form.chars().take(6).count() as u64 * 4
        + form.chars().next().map_or(0, |c| 1 + u64::from(c.is_uppercase()))
}

fn step(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x9FB2_1C65_1E98_DF25).rotate_left(29)
}

fn feature(id: u64, parts: &[u64]) -> u32 {
    let hash = parts.iter().fold(id.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x55, |h, &p| step(h, p));
    (mix(hash) as usize % Classifier::FEATURES) as u32
}
