//! Holidays and moving feasts by name.

use super::{COMMA, EDGE, OF, THE, by_tense, month_day};
use crate::calendar::{Cal, Unit, plus_days};
use crate::engine::{Context, Meaning, Rule};
use crate::pattern::El::{self, Any, Opt, W};
use crate::pattern::{Match, Which};
use jiff::civil::{Date, Weekday};

/// What is named after a day: "the Good Friday Agreement", "the Easter Rising".
const NAMED_FOR: &[&str] = &[
    "agreement",
    "accord",
    "accords",
    "deal",
    "rising",
    "offensive",
    "truce",
    "massacre",
    "island",
    "islands",
];

pub(super) const FEAST: Rule = Rule {
    id: "feast",
    doc: "A feast of `data/feasts.tsv`, in the year told or the one that the tense of the clause asks for.",
    pattern: &[THE, EDGE, Opt(&[El::Which]), El::Feast, Opt(&[W(&["holiday", "holidays"])]), IN_YEAR],
    value: |m, cx| {
        (!cx.precedes(m, NAMED_FOR)).then_some(())?;
        of_feast(m, cx)
    },
    examples: &[
        ("Christmas 2017", "2017-12-25"),
        ("last Thanksgiving", "2023-11-23"),
        ("Easter of next year", "2025-04-20"),
        ("They met on New Year's Eve", "2023-12-31"),
        ("They will meet after Ramadan", "2025-03-01"),
        ("Orthodox Easter 2021", "2021-05-02"),
        ("Nowruz 2024", "2024-03-20"),
    ],
    rejects: &["a christmas tree", "New York", "Easterly winds", "the Good Friday Agreement"],
};

/// The feast, in the year told or the one that the clause asks for.
fn of_feast(m: &Match, cx: &Context) -> Option<Meaning> {
    let feast = m.feast()?;
    if let Some(year) = m.year() {
        return feast.in_year(year).first().copied().map(Meaning::at);
    }
    if m.has("year") {
        let year = Cal::Year(cx.dct?.year()).shift(m.which()?.step()?)?.year()?;
        return feast.in_year(year).first().copied().map(Meaning::at);
    }
    let tense = cx.tense(m);
    let edge = m.edge();
    cx.dated("XXXX-XX-XX", |dct| {
        let year = dct.year();
        let near = year.saturating_sub(2)..=year.saturating_add(2);
        let all: Vec<Cal> = near.flat_map(|y| feast.in_year(y)).collect();
        match m.which() {
            Some(Which::Last) => all.into_iter().rfind(|c| c.last().is_some_and(|d| d < dct)),
            Some(Which::Next) => all.into_iter().find(|c| c.first().is_some_and(|d| d > dct)),
            Some(Which::This) => all.into_iter().find(|c| c.year() == Some(year)),
            Some(Which::Before | Which::After | Which::That) => None,
            None => by_tense(dct, tense, |y| feast.in_year(y)),
        }
    })
    .map(|meaning| meaning.narrowed(edge, cx.dct))
}

/// The year told behind the name of a feast.
const IN_YEAR: El = Opt(&[Any(&[&[COMMA, OF, El::Year], &[OF, El::Which, W(&["year"])]])]);

pub(super) const FEAST_DAY: Rule = Rule {
    id: "day-of-feast",
    doc: "\"the first day of Ramadan\", \"the last Friday of Ramadan\": a day within a feast of several.",
    pattern: &[
        THE,
        Any(&[&[El::Ordinal], &[W(&["last", "final"])]]),
        Any(&[&[W(&["day"])], &[El::Weekday]]),
        W(&["of", "in"]),
        THE,
        El::Feast,
        IN_YEAR,
    ],
    value: |m, cx| {
        let (first, last) = of_feast(m, cx)?.range?;
        let fits = |day: &Date| m.weekday().is_none_or(|w| day.weekday().to_monday_one_offset() == w);
        (first < last).then_some(())?;
        let length = i64::from((last - first).get_days());
        let days = (0..=length).filter_map(|n| plus_days(first, n)).filter(fits).collect::<Vec<_>>();
        let day = match m.ordinal() {
            Some(n) => days.get(usize::try_from(n).ok()?.checked_sub(1)?),
            None => days.last(),
        };
        day.map(|day| Meaning::at(Cal::Day(*day)))
    },
    examples: &[
        ("the first day of Ramadan", "2024-03-11"),
        ("They met on the third day of Eid al-Fitr", "2024-04-12"),
        ("the last Friday of Ramadan 2023", "2023-04-21"),
    ],
    rejects: &[
        "the first day of Christmas shopping in Ramadani",
        "the fifth day of Easter",
        "the first Ramadan",
    ],
};

pub(super) const FEAST_WEEKEND: Rule = Rule {
    id: "weekend-of-feast",
    doc: "\"the Labor Day weekend\", \"July 4th weekend\": the weekend beside the day, with the day.",
    pattern: &[
        THE,
        Any(&[&[El::Feast, Opt(&[El::Year])], &[El::Month, El::Day], &[El::Day, W(&["of"]), El::Month]]),
        W(&["weekend"]),
        IN_YEAR,
    ],
    value: |m, cx| {
        let meaning = match m.month() {
            Some(month) => month_day(m, cx, month, m.day()?)?,
            None => of_feast(m, cx)?,
        };
        let Some((day, last)) = meaning.range else { return Some(meaning) };
        (day == last).then_some(())?;
        let back = i64::from(matches!(day.weekday(), Weekday::Monday | Weekday::Tuesday));
        let weekend = Cal::around(plus_days(day, -7 * back)?, Unit::Weekend)?;
        let (from, to) = weekend.range()?;
        let beside = plus_days(from, -2)? <= day && day <= plus_days(to, 1)?;
        let range = if beside { Some((from.min(day), to.max(day))) } else { Some((from, to)) };
        Some(Meaning { range, ..Meaning::at(weekend) })
    },
    examples: &[
        ("They met over the Labor Day weekend", "2023-W35-WE"),
        ("They met on July 4th weekend", "2024-W27-WE"),
        ("the Thanksgiving weekend of 2019", "2019-W48-WE"),
    ],
    rejects: &["the Ramadan weekend", "Labor Day", "the weekend"],
};
