//! Search over everything: parties by name, the ledger and reports by words.

use super::actors::known;
use super::items::{self, ItemLine};
use crate::page::{Frame, counted, link};
use crate::query::{Holds, Parameter};
use crate::route::{Asked, Route, View, json};
use crate::Failure;
use demarche_store::{Hit, StoreError};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;

/// The route.
pub const ROUTE: Route = Route {
    path: "/search",
    id: "search",
    about: "Parties by name; items of the ledger and reports by words: all of them, phrases in quotes, sanct* for beginnings",
    parameters: &[
        Parameter { name: "q", holds: Holds::Text, about: "What to look for" },
        Parameter { name: "before", holds: Holds::Count(i64::MAX as usize), about: "Only reports that arrived before this one: `next` of the page before" },
    ],
    also: &[],
    answer,
    schema: |generator| generator.subschema_for::<SearchView>(),
};

/// Reports of a page.
const REPORTS: usize = 25;

/// Items of the ledger.
const ITEMS: usize = 15;

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SearchView {
    q: String,
    parties: Vec<PartyHit>,
    ledger: Vec<ItemLine>,
    reports: Vec<ReportHit>,
    /// `before` of the next page.
    next: Option<i64>,
}

/// A party.
#[derive(Debug, Serialize, JsonSchema)]
struct PartyHit {
    key: String,
    name: String,
}

/// A report.
#[derive(Debug, Serialize, JsonSchema)]
struct ReportHit {
    number: i64,
    id: String,
    date: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
    /// Pieces of the passage: text, and whether it was searched for.
    passage: Vec<(String, bool)>,
}

fn answer(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let Some(q) = asked.query.owned("q") else {
        return Ok(Box::new(SearchView { q: String::new(), parties: vec![], ledger: vec![], reports: vec![], next: None }));
    };
    let before = asked.query.text("before").and_then(|n| n.parse().ok());
    let hits = match asked.store.search(&q, before.unwrap_or(i64::MAX), REPORTS) {
        Err(StoreError::EmptySearch(_)) => vec![],
        hits => hits?,
    };
    let next = hits.last().filter(|_| hits.len() == REPORTS).map(|hit| hit.number);
    let words: Vec<String> = q.to_lowercase().split_whitespace().map(|w| w.trim_matches(['"', '*']).to_owned()).collect();
    let items = asked.app.items(asked.store, None)?;
    let fits = |item: &&demarche_ledger::Item| {
        let what = item.what.to_lowercase();
        words.iter().all(|word| what.contains(word.as_str()))
    };
    let mut found: Vec<_> = items.iter().filter(fits).collect();
    found.sort_by_key(|item| std::cmp::Reverse(item.changed()));
    let parties = known(asked.app.coder.base(), q.trim_matches('"'));
    Ok(Box::new(SearchView {
        parties: parties.into_iter().map(|(key, name)| PartyHit { key, name }).collect(),
        ledger: found.into_iter().take(ITEMS).map(ItemLine::of).collect(),
        reports: hits.into_iter().map(report).collect(),
        next,
        q,
    }))
}

fn report(hit: Hit) -> ReportHit {
    let Hit { number, id, date, title, publisher, passage } = hit;
    ReportHit { number, id, date, title, publisher, passage: pieces(&passage) }
}

/// A passage cut at the marks around what was searched for.
fn pieces(passage: &str) -> Vec<(String, bool)> {
    let (open, close) = Hit::MARKS;
    let mut out = Vec::new();
    let mut found = false;
    for part in passage.split([open, close]) {
        if !part.is_empty() {
            out.push((part.to_owned(), found));
        }
        found = !found;
    }
    out
}

impl View for SearchView {
    fn title(&self) -> String {
        if self.q.is_empty() { "Search".to_owned() } else { format!("Search: {}", self.q) }
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        let base = frame.app.coder.base();
        html! {
            @if self.q.is_empty() { p { "Words of reports, all of them: " code { "\"six party\" talks sanct*" } ". A name finds the party too." } }
            @if !self.parties.is_empty() {
                section { h2 { "Parties" } ul.parties { @for party in &self.parties { li { a href=(link(&["actors", &party.key])) { (party.name) } " " span.code { (party.key) } } } } }
            }
            @if !self.ledger.is_empty() { section { h2 { "In the ledger" } (items::table(base, "Items of the ledger", &self.ledger)) } }
            @if !self.q.is_empty() {
                section {
                    h2 { "Reports" }
                    @if self.reports.is_empty() { p.faint { "No report has these words." } }
                    ol.hits {
                        @for hit in &self.reports {
                            li {
                                a href=(link(&["reports", &hit.number.to_string()])) { (hit.title.as_deref().unwrap_or(&hit.id)) }
                                " " span.faint { (hit.publisher.as_deref().unwrap_or_default()) " " (hit.date.as_deref().unwrap_or_default()) }
                                p { @for (text, found) in &hit.passage { @if *found { mark.hit { (text) } } @else { (text) } } }
                            }
                        }
                    }
                    @if let Some(next) = self.next {
                        p { a rel="next" href=(frame.query.address("/search", &[("before", Some(&next.to_string()))])) { "Earlier reports" } }
                    } @else { p.faint { (counted(self.reports.len(), "report")) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_cut_where_the_words_are() {
        let cut = pieces("the \u{fdd0}talks\u{fdd1} of \u{fdd0}six\u{fdd1}");
        let shown: Vec<(&str, bool)> = cut.iter().map(|(text, found)| (text.as_str(), *found)).collect();
        assert_eq!(shown, [("the ", false), ("talks", true), (" of ", false), ("six", true)]);
    }
}
