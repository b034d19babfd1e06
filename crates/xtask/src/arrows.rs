//! Every use of one of our crates by another is drawn in ARCHITECTURE.md, and every crate is.

use crate::Finding;
use crate::drawing::{Drawn, FILE};
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use std::path::Path;
use std::process::Command;

/// One of our crates and those of ours that it uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crate {
    /// Its folder under `crates/`.
    pub name: String,
    /// Folders of those it uses, to build or to run; what only its tests use is left out.
    pub uses: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    /// Absent for a normal dependency, else `dev` or `build`.
    kind: Option<String>,
    /// The folder of a dependency of this workspace.
    path: Option<String>,
}

/// The crates of the workspace in `root`, as `cargo metadata` tells them; reaches no network.
pub fn metadata(root: &Path) -> Result<Vec<Crate>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root).args(["metadata", "--no-deps", "--format-version", "1", "--offline"]);
    let output = command.output().context("cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    crates(&String::from_utf8_lossy(&output.stdout))
}

fn crates(json: &str) -> Result<Vec<Crate>> {
    let metadata: Metadata = serde_json::from_str(json).context("cargo metadata")?;
    let one = |package: &Package| {
        let uses = package.dependencies.iter().filter(|d| d.kind.as_deref() != Some("dev"));
        let manifest = Path::new(&package.manifest_path);
        Crate {
            name: folder(manifest.parent().unwrap_or(manifest)),
            uses: uses.filter_map(|d| d.path.as_deref()).map(|p| folder(Path::new(p))).collect(),
        }
    };
    Ok(metadata.packages.iter().map(one).collect())
}

fn folder(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What the crates do that is not drawn, and what is drawn and not there.
pub fn check(drawing: &[Drawn], crates: &[Crate]) -> Vec<Finding> {
    let drawn = |name: &str| drawing.iter().find(|d| d.name == name);
    let mut found = Vec::new();
    for user in crates {
        if drawn(&user.name).is_none() {
            found.push(Finding::file(
                FILE,
                format!("expected `{}` in the drawing, but found no line for it", user.name),
            ));
        }
        for used in &user.uses {
            if drawn(used).is_some_and(|d| !d.users.contains(&user.name)) {
                let message = format!("uses `{used}`, but {FILE} draws no arrow `{used} → {}`", user.name);
                found.push(Finding::file(&format!("crates/{}/Cargo.toml", user.name), message));
            }
        }
    }
    let absent = drawing.iter().filter(|d| !crates.iter().any(|c| c.name == d.name));
    found.extend(
        absent.map(|d| Finding::file(FILE, format!("draws `{}`, but there is no such crate", d.name))),
    );
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing() -> Vec<Drawn> {
        crate::drawing::parse(
            "## The drawing\n```\ntext  types → everything below\nwire  records → cli\ncli  edge\n```",
        )
        .unwrap()
    }

    fn using(name: &str, uses: &[&str]) -> Crate {
        Crate { name: name.to_owned(), uses: uses.iter().map(|&u| u.to_owned()).collect() }
    }

    #[test]
    fn what_is_drawn_is_right() {
        let crates = [using("text", &[]), using("wire", &["text"]), using("cli", &["text", "wire"])];
        assert_eq!(check(&drawing(), &crates), []);
    }

    #[test]
    fn an_arrow_that_is_not_drawn_is_found() {
        let crates = [using("text", &["wire"]), using("wire", &[]), using("cli", &[])];
        let found = check(&drawing(), &crates);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].to_string(),
            "crates/text/Cargo.toml: uses `wire`, but ARCHITECTURE.md draws no arrow `wire → text`"
        );
    }

    #[test]
    fn a_crate_that_is_not_drawn_and_a_drawn_one_that_is_not_there_are_found() {
        let crates = [using("text", &[]), using("wire", &[]), using("web", &[])];
        let found: Vec<String> = check(&drawing(), &crates).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "ARCHITECTURE.md: expected `web` in the drawing, but found no line for it",
                "ARCHITECTURE.md: draws `cli`, but there is no such crate",
            ]
        );
    }

    #[test]
    fn uses_of_tests_and_of_other_peoples_crates_are_no_arrows() {
        let json = r#"{"packages": [{"manifest_path": "/x/crates/wire/Cargo.toml", "dependencies": [
            {"kind": null, "path": "/x/crates/text"}, {"kind": "dev", "path": "/x/crates/cli"}, {"kind": null}
        ]}]}"#;
        assert_eq!(crates(json).unwrap(), [using("wire", &["text"])]);
    }
}
