//! Rust files are as rustfmt writes them.

use crate::Finding;
use anyhow::{Context as _, Result};
use std::path::Path;
use std::process::Command;

/// Runs `cargo fmt --check` over the workspace in `root`; names the files that differ.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root).args([
        "fmt",
        "--all",
        "--",
        "--check",
        "--files-with-diff",
        "--color",
        "never",
    ]);
    let output = command.output().context("cargo fmt")?;
    Ok(findings(root, output.status.success(), &output.stdout, &output.stderr))
}

fn findings(root: &Path, success: bool, files: &[u8], errors: &[u8]) -> Vec<Finding> {
    if success {
        return vec![];
    }
    let files = String::from_utf8_lossy(files);
    let mut found: Vec<Finding> = files
        .lines()
        .map(|file| {
            Path::new(file).strip_prefix(root).unwrap_or(Path::new(file)).to_string_lossy().into_owned()
        })
        .map(|file| Finding::file(&file, "not formatted: run `cargo fmt --all`"))
        .collect();
    if found.is_empty() {
        found.push(Finding::file(
            "rustfmt.toml",
            format!("cargo fmt: {}", String::from_utf8_lossy(errors).trim()),
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_differ_are_named() {
        let found = findings(Path::new("/p"), false, b"/p/crates/a/src/lib.rs\n", b"");
        assert_eq!(found, [Finding::file("crates/a/src/lib.rs", "not formatted: run `cargo fmt --all`")]);
    }

    #[test]
    fn a_formatter_that_fails_is_a_finding() {
        let found = findings(Path::new("/p"), false, b"", b"no such command: `fmt`\n");
        assert_eq!(found[0].to_string(), "rustfmt.toml: cargo fmt: no such command: `fmt`");
        assert_eq!(findings(Path::new("/p"), true, b"", b"a warning"), []);
    }
}
