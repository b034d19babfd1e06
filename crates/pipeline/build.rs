//! Digests what decides a coding beside the code: rules, knowledge, model. The digest is part of the coder's version.
//! Compiles the actor tables and the gazetteer into images that load at once.

#![allow(
    clippy::disallowed_methods,
    reason = "a build script runs before the program and reads what it embeds; the program itself reads no file"
)]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// FNV-1a, 64 bits (Fowler, Noll, Vo): enough to tell two states of the knowledge apart.
fn digest(bytes: &[u8], seed: u64) -> u64 {
    bytes.iter().fold(seed, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "tsv" || e == "toml" || e == "model") {
            files.push(path);
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..");
    let mut files = Vec::new();
    for folder in ["rules", "knowledge", "models"] {
        collect(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for file in files {
        hash = digest(&fs::read(file)?, hash);
    }
    println!("cargo::rustc-env=DEMARCHE_KNOWLEDGE={:08x}", (hash >> 32) ^ (hash & 0xffff_ffff));
    // Folding and hashing a hundred thousand names takes time that the program need not spend at each start.
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    fs::write(out.join("actors.image"), demarche_actors::Base::builtin().to_image())?;
    fs::write(out.join("places.image"), gazetteer(&root.join("knowledge/places"))?)
}

/// The gazetteer; what is written by hand comes first, so that it counts where two tables have the same place.
fn gazetteer(folder: &Path) -> io::Result<Vec<u8>> {
    let mut builder = demarche_places::Builder::default();
    for table in ["small.tsv", "regions.tsv", "states.tsv", "divisions.tsv", "counties.tsv", "cities.tsv"] {
        let text = fs::read_to_string(folder.join(table))?;
        let rows = demarche_places::table::rows(table, &text).map_err(io::Error::other)?;
        for row in &rows {
            builder.add(row);
        }
    }
    Ok(builder.finish())
}
