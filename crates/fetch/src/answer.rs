//! What a server said.

use crate::FetchError;
use crate::address_in;
use jiff::{SignedDuration, Timestamp};
use url::Url;

/// Longest field of an answer that is kept as text, in bytes.
const LONGEST_FIELD: usize = 4096;

/// What a server said: status, fields and body, decompressed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// 200 and so on.
    pub status: u16,
    /// Names in small letters; values that are no ASCII text are left out.
    pub fields: Vec<(String, String)>,
    /// Decompressed.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first field of that name, in small letters.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Keeps a field.
    pub(crate) fn push(&mut self, name: &str, value: &[u8]) {
        let text = std::str::from_utf8(value).ok().filter(|text| text.len() <= LONGEST_FIELD);
        if let Some(text) = text.filter(|text| text.chars().all(|c| c.is_ascii() && !c.is_ascii_control())) {
            self.fields.push((name.to_ascii_lowercase(), text.trim().to_owned()));
        }
    }

    /// Where a redirect points to, seen from the address that was asked; `None` for other answers.
    ///
    /// # Errors
    /// [`FetchError::Address`] where it points to nothing that may be asked.
    pub fn redirect(&self, from: &Url) -> Result<Option<Url>, FetchError> {
        if !matches!(self.status, 301 | 302 | 303 | 307 | 308) {
            return Ok(None);
        }
        address_in(from, self.field("location").unwrap_or_default()).map(Some)
    }

    /// Whether a redirect is for good.
    pub fn is_permanent(&self) -> bool {
        matches!(self.status, 301 | 308)
    }

    /// How long from `now` the server asks to be left alone (`Retry-After`: seconds, or a date).
    pub fn retry_after(&self, now: Timestamp) -> Option<SignedDuration> {
        let value = self.field("retry-after")?;
        let asked = match value.parse::<u32>() {
            Ok(seconds) => SignedDuration::from_secs(i64::from(seconds)),
            Err(_) => now.duration_until(date(value)?),
        };
        asked.is_positive().then_some(asked)
    }

    /// How long the answer stays fresh (`Cache-Control: max-age`).
    ///
    /// # Source
    /// RFC 9111, 5.2.2.1; `no-cache`, `no-store` and `Expires` are no reason to ask later.
    pub fn max_age(&self) -> Option<SignedDuration> {
        let directives = self.field("cache-control")?.split(',').map(str::trim);
        let age = directives
            .filter_map(|d| d.split_once('='))
            .find(|(name, _)| name.eq_ignore_ascii_case("max-age"))?;
        let seconds: u32 = age.1.trim_matches('"').parse().ok()?;
        Some(SignedDuration::from_secs(i64::from(seconds)))
    }
}

/// A date as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
fn date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, name: &str, value: &str) -> Answer {
        let mut answer = Answer { status, ..Answer::default() };
        answer.push(name, value.as_bytes());
        answer
    }

    #[test]
    fn a_server_may_ask_for_patience_in_two_ways() {
        let now: Timestamp = "1994-11-06T08:49:00Z".parse().unwrap();
        let asked = |value: &str| answer(429, "Retry-After", value).retry_after(now).map(|d| d.as_secs());
        assert_eq!(asked("120"), Some(120));
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:37 GMT"), Some(37));
        for nothing in ["0", "-5", "soon", "99999999999", "Sun, 06 Nov 1994 08:48:37 GMT", ""] {
            assert_eq!(asked(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn freshness_is_read_where_it_is_said() {
        let age = |value: &str| answer(200, "cache-control", value).max_age().map(|d| d.as_secs());
        assert_eq!(age("public, Max-Age=600, must-revalidate"), Some(600));
        assert_eq!(age("no-cache"), None);
        assert_eq!(age("max-age=never, s-maxage=5"), None);
    }

    #[test]
    fn redirects_stay_on_the_web() {
        let from = crate::address("https://example.org/a/b").unwrap();
        let to = |location: &str| {
            answer(302, "Location", location).redirect(&from).map(|url| url.unwrap().to_string())
        };
        assert_eq!(to("/c").unwrap(), "https://example.org/c");
        assert!(to("file:///etc/passwd").is_err());
        assert_eq!(answer(200, "Location", "/c").redirect(&from).unwrap(), None);
        let same = Answer { status: 301, ..Answer::default() }.redirect(&from).unwrap();
        assert_eq!(
            same,
            Some(from),
            "a redirect to nowhere is one to itself, which the limit of redirects ends"
        );
    }

    #[test]
    fn fields_that_are_no_text_are_left_out() {
        let mut answer = Answer::default();
        answer.push("ETag", b"\"a\xff\"");
        answer.push("Last-Modified", "a\u{1b}[31m".as_bytes());
        answer.push("X-Long", "a".repeat(9999).as_bytes());
        assert_eq!(answer.fields, []);
    }
}
