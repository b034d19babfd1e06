//! Events as rows of a spreadsheet.

use crate::record::EventRecord;
use serde_json::Value;

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
    csv_row_of(&event.to_json())
}

/// The same of an event that is JSON already; what is none is a row of empty cells.
pub fn csv_row_of(record: &str) -> String {
    let record = serde_json::from_str(record).unwrap_or(Value::Null);
    line(CSV_COLUMNS.iter().map(|column| disarmed(&cell(&record, column))))
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

/// What a column shows of a record.
fn cell(record: &Value, column: &str) -> String {
    let path: &[&str] = match column {
        "date_from" => &["date", "from"],
        "date_to" => &["date", "to"],
        "date_text" => &["date", "text"],
        "place" => &["place", "name"],
        "place_country" => &["place", "country"],
        "place_admin1" => &["place", "admin1"],
        "place_lat" => &["place", "lat"],
        "place_lon" => &["place", "lon"],
        "place_precision" => &["place", "precision"],
        "actors" => &["actors", "code"],
        "actor_names" => &["actors", "name"],
        "actor_texts" => &["actors", "text"],
        "recipients" => &["recipients", "code"],
        "recipient_names" => &["recipients", "name"],
        "recipient_texts" => &["recipients", "text"],
        "speakers" => &["attribution", "speaker", "code"],
        "speaker_texts" => &["attribution", "speaker", "text"],
        "media" => &["attribution", "medium", "text"],
        "condition_kind" => &["condition", "kind"],
        "condition" => &["condition", "text"],
        "trigger" => &["trigger", "text"],
        "trigger_start" => &["trigger", "start"],
        "trigger_end" => &["trigger", "end"],
        _ => return shown(&record[column]),
    };
    at(record, path)
}

/// What stands at the end of a path; of a list every element that has something, joined.
fn at(value: &Value, path: &[&str]) -> String {
    match (value, path) {
        (Value::Array(items), _) => {
            let cells = items.iter().map(|item| at(item, path)).filter(|cell| !cell.is_empty());
            cells.collect::<Vec<_>>().join("; ")
        }
        (_, []) => shown(value),
        (_, [first, rest @ ..]) => at(&value[*first], rest),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        // Without the ".0" that JSON's whole numbers of this kind have.
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |n| n.to_string()),
        Value::Array(_) => at(value, &[]),
        other => other.to_string(),
    }
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
