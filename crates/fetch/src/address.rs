//! Addresses that may be asked.

use crate::FetchError;
use url::Url;

/// Longest address in bytes; longer ones have no use but harm.
const LONGEST: usize = 2048;

/// Reads an absolute address; a fragment is taken off, since it says nothing to a server.
///
/// # Errors
/// [`FetchError::Address`] for what is none, is not of `http` or `https`, has no host, a password, or more than 2048 bytes.
pub fn address(text: &str) -> Result<Url, FetchError> {
    let url = Url::parse(text.trim()).map_err(|_| refusal("that is absolute", text))?;
    check(url)
}

/// Reads an address as it is written within what came from another one, perhaps without host or folder.
///
/// # Errors
/// As [`address`].
pub fn address_in(base: &Url, text: &str) -> Result<Url, FetchError> {
    let url = base.join(text.trim()).map_err(|_| refusal("that can be understood", text))?;
    check(url)
}

fn check(mut url: Url) -> Result<Url, FetchError> {
    url.set_fragment(None);
    let expected = if !matches!(url.scheme(), "http" | "https") {
        "of http or https"
    } else if url.host_str().is_none_or(str::is_empty) {
        "with a host"
    } else if !url.username().is_empty() || url.password().is_some() {
        "without a password"
    } else if url.as_str().len() > LONGEST {
        "of at most 2048 bytes"
    } else {
        return Ok(url);
    };
    Err(refusal(expected, url.as_str()))
}

fn refusal(expected: &'static str, found: &str) -> FetchError {
    FetchError::Address { expected, found: found.chars().take(200).flat_map(char::escape_debug).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_asked() {
        let shown = |text: &str| address(text).map_or_else(|e| e.to_string(), |url| url.to_string());
        assert_eq!(shown(" https://example.org/a?b#c\n"), "https://example.org/a?b");
        assert_eq!(shown("http://0x7f.1/"), "http://127.0.0.1/", "every way to write an address of numbers");
        insta::assert_snapshot!(shown("file:///etc/passwd"), @"expected an address of http or https, but found `file:///etc/passwd`");
        insta::assert_snapshot!(shown("/feed.xml"), @"expected an address that is absolute, but found `/feed.xml`");
        insta::assert_snapshot!(shown("http://me:secret@example.org"), @"expected an address without a password, but found `http://me:secret@example.org/`");
        assert!(
            shown(&format!("http://example.org/{}", "a".repeat(3000)))
                .starts_with("expected an address of at most")
        );
        assert!(address("gopher://example.org/").is_err() && address("data:text/html,a").is_err());
    }

    #[test]
    fn an_address_within_another_is_held_to_the_same() {
        let base = address("https://example.org/a/b").unwrap();
        assert_eq!(address_in(&base, "../c").unwrap().as_str(), "https://example.org/c");
        assert_eq!(address_in(&base, "//other.example/").unwrap().as_str(), "https://other.example/");
        assert!(address_in(&base, "file:///etc/passwd").is_err());
        assert!(address_in(&base, "javascript:alert(1)").is_err());
    }
}
