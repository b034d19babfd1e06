//! A report as it was given to us.

use crate::Span;
use jiff::civil::Date;

/// One report: what the contract calls a document object, with byte offsets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Name of the document, unique within a run.
    pub id: String,
    /// Document creation time (DCT), at the grain of a day. Relative dates are resolved against it.
    pub date: Option<Date>,
    /// The article's text; every span of every layer points into it.
    pub text: String,
    /// Headline, where it is known apart from the text.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// ISO 639-1 code, where it is known.
    pub language: Option<String>,
    /// Actor spans that somebody else found, taken as candidates beside our own.
    pub mentions: Vec<GivenMention>,
}

/// An actor span that came with the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenMention {
    /// Where it stands in the document's text.
    pub span: Span,
    /// Its actor code, where the giver knew one.
    pub code: Option<String>,
}
