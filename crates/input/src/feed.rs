//! Feeds: RSS, Atom and JSON Feed. Every entry is a document.

use crate::Report;
use crate::error::{InputError, Place, Reason};
use demarche_text::Document;
use feed_rs::model::{Entry, Feed};
use jiff::civil::Date;

/// The entries of a feed, in its order.
///
/// # Errors
/// [`Reason::Feed`] where it is none, or has none.
pub fn documents(bytes: &[u8], place: &Place) -> Result<Vec<Result<Report, InputError>>, Reason> {
    let feed = parse(bytes)?;
    if feed.entries.is_empty() {
        return Err(Reason::Feed("one without entries".to_owned()));
    }
    let told = entries(&feed, place).into_iter().enumerate();
    Ok(told
        .map(|(i, entry)| {
            let reason = Reason::NoText(" in the entry");
            entry.report.ok_or_else(|| InputError { place: at(place, i), reason })
        })
        .collect())
}

/// What a feed tells.
#[derive(Clone, Debug)]
pub struct Told {
    /// In its order.
    pub entries: Vec<Linked>,
    /// Minutes that it asks for between two requests, at the least.
    pub ttl: Option<u32>,
}

/// An entry, and what it links.
#[derive(Clone, Debug)]
pub struct Linked {
    /// Address of the page, as it is written.
    pub link: Option<String>,
    /// Day of publication.
    pub date: Option<Date>,
    /// Headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The entry's own text; none where it has none.
    pub report: Option<Report>,
}

/// Reads a feed whose bytes came with the name of an encoding, or without; it may have no entries.
///
/// # Errors
/// [`Reason::Feed`] where it is none.
pub fn told(bytes: &[u8], label: Option<&str>, place: &Place) -> Result<Told, Reason> {
    // The reader believes what the feed declares, and leaves out titles where that is wrong.
    let decoded = std::str::from_utf8(bytes).is_err().then(|| decoded(bytes, label)).flatten();
    let feed = parse(decoded.as_deref().map_or(bytes, str::as_bytes))?;
    Ok(Told { entries: entries(&feed, place), ttl: feed.ttl })
}

/// A feed as UTF-8 without its XML declaration; `None` where it is no text.
fn decoded(bytes: &[u8], label: Option<&str>) -> Option<String> {
    let text = super::decode::labelled(bytes, label, true).ok()?;
    match text.trim_start().strip_prefix("<?xml") {
        Some(declared) => declared.split_once("?>").map(|(_, rest)| rest.to_owned()),
        None => Some(text),
    }
}

fn parse(bytes: &[u8]) -> Result<Feed, Reason> {
    feed_rs::parser::parse(bytes).map_err(|error| Reason::Feed(error.to_string()))
}

fn entries(feed: &Feed, place: &Place) -> Vec<Linked> {
    let linked = |(i, entry): (usize, &Entry)| Linked {
        link: link(entry),
        date: published(entry),
        title: entry.title.as_ref().and_then(|t| plain(&t.content)),
        byline: byline(entry),
        report: report(feed, entry, at(place, i)),
    };
    feed.entries.iter().enumerate().map(linked).collect()
}

/// The place of the entry with this index.
fn at(place: &Place, index: usize) -> Place {
    Place { line: Some(index as u64 + 1), ..place.clone() }
}

/// The page that an entry is about, not the feed itself or a recording.
fn link(entry: &Entry) -> Option<String> {
    let is_page = |rel: &Option<String>| rel.as_deref().is_none_or(|rel| rel == "alternate");
    let link = entry.links.iter().find(|link| is_page(&link.rel)).or(entry.links.first())?;
    own(&link.href)
}

fn published(entry: &Entry) -> Option<Date> {
    entry.published.or(entry.updated).and_then(|t| day(&t.to_rfc3339()))
}

fn byline(entry: &Entry) -> Option<String> {
    entry.authors.first().and_then(|author| own(&author.name))
}

fn own(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// An entry's full text where it has it, else its summary.
fn report(feed: &Feed, entry: &Entry, place: Place) -> Option<Report> {
    let body = entry.content.as_ref().and_then(|c| c.body.as_deref());
    let summary = entry.summary.as_ref().map(|s| s.content.as_str());
    let text = body.and_then(plain).or_else(|| summary.and_then(plain))?;
    let language = entry.language.as_deref().or(feed.language.as_deref());
    let document = Document {
        id: own(&entry.id).unwrap_or_else(|| place.to_string()),
        date: published(entry),
        text,
        title: entry.title.as_ref().and_then(|t| plain(&t.content)),
        publisher: feed.title.as_ref().and_then(|t| plain(&t.content)),
        url: link(entry),
        language: language
            .map(|l| l.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_lowercase()),
        mentions: Vec::new(),
    };
    Some(Report { document, place, byline: byline(entry), foreign: None })
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
