//! Files and folders → files, in the order that was asked for; folders in sorted order.

use crate::error::{InputError, Place, Reason};
use std::path::{Path, PathBuf};

/// Names that a folder's files end in to be read; `.gz` or `.zst` may follow. A file that is named itself may be called anything.
const EXTENSIONS: [&str; 17] = [
    "txt", "md", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "csv", "tsv", "tab", "parquet", "rss",
    "atom", "xml", "warc", "wet",
];

/// What remains to be visited, the next one last.
pub struct Walk {
    stack: Vec<Step>,
    /// Files given so far.
    files: u64,
}

enum Step {
    /// A path that was asked for.
    Asked(PathBuf),
    File(PathBuf),
    Folder(PathBuf),
    /// The end of a folder that was asked for, with the number of files given before it.
    End(PathBuf, u64),
}

impl Walk {
    /// Visits these paths in order.
    pub fn new(paths: &[PathBuf]) -> Self {
        Self { stack: paths.iter().rev().cloned().map(Step::Asked).collect(), files: 0 }
    }

    fn folder(&mut self, path: &Path) -> Result<(), InputError> {
        let entries = std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = entries.map_err(|e| error(path, Reason::Unreadable(e)))?;
        let mut steps: Vec<(PathBuf, bool)> = entries
            .into_iter()
            // A link to a folder could lead back to where we are: only links to files are followed.
            .filter_map(|e| e.file_type().ok().map(|kind| (e.path(), kind.is_dir())))
            .filter(|(path, is_folder)| {
                !is_hidden(path) && (*is_folder || is_document(path) && path.is_file())
            })
            .collect();
        steps.sort_by(|a, b| b.cmp(a));
        self.stack.extend(
            steps
                .into_iter()
                .map(|(path, folder)| if folder { Step::Folder(path) } else { Step::File(path) }),
        );
        Ok(())
    }
}

impl Iterator for Walk {
    type Item = Result<PathBuf, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.stack.pop()? {
                Step::Asked(path) if path != Path::new("-") && path.is_dir() => {
                    self.stack.push(Step::End(path.clone(), self.files));
                    self.stack.push(Step::Folder(path));
                }
                Step::Asked(path) | Step::File(path) => {
                    self.files += 1;
                    return Some(Ok(path));
                }
                Step::Folder(path) => {
                    if let Err(error) = self.folder(&path) {
                        // Said once: not again as a folder without documents.
                        self.files += 1;
                        return Some(Err(error));
                    }
                }
                Step::End(path, before) if before == self.files => {
                    return Some(Err(error(&path, Reason::NoDocuments)));
                }
                Step::End(..) => {}
            }
        }
    }
}

fn error(path: &Path, reason: Reason) -> InputError {
    InputError { place: Place { path: path.to_path_buf(), line: None }, reason }
}

/// Dot files, and the text that explains a folder.
fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    name.starts_with('.') || name.starts_with("readme.")
}

fn is_document(path: &Path) -> bool {
    extension(path).is_some_and(|e| EXTENSIONS.contains(&e.as_str()))
}

/// The extension in lower case, `.gz` or `.zst` taken off.
pub fn extension(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    name.rsplit_once('.').map(|(_, extension)| extension.to_owned())
}
