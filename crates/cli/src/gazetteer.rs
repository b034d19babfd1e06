//! The gazetteer of a run: the built-in one, with larger ones of the user's own.

use anyhow::{Context as _, Result};
use demarche_places::{Gazetteer, Image};
use std::path::PathBuf;
use std::sync::OnceLock;

/// The gazetteer with the user's, where there are any.
static OWN: OnceLock<&'static Gazetteer> = OnceLock::new();

/// Adds gazetteers that `demarche places import` made to the one that comes with the program, for the rest of the run.
///
/// # Errors
/// Names the file that cannot be read or is no gazetteer.
pub fn add(files: &[PathBuf]) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let mut gazetteer = demarche_pipeline::gazetteer().clone();
    for file in files {
        let place = || file.display().to_string();
        let bytes = std::fs::read(file).with_context(place)?;
        gazetteer.add(Image::new(bytes).with_context(place)?);
    }
    // One for the run, so that threads share it.
    OWN.get_or_init(|| Box::leak(Box::new(gazetteer)));
    Ok(())
}

/// The gazetteer of this run.
pub fn gazetteer() -> &'static Gazetteer {
    OWN.get().copied().unwrap_or_else(|| demarche_pipeline::gazetteer())
}

#[cfg(test)]
mod tests {
    #[test]
    fn refusals_name_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.gaz");
        std::fs::write(&path, "Paris").unwrap();
        let error = super::add(std::slice::from_ref(&path)).unwrap_err();
        let error = format!("{error:#}").replace(&folder.path().display().to_string(), "FOLDER");
        assert_eq!(
            error.replace('\\', "/"),
            "FOLDER/mine.gaz: expected a gazetteer made by `demarche places import`, but found something else"
        );
    }
}
