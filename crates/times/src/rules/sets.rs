//! What returns.

use super::absolute::open;
use super::lengths::rate_unit;
use crate::Kind;
use crate::calendar::{Hour, Unit};
use crate::engine::{Context, Meaning, Rule};
use crate::numbers::Amount;
use crate::pattern::El::{self, Any, Opt, W};
use crate::pattern::Match;
use demarche_text::Upos;

pub(super) const EVERY: Rule = Rule {
    id: "every",
    doc: "\"every day\", \"each Monday\", \"every two weeks\", \"every other year\", \"each July\".",
    pattern: &[
        W(&["every", "each"]),
        Any(&[
            &[Opt(&[W(&["single"])]), El::Unit],
            &[W(&["other", "second"]), El::Unit],
            &[El::Count, El::Unit],
            &[El::Weekday, Opt(&[El::Part])],
            &[El::Month],
            &[El::Season],
            &[El::Part],
        ]),
    ],
    value: |m, cx| {
        let value = set_value(m, cx)?;
        open(Kind::Set, value)
    },
    examples: &[
        ("every day", "P1D"),
        ("each Monday", "XXXX-WXX-1"),
        ("every two weeks", "P2W"),
        ("every other year", "P2Y"),
        ("each July", "XXXX-07"),
        ("every morning", "XXXX-XX-XXTMO"),
    ],
    rejects: &["everyday life", "every man", "each of the days"],
};

fn set_value(m: &Match, cx: &Context) -> Option<String> {
    if let Some(weekday) = m.weekday() {
        let part = m.part().map(Hour::value).unwrap_or_default();
        return Some(format!("XXXX-WXX-{weekday}{part}"));
    }
    if let Some(part) = m.part() {
        return Some(format!("XXXX-XX-XX{}", part.value()));
    }
    if let Some(month) = m.month() {
        return Some(format!("XXXX-{month:02}"));
    }
    if let Some(season) = m.season() {
        return Some(format!("XXXX-{}", season.code()));
    }
    let unit = m.unit()?;
    let other = cx.words(m).get(1).is_some_and(|a| a.is("other") || a.is("second"));
    let once = m.count().unwrap_or(Amount::Tenths(if other { 20 } else { 10 }));
    Some(once.duration(unit))
}

pub(super) const ADVERB: Rule = Rule {
    id: "recurring-adverb",
    doc: "\"daily\", \"weekly\", \"annually\" …; a paper is \"a daily\", and a name tells no time.",
    pattern: &[W(&[
        "hourly",
        "daily",
        "nightly",
        "weekly",
        "biweekly",
        "fortnightly",
        "monthly",
        "yearly",
        "annually",
    ])],
    value: |m, cx| {
        let word = cx.words(m).first()?;
        let named = word.capital && m.start > 0;
        let value = match word.text.to_ascii_lowercase().as_str() {
            _ if named || word.upos == Upos::Noun => return None,
            "hourly" => "PT1H",
            "daily" => "P1D",
            "nightly" => "XXXX-XX-XXTNI",
            "weekly" => "P1W",
            "biweekly" | "fortnightly" => "P2W",
            "monthly" => "P1M",
            _ => "P1Y",
        };
        open(Kind::Set, value)
    },
    examples: &[
        ("daily flights", "P1D"),
        ("met weekly", "P1W"),
        ("paid annually", "P1Y"),
        ("hourly", "PT1H"),
    ],
    rejects: &["the Daily Star", "dailies", "day"],
};

pub(super) const RATE: Rule = Rule {
    id: "rate",
    doc: "\"twice a week\", \"10,000 barrels a day\", \"per year\": how often, or how much in each.",
    pattern: &[Any(&[
        &[W(&["a", "an"]), El::Unit],
        &[W(&["per"]), El::Unit],
        &[
            Any(&[&[W(&["once", "twice"])], &[El::Count, W(&["times"])]]),
            W(&["a", "an", "per", "every", "each"]),
            El::Unit,
        ],
    ])],
    value: |m, cx| {
        let times = m.end >= m.start + 3;
        let unit = if times { m.unit().filter(|_| !m.plural()) } else { rate_unit(m, cx) };
        let unit = unit.filter(|u| *u != Unit::Second && *u != Unit::Quarter && *u != Unit::Minute)?;
        open(Kind::Set, Amount::Tenths(10).duration(unit))
    },
    examples: &[
        ("twice a week", "P1W"),
        ("10,000 barrels a day", "P1D"),
        ("three times a year", "P1Y"),
        ("per year", "P1Y"),
    ],
    rejects: &["for a day", "a second", "took a year"],
};

pub(super) const WEEKDAYS: Rule = Rule {
    id: "weekdays",
    doc: "\"on Mondays\", \"Tuesday nights\".",
    pattern: &[El::Weekday, Opt(&[El::Part])],
    value: |m, cx| {
        let plural = m.plural() || cx.words(m).last().is_some_and(|a| a.plural);
        let weekday = m.weekday().filter(|_| plural)?;
        let part = m.part().map(Hour::value).unwrap_or_default();
        Some(Meaning::open(Kind::Set, format!("XXXX-WXX-{weekday}{part}")))
    },
    examples: &[("on Mondays", "XXXX-WXX-1"), ("Tuesday nights", "XXXX-WXX-2TNI"), ("Fridays", "XXXX-WXX-5")],
    rejects: &["Monday", "Monday's talks", "Monday night"],
};
