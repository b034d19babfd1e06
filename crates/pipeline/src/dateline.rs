//! Datelines: "SEOUL, Nov 4 (Reuters) - ", "WASHINGTON — ", "New York, May 17, IRNA - ".

use demarche_text::{Sentence, Span};

/// Longest dateline, in bytes.
const LONGEST: usize = 80;

/// Where the report itself begins, if it begins with a dateline: the byte after the dash or colon and its space.
///
/// A dateline begins with a place in capitals, or holds an agency in brackets, and ends in a dash or a colon; at most
/// ten words stand before it.
pub fn end(text: &str) -> Option<usize> {
    let lead = text.len() - text.trim_start().len();
    let window_end = (lead..=text.len().min(lead + LONGEST)).rev().find(|&i| text.is_char_boundary(i))?;
    let window = &text[lead..window_end];
    let line = window.lines().next()?;
    const MARKS: [&str; 6] = [" -- ", " - ", " – ", " — ", "– ", ": "];
    let (at, mark) =
        MARKS.iter().filter_map(|m| line.find(m).map(|at| (at, *m))).min_by_key(|(at, _)| *at)?;
    let before = &line[..at];
    let words: Vec<&str> = before.split_whitespace().collect();
    let place = words.first()?.trim_end_matches([',', '.']);
    let capitals = place.chars().count() > 2 && place.chars().all(|c| c.is_uppercase() || "-'.".contains(c));
    let agency = before.contains('(') && before.trim_end().ends_with(')');
    let named =
        words.iter().all(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '('));
    let is_dateline = words.len() <= 10 && (capitals || agency) && named;
    is_dateline.then_some(lead + at + mark.len())
}

/// Moves a sentence and everything in it `by` bytes on.
pub fn shift(sentence: &mut Sentence, by: usize) {
    let moved = |span: Span| Span::new(span.start + by, span.end + by);
    sentence.span = moved(sentence.span);
    for token in &mut sentence.tokens {
        token.span = moved(token.span);
    }
    for multiword in &mut sentence.multiwords {
        multiword.span = moved(multiword.span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> &str {
        end(text).map_or("(none)", |at| &text[at..])
    }

    #[test]
    fn datelines_end_at_their_dash() {
        assert_eq!(body("SEOUL, Nov 4 (Reuters) - Talks opened."), "Talks opened.");
        assert_eq!(body("ADDIS ABABA, May 15 (Xinhua) -- Talks opened."), "Talks opened.");
        assert_eq!(body("WASHINGTON — Talks opened."), "Talks opened.");
        assert_eq!(body("Tbilisi, Aug. 9 (AP) – Talks opened."), "Talks opened.");
        assert_eq!(body("UNITED NATIONS: Talks opened."), "Talks opened.");
    }

    #[test]
    fn other_beginnings_are_no_datelines() {
        for text in [
            "The minister - who is ill - resigned.",
            "Talks opened in Seoul.",
            "US: no deal",
            "Trump – the president – spoke.",
            "NATO said it would meet - again.",
            "",
            "—",
        ] {
            assert_eq!(end(text), None, "{text:?}");
        }
    }
}
