//! What every command that codes has in common: where its rules come from, how many threads it uses.

use crate::own;
use anyhow::Result;
use clap::Args;
use demarche_pipeline::{Coder, Own};
use std::borrow::Cow;
use std::path::PathBuf;

/// Options of every command that codes.
#[derive(Args, Clone, Debug, Default)]
pub struct CoderArgs {
    /// Coding rules from this folder instead of the built-in ones: `events/`, `lists/` and `ontology.toml` below it
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// Worker threads; by default one for each core
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

impl CoderArgs {
    /// Makes the coder.
    ///
    /// # Errors
    /// Names the rule file that cannot be read or is refused.
    pub fn load(&self) -> Result<Coder> {
        let rules = self.rules.as_deref().map(demarche_input::rules).transpose()?;
        // Actors and places are the run's, and read already.
        let coder = Own { rules, ..Own::default() }.coder()?;
        Ok(coder.with_base(Cow::Borrowed(own::base())).with_gazetteer(Cow::Borrowed(own::gazetteer())))
    }

    /// The version of the coder, with a digest of the rules and actors of the user's own where there are any.
    ///
    /// # Errors
    /// Names the rule file that cannot be read.
    pub fn version(&self) -> Result<String> {
        let rules = self.rules.as_deref().map(demarche_input::rules).transpose()?;
        Ok(Own { rules, ..own::own() }.version())
    }

    /// Number of worker threads.
    pub fn threads(&self) -> usize {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.threads.unwrap_or(cores).max(1)
    }
}
