//! Bytes → text: byte order marks, UTF-8, UTF-16, what a page declares, else what the bytes look like.

use crate::error::Reason;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Files that begin like this are no text, whatever else is in them.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"PK\x03\x04", "ZIP or an office document"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3\0", "SQLite"),
];

/// How much of a page is searched for the encoding it declares.
const DECLARED_WITHIN: usize = 4096;

/// Reads bytes as text.
///
/// `html` looks for a declared encoding as well. A byte order mark is believed first, then UTF-8 that is valid, then what
/// the page declares, then what the bytes look like.
///
/// # Errors
/// [`Reason::Binary`] for what is no text, [`Reason::Encoding`] for what no encoding explains.
pub fn text(bytes: &[u8], html: bool) -> Result<String, Reason> {
    binary(bytes)?;
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return strict(encoding, bytes);
    }
    // Pages have stray NUL bytes that browsers pass over; a text has none.
    if !html && looks_binary(bytes) {
        return Err(Reason::Binary(None));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    if html {
        let declared = declared(bytes).filter(|e| *e != UTF_8);
        // A page with a few wrong bytes is still a page.
        return Ok(declared
            .unwrap_or_else(|| guess(bytes))
            .decode_without_bom_handling(bytes)
            .0
            .into_owned());
    }
    strict(guess(bytes), bytes)
}

/// Reads bytes as text that came with the name of an encoding: it counts for what is no UTF-8 and has no byte order mark.
///
/// # Errors
/// As [`text`].
pub fn labelled(bytes: &[u8], label: Option<&str>, html: bool) -> Result<String, Reason> {
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|e| *e != UTF_8);
    match encoding {
        Some(encoding) if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() => {
            binary(bytes)?;
            Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
        }
        _ => match broken_utf8(bytes) {
            Some(text) => binary(bytes).map(|()| text),
            None => text(bytes, html),
        },
    }
}

/// UTF-8 in which fewer characters are broken than are not ASCII and whole.
fn broken_utf8(bytes: &[u8]) -> Option<String> {
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let text = String::from_utf8_lossy(bytes);
    let broken = text.matches(char::REPLACEMENT_CHARACTER).count();
    let whole = text.chars().filter(|c| !c.is_ascii()).count() - broken;
    (whole > broken).then(|| text.into_owned())
}

/// # Errors
/// [`Reason::Binary`] for what begins like a file that is no text.
fn binary(bytes: &[u8]) -> Result<(), Reason> {
    let known = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start));
    known.map_or(Ok(()), |(_, kind)| Err(Reason::Binary(Some(kind))))
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Reason> {
    let (text, errors) = encoding.decode_without_bom_handling(bytes);
    if errors { Err(Reason::Encoding(encoding.name())) } else { Ok(text.into_owned()) }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 of Western text has a zero in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1024) & !1];
    if sample.len() < 4 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let pairs = sample.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, high) if high * 10 >= pairs * 7 => Some(UTF_16LE),
        (high, 0) if high * 10 >= pairs * 7 => Some(UTF_16BE),
        _ => None,
    }
}

/// A NUL, or more control characters than a text has.
fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(8192)];
    let control =
        sample.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)).count();
    sample.contains(&0) || control * 20 > sample.len()
}

/// The encoding that a page declares near its beginning.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARED_WITHIN)].to_ascii_lowercase();
    let at = head.windows(8).position(|w| w == b"charset=").map(|at| at + 8);
    let at = at.or_else(|| head.windows(9).position(|w| w == b"encoding=").map(|at| at + 9))?;
    let label: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    Encoding::for_label(&label)
}

#[cfg(test)]
mod tests {
    use super::{Reason, text};

    fn utf16(text: &str, mark: bool) -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn encodings_are_recognised() {
        let wanted = "Präsident Erdoğan said: “No”.";
        assert_eq!(text(wanted.as_bytes(), false).unwrap(), wanted);
        assert_eq!(text(format!("\u{feff}{wanted}").as_bytes(), false).unwrap(), wanted);
        assert_eq!(text(&utf16(wanted, true), false).unwrap(), wanted);
        assert_eq!(text(&utf16("Ankara protested.", false), false).unwrap(), "Ankara protested.");
        let latin = b"Der Pr\xe4sident von \xd6sterreich reist im M\xe4rz nach K\xf6ln.";
        assert_eq!(text(latin, false).unwrap(), "Der Präsident von Österreich reist im März nach Köln.");
    }

    #[test]
    fn a_page_declares_its_encoding() {
        let page = b"<meta charset=\"windows-1251\"><p>\xcc\xee\xf1\xea\xe2\xe0</p>";
        assert!(text(page, true).unwrap().contains("Москва"));
        let wrong = "<meta charset=windows-1251><p>Köln</p>";
        assert!(
            text(wrong.as_bytes(), true).unwrap().contains("Köln"),
            "valid UTF-8 is believed over the page"
        );
        let unknown = b"<meta charset=martian><p>K\xf6ln ist eine Stadt im Westen.</p>";
        assert!(text(unknown, true).unwrap().contains("Köln"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(matches!(text(b"%PDF-1.7 \xff", false), Err(Reason::Binary(Some("PDF")))));
        assert!(matches!(text(b"a\0b\x01\x02 plain", false), Err(Reason::Binary(None))));
        // Neither UTF-16 with a mark nor anything else: a lone surrogate.
        assert!(matches!(text(b"\xff\xfe\x00\xd8a\0", false), Err(Reason::Encoding("UTF-16LE"))));
    }
}
