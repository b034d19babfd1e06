//! The native half of the Python package `demarche`: rows in, events, layers and ledgers out, in Rust's own threads.
//!
//! Python's half, in `python/demarche`, says what the user sees; docs/PYTHON.md shows it. This half turns what Python gives into
//! documents, lets the pipeline work while Python goes on, and gives back Arrow columns or lines of JSON.
//!
//! It is an edge. Without the feature `extension-module`, which maturin sets, it is empty: the workspace needs no Python.
#![cfg(feature = "extension-module")]
#![allow(
    clippy::disallowed_methods,
    reason = "this crate is an edge: it reads a clock to look for interrupts"
)]
#![allow(clippy::needless_pass_by_value, reason = "what Python gives to a function belongs to the function")]

mod code;
mod coder;
mod error;
mod ledger;
mod row;
mod rows;
mod run;
mod stream;

use pyo3::prelude::*;

/// The module as Python imports it.
#[pymodule]
#[pyo3(name = "_demarche")]
mod module {
    #[pymodule_export]
    use crate::code::{Events, annotate, check, code, resolve};
    #[pymodule_export]
    use crate::ledger::{Ledger, ledger, ledger_of_store};
    #[pymodule_export]
    use crate::rows::{Rows, columns, rows_of_files, rows_of_list, rows_of_table};

    #[pymodule_init]
    fn init(module: &super::Bound<'_, super::PyModule>) -> super::PyResult<()> {
        use super::PyModuleMethods as _;
        module.add("VERSION", demarche_pipeline::VERSION)?;
        module.add("FIELDS", demarche_wire::FIELDS.map(|(field, _)| field).to_vec())
    }
}
