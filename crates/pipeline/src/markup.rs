//! Markdown in a report's text: marks that are no words.
//!
//! "We [condemn](https://…) the attack" and "**The President**: we agree" are read as if links and emphasis were not there.
//! Offsets stay those of the text as it was given. It leaves out tables, headings and HTML.

use std::borrow::Cow;

/// Longest label of a link, in bytes.
const LABEL: usize = 300;
/// Longest address of a link, in bytes.
const ADDRESS: usize = 2_000;

/// The text with blanks in place of every mark, byte for byte as long.
pub(crate) fn without_marks(text: &str) -> Cow<'_, str> {
    if !text.contains("](") && !text.contains('*') {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for (at, _) in text.match_indices("](") {
        if let Some((start, end)) = link(text, at) {
            bytes[start] = b' ';
            bytes[at..end].fill(b' ');
        }
    }
    emphasis(&mut bytes);
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Where the link begins whose label ends at `at`, and where it ends.
fn link(text: &str, at: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let first = at.saturating_sub(LABEL);
    let label = (first..at).rev().find(|&i| matches!(bytes[i], b'[' | b']' | b'\n'))?;
    let last = bytes.len().min(at + 2 + ADDRESS);
    let end = (at + 2..last).find(|&i| matches!(bytes[i], b')' | b' ' | b'\n'))?;
    let address = &bytes[at + 2..end];
    let known = address.starts_with(b"http") || address.starts_with(b"/") || address.starts_with(b"mailto:");
    (bytes[label] == b'[' && bytes[end] == b')' && known).then_some((label, end + 1))
}

/// Blanks out asterisks, except between two letters or digits.
fn emphasis(bytes: &mut [u8]) {
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|&&b| b == b'*').count();
        if length == 0 {
            at += 1;
            continue;
        }
        let word = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_alphanumeric);
        let inside = length == 1 && word(at.checked_sub(1)) && word(Some(at + 1));
        if !inside {
            bytes[at..at + length].fill(b' ');
        }
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    fn read(text: &str) -> String {
        let read = without_marks(text);
        assert_eq!(read.len(), text.len(), "{text}");
        read.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn links_and_emphasis_are_no_words() {
        assert_eq!(read("We [strongly condemn](https://a.b/c-d_(e) it"), "We strongly condemn it");
        assert_eq!(read("**Voto Latino**: “We agree”"), "Voto Latino : “We agree”");
        assert_eq!(read("[[Statement](https://a.b/c), 5/15/23]"), "[ Statement , 5/15/23]");
        assert_eq!(read("***Note.*** They met"), "Note. They met");
    }

    #[test]
    fn what_only_looks_like_marks_stays() {
        for text in
            ["a*b is 5*3", "the [sic] (later) note", "[a](see below)", "](", "[x](https://a", "é[é](é)"]
        {
            assert_eq!(without_marks(text), text);
        }
    }
}
