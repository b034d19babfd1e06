//! Actors and places of the user's own, for the whole of a run.

use anyhow::Result;
use demarche_actors::Base;
use demarche_pipeline::Own;
use demarche_places::Gazetteer;
use std::path::PathBuf;
use std::sync::OnceLock;

/// What was added; one for the run, so that threads share it.
struct Added {
    own: Own,
    base: &'static Base,
    gazetteer: &'static Gazetteer,
}

static ADDED: OnceLock<Added> = OnceLock::new();

/// Adds actors and gazetteers in files to those that come with the program, for the rest of the run.
///
/// # Errors
/// Names the file that cannot be read or is not what it should be, and the line.
pub fn add(actors: &[PathBuf], gazetteers: &[PathBuf]) -> Result<()> {
    if actors.is_empty() && gazetteers.is_empty() {
        return Ok(());
    }
    let files = |paths: &[PathBuf]| paths.iter().map(|p| Ok(demarche_input::file(p)?)).collect::<Result<_>>();
    let own = Own { rules: None, actors: files(actors)?, gazetteers: files(gazetteers)? };
    let base = Box::leak(Box::new(own.base()?.into_owned()));
    let gazetteer = Box::leak(Box::new(own.gazetteer()?.into_owned()));
    // The gazetteer has its own copy; only the actors are part of the version.
    let own = Own { gazetteers: vec![], ..own };
    ADDED.get_or_init(|| Added { own, base, gazetteer });
    Ok(())
}

/// The actor base of this run.
pub fn base() -> &'static Base {
    ADDED.get().map_or_else(demarche_pipeline::base, |added| added.base)
}

/// The gazetteer of this run.
pub fn gazetteer() -> &'static Gazetteer {
    ADDED.get().map_or_else(demarche_pipeline::gazetteer, |added| added.gazetteer)
}

/// What of the user's own a coder's version depends on, without rules.
pub fn own() -> Own {
    ADDED.get().map_or_else(Own::default, |added| added.own.clone())
}

#[cfg(test)]
mod tests {
    #[test]
    fn refusals_name_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let refused = |name: &str, content: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            let (actors, gazetteers) =
                if name == "mine.txt" { (vec![path], vec![]) } else { (vec![], vec![path]) };
            let error = format!("{:#}", super::add(&actors, &gazetteers).unwrap_err());
            error.replace(&folder.path().display().to_string(), "FOLDER").replace('\\', "/")
        };
        insta::assert_snapshot!(refused("mine.txt", "GONDOR [GON]\nMONTHS LATER\n"), @"FOLDER/mine.txt: the dictionary:2: expected a code in brackets, but found `MONTHS LATER`");
        insta::assert_snapshot!(refused("mine.gaz", "Paris"), @"FOLDER/mine.gaz: expected a gazetteer made by `demarche places import`, but found something else");
    }
}
