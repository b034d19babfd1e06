//! A report with everything that was found in it, marked where it stands.

use super::events::Said;
use crate::glosses;
use crate::page::{Frame, counted};
use crate::query::{Holds, Parameter};
use crate::record::{Event, Record, event_link, parties};
use crate::route::{Asked, Route, Shape, View, json};
use crate::Failure;
use demarche_actors::Base;
use demarche_pipeline::{Coded, Coder, Document, Level};
use demarche_store::Report;
use demarche_wire::{Layer, annotation};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The route.
pub const ROUTE: Route = Route {
    path: "/reports/{report}",
    id: "report",
    about: "A report with its events, actors, dates and quotations where they stand",
    parameters: &[
        Parameter { name: "report", holds: Holds::Count(i64::MAX as usize), about: "Its number in the store" },
        Parameter { name: "sentence", holds: Holds::Count(1_000_000), about: "A sentence to show, from 0" },
    ],
    also: &[Shape::Csv, Shape::Parquet],
    answer,
    schema: |generator| generator.subschema_for::<ReaderView>(),
};

/// Longest text, in bytes, of which the layers below events are shown: they are found anew for each reader.
const LAYERED: usize = 60_000;

/// A report.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReaderView {
    number: i64,
    id: String,
    date: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
    byline: Option<String>,
    url: Option<String>,
    text: String,
    /// Code points of the text, half-open.
    sentences: Vec<(usize, usize)>,
    events: Vec<Record>,
    /// What people said of events, by their ids, and of sentences, with an empty id.
    judgements: Vec<Judged>,
    #[serde(skip)]
    marks: Vec<Mark>,
    #[serde(skip)]
    chosen: Option<usize>,
    #[serde(skip)]
    chosen_event: Option<String>,
}

/// What somebody said of an event or a sentence.
#[derive(Debug, Serialize, JsonSchema)]
struct Judged {
    event: String,
    sentence: usize,
    #[serde(flatten)]
    said: Said,
}

/// A piece of the text that something was found in: code points, half-open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it is: event, actor, date, quote or condition.
    pub kind: &'static str,
    /// What is known of it, and why.
    pub why: String,
    /// The event that a trigger is of.
    pub event: Option<String>,
}

fn answer(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let number = asked.query.text("report").and_then(|n| n.parse().ok()).unwrap_or(0);
    let sentence = asked.query.text("sentence").and_then(|n| n.parse().ok());
    Ok(Box::new(read(asked, number, None, sentence)?))
}

/// Reads a report, with an event or a sentence that stands out.
///
/// # Errors
/// When there is none of that number, or the store cannot be read.
pub fn read(asked: &Asked<'_>, number: i64, event: Option<&str>, sentence: Option<usize>) -> Result<ReaderView, Failure> {
    let report = asked.store.report(number)?.ok_or_else(|| Failure::Missing("a report of that number".to_owned()))?;
    let found = asked.store.events_of(number)?;
    let events: Vec<Record> = found.iter().map(Record::of).collect();
    let judgements = asked.store.judgements_of(&report.digest)?;
    let judgements = judgements.iter().map(|j| Judged { event: j.event.clone(), sentence: j.sentence, said: Said::of(j) });
    let judgements = judgements.collect();
    let of_event = event.and_then(|id| events.iter().map(Record::event).find(|e| e.id == id).map(|e| e.sentence));
    let shown: Vec<Event> = events.iter().map(Record::event).collect();
    let mut marks = event_marks(&shown);
    if report.text.len() <= LAYERED {
        marks.extend(layers(&asked.app.coder, &report));
    }
    let Report { id, date, title, publisher, url, byline, text, sentences, .. } = report;
    Ok(ReaderView {
        number,
        id,
        date,
        title,
        publisher,
        byline,
        url,
        text,
        sentences,
        events,
        judgements,
        marks,
        chosen: sentence.or(of_event),
        chosen_event: event.map(str::to_owned),
    })
}

/// Triggers and conditions of events.
pub fn event_marks(events: &[Event]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for event in events {
        let why = format!("{} · rule {}", told(event), event.rule);
        marks.push(Mark { start: event.trigger.start, end: event.trigger.end, kind: "event", why, event: Some(event.id.clone()) });
        if let Some(condition) = &event.condition {
            let why = format!("Condition ({})", condition.kind);
            marks.push(Mark { start: condition.start, end: condition.end, kind: "condition", why, event: None });
        }
    }
    marks
}

/// An event in a line: category, parties, status, day.
fn told(event: &Event) -> String {
    let when = event.when();
    if when.is_empty() { event.line() } else { format!("{}, {when}", event.line()) }
}

/// Actors, dates and quotations of a report, found anew.
fn layers(coder: &Coder, report: &Report) -> Vec<Mark> {
    let document = Document {
        id: report.id.clone(),
        text: report.text.clone(),
        title: report.title.clone(),
        date: report.date.as_deref().and_then(|date| date.get(..10)?.parse().ok()),
        ..Document::default()
    };
    layer_marks(coder.base(), &document, &coder.analyse(&document, Level::Attributions))
}

/// What `annotate` tells of a document, as much as marks need.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Layers {
    actors: Vec<ActorMark>,
    dates: Vec<DateMark>,
    attributions: Vec<QuoteMark>,
}

#[derive(Deserialize)]
struct ActorMark {
    #[serde(flatten)]
    party: crate::record::Party,
    #[serde(default)]
    rule: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DateMark {
    start: usize,
    end: usize,
    value: String,
    from: Option<String>,
    to: Option<String>,
    rule: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct QuoteMark {
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
    rule: String,
}

/// Actors, dates and quotations of a document that has been analysed.
pub fn layer_marks(base: &Base, document: &Document, coded: &Coded) -> Vec<Mark> {
    let line = annotation(document, coded, &[Layer::Actors, Layer::Dates, Layer::Attributions]);
    let layers: Layers = serde_json::from_str(&line).unwrap_or_default();
    let mut marks = Vec::new();
    let mut mark = |start, end, kind, why| marks.push(Mark { start, end, kind, why, event: None });
    for actor in layers.actors.iter().filter(|a| a.party.code != "---") {
        let party = &actor.party;
        mark(party.start, party.end, "actor", format!("{}, {} · {}", party.called(base), party.code, actor.rule));
    }
    for date in &layers.dates {
        let days = match (&date.from, &date.to) {
            (Some(from), Some(to)) if from == to => from.clone(),
            (Some(from), Some(to)) => format!("{from} to {to}"),
            _ => date.value.clone(),
        };
        mark(date.start, date.end, "date", format!("{days} · {}", date.rule));
    }
    for quote in &layers.attributions {
        for &(start, end) in quote.content.iter().chain(&quote.cue) {
            mark(start, end, "quote", format!("On somebody's word · {}", quote.rule));
        }
    }
    marks
}

impl ReaderView {
    /// What people said of an event.
    pub fn said(&self, event: &str) -> Vec<Said> {
        self.judgements.iter().filter(|j| j.event == event).map(|j| j.said.clone()).collect()
    }

    /// The text with its marks; around the sentence that stands out where there is one and the report is long.
    pub fn article(&self) -> Markup {
        html! {
            p.keys aria-hidden="true" { mark.event { "event" } " " mark.actor { "actor" } " " mark.date { "date" } " " mark.quote { "on somebody's word" } " " mark.condition { "condition" } }
            article.report { (marked(&self.text, &self.sentences, &self.marks, self.chosen, self.chosen_event.as_deref())) }
        }
    }
}

/// A text in paragraphs and sentences with its marks.
pub fn marked(text: &str, sentences: &[(usize, usize)], marks: &[Mark], chosen: Option<usize>, event: Option<&str>) -> Markup {
    let chars: Vec<char> = text.chars().collect();
    let mut begun = vec![false; sentences.len()];
    html! {
        @for (start, end) in paragraphs(&chars) {
            p {
                @for (sentence, from, to) in pieces(start, end, sentences) {
                    @match sentence {
                        None => (runs(&chars, from, to, marks, event)),
                        Some(at) => {
                            span.sentence.chosen[chosen == Some(at)] id=[name(at, &mut begun)] data-sentence=(at) { @if chosen == Some(at) { span #chosen {} } (runs(&chars, from, to, marks, event)) }
                        }
                    }
                }
            }
        }
    }
}

/// The anchor of a sentence, at the first of its pieces.
fn name(at: usize, begun: &mut [bool]) -> Option<String> {
    let first = !std::mem::replace(&mut begun[at], true);
    first.then(|| format!("s{at}"))
}

/// Where paragraphs begin and end: at line breaks.
fn paragraphs(chars: &[char]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in chars.iter().enumerate() {
        let blank = *c == '\n' && chars.get(at + 1).is_none_or(|next| *next == '\n');
        if blank {
            out.push((start, at));
            start = at + 1;
        }
    }
    out.push((start, chars.len()));
    out.retain(|(start, end)| chars[*start..*end].iter().any(|c| !c.is_whitespace()));
    out
}

/// A paragraph cut at the ends of sentences; what is in none has none.
fn pieces(start: usize, end: usize, sentences: &[(usize, usize)]) -> Vec<(Option<usize>, usize, usize)> {
    let mut out = Vec::new();
    let mut at = start;
    let first = sentences.partition_point(|(_, to)| *to <= start);
    for (number, &(from, to)) in sentences.iter().enumerate().skip(first) {
        let (from, to) = (from.max(at), to.min(end));
        if from >= end {
            break;
        }
        if from > at {
            out.push((None, at, from));
        }
        if to > from {
            out.push((Some(number), from, to));
            at = to;
        }
    }
    if at < end {
        out.push((None, at, end));
    }
    out
}

/// A piece of text cut where marks begin and end; each part has every mark over it.
fn runs(chars: &[char], from: usize, to: usize, marks: &[Mark], chosen: Option<&str>) -> Markup {
    let here: Vec<&Mark> = marks.iter().filter(|m| m.start < to && m.end > from && m.start < m.end).collect();
    let mut cuts: Vec<usize> = here.iter().flat_map(|m| [m.start, m.end]).filter(|&at| at > from && at < to).collect();
    cuts.extend([from, to]);
    cuts.sort_unstable();
    cuts.dedup();
    html! {
        @for pair in cuts.windows(2) {
            @let text: String = chars[pair[0]..pair[1]].iter().collect();
            @let over: Vec<&&Mark> = here.iter().filter(|m| m.start <= pair[0] && m.end >= pair[1]).collect();
            @match over.iter().find_map(|m| m.event.as_deref()) {
                Some(event) => {
                    a.mark class=(kinds(&over, chosen == Some(event))) title=(why(&over)) href={ "#e-" (event) } { (text) }
                }
                None if over.is_empty() => (text),
                None => { mark class=(kinds(&over, false)) title=(why(&over)) { (text) } }
            }
        }
    }
}

fn kinds(over: &[&&Mark], chosen: bool) -> String {
    let mut kinds: Vec<&str> = over.iter().map(|m| m.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    if chosen {
        kinds.push("chosen");
    }
    kinds.join(" ")
}

fn why(over: &[&&Mark]) -> String {
    over.iter().map(|m| m.why.as_str()).collect::<Vec<_>>().join("\n")
}

impl View for ReaderView {
    fn title(&self) -> String {
        self.title.clone().unwrap_or_else(|| self.id.clone())
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn records(&self) -> Vec<&str> {
        self.events.iter().map(Record::json).collect()
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        html! {
            (self.source())
            div.columns {
                div { (self.article()) }
                aside aria-labelledby="found" {
                    h2 #found { (counted(self.events.len(), "event")) }
                    ol.cards { @for event in self.events.iter().map(Record::event) { (self.card(frame, &event)) } }
                }
            }
        }
    }
}

impl ReaderView {
    fn source(&self) -> Markup {
        html! {
            p.source {
                @if let Some(publisher) = &self.publisher { b { (publisher) } " " }
                @if let Some(date) = &self.date { time datetime=(date) { (date) } " " }
                @if let Some(byline) = &self.byline { span.faint { "by " (byline) } " " }
                @if let Some(url) = web_address(self.url.as_deref()) { a href=(url) rel="noreferrer noopener external" { "The report where it was published" } " " }
                span.faint { "Id " (self.id) }
            }
        }
    }

    fn card(&self, frame: &Frame<'_>, event: &Event) -> Markup {
        html! { (card(frame, event)) @for said in self.said(&event.id) { li.said { (said.html()) } } }
    }
}

/// An event beside its report.
pub fn card(frame: &Frame<'_>, event: &Event) -> Markup {
    let base = frame.app.coder.base();
    html! {
        li id={ "e-" (event.id) } tabindex="-1" {
            a.category.{ "q" (event.quad) } href=(event_link(&event.id)) title=(glosses::gloss("category", &event.event).map_or("", |g| g.about)) { (glosses::gloss("category", &event.event).map_or(event.event.as_str(), |g| g.name)) }
            " " (parties(base, &event.actors))
            @if !event.recipients.is_empty() { " → " (parties(base, &event.recipients)) }
            @if event.status != "actual" { " · " (glosses::abbreviation("status", &event.status)) }
            @if event.background { " · " abbr title="The report retells an older event" { "background" } }
            @if !event.when().is_empty() { " · " span title=(event.why_when()) { (event.when()) } }
            @if !event.attribution.is_empty() { " · on the word of " (event.voices(base)) }
            @if let Some(condition) = &event.condition { " · " (condition.kind) " “" (condition.text) "”" }
            " " small.faint { a href={ "#s" (event.sentence) } { "“" (event.trigger.text) "”" } " · " (event.rule) }
        }
    }
}

/// An address that a link may lead to: of the web, whatever a report says.
fn web_address(url: Option<&str>) -> Option<&str> {
    let url = url?.trim();
    let lower = url.to_ascii_lowercase();
    let is_web = (lower.starts_with("https://") || lower.starts_with("http://")) && !url.contains(char::is_whitespace);
    is_web.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, kind: &'static str, why: &str) -> Mark {
        Mark { start, end, kind, why: why.to_owned(), event: None }
    }

    #[test]
    fn marks_may_overlap_and_text_stays_text() {
        let text = "He <b>said</b> so.\n\nTwo.";
        let marks = [mark(0, 10, "quote", "\"><script>"), mark(6, 13, "date", "d")];
        let html = marked(text, &[(0, 18), (20, 24)], &marks, Some(1), None).into_string();
        insta::assert_snapshot!(html, @r##"<p><span class="sentence" id="s0" data-sentence="0"><mark class="quote" title="&quot;&gt;&lt;script&gt;">He &lt;b&gt;</mark><mark class="date quote" title="&quot;&gt;&lt;script&gt;&#10;d">said</mark><mark class="date" title="d">&lt;/b</mark>&gt; so.</span></p><p><span class="sentence chosen" id="s1" data-sentence="1"><span id="chosen"></span>Two.</span></p>"##);
    }

    #[test]
    fn links_lead_to_the_web_only() {
        for bad in ["javascript:alert(1)", "data:text/html,x", " JavaScript:x", "https://a b", "/etc/passwd"] {
            assert_eq!(web_address(Some(bad)), None, "{bad}");
        }
        assert_eq!(web_address(Some("HTTPS://a.example/b")), Some("HTTPS://a.example/b"));
    }

    #[test]
    fn sentences_across_paragraphs_and_text_outside_of_sentences_are_kept() {
        let text = "One\n\ntwo three. Four";
        let html = marked(text, &[(0, 15)], &[], None, None).into_string();
        let shown: String = html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
        assert_eq!(shown, text.replace("\n\n", ""));
        assert_eq!(html.matches("id=\"s0\"").count(), 1);
    }
}
