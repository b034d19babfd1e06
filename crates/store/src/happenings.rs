//! Happenings: events of several reports that tell of one thing, with every report, its copies told apart.
//!
//! They are put together when they are asked for, so that nothing is lost by it and a person's word counts at once: whoever
//! takes a report out of its story (`splits`) or an event out of its happening (`event_splits`) sees it apart.

use crate::entry::{date, number};
use crate::error::Doing as _;
use crate::{Filter, Found, Store, StoreError};
use jiff::ToSpan as _;
use rusqlite::{OptionalExtension as _, Row, params};
use std::collections::BTreeSet;

/// Events read at a time.
const PAGE: usize = 200;

/// Days by which two reports of one happening may differ.
const DAYS: i64 = 1;

/// Times that the days of a happening are widened by those of its reports.
const WIDENED: usize = 15;

/// One happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// The event that was asked for.
    pub event: Found,
    /// Every event that tells of it, in the order of arrival, this one among them.
    pub tellings: Vec<Telling>,
}

/// An event of one report that tells of a happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Number of the event.
    pub event: i64,
    /// Its id under the contract.
    pub event_id: String,
    /// Id of its report.
    pub doc_id: String,
    /// Id of the report that this one is a copy of.
    pub copy_of: Option<String>,
    day: i64,
}

impl Happening {
    /// Why events are taken for one happening.
    pub const RULE: &str = "same story, category, status, parties and days";

    /// Independent sources: reports that are no copies of one another.
    pub fn sources(&self) -> usize {
        let reports = self.tellings.iter().map(|t| t.copy_of.as_deref().unwrap_or(&t.doc_id));
        reports.collect::<BTreeSet<_>>().len()
    }
}

impl Store {
    /// Happenings by the events that a filter asks for, latest first, each once, at most `limit`.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn happenings(&self, filter: &Filter, limit: usize) -> Result<Vec<Happening>, StoreError> {
        let (mut filter, mut out, mut told) = (filter.clone(), Vec::new(), BTreeSet::new());
        while out.len() < limit {
            let page = self.events(&filter, PAGE)?;
            let Some(last) = page.last() else { break };
            filter.after = Some(last.cursor);
            for event in page {
                if out.len() == limit || told.contains(&event.cursor.event) {
                    continue;
                }
                let tellings = self.tellings(&event)?;
                told.extend(tellings.iter().map(|t| t.event));
                out.push(Happening { event, tellings });
            }
        }
        Ok(out)
    }

    /// Every event that tells of the same happening as this one, in the order of arrival.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tellings(&self, found: &Found) -> Result<Vec<Telling>, StoreError> {
        self.read_tellings(found).doing("looking for reports of one happening")
    }

    fn read_tellings(&self, found: &Found) -> rusqlite::Result<Vec<Telling>> {
        let own = "SELECT e.event, e.id, d.id, o.id, e.day, s.story, s.rule = 'split' OR x.id IS NOT NULL
            FROM events e JOIN documents d USING (document) JOIN stories s USING (document)
            LEFT JOIN documents o ON o.document = s.copy_of
            LEFT JOIN event_splits x ON x.document = e.document AND x.id = e.id WHERE e.event = ?";
        let mut statement = self.connection.prepare_cached(own)?;
        let read = |row: &Row<'_>| Ok((telling(row)?, row.get::<_, i64>(5)?, row.get::<_, bool>(6)?));
        let Some((own, story, apart)) = statement.query_row([found.cursor.event], read).optional()? else {
            return Ok(vec![]);
        };
        if apart || found.actor.is_empty() && found.recipient.is_empty() {
            return Ok(vec![own]);
        }
        let (mut from, mut to) = (own.day, own.day);
        let mut all = vec![own];
        for _ in 0..WIDENED {
            let wider = self.of_story(found, story, around(from, -DAYS), around(to, DAYS))?;
            if wider.len() <= all.len() {
                break;
            }
            from = wider.iter().map(|t| t.day).min().unwrap_or(from);
            to = wider.iter().map(|t| t.day).max().unwrap_or(to);
            all = wider;
        }
        Ok(all)
    }

    /// Events like one in the reports of a story, on some days.
    fn of_story(&self, found: &Found, story: i64, from: i64, to: i64) -> rusqlite::Result<Vec<Telling>> {
        const SQL: &str = "SELECT e.event, e.id, d.id, o.id, e.day
            FROM story_documents m LEFT JOIN splits p ON p.document = m.document
            CROSS JOIN events e INDEXED BY events_document ON e.document = m.document
            JOIN documents d ON d.document = m.document LEFT JOIN documents o ON o.document = m.copy_of
            LEFT JOIN event_splits x ON x.document = e.document AND x.id = e.id
            WHERE m.story = ? AND p.document IS NULL AND x.id IS NULL
              AND e.day BETWEEN ? AND ? AND e.category = ? AND e.status = ? AND e.actor = ? AND e.recipient = ?
            ORDER BY e.event";
        let Found { category, status, actor, recipient, .. } = found;
        let mut statement = self.connection.prepare_cached(SQL)?;
        let rows =
            statement.query_map(params![story, from, to, category, status, actor, recipient], telling)?;
        rows.collect()
    }

    /// Takes an event out of its happening on a person's word; `now` is universal time. False where that was said before,
    /// `None` where there is no such event.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn split_event(
        &mut self,
        id: &str,
        note: Option<&str>,
        now: &str,
    ) -> Result<Option<bool>, StoreError> {
        let Some(document) = self.document_of(id)? else { return Ok(None) };
        let sql =
            "INSERT INTO event_splits (document, id, made, note) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
        let rows = self.connection.execute(sql, params![document, id, now, note]);
        Ok(Some(rows.doing("taking an event out of its happening")? > 0))
    }

    /// Takes a person's word on an event back; false where there was none, `None` where there is no such event.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn rejoin_event(&mut self, id: &str) -> Result<Option<bool>, StoreError> {
        let Some(document) = self.document_of(id)? else { return Ok(None) };
        let sql = "DELETE FROM event_splits WHERE document = ? AND id = ?";
        let rows = self.connection.execute(sql, params![document, id]);
        Ok(Some(rows.doing("putting an event back")? > 0))
    }

    fn document_of(&self, event: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT document FROM events WHERE id = ?";
        let found = self.connection.query_row(sql, [event], |row| row.get(0)).optional();
        found.doing("looking for an event")
    }
}

/// A day so many days away; an unknown day stays one.
fn around(day: i64, days: i64) -> i64 {
    date(day).map_or(day, |date| number(date.saturating_add(days.days())))
}

fn telling(row: &Row<'_>) -> rusqlite::Result<Telling> {
    Ok(Telling {
        event: row.get(0)?,
        event_id: row.get(1)?,
        doc_id: row.get(2)?,
        copy_of: row.get(3)?,
        day: row.get(4)?,
    })
}
