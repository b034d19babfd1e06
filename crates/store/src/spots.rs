//! Where events take place, month by month.

use crate::error::Doing as _;
use crate::{Store, StoreError};
use rusqlite::Row;

/// A place with the events there: actual ones, and none that a report only recalls.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Its name.
    pub name: String,
    /// Alpha-3 code; `None` where it lies in no country or in several.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// `country`, `region` or `city`: how exact the point is.
    pub precision: String,
    /// Events of quad classes 1 to 4.
    pub events: [i64; 4],
}

impl Store {
    /// Places with their events from month to month (201809), both included, busiest first, at most `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn spots(&self, from: i64, to: i64, limit: usize) -> Result<Vec<Spot>, StoreError> {
        const SQL: &str = "SELECT s.name, s.country, s.lat, s.lon, s.precision,
              sum(t.events * (t.quad = 1)), sum(t.events * (t.quad = 2)), sum(t.events * (t.quad = 3)),
              sum(t.events * (t.quad = 4))
            FROM spot_tallies t JOIN spots s USING (spot) WHERE t.month BETWEEN ? AND ?
            GROUP BY t.spot HAVING sum(t.events) > 0 ORDER BY sum(t.events) DESC, s.name, s.spot LIMIT ?";
        let read = || {
            let mut statement = self.connection.prepare_cached(SQL)?;
            let rows = statement.query_map([from, to, limit as i64], spot)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("reading places")
    }

    /// Events that have a place, month by month (201809), earliest first; months without any are left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn spotted(&self) -> Result<Vec<(i64, i64)>, StoreError> {
        let sql =
            "SELECT month, sum(events) FROM spot_tallies WHERE month > 0 GROUP BY 1 HAVING sum(events) > 0";
        let read = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("counting places by month")
    }

    /// First and last month that has events, as 201809; `None` where none has.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn months(&self) -> Result<Option<(i64, i64)>, StoreError> {
        let sql = "SELECT (SELECT min(month) FROM tallies WHERE month > 0), (SELECT max(month) FROM tallies)";
        let read = || {
            self.connection.query_row(sql, [], |row| {
                Ok(row.get::<_, Option<i64>>(0)?.zip(row.get::<_, Option<i64>>(1)?))
            })
        };
        read().doing("looking for months")
    }
}

fn spot(row: &Row<'_>) -> rusqlite::Result<Spot> {
    Ok(Spot {
        name: row.get(0)?,
        country: row.get(1)?,
        lat: row.get(2)?,
        lon: row.get(3)?,
        precision: row.get(4)?,
        events: [row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::params;

    #[test]
    fn places_follow_what_is_written_and_deleted() {
        let store = Store::in_memory().unwrap();
        let rows = "INSERT INTO coders VALUES (1, 'c'); INSERT INTO runs VALUES (1, 'ingest', 1, '', NULL, 0, 0, 0);
            INSERT INTO documents (document, digest, id, coder, run, place, text) VALUES (1, x'00', 'd', 1, 1, 'p', 't');";
        store.connection.execute_batch(rows).unwrap();
        let sql = "INSERT INTO events (event, id, document, sentence, day, category, status, cameo, quad, score, actor,
            recipient, background, confidence, rule, record) VALUES
            (?1, 'e', 1, 0, ?2, 'CONSULT', ?3, '042', 1, 1.9, 'PRK', 'KOR', 0, 1, 'r', ?4)";
        let place =
            r#"{"place":{"name":"Pyongyang","country":"PRK","lat":39.03,"lon":125.75,"precision":"city"}}"#;
        for (event, day, status, record) in [
            (1, 20_180_904, "actual", place),
            (2, 20_180_918, "actual", place),
            (3, 20_180_918, "planned", place),
            (4, 20_180_918, "actual", r#"{"place":null}"#),
        ] {
            store.connection.execute(sql, params![event, day, status, record]).unwrap();
        }
        let spots = store.spots(201_809, 201_809, 9).unwrap();
        assert_eq!(spots.len(), 1);
        assert_eq!((spots[0].name.as_str(), spots[0].events), ("Pyongyang", [2, 0, 0, 0]));
        assert_eq!(store.spots(201_810, 201_812, 9).unwrap(), []);
        assert_eq!(store.spotted().unwrap(), [(201_809, 2)]);
        store.connection.execute_batch("DELETE FROM events WHERE event = 1").unwrap();
        assert_eq!(store.spots(0, 999_912, 9).unwrap()[0].events, [1, 0, 0, 0]);
    }
}
