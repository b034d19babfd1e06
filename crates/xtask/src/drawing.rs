//! The drawing in ARCHITECTURE.md: which crates there are, and which may use which.

use anyhow::{Result, bail};
use std::collections::BTreeSet;

/// Where the drawing is.
pub const FILE: &str = "ARCHITECTURE.md";

/// A crate as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Its folder under `crates/`.
    pub name: String,
    /// Those that may use it.
    pub users: BTreeSet<String>,
}

/// Reads the block of code below the heading "The drawing": a line for each crate, its users after the last `→`.
///
/// `everything below` stands for every crate drawn below that line.
///
/// # Errors
/// Where there is no drawing, or two lines for one crate.
pub fn parse(architecture: &str) -> Result<Vec<Drawn>> {
    let section = architecture.split_once("## The drawing").map_or("", |(_, section)| section);
    let mut fences = section.split("```");
    let block = fences.nth(1).unwrap_or("").lines().filter(|line| !line.trim().is_empty());
    let lines: Vec<(&str, &str)> = block.filter_map(line).collect();
    if lines.is_empty() {
        bail!("{FILE}: expected a block of code under \"## The drawing\", but found none");
    }
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    let mut out: Vec<Drawn> = Vec::new();
    for (at, (name, users)) in lines.iter().enumerate() {
        if names[..at].contains(name) {
            bail!("{FILE}: expected one line for each crate, but found two for `{name}`");
        }
        let users = match *users {
            "everything below" => names[at + 1..].iter().map(|&n| n.to_owned()).collect(),
            users => users.split(',').map(|u| u.trim().to_owned()).filter(|u| !u.is_empty()).collect(),
        };
        out.push(Drawn { name: (*name).to_owned(), users });
    }
    Ok(out)
}

/// Name and users of a line such as `times  TIMEX3 spotting → events, wire`; a language tag is no line of the drawing.
fn line(line: &str) -> Option<(&str, &str)> {
    let (left, users) = line.rsplit_once('→').unwrap_or((line, ""));
    let (name, _) = left.split_once(' ')?;
    Some((name, users.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_read() {
        let drawn = parse("# A\n## The drawing\nAn arrow.\n\n```\ntext  types → everything below\nwire  events → records → cli\ncli  edge\n```\n")
            .unwrap();
        let shown: Vec<String> = drawn
            .iter()
            .map(|d| format!("{} > {}", d.name, d.users.iter().cloned().collect::<Vec<_>>().join("+")))
            .collect();
        assert_eq!(shown, ["text > cli+wire", "wire > cli", "cli > "]);
    }

    #[test]
    fn a_document_without_drawing_is_refused() {
        assert!(parse("# A\n```\ntext  types → cli\n```\n").is_err());
        assert!(parse("## The drawing\n```\na  x → b\na  y → b\n```\n").is_err());
    }
}
