//! Documents from the paths on the command line.
//!
//! `-` is JSON Lines on standard input. A file is JSON Lines, a page or plain text by its extension, else by what it
//! begins with; each may be compressed with gzip. Folders are walked in sorted order; dot files, `README.*` and files with other
//! extensions are passed over there. JSON Lines are streamed, other files are held one at a time.
//!
//! What cannot be read is an [`InputError`] that names path and line, and the next document follows.
//!
//! It leaves out feeds, archives and tables.

mod decode;
mod error;
mod json;
mod line;
mod plain;
mod walk;

pub use error::{InputError, Place, Reason};
pub use json::date;

use clap::Args;
use demarche_text::Document;
use flate2::read::MultiGzDecoder;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use walk::Walk;

/// Longest line, and longest file that is not JSON Lines, in bytes.
const LIMIT: usize = 16 << 20;

/// Options of every command that reads documents.
#[derive(Args, Clone, Debug, Default)]
pub struct InputArgs {
    /// Files and folders: JSON Lines, plain text, HTML pages, gzip of these; `-` is JSON Lines on standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Exit with status 1 when a document could not be read
    #[arg(long)]
    pub strict: bool,
}

impl InputArgs {
    /// The documents, read one at a time as they are asked for.
    ///
    /// # Errors
    /// When no path is given and standard input is a terminal.
    pub fn open(&self) -> anyhow::Result<Documents> {
        if !self.paths.is_empty() {
            return Ok(Documents::new(&self.paths));
        }
        if io::stdin().is_terminal() {
            anyhow::bail!(
                "expected a PATH or JSON Lines on standard input, but found neither\nhint: try a file of news text, or `--help`"
            );
        }
        Ok(Documents::new(&[PathBuf::from("-")]))
    }
}

impl InputArgs {
    /// Bytes of all files together; `None` where standard input is among them or a size cannot be told.
    pub fn size(&self) -> Option<u64> {
        if self.paths.is_empty() || self.paths.iter().any(|p| p == Path::new("-")) {
            return None;
        }
        let sizes =
            Walk::new(&self.paths).flatten().map(|path| std::fs::metadata(path).map(|m| m.len()).ok());
        sizes.sum()
    }
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
}

/// How many documents were read, and how many were not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents read.
    pub read: u64,
    /// Documents that could not be read.
    pub bad: u64,
    /// Of those read, how many had no date.
    pub undated: u64,
}

impl Tally {
    /// Counts what the iterator gave.
    pub fn count(&mut self, item: &Result<Report, InputError>) {
        match item {
            Ok(report) => {
                self.read += 1;
                self.undated += u64::from(report.document.date.is_none());
            }
            Err(_) => self.bad += 1,
        }
    }

    /// Counts documents that were read and could not be used all the same.
    pub fn lost(&mut self, documents: u64) {
        let documents = documents.min(self.read);
        self.read -= documents;
        self.bad += documents;
    }

    /// One line for a person: `3 documents read, 1 could not be read, 2 without a date (…)`.
    pub fn summary(&self) -> String {
        let mut out = format!("{} document{} read", self.read, if self.read == 1 { "" } else { "s" });
        if self.bad > 0 {
            let _ = write!(out, ", {} could not be read", self.bad);
        }
        if self.undated > 0 {
            let _ = write!(out, ", {} without a date (relative dates in them stay unresolved)", self.undated);
        }
        out
    }

    /// Whether the run did what was asked: not when nothing could be read, nor, if `strict`, when something could not.
    ///
    /// # Errors
    /// Says how many documents could not be read.
    pub fn verdict(&self, strict: bool) -> anyhow::Result<()> {
        if self.read == 0 {
            anyhow::bail!("no document could be read");
        }
        if strict && self.bad > 0 {
            anyhow::bail!("{} of {} documents could not be read", self.bad, self.read + self.bad);
        }
        Ok(())
    }
}

/// Documents, in the order of the paths.
pub struct Documents {
    walk: Walk,
    lines: Option<Lines>,
    tally: Tally,
    /// Bytes read from files so far, before decompression.
    consumed: Arc<AtomicU64>,
}

/// A file of JSON Lines while it is read.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    buffer: Vec<u8>,
    place: Place,
    /// Whether any line held something.
    any: bool,
}

impl Documents {
    /// The documents of these paths.
    pub fn new(paths: &[PathBuf]) -> Self {
        Self { walk: Walk::new(paths), lines: None, tally: Tally::default(), consumed: Arc::default() }
    }

    /// What was counted so far.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Counts the bytes read from files, for a progress bar.
    pub fn consumed(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.consumed)
    }

    fn step(&mut self) -> Option<Result<Report, InputError>> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(item) => return Some(item),
                    None => self.lines = None,
                }
            }
            let path = match self.walk.next()? {
                Ok(path) => path,
                Err(error) => return Some(Err(error)),
            };
            let place = Place { path, line: None };
            match open(&place, &self.consumed) {
                Ok(Opened::Document(report)) => return Some(Ok(*report)),
                Ok(Opened::Lines(reader)) => {
                    let place = Place { line: Some(0), ..place };
                    self.lines = Some(Lines { reader, buffer: Vec::new(), place, any: false });
                }
                Err(reason) => return Some(Err(InputError { place, reason })),
            }
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Report, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut item = self.step()?;
        if let Ok(report) = &mut item {
            date_by_itself(&mut report.document);
        }
        self.tally.count(&item);
        Some(item)
    }
}

/// Gives a document without a date the one in its address, else in its dateline.
fn date_by_itself(document: &mut Document) {
    if document.date.is_none() {
        let address = document.url.as_deref().and_then(demarche_extract::date_in_address);
        document.date = address.or_else(|| demarche_times::dateline(&document.text));
    }
}

impl Lines {
    /// The next document, or `None` at the end. A file that breaks off is named once and ends.
    fn next(&mut self) -> Option<Result<Report, InputError>> {
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

/// What a file turned out to be.
enum Opened {
    Document(Box<Report>),
    Lines(Box<dyn BufRead + Send>),
}

/// The three kinds of input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    JsonLines,
    Page,
    Plain,
}

fn open(place: &Place, consumed: &Arc<AtomicU64>) -> Result<Opened, Reason> {
    let mut reader = unpacked(&place.path, consumed).map_err(Reason::Unreadable)?;
    let start = reader.fill_buf().map_err(Reason::Unreadable)?;
    match kind(&place.path, start) {
        Kind::JsonLines => {
            // Byte order marks are taken off, UTF-16 with one becomes UTF-8; other bytes pass as they are.
            let utf8 = encoding_rs_io::DecodeReaderBytesBuilder::new()
                .utf8_passthru(true)
                .strip_bom(true)
                .build(reader);
            Ok(Opened::Lines(Box::new(BufReader::with_capacity(1 << 16, utf8))))
        }
        kind => {
            let bytes = whole(reader)?;
            let text = decode::text(&bytes, kind == Kind::Page)?;
            let place = place.clone();
            let report = if kind == Kind::Page { page(&text, place) } else { plain::document(&text, place) };
            report.map(|report| Opened::Document(Box::new(report)))
        }
    }
}

/// A file that counts what is read of it.
struct Counted {
    file: Box<dyn Read + Send>,
    consumed: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.consumed.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A file or standard input, decompressed where it is compressed.
fn unpacked(path: &Path, consumed: &Arc<AtomicU64>) -> io::Result<Box<dyn BufRead + Send>> {
    let file: Box<dyn Read + Send> =
        if path == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    let counted = Counted { file, consumed: Arc::clone(consumed) };
    let mut reader = BufReader::with_capacity(1 << 16, counted);
    if reader.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(reader))));
    }
    Ok(Box::new(reader))
}

fn kind(path: &Path, start: &[u8]) -> Kind {
    if path == Path::new("-") {
        return Kind::JsonLines;
    }
    match walk::extension(path).as_deref() {
        Some("jsonl" | "ndjson" | "json") => Kind::JsonLines,
        Some("html" | "htm" | "xhtml") => Kind::Page,
        Some("txt" | "md") => Kind::Plain,
        _ => sniff(start),
    }
}

/// What a file with an unknown name is, by what it begins with.
fn sniff(start: &[u8]) -> Kind {
    let start = start[..start.len().min(1024)].to_ascii_lowercase();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start).trim_ascii_start();
    let is_page = start.starts_with(b"<")
        && [&b"<html"[..], b"<!doctype html", b"<head", b"<body"]
            .iter()
            .any(|mark| start.windows(mark.len()).any(|w| w == *mark));
    match start.first() {
        Some(b'{') => Kind::JsonLines,
        _ if is_page => Kind::Page,
        _ => Kind::Plain,
    }
}

/// All bytes, up to the limit: a small compressed file can be a large one.
fn whole(reader: impl Read) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    reader.take(LIMIT as u64 + 1).read_to_end(&mut bytes).map_err(Reason::Unreadable)?;
    if bytes.len() > LIMIT {
        return Err(Reason::TooLong { limit: LIMIT as u64, found: None });
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Reason::Empty);
    }
    Ok(bytes)
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
    Ok(Report { document, place, byline: article.byline })
}

#[cfg(test)]
mod tests;
