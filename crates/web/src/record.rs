//! Records of the contract as pages show them.

use crate::glosses;
use crate::page::{link, segment};
use demarche_actors::Base;
use demarche_store::Found;
use maud::{Markup, html};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A record as it is kept, written as it is.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Record(Box<RawValue>);

impl Record {
    /// Of an event that was found; null where the store has something that is no JSON.
    pub fn of(found: &Found) -> Self {
        let raw = RawValue::from_string(found.record.clone());
        Self(raw.unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }

    /// Of a line of JSON.
    ///
    /// # Errors
    /// When it is none, which would be a fault of the program.
    pub fn of_json(line: String) -> Result<Self, crate::Failure> {
        RawValue::from_string(line).map(Self).map_err(|_| crate::Failure::Broken)
    }

    /// The line of JSON.
    pub fn json(&self) -> &str {
        self.0.get()
    }

    /// As pages show it.
    pub fn event(&self) -> Event {
        serde_json::from_str(self.json()).unwrap_or_default()
    }
}

impl JsonSchema for Record {
    fn schema_name() -> Cow<'static, str> {
        "Event".into()
    }

    /// An event under the contract: docs/OUTPUT.md says what each field means.
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "An event: docs/OUTPUT.md says what each field means",
            "required": ["id", "doc_id", "sentence", "text", "event", "cameo", "quad", "score", "actors", "recipients", "status", "rule"],
            "properties": {
                "id": { "type": "string" },
                "doc_id": { "type": "string" },
                "doc_date": { "type": ["string", "null"], "format": "date" },
                "sentence": { "type": "integer", "minimum": 0 },
                "text": { "type": "string" },
                "event": { "type": "string" },
                "mode": { "type": ["string", "null"] },
                "cameo": { "type": "string" },
                "quad": { "type": "integer", "minimum": 1, "maximum": 4 },
                "score": { "type": "number" },
                "actors": { "type": "array", "items": { "type": "object" } },
                "recipients": { "type": "array", "items": { "type": "object" } },
                "status": { "type": "string" },
                "background": { "type": "boolean" },
                "date": { "type": ["object", "null"] },
                "date_default": { "type": ["string", "null"] },
                "place": { "type": ["object", "null"] },
                "attribution": { "type": "array", "items": { "type": "object" } },
                "condition": { "type": ["object", "null"] },
                "confidence": { "type": "number" },
                "rule": { "type": "string" },
                "coder": { "type": "string" },
            },
        })
    }
}

/// An event of the contract, as much of it as pages show; what is missing is empty.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct Event {
    pub id: String,
    pub doc_id: String,
    pub doc_date: Option<String>,
    pub sentence: usize,
    pub text: String,
    pub event: String,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    pub cameo: String,
    pub quad: u8,
    pub score: f64,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    pub trigger: Piece,
    pub status: String,
    pub background: bool,
    pub date: Option<Days>,
    pub date_default: Option<String>,
    pub place: Option<Place>,
    pub attribution: Vec<Voice>,
    pub condition: Option<Condition>,
    pub confidence: f64,
    pub rule: String,
    pub coder: String,
}

/// A mention of an actor.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct Party {
    pub text: String,
    pub start: usize,
    pub end: usize,
    pub code: String,
    pub country: Option<String>,
    pub sectors: Vec<String>,
    pub entity: Option<String>,
    pub name: Option<String>,
}

/// A piece of the text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct Piece {
    pub text: String,
    pub start: usize,
    pub end: usize,
}

/// Days and the words that say them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct Days {
    pub from: String,
    pub to: String,
    pub text: String,
    pub start: usize,
    pub end: usize,
}

/// Where it took place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct Place {
    pub name: String,
    pub country: Option<String>,
    pub precision: String,
    pub by: String,
    pub start: usize,
    pub end: usize,
}

/// Somebody on whose word it is told.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct Voice {
    pub speaker: Option<Party>,
    pub cue: Option<Piece>,
    pub medium: Option<Party>,
}

/// What it depends on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct Condition {
    pub text: String,
    pub start: usize,
    pub end: usize,
    pub kind: String,
}

impl Event {
    /// One line for a feed: `Threaten: North Korea > United States (planned)`.
    pub fn line(&self) -> String {
        let base = Base::builtin();
        let names = |parties: &[Party]| {
            parties.iter().map(|p| p.called(base)).collect::<Vec<_>>().join(" and ")
        };
        let category = glosses::gloss("category", &self.event).map_or(self.event.as_str(), |g| g.name);
        let to = if self.recipients.is_empty() { String::new() } else { format!(" > {}", names(&self.recipients)) };
        let status = if self.status == "actual" { String::new() } else { format!(" ({})", self.status) };
        format!("{category}: {}{to}{status}", names(&self.actors))
    }

    /// Day or days on which it takes place; empty where no day is known.
    pub fn when(&self) -> String {
        match &self.date {
            Some(days) if days.from == days.to => days.from.clone(),
            Some(days) => format!("{} to {}", days.from, days.to),
            None => self.date_default.clone().unwrap_or_default(),
        }
    }

    /// Why that day.
    pub fn why_when(&self) -> String {
        match &self.date {
            Some(days) => format!("from \u{201c}{}\u{201d}, read on the report's date", days.text),
            None if self.date_default.is_some() => "not said: the report tells it as news of its own day".to_owned(),
            None => "the report does not say when".to_owned(),
        }
    }

    /// Whose word it is told on; empty where it is the report's own.
    pub fn voices(&self, base: &Base) -> Markup {
        html! {
            @for (at, voice) in self.attribution.iter().enumerate() {
                @if at > 0 { ", citing " }
                @match &voice.speaker {
                    Some(speaker) => (speaker.html(base)),
                    None => "somebody",
                }
                @if let Some(medium) = &voice.medium { " through " (medium.html(base)) }
            }
        }
    }
}

impl Party {
    /// What a link to it names: its entity, else its code.
    pub fn key(&self) -> &str {
        self.entity.as_deref().unwrap_or(&self.code)
    }

    /// Its name, else what its code means.
    pub fn called(&self, base: &Base) -> String {
        match &self.name {
            Some(name) => name.clone(),
            None if self.code == "---" => self.text.clone(),
            None => glosses::party(base, &self.code),
        }
    }

    /// A link with its code, explained on hover.
    pub fn html(&self, base: &Base) -> Markup {
        if self.code == "---" && self.entity.is_none() {
            return html! { span title="nobody the base knows" { (self.text) } };
        }
        let known = format!("\u{201c}{}\u{201d} is {}", self.text, glosses::party(base, &self.code));
        html! {
            a href=(link(&["actors", self.key()])) title=(known) { (self.called(base)) }
            " " span.code title=(glosses::party(base, &self.code)) { (self.code) }
        }
    }
}

/// Parties beside one another.
pub fn parties(base: &Base, parties: &[Party]) -> Markup {
    html! {
        @for (at, party) in parties.iter().enumerate() {
            @if at > 0 { ", " }
            (party.html(base))
        }
    }
}

/// A permalink to an event.
pub fn event_link(id: &str) -> String {
    format!("/events/{}", segment(id))
}
