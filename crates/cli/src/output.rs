//! Standard output, and what to do when nobody reads it any more.

use anyhow::{Context as _, Result};
use std::fs::File;
use std::io::{self, BufWriter, StdoutLock};
use std::path::Path;

/// Standard output, buffered.
pub fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// A new file, buffered.
///
/// # Errors
/// Names the file where it cannot be made.
pub fn file(path: &Path) -> Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(path).with_context(|| path.display().to_string())?))
}

/// Whether `error` says only that the reader of standard output went away.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
