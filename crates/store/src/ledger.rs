//! The ledger of a store: items as they stood on a day, from the claims that are kept with the reports.

use crate::entry::{date, number};
use crate::error::Doing as _;
use crate::{Store, StoreError};
use demarche_ledger::{Claim, Item, Kind, Ledger, LedgerRules, Status};
use jiff::civil::Date;
use rusqlite::Row;

/// Which items of the ledger are asked for; what is left out is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// As the ledger stood at the end of this day: later reports are not looked at.
    pub as_of: Option<Date>,
    /// Whose status has changed since this day.
    pub since: Option<Date>,
    /// What it is.
    pub kind: Option<Kind>,
    /// How it stands.
    pub status: Option<Status>,
    /// Country or organisation that has part in it, on whichever side.
    pub party: Option<String>,
}

impl Store {
    /// Items of the ledger in the order in which they came up.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn items(&self, rules: &LedgerRules, filter: &ItemFilter) -> Result<Vec<Item>, StoreError> {
        let ledger = Ledger::of(rules, self.claims(filter.as_of)?);
        Ok(ledger.items().iter().filter(|item| filter.fits(item)).cloned().collect())
    }

    /// One item with its history, as it stood at the end of a day or stands now; `None` where there is none of that key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn item(
        &self,
        rules: &LedgerRules,
        key: &str,
        as_of: Option<Date>,
    ) -> Result<Option<Item>, StoreError> {
        let ledger = Ledger::of(rules, self.claims(as_of)?);
        Ok(ledger.items().iter().find(|item| item.key == key).cloned())
    }

    /// What reports up to the end of a day, or all, say of meetings, pledges and so on.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claims(&self, as_of: Option<Date>) -> Result<Vec<Claim>, StoreError> {
        const SQL: &str =
            "SELECT c.document, c.day, c.record, d.id, o.id FROM claims c JOIN documents d USING (document)
            LEFT JOIN stories s USING (document) LEFT JOIN documents o ON o.document = s.copy_of
            WHERE c.day <= ? ORDER BY c.day, c.document, c.claim";
        let read = || {
            let mut statement = self.connection.prepare_cached(SQL)?;
            let rows = statement.query_map([as_of.map_or(i64::MAX, number)], |row| Ok(claim(row)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing("reading claims")?.into_iter().collect()
    }

    /// Day of the latest report that says anything for the ledger.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_day(&self) -> Result<Option<Date>, StoreError> {
        let sql = "SELECT max(day) FROM claims";
        let day: Option<i64> =
            self.connection.query_row(sql, [], |row| row.get(0)).doing("looking for the last day")?;
        Ok(day.and_then(date))
    }
}

impl ItemFilter {
    /// Whether an item is asked for.
    pub fn fits(&self, item: &Item) -> bool {
        let party =
            |code: &String| item.parties.by.iter().chain(&item.parties.to).any(|p| p == code.as_str());
        self.since.is_none_or(|since| item.changed().is_some_and(|day| day >= since))
            && self.kind.is_none_or(|kind| item.kind == kind)
            && self.status.is_none_or(|status| item.status == status)
            && self.party.as_ref().is_none_or(party)
    }
}

fn claim(row: &Row<'_>) -> Result<Claim, StoreError> {
    let document: i64 = row.get(0).doing("reading a claim")?;
    let day: i64 = row.get(1).doing("reading a claim")?;
    let broken = || StoreError::Broken { document, expected: "a claim" };
    let text = |at| row.get::<_, Option<String>>(at).map_err(|_| broken());
    let (record, id, copy_of) = (text(2)?.unwrap_or_default(), text(3)?.unwrap_or_default(), text(4)?);
    date(day)
        .and_then(|day| demarche_wire::claim_of_json(&record, day, &id, copy_of.as_deref()))
        .ok_or_else(broken)
}
