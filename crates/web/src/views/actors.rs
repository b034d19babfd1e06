//! A party: what it does and what is done to it over time, what it says, offices held, what the ledger has of it.

use super::events;
use super::items::{self, ItemLine};
use super::ledger::parties;
use crate::chart::{self, Month};
use crate::glosses;
use crate::page::{Frame, counted, field, link};
use crate::query::{Holds, Parameter};
use crate::record::Record;
use crate::route::{Asked, Route, View, json};
use crate::Failure;
use demarche_actors::{Base, Fact};
use demarche_store::{Filter, Whose};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;

/// One party.
pub const ROUTE: Route = Route {
    path: "/actors/{actor}",
    id: "actor",
    about: "A country, an organisation or a person: events over time, score against a baseline, what it says, offices held, its part in the ledger",
    parameters: &[Parameter { name: "actor", holds: Holds::Word, about: "Country (USA), code (USAGOV) or entity (angela-merkel)" }],
    also: &[],
    answer: actor,
    schema: |generator| generator.subschema_for::<ActorView>(),
};

/// Parties by name.
pub const INDEX: Route = Route {
    path: "/actors",
    id: "actors",
    about: "Parties of the store whose code, entity or name begins so, and the busiest pairs",
    parameters: &[Parameter { name: "name", holds: Holds::Text, about: "The beginning of a code or entity, or a whole name" }],
    also: &[],
    answer: index,
    schema: |generator| generator.subschema_for::<IndexView>(),
};

/// Events of a list.
const EVENTS: usize = 25;

/// Items of the ledger.
const ITEMS: usize = 40;

/// Months of a chart.
pub const MONTHS: usize = 120;

/// A party.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ActorView {
    key: String,
    name: String,
    /// What the base says of it over time.
    history: Vec<Office>,
    /// What it does, by month.
    does: Vec<Month>,
    /// What is done to it, by month.
    suffers: Vec<Month>,
    /// Countries that it has most to do with in the last month of the store.
    acts: Vec<Record>,
    receives: Vec<Record>,
    says: Vec<Record>,
    ledger: Vec<ItemLine>,
}

/// What somebody or something was for a time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Office {
    entity: String,
    name: String,
    code: String,
    office: String,
    from: Option<String>,
    to: Option<String>,
}

impl Office {
    fn of(fact: &Fact) -> Self {
        Self {
            entity: fact.entity.to_string(),
            name: fact.name.to_string(),
            code: fact.actor.code(),
            office: fact.office.to_string(),
            from: fact.from.map(|day| day.to_string()),
            to: fact.to.map(|day| day.to_string()),
        }
    }
}

fn actor(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let key = asked.query.text("actor").unwrap_or_default();
    let base = asked.app.coder.base();
    let of = |filter: Filter| -> Result<Vec<Record>, Failure> {
        Ok(asked.store.events(&filter, EVENTS)?.iter().map(Record::of).collect())
    };
    let whose = Some(key.to_owned());
    let acts = of(Filter { actor: whose.clone(), ..Filter::default() })?;
    let receives = of(Filter { recipient: whose.clone(), ..Filter::default() })?;
    let says = of(Filter { speaker: whose, ..Filter::default() })?;
    let facts: Vec<Fact> = base.history(key).into_iter().filter(|fact| fact.entity == key).collect();
    if acts.is_empty() && receives.is_empty() && says.is_empty() && facts.is_empty() && base.country_name(key).is_none() {
        return Err(Failure::Missing("a party of that code or name".to_owned()));
    }
    let items = asked.app.items(asked.store, None)?;
    let mut own: Vec<_> = items.iter().filter(|item| parties(item).contains(&key)).collect();
    own.sort_by_key(|item| std::cmp::Reverse(item.changed()));
    let months = |whose| -> Result<Vec<Month>, Failure> { Ok(chart::months(&asked.store.activity(&whose)?, MONTHS)) };
    let name = facts.first().map_or_else(|| glosses::party(base, key), |fact| fact.name.to_string());
    Ok(Box::new(ActorView {
        key: key.to_owned(),
        name,
        history: facts.iter().map(Office::of).collect(),
        does: months(Whose::Actor(key.to_owned()))?,
        suffers: months(Whose::Recipient(key.to_owned()))?,
        acts,
        receives,
        says,
        ledger: own.into_iter().take(ITEMS).map(ItemLine::of).collect(),
    }))
}

impl View for ActorView {
    fn title(&self) -> String {
        self.name.clone()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        let base = frame.app.coder.base();
        html! {
            p { span.code { (self.key) } " " a href={ "/events?actor=" (crate::page::segment(&self.key)) } { "All its events" } }
            (self.offices(base))
            section {
                h2 { "What it does" }
                @if self.does.is_empty() { p.faint { "Nothing that is reported as done." } } @else { (chart::bars(&self.does)) (chart::scores(&self.does)) }
            }
            section {
                h2 { "What is done to it" }
                @if self.suffers.is_empty() { p.faint { "Nothing that is reported as done." } } @else { (chart::bars(&self.suffers)) }
            }
            @if !self.ledger.is_empty() { section { h2 { "In the ledger" } (items::table(base, "Items of the ledger", &self.ledger)) } }
            @for (head, list) in [("Latest acts", &self.acts), ("Latest that was done to it", &self.receives), ("Told on its word", &self.says)] {
                @if !list.is_empty() { section { h2 { (head) } (events::rows(frame, &events::usual(), list)) } }
            }
        }
    }
}

impl ActorView {
    fn offices(&self, base: &Base) -> Markup {
        let held: Vec<&Office> = self.history.iter().filter(|o| !o.office.is_empty()).collect();
        html! {
            @if !held.is_empty() {
                section {
                    h2 { "Offices held" }
                    table {
                        thead { tr { th scope="col" { "Office" } th scope="col" { "Code" } th scope="col" { "From" } th scope="col" { "To" } } }
                        tbody { @for office in held { tr { td { (office.office) } td { a.code href=(link(&["actors", &office.code])) title=(glosses::party(base, &office.code)) { (office.code) } } td.day { (office.from.as_deref().unwrap_or("not known")) } td.day { (office.to.as_deref().unwrap_or("not ended, as far as is known")) } } } }
                    }
                }
            }
        }
    }
}

/// Parties by name.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IndexView {
    /// Codes and entities of the store.
    parties: Vec<Named>,
    busiest: Vec<PairCount>,
}

/// A party.
#[derive(Debug, Serialize, JsonSchema)]
struct Named {
    key: String,
    name: String,
}

/// A pair of countries with its events of the last month.
#[derive(Debug, Serialize, JsonSchema)]
struct PairCount {
    parties: [String; 2],
    events: i64,
}

/// Parties of a list.
const PARTIES: usize = 60;

fn index(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let base = asked.app.coder.base();
    let named = |key: String| Named { name: glosses::party(base, &key), key };
    let mut parties: Vec<Named> = Vec::new();
    if let Some(name) = asked.query.text("name") {
        parties = known(base, name).into_iter().map(|(key, name)| Named { key, name }).collect();
        let begin = if glosses::is_code(&name.to_uppercase()) { name.to_uppercase() } else { name.to_lowercase().replace(' ', "-") };
        for key in asked.store.parties(&begin, PARTIES)? {
            if parties.iter().all(|p| p.key != key) {
                parties.push(named(key));
            }
        }
    }
    let month = asked.store.months()?.map_or(0, |(_, last)| last);
    let busiest = asked.store.busiest(month, 40)?;
    let busiest = busiest.iter().filter_map(|busy| {
        Some(PairCount { parties: glosses::pair(base, &busy.pair)?, events: busy.now })
    });
    Ok(Box::new(IndexView { parties, busiest: busiest.collect() }))
}

/// Parties that the base knows by a name: their keys and names, each once.
pub fn known(base: &Base, name: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for fact in base.history(name) {
        if out.iter().all(|(key, _)| *key != fact.entity) {
            out.push((fact.entity.to_string(), fact.name.to_string()));
        }
    }
    out.truncate(PARTIES);
    out
}

impl View for IndexView {
    fn title(&self) -> String {
        "Actors".to_owned()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        let base = frame.app.coder.base();
        html! {
            form.filters method="get" action="/actors" {
                (field("name", "Name or code", "search", frame.query.text("name"), "PRK, Merkel, European Union"))
                button { "Find" }
            }
            @if frame.query.text("name").is_some() {
                h2 { (counted(self.parties.len(), "party").replace("partys", "parties")) }
                ul.parties { @for party in &self.parties { li { a href=(link(&["actors", &party.key])) { (party.name) } " " span.code { (party.key) } } } }
            }
            h2 { "Busiest pairs of the last month" }
            ul.parties {
                @for pair in &self.busiest {
                    @let [one, other] = &pair.parties;
                    li { a href=(link(&["dyads", one, other])) { (glosses::party(base, one)) " and " (glosses::party(base, other)) } " " span.count { (pair.events) } }
                }
            }
        }
    }
}
