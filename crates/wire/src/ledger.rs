//! Items of the ledger as the contract writes them, and as a person reads them.

use demarche_ledger::{AHEAD, Change, Desk, Evidence, Item, Kind, Parties, Period, Source, Voice};
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

/// The ledger for a person on `day`: what is due, what is past its day, what changed since, what is contested, and the rest
/// by kind. Items of which nothing was heard for a year are counted only.
pub fn ledger_table(items: &[&Item], day: Date, since: Option<Date>) -> String {
    let since = since.unwrap_or_else(|| Desk::week_before(day));
    let desk = Desk::of(items.iter().copied(), day, since);
    let mut out = String::new();
    section(&mut out, &format!("Due within {AHEAD} days of {day}"), &desk.due);
    section(&mut out, "Past its day without word", &desk.late);
    section(&mut out, &format!("Changed since {since}"), &desk.changed);
    section(&mut out, "Contested", &desk.contested);
    for voice in desk.contested.iter().flat_map(|i| &i.contested) {
        let _ = writeln!(
            out,
            "    {} says {}: {}",
            voice.speaker,
            voice.says.as_str(),
            cut(&voice.source.text, 80)
        );
    }
    for kind in Kind::ALL {
        let of_kind: Vec<&Item> =
            items.iter().copied().filter(|i| i.kind == *kind && !i.is_quiet(day)).collect();
        section(&mut out, &format!("All: {}", kind.as_str()), &of_kind);
    }
    let quiet = items.iter().filter(|i| i.is_quiet(day)).count();
    if quiet > 0 {
        let _ = writeln!(out, "\n{quiet} more without word for a year: `--format json` has them");
    }
    out
}

/// What a table shows of an item.
fn cells(item: &Item) -> [String; 4] {
    let when = item.when.map_or_else(String::new, interval);
    let codes = |set: &std::collections::BTreeSet<demarche_text::Str>| {
        set.iter().map(compact).collect::<Vec<_>>().join("+")
    };
    let to =
        if item.parties.to.is_empty() { String::new() } else { format!(" > {}", codes(&item.parties.to)) };
    [item.status.as_str().to_owned(), format!("{}{to}", codes(&item.parties.by)), when, item.key.clone()]
}

/// Items under a heading, in columns as wide as they need.
fn section(out: &mut String, head: &str, items: &[&Item]) {
    let lines: Vec<([String; 4], &Item)> = items.iter().map(|&i| (cells(i), i)).collect();
    if lines.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "{head}");
    let width = |at: usize| lines.iter().map(|(cells, _)| cells[at].chars().count()).max().unwrap_or(0);
    let widths: [usize; 4] = std::array::from_fn(width);
    for (cells, item) in &lines {
        let _ = writeln!(out, "  {}", line(cells, widths, item));
    }
}

fn line(cells: &[String; 4], widths: [usize; 4], item: &Item) -> String {
    let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}  "));
    format!("{}{}  ({})", padded.collect::<String>(), cut(&item.what, 60), item.sources())
}

fn cut(text: &str, width: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= width { text } else { text.chars().take(width - 1).chain(['…']).collect() }
}

/// One item for a person: how it stands, how it came to it, and every sentence.
pub fn item_page(item: &Item) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", line(&cells(item), [0; 4], item));
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

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_ledger::{Status, Weight};
    use jiff::civil::date;

    fn item(key: &str, status: Status, when: Date, heard: Date) -> Item {
        let source = Source {
            reported: heard,
            doc_id: "r".to_owned(),
            sentence: Some(0),
            text: "They will meet.".to_owned(),
            copy_of: None,
        };
        Item {
            key: key.to_owned(),
            kind: Kind::Meeting,
            parties: Parties { by: ["FRA".into(), "DEU".into()].into(), to: [].into() },
            what: "They will meet".to_owned(),
            topic: None,
            names: [].into(),
            status,
            weight: Weight::Fact,
            when: Some(Period::day(when)),
            place: None,
            people: [].into(),
            condition: None,
            depends_on: vec![],
            evidence: vec![Evidence {
                source: source.clone(),
                says: status,
                speaker: None,
                weight: Weight::Fact,
                rule: "r".into(),
                merged: "first report",
            }],
            history: vec![Change { from: None, status, source, rule: "r".into(), transition: String::new() }],
            contested: vec![],
        }
    }

    #[test]
    fn a_desk_sees_what_is_due_what_is_late_and_how_much_is_quiet() {
        let day = date(2018, 5, 25);
        let items = [
            item("soon", Status::Scheduled, date(2018, 5, 28), date(2018, 5, 2)),
            item("late", Status::Scheduled, date(2018, 5, 1), date(2018, 4, 2)),
            item("done", Status::Held, date(2018, 5, 20), date(2018, 5, 20)),
            item("forgotten", Status::Proposed, date(2016, 5, 1), date(2016, 4, 2)),
        ];
        let table = ledger_table(&items.iter().collect::<Vec<_>>(), day, None);
        insta::assert_snapshot!(table, @r"
        Due within 7 days of 2018-05-25
          scheduled  DEU+FRA  2018-05-28  soon  They will meet  (1)

        Past its day without word
          scheduled  DEU+FRA  2018-05-01  late  They will meet  (1)

        Changed since 2018-05-18
          held  DEU+FRA  2018-05-20  done  They will meet  (1)

        All: meeting
          scheduled  DEU+FRA  2018-05-28  soon  They will meet  (1)
          scheduled  DEU+FRA  2018-05-01  late  They will meet  (1)
          held       DEU+FRA  2018-05-20  done  They will meet  (1)

        1 more without word for a year: `--format json` has them
        ");
    }
}
