//! What the codes mean, and what the API offers.

use crate::Failure;
use crate::glosses;
use crate::page::Frame;
use crate::route::{Asked, Route, View, json};
use crate::routes::ROUTES;
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;

/// The glossary.
pub const GLOSSARY: Route = Route {
    path: "/about",
    id: "about",
    about: "What the codes mean, and what the store holds",
    parameters: &[],
    also: &[],
    answer: glossary,
    schema: |generator| generator.subschema_for::<GlossaryView>(),
};

/// The API for a person; its description for a program is at `/api/v1/openapi`.
pub const API: Route = Route {
    path: "/api",
    id: "api",
    about: "What the API offers",
    parameters: &[],
    also: &[],
    answer: api,
    schema: |generator| generator.subschema_for::<ApiView>(),
};

/// Kinds of codes with their heads.
const KINDS: [(&str, &str); 7] = [
    ("category", "Categories of events (PLOVER)"),
    ("quad", "Quad classes"),
    ("status", "Status of an event"),
    ("item", "Items of the ledger"),
    ("stands", "How an item stands"),
    ("sector", "Sectors of actors"),
    ("judgement", "Judgements"),
];

/// What the codes mean, and what the store holds.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GlossaryView {
    coder: &'static str,
    reports: u64,
    sentences: u64,
    events: u64,
    /// First and last day of publication.
    days: Option<(String, String)>,
    undated: u64,
    /// When a run last wrote.
    written: Option<String>,
    codes: Vec<Code>,
}

/// A code in words.
#[derive(Debug, Serialize, JsonSchema)]
struct Code {
    kind: &'static str,
    code: &'static str,
    name: &'static str,
    about: &'static str,
}

fn glossary(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let counts = asked.app.counts(asked.store)?;
    let status = counts.status.clone();
    let codes = KINDS.iter().flat_map(|(kind, _)| {
        glosses::all(kind).map(move |(code, gloss)| Code { kind, code, name: gloss.name, about: gloss.about })
    });
    Ok(Box::new(GlossaryView {
        coder: demarche_pipeline::VERSION,
        reports: status.documents,
        sentences: status.sentences,
        events: status.events,
        days: status.dates,
        undated: status.undated,
        written: asked.store.last_run_end()?,
        codes: codes.collect(),
    }))
}

impl View for GlossaryView {
    fn title(&self) -> String {
        "What the codes mean".to_owned()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, _: &Frame<'_>) -> Markup {
        html! {
            dl.facts {
                div { dt { "Reports" } dd { (self.reports) @if let Some((first, last)) = &self.days { ", from " (first) " to " (last) } @if self.undated > 0 { ", " (self.undated) " without a date" } } }
                div { dt { "Sentences" } dd { (self.sentences) } }
                div { dt { "Events" } dd { (self.events) } }
                @if let Some(written) = &self.written { div { dt { "Last written" } dd { (written) } } }
                div { dt { "Coder" } dd { code { (self.coder) } } }
            }
            @for (kind, head) in KINDS {
                section {
                    h2 { (head) }
                    dl.glosses { @for code in self.codes.iter().filter(|c| c.kind == kind) { div { dt { (code.name) " " span.code { (code.code) } } dd { (code.about) } } } }
                }
            }
            section {
                h2 { "Countries and organisations" }
                p { "Countries have their ISO 3166-1 alpha-3 codes, with KOS for Kosovo and PSE for Palestine; UNO is the United Nations, EUR the European Union. An actor's code is the country's with that of the sector: " span.code { "USAGOV" } " is the government of the United States. A code stands for what somebody was on the day of the report." }
            }
        }
    }
}

/// What the API offers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ApiView {
    routes: Vec<Offer>,
}

/// A route.
#[derive(Debug, Serialize, JsonSchema)]
struct Offer {
    path: String,
    about: &'static str,
    parameters: Vec<&'static str>,
}

fn api(_: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let routes = ROUTES.iter().map(|route| Offer {
        path: format!("/api/v1{}", route.path),
        about: route.about,
        parameters: route.parameters.iter().map(|p| p.name).collect(),
    });
    Ok(Box::new(ApiView { routes: routes.collect() }))
}

impl View for ApiView {
    fn title(&self) -> String {
        "The API".to_owned()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, _: &Frame<'_>) -> Markup {
        html! {
            p { "Every page has its data as JSON: add " code { ".json" } " to its path, or put " code { "/api/v1" } " before it. " a href="/api/v1/openapi" { "OpenAPI description" } "." }
            p { code { "POST /api/code" } " with " code { "{\"text\": …, \"date\": …}" } " codes a text." }
            dl.glosses {
                @for offer in &self.routes {
                    div { dt { code { "GET " (offer.path) } } dd { (offer.about) "." @if !offer.parameters.is_empty() { " " span.faint { (offer.parameters.join(", ")) } } } }
                }
            }
        }
    }
}
