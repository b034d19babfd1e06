//! Events as rows of a spreadsheet.

use crate::record::{ActorRecord, EventRecord};

/// Column names of the CSV form, in order; lists inside a cell are joined by `; `.
pub const CSV_COLUMNS: [&str; 40] = [
    "id",
    "doc_id",
    "doc_date",
    "sentence",
    "event",
    "mode",
    "contexts",
    "cameo",
    "quad",
    "score",
    "status",
    "background",
    "date_from",
    "date_to",
    "date_text",
    "date_default",
    "place",
    "place_country",
    "place_admin1",
    "place_lat",
    "place_lon",
    "place_precision",
    "actors",
    "actor_names",
    "actor_texts",
    "recipients",
    "recipient_names",
    "recipient_texts",
    "speakers",
    "speaker_texts",
    "media",
    "condition_kind",
    "condition",
    "trigger",
    "trigger_start",
    "trigger_end",
    "confidence",
    "rule",
    "coder",
    "text",
];

/// One event as a CSV record with its line break, quoted as RFC 4180 says and safe to open in a spreadsheet.
///
/// A cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return, and
/// is no number) gets an apostrophe before it.
pub fn csv_row(event: &EventRecord<'_>) -> String {
    line(cells(event).iter().map(|cell| disarmed(cell)))
}

/// Cells as one record with its line break.
fn line(cells: impl Iterator<Item = impl AsRef<[u8]>>) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(vec![]);
    // Writing to memory cannot fail, and one record cannot differ in length from others.
    let _ = writer.write_record(cells);
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// The header of the CSV form with its line break.
pub fn csv_header() -> String {
    line(CSV_COLUMNS.iter())
}

fn disarmed(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

fn join<T>(items: &[T], cell: impl Fn(&T) -> String) -> String {
    items.iter().map(cell).filter(|c| !c.is_empty()).collect::<Vec<_>>().join("; ")
}

fn cells(event: &EventRecord<'_>) -> [String; CSV_COLUMNS.len()] {
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let code = |a: &ActorRecord<'_>| a.code.clone();
    let name = |a: &ActorRecord<'_>| own(a.name);
    let text = |a: &ActorRecord<'_>| a.text.to_owned();
    let date = event.date.as_ref();
    let condition = event.condition.as_ref();
    let place = event.place.as_ref().map(|w| &w.place);
    [
        event.id.clone(),
        event.doc_id.to_owned(),
        own(event.doc_date.as_deref()),
        event.sentence.to_string(),
        event.event.to_owned(),
        own(event.mode),
        event.contexts.join("; "),
        event.cameo.to_owned(),
        event.quad.to_string(),
        event.score.to_string(),
        event.status.to_owned(),
        event.background.to_string(),
        own(date.map(|d| d.from.as_str())),
        own(date.map(|d| d.to.as_str())),
        own(date.map(|d| d.span.text)),
        own(event.date_default.as_deref()),
        own(place.map(|p| p.name)),
        own(place.and_then(|p| p.country)),
        own(place.and_then(|p| p.admin1)),
        place.map_or_else(String::new, |p| p.lat.to_string()),
        place.map_or_else(String::new, |p| p.lon.to_string()),
        own(place.map(|p| p.precision)),
        join(&event.actors, code),
        join(&event.actors, name),
        join(&event.actors, text),
        join(&event.recipients, code),
        join(&event.recipients, name),
        join(&event.recipients, text),
        join(&event.attribution, |s| s.speaker.as_ref().map(code).unwrap_or_default()),
        join(&event.attribution, |s| s.speaker.as_ref().map(text).unwrap_or_default()),
        join(&event.attribution, |s| s.medium.as_ref().map(text).unwrap_or_default()),
        own(condition.map(|c| c.kind)),
        own(condition.map(|c| c.span.text)),
        event.trigger.text.to_owned(),
        event.trigger.start.to_string(),
        event.trigger.end.to_string(),
        event.confidence.to_string(),
        event.rule.to_owned(),
        event.coder.to_owned(),
        event.text.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_look_like_formulas_are_disarmed_and_numbers_are_not() {
        let cells = ["=1+1", "+cmd", "@SUM(A1)", "-5.5", "- a list", "\tx", "plain"];
        let disarmed: Vec<String> = cells.iter().map(|c| disarmed(c)).collect();
        assert_eq!(disarmed, ["'=1+1", "'+cmd", "'@SUM(A1)", "-5.5", "'- a list", "'\tx", "plain"]);
    }

    #[test]
    fn a_row_reads_back_as_it_was() {
        let written = line(["say \"no\"", "two\nlines", "a,b"].iter());
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(row.iter().collect::<Vec<_>>(), ["say \"no\"", "two\nlines", "a,b"]);
    }
}
