//! Datelines: "BELGRADE, Serbia (Reuters) -- ", a sentence of its own and no part of the one that follows.
//!
//! A parser that meets one takes the place for the subject. It leaves out what the place is.

use demarche_text::Span;

/// Longest dateline, in bytes.
const LONGEST: usize = 70;
/// Most words of a part of a dateline.
const WORDS: usize = 5;

/// Agencies and channels that sign their datelines.
const AGENCIES: [&str; 24] = [
    "AFP",
    "ANI",
    "ANSA",
    "AP",
    "APA",
    "BBC",
    "Bloomberg",
    "CNN",
    "CP",
    "DPA",
    "EFE",
    "IANS",
    "IRNA",
    "ITAR-TASS",
    "Interfax",
    "KUNA",
    "PTI",
    "REUTERS",
    "Reuters",
    "SANA",
    "TASS",
    "UPI",
    "WAFA",
    "Xinhua",
];

/// Where the text after the dateline of `block` begins; `None` where it has none.
pub fn end(text: &str, block: Span) -> Option<usize> {
    let source = block.of(text);
    let length = agency_alone(source).or_else(|| place(source)).filter(|&n| n < source.len())?;
    Some(block.start + length)
}

/// "(CNN) Police …", with a dash or without.
fn agency_alone(source: &str) -> Option<usize> {
    let after = agency(source)?;
    Some(dash(source, after).unwrap_or_else(|| after + spaces(&source[after..])))
}

/// "KABUL, Afghanistan (AP) — …", "NEW DELHI: …", "Washington (CNN) …".
fn place(source: &str) -> Option<usize> {
    let capitals = words(source, 0, |w| w.len() > 1 && !w.chars().any(char::is_lowercase));
    let (mut at, loud) = match capitals {
        Some(end) => (end, true),
        None => (words(source, 0, starts_upper)?, false),
    };
    if let Some(rest) = source[at..].strip_prefix(", ") {
        at = words(source, source.len() - rest.len(), |w| {
            starts_upper(w) || w.starts_with(|c: char| c.is_ascii_digit())
        })?;
    }
    let gap = at + spaces(&source[at..]);
    if let Some(signed) = agency(&source[gap..]).map(|n| gap + n) {
        return Some(dash(source, signed).unwrap_or_else(|| signed + spaces(&source[signed..])));
    }
    let colon = source[at..].starts_with(": ").then_some(at + 2);
    let end = dash(source, at).or(colon).filter(|&end| loud && end <= LONGEST)?;
    Some(end)
}

/// End of up to [`WORDS`] words from `at` that pass, white space between them; `None` for none.
fn words(source: &str, at: usize, passes: impl Fn(&str) -> bool) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '-');
    let mut end = None;
    let mut next = at;
    for _ in 0..WORDS {
        let rest = &source[next..];
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let word = rest[..length].trim_end_matches('-');
        if !word.starts_with(char::is_alphanumeric) || !passes(word) {
            break;
        }
        next += word.len();
        end = Some(next);
        next += spaces(&source[next..]);
    }
    end
}

fn starts_upper(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Length of a known agency in parentheses.
fn agency(source: &str) -> Option<usize> {
    let name = source.strip_prefix('(')?;
    let close = name.find(')')?;
    AGENCIES.contains(&&name[..close]).then_some(close + 2)
}

/// End of the dash after `at` and of the white space around it.
fn dash(source: &str, at: usize) -> Option<usize> {
    let gap = spaces(&source[at..]);
    let rest = &source[at + gap..];
    let mark = ["--", "—", "–", "- "].into_iter().find(|m| rest.starts_with(m))?;
    // A hyphen joins words unless there is white space before it too.
    if mark == "- " && gap == 0 {
        return None;
    }
    let end = at + gap + mark.len();
    Some(end + spaces(&source[end..]))
}

fn spaces(source: &str) -> usize {
    source.len() - source.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> String {
        let cut = end(text, Span::new(0, text.len()));
        cut.map_or_else(|| "none".to_owned(), |at| format!("{}|{}", &text[..at], &text[at..]))
    }

    #[test]
    fn datelines_end_where_the_report_begins() {
        assert_eq!(split("TOKYO -- Police said"), "TOKYO -- |Police said");
        assert_eq!(split("BELGRADE, Serbia - Dozens of students"), "BELGRADE, Serbia - |Dozens of students");
        assert_eq!(split("PARIS (Reuters) - Fighters"), "PARIS (Reuters) - |Fighters");
        assert_eq!(split("NEW DELHI, Aug. 12 (AP) — India"), "NEW DELHI, Aug. 12 (AP) — |India");
        assert_eq!(split("KABUL: The Taliban"), "KABUL: |The Taliban");
        assert_eq!(split("(CNN) Italian police"), "(CNN) |Italian police");
        assert_eq!(split("Washington (CNN) The president"), "Washington (CNN) |The president");
    }

    #[test]
    fn other_beginnings_are_no_datelines() {
        for text in [
            "NATO-led troops left.",
            "Iran - once a partner - left.",
            "UN (United Nations) staff",
            "WHO said so.",
            "",
            "TOKYO --",
            "Police (AP photo) said",
        ] {
            assert_eq!(split(text), "none", "{text}");
        }
    }
}
