//! Past, present and future without a date.

use super::absolute::open;
use crate::Kind;
use crate::calendar::Unit;
use crate::engine::{Meaning, Rule};
use crate::numbers::Amount;
use crate::pattern::El::{self, Any, Opt, W};

pub(super) const PRESENT: Rule = Rule {
    id: "present",
    doc: "\"now\", \"currently\", \"at the moment\", \"these days\".",
    pattern: &[Any(&[
        &[Opt(&[W(&["right", "just"])]), W(&["now"])],
        &[W(&["currently", "presently", "nowadays", "current"])],
        &[W(&["the"]), W(&["moment", "present"])],
        &[W(&["these"]), W(&["days"])],
        &[W(&["the"]), W(&["present"]), W(&["time"])],
        &[W(&["this"]), W(&["time"])],
        &[W(&["present"])],
    ])],
    value: |m, cx| {
        let article = cx.starts(m, "the");
        let bare = cx.starts(m, "present") && m.end == m.start + 1;
        (!(article || bare) || cx.follows(m, &["at", "for"])).then_some(())?;
        // "This time" alone is one occasion of several, and "at this time last year" a year ago.
        let this = cx.starts(m, "this");
        (!this || cx.follows(m, &["at"]) && !cx.precedes(m, &["last", "of", "next"])).then_some(())?;
        (!bare || cx.follows(m, &["at"]) && cx.after(m).is_none_or(|a| a.kind == crate::atoms::Kind::Sign))
            .then_some(())?;
        (!cx.follows(m, &["until"]) || !article).then_some(())?;
        open(Kind::Date, "PRESENT_REF")
    },
    examples: &[
        ("He is now in Kyiv", "PRESENT_REF"),
        ("currently", "PRESENT_REF"),
        ("at the moment", "PRESENT_REF"),
        ("these days", "PRESENT_REF"),
        ("not at this time", "PRESENT_REF"),
    ],
    rejects: &["nowhere", "the moment he left", "this time they met", "days"],
};

pub(super) const PAST: Rule = Rule {
    id: "past",
    doc: "\"recently\", \"previously\", \"in the past\", \"long ago\".",
    pattern: &[Any(&[
        &[Opt(&[W(&["more", "most", "only", "until"])]), W(&["recently"])],
        &[W(&["lately"])],
        &[W(&["the"]), W(&["past"])],
        &[Opt(&[W(&["not", "so"])]), Opt(&[W(&["that", "too", "so"])]), W(&["long"]), W(&["ago"])],
        &[W(&["some"]), W(&["time"]), W(&["ago"])],
        &[W(&["a"]), W(&["while"]), W(&["ago"])],
        &[W(&["years", "months", "weeks", "days", "decades", "centuries"]), W(&["ago"])],
    ])],
    value: |m, cx| {
        let the_past = cx.starts(m, "the");
        let noun_follows = the_past && cx.after(m).is_some_and(|a| a.kind != crate::atoms::Kind::Sign);
        (!noun_follows || cx.follows(m, &["in"])).then_some(())?;
        open(Kind::Date, "PAST_REF")
    },
    examples: &[
        ("He recently left", "PAST_REF"),
        ("in the past", "PAST_REF"),
        ("not long ago", "PAST_REF"),
        ("years ago", "PAST_REF"),
    ],
    rejects: &["the past three months", "long", "past the gate"],
};

pub(super) const FUTURE: Rule = Rule {
    id: "future",
    doc: "\"soon\", \"the future\", \"in the short term\", \"as soon as possible\".",
    pattern: &[Any(&[
        &[W(&["soon", "shortly"])],
        &[W(&["the"]), Opt(&[W(&["near", "foreseeable", "distant", "immediate"])]), W(&["future"])],
        &[W(&["the"]), W(&["short", "near", "long"]), W(&["term"])],
        &[W(&["as"]), W(&["soon"]), W(&["as"]), W(&["possible"])],
        &[W(&["someday"])],
    ])],
    value: |m, cx| {
        let after = m.end == m.start + 1 && cx.precedes(m, &["after", "before", "as"]);
        let market = cx.follows(m, &["stock"]) || cx.follows(m, &["as"]) && m.end == m.start + 1;
        if after || market { None } else { open(Kind::Date, "FUTURE_REF") }
    },
    examples: &[
        ("They will soon meet", "FUTURE_REF"),
        ("in the near future", "FUTURE_REF"),
        ("as soon as possible", "FUTURE_REF"),
        ("the short term", "FUTURE_REF"),
    ],
    rejects: &["as soon as he left", "soon after", "futures"],
};

pub(super) const UNITS: Rule = Rule {
    id: "recent-units",
    doc: "\"recent weeks\", \"the coming months\", \"past years\": some units before or after now.",
    pattern: &[
        Opt(&[W(&["the", "these"])]),
        W(&[
            "recent",
            "coming",
            "past",
            "last",
            "next",
            "future",
            "previous",
            "following",
            "later",
            "earlier",
        ]),
        El::Unit,
        Opt(&[W(&["and", "or"]), El::Unit]),
    ],
    value: |m, _| {
        let unit = m.unit().filter(|_| m.plural())?;
        match unit {
            Unit::Second | Unit::Minute => None,
            Unit::Year | Unit::Decade if m.has("recent") || m.has("past") => open(Kind::Date, "PAST_REF"),
            _ if m.has("future") => open(Kind::Date, "FUTURE_REF"),
            _ => Some(Meaning::open(Kind::Duration, Amount::Vague.duration(unit))),
        }
    },
    examples: &[
        ("in recent weeks", "PXW"),
        ("the coming months", "PXM"),
        ("in recent years", "PAST_REF"),
        ("past days", "PXD"),
    ],
    rejects: &["recent week", "recent talks", "coming to days"],
};
