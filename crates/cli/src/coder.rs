//! What every command that codes has in common: where its rules come from, how many threads it uses.

use crate::own;
use anyhow::{Context, Result, bail};
use clap::Args;
use demarche_pipeline::{Coder, Own, OwnFile, OwnRules};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

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
        let rules = self.rules.as_deref().map(read_rules).transpose()?;
        // Actors and places are the run's, and read already.
        let coder = Own { rules, ..Own::default() }.coder()?;
        Ok(coder.with_base(Cow::Borrowed(own::base())).with_gazetteer(Cow::Borrowed(own::gazetteer())))
    }

    /// The version of the coder, with a digest of the rules and actors of the user's own where there are any.
    ///
    /// # Errors
    /// Names the rule file that cannot be read.
    pub fn version(&self) -> Result<String> {
        let rules = self.rules.as_deref().map(read_rules).transpose()?;
        Ok(Own { rules, ..own::own() }.version())
    }

    /// Number of worker threads.
    pub fn threads(&self) -> usize {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.threads.unwrap_or(cores).max(1)
    }
}

fn read_rules(folder: &Path) -> Result<OwnRules> {
    let (ontology, lists) = (folder.join("ontology.toml"), folder.join("lists"));
    let ontology = if ontology.is_file() { Some(own::file(&ontology)?) } else { None };
    let lists = if lists.is_dir() { files(&lists, "tsv")? } else { vec![] };
    let rules = files(&folder.join("events"), "toml")?;
    if rules.is_empty() {
        bail!("{}: expected rule files under events/, but found none", folder.display());
    }
    let ontology = ontology.map(|file| OwnFile { name: "ontology.toml".to_owned(), ..file });
    Ok(OwnRules { ontology, rules, lists })
}

/// Every file with this extension below a folder, sorted and named by the path without extension.
fn files(folder: &Path, extension: &str) -> Result<Vec<OwnFile>> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).with_context(|| at.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                let id = path.strip_prefix(folder)?.with_extension("").to_string_lossy().replace('\\', "/");
                out.push(OwnFile { name: id, ..own::file(&path)? });
            }
        }
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(out)
}
