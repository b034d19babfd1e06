//! Tree patterns over the deep roles of a sentence: compile, match, trace.
//!
//! A [`Graph`] restates a dependency tree as *deep roles*: who does it (`subj`) and to whom (`obj`), whether the verb
//! is active, passive, a participle, an infinitive under another verb, or a noun ("the attack by A on B"). A
//! [`Pattern`] is matched over those roles, so that one pattern covers every construction that says the same thing.
//!
//! ```
//! use demarche_pattern::{Graph, Nodes, Pattern};
//! use demarche_text::conllu;
//! struct Names;
//! impl Nodes for Names {
//!     fn near(&self, kind: &str, _: &Graph, token: usize) -> Vec<usize> {
//!         if kind == "ACTOR" && token != 2 { vec![token] } else { vec![] }
//!     }
//! }
//! // "Idlib was bombed by Russia."
//! let tree = "1\tIdlib\tIdlib\tPROPN\t_\t_\t3\tnsubj:pass\t_\t_\n\
//!     2\twas\tbe\tAUX\t_\t_\t3\taux:pass\t_\t_\n\
//!     3\tbombed\tbomb\tVERB\t_\tTense=Past|VerbForm=Part\t0\troot\t_\t_\n\
//!     4\tby\tby\tADP\t_\t_\t5\tcase\t_\t_\n\
//!     5\tRussia\tRussia\tPROPN\t_\t_\t3\tobl:agent\t_\t_\n\n";
//! let read = conllu::read(tree).unwrap();
//! let graph = Graph::of(&read.sentences[0]);
//! let pattern = Pattern::compile("{bomb} >subj actor:{ACTOR} >obj recipient:{ACTOR}", &|_| None).unwrap();
//! let found = pattern.matches(&graph, 2, &Names).unwrap();
//! assert_eq!(found.of("actor"), [4]);
//! assert_eq!(found.of("recipient"), [0]);
//! ```
//!
//! It leaves out what an actor is ([`Nodes`] says) and what a match means.

mod graph;
mod matcher;
mod pattern;
mod repair;

pub use graph::{Edge, Graph, Word, is_done_for, is_light};
pub use matcher::{Bindings, Nodes};
pub use pattern::{Lists, Pattern, PatternError};
