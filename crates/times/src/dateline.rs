//! The day that a report writes over itself: "LONDON, Nov. 4, 2018 (Reuters) —", "Published 4 November 2018".
//!
//! It leaves out datelines without a year ("WASHINGTON, Aug. 11"): they do not say which day it is.

use crate::{Kind, Timex, find};
use demarche_text::{Sentence, Span};
use jiff::civil::Date;

/// Lines at the head of a report that may carry its date.
const LINES: usize = 6;
/// How far into a line a dateline reaches, in bytes.
const REACH: usize = 120;
/// Words of a line that only dates the report.
const LABELS: [&str; 14] = [
    "a",
    "at",
    "by",
    "date",
    "dated",
    "first",
    "issued",
    "last",
    "on",
    "p",
    "m",
    "posted",
    "published",
    "updated",
];

/// The publication date in a report's dateline, or in a line of its head that holds nothing else; the day, month and year
/// must all be told.
///
/// ```
/// use demarche_times::dateline;
/// let day = dateline("SEOUL, Nov. 4, 2018 (AFP) — The leaders met.").unwrap();
/// assert_eq!(day.to_string(), "2018-11-04");
/// assert_eq!(dateline("They met on Nov. 4, 2018."), None);
/// ```
pub fn dateline(text: &str) -> Option<Date> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES).find_map(of_line)
}

fn of_line(line: &str) -> Option<Date> {
    let mut end = REACH.min(line.len());
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let head = &line[..end];
    let sentence = Sentence { span: Span::new(0, head.len()), ..Sentence::default() };
    let dated =
        find(head, &[sentence], None).into_iter().find(|t| is_full(t) && !t.span.of(head).contains('/'))?;
    let (before, after) = (&head[..dated.span.start], &line[dated.span.end..]);
    (is_place(before) && breaks(after) || is_label(before) && is_label(after))
        .then(|| dated.range.map(|(day, _)| day))
        .flatten()
}

/// A day with its year, in words or as ISO 8601 has it: figures with slashes do not say which is the month.
fn is_full(timex: &Timex) -> bool {
    matches!(timex.kind, Kind::Date | Kind::Time)
        && timex.range.is_some_and(|(from, to)| from == to)
        && matches!(timex.rule, "month-day" | "day-month" | "numeric-date" | "clock-date")
}

/// "LONDON, ", "NEW YORK (AP) — ", "TEL AVIV, Israel, ": a place in capitals, and what may stand behind it.
fn is_place(before: &str) -> bool {
    let mut words = before.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let place = words.next().is_some_and(|w| w.chars().count() > 1 && w.chars().all(char::is_uppercase));
    place && words.clone().count() < 8 && words.all(|w| w.starts_with(char::is_uppercase))
}

/// A dash, a colon or an agency in brackets behind the date.
fn breaks(after: &str) -> bool {
    let after = after.trim_start_matches([',', '.', ' ']);
    after.is_empty() || after.starts_with(['-', '–', '—', '(', ':', '/', '_'])
}

fn is_label(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    text.len() < 40
        && words
            .all(|w| LABELS.iter().any(|l| w.eq_ignore_ascii_case(l)) || w.chars().all(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::dateline;

    #[test]
    fn a_dateline_with_its_year_dates_the_report() {
        for text in [
            "LONDON, Nov. 4, 2018 (Reuters) - Britain said it would leave.",
            "NEW YORK (AP) — November 4, 2018 — Britain said.",
            "TEL AVIV, Israel, 4 November 2018: The army said.",
            "Talks end\n\nPublished on Sunday, November 4, 2018\n\nThe talks ended.",
            "2018-11-04\nThe talks ended.",
            "Sunday 4 November 2018 09:15 GMT\nThe talks ended.",
        ] {
            assert_eq!(dateline(text).map(|d| d.to_string()).as_deref(), Some("2018-11-04"), "{text}");
        }
    }

    #[test]
    fn a_date_that_is_told_of_something_else_dates_no_report() {
        for text in [
            "WASHINGTON, Aug. 11 (Xinhua) — The president said.",
            "They met on November 4, 2018.",
            "Since November 4, 2018, talks have stalled.",
            "UN resolution of November 4, 2018, was ignored.",
            "November 4, 2018, was the day the war began",
            "LONDON, 04/11/2018 (Reuters) - Britain said.",
            "",
        ] {
            assert_eq!(dateline(text), None, "{text}");
        }
    }
}
