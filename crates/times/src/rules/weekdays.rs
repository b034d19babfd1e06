//! Days of the week.

use super::{COMMA, DASH, EDGE, OF, THE};
use crate::Kind;
use crate::calendar::{Cal, Unit, monday, plus_days, weekday_from, weekday_until};
use crate::engine::{Context, Meaning, Rule};
use crate::pattern::El::{self, Opt, W};
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
fn by_clause(m: &Match, cx: &Context, weekday: i8) -> Option<Date> {
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
