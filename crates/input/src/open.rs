//! A file → its documents: decompressed, and read as what its name or its beginning says it is.

use crate::error::{InputError, Place, Reason};
use crate::table::Table;
use crate::{LIMIT, Report, decode, feed, lines::Lines, page, parquet::Parquet, plain, walk, warc::Warc};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The documents of one file.
pub type Source = Box<dyn Iterator<Item = Result<Report, InputError>> + Send>;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    JsonLines,
    /// A table whose cells are parted by this byte, or by what its first line shows.
    Table(Option<u8>),
    Feed,
    Warc,
    Parquet,
    Page,
    Plain,
}

/// Bytes of a file that are looked at to see what it is.
const SNIFFED: usize = 1024;

/// What a Parquet file begins and ends with.
const PARQUET: &[u8] = b"PAR1";

/// How much of a file is read ahead.
const AHEAD: usize = 1 << 16;

/// Opens a file; `columns` says which columns of tables are read as what, `consumed` counts bytes before decompression.
///
/// # Errors
/// When it cannot be read, or is nothing that has documents.
pub fn open(
    place: &Place,
    columns: &[(String, String)],
    consumed: &Arc<AtomicU64>,
) -> Result<Source, Reason> {
    let mut reader = unpacked(&place.path, consumed).map_err(Reason::Unreadable)?;
    let start = reader.fill_buf().map_err(Reason::Unreadable)?;
    let place = place.clone();
    let kind = kind(&place.path, start);
    match kind {
        Kind::JsonLines => Ok(Box::new(Lines::new(utf8(reader), place))),
        Kind::Table(delimiter) => {
            Table::new(utf8(reader), delimiter, columns, place).map(|t| Box::new(t) as Source)
        }
        Kind::Warc => Ok(Box::new(Warc::new(reader, place))),
        Kind::Parquet => Parquet::open(columns, place).map(|p| Box::new(p) as Source),
        Kind::Feed => feed::documents(&whole(reader)?, &place).map(|d| Box::new(d.into_iter()) as Source),
        Kind::Page | Kind::Plain => {
            let bytes = whole(reader)?;
            let text = decode::text(&bytes, kind == Kind::Page)?;
            let report = if kind == Kind::Page { page(&text, place) } else { plain::document(&text, place) };
            report.map(|report| Box::new(std::iter::once(Ok(report))) as Source)
        }
    }
}

/// Byte order marks are taken off, UTF-16 with one becomes UTF-8; other bytes pass as they are.
fn utf8(reader: Box<dyn BufRead + Send>) -> Box<dyn BufRead + Send> {
    let utf8 =
        encoding_rs_io::DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(reader);
    Box::new(BufReader::with_capacity(AHEAD, utf8))
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
    let mut reader = BufReader::with_capacity(AHEAD, counted);
    let start = reader.fill_buf()?;
    if start.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(BufReader::with_capacity(AHEAD, MultiGzDecoder::new(reader))));
    }
    if start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let mut decoder = zstd::Decoder::with_buffer(reader)?;
        // A frame may ask for a window of any size; no document needs more than a gigabyte's worth.
        decoder.window_log_max(27)?;
        return Ok(Box::new(BufReader::with_capacity(AHEAD, decoder)));
    }
    Ok(Box::new(reader))
}

fn kind(path: &Path, start: &[u8]) -> Kind {
    let extension = walk::extension(path);
    match extension.as_deref() {
        // It is read from its end, so that it is opened anew, and has to be a file.
        _ if start.starts_with(PARQUET) && path.is_file() => Kind::Parquet,
        // A JSON Feed is named like any JSON.
        Some("json") if is_json_feed(start) => Kind::Feed,
        _ if path == Path::new("-") => Kind::JsonLines,
        Some("jsonl" | "ndjson" | "json") => Kind::JsonLines,
        Some("csv") => Kind::Table(None),
        Some("tsv" | "tab") => Kind::Table(Some(b'\t')),
        Some("rss" | "atom" | "xml") => Kind::Feed,
        Some("warc" | "wet") => Kind::Warc,
        Some("html" | "htm" | "xhtml") => Kind::Page,
        Some("txt" | "md") => Kind::Plain,
        _ => sniff(start),
    }
}

/// What a file with an unknown name is, by what it begins with.
fn sniff(start: &[u8]) -> Kind {
    if is_json_feed(start) {
        return Kind::Feed;
    }
    let start = start[..start.len().min(SNIFFED)].to_ascii_lowercase();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start).trim_ascii_start();
    let has = |mark: &[u8]| start.windows(mark.len()).any(|w| w == mark);
    let is_markup = start.starts_with(b"<");
    match start.first() {
        Some(b'{') => Kind::JsonLines,
        _ if start.starts_with(b"warc/") => Kind::Warc,
        _ if is_markup && [&b"<html"[..], b"<!doctype html", b"<head", b"<body"].iter().any(|m| has(m)) => {
            Kind::Page
        }
        _ if is_markup && [&b"<rss"[..], b"<feed", b"<rdf:rdf"].iter().any(|m| has(m)) => Kind::Feed,
        _ => Kind::Plain,
    }
}

fn is_json_feed(start: &[u8]) -> bool {
    let start = &start[..start.len().min(SNIFFED)];
    let mark = b"jsonfeed.org/version/";
    start.trim_ascii_start().starts_with(b"{") && start.windows(mark.len()).any(|w| w == mark)
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
