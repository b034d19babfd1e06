//! What is found out of a document before it is coded: its date where it does not say, and whether it is in English.

use crate::{Document, language};

/// Gives a document without a date the one in its address, else in its dateline, and the language that it is surely in.
///
/// Returns the ISO 639-1 code of a language other than English, unless `any_language` is to be coded: what would be read as
/// English and is none would be coded wrong.
///
/// ```
/// use demarche_pipeline::{Document, take_in};
/// let mut document = Document { url: Some("https://example.org/2018/11/04/talks".into()), ..Document::default() };
/// assert_eq!(take_in(&mut document, false), None);
/// assert_eq!(document.date, Some(jiff::civil::date(2018, 11, 4)));
/// ```
pub fn take_in(document: &mut Document, any_language: bool) -> Option<&'static str> {
    if document.date.is_none() {
        let address = document.url.as_deref().and_then(demarche_extract::date_in_address);
        document.date = address.or_else(|| demarche_times::dateline(&document.text));
    }
    let foreign = if any_language { None } else { language::foreign(&document.text) };
    if let Some(code) = foreign {
        document.language = Some(code.to_owned());
    }
    foreign
}
