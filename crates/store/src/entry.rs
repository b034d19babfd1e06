//! What is written for one report, made ready outside of the writer so that many threads can.

use demarche_ledger::Claim;
use demarche_stories::{Likeness, Report};
use demarche_text::{Document, Sentence};
use demarche_wire::{ActorRecord, CodePoints, EventRecord};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;

/// Most dyads and most pairs that one event is found by; a sentence that lists the whole world is no list of dyads.
const MOST_PAIRS: usize = 1024;

/// What tells one report from another: SHA-256 of all that was given.
pub type Digest = [u8; 32];

/// A report as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The report.
    pub document: Document,
    /// Path and line it was read from.
    pub place: String,
    /// Who wrote it.
    pub byline: Option<String>,
}

/// All that is written of one report.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The report.
    pub given: Given,
    /// What was coded from it.
    pub coding: Coding,
    pub(crate) likeness: Likeness,
}

impl Entry {
    /// Makes ready what is written; the work is done here, so that many threads can.
    pub fn new(given: Given, coding: Coding) -> Self {
        let likeness = likeness(&given.document);
        Self { given, coding, likeness }
    }
}

/// What puts a report to its story.
pub(crate) fn likeness(document: &Document) -> Likeness {
    Likeness::of(&Report {
        id: &document.id,
        title: document.title.as_deref().unwrap_or_default(),
        text: &document.text,
        date: document.date,
    })
}

/// What the coder made of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coding {
    pub(crate) sentences: Vec<(usize, usize)>,
    pub(crate) events: Vec<EventRow>,
    pub(crate) claims: Vec<ClaimRow>,
}

/// A claim as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClaimRow {
    pub day: i64,
    pub kind: &'static str,
    pub record: String,
}

/// An event as it is written: the columns, and the terms it is found by.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EventRow {
    pub id: String,
    pub sentence: usize,
    pub day: i64,
    pub category: String,
    pub status: String,
    pub mode: Option<String>,
    pub cameo: String,
    pub quad: u8,
    pub score: f64,
    pub actor: String,
    pub recipient: String,
    pub background: bool,
    pub confidence: f64,
    pub rule: String,
    pub record: String,
    pub terms: BTreeSet<(Kind, String)>,
}

/// What a term says of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Country, code or entity of an actor.
    Actor,
    /// The same of a recipient.
    Recipient,
    /// The same of somebody on whose word it is told.
    Speaker,
    /// Actor and recipient, `USA>PRK`.
    Dyad,
    /// Two parties in either direction or together, `PRK-USA`.
    Pair,
}

impl Kind {
    /// As it is written.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Recipient => "recipient",
            Self::Speaker => "speaker",
            Self::Dyad => "dyad",
            Self::Pair => "pair",
        }
    }
}

/// An actor span that came with a document, as it is kept.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptMention {
    pub start: usize,
    pub end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl Given {
    /// The digest that makes writing it twice write it once.
    ///
    /// A name that was made up from the place is no part of it: the same report in another file is the same report.
    pub fn digest(&self) -> Digest {
        digest(&self.document, &self.place, self.byline.as_deref())
    }

    /// The actor spans that came with it as JSON; `None` where none came.
    pub(crate) fn mentions(&self) -> Option<String> {
        mentions(&self.document)
    }
}

/// The digest of a report that is written as [`Given`] with this place and byline.
pub fn digest(document: &Document, place: &str, byline: Option<&str>) -> Digest {
    let named = document.id != place;
    let date = document.date.map(|d| d.to_string());
    let mentions = mentions(document);
    let fields = [
        named.then_some(document.id.as_str()),
        date.as_deref(),
        document.title.as_deref(),
        document.publisher.as_deref(),
        document.url.as_deref(),
        document.language.as_deref(),
        byline,
        mentions.as_deref(),
        Some(document.text.as_str()),
    ];
    let mut hash = Sha256::new();
    for field in fields {
        // Present or not, how long, and what: no two lists of fields give the same bytes.
        let length = field.map_or(u64::MAX, |f| f.len() as u64);
        hash.update(length.to_le_bytes());
        hash.update(field.unwrap_or_default());
    }
    hash.finalize().into()
}

fn mentions(document: &Document) -> Option<String> {
    let kept = |m: &demarche_text::GivenMention| KeptMention {
        start: m.span.start,
        end: m.span.end,
        code: m.code.clone(),
    };
    let mentions: Vec<_> = document.mentions.iter().map(kept).collect();
    (!mentions.is_empty()).then(|| demarche_wire::json(&mentions))
}

impl Coding {
    /// Of the sentences and event records of one document; `points` are those of its text.
    pub fn of(sentences: &[Sentence], events: &[EventRecord<'_>], points: &CodePoints<'_>) -> Self {
        Self {
            sentences: sentences.iter().map(|s| (points.at(s.span.start), points.at(s.span.end))).collect(),
            events: events.iter().map(row).collect(),
            claims: vec![],
        }
    }

    /// The same with what the report says of meetings, pledges, demands, threats, sanctions and agreements.
    #[must_use]
    pub fn with_claims(self, claims: &[Claim]) -> Self {
        let row = |claim: &Claim| ClaimRow {
            day: number(claim.source.reported),
            kind: claim.kind.as_str(),
            record: demarche_wire::claim_json(claim),
        };
        Self { claims: claims.iter().map(row).collect(), ..self }
    }

    /// Number of events.
    pub fn events(&self) -> usize {
        self.events.len()
    }
}

fn row(record: &EventRecord<'_>) -> EventRow {
    let date = record.date.as_ref().map(|d| d.from.as_str());
    let date = date.or(record.date_default.as_deref()).or(record.doc_date.as_deref());
    EventRow {
        id: record.id.clone(),
        sentence: record.sentence,
        day: date.map_or(0, day),
        category: record.event.to_owned(),
        status: record.status.to_owned(),
        mode: record.mode.map(str::to_owned),
        cameo: record.cameo.to_owned(),
        quad: record.quad,
        score: f64::from(record.score),
        actor: record.actors.first().map_or("", party).to_owned(),
        recipient: record.recipients.first().map_or("", party).to_owned(),
        background: record.background,
        confidence: f64::from(record.confidence),
        rule: record.rule.to_owned(),
        record: record.to_json(),
        terms: terms(record),
    }
}

/// An ISO 8601 day as a number that sorts like it: 20180904; 0 for anything else.
pub(crate) fn day(date: &str) -> i64 {
    date.parse().map_or(0, number)
}

/// The day of a number, and `None` for one that is no day's.
pub(crate) fn date(number: i64) -> Option<jiff::civil::Date> {
    let part = |divisor: i64, of: i64| i8::try_from(number / divisor % of).ok();
    jiff::civil::Date::new(i16::try_from(number / 10_000).ok()?, part(100, 100)?, part(1, 100)?).ok()
}

/// A day as a number that sorts like it.
pub(crate) fn number(date: jiff::civil::Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The country of a party, else its code.
fn party<'a>(actor: &'a ActorRecord<'_>) -> &'a str {
    actor.country.unwrap_or(&actor.code)
}

/// What a party can be found by: country, code, entity.
fn keys<'a>(actor: &'a ActorRecord<'_>) -> impl Iterator<Item = &'a str> {
    [Some(party(actor)), Some(actor.code.as_str()), actor.entity].into_iter().flatten()
}

/// Keys of three letters, a country or a sector: what dyads and pairs are made of.
fn short<'a>(side: &'a [ActorRecord<'_>]) -> BTreeSet<&'a str> {
    side.iter().flat_map(keys).filter(|key| is_short(key)).collect()
}

/// Whether a key is a country or a sector alone.
pub(crate) fn is_short(key: &str) -> bool {
    key.len() == 3 && key.bytes().all(|b| b.is_ascii_uppercase())
}

/// The key of a dyad.
pub(crate) fn dyad(actor: &str, recipient: &str) -> String {
    format!("{actor}>{recipient}")
}

/// The key of a pair.
pub(crate) fn pair(one: &str, other: &str) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    format!("{first}-{second}")
}

fn terms(record: &EventRecord<'_>) -> BTreeSet<(Kind, String)> {
    let mut terms = BTreeSet::new();
    let mut side = |kind, actor: &ActorRecord<'_>| terms.extend(keys(actor).map(|k| (kind, k.to_owned())));
    record.actors.iter().for_each(|a| side(Kind::Actor, a));
    record.recipients.iter().for_each(|a| side(Kind::Recipient, a));
    for link in &record.attribution {
        link.speaker.iter().chain(&link.medium).for_each(|a| side(Kind::Speaker, a));
    }
    let (actors, recipients) = (short(&record.actors), short(&record.recipients));
    let across = |a| recipients.iter().map(move |r| (a, *r));
    for (a, r) in actors.iter().flat_map(|a| across(*a)).take(MOST_PAIRS) {
        terms.insert((Kind::Dyad, dyad(a, r)));
        terms.insert((Kind::Pair, pair(a, r)));
    }
    if recipients.is_empty() {
        // Who meets without host and visitor are all actors.
        let together = actors.iter().flat_map(|a| actors.iter().map(move |b| (a, b)));
        let pairs = together.filter(|(a, b)| a < b).take(MOST_PAIRS);
        terms.extend(pairs.map(|(a, b)| (Kind::Pair, pair(a, b))));
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(id: &str, title: Option<&str>, text: &str) -> Given {
        let document = Document {
            id: id.to_owned(),
            title: title.map(str::to_owned),
            text: text.to_owned(),
            ..Document::default()
        };
        Given { document, place: "a.txt".to_owned(), byline: None }
    }

    #[test]
    fn a_digest_tells_reports_apart_and_not_where_they_lay() {
        let report = given("1", Some("T"), "text");
        assert_eq!(report.digest(), report.clone().digest());
        let others = [
            given("2", Some("T"), "text"),
            given("1", None, "text"),
            given("1", Some("Tt"), "ext"),
            given("1", Some(""), "text"),
            given("1", Some("T"), "text\0"),
        ];
        for other in others {
            assert_ne!(report.digest(), other.digest(), "{other:?}");
        }
        let mut unnamed = given("a.txt", None, "text");
        let first = unnamed.digest();
        (unnamed.document.id, unnamed.place) = ("b.txt".to_owned(), "b.txt".to_owned());
        assert_eq!(first, unnamed.digest());
    }

    #[test]
    fn days_sort_as_numbers() {
        assert_eq!(day("2018-09-04"), 20_180_904);
        assert_eq!(day("0001-01-01"), 10_101);
        assert_eq!(day("soon"), 0);
        assert_eq!(date(20_180_904), Some(jiff::civil::date(2018, 9, 4)));
        assert_eq!(date(0), None);
    }

    #[test]
    fn pairs_have_no_direction_and_dyads_have() {
        assert_eq!(pair("USA", "PRK"), pair("PRK", "USA"));
        assert_ne!(dyad("USA", "PRK"), dyad("PRK", "USA"));
        assert!(is_short("USA") && !is_short("USAGOV") && !is_short("abc") && !is_short("---"));
    }
}
