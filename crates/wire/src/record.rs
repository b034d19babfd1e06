//! The event record of the contract, in its order of fields.

use crate::CodePoints;
use demarche_actors::{Actor, Resolution};
use demarche_events::{Condition, Event, Participant, Speaker, When, Where};
use demarche_pipeline::{Coded, Document, VERSION};
use demarche_places::Place;
use demarche_text::Span;
use serde::Serialize;

/// An event as the contract writes it.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct EventRecord<'a> {
    pub id: String,
    pub doc_id: &'a str,
    pub doc_date: Option<String>,
    pub sentence: usize,
    pub text: &'a str,
    pub event: &'a str,
    pub mode: Option<&'a str>,
    pub contexts: Vec<&'a str>,
    pub cameo: &'a str,
    pub quad: u8,
    pub score: f32,
    pub actors: Vec<ActorRecord<'a>>,
    pub recipients: Vec<ActorRecord<'a>>,
    pub trigger: SpanRecord<'a>,
    pub status: &'static str,
    pub background: bool,
    pub date: Option<DateRecord<'a>>,
    pub date_default: Option<String>,
    pub place: Option<WhereRecord<'a>>,
    pub attribution: Vec<SpeakerRecord<'a>>,
    pub condition: Option<ConditionRecord<'a>>,
    pub confidence: f32,
    pub rule: &'a str,
    pub coder: &'static str,
}

/// A mention of an actor, in a role.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct ActorRecord<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
    pub code: String,
    pub country: Option<&'a str>,
    pub sectors: Vec<&'static str>,
    pub entity: Option<&'a str>,
    pub name: Option<&'a str>,
}

/// A piece of the text.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct SpanRecord<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
}

/// Days, with the expression they came from.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct DateRecord<'a> {
    pub from: String,
    pub to: String,
    #[serde(flatten)]
    pub span: SpanRecord<'a>,
    /// `sentence`, or `story` where the expression stands in a sentence before.
    pub by: &'static str,
}

/// A place, with the words that name it.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct PlaceRecord<'a> {
    #[serde(flatten)]
    pub span: SpanRecord<'a>,
    pub name: &'a str,
    /// Null where the place lies in no country or in several.
    pub country: Option<&'a str>,
    pub admin1: Option<&'a str>,
    pub lat: f64,
    pub lon: f64,
    pub geoname_id: Option<u32>,
    /// `city`, `region` or `country`: how exact the point is.
    pub precision: &'static str,
}

/// Where an event took place.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct WhereRecord<'a> {
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
    /// Feature code, as `GeoNames` has them; `SPOT` for a site.
    pub kind: &'static str,
    /// `sentence`, `dateline`, or `story` where a sentence before says so.
    pub by: &'static str,
}

/// Somebody on whose word an event is told.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct SpeakerRecord<'a> {
    pub speaker: Option<ActorRecord<'a>>,
    pub cue: Option<SpanRecord<'a>>,
    pub medium: Option<ActorRecord<'a>>,
    pub date: Option<DateRecord<'a>>,
}

/// What an event depends on.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct ConditionRecord<'a> {
    #[serde(flatten)]
    pub span: SpanRecord<'a>,
    pub kind: &'static str,
}

/// What records of one document share.
#[derive(Clone, Copy)]
pub(crate) struct Writer<'a> {
    document: &'a Document,
    points: &'a CodePoints<'a>,
    /// Hash of what all events of the document have in common.
    seed: u64,
}

/// The events of a document as records, in order of the text.
pub fn events<'a>(
    document: &'a Document,
    coded: &'a Coded,
    points: &'a CodePoints<'a>,
) -> Vec<EventRecord<'a>> {
    let writer = Writer::new(document, points);
    coded.events.iter().map(|event| writer.event(coded, event)).collect()
}

impl<'a> Writer<'a> {
    /// `points` are those of the document's text.
    pub(crate) fn new(document: &'a Document, points: &'a CodePoints<'a>) -> Self {
        Self { document, points, seed: hash(FNV_OFFSET, &[VERSION, &document.id, &document.text]) }
    }

    pub(crate) fn text(self, span: Span) -> &'a str {
        span.of(&self.document.text)
    }

    pub(crate) fn span(self, span: Span) -> SpanRecord<'a> {
        let (start, end) = self.bounds(span);
        SpanRecord { text: self.text(span), start, end }
    }

    pub(crate) fn bounds(self, span: Span) -> (usize, usize) {
        (self.points.at(span.start), self.points.at(span.end))
    }

    pub(crate) fn actor(self, span: Span, actor: &'a Actor) -> ActorRecord<'a> {
        let SpanRecord { text, start, end } = self.span(span);
        ActorRecord {
            text,
            start,
            end,
            code: actor.code(),
            country: actor.country.as_deref(),
            sectors: actor.sectors.iter().map(|s| s.as_str()).collect(),
            entity: actor.entity.as_deref(),
            name: actor.name.as_deref(),
        }
    }

    fn location(self, coded: &'a Coded, found: Where) -> Option<WhereRecord<'a>> {
        let place = coded.places.get(found.place)?;
        Some(WhereRecord { place: self.place(place), kind: place.kind.as_str(), by: found.by.as_str() })
    }

    pub(crate) fn place(self, place: &'a Place) -> PlaceRecord<'a> {
        let some = |text: &'a str| Some(text).filter(|t| !t.is_empty());
        // Three decimals are a hundred metres, which is what the gazetteer knows.
        let degrees = |d: f32| (f64::from(d) * 1000.0).round() / 1000.0;
        PlaceRecord {
            span: self.span(place.span),
            name: &place.name,
            country: some(&place.country),
            admin1: some(&place.admin1),
            lat: degrees(place.lat),
            lon: degrees(place.lon),
            geoname_id: Some(place.id).filter(|id| *id != 0),
            precision: place.kind.precision().as_str(),
        }
    }

    fn event(self, coded: &'a Coded, event: &'a Event) -> EventRecord<'a> {
        let parties = |side: &'a [Participant]| side.iter().map(|p| self.actor(p.span, &p.actor)).collect();
        EventRecord {
            id: identity(self.seed, event),
            doc_id: &self.document.id,
            doc_date: self.document.date.map(|d| d.to_string()),
            sentence: event.sentence,
            text: coded.sentences.get(event.sentence).map_or("", |s| self.text(s.span)),
            event: event.event(),
            mode: event.mode.as_deref(),
            contexts: event.contexts.iter().map(demarche_text::Str::as_str).collect(),
            cameo: &event.cameo,
            quad: event.category.quad(),
            score: event.score,
            actors: parties(&event.actors),
            recipients: parties(&event.recipients),
            trigger: self.span(event.trigger),
            status: event.status.as_str(),
            background: event.background,
            date: event.date.map(|when| self.when(when)),
            date_default: event.date_default.map(|d| d.to_string()),
            place: event.place.and_then(|w| self.location(coded, w)),
            attribution: event.attribution.iter().map(|s| self.speaker(s)).collect(),
            condition: event.condition.map(|c| self.condition(c)),
            confidence: event.confidence,
            rule: &event.rule,
            coder: VERSION,
        }
    }

    fn when(self, when: When) -> DateRecord<'a> {
        let by = if when.story { "story" } else { "sentence" };
        DateRecord { from: when.from.to_string(), to: when.to.to_string(), span: self.span(when.span), by }
    }

    fn speaker(self, speaker: &'a Speaker) -> SpeakerRecord<'a> {
        let party = |p: &'a Participant| self.actor(p.span, &p.actor);
        SpeakerRecord {
            speaker: speaker.speaker.as_ref().map(party),
            cue: speaker.cue.map(|span| self.span(span)),
            medium: speaker.medium.as_ref().map(party),
            date: speaker.date.map(|when| self.when(when)),
        }
    }

    fn condition(self, condition: Condition) -> ConditionRecord<'a> {
        ConditionRecord { span: self.span(condition.span), kind: condition.kind.as_str() }
    }
}

/// Where an FNV-1a hash of 64 bits starts (Fowler, Noll, Vo).
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over several strings, kept apart by a byte that UTF-8 does not have.
fn hash(seed: u64, parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    bytes.fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A name for an event that depends on the document, its text and the coder's version, not on the run: in hexadecimal.
///
/// Parties are part of it, because one trigger may code several acts.
fn identity(seed: u64, event: &Event) -> String {
    let spans =
        |side: &[Participant]| side.iter().map(|p| format!("{}-{},", p.span.start, p.span.end)).collect();
    let (actors, recipients): (String, String) = (spans(&event.actors), spans(&event.recipients));
    let place = format!("{}:{}-{}", event.sentence, event.trigger.start, event.trigger.end);
    let parts = [event.event(), &event.cameo, &event.rule, &place, &actors, &recipients];
    format!("{:016x}", hash(seed, &parts))
}

/// A line of `demarche resolve`.
#[derive(Serialize)]
struct ResolutionRecord<'a> {
    code: String,
    country: Option<&'a str>,
    sectors: Vec<&'static str>,
    entity: Option<&'a str>,
    name: Option<&'a str>,
    rule: Option<&'static str>,
}

/// A resolution as JSON, without line break.
pub fn resolution(found: &Resolution) -> String {
    let actor = &found.actor;
    let record = ResolutionRecord {
        code: actor.code(),
        country: actor.country.as_deref(),
        sectors: actor.sectors.iter().map(|s| s.as_str()).collect(),
        entity: actor.entity.as_deref(),
        name: actor.name.as_deref(),
        rule: found.rule.map(demarche_actors::Rule::id),
    };
    json(&record)
}

/// JSON of a record on one line, without line break. Records hold nothing that cannot be written.
///
/// What JSON leaves bare but some readers take for the end of a line is escaped.
pub fn json(record: &impl Serialize) -> String {
    let json = serde_json::to_string(record).unwrap_or_default();
    if json.is_ascii() {
        return json;
    }
    json.replace('\u{85}', "\\u0085").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

impl EventRecord<'_> {
    /// The record as one line of JSON, without line break.
    pub fn to_json(&self) -> String {
        json(self)
    }
}
