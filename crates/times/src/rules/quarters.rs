//! Quarters, halves and fiscal years, as reports on business tell them.

use super::absolute::open;
use super::{COMMA, DASH, EDGE, OF, THE, by_tense};
use crate::Kind;
use crate::calendar::{Cal, Unit};
use crate::engine::{Context, Meaning, Rule};
use crate::pattern::El::{self, Any, As, Opt, W};
use crate::pattern::{Cap, Match, Which};
use crate::tense::Tense;

/// "fiscal", "fiscal-".
const FISCAL_WORD: El = Opt(&[W(&["fiscal", "financial"]), Opt(&[DASH])]);
/// "last year's", "this year's".
const YEARS_OWN: El = Opt(&[El::Which, W(&["year"]), W(&["'", "’"]), W(&["s"])]);

/// The year that a quarter or half belongs to: told, or a number of years from the document's.
fn year_of(m: &Match, cx: &Context) -> Option<i16> {
    if let Some(year) = m.year() {
        return Some(year);
    }
    let shift = match m.which()? {
        Which::This => 0,
        Which::Last => -1,
        Which::Next => 1,
        _ => return None,
    };
    Cal::Year(cx.dct?.year()).shift(shift)?.year()
}

pub(super) const QUARTER: Rule = Rule {
    id: "quarter",
    doc: "\"the third quarter\" of a year told, else the latest that has begun, or the next where the clause looks ahead.",
    pattern: &[
        THE,
        Any(&[
            &[EDGE, YEARS_OWN, FISCAL_WORD, El::Ordinal, Opt(&[DASH]), W(&["quarter"])],
            &[YEARS_OWN, As(Cap::Ordinal(4), &[W(&["final", "last"])]), W(&["quarter"])],
            &[El::Year, FISCAL_WORD, El::Ordinal, Opt(&[DASH]), W(&["quarter"])],
        ]),
        Opt(&[Any(&[
            &[COMMA, OF, THE, FISCAL_WORD, El::Year],
            &[OF, El::Which, FISCAL_WORD, W(&["year"])],
            &[W(&["of"]), W(&["the"]), FISCAL_WORD, W(&["year"])],
        ])]),
    ],
    value: |m, cx| {
        let quarter = m.ordinal().filter(|n| (1..=4).contains(n))? as i8;
        // "The last quarter" alone is the one before this.
        let last = cx.words(m).iter().any(|a| a.is("last"));
        (!last || m.year().is_some() || m.which().is_some()).then_some(())?;
        if let Some(year) = year_of(m, cx) {
            return Some(Meaning::at(Cal::Quarter(year, quarter)).narrowed(m.edge(), cx.dct));
        }
        let tense = cx.tense(m);
        cx.dated(format!("XXXX-Q{quarter}"), |dct| {
            by_tense(dct, tense, |year| vec![Cal::Quarter(year, quarter)])
        })
        .map(|meaning| meaning.narrowed(m.edge(), cx.dct))
    },
    examples: &[
        ("the third quarter of 1984", "1984-Q3"),
        ("Profits rose in the first quarter", "2024-Q1"),
        ("the 1988 second quarter", "1988-Q2"),
        ("the final quarter of 2009", "2009-Q4"),
        ("the last quarter of last year", "2023-Q4"),
        ("last year's third quarter", "2023-Q3"),
        ("second-quarter earnings fell", "2024-Q2"),
    ],
    rejects: &["a quarter of them", "the fifth quarter", "quarter finals", "in the last quarter they met"],
};

pub(super) const QUARTER_SHORT: Rule = Rule {
    id: "quarter-short",
    doc: "\"Q3 2018\", \"H1\": quarter or half by letter and figure.",
    pattern: &[W(&["q", "h"]), W(&["1", "2", "3", "4"]), COMMA, OF, Opt(&[El::Year])],
    value: |m, cx| {
        let [letter, figure, ..] = cx.words(m) else { return None };
        let (number, half) = (figure.number()? as i8, letter.is("h"));
        (letter.capital && figure.glued && (!half || number <= 2)).then_some(())?;
        let of = |year: i16| if half { Cal::Half(year, number) } else { Cal::Quarter(year, number) };
        if let Some(year) = m.year() {
            return Some(Meaning::at(of(year)));
        }
        (m.end == m.start + 2).then_some(())?;
        let name = if half { 'H' } else { 'Q' };
        cx.dated(format!("XXXX-{name}{number}"), |dct| by_tense(dct, Tense::Past, |year| vec![of(year)]))
    },
    examples: &[("Q3 2018", "2018-Q3"), ("in Q1", "2024-Q1"), ("H2 2020", "2020-H2")],
    rejects: &["q3", "Q 3", "H3 2018", "Q7"],
};

/// The quarter that the report is about: told before, else the last one that is over.
fn told_quarter(cx: &Context) -> Option<Cal> {
    if cx.quarter.is_some() {
        return cx.quarter;
    }
    Cal::around(cx.dct?, Unit::Quarter)?.shift(-1)
}

pub(super) const QUARTER_TOLD: Rule = Rule {
    id: "quarter-told",
    doc: "\"the quarter\", \"the latest quarter\", \"that quarter\": the one the report tells of; \"the current\" is the day's.",
    pattern: &[
        Any(&[
            &[THE, Opt(&[El::Which])],
            &[THE, W(&["latest", "recent"])],
            &[W(&["the"]), W(&["most"]), W(&["recent"])],
        ]),
        W(&["quarter", "period"]),
    ],
    value: |m, cx| {
        let period = cx.words(m).last().is_some_and(|a| a.is("period"));
        (m.end > m.start + 1 && (!period || m.has("latest"))).then_some(())?;
        (!cx.precedes(m, &["of", "final", "finals", "-", "century"])).then_some(())?;
        let here = |cx: &Context| cx.dct.and_then(|d| Cal::around(d, Unit::Quarter));
        let found = match m.which() {
            Some(Which::This) if cx.quarter.is_some() && !m.has("current") => cx.quarter,
            Some(Which::This) => here(cx),
            Some(Which::Last) => here(cx).and_then(|q| q.shift(-1)),
            Some(Which::Next) => here(cx).and_then(|q| q.shift(1)),
            Some(Which::Before) => cx.quarter.or_else(|| here(cx)).and_then(|q| q.shift(-1)),
            Some(Which::After) => told_quarter(cx).and_then(|q| q.shift(1)),
            Some(Which::That) | None => told_quarter(cx),
        };
        found.map(Meaning::at).or_else(|| open(Kind::Date, Unit::Quarter.open()))
    },
    examples: &[
        ("in the latest quarter", "2024-Q2"),
        ("this quarter", "2024-Q3"),
        ("Sales fell in the first quarter; for the quarter, profit rose", "2024-Q1"),
        ("next quarter", "2024-Q4"),
        ("the previous quarter", "2024-Q2"),
    ],
    rejects: &["a quarter", "the quarter of the city", "the quarter-final"],
};

pub(super) const YEAR_AGO_PERIOD: Rule = Rule {
    id: "year-ago-period",
    doc: "\"the year-earlier quarter\", \"the 1988 period\": the period the report tells of, a year before or in that year.",
    pattern: &[
        THE,
        Opt(&[W(&["same", "comparable", "corresponding"])]),
        Any(&[
            &[
                Any(&[&[W(&["year"]), DASH, W(&["ago", "earlier"])], &[El::Year]]),
                Any(&[&[W(&["quarter", "period"])], &[El::Ordinal, Opt(&[DASH]), W(&["quarter"])]]),
            ],
            &[W(&["year"]), DASH, W(&["ago", "earlier"])],
            &[W(&["period", "quarter"]), Opt(&[OF]), El::Which, W(&["year"])],
            &[El::Which, W(&["year"]), W(&["'", "’"]), W(&["s"]), W(&["quarter", "period"])],
            &[W(&["period", "quarter"]), W(&["a"]), W(&["year"]), W(&["ago", "earlier", "before"])],
        ]),
    ],
    value: |m, cx| {
        if let Some(Which::Last) = m.which()
            && cx.quarter.is_none()
            && let Some(month @ Cal::Month(..)) = cx.last
        {
            return month.shift_years(-1).map(|cal| Meaning::at(cal).aside());
        }
        let quarter = match m.ordinal() {
            Some(n @ 1..=4) => Cal::Quarter(told_quarter(cx)?.year()?, n as i8),
            Some(_) => return None,
            None => told_quarter(cx)?,
        };
        let Cal::Quarter(year, n) = quarter else { return None };
        let shift = match m.which() {
            Some(Which::This) => 0,
            None | Some(Which::Last) => -1,
            _ => return None,
        };
        let year = m.year().or(Cal::Year(year).shift(shift)?.year())?;
        Some(Meaning::at(Cal::Quarter(year, n)).aside())
    },
    examples: &[
        ("from the year-earlier quarter", "2023-Q2"),
        ("the 1988 period", "1988-Q2"),
        ("Profit rose in the second quarter, from the year-ago period", "2023-Q2"),
        ("the corresponding period last year", "2023-Q2"),
    ],
    rejects: &["a year ago", "period", "a quarter"],
};

pub(super) const HALF: Rule = Rule {
    id: "half-year",
    doc: "\"the first half of 2018\", \"the second half of last year\", \"first-half\".",
    pattern: &[
        THE,
        Any(&[&[W(&["first"])], &[W(&["second", "last", "latter"])]]),
        Opt(&[DASH]),
        W(&["half"]),
        Opt(&[
            OF,
            Any(&[&[El::Year], &[El::Which, W(&["year"])], &[W(&["the"]), W(&["year"])], &[THE, El::Decade]]),
        ]),
    ],
    value: |m, cx| {
        let half = if m.has("first") { 1 } else { 2 };
        if let Some(decade) = m.decade() {
            return Some(Meaning::at(Cal::Decade(decade)));
        }
        let tense = if cx.tense(m).is_ahead() { Tense::Planned } else { Tense::Past };
        match year_of(m, cx) {
            Some(year) => Some(Meaning::at(Cal::Half(year, half))),
            None if m.has("year") || !cx.precedes(m, &["of", "time", "in"]) => {
                cx.dated(format!("XXXX-H{half}"), |dct| by_tense(dct, tense, |y| vec![Cal::Half(y, half)]))
            }
            None => None,
        }
    },
    examples: &[
        ("the first half of 2018", "2018-H1"),
        ("the second half of last year", "2023-H2"),
        ("in the last half of the year they fell", "2024-H2"),
        ("the last half of the '80s", "198"),
    ],
    rejects: &["the first half of the match", "half of 2018 people", "in half"],
};

pub(super) const FISCAL: Rule = Rule {
    id: "fiscal-year",
    doc: "\"fiscal 2019\", \"FY2019\", \"the current fiscal year\": told as the calendar year of that number.",
    pattern: &[
        THE,
        EDGE,
        Any(&[
            &[W(&["fiscal", "financial"]), Opt(&[W(&["year"])]), Any(&[&[El::Years], &[El::Year]])],
            &[Any(&[&[El::Years], &[El::Year]]), W(&["fiscal", "financial"]), Opt(&[DASH]), W(&["year"])],
            &[W(&["fy"]), Any(&[&[El::Years], &[El::Year]])],
            &[El::Which, W(&["fiscal", "financial", "calendar"]), W(&["year"])],
            &[W(&["latest"]), W(&["fiscal"]), W(&["year"])],
        ]),
    ],
    value: |m, cx| {
        if let Some((from, to)) = m.years() {
            let range = Cal::Year(from).first().zip(Cal::Year(to).last());
            return Some(Meaning { range, ..Meaning::at(Cal::Year(from)) });
        }
        if let Some(year) = m.year() {
            return Some(Meaning::at(Cal::Year(year)).narrowed(m.edge(), cx.dct));
        }
        let shift = match m.which() {
            Some(Which::This | Which::That) => 0,
            Some(Which::Next | Which::After) => 1,
            None | Some(Which::Last | Which::Before) => -1,
        };
        cx.dated("XXXX", |dct| Cal::Year(dct.year()).shift(shift)).map(|x| x.narrowed(m.edge(), cx.dct))
    },
    examples: &[
        ("fiscal 1989", "1989"),
        ("FY2019", "2019"),
        ("the current fiscal year", "2024"),
        ("next fiscal year", "2025"),
        ("the 2019 fiscal year", "2019"),
        ("in fiscal year 2018-19", "2018"),
    ],
    rejects: &["fiscal policy", "the fiscal crisis of May", "fy"],
};

pub(super) const ACADEMIC: Rule = Rule {
    id: "academic-year",
    doc: "\"the 2018-19 school year\", \"the current academic year\": from September to August; the value is the year in \
        which it begins.",
    pattern: &[
        THE,
        EDGE,
        Any(&[
            &[Any(&[&[El::Years], &[El::Year]]), W(&["academic", "school", "university"]), W(&["year"])],
            &[
                Opt(&[El::Which]),
                W(&["academic", "school", "university"]),
                W(&["year"]),
                Opt(&[Any(&[&[El::Years], &[El::Year]])]),
            ],
        ]),
    ],
    value: |m, cx| {
        let told = m.years().map(|(from, _)| from).or_else(|| m.year());
        let bare = m.which().is_none() && told.is_none();
        (!bare || cx.starts(m, "the")).then_some(())?;
        let shift = match m.which() {
            Some(Which::Next | Which::After) => 1,
            Some(Which::Last | Which::Before) => -1,
            _ => 0,
        };
        // Until August the one that began last year still runs.
        let here = |day: jiff::civil::Date| day.year() - i16::from(day.month() < 9);
        let year = told.or_else(|| Cal::Year(here(cx.dct?)).shift(shift)?.year());
        let Some(year) = year else { return open(Kind::Date, "XXXX") };
        let range = Cal::Month(year, 9).first().zip(Cal::Month(year.checked_add(1)?, 8).last());
        Some(Meaning { range, ..Meaning::at(Cal::Year(year)) }.aside())
    },
    examples: &[
        ("the 2018-19 school year", "2018"),
        ("the current academic year", "2023"),
        ("in the next school year", "2024"),
        ("the school year", "2023"),
    ],
    rejects: &["a school year", "the school", "2018-19 years"],
};
