//! Audit: a random sample, judged by people, and what it says of the coding.
//!
//! Events are drawn by category, as many of each, and beside them sentences of which nothing was coded. A sample is fixed by its
//! seed and by the last event of the store when it was drawn, so that several judges have the same before them.

use super::events::{self, CATEGORIES, Said};
use crate::Failure;
use crate::app::{App, locked, now};
use crate::glosses::{self, abbreviation};
use crate::measures::{Lots, alpha, wilson};
use crate::page::{Frame, counted, field};
use crate::query::{Holds, Parameter};
use crate::record::Record;
use crate::route::{Asked, Route, View, json};
use demarche_store::{Found, Judgement, Store};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// The next of a sample that a judge has not judged.
pub const NEXT: Route = Route {
    path: "/audit",
    id: "audit",
    about: "The next event or sentence of a random sample that a judge has not judged yet",
    parameters: &[
        Parameter { name: "judge", holds: Holds::Word, about: "Who judges" },
        Parameter { name: "seed", holds: Holds::Count(1_000_000_000), about: "Which sample; by default 1" },
        Parameter {
            name: "each",
            holds: Holds::Count(50),
            about: "Events of each category, and twice as many sentences of which nothing was coded; by default 5",
        },
        Parameter {
            name: "category",
            holds: Holds::OneOf(CATEGORIES),
            about: "Only events of this category",
        },
        Parameter {
            name: "up_to",
            holds: Holds::Count(i64::MAX as usize),
            about: "Number of the last event that may be drawn",
        },
        Parameter { name: "skip", holds: Holds::Count(2000), about: "Pass over so many" },
    ],
    also: &[],
    answer: next,
    schema: |generator| generator.subschema_for::<NextView>(),
};

/// What all judgements say.
pub const RESULTS: Route = Route {
    path: "/audit/results",
    id: "audit_results",
    about: "Precision and recall by category with confidence intervals, and how far judges agree",
    parameters: &[],
    also: &[],
    answer: results,
    schema: |generator| generator.subschema_for::<ResultsView>(),
};

/// Every judgement.
pub const GOLD: Route = Route {
    path: "/audit/gold",
    id: "audit_gold",
    about: "Every judgement with the record or sentence that it is on",
    parameters: &[],
    also: &[],
    answer: gold,
    schema: |generator| generator.subschema_for::<GoldView>(),
};

/// What may be said of an event, with its key.
const OF_EVENTS: [(&str, &str); 7] = [
    ("right", "1"),
    ("category", "2"),
    ("actor", "3"),
    ("recipient", "4"),
    ("date", "5"),
    ("status", "6"),
    ("no-event", "7"),
];

/// What may be said of a sentence.
const OF_SENTENCES: [(&str, &str); 2] = [("right", "1"), ("missed", "2")];

/// What a sentence of which nothing was coded is drawn as.
const NOTHING: &str = "none";

/// Sentences of a report that may be drawn.
const SENTENCES: u64 = 200;

/// Lots for a sentence, beyond which a store is taken to have none.
const LOTS: usize = 20_000;

/// Longest correction, in characters.
const CORRECTION: usize = 500;

/// Samples that were drawn, the last to be asked for at the end: drawing walks over an index, and a judge asks for the same
/// sample again and again.
#[derive(Default)]
pub struct Samples(Mutex<Vec<(Sample, Arc<Vec<Drawn>>)>>);

/// Samples that are kept.
const KEPT: usize = 8;

impl Samples {
    fn of(&self, sample: &Sample, store: &Store) -> Result<Arc<Vec<Drawn>>, Failure> {
        if let Some((_, drawn)) = locked(&self.0).iter().find(|(kept, _)| kept == sample) {
            return Ok(Arc::clone(drawn));
        }
        let drawn = Arc::new(sample.draw(store)?);
        let mut kept = locked(&self.0);
        kept.push((sample.clone(), Arc::clone(&drawn)));
        if kept.len() > KEPT {
            kept.remove(0);
        }
        Ok(drawn)
    }
}

/// One of a sample.
#[derive(Clone, Debug)]
pub enum Drawn {
    Event(Found),
    Sentence { report: i64, sentence: usize },
}

/// Which sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    seed: u64,
    each: u64,
    category: Option<String>,
    up_to: i64,
}

impl Sample {
    fn of(asked: &Asked<'_>) -> Result<Self, Failure> {
        let query = asked.query;
        let up_to = match query.text("up_to").and_then(|n| n.parse().ok()) {
            Some(up_to) => up_to,
            None => asked.store.last_event()?,
        };
        Ok(Self {
            seed: query.count("seed", 1) as u64,
            each: query.count("each", 5).max(1) as u64,
            category: query.owned("category"),
            up_to,
        })
    }

    /// Draws it, in an order that mixes categories.
    fn draw(&self, store: &Store) -> Result<Vec<Drawn>, Failure> {
        let mut lots = Lots::new(self.seed);
        let mut out: Vec<Drawn> = Vec::new();
        let mut categories = store.categories(self.up_to)?;
        categories.sort();
        for (category, count) in categories {
            if self.category.as_ref().is_some_and(|wanted| *wanted != category) {
                continue;
            }
            for nth in without_repeats(&mut lots, self.each.min(count), count) {
                out.extend(store.nth_event(&category, self.up_to, nth)?.map(Drawn::Event));
            }
        }
        if self.category.is_none() {
            out.extend(quiet(store, &mut lots, self.each * 2)?);
        }
        for at in (1..out.len()).rev() {
            out.swap(at, lots.below(at as u64 + 1) as usize);
        }
        Ok(out)
    }

    fn address(&self, judge: &str, skip: usize) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("judge", judge)
            .append_pair("seed", &self.seed.to_string())
            .append_pair("each", &self.each.to_string());
        if let Some(category) = &self.category {
            query.append_pair("category", category);
        }
        query.append_pair("up_to", &self.up_to.to_string());
        if skip > 0 {
            query.append_pair("skip", &skip.to_string());
        }
        format!("/audit?{}", query.finish())
    }
}

fn without_repeats(lots: &mut Lots, wanted: u64, of: u64) -> Vec<u64> {
    let (mut seen, mut out) = (BTreeSet::new(), Vec::new());
    while (out.len() as u64) < wanted {
        let lot = lots.below(of);
        if seen.insert(lot) {
            out.push(lot);
        }
    }
    out
}

/// Sentences of which nothing was coded, each as likely as every other: a lot is a report and a number, and where there is no such
/// sentence it is drawn again.
fn quiet(store: &Store, lots: &mut Lots, wanted: u64) -> Result<Vec<Drawn>, Failure> {
    let reports = store.last_report()?;
    let (mut seen, mut out) = (BTreeSet::new(), Vec::new());
    for _ in 0..LOTS {
        if out.len() as u64 >= wanted || reports == 0 {
            break;
        }
        let (report, sentence) = (lots.below(reports as u64) as i64 + 1, lots.below(SENTENCES) as usize);
        if store.is_quiet(report, sentence)? && seen.insert((report, sentence)) {
            out.push(Drawn::Sentence { report, sentence });
        }
    }
    Ok(out)
}

/// What is to be judged next.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NextView {
    judge: Option<String>,
    /// The sample: `judge` and this in the address give the same to everybody.
    seed: u64,
    up_to: i64,
    /// How many of it this judge has judged.
    judged: usize,
    of: usize,
    event: Option<Record>,
    sentence: Option<Quiet>,
    #[serde(skip)]
    sample: Sample,
    #[serde(skip)]
    skip: usize,
    #[serde(skip)]
    report: i64,
    #[serde(skip)]
    number: usize,
}

/// A sentence of which nothing was coded.
#[derive(Debug, Serialize, JsonSchema)]
struct Quiet {
    report: i64,
    sentence: usize,
    text: String,
    before: String,
    after: String,
}

fn next(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let sample = Sample::of(asked)?;
    let mut view = NextView {
        judge: asked.query.owned("judge"),
        seed: sample.seed,
        up_to: sample.up_to,
        judged: 0,
        of: 0,
        event: None,
        sentence: None,
        skip: asked.query.count("skip", 0),
        sample,
        report: 0,
        number: 0,
    };
    let Some(judge) = view.judge.clone() else { return Ok(Box::new(view)) };
    let own: BTreeSet<(Vec<u8>, usize, String)> = asked
        .store
        .judgements()?
        .into_iter()
        .filter(|j| j.judge == judge)
        .map(|j| (j.digest, j.sentence, j.event))
        .collect();
    let drawn = asked.app.samples.of(&view.sample, asked.store)?;
    view.of = drawn.len();
    let mut passed = 0;
    for drawn in drawn.iter() {
        let (report, sentence, event) = match drawn {
            Drawn::Event(found) => {
                let Some((_, report)) = asked.store.event(&found.id)? else { continue };
                (report, Record::of(found).event().sentence, found.id.clone())
            }
            Drawn::Sentence { report, sentence } => (*report, *sentence, String::new()),
        };
        let Some(whole) = asked.store.report(report)? else { continue };
        if own.contains(&(whole.digest.clone(), sentence, event)) {
            view.judged += 1;
            continue;
        }
        if view.event.is_some() || view.sentence.is_some() {
            continue;
        }
        if passed < view.skip {
            passed += 1;
            continue;
        }
        (view.report, view.number) = (report, sentence);
        match drawn {
            Drawn::Event(found) => view.event = Some(Record::of(found)),
            Drawn::Sentence { .. } => view.sentence = quiet_of(&whole, sentence),
        }
    }
    Ok(Box::new(view))
}

fn quiet_of(report: &demarche_store::Report, sentence: usize) -> Option<Quiet> {
    let chars: Vec<char> = report.text.chars().collect();
    let text = |at: Option<usize>| {
        let (start, end) = at.and_then(|at| report.sentences.get(at))?;
        Some(chars.get(*start..*end)?.iter().collect::<String>())
    };
    Some(Quiet {
        report: report.number,
        sentence,
        text: text(Some(sentence))?,
        before: text(sentence.checked_sub(1)).unwrap_or_default(),
        after: text(Some(sentence + 1)).unwrap_or_default(),
    })
}

impl View for NextView {
    fn title(&self) -> String {
        "Audit".to_owned()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        html! {
            p { a href="/audit/results" { "What the judgements say" } " · " a href="/audit/gold.json" { "Every judgement" } }
            @match &self.judge {
                None => (self.begin()),
                Some(judge) => {
                    p { (judge) " has judged " (self.judged) " of " (self.of) " in sample " (self.seed) "." }
                    @if let Some(event) = &self.event { (self.of_event(frame, judge, event)) }
                    @else if let Some(quiet) = &self.sentence { (self.of_sentence(judge, quiet)) }
                    @else { p { "That was the last one. " a href="/audit/results" { "What the judgements say" } "." } }
                }
            }
        }
    }
}

impl NextView {
    fn begin(&self) -> Markup {
        html! {
            p { "A random sample of events, as many of each category, and of sentences of which nothing was coded. Judges with the same sample number see the same, each in their own time; what you say is kept in the store, apart from the coding, and outlives it." }
            form.filters method="get" action="/audit" {
                (field("judge", "Your name", "text", None, "ann"))
                (field("seed", "Sample", "number", Some("1"), ""))
                (field("each", "Of each category", "number", Some("5"), ""))
                (crate::page::choice("category", "Only of category", None, glosses::all("category").map(|(code, gloss)| (code, gloss.name)).collect::<Vec<_>>()))
                input type="hidden" name="up_to" value=(self.up_to);
                button { "Begin" }
            }
        }
    }

    fn of_event(&self, frame: &Frame<'_>, judge: &str, record: &Record) -> Markup {
        let event = record.event();
        html! {
            article.judged {
                blockquote.what { (event.text) }
                (events::facts(frame, &event))
                p { a href={ (crate::record::event_link(&event.id)) "#chosen" } { "The sentence in its report" } }
                (self.form(judge, &event.id, &event.event, &OF_EVENTS))
            }
        }
    }

    fn of_sentence(&self, judge: &str, quiet: &Quiet) -> Markup {
        html! {
            article.judged {
                p { "Nothing was coded of this sentence:" }
                blockquote.what { span.faint { (quiet.before) } " " b { (quiet.text) } " " span.faint { (quiet.after) } }
                p { a href={ "/reports/" (quiet.report) "?sentence=" (quiet.sentence) "#chosen" } { "The sentence in its report" } }
                (self.form(judge, "", NOTHING, &OF_SENTENCES))
            }
        }
    }

    fn form(&self, judge: &str, event: &str, stratum: &str, verdicts: &[(&str, &str)]) -> Markup {
        html! {
            form.verdicts method="post" action="/audit" {
                input type="hidden" name="judge" value=(judge);
                input type="hidden" name="event" value=(event);
                input type="hidden" name="report" value=(self.report);
                input type="hidden" name="sentence" value=(self.number);
                input type="hidden" name="stratum" value=(stratum);
                input type="hidden" name="back" value=(self.sample.address(judge, self.skip));
                div.field { label for="correction" { "What it should be, in a word: a category such as CONSULT, a code, a day" } input #correction name="correction" maxlength=(CORRECTION) list="categories"; datalist #categories { @for category in CATEGORIES { option value=(category) {} } } }
                div.buttons {
                    @for (verdict, key) in verdicts {
                        button name="verdict" value=(verdict) data-key=(key) title=(glosses::gloss("judgement", verdict).map_or("", |g| g.about)) { kbd aria-hidden="true" { (key) } " " (sentence_verdict(stratum, verdict)) }
                    }
                    a href=(self.sample.address(judge, self.skip + 1)) data-key="s" { kbd aria-hidden="true" { "s" } " Pass over" }
                }
            }
        }
    }
}

fn sentence_verdict(stratum: &str, verdict: &str) -> &'static str {
    if stratum == NOTHING && verdict == "right" {
        return "No event in it";
    }
    glosses::gloss("judgement", verdict).map_or("", |g| g.name)
}

/// Keeps what a judge says, and gives the address of what is next.
///
/// # Errors
/// When it says something that cannot be.
pub fn judge(app: &App, form: &[(String, String)]) -> Result<String, Failure> {
    let value = |name: &str| form.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim());
    let asked = |text: &str| Failure::Asked(text.to_owned());
    let (judge, event, verdict) = (value("judge"), value("event"), value("verdict"));
    if judge.is_empty() || judge.chars().count() > 60 || judge.chars().any(char::is_control) {
        return Err(asked("judge: expected a name"));
    }
    let allowed = if event.is_empty() { OF_SENTENCES.as_slice() } else { OF_EVENTS.as_slice() };
    if allowed.iter().all(|(known, _)| *known != verdict) {
        return Err(asked("verdict: expected one of those that the page offers"));
    }
    let report: i64 = value("report").parse().map_err(|_| asked("report: expected a number"))?;
    let sentence: usize = value("sentence").parse().map_err(|_| asked("sentence: expected a number"))?;
    let correction = value("correction");
    if correction.chars().count() > CORRECTION {
        return Err(asked("correction: expected at most 500 characters"));
    }
    let reader = Store::open_to_read(app.store())?;
    let whole =
        reader.report(report)?.ok_or_else(|| Failure::Missing("a report of that number".to_owned()))?;
    let (stratum, record) = if event.is_empty() {
        let quiet = quiet_of(&whole, sentence)
            .ok_or_else(|| Failure::Missing("a sentence of that number".to_owned()))?;
        (NOTHING.to_owned(), json(&quiet)?)
    } else {
        let found = reader.event(event)?.filter(|(_, of)| *of == report);
        let (found, _) = found.ok_or_else(|| Failure::Missing("an event of that id".to_owned()))?;
        (found.category, found.record)
    };
    let judgement = Judgement {
        judge: judge.to_owned(),
        digest: whole.digest,
        sentence,
        event: event.to_owned(),
        verdict: verdict.to_owned(),
        stratum,
        correction: (!correction.is_empty()).then(|| correction.to_owned()),
        record,
        made: now(),
    };
    app.change(|store| store.judge(&judgement))?;
    // Back to a page of ours, whatever the form says.
    let back = value("back");
    Ok(if back.starts_with("/audit?") && back.bytes().all(|b| b.is_ascii_graphic()) {
        back.to_owned()
    } else {
        "/audit".to_owned()
    })
}

/// What all judgements say.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ResultsView {
    judges: Vec<String>,
    /// Events and sentences that were judged.
    judged: usize,
    /// Krippendorff's alpha, nominal, of the verdicts; null where nothing was judged twice.
    alpha: Option<f64>,
    categories: Vec<CategoryResult>,
    overall: Overall,
}

/// What judgements say of a category.
#[derive(Debug, Serialize, JsonSchema)]
struct CategoryResult {
    category: String,
    /// Events of the store.
    events: u64,
    judged: u64,
    /// Of that category indeed, whatever else may be wrong.
    category_right: Share,
    /// Right in everything.
    right: Share,
    /// Estimated: events of the category that were coded as such, of all that there are.
    recall: Option<f64>,
}

/// A share with its 95 % interval.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
struct Share {
    right: u64,
    of: u64,
    share: Option<f64>,
    low: f64,
    high: f64,
}

/// All categories together, each weighed by its events.
#[derive(Debug, Serialize, JsonSchema)]
struct Overall {
    /// Right in category.
    precision: Option<f64>,
    /// Sentences of which nothing was coded, and of those that were judged the ones that tell of an event.
    quiet_sentences: u64,
    missed: Share,
    /// Estimated.
    recall: Option<f64>,
    /// The recall if precision and misses are at the ends of their intervals.
    recall_low: Option<f64>,
    recall_high: Option<f64>,
}

impl Share {
    fn of(right: u64, of: u64) -> Self {
        let (low, high) = wilson(right, of);
        Self { right, of, share: (of > 0).then(|| right as f64 / of as f64), low, high }
    }

    fn html(self) -> Markup {
        html! {
            @match self.share {
                Some(share) => { (format!("{share:.2}")) " " span.faint title="95 % interval by Wilson" { (format!("{:.2} to {:.2}", self.low, self.high)) } },
                None => span.faint { "not judged" },
            }
        }
    }
}

/// One matter with what everybody says of it.
struct Unit<'j> {
    stratum: &'j str,
    said: Vec<&'j Judgement>,
}

impl Unit<'_> {
    /// The share of judges who say this.
    fn share(&self, is: impl Fn(&Judgement) -> bool) -> f64 {
        self.said.iter().filter(|j| is(j)).count() as f64 / self.said.len() as f64
    }

    /// Whether most judges say this.
    fn most(&self, is: impl Fn(&Judgement) -> bool) -> bool {
        self.share(is) >= 0.5
    }
}

fn units(judgements: &[Judgement]) -> Vec<Unit<'_>> {
    let same =
        |a: &Judgement, b: &Judgement| (&a.digest, a.sentence, &a.event) == (&b.digest, b.sentence, &b.event);
    let runs = judgements.chunk_by(same);
    runs.map(|run| Unit { stratum: &run[0].stratum, said: run.iter().collect() }).collect()
}

/// Whether an event is of its category after all.
fn keeps_category(judgement: &Judgement) -> bool {
    !matches!(judgement.verdict.as_str(), "category" | "no-event")
}

fn results(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let judgements = asked.store.judgements()?;
    let units = units(&judgements);
    let counted = asked.app.counts(asked.store)?;
    let counts: BTreeMap<String, u64> = counted.categories.iter().cloned().collect();
    let quiet = counted.quiet;
    let judges: BTreeSet<&str> = judgements.iter().map(|j| j.judge.as_str()).collect();
    let said: Vec<Vec<&str>> =
        units.iter().map(|u| u.said.iter().map(|j| j.verdict.as_str()).collect()).collect();
    Ok(Box::new(ResultsView {
        judges: judges.into_iter().map(str::to_owned).collect(),
        judged: units.len(),
        alpha: alpha(&said),
        categories: counts
            .iter()
            .map(|(category, events)| of_category(&units, category, *events, &counts, quiet))
            .collect(),
        overall: overall(&units, &counts, quiet),
    }))
}

fn tally(units: &[Unit<'_>], stratum: &str, is: impl Fn(&Judgement) -> bool + Copy) -> Share {
    let own: Vec<&Unit<'_>> = units.iter().filter(|u| u.stratum == stratum).collect();
    Share::of(own.iter().filter(|u| u.most(is)).count() as u64, own.len() as u64)
}

fn of_category(
    units: &[Unit<'_>],
    category: &str,
    events: u64,
    counts: &BTreeMap<String, u64>,
    quiet: u64,
) -> CategoryResult {
    let category_right = tally(units, category, keeps_category);
    let right = tally(units, category, |j| j.verdict == "right");
    let says = |j: &Judgement| j.correction.as_deref().is_some_and(|c| c.eq_ignore_ascii_case(category));
    let elsewhere: f64 = counts
        .iter()
        .filter(|(other, _)| *other != category)
        .filter_map(|(other, count)| {
            Some(*count as f64 * tally(units, other, |j| j.verdict == "category" && says(j)).share?)
        })
        .sum();
    let missed = tally(units, NOTHING, |j| j.verdict == "missed" && says(j)).share;
    let found = category_right.share.map(|share| share * events as f64);
    let recall = found
        .zip(missed)
        .map(|(found, missed)| found / (found + elsewhere + missed * quiet as f64).max(1e-9));
    CategoryResult { category: category.to_owned(), events, judged: right.of, category_right, right, recall }
}

fn overall(units: &[Unit<'_>], counts: &BTreeMap<String, u64>, quiet: u64) -> Overall {
    let judged: Vec<(f64, Share)> = counts
        .iter()
        .map(|(category, events)| (*events as f64, tally(units, category, keeps_category)))
        .filter(|(_, share)| share.of > 0)
        .collect();
    let all: f64 = judged.iter().map(|(events, _)| events).sum();
    let missed = tally(units, NOTHING, |j| j.verdict == "missed");
    let mean = |of: fn(&Share) -> f64| {
        (all > 0.0).then(|| judged.iter().map(|(events, share)| events * of(share)).sum::<f64>() / all)
    };
    let total: f64 = counts.values().map(|c| *c as f64).sum();
    let recall = |precision: Option<f64>, missed: Option<f64>| {
        let (found, missed) = (precision? * total, missed? * quiet as f64);
        (found + missed > 0.0).then(|| found / (found + missed))
    };
    let precision = mean(|s| s.share.unwrap_or(0.0));
    let bound = |share: f64| (missed.of > 0).then_some(share);
    Overall {
        precision,
        quiet_sentences: quiet,
        missed,
        recall: recall(precision, missed.share),
        recall_low: recall(mean(|s| s.low), bound(missed.high)),
        recall_high: recall(mean(|s| s.high), bound(missed.low)),
    }
}

impl View for ResultsView {
    fn title(&self) -> String {
        "What the judgements say".to_owned()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, _: &Frame<'_>) -> Markup {
        let number = |value: Option<f64>| value.map_or_else(|| "not known".to_owned(), |v| format!("{v:.2}"));
        html! {
            p { (counted(self.judged, "judgement")) " by " (if self.judges.is_empty() { "nobody".to_owned() } else { self.judges.join(", ") }) ". " a href="/audit" { "Go on judging" } " · " a href="/audit/gold.json" { "Every judgement" } }
            dl.facts {
                div { dt { abbr title="Events whose category is right, each category weighed by its events" { "Precision" } } dd { (number(self.overall.precision)) } }
                div { dt { abbr title="Estimated: events found of all that there are, from the share of sentences with nothing coded that tell of one" { "Recall" } } dd { (number(self.overall.recall)) " " span.faint { (number(self.overall.recall_low)) " to " (number(self.overall.recall_high)) } } }
                div { dt { "Sentences with nothing coded that tell of an event" } dd { (self.overall.missed.html()) } }
                div { dt { abbr title="Krippendorff's alpha, nominal: 1 is agreement, 0 what chance would give" { "Agreement of judges" } } dd { (number(self.alpha)) } }
            }
            div.scroll tabindex="0" role="region" aria-label="By category" {
                table {
                    thead { tr { th scope="col" { "Category" } th.number scope="col" { "Events" } th.number scope="col" { "Judged" } th scope="col" { "Category right" } th scope="col" { "All right" } th.number scope="col" { abbr title="Estimated: coded as such of all that there are" { "Recall" } } } }
                    tbody { @for row in &self.categories { tr { th scope="row" { (abbreviation("category", &row.category)) } td.number { (row.events) } td.number { (row.judged) } td { (row.category_right.html()) } td { (row.right.html()) } td.number { (number(row.recall)) } } } }
                }
            }
        }
    }
}

/// Every judgement.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GoldView {
    judgements: Vec<GoldLine>,
}

/// A judgement with what it is on.
#[derive(Debug, Serialize, JsonSchema)]
struct GoldLine {
    judge: String,
    /// Digest of the report, hexadecimal.
    report: String,
    sentence: usize,
    /// Id of the event; empty for a sentence.
    event: String,
    stratum: String,
    verdict: String,
    correction: Option<String>,
    made: String,
    /// The record, or the sentence, as the judge saw it.
    record: Record,
}

fn gold(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let lines = asked.store.judgements()?.into_iter().map(|j| {
        Ok(GoldLine {
            report: j.digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            record: Record::of_json(j.record)?,
            judge: j.judge,
            sentence: j.sentence,
            event: j.event,
            stratum: j.stratum,
            verdict: j.verdict,
            correction: j.correction,
            made: j.made,
        })
    });
    Ok(Box::new(GoldView { judgements: lines.collect::<Result<_, Failure>>()? }))
}

impl View for GoldView {
    fn title(&self) -> String {
        "Every judgement".to_owned()
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, _: &Frame<'_>) -> Markup {
        html! {
            p { a href="/audit/gold.json" { "As JSON" } }
            ul { @for line in &self.judgements { li { (Said::line(&line.judge, &line.verdict, line.correction.as_deref(), &line.made)) " " span.faint { (line.stratum) " " (line.event) } } } }
        }
    }
}

/// The sample of a form that is sent without one.
impl Default for Sample {
    fn default() -> Self {
        Self { seed: 1, each: 5, category: None, up_to: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgement(
        judge: &str,
        event: &str,
        stratum: &str,
        verdict: &str,
        correction: Option<&str>,
    ) -> Judgement {
        Judgement {
            judge: judge.to_owned(),
            digest: vec![0],
            sentence: 0,
            event: event.to_owned(),
            verdict: verdict.to_owned(),
            stratum: stratum.to_owned(),
            correction: correction.map(str::to_owned),
            record: "{}".to_owned(),
            made: String::new(),
        }
    }

    #[test]
    fn recall_weighs_what_was_missed_by_how_much_was_coded_as_nothing() {
        let mut judgements = vec![
            judgement("ann", "a", "CONSULT", "right", None),
            judgement("ann", "b", "CONSULT", "date", None),
            judgement("ann", "c", "AID", "category", Some("consult")),
            judgement("ann", "d", "AID", "right", None),
        ];
        judgements
            .push(Judgement { sentence: 1, ..judgement("ann", "", NOTHING, "missed", Some("CONSULT")) });
        judgements.push(Judgement { sentence: 2, ..judgement("ann", "", NOTHING, "right", None) });
        let counts = BTreeMap::from([("CONSULT".to_owned(), 100), ("AID".to_owned(), 20)]);
        let units = units(&judgements);
        let consult = of_category(&units, "CONSULT", 100, &counts, 60);
        assert_eq!((consult.category_right.share, consult.right.share), (Some(1.0), Some(0.5)));
        // 100 found, 10 among AID, 30 among the sentences.
        assert!((consult.recall.unwrap() - 100.0 / 140.0).abs() < 1e-9, "{consult:?}");
        let all = overall(&units, &counts, 60);
        assert!((all.precision.unwrap() - 110.0 / 120.0).abs() < 1e-9);
        assert!((all.recall.unwrap() - 110.0 / 140.0).abs() < 1e-9);
        assert!(all.recall_low < all.recall && all.recall < all.recall_high);
    }

    #[test]
    fn several_judges_of_one_event_are_one_unit() {
        let judgements =
            [judgement("ann", "a", "AID", "right", None), judgement("bob", "a", "AID", "no-event", None)];
        assert_eq!(units(&judgements).len(), 1);
    }
}
