//! What no source file may hold: unfinished code, tests that do not run or cannot fail, dead code that is kept.

use crate::Finding;

/// What is banned and what to do instead.
const BANNED: [(&str, &str); 5] = [
    ("todo!", "write it or leave it out"),
    ("unimplemented!", "write it or leave it out"),
    ("#[ignore", "a test runs or is not there"),
    ("should_panic", "a test says what it expects"),
    ("allow(dead_code", "code that nobody uses goes"),
];

/// Looks through the code of a file; comments and strings are gone from it.
pub fn check(path: &str, code: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, line) in code.lines().enumerate() {
        let line: String = line.split_whitespace().collect();
        for (word, instead) in BANNED {
            if line.contains(word) {
                found.push(Finding::line(path, at + 1, format!("`{word}`: {instead}")));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_banned_word_is_found() {
        for (word, _) in BANNED {
            let found = check("a.rs", &format!("fn a() {{\n    {word}\n}}"));
            assert_eq!((found.len(), found[0].line), (1, Some(2)), "{word}");
        }
    }

    #[test]
    fn spelled_with_spaces_it_is_found_and_in_comments_it_is_not() {
        assert_eq!(check("a.rs", "#[allow( dead_code )]").len(), 1);
        assert_eq!(check("a.rs", &crate::code("// todo!\nlet a = \"todo!\";")), []);
    }
}
