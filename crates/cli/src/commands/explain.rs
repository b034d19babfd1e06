//! `demarche explain`: the same coding for a person, with its reasons.

use crate::coder::CoderArgs;
use crate::output;
use anyhow::{Context, Result};
use clap::Args;
use demarche_events::{By, Event, Participant, Rules};
use demarche_pipeline::{Coded, Coder, Document};
use demarche_places::{Place, Precision};
use demarche_text::{Sentence, Span};
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};

/// Shows how a text is coded: the parse, which rule fired, why each actor has its code, why each date.
#[derive(Args)]
#[command(
    after_help = "Example:\n  demarche explain 'Turkey warned Syria not to attack Idlib.' --date 2018-09-04"
)]
pub struct Explain {
    /// The text; `-` reads standard input
    text: String,
    /// Publication date, against which relative dates are resolved
    #[arg(long, value_name = "DATE")]
    date: Option<jiff::civil::Date>,
    #[command(flatten)]
    coder: CoderArgs,
}

/// Runs the command.
pub fn run(command: &Explain) -> Result<()> {
    let coder = command.coder.load()?;
    let mut text = command.text.clone();
    if text == "-" {
        text.clear();
        std::io::stdin().read_to_string(&mut text).context("standard input")?;
    }
    let document = Document { text, date: command.date, ..Document::default() };
    let coded = coder.code(&document);
    let mut out = output::stdout();
    out.write_all(explain(&coder, &document, &coded).as_bytes())?;
    Ok(out.flush()?)
}

fn explain(coder: &Coder, document: &Document, coded: &Coded) -> String {
    let mut out = String::new();
    for (at, sentence) in coded.sentences.iter().enumerate() {
        let _ = writeln!(out, "sentence {at}  {}", one_line(sentence.span.of(&document.text)));
        tree(&mut out, sentence);
        layers(&mut out, document, coded, at);
        for event in coded.events.iter().filter(|e| e.sentence == at) {
            event_reasons(&mut out, document, coded, coder.rules(), event);
        }
        out.push('\n');
    }
    if coded.events.is_empty() {
        out.push_str("no event: no rule found an act with a party in this text\n");
    }
    if document.date.is_none() {
        out.push_str("hint: without --date relative dates stay unresolved\n");
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn tree(out: &mut String, sentence: &Sentence) {
    let graph = demarche_pattern::Graph::of(sentence);
    for (i, token) in sentence.tokens.iter().enumerate() {
        let head = token.head.map_or(0, |h| h + 1);
        let hidden =
            ["punct", "case", "det", "mark", "cc", "aux", "flat", "fixed", "conj", "amod", "compound"];
        let edges = graph.edges(i).iter().filter(|e| !hidden.contains(&e.role.as_str()));
        let roles: Vec<String> =
            edges.map(|e| format!("{}={}", e.role, sentence.tokens[e.to].form)).collect();
        let (form, lemma, upos, deprel) = (&token.form, graph.word(i).lemma, token.upos, &token.deprel);
        let line = format!(
            "{:>4} {form:<16} {lemma:<16} {upos:<6} {head:>3} {deprel:<12} {}",
            i + 1,
            roles.join(" ")
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn layers(out: &mut String, document: &Document, coded: &Coded, sentence: usize) {
    let text = |span: Span| one_line(span.of(&document.text));
    for m in coded.mentions.iter().filter(|m| m.sentence == sentence) {
        let name = m.actor.name.as_deref().map(|n| format!(" {n}")).unwrap_or_default();
        let _ = writeln!(
            out,
            "  actor  {} → {}{name} (chain {}, by {})",
            text(m.span),
            m.actor.code(),
            m.chain,
            m.rule
        );
    }
    for t in coded.timexes.iter().filter(|t| t.sentence == sentence) {
        let days = t.range.map(|(from, to)| format!(", {from} to {to}")).unwrap_or_default();
        let clause = t.clause.as_str().map(|c| format!("; clause: {c}")).unwrap_or_default();
        let anchor = t.anchor.map(|a| format!("; counted from \"{}\"", text(a))).unwrap_or_default();
        let (found, kind) = (text(t.span), t.kind.as_str());
        let _ = writeln!(out, "  date   {found} → {kind} {}{days} (by {}{clause}{anchor})", t.value, t.rule);
        if let Some(rule) = demarche_times::rules().find(|r| r.id == t.rule) {
            let _ = writeln!(out, "           {}", rule.doc);
        }
    }
    for p in coded.places.iter().filter(|p| p.sentence == sentence) {
        let _ = writeln!(out, "  place  {} → {}", text(p.span), place(p));
        let of = if p.choices > 1 { format!("; {} of this name weighed", p.choices) } else { String::new() };
        let _ = writeln!(out, "           {}{of}", p.reason.as_str());
    }
    for a in coded.attributions.iter().filter(|a| a.sentence == sentence) {
        let join = |spans: &[Span]| spans.iter().map(|&s| text(s)).collect::<Vec<_>>().join(" … ");
        let (source, cue, content) = (join(&a.source), join(&a.cue), join(&a.content));
        let _ = writeln!(out, "  speech {source} | {cue} | {content} (by {})", a.rule);
    }
}

/// A place as a person reads it: a country has no coordinates.
fn place(place: &Place) -> String {
    let within = [place.admin1.as_str(), place.country.as_str()].into_iter().filter(|p| !p.is_empty());
    let names: Vec<&str> = std::iter::once(place.name.as_str()).chain(within).collect();
    let precision = place.kind.precision();
    let point = match precision {
        Precision::Country => String::new(),
        _ => format!(" {:.3},{:.3}", place.lat, place.lon),
    };
    let form = match (place.adjective, place.government) {
        (true, _) => ", by an adjective or a people",
        (_, true) => ", its government",
        _ => "",
    };
    format!("{}{point} ({}{form})", names.join(", "), precision.as_str())
}

fn where_reasons(out: &mut String, coded: &Coded, event: &Event) {
    let Some((at, found)) = event.place.and_then(|w| Some((w, coded.places.get(w.place)?))) else {
        return;
    };
    let by = match at.by {
        By::Sentence => "as its sentence says",
        By::Dateline => "where the report was written",
        By::Story => "as the sentence before goes on",
    };
    let _ = writeln!(out, "         where {}, {by}", place(found));
}

fn event_reasons(out: &mut String, document: &Document, coded: &Coded, rules: &Rules, event: &Event) {
    let text = |span: Span| one_line(span.of(&document.text));
    let side = |parties: &[Participant]| {
        let one = |p: &Participant| format!("{} ({})", p.actor.code(), text(p.span));
        if parties.is_empty() {
            "-".to_owned()
        } else {
            parties.iter().map(one).collect::<Vec<_>>().join(" + ")
        }
    };
    let mode = event.mode.as_deref().map(|m| format!("/{m}")).unwrap_or_default();
    let _ = writeln!(
        out,
        "  EVENT  {}{mode} {} {}: {} > {}",
        event.event(),
        event.cameo,
        event.status.as_str(),
        side(&event.actors),
        side(&event.recipients),
    );
    let _ = writeln!(out, "         words \"{}\", confidence {:.2}", text(event.trigger), event.confidence);
    if let Some(when) = &event.date {
        let story = if when.story { ", as the sentence before goes on" } else { "" };
        let _ =
            writeln!(out, "         when {} to {}, from \"{}\"{story}", when.from, when.to, text(when.span));
    }
    if let Some(day) = event.date_default {
        let _ = writeln!(out, "         when not said; told as news on {day}");
    }
    where_reasons(out, coded, event);
    for s in &event.attribution {
        let who = s
            .speaker
            .as_ref()
            .map_or("somebody".to_owned(), |p| format!("{} ({})", p.actor.code(), text(p.span)));
        let medium = s.medium.as_ref().map(|p| format!(" through {}", text(p.span))).unwrap_or_default();
        let _ = writeln!(out, "         on the word of {who}{medium}");
    }
    if let Some(condition) = &event.condition {
        let _ = writeln!(out, "         {}: {}", condition.kind.as_str(), text(condition.span));
    }
    if let Some(rule) = rules.all().iter().find(|r| r.id == event.rule) {
        let _ = writeln!(out, "         rule {}: {} [{}]", rule.id, rule.doc, rule.source);
    }
}
