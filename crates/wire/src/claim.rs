//! Claims of the ledger as a store keeps them: JSON that reads back the same.

use demarche_ledger::{Claim, Parties, Period, Person, Source};
use demarche_text::Str;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A claim without its report.
#[derive(Serialize, Deserialize)]
struct Kept {
    kind: String,
    status: String,
    by: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    to: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    names: BTreeSet<String>,
    what: String,
    /// Slug, name and side.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    people: Vec<(String, String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
    weight: String,
    /// What holds of it: background, only-known, correction, definite, again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    marks: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sentence: Option<usize>,
    text: String,
    rule: String,
}

const BACKGROUND: &str = "background";
const ONLY_KNOWN: &str = "only-known";
const CORRECTION: &str = "correction";
const DEFINITE: &str = "definite";
const AGAIN: &str = "again";

/// A claim as a line of JSON, without the day and name of its report and whether that is a copy.
pub fn claim_json(claim: &Claim) -> String {
    let marks = [
        (claim.background, BACKGROUND),
        (claim.only_known, ONLY_KNOWN),
        (claim.correction, CORRECTION),
        (claim.definite, DEFINITE),
        (claim.again, AGAIN),
    ];
    let strings = |set: &BTreeSet<Str>| set.iter().map(ToString::to_string).collect();
    let person = |p: &Person| (p.id.to_string(), p.name.to_string(), p.side.to_string());
    crate::json(&Kept {
        kind: claim.kind.as_str().to_owned(),
        status: claim.status.as_str().to_owned(),
        by: strings(&claim.parties.by),
        to: strings(&claim.parties.to),
        when: claim.when.map(|w| (w.from.to_string(), w.to.to_string())),
        place: claim.place.clone(),
        topic: claim.topic.as_deref().map(str::to_owned),
        names: strings(&claim.names),
        what: claim.what.clone(),
        people: claim.people.iter().map(person).collect(),
        condition: claim.condition.clone(),
        speaker: claim.speaker.as_deref().map(str::to_owned),
        weight: claim.weight.as_str().to_owned(),
        marks: marks.iter().filter(|m| m.0).map(|m| m.1.to_owned()).collect(),
        sentence: claim.source.sentence,
        text: claim.source.text.clone(),
        rule: claim.rule.to_string(),
    })
}

/// Reads what [`claim_json`] wrote, as a claim of a report of that day and name; `None` for anything else.
pub fn claim_of_json(json: &str, reported: Date, doc_id: &str, copy_of: Option<&str>) -> Option<Claim> {
    let kept: Kept = serde_json::from_str(json).ok()?;
    let strings = |set: BTreeSet<String>| set.into_iter().map(Str::from).collect();
    let person = |(id, name, side): (String, String, String)| Person {
        id: id.into(),
        name: name.into(),
        side: side.into(),
    };
    let period =
        |(from, to): (String, String)| Some(Period { from: from.parse().ok()?, to: to.parse().ok()? });
    let when = match kept.when {
        Some(when) => Some(period(when)?),
        None => None,
    };
    let has = |mark: &str| kept.marks.iter().any(|m| m == mark);
    Some(Claim {
        kind: kept.kind.parse().ok()?,
        status: kept.status.parse().ok()?,
        background: has(BACKGROUND),
        only_known: has(ONLY_KNOWN),
        correction: has(CORRECTION),
        definite: has(DEFINITE),
        again: has(AGAIN),
        parties: Parties { by: strings(kept.by), to: strings(kept.to) },
        when,
        place: kept.place,
        topic: kept.topic.map(Str::from),
        names: strings(kept.names),
        what: kept.what,
        people: kept.people.into_iter().map(person).collect(),
        condition: kept.condition,
        speaker: kept.speaker.map(Str::from),
        weight: kept.weight.parse().ok()?,
        source: Source {
            reported,
            doc_id: doc_id.to_owned(),
            sentence: kept.sentence,
            text: kept.text,
            copy_of: copy_of.map(str::to_owned),
        },
        rule: kept.rule.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_ledger::{Kind, Status, Weight};
    use jiff::civil::date;

    fn full() -> Claim {
        Claim {
            kind: Kind::Pledge,
            status: Status::Conditional,
            parties: Parties { by: ["PRK".into()].into(), to: ["USA".into(), "KOR".into()].into() },
            when: Some(Period { from: date(2018, 9, 1), to: date(2018, 9, 30) }),
            place: Some("Yongbyon \"site\"".into()),
            topic: Some("nuclear".into()),
            names: ["Yongbyon".into()].into(),
            what: "close it\nfor good".into(),
            people: [Person { id: "kim".into(), name: "Kim".into(), side: "PRK".into() }].into(),
            condition: Some("if …".into()),
            speaker: Some("KOR".into()),
            weight: Weight::Announcement,
            background: true,
            only_known: false,
            correction: true,
            definite: true,
            again: true,
            source: Source {
                reported: date(2018, 9, 19),
                doc_id: "a".into(),
                sentence: Some(3),
                text: "A sentence.".into(),
                copy_of: Some("b".into()),
            },
            rule: "pledge/conditional".into(),
        }
    }

    #[test]
    fn what_is_kept_reads_back_the_same() {
        let full = full();
        let bare = Claim {
            when: None,
            place: None,
            topic: None,
            condition: None,
            speaker: None,
            names: BTreeSet::new(),
            people: BTreeSet::new(),
            source: Source { sentence: None, copy_of: None, ..full.source.clone() },
            background: false,
            only_known: true,
            ..full.clone()
        };
        for claim in [full, bare] {
            let json = claim_json(&claim);
            let Source { reported, doc_id, copy_of, .. } = &claim.source;
            assert_eq!(claim_of_json(&json, *reported, doc_id, copy_of.as_deref()).as_ref(), Some(&claim));
        }
        assert_eq!(claim_of_json("{}", date(2018, 9, 19), "a", None), None);
    }
}
