//! Finding events: filters, their order, and what is given back.

use crate::error::Doing as _;
use crate::plan::{Plan, Wanted};
use crate::{Store, StoreError};
use jiff::civil::Date;
use rusqlite::Row;

/// Which events are asked for; what is left out is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// PLOVER category.
    pub category: Option<String>,
    /// Status.
    pub status: Option<String>,
    /// Country (`USA`), code (`USAGOV`) or entity of an actor.
    pub actor: Option<String>,
    /// The same of a recipient.
    pub recipient: Option<String>,
    /// The same of somebody on whose word it is told.
    pub speaker: Option<String>,
    /// Two countries, in either direction or together.
    pub between: Option<(String, String)>,
    /// First day: of the event, else of its report.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Words of its report, as a person searches for them: all of them, phrases in quotes, `sanct*` for beginnings.
    pub text: Option<String>,
    /// Only what comes after this one in the order of the list.
    pub after: Option<Cursor>,
    /// Only what arrived after the event of this number.
    pub newer: Option<i64>,
}

/// A place in a list of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The day as a number, 20180904.
    pub day: i64,
    /// The number of the event.
    pub event: i64,
}

/// An event that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its place in the list.
    pub cursor: Cursor,
    /// Its id under the contract.
    pub id: String,
    /// Id of its report.
    pub doc_id: String,
    /// PLOVER category.
    pub category: String,
    /// Mode.
    pub mode: Option<String>,
    /// Status.
    pub status: String,
    /// First actor: country, else code; empty where there is none.
    pub actor: String,
    /// First recipient.
    pub recipient: String,
    /// The whole record: one line of JSON.
    pub record: String,
}

impl Store {
    /// Events in the order of their days, latest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::EmptySearch`] for a search without words; else when the store cannot be read.
    pub fn events(&self, filter: &Filter, limit: usize) -> Result<Vec<Found>, StoreError> {
        let Some((plan, wanted)) = self.plan(filter)? else { return Ok(vec![]) };
        let read = || {
            // One state of the store for both questions.
            let _reading = self.connection.unchecked_transaction()?;
            self.found(&plan.numbers(&self.connection, &wanted, limit)?)
        };
        read().doing("finding events")
    }

    /// How a filter is answered; `None` where it names a party that no event has.
    pub(crate) fn plan<'f>(&self, filter: &'f Filter) -> Result<Option<(Plan, Wanted<'f>)>, StoreError> {
        let words = match &filter.text {
            None => None,
            Some(text) => {
                Some(crate::words::query(text).ok_or_else(|| StoreError::EmptySearch(text.clone()))?)
            }
        };
        let Some(terms) = self.terms_of(filter).doing("looking for parties")? else { return Ok(None) };
        let wanted = Wanted::new(filter, terms, words);
        let plan = Plan::choose(&self.connection, &wanted).doing("choosing an index")?;
        Ok(Some((plan, wanted)))
    }

    /// Events by their numbers, in that order.
    pub(crate) fn found(&self, numbers: &[i64]) -> rusqlite::Result<Vec<Found>> {
        const SQL: &str =
            "SELECT e.day, e.event, e.id, d.id, e.category, e.mode, e.status, e.actor, e.recipient,
            e.record FROM events e JOIN documents d USING (document) WHERE e.event = ?";
        let mut statement = self.connection.prepare_cached(SQL)?;
        numbers.iter().map(|number| statement.query_row([number], found)).collect()
    }
}

pub(crate) fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    Ok(Found {
        cursor: Cursor { day: row.get(0)?, event: row.get(1)? },
        id: row.get(2)?,
        doc_id: row.get(3)?,
        category: row.get(4)?,
        mode: row.get(5)?,
        status: row.get(6)?,
        actor: row.get(7)?,
        recipient: row.get(8)?,
        record: row.get(9)?,
    })
}
