//! Coders, made once and kept: each reads its model, rules and knowledge, and a cell of a notebook is run again and again.

use crate::error;
use demarche_pipeline::{Coder, Own};
use pyo3::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Coders that are kept.
const KEPT: usize = 4;

static CODERS: Mutex<Vec<(Own, Arc<Coder>)>> = Mutex::new(Vec::new());

/// The coder with actors of the user's own and the rules in a folder. Files are read anew, so that what has changed counts.
///
/// # Errors
/// `OSError` where a file cannot be read, `ValueError` where it is refused.
pub fn load(py: Python<'_>, actors: &[PathBuf], ontology: Option<&Path>) -> PyResult<Arc<Coder>> {
    py.detach(|| {
        let own = own(actors, ontology)?;
        let mut coders = CODERS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, coder)) = coders.iter().find(|(kept, _)| *kept == own) {
            return Ok(Arc::clone(coder));
        }
        let coder = Arc::new(own.coder().map_err(error::value)?);
        if coders.len() == KEPT {
            coders.remove(0);
        }
        coders.push((own, Arc::clone(&coder)));
        Ok(coder)
    })
}

fn own(actors: &[PathBuf], ontology: Option<&Path>) -> PyResult<Own> {
    let actors = actors.iter().map(|path| demarche_input::file(path)).collect::<Result<_, _>>();
    let actors = actors.map_err(|e| error::file(&e))?;
    let rules = ontology.map(demarche_input::rules).transpose().map_err(|e| error::file(&e))?;
    Ok(Own { rules, actors, gazetteers: vec![] })
}
