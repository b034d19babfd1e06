//! Putting a report that has just been written to its story: only the few reports that share a band of its signature or a
//! heavy term are looked at, however many there are.

use demarche_stories::{Commonness, Likeness, THRESHOLD, Weighed};
use jiff::ToSpan as _;
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Latest reports among which terms are counted to tell which are common.
const LATEST: usize = 1000;

/// Heaviest terms by which others find a report.
const HEAVIEST: usize = 30;

/// Most reports that one term or band brings.
const MOST_PER_TERM: i64 = 200;

/// Reports that share the most weight in heavy terms and are compared.
const COMPARED: usize = 40;

/// Nearest stories whose other reports are compared too, and how many of each.
const STORIES: usize = 3;
const MEMBERS: usize = 12;

/// Days before and after a report within which others can tell of the same.
const BEFORE: i64 = 45;
const AFTER: i64 = 15;

/// Reports less near than this do not speak for a story on their own.
const FAR: f32 = 0.02;

/// How common terms are among the latest reports of a store.
#[derive(Debug, Default)]
pub(crate) struct Latest {
    common: Commonness,
    reports: VecDeque<Likeness>,
}

/// Where a report was put.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    story: i64,
    rule: &'static str,
    copy_of: Option<i64>,
    similarity: f32,
    witness: Option<i64>,
}

impl Latest {
    /// Those of a store as it is now.
    pub(crate) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let sql = "SELECT likeness FROM likenesses ORDER BY document DESC LIMIT ?";
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([LATEST as i64], |row| row.get::<_, Vec<u8>>(0))?;
        let mut latest = Self::default();
        let kept: Vec<Vec<u8>> = rows.collect::<rusqlite::Result<_>>()?;
        // Oldest first, as they came.
        kept.iter().rev().filter_map(|bytes| Likeness::from_bytes(bytes)).for_each(|l| latest.take(l));
        Ok(latest)
    }

    fn take(&mut self, likeness: Likeness) {
        self.common.count(&likeness);
        self.reports.push_back(likeness);
        if self.reports.len() > LATEST
            && let Some(oldest) = self.reports.pop_front()
        {
            self.common.forget(&oldest);
        }
    }

    /// Puts a document that has no place yet to its story, and keeps what later ones need to find it.
    pub(crate) fn put(
        &mut self,
        connection: &Connection,
        document: i64,
        likeness: &Likeness,
    ) -> rusqlite::Result<()> {
        self.take(likeness.clone());
        let weighed = self.common.weigh(likeness);
        let original = original(connection, likeness)?;
        let place = match original {
            Some(original) => Place {
                story: story_of(connection, original)?,
                rule: "copy",
                copy_of: Some(original),
                similarity: 1.0,
                witness: Some(original),
            },
            None => self.nearest(connection, document, likeness, &weighed)?,
        };
        write(connection, document, &place)?;
        let sql = "INSERT INTO likenesses (document, likeness) VALUES (?, ?)";
        connection.prepare_cached(sql)?.execute(params![document, likeness.to_bytes()])?;
        if original.is_none() {
            index(connection, document, likeness, &weighed)?;
        }
        Ok(())
    }

    /// The story that a report is nearest to on average, or a new one.
    fn nearest(
        &self,
        connection: &Connection,
        document: i64,
        likeness: &Likeness,
        weighed: &Weighed,
    ) -> rusqlite::Result<Place> {
        let near = candidates(connection, likeness, weighed)?;
        let mut stories: BTreeMap<i64, Vec<(i64, f32)>> = BTreeMap::new();
        for other in near {
            let similar = self.similarity(connection, weighed, other)?;
            if similar >= FAR {
                stories.entry(story_of(connection, other)?).or_default().push((other, similar));
            }
        }
        let most = |members: &[(i64, f32)]| members.iter().map(|m| m.1).fold(0.0, f32::max);
        let mut stories: Vec<_> = stories.into_iter().collect();
        stories.sort_by(|a, b| most(&b.1).total_cmp(&most(&a.1)).then(a.0.cmp(&b.0)));
        let first = Place { story: document, rule: "first", copy_of: None, similarity: 0.0, witness: None };
        let mut best = first;
        for (story, mut members) in stories.into_iter().take(STORIES) {
            for other in others(connection, story, &members)? {
                members.push((other, self.similarity(connection, weighed, other)?));
            }
            let average = members.iter().map(|m| m.1).sum::<f32>() / members.len() as f32;
            if average >= THRESHOLD && average > best.similarity {
                let witness = members.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
                let witness = witness.map(|w| w.0);
                best = Place { story, rule: "near", copy_of: None, similarity: average, witness };
            }
        }
        Ok(best)
    }

    fn similarity(&self, connection: &Connection, to: &Weighed, other: i64) -> rusqlite::Result<f32> {
        let other = likeness(connection, other)?;
        Ok(other.map_or(0.0, |other| to.similarity(&self.common.weigh(&other))))
    }
}

/// What is kept of a document.
pub(crate) fn likeness(connection: &Connection, document: i64) -> rusqlite::Result<Option<Likeness>> {
    let sql = "SELECT likeness FROM likenesses WHERE document = ?";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([document])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(row.get_ref(0)?.as_blob().ok().and_then(Likeness::from_bytes))
}

/// The story of a document that has one, as it stands.
fn story_of(connection: &Connection, document: i64) -> rusqlite::Result<i64> {
    let sql = "SELECT story FROM stories WHERE document = ?";
    connection.prepare_cached(sql)?.query_row([document], |row| row.get(0))
}

/// The first report that this one is a copy of.
fn original(connection: &Connection, likeness: &Likeness) -> rusqlite::Result<Option<i64>> {
    let mut statement = connection.prepare_cached("SELECT document FROM bands WHERE band = ? LIMIT ?")?;
    let mut met = BTreeSet::new();
    for band in likeness.bands() {
        let rows = statement.query_map(params![band as i64, MOST_PER_TERM], |row| row.get::<_, i64>(0))?;
        for row in rows {
            met.insert(row?);
        }
    }
    for document in met {
        if self::likeness(connection, document)?.is_some_and(|other| other.is_copy(likeness)) {
            return Ok(Some(document));
        }
    }
    Ok(None)
}

/// Reports of about the same days that share the most weight in heavy terms.
fn candidates(connection: &Connection, likeness: &Likeness, weighed: &Weighed) -> rusqlite::Result<Vec<i64>> {
    const SQL: &str = "SELECT document, weight FROM heavy_terms WHERE term = ? AND day BETWEEN ? AND ?
        ORDER BY day DESC, document DESC LIMIT ?";
    let (from, to) = likeness.day().map_or((0, 0), |day| {
        let number = crate::entry::number;
        (number(day.saturating_sub(BEFORE.days())), number(day.saturating_add(AFTER.days())))
    });
    let mut statement = connection.prepare_cached(SQL)?;
    let mut shared: FxHashMap<i64, f32> = FxHashMap::default();
    for (term, weight) in weighed.heaviest(HEAVIEST) {
        let values = params![i64::from(term), from, to, MOST_PER_TERM];
        let rows = statement.query_map(values, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, f32>(1)?)))?;
        for row in rows {
            let (other, its) = row?;
            *shared.entry(other).or_default() += weight * its;
        }
    }
    let mut shared: Vec<_> = shared.into_iter().collect();
    shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Ok(shared.into_iter().take(COMPARED).map(|(document, _)| document).collect())
}

/// Latest reports of a story, no copies, beside those that are known.
fn others(connection: &Connection, story: i64, known: &[(i64, f32)]) -> rusqlite::Result<Vec<i64>> {
    const SQL: &str = "SELECT document FROM story_documents LEFT JOIN splits USING (document)
        WHERE story = ? AND copy_of IS NULL AND made IS NULL ORDER BY document DESC LIMIT ?";
    let mut statement = connection.prepare_cached(SQL)?;
    let rows = statement.query_map(params![story, (MEMBERS + known.len()) as i64], |row| row.get(0))?;
    let mut others: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
    others.retain(|other| known.iter().all(|k| k.0 != *other));
    others.truncate(MEMBERS);
    Ok(others)
}

fn write(connection: &Connection, document: i64, place: &Place) -> rusqlite::Result<()> {
    let sql = "INSERT INTO story_documents (document, story, rule, copy_of, similarity, witness)
        VALUES (?, ?, ?, ?, ?, ?)";
    let Place { story, rule, copy_of, similarity, witness } = place;
    let values = params![document, story, rule, copy_of, f64::from(*similarity), witness];
    connection.prepare_cached(sql)?.execute(values).map(drop)
}

/// What finds a report that is no copy.
fn index(
    connection: &Connection,
    document: i64,
    likeness: &Likeness,
    weighed: &Weighed,
) -> rusqlite::Result<()> {
    let mut band = connection.prepare_cached("INSERT OR IGNORE INTO bands VALUES (?, ?)")?;
    for number in likeness.bands() {
        band.execute(params![number as i64, document])?;
    }
    let day = likeness.day().map_or(0, crate::entry::number);
    let mut term = connection.prepare_cached("INSERT INTO heavy_terms VALUES (?, ?, ?, ?)")?;
    for (number, weight) in weighed.heaviest(HEAVIEST) {
        term.execute(params![i64::from(number), day, document, weight])?;
    }
    Ok(())
}
