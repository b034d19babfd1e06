//! Holidays and moving feasts by name.

use super::{COMMA, EDGE, OF, THE, by_tense};
use crate::calendar::Cal;
use crate::engine::{Meaning, Rule};
use crate::pattern::El::{self, Any, Opt, W};
use crate::pattern::Which;

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
    pattern: &[
        THE,
        EDGE,
        Opt(&[El::Which]),
        El::Feast,
        Opt(&[W(&["holiday", "holidays"])]),
        Opt(&[Any(&[&[COMMA, OF, El::Year], &[OF, El::Which, W(&["year"])]])]),
    ],
    value: |m, cx| {
        let feast = m.feast()?;
        (!cx.precedes(m, NAMED_FOR)).then_some(())?;
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
