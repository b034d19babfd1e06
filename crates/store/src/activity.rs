//! How busy a party, a dyad or a pair is, month by month, and who is busier than usual.

use crate::entry::{dyad, pair};
use crate::error::Doing as _;
use crate::{Store, StoreError};
use rusqlite::{OptionalExtension as _, params};

/// Whose events are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What a party does: country (`USA`), code (`USAGOV`) or entity.
    Actor(String),
    /// What is done to a party.
    Recipient(String),
    /// What the first does to the second: countries.
    Dyad(String, String),
    /// What two countries do to one another or together.
    Pair(String, String),
}

/// Events of one month and one quad class: actual ones, and none that a report only recalls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// 201809; 0 where no day is known.
    pub month: i64,
    /// Quad class, 1 to 4.
    pub quad: i64,
    /// How many.
    pub events: i64,
    /// Their PLOVER scores together, in tenths.
    pub score: i64,
}

/// A pair of countries and how busy it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Busy {
    /// `PRK-USA`.
    pub pair: String,
    /// Events of the month that was asked for.
    pub now: i64,
    /// Events of the twelve months before it together.
    pub before: i64,
}

impl Store {
    /// Events of a party, dyad or pair by month and quad class, in that order; months without any are left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn activity(&self, whose: &Whose) -> Result<Vec<Tally>, StoreError> {
        // From month to month by the index, which has the months first.
        const SQL: &str = "WITH RECURSIVE months (month) AS (
              SELECT min(month) FROM tallies
              UNION ALL
              SELECT (SELECT min(t.month) FROM tallies t WHERE t.month > m.month) FROM months m WHERE m.month IS NOT NULL)
            SELECT t.month, t.quad, t.events, t.score FROM months m CROSS JOIN tallies t
            WHERE t.month = m.month AND t.term = ? AND t.events > 0 ORDER BY 1, 2";
        let read = || {
            let Some(term) = self.term_of(whose)? else { return Ok(vec![]) };
            let mut statement = self.connection.prepare_cached(SQL)?;
            let rows = statement.query_map([term], |row| {
                Ok(Tally { month: row.get(0)?, quad: row.get(1)?, events: row.get(2)?, score: row.get(3)? })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("reading tallies")
    }

    fn term_of(&self, whose: &Whose) -> rusqlite::Result<Option<i64>> {
        let (kind, key) = match whose {
            Whose::Actor(key) => ("actor", key.clone()),
            Whose::Recipient(key) => ("recipient", key.clone()),
            Whose::Dyad(one, other) => ("dyad", dyad(one, other)),
            Whose::Pair(one, other) => ("pair", pair(one, other)),
        };
        let sql = "SELECT term FROM terms WHERE kind = ? AND key = ?";
        self.connection.prepare_cached(sql)?.query_row([kind, &key], |row| row.get(0)).optional()
    }

    /// Pairs of countries by their events of a month (201809), busiest first, at most `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn busiest(&self, month: i64, limit: usize) -> Result<Vec<Busy>, StoreError> {
        const SQL: &str = "SELECT w.key, n.events,
              (SELECT ifnull(sum(b.events), 0) FROM tallies b JOIN months m ON b.month = m.month AND b.term = n.term)
            FROM (SELECT t.term, sum(t.events) AS events FROM tallies t JOIN terms k USING (term)
                  WHERE t.month = ?1 AND k.kind = 'pair' AND length(k.key) = 7
                  GROUP BY 1 HAVING sum(t.events) > 0 ORDER BY 2 DESC, 1 LIMIT ?2) n
            JOIN terms w USING (term) ORDER BY n.events DESC, w.key";
        let months: Vec<String> = year_before(month).map(|m| format!("({m})")).collect();
        let sql = format!("WITH months (month) AS (VALUES {}) {SQL}", months.join(","));
        let read = || {
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![month, limit as i64], |row| {
                Ok(Busy { pair: row.get(0)?, now: row.get(1)?, before: row.get(2)? })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("looking for the busiest pairs")
    }
}

/// The twelve months before one, as numbers.
fn year_before(month: i64) -> impl Iterator<Item = i64> {
    let at = month / 100 * 12 + month % 100 - 1;
    (1..=12).map(move |back| (at - back) / 12 * 100 + (at - back) % 12 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_before_a_month_crosses_the_year() {
        let months: Vec<i64> = year_before(201_803).collect();
        assert_eq!(months[..4], [201_802, 201_801, 201_712, 201_711]);
        assert_eq!(months.len(), 12);
    }

    /// Adds an event with a term, both as the writer does.
    fn event(store: &Store, event: i64, day: i64, status: &str, background: bool) {
        let sql = "INSERT INTO events (event, id, document, sentence, day, category, status, cameo, quad, score, actor,
            recipient, background, confidence, rule, record) VALUES
            (?1, 'e', 1, 0, ?2, 'THREATEN', ?3, '130', 3, -4.4, 'PRK', 'USA', ?4, 1, 'r', '{}')";
        store.connection.execute(sql, params![event, day, status, background]).unwrap();
        let sql =
            "INSERT INTO event_terms (term, day, event, category, status) VALUES (1, ?, ?, 'THREATEN', ?)";
        store.connection.execute(sql, params![day, event, status]).unwrap();
    }

    #[test]
    fn tallies_follow_what_is_written_and_deleted() {
        let store = Store::in_memory().unwrap();
        let rows = "INSERT INTO coders VALUES (1, 'c'); INSERT INTO runs VALUES (1, 'ingest', 1, '', NULL, 0, 0, 0);
            INSERT INTO documents (document, digest, id, coder, run, place, text) VALUES (1, x'00', 'd', 1, 1, 'p', 't');
            INSERT INTO terms VALUES (1, 'pair', 'PRK-USA');";
        store.connection.execute_batch(rows).unwrap();
        event(&store, 1, 20_180_904, "actual", false);
        event(&store, 2, 20_180_905, "actual", false);
        event(&store, 3, 20_180_905, "denied", false);
        event(&store, 4, 20_180_905, "actual", true);
        event(&store, 5, 20_170_905, "actual", false);
        let pair = Whose::Pair("USA".to_owned(), "PRK".to_owned());
        let tally = |month, events| Tally { month, quad: 3, events, score: -44 * events };
        assert_eq!(store.activity(&pair).unwrap(), [tally(201_709, 1), tally(201_809, 2)]);
        let busy = Busy { pair: "PRK-USA".to_owned(), now: 2, before: 1 };
        assert_eq!(store.busiest(201_809, 9).unwrap(), [busy]);
        store.connection.execute_batch("DELETE FROM events WHERE event = 1").unwrap();
        assert_eq!(store.activity(&pair).unwrap()[1], tally(201_809, 1));
        store.connection.execute_batch("DELETE FROM documents").unwrap();
        assert_eq!(store.activity(&pair).unwrap(), []);
    }
}
