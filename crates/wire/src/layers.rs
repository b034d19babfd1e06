//! What `annotate` prints: a document with the layers asked for.

use crate::CodePoints;
use crate::record::{ActorRecord, EventRecord, PlaceRecord, SpanRecord, Writer, events, json};
use demarche_pipeline::{Coded, Document, Level};
use demarche_quotes::Attribution;
use demarche_text::{Sentence, Span, Token};
use serde::Serialize;
use std::str::FromStr;

/// A layer of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// Words with their CoNLL-U fields.
    Tokens,
    /// Names.
    Entities,
    /// Actor mentions with their chains.
    Actors,
    /// Temporal expressions.
    Dates,
    /// Places.
    Places,
    /// Source, cue, content.
    Attributions,
    /// Events.
    Events,
}

impl Layer {
    /// How far a document is analysed for it.
    pub const fn level(self) -> Level {
        match self {
            Self::Tokens | Self::Entities => Level::Syntax,
            Self::Actors | Self::Dates | Self::Places => Level::Mentions,
            Self::Attributions => Level::Attributions,
            Self::Events => Level::Events,
        }
    }
}

impl FromStr for Layer {
    type Err = String;

    /// Reads a layer's name.
    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "tokens" => Ok(Self::Tokens),
            "entities" => Ok(Self::Entities),
            "actors" => Ok(Self::Actors),
            "dates" => Ok(Self::Dates),
            "places" => Ok(Self::Places),
            "attributions" => Ok(Self::Attributions),
            "events" => Ok(Self::Events),
            other => Err(format!(
                "expected tokens, entities, actors, dates, places, attributions or events, but found `{other}`"
            )),
        }
    }
}

#[derive(Serialize)]
struct Annotation<'a> {
    id: &'a str,
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<Vec<SentenceRecord<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Vec<EntityRecord<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actors: Option<Vec<MentionRecord<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dates: Option<Vec<TimexRecord<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<Vec<PlaceLayer<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributions: Option<Vec<AttributionRecord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<EventRecord<'a>>>,
}

#[derive(Serialize)]
struct SentenceRecord<'a> {
    start: usize,
    end: usize,
    words: Vec<TokenRecord<'a>>,
}

#[derive(Serialize)]
struct TokenRecord<'a> {
    id: usize,
    form: &'a str,
    lemma: &'a str,
    upos: &'static str,
    xpos: &'a str,
    feats: &'a str,
    head: usize,
    deprel: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct EntityRecord<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
}

#[derive(Serialize)]
struct MentionRecord<'a> {
    #[serde(flatten)]
    actor: ActorRecord<'a>,
    sentence: usize,
    chain: usize,
    rule: &'static str,
}

#[derive(Serialize)]
struct TimexRecord<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    value: &'a str,
    from: Option<String>,
    to: Option<String>,
    rule: &'static str,
    /// The tense by which the rule chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<&'static str>,
    /// What it counts from, where that is an event.
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<SpanRecord<'a>>,
}

#[derive(Serialize)]
struct PlaceLayer<'a> {
    #[serde(flatten)]
    place: PlaceRecord<'a>,
    sentence: usize,
    kind: &'static str,
    /// `name`, or `adjective` for "French" and "the French", which speak of a place and do not name it.
    form: &'static str,
    confidence: f32,
    /// Why this place and no other of its name.
    reason: &'static str,
}

#[derive(Serialize)]
struct AttributionRecord {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
    rule: &'static str,
}

/// A document with its layers as one line of JSON, without line break.
pub fn annotation(document: &Document, coded: &Coded, layers: &[Layer]) -> String {
    let points = CodePoints::of(&document.text);
    let writer = Writer::new(document, &points);
    let wanted = |layer| layers.contains(&layer);
    json(&Annotation {
        id: &document.id,
        date: document.date.map(|d| d.to_string()),
        tokens: wanted(Layer::Tokens).then(|| coded.sentences.iter().map(|s| writer.sentence(s)).collect()),
        entities: wanted(Layer::Entities).then(|| writer.entities(coded)),
        actors: wanted(Layer::Actors).then(|| writer.mentions(coded)),
        dates: wanted(Layer::Dates).then(|| writer.timexes(coded)),
        places: wanted(Layer::Places).then(|| writer.places(coded)),
        attributions: wanted(Layer::Attributions)
            .then(|| coded.attributions.iter().map(|a| writer.attribution(a)).collect()),
        events: wanted(Layer::Events).then(|| events(document, coded, &points)),
    })
}

impl<'a> Writer<'a> {
    fn sentence(self, sentence: &'a Sentence) -> SentenceRecord<'a> {
        let (start, end) = self.bounds(sentence.span);
        let words = sentence.tokens.iter().enumerate().map(|(i, t)| self.token(i, t)).collect();
        SentenceRecord { start, end, words }
    }

    fn token(self, at: usize, token: &'a Token) -> TokenRecord<'a> {
        let (start, end) = self.bounds(token.span);
        TokenRecord {
            id: at + 1,
            form: &token.form,
            lemma: &token.lemma,
            upos: token.upos.as_str(),
            xpos: &token.xpos,
            feats: &token.feats,
            head: token.head.map_or(0, |h| h + 1),
            deprel: &token.deprel,
            start,
            end,
        }
    }

    /// Names as the syntax model finds and types them.
    fn entities(self, coded: &'a Coded) -> Vec<EntityRecord<'a>> {
        let mut records = Vec::new();
        for sentence in &coded.sentences {
            for entity in &sentence.entities {
                let words = sentence.tokens.get(entity.first..=entity.last).unwrap_or_default();
                let Some(span) = words.iter().map(|t| t.span).reduce(Span::hull) else { continue };
                let (start, end) = self.bounds(span);
                records.push(EntityRecord { start, end, text: self.text(span), kind: &entity.kind });
            }
        }
        records
    }

    fn mentions(self, coded: &'a Coded) -> Vec<MentionRecord<'a>> {
        let one = |m: &'a demarche_actors::Mention| {
            m.parties().map(|(span, actor)| MentionRecord {
                actor: self.actor(span, actor),
                sentence: m.sentence,
                chain: m.chain,
                rule: m.rule.id(),
            })
        };
        coded.mentions.iter().flat_map(one).collect()
    }

    fn timexes(self, coded: &'a Coded) -> Vec<TimexRecord<'a>> {
        let one = |t: &'a demarche_times::Timex| {
            let (start, end) = self.bounds(t.span);
            TimexRecord {
                start,
                end,
                text: self.text(t.span),
                kind: t.kind.as_str(),
                value: &t.value,
                from: t.range.map(|(from, _)| from.to_string()),
                to: t.range.map(|(_, to)| to.to_string()),
                rule: t.rule,
                clause: t.clause.as_str(),
                anchor: t.anchor.map(|span| self.span(span)),
            }
        };
        coded.timexes.iter().map(one).collect()
    }

    fn places(self, coded: &'a Coded) -> Vec<PlaceLayer<'a>> {
        let one = |p: &'a demarche_places::Place| PlaceLayer {
            place: self.place(p),
            sentence: p.sentence,
            kind: p.kind.as_str(),
            form: match (p.adjective, p.government) {
                (true, _) => "adjective",
                (_, true) => "government",
                _ => "name",
            },
            confidence: (p.confidence * 100.0).round() / 100.0,
            reason: p.reason.as_str(),
        };
        coded.places.iter().map(one).collect()
    }

    fn attribution(self, attribution: &Attribution) -> AttributionRecord {
        let all = |spans: &[Span]| spans.iter().map(|&s| self.bounds(s)).collect();
        AttributionRecord {
            source: all(&attribution.source),
            cue: all(&attribution.cue),
            content: all(&attribution.content),
            rule: attribution.rule,
        }
    }
}
