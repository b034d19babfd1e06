//! The contract's document object, on a line of JSON.

use crate::Report;
use crate::error::{Place, Reason};
use demarche_wire::Given;

/// Reads one line.
///
/// # Errors
/// Says what is wrong with the JSON, its date, its text or its mentions.
pub fn document(line: &[u8], place: Place) -> Result<Report, Reason> {
    let mut given = Given::from_json(line)?;
    let byline = given.byline.take();
    let document = given.document(|| place.to_string())?;
    Ok(Report { document, place, byline, foreign: None })
}
