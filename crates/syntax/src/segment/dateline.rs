//! Datelines: "BELGRADE, Serbia (Reuters) -- ", a sentence of its own and no part of the one that follows.
//!
//! A parser that meets one takes the place for the subject. It begins with a place, in capitals or signed by an agency,
//! and ends in a dash or a colon. It leaves out what the place is.

use demarche_text::Span;

/// Longest dateline, in bytes.
const LONGEST: usize = 80;
/// Most words of a part of a dateline.
const WORDS: usize = 5;
/// Most parts: "GENEVA, Switzerland, 12 March 2019".
const PARTS: usize = 4;

/// Agencies and channels that sign their datelines; needed where no dash ends it.
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

/// "KABUL, Afghanistan (AP) — …", "NEW DELHI: …", "Washington (CNN) …", "MOSCOW. Feb 8 (Interfax) - …".
fn place(source: &str) -> Option<usize> {
    let loud = words(source, 0, is_loud);
    let first = loud.or_else(|| words(source, 0, starts_upper))?;
    let at = parts(source, first);
    let end = if let Some((after, known)) = signature(source, at) {
        let gap = after + spaces(&source[after..]);
        let colon = loud.is_some() && source[gap..].starts_with(": ");
        dash(source, after).or(colon.then_some(gap + 2)).or(known.then_some(gap))?
    } else {
        let name = source[..first].chars().filter(|c| c.is_alphabetic()).count() > 2;
        if loud.is_none() || !name {
            return quiet(source, first, at);
        }
        let colon = source[at..].starts_with(": ").then_some(at + 2);
        dash(source, at).or(colon)?
    };
    (end <= LONGEST).then_some(end)
}

/// "Harare, Zimbabwe - The …": a place and where it lies, a dash on its own, and nothing else that it could belong to.
fn quiet(source: &str, first: usize, at: usize) -> Option<usize> {
    let region = source[first..at].strip_prefix(", ")?;
    let named = region.split_whitespace().all(starts_upper) && !region.contains(',');
    let end = dash(source, at).filter(|_| source[at..].starts_with(' '))?;
    let rest = &source[end..];
    let alone = ![" - ", " – ", " — ", " -- "].iter().any(|mark| rest.contains(mark));
    (named && alone && rest.starts_with(char::is_uppercase) && end <= LONGEST).then_some(end)
}

/// End of the parts of a dateline after its place, which ends at `at`: region, day, year.
fn parts(source: &str, mut at: usize) -> usize {
    for _ in 1..PARTS {
        let rest = &source[at..];
        // A full stop counts after a place, not after initials.
        let comma = rest.starts_with(", ");
        let stop = rest.starts_with(' ') && source[..at].ends_with('.') && !source[..at - 1].contains('.');
        if !(comma || stop) {
            break;
        }
        let start = at + if comma { 2 } else { 1 };
        let passes = |w: &str| starts_upper(w) || w.starts_with(|c: char| c.is_ascii_digit());
        let Some(end) = words(source, start, passes) else { break };
        at = end;
    }
    at
}

/// End of who signed the dateline, in parentheses after `at` or as its last part, and whether it is a known agency.
fn signature(source: &str, at: usize) -> Option<(usize, bool)> {
    let gap = at + spaces(&source[at..]);
    if let Some(name) = source[gap..].strip_prefix('(') {
        let close = name.find(')')?;
        let name = &name[..close];
        let capitals = !name.is_empty() && name.split_whitespace().all(starts_upper);
        let short = name.split_whitespace().count() <= 3;
        return (capitals && short).then_some((gap + close + 2, AGENCIES.contains(&name)));
    }
    // "New York, May 17, IRNA - ": signed without parentheses; a dash must follow.
    let (_, last) = source[..at].rsplit_once(", ")?;
    AGENCIES.contains(&last).then_some((at, false))
}

/// End of up to [`WORDS`] words from `at` that pass, white space between them; `None` for none.
fn words(source: &str, at: usize, passes: impl Fn(&str) -> bool) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '-' | '/');
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

fn is_loud(word: &str) -> bool {
    word.len() > 1 && !word.chars().any(char::is_lowercase)
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
        assert_eq!(split("MOSCOW. Feb 8 (Interfax) - Russia"), "MOSCOW. Feb 8 (Interfax) - |Russia");
        assert_eq!(split("GENEVA, 12 March 2019 – The"), "GENEVA, 12 March 2019 – |The");
        assert_eq!(split("New York, May 17, IRNA - Iran"), "New York, May 17, IRNA - |Iran");
        assert_eq!(split("Tbilisi, Aug. 9 (Civil Georgia) – The"), "Tbilisi, Aug. 9 (Civil Georgia) – |The");
        assert_eq!(split("ADEN/RIYADH - Warplanes"), "ADEN/RIYADH - |Warplanes");
        assert_eq!(split("KABUL (Pajhwok) : The OIC"), "KABUL (Pajhwok) : |The OIC");
        assert_eq!(split("Harare, Zimbabwe - The opposition"), "Harare, Zimbabwe - |The opposition");
    }

    #[test]
    fn other_beginnings_are_no_datelines() {
        for text in [
            "NATO-led troops left.",
            "Iran - once a partner - left.",
            "Washington, Paris - rivals of old - met.",
            "Trump, Clinton - rivals for years",
            "Smith, Jones - The rivals - met.",
            "UN (United Nations) staff",
            "WHO said so.",
            "US: no deal",
            "Trump – the president – spoke.",
            "U.S. Warns Iran - Sources",
            "The minister (Health) said - no.",
            "Ankara (Turkey) said",
            "",
            "TOKYO --",
            "Police (AP photo) said",
        ] {
            assert_eq!(split(text), "none", "{text}");
        }
    }
}
