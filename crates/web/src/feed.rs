//! Atom feeds (RFC 4287).

use demarche_store::Found;
use std::fmt::Write as _;

/// A feed of events.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Its name.
    pub title: String,
    /// Address of the page it is of, below the desk's own.
    pub page: String,
    /// When it last changed, in universal time.
    pub updated: String,
    /// What it tells.
    pub entries: Vec<FeedEntry>,
}

/// An event of a feed.
#[derive(Clone, Debug)]
pub struct FeedEntry {
    /// Id of the event.
    pub id: String,
    /// One line.
    pub title: String,
    /// The sentence.
    pub summary: String,
    /// The day of the event as the store has it, 20180904.
    pub day: i64,
}

impl FeedEntry {
    /// Of an event.
    pub fn of(found: &Found) -> Self {
        let event: crate::record::Event = serde_json::from_str(&found.record).unwrap_or_default();
        Self { id: found.id.clone(), title: event.line(), summary: event.text, day: found.cursor.day }
    }
}

impl Feed {
    /// The feed as XML; every text in it is escaped, and what XML cannot hold is left out.
    pub fn xml(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
        let _ = writeln!(out, "<title>{}</title>", escaped(&self.title));
        let _ = writeln!(out, "<id>urn:demarche:{}</id>", escaped(&self.page));
        let _ = writeln!(out, "<updated>{}</updated>", escaped(&self.updated));
        let _ = writeln!(out, "<author><name>Demarche</name></author>");
        let _ = writeln!(out, "<link href=\"{}\"/>", escaped(&self.page));
        for entry in &self.entries {
            let _ = writeln!(out, "<entry>\n<title>{}</title>", escaped(&entry.title));
            let _ = writeln!(out, "<id>urn:demarche:event:{}</id>", escaped(&entry.id));
            let _ = writeln!(out, "<updated>{}</updated>", moment(entry.day));
            let _ = writeln!(out, "<link href=\"/events/{}\"/>", escaped(&entry.id));
            let _ = writeln!(out, "<summary>{}</summary>\n</entry>", escaped(&entry.summary));
        }
        out + "</feed>\n"
    }
}

fn moment(day: i64) -> String {
    let day = if day == 0 { 19_700_101 } else { day };
    format!("{:04}-{:02}-{:02}T00:00:00Z", day / 10_000, day / 100 % 100, day % 100)
}

/// Text as XML 1.0 may have it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c < ' ' || ('\u{fffe}'..='\u{ffff}').contains(&c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let entry = FeedEntry {
            id: "a\"b".to_owned(),
            title: "<script>alert(1)</script>".to_owned(),
            summary: "]]> & \u{0}\u{ffff}".to_owned(),
            day: 20_180_904,
        };
        let feed = Feed {
            title: "A & B".to_owned(),
            page: "/watchlists/a".to_owned(),
            updated: "2026-01-01T00:00:00Z".to_owned(),
            entries: vec![entry],
        };
        insta::assert_snapshot!(feed.xml(), @r#"
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom">
        <title>A &amp; B</title>
        <id>urn:demarche:/watchlists/a</id>
        <updated>2026-01-01T00:00:00Z</updated>
        <author><name>Demarche</name></author>
        <link href="/watchlists/a"/>
        <entry>
        <title>&lt;script&gt;alert(1)&lt;/script&gt;</title>
        <id>urn:demarche:event:a&quot;b</id>
        <updated>2018-09-04T00:00:00Z</updated>
        <link href="/events/a&quot;b"/>
        <summary>]]&gt; &amp; </summary>
        </entry>
        </feed>
        "#);
    }
}
