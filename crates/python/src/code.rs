//! Events, layers, actors.

use crate::error::value;
use crate::row::Skipped;
use crate::rows::{Rows, day};
use crate::run::{Run, Tally};
use crate::{coder, stream};
use arrow_array::RecordBatch;
use demarche_columns::{Batches, json_lines};
use demarche_pipeline::Level;
use demarche_wire::{CodePoints, Layer};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::path::PathBuf;

/// Rows of a batch.
const BATCH: usize = 4096;

/// A row that was passed over, as Python sees it: its number, its id, why.
type Passed = (u64, Option<String>, String);

/// Rows that were passed over, as Python sees them.
pub fn passed(skipped: Vec<Skipped>) -> Vec<Passed> {
    skipped.into_iter().map(|s| (s.row, s.id, s.reason)).collect()
}

/// Events as Arrow columns.
#[pyclass(frozen, module = "demarche._demarche")]
pub struct Events {
    batches: Vec<RecordBatch>,
    #[pyo3(get)]
    documents: u64,
    #[pyo3(get)]
    undated: u64,
    #[pyo3(get)]
    skipped: Vec<Passed>,
}

#[pymethods]
impl Events {
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The stream of the `PyCapsule` interface. Another schema than the own one is never given, as the interface allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        stream::export(py, demarche_columns::events(), &self.batches)
    }

    /// Lines of JSON of at most `most` events from the one at `from` on; fewer at the end of a batch, none at the end.
    fn lines(&self, py: Python<'_>, from: usize, most: usize) -> PyResult<String> {
        let mut from = from;
        for batch in &self.batches {
            if from < batch.num_rows() {
                let part = batch.slice(from, most.min(batch.num_rows() - from));
                return py.detach(|| json_lines(&part)).map_err(value);
            }
            from -= batch.num_rows();
        }
        Ok(String::new())
    }
}

/// Codes rows.
#[pyfunction]
pub fn code(
    py: Python<'_>,
    rows: &Rows,
    actors: Vec<PathBuf>,
    ontology: Option<PathBuf>,
    threads: Option<usize>,
    strict: bool,
    tick: Option<Py<PyAny>>,
) -> PyResult<Events> {
    let coder = coder::load(py, &actors, ontology.as_deref())?;
    let mut making = Batches::new(demarche_columns::events(), BATCH).map_err(value)?;
    let mut batches = Vec::new();
    let work = |row: &crate::row::Row| {
        let coded = coder.code(&row.document);
        let points = CodePoints::of(&row.document.text);
        let records = demarche_wire::events(&row.document, &coded, &points);
        records.iter().map(|event| event.to_json() + "\n").collect::<String>()
    };
    let sink = |lines: String| {
        let keep = |batch| {
            batches.push(batch);
            Ok::<_, demarche_columns::ColumnsError>(())
        };
        making.push(&lines, keep).map_err(value)
    };
    let Tally { documents, undated, skipped } =
        Run::new(threads, strict, tick).over(py, rows.take()?, work, sink)?;
    batches.extend(making.rest().map_err(value)?);
    Ok(Events { batches, documents, undated, skipped: passed(skipped) })
}

/// The layers of rows, a line of JSON each, and the rows that were passed over.
#[pyfunction]
#[allow(clippy::too_many_arguments, reason = "they are keywords, and Python's half names them")]
pub fn annotate(
    py: Python<'_>,
    rows: &Rows,
    layers: Vec<String>,
    actors: Vec<PathBuf>,
    ontology: Option<PathBuf>,
    threads: Option<usize>,
    strict: bool,
    tick: Option<Py<PyAny>>,
) -> PyResult<(Vec<String>, Vec<Passed>)> {
    let layers: Vec<Layer> = layers.iter().map(|l| l.parse()).collect::<Result<_, _>>().map_err(value)?;
    let level = layers.iter().map(|l| l.level()).max().unwrap_or(Level::Syntax);
    let coder = coder::load(py, &actors, ontology.as_deref())?;
    let mut lines = Vec::new();
    let work = |row: &crate::row::Row| {
        demarche_wire::annotation(&row.document, &coder.analyse(&row.document, level), &layers)
    };
    let sink = |line| {
        lines.push(line);
        Ok(())
    };
    let tally = Run::new(threads, strict, tick).over(py, rows.take()?, work, sink)?;
    Ok((lines, passed(tally.skipped)))
}

/// The rows that would be passed over, found without coding any.
#[pyfunction]
pub fn check(py: Python<'_>, rows: &Rows) -> PyResult<Vec<Passed>> {
    let tally = Run::new(Some(1), false, None).over(py, rows.take()?, |_| (), |()| Ok(()))?;
    Ok(passed(tally.skipped))
}

/// Who noun phrases mean, an object of JSON each.
#[pyfunction]
pub fn resolve(
    py: Python<'_>,
    phrases: Vec<String>,
    date: Option<&str>,
    country: Option<&str>,
    actors: Vec<PathBuf>,
) -> PyResult<Vec<String>> {
    let day = day(date)?;
    let coder = coder::load(py, &actors, None)?;
    let one = |phrase: &String| {
        demarche_wire::resolution(&demarche_actors::resolve(coder.base(), phrase, day, country))
    };
    Ok(py.detach(|| phrases.iter().map(one).collect()))
}
