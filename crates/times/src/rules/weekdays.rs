//! Days of the week.

use super::{COMMA, DASH, EDGE, OF, THE, by_tense};
use crate::Kind;
use crate::atoms::Kind as AtomKind;
use crate::calendar::{Cal, Unit, monday, plus_days, weekday_from, weekday_until};
use crate::engine::{Context, Meaning, Rule};
use crate::pattern::El::{self, Any, Not, Opt, W};
use crate::pattern::{Edge, Match, Which};
use crate::tense::Tense;
use jiff::civil::Date;

pub(super) const WEEKDAY: Rule = Rule {
    id: "weekday",
    doc: "A weekday: the coming one where the clause looks ahead, else the latest, the report's own day included. \
        \"Last\" and \"next\" pass over that day. With a part of the day it is a TIME.",
    pattern: &[
        THE,
        EDGE,
        Opt(&[W(&["this"])]),
        Opt(&[El::Which]),
        El::Weekday,
        Opt(&[Opt(&[DASH]), El::Part]),
    ],
    value: |m, cx| {
        (!cx.follows(m, NAMED) && !m.plural() && !cx.words(m).iter().any(|a| a.plural)).then_some(())?;
        let weekday = m.weekday()?;
        let Some(day) = weekday_date(m, cx, weekday) else {
            let open = format!("XXXX-WXX-{weekday}");
            return cx.dct.is_none().then(|| match m.part() {
                Some(part) => Meaning::open(Kind::Time, open + &part.value()),
                None => Meaning::open(Kind::Date, open),
            });
        };
        Some(Meaning::at(m.part().map_or(Cal::Day(day), |part| Cal::Time(day, part))))
    },
    examples: &[
        ("They met on Monday", "2024-07-08"),
        ("They will meet on Monday", "2024-07-15"),
        ("They met Thursday", "2024-07-11"),
        ("last Thursday", "2024-07-04"),
        ("next Sunday", "2024-07-14"),
        ("Wednesday night", "2024-07-10TNI"),
        ("early Tuesday", "2024-07-09"),
    ],
    rejects: &["sun and moon", "Mondays", "the sat phone"],
};

/// "Good Friday Agreement", "Bloody Sunday": names, not days of a week.
const NAMED: &[&str] =
    &["good", "black", "bloody", "holy", "palm", "ash", "cyber", "super", "fat", "shrove", "maundy"];

fn weekday_date(m: &Match, cx: &Context, weekday: i8) -> Option<Date> {
    let told = || cx.last.and_then(Cal::first);
    match m.which() {
        Some(Which::Before) => weekday_until(plus_days(told().or(cx.dct)?, -1)?, weekday),
        Some(Which::After) => weekday_from(plus_days(told().or(cx.dct)?, 1)?, weekday),
        Some(Which::That) => weekday_from(told().or(cx.dct)?, weekday),
        Some(Which::Last) => weekday_until(plus_days(cx.dct?, -1)?, weekday),
        Some(Which::Next) => weekday_from(plus_days(cx.dct?, 1)?, weekday),
        Some(Which::This) | None => by_clause(m, cx, weekday),
    }
}

/// The coming weekday where the clause looks ahead, or where "this Sunday" stands in no past clause; else the latest.
pub(super) fn by_clause(m: &Match, cx: &Context, weekday: i8) -> Option<Date> {
    let dct = cx.dct?;
    let this = m.which() == Some(Which::This) || m.has("this");
    match cx.tense(m) {
        // What is told in the present of a weekday is to come: "they meet Monday".
        Tense::Future | Tense::Planned | Tense::Present => weekday_from(dct, weekday),
        Tense::Unknown if this || m.edge() == Some(Edge::Later) => weekday_from(dct, weekday),
        _ => weekday_until(dct, weekday),
    }
}

pub(super) const WEEKDAY_OF_WEEK: Rule = Rule {
    id: "weekday-of-week",
    doc: "\"Friday last week\", \"Monday of next week\".",
    pattern: &[El::Weekday, Opt(&[El::Part]), COMMA, OF, El::Which, W(&["week"])],
    value: |m, cx| {
        let weeks = match m.which()? {
            Which::This => 0,
            Which::Last => -7,
            Which::Next => 7,
            _ => return None,
        };
        let weekday = m.weekday()?;
        cx.dated(format!("XXXX-WXX-{weekday}"), |dct| {
            let day = plus_days(monday(dct)?, weeks + i64::from(weekday) - 1)?;
            m.part().map_or_else(|| Cal::around(day, Unit::Day), |part| Some(Cal::Time(day, part)))
        })
    },
    examples: &[
        ("on Friday last week", "2024-07-05"),
        ("Monday of next week", "2024-07-15"),
        ("Tuesday this week", "2024-07-09"),
    ],
    rejects: &["Friday last", "last week", "Monday of the week"],
};

pub(super) const WEEKDAY_BUT_ONE: Rule = Rule {
    id: "weekday-but-one",
    doc: "\"Friday after next\", \"the Sunday before last\", \"March after next\": one further on than the next, or than the last.",
    pattern: &[
        THE,
        Any(&[&[El::Weekday], &[El::Month]]),
        Any(&[&[W(&["after"]), THE, W(&["next"])], &[W(&["before"]), THE, W(&["last"])]]),
        Not(&[El::Unit]),
    ],
    value: |m, cx| {
        let step = if m.has("after") { 1 } else { -1 };
        if let Some(month) = m.month() {
            return cx.dated(format!("XXXX-{month:02}"), |dct| {
                let here = Cal::Month(dct.year(), month);
                let ahead = i64::from(dct.month() >= month && step > 0);
                let behind = i64::from(dct.month() <= month && step < 0);
                here.shift_years(ahead - behind + step)
            });
        }
        let weekday = m.weekday()?;
        cx.dated(format!("XXXX-WXX-{weekday}"), |dct| {
            let near = plus_days(dct, step)?;
            let near = if step > 0 { weekday_from(near, weekday) } else { weekday_until(near, weekday) };
            plus_days(near?, 7 * step).map(Cal::Day)
        })
    },
    examples: &[
        ("They will meet on Friday after next", "2024-07-19"),
        ("the Sunday before last", "2024-06-30"),
        ("in March after next", "2026-03"),
    ],
    rejects: &["Friday after next week", "after next", "the Sunday before"],
};

pub(super) const WEEK_NUMBER: Rule = Rule {
    id: "week-number",
    doc: "\"week 53 of 2015\", \"calendar week 31\": the week of that number by ISO 8601. Without a year or \"calendar\" a week \
        of a season or a war is as likely.",
    pattern: &[
        THE,
        Opt(&[W(&["calendar"])]),
        W(&["week"]),
        Opt(&[W(&["number", "no"]), Opt(&[W(&["."])])]),
        El::Count,
        Opt(&[COMMA, OF, El::Year]),
    ],
    value: |m, cx| {
        let figure = cx.words(m).iter().any(|a| a.kind == AtomKind::Number && a.text.len() < 3);
        let number = m.count()?.whole().and_then(|n| i8::try_from(n).ok()).filter(|_| figure)?;
        let week = |year: i16| {
            let first = jiff::civil::ISOWeekDate::new(year, number, jiff::civil::Weekday::Monday).ok()?;
            Some(Cal::Week(first.date()))
        };
        if let Some(year) = m.year() {
            return week(year).map(Meaning::at);
        }
        (m.has("calendar") && (1..=53).contains(&number)).then_some(())?;
        let tense = cx.tense(m);
        cx.dated(format!("XXXX-W{number:02}"), |dct| {
            by_tense(dct, tense, |year| week(year).into_iter().collect())
        })
    },
    examples: &[
        ("in week 53 of 2015", "2015-W53"),
        ("week 1, 2021", "2021-W01"),
        ("They met in calendar week 10", "2024-W10"),
    ],
    rejects: &["week 53 of 2016", "in week 8 of the war", "week two of 2015", "weeks 3"],
};
