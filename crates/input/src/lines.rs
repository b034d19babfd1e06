//! A file of JSON Lines while it is read.

use crate::error::{InputError, Place, Reason};
use crate::{LIMIT, Report, json, line};
use std::io::{self, BufRead};

/// A file of JSON Lines while it is read.
pub struct Lines {
    reader: Box<dyn BufRead + Send>,
    buffer: Vec<u8>,
    place: Place,
    /// Whether any line held something.
    any: bool,
}

impl Lines {
    /// The documents of a file; `place` names it.
    pub fn new(reader: Box<dyn BufRead + Send>, place: Place) -> Self {
        Self { reader, buffer: Vec::new(), place: Place { line: Some(0), ..place }, any: false }
    }
}

impl Iterator for Lines {
    type Item = Result<Report, InputError>;

    /// The next document, or `None` at the end. A file that breaks off is named once and ends.
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let place = Place { line: self.place.line.map(|n| n + 1), ..self.place.clone() };
            let read = line::read(&mut self.reader, &mut self.buffer, LIMIT);
            self.place = place.clone();
            let failed = |place, reason| Some(Err(InputError { place, reason }));
            match read {
                Ok(line::Line::Read) if self.buffer.trim_ascii().is_empty() => {}
                Ok(line::Line::Read) => {
                    self.any = true;
                    let read = json::document(self.buffer.trim_ascii(), place.clone());
                    return Some(read.map_err(|reason| InputError { place, reason }));
                }
                Ok(line::Line::TooLong(found)) => {
                    self.any = true;
                    return failed(place, Reason::TooLong { limit: LIMIT as u64, found: Some(found) });
                }
                Ok(line::Line::End) if self.any => return None,
                Ok(line::Line::End) => {
                    self.any = true;
                    return failed(Place { line: None, ..place }, Reason::Empty);
                }
                Err(error) => {
                    self.any = true;
                    self.reader = Box::new(io::empty());
                    return failed(place, Reason::Unreadable(error));
                }
            }
        }
    }
}
