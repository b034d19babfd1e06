//! Which report moves which status where: tables in `rules/ledger/transitions`, one for each kind.

use crate::rules::LedgerError;
use crate::{Kind, Status};
use std::collections::BTreeMap;

/// From a status (`None`: the item is new), by what a report says, to a status.
#[derive(Clone, Debug, Default)]
pub struct Transitions {
    moves: BTreeMap<(Kind, Option<Status>, Status), Status>,
}

impl Transitions {
    /// Reads tables of `from`, `report`, `to`, `why`, one a kind.
    ///
    /// # Errors
    /// Names the table and line that is not understood.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, LedgerError> {
        let mut new = Self::default();
        for (id, table) in files {
            for (at, row) in
                table.lines().enumerate().skip(1).filter(|(_, row)| !row.is_empty() && !row.starts_with('#'))
            {
                new.row(id, row).ok_or_else(|| LedgerError::Transition {
                    file: (*id).to_owned(),
                    line: at + 1,
                    found: row.to_owned(),
                })?;
            }
        }
        Ok(new)
    }

    fn row(&mut self, id: &str, row: &str) -> Option<()> {
        let kind = id.parse().ok()?;
        let mut cells = row.split('\t');
        let from = match cells.next()? {
            "-" => None,
            word => Some(word.parse().ok()?),
        };
        let (report, to) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        self.moves.insert((kind, from, report), to);
        Some(())
    }

    /// Where a report moves an item; `None` where it moves nothing.
    pub fn to(&self, kind: Kind, from: Option<Status>, report: Status) -> Option<Status> {
        self.moves.get(&(kind, from, report)).copied()
    }

    /// Every move, in order.
    pub fn all(&self) -> impl Iterator<Item = (Kind, Option<Status>, Status, Status)> + '_ {
        self.moves.iter().map(|(&(kind, from, report), &to)| (kind, from, report, to))
    }
}
