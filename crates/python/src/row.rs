//! A row of the input: a document, or why it is none.

use demarche_pipeline::Document;
use demarche_wire::{Given, GivenError};
use jiff::civil::Date;

/// A document with its number.
pub struct Row {
    /// From 0.
    pub at: u64,
    /// What was read.
    pub document: Document,
    /// ISO 639-1 code of the language it is surely in, where that is not English.
    pub foreign: Option<&'static str>,
}

/// A row that is passed over.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// From 0.
    pub row: u64,
    /// The document's id, or where it stood, as far as it is known.
    pub id: Option<String>,
    /// Why.
    pub reason: String,
}

/// Why there is no document.
pub enum Trouble {
    /// This row is passed over.
    Skip(Skipped),
    /// The input cannot be read any further.
    Halt(String),
}

/// What is made of documents before they are coded.
#[derive(Clone, Copy)]
pub struct Intake {
    /// The date of those that have none.
    pub date: Option<Date>,
    /// Whether those in another language are coded too.
    pub any_language: bool,
}

impl Intake {
    /// The row of a document object.
    pub fn given(self, at: u64, given: Result<Given, GivenError>) -> Result<Row, Trouble> {
        let given = given.map_err(|error| Trouble::skip(at, None, &error))?;
        let id = given.id.clone().map(|id| match id {
            demarche_wire::Id::Text(id) => id,
            demarche_wire::Id::Number(id) => id.to_string(),
        });
        let document = given.document(|| at.to_string()).map_err(|error| Trouble::skip(at, id, &error))?;
        Ok(self.document(at, document))
    }

    /// The row of a document.
    pub fn document(self, at: u64, mut document: Document) -> Row {
        // What the user says of the date comes before what the text lets one guess.
        document.date = document.date.or(self.date);
        let foreign = demarche_pipeline::take_in(&mut document, self.any_language);
        Row { at, document, foreign }
    }
}

impl Trouble {
    /// A row that is passed over for an error.
    pub fn skip(row: u64, id: Option<String>, reason: &impl ToString) -> Self {
        Self::Skip(Skipped { row, id, reason: reason.to_string() })
    }
}
