//! "From June 3 to July 5", "between 2011 and 2014": two expressions that bound one interval.
//!
//! Each keeps its own value; the range of both is the whole interval.

use crate::{Kind, Timex};
use demarche_text::Span;
use jiff::civil::Date;

/// Words that join two ends whatever stands before.
const JOINS: [&str; 8] = ["to", "until", "till", "through", "-", "–", "—", "up to"];

/// Gives both ends of an interval its whole range, and a time the day behind it.
pub(crate) fn join(text: &str, timexes: &mut [Timex], dct: Option<Date>) {
    for at in 1..timexes.len() {
        mend(text, at, timexes);
        if let (Some(dct), Some(bounds)) = (dct, wrong_order(text, &timexes[at - 1], &timexes[at])) {
            turn(at, timexes, bounds, dct);
        }
        up_to_now(text, at, timexes, dct);
        let (a, b) = (&timexes[at - 1], &timexes[at]);
        if a.sentence == b.sentence && are_ends(text, a, b) {
            let whole = a.range.zip(b.range).map(|((first, _), (_, last))| (first, last));
            timexes[at - 1].range = whole;
            timexes[at].range = whole;
        }
    }
}

/// "At 10 p.m. Wednesday", where the full stop of "p.m." was taken for the end of a sentence: the time is of that day.
fn mend(text: &str, at: usize, timexes: &mut [Timex]) {
    let (time, day) = (&timexes[at - 1], &timexes[at]);
    let apart = time.sentence + 1 == day.sentence && time.rule == "clock" && day.kind == Kind::Date;
    let stops = time.span.of(text).ends_with(".m.") || text[time.span.end..].starts_with('.');
    let gap = Span::new(time.span.end, day.span.start).of(text);
    let value = time.value.split_once('T').map(|(_, clock)| format!("{}T{clock}", day.value));
    let one_day =
        day.range.filter(|(from, to)| from == to && matches!(day.rule, "weekday" | "month-day" | "today"));
    if let (true, true, Some(value), Some(range)) =
        (apart && stops, gap.trim_matches(['.', ' ']).is_empty(), value, one_day)
    {
        timexes[at - 1].value = value;
        timexes[at - 1].range = Some(range);
    }
}

/// "Between now and Friday", "from March until now": the day of the report is an end that has no days of its own.
fn up_to_now(text: &str, at: usize, timexes: &mut [Timex], dct: Option<Date>) {
    let is_now = |t: &Timex| t.rule == "present" && t.span.of(text).eq_ignore_ascii_case("now");
    let (a, b) = (&timexes[at - 1], &timexes[at]);
    let Some(dct) = dct.filter(|_| a.sentence == b.sentence && are_joined(text, a, b)) else { return };
    let whole = match (a.range, b.range) {
        (None, Some((_, last))) if is_now(a) && dct < last => (dct, last),
        (Some((first, _)), None) if is_now(b) && first < dct => (first, dct),
        _ => return,
    };
    let dated = if a.range.is_some() { at - 1 } else { at };
    timexes[dated].range = Some(whole);
}

type Days = (Date, Date);

/// "From August to May", where each was given the year that suits it alone, and the second came out first.
fn wrong_order(text: &str, a: &Timex, b: &Timex) -> Option<(Days, Days)> {
    let yearless = |t: &Timex| {
        let told = t.span.of(text);
        matches!(t.rule, "month" | "month-day" | "day-month")
            && !told.as_bytes().windows(4).any(|w| w.iter().all(u8::is_ascii_digit))
    };
    let (first, second) = (a.range?, b.range?);
    let turned = a.sentence == b.sentence && second.0 < first.0 && yearless(a) && yearless(b);
    (turned && are_joined(text, a, b)).then_some((first, second))
}

/// Puts the first a year back, or the second a year on: whichever interval holds the document's day, or lies nearer.
fn turn(at: usize, timexes: &mut [Timex], (first, second): (Days, Days), dct: Date) {
    let moved = |days: Days, years: i64| {
        let move_day = |day: Date| crate::calendar::plus_months(day, years * 12);
        Some((move_day(days.0)?, move_day(days.1)?))
    };
    let away = |from: Date, to: Date| {
        let days = |span: jiff::Span| i64::from(span.get_days());
        days(from - dct).max(days(dct - to)).max(0)
    };
    let (Some(back), Some(on)) = (moved(first, -1), moved(second, 1)) else { return };
    let (at, days) = if away(back.0, second.1) <= away(first.0, on.1) { (at - 1, back) } else { (at, on) };
    if let Some(rest) = timexes[at].value.get(4..) {
        timexes[at].value = format!("{:04}{rest}", days.0.year());
        timexes[at].range = Some(days);
    }
}

fn are_ends(text: &str, a: &Timex, b: &Timex) -> bool {
    let ordered = a.range.zip(b.range).is_some_and(|((from, _), (to, _))| from < to);
    ordered && are_joined(text, a, b)
}

/// True for two dates with words between and before them that make them the ends of an interval.
fn are_joined(text: &str, a: &Timex, b: &Timex) -> bool {
    let dated = |t: &Timex| matches!(t.kind, Kind::Date | Kind::Time);
    if !(dated(a) && dated(b)) {
        return false;
    }
    let gap = Span::new(a.span.end, b.span.start).of(text);
    let between = gap.trim();
    // A dash with spaces around it may be a break in the sentence; between two dates of one form it is not.
    if gap.len() != between.len() && a.rule != b.rule && matches!(between, "-" | "–" | "—") {
        return false;
    }
    let before = last_word(text.get(..a.span.start).unwrap_or(""));
    if between != "-" && moves(text, a.span.start) {
        return false;
    }
    let joins = JOINS.iter().any(|j| between.eq_ignore_ascii_case(j));
    // "To" alone joins nothing: "moved from Monday to Friday" does, "gave Monday to rest" does not.
    let needs_from = between.eq_ignore_ascii_case("to");
    joins && (!needs_from || before.eq_ignore_ascii_case("from"))
        || (between.eq_ignore_ascii_case("and") && before.eq_ignore_ascii_case("between"))
}

/// "Postponed from April 28 until June 23" names two days and no time between them.
fn moves(text: &str, at: usize) -> bool {
    const STEMS: [&str; 6] = ["postpon", "reschedul", "delay", "move", "push", "brought forward"];
    let mut from = at.saturating_sub(60);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..at).unwrap_or("").to_lowercase();
    STEMS.iter().any(|stem| before.contains(stem))
}

fn last_word(text: &str) -> &str {
    text.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use crate::find;
    use demarche_text::{Sentence, Span};

    fn ranges(text: &str) -> Vec<String> {
        let sentence = Sentence { span: Span::new(0, text.len()), ..Sentence::default() };
        let found = find(text, &[sentence], Some(jiff::civil::date(2024, 7, 11)));
        found.iter().filter_map(|t| t.range).map(|(from, to)| format!("{from}..{to}")).collect()
    }

    #[test]
    fn both_ends_carry_the_interval() {
        assert_eq!(ranges("from June 3 to July 5"), ["2024-06-03..2024-07-05", "2024-06-03..2024-07-05"]);
        assert_eq!(ranges("between 2011 and 2014"), ["2011-01-01..2014-12-31", "2011-01-01..2014-12-31"]);
        assert_eq!(ranges("September 30–October 1, 2021")[1], "2021-09-30..2021-10-01");
    }

    #[test]
    fn a_time_before_a_false_end_of_sentence_has_the_day_behind_it() {
        let text = "They met at 10 p.m. Wednesday, police said.";
        let halves = [Span::new(0, 19), Span::new(20, text.len())];
        let sentences = halves.map(|span| Sentence { span, ..Sentence::default() });
        let found = find(text, &sentences, Some(jiff::civil::date(2024, 7, 11)));
        assert_eq!(found[0].value, "2024-07-10T22:00");
    }

    #[test]
    fn the_second_end_comes_after_the_first() {
        assert_eq!(ranges("from August to May")[0], "2024-08-01..2025-05-31");
        assert_eq!(ranges("between November 3 and February 2")[1], "2024-11-03..2025-02-02");
    }

    #[test]
    fn now_is_an_end() {
        assert_eq!(ranges("between now and November 15"), ["2024-07-11..2024-11-15"]);
        assert_eq!(ranges("from March 3, 2020 until now"), ["2020-03-03..2024-07-11"]);
        assert_eq!(ranges("from now until May 2, 2020"), ["2020-05-02..2020-05-02"]);
    }

    #[test]
    fn two_days_that_bound_nothing_stay_apart() {
        assert_eq!(
            ranges("postponed from June 3 until July 5"),
            ["2024-06-03..2024-06-03", "2024-07-05..2024-07-05"]
        );
        assert_eq!(
            ranges("31 August 2013 – last year"),
            ["2013-08-31..2013-08-31", "2023-01-01..2023-12-31"]
        );
        assert_eq!(ranges("in 2011 and 2014"), ["2011-01-01..2011-12-31", "2014-01-01..2014-12-31"]);
    }
}
