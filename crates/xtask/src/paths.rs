//! The project knows nothing of the machine that it was written on: no absolute path of one, and no unfinished remark.

use crate::Finding;

/// First folders of absolute paths; the slashes are added below, so that this file does not find itself.
const FOLDERS: [&str; 5] = ["work", "tmp", "root", "home", "Users"];

/// Looks through a text file; what tests and examples hold is data.
pub fn check(path: &str, text: &str) -> Vec<Finding> {
    if path.contains("/tests/") || path.starts_with("examples/") {
        return vec![];
    }
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        found.extend(
            absolute(line).map(|p| Finding::line(path, at + 1, format!("`{p}`: a path of one machine"))),
        );
    }
    found
}

/// The first absolute path in a line; a folder of a web address or of another path is none.
fn absolute(line: &str) -> Option<String> {
    FOLDERS.iter().map(|folder| format!("/{folder}/")).find(|needle| {
        line.match_indices(needle.as_str()).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            before.is_none_or(|c| {
                !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | '/' | '*' | '}' | ')'))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_paths_are_found() {
        for folder in FOLDERS {
            let line = format!("let a = read(\"/{folder}/model\");");
            assert_eq!(check("crates/a/src/lib.rs", &line).len(), 1, "{line}");
        }
    }

    #[test]
    fn folders_of_addresses_and_of_other_paths_are_let_be() {
        for line in ["https://example.org/work/a", "src/home/a", "target/tmp/a", "$DIR}/tmp/b", "work/tmp"] {
            assert_eq!(check("README.md", line), [], "{line}");
        }
    }
}
