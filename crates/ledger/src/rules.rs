//! Rules that read claims: TOML files under `rules/ledger/claims`, lists, topics, and the tables of transitions.

use crate::pattern::{Match, Pattern, Word};
use crate::{Kind, Status, Transitions};
use demarche_text::Str;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
const GROUPS: &str = include_str!("../../../rules/ledger/groups.tsv");
const TOPICS: &str = include_str!("../../../rules/ledger/topics.tsv");

/// Why the ledger's rules were refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// A rule file is no TOML of the right form.
    #[error("rules/ledger/claims/{file}.toml: {error}")]
    Syntax {
        /// The rule.
        file: String,
        /// What the reader of TOML says.
        error: Box<toml::de::Error>,
    },
    /// A pattern is not understood.
    #[error("rules/ledger/claims/{file}.toml: expected a pattern, but found `{found}`")]
    Pattern {
        /// The rule.
        file: String,
        /// The part that is not understood.
        found: String,
    },
    /// Fewer than three examples or two rejects.
    #[error(
        "rules/ledger/claims/{file}.toml: expected 3 examples and 2 rejects, but found {examples} and {rejects}"
    )]
    Unproven {
        /// The rule.
        file: String,
        /// How many examples it has.
        examples: usize,
        /// How many rejects it has.
        rejects: usize,
    },
    /// A row of the table of groups is not understood.
    #[error("rules/ledger/groups.tsv: expected `words`, `members`, `with`, `source`, but found `{found}`")]
    Group {
        /// The row.
        found: String,
    },
    /// A row of a table of transitions is not understood.
    #[error(
        "rules/ledger/transitions/{file}.tsv:{line}: expected `from`, `report`, `to` of that kind, but found `{found}`"
    )]
    Transition {
        /// The kind.
        file: String,
        /// Line from 1.
        line: usize,
        /// The row.
        found: String,
    },
}

/// How a rule finds who is on which side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Whoever stands before the words of the rule, else whoever speaks.
    #[default]
    Before,
    /// Whoever speaks, else whoever stands before.
    Speaker,
    /// Whoever stands after.
    After,
    /// Nobody that the sentence has to name: the item's own party.
    Any,
}

/// A rule that reads claims.
#[derive(Clone, Debug)]
pub struct ClaimRule {
    /// Its path under `rules/ledger/claims`.
    pub id: Str,
    /// What it reads.
    pub kind: Kind,
    /// What the report says by it.
    pub status: Status,
    /// What it covers.
    pub doc: String,
    /// Of several rules at one word the highest is taken.
    pub priority: i32,
    pub(crate) by: By,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) none: BTreeSet<Str>,
    pub(crate) needs: Needs,
    /// Sentence and what is read of it.
    pub examples: Vec<(String, String)>,
    /// Sentences of which it reads nothing.
    pub rejects: Vec<String>,
}

/// What a rule asks for beside its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one word of a rule file")]
pub(crate) struct Needs {
    pub topic: bool,
    pub condition: bool,
    pub other: bool,
    /// It only says something of items that are known.
    pub known: bool,
    /// What it says is told of a time before the news.
    pub background: bool,
    /// Whoever does what its words say has to be a party.
    pub party: bool,
    /// It says that what stood before still stands.
    pub standing: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: String,
    status: String,
    doc: String,
    #[serde(default)]
    by: By,
    #[serde(default)]
    priority: i32,
    patterns: Vec<String>,
    #[serde(default)]
    none: String,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    lists: BTreeMap<String, String>,
    examples: Vec<(String, String)>,
    rejects: Vec<String>,
}

/// States that negotiate together under one name: "six world powers".
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Its name in lower case, word by word.
    pub words: Vec<Str>,
    /// Codes of its members.
    pub members: Vec<Str>,
    /// The party that has to be named in the report for the words to mean this group.
    pub with: Option<Str>,
}

impl Group {
    fn read(row: &str) -> Result<Self, LedgerError> {
        let cells: Vec<&str> = row.split('\t').collect();
        let &[words, members, with, _] = cells.as_slice() else {
            return Err(LedgerError::Group { found: row.to_owned() });
        };
        let split = |cell: &str| cell.split(' ').map(Str::from).collect();
        Ok(Self {
            words: split(words),
            members: split(members),
            with: (!with.is_empty()).then(|| with.into()),
        })
    }
}

/// Everything the ledger knows of language and of processes.
#[derive(Clone, Debug)]
pub struct LedgerRules {
    claims: Vec<ClaimRule>,
    /// Patterns by the words that they can begin with, as indices of rule and pattern.
    beginnings: BTreeMap<Str, Vec<Place>>,
    /// Patterns that can begin with any word.
    anywhere: Vec<Place>,
    topics: BTreeMap<Str, Str>,
    groups: Vec<Group>,
    elsewhere: BTreeSet<Str>,
    pair: BTreeSet<Str>,
    fulfilled: BTreeSet<Str>,
    office: BTreeSet<Str>,
    transitions: Transitions,
}

impl LedgerRules {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// If one is refused, which the tests rule out.
    pub fn builtin() -> Result<Self, LedgerError> {
        let lists: BTreeMap<String, BTreeSet<Str>> = LIST_FILES
            .iter()
            .map(|(id, table)| ((*id).to_owned(), table.lines().skip(1).map(Str::from).collect()))
            .collect();
        let claims = RULE_FILES.iter().map(|(id, source)| ClaimRule::read(id, source, &lists));
        let topics = TOPICS.lines().skip(1).filter_map(|row| {
            let mut cells = row.split('\t');
            Some((cells.next()?.into(), cells.next()?.into()))
        });
        let claims: Vec<ClaimRule> = claims.collect::<Result<_, _>>()?;
        let (beginnings, anywhere) = index(&claims);
        Ok(Self {
            claims,
            beginnings,
            anywhere,
            topics: topics.collect(),
            groups: GROUPS.lines().skip(1).map(Group::read).collect::<Result<_, _>>()?,
            fulfilled: lists.get("fulfilled").cloned().unwrap_or_default(),
            office: lists.get("office").cloned().unwrap_or_default(),
            pair: lists.get("pair").cloned().unwrap_or_default(),
            elsewhere: lists.get("elsewhere").cloned().unwrap_or_default(),
            transitions: Transitions::read(TRANSITION_FILES)?,
        })
    }

    /// Every rule, by id.
    pub fn claims(&self) -> &[ClaimRule] {
        &self.claims
    }

    /// Every match of every pattern in a sentence: by rule, then pattern, then where it begins.
    pub(crate) fn matches(&self, words: &[Word]) -> Vec<(&ClaimRule, Match)> {
        let mut places: Vec<(usize, usize, usize)> = Vec::new();
        for (start, word) in words.iter().enumerate() {
            let of = |word: &str| self.beginnings.get(word).into_iter().flatten();
            let listed = of(word.lemma).chain(of(&word.form)).chain(&self.anywhere);
            places.extend(listed.map(|&(rule, pattern)| (rule, pattern, start)));
        }
        places.sort_unstable();
        // A word may be known by its lemma and by its form.
        places.dedup();
        let matches = places.into_iter().filter_map(|(rule, pattern, start)| {
            let rule = &self.claims[rule];
            Some((rule, rule.patterns[pattern].at(words, start)?))
        });
        matches.collect()
    }

    /// The tables of transitions.
    pub const fn transitions(&self) -> &Transitions {
        &self.transitions
    }

    /// States that negotiate together under one name.
    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// True for a word of sport, weather or show business.
    pub(crate) fn is_elsewhere(&self, lemma: &str) -> bool {
        self.elsewhere.contains(lemma)
    }

    /// True for a word that stands for the two of whom the report speaks: "sides", "leaders".
    pub(crate) fn is_pair(&self, lemma: &str) -> bool {
        self.pair.contains(lemma)
    }

    /// True for somebody who acts for a party by office, whoever it is: "the minister".
    pub(crate) fn is_office(&self, lemma: &str) -> bool {
        self.office.contains(lemma)
    }

    /// True for what is met without a meeting: needs, targets, deadlines.
    pub(crate) fn is_fulfilled(&self, lemma: &str) -> bool {
        self.fulfilled.contains(lemma)
    }

    pub(crate) fn topic(&self, lemma: &str) -> Option<&Str> {
        self.topics.get(lemma)
    }
}

/// A rule and one of its patterns, by their indices.
type Place = (usize, usize);

/// Where each pattern can begin.
fn index(claims: &[ClaimRule]) -> (BTreeMap<Str, Vec<Place>>, Vec<Place>) {
    let (mut beginnings, mut anywhere) = (BTreeMap::<Str, Vec<_>>::new(), Vec::new());
    for (at, rule) in claims.iter().enumerate() {
        for (number, pattern) in rule.patterns.iter().enumerate() {
            match pattern.beginnings() {
                None => anywhere.push((at, number)),
                Some(words) => words
                    .into_iter()
                    .for_each(|word| beginnings.entry(word.clone()).or_default().push((at, number))),
            }
        }
    }
    (beginnings, anywhere)
}

impl ClaimRule {
    fn read(id: &str, source: &str, lists: &BTreeMap<String, BTreeSet<Str>>) -> Result<Self, LedgerError> {
        let refused = |found: &str| LedgerError::Pattern { file: id.to_owned(), found: found.to_owned() };
        let file: File = toml::from_str(source)
            .map_err(|error| LedgerError::Syntax { file: id.to_owned(), error: Box::new(error) })?;
        if file.examples.len() < 3 || file.rejects.len() < 2 {
            let (examples, rejects) = (file.examples.len(), file.rejects.len());
            return Err(LedgerError::Unproven { file: id.to_owned(), examples, rejects });
        }
        let mut lists = lists.clone();
        lists.extend(
            file.lists.iter().map(|(name, words)| (name.clone(), words.split(' ').map(Str::from).collect())),
        );
        let patterns =
            file.patterns.iter().map(|p| Pattern::compile(p, &lists).map_err(|found| refused(&found)));
        let mut needs = Needs::default();
        for need in &file.needs {
            match need.as_str() {
                "topic" => needs.topic = true,
                "condition" => needs.condition = true,
                "other" => needs.other = true,
                "known" => needs.known = true,
                "background" => needs.background = true,
                "party" => needs.party = true,
                "standing" => needs.standing = true,
                other => return Err(refused(other)),
            }
        }
        Ok(Self {
            id: id.into(),
            kind: file.kind.parse().map_err(|()| refused(&file.kind))?,
            status: file.status.parse().map_err(|()| refused(&file.status))?,
            doc: file.doc,
            priority: file.priority,
            by: file.by,
            patterns: patterns.collect::<Result<_, _>>()?,
            none: file.none.split_whitespace().map(Str::from).collect(),
            needs,
            examples: file.examples,
            rejects: file.rejects,
        })
    }
}
