//! The list of feeds: `feeds.toml`.
//!
//! ```toml
//! contact = "news@example.org"
//!
//! [[feed]]
//! url = "https://example.org/world/rss.xml"
//! publisher = "The Example"
//! every = "15m"
//! ```
//!
//! docs/WATCH.md has every key.

use anyhow::{Context as _, Result, anyhow, bail};
use demarche_fetch::{Client, Guard, Limits, Url, address};
use jiff::SignedDuration;
use serde::Deserialize;
use std::path::Path;
use std::time::Duration;

/// Least time between two requests for a feed of others.
const LEAST: Duration = Duration::from_mins(1);

/// All that is watched, and how.
#[derive(Clone, Debug)]
pub struct List {
    /// At least one.
    pub feeds: Vec<Feed>,
    /// Limits of the whole.
    pub limits: Bounds,
    /// What the program calls itself (`User-Agent`).
    pub name: String,
    /// Its name in robots.txt.
    pub token: String,
    guard: Guard,
}

/// A feed of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its address.
    pub url: Url,
    /// What it is called in messages.
    pub name: String,
    /// Publisher of its reports, whatever the pages say.
    pub publisher: Option<String>,
    /// Time between two requests.
    pub every: Duration,
    /// Whether the pages that it links are read, not its own text.
    pub articles: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    feed: Vec<Entry>,
    #[serde(default)]
    limits: Bounds,
    #[serde(default)]
    allow_private: Vec<String>,
    user_agent: Option<String>,
    contact: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    url: toml::Spanned<String>,
    name: Option<String>,
    publisher: Option<String>,
    every: Option<toml::Spanned<Time>>,
    #[serde(default = "yes")]
    articles: bool,
}

/// Limits of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bounds {
    /// Bytes of a feed or page, after decompression.
    pub max_bytes: u64,
    /// Of one request, from the look-up of the name to the last byte.
    pub timeout: Time,
    /// Redirects that are followed for one feed or page.
    pub redirects: u32,
    /// Between two requests to one host.
    pub per_host_delay: Time,
}

impl Default for Bounds {
    fn default() -> Self {
        let seconds = |n| Time(Duration::from_secs(n));
        Self { max_bytes: 8 << 20, timeout: seconds(30), redirects: 5, per_host_delay: seconds(2) }
    }
}

/// A length of time, written `90s`, `15m`, `1h 30m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Time(pub Duration);

impl TryFrom<String> for Time {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let read = text.parse::<SignedDuration>().ok().and_then(|d| Duration::try_from(d).ok());
        read.map(Self).ok_or_else(|| format!("expected a length of time such as `15m`, but found `{text}`"))
    }
}

fn yes() -> bool {
    true
}

impl List {
    /// Reads a list.
    ///
    /// # Errors
    /// Names the file and, where it can be told, the line: an unknown key, an address that may not be asked, a value out of bounds.
    pub fn read(path: &Path) -> Result<Self> {
        let place = path.display().to_string();
        let text = std::fs::read_to_string(path).with_context(|| place.clone())?;
        Self::parse(&text, &place)
    }

    fn parse(text: &str, place: &str) -> Result<Self> {
        let line = |start: usize| text.get(..start).map_or(1, |before| before.matches('\n').count() + 1);
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line(span.start));
            anyhow!("{place}:{line}: {}", error.message().lines().next().unwrap_or_default())
        })?;
        if file.feed.is_empty() {
            bail!("{place}: expected at least one `[[feed]]`, but found none");
        }
        bounds(&file.limits).with_context(|| place.to_owned())?;
        let guard = Guard::new(&file.allow_private).with_context(|| format!("{place}: allow_private"))?;
        let mut feeds: Vec<Feed> = Vec::new();
        for entry in file.feed {
            let line = line(entry.url.span().start);
            let feed = feed(entry, &guard).with_context(|| format!("{place}:{line}"))?;
            if feeds.iter().any(|f| f.url == feed.url) {
                bail!("{place}:{line}: expected each feed once, but found `{}` again", feed.url);
            }
            feeds.push(feed);
        }
        let (name, token) =
            name(file.user_agent, file.contact.as_deref()).with_context(|| place.to_owned())?;
        Ok(Self { feeds, limits: file.limits, name, token, guard })
    }

    /// A client that keeps to the list's limits.
    ///
    /// # Errors
    /// For a `user_agent` or `contact` that is no field of a header.
    pub fn client(&self) -> Result<Client> {
        let Bounds { max_bytes, timeout, .. } = self.limits;
        let limits = Limits { bytes: max_bytes, time: timeout.0, ..Limits::default() };
        Ok(Client::new(self.guard.clone(), limits, &self.name)?)
    }
}

fn feed(entry: Entry, guard: &Guard) -> Result<Feed> {
    let url = address(entry.url.get_ref())?;
    let own =
        guard.is_exception(url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(0));
    let least = if own { Duration::from_secs(1) } else { LEAST };
    let every = entry.every.map_or(Duration::from_mins(15), |every| every.into_inner().0);
    within("every", every, least, Duration::from_hours(24 * 30))?;
    let name = entry.name.or_else(|| entry.publisher.clone()).unwrap_or_else(|| url.to_string());
    Ok(Feed { url, name, publisher: entry.publisher, every, articles: entry.articles })
}

fn bounds(bounds: &Bounds) -> Result<()> {
    let seconds = Duration::from_secs;
    within("timeout", bounds.timeout.0, Duration::from_millis(100), seconds(600))?;
    within("per_host_delay", bounds.per_host_delay.0, Duration::ZERO, seconds(3600))?;
    if !(1..=64 << 20).contains(&bounds.max_bytes) {
        bail!("expected `max_bytes` from 1 to {}, but found {}", 64 << 20, bounds.max_bytes);
    }
    if bounds.redirects > 20 {
        bail!("expected at most 20 `redirects`, but found {}", bounds.redirects);
    }
    Ok(())
}

fn within(what: &str, found: Duration, least: Duration, most: Duration) -> Result<()> {
    if found < least || found > most {
        bail!("expected `{what}` from {least:?} to {most:?}, but found {found:?}");
    }
    Ok(())
}

/// What the program calls itself, and its name in robots.txt: the first word.
fn name(given: Option<String>, contact: Option<&str>) -> Result<(String, String)> {
    let name = given.unwrap_or_else(|| concat!("demarche/", env!("CARGO_PKG_VERSION")).to_owned());
    let token = name.split(['/', ' ']).next().unwrap_or_default().to_owned();
    if token.is_empty() || !token.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_')) {
        bail!("expected a `user_agent` such as `example/1.0`, but found `{name}`");
    }
    let name = contact.map_or(name.clone(), |contact| format!("{name} (+{contact})"));
    Ok((name, token))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(text: &str) -> String {
        format!("{:#}", List::parse(text, "feeds.toml").and_then(|list| list.client()).unwrap_err())
    }

    #[test]
    fn a_list_is_read_with_what_it_leaves_open() {
        let text = "contact = \"a@example.org\"\nallow_private = [\"127.0.0.1:8080\"]\n\
            [[feed]]\nurl = \"https://example.org/rss\"\npublisher = \"The Example\"\n\
            [[feed]]\nurl = \"http://127.0.0.1:8080/b\"\nname = \"own\"\nevery = \"1s\"\narticles = false\n\
            [limits]\ntimeout = \"500ms\"\n";
        let list = List::parse(text, "feeds.toml").unwrap();
        assert_eq!(list.name, format!("demarche/{} (+a@example.org)", env!("CARGO_PKG_VERSION")));
        assert_eq!(list.token, "demarche");
        let [first, second] = &list.feeds[..] else { panic!("{:?}", list.feeds) };
        assert_eq!((first.name.as_str(), first.every.as_secs(), first.articles), ("The Example", 900, true));
        assert_eq!((second.name.as_str(), second.every.as_secs(), second.articles), ("own", 1, false));
        let timeout = Time(Duration::from_millis(500));
        assert_eq!(list.limits, Bounds { timeout, ..Bounds::default() });
    }

    #[test]
    fn what_is_wrong_with_a_list_is_said_with_its_place() {
        let feed = "[[feed]]\nurl = \"https://example.org/rss\"\n";
        insta::assert_snapshot!(failure(""), @"feeds.toml: expected at least one `[[feed]]`, but found none");
        insta::assert_snapshot!(failure(&format!("{feed}evry = \"15m\"")), @"feeds.toml:3: unknown field `evry`, expected one of `url`, `name`, `publisher`, `every`, `articles`");
        insta::assert_snapshot!(failure(&format!("{feed}[limits]\nmax_byte = 1")), @"feeds.toml:4: unknown field `max_byte`, expected one of `max_bytes`, `timeout`, `redirects`, `per_host_delay`");
        insta::assert_snapshot!(failure(&format!("{feed}every = \"soon\"")), @"feeds.toml:3: expected a length of time such as `15m`, but found `soon`");
        insta::assert_snapshot!(failure(&format!("{feed}every = \"5s\"")), @"feeds.toml:2: expected `every` from 60s to 2592000s, but found 5s");
        insta::assert_snapshot!(failure(&format!("{feed}{feed}")), @"feeds.toml:4: expected each feed once, but found `https://example.org/rss` again");
        insta::assert_snapshot!(failure("[[feed]]\nurl = \"file:///etc/passwd\""), @"feeds.toml:2: expected an address of http or https, but found `file:///etc/passwd`");
        insta::assert_snapshot!(failure("[[feed]]\nname = \"x\""), @"feeds.toml:1: missing field `url`");
        insta::assert_snapshot!(failure(&format!("allow_private = [\"10.0.0.0/8\"]\n{feed}")), @"feeds.toml: allow_private: expected an address of the form HOST or HOST:PORT, but found `10.0.0.0/8`");
        insta::assert_snapshot!(failure(&format!("user_agent = \"Mozilla (x\"\ncontact = \"a\\nb\"\n{feed}")), @r#"expected a name without control characters, but found `Mozilla (x (+a\nb)`"#);
        insta::assert_snapshot!(failure(&format!("user_agent = \"/1\"\n{feed}")), @"feeds.toml: expected a `user_agent` such as `example/1.0`, but found `/1`");
        insta::assert_snapshot!(failure(&format!("{feed}[limits]\nmax_bytes = 0")), @"feeds.toml: expected `max_bytes` from 1 to 67108864, but found 0");
        insta::assert_snapshot!(failure("[[feed]\n"), @"feeds.toml:1: unclosed array table, expected `]`");
    }
}
