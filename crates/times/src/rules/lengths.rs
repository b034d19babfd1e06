//! Lengths of time.

use super::absolute::open;
use super::relative::amount;
use super::{ABOUT, DASH, THE};
use crate::Kind;
use crate::calendar::{Cal, Unit, plus_days, plus_months};
use crate::engine::{Context, Meaning, Rule};
use crate::numbers::Amount;
use crate::pattern::El::{self, Any, Not, Opt, W};
use crate::pattern::Match;
use jiff::civil::Date;

/// "more", "consecutive", "trading": what stands between the number and its unit.
const FILLER: El = Opt(&[W(&[
    "more",
    "consecutive",
    "straight",
    "full",
    "additional",
    "whole",
    "coming",
    "upcoming",
    "past",
    "previous",
    "trading",
    "working",
    "business",
    "extra",
    "other",
    "long",
    "solid",
    "successive",
    "further",
    "calendar",
    "fiscal",
    "entire",
])]);

pub(super) const LENGTH: Rule = Rule {
    id: "length",
    doc: "A number of units: \"two days\", \"the past three months\", \"a two-year term\", \"5 1/2 hours\".",
    pattern: &[
        ABOUT,
        Opt(&[Any(&[
            &[
                THE,
                W(&["past", "last", "next", "first", "coming", "final", "previous", "following", "latest"]),
            ],
            &[W(&["the", "these", "those"])],
        ])]),
        ABOUT,
        El::Count,
        FILLER,
        Opt(&[DASH]),
        El::Unit,
        Opt(&[W(&["and"]), W(&["a"]), Opt(&[DASH]), W(&["half"])]),
        Opt(&[W(&["or"]), W(&["so", "more"])]),
        Opt(&[DASH, W(&["long"])]),
        Not(&[Opt(&[DASH]), W(&["old"])]),
    ],
    value: |m, cx| {
        let (unit, count) = (m.unit()?, amount(m)?);
        is_length(m, cx, unit, count).then(|| {
            let range = cx.dct.and_then(|dct| days_of(m, dct, unit, count));
            Meaning { range, ..Meaning::open(Kind::Duration, count.duration(unit)) }
        })
    },
    examples: &[
        ("for two days", "P2D"),
        ("over the past three months", "P3M"),
        ("a two-year term", "P2Y"),
        ("more than four hours", "PT4H"),
        ("2 1/2 years", "P2Y6M"),
        ("a couple of years", "P2Y"),
        ("a few days", "PXD"),
        ("two decades", "P20Y"),
        ("half an hour", "PT30M"),
        ("a minute and a half", "PT1M30S"),
        ("in the five upcoming years", "P5Y"),
    ],
    rejects: &[
        "two dollars a day",
        "a second term",
        "three quarters of them",
        "the day",
        "one-second",
        "a 6-year-old boy",
        "37 years old",
    ],
};

/// The days of "the past three months" and "the next two weeks": up to the document's day, or from it.
fn days_of(m: &Match, dct: Date, unit: Unit, count: Amount) -> Option<(Date, Date)> {
    let back = m.has("past") || m.has("last") || m.has("latest");
    let sign = match (back, m.has("next") || m.has("coming") || m.has("upcoming")) {
        (true, _) => -1,
        (_, true) => 1,
        _ => return None,
    };
    if unit == Unit::Quarter {
        // Quarters are those of the calendar: "the last two quarters" are over.
        let here = Cal::around(dct, unit)?;
        let (near, far) = (here.shift(sign)?, here.shift(count.whole()?.checked_mul(sign)?)?);
        return if sign < 0 { far.first().zip(near.last()) } else { near.first().zip(far.last()) };
    }
    reach(dct, unit, count.whole()?, sign)
}

/// The days from the document's to `count` units before (sign -1) or after it.
pub(super) fn reach(dct: Date, unit: Unit, count: i64, sign: i64) -> Option<(Date, Date)> {
    let units = count.checked_mul(unit.iso().0)?.checked_mul(sign)?;
    let end = match unit {
        Unit::Day => plus_days(dct, units)?,
        Unit::Week | Unit::Fortnight => plus_days(dct, units.checked_mul(7)?)?,
        Unit::Month => plus_months(dct, units)?,
        Unit::Quarter => plus_months(dct, units.checked_mul(3)?)?,
        Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => {
            plus_months(dct, units.checked_mul(12)?)?
        }
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Weekend => return None,
    };
    Some((end.min(dct), end.max(dct)))
}

/// "A second" is a second one, "three quarters" a part, "$5 a day" a rate.
fn is_length(m: &Match, cx: &Context, unit: Unit, count: Amount) -> bool {
    let article = cx.words(m).iter().position(|a| a.is("a") || a.is("an") || a.is("one"));
    let single = count == Amount::Tenths(10) && !m.plural();
    if unit == Unit::Second && !m.plural() || unit == Unit::Minute && single && article.is_none() {
        return false;
    }
    if unit == Unit::Quarter && (cx.precedes(m, &["of", "century", "mile"]) || single) {
        return false;
    }
    // "The 2021 weekend" is no length of weekends.
    let year =
        !m.plural() && count.whole().is_some_and(|n| n > 1900) && !cx.words(m).iter().any(|a| a.text == "-");
    if unit == Unit::Weekend && single || year {
        return false;
    }
    let the_one = single && article == Some(0) && m.end == m.start + 2 && !cx.words(m)[0].is("one");
    !(the_one && (is_rate(m, cx) || cx.precedes(m, &["of"]) && unit == Unit::Day))
}

/// "$5 a day", "twice a week", "10,000 barrels a day": no preposition or verb leads to it, but an amount.
pub(super) fn is_rate(m: &Match, cx: &Context) -> bool {
    const LEADS: [&str; 34] = [
        "for", "in", "within", "over", "after", "about", "nearly", "almost", "of", "than", "least", "only",
        "take", "took", "takes", "spent", "spend", "by", "during", "under", "as", "lasted", "last", "around",
        "from", "to", "not", "just", "and", "or", "with", "be", "is", "was",
    ];
    let Some(before) = cx.before(m, 1) else { return false };
    let amount = before.kind == crate::atoms::Kind::Number
        || before.text == "%"
        || ["percent", "once", "twice", "times", "million", "billion"].iter().any(|w| before.is(w));
    let thing = before.kind == crate::atoms::Kind::Word
        && before.text.ends_with('s')
        && !LEADS.iter().any(|w| before.is(w));
    amount || thing
}

pub(super) const PERIOD: Rule = Rule {
    id: "some-time",
    doc: "\"for a while\", \"some time\": a length that nobody counted.",
    pattern: &[Any(&[
        &[W(&["a"]), Opt(&[W(&["little", "short", "long"])]), W(&["while"])],
        &[Opt(&[W(&["quite"])]), W(&["some"]), W(&["time"])],
        &[W(&["a"]), W(&["long", "short"]), W(&["time"])],
    ])],
    value: |m, cx| {
        (!cx.precedes(m, &["ago"]) && cx.follows(m, &["for", "in", "take", "after", "within", "took"]))
            .then_some(())?;
        open(Kind::Duration, "PXX").filter(|_| m.end > m.start)
    },
    examples: &[("for a while", "PXX"), ("for some time", "PXX"), ("in a long time", "PXX")],
    rejects: &["a while ago", "all the time", "some times", "while he slept"],
};

pub(super) const LONG: Rule = Rule {
    id: "unit-long",
    doc: "\"day-long\", \"months-long\", \"decades-old\".",
    pattern: &[Any(&[
        &[El::Unit, DASH, W(&["long"])],
        &[W(&["decades", "centuries"]), DASH, W(&["old"])],
        &[W(&["yearlong", "daylong", "monthlong", "weeklong"])],
    ])],
    value: |m, cx| {
        let word = cx.words(m).first().map_or("", |a| a.text).to_ascii_lowercase();
        let unit = match word.as_str() {
            "yearlong" => Unit::Year,
            "daylong" => Unit::Day,
            "monthlong" => Unit::Month,
            "weeklong" => Unit::Week,
            "decades" => Unit::Decade,
            "centuries" => Unit::Century,
            _ => m.unit()?,
        };
        let amount = if word.ends_with('s') { Amount::Vague } else { Amount::Tenths(10) };
        open(Kind::Duration, amount.duration(unit))
    },
    examples: &[
        ("the day-long visit", "P1D"),
        ("the months-long siege", "PXM"),
        ("a weeklong truce", "P1W"),
        ("the decades-old feud", "PXDE"),
    ],
    rejects: &["two-year-old", "long days", "a day", "years-old"],
};

pub(super) const BARE: Rule = Rule {
    id: "bare-units",
    doc: "\"for weeks\", \"years of war\", \"in decades\": some number of units.",
    pattern: &[Opt(&[W(&["many"])]), El::Unit, Opt(&[W(&["or", "and"]), El::Unit])],
    value: |m, cx| {
        let unit = m.unit()?;
        let led =
            cx.follows(m, &["for", "in", "within", "after", "over", "of", "took", "take", "last", "past"]);
        let shaped = cx.precedes(m, &["of", "before", "after", "later", "ahead"]) && unit >= Unit::Week;
        let quarters = unit == Unit::Quarter || unit == Unit::Second;
        (m.plural() && !quarters && (led || shaped))
            .then(|| Meaning::open(Kind::Duration, Amount::Vague.duration(unit)))
    },
    examples: &[
        ("for weeks", "PXW"),
        ("after years of war", "PXY"),
        ("in decades", "PXDE"),
        ("weeks or months of talks", "PXW"),
    ],
    rejects: &["headquarters", "the days", "two weeks", "in seconds"],
};

/// True where the match is the whole of a rate that [`is_rate`] sees.
pub(super) fn rate_unit(m: &Match, cx: &Context) -> Option<Unit> {
    let unit = m.unit().filter(|_| !m.plural())?;
    (is_rate(m, cx) || cx.starts(m, "per")).then_some(unit)
}
