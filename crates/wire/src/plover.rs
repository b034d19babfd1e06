//! Events as PLOVER's own exchange format: JSON with the field names of its manual, one record a line.
//!
//! The source is the PLOVER manual, "Data Fields", tables "PLOVER JSON", "Information object for entities" and "Location object". Only
//! events that are reported as done are written, and plans where the codebook has a category for planning, as in
//! the other event sets; what the manual has no name for keeps that of the contract (`status`, `background`, `condition`).

use crate::record::{ActorRecord, EventRecord, WhereRecord};
use demarche_pipeline::{Document, VERSION};
use serde_json::{Map, Value, json};

/// The events of a document as lines, each with its line break.
pub fn plover(document: &Document, events: &[EventRecord<'_>]) -> String {
    let counted = events.iter().filter(|event| crate::exchange::counts(event));
    counted.map(|event| format!("{}\n", line(document, event))).collect()
}

fn line(document: &Document, event: &EventRecord<'_>) -> Value {
    let own = event.date.as_ref();
    let day = own.map(|d| d.from.as_str()).or(event.date_default.as_deref()).or(event.doc_date.as_deref());
    let mut out = json!({
        "id": event.id,
        "has_event": true,
        "date": day,
        "actor": event.actors.iter().map(entity).collect::<Vec<_>>(),
        "recipient": event.recipients.iter().map(entity).collect::<Vec<_>>(),
        "event": [event.event],
        "event_loc": event.place.as_ref().map(location),
        "event_text": [event.trigger.text],
        "quad_code": event.quad,
        "event_scale": event.score,
        "mode": event.mode.iter().collect::<Vec<_>>(),
        "context": event.contexts,
        "text": event.text,
        "text_info": { "sequence": event.sentence + 1, "start": event.trigger.start, "end": event.trigger.end },
        "cite_info": without_nulls(json!({
            "citation": document.id,
            "url": document.url,
            "title": document.title,
            "language": document.language.as_deref().unwrap_or("en"),
            "publication": document.publisher,
            "coder": VERSION,
            "codebook": "plover",
        })),
        "coder": event.coder,
        "comment": event.rule,
        "status": event.status,
        "background": event.background,
    });
    if let Some(end) = own.filter(|d| d.to != d.from) {
        out["enddate"] = json!(end.to);
    }
    without_nulls(out)
}

fn entity(actor: &ActorRecord<'_>) -> Value {
    without_nulls(json!({
        "code": actor.country,
        "sector": actor.sectors.first(),
        "entity_text": actor.text,
        "identifier_id": actor.entity,
        "identifier_text": actor.name,
    }))
}

fn location(at: &WhereRecord<'_>) -> Value {
    let place = &at.place;
    let (resolution, city) = match place.precision {
        "country" => (1, None),
        "region" => (2, None),
        _ => (4, Some(place.name)),
    };
    without_nulls(json!({
        "extracted_place": place.span.text,
        "resolved_place": place.name,
        "geonameid": place.geoname_id,
        "lat": place.lat,
        "lon": place.lon,
        "city": city,
        "province": place.admin1,
        "country_code": place.country,
        "feature_code": at.kind,
        "resolution": resolution,
    }))
}

/// Fields that nothing is known of are left out.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().filter(|(_, v)| !v.is_null()).collect::<Map<_, _>>())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CodePoints;
    use demarche_pipeline::Coder;

    #[test]
    fn a_record_has_the_manuals_fields() {
        let document = Document {
            id: "a".to_owned(),
            date: Some(jiff::civil::date(2018, 9, 5)),
            text: "Russian jets bombed Idlib on Monday. Turkey denied that it had attacked Syria.".to_owned(),
            ..Document::default()
        };
        let coder = Coder::builtin().unwrap();
        let coded = coder.code(&document);
        let points = CodePoints::of(&document.text);
        let lines = plover(&document, &crate::events(&document, &coded, &points));
        let all: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(all.len(), 1, "what is denied is not written: {lines}");
        let event = &all[0];
        assert_eq!((&event["event"], &event["date"]), (&json!(["ASSAULT"]), &json!("2018-09-03")));
        assert_eq!(event["actor"][0]["code"], "RUS");
        assert_eq!(event["event_loc"]["country_code"], "SYR");
        assert!(event.get("enddate").is_none() && event["cite_info"].get("url").is_none(), "{event}");
    }
}
