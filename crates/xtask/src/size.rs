//! Large files are knowledge or models, and nothing else is.

use crate::Finding;
use crate::files::File;

/// Largest file elsewhere, in bytes.
const LIMIT: u64 = 1 << 20;

/// Folders that may hold large files.
const LARGE: [&str; 2] = ["knowledge/", "models/"];

/// Checks the size of a file.
pub fn check(file: &File) -> Option<Finding> {
    let large = file.size > LIMIT && !LARGE.iter().any(|folder| file.path.starts_with(folder));
    let message =
        || format!("expected at most {LIMIT} bytes outside of knowledge and models, but found {}", file.size);
    large.then(|| Finding::file(&file.path, message()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_is_found_where_it_does_not_belong() {
        let file = |path: &str, size| File { path: path.to_owned(), size, text: None };
        assert!(check(&file("examples/a.html", LIMIT + 1)).is_some());
        assert!(check(&file("examples/a.html", LIMIT)).is_none());
        assert!(check(&file("models/en.model", LIMIT + 1)).is_none());
    }
}
