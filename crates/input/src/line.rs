//! Lines of bounded length.

use std::io::{self, BufRead};

/// What came of reading a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// The line is in the buffer, without its line break.
    Read,
    /// It has this many bytes, which is too many; it was passed over.
    TooLong(u64),
    /// There is no further line.
    End,
}

/// Reads the next line into `buffer`, of which no more than `limit` bytes are ever held.
///
/// # Errors
/// What the reader says.
pub fn read(reader: &mut impl BufRead, buffer: &mut Vec<u8>, limit: usize) -> io::Result<Line> {
    buffer.clear();
    let mut length = 0u64;
    loop {
        let chunk = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            chunk => chunk?,
        };
        if chunk.is_empty() {
            return Ok(if length == 0 { Line::End } else { finish(buffer, length, limit) });
        }
        let end = chunk.iter().position(|&b| b == b'\n');
        let part = &chunk[..end.unwrap_or(chunk.len())];
        length += part.len() as u64;
        if length <= limit as u64 {
            buffer.extend_from_slice(part);
        } else {
            // The memory of a line that is passed over goes back at once.
            *buffer = Vec::new();
        }
        let used = part.len() + usize::from(end.is_some());
        reader.consume(used);
        if end.is_some() {
            return Ok(finish(buffer, length, limit));
        }
    }
}

fn finish(buffer: &mut Vec<u8>, length: u64, limit: usize) -> Line {
    if length > limit as u64 {
        return Line::TooLong(length);
    }
    if buffer.last() == Some(&b'\r') {
        buffer.pop();
    }
    Line::Read
}

#[cfg(test)]
mod tests {
    use super::{Line, read};
    use std::io::BufReader;

    #[test]
    fn a_long_line_is_passed_over_and_counted() {
        let source = format!("ab\r\n{}\n\ncd", "x".repeat(1000));
        let mut reader = BufReader::with_capacity(7, source.as_bytes());
        let mut buffer = Vec::new();
        let mut next = || {
            let line = read(&mut reader, &mut buffer, 10).unwrap();
            (line, String::from_utf8(buffer.clone()).unwrap(), buffer.capacity() <= 64)
        };
        assert_eq!(next(), (Line::Read, "ab".to_owned(), true));
        assert_eq!(next(), (Line::TooLong(1000), String::new(), true));
        assert_eq!(next(), (Line::Read, String::new(), true));
        assert_eq!(next(), (Line::Read, "cd".to_owned(), true));
        assert_eq!(next(), (Line::End, String::new(), true));
    }
}
