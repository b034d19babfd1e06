//! Rust source without what is not code: comments, strings, tests.
//!
//! Enough of Rust's lexical grammar to know where code is; it leaves out macros that bend it.

/// The code of a Rust file: comments and the insides of strings and characters become spaces, lines stay lines.
pub fn code(source: &str) -> String {
    let mut scan = Scan { rest: source, out: String::with_capacity(source.len()), after_word: false };
    while !scan.rest.is_empty() {
        scan.step();
    }
    scan.out
}

struct Scan<'s> {
    rest: &'s str,
    out: String,
    /// True after a letter, digit or underscore: an `r` there begins no raw string.
    after_word: bool,
}

impl Scan<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            self.blank(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.blank(block_comment(self.rest));
        } else if let Some(length) = (!self.after_word).then(|| raw_string(self.rest)).flatten() {
            self.blank(length);
        } else if self.rest.starts_with('"') {
            self.blank(string(self.rest));
        } else if let Some(length) = character(self.rest) {
            self.blank(length);
        } else if let Some(c) = self.rest.chars().next() {
            self.after_word = c.is_alphanumeric() || c == '_';
            self.out.push(c);
            self.rest = &self.rest[c.len_utf8()..];
        }
    }

    fn blank(&mut self, length: usize) {
        let (gone, rest) = self.rest.split_at(length);
        self.out.extend(gone.chars().map(|c| if c == '\n' { c } else { ' ' }));
        self.rest = rest;
        self.after_word = false;
    }
}

/// Length of the comment, with those nested in it.
fn block_comment(source: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < source.len() {
        match source.as_bytes().get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += source[at..].chars().next().map_or(1, char::len_utf8),
        }
        if depth == 0 {
            return at;
        }
    }
    source.len()
}

/// Length of the raw string that begins here.
fn raw_string(source: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r"].into_iter().find(|p| source.starts_with(p))?;
    let hashes = source[prefix.len()..].bytes().take_while(|&b| b == b'#').count();
    let open = prefix.len() + hashes;
    let body = source[open..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    Some(body.find(&close).map_or(source.len(), |end| open + 1 + end + close.len()))
}

/// Length of the string that begins here.
fn string(source: &str) -> usize {
    let mut escaped = false;
    for (at, c) in source.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    source.len()
}

/// Length of the character literal that begins here; a lifetime is none.
fn character(source: &str) -> Option<usize> {
    let body = source.strip_prefix('\'')?;
    let first = body.chars().next()?;
    let from = if first == '\\' { 2 } else { first.len_utf8() };
    // The longest escape is '\u{10ffff}'.
    let longest = if first == '\\' { 10 } else { 1 };
    let end = body.get(from..)?.char_indices().take(longest).find(|&(_, c)| c == '\'')?.0;
    Some(1 + from + end + 1)
}

/// Code without its test modules: what follows `#[cfg(test)]`, up to the brace that closes it, becomes spaces.
pub fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        let (before, tests) = rest.split_at(at);
        let (gone, after) = tests.split_at(item(tests));
        out.push_str(before);
        out.extend(gone.chars().map(|c| if c == '\n' { c } else { ' ' }));
        rest = after;
    }
    out + rest
}

/// Length of the item that begins here, with its attributes: to its closing brace, or its semicolon if it has no body.
fn item(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squeezed(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn only_code_is_left() {
        let cases = [
            ("a // b\nc", "a c"),
            ("a /* b /* c */ d */ e", "a e"),
            (r#"a("b \" c", d)"#, "a( , d)"),
            (r##"a(r#"b " c"#, d)"##, "a( , d)"),
            ("for r in 'a'..='\\'' {}", "for r in ..= {}"),
            ("fn f<'a>(x: &'a str) -> &'a str", "fn f<'a>(x: &'a str) -> &'a str"),
            ("'\\u{1F422}' é 'é'", "é"),
            ("unclosed \" string", "unclosed"),
        ];
        for (source, wanted) in cases {
            assert_eq!(squeezed(&code(source)), wanted, "{source}");
        }
    }

    #[test]
    fn lines_stay_where_they_are() {
        let source = "one\n/* two\nthree */ \"\nfour\"\nfive";
        assert_eq!(code(source).lines().count(), source.lines().count());
        assert_eq!(code(source).lines().last(), Some("five"));
    }

    #[test]
    fn tests_are_cut_and_what_follows_is_not() {
        let source = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { if c {} } }\nfn d() {}\n#[cfg(test)]\nmod e;\nfn f() {}";
        assert_eq!(squeezed(&without_tests(source)), "fn a() {} fn d() {} fn f() {}");
    }
}
