//! The schema: numbered migrations, each a file of SQL, each applied whole or not at all.

use crate::StoreError;
use rusqlite::{Connection, TransactionBehavior};

/// Marks a SQLite file as ours: "DEMA".
pub(crate) const APPLICATION: i32 = 0x4445_4d41;

/// One step: its number is its place, from 1.
pub(crate) const MIGRATIONS: [&str; 8] = [
    include_str!("../migrations/0001_documents.sql"),
    include_str!("../migrations/0002_events.sql"),
    include_str!("../migrations/0003_stories.sql"),
    include_str!("../migrations/0004_claims.sql"),
    include_str!("../migrations/0005_events_apart.sql"),
    include_str!("../migrations/0006_tallies.sql"),
    include_str!("../migrations/0007_judgements.sql"),
    include_str!("../migrations/0008_feeds.sql"),
];

/// The schema that this program writes.
pub(crate) const CURRENT: u32 = MIGRATIONS.len() as u32;

/// The schema of an open file; 0 for an empty one.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings a store to schema `to`, one step a transaction; a store that is there already is left alone.
///
/// # Errors
/// [`StoreError::Newer`] for a store of a later program, [`StoreError::Migration`] where a step fails.
pub(crate) fn migrate(connection: &mut Connection, to: u32) -> Result<(), StoreError> {
    loop {
        let found = version(connection).map_err(|source| StoreError::Migration { to, source })?;
        if found > CURRENT {
            return Err(StoreError::Newer { known: CURRENT, found });
        }
        if found >= to {
            return Ok(());
        }
        step(connection, found).map_err(|source| StoreError::Migration { to: found + 1, source })?;
    }
}

/// The step from schema `from`, unless another process has just made it.
fn step(connection: &mut Connection, from: u32) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if version(&transaction)? == from {
        if from == 0 {
            transaction.pragma_update(None, "application_id", APPLICATION)?;
        }
        transaction.execute_batch(MIGRATIONS[from as usize])?;
        transaction.pragma_update(None, "user_version", from + 1)?;
    }
    transaction.commit()
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "a test looks into the document of the schema")]
mod tests {
    use super::*;

    /// The schema as SQLite keeps it.
    fn shape(connection: &Connection) -> Vec<String> {
        let sql = "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY 1";
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// Rows for the tables of each step.
    const ROWS: [&str; MIGRATIONS.len()] = [
        include_str!("../tests/rows.1.sql"),
        include_str!("../tests/rows.2.sql"),
        include_str!("../tests/rows.3.sql"),
        include_str!("../tests/rows.4.sql"),
        include_str!("../tests/rows.5.sql"),
        include_str!("../tests/rows.6.sql"),
        include_str!("../tests/rows.7.sql"),
        include_str!("../tests/rows.8.sql"),
    ];

    /// A store of schema `version` with one row in each of its own tables that a later step could harm.
    fn older(version: u32) -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, version).unwrap();
        for rows in ROWS.iter().take(version as usize) {
            connection.execute_batch(rows).unwrap();
        }
        connection
    }

    #[test]
    fn every_older_schema_becomes_the_current_one_and_keeps_its_rows() {
        let mut new = Connection::open_in_memory().unwrap();
        migrate(&mut new, CURRENT).unwrap();
        for from in 0..=CURRENT {
            let mut old = older(from);
            migrate(&mut old, CURRENT).unwrap();
            assert_eq!(shape(&old), shape(&new), "from schema {from}");
            assert_eq!(version(&old).unwrap(), CURRENT);
            let count = |sql| old.query_row::<u32, _, _>(sql, [], |row| row.get(0)).unwrap();
            assert_eq!(
                count("SELECT count(*) FROM search WHERE search MATCH 'missile'"),
                u32::from(from >= 1)
            );
            assert_eq!(count("SELECT count(*) FROM participants WHERE key = 'PRK'"), u32::from(from >= 2));
            assert_eq!(count("SELECT count(*) FROM stories WHERE rule = 'split'"), u32::from(from >= 3));
            assert_eq!(count("SELECT count(*) FROM claims WHERE kind = 'threat'"), u32::from(from >= 4));
            assert_eq!(count("SELECT count(*) FROM event_splits"), u32::from(from >= 5));
            assert_eq!(count("SELECT count(*) FROM tallies WHERE month = 201712"), u32::from(from >= 6));
            assert_eq!(count("SELECT count(*) FROM judgements"), u32::from(from >= 7));
            assert_eq!(count("SELECT count(*) FROM pages JOIN feeds USING (feed)"), u32::from(from >= 8));
        }
    }

    /// Between these two lines docs/STORE.md has the schema; `UPDATE_DOCS=1 cargo test -p demarche-store` writes it.
    const FENCE: &str = "```sql\n";

    #[test]
    fn the_document_has_the_schema() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/STORE.md");
        let text = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
        let (before, rest) = text.split_once(FENCE).unwrap();
        let (_, after) = rest.split_once("```\n").unwrap();
        let new = format!("{before}{FENCE}{}```\n{after}", MIGRATIONS.join("\n"));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, &new).unwrap();
        }
        assert!(text == new, "docs/STORE.md is stale: UPDATE_DOCS=1 cargo test -p demarche-store writes it");
    }

    #[test]
    fn a_store_of_a_later_program_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", CURRENT + 1).unwrap();
        let error = migrate(&mut connection, CURRENT).unwrap_err();
        assert!(matches!(error, StoreError::Newer { .. }), "{error}");
    }
}
