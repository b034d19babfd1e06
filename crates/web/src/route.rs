//! What a page is: a question with parameters, and an answer in every shape it has.

use crate::app::App;
use crate::feed::Feed;
use crate::page::Frame;
use crate::query::{Parameter, Query};
use crate::Failure;
use demarche_store::Store;
use jiff::civil::Date;
use maud::Markup;
use schemars::{Schema, SchemaGenerator};

/// A page and its data.
pub struct Route {
    /// Its address; parts in braces are parameters.
    pub path: &'static str,
    /// Its name under the API.
    pub id: &'static str,
    /// What it answers, for a person.
    pub about: &'static str,
    /// What may be asked.
    pub parameters: &'static [Parameter],
    /// In which shapes beside a page and JSON it answers.
    pub also: &'static [Shape],
    /// Answers.
    pub answer: fn(&Asked<'_>) -> Result<Box<dyn View>, Failure>,
    /// The form of its data.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A page.
    Html,
    /// The data of the page.
    Json,
    /// Events as a spreadsheet reads them.
    Csv,
    /// Events as Arrow columns.
    Parquet,
    /// A feed of events.
    Atom,
}

impl Shape {
    /// All but the page, with the ending of the address that asks for them.
    pub const ENDINGS: [(&'static str, Self); 4] =
        [(".json", Self::Json), (".csv", Self::Csv), (".parquet", Self::Parquet), (".atom", Self::Atom)];

    /// Its media type.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Atom => "application/atom+xml; charset=utf-8",
        }
    }
}

/// A question with all that is needed to answer it.
pub struct Asked<'a> {
    /// What all requests share.
    pub app: &'a App,
    /// The store as it is now.
    pub store: &'a Store,
    /// The parameters.
    pub query: &'a Query,
    /// The days of the store on the visit before and on this one, as the browser keeps them.
    pub visits: Option<(Date, Date)>,
}

/// An answer.
pub trait View: Send {
    /// What stands above the page.
    fn title(&self) -> String;

    /// Its data as JSON.
    ///
    /// # Errors
    /// When it cannot be written, which would be a fault of the program.
    fn json(&self) -> Result<String, Failure>;

    /// The page, without what all pages share.
    fn html(&self, frame: &Frame<'_>) -> Markup;

    /// Events that it shows, as lines of JSON of the contract.
    fn records(&self) -> Vec<&str> {
        vec![]
    }

    /// The same as a feed.
    fn feed(&self) -> Option<Feed> {
        None
    }

    /// Days that the browser is to keep.
    fn visits(&self) -> Option<(Date, Date)> {
        None
    }
}

/// Data as JSON.
///
/// # Errors
/// When it cannot be written.
pub fn json(data: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(data).map_err(|_| Failure::Broken)
}
