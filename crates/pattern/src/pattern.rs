//! The pattern language.
//!
//! ```text
//! pattern = node edge*
//! node    = [name ":"] "{" test* "}"
//! edge    = (">" | "?>" | "!>" | "<" | "?<" | "!<") role ("|" role)* (node | "(" pattern ")")
//! test    = lemma ("|" lemma)*     a lemma, "carry_out" with its particle, or "@list"
//!         | "!" lemma ("|" lemma)* none of them
//!         | "~" lemma ("|" lemma)* one of them, which may have an act of its own: it is no word of this match
//!         | "upos=" TAG ("|" TAG)* | "feat=" Name:Value | "rel=" relation ("|" relation)*
//!         | UPPERCASE ("|" …)*     kinds that the caller knows (ACTOR); "UPPERCASE!" for the word itself only
//! role    = subj | obj | iobj | obl:with | xcomp | …   ("obl:*" for any preposition)
//! ```
//! `>` asks for a dependent in that role, `<` for a governor to which the word stands in it; `?` makes the edge
//! optional, `!` forbids it. Among roles joined by `|` the first that matches is taken.

use demarche_text::{Str, Upos};

/// Looks up a named list of lemmas, for `@name`.
pub type Lists<'a> = &'a dyn Fn(&str) -> Option<Vec<Str>>;

/// A compiled tree pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub(crate) root: Node,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Node {
    pub name: Option<Str>,
    pub tests: Vec<Test>,
    pub edges: Vec<PatternEdge>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PatternEdge {
    pub need: Need,
    pub up: bool,
    pub roles: Vec<Str>,
    pub node: Node,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Must,
    May,
    MustNot,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// Sorted lemmas.
    Lemma(Vec<Str>),
    /// Sorted lemmas that it must not have.
    NotLemma(Vec<Str>),
    /// Sorted lemmas of a word that stays another pattern's to use.
    Beside(Vec<Str>),
    Upos(Vec<Upos>),
    Feat(Str, Str),
    Rel(Vec<Str>),
    Kind {
        name: Str,
        strict: bool,
    },
}

/// Why a pattern was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// Something else stands where the grammar wants something.
    #[error("column {column}: expected {expected}, but found `{found}`")]
    Syntax {
        /// From 1, in characters.
        column: usize,
        /// What the grammar wants there.
        expected: &'static str,
        /// The rest of the pattern, cut short.
        found: String,
    },
    /// A list of lemmas that nobody made.
    #[error("expected the name of a list under rules/lists, but found `@{0}`")]
    List(String),
    /// The root must say by which lemmas it is found.
    #[error("expected lemmas in the first node, but found none")]
    Root,
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// Names the column where the grammar is broken, the list that does not exist, or that the root has no lemma.
    pub fn compile(source: &str, lists: Lists<'_>) -> Result<Self, PatternError> {
        let mut reader = Reader { source, at: 0, lists };
        let root = reader.pattern()?;
        reader.space();
        if !reader.rest().is_empty() {
            return Err(reader.expected("an edge or the end"));
        }
        if !root.tests.iter().any(|t| matches!(t, Test::Lemma(_))) {
            return Err(PatternError::Root);
        }
        Ok(Self { root })
    }

    /// The lemmas of the root, by which a caller indexes its patterns.
    pub fn lemmas(&self) -> impl Iterator<Item = &Str> {
        self.root.tests.iter().filter_map(|t| if let Test::Lemma(l) = t { Some(l) } else { None }).flatten()
    }

    /// True where some node that must match carries this name.
    pub fn requires(&self, name: &str) -> bool {
        fn within(node: &Node, name: &str) -> bool {
            node.name.as_deref() == Some(name)
                || node.edges.iter().any(|e| e.need == Need::Must && within(&e.node, name))
        }
        within(&self.root, name)
    }
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    lists: Lists<'a>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn space(&mut self) {
        self.at = self.source.len() - self.rest().trim_start().len();
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn expected(&self, expected: &'static str) -> PatternError {
        let column = self.source[..self.at].chars().count() + 1;
        PatternError::Syntax { column, expected, found: self.rest().chars().take(20).collect() }
    }

    fn word(&mut self, expected: &'static str) -> Result<&'a str, PatternError> {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || "{}()>?<".contains(c)).unwrap_or(rest.len());
        if end == 0 {
            return Err(self.expected(expected));
        }
        self.at += end;
        Ok(&rest[..end])
    }

    fn pattern(&mut self) -> Result<Node, PatternError> {
        let mut node = self.node()?;
        while let Some(edge) = self.edge()? {
            node.edges.push(edge);
        }
        Ok(node)
    }

    fn node(&mut self) -> Result<Node, PatternError> {
        self.space();
        let mut node = Node::default();
        if !self.rest().starts_with('{') {
            let name = self.word("a node")?;
            let name = name.strip_suffix(':').ok_or_else(|| self.expected("`:` after a name"))?;
            node.name = Some(name.into());
        }
        if !self.take("{") {
            return Err(self.expected("`{`"));
        }
        loop {
            self.space();
            if self.take("}") {
                return Ok(node);
            }
            let word = self.word("a test or `}`")?;
            node.tests.push(self.test(word)?);
        }
    }

    fn test(&self, word: &str) -> Result<Test, PatternError> {
        let split = |s: &str| s.split('|').map(Str::from).collect::<Vec<_>>();
        if let Some(tags) = word.strip_prefix("upos=") {
            let tags: Result<Vec<Upos>, ()> = tags.split('|').map(str::parse).collect();
            return tags.map(Test::Upos).map_err(|()| self.expected("UPOS tags"));
        }
        if let Some(feat) = word.strip_prefix("feat=") {
            let (name, value) = feat.split_once(':').ok_or_else(|| self.expected("Name:Value"))?;
            return Ok(Test::Feat(name.into(), value.into()));
        }
        if let Some(relations) = word.strip_prefix("rel=") {
            return Ok(Test::Rel(split(relations)));
        }
        let (name, strict) = word.strip_suffix('!').map_or((word, false), |name| (name, true));
        if name.len() > 1 && name.chars().all(|c| c.is_ascii_uppercase() || c == '|') {
            return Ok(Test::Kind { name: name.into(), strict });
        }
        if let Some(lemmas) = word.strip_prefix('~') {
            return Ok(Test::Beside(self.lemmas(lemmas)?));
        }
        match word.strip_prefix('!') {
            Some(lemmas) => Ok(Test::NotLemma(self.lemmas(lemmas)?)),
            None => Ok(Test::Lemma(self.lemmas(word.strip_prefix("lemma=").unwrap_or(word))?)),
        }
    }

    fn lemmas(&self, source: &str) -> Result<Vec<Str>, PatternError> {
        let mut out = Vec::new();
        for lemma in source.split('|') {
            match lemma.strip_prefix('@') {
                Some(list) => {
                    out.extend((self.lists)(list).ok_or_else(|| PatternError::List(list.to_owned()))?);
                }
                // One "!" stands before all lemmas that are excluded.
                None if lemma.is_empty() || lemma.starts_with('!') => return Err(self.expected("a lemma")),
                None => out.push(lemma.into()),
            }
        }
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    fn edge(&mut self) -> Result<Option<PatternEdge>, PatternError> {
        const ARROWS: [(&str, Need, bool); 6] = [
            ("?>", Need::May, false),
            ("!>", Need::MustNot, false),
            (">", Need::Must, false),
            ("?<", Need::May, true),
            ("!<", Need::MustNot, true),
            ("<", Need::Must, true),
        ];
        self.space();
        let Some(&(_, need, up)) = ARROWS.iter().find(|(arrow, ..)| self.take(arrow)) else {
            return Ok(None);
        };
        let roles = self.word("a role")?.split('|').map(Str::from).collect();
        self.space();
        let node = if self.take("(") {
            let node = self.pattern()?;
            self.space();
            if !self.take(")") {
                return Err(self.expected("`)`"));
            }
            node
        } else {
            self.node()?
        };
        Ok(Some(PatternEdge { need, up, roles, node }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(source: &str) -> String {
        Pattern::compile(source, &|_| None).unwrap_err().to_string()
    }

    #[test]
    fn refusals_name_the_column() {
        insta::assert_snapshot!(error("{meet} >subj actor{X}"), @"column 19: expected `:` after a name, but found `{X}`");
        insta::assert_snapshot!(error("{meet} subj"), @"column 8: expected an edge or the end, but found `subj`");
        insta::assert_snapshot!(error("{meet} >obj ({talk}"), @"column 20: expected `)`, but found ``");
        insta::assert_snapshot!(error("{meet|!talk}"), @"column 12: expected a lemma, but found `}`");
        insta::assert_snapshot!(error("{@verbs}"), @"expected the name of a list under rules/lists, but found `@verbs`");
        insta::assert_snapshot!(error("{upos=VERB}"), @"expected lemmas in the first node, but found none");
    }

    #[test]
    fn required_names_are_those_on_paths_of_required_edges() {
        let pattern =
            Pattern::compile("{hold} >obj ({talk} >obl:with b:{ACTOR}) ?>subj a:{ACTOR}", &|_| None).unwrap();
        assert!(pattern.requires("b"));
        assert!(!pattern.requires("a"));
    }
}
