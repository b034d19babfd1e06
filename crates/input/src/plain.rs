//! Plain text, with or without a header block.
//!
//! ```text
//! Title: Talks open in Muscat
//! Date: 2018-11-04
//! Publisher: The Example
//!
//! MUSCAT - Envoys of the two countries met …
//! ```
//!
//! A text that does not begin with such lines and an empty one is taken whole.

use crate::Report;
use crate::date;
use crate::error::{Place, Reason};
use demarche_text::Document;

/// Reads a plain text.
///
/// # Errors
/// [`Reason::Empty`] where there is no text, [`Reason::Given`] for a header with a date that is none.
pub fn document(source: &str, place: Place) -> Result<Report, Reason> {
    if source.trim().is_empty() {
        return Err(Reason::Empty);
    }
    let source = source.replace("\r\n", "\n");
    let id = place.to_string();
    let mut report =
        Report { document: Document { id, ..Document::default() }, place, byline: None, foreign: None };
    let rest = header(&source, &mut report)?;
    if rest.trim().is_empty() {
        return Err(Reason::NoText(" below the header"));
    }
    rest.clone_into(&mut report.document.text);
    Ok(report)
}

/// Takes the header block into `report`; gives what follows it, or everything where there is none.
fn header<'s>(source: &'s str, report: &mut Report) -> Result<&'s str, Reason> {
    let start = source.trim_start_matches(['\n', ' ', '\u{feff}']);
    let (block, rest) = start.split_once("\n\n").unwrap_or((start, ""));
    let fields: Option<Vec<(String, &str)>> = block
        .lines()
        .map(|line| line.split_once(':').map(|(name, value)| (name.trim().to_lowercase(), value.trim())))
        .collect();
    let Some(fields) = fields.filter(|fields| fields.iter().all(|(name, _)| is_field(name))) else {
        return Ok(source);
    };
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        let document = &mut report.document;
        match name.as_str() {
            "id" => value.clone_into(&mut document.id),
            "title" => document.title = Some(value.to_owned()),
            "date" => document.date = date(value)?,
            "publisher" => document.publisher = Some(value.to_owned()),
            "url" => document.url = Some(value.to_owned()),
            "language" => document.language = Some(value.to_owned()),
            _ => report.byline = Some(value.to_owned()),
        }
    }
    Ok(rest.trim_start_matches('\n'))
}

fn is_field(name: &str) -> bool {
    matches!(name, "id" | "title" | "date" | "publisher" | "url" | "language" | "byline")
}

#[cfg(test)]
mod tests {
    use super::{Place, document};
    use crate::Report;
    use std::path::PathBuf;

    fn read(source: &str) -> Result<Report, String> {
        document(source, Place { path: PathBuf::from("a.txt"), line: None }).map_err(|e| e.to_string())
    }

    #[test]
    fn a_header_block_is_taken_off() {
        let report = read(
            "Title: Talks: day two\r\nDate: 2018-11-04\r\nByline: A. Writer\r\n\r\n\r\nSeoul agreed.\r\n",
        )
        .unwrap();
        assert_eq!(report.document.title.as_deref(), Some("Talks: day two"));
        assert_eq!(report.document.date.unwrap().to_string(), "2018-11-04");
        assert_eq!(report.byline.as_deref(), Some("A. Writer"));
        assert_eq!(report.document.text, "Seoul agreed.\n");
        assert_eq!(report.document.id, "a.txt");
    }

    #[test]
    fn a_text_that_only_looks_like_one_is_whole() {
        for source in
            ["Seoul: talks went on.\n\nNo more.", "Date: 2018-11-04\nSeoul agreed.\n\nMore.", "One line"]
        {
            assert_eq!(read(source).unwrap().document.text, source);
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        insta::assert_snapshot!(read(" \n\t").unwrap_err(), @"expected a document, but found nothing");
        insta::assert_snapshot!(read("Date: yesterday\n\nSeoul agreed.").unwrap_err(), @"expected an ISO 8601 date, but found `yesterday`");
        insta::assert_snapshot!(read("Date: 2018-11-04\n\n").unwrap_err(), @"expected text, but found none below the header");
    }
}
