//! "From June 3 to July 5", "between 2011 and 2014": two expressions that bound one interval.
//!
//! Each keeps its own value; the range of both is the whole interval.

use crate::{Kind, Timex};
use demarche_text::Span;

/// Words that join two ends whatever stands before.
const JOINS: [&str; 8] = ["to", "until", "till", "through", "-", "–", "—", "up to"];

/// Gives both ends of an interval its whole range.
pub(crate) fn join(text: &str, timexes: &mut [Timex]) {
    for at in 1..timexes.len() {
        let (a, b) = (&timexes[at - 1], &timexes[at]);
        if a.sentence == b.sentence && are_ends(text, a, b) {
            let whole = a.range.zip(b.range).map(|((first, _), (_, last))| (first, last));
            timexes[at - 1].range = whole;
            timexes[at].range = whole;
        }
    }
}

fn are_ends(text: &str, a: &Timex, b: &Timex) -> bool {
    let dated = |t: &Timex| matches!(t.kind, Kind::Date | Kind::Time);
    let ordered = a.range.zip(b.range).is_some_and(|((from, _), (to, _))| from < to);
    if !(dated(a) && dated(b) && ordered) {
        return false;
    }
    let between = Span::new(a.span.end, b.span.start).of(text).trim();
    let before = last_word(text.get(..a.span.start).unwrap_or(""));
    let joins = JOINS.iter().any(|j| between.eq_ignore_ascii_case(j));
    // "To" alone joins nothing: "moved from Monday to Friday" does, "gave Monday to rest" does not.
    let needs_from = between.eq_ignore_ascii_case("to");
    joins && (!needs_from || before.eq_ignore_ascii_case("from"))
        || (between.eq_ignore_ascii_case("and") && before.eq_ignore_ascii_case("between"))
}

fn last_word(text: &str) -> &str {
    text.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("")
}
