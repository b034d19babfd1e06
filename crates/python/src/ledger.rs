//! Ledgers of documents and of stores.

use crate::code::passed;
use crate::coder;
use crate::error::{self, value};
use crate::row::{Row, Trouble};
use crate::rows::{Rows, day};
use crate::run::Run;
use demarche_ledger::{Item, Kind, LedgerRules, Status};
use demarche_store::{ItemFilter, Store};
use jiff::civil::Date;
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Items as they stood on a day.
#[pyclass(frozen, module = "demarche._demarche")]
pub struct Ledger {
    items: Vec<Item>,
    as_of: Option<Date>,
    #[pyo3(get)]
    documents: u64,
    #[pyo3(get)]
    skipped: Vec<(u64, Option<String>, String)>,
}

#[pymethods]
impl Ledger {
    fn __len__(&self) -> usize {
        self.items.len()
    }

    /// The day, in ISO 8601; none where nothing was read.
    #[getter]
    fn as_of(&self) -> Option<String> {
        self.as_of.map(|day| day.to_string())
    }

    /// Items that fit, a line of JSON each.
    #[pyo3(signature = (kind = None, status = None, party = None, since = None))]
    fn select(
        &self,
        kind: Option<&str>,
        status: Option<&str>,
        party: Option<String>,
        since: Option<&str>,
    ) -> PyResult<Vec<String>> {
        let filter = ItemFilter {
            as_of: None,
            since: day(since)?,
            kind: kind.map(|word| named(word, Kind::ALL, Kind::as_str)).transpose()?,
            status: status.map(|word| named(word, Status::ALL, Status::as_str)).transpose()?,
            party,
        };
        let fitting = self.items.iter().filter(|item| filter.fits(item));
        Ok(fitting.map(|item| demarche_wire::json(&demarche_wire::item(item))).collect())
    }
}

/// One of the contract's words.
fn named<T: Copy>(word: &str, all: &[T], name: fn(T) -> &'static str) -> PyResult<T> {
    all.iter().copied().find(|&one| name(one) == word).ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|&one| name(one)).collect();
        value(format!("expected one of {}, but found `{word}`", words.join(", ")))
    })
}

/// The ledger of a store.
#[pyfunction]
pub fn ledger_of_store(py: Python<'_>, path: PathBuf, as_of: Option<&str>) -> PyResult<Ledger> {
    let as_of = day(as_of)?;
    let rules = LedgerRules::builtin().map_err(value)?;
    let read = || {
        let store = Store::open_to_read(&path)?;
        let filter = ItemFilter { as_of, ..ItemFilter::default() };
        Ok((store.items(&rules, &filter)?, as_of.or(store.last_day()?)))
    };
    let (items, as_of) = py.detach(read).map_err(|e: demarche_store::StoreError| error::store(&e))?;
    Ok(Ledger { items, as_of, documents: 0, skipped: vec![] })
}

/// The ledger of rows. Those after the day are not looked at; those without a date are passed over.
#[pyfunction]
#[allow(clippy::too_many_arguments, reason = "they are keywords, and Python's half names them")]
pub fn ledger(
    py: Python<'_>,
    rows: &Rows,
    as_of: Option<&str>,
    actors: Vec<PathBuf>,
    ontology: Option<PathBuf>,
    threads: Option<usize>,
    strict: bool,
    tick: Option<Py<PyAny>>,
) -> PyResult<Ledger> {
    let as_of = day(as_of)?;
    let rules = LedgerRules::builtin().map_err(value)?;
    let coder = coder::load(py, &actors, ontology.as_deref())?;
    let source = rows.take()?;
    let rows: Vec<Result<Row, Trouble>> = py.detach(|| source.filter_map(|row| dated(row, as_of)).collect());
    let last = rows.iter().flatten().filter_map(|row| row.document.date).max();
    let originals = py.detach(|| originals(&rows));
    let work = |row: &Row| {
        let coded = coder.code(&row.document);
        let mut claims = demarche_pipeline::claims(&coder, &rules, &row.document, &coded);
        for claim in &mut claims {
            claim.source.copy_of = originals.get(&row.at).cloned();
        }
        claims
    };
    let mut claims = Vec::new();
    let sink = |said| {
        claims.extend(said);
        Ok(())
    };
    let tally = Run::new(threads, strict, tick).over(py, rows.into_iter(), work, sink)?;
    let items = py.detach(|| demarche_ledger::Ledger::of(&rules, claims).items().to_vec());
    Ok(Ledger { items, as_of: as_of.or(last), documents: tally.documents, skipped: passed(tally.skipped) })
}

/// Of rows that are copies, the id of the one that they are copies of.
fn originals(rows: &[Result<Row, Trouble>]) -> BTreeMap<u64, String> {
    let rows: Vec<&Row> = rows.iter().flatten().collect();
    let reports: Vec<_> = rows.iter().map(|row| demarche_stories::Report::from(&row.document)).collect();
    let told = demarche_stories::tell(&reports);
    let original = |at: usize| rows[at].document.id.clone();
    rows.iter().zip(told).filter_map(|(row, told)| Some((row.at, original(told.copy_of?)))).collect()
}

/// A row up to the day; one without a date says nothing.
fn dated(row: Result<Row, Trouble>, as_of: Option<Date>) -> Option<Result<Row, Trouble>> {
    let row = match row {
        Ok(row) => row,
        trouble => return Some(trouble),
    };
    match row.document.date {
        Some(date) if as_of.is_some_and(|day| date > day) => None,
        Some(_) => Some(Ok(row)),
        None => Some(Err(Trouble::skip(row.at, Some(row.document.id), &"expected a date, but found none"))),
    }
}
