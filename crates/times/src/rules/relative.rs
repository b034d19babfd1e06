//! Dates counted from the document's day, or from the last date told.

use super::{ABOUT, DASH, EDGE, THE, by_tense, told};
use crate::Kind;
use crate::atoms::Kind as AtomKind;
use crate::calendar::{Cal, Hour, Unit, plus_days, plus_months};
use crate::engine::{Context, Meaning, Rule};
use crate::numbers::Amount;
use crate::pattern::El::{self, Any, Not, Opt, W};
use crate::pattern::{Edge, Match, Which};
use crate::tense::Tense;
use jiff::civil::Date;

use super::absolute::open;
use super::lengths::reach;

pub(super) const TODAY: Rule = Rule {
    id: "today",
    doc: "Today, yesterday, tomorrow, tonight; with a part of the day a TIME.",
    pattern: &[EDGE, W(&["today", "yesterday", "tomorrow", "tonight"]), Opt(&[Opt(&[DASH]), El::Part])],
    value: |m, cx| {
        let shift = if m.has("yesterday") { -1 } else { i64::from(m.has("tomorrow")) };
        let part = m.part().or(m.has("tonight").then_some(Hour::Night));
        let Some(dct) = cx.dct else {
            return match part {
                Some(part) => open(Kind::Time, format!("XXXX-XX-XX{}", part.value())),
                None => open(Kind::Date, "XXXX-XX-XX"),
            };
        };
        let day = plus_days(dct, shift)?;
        Some(Meaning::at(part.map_or(Cal::Day(day), |part| Cal::Time(day, part))))
    },
    examples: &[
        ("today", "2024-07-11"),
        ("late yesterday", "2024-07-10"),
        ("tomorrow morning", "2024-07-12TMO"),
        ("tonight", "2024-07-11TNI"),
    ],
    rejects: &["to day", "yesteryear", "USA Today2"],
};

pub(super) const DAY_BUT_ONE: Rule = Rule {
    id: "day-but-one",
    doc: "\"the day before yesterday\", \"the day after tomorrow\", \"the day before last Tuesday\".",
    pattern: &[
        THE,
        W(&["day"]),
        W(&["before", "after"]),
        Any(&[&[W(&["yesterday", "tomorrow"])], &[Opt(&[El::Which]), El::Weekday]]),
    ],
    value: |m, cx| {
        let step = if m.has("before") { -1 } else { 1 };
        let weekday = m.weekday();
        let which = m.which();
        cx.dated("XXXX-XX-XX", |dct| {
            let base = match (weekday, which) {
                (None, _) if m.has("yesterday") => plus_days(dct, -1),
                (None, _) => plus_days(dct, 1),
                (Some(day), Some(Which::Next)) => crate::calendar::weekday_from(plus_days(dct, 1)?, day),
                (Some(day), _) => crate::calendar::weekday_until(plus_days(dct, -1)?, day),
            };
            Some(Cal::Day(plus_days(base?, step)?))
        })
    },
    examples: &[
        ("the day before yesterday", "2024-07-09"),
        ("the day after tomorrow", "2024-07-13"),
        ("the day before last Tuesday", "2024-07-08"),
    ],
    rejects: &["the day before", "the day after the war", "day after day"],
};

pub(super) const LAST_NIGHT: Rule = Rule {
    id: "which-part",
    doc: "\"last night\", \"this morning\", \"later this afternoon\", \"that evening\", \"the next morning\".",
    pattern: &[Opt(&[W(&["the"])]), EDGE, El::Which, El::Part],
    value: |m, cx| {
        let part = m.part()?;
        let told = || cx.last.and_then(Cal::first).or(cx.dct);
        (!m.plural()).then_some(())?;
        let day = match m.which()? {
            Which::This => cx.dct,
            Which::Last => cx.dct.and_then(|d| plus_days(d, -1)),
            Which::That => told(),
            Which::Next | Which::After => told().and_then(|d| plus_days(d, 1)),
            Which::Before => told().and_then(|d| plus_days(d, -1)),
        };
        match day {
            Some(day) => Some(Meaning::at(Cal::Time(day, part))),
            None => open(Kind::Time, format!("XXXX-XX-XX{}", part.value())),
        }
    },
    examples: &[
        ("last night", "2024-07-10TNI"),
        ("later this afternoon", "2024-07-11TAF"),
        ("On June 3 they met; that evening they signed", "2024-06-03TEV"),
        ("On June 3 they met; the next morning they left", "2024-06-04TMO"),
    ],
    rejects: &["a night", "night and day", "these nights"],
};

pub(super) const OVERNIGHT: Rule = Rule {
    id: "overnight",
    doc: "\"overnight\": the night that ends on the document's day, or the one after a weekday told just before.",
    pattern: &[W(&["overnight"])],
    value: |_, cx| match cx.near.and_then(Cal::first).or(cx.dct.and_then(|d| plus_days(d, -1))) {
        Some(day) => Some(Meaning::at(Cal::Time(day, Hour::Night))),
        None => open(Kind::Time, "XXXX-XX-XXTNI"),
    },
    examples: &[
        ("shelled overnight", "2024-07-10TNI"),
        ("Overnight, they left", "2024-07-10TNI"),
        ("They fought on Monday and overnight", "2024-07-08TNI"),
    ],
    rejects: &["over night", "overnights", "night"],
};

pub(super) const WHICH_UNIT: Rule = Rule {
    id: "which-unit",
    doc: "This, last and next week, month, year … from the document's day; previous and following ones from the last date \
        told. \"The last week\" is a length, not a week of the calendar.",
    pattern: &[
        THE,
        EDGE,
        Opt(&[W(&["the", "this"])]),
        El::Which,
        Opt(&[W(&["calendar", "past"])]),
        El::Unit,
        Opt(&[W(&["or"]), W(&["so"])]),
    ],
    value: |m, cx| {
        let (which, unit) = (m.which()?, m.unit()?);
        if m.plural() || unit < Unit::Day || (unit == Unit::Day && which == Which::Last) {
            return None;
        }
        if cx.precedes(m, &["-"]) && cx.atoms.get(m.end + 1).is_some_and(|a| a.is("old") || a.is("long")) {
            return None;
        }
        if unit == Unit::Fortnight {
            let sign = which.step().filter(|n| *n != 0)?;
            let range = cx.dct.and_then(|dct| reach(dct, unit, 1, sign));
            return open(Kind::Duration, Amount::Tenths(10).duration(unit)).map(|m| Meaning { range, ..m });
        }
        let the = cx.words(m).iter().any(|a| a.is("the")) && m.edge().is_none();
        let back = cx.words(m).iter().any(|a| a.is("past"));
        if unit != Unit::Quarter && (the && which == Which::Last || back) {
            let range = cx.dct.and_then(|dct| reach(dct, unit, 1, -1));
            return open(Kind::Duration, Amount::Tenths(10).duration(unit)).map(|m| Meaning { range, ..m });
        }
        let found = which_unit(cx, which, unit, the, || cx.tense(m).is_back());
        let meaning = found.map(Meaning::at).or_else(|| open(Kind::Date, unit.open()))?;
        Some(meaning.narrowed(m.edge(), cx.dct))
    },
    examples: &[
        ("this week", "2024-W28"),
        ("last month", "2024-06"),
        ("early next year", "2025"),
        ("later this week", "2024-W28"),
        ("On May 3 they met; the following day they left", "2024-05-04"),
        ("They met in 2011; the previous year they fought", "2010"),
        ("the past year", "P1Y"),
        ("in the next fortnight", "P2W"),
    ],
    rejects: &["a year", "this 12-year-old", "the last minute", "last weeks"],
};

fn which_unit(cx: &Context, which: Which, unit: Unit, the: bool, back: impl Fn() -> bool) -> Option<Cal> {
    let here = |cx: &Context| cx.dct.and_then(|d| Cal::around(d, unit));
    match which {
        Which::This => here(cx),
        Which::Last => here(cx)?.shift(-1),
        // "The next day" counts from the day told, and so does "the next year" in a past clause; "next year" does not.
        Which::Next if the && (unit == Unit::Day || cx.last.is_some() && back()) => told(cx, unit)?.shift(1),
        Which::Next => here(cx)?.shift(1),
        Which::Before => told(cx, unit)?.shift(-1),
        Which::After => told(cx, unit)?.shift(1),
        Which::That => told(cx, unit),
    }
}

pub(super) const THAT_UNIT: Rule = Rule {
    id: "same-day",
    doc: "\"the same day\", \"that same day\", \"later that day\", \"earlier in the day\": the day told last.",
    pattern: &[Any(&[
        &[EDGE, W(&["that"]), W(&["same", "very"]), El::Unit],
        &[El::Edge, W(&["in"]), W(&["the"]), El::Unit],
    ])],
    value: |m, cx| {
        let unit = m.unit().filter(|u| *u >= Unit::Day && !m.plural())?;
        (!cx.precedes(m, &["of"])).then_some(())?;
        let edge = m.edge();
        // "Late in the day", without "-er", counts within the day told; "earlier in the year" from the report.
        let report = matches!(edge, Some(Edge::Earlier | Edge::Later)) && unit > Unit::Day;
        let found = if report { cx.dct.and_then(|d| Cal::around(d, unit)) } else { told(cx, unit) };
        let meaning = found.map(Meaning::at).or_else(|| open(Kind::Date, unit.open()))?;
        Some(meaning.narrowed(edge, cx.dct))
    },
    examples: &[
        ("On May 3 they met; that same day they left", "2024-05-03"),
        ("earlier in the year", "2024"),
        ("On May 3 they met; later in the day they left", "2024-05-03"),
    ],
    rejects: &["that is the day", "early in the days", "that same minute"],
};

pub(super) const UNIT_BEFORE: Rule = Rule {
    id: "unit-before",
    doc: "\"the day before\", \"the year after\" with nothing behind: one unit from the last date told; \"the year before last\".",
    pattern: &[W(&["the"]), El::Unit, W(&["before", "after", "earlier"]), Opt(&[THE, El::Which])],
    value: |m, cx| {
        let unit = m.unit().filter(|u| *u >= Unit::Day && !m.plural())?;
        match (m.which(), m.has("after")) {
            (Some(Which::Last), false) => return cx.dated(unit.open(), |d| Cal::around(d, unit)?.shift(-2)),
            (Some(Which::Next), true) => return cx.dated(unit.open(), |d| Cal::around(d, unit)?.shift(2)),
            (Some(_), _) => return None,
            (None, _) => {}
        }
        let ends =
            cx.after(m).is_none_or(|a| matches!(a.text, "." | "," | ";" | ")" | "and" | "but" | "in" | "at"));
        ends.then_some(())?;
        let step = if m.has("after") { 1 } else { -1 };
        told(cx, unit).and_then(|c| c.shift(step)).map(Meaning::at).or_else(|| open(Kind::Date, unit.open()))
    },
    examples: &[
        ("On May 3 they met; the day before, they had fought", "2024-05-02"),
        ("They met in 2011, the year after.", "2012"),
        ("the day before", "2024-07-10"),
        ("the year before last", "2022"),
        ("the month after the next", "2024-09"),
    ],
    rejects: &["the day after the attack", "the days before", "a day before"],
};

pub(super) const THE_UNIT: Rule = Rule {
    id: "the-unit",
    doc: "\"for the year\", \"the full year\", \"of the month\": the one around the document's day; a year that \"ended\" on a \
        day told behind it is a length.",
    pattern: &[W(&["the"]), Opt(&[W(&["full", "fiscal", "whole", "entire"])]), W(&["week", "month", "year"])],
    value: |m, cx| {
        let unit = if m.has("year") {
            Unit::Year
        } else if m.has("month") {
            Unit::Month
        } else {
            Unit::Week
        };
        let led = cx.follows(m, &["for", "of", "throughout", "during"]);
        if unit == Unit::Year && cx.precedes(m, &["ended", "ending", "to", "through"]) {
            return open(Kind::Duration, "P1Y");
        }
        let open_end = cx
            .precedes(m, &["of", "that", "when", "before", "after", "since", "in", "he", "she", "they", "-"]);
        (m.end == m.start + 3 || led).then_some(())?;
        (!open_end).then_some(())?;
        cx.dated(unit.open(), |d| Cal::around(d, unit))
    },
    examples: &[
        ("Sales for the full year", "2024"),
        ("Profit for the year ended March 31", "P1Y"),
        ("the first nine months of the year", "2024"),
    ],
    rejects: &["the year he died", "in the week of war", "the years"],
};

pub(super) const WEEKEND: Rule = Rule {
    id: "weekend",
    doc: "\"the weekend\": the coming one where the clause looks ahead, else the latest that has begun.",
    pattern: &[THE, EDGE, Opt(&[W(&["the"])]), W(&["weekend"])],
    value: |m, cx| {
        (m.end > m.start + 1 && cx.starts(m, "the")).then_some(())?;
        let ahead = cx.tense(m).is_ahead();
        cx.dated("XXXX-WXX-WE", |dct| {
            let here = Cal::around(dct, Unit::Weekend)?;
            if ahead || here.first()? <= dct { Some(here) } else { here.shift(-1) }
        })
    },
    examples: &[
        ("They met over the weekend", "2024-W27-WE"),
        ("They will meet at the weekend", "2024-W28-WE"),
        ("Talks were held on the weekend", "2024-W27-WE"),
    ],
    rejects: &["a weekend", "weekends", "the weekends"],
};

pub(super) const YEAR_END: Rule = Rule {
    id: "year-end",
    doc: "\"year-end\", \"year's end\", \"the end of the year\": the last third of the year, or month, week …",
    pattern: &[
        THE,
        Any(&[
            &[El::Unit, DASH, W(&["end"])],
            &[El::Unit, W(&["end"])],
            &[El::Unit, W(&["'", "’"]), W(&["s"]), W(&["end"])],
            &[Opt(&[El::Which]), El::Unit, W(&["'", "’"]), W(&["s"]), W(&["end"])],
        ]),
    ],
    value: |m, cx| unit_edge(m, cx, Edge::End),
    examples: &[("by year-end", "2024"), ("by the year's end", "2024"), ("month's end", "2024-07")],
    rejects: &["the end", "year", "a week ends"],
};

/// The unit around the document's day, or the one told; its end, middle or start.
fn unit_edge(m: &Match, cx: &Context, edge: Edge) -> Option<Meaning> {
    let unit = m.unit().filter(|u| *u >= Unit::Week && *u != Unit::Weekend && !m.plural())?;
    let shift = match m.which() {
        Some(Which::Next) => 1,
        Some(Which::Last) => -1,
        _ => 0,
    };
    let near = cx.near.and_then(Cal::first).filter(|_| m.which().is_none());
    let found = near.or(cx.dct).and_then(|d| Cal::around(d, unit)?.shift(shift));
    let meaning = found.map(Meaning::at).or_else(|| open(Kind::Date, unit.open()))?;
    Some(meaning.narrowed(Some(edge), cx.dct))
}

pub(super) const UNIT_EDGE: Rule = Rule {
    id: "unit-edge",
    doc: "\"the end of the month\", \"the middle of the week\", \"midweek\", \"mid-year\".",
    pattern: &[Any(&[
        &[
            THE,
            W(&["end", "middle", "beginning", "start", "close", "rest", "remainder"]),
            W(&["of"]),
            THE,
            Opt(&[W(&["this"])]),
            El::Unit,
        ],
        &[W(&["mid"]), DASH, El::Unit],
        &[W(&["midweek", "midyear"])],
    ])],
    value: |m, cx| {
        let edge = match m.has("end") || m.has("close") {
            true => Edge::End,
            false if m.has("beginning") || m.has("start") => Edge::Start,
            false if m.has("rest") || m.has("remainder") => Edge::Later,
            false => Edge::Mid,
        };
        if m.has("midweek") || m.has("midyear") {
            let unit = if m.has("midweek") { Unit::Week } else { Unit::Year };
            let meaning = cx.dated(unit.open(), |d| Cal::around(d, unit))?;
            return Some(meaning.narrowed(Some(edge), cx.dct));
        }
        if m.unit() == Some(Unit::Day) && !m.plural() && edge == Edge::End {
            return None;
        }
        unit_edge(m, cx, edge)
    },
    examples: &[
        ("by the end of the month", "2024-07"),
        ("the middle of the week", "2024-W28"),
        ("midweek", "2024-W28"),
        ("mid-year", "2024"),
        ("for the rest of the week", "2024-W28"),
    ],
    rejects: &["the end of the day", "the rest of the world", "the end of the war", "the end of weeks"],
};

pub(super) const AGO: Rule = Rule {
    id: "ago",
    doc: "\"N units ago\": counted back from the document's day, at the grain of the unit; an uncounted number is PAST_REF. \
        Where the report is telling quarters, \"a year ago\" is the quarter of the year before.",
    pattern: &[
        ABOUT,
        El::Count,
        Opt(&[W(&["or"]), W(&["so"])]),
        Opt(&[W(&["full", "long", "short", "whole"])]),
        Opt(&[DASH]),
        El::Unit,
        Opt(&[W(&["or"]), W(&["so"])]),
        HALF,
        Opt(&[DASH]),
        W(&["ago"]),
        Opt(&[W(&["today"])]),
    ],
    value: |m, cx| {
        let unit = m.unit()?;
        let count = amount(m)?;
        if count == Amount::Vague {
            return open(Kind::Date, "PAST_REF");
        }
        if unit == Unit::Year
            && count == Amount::Tenths(10)
            && let Some(quarter @ Cal::Quarter(..)) = cx.last
        {
            return quarter.shift_years(-1).map(|cal| Meaning::at(cal).aside());
        }
        cx.dated(unit.open(), |dct| units_from(Cal::Day(dct), count, unit, -1))
    },
    examples: &[
        ("two weeks ago", "2024-W26"),
        ("a month ago", "2024-06"),
        ("ten years ago", "2014"),
        ("nearly four years ago", "2020"),
        ("10 days ago", "2024-07-01"),
        ("several years ago", "PAST_REF"),
        ("a year and a half ago", "2023-01"),
    ],
    rejects: &["long ago", "two weeks late", "two weeks"],
};

/// "and a half", behind the unit.
const HALF: El = Opt(&[W(&["and"]), W(&["a"]), Opt(&[DASH]), W(&["half"])]);

/// The count, with the half that stands behind the unit.
pub(super) fn amount(m: &Match) -> Option<Amount> {
    m.count().map(|count| if m.has("half") { count.and_a_half() } else { count })
}

/// So many units from `start`, at the grain of the unit.
pub(crate) fn units_from(start: Cal, count: Amount, unit: Unit, sign: i64) -> Option<Cal> {
    let Amount::Tenths(tenths) = count else { return None };
    let day = start.first()?;
    let (unit, tenths) = match unit {
        // Part of a year is told in months, part of a week in days.
        Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => {
            let years = tenths.checked_mul(unit.iso().0)?;
            if years % 10 == 0 {
                (Unit::Year, years)
            } else {
                (Unit::Month, years.checked_mul(12)? / 10 * 10)
            }
        }
        Unit::Fortnight => (Unit::Week, tenths.checked_mul(2)?),
        Unit::Week if tenths % 10 != 0 => (Unit::Day, tenths.checked_mul(7)? / 10 * 10),
        Unit::Second | Unit::Minute | Unit::Hour => return Some(Cal::Day(day)),
        other => (other, tenths),
    };
    Cal::around(day, unit)?.shift(sign.checked_mul(tenths / 10)?)
}

pub(super) const LATER: Rule = Rule {
    id: "later",
    doc: "\"N units later\", \"a year earlier\": counted from the last date told; a length where none was told.",
    pattern: &[
        ABOUT,
        El::Count,
        Opt(&[DASH]),
        El::Unit,
        HALF,
        Opt(&[DASH]),
        Any(&[
            &[W(&["later", "earlier", "afterward", "afterwards", "beforehand", "thereafter"])],
            &[W(&["before", "after", "previously"])],
            &[W(&["prior"]), Not(&[W(&["to"])])],
        ]),
    ],
    value: |m, cx| {
        let unit = m.unit().filter(|u| *u >= Unit::Day)?;
        (!cx.precedes(m, &["than"])).then_some(())?;
        if (m.has("before") || m.has("after")) && !ends_clause(m, cx) {
            return None;
        }
        let count = amount(m)?;
        let back = m.has("earlier")
            || m.has("before")
            || m.has("beforehand")
            || m.has("previously")
            || m.has("prior");
        let sign = if back { -1 } else { 1 };
        // Without a date told, "earlier" still looks back from the report.
        let start = cx.last.or(cx.dct.filter(|_| back).map(Cal::Day));
        let quarters = unit == Unit::Year && matches!(start, Some(Cal::Quarter(..) | Cal::Half(..)));
        let found = match (start, count.whole()) {
            (Some(start), Some(n)) if quarters => {
                return start.shift_years(sign * n).map(|cal| Meaning::at(cal).aside());
            }
            (Some(start), _) => units_from(start, count, unit, sign),
            (None, _) => None,
        };
        found.map(Meaning::at).or_else(|| open(Kind::Duration, count.duration(unit)))
    },
    examples: &[
        ("On May 3 they met; two days later they left", "2024-05-05"),
        ("They met in 2011 and, three years later, again", "2014"),
        ("Profit fell in the second quarter from a year earlier", "2023-Q2"),
        ("two weeks later", "P2W"),
        ("On May 3 they came, two days prior they had left", "2024-05-01"),
    ],
    rejects: &["a day later than planned", "two days after the attack", "later"],
};

fn ends_clause(m: &Match, cx: &Context) -> bool {
    cx.after(m).is_none_or(|a| a.kind == AtomKind::Sign && !matches!(a.text, "\"" | "“" | "'" | "$"))
}

/// "Will leave in two weeks", but not "to be the first in 30 years".
fn is_to_come(m: &Match, cx: &Context, unit: Unit) -> bool {
    let tense = cx.tense(m);
    let ranked = (1..=20).filter_map(|back| cx.before(m, back)).any(|a| {
        a.is("first")
            || a.is("only")
            || a.is("once")
            || a.is("most")
            || a.text.len() > 4 && a.text.ends_with("est")
    });
    !ranked && (tense == Tense::Future || tense == Tense::Planned && unit < Unit::Year)
}

pub(super) const IN_UNITS: Rule = Rule {
    id: "in-units",
    doc: "\"in N units\" where the clause looks ahead, \"N units from now\": counted on from the document's day.",
    pattern: &[
        ABOUT,
        El::Count,
        Opt(&[DASH]),
        El::Unit,
        HALF,
        Opt(&[W(&["'", "’"]), W(&["time"])]),
        Opt(&[Any(&[&[W(&["from"]), W(&["now", "today"])], &[W(&["hence"])]])]),
    ],
    value: |m, cx| {
        let unit = m.unit().filter(|u| *u >= Unit::Day)?;
        let said = m.has("from") || m.has("time") || m.has("hence");
        let several = m.plural() || cx.tense(m) == Tense::Future;
        let ahead = cx.follows(m, &["in"]) && several && !said && is_to_come(m, cx, unit);
        (said || ahead).then_some(())?;
        let count = amount(m)?;
        if count == Amount::Vague {
            return open(Kind::Date, "FUTURE_REF");
        }
        cx.dated(unit.open(), |dct| units_from(Cal::Day(dct), count, unit, 1))
    },
    examples: &[
        ("They will meet in two weeks", "2024-W30"),
        ("three years from now", "2027"),
        ("They will decide in a week", "2024-W29"),
        ("two weeks hence", "2024-W30"),
        ("Talks will start in 10 days", "2024-07-21"),
    ],
    rejects: &[
        "They left in two weeks",
        "It will be the first visit in 30 years",
        "for two weeks",
        "from now",
    ],
};

pub(super) const COMPOUND: Rule = Rule {
    id: "compound",
    doc: "\"two years and three months\", \"1 month, 21 days ago\": a length of several units, larger first; with \"ago\", \"later\" \
        or \"from now\" a date at the grain of the smallest.",
    pattern: &[
        ABOUT,
        El::Count,
        Opt(&[DASH]),
        El::Unit,
        AND,
        El::Count,
        Opt(&[DASH]),
        El::Unit,
        Opt(&[AND, El::Count, Opt(&[DASH]), El::Unit]),
        Opt(&[Any(&[
            &[W(&["ago", "later", "earlier", "hence"])],
            &[W(&["from"]), W(&["now", "today"])],
            &[W(&["before", "after"])],
        ])]),
        Not(&[Opt(&[DASH]), W(&["old"])]),
    ],
    value: |m, cx| {
        let parts = m.lengths();
        let falling = parts.windows(2).all(|w| w[0].1 > w[1].1);
        (falling && parts.iter().all(|(_, unit)| *unit != Unit::Weekend)).then_some(())?;
        let length = || open(Kind::Duration, compound(&parts)?);
        if m.has("ago") || m.has("hence") || m.has("from") {
            return cx.dated("XXXX-XX-XX", |dct| shift_all(dct, &parts, if m.has("ago") { -1 } else { 1 }));
        }
        if m.has("before") || m.has("after") {
            // What counts from an event is a length, and "after" is the event's.
            return None;
        }
        let sign = if m.has("earlier") { -1 } else { 1 };
        if !m.has("earlier") && !m.has("later") {
            return length();
        }
        match cx.last.and_then(Cal::first).and_then(|day| shift_all(day, &parts, sign)) {
            Some(cal) => Some(Meaning::at(cal)),
            None => length(),
        }
    },
    examples: &[
        ("two years and three months", "P2Y3M"),
        ("1 month, 21 days ago", "2024-05-21"),
        ("They talked for one hour and 20 minutes", "PT1H20M"),
        ("2 years, 1 month and 21 days ago", "2022-05-21"),
        ("On May 3 they met; one year and two months later they left", "2025-07"),
    ],
    rejects: &[
        "three months and two years",
        "two years and more",
        "1 year and 5 people",
        "two years and three months old",
    ],
};

/// What stands between the parts of a length.
const AND: El = Opt(&[Any(&[&[W(&[","]), W(&["and"])], &[W(&[",", "and"])]])]);

/// TIMEX3 duration of several units, larger first; `None` where one is not counted in whole numbers.
fn compound(parts: &[(Amount, Unit)]) -> Option<String> {
    let (mut days, mut hours) = (String::new(), String::new());
    for (count, unit) in parts {
        let (each, letter, timed) = unit.iso();
        let told = format!("{}{letter}", count.whole()?.checked_mul(each)?);
        if timed { hours += &told } else { days += &told }
    }
    let hours = if hours.is_empty() { hours } else { format!("T{hours}") };
    Some(format!("P{days}{hours}"))
}

/// The day that lies all of these from `start`, at the grain of the last.
fn shift_all(start: Date, parts: &[(Amount, Unit)], sign: i64) -> Option<Cal> {
    let mut day = start;
    for (count, unit) in parts {
        let units = count.whole()?.checked_mul(unit.iso().0)?.checked_mul(sign)?;
        day = match unit {
            Unit::Day => plus_days(day, units)?,
            Unit::Week | Unit::Fortnight => plus_days(day, units.checked_mul(7)?)?,
            Unit::Month => plus_months(day, units)?,
            Unit::Quarter => plus_months(day, units.checked_mul(3)?)?,
            Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => {
                plus_months(day, units.checked_mul(12)?)?
            }
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Weekend => day,
        };
    }
    Cal::around(day, parts.last()?.1)
}

pub(super) const NEW_YEAR: Rule = Rule {
    id: "the-new-year",
    doc: "\"in the new year\": the year that begins next where the clause looks ahead, else the one that began last.",
    pattern: &[EDGE, W(&["the"]), W(&["new"]), W(&["year"]), Not(&[W(&["'", "’", "-"])])],
    value: |m, cx| {
        let led = m.edge().is_some() || cx.follows(m, &["in", "into", "until", "before", "by"]);
        let lower = cx.words(m).iter().any(|a| a.text == "new");
        (led && lower).then_some(())?;
        let tense = cx.tense(m);
        cx.dated("XXXX", |dct| by_tense(dct, tense, |year| vec![Cal::Month(year, 1)])?.year().map(Cal::Year))
            .map(|meaning| meaning.narrowed(m.edge(), cx.dct))
    },
    examples: &[
        ("They will meet in the new year", "2025"),
        ("They met early in the new year", "2024"),
        ("Talks will be put off until the new year", "2025"),
    ],
    rejects: &["the new year's first talks", "the New Year", "celebrated the new year"],
};
