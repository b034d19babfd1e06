//! Dependencies on other people's crates are pinned, and ARCHITECTURE.md says why each is there.

use crate::Finding;
use anyhow::{Context as _, Result};
use toml::Value;

/// Checks the workspace's manifest against the document that gives the reasons.
pub fn check(manifest: &str, reasons: &str) -> Result<Vec<Finding>> {
    let manifest: toml::Table = manifest.parse().context("Cargo.toml")?;
    let dependencies =
        manifest.get("workspace").and_then(|w| w.get("dependencies")).and_then(Value::as_table);
    let mut found = Vec::new();
    for (name, value) in dependencies.into_iter().flatten().filter(|(_, value)| value.get("path").is_none()) {
        let version = value.as_str().or_else(|| value.get("version").and_then(Value::as_str)).unwrap_or("");
        if !version.starts_with('=') {
            let message = format!("{name}: expected a version pinned with `=`, but found `{version}`");
            found.push(Finding::file("Cargo.toml", message));
        }
        if !reasons.contains(&format!("`{name}`")) {
            let message = format!("expected a reason for the dependency on `{name}`, but found none");
            found.push(Finding::file(crate::drawing::FILE, message));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loose_version_and_a_missing_reason_are_found() {
        let manifest = "[workspace.dependencies]\nours = { path = \"a\" }\ncsv = \"=1.0.0\"\ntoml = { version = \"0.9\" }\n";
        let found = check(manifest, "`csv` writes CSV; `toml` reads rules.").unwrap();
        assert_eq!(
            found,
            [Finding::file("Cargo.toml", "toml: expected a version pinned with `=`, but found `0.9`")]
        );
        let found = check(manifest, "`toml` reads rules.").unwrap();
        let message = "expected a reason for the dependency on `csv`, but found none";
        assert!(found.contains(&Finding::file("ARCHITECTURE.md", message)));
    }
}
