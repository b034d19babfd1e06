//! Items of the ledger as lists show them.

use crate::glosses::{self, abbreviation};
use crate::page::link;
use demarche_actors::Base;
use demarche_ledger::Item;
use demarche_wire::interval;
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;

/// An item in a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ItemLine {
    /// Its stable name.
    pub key: String,
    /// meeting, pledge, demand, threat, sanction or agreement.
    pub kind: &'static str,
    /// How it stands.
    pub status: &'static str,
    /// Codes of the parties: all of a meeting or agreement, else whose it is.
    pub by: Vec<String>,
    /// Codes of those that it is directed at.
    pub to: Vec<String>,
    /// Its words.
    pub what: String,
    /// Day, or two parted by `/`.
    pub when: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// What it depends on.
    pub condition: Option<String>,
    /// Independent reports of it.
    pub sources: usize,
    /// Day of the report that last changed its status.
    pub changed: Option<String>,
    /// Whether the sides contradict one another.
    pub contested: bool,
}

impl ItemLine {
    /// Of an item.
    pub fn of(item: &Item) -> Self {
        let codes = |set: &std::collections::BTreeSet<demarche_text::Str>| {
            set.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        Self {
            key: item.key.clone(),
            kind: item.kind.as_str(),
            status: item.status.as_str(),
            by: codes(&item.parties.by),
            to: codes(&item.parties.to),
            what: item.what.split_whitespace().collect::<Vec<_>>().join(" "),
            when: item.when.map(interval),
            place: item.place.clone(),
            condition: item.condition.clone(),
            sources: item.sources(),
            changed: item.changed().map(|day| day.to_string()),
            contested: !item.contested.is_empty(),
        }
    }
}

/// Codes as links, explained on hover.
pub fn codes(base: &Base, codes: &[String]) -> Markup {
    html! {
        @for (at, code) in codes.iter().enumerate() {
            @if at > 0 { " " }
            a.code href=(link(&["actors", code])) title=(glosses::party(base, code)) { (code) }
        }
    }
}

/// Both sides of an item.
pub fn sides(base: &Base, line: &ItemLine) -> Markup {
    html! {
        (codes(base, &line.by))
        @if !line.to.is_empty() { span aria-label=" towards " { " → " } (codes(base, &line.to)) }
    }
}

/// How an item stands, coloured by what that means for the sides.
pub fn badge(status: &str) -> Markup {
    html! { span.badge.{ "is-" (status) } { (abbreviation("stands", status)) } }
}

/// Items in a table; nothing where there are none.
pub fn table(base: &Base, caption: &str, lines: &[ItemLine]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table.items {
                caption.unseen { (caption) }
                thead { tr { th scope="col" { "What" } th scope="col" { "Who" } th scope="col" { "Stands" } th scope="col" { "When" } th.number scope="col" { abbr title="Independent reports: copies of one agency report count once" { "Reports" } } } }
                tbody { @for line in lines { (row(base, line)) } }
            }
        }
    }
}

fn row(base: &Base, line: &ItemLine) -> Markup {
    html! {
        tr {
            td.what {
                span.kind { (abbreviation("item", line.kind)) } " "
                a href=(link(&["ledger", &line.key])) { (line.what) }
                @if let Some(condition) = &line.condition { " " span.condition { (condition) } }
                @if line.contested { " " span.badge.is-contested { abbr title="The sides contradict one another" { "Contested" } } }
            }
            td { (sides(base, line)) }
            td { (badge(line.status)) }
            td.day { (line.when.as_deref().unwrap_or("")) @if let Some(place) = &line.place { " " span.faint { (place) } } }
            td.number { (line.sources) }
        }
    }
}
