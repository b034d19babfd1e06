//! An answer → the report in it.

use crate::input::{Place, Reason, Report, page_of};
use demarche_fetch::{Answer, Url};
use demarche_store::NewPage;
use std::path::PathBuf;

/// Kinds of content that hold no report, whatever the bytes look like.
const OTHERS: [&str; 5] = ["image/", "audio/", "video/", "font/", "application/"];

/// Kinds of `application/` that may.
const TEXTS: [&str; 3] = ["application/xhtml", "application/xml", "application/octet-stream"];

/// Why an answer is no report.
#[derive(Debug, thiserror::Error)]
pub enum NoReport {
    /// Something else.
    #[error("expected a page, but found `{0}`")]
    Kind(String),
    /// What a file would be refused for, too.
    #[error("{0}")]
    Content(#[from] Reason),
}

/// Reads a page. What it does not say of itself is taken from the feed that has named it.
///
/// # Errors
/// Where it is no page, or one without text.
pub fn report(
    answer: &Answer,
    from: &Url,
    named: &NewPage,
    publisher: Option<&str>,
) -> Result<Report, NoReport> {
    let kind = answer.field("content-type").unwrap_or_default().to_ascii_lowercase();
    let is = |kinds: &[&str]| kinds.iter().any(|k| kind.starts_with(k));
    if is(&OTHERS) && !is(&TEXTS) {
        return Err(NoReport::Kind(kind.chars().take(80).collect()));
    }
    let place = Place { path: PathBuf::from(&named.url), line: None };
    let is_plain = kind.starts_with("text/plain") && !answer.body.trim_ascii_start().starts_with(b"<");
    let mut report = page_of(&answer.body, charset(answer).as_deref(), is_plain, place)?;
    let document = &mut report.document;
    document.id.clone_from(&named.url);
    document.date = document.date.or(named.date);
    document.title = document.title.take().or_else(|| named.title.clone());
    document.url.get_or_insert_with(|| from.to_string());
    document.publisher = publisher.map(str::to_owned).or(document.publisher.take());
    report.byline = report.byline.or_else(|| named.byline.clone());
    Ok(report)
}

/// The encoding that an answer names.
pub fn charset(answer: &Answer) -> Option<String> {
    let kind = answer.field("content-type")?.to_ascii_lowercase();
    let (_, rest) = kind.split_once("charset=")?;
    rest.split(';').next().map(|label| label.trim().trim_matches(['"', '\'']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: &str, body: &[u8]) -> String {
        let fields = vec![("content-type".to_owned(), kind.to_owned())];
        let answer = Answer { status: 200, fields, body: body.to_vec() };
        let from = demarche_fetch::address("https://example.org/a").unwrap();
        let named = NewPage {
            url: "https://example.org/short".to_owned(),
            date: "2026-01-02".parse().ok(),
            title: Some("Told".to_owned()),
            byline: None,
        };
        report(&answer, &from, &named, Some("The Example")).map_or_else(
            |error| error.to_string(),
            |Report { document: d, .. }| {
                let date = d.date.map(|d| d.to_string()).unwrap_or_default();
                format!("{} {date} {:?} {:?} {:?} {}", d.id, d.title, d.url, d.publisher, d.text)
            },
        )
    }

    #[test]
    fn what_a_page_does_not_say_the_feed_says() {
        insta::assert_snapshot!(read("text/html; charset=utf-8", b"<p>Envoys of the two countries met in Muscat on Tuesday."), @r#"https://example.org/short 2026-01-02 Some("Told") Some("https://example.org/a") Some("The Example") Envoys of the two countries met in Muscat on Tuesday."#);
        insta::assert_snapshot!(read("", b"<title>Own</title><link rel=canonical href=https://example.org/b><meta property='article:published_time' content=2026-01-01><p>Envoys met in Muscat on Tuesday, officials said."), @r#"https://example.org/short 2026-01-01 Some("Own") Some("https://example.org/b") Some("The Example") Envoys met in Muscat on Tuesday, officials said."#);
        insta::assert_snapshot!(read("text/plain", b"Envoys met in Muscat."), @r#"https://example.org/short 2026-01-02 Some("Told") Some("https://example.org/a") Some("The Example") Envoys met in Muscat."#);
        insta::assert_snapshot!(read("text/plain", b"<html><p>Envoys met in Muscat on Tuesday, officials of both sides said."), @r#"https://example.org/short 2026-01-02 Some("Told") Some("https://example.org/a") Some("The Example") Envoys met in Muscat on Tuesday, officials of both sides said."#);
    }

    #[test]
    fn encodings_are_those_of_the_answer_the_page_or_the_bytes() {
        let text =
            |kind: &str, body: &[u8]| read(kind, body).rsplit('"').next().unwrap_or_default().to_owned();
        let moscow = b"<p>\xcc\xee\xf1\xea\xe2\xe0 is the capital, and envoys met there on Tuesday.";
        assert!(text("text/html; charset=windows-1251", moscow).contains("Москва"));
        assert!(text("text/html; charset=martian", moscow).contains("capital"));
        let wrong = "<p>Köln is where envoys of the two countries met on Tuesday.".as_bytes();
        assert!(text("text/html; charset=windows-1251", wrong).contains("Köln"), "valid UTF-8 is believed");
    }

    #[test]
    fn what_is_no_page_is_named() {
        insta::assert_snapshot!(read("image/png", b"<p>text"), @"expected a page, but found `image/png`");
        insta::assert_snapshot!(read("application/pdf", b"%PDF-1.7"), @"expected a page, but found `application/pdf`");
        insta::assert_snapshot!(read("text/html", b"%PDF-1.7"), @"expected text, but found a binary file (PDF)");
        insta::assert_snapshot!(read("text/html", b"<html><script>x()</script>"), @"expected text, but found none in the page");
        insta::assert_snapshot!(read("text/html", b""), @"expected a document, but found nothing");
    }
}
