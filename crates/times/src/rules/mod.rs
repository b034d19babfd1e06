//! The rules, and the elements and readings that several share.

mod absolute;
mod clock;
mod holidays;
mod lengths;
mod quarters;
mod relative;
mod sets;
#[cfg(test)]
mod tests;
mod vague;
mod weekdays;

use crate::calendar::{Cal, Unit, date};
use crate::engine::{Context, Meaning, Rule};
use crate::pattern::El::{Any, As, Not, Opt, W};
use crate::pattern::{Cap, Edge, El, Match};
use crate::tense::Tense;
use jiff::civil::Date;

pub(crate) use relative::units_from;

/// Every rule; of two that match as much, the one listed first wins.
pub(crate) const RULES: &[Rule] = &[
    absolute::NUMERIC,
    absolute::WEEK_OF,
    absolute::ATTACKS,
    absolute::NTH,
    absolute::DAY_OF_MONTH,
    absolute::WEEKDAY_DAY,
    absolute::MONTH_DAY,
    absolute::DAY_MONTH,
    absolute::YEAR_MONTH,
    absolute::MONTH_YEAR,
    absolute::MONTH_OF_YEAR,
    absolute::MONTH,
    absolute::YEAR,
    absolute::CHRISTIAN_YEAR,
    absolute::YEARS,
    absolute::DECADE,
    absolute::CENTURY,
    absolute::SEASON,
    absolute::DAY_ALONE,
    holidays::FEAST_DAY,
    holidays::FEAST_WEEKEND,
    holidays::FEAST,
    quarters::QUARTER,
    quarters::QUARTER_SHORT,
    quarters::QUARTER_TOLD,
    quarters::YEAR_AGO_PERIOD,
    quarters::HALF,
    quarters::FISCAL,
    quarters::ACADEMIC,
    weekdays::WEEKDAY,
    weekdays::WEEKDAY_OF_WEEK,
    weekdays::WEEKDAY_BUT_ONE,
    weekdays::WEEK_NUMBER,
    relative::TODAY,
    relative::DAY_BUT_ONE,
    relative::LAST_NIGHT,
    relative::OVERNIGHT,
    relative::WHICH_UNIT,
    relative::THAT_UNIT,
    relative::UNIT_BEFORE,
    relative::THE_UNIT,
    relative::WEEKEND,
    relative::YEAR_END,
    relative::UNIT_EDGE,
    relative::AGO,
    relative::LATER,
    relative::IN_UNITS,
    relative::COMPOUND,
    relative::NEW_YEAR,
    clock::CLOCK,
    clock::CLOCK_DATE,
    clock::PART,
    lengths::LENGTH,
    lengths::PERIOD,
    lengths::LONG,
    lengths::BARE,
    sets::EVERY,
    sets::ADVERB,
    sets::RATE,
    sets::WEEKDAYS,
    vague::PRESENT,
    vague::PAST,
    vague::FUTURE,
    vague::UNITS,
];

/// A hyphen or a dash.
const DASH: El = W(&["-", "–"]);
/// "the", where it stands.
const THE: El = Opt(&[W(&["the"])]);
/// A comma, where it stands.
const COMMA: El = Opt(&[W(&[","])]);
const OF: El = Opt(&[W(&["of", "in"])]);

/// Early, late, mid, and the longer ways to say it.
const EDGE: El = Opt(&[Any(&[
    &[El::Edge, Opt(&[DASH])],
    &[El::Edge, Opt(&[W(&["on", "in"])]), THE],
    &[As(
        Cap::Edge(Edge::Start),
        &[THE, Opt(&[W(&["very"])]), W(&["beginning", "start", "onset", "dawn"]), W(&["of"])],
    )],
    &[As(Cap::Edge(Edge::End), &[THE, Opt(&[W(&["very"])]), W(&["end", "close"]), W(&["of"])])],
    &[As(Cap::Edge(Edge::End), &[W(&["end"]), DASH])],
    &[As(Cap::Edge(Edge::Mid), &[THE, W(&["middle"]), W(&["of"])])],
    &[
        As(
            Cap::Edge(Edge::Start),
            &[THE, W(&["first"]), W(&["day", "days", "week", "weeks", "month", "months", "years", "part"])],
        ),
        W(&["of"]),
    ],
    &[
        As(
            Cap::Edge(Edge::End),
            &[
                THE,
                W(&["latter", "last", "later", "final", "closing"]),
                W(&["day", "days", "week", "weeks", "month", "months", "years", "part"]),
            ],
        ),
        W(&["of"]),
    ],
])]);

/// "about", "more than": what an expression begins with and its value passes over.
const ABOUT: El = Opt(&[Any(&[
    &[W(&["about", "nearly", "almost", "around", "roughly", "approximately"])],
    &[W(&["over", "under"]), Not(&[W(&["the"])])],
    &[W(&["some", "only", "just"])],
    &[Opt(&[W(&["no"])]), W(&["more", "less", "fewer", "longer"]), W(&["than"])],
    &[W(&["at"]), W(&["least", "most"])],
    &[W(&["up"]), W(&["to"])],
    &[W(&["well"]), W(&["over"])],
    &[W(&["as"]), W(&["long", "much", "many"]), W(&["as"])],
])]);

/// The span of the year that the clause means, of those that `in_year` gives: the nearest, where a day in the direction
/// that the clause looks away from counts for more, by how sure the tense is. So a past clause may mean a day of next
/// week, "a dividend payable Nov. 16", before it means one of last year.
fn by_tense(dct: Date, tense: Tense, in_year: impl Fn(i16) -> Vec<Cal>) -> Option<Cal> {
    let year = dct.year();
    // Eight years on either side hold every date: a 29 February is eight years away over 1900.
    let all = (year.saturating_sub(8)..=year.saturating_add(8)).flat_map(in_year);
    let known = all.filter_map(|cal| cal.range().map(|(first, last)| (cal, first, last)));
    known.min_by_key(|(_, first, last)| distance(dct, *first, *last, tense)).map(|(cal, ..)| cal)
}

/// Days from `day` to the span, weighed by the tense; of two as far, the earlier comes first.
fn distance(day: Date, first: Date, last: Date, tense: Tense) -> (i64, bool) {
    let (before, after) = match tense {
        Tense::Past => (1, 100),
        Tense::Backdrop => (1, 5),
        Tense::Planned => (5, 1),
        Tense::Future => (100, 1),
        Tense::Present | Tense::Unknown => (1, 1),
    };
    if day < first {
        (i64::from((first - day).get_days()) * after, true)
    } else if day > last {
        (i64::from((day - last).get_days()) * before, false)
    } else {
        (0, false)
    }
}

/// A month and day, its year told or found.
fn month_day(m: &Match, cx: &Context, month: i8, day: i8) -> Option<Meaning> {
    if let Some(year) = m.year() {
        // "December 30 to January 3, 2019" began in 2018.
        let before = i16::from(m.second_month().is_some_and(|second| second < month));
        return Some(Meaning::at(Cal::Day(date(year - before, month, day)?)));
    }
    // 2000 was a leap year: it has every day that a calendar can have.
    date(2000, month, day)?;
    let tense = cx.tense(m);
    cx.dated(format!("XXXX-{month:02}-{day:02}"), |dct| {
        let days = |year: i16| date(year, month, day).map(Cal::Day);
        let found = by_tense(dct, tense, |year| days(year).into_iter().collect());
        // "Friday, July 18": the year in which it was a Friday, where that is last, this or next year.
        let fits =
            |cal: &Cal| cal.first().is_some_and(|d| Some(d.weekday().to_monday_one_offset()) == m.weekday());
        if m.weekday().is_none() || found.is_some_and(|cal| fits(&cal)) {
            return found;
        }
        let near = [0, -1, 1].into_iter().filter_map(|n| days(dct.year().checked_add(n)?));
        near.into_iter().find(fits).or(found)
    })
}

/// The unit around the last date told, or around the document's day where none was.
fn told(cx: &Context, unit: Unit) -> Option<Cal> {
    // "Later in the day" is no day of "2009".
    let fits = |cal: &Cal| unit != Unit::Day || matches!(cal, Cal::Day(_) | Cal::Time(..) | Cal::Days(..));
    let day = cx.last.filter(fits).and_then(Cal::first).or(cx.dct)?;
    Cal::around(day, unit)
}
