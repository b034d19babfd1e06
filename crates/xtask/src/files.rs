//! The files of the project, without those that git ignores.

use anyhow::{Context as _, Result};
use std::fs;
use std::path::Path;

/// A file of the project.
pub struct File {
    /// Where it is below the root, with `/` between folders.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Its text; `None` for a file that is not UTF-8.
    pub text: Option<String>,
}

impl File {
    /// What follows the last dot of its name, or nothing.
    pub fn extension(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or("");
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

/// Largest file that is read as text.
const LONGEST: u64 = 16 << 20;

/// Reads every file below `root`, sorted; git's own folder and what the root's `.gitignore` anchors are left out.
pub fn read(root: &Path) -> Result<Vec<File>> {
    let ignored = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
    let ignored: Vec<&str> = ignored.lines().filter_map(|line| line.strip_prefix('/')).collect();
    let mut out = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let at = root.join(&folder);
        for entry in fs::read_dir(&at).with_context(|| at.display().to_string())? {
            let entry = entry.with_context(|| at.display().to_string())?;
            let path = format!("{folder}{}", entry.file_name().to_string_lossy());
            if path == ".git" || ignored.contains(&path.as_str()) {
                continue;
            }
            let kind = entry.file_type().with_context(|| path.clone())?;
            if kind.is_dir() {
                folders.push(format!("{path}/"));
            } else if kind.is_file() {
                out.push(file(root, path)?);
            }
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(out)
}

fn file(root: &Path, path: String) -> Result<File> {
    let at = root.join(&path);
    let size = fs::metadata(&at).with_context(|| path.clone())?.len();
    if size > LONGEST {
        return Ok(File { path, size, text: None });
    }
    let bytes = fs::read(&at).with_context(|| path.clone())?;
    Ok(File { path, size, text: String::from_utf8(bytes).ok() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_is_found_and_its_build_is_not() {
        let files = read(&crate::root()).unwrap();
        assert!(files.iter().any(|f| f.path == "crates/xtask/src/files.rs" && f.extension() == "rs"));
        assert!(!files.iter().any(|f| f.path.starts_with("target/") || f.path.starts_with(".git/")));
    }
}
