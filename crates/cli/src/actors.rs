//! The actor base of a run: the built-in one, with actors of the user's own.

use anyhow::{Context as _, Result};
use demarche_actors::Base;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The base with the user's actors, where there are any, and a digest of them.
static OWN: OnceLock<(&'static Base, u64)> = OnceLock::new();

/// Adds the actors of some files to those that come with the program, for the rest of the run.
///
/// # Errors
/// Names the file that cannot be read or is no dictionary, and the line.
pub fn add(files: &[PathBuf]) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let mut base = demarche_pipeline::base().clone();
    let mut digest = crate::coder::DIGEST_OF_NOTHING;
    for file in files {
        let place = || file.display().to_string();
        let bytes = std::fs::read(file).with_context(place)?;
        digest = crate::coder::digest(digest, &bytes);
        // Old dictionaries are not always UTF-8; what is lost is a letter of a name.
        base.add_dictionary(&String::from_utf8_lossy(&bytes)).with_context(place)?;
    }
    // One for the run, so that threads share it.
    OWN.get_or_init(|| (Box::leak(Box::new(base)), digest));
    Ok(())
}

/// The base of this run.
pub fn base() -> &'static Base {
    OWN.get().map_or_else(|| demarche_pipeline::base(), |(base, _)| base)
}

/// A digest of the user's actors; `None` where there are none.
pub fn digest() -> Option<u64> {
    OWN.get().map(|(_, digest)| *digest)
}

#[cfg(test)]
mod tests {
    #[test]
    fn refusals_name_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.txt");
        std::fs::write(&path, "GONDOR [GON]\nMONTHS LATER\n").unwrap();
        let error = super::add(std::slice::from_ref(&path)).unwrap_err();
        let error = format!("{error:#}").replace(&folder.path().display().to_string(), "FOLDER");
        assert_eq!(
            error.replace('\\', "/"),
            "FOLDER/mine.txt: the dictionary:2: expected a code in brackets, but found `MONTHS LATER`"
        );
    }
}
