//! The syntax model: the one that comes with the program, or one from a file.

use anyhow::Context as _;
use demarche_syntax::{Ensemble, Model};
use std::path::{Path, PathBuf};

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

/// Reads the models in `files`, which annotate together, or the English one.
pub fn load_together(files: &[PathBuf]) -> anyhow::Result<Ensemble> {
    let models = match files {
        [] => vec![load(None)?],
        files => files.iter().map(|p| load(Some(p))).collect::<anyhow::Result<_>>()?,
    };
    Ensemble::new(models)
        .context("expected models with the same labels, but these were trained from different treebanks")
}
