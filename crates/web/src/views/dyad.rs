//! Two countries: what they do to one another and together, over time.

use super::events;
use super::items::{self, ItemLine};
use super::ledger::parties;
use crate::chart::{self, Month};
use crate::glosses;
use crate::page::{Frame, link, segment};
use crate::query::{Holds, Parameter};
use crate::record::Record;
use crate::route::{Asked, Route, View, json};
use crate::Failure;
use demarche_store::{Filter, Whose};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;

/// The route.
pub const ROUTE: Route = Route {
    path: "/dyads/{one}/{other}",
    id: "dyad",
    about: "Two countries: events over time by quad class, score against a baseline, each direction, their items of the ledger",
    parameters: &[
        Parameter { name: "one", holds: Holds::Word, about: "Code of the first" },
        Parameter { name: "other", holds: Holds::Word, about: "Code of the other" },
    ],
    also: &[],
    answer,
    schema: |generator| generator.subschema_for::<DyadView>(),
};

/// Events of a list.
const EVENTS: usize = 25;

/// Items of the ledger.
const ITEMS: usize = 40;

/// A dyad.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DyadView {
    parties: [String; 2],
    /// Events between the two, in either direction or together.
    months: Vec<Month>,
    /// What the first does to the second.
    there: Vec<Month>,
    /// What the second does to the first.
    back: Vec<Month>,
    events: Vec<Record>,
    ledger: Vec<ItemLine>,
}

fn answer(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let (one, other) = (asked.query.owned("one").unwrap_or_default(), asked.query.owned("other").unwrap_or_default());
    let between = Some((one.clone(), other.clone()));
    let events = asked.store.events(&Filter { between, ..Filter::default() }, EVENTS)?;
    let base = asked.app.coder.base();
    if events.is_empty() && [&one, &other].iter().any(|code| base.country_name(code).is_none()) {
        return Err(Failure::Missing("two parties of those codes".to_owned()));
    }
    let months = |whose| -> Result<Vec<Month>, Failure> {
        Ok(chart::months(&asked.store.activity(&whose)?, super::actors::MONTHS))
    };
    let items = asked.app.items(asked.store, None)?;
    let has = |item: &&demarche_ledger::Item| {
        let all = parties(item);
        all.contains(&one.as_str()) && all.contains(&other.as_str())
    };
    let mut own: Vec<_> = items.iter().filter(has).collect();
    own.sort_by_key(|item| std::cmp::Reverse(item.changed()));
    Ok(Box::new(DyadView {
        months: months(Whose::Pair(one.clone(), other.clone()))?,
        there: months(Whose::Dyad(one.clone(), other.clone()))?,
        back: months(Whose::Dyad(other.clone(), one.clone()))?,
        events: events.iter().map(Record::of).collect(),
        ledger: own.into_iter().take(ITEMS).map(ItemLine::of).collect(),
        parties: [one, other],
    }))
}

impl View for DyadView {
    fn title(&self) -> String {
        let base = demarche_actors::Base::builtin();
        let [one, other] = &self.parties;
        format!("{} and {}", glosses::party(base, one), glosses::party(base, other))
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        let base = frame.app.coder.base();
        let [one, other] = &self.parties;
        let (first, second) = (glosses::party(base, one), glosses::party(base, other));
        html! {
            p {
                a href=(link(&["actors", one])) { (first) } " · " a href=(link(&["actors", other])) { (second) } " · "
                a href={ "/events?between=" (segment(one)) "%2C" (segment(other)) } { "All events between them" } " · "
                a href={ "/watchlists?between=" (segment(one)) "%2C" (segment(other)) } { "Watch them" }
            }
            section {
                h2 { "Between them" }
                @if self.months.is_empty() { p.faint { "Nothing that is reported as done." } } @else { (chart::bars(&self.months)) (chart::scores(&self.months)) }
            }
            @for (head, months) in [(format!("{first} towards {second}"), &self.there), (format!("{second} towards {first}"), &self.back)] {
                @if !months.is_empty() { section { h2 { (head) } (chart::bars(months)) } }
            }
            @if !self.ledger.is_empty() { section { h2 { "In the ledger" } (items::table(base, "Items of the ledger", &self.ledger)) } }
            section { h2 { "Latest events" } (events::rows(frame, &events::usual(), &self.events)) }
        }
    }
}
