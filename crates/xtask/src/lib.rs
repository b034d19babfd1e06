//! The project's own checks: what must hold here and no compiler sees.
//!
//! ```
//! let source = xtask::code("let word = \"todo!()\"; // todo!() in a comment");
//! assert!(!source.contains("todo!"));
//! ```
//!
//! `cargo test` runs them all; `cargo xtask tidy` runs them alone. It leaves out lints, which are clippy's, and spelling.
#![allow(clippy::disallowed_methods, reason = "this crate is an edge: it reads the project's own files")]

mod arrows;
mod banned;
mod calls;
mod drawing;
mod files;
mod finding;
mod format;
mod lexicons;
mod manifests;
mod paths;
mod size;
mod source;

pub use finding::Finding;
pub use source::code;

use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new(".")).to_path_buf()
}

/// Runs every check over the project in `root`; what it found, in the order of the checks.
///
/// # Errors
/// When a file, the drawing in ARCHITECTURE.md or what `cargo metadata` says cannot be read.
pub fn tidy(root: &Path) -> Result<Vec<Finding>> {
    let files = files::read(root)?;
    let text = |path: &str| {
        let file = files.iter().find(|f| f.path == path);
        file.and_then(|f| f.text.as_deref())
            .with_context(|| format!("{path}: expected a text file, but found none"))
    };
    let drawing = drawing::parse(text(drawing::FILE)?)?;
    let crates = arrows::metadata(root)?;
    let mut found = arrows::check(&drawing, &crates);
    found.extend(manifests::check(text("Cargo.toml")?, text(drawing::FILE)?)?);
    for file in &files {
        found.extend(size::check(file));
        let Some(text) = &file.text else { continue };
        found.extend(paths::check(&file.path, text));
        match file.extension() {
            "rs" => found.extend(rust(&file.path, text)),
            "tsv" => found.extend(lexicons::check(&file.path, text)),
            _ => {}
        }
    }
    found.extend(format::check(root)?);
    Ok(found)
}

/// The checks of a Rust file.
fn rust(path: &str, text: &str) -> Vec<Finding> {
    let code = source::code(text);
    let mut found = banned::check(path, &code);
    found.extend(calls::check(path, &source::without_tests(&code)));
    found
}
