//! The contract's document object.

use super::Report;
use super::error::{Place, Reason};
use demarche_text::{Document, GivenMention, Span};
use jiff::civil::Date;
use serde::Deserialize;

/// A document object as it is written.
#[derive(Deserialize)]
struct Object {
    id: Option<Id>,
    date: Option<String>,
    text: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
    language: Option<String>,
    byline: Option<String>,
    #[serde(default)]
    mentions: Option<Vec<Mention>>,
}

/// Names are strings under the contract; numbers are taken too, since data bases make them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

#[derive(Deserialize)]
struct Mention {
    start: u64,
    end: u64,
    code: Option<String>,
}

/// Reads one line.
///
/// # Errors
/// Says what is wrong with the JSON, its date, its text or its mentions.
pub fn document(line: &[u8], place: Place) -> Result<Report, Reason> {
    let source = std::str::from_utf8(line).map_err(|e| Reason::NotUtf8 {
        byte: line.get(e.valid_up_to()).copied().unwrap_or_default(),
        column: e.valid_up_to() + 1,
    })?;
    let object: Object = serde_json::from_str(source).map_err(|e| broken(&e, source))?;
    let text = object.text.filter(|t| !t.trim().is_empty()).ok_or(Reason::NoText(" under `text`"))?;
    let date = object.date.as_deref().map(date).transpose()?.flatten();
    let mentions = mentions(&text, object.mentions.unwrap_or_default())?;
    let id = match object.id {
        Some(Id::Text(id)) if !id.is_empty() => id,
        Some(Id::Number(id)) => id.to_string(),
        _ => place.to_string(),
    };
    let (title, publisher, url, language) = (object.title, object.publisher, object.url, object.language);
    let document = Document { id, date, text, title, publisher, url, language, mentions };
    Ok(Report { document, place, byline: object.byline, foreign: None })
}

/// What is wrong, with the column; the line within one line says nothing.
fn broken(error: &serde_json::Error, source: &str) -> Reason {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    if !source.trim_start().starts_with('{') {
        let start: String = source.trim_start().chars().take(20).collect();
        return Reason::Json(format!("`{start}`"));
    }
    Reason::Json(format!("an error at column {}: {message}", error.column()))
}

/// The day of an ISO 8601 date or date-time, as it is written; `None` for an empty string.
///
/// # Errors
/// [`Reason::Date`] for anything else.
pub fn date(source: &str) -> Result<Option<Date>, Reason> {
    let source = source.trim();
    if source.is_empty() {
        return Ok(None);
    }
    let bad = || Reason::Date(source.chars().take(40).collect());
    let day: Date = source.get(..10).and_then(|day| day.parse().ok()).ok_or_else(bad)?;
    let mut rest = source[10..].chars();
    let separated = matches!(rest.next(), None | Some('T' | 't' | ' '));
    // After the day comes nothing, or a time: its first character says enough.
    let time = rest.next().is_none_or(|c| c.is_ascii_digit());
    if separated && time { Ok(Some(day)) } else { Err(bad()) }
}

/// Offsets in code points → spans in bytes.
fn mentions(text: &str, given: Vec<Mention>) -> Result<Vec<GivenMention>, Reason> {
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let length = bytes.len();
    bytes.push(text.len());
    let span = |index, m: &Mention| {
        let place = |offset: u64| usize::try_from(offset).ok().and_then(|o| bytes.get(o)).copied();
        match (place(m.start), place(m.end)) {
            (Some(start), Some(end)) if start < end => Ok(Span::new(start, end)),
            _ => Err(Reason::Mention { index, length, start: m.start, end: m.end }),
        }
    };
    given
        .into_iter()
        .enumerate()
        .map(|(i, m)| Ok(GivenMention { span: span(i, &m)?, code: m.code }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Place, document};
    use crate::input::Report;
    use std::path::PathBuf;

    fn read(line: &str) -> Result<Report, String> {
        document(line.as_bytes(), Place { path: PathBuf::from("a.jsonl"), line: Some(3) })
            .map_err(|e| e.to_string())
    }

    #[test]
    fn every_field_is_read() {
        let line = r#"{"id":7,"date":"2018-11-04T23:30:00+09:00","text":"Erdoğan met Ri.","title":"T","publisher":"P",
            "url":"U","language":"en","mentions":[{"start":12,"end":14,"code":"PRKGOV"}],"other":1}"#;
        let document = read(line).unwrap().document;
        assert_eq!(document.id, "7");
        assert_eq!(document.date.unwrap().to_string(), "2018-11-04");
        assert_eq!(document.mentions[0].span.of(&document.text), "Ri");
        assert_eq!(document.mentions[0].code.as_deref(), Some("PRKGOV"));
    }

    #[test]
    fn a_name_is_made_of_path_and_line() {
        assert_eq!(read(r#"{"text":"a","date":null}"#).unwrap().document.id, "a.jsonl:3");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |line| read(line).unwrap_err();
        insta::assert_snapshot!(error(r#"{"text":"a""#), @"expected a JSON object with `text`, but found an error at column 11: EOF while parsing an object");
        insta::assert_snapshot!(error("Seoul protested."), @"expected a JSON object with `text`, but found `Seoul protested.`");
        insta::assert_snapshot!(error(r#"{"text":5}"#), @"expected a JSON object with `text`, but found an error at column 9: invalid type: integer `5`, expected a string");
        insta::assert_snapshot!(error(r#"{"id":"x"}"#), @"expected text, but found none under `text`");
        insta::assert_snapshot!(error(r#"{"text":"a","date":"4 November"}"#), @"expected an ISO 8601 date, but found `4 November`");
        insta::assert_snapshot!(error(r#"{"text":"a","date":"2018-02-30"}"#), @"expected an ISO 8601 date, but found `2018-02-30`");
        insta::assert_snapshot!(error(r#"{"text":"ab","mentions":[{"start":1,"end":3}]}"#), @"expected mention 0 within the text's 2 code points, but found [1, 3)");
        let latin =
            document(b"{\"text\":\"K\xf6ln\"}", Place { path: PathBuf::from("-"), line: None }).unwrap_err();
        insta::assert_snapshot!(latin, @"expected JSON in UTF-8, but found byte 0xf6 at column 11");
    }
}
