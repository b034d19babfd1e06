//! Events in a table, and one event with its report.

use super::reader::{self, ReaderView};
use crate::feed::{Feed, FeedEntry};
use crate::glosses::{self, abbreviation};
use crate::page::{Frame, choice, counted, field, link};
use crate::query::{self, Holds, Parameter, Query};
use crate::record::{Event, Record, event_link, parties};
use crate::route::{Asked, Route, Shape, View, json};
use crate::Failure;
use demarche_actors::Base;
use demarche_store::{Cursor, Filter, Found, Judgement, Store, StoreError};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;

/// PLOVER's categories.
pub const CATEGORIES: &[&str] = &[
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST",
    "RETREAT", "SANCTION", "SUPPORT", "THREATEN",
];

/// What may have become of an act.
pub const STATUSES: &[&str] = &["actual", "planned", "conditional", "hypothetical", "negated", "denied"];

/// Columns of the table.
const COLUMNS: &[&str] = &["day", "category", "mode", "cameo", "score", "actors", "recipients", "status", "place", "word", "sentence", "source", "confidence", "rule"];

/// Columns that are shown where nobody chooses.
const USUAL: &[&str] = &["day", "category", "actors", "recipients", "status", "place", "word", "sentence"];

/// What the events of a page may be sorted by.
const SORTS: &[&str] = &["day", "category", "actors", "recipients", "status", "score", "confidence"];

/// Parameters that say which events are wanted.
pub const FILTERS: [Parameter; 9] = [
    Parameter { name: "category", holds: Holds::OneOf(CATEGORIES), about: "PLOVER category" },
    Parameter { name: "status", holds: Holds::OneOf(STATUSES), about: "Whether it happened, is planned, was denied …" },
    Parameter { name: "actor", holds: Holds::Word, about: "Who acts: country (USA), code (USAGOV) or entity (angela-merkel)" },
    Parameter { name: "recipient", holds: Holds::Word, about: "To whom, in the same words" },
    Parameter { name: "speaker", holds: Holds::Word, about: "On whose word it is told, in the same words" },
    Parameter { name: "between", holds: Holds::Pair, about: "Two countries parted by a comma, in either direction or together" },
    Parameter { name: "from", holds: Holds::Day, about: "First day: of the event, else of its report" },
    Parameter { name: "to", holds: Holds::Day, about: "Last day" },
    Parameter { name: "text", holds: Holds::Text, about: "Words of the report: all of them, phrases in quotes, sanct* for beginnings" },
];

const PARAMETERS: &[Parameter] = &[
    FILTERS[0],
    FILTERS[1],
    FILTERS[2],
    FILTERS[3],
    FILTERS[4],
    FILTERS[5],
    FILTERS[6],
    FILTERS[7],
    FILTERS[8],
    Parameter { name: "columns", holds: Holds::SomeOf(COLUMNS), about: "Columns of the page" },
    Parameter { name: "sort", holds: Holds::OneOf(SORTS), about: "What the events of the page are sorted by; by default their days, latest first" },
    Parameter { name: "limit", holds: Holds::Count(1000), about: "How many at most; by default 100" },
    Parameter { name: "after", holds: Holds::Place, about: "Only what comes after this place in the list: `next` of the page before" },
];

/// The table.
pub const TABLE: Route = Route {
    path: "/events",
    id: "events",
    about: "Events, latest first, by category, status, parties, days and words",
    parameters: PARAMETERS,
    also: &[Shape::Csv, Shape::Parquet, Shape::Atom],
    answer: table,
    schema: |generator| generator.subschema_for::<EventsView>(),
};

/// One event.
pub const EVENT: Route = Route {
    path: "/events/{event}",
    id: "event",
    about: "One event with every report that tells of the same, and what people have said of its coding",
    parameters: &[Parameter { name: "event", holds: Holds::Word, about: "Id of the event" }],
    also: &[Shape::Csv, Shape::Parquet],
    answer: event,
    schema: |generator| generator.subschema_for::<EventView>(),
};

/// Which events are wanted.
pub fn filter(query: &Query) -> Filter {
    let between = query.text("between").and_then(|pair| pair.split_once([',', '-']));
    let after = query.text("after").and_then(query::place);
    Filter {
        category: query.owned("category"),
        status: query.owned("status"),
        actor: query.owned("actor"),
        recipient: query.owned("recipient"),
        speaker: query.owned("speaker"),
        between: between.map(|(one, other)| (one.to_owned(), other.to_owned())),
        from: query.day("from"),
        to: query.day("to"),
        text: query.owned("text"),
        after: after.map(|(day, event)| Cursor { day, event }),
        newer: None,
    }
}

/// Events of a filter; a search without a word in it finds none.
///
/// # Errors
/// When the store cannot be read.
pub fn find(store: &Store, filter: &Filter, limit: usize) -> Result<Vec<Found>, Failure> {
    match store.events(filter, limit) {
        Err(StoreError::EmptySearch(_)) => Ok(vec![]),
        found => Ok(found?),
    }
}

/// Events of a page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EventsView {
    events: Vec<Record>,
    /// Where the next page begins: `after` of the next question.
    next: Option<String>,
    #[serde(skip)]
    columns: Vec<String>,
    #[serde(skip)]
    found: Vec<Found>,
}

fn table(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let limit = asked.query.count("limit", 100).max(1);
    let mut found = find(asked.store, &filter(asked.query), limit)?;
    let next = found.last().filter(|_| found.len() == limit).map(|f| format!("{}-{}", f.cursor.day, f.cursor.event));
    sort(&mut found, asked.query.text("sort"));
    let columns = asked.query.text("columns").map(|c| c.split(',').map(str::to_owned).collect());
    let columns = columns.unwrap_or_else(|| USUAL.iter().map(|c| (*c).to_owned()).collect());
    let events = found.iter().map(Record::of).collect();
    Ok(Box::new(EventsView { events, next, columns, found }))
}

fn sort(found: &mut [Found], by: Option<&str>) {
    let number = |found: &Found, key: &str| {
        let event: serde_json::Value = serde_json::from_str(&found.record).unwrap_or_default();
        event.get(key).and_then(serde_json::Value::as_f64).unwrap_or_default()
    };
    match by {
        Some("category") => found.sort_by(|a, b| a.category.cmp(&b.category)),
        Some("status") => found.sort_by(|a, b| a.status.cmp(&b.status)),
        Some("actors") => found.sort_by(|a, b| a.actor.cmp(&b.actor)),
        Some("recipients") => found.sort_by(|a, b| a.recipient.cmp(&b.recipient)),
        Some(key @ ("score" | "confidence")) => found.sort_by_cached_key(|f| (number(f, key) * 1e6) as i64),
        _ => {}
    }
}

impl View for EventsView {
    fn title(&self) -> String {
        "Events".to_owned()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn records(&self) -> Vec<&str> {
        self.events.iter().map(Record::json).collect()
    }

    fn feed(&self) -> Option<Feed> {
        let entries: Vec<FeedEntry> = self.found.iter().map(FeedEntry::of).collect();
        Some(Feed { title: "Events".to_owned(), page: "/events".to_owned(), updated: crate::app::now(), entries })
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        let query = frame.query;
        html! {
            (filters(frame, &self.columns))
            p.faint { (counted(self.events.len(), "event")) ", latest first" @if let Some(sort) = query.text("sort") { "; this page by " (sort) } ". " a href=(query.address("/watchlists", &[("columns", None), ("sort", None), ("after", None), ("limit", None)])) { "Watch this" } "." }
            (rows(frame, &self.columns, &self.events))
            @if let Some(next) = &self.next {
                p { a rel="next" href=(query.address("/events", &[("after", Some(next))])) { "Earlier events" } }
            }
        }
    }
}

fn filters(frame: &Frame<'_>, columns: &[String]) -> Markup {
    let query = frame.query;
    let named = |kind: &'static str| glosses::all(kind).map(|(code, gloss)| (code, gloss.name)).collect::<Vec<_>>();
    html! {
        form.filters method="get" action="/events" {
            (choice("category", "Category", query.text("category"), named("category")))
            (choice("status", "Status", query.text("status"), named("status")))
            (field("actor", "Who", "text", query.text("actor"), "USA or an entity"))
            (field("recipient", "To whom", "text", query.text("recipient"), "PRK"))
            (field("speaker", "On whose word", "text", query.text("speaker"), "RUSGOV"))
            (field("between", "Between", "text", query.text("between"), "PRK,USA"))
            (field("from", "From", "date", query.text("from"), ""))
            (field("to", "To", "date", query.text("to"), ""))
            (field("text", "Words", "search", query.text("text"), "\"six party talks\""))
            details {
                summary { "Columns" }
                fieldset {
                    legend.unseen { "Columns" }
                    @for column in COLUMNS {
                        label.check { input type="checkbox" name="columns" value=(column) checked[columns.iter().any(|c| c == column)]; " " (column) }
                    }
                }
            }
            button { "Show" }
        }
    }
}

/// Events in a table.
pub fn rows(frame: &Frame<'_>, columns: &[String], events: &[Record]) -> Markup {
    let base = frame.app.coder.base();
    if events.is_empty() {
        return html! { p.faint { "No event fits." } };
    }
    html! {
        div.scroll tabindex="0" role="region" aria-label="Events" {
            table.events {
                thead { tr { @for column in columns { th scope="col" { (head(frame, column)) } } } }
                tbody {
                    @for event in events.iter().map(Record::event) {
                        tr { @for column in columns { (cell(base, column, &event)) } }
                    }
                }
            }
        }
    }
}

/// Usual columns of a list on another page.
pub fn usual() -> Vec<String> {
    USUAL.iter().map(|c| (*c).to_owned()).collect()
}

fn head(frame: &Frame<'_>, column: &str) -> Markup {
    let about = match column {
        "day" => "Day of the event, else of its report",
        "category" => "PLOVER category",
        "mode" => "PLOVER mode: how",
        "cameo" => "CAMEO code",
        "score" => "PLOVER score, from -10 (worst) to 10",
        "actors" => "Who acts",
        "recipients" => "To whom",
        "status" => "Whether it happened, is planned, was denied …",
        "place" => "Where it took place",
        "word" => "On whose word the report tells it",
        "sentence" => "The sentence, one click from its report",
        "source" => "Report",
        "confidence" => "How sure the coder is, 0 to 1",
        _ => "The rule that made it",
    };
    let sorts = frame.route.is_some_and(|route| route.id == "events") && SORTS.contains(&column);
    html! {
        @if sorts {
            a href=(frame.query.address("/events", &[("sort", Some(column))])) title={ (about) "; sorts this page" } { (column) }
        } @else {
            abbr title=(about) { (column) }
        }
    }
}

fn cell(base: &Base, column: &str, event: &Event) -> Markup {
    match column {
        "day" => html! { td.day { time title=(event.why_when()) { (event.when()) } @if event.background { " " abbr.faint title="The report retells an older event" { "(background)" } } } },
        "category" => html! { td { span.category.{ "q" (event.quad) } { (abbreviation("category", &event.event)) } } },
        "mode" => html! { td { (event.mode.as_deref().unwrap_or_default()) } },
        "cameo" => html! { td { (glosses::cameo(&event.cameo)) } },
        "score" => html! { td.number { (format!("{:.1}", event.score)) } },
        "actors" => html! { td { (parties(base, &event.actors)) } },
        "recipients" => html! { td { (parties(base, &event.recipients)) } },
        "status" => html! { td { (abbreviation("status", &event.status)) } },
        "place" => html! { td { @if let Some(place) = &event.place { span title={ "known from the " (place.by) "; exact to the " (place.precision) } { (place.name) } } } },
        "word" => html! { td { (event.voices(base)) } },
        "sentence" => html! { td.sentence { a href={ (event_link(&event.id)) "#chosen" } { (event.text) } } },
        "source" => html! { td { (event.doc_id) @if let Some(date) = &event.doc_date { ", " (date) } } },
        "confidence" => html! { td.number { (format!("{:.2}", event.confidence)) } },
        _ => html! { td.faint { (event.rule) } },
    }
}

/// An event, whole.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EventView {
    event: Record,
    /// Number of its report in the store.
    report: i64,
    /// Ids of events of other reports that tell of the same, with those of their reports.
    told_by: Vec<Telling>,
    /// Independent reports of it.
    sources: usize,
    judgements: Vec<Said>,
    #[serde(skip)]
    reader: ReaderView,
}

/// A report of the same.
#[derive(Debug, Serialize, JsonSchema)]
struct Telling {
    event: String,
    doc_id: String,
    /// The report that it is a copy of.
    copy_of: Option<String>,
}

/// What somebody said of the coding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Said {
    judge: String,
    verdict: String,
    correction: Option<String>,
    made: String,
}

impl Said {
    /// As pages show it.
    pub fn of(judgement: &Judgement) -> Self {
        let Judgement { judge, verdict, correction, made, .. } = judgement.clone();
        Self { judge, verdict, correction, made }
    }

    /// A line.
    pub fn html(&self) -> Markup {
        Self::line(&self.judge, &self.verdict, self.correction.as_deref(), &self.made)
    }

    /// A line of its parts.
    pub fn line(judge: &str, verdict: &str, correction: Option<&str>, made: &str) -> Markup {
        html! {
            (judge) " says " span.badge.{ "is-" (verdict) } { (abbreviation("judgement", verdict)) }
            @if let Some(correction) = correction { ": " (correction) }
            " " span.faint { (made) }
        }
    }
}

fn event(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let id = asked.query.text("event").unwrap_or_default();
    let found = asked.store.event(id)?;
    let (found, report) = found.ok_or_else(|| Failure::Missing("an event of that id".to_owned()))?;
    let tellings = asked.store.tellings(&found)?;
    let others = tellings.iter().filter(|t| t.event_id != id);
    let told_by = others.map(|t| Telling { event: t.event_id.clone(), doc_id: t.doc_id.clone(), copy_of: t.copy_of.clone() });
    let told_by = told_by.collect();
    let reader = reader::read(asked, report, Some(id), None)?;
    let judgements = reader.said(id);
    let happening = demarche_store::Happening { event: found.clone(), tellings };
    Ok(Box::new(EventView { event: Record::of(&found), report, told_by, sources: happening.sources().max(1), judgements, reader }))
}

impl View for EventView {
    fn title(&self) -> String {
        self.event.event().line()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn records(&self) -> Vec<&str> {
        vec![self.event.json()]
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        let event = self.event.event();
        html! {
            (facts(frame, &event))
            @if !self.told_by.is_empty() {
                section {
                    h2 { "Told by " (counted(self.sources, "independent report")) }
                    ul { @for telling in &self.told_by { li { a href=(event_link(&telling.event)) { (telling.doc_id) } @if let Some(original) = &telling.copy_of { " " span.faint { "a copy of " (original) } } } } }
                }
            }
            @if !self.judgements.is_empty() {
                section {
                    h2 { "What people say of it" }
                    ul { @for said in &self.judgements { li { (said.html()) } } }
                }
            }
            section {
                h2 { "In its report" }
                (self.reader.article())
                p { a href={ "/reports/" (self.report) } { "The whole report" } }
            }
        }
    }
}

/// All that a record says, with why.
pub fn facts(frame: &Frame<'_>, event: &Event) -> Markup {
    let base = frame.app.coder.base();
    let rule = frame.app.coder.rules().all().iter().find(|rule| rule.id == event.rule);
    html! {
        dl.facts {
            div { dt { "What" } dd { span.category.{ "q" (event.quad) } { (abbreviation("category", &event.event)) } @if let Some(mode) = &event.mode { " · " (mode) } " · CAMEO " (glosses::cameo(&event.cameo)) " · " (abbreviation("quad", &event.quad.to_string())) " · score " (format!("{:.1}", event.score)) } }
            @if !event.actors.is_empty() { div { dt { "Who" } dd { (parties(base, &event.actors)) } } }
            @if !event.recipients.is_empty() { div { dt { "To whom" } dd { (parties(base, &event.recipients)) } } }
            div { dt { "Status" } dd { (abbreviation("status", &event.status)) @if event.background { " · retold as background" } } }
            div { dt { "When" } dd { @if event.when().is_empty() { "not known" } @else { (event.when()) } " " span.faint { (event.why_when()) } } }
            @if let Some(place) = &event.place {
                div { dt { "Where" } dd { (place.name) @if let Some(country) = &place.country { ", " a href=(link(&["actors", country])) { (country) } } " " span.faint { "from the " (place.by) ", exact to the " (place.precision) } } }
            }
            @if !event.attribution.is_empty() { div { dt { "On whose word" } dd { (event.voices(base)) } } }
            @if let Some(condition) = &event.condition { div { dt { "Condition" } dd { (condition.kind) ": " (condition.text) } } }
            @if !event.contexts.is_empty() { div { dt { "Context" } dd { (event.contexts.join(", ")) } } }
            div { dt { "Why" } dd { "rule " code { (event.rule) } @if let Some(rule) = rule { ": " (rule.doc) " " span.faint { "[" (rule.source) "]" } } " · confidence " (format!("{:.2}", event.confidence)) } }
        }
    }
}
