//! Feeds: RSS, Atom and JSON Feed. Every entry is a document.

use crate::Report;
use crate::error::{InputError, Place, Reason};
use demarche_text::Document;
use feed_rs::model::{Entry, Feed};
use jiff::civil::Date;

/// The entries of a feed, in its order.
///
/// # Errors
/// [`Reason::Feed`] where it is none.
pub fn documents(bytes: &[u8], place: &Place) -> Result<Vec<Result<Report, InputError>>, Reason> {
    let feed = feed_rs::parser::parse(bytes).map_err(|error| Reason::Feed(error.to_string()))?;
    if feed.entries.is_empty() {
        return Err(Reason::Feed("one without entries".to_owned()));
    }
    let entries = feed.entries.iter().enumerate();
    Ok(entries
        .map(|(i, entry)| {
            let place = Place { line: Some(i as u64 + 1), ..place.clone() };
            report(&feed, entry, place.clone())
                .ok_or(InputError { place, reason: Reason::NoText(" in the entry") })
        })
        .collect())
}

/// An entry's full text where it has it, else its summary.
fn report(feed: &Feed, entry: &Entry, place: Place) -> Option<Report> {
    let body = entry.content.as_ref().and_then(|c| c.body.as_deref());
    let summary = entry.summary.as_ref().map(|s| s.content.as_str());
    let text = body.and_then(plain).or_else(|| summary.and_then(plain))?;
    let own = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let language = entry.language.as_deref().or(feed.language.as_deref());
    let document = Document {
        id: own(&entry.id).unwrap_or_else(|| place.to_string()),
        date: entry.published.or(entry.updated).and_then(|t| day(&t.to_rfc3339())),
        text,
        title: entry.title.as_ref().and_then(|t| plain(&t.content)),
        publisher: feed.title.as_ref().and_then(|t| plain(&t.content)),
        url: entry.links.first().and_then(|link| own(&link.href)),
        language: language
            .map(|l| l.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_lowercase()),
        mentions: Vec::new(),
    };
    let byline = entry.authors.first().and_then(|author| own(&author.name));
    Some(Report { document, place, byline, foreign: None })
}

/// The day of a point in time as the feed writes it.
fn day(time: &str) -> Option<Date> {
    time.get(..10)?.parse().ok()
}

/// Markup → text; text without markup stays as it is.
fn plain(source: &str) -> Option<String> {
    let text = if source.contains(['<', '&']) {
        demarche_extract::fragment(source)
    } else {
        source.trim().to_owned()
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;
    use std::path::PathBuf;

    fn read(source: &str) -> String {
        let place = Place { path: PathBuf::from("feed.xml"), line: None };
        let documents = match documents(source.as_bytes(), &place) {
            Ok(documents) => documents,
            Err(reason) => return reason.to_string(),
        };
        let mut out = String::new();
        for item in documents {
            let _ = match item {
                Ok(Report { document: d, byline, .. }) => writeln!(
                    out,
                    "{} {} {:?} {:?} {:?} {:?} {byline:?}",
                    d.id,
                    d.date.map(|d| d.to_string()).unwrap_or_default(),
                    d.title.unwrap_or_default(),
                    d.text,
                    d.publisher.unwrap_or_default(),
                    d.url.unwrap_or_default()
                ),
                Err(error) => writeln!(out, "error: {error}"),
            };
        }
        out
    }

    #[test]
    fn entries_of_every_kind_of_feed_are_documents() {
        insta::assert_snapshot!(read(
            r#"<?xml version="1.0"?><rss version="2.0"><channel><title>The Example</title><language>en-gb</language>
            <item><title>Talks &amp; more</title><link>https://example.org/1</link><guid>one</guid>
            <pubDate>Sun, 04 Nov 2018 10:00:00 GMT</pubDate><description>&lt;p&gt;Seoul &lt;b&gt;agreed&lt;/b&gt;.&lt;/p&gt;</description></item>
            <item><title>Empty</title><guid>two</guid></item></channel></rss>"#
        ), @r#"
    one 2018-11-04 "Talks & more" "Seoul agreed." "The Example" "https://example.org/1" None
    error: feed.xml:2: expected text, but found none in the entry
    "#);
        insta::assert_snapshot!(read(
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><id>f</id><updated>2018-11-04T00:00:00Z</updated>
            <entry><id>a</id><title>T</title><updated>2018-11-04T23:30:00Z</updated><author><name>A. Writer</name></author>
            <content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>"#
        ), @r#"a 2018-11-04 "T" "One.\n\nTwo." "Atom" "" Some("A. Writer")"#);
        insta::assert_snapshot!(read(
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"j","content_text":"Seoul agreed.","date_published":"2018-11-04T10:00:00Z"}]}"#
        ), @r#"j 2018-11-04 "" "Seoul agreed." "J" "" None"#);
    }

    #[test]
    fn what_is_no_feed_is_named() {
        insta::assert_snapshot!(read("<x/>"), @"expected a feed, but found unable to parse feed: no root element");
        insta::assert_snapshot!(read("<rss version=\"2.0\"><channel><title>t</title></channel></rss>"), @"expected a feed, but found one without entries");
    }
}
