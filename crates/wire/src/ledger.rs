//! Items of the ledger as the contract writes them, and as a person reads them.

use demarche_ledger::{Change, Evidence, Item, Kind, Parties, Period, Source, Voice};
use jiff::civil::Date;
use serde::Serialize;
use std::fmt::Write as _;

/// An item as the contract writes it, with what it rests on.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the contract and docs/LEDGER.md say what each field means")]
pub struct ItemRecord<'a> {
    pub key: &'a str,
    pub kind: &'static str,
    pub parties: PartiesRecord<'a>,
    pub what: &'a str,
    pub topic: Option<&'a str>,
    pub status: &'static str,
    pub weight: &'static str,
    pub when: Option<String>,
    pub place: Option<&'a str>,
    pub people: Vec<&'a str>,
    pub condition: Option<&'a str>,
    pub depends_on: &'a [String],
    pub sources: usize,
    pub evidence: Vec<EvidenceRecord<'a>>,
    pub history: Vec<ChangeRecord<'a>>,
    pub contested: Vec<VoiceRecord<'a>>,
}

/// `with` for meetings and agreements, else `by` and `to`.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub enum PartiesRecord<'a> {
    Mutual { with: Vec<&'a str> },
    Sides { by: Vec<&'a str>, to: Vec<&'a str> },
}

/// A sentence that speaks of an item, and why it was taken to.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "docs/LEDGER.md says what each field means")]
pub struct EvidenceRecord<'a> {
    pub doc_id: &'a str,
    pub sentence: Option<usize>,
    pub text: &'a str,
    pub reported: String,
    pub says: &'static str,
    pub speaker: Option<&'a str>,
    pub weight: &'static str,
    pub rule: &'a str,
    pub merged: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<&'a str>,
}

/// A change of status.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "docs/LEDGER.md says what each field means")]
pub struct ChangeRecord<'a> {
    pub status: &'static str,
    pub reported: String,
    pub doc_id: &'a str,
    pub sentence: Option<usize>,
    pub rule: &'a str,
    pub transition: &'a str,
}

/// What one side says where the sides contradict each other.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "docs/LEDGER.md says what each field means")]
pub struct VoiceRecord<'a> {
    pub speaker: &'a str,
    pub says: &'static str,
    pub doc_id: &'a str,
    pub sentence: Option<usize>,
    pub text: &'a str,
}

/// An item's record.
pub fn item(item: &Item) -> ItemRecord<'_> {
    ItemRecord {
        key: &item.key,
        kind: item.kind.as_str(),
        parties: parties(item.kind, &item.parties),
        what: &item.what,
        topic: item.topic.as_deref(),
        status: item.status.as_str(),
        weight: item.weight.as_str(),
        when: item.when.map(interval),
        place: item.place.as_deref(),
        people: item.people.iter().map(|p| p.name.as_str()).collect(),
        condition: item.condition.as_deref(),
        depends_on: &item.depends_on,
        sources: item.sources(),
        evidence: item.evidence.iter().map(evidence).collect(),
        history: item.history.iter().map(change).collect(),
        contested: item.contested.iter().map(voice).collect(),
    }
}

/// A period as ISO 8601 writes it: a day, or two parted by `/`.
pub fn interval(period: Period) -> String {
    if period.from == period.to { period.from.to_string() } else { format!("{}/{}", period.from, period.to) }
}

fn parties(kind: Kind, parties: &Parties) -> PartiesRecord<'_> {
    let by = parties.by.iter().map(compact).collect();
    if kind.is_mutual() {
        return PartiesRecord::Mutual { with: by };
    }
    PartiesRecord::Sides { by, to: parties.to.iter().map(compact).collect() }
}

fn compact(code: &demarche_text::Str) -> &str {
    code.as_str()
}

fn evidence(evidence: &Evidence) -> EvidenceRecord<'_> {
    EvidenceRecord {
        doc_id: &evidence.source.doc_id,
        sentence: evidence.source.sentence,
        text: &evidence.source.text,
        reported: evidence.source.reported.to_string(),
        says: evidence.says.as_str(),
        speaker: evidence.speaker.as_deref(),
        weight: evidence.weight.as_str(),
        rule: &evidence.rule,
        merged: evidence.merged,
        copy_of: evidence.source.copy_of.as_deref(),
    }
}

fn change(change: &Change) -> ChangeRecord<'_> {
    ChangeRecord {
        status: change.status.as_str(),
        reported: change.source.reported.to_string(),
        doc_id: &change.source.doc_id,
        sentence: change.source.sentence,
        rule: &change.rule,
        transition: &change.transition,
    }
}

fn voice(voice: &Voice) -> VoiceRecord<'_> {
    VoiceRecord {
        speaker: &voice.speaker,
        says: voice.says.as_str(),
        doc_id: &voice.source.doc_id,
        sentence: voice.source.sentence,
        text: &voice.source.text,
    }
}

/// Days that a desk looks ahead.
const AHEAD: i32 = 7;
/// Days that a desk looks back where it does not say since when.
const BACK: i32 = 7;

/// The ledger for a person on `day`: what is due, what changed since, what is contested, and the rest by kind.
pub fn ledger_table(items: &[&Item], day: Date, since: Option<Date>) -> String {
    let since = since.unwrap_or_else(|| day.saturating_sub(jiff::Span::new().days(BACK)));
    let ahead = |i: &Item| i.when.is_some_and(|w| w.to >= day && (w.from - day).get_days() <= AHEAD);
    let mut out = String::new();
    section(
        &mut out,
        &format!("Due within {AHEAD} days of {day}"),
        items.iter().filter(|i| !i.is_closed() && ahead(i)),
    );
    section(
        &mut out,
        &format!("Changed since {since}"),
        items.iter().filter(|i| i.changed().is_some_and(|c| c >= since)),
    );
    let contested: Vec<&&Item> = items.iter().filter(|i| !i.contested.is_empty()).collect();
    section(&mut out, "Contested", contested.iter().copied());
    for voice in contested.iter().flat_map(|i| &i.contested) {
        let _ = writeln!(
            out,
            "    {} says {}: {}",
            voice.speaker,
            voice.says.as_str(),
            cut(&voice.source.text, 80)
        );
    }
    for kind in Kind::ALL {
        section(&mut out, &format!("All: {}", kind.as_str()), items.iter().filter(|i| i.kind == *kind));
    }
    out
}

fn section<'a>(out: &mut String, head: &str, items: impl Iterator<Item = &'a &'a Item>) {
    let lines: Vec<String> = items.map(|i| line(i)).collect();
    if lines.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "{head}");
    for line in lines {
        let _ = writeln!(out, "  {line}");
    }
}

fn line(item: &Item) -> String {
    let when = item.when.map_or_else(String::new, interval);
    let codes = |set: &std::collections::BTreeSet<demarche_text::Str>| {
        set.iter().map(compact).collect::<Vec<_>>().join("+")
    };
    let to =
        if item.parties.to.is_empty() { String::new() } else { format!(" > {}", codes(&item.parties.to)) };
    let parties = format!("{}{to}", codes(&item.parties.by));
    let sources = item.sources();
    format!(
        "{:<11} {parties:<11} {when:<21} {:<32} {}  ({sources})",
        item.status.as_str(),
        item.key,
        cut(&item.what, 60)
    )
}

fn cut(text: &str, width: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= width { text } else { text.chars().take(width - 1).chain(['…']).collect() }
}

/// One item for a person: how it stands, how it came to it, and every sentence.
pub fn item_page(item: &Item) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", line(item));
    if let Some(place) = &item.place {
        let _ = writeln!(out, "  at      {place}");
    }
    if !item.people.is_empty() {
        let names: Vec<&str> = item.people.iter().map(|p| p.name.as_str()).collect();
        let _ = writeln!(out, "  people  {}", names.join(", "));
    }
    if let Some(condition) = &item.condition {
        let _ = writeln!(out, "  needs   {condition}");
    }
    for key in &item.depends_on {
        let _ = writeln!(out, "  depends on {key}");
    }
    let _ = writeln!(out, "\nHistory");
    for change in &item.history {
        let _ = writeln!(
            out,
            "  {}  {:<11} {}  [{}; {}]",
            change.source.reported,
            change.status.as_str(),
            place(&change.source),
            change.transition,
            change.rule
        );
    }
    let _ = writeln!(out, "\nSentences");
    for evidence in &item.evidence {
        let who = evidence.speaker.as_deref().map_or_else(String::new, |s| format!(", {s} says"));
        let copy = evidence.source.copy_of.as_deref().map_or_else(String::new, |o| format!(", copy of {o}"));
        let _ = writeln!(
            out,
            "  {}  {}  {} ({}{who}{copy})  [{}; {}]",
            evidence.source.reported,
            place(&evidence.source),
            evidence.says.as_str(),
            evidence.weight.as_str(),
            evidence.rule,
            evidence.merged
        );
        let _ =
            writeln!(out, "      {}", evidence.source.text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    for voice in &item.contested {
        let _ = writeln!(
            out,
            "  contested: {} says {} in {}",
            voice.speaker,
            voice.says.as_str(),
            place(&voice.source)
        );
    }
    out
}

fn place(source: &Source) -> String {
    source
        .sentence
        .map_or_else(|| format!("{} headline", source.doc_id), |s| format!("{}:{s}", source.doc_id))
}
