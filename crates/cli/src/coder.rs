//! What every command that codes has in common: where its rules come from, how many threads it uses.

use anyhow::{Context, Result, bail};
use clap::Args;
use demarche_events::Rules;
use demarche_pipeline::{Coder, MODEL, VERSION};
use demarche_syntax::Model;
use std::path::{Path, PathBuf};

/// Options of every command that codes.
#[derive(Args, Clone, Debug, Default)]
pub struct CoderArgs {
    /// Coding rules from this folder instead of the built-in ones: `events/` and `lists/` below it
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
        let coder = match &self.rules {
            None => Coder::builtin()?,
            Some(folder) => Coder::new(Model::read(MODEL)?, read_rules(folder)?),
        };
        Ok(coder.with_base(crate::actors::base()).with_gazetteer(crate::gazetteer::gazetteer()))
    }

    /// The version of the coder, with a digest of the rules and actors of the user's own where there are any.
    ///
    /// # Errors
    /// Names the rule file that cannot be read.
    pub fn version(&self) -> Result<String> {
        let mut own = crate::actors::digest();
        if let Some(folder) = &self.rules {
            let rules = files(&folder.join("events"), "toml")?;
            let lists = folder.join("lists");
            let lists = if lists.is_dir() { files(&lists, "tsv")? } else { vec![] };
            let parts = rules.iter().chain(&lists).flat_map(|(id, content)| [id, content]);
            let start = own.unwrap_or(DIGEST_OF_NOTHING);
            own = Some(parts.fold(start, |seed, part| digest(seed, part.as_bytes())));
        }
        Ok(own.map_or_else(|| VERSION.to_owned(), |own| format!("{VERSION}.own-{own:016x}")))
    }

    /// Number of worker threads.
    pub fn threads(&self) -> usize {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.threads.unwrap_or(cores).max(1)
    }
}

/// Where [`digest`] starts.
pub const DIGEST_OF_NOTHING: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, 64 bits (Fowler, Noll, Vo), over one more part: enough to tell two states of somebody's rules apart.
pub fn digest(seed: u64, part: &[u8]) -> u64 {
    let bytes = part.iter().chain(&[0xff]);
    bytes.fold(seed, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn read_rules(folder: &Path) -> Result<Rules> {
    let lists = folder.join("lists");
    let lists = if lists.is_dir() { files(&lists, "tsv")? } else { vec![] };
    let rules = files(&folder.join("events"), "toml")?;
    if rules.is_empty() {
        bail!("{}: expected rule files under events/, but found none", folder.display());
    }
    Ok(Rules::from_files(&borrowed(&rules), &borrowed(&lists))?)
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(id, content)| (id.as_str(), content.as_str())).collect()
}

/// (id, content) of every file with this extension below a folder, sorted; an id is the path without extension.
fn files(folder: &Path, extension: &str) -> Result<Vec<(String, String)>> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).with_context(|| at.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                let content = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
                let id = path.strip_prefix(folder)?.with_extension("");
                out.push((id.to_string_lossy().replace('\\', "/"), content));
            }
        }
    }
    out.sort();
    Ok(out)
}
