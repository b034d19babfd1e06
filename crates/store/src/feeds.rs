//! Feeds that are watched: how each stands, and which pages they have named. What was read and that it was read is written together.

use crate::entry::Entry;
use crate::error::Doing as _;
use crate::{Run, Store, StoreError, Written};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// How a feed stands. Times are universal, as ISO 8601 to the second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedState {
    /// Its number in the store.
    pub number: i64,
    /// Its address, as the list of feeds names it.
    pub url: String,
    /// Where it has moved for good.
    pub moved: Option<String>,
    /// `ETag` of what was read last.
    pub etag: Option<String>,
    /// `Last-Modified` of what was read last.
    pub modified: Option<String>,
    /// When it was asked last.
    pub asked: Option<String>,
    /// When there was something to read last.
    pub changed: Option<String>,
    /// Not to be asked before.
    pub due: Option<String>,
    /// Minutes that the feed itself asks for between two requests, at the least.
    pub ttl: Option<u32>,
    /// Failures in a row.
    pub failures: u32,
    /// The last of them.
    pub error: Option<String>,
    /// Since when it is gone for good.
    pub retired: Option<String>,
}

/// A page that a feed has named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPage {
    /// Its address.
    pub url: String,
    /// Day of publication, as the feed says.
    pub date: Option<Date>,
    /// Headline, as the feed says.
    pub title: Option<String>,
    /// Who wrote it, as the feed says.
    pub byline: Option<String>,
}

/// A page that is to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its number in the store.
    pub number: i64,
    /// How often it was asked for already.
    pub tries: u32,
    /// What the feed said.
    pub named: NewPage,
}

/// What came of asking for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageOutcome {
    /// Its number in the store.
    pub number: i64,
    /// Not to be asked for again before; `None` where it was read or is given up.
    pub due: Option<String>,
    /// How often it was asked for.
    pub tries: u32,
    /// `read`, or why not.
    pub outcome: String,
}

/// What came of asking feeds and pages, to be written all together or not at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Harvest {
    /// Reports.
    pub entries: Vec<Entry>,
    /// Feeds as they stand now, each with the pages that it names.
    pub feeds: Vec<(FeedState, Vec<NewPage>)>,
    /// Pages that were asked for.
    pub pages: Vec<PageOutcome>,
}

impl Harvest {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.feeds.is_empty() && self.pages.is_empty()
    }
}

const FEED: &str =
    "SELECT feed, url, moved, etag, modified, asked, changed, due, ttl, failures, error, retired FROM feeds";

impl Store {
    /// How a feed stands; one that is not known is new.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn feed(&mut self, url: &str) -> Result<FeedState, StoreError> {
        let add = "INSERT INTO feeds (url) VALUES (?) ON CONFLICT DO NOTHING";
        self.connection.execute(add, [url]).doing("adding a feed")?;
        let found = self.known_feed(url)?;
        Ok(found.unwrap_or_default())
    }

    /// How a feed stands; `None` where it was never asked.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known_feed(&self, url: &str) -> Result<Option<FeedState>, StoreError> {
        let sql = format!("{FEED} WHERE url = ?");
        self.connection.query_row(&sql, [url], feed).optional().doing("reading a feed")
    }

    /// All feeds that were ever asked, in the order of their addresses.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn feeds(&self) -> Result<Vec<FeedState>, StoreError> {
        let read = || {
            let mut statement = self.connection.prepare(&format!("{FEED} ORDER BY url"))?;
            let rows = statement.query_map([], feed)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("reading feeds")
    }

    /// The pages of a feed that may be asked for now, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn pages_due(&self, feed: i64, now: &str, most: usize) -> Result<Vec<Page>, StoreError> {
        const SQL: &str = "SELECT page, tries, url, date, title, byline FROM pages
            WHERE feed = ? AND due <= ? ORDER BY due, page LIMIT ?";
        let read = || {
            let mut statement = self.connection.prepare_cached(SQL)?;
            let rows = statement.query_map(params![feed, now, most as i64], page)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("reading pages of a feed")
    }

    /// How many pages of a feed are waiting to be asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn pages_waiting(&self, feed: i64) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM pages WHERE feed = ? AND due IS NOT NULL";
        self.connection.query_row(sql, [feed], |row| row.get(0)).doing("counting pages")
    }

    /// Writes what came of asking, all or nothing; pages that are known already stay as they are. `now` is universal time.
    ///
    /// # Errors
    /// When the store cannot be written; nothing of the harvest is then in it.
    pub fn harvest(&mut self, run: Run, harvest: &Harvest, now: &str) -> Result<Written, StoreError> {
        self.add_with(run, &harvest.entries, |connection| {
            for (feed, pages) in &harvest.feeds {
                put_feed(connection, feed)?;
                put_pages(connection, feed.number, pages, now)?;
            }
            harvest.pages.iter().try_for_each(|page| put_outcome(connection, page))
        })
    }
}

fn feed(row: &Row<'_>) -> rusqlite::Result<FeedState> {
    Ok(FeedState {
        number: row.get(0)?,
        url: row.get(1)?,
        moved: row.get(2)?,
        etag: row.get(3)?,
        modified: row.get(4)?,
        asked: row.get(5)?,
        changed: row.get(6)?,
        due: row.get(7)?,
        ttl: row.get(8)?,
        failures: row.get(9)?,
        error: row.get(10)?,
        retired: row.get(11)?,
    })
}

fn page(row: &Row<'_>) -> rusqlite::Result<Page> {
    let date: Option<String> = row.get(3)?;
    let named = NewPage {
        url: row.get(2)?,
        date: date.and_then(|day| day.parse().ok()),
        title: row.get(4)?,
        byline: row.get(5)?,
    };
    Ok(Page { number: row.get(0)?, tries: row.get(1)?, named })
}

fn put_feed(connection: &Connection, feed: &FeedState) -> rusqlite::Result<()> {
    const SQL: &str =
        "UPDATE feeds SET moved = ?, etag = ?, modified = ?, asked = ?, changed = ?, due = ?, ttl = ?,
        failures = ?, error = ?, retired = ? WHERE feed = ?";
    connection.prepare_cached(SQL)?.execute(params![
        feed.moved,
        feed.etag,
        feed.modified,
        feed.asked,
        feed.changed,
        feed.due,
        feed.ttl,
        feed.failures,
        feed.error,
        feed.retired,
        feed.number,
    ])?;
    Ok(())
}

fn put_pages(connection: &Connection, feed: i64, pages: &[NewPage], now: &str) -> rusqlite::Result<()> {
    const SQL: &str =
        "INSERT INTO pages (url, feed, seen, due, date, title, byline) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (url) DO NOTHING";
    let mut statement = connection.prepare_cached(SQL)?;
    for page in pages {
        let date = page.date.map(|d| d.to_string());
        statement.execute(params![page.url, feed, now, now, date, page.title, page.byline])?;
    }
    Ok(())
}

fn put_outcome(connection: &Connection, page: &PageOutcome) -> rusqlite::Result<()> {
    let sql = "UPDATE pages SET due = ?, tries = ?, outcome = ? WHERE page = ?";
    let values = params![page.due, page.tries, page.outcome, page.number];
    connection.prepare_cached(sql)?.execute(values).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Coding, Given};
    use demarche_text::Document;

    const NOW: &str = "2026-01-01T00:00:00Z";

    fn new(url: &str) -> NewPage {
        NewPage {
            url: url.to_owned(),
            title: Some("T".to_owned()),
            date: "2026-01-01".parse().ok(),
            byline: None,
        }
    }

    #[test]
    fn a_feed_its_pages_and_what_they_gave_are_written_together() {
        let mut store = Store::in_memory().unwrap();
        let run = store.begin("watch", "c", NOW).unwrap();
        let mut state = store.feed("https://example.org/feed").unwrap();
        assert_eq!(store.known_feed("https://example.org/other").unwrap(), None);
        state.etag = Some("\"a\"".to_owned());
        let pages =
            vec![new("https://example.org/1"), new("https://example.org/2"), new("https://example.org/1")];
        let harvest = Harvest { feeds: vec![(state.clone(), pages)], ..Harvest::default() };
        store.harvest(run, &harvest, NOW).unwrap();
        assert_eq!(store.feed("https://example.org/feed").unwrap(), state);
        assert_eq!(store.feeds().unwrap(), [state.clone()]);
        let due = store.pages_due(state.number, NOW, 9).unwrap();
        assert_eq!(
            due.iter().map(|p| p.named.clone()).collect::<Vec<_>>(),
            [new("https://example.org/1"), new("https://example.org/2")]
        );
        assert_eq!(store.pages_due(state.number, NOW, 1).unwrap().len(), 1);
        assert_eq!(store.pages_due(state.number, "2025-12-31T23:59:59Z", 9).unwrap(), []);
        let document =
            Document { id: "1".to_owned(), text: "Seoul protested.".to_owned(), ..Document::default() };
        let given = Given { document, place: "1".to_owned(), byline: None };
        let outcome = |at: usize, due: Option<&str>| PageOutcome {
            number: due_number(&store, state.number, at),
            due: due.map(str::to_owned),
            tries: 1,
            outcome: "read".to_owned(),
        };
        let pages = vec![outcome(0, None), outcome(1, Some("2026-01-02T00:00:00Z"))];
        let entries = vec![Entry::new(given, Coding::default())];
        let written = store.harvest(run, &Harvest { entries, pages, feeds: vec![] }, NOW).unwrap();
        assert_eq!((written.written, store.pages_waiting(state.number).unwrap()), (1, 1));
        assert_eq!(store.pages_due(state.number, NOW, 9).unwrap(), []);
        let later = store.pages_due(state.number, "2026-01-02T00:00:00Z", 9).unwrap();
        assert_eq!((later.len(), later[0].tries), (1, 1));
        assert_eq!(store.faults().unwrap(), Vec::<String>::new());
    }

    fn due_number(store: &Store, feed: i64, at: usize) -> i64 {
        store.pages_due(feed, NOW, 9).unwrap()[at].number
    }
}
