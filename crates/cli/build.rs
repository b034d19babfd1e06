//! Lists the example reports, so that a desk without a store of its own opens on them.
#![allow(clippy::disallowed_methods, reason = "a build script writes what is compiled in")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // Asked for when it runs: a checkout may have been moved since this was compiled.
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let folder = Path::new(&here).join("../../examples").canonicalize()?;
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let is_report =
            path.extension().is_some_and(|e| ["txt", "jsonl", "html"].iter().any(|known| e == *known));
        names.extend(path.file_name().filter(|_| is_report).map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    let mut code = String::from("&[\n");
    for name in names {
        let path = folder.join(&name);
        let _ = writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string());
    }
    let to = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("examples.rs");
    fs::write(to, code + "]\n")
}
