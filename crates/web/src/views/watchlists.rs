//! Watchlists: questions that are asked again whenever reports arrive, with a feed and, if wanted, an address that is told.

use super::events::{self, FILTERS};
use crate::Failure;
use crate::app::{App, now};
use crate::feed::{Feed, FeedEntry};
use crate::page::{Frame, field, link};
use crate::query::{self, Holds, Parameter, Query};
use crate::record::Record;
use crate::route::{Asked, Route, Shape, View, json};
use demarche_store::{Filter, Found, Store, Watchlist};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// All of them, and a form for a new one.
pub const LIST: Route = Route {
    path: "/watchlists",
    id: "watchlists",
    about: "Watchlists: questions that are asked again whenever reports arrive",
    parameters: &FILTERS,
    also: &[],
    answer: list,
    schema: |generator| generator.subschema_for::<ListView>(),
};

/// One of them.
pub const ONE: Route = Route {
    path: "/watchlists/{name}",
    id: "watchlist",
    about: "The latest events of a watchlist, also as an Atom feed",
    parameters: &[Parameter { name: "name", holds: Holds::Word, about: "Its name" }],
    also: &[Shape::Atom, Shape::Csv, Shape::Parquet],
    answer: one,
    schema: |generator| generator.subschema_for::<OneView>(),
};

/// Events of a watchlist that are shown.
const EVENTS: usize = 60;

/// Events that an address is told of at a time.
const TOLD: usize = 100;

/// Longest name.
const NAME: usize = 60;

/// Most watchlists.
const MOST: usize = 200;

/// Times in a row after which an address that cannot be told is left alone.
const PATIENCE: u32 = 8;

/// Half of how long an address rests that could not be told once; each further time doubles it.
const WAIT: Duration = Duration::from_secs(15);

/// Watchlists.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListView {
    watchlists: Vec<Listed>,
}

/// A watchlist.
#[derive(Debug, Serialize, JsonSchema)]
struct Listed {
    name: String,
    /// As in the address of a list of events.
    query: String,
    /// Whether an address is told.
    hook: bool,
    /// Times in a row that the address could not be told.
    failures: u32,
    made: String,
}

fn list(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let lists = asked.store.watchlists()?.into_iter().map(|list| Listed {
        name: list.name,
        query: list.query,
        hook: list.hook.is_some(),
        failures: list.failures,
        made: list.made,
    });
    Ok(Box::new(ListView { watchlists: lists.collect() }))
}

impl View for ListView {
    fn title(&self) -> String {
        "Watchlists".to_owned()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        html! {
            @if self.watchlists.is_empty() { p.faint { "None yet: fill in the form, or take \u{201c}Watch this\u{201d} above a list of events." } }
            ul.parties {
                @for list in &self.watchlists {
                    li {
                        a href=(link(&["watchlists", &list.name])) { (list.name) } " " span.faint { (list.query) }
                        " " a href={ (link(&["watchlists", &list.name])) ".atom" } { "Feed" }
                        @if list.hook { " " span.faint { @if list.failures >= PATIENCE { "its address does not answer and is left alone" } @else { "an address is told" } } }
                        form.inline method="post" action="/watchlists/drop" { input type="hidden" name="name" value=(list.name); button { "Forget" span.unseen { " " (list.name) } } }
                    }
                }
            }
            h2 { "A new one" }
            form.stack method="post" action="/watchlists" {
                (field("name", "Name", "text", None, "Korea"))
                @for parameter in &FILTERS { (field(parameter.name, parameter.about, if matches!(parameter.holds, Holds::Day) { "date" } else { "text" }, frame.query.text(parameter.name), "")) }
                (field("hook", "Address that is told of new events (POST, JSON); private addresses are refused", "url", None, "https://"))
                button { "Watch" }
            }
        }
    }
}

/// A watchlist with its events.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OneView {
    name: String,
    query: String,
    events: Vec<Record>,
    #[serde(skip)]
    found: Vec<Found>,
    #[serde(skip)]
    updated: String,
}

fn one(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let name = asked.query.text("name").unwrap_or_default();
    let list = asked.store.watchlists()?.into_iter().find(|list| list.name == name);
    let list = list.ok_or_else(|| Failure::Missing("a watchlist of that name".to_owned()))?;
    let found = events::find(asked.store, &wanted(&list)?, EVENTS)?;
    let events = found.iter().map(Record::of).collect();
    let updated = asked.store.last_run_end()?.unwrap_or(list.made);
    Ok(Box::new(OneView { name: list.name, query: list.query, events, found, updated }))
}

/// Which events a watchlist wants.
fn wanted(list: &Watchlist) -> Result<Filter, Failure> {
    Ok(events::filter(&Query::read(&FILTERS, query::pairs(&list.query))?))
}

impl View for OneView {
    fn title(&self) -> String {
        self.name.clone()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn records(&self) -> Vec<&str> {
        self.events.iter().map(Record::json).collect()
    }

    fn feed(&self) -> Option<Feed> {
        Some(Feed {
            title: self.name.clone(),
            page: link(&["watchlists", &self.name]),
            updated: self.updated.clone(),
            entries: self.found.iter().map(FeedEntry::of).collect(),
        })
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        html! {
            p { "Events of " a href={ "/events?" (self.query) } { code { (self.query) } } ", latest first. " a href={ (link(&["watchlists", &self.name])) ".atom" } { "Feed" } "." }
            (events::rows(frame, &events::usual(), &self.events))
        }
    }
}

/// Makes a watchlist of what a form says.
///
/// # Errors
/// When it says something that cannot be watched.
pub fn make(app: &App, form: &[(String, String)]) -> Result<String, Failure> {
    let value =
        |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty());
    let name =
        value("name").ok_or_else(|| Failure::Asked("name: expected a name, but found nothing".to_owned()))?;
    if name.chars().count() > NAME || name.chars().any(|c| c.is_control() || c == '/') {
        return Err(Failure::Asked(format!("name: expected at most {NAME} characters without `/`")));
    }
    let given = form.iter().filter(|(name, _)| name != "name" && name != "hook").cloned();
    let query = Query::read_form(&FILTERS, given)?;
    let hook = value("hook").map(|hook| {
        let is_web = (hook.starts_with("https://") || hook.starts_with("http://")) && hook.len() < 2000;
        if is_web {
            Ok(hook.to_owned())
        } else {
            Err(Failure::Asked("hook: expected an address that begins with https://".to_owned()))
        }
    });
    let mut list = Watchlist {
        name: name.to_owned(),
        query: query.address("", &[]).trim_start_matches('?').to_owned(),
        hook: hook.transpose()?,
        told: 0,
        failures: 0,
        made: now(),
    };
    let full = app.change(|store| {
        let lists = store.watchlists()?;
        if lists.len() >= MOST && lists.iter().all(|l| l.name != list.name) {
            return Ok(true);
        }
        list.told = store.last_event()?;
        store.keep_watchlist(&list).map(|()| false)
    })?;
    if full {
        return Err(Failure::Asked(format!("expected at most {MOST} watchlists: forget one first")));
    }
    Ok(link(&["watchlists", name]))
}

/// Forgets a watchlist.
///
/// # Errors
/// When there is none of that name.
pub fn forget(app: &App, form: &[(String, String)]) -> Result<String, Failure> {
    let name = form.iter().find(|(name, _)| name == "name").map_or("", |(_, value)| value.as_str());
    if app.change(|store| store.drop_watchlist(name))? {
        return Ok("/watchlists".to_owned());
    }
    Err(Failure::Missing("a watchlist of that name".to_owned()))
}

/// Addresses that could not be told, by the name of their list, and when they are to be tried again.
#[derive(Default)]
pub struct Waits(HashMap<String, Instant>);

/// Tells addresses of all events that have arrived since they were told last, with `post`, which takes an address and JSON. One that cannot be
/// told is tried again later and later, and then left alone.
///
/// # Errors
/// When the store cannot be read or written.
pub fn tell(
    app: &App,
    post: &dyn Fn(&str, &str) -> Result<(), String>,
    waits: &mut Waits,
) -> Result<(), Failure> {
    let store = Store::open_to_read(app.store())?;
    let last = store.last_event()?;
    for mut list in store.watchlists()? {
        let waits_still = waits.0.get(&list.name).is_some_and(|then| Instant::now() < *then);
        let Some(hook) = list.hook.clone() else { continue };
        if last <= list.told || list.failures >= PATIENCE || waits_still {
            continue;
        }
        match tell_one(&store, &list, &|body| post(&hook, body))? {
            Ok(()) => {
                (list.told, list.failures) = (last, 0);
                waits.0.remove(&list.name);
            }
            Err(why) => {
                eprintln!("warning: watchlist {}: {why}", list.name);
                list.failures += 1;
                waits.0.insert(list.name.clone(), Instant::now() + WAIT * 2_u32.pow(list.failures));
            }
        }
        app.change(|store| store.keep_watchlist(&list))?;
    }
    Ok(())
}

/// Tells one address, some events at a time, the latest first; the inner error is the address's.
fn tell_one(
    store: &Store,
    list: &Watchlist,
    post: &dyn Fn(&str) -> Result<(), String>,
) -> Result<Result<(), String>, Failure> {
    let mut filter = Filter { newer: Some(list.told), ..wanted(list)? };
    loop {
        let found = events::find(store, &filter, TOLD)?;
        let Some(end) = found.last() else { return Ok(Ok(())) };
        filter.after = Some(end.cursor);
        let events: Vec<Record> = found.iter().map(Record::of).collect();
        let body = json(&serde_json::json!({ "watchlist": list.name, "events": events }))?;
        if let Err(why) = post(&body) {
            return Ok(Err(why));
        }
    }
}
