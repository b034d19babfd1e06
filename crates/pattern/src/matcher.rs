//! Matching a pattern at one word of a graph.

use crate::Graph;
use crate::pattern::{Need, Node, Pattern, PatternEdge, Test};
use demarche_text::Str;

/// What the caller knows about words: which of them stand for an actor, a date, another event.
pub trait Nodes {
    /// The words that `token` stands for as a `kind`: itself, or those found near it (the possessor of "Iran's
    /// missile test"); empty where it is none.
    fn near(&self, kind: &str, graph: &Graph<'_>, token: usize) -> Vec<usize>;

    /// True where `token` itself is a `kind`.
    fn is(&self, kind: &str, graph: &Graph<'_>, token: usize) -> bool {
        self.near(kind, graph, token).first() == Some(&token)
    }
}

/// The words that the named nodes of a pattern matched, and how much of the sentence the pattern accounted for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bindings {
    named: Vec<(Str, usize)>,
    /// Words that matched nodes with a lemma test, the root included.
    pub words: Vec<usize>,
}

impl Bindings {
    /// Words bound to a name, in order of the match.
    pub fn of(&self, name: &str) -> Vec<usize> {
        self.named.iter().filter(|(n, _)| n == name).map(|&(_, t)| t).collect()
    }

    fn is_empty(&self) -> bool {
        self.named.is_empty() && self.words.is_empty()
    }

    fn bind(&mut self, name: &str, token: usize) {
        if !self.named.iter().any(|(n, t)| n == name && *t == token) {
            self.named.push((name.into(), token));
        }
    }

    fn absorb(&mut self, other: Self) {
        for (name, token) in other.named {
            self.bind(&name, token);
        }
        self.words.extend(other.words);
    }
}

impl Pattern {
    /// Matches the pattern with its root at `token`; `None` where it does not match.
    ///
    /// A named node of a kind (`actor:{ACTOR}`) is bound to all words in its role, so that coordinated parties come
    /// out together; other nodes take the first word that matches.
    pub fn matches(&self, graph: &Graph<'_>, token: usize, nodes: &dyn Nodes) -> Option<Bindings> {
        node_matches(&self.root, graph, token, nodes)
    }
}

fn node_matches(node: &Node, graph: &Graph<'_>, token: usize, nodes: &dyn Nodes) -> Option<Bindings> {
    let mut stands_for = None;
    for test in &node.tests {
        match test {
            Test::Kind { name, strict: true } => {
                if !nodes.is(name, graph, token) {
                    return None;
                }
            }
            Test::Kind { name, strict: false } => {
                let near = nodes.near(name, graph, token);
                if near.is_empty() {
                    return None;
                }
                stands_for = Some(near);
            }
            test => {
                if !word_passes(test, graph, token) {
                    return None;
                }
            }
        }
    }
    // Most patterns fail at an edge: nothing is put together before all have matched.
    let mut below = Vec::new();
    for edge in &node.edges {
        let found = edge_matches(edge, graph, token, nodes)?;
        if !found.is_empty() {
            below.push(found);
        }
    }
    let mut bindings = Bindings::default();
    bindings.words.extend(node.tests.iter().filter(|t| matches!(t, Test::Lemma(_))).map(|_| token));
    if let Some(name) = &node.name {
        for token in stands_for.unwrap_or_else(|| vec![token]) {
            bindings.bind(name, token);
        }
    }
    for found in below {
        bindings.absorb(found);
    }
    Some(bindings)
}

fn word_passes(test: &Test, graph: &Graph<'_>, token: usize) -> bool {
    let word = graph.word(token);
    match test {
        Test::Lemma(lemmas) | Test::Beside(lemmas) => is_among(word.lemma, lemmas),
        Test::NotLemma(lemmas) => !is_among(word.lemma, lemmas),
        Test::Upos(tags) => tags.contains(&graph.upos(token)),
        Test::Feat(name, value) => word.token.feat(name) == Some(value),
        Test::Rel(relations) => {
            relations.iter().any(|r| word.token.deprel == *r || word.token.relation() == r)
        }
        Test::Kind { .. } => true,
    }
}

/// Whether sorted lemmas have this one.
fn is_among(lemma: &str, sorted: &[Str]) -> bool {
    sorted.binary_search_by(|l| l.as_str().cmp(lemma)).is_ok()
}

/// Matches one edge; `None` where it fails the node.
fn edge_matches(edge: &PatternEdge, graph: &Graph<'_>, token: usize, nodes: &dyn Nodes) -> Option<Bindings> {
    let all = edge.node.name.is_some() && edge.node.tests.iter().any(|t| matches!(t, Test::Kind { .. }));
    let mut found: Option<Bindings> = None;
    'roles: for role in &edge.roles {
        for other in graph.neighbours(token, role, edge.up) {
            if let Some(bindings) = node_matches(&edge.node, graph, other, nodes) {
                found.get_or_insert_with(Bindings::default).absorb(bindings);
                if !all {
                    break 'roles;
                }
            }
        }
        if found.is_some() {
            break;
        }
    }
    match edge.need {
        Need::Must => found,
        Need::May => Some(found.unwrap_or_default()),
        Need::MustNot => found.is_none().then(Bindings::default),
    }
}
