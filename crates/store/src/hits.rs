//! Which documents have the words of a search: asked of the index of words for blocks of neighbouring documents.
//!
//! To ask it for one document takes as long as for thousands beside it, and events of one time lie in few blocks.

use rusqlite::{CachedStatement, Connection, params};
use rustc_hash::{FxHashMap, FxHashSet};

/// Documents of a block.
const BLOCK: i64 = 4096;

const SQL: &str = "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?";

/// The documents that have the words of a search, as far as it was asked.
pub(crate) struct Hits<'s> {
    words: &'s str,
    statement: CachedStatement<'s>,
    blocks: FxHashMap<i64, FxHashSet<i64>>,
}

impl<'s> Hits<'s> {
    pub(crate) fn new(connection: &'s Connection, words: &'s str) -> rusqlite::Result<Self> {
        Ok(Self { words, statement: connection.prepare_cached(SQL)?, blocks: FxHashMap::default() })
    }

    /// Whether a document has the words.
    pub(crate) fn has(&mut self, document: i64) -> rusqlite::Result<bool> {
        let block = document.div_euclid(BLOCK);
        if let Some(hits) = self.blocks.get(&block) {
            return Ok(hits.contains(&document));
        }
        let rows = self
            .statement
            .query_map(params![self.words, block * BLOCK, block * BLOCK + BLOCK - 1], |row| row.get(0))?;
        let hits = rows.collect::<rusqlite::Result<FxHashSet<i64>>>()?;
        let has = hits.contains(&document);
        self.blocks.insert(block, hits);
        Ok(has)
    }

    /// How many of the latest documents have the words: of a block or two.
    pub(crate) fn latest(&mut self, connection: &Connection) -> rusqlite::Result<usize> {
        let last: Option<i64> =
            connection.query_row("SELECT max(document) FROM documents", [], |row| row.get(0))?;
        let Some(last) = last else { return Ok(0) };
        for document in [last, last - BLOCK] {
            self.has(document)?;
        }
        Ok(self.blocks.values().map(FxHashSet::len).sum())
    }
}
