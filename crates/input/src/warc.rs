//! Web archives (WARC 1.0 and 1.1, ISO 28500), as crawlers write them: the pages of response records, and the text of
//! conversion records (WET).
//!
//! Read by ourselves, because the libraries that do take a record's own word for its length and hold all of it.

use crate::error::{InputError, Place, Reason};
use crate::{LIMIT, Report, decode, line, page, plain};
use flate2::read::MultiGzDecoder;
use std::io::{self, BufRead, Read};

/// Longest line of a header.
const HEADER_LINE: usize = 1 << 16;

/// A web archive while it is read.
pub struct Warc {
    reader: Box<dyn BufRead + Send>,
    place: Place,
    /// Records so far.
    records: u64,
    ended: bool,
}

/// The fields of a record's header, or of a response's, that matter here.
#[derive(Default)]
struct Header {
    kind: String,
    length: u64,
    address: Option<String>,
    content_type: String,
    encoding: String,
    transfer: String,
}

impl Warc {
    /// The pages of an archive; `place` names it.
    pub fn new(reader: Box<dyn BufRead + Send>, place: Place) -> Self {
        Self { reader, place, records: 0, ended: false }
    }

    /// The next record that holds a page or its text; `None` at the end.
    fn record(&mut self) -> Result<Option<(Header, Vec<u8>)>, Reason> {
        loop {
            let Some(header) = self.header()? else { return Ok(None) };
            self.records += 1;
            let wanted = matches!(header.kind.as_str(), "response" | "conversion" | "resource");
            if !wanted || header.length > LIMIT as u64 {
                skip(&mut self.reader, header.length)?;
                if wanted {
                    return Err(Reason::TooLong { limit: LIMIT as u64, found: Some(header.length) });
                }
                continue;
            }
            let mut block = Vec::new();
            self.reader.by_ref().take(header.length).read_to_end(&mut block).map_err(Reason::Unreadable)?;
            if (block.len() as u64) < header.length {
                return Err(Reason::Unreadable(io::ErrorKind::UnexpectedEof.into()));
            }
            return Ok(Some((header, block)));
        }
    }

    /// The header of the next record, after the empty lines that end the one before.
    fn header(&mut self) -> Result<Option<Header>, Reason> {
        let mut buffer = Vec::new();
        loop {
            match line::read(&mut self.reader, &mut buffer, HEADER_LINE).map_err(Reason::Unreadable)? {
                line::Line::End => return Ok(None),
                line::Line::Read if buffer.is_empty() => {}
                line::Line::Read if buffer.starts_with(b"WARC/1.") => break,
                _ => return Err(Reason::Warc("something else where a record should begin")),
            }
        }
        fields(&mut self.reader).map(Some)
    }
}

impl Iterator for Warc {
    type Item = Result<Report, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let record = self.record();
            let line = (self.records > 0).then_some(self.records);
            let place = Place { line, ..self.place.clone() };
            let report = match record {
                Ok(None) if self.records > 0 => return None,
                Ok(None) => Err(Reason::Empty),
                Ok(Some((header, block))) => match document(&header, &block, place.clone()) {
                    Some(report) => report,
                    None => continue,
                },
                Err(reason) => Err(reason),
            };
            // Behind a record that is merely long comes the next; behind a broken one nothing can be trusted.
            self.ended = matches!(report, Err(Reason::Unreadable(_) | Reason::Warc(_) | Reason::Empty));
            return Some(report.map_err(|reason| InputError { place, reason }));
        }
        None
    }
}

/// The document of a record; none where it is no page, or one that the server did not give.
fn document(header: &Header, block: &[u8], place: Place) -> Option<Result<Report, Reason>> {
    let mut report = if header.kind == "response" {
        let (response, body) = response(block)?;
        if !is_page(&response.content_type) {
            return None;
        }
        body.and_then(|body| page(&decode::text(&body, true)?, place))
    } else if header.content_type.starts_with("text/plain") {
        decode::text(block, false).and_then(|text| plain::document(&text, place))
    } else if is_page(&header.content_type) {
        decode::text(block, true).and_then(|text| page(&text, place))
    } else {
        return None;
    };
    if let (Ok(report), Some(address)) = (&mut report, &header.address) {
        report.document.id.clone_from(address);
        report.document.url.get_or_insert_with(|| address.clone());
    }
    Some(report)
}

fn is_page(content_type: &str) -> bool {
    content_type.starts_with("text/html") || content_type.starts_with("application/xhtml")
}

/// Header and body of an answer with status 200, its body as it was before transfer; none for other answers.
fn response(block: &[u8]) -> Option<(Header, Result<Vec<u8>, Reason>)> {
    let mut reader = block;
    let mut status = Vec::new();
    line::read(&mut reader, &mut status, HEADER_LINE).ok()?;
    let good = status.starts_with(b"HTTP/") && status.split(|&b| b == b' ').nth(1) == Some(b"200");
    let header = good.then(|| fields(&mut reader).ok()).flatten()?;
    let body = if header.transfer.contains("chunked") { unchunked(reader) } else { reader.to_vec() };
    // Crawlers often keep the field and store the body decoded.
    if header.encoding.contains("gzip") && body.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        let read = MultiGzDecoder::new(body.as_slice()).take(LIMIT as u64).read_to_end(&mut plain);
        return Some((header, read.map(|_| plain).map_err(Reason::Unreadable)));
    }
    Some((header, Ok(body)))
}

/// The fields up to the empty line.
fn fields(reader: &mut impl BufRead) -> Result<Header, Reason> {
    let mut header = Header::default();
    let mut buffer = Vec::new();
    loop {
        match line::read(reader, &mut buffer, HEADER_LINE).map_err(Reason::Unreadable)? {
            line::Line::End => return Err(Reason::Unreadable(io::ErrorKind::UnexpectedEof.into())),
            line::Line::Read if buffer.is_empty() => return Ok(header),
            line::Line::Read => field(&String::from_utf8_lossy(&buffer), &mut header)?,
            line::Line::TooLong(_) => {}
        }
    }
}

fn field(line: &str, header: &mut Header) -> Result<(), Reason> {
    let Some((name, value)) = line.split_once(':') else { return Ok(()) };
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    match name.trim().to_ascii_lowercase().as_str() {
        "warc-type" => header.kind = lower,
        "content-length" => {
            header.length = value.parse().map_err(|_| Reason::Warc("a record without a length"))?;
        }
        "warc-target-uri" => header.address = Some(value.trim_matches(['<', '>']).to_owned()),
        "content-type" => header.content_type = lower,
        "content-encoding" => header.encoding = lower,
        "transfer-encoding" => header.transfer = lower,
        _ => {}
    }
    Ok(())
}

/// A body sent in chunks, put together; one that is not sent so stays as it is.
fn unchunked(body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    let mut rest = body;
    while let Some(end) = rest.windows(2).position(|w| w == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).ok().map(|s| s.split(';').next().unwrap_or(s).trim());
        let Some(size) = size.and_then(|s| usize::from_str_radix(s, 16).ok()) else { break };
        let chunk = &rest[end + 2..];
        if size == 0 {
            return whole;
        }
        if size > chunk.len() {
            whole.extend_from_slice(chunk);
            return whole;
        }
        whole.extend_from_slice(&chunk[..size]);
        rest = chunk[size..].strip_prefix(b"\r\n").unwrap_or(&chunk[size..]);
    }
    if whole.is_empty() { body.to_vec() } else { whole }
}

fn skip(reader: &mut impl BufRead, length: u64) -> Result<(), Reason> {
    let skipped = io::copy(&mut reader.take(length), &mut io::sink()).map_err(Reason::Unreadable)?;
    if skipped < length { Err(Reason::Unreadable(io::ErrorKind::UnexpectedEof.into())) } else { Ok(()) }
}
