//! What Python gives → rows.

use crate::error::{system, value};
use crate::row::{Intake, Row, Trouble};
use crate::stream;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{RecordBatch, RecordBatchReader as _};
use demarche_columns::Cells;
use demarche_input::{Documents, InputError, Reason, Wanted};
use demarche_wire::{FIELDS, Given, Id};
use jiff::civil::Date;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Rows, one at a time; they may be asked for from another thread.
pub type Source = Box<dyn Iterator<Item = Result<Row, Trouble>> + Send>;

/// Rows that wait to be read, once.
#[pyclass(frozen, module = "demarche._demarche")]
pub struct Rows(Mutex<Option<Source>>);

impl Rows {
    fn new(source: impl Iterator<Item = Result<Row, Trouble>> + Send + 'static) -> Self {
        Self(Mutex::new(Some(Box::new(source))))
    }

    /// The rows.
    ///
    /// # Errors
    /// `ValueError` where they have been read.
    pub fn take(&self) -> PyResult<Source> {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.ok_or_else(|| PyValueError::new_err("expected rows, but found some that have been read"))
    }
}

fn intake(date: Option<&str>, any_language: bool) -> PyResult<Intake> {
    Ok(Intake { date: day(date)?, any_language })
}

/// A day, as the user writes it.
///
/// # Errors
/// `ValueError` where it is none.
pub fn day(date: Option<&str>) -> PyResult<Option<Date>> {
    Ok(date.map(demarche_wire::day).transpose().map_err(value)?.flatten())
}

/// Where each of `FIELDS` stands among the columns of a table.
#[pyfunction]
pub fn columns(names: Vec<String>, asked: Vec<(String, String)>) -> PyResult<Vec<Option<usize>>> {
    if let Some((field, _)) = asked.iter().find(|(field, _)| !FIELDS.iter().any(|(known, _)| known == field))
    {
        let known = FIELDS.map(|(field, _)| field).join(", ");
        return Err(value(format!("expected columns of {known}, but found `{field}`")));
    }
    let found = demarche_wire::columns(&names, &asked).map_err(|wanted| {
        value(format!(
            "expected a column `{wanted}`, but found {}\nhint: name it with columns={{\"text\": \"COLUMN\"}}",
            names.join(", ")
        ))
    })?;
    Ok(found.to_vec())
}

/// An element of a list.
enum Element {
    Text(String),
    Json(Vec<u8>),
    Null,
    /// Text of which a character is only half there.
    Broken,
}

impl Element {
    fn of(at: usize, element: &Bound<'_, PyAny>) -> PyResult<Self> {
        if element.is_none() {
            return Ok(Self::Null);
        }
        if let Ok(text) = element.cast::<PyString>() {
            return Ok(text.extract().map_or(Self::Broken, Self::Text));
        }
        if let Ok(json) = element.cast::<PyBytes>() {
            return Ok(Self::Json(json.as_bytes().to_vec()));
        }
        let kind = element.get_type().name()?;
        Err(PyTypeError::new_err(format!("row {at}: expected a text or a dict, but found {kind}")))
    }

    fn row(self, at: u64, intake: Intake) -> Result<Row, Trouble> {
        match self {
            Self::Text(text) => intake.given(at, Ok(Given { text: Some(text), ..Given::default() })),
            Self::Null => intake.given(at, Ok(Given::default())),
            Self::Json(line) => intake.given(at, Given::from_json(&line)),
            Self::Broken => Err(Trouble::skip(at, None, &"expected text, but found half of a character")),
        }
    }
}

/// Rows of a list: texts, bytes of JSON objects, or `None`.
#[pyfunction]
pub fn rows_of_list(list: Vec<Bound<'_, PyAny>>, date: Option<&str>, any_language: bool) -> PyResult<Rows> {
    let intake = intake(date, any_language)?;
    let elements = list.iter().enumerate().map(|(at, e)| Element::of(at, e)).collect::<PyResult<Vec<_>>>()?;
    Ok(Rows::new(elements.into_iter().zip(0..).map(move |(element, at)| element.row(at, intake))))
}

/// Rows of an Arrow table.
#[pyfunction]
pub fn rows_of_table(
    table: &Bound<'_, PyAny>,
    asked: Vec<(String, String)>,
    date: Option<&str>,
    any_language: bool,
) -> PyResult<Rows> {
    let intake = intake(date, any_language)?;
    let reader = stream::import(table)?;
    let names = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
    let positions = columns(names, asked)?;
    Ok(Rows::new(Table { reader, positions, intake, cells: Cells::default(), row: 0, rows: 0, ended: false }))
}

/// A table while it is read.
struct Table {
    reader: RecordBatchStreamReader,
    positions: Vec<Option<usize>>,
    intake: Intake,
    /// The batch at hand.
    cells: Cells,
    /// The next row of it.
    row: usize,
    /// Rows of all batches so far.
    rows: u64,
    ended: bool,
}

impl Table {
    fn document(&mut self) -> Result<Row, Trouble> {
        let cell = |field: usize| self.cells.get(self.row, field).map(str::to_owned);
        let given = Given {
            id: cell(0).map(Id::Text),
            date: cell(1),
            text: cell(2),
            title: cell(3),
            publisher: cell(4),
            url: cell(5),
            language: cell(6),
            ..Given::default()
        };
        let row = self.intake.given(self.rows, Ok(given));
        (self.row, self.rows) = (self.row + 1, self.rows + 1);
        row
    }

    fn fill(&mut self, batch: &RecordBatch) -> Result<(), Trouble> {
        let cells = Cells::of(batch, &self.positions).map_err(|error| Trouble::Halt(error.to_string()))?;
        (self.cells, self.row) = (cells, 0);
        Ok(())
    }
}

impl Iterator for Table {
    type Item = Result<Row, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended && self.row == self.cells.rows() {
            let filled = match self.reader.next() {
                Some(Ok(batch)) => self.fill(&batch),
                Some(Err(error)) => Err(Trouble::Halt(error.to_string())),
                None => {
                    self.ended = true;
                    return None;
                }
            };
            if let Err(trouble) = filled {
                self.ended = true;
                return Some(Err(trouble));
            }
        }
        (!self.ended).then(|| self.document())
    }
}

/// Rows of files and folders.
#[pyfunction]
pub fn rows_of_files(
    paths: Vec<PathBuf>,
    asked: Vec<(String, String)>,
    date: Option<&str>,
    any_language: bool,
) -> PyResult<Rows> {
    let intake = intake(date, any_language)?;
    for path in &paths {
        std::fs::metadata(path).map_err(|error| system(path, &error))?;
    }
    // The intake looks at the language, after the date.
    let wanted = Wanted { columns: asked, shard: None, any_language: true };
    // What a folder holds beside documents is passed over; a file that is named is meant.
    let meant = !paths.iter().any(|path| path.is_dir());
    let documents = Documents::new(&paths, wanted);
    Ok(Rows::new(documents.zip(0..).map(move |(item, at)| match item {
        Ok(report) => Ok(intake.document(at, report.document)),
        Err(InputError { place, reason }) => Err(unread(at, place.to_string(), &reason, meant)),
    })))
}

/// A table without the columns that were asked for is a fault of the call; everything else is one document's.
fn unread(at: u64, place: String, reason: &Reason, meant: bool) -> Trouble {
    match reason {
        Reason::Columns { .. } if meant => Trouble::Halt(format!("{place}: {reason}")),
        _ => Trouble::skip(at, Some(place), reason),
    }
}
