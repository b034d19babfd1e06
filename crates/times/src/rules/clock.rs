//! Times on the clock and parts of the day.

use super::{ABOUT, COMMA, EDGE, month_day};
use crate::Kind;
use crate::calendar::{Cal, plus_days, weekday_from, weekday_until};
use crate::engine::{Context, Meaning, Rule};
use crate::pattern::El::{self, Any, Opt, W};
use crate::pattern::{Match, Which};
use jiff::civil::Date;

use super::absolute::open;
use super::weekdays::by_clause;

pub(super) const CLOCK: Rule = Rule {
    id: "clock",
    doc: "A time on the clock, with Z where it is said to be UTC: of a day told in the same sentence, else of the document's day.",
    pattern: &[ABOUT, El::Clock],
    value: |m, cx| {
        let day =
            cx.near.filter(|c| matches!(c, Cal::Day(_) | Cal::Time(..))).and_then(Cal::first).or(cx.dct);
        at(m, day)
    },
    examples: &[
        ("at 5 p.m.", "2024-07-11T17:00"),
        ("10:30 GMT", "2024-07-11T10:30Z"),
        ("6:40 p.m. (GMT +8)", "2024-07-11T18:40"),
        ("0800 UTC", "2024-07-11T08:00Z"),
        ("around 7:15 p.m.", "2024-07-11T19:15"),
        ("On June 3 at noon", "2024-06-03T12:00"),
        ("five o'clock", "2024-07-11T05:00"),
        ("4 in the morning", "2024-07-11T04:00"),
        ("0300 local time", "2024-07-11T03:00"),
    ],
    rejects: &["won 5-3", "12.30 pounds", "25:30", "Luke 4"],
};

fn at(m: &Match, day: Option<Date>) -> Option<Meaning> {
    let hour = m.part()?;
    match day {
        Some(day) => Some(Meaning::at(Cal::Time(day, hour))),
        None => open(Kind::Time, format!("XXXX-XX-XX{}", hour.value())),
    }
}

pub(super) const CLOCK_DATE: Rule = Rule {
    id: "clock-date",
    doc: "A time on the clock with its day behind it: \"10 p.m. Wednesday\", \"noon on June 3\".",
    pattern: &[
        ABOUT,
        El::Clock,
        Opt(&[W(&["("]), El::Clock, W(&[")"])]),
        COMMA,
        Opt(&[W(&["on"])]),
        Any(&[
            &[Opt(&[El::Which]), El::Weekday, Opt(&[El::Part])],
            &[Opt(&[El::Weekday, COMMA]), El::Month, El::Day, Opt(&[COMMA, El::Year])],
            &[El::Day, El::Month, Opt(&[El::Year])],
            &[W(&["today", "yesterday", "tomorrow"])],
        ]),
    ],
    value: |m, cx| at(m, day_of(m, cx)),
    examples: &[
        ("10 p.m. Wednesday", "2024-07-10T22:00"),
        ("noon on June 3, 2019", "2019-06-03T12:00"),
        ("5 p.m. EST Nov. 9, 1989", "1989-11-09T17:00"),
        ("9 a.m. tomorrow", "2024-07-12T09:00"),
        ("10:35 a.m. (0735 GMT) Wednesday", "2024-07-10T10:35"),
        ("9 p.m. Moscow time on June 3", "2024-06-03T21:00"),
        ("The deadline will be midnight on Friday", "2024-07-12T24:00"),
    ],
    rejects: &["5 Wednesday", "noon", "10 June"],
};

fn day_of(m: &Match, cx: &Context) -> Option<Date> {
    if let Some(month) = m.month() {
        return month_day(m, cx, month, m.day()?)?.anchor?.first();
    }
    let dct = cx.dct?;
    let Some(weekday) = m.weekday() else {
        let shift = if m.has("yesterday") { -1 } else { i64::from(m.has("tomorrow")) };
        return plus_days(dct, shift);
    };
    match m.which() {
        Some(Which::Next) => weekday_from(plus_days(dct, 1)?, weekday),
        Some(Which::Last) => weekday_until(plus_days(dct, -1)?, weekday),
        _ => by_clause(m, cx, weekday),
    }
}

pub(super) const PART: Rule = Rule {
    id: "part-of-day",
    doc: "\"in the morning\", \"during the night\", \"at dawn\", \"mid-afternoon yesterday\": of the day told last.",
    pattern: &[
        Any(&[&[W(&["the"]), EDGE], &[EDGE]]),
        El::Part,
        Opt(&[W(&["today", "yesterday", "tomorrow"])]),
    ],
    value: |m, cx| {
        let relative = m.has("today") || m.has("yesterday") || m.has("tomorrow");
        let led = cx.starts(m, "the") && cx.follows(m, &["in", "during", "through", "throughout"])
            || cx.follows(m, &["at"]) && m.end == m.start + 1 && cx.words(m)[0].text.starts_with('d');
        (!m.plural() && (relative || led || m.edge().is_some())).then_some(())?;
        (!cx.precedes(m, &["of"])).then_some(())?;
        let day = if relative {
            let shift = if m.has("yesterday") { -1 } else { i64::from(m.has("tomorrow")) };
            cx.dct.and_then(|d| plus_days(d, shift))
        } else {
            cx.last.filter(|c| matches!(c, Cal::Day(_) | Cal::Time(..))).and_then(Cal::first).or(cx.dct)
        };
        at(m, day)
    },
    examples: &[
        ("On June 3, in the morning, they left", "2024-06-03TMO"),
        ("mid-afternoon yesterday", "2024-07-10TAF"),
        ("They attacked at dawn", "2024-07-11TMO"),
        ("in the early evening", "2024-07-11TEV"),
    ],
    rejects: &["the morning after", "a night", "mornings", "the night of terror"],
};
