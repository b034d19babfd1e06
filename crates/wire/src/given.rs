//! The document object of the contract as somebody gives it: checked, and with spans in bytes.
//!
//! ```
//! use demarche_wire::Given;
//! let given: Given = serde_json::from_str(r#"{"date": "2018-11-04", "text": "Erdoğan met Ri."}"#)?;
//! let document = given.document(|| "first".to_owned())?;
//! assert_eq!((document.id.as_str(), document.date), ("first", Some(jiff::civil::date(2018, 11, 4))));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use demarche_text::{Document, GivenMention, Span};
use jiff::civil::Date;
use serde::Deserialize;

/// A field of a document that a column can hold, with the names such a column usually has.
pub const FIELDS: [(&str, &[&str]); 7] = [
    ("id", &["id", "doc_id", "docid", "document_id", "article_id", "guid"]),
    (
        "date",
        &[
            "date",
            "published",
            "publication_date",
            "pub_date",
            "pubdate",
            "published_at",
            "date_publish",
            "datetime",
        ],
    ),
    ("text", &["text", "body", "content", "article", "maintext", "story", "fulltext", "full_text"]),
    ("title", &["title", "headline"]),
    ("publisher", &["publisher", "source", "outlet", "source_domain", "newspaper", "publication"]),
    ("url", &["url", "link", "source_url"]),
    ("language", &["language", "lang"]),
];

/// Where the columns of a table hold each of [`FIELDS`]: those that were asked for by pairs of field and column, else those of
/// a usual name. Capitals make no difference.
///
/// ```
/// let asked = [("text".to_owned(), "Wording".to_owned())];
/// let places = demarche_wire::columns(&["Headline", "wording", "date"], &asked)?;
/// assert_eq!(places, [None, Some(2), Some(1), Some(0), None, None, None]);
/// assert_eq!(demarche_wire::columns(&["headline"], &[]), Err("text".to_owned()));
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// The name of a column that was asked for and is not there, or `text` where no column holds text.
pub fn columns<N: AsRef<str>>(
    names: &[N],
    asked: &[(String, String)],
) -> Result<[Option<usize>; FIELDS.len()], String> {
    let at = |name: &str| names.iter().position(|n| n.as_ref().trim().to_lowercase() == name.to_lowercase());
    let mut places = [None; FIELDS.len()];
    for (place, (field, usual)) in places.iter_mut().zip(FIELDS) {
        *place = match asked.iter().rfind(|(asked, _)| asked == field) {
            Some((_, column)) => Some(at(column).ok_or_else(|| column.clone())?),
            None => usual.iter().find_map(|name| at(name)),
        };
    }
    if places[TEXT].is_none() { Err(FIELDS[TEXT].0.to_owned()) } else { Ok(places) }
}

/// Where the text is among [`FIELDS`].
const TEXT: usize = 2;

/// A document object as it is written; nothing of it is checked yet.
#[derive(Clone, Debug, Default, Deserialize)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct Given {
    pub id: Option<Id>,
    pub date: Option<String>,
    pub text: Option<String>,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// Who wrote it; no part of a [`Document`].
    pub byline: Option<String>,
    #[serde(default)]
    pub mentions: Option<Vec<Mention>>,
}

/// Names are strings under the contract; numbers are taken too, since data bases make them.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Id {
    /// A name.
    Text(String),
    /// A number.
    Number(serde_json::Number),
}

/// An actor span that somebody else found, in code points.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs, reason = "the contract says what each field means")]
pub struct Mention {
    pub start: u64,
    pub end: u64,
    pub code: Option<String>,
}

/// Why something given is no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GivenError {
    /// JSON Lines are UTF-8 by definition.
    #[error("expected JSON in UTF-8, but found byte 0x{byte:02x} at column {column}")]
    NotUtf8 {
        /// The first byte that is wrong.
        byte: u8,
        /// From 1, in bytes.
        column: usize,
    },
    /// No JSON, or not the object of a document.
    #[error("expected a JSON object with `text`, but found {0}")]
    Json(String),
    /// A document object without text.
    #[error("expected text, but found none under `text`")]
    NoText,
    /// A date that is not ISO 8601.
    #[error("expected an ISO 8601 date, but found `{0}`")]
    Date(String),
    /// A mention that does not lie within the text.
    #[error("expected mention {index} within the text's {length} code points, but found [{start}, {end})")]
    Mention {
        /// From 0.
        index: usize,
        /// Code points of the text.
        length: usize,
        /// As given.
        start: u64,
        /// As given.
        end: u64,
    },
}

impl Given {
    /// Reads a line of JSON Lines.
    ///
    /// # Errors
    /// [`GivenError::NotUtf8`] or [`GivenError::Json`].
    pub fn from_json(line: &[u8]) -> Result<Self, GivenError> {
        let source = std::str::from_utf8(line).map_err(|e| GivenError::NotUtf8 {
            byte: line.get(e.valid_up_to()).copied().unwrap_or_default(),
            column: e.valid_up_to() + 1,
        })?;
        serde_json::from_str(source).map_err(|e| broken(&e, source))
    }

    /// The document; `name` gives an id to one that has none.
    ///
    /// # Errors
    /// Says what is wrong with its text, its date or its mentions.
    pub fn document(self, name: impl FnOnce() -> String) -> Result<Document, GivenError> {
        let text = self.text.filter(|t| !t.trim().is_empty()).ok_or(GivenError::NoText)?;
        let date = self.date.as_deref().map(day).transpose()?.flatten();
        let mentions = mentions(&text, self.mentions.unwrap_or_default())?;
        let id = match self.id {
            Some(Id::Text(id)) if !id.is_empty() => id,
            Some(Id::Number(id)) => id.to_string(),
            _ => name(),
        };
        let (title, publisher, url, language) = (self.title, self.publisher, self.url, self.language);
        Ok(Document { id, date, text, title, publisher, url, language, mentions })
    }
}

/// What is wrong, with the column; the line within one line says nothing.
fn broken(error: &serde_json::Error, source: &str) -> GivenError {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    if !source.trim_start().starts_with('{') {
        let start: String = source.trim_start().chars().take(20).collect();
        return GivenError::Json(format!("`{start}`"));
    }
    GivenError::Json(format!("an error at column {}: {message}", error.column()))
}

/// The day of an ISO 8601 date or date-time, as it is written; `None` for an empty string.
///
/// # Errors
/// [`GivenError::Date`] for anything else.
pub fn day(source: &str) -> Result<Option<Date>, GivenError> {
    let source = source.trim();
    if source.is_empty() {
        return Ok(None);
    }
    let bad = || GivenError::Date(source.chars().take(40).collect());
    let day: Date = source.get(..10).and_then(|day| day.parse().ok()).ok_or_else(bad)?;
    let mut rest = source[10..].chars();
    let separated = matches!(rest.next(), None | Some('T' | 't' | ' '));
    // After the day comes nothing, or a time: its first character says enough.
    let time = rest.next().is_none_or(|c| c.is_ascii_digit());
    if separated && time { Ok(Some(day)) } else { Err(bad()) }
}

/// Offsets in code points → spans in bytes.
fn mentions(text: &str, given: Vec<Mention>) -> Result<Vec<GivenMention>, GivenError> {
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
            _ => Err(GivenError::Mention { index, length, start: m.start, end: m.end }),
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
    use super::{Given, GivenError};
    use demarche_text::Document;

    fn read(line: &[u8]) -> Result<Document, GivenError> {
        Given::from_json(line)?.document(|| "a.jsonl:3".to_owned())
    }

    #[test]
    fn every_field_is_read() {
        let line = r#"{"id":7,"date":"2018-11-04T23:30:00+09:00","text":"Erdoğan met Ri.","title":"T","publisher":"P",
            "url":"U","language":"en","mentions":[{"start":12,"end":14,"code":"PRKGOV"}],"other":1}"#;
        let document = read(line.as_bytes()).unwrap();
        assert_eq!(document.id, "7");
        assert_eq!(document.date.unwrap().to_string(), "2018-11-04");
        assert_eq!(document.mentions[0].span.of(&document.text), "Ri");
        assert_eq!(document.mentions[0].code.as_deref(), Some("PRKGOV"));
    }

    #[test]
    fn a_name_is_made_where_there_is_none() {
        assert_eq!(read(br#"{"text":"a","date":null}"#).unwrap().id, "a.jsonl:3");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |line: &str| read(line.as_bytes()).unwrap_err();
        insta::assert_snapshot!(error(r#"{"text":"a""#), @"expected a JSON object with `text`, but found an error at column 11: EOF while parsing an object");
        insta::assert_snapshot!(error("Seoul protested."), @"expected a JSON object with `text`, but found `Seoul protested.`");
        insta::assert_snapshot!(error(r#"{"text":5}"#), @"expected a JSON object with `text`, but found an error at column 9: invalid type: integer `5`, expected a string");
        insta::assert_snapshot!(error(r#"{"id":"x"}"#), @"expected text, but found none under `text`");
        insta::assert_snapshot!(error(r#"{"text":"a","date":"4 November"}"#), @"expected an ISO 8601 date, but found `4 November`");
        insta::assert_snapshot!(error(r#"{"text":"a","date":"2018-02-30"}"#), @"expected an ISO 8601 date, but found `2018-02-30`");
        insta::assert_snapshot!(error(r#"{"text":"ab","mentions":[{"start":1,"end":3}]}"#), @"expected mention 0 within the text's 2 code points, but found [1, 3)");
        let latin = read(b"{\"text\":\"K\xf6ln\"}").unwrap_err();
        insta::assert_snapshot!(latin, @"expected JSON in UTF-8, but found byte 0xf6 at column 11");
    }
}
