//! Documents from files and folders, and the files of rules and actors that users add.
//!
//! `-` is JSON Lines on standard input. A file is JSON Lines, a table, Parquet, a feed, a web archive, a page or plain text by its
//! extension, else by what it begins with; each may be compressed with gzip or Zstandard. Folders are walked in sorted order; dot
//! files, `README.*` and files with other extensions are passed over there. JSON Lines, tables and archives are streamed, other
//! files are held one at a time.
//!
//! What cannot be read is an [`InputError`] that names path and line, and the next document follows. A report in another
//! language than English is marked as such.
//!
//! ```
//! use demarche_input::{Documents, Wanted};
//! let mut documents = Documents::new(&["no/such/file".into()], Wanted::default());
//! assert!(documents.next().is_some_and(|first| first.is_err()));
//! assert_eq!(documents.tally().bad, 1);
//! ```
//!
//! It is an edge: it touches files. It leaves out coding them and the options of the command line.
#![allow(clippy::disallowed_methods, reason = "this crate is an edge: it reads the user's files")]

mod decode;
mod error;
mod feed;
mod json;
mod line;
mod lines;
mod open;
mod own;
mod parquet;
mod plain;
mod shard;
mod table;
mod tally;
mod walk;
mod warc;

pub use error::{InputError, Place, Reason};
pub use feed::Told;
pub use own::{FileError, file, rules};
pub use shard::Shard;
pub use table::mapping;
pub use tally::Tally;

use demarche_text::Document;
use jiff::civil::Date;
use open::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use walk::Walk;

/// Longest line, and longest file that is not JSON Lines, in bytes.
const LIMIT: usize = 16 << 20;

/// What is wanted of the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Columns of tables that are not named as usual: pairs of field and column.
    pub columns: Vec<(String, String)>,
    /// Only a share of the documents.
    pub shard: Option<Shard>,
    /// Reports in another language than English are not marked.
    pub any_language: bool,
}

/// Bytes of all files together; `None` where standard input is among them or a size cannot be told.
pub fn size(paths: &[PathBuf]) -> Option<u64> {
    if paths.is_empty() || paths.iter().any(|p| p == Path::new("-")) {
        return None;
    }
    Walk::new(paths).flatten().map(|path| std::fs::metadata(path).map(|m| m.len()).ok()).sum()
}

/// A document, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was read.
    pub document: Document,
    /// Where it stood.
    pub place: Place,
    /// Who wrote it.
    pub byline: Option<String>,
    /// ISO 639-1 code of the language it is surely in, where that is not English.
    pub foreign: Option<&'static str>,
}

/// Documents, in the order of the paths.
pub struct Documents {
    walk: Walk,
    source: Option<Source>,
    wanted: Wanted,
    /// Documents met so far, those of other shards too.
    met: u64,
    tally: Tally,
    /// Bytes read from files so far, before decompression.
    consumed: Arc<AtomicU64>,
}

impl Documents {
    /// The documents of these paths.
    pub fn new(paths: &[PathBuf], wanted: Wanted) -> Self {
        Self {
            walk: Walk::new(paths),
            source: None,
            wanted,
            met: 0,
            tally: Tally::default(),
            consumed: Arc::default(),
        }
    }

    /// What was counted so far.
    pub fn tally(&self) -> Tally {
        self.tally.clone()
    }

    /// Counts the bytes read from files, for a progress bar.
    pub fn consumed(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.consumed)
    }

    fn step(&mut self) -> Option<Result<Report, InputError>> {
        loop {
            match self.source.as_mut().map(Iterator::next) {
                Some(Some(item)) => return Some(item),
                _ => self.source = None,
            }
            let path = match self.walk.next()? {
                Ok(path) => path,
                Err(error) => return Some(Err(error)),
            };
            let place = Place { path, line: None };
            match open::open(&place, &self.wanted.columns, &self.consumed) {
                Ok(source) => self.source = Some(source),
                Err(reason) => return Some(Err(InputError { place, reason })),
            }
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Report, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut item = loop {
            let item = self.step()?;
            self.met += 1;
            if self.wanted.shard.is_none_or(|shard| shard.has(self.met - 1)) {
                break item;
            }
            self.tally.others += 1;
        };
        if let Ok(report) = &mut item {
            report.foreign = demarche_pipeline::take_in(&mut report.document, self.wanted.any_language);
        }
        self.tally.count(&item);
        Some(item)
    }
}

/// The entries of a feed whose bytes came with the name of an encoding, or without.
///
/// # Errors
/// [`Reason::Feed`] where it is none.
pub fn feed_of(bytes: &[u8], label: Option<&str>, place: &Place) -> Result<Told, Reason> {
    feed::told(bytes, label, place)
}

/// The day of an ISO 8601 date or date-time; `None` for an empty string.
///
/// # Errors
/// [`Reason::Given`] for anything else.
pub fn date(source: &str) -> Result<Option<Date>, Reason> {
    Ok(demarche_wire::day(source)?)
}

/// The report in a page, or in a plain text, of bytes that came with the name of an encoding, or without.
///
/// # Errors
/// Where it is none, or has no text.
pub fn page_of(bytes: &[u8], label: Option<&str>, is_plain: bool, place: Place) -> Result<Report, Reason> {
    if bytes.trim_ascii().is_empty() {
        return Err(Reason::Empty);
    }
    let text = decode::labelled(bytes, label, !is_plain)?;
    if is_plain { plain::document(&text, place) } else { page(&text, place) }
}

fn page(html: &str, place: Place) -> Result<Report, Reason> {
    let article = demarche_extract::article(html);
    if article.text.trim().is_empty() {
        return Err(Reason::NoText(" in the page"));
    }
    let document = Document {
        id: place.to_string(),
        date: article.date,
        text: article.text,
        title: article.title,
        publisher: article.publisher,
        url: article.url,
        language: article.language,
        mentions: Vec::new(),
    };
    Ok(Report { document, place, byline: article.byline, foreign: None })
}

#[cfg(test)]
mod tests;
