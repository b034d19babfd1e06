//! robots.txt: what a site asks programs to leave alone.

use std::time::Duration;

/// Most bytes of a file that are looked at, as RFC 9309 asks at the least.
const MOST: usize = 500 << 10;

/// What one program may ask of one site.
///
/// ```
/// use demarche_fetch::Robots;
/// let robots = Robots::parse("User-agent: *\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 2", "example");
/// assert!(robots.allows("/news?page=2") && robots.allows("/private/open/1"));
/// assert!(!robots.allows("/private/1"));
/// assert_eq!(robots.delay().unwrap().as_secs(), 2);
/// ```
/// # Source
/// RFC 9309; `Crawl-delay` is not part of it, but widely used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    /// Normalised; `*` stands for anything, a `$` at the end for the end.
    pattern: String,
}

impl Robots {
    /// Everything may be asked for.
    pub fn everything() -> Self {
        Self::default()
    }

    /// Reads a file for the program of that name, without version; at most its first 500 KiB. What is not understood is passed over.
    pub fn parse(text: &str, program: &str) -> Self {
        let mut end = text.len().min(MOST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let lines = || text[..end].strip_prefix('\u{feff}').unwrap_or(&text[..end]).lines().filter_map(line);
        group(lines(), |agent| named(agent, program))
            .or_else(|| group(lines(), |agent| agent == "*"))
            .unwrap_or_default()
    }

    /// Whether an address may be asked for, given by its path with its query.
    pub fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        if path == "/robots.txt" {
            return true;
        }
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        // The longest pattern decides, and of two as long the one that allows.
        matching.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }

    /// The time that is asked for between two requests.
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }
}

/// Field and value of a line, without its comment.
fn line(line: &str) -> Option<(String, &str)> {
    let line = line.split('#').next().unwrap_or_default();
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_ascii_lowercase(), value.trim()))
}

/// Whether a line means this program: `Example/1.0` means `example`.
fn named(agent: &str, program: &str) -> bool {
    let token = agent
        .split(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '-' | '_')))
        .next()
        .unwrap_or_default();
    !token.is_empty() && token.eq_ignore_ascii_case(program)
}

/// The rules of all groups that are meant, together; `None` where there is no such group.
fn group<'t>(
    lines: impl Iterator<Item = (String, &'t str)>,
    is_meant: impl Fn(&str) -> bool,
) -> Option<Robots> {
    let (mut found, mut meant, mut in_names) = (None::<Robots>, false, false);
    for (name, value) in lines {
        match name.as_str() {
            "user-agent" => {
                meant = is_meant(value) || (in_names && meant);
                in_names = true;
                if meant {
                    found.get_or_insert_default();
                }
                continue;
            }
            "allow" | "disallow" if meant && !value.is_empty() => {
                let rule = Rule { allow: name == "allow", pattern: normal(value) };
                found.get_or_insert_default().rules.push(rule);
            }
            "crawl-delay" if meant => {
                let delay = value.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                let robots = found.get_or_insert_default();
                robots.delay = robots.delay.max(delay);
            }
            // Fields for everybody, such as `Sitemap`, end no list of names.
            "allow" | "disallow" | "crawl-delay" => {}
            _ => continue,
        }
        in_names = false;
    }
    found
}

/// An address so that two ways to write it are the same: what needs no `%` has none, what is not ASCII has one.
fn normal(path: &str) -> String {
    let bytes = path.as_bytes();
    let (mut out, mut at) = (String::with_capacity(path.len()), 0);
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let escaped = escaped.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match escaped {
            Some(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') => {
                out.push(char::from(byte));
            }
            Some(byte) => percent(&mut out, byte),
            None if bytes[at].is_ascii_graphic() => out.push(char::from(bytes[at])),
            None => percent(&mut out, bytes[at]),
        }
        at += if escaped.is_some() { 3 } else { 1 };
    }
    out
}

fn percent(out: &mut String, byte: u8) {
    use std::fmt::Write as _;
    let _ = write!(out, "%{byte:02X}");
}

/// Whether a pattern fits the beginning of a path. Each piece between two `*` is looked for once, from left to right: the first place
/// is as good as any later one.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |p| (p, true));
    let mut pieces = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let mut pieces: Vec<&str> = pieces.collect();
    let last = if whole { pieces.pop() } else { None };
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    match (whole, last) {
        (true, Some(last)) => rest.ends_with(last),
        (true, None) => rest.is_empty(),
        (false, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(file: &str, path: &str) -> bool {
        Robots::parse(file, "demarche").allows(path)
    }

    #[test]
    fn the_longest_rule_decides() {
        let file = "user-agent: *\ndisallow: /a\nallow: /a/b\ndisallow: /a/b/c\nallow: /d\ndisallow: /d";
        assert!(!allowed(file, "/a/x"));
        assert!(allowed(file, "/a/b/x"));
        assert!(!allowed(file, "/a/b/c"));
        assert!(allowed(file, "/d"), "of two as long the one that allows");
        assert!(allowed(file, "/else") && allowed("", "/a") && allowed("Disallow: /", "/a"));
        assert!(allowed("User-agent: *\nDisallow: /", "/robots.txt"));
        assert!(allowed("User-agent: *\nDisallow:", "/a"));
    }

    #[test]
    fn stars_and_ends_are_understood() {
        let rule = |pattern: &str, path: &str| !allowed(&format!("User-agent: *\nDisallow: {pattern}"), path);
        assert!(rule("/*.pdf$", "/a/b.pdf") && !rule("/*.pdf$", "/a/b.pdf?x") && rule("/*.pdf", "/b.pdf?x"));
        assert!(rule("/a*b*c", "/aXbYc/more") && !rule("/a*b*c", "/aXcYb"));
        assert!(rule("*/private/", "/x/private/y") && !rule("/$", "/a") && rule("/$", "/"));
        assert!(rule("/a$", "/a") && !rule("/a$", "/ab") && rule("/*b$", "/bab"));
        assert!(rule("/caf%C3%A9", "/café") && rule("/café", "/caf%c3%a9") && rule("/%61", "/a"));
        assert!(!rule("/a%2Fb", "/a/b"), "an escaped slash is another one");
    }

    #[test]
    fn the_group_of_ones_own_name_counts_before_that_of_all() {
        let file = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-Agent: Demarche/9.1 # us\nDisallow: /a\n\
            Crawl-delay: 1.5\nUser-agent: third\nDisallow: /b\n\nUser-agent: demarche\nDisallow: /c\n";
        assert!(!allowed(file, "/a") && allowed(file, "/b") && !allowed(file, "/c") && allowed(file, "/d"));
        assert_eq!(Robots::parse(file, "demarche").delay(), Some(Duration::from_millis(1500)));
        assert!(!Robots::parse(file, "stranger").allows("/d"));
        assert!(!allowed("User-agent: a\nUser-agent: *\nSitemap: /s\nUser-agent: b\nDisallow: /", "/x"));
    }

    #[test]
    fn hostile_files_are_read_in_time() {
        for delay in ["-1", "NaN", "inf", "1e300", "x"] {
            let file = format!("User-agent: *\nCrawl-delay: {delay}");
            assert_eq!(Robots::parse(&file, "demarche").delay(), None, "{delay}");
        }
        let stars = format!("User-agent: *\nDisallow: /{}z", "*a".repeat(200_000));
        let path = format!("/{}", "a".repeat(2000));
        assert!(allowed(&stars, &path));
        let many = format!("User-agent: *\n{}", "Disallow: /*a*a*a*a*a*b\n".repeat(20_000));
        assert!(allowed(&many, &path));
        assert!(!allowed("User-agent: *\r\nDisallow: /\0\r\n%\r\n:::\r\ndisallow:/x%", "/x%"));
        let cut = format!("User-agent: *\nDisallow: /a\n{}\nDisallow: /b", "é".repeat(300 << 10));
        assert!(!allowed(&cut, "/a") && allowed(&cut, "/b"));
    }
}
