//! A text that somebody pastes, coded as they watch.

use super::reader;
use crate::app::App;
use crate::page::Frame;
use crate::query::{Holds, Parameter};
use crate::record::{Event, Record};
use crate::route::{Asked, Route, View, json};
use crate::Failure;
use demarche_pipeline::{Coded, Document};
use demarche_wire::{CodePoints, Layer, annotation};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The page with the form.
pub const ROUTE: Route = Route {
    path: "/try",
    id: "try",
    about: "A form for a text that is to be coded; `POST /api/code` does it",
    parameters: &[
        Parameter { name: "date", holds: Holds::Day, about: "Day that the form begins with" },
        Parameter { name: "text", holds: Holds::Text, about: "Text that the form begins with" },
    ],
    also: &[],
    answer,
    schema: |generator| generator.subschema_for::<TryView>(),
};

/// Longest text, in bytes.
pub const LONGEST: usize = 100_000;

/// A text to be coded.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paste {
    /// The text: at most 100,000 bytes.
    #[schemars(length(min = 1, max = 100_000), extend("pattern" = "\\S"))]
    pub text: String,
    /// Day of publication, ISO 8601: days such as "on Monday" are counted from it.
    #[serde(default)]
    #[schemars(extend("format" = "date"))]
    pub date: Option<String>,
    /// Headline.
    #[serde(default)]
    pub title: Option<String>,
}

/// What was found in it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Codes {
    /// Events under the contract.
    events: Vec<Record>,
    /// Every layer below, as `demarche annotate` gives them.
    layers: serde_json::Value,
}

/// A page with the form, and what was found.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct TryView {
    date: Option<String>,
    text: Option<String>,
    #[serde(skip)]
    coded: Option<Box<(Document, Coded)>>,
    #[serde(skip)]
    found: Vec<Event>,
}

fn answer(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let (date, text) = (asked.query.owned("date"), asked.query.owned("text"));
    Ok(Box::new(TryView { date, text, ..TryView::default() }))
}

impl Paste {
    /// The document.
    ///
    /// # Errors
    /// When the text is too long or the date is none.
    pub fn document(&self) -> Result<Document, Failure> {
        if self.text.len() > LONGEST {
            return Err(Failure::TooLong(LONGEST));
        }
        if self.text.trim().is_empty() {
            return Err(Failure::Asked("text: expected a text, but found nothing".to_owned()));
        }
        let date = self.date.as_deref().map(str::trim).filter(|date| !date.is_empty());
        let day = |date: &str| {
            let shown: String = date.chars().filter(|c| !c.is_control()).take(40).collect();
            date.parse().map_err(|_| Failure::Asked(format!("date: expected a day such as 2018-09-04, but found `{shown}`")))
        };
        Ok(Document {
            id: "pasted".to_owned(),
            date: date.map(day).transpose()?,
            title: self.title.clone(),
            text: self.text.clone(),
            ..Document::default()
        })
    }
}

/// Codes a text: for a program.
///
/// # Errors
/// As [`Paste::document`].
pub fn code(app: &App, paste: &Paste) -> Result<String, Failure> {
    let document = paste.document()?;
    let coded = app.coder.code(&document);
    let layers = [Layer::Tokens, Layer::Entities, Layer::Actors, Layer::Dates, Layer::Places, Layer::Attributions];
    let layers = serde_json::from_str(&annotation(&document, &coded, &layers)).map_err(|_| Failure::Broken)?;
    json(&Codes { events: records(&document, &coded)?, layers })
}

/// The events of a text alone.
///
/// # Errors
/// As [`Paste::document`].
pub fn events(app: &App, paste: &Paste) -> Result<String, Failure> {
    let document = paste.document()?;
    json(&serde_json::json!({ "events": records(&document, &app.coder.code(&document))? }))
}

fn records(document: &Document, coded: &Coded) -> Result<Vec<Record>, Failure> {
    let points = CodePoints::of(&document.text);
    let events = demarche_wire::events(document, coded, &points);
    events.iter().map(|event| Record::of_json(demarche_wire::json(event))).collect()
}

/// Codes a text: for a person.
///
/// # Errors
/// As [`Paste::document`].
pub fn page(app: &App, paste: &Paste) -> Result<TryView, Failure> {
    let document = paste.document()?;
    let coded = app.coder.code(&document);
    let found = records(&document, &coded)?.iter().map(Record::event).collect();
    Ok(TryView {
        date: document.date.map(|day| day.to_string()),
        text: Some(paste.text.clone()),
        coded: Some(Box::new((document, coded))),
        found,
    })
}

/// What the form begins with.
const EXAMPLE: &str = "Russian Foreign Minister Sergei Lavrov will meet his Turkish counterpart later this week, the ministry said on Monday. \
    Ankara could return to the talks if Moscow lifts the embargo, President Erdogan told CNN.";

impl View for TryView {
    fn title(&self) -> String {
        "Try it".to_owned()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        html! {
            p { "Paste a text: it is coded on this machine and kept nowhere." }
            form.stack method="post" action="/try" {
                label for="text" { "Text" }
                textarea #text name="text" rows="8" required maxlength=(LONGEST) { (self.text.as_deref().unwrap_or(EXAMPLE)) }
                label for="date" { abbr title="“On Monday” and “later this week” are counted from this day" { "Day of publication" } }
                input #date name="date" type="date" value=(self.date.as_deref().unwrap_or("2018-09-04"));
                button { "Code it" }
            }
            @if let Some(coded) = &self.coded { (self.result(frame, &coded.0, &coded.1)) }
        }
    }
}

impl TryView {
    fn result(&self, frame: &Frame<'_>, document: &Document, coded: &Coded) -> Markup {
        let base = frame.app.coder.base();
        let points = CodePoints::of(&document.text);
        let sentences: Vec<(usize, usize)> =
            coded.sentences.iter().map(|s| (points.at(s.span.start), points.at(s.span.end))).collect();
        let mut marks = reader::event_marks(&self.found);
        marks.extend(reader::layer_marks(base, document, coded));
        html! {
            section aria-labelledby="coded" {
                h2 #coded { (crate::page::counted(self.found.len(), "event")) }
                article.report { (reader::marked(&document.text, &sentences, &marks, None, None)) }
                @for event in &self.found {
                    article.event id={ "e-" (event.id) } { h3 { (event.line()) } (super::events::facts(frame, event)) }
                }
                @if self.found.is_empty() { p.faint { "Nothing in it is an event of the ontology." } }
            }
            (parse(coded))
        }
    }
}

/// The trees, as CoNLL-U has them.
fn parse(coded: &Coded) -> Markup {
    html! {
        details {
            summary { "The parse" }
            @for sentence in coded.sentences.iter().take(40) {
                div.scroll tabindex="0" role="region" aria-label="Parse of a sentence" {
                    table.parse {
                        thead { tr { th.number scope="col" { "No." } th scope="col" { "Word" } th scope="col" { "Lemma" } th scope="col" { abbr title="Universal part of speech" { "UPOS" } } th.number scope="col" { abbr title="Number of the word that it depends on; 0 for the root" { "Head" } } th scope="col" { abbr title="Relation to that word in Universal Dependencies" { "Relation" } } } }
                        tbody {
                            @for (at, token) in sentence.tokens.iter().enumerate() {
                                tr { td.number { (at + 1) } th scope="row" { (token.form) } td { (token.lemma) } td { (token.upos.as_str()) } td.number { (token.head.map_or(0, |h| h + 1)) } td { (token.deprel) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
