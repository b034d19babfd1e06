//! Errors of the library crates as Python's exceptions.

use demarche_input::FileError;
use demarche_store::StoreError;
use pyo3::PyErr;
use pyo3::exceptions::{PyFileNotFoundError, PyOSError, PyValueError};
use std::io;
use std::path::Path;

/// `ValueError` with the error's own words.
pub fn value(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// What the system says of a path: `FileNotFoundError`, `PermissionError`, … by its number.
pub fn system(path: &Path, error: &io::Error) -> PyErr {
    match error.raw_os_error() {
        // Python picks the class and writes the message.
        Some(number) => PyOSError::new_err((number, error.to_string(), path.display().to_string())),
        None => PyOSError::new_err(format!("{}: {error}", path.display())),
    }
}

/// A file of the user's own that could not be had.
pub fn file(error: &FileError) -> PyErr {
    match error {
        FileError::Unreadable { path, error } => system(path, error),
        _ => value(error),
    }
}

/// A store that cannot be read.
pub fn store(error: &StoreError) -> PyErr {
    match error {
        StoreError::Missing(_) => PyFileNotFoundError::new_err(error.to_string()),
        StoreError::Open { .. } | StoreError::Sql { .. } | StoreError::Migration { .. } => {
            PyOSError::new_err(error.to_string())
        }
        _ => value(error),
    }
}
