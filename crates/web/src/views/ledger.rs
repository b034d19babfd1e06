//! The ledger by process, its meetings as a calendar, and one item with every sentence it rests on.

use super::items::{self, ItemLine};
use crate::glosses;
use crate::page::{Frame, choice, counted, field, link};
use crate::query::{Holds, Parameter};
use crate::route::{Asked, Route, View, json};
use crate::Failure;
use demarche_ledger::{Item, Kind, Source};
use demarche_store::Store;
use demarche_wire::interval;
use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Statuses of items.
const STANDS: &[&str] = &[
    "proposed", "scheduled", "postponed", "cancelled", "held", "offered", "pledged", "conditional", "underway", "fulfilled",
    "broken", "withdrawn", "open", "met", "refused", "carried-out", "imposed", "eased", "lifted", "negotiating", "reached",
    "signed", "in-force", "suspended", "left", "ended",
];

const KINDS: &[&str] = &["meeting", "pledge", "demand", "threat", "sanction", "agreement"];

/// The ledger.
pub const BOARD: Route = Route {
    path: "/ledger",
    id: "ledger",
    about: "Meetings, pledges, demands, threats, sanctions and agreements as they stood on a day, by who has part in them",
    parameters: &[
        Parameter { name: "as_of", holds: Holds::Day, about: "The ledger as it stood at the end of this day; by default the last report's" },
        Parameter { name: "kind", holds: Holds::OneOf(KINDS), about: "What it is" },
        Parameter { name: "status", holds: Holds::OneOf(STANDS), about: "How it stands" },
        Parameter { name: "party", holds: Holds::Word, about: "Code of a country or organisation that has part in it" },
        Parameter { name: "since", holds: Holds::Day, about: "Whose status has changed since this day" },
        Parameter { name: "words", holds: Holds::Text, about: "Words of what it says" },
        Parameter { name: "page", holds: Holds::Count(10_000), about: "Which page of the processes, from 0" },
    ],
    also: &[],
    answer: board,
    schema: |generator| generator.subschema_for::<BoardView>(),
};

/// The calendar.
pub const CALENDAR: Route = Route {
    path: "/calendar",
    id: "calendar",
    about: "Meetings of a month, day by day, and what else of the ledger falls on a day of it",
    parameters: &[
        Parameter { name: "day", holds: Holds::Day, about: "A day of the month; by default the last report's" },
        Parameter { name: "party", holds: Holds::Word, about: "Code of a country or organisation that has part in it" },
    ],
    also: &[],
    answer: calendar,
    schema: |generator| generator.subschema_for::<CalendarView>(),
};

/// One item.
pub const ITEM: Route = Route {
    path: "/ledger/{key}",
    id: "ledger_item",
    about: "One item of the ledger with its history and every sentence it rests on",
    parameters: &[
        Parameter { name: "key", holds: Holds::Word, about: "Key of the item" },
        Parameter { name: "as_of", holds: Holds::Day, about: "As it stood at the end of this day" },
    ],
    also: &[],
    answer: item,
    schema: |generator| generator.subschema_for::<ItemView>(),
};

/// Processes of a page.
const PAGE: usize = 15;

/// The ledger by process.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BoardView {
    as_of: String,
    /// Items that were asked for.
    items: usize,
    processes: Vec<Process>,
    /// Number of the next page.
    next: Option<usize>,
    /// First and last day of reports.
    #[serde(skip)]
    days: Option<(Date, Date)>,
}

/// What the same parties have to do with one another.
#[derive(Debug, Serialize, JsonSchema)]
struct Process {
    parties: Vec<String>,
    /// Latest change first.
    items: Vec<ItemLine>,
}

fn board(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let query = asked.query;
    let as_of = query.day("as_of");
    let items = asked.app.items(asked.store, as_of)?;
    let last = asked.store.last_day()?;
    let wanted: Vec<&Item> = items.iter().filter(|item| wanted(item, asked)).collect();
    let mut processes: BTreeMap<Vec<&str>, Vec<&Item>> = BTreeMap::new();
    for item in &wanted {
        processes.entry(parties(item)).or_default().push(item);
    }
    let mut processes: Vec<(Vec<&str>, Vec<&Item>)> = processes.into_iter().collect();
    for (_, items) in &mut processes {
        items.sort_by_key(|item| std::cmp::Reverse(item.changed()));
    }
    processes.sort_by_key(|(_, items)| std::cmp::Reverse(items.first().and_then(|item| item.changed())));
    let page = query.count("page", 0);
    let shown = processes.iter().skip(page * PAGE).take(PAGE);
    let processes_of_page = shown.map(|(parties, items)| Process {
        parties: parties.iter().map(|p| (*p).to_owned()).collect(),
        items: items.iter().map(|item| ItemLine::of(item)).collect(),
    });
    Ok(Box::new(BoardView {
        as_of: as_of.or(last).map(|day| day.to_string()).unwrap_or_default(),
        items: wanted.len(),
        next: (processes.len() > (page + 1) * PAGE).then_some(page + 1),
        processes: processes_of_page.collect(),
        days: first_day(asked.store)?.zip(last),
    }))
}

fn first_day(store: &Store) -> Result<Option<Date>, Failure> {
    Ok(store.dates()?.and_then(|(first, _)| first.parse().ok()))
}

fn wanted(item: &Item, asked: &Asked<'_>) -> bool {
    let query = asked.query;
    let has = |code: &str| parties(item).contains(&code);
    let words = query.text("words").map(str::to_lowercase);
    let what = || item.what.to_lowercase();
    query.text("kind").is_none_or(|kind| item.kind.as_str() == kind)
        && query.text("status").is_none_or(|status| item.status.as_str() == status)
        && query.text("party").is_none_or(has)
        && query.day("since").is_none_or(|since| item.changed().is_some_and(|day| day >= since))
        && words.is_none_or(|words| words.split_whitespace().all(|word| what().contains(word)))
}

/// Codes of everybody who has part in an item, sorted.
pub fn parties(item: &Item) -> Vec<&str> {
    let mut all: Vec<&str> = item.parties.by.iter().chain(&item.parties.to).map(|c| c.as_str()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl View for BoardView {
    fn title(&self) -> String {
        format!("The ledger on {}", self.as_of)
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        let (base, query) = (frame.app.coder.base(), frame.query);
        html! {
            (self.filters(frame))
            p { (counted(self.items, "item")) ", by who has part in them. " a href="/calendar" { "Meetings on a calendar" } "." }
            @for process in &self.processes {
                section.process {
                    h2 {
                        @for (at, code) in process.parties.iter().enumerate() {
                            @if at > 0 { " · " }
                            a href=(link(&["actors", code])) { (glosses::party(base, code)) }
                        }
                        " " span.count { (process.items.len()) }
                    }
                    (timeline(&process.items, &self.as_of))
                    (items::table(base, &process.parties.join(" and "), &process.items[..process.items.len().min(LINES)]))
                    @if process.items.len() > LINES {
                        p { a href=(query.address("/ledger", &[("party", process.parties.first().map(String::as_str)), ("page", None)])) { (counted(process.items.len() - LINES, "more item")) } }
                    }
                }
            }
            @if self.processes.is_empty() { p.faint { "Nothing in the ledger fits." } }
            @if let Some(next) = self.next {
                p { a href=(query.address("/ledger", &[("page", Some(&next.to_string()))])) rel="next" { "More processes" } }
            }
        }
    }
}

/// Items of a process on a page.
const LINES: usize = 25;

impl BoardView {
    fn filters(&self, frame: &Frame<'_>) -> Markup {
        let query = frame.query;
        let kinds: Vec<(&str, &str)> = glosses::all("item").map(|(code, gloss)| (code, gloss.name)).collect();
        let stands = STANDS.iter().filter_map(|code| Some((*code, glosses::gloss("stands", code)?.name)));
        html! {
            form.filters method="get" action="/ledger" {
                (choice("kind", "Kind", query.text("kind"), kinds))
                (choice("status", "Stands", query.text("status"), stands))
                (field("party", "Party", "text", query.text("party"), "PRK"))
                (field("since", "Changed since", "date", query.text("since"), ""))
                (field("words", "Words", "search", query.text("words"), ""))
                div.field.travel data-from=[self.days.map(|(from, _)| from)] data-to=[self.days.map(|(_, to)| to)] {
                    label for="f-as_of" { abbr title="The ledger as it stood at the end of this day: later reports are not read" { "As of" } }
                    input #f-as_of name="as_of" type="date" value=(self.as_of);
                }
                button { "Show" }
            }
        }
    }
}

/// Meetings and other dated items on a line of time.
fn timeline(lines: &[ItemLine], as_of: &str) -> Markup {
    let dated: Vec<(&ItemLine, Date, Date)> = lines.iter().filter_map(|line| {
        let (from, to) = period(line.when.as_deref()?)?;
        Some((line, from, to))
    }).collect();
    let from = dated.iter().map(|(_, from, _)| *from).min();
    let to = dated.iter().map(|(_, _, to)| *to).max();
    let (Some(from), Some(to)) = (from, to) else { return html! {} };
    if dated.len() < 2 {
        return html! {};
    }
    let span = f64::from((to - from).get_days().max(1));
    let x = |day: Date| 10.0 + f64::from((day - from).get_days()) / span * 700.0;
    let short = crate::chart::short;
    html! {
        svg.timeline viewBox="0 0 720 44" role="group" aria-label={ (dated.len()) " dated items from " (from) " to " (to) } {
            line.axis x1="10" x2="710" y1="20" y2="20" {}
            @if let Ok(day) = as_of.parse::<Date>() && day >= from && day <= to {
                line.today x1=(short(x(day))) x2=(short(x(day))) y1="6" y2="34" { title { "as of " (day) } }
            }
            @for (line, from, to) in &dated {
                a href=(link(&["ledger", &line.key])) {
                    rect.mark.{ "is-" (line.status) } x=(short(x(*from) - 3.5)) y="13" rx="3" width=(short(x(*to) - x(*from) + 7.0)) height="14" {
                        title { (line.when.as_deref().unwrap_or_default()) " " (line.kind) ", " (line.status) ": " (line.what) }
                    }
                }
            }
            text.tick x="10" y="42" { (from) }
            text.tick x="710" y="42" text-anchor="end" { (to) }
        }
    }
}

fn period(when: &str) -> Option<(Date, Date)> {
    let (from, to) = when.split_once('/').unwrap_or((when, when));
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// A month.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CalendarView {
    /// 2018-09.
    month: String,
    /// Days on which something falls.
    days: Vec<CalendarDay>,
    #[serde(skip)]
    first: Date,
}

/// A day of the calendar.
#[derive(Debug, Serialize, JsonSchema)]
struct CalendarDay {
    day: String,
    items: Vec<ItemLine>,
}

fn calendar(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let items = asked.app.items(asked.store, None)?;
    let day = asked.query.day("day").or(asked.store.last_day()?).unwrap_or(Date::constant(2000, 1, 1));
    let (first, last) = (day.first_of_month(), day.last_of_month());
    let mut days: BTreeMap<Date, Vec<ItemLine>> = BTreeMap::new();
    for item in items.iter() {
        let Some(when) = item.when.filter(|w| w.from <= last && w.to >= first) else { continue };
        // A period of weeks falls on no day.
        let is_day = (when.to - when.from).get_days() <= 7;
        if is_day && asked.query.text("party").is_none_or(|code| parties(item).contains(&code)) {
            days.entry(when.from.max(first)).or_default().push(ItemLine::of(item));
        }
    }
    let days = days.into_iter().map(|(day, items)| CalendarDay { day: day.to_string(), items }).collect();
    Ok(Box::new(CalendarView { month: format!("{:04}-{:02}", day.year(), day.month()), days, first }))
}

impl View for CalendarView {
    fn title(&self) -> String {
        format!("Calendar of {}", self.month)
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        let go = |day: Date| frame.query.address("/calendar", &[("day", Some(&day.to_string()))]);
        let before = i32::from(self.first.weekday().to_monday_zero_offset());
        let count = i32::from(self.first.days_in_month());
        html! {
            nav.turn aria-label="Months" {
                a rel="prev" href=(go(self.first.saturating_sub(1.month()))) { "Month before" } " "
                a rel="next" href=(go(self.first.saturating_add(1.month()))) { "Month after" }
            }
            div.scroll tabindex="0" role="region" aria-label="Calendar" {
                table.calendar {
                    thead { tr { @for day in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] { th scope="col" { (day) } } } }
                    tbody {
                        @for week in 0..(before + count + 6) / 7 {
                            tr {
                                @for at in 0..7 {
                                    @let number = week * 7 + at - before + 1;
                                    td {
                                        @if (1..=count).contains(&number) { (self.cell(self.first.saturating_add((number - 1).days()))) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

impl CalendarView {
    fn cell(&self, day: Date) -> Markup {
        let text = day.to_string();
        let items = self.days.iter().find(|d| d.day == text).map(|d| d.items.as_slice()).unwrap_or_default();
        html! {
            time datetime=(text) { (day.day()) }
            @if !items.is_empty() {
                ul {
                    @for line in items {
                        li { a href=(link(&["ledger", &line.key])) title=(line.what) { (line.by.join("+")) @if !line.to.is_empty() { " → " (line.to.join("+")) } } " " (items::badge(line.status)) span.unseen { ", " (glosses::abbreviation("item", line.kind)) } }
                    }
                }
            }
        }
    }
}

/// An item, whole.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ItemView {
    as_of: Option<String>,
    /// The item under the contract.
    item: serde_json::Value,
    /// Where its sentences stand.
    reports: BTreeMap<String, Provenance>,
    #[serde(skip)]
    whole: Option<Item>,
}

/// A report that an item rests on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Provenance {
    /// Its number in the store.
    pub number: i64,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Day of publication.
    pub date: Option<String>,
}

/// Reports of an item that are looked up.
const REPORTS: usize = 300;

fn item(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let key = asked.query.text("key").unwrap_or_default();
    let as_of = asked.query.day("as_of");
    let items = asked.app.items(asked.store, as_of)?;
    let found = items.iter().find(|item| item.key == key);
    let item = found.ok_or_else(|| Failure::Missing("an item of the ledger of that key".to_owned()))?;
    let mut reports = BTreeMap::new();
    for evidence in item.evidence.iter().rev().take(REPORTS) {
        let id = &evidence.source.doc_id;
        if !reports.contains_key(id)
            && let Some(report) = provenance(asked.store, id)?
        {
            reports.insert(id.clone(), report);
        }
    }
    Ok(Box::new(ItemView {
        as_of: as_of.map(|day| day.to_string()),
        item: serde_json::to_value(demarche_wire::item(item)).map_err(|_| Failure::Broken)?,
        reports,
        whole: Some(item.clone()),
    }))
}

fn provenance(store: &Store, id: &str) -> Result<Option<Provenance>, Failure> {
    let Some(number) = store.report_number(id)? else { return Ok(None) };
    Ok(store.report(number)?.map(|report| Provenance {
        number,
        title: report.title,
        publisher: report.publisher,
        date: report.date,
    }))
}

impl View for ItemView {
    fn title(&self) -> String {
        let Some(item) = &self.whole else { return String::new() };
        format!("{}: {}", glosses::gloss("item", item.kind.as_str()).map_or("Item", |g| g.name), cut(&item.what, 90))
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        let base = frame.app.coder.base();
        let Some(item) = &self.whole else { return html! {} };
        let line = ItemLine::of(item);
        html! {
            dl.facts {
                div { dt { "Stands" } dd { (items::badge(line.status)) " " span.faint title="what the status rests on: a rumour, an announcement or a fact" { "as " (weight(item)) } } }
                div { dt { (if item.kind == Kind::Meeting { "Between" } else { "Who" }) } dd { (items::sides(base, &line)) } }
                @if let Some(when) = item.when { div { dt { "When" } dd { (interval(when)) } } }
                @if let Some(place) = &item.place { div { dt { "Where" } dd { (place) } } }
                @if !item.people.is_empty() { div { dt { "People" } dd { @for (at, person) in item.people.iter().enumerate() { @if at > 0 { ", " } (person.name) } } } }
                @if let Some(condition) = &item.condition { div { dt { "Condition" } dd { (condition) } } }
                @if !item.depends_on.is_empty() { div { dt { "Depends on" } dd { @for key in &item.depends_on { a href=(link(&["ledger", key])) { (key) } " " } } } }
                div { dt { abbr title="Copies of one agency report count once" { "Independent reports" } } dd { (item.sources()) } }
            }
            blockquote.what { (item.what) }
            @if !item.contested.is_empty() {
                section aria-labelledby="contested" {
                    h2 #contested { "The sides contradict one another" }
                    ul { @for voice in &item.contested { li { (items::codes(base, &[voice.speaker.to_string()])) " says " (items::badge(voice.says.as_str())) ": " (self.quote(&voice.source)) } } }
                }
            }
            section aria-labelledby="history" {
                h2 #history { "How it came to stand so" }
                ol.history {
                    @for change in &item.history {
                        li { time datetime=(change.source.reported) { (change.source.reported) } " " (items::badge(change.status.as_str())) " " (self.quote(&change.source)) " " small.faint title="row of the transition table, and the rule that read the sentence" { (change.transition) " · " (change.rule) } }
                    }
                }
            }
            section aria-labelledby="sentences" {
                h2 #sentences { "Every sentence it rests on " span.count { (item.evidence.len()) } }
                ol.history {
                    @for evidence in item.evidence.iter().rev() {
                        li {
                            time datetime=(evidence.source.reported) { (evidence.source.reported) } " says " (items::badge(evidence.says.as_str()))
                            @if let Some(speaker) = &evidence.speaker { " on the word of " (items::codes(base, &[speaker.to_string()])) }
                            @if evidence.source.copy_of.is_some() { " " span.faint { "(a copy of another report)" } }
                            ": " (self.quote(&evidence.source))
                            " " small.faint title="why it was taken to speak of this, and the rule that read it" { (evidence.merged) " · " (evidence.rule) }
                        }
                    }
                }
            }
        }
    }
}

fn weight(item: &Item) -> String {
    let weight = item.weight.as_str();
    format!("{} {weight}", if weight.starts_with('a') { "an" } else { "a" })
}

fn cut(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most { text } else { text.chars().take(most - 1).chain(['…']).collect() }
}

impl ItemView {
    /// A sentence, one click from its place in the report.
    fn quote(&self, source: &Source) -> Markup {
        let text = source.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(report) = self.reports.get(&source.doc_id) else { return html! { q { (text) } } };
        let address = match source.sentence {
            Some(sentence) => format!("/reports/{}?sentence={sentence}#s{sentence}", report.number),
            None => format!("/reports/{}", report.number),
        };
        let from = report.publisher.as_deref().unwrap_or(&source.doc_id);
        html! {
            q { a href=(address) { (text) } }
            " " cite { (from) @if let Some(date) = &report.date { ", " (date) } }
        }
    }
}
