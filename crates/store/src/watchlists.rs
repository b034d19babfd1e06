//! What somebody wants to be told of.

use crate::error::Doing as _;
use crate::{Store, StoreError};
use rusqlite::{Row, params};

/// A question that is asked again whenever events arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watchlist {
    /// Its name.
    pub name: String,
    /// As in the address of a list of events: `actor=PRK&category=THREATEN`.
    pub query: String,
    /// Address that is told.
    pub hook: Option<String>,
    /// Number of the last event that the address was told of, or that was there when it was made.
    pub told: i64,
    /// Times in a row that the address could not be told.
    pub failures: u32,
    /// When it was made, in universal time.
    pub made: String,
}

impl Store {
    /// Every watchlist, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn watchlists(&self) -> Result<Vec<Watchlist>, StoreError> {
        let sql = "SELECT name, query, hook, told, failures, made FROM watchlists ORDER BY name";
        let read = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([], watchlist)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("reading watchlists")
    }

    /// Keeps a watchlist; one of the same name makes way.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep_watchlist(&mut self, list: &Watchlist) -> Result<(), StoreError> {
        const SQL: &str =
            "INSERT OR REPLACE INTO watchlists (name, query, hook, told, failures, made) VALUES (?, ?, ?, ?, ?, ?)";
        let Watchlist { name, query, hook, told, failures, made } = list;
        let values = params![name, query, hook, told, failures, made];
        self.connection.execute(SQL, values).map(drop).doing("keeping a watchlist")
    }

    /// Forgets a watchlist; false where there is none of that name.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_watchlist(&mut self, name: &str) -> Result<bool, StoreError> {
        let rows = self.connection.execute("DELETE FROM watchlists WHERE name = ?", [name]);
        Ok(rows.doing("forgetting a watchlist")? > 0)
    }

    /// Number of the event that arrived last; 0 where there is none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_event(&self) -> Result<i64, StoreError> {
        let sql = "SELECT ifnull(max(event), 0) FROM events";
        self.connection.query_row(sql, [], |row| row.get(0)).doing("looking for the last event")
    }
}

fn watchlist(row: &Row<'_>) -> rusqlite::Result<Watchlist> {
    Ok(Watchlist {
        name: row.get(0)?,
        query: row.get(1)?,
        hook: row.get(2)?,
        told: row.get(3)?,
        failures: row.get(4)?,
        made: row.get(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watchlist_is_kept_replaced_and_forgotten() {
        let mut store = Store::in_memory().unwrap();
        let list = |query: &str| Watchlist {
            name: "Korea".to_owned(),
            query: query.to_owned(),
            hook: None,
            told: store_number(),
            failures: 0,
            made: "2026-01-01T00:00:00Z".to_owned(),
        };
        store.keep_watchlist(&list("actor=PRK")).unwrap();
        store.keep_watchlist(&list("actor=KOR")).unwrap();
        assert_eq!(store.watchlists().unwrap(), [list("actor=KOR")]);
        assert!(store.drop_watchlist("Korea").unwrap());
        assert!(!store.drop_watchlist("Korea").unwrap());
    }

    const fn store_number() -> i64 {
        7
    }
}
