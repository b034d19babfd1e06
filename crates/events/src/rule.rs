//! Coding rules: read from data, indexed by the words that trigger them.

use crate::event::{Category, Status};
use crate::ontology::{Label, Ontology};
use demarche_pattern::{Pattern, PatternError};
use demarche_text::Str;
use serde::Deserialize;
use std::collections::HashMap;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// A coding rule: what it looks for, what it codes, and the sentences that prove it.
#[derive(Clone, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a field of the rule file, and any may stand with any other"
)]
pub struct Rule {
    /// Path of its file under `rules/events`, without extension.
    pub id: Str,
    /// What it is for, in a sentence or two.
    pub doc: String,
    /// Where the codebook says so.
    pub source: String,
    /// PLOVER category; for a category of the user's own the one that it is like.
    pub category: Category,
    /// Name of a category of the user's own.
    pub own_category: Option<Str>,
    /// Mode of the category.
    pub mode: Option<Str>,
    /// CAMEO code; empty where a category of the user's own gives none.
    pub cameo: Str,
    /// Score of a category of the user's own.
    pub own_score: Option<f32>,
    /// PLOVER contexts that the construction itself implies.
    pub contexts: Vec<Str>,
    /// True where all participants are actors: meetings, mutual agreements.
    pub reciprocal: bool,
    /// True where what stands in its complement is its content and no event of its own ("called for talks").
    pub absorbs: bool,
    /// True where the act itself is political, whoever takes part in it: an air raid, a protest.
    pub public: bool,
    /// True for acts of whoever is in charge, whom the sentence need not name: a curfew that was lifted.
    pub agentless: bool,
    /// True for what is an act between two sides only: coded with a recipient or with actors of several countries.
    pub bilateral: bool,
    /// True where it is coded beside whatever else the trigger codes.
    pub also: bool,
    /// Status that the construction itself gives ("is to meet").
    pub status: Option<Status>,
    /// Added to the count of matched words when several rules match one trigger.
    pub priority: i32,
    /// Tree patterns, any of which will do.
    pub patterns: Vec<Pattern>,
    /// Sentences that it codes, each with what it gives.
    pub examples: Vec<(String, String)>,
    /// Sentences that it must not fire on.
    pub rejects: Vec<String>,
}

/// Why a rule file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// Not TOML, or not the fields of a rule.
    #[error("{file}: {message}")]
    Format {
        /// The rule's id.
        file: String,
        /// What the reader says, with line and column.
        message: String,
    },
    /// A field with a value that it cannot have.
    #[error("{file}: expected {expected}, but found `{found}`")]
    Value {
        /// The rule's id.
        file: String,
        /// What the field can hold.
        expected: &'static str,
        /// What it holds.
        found: String,
    },
    /// A pattern that does not compile.
    #[error("{file}: pattern {pattern}: {error}")]
    Pattern {
        /// The rule's id.
        file: String,
        /// Which of its patterns, from 1.
        pattern: usize,
        /// What is wrong with it.
        error: PatternError,
    },
}

/// A rule file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "the fields of a rule file, as they are written")]
struct RuleFile {
    doc: String,
    source: String,
    event: String,
    mode: Option<String>,
    #[serde(default)]
    cameo: String,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    reciprocal: bool,
    absorbs: Option<bool>,
    #[serde(default)]
    public: bool,
    #[serde(default)]
    agentless: bool,
    #[serde(default)]
    bilateral: bool,
    #[serde(default)]
    also: bool,
    status: Option<String>,
    #[serde(default)]
    priority: i32,
    #[serde(default)]
    lists: HashMap<String, String>,
    #[serde(alias = "pattern")]
    patterns: OneOrMore,
    examples: Vec<(String, String)>,
    rejects: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Rule {
    /// Reads a rule file.
    ///
    /// `lists` holds the named lists of lemmas that patterns may use as `@name`, beside those in the file itself;
    /// `ontology` the categories that are not PLOVER's.
    ///
    /// # Errors
    /// Names the file and what in it is wrong. A rule without three examples and two rejects is refused, and so is a
    /// category, mode or context that neither the codebook nor the ontology has.
    pub fn read(
        id: &str,
        source: &str,
        lists: &HashMap<String, Vec<Str>>,
        ontology: &Ontology,
    ) -> Result<Self, RuleError> {
        let file: RuleFile = toml::from_str(source).map_err(|e| RuleError::Format {
            file: id.to_owned(),
            message: e.to_string().trim_end().to_owned(),
        })?;
        let value = |expected, found: &str| RuleError::Value {
            file: id.to_owned(),
            expected,
            found: found.to_owned(),
        };
        let Label { category, name: own_category, score: own_score } =
            ontology.label(id, &file.event, file.mode.as_deref())?;
        if file.cameo.is_empty() && own_category.is_none() {
            return Err(value("a CAMEO code as `cameo`", ""));
        }
        let status = match &file.status {
            Some(name) => Some(Status::parse(name).ok_or_else(|| value("a status", name))?),
            None => None,
        };
        if file.examples.len() < 3 || file.rejects.len() < 2 {
            let found = format!("{} and {}", file.examples.len(), file.rejects.len());
            return Err(value("at least 3 examples and 2 rejects", &found));
        }
        Ok(Self {
            id: id.into(),
            patterns: compile(id, file.patterns, &file.lists, lists)?,
            doc: file.doc,
            source: file.source,
            category,
            own_category,
            mode: file.mode.map(Str::from),
            cameo: file.cameo.into(),
            own_score,
            contexts: ontology.contexts(id, &file.contexts)?,
            reciprocal: file.reciprocal,
            absorbs: file.absorbs.unwrap_or(category.is_verbal()),
            public: file.public,
            agentless: file.agentless,
            bilateral: file.bilateral,
            also: file.also,
            status,
            priority: file.priority,
            examples: file.examples,
            rejects: file.rejects,
        })
    }
}

impl Rule {
    /// The category that its events carry: PLOVER's, or the user's own.
    pub fn event(&self) -> &str {
        self.own_category.as_deref().unwrap_or(self.category.as_str())
    }
}

fn compile(
    id: &str,
    patterns: OneOrMore,
    own: &HashMap<String, String>,
    shared: &HashMap<String, Vec<Str>>,
) -> Result<Vec<Pattern>, RuleError> {
    let patterns = match patterns {
        OneOrMore::One(pattern) => vec![pattern],
        OneOrMore::More(patterns) => patterns,
    };
    let find = |name: &str| match own.get(name) {
        Some(words) => Some(words.split_whitespace().map(Str::from).collect()),
        None => shared.get(name).cloned(),
    };
    let compiled = patterns.iter().enumerate().map(|(at, source)| {
        Pattern::compile(source, &find).map_err(|error| RuleError::Pattern {
            file: id.to_owned(),
            pattern: at + 1,
            error,
        })
    });
    compiled.collect()
}

/// All rules, and where to look for the ones that a word can trigger.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    /// Lemma → (rule, pattern), in order of ids.
    index: HashMap<Str, Vec<(usize, usize)>>,
}

impl Rules {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// The first rule file that is refused; a test reads them all.
    pub fn builtin() -> Result<Self, RuleError> {
        Self::from_files(RULE_FILES, LIST_FILES, &Ontology::default())
    }

    /// Reads rule files and lists of lemmas, each an (id, content) pair, with the categories of an ontology.
    ///
    /// Lists that come with the program may be used and replaced; its rules stay where the ontology says so, but for those
    /// of an id that is given here.
    ///
    /// # Errors
    /// The first rule that is refused.
    pub fn from_files(
        rules: &[(&str, &str)],
        lists: &[(&str, &str)],
        ontology: &Ontology,
    ) -> Result<Self, RuleError> {
        let lists = LIST_FILES.iter().chain(lists);
        let lists = lists.map(|(name, table)| ((*name).to_owned(), list(table))).collect();
        let builtin = if ontology.builtin { RULE_FILES } else { &[] };
        let kept = builtin.iter().filter(|(id, _)| !rules.iter().any(|(own, _)| own == id));
        let mut files: Vec<(&str, &str)> = kept.chain(rules).copied().collect();
        files.sort_unstable();
        Self::read(files.into_iter(), &lists, ontology)
    }

    fn read<'a>(
        files: impl Iterator<Item = (&'a str, &'a str)>,
        lists: &HashMap<String, Vec<Str>>,
        ontology: &Ontology,
    ) -> Result<Self, RuleError> {
        let mut out = Self::default();
        for (id, source) in files {
            let rule = Rule::read(id, source, lists, ontology)?;
            for (p, pattern) in rule.patterns.iter().enumerate() {
                for lemma in pattern.lemmas() {
                    out.index.entry(lemma.clone()).or_default().push((out.rules.len(), p));
                }
            }
            out.rules.push(rule);
        }
        Ok(out)
    }

    /// Every rule, in order of ids.
    pub fn all(&self) -> &[Rule] {
        &self.rules
    }

    /// Rules and patterns that a lemma can trigger.
    pub fn triggered_by(&self, lemma: &str) -> impl Iterator<Item = (&Rule, &Pattern)> {
        let found = self.index.get(lemma).map_or(&[][..], Vec::as_slice);
        found.iter().map(|&(r, p)| (&self.rules[r], &self.rules[r].patterns[p]))
    }
}

/// First column of a TSV table with a header.
fn list(table: &str) -> Vec<Str> {
    table
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next())
        .filter(|w| !w.is_empty())
        .map(Str::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEET: &str = r#"
        doc = "Meets."
        source = "PLOVER manual, CONSULT"
        event = "CONSULT"
        cameo = "040"
        reciprocal = true
        lists = { meet = "meet confer" }
        pattern = "{@meet} >subj actor:{ACTOR} ?>obj|obl:with recipient:{ACTOR}"
        examples = [["a", "b"], ["c", "d"], ["e", "f"]]
        rejects = ["g", "h"]
    "#;

    fn refused(source: &str) -> String {
        Rule::read("consult/meet", source, &HashMap::new(), &Ontology::default()).unwrap_err().to_string()
    }

    #[test]
    fn a_rule_is_found_by_its_lemmas() {
        let rules = Rules::from_files(&[("consult/meet", MEET)], &[], &Ontology::default()).unwrap();
        assert_eq!(rules.triggered_by("confer").count(), 1);
        assert_eq!(rules.triggered_by("talk").count(), 0);
    }

    #[test]
    fn refusals_name_the_file_and_the_place() {
        insta::assert_snapshot!(
            refused(&MEET.replace("CONSULT\"\n        cameo", "MEET\"\n        cameo")),
            @"consult/meet: expected a category as `event`, but found `MEET`"
        );
        insta::assert_snapshot!(
            refused(&MEET.replace(r#", "h""#, "")),
            @"consult/meet: expected at least 3 examples and 2 rejects, but found `3 and 1`"
        );
        insta::assert_snapshot!(
            refused(&MEET.replace("@meet", "@met")),
            @"consult/meet: pattern 1: expected the name of a list under rules/lists, but found `@met`"
        );
    }

    #[test]
    fn own_rules_stand_beside_or_instead_of_those_of_the_program() {
        let own = [("consult/visit", MEET)];
        let alone = Rules::from_files(&own, &[], &Ontology::default()).unwrap();
        assert_eq!(alone.all().len(), 1);
        let beside = Rules::from_files(&own, &[], &Ontology::read("builtin = true").unwrap()).unwrap();
        assert_eq!(beside.all().len(), Rules::builtin().unwrap().all().len());
        let visit = beside.all().iter().find(|r| r.id == "consult/visit").unwrap();
        assert_eq!(visit.doc, "Meets.");
    }

    #[test]
    fn the_rules_that_come_with_the_program_are_read() {
        let rules = Rules::builtin().unwrap();
        assert!(!rules.all().is_empty());
    }
}
