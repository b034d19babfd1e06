//! The core touches nothing outside its arguments: no file, clock, network, environment or process.
//!
//! clippy.toml disallows the same, where clippy runs.

use crate::Finding;

/// Crates that are the project's edges.
const EDGES: [&str; 6] = ["cli", "fetch", "input", "python", "web", "xtask"];

/// Modules of the standard library that reach outside.
const MODULES: [&str; 4] = ["fs", "env", "net", "process"];

/// Looks through the code of a core crate, without its tests; build scripts, examples and tests of their own are exempt.
pub fn check(path: &str, code: &str) -> Vec<Finding> {
    if !is_core(path) {
        return vec![];
    }
    let mut found = Vec::new();
    for (at, line) in code.lines().enumerate() {
        let line: String = line.split_whitespace().collect();
        if let Some(call) = outside(&line) {
            let message = format!("`{call}`: a core crate touches nothing outside its arguments");
            found.push(Finding::line(path, at + 1, message));
        }
    }
    found
}

fn is_core(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next() == Some("crates")
        && parts.next().is_some_and(|c| !EDGES.contains(&c))
        && parts.next() == Some("src")
}

/// What a line without white space reaches for outside of the program.
fn outside(line: &str) -> Option<String> {
    if line.contains("::now(") {
        return Some("now".to_owned());
    }
    let imported = line.split("std::").skip(1);
    let reached = imported.flat_map(|rest| match rest.strip_prefix('{') {
        Some(list) => list.split([',', '}']).collect::<Vec<_>>(),
        None => vec![rest],
    });
    reached.into_iter().find_map(|path| {
        let first = path.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
        MODULES.contains(&first).then(|| format!("std::{first}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_out_of_a_core_crate_is_found() {
        let ways = [
            "use std::fs;",
            "use std::{collections::HashMap, env};",
            "let a = std :: net :: TcpStream::connect(b);",
            "let now = jiff::Zoned::now();",
            "let start = Instant::now();",
            "std::process::exit(1);",
        ];
        for way in ways {
            assert_eq!(check("crates/text/src/lib.rs", way).len(), 1, "{way}");
        }
    }

    #[test]
    fn edges_build_scripts_tests_and_harmless_names_are_let_be() {
        let reads = "use std::fs;";
        for path in ["crates/cli/src/main.rs", "crates/events/build.rs", "crates/events/tests/a.rs", "a.rs"] {
            assert_eq!(check(path, reads), [], "{path}");
        }
        for code in
            ["use std::fmt;", "env!(\"CARGO_PKG_VERSION\")", "use std::{fmt, collections};", "let now = 1;"]
        {
            assert_eq!(check("crates/text/src/lib.rs", code), [], "{code}");
        }
    }
}
