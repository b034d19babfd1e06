//! Dates of the calendar: days, months, years, decades, centuries, seasons.

use super::{COMMA, DASH, EDGE, OF, THE, by_tense, month_day};
use crate::Kind;
use crate::atoms::{Atom, Kind as AtomKind};
use crate::calendar::{Cal, Season, Unit, date, plus_days};
use crate::engine::{Context, Meaning, Rule, senses};
use crate::lexicon::Sense;
use crate::pattern::El::{Ahead, Any, Not, Opt, W};
use crate::pattern::{El, Match, Which};
use crate::tense::Tense;
use demarche_text::Upos;

pub(super) const NUMERIC: Rule = Rule {
    id: "numeric-date",
    doc: "A date in figures: ISO 8601, American with slashes (month first), European with full stops (day first).",
    pattern: &[El::Numeric],
    value: |m, cx| m.date().filter(|_| !is_code(m, cx)).map(|day| Meaning::at(Cal::Day(day))),
    examples: &[
        ("on 2018-11-04", "2018-11-04"),
        ("11/04/2018", "2018-11-04"),
        ("25/12/2018", "2018-12-25"),
        ("4.11.2018", "2018-11-04"),
        ("7/4/99", "1999-07-04"),
    ],
    rejects: &["version 1.2.3", "133-03-03-2020", "2018-13-45", "call 555-1234-5678", "1/2 of them"],
};

/// What joins two dates.
const TO: El = Any(&[&[DASH], &[W(&["to", "through", "until", "and"])]]);

/// "to 5", "-5", "and 6": the second day of "June 3 to 5".
const TO_DAY: El =
    Opt(&[Any(&[&[DASH], &[W(&["to", "through", "thru", "until", "till", "and"])]]), THE, El::Day]);

pub(super) const MONTH_DAY: Rule = Rule {
    id: "month-day",
    doc: "Month and day, with the year or without: then the year that the tense of the clause asks for, or the nearest.",
    pattern: &[
        Opt(&[El::Weekday, COMMA]),
        EDGE,
        THE,
        El::Month,
        THE,
        El::Day,
        TO_DAY,
        Any(&[
            &[COMMA, El::Year],
            &[Ahead(&[TO, El::Month, El::Day, COMMA, El::Year])],
            &[Not(&[COMMA, El::Year])],
        ]),
        Opt(&[W(&[",", "("]), El::Weekday, Opt(&[W(&[")"])])]),
    ],
    value: |m, cx| m.month().and_then(|month| days(m, cx, month)),
    examples: &[
        ("Nov. 4, 2018", "2018-11-04"),
        ("They met on June 12.", "2024-06-12"),
        ("They will meet on February 3", "2025-02-03"),
        ("Sunday, March eighth", "2024-03-08"),
        ("from June 3 to 5", "2024-06-03"),
        ("from December 30 to January 3, 2019", "2018-12-30"),
        ("Feb. 29, 2024", "2024-02-29"),
        ("July 18 (Friday)", "2025-07-18"),
    ],
    rejects: &["Feb. 30, 2024", "they may 3 times", "June 1999", "Feb. 29, 2023 "],
};

pub(super) const DAY_MONTH: Rule = Rule {
    id: "day-month",
    doc: "Day before month: \"4 November 2018\", \"the 4th of November\", \"3-5 June\". The year as in `month-day`.",
    pattern: &[
        Opt(&[El::Weekday, COMMA]),
        THE,
        El::Day,
        TO_DAY,
        Opt(&[W(&["of", "-", "/", "."])]),
        El::Month,
        Any(&[
            &[Opt(&[W(&[",", "-", "/", "of", "in"])]), El::Year],
            &[Ahead(&[TO, El::Day, El::Month, COMMA, El::Year])],
            &[Not(&[COMMA, El::Year])],
        ]),
    ],
    value: |m, cx| m.month().and_then(|month| days(m, cx, month)),
    examples: &[
        ("4 November 2018", "2018-11-04"),
        ("the 4th of November, 2018", "2018-11-04"),
        ("3-5 June 2018", "2018-06-03"),
        ("05-Aug-2016", "2016-08-05"),
        ("from the 13th to the 15th of July", "2024-07-13"),
        ("Sunday 14 January 2024", "2024-01-14"),
    ],
    rejects: &["31 June 2018", "45 June 2018", "4 people in May"],
};

/// One day, or the first to the second where the second is later.
fn days(m: &Match, cx: &Context, month: i8) -> Option<Meaning> {
    let first = month_day(m, cx, month, m.day()?)?;
    let Some(second) = m.second_day() else { return Some(first) };
    let consecutive = second == m.day()? + 1;
    if second <= m.day()? || (m.has("and") && !consecutive && !cx.follows(m, &["between"])) {
        return None;
    }
    let Some(Cal::Day(from)) = first.anchor else { return Some(first) };
    Some(Meaning::at(Cal::Days(from, date(from.year(), month, second)?)))
}

pub(super) const WEEK_OF: Rule = Rule {
    id: "week-of",
    doc: "\"the week of March 6\", \"the weekend of June 8\": the week that holds the day; \"the week ending\" on a day is \
        that day's too.",
    pattern: &[
        THE,
        Any(&[
            &[W(&["week", "weekend"]), W(&["of"])],
            &[W(&["week"]), W(&["beginning", "starting", "ending", "ended"])],
        ]),
        Opt(&[W(&["on"])]),
        Opt(&[El::Weekday, COMMA]),
        Any(&[&[El::Month, THE, El::Day, TO_DAY], &[THE, El::Day, TO_DAY, Opt(&[W(&["of"])]), El::Month]]),
        Opt(&[COMMA, El::Year]),
    ],
    value: |m, cx| {
        let day = month_day(m, cx, m.month()?, m.day()?)?;
        let unit = if m.has("weekend") { Unit::Weekend } else { Unit::Week };
        match day.anchor {
            Some(cal) => Cal::around(cal.first()?, unit).map(Meaning::at),
            None => open(Kind::Date, unit.open()),
        }
    },
    examples: &[
        ("the week of March 6", "2024-W10"),
        ("the week of 4 November 2019", "2019-W45"),
        ("the weekend of June 8-9", "2024-W23-WE"),
        ("They will meet in the week beginning Monday, July 22", "2024-W30"),
    ],
    rejects: &["the week of war", "a week of March", "the week of Feb. 30"],
};

pub(super) const NTH: Rule = Rule {
    id: "nth-of-month",
    doc: "\"the first Tuesday in November\", \"the last week of March\", \"the third day of October\": weeks are of seven days \
        from the first of the month, the last week its last seven; the value of a week is its month.",
    pattern: &[
        THE,
        Any(&[&[El::Ordinal], &[Opt(&[El::Ordinal, Opt(&[DASH])]), W(&["last", "final"])]]),
        Any(&[&[El::Weekday], &[W(&["day", "week", "month"])]]),
        W(&["of", "in"]),
        Any(&[
            &[El::Year],
            &[El::Month, Any(&[&[OF, El::Which, W(&["year"])], &[COMMA, OF, El::Year], &[]])],
            &[El::Which, W(&["month"])],
            &[W(&["the", "each", "every"]), W(&["month"])],
        ]),
    ],
    value: nth,
    examples: &[
        ("the first Tuesday in November 2020", "2020-11-03"),
        ("the last Friday of March", "2024-03-29"),
        ("They met in the last week of March", "2024-03"),
        ("the second Monday of last month", "2024-06-10"),
        ("the third day of October 2019", "2019-10-03"),
        ("in the first week of 2015", "2015"),
        ("the last day of 2023", "2023-12-31"),
        ("the second-last Friday of March", "2024-03-22"),
    ],
    rejects: &[
        "the first Tuesday",
        "the sixth Monday of May",
        "the first week of war",
        "the first Monday of every month",
    ],
};

fn nth(m: &Match, cx: &Context) -> Option<Meaning> {
    let last = m.has("last") || m.has("final");
    let n = match m.ordinal().map(i8::try_from) {
        Some(n) => n.ok().filter(|n| *n > 0)? * if last { -1 } else { 1 },
        None => -1,
    };
    if let (None, Some(year)) = (m.month(), m.year()) {
        return nth_of_year(m, year, n);
    }
    (!m.has("week") || !m.has("month")).then_some(())?;
    let month = match (m.month(), m.year(), m.which()) {
        (Some(month), Some(year), _) => Cal::Month(year, month),
        (Some(month), None, Some(which)) => {
            let year = Cal::Year(cx.dct?.year()).shift(which.step()?)?.year()?;
            Cal::Month(year, month)
        }
        (Some(month), None, None) => {
            let tense = cx.tense(m);
            by_tense(cx.dct?, tense, |year| vec![Cal::Month(year, month)])?
        }
        (None, _, which) => {
            (!m.has("each") && !m.has("every")).then_some(())?;
            Cal::around(cx.dct?, Unit::Month)?.shift(which.map_or(Some(0), Which::step)?)?
        }
    };
    let first = month.first()?;
    if let Some(weekday) = m.weekday() {
        let weekday = jiff::civil::Weekday::from_monday_one_offset(weekday).ok()?;
        return first.nth_weekday_of_month(n, weekday).ok().map(|day| Meaning::at(Cal::Day(day)));
    }
    part_of(month, n, if m.has("week") { 7 } else { 1 })
}

/// "the first week of 2015", "the last month of 2020"; no weekdays.
fn nth_of_year(m: &Match, year: i16, n: i8) -> Option<Meaning> {
    if m.has("month") {
        let month = if n < 0 { 13 + n } else { n };
        return (1..=12).contains(&month).then(|| Meaning::at(Cal::Month(year, month)));
    }
    m.weekday().is_none().then_some(())?;
    part_of(Cal::Year(year), n, if m.has("week") { 7 } else { 1 })
}

/// The `n`th stretch of `step` days of a month or year, counted from its end where `n` is negative.
fn part_of(whole: Cal, n: i8, step: i64) -> Option<Meaning> {
    let (first, end) = whole.range()?;
    let n = i64::from(n);
    let from = if n < 0 { plus_days(end, 1 + n * step)? } else { plus_days(first, (n - 1) * step)? };
    let to = plus_days(from, step - 1)?.min(end);
    (n != 0 && first <= from && from <= end).then_some(())?;
    if step == 1 {
        return Some(Meaning::at(Cal::Day(from)));
    }
    Some(Meaning { range: Some((from, to)), ..Meaning::at(whole) })
}

pub(super) const DAY_OF_MONTH: Rule = Rule {
    id: "day-of-which-month",
    doc: "\"the 15th of this month\", \"the 5th of last month\".",
    pattern: &[THE, El::Day, W(&["of"]), THE, El::Which, W(&["month"])],
    value: |m, cx| {
        let (day, step) = (m.day()?, m.which()?.step()?);
        cx.dated(format!("XXXX-XX-{day:02}"), |dct| {
            let first = Cal::around(dct, Unit::Month)?.shift(step)?.first()?;
            date(first.year(), first.month(), day).map(Cal::Day)
        })
    },
    examples: &[
        ("the 15th of this month", "2024-07-15"),
        ("the 5th of last month", "2024-06-05"),
        ("the 20th of next month", "2024-08-20"),
    ],
    rejects: &["the 31st of last month", "the 5th of the month", "5 of them"],
};

pub(super) const WEEKDAY_DAY: Rule = Rule {
    id: "weekday-and-day",
    doc: "\"Tuesday the 4th\", \"Monday the twenty-second\", \"Tuesday 4th\": the nearest such weekday with that number.",
    pattern: &[El::Weekday, COMMA, THE, El::Day, Not(&[Opt(&[W(&["of"])]), El::Month])],
    value: |m, cx| {
        let (weekday, day, dct) = (m.weekday()?, m.day()?, cx.dct?);
        let number = cx.words(m).iter().position(|a| a.kind == AtomKind::Number);
        // "Tuesday 21 people died" counts people, "Monday the second man left" men.
        let suffixed = number.is_some_and(|at| cx.words(m).get(at + 1).is_some_and(|a| a.glued));
        let article = m.has("the");
        let number = suffixed || article && (number.is_some() || day > 20);
        let tense = cx.tense(m);
        let fits = |d: &jiff::civil::Date| d.weekday().to_monday_one_offset() == weekday;
        let days = |year: i16| {
            (1..=12).filter_map(|month| date(year, month, day)).filter(fits).map(Cal::Day).collect()
        };
        number.then(|| by_tense(dct, tense, days).map(Meaning::at)).flatten()
    },
    examples: &[
        ("They met on Tuesday the 2nd", "2024-07-02"),
        ("They will meet on Monday the 22nd", "2024-07-22"),
        ("Thursday the 11th", "2024-07-11"),
        ("They will meet on Monday the twenty-second", "2024-07-22"),
        ("They met on Tuesday 2nd", "2024-07-02"),
    ],
    rejects: &[
        "Tuesday the second man left",
        "Tuesday 21 people died",
        "Tuesday the 4th of July",
        "Monday the minister",
    ],
};

pub(super) const ATTACKS: Rule = Rule {
    id: "september-11",
    doc: "\"the Sept. 11 attacks\", \"9/11\": the day in 2001, wherever no other year is told.",
    pattern: &[
        THE,
        Any(&[
            &[
                Any(&[&[El::Month, El::Day], &[El::Day, El::Month]]),
                Not(&[COMMA, El::Year]),
                Ahead(&[
                    Opt(&[W(&["terrorist", "terror"])]),
                    W(&["attack", "attacks", "hijackings", "hijackers"]),
                ]),
            ],
            &[W(&["9"]), W(&["/"]), W(&["11"]), Not(&[W(&["/"])])],
        ]),
    ],
    value: |m, _| {
        let named = m.month().is_none_or(|month| month == 9) && m.day().is_none_or(|day| day == 11);
        named.then(|| date(2001, 9, 11).map(|day| Meaning::at(Cal::Day(day)).aside())).flatten()
    },
    examples: &[
        ("the Sept. 11 attacks", "2001-09-11"),
        ("since the September 11 terrorist attacks", "2001-09-11"),
        ("after 9/11", "2001-09-11"),
    ],
    rejects: &["Sept. 11", "the Sept. 12 attacks", "Sept. 11, 2012 attacks", "9/11/2020"],
};

pub(super) const YEAR_MONTH: Rule = Rule {
    id: "year-month",
    doc: "\"2017 April\", \"2016-11\": the month after its year; \"2010-11\" is two years.",
    pattern: &[
        El::Year,
        Any(&[&[Opt(&[W(&[",", "-", "/"])]), El::Month, Not(&[THE, El::Day])], &[DASH, El::Day]]),
    ],
    value: |m, cx| {
        let year = m.year()?;
        let month = match m.day() {
            Some(number) => {
                let written =
                    cx.words(m).last().is_some_and(|a| a.kind == AtomKind::Number && a.text.len() == 2);
                (written && number <= 12 && i16::from(number) <= year % 100).then_some(number)?
            }
            None => m.month()?,
        };
        (m.day().is_none() || !cx.precedes(m, &["-", "–"])).then(|| Meaning::at(Cal::Month(year, month)))
    },
    examples: &[("in 2017 April", "2017-04"), ("2016-11", "2016-11"), ("2019, March", "2019-03")],
    rejects: &["2010-11", "2016-13", "2016-1", "in 2017 they may leave", "2018-11-04"],
};

pub(super) const MONTH_YEAR: Rule = Rule {
    id: "month-year",
    doc: "A month of a year that is told.",
    pattern: &[THE, EDGE, El::Month, Any(&[&[COMMA], &[OF], &[W(&["/", "-"])]]), El::Year],
    value: |m, cx| Some(Meaning::at(Cal::Month(m.year()?, m.month()?)).narrowed(m.edge(), cx.dct)),
    examples: &[
        ("November 2018", "2018-11"),
        ("late March 1999", "1999-03"),
        ("in May of 2003", "2003-05"),
        ("January nineteen ninety-seven", "1997-01"),
    ],
    rejects: &["November 20", "he may 2018 times", "Marching 2018"],
};

pub(super) const MONTH_OF_YEAR: Rule = Rule {
    id: "month-of-year",
    doc: "A month of this, last or next year, or of both months' year in \"between March and June 2018\".",
    pattern: &[
        EDGE,
        El::Month,
        Any(&[
            &[OF, El::Which, W(&["year"])],
            &[Ahead(&[Any(&[&[DASH], &[W(&["to", "and", "until", "through"])]]), El::Month, OF, El::Year])],
        ]),
    ],
    value: |m, cx| {
        let month = m.month()?;
        if let Some(year) = m.year() {
            return Some(Meaning::at(Cal::Month(year, month)).narrowed(m.edge(), cx.dct));
        }
        let shift = match m.which()? {
            Which::This => 0,
            Which::Last => -1,
            Which::Next => 1,
            _ => return None,
        };
        cx.dated(format!("XXXX-{month:02}"), |dct| Cal::Month(dct.year(), month).shift_years(shift))
            .map(|meaning| meaning.narrowed(m.edge(), cx.dct))
    },
    examples: &[
        ("in June last year", "2023-06"),
        ("January this year", "2024-01"),
        ("in May of next year", "2025-05"),
        ("between March and June 2018", "2018-03"),
    ],
    rejects: &["June last week", "this year", "March and 2018"],
};

pub(super) const MONTH: Rule = Rule {
    id: "month",
    doc: "A month alone: the one that the tense of the clause or \"last\", \"next\", \"this\" asks for, or the nearest.",
    pattern: &[
        EDGE,
        Opt(&[Any(&[&[El::Which], &[THE, W(&["month"]), W(&["of"])]])]),
        El::Month,
        Not(&[THE, El::Day]),
    ],
    value: |m, cx| {
        let written_out = cx.words(m).iter().any(|a| {
            a.text.len() > 3 && senses(Some(a), |s| matches!(s, Sense::Month(_) | Sense::MonthShort(_)))
        });
        // "In Dec they met", "from Nov to March": but "Dec said" and "in Jan Egeland's words".
        let led = cx.follows(m, &["in", "since", "until", "from", "to", "through", "between"])
            && !cx.after(m).is_some_and(|a| a.capital || matches!(a.text, "'" | "’"));
        if !written_out && !led && !cx.words(m).last().is_some_and(|a| a.text == "." || a.is("may")) {
            return None;
        }
        let month = m.month()?;
        let tense = cx.tense(m);
        cx.dated(format!("XXXX-{month:02}"), |dct| {
            let here = Cal::Month(dct.year(), month);
            which_year(m.which(), here, dct.month() > month, dct.month() == month)
                .or_else(|| by_tense(dct, tense, |year| vec![Cal::Month(year, month)]))
        })
        .map(|meaning| meaning.narrowed(m.edge(), cx.dct))
    },
    examples: &[
        ("They met in June", "2024-06"),
        ("They will meet in late March", "2025-03"),
        ("last October", "2023-10"),
        ("next September", "2024-09"),
        ("mid-November", "2024-11"),
        ("They met in Dec and left", "2023-12"),
    ],
    rejects: &[
        "they may go",
        "a march on Rome",
        "June 12",
        "Dec said",
        "May I go?",
        "in Jan Egeland's words",
    ],
};

/// This year's span, or that of the year before or after, as "this", "last" and "next" ask.
pub(super) fn which_year(which: Option<Which>, here: Cal, is_past: bool, is_now: bool) -> Option<Cal> {
    match which? {
        Which::Last if !is_past => here.shift_years(-1),
        Which::Next if is_past || is_now => here.shift_years(1),
        Which::This | Which::Last | Which::Next => Some(here),
        Which::Before | Which::After | Which::That => None,
    }
}

pub(super) const YEAR: Rule = Rule {
    id: "year",
    doc: "A year in figures or words, where nothing says that the number counts something.",
    pattern: &[
        THE,
        EDGE,
        Opt(&[Any(&[&[W(&["year", "calendar"])], &[W(&["pre", "post"]), DASH]])]),
        El::Year,
    ],
    value: |m, cx| {
        let year = m.year()?;
        let bare = m.end == m.start + 1;
        let article = cx.starts(m, "the") && m.end == m.start + 2;
        (!article && (!bare || is_year(m, cx, year)))
            .then(|| Meaning::at(Cal::Year(year)).narrowed(m.edge(), cx.dct))
    },
    examples: &[
        ("in 2018", "2018"),
        ("early 2019", "2019"),
        ("the end of 1990", "1990"),
        ("mid-1996", "1996"),
        ("the year two thousand", "2000"),
        ("nineteen ninety-six", "1996"),
    ],
    rejects: &[
        "2000 people died",
        "$2018",
        "1,990 of them",
        "room 2018A",
        "2018.5",
        "1200 troops",
        "2000 of them",
    ],
};

/// True inside of a chain of figures that is no date: "138-2010-2015", "2015-1-32".
fn is_code(m: &Match, cx: &Context) -> bool {
    let dash = |a: &Atom| a.glued && matches!(a.text, "-" | "/" | ".");
    let number = |a: Option<&Atom>| a.is_some_and(|a| a.kind == AtomKind::Number);
    let glued = |i: usize| cx.atoms.get(i).is_some_and(|a| a.glued);
    let before = cx.before(m, 1).is_some_and(dash) && glued(m.start) && number(cx.before(m, 2));
    let after = cx.after(m).is_some_and(dash) && glued(m.end + 1) && number(cx.atoms.get(m.end + 1));
    before || after
}

/// A number of four digits that is a year: likely from its size, and what follows is nothing one counts.
fn is_year(m: &Match, cx: &Context, year: i16) -> bool {
    const LEADS: [&str; 14] = [
        "in", "since", "by", "until", "from", "between", "before", "after", "till", "during", "and", "to",
        "for", "of",
    ];
    /// What may follow a year and ends in "-s" all the same.
    const COUNTED: [&str; 8] = ["people", "percent", "men", "women", "children", "of", "troops", "police"];
    let likely = (1900..=2050).contains(&year);
    let led = cx.follows(m, &LEADS);
    if is_code(m, cx) || !(likely || led && (1000..2200).contains(&year)) {
        return false;
    }
    let Some(next) = cx.after(m).filter(|a| a.kind == AtomKind::Word) else { return true };
    if COUNTED.iter().any(|w| next.is(w)) || senses(Some(next), |s| matches!(s, Sense::Unit(_))) {
        return false;
    }
    let thing = !next.capital
        && next.text.ends_with('s')
        && !matches!(
            next.text,
            "was" | "is" | "has" | "as" | "this" | "its" | "his" | "s" | "does" | "us" | "towards"
        )
        && matches!(next.upos, Upos::Noun | Upos::X);
    !thing || (likely && cx.follows(m, &["the", "its", "'", "s", "his", "their"]))
}

pub(super) const CHRISTIAN_YEAR: Rule = Rule {
    id: "year-ad",
    doc: "\"AD 70\", \"in 14 A.D.\", \"325 CE\": a year that says from when it counts.",
    pattern: &[Any(&[&[ERA, El::Count], &[El::Count, ERA]])],
    value: |m, cx| {
        let figure = cx.words(m).iter().any(|a| a.kind == AtomKind::Number);
        let loud = cx.words(m).iter().filter(|a| a.kind == AtomKind::Word).all(|a| a.capital);
        let year = m.count()?.whole().filter(|n| figure && loud && (1..3000).contains(n))?;
        Some(Meaning::at(Cal::Year(year as i16)))
    },
    examples: &[("in AD 70", "0070"), ("in 14 A.D.", "0014"), ("325 CE", "0325")],
    rejects: &["an ad 70 people saw", "44 BC", "ad 5000", "A 70"],
};

/// "AD", "A.D.", "CE".
const ERA: El = Any(&[&[W(&["ad", "ce"])], &[W(&["a"]), W(&["."]), W(&["d"]), Opt(&[W(&["."])])]]);

pub(super) const YEARS: Rule = Rule {
    id: "years",
    doc: "Two years joined by a dash: the value is the first, the range is all of them.",
    pattern: &[El::Years],
    value: |m, cx| {
        let (from, to) = m.years()?;
        ((1000..=2100).contains(&from) && !is_code(m, cx)).then_some(())?;
        let meaning = Meaning::at(Cal::Year(from));
        let range = Cal::Year(from).first().zip(Cal::Year(to).last());
        Some(Meaning { range, ..meaning })
    },
    examples: &[("the 2017-19 war", "2017"), ("2011-2014", "2011"), ("2008/09", "2008"), ("1939–45", "1939")],
    rejects: &["2019-17", "2018-11-04", "555-1234", "Tel. 138-2010-2015"],
};

pub(super) const DECADE: Rule = Rule {
    id: "decade",
    doc: "\"the 1990s\", \"the mid-'80s\", \"the nineties\".",
    pattern: &[THE, EDGE, THE, El::Decade],
    value: |m, cx| {
        let spoken = cx.words(m).iter().any(|a| a.classes & Sense::Decade(0).bit() != 0);
        let told = !spoken || cx.starts(m, "the") || m.edge().is_some();
        told.then_some(())?;
        Some(Meaning::at(Cal::Decade(m.decade()?)).narrowed(m.edge(), cx.dct))
    },
    examples: &[
        ("the 1990s", "199"),
        ("in the late 1970s", "197"),
        ("the mid-'80s", "198"),
        ("the nineties", "199"),
    ],
    rejects: &["he is in his thirties", "1995s", "45s"],
};

pub(super) const CENTURY: Rule = Rule {
    id: "century",
    doc: "\"the 19th century\": its hundreds, so 18 for 1800 to 1899.",
    pattern: &[THE, EDGE, El::Ordinal, Opt(&[DASH]), W(&["century", "centuries"])],
    value: |m, cx| {
        let century = m.ordinal().filter(|n| (1..=99).contains(n))?;
        let before_christ = cx.precedes(m, &["bc", "b", "bce"]);
        (!before_christ).then_some(())?;
        Some(Meaning::at(Cal::Century(century as i16 - 1)).narrowed(m.edge(), cx.dct))
    },
    examples: &[
        ("the 19th century", "18"),
        ("20th-century wars", "19"),
        ("the early twenty-first century", "20"),
    ],
    rejects: &["the 5th century BC", "a century", "19 centuries"],
};

pub(super) const SEASON: Rule = Rule {
    id: "season",
    doc: "A season, northern and of whole months; the winter of a year is the one that begins in it.",
    pattern: &[
        THE,
        EDGE,
        THE,
        Opt(&[W(&["this", "the"])]),
        Opt(&[El::Which]),
        El::Season,
        Opt(&[OF, COMMA, El::Year]),
    ],
    value: |m, cx| {
        let season = m.season()?;
        season_is_told(m, cx, season).then_some(())?;
        if let Some(year) = m.year() {
            return Some(Meaning::at(Cal::Season(year, season)).narrowed(m.edge(), cx.dct));
        }
        let tense = cx.tense(m);
        cx.dated(format!("XXXX-{}", season.code()), |dct| {
            let past = |n: i16| Cal::Season(dct.year() - n, season);
            let ended = |cal: &Cal| cal.last().is_some_and(|last| last < dct);
            match m.which() {
                Some(Which::Last) => (0..3).map(past).find(ended),
                Some(Which::Next) => (-1..=1).rev().map(past).find(|c| c.first().is_some_and(|f| f > dct)),
                Some(Which::Before | Which::After | Which::That) => None,
                which => {
                    let tense = if which.is_some() { Tense::Unknown } else { tense };
                    by_tense(dct, tense, |year| vec![Cal::Season(year, season)])
                }
            }
        })
        .map(|meaning| meaning.narrowed(m.edge(), cx.dct))
    },
    examples: &[
        ("the winter of 1994", "1994-WI"),
        ("last fall", "2023-FA"),
        ("this summer", "2024-SU"),
        ("summer 2018", "2018-SU"),
        ("this past spring", "2024-SP"),
        ("They will vote in the spring", "2025-SP"),
    ],
    rejects: &[
        "the fall of Kabul",
        "fall in love",
        "a spring in his step",
        "prices fall",
        "the Winter Olympics",
    ],
};

/// "Fall" and "spring" are words of their own: a season has an article, a year, or "in" before it.
fn season_is_told(m: &Match, cx: &Context, season: Season) -> bool {
    let at = |i: usize| cx.words(m).get(i);
    let verb = cx
        .words(m)
        .iter()
        .any(|a| a.upos == Upos::Verb && senses(Some(a), |s| matches!(s, Sense::Season(_))));
    let marked = m.year().is_some()
        || m.which().is_some()
        || m.edge().is_some()
        || at(0).is_some_and(|a| a.is("the"))
        || (cx.follows(m, &["in", "by", "since", "until", "during"]) && season != Season::Fall);
    let fall_of = season == Season::Fall && m.which().is_none() && cx.precedes(m, &["of", "in", "from"]);
    let name = |a: &Atom| a.capital && senses(Some(a), |s| matches!(s, Sense::Season(_)));
    let games = cx.words(m).last().is_some_and(name) && cx.after(m).is_some_and(|a| a.capital);
    let spring_of = m.which().is_none() && m.year().is_none() && cx.precedes(m, &["of"]);
    marked && !verb && !fall_of && !spring_of && !games
}

pub(super) const DAY_ALONE: Rule = Rule {
    id: "day-of-month",
    doc: "\"on the 12th\": that day of the month told last, or of the nearest month in the direction of the tense.",
    pattern: &[THE, El::Day, Not(&[El::Unit])],
    value: |m, cx| {
        let figure = match cx.words(m) {
            [.., number, suffix] if number.kind == AtomKind::Number => suffix.glued,
            // "On the second" may be anything, "on the thirteenth" is a day.
            words => words.last().is_some_and(|a| a.kind == AtomKind::Word) && m.has("the") && m.day()? > 12,
        };
        let open = cx.after(m).is_none_or(|a| a.kind == AtomKind::Sign || is_light(a.text));
        (figure && open && cx.follows(m, &["on", "by", "until", "before", "after", "from", "to", "of"]))
            .then_some(())?;
        let day = m.day()?;
        if let Some(Cal::Day(told)) = cx.last {
            return date(told.year(), told.month(), day).map(|d| Meaning::at(Cal::Day(d)));
        }
        let tense = cx.tense(m);
        cx.dated(format!("XXXX-XX-{day:02}"), |dct| {
            by_tense(dct, tense, |year| {
                (1..=12).filter_map(|month| date(year, month, day)).map(Cal::Day).collect()
            })
        })
    },
    examples: &[
        ("They met on the 3rd.", "2024-07-03"),
        ("They will meet on the 12th", "2024-07-12"),
        ("On May 3 they came; on the 12th they left", "2024-05-12"),
        ("They met on 3rd.", "2024-07-03"),
        ("They will meet on the thirteenth.", "2024-07-13"),
    ],
    rejects: &["on the 3rd floor", "the 12th time", "on the third", "on 3 people", "on thirteenth"],
};

/// Function words, which may follow a date but never a number's noun.
fn is_light(word: &str) -> bool {
    const LIGHT: [&str; 14] =
        ["and", "or", "but", "to", "in", "at", "when", "that", "by", "for", "with", "after", "they", "he"];
    LIGHT.iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// A meaning that no day bounds.
#[allow(clippy::unnecessary_wraps, reason = "value functions give an option")]
pub(super) fn open(kind: Kind, value: impl Into<String>) -> Option<Meaning> {
    Some(Meaning::open(kind, value))
}
