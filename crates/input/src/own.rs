//! Files of rules and actors that users add, as they are.

use demarche_pipeline::{OwnFile, OwnRules};
use std::io;
use std::path::{Path, PathBuf};

/// Why a file of the user's own could not be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The system refused.
    #[error("{}: {error}", .path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A folder of rules without one.
    #[error("{}: expected rule files under events/, but found none", .folder.display())]
    NoRules {
        /// The folder.
        folder: PathBuf,
    },
}

/// A file with its name.
///
/// # Errors
/// Names the file that cannot be read.
pub fn file(path: &Path) -> Result<OwnFile, FileError> {
    let content = std::fs::read(path).map_err(|error| unreadable(path, error))?;
    Ok(OwnFile { name: path.display().to_string(), content })
}

/// The rules in a folder: TOML files under `events/`, lists under `lists/`, and `ontology.toml`. The last two may be absent.
///
/// # Errors
/// Names the file that cannot be read, or the folder that has no rules.
pub fn rules(folder: &Path) -> Result<OwnRules, FileError> {
    let (ontology, lists) = (folder.join("ontology.toml"), folder.join("lists"));
    let ontology = if ontology.is_file() { Some(file(&ontology)?) } else { None };
    let lists = if lists.is_dir() { files(&lists, "tsv")? } else { vec![] };
    let rules = files(&folder.join("events"), "toml")?;
    if rules.is_empty() {
        return Err(FileError::NoRules { folder: folder.to_path_buf() });
    }
    let ontology = ontology.map(|file| OwnFile { name: "ontology.toml".to_owned(), ..file });
    Ok(OwnRules { ontology, rules, lists })
}

/// Every file with this extension below a folder, sorted and named by the path without extension.
fn files(folder: &Path, extension: &str) -> Result<Vec<OwnFile>, FileError> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).map_err(|error| unreadable(&at, error))? {
            let path = entry.map_err(|error| unreadable(&at, error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                let name = path.strip_prefix(folder).unwrap_or(&path).with_extension("");
                let name = name.to_string_lossy().replace('\\', "/");
                out.push(OwnFile { name, ..file(&path)? });
            }
        }
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(out)
}

fn unreadable(path: &Path, error: io::Error) -> FileError {
    FileError::Unreadable { path: path.to_path_buf(), error }
}
