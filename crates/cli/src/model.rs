//! The syntax model: the one that comes with the program, or one from a file.

use anyhow::Context as _;
use demarche_syntax::Model;
use std::path::Path;

/// Reads the model in `file`, or the English one.
pub fn load(file: Option<&Path>) -> anyhow::Result<Model> {
    match file {
        None => Model::read(demarche_pipeline::MODEL).context("the English model of this program"),
        Some(path) => {
            let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
            Model::read(&bytes).with_context(|| path.display().to_string())
        }
    }
}
