//! Tables with a header: comma, semicolon, tab or bar between the cells, quoted as RFC 4180 says.
//!
//! Columns are known by the names that data sets usually give them; `--columns text=body` names others. Columns that nobody
//! asked for are passed over.

use crate::date;
use crate::error::{InputError, Place, Reason};
use crate::{LIMIT, Report};
use csv::{ByteRecord, Reader, ReaderBuilder};
use demarche_text::Document;
use demarche_wire::FIELDS;
use std::io::{self, BufRead, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes in which a header is looked for.
const SNIFFED: u64 = 1 << 16;

/// One `FIELD=COLUMN` of `--columns`.
///
/// # Errors
/// Says which fields there are.
pub fn mapping(source: &str) -> Result<(String, String), String> {
    let known = || FIELDS.map(|(field, _)| field).join(", ");
    let pair = source
        .split_once('=')
        .filter(|(field, column)| FIELDS.iter().any(|(known, _)| known == field) && !column.is_empty());
    pair.map(|(field, column)| (field.to_owned(), column.to_owned()))
        .ok_or_else(|| format!("expected FIELD=COLUMN with a field of {}, but found `{source}`", known()))
}

/// A table while it is read.
pub struct Table {
    reader: Reader<Bounded>,
    /// Bytes that the current record has taken.
    taken: Arc<AtomicUsize>,
    /// Position of each of [`FIELDS`] in a row.
    positions: [Option<usize>; FIELDS.len()],
    place: Place,
    ended: bool,
}

impl Table {
    /// Reads the header; `delimiter` is looked for in the first line where it is not given.
    ///
    /// # Errors
    /// When the table cannot be read, or has no column for the text.
    pub fn new(
        mut reader: Box<dyn BufRead + Send>,
        delimiter: Option<u8>,
        columns: &[(String, String)],
        place: Place,
    ) -> Result<Self, Reason> {
        let mut start = Vec::new();
        reader.by_ref().take(SNIFFED).read_to_end(&mut start).map_err(Reason::Unreadable)?;
        if start.trim_ascii().is_empty() {
            return Err(Reason::Empty);
        }
        let delimiter = delimiter.unwrap_or_else(|| likeliest(&start));
        let taken = Arc::new(AtomicUsize::new(0));
        let reader = Box::new(Cursor::new(start).chain(reader));
        let bounded = Bounded { reader, taken: Arc::clone(&taken) };
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bounded);
        let header = reader.byte_headers().map_err(|error| broken(&error))?.clone();
        let positions = positions(&header, columns)?;
        Ok(Self { reader, taken, positions, place, ended: false })
    }

    fn report(&self, row: &ByteRecord, place: Place) -> Result<Report, Reason> {
        let cell = |field: usize| {
            let bytes = self.positions[field].and_then(|at| row.get(at)).unwrap_or_default();
            let text = std::str::from_utf8(bytes).map_err(|_| Reason::Cell(FIELDS[field].0))?;
            Ok(Some(text.to_owned()))
        };
        document(cell, place)
    }
}

/// The document of a row; `cell` gives the cell of each of [`FIELDS`].
///
/// # Errors
/// When a cell is none, the date is none, or there is no text.
pub fn document(
    cell: impl Fn(usize) -> Result<Option<String>, Reason>,
    place: Place,
) -> Result<Report, Reason> {
    let cell = |field| cell(field).map(|text| text.filter(|t| !t.trim().is_empty()));
    let document = Document {
        id: cell(0)?.unwrap_or_else(|| place.to_string()),
        date: cell(1)?.as_deref().map(date).transpose()?.flatten(),
        text: cell(2)?.ok_or(Reason::NoText(" in its column"))?,
        title: cell(3)?,
        publisher: cell(4)?,
        url: cell(5)?,
        language: cell(6)?,
        mentions: Vec::new(),
    };
    Ok(Report { document, place, byline: None, foreign: None })
}

impl Iterator for Table {
    type Item = Result<Report, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.taken.store(0, Ordering::Relaxed);
        let mut row = ByteRecord::new();
        let line = self.reader.position().line();
        let more = self.reader.read_byte_record(&mut row);
        let line = row.position().map_or(line, csv::Position::line);
        let place = Place { line: Some(line), ..self.place.clone() };
        let failed = |place, reason| Some(Err(InputError { place, reason }));
        match more {
            Ok(false) => None,
            Ok(true) => match self.report(&row, place.clone()) {
                Ok(report) => Some(Ok(report)),
                Err(reason) => failed(place, reason),
            },
            Err(error) => {
                // A table that breaks off is named once and ends.
                self.ended = true;
                failed(place, broken(&error))
            }
        }
    }
}

/// Where the fields stand in a row.
fn positions(
    header: &ByteRecord,
    columns: &[(String, String)],
) -> Result<[Option<usize>; FIELDS.len()], Reason> {
    let names: Vec<String> =
        header.iter().map(|name| String::from_utf8_lossy(name).trim().to_lowercase()).collect();
    demarche_wire::columns(&names, columns)
        .map_err(|wanted| Reason::Columns { wanted, found: names.join(", ") })
}

/// The delimiter that the first line has most of.
fn likeliest(start: &[u8]) -> u8 {
    let first = start.split(|&b| b == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| first.split(|&b| b == delimiter).count();
    // The last of equals wins: a comma where there is nothing.
    [b'|', b';', b'\t', b','].into_iter().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',')
}

fn broken(error: &csv::Error) -> Reason {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
            Reason::TooLong { limit: LIMIT as u64, found: None }
        }
        csv::ErrorKind::Io(error) => Reason::Unreadable(io::Error::new(error.kind(), error.to_string())),
        _ => Reason::Row(error.to_string()),
    }
}

/// A reader that fails where one record takes more than the limit: a quote that is never closed takes the whole file.
struct Bounded {
    reader: Box<dyn Read + Send>,
    taken: Arc<AtomicUsize>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        let taken = self.taken.fetch_add(read, Ordering::Relaxed) + read;
        if taken > LIMIT { Err(io::ErrorKind::InvalidData.into()) } else { Ok(read) }
    }
}
