//! Lists the rule files under `rules/ledger/`, so that a rule is registered by being there.

#![allow(
    clippy::disallowed_methods,
    reason = "a build script runs before the program and lists files; the program itself touches none"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../rules/ledger");
    let mut out = String::new();
    write_table(&mut out, "RULE_FILES", &root.join("claims"), "toml")?;
    write_table(&mut out, "LIST_FILES", &root.join("lists"), "tsv")?;
    write_table(&mut out, "TRANSITION_FILES", &root.join("transitions"), "tsv")?;
    let target = Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("rules.rs");
    fs::write(target, out)
}

/// Writes `static NAME: &[(id, content)]`, sorted by id; an id is the path below `folder` without its extension.
fn write_table(out: &mut String, name: &str, folder: &Path, extension: &str) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    collect(folder, extension, &mut files)?;
    files.sort();
    let _ = writeln!(out, "static {name}: &[(&str, &str)] = &[");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let id = file.strip_prefix(folder).unwrap_or(&file).with_extension("");
        let id = id.to_string_lossy().replace('\\', "/");
        let path = file.canonicalize()?.display().to_string();
        let _ = writeln!(out, "    ({id:?}, include_str!({path:?})),");
    }
    out.push_str("];\n");
    Ok(())
}

fn collect(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, extension, files)?;
        } else if path.extension().is_some_and(|e| e == extension) {
            files.push(path);
        }
    }
    Ok(())
}
