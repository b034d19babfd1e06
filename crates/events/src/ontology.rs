//! Categories of the user's own, instead of PLOVER's or beside them: `ontology.toml` in a folder of rules.
//!
//! ```toml
//! doc      = "Sanctions as compliance officers see them."
//! builtin  = false                     # true: the rules that come with the program stay
//! contexts = ["energy", "shipping"]    # beside PLOVER's
//!
//! [categories.DESIGNATE]
//! doc   = "An authority puts somebody on a list."
//! like  = "SANCTION"                   # the PLOVER category whose grammar it has
//! modes = ["asset-freeze", "travel-ban"]
//! score = -6.0                         # optional; that of `like` where absent
//! ```
//!
//! A category is *like* one of PLOVER's: it takes its quad class, whether it needs a recipient or somebody who says it, what
//! stands in its content, and its weight of confidence. What it does not take is PLOVER's change of category with the status
//! (a meeting to come is AGREE there): an own category keeps its name, and `status` says the rest.

use crate::event::Category;
use crate::plover;
use crate::rule::RuleError;
use demarche_text::Str;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What `ontology.toml` says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ontology {
    /// What it is for.
    #[serde(default)]
    pub doc: String,
    /// Whether the rules that come with the program stay; a rule of the same id replaces one.
    #[serde(default)]
    pub builtin: bool,
    /// Contexts beside PLOVER's.
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    categories: BTreeMap<String, CategoryFile>,
}

/// A category as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryFile {
    doc: String,
    like: String,
    #[serde(default)]
    modes: Vec<String>,
    score: Option<f32>,
}

/// What a rule codes: a category of PLOVER, or one that is like it and has a name of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Whose grammar it has.
    pub category: Category,
    /// Its own name; `None` for PLOVER's.
    pub name: Option<Str>,
    /// Its own score; `None` for PLOVER's.
    pub score: Option<f32>,
}

impl Ontology {
    /// Reads `ontology.toml`.
    ///
    /// # Errors
    /// Says what in it is wrong: a field that is none, a category that is like none of PLOVER's.
    pub fn read(source: &str) -> Result<Self, RuleError> {
        let read: Self = toml::from_str(source).map_err(|e| RuleError::Format {
            file: FILE.to_owned(),
            message: e.to_string().trim_end().to_owned(),
        })?;
        for (name, category) in &read.categories {
            if category.like.parse::<Category>().is_err() {
                return Err(refuse(FILE, "a PLOVER category as `like`", &category.like));
            }
            if category.doc.trim().is_empty() {
                return Err(refuse(FILE, "what a category is for as `doc`", name));
            }
            if name.is_empty() || name.contains(char::is_whitespace) {
                return Err(refuse(FILE, "the name of a category, without blanks", name));
            }
        }
        Ok(read)
    }

    /// The category that a rule names, with the mode it gives.
    pub(crate) fn label(&self, file: &str, name: &str, mode: Option<&str>) -> Result<Label, RuleError> {
        let Some(own) = self.categories.get(name) else {
            let category = name.parse().map_err(|()| refuse(file, "a category as `event`", name))?;
            if let Some(mode) = mode.filter(|mode| !plover::has_mode(category, mode)) {
                return Err(refuse(file, "a mode that the codebook gives the category", mode));
            }
            return Ok(Label { category, name: None, score: None });
        };
        if let Some(mode) = mode.filter(|mode| !own.modes.iter().any(|m| m == mode)) {
            return Err(refuse(file, "a mode that ontology.toml gives the category", mode));
        }
        let like = own.like.parse().map_err(|()| refuse(FILE, "a PLOVER category as `like`", &own.like))?;
        Ok(Label { category: like, name: Some(name.into()), score: own.score })
    }

    /// Contexts as a rule names them, each one known.
    pub(crate) fn contexts(&self, file: &str, named: &[String]) -> Result<Vec<Str>, RuleError> {
        let known =
            |c: &String| plover::CONTEXTS.contains(&c.as_str()) || self.contexts.iter().any(|own| own == c);
        match named.iter().find(|c| !known(c)) {
            Some(unknown) => Err(refuse(file, "a context of the codebook or of ontology.toml", unknown)),
            None => Ok(named.iter().map(Str::from).collect()),
        }
    }
}

const FILE: &str = "ontology.toml";

fn refuse(file: &str, expected: &'static str, found: &str) -> RuleError {
    RuleError::Value { file: file.to_owned(), expected, found: found.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SANCTIONS: &str = r#"
        contexts = ["energy"]
        [categories.DESIGNATE]
        doc = "Puts on a list."
        like = "SANCTION"
        modes = ["asset-freeze"]
        score = -6.5
    "#;

    #[test]
    fn an_own_category_has_the_grammar_of_another_and_its_own_name() {
        let own = Ontology::read(SANCTIONS).unwrap();
        let label = own.label("freeze", "DESIGNATE", Some("asset-freeze")).unwrap();
        assert_eq!((label.category, label.name.as_deref()), (Category::Sanction, Some("DESIGNATE")));
        assert_eq!(own.label("meet", "CONSULT", Some("visit")).unwrap().name, None);
    }

    #[test]
    fn what_nobody_declared_is_refused() {
        let own = Ontology::read(SANCTIONS).unwrap();
        let said = |e: RuleError| e.to_string();
        insta::assert_snapshot!(
            said(own.label("a/b", "DELIST", None).unwrap_err()),
            @"a/b: expected a category as `event`, but found `DELIST`"
        );
        insta::assert_snapshot!(
            said(own.label("a/b", "DESIGNATE", Some("fine")).unwrap_err()),
            @"a/b: expected a mode that ontology.toml gives the category, but found `fine`"
        );
        insta::assert_snapshot!(
            said(own.label("a/b", "CONSULT", Some("fine")).unwrap_err()),
            @"a/b: expected a mode that the codebook gives the category, but found `fine`"
        );
        insta::assert_snapshot!(
            said(own.contexts("a/b", &["energy".into(), "sport".into()]).unwrap_err()),
            @"a/b: expected a context of the codebook or of ontology.toml, but found `sport`"
        );
        insta::assert_snapshot!(
            said(Ontology::read(&SANCTIONS.replace("SANCTION\"", "PUNISH\"")).unwrap_err()),
            @"ontology.toml: expected a PLOVER category as `like`, but found `PUNISH`"
        );
    }
}
