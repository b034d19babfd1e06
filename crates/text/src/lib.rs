//! What every other crate speaks of: a [`Document`] and, once it is parsed, its [`Sentence`]s of [`Token`]s.
//!
//! ```
//! use demarche_text::conllu;
//! let source = "# text = Dogs bark.\n\
//!     1\tDogs\tdog\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_\n\
//!     2\tbark\tbark\tVERB\tVBP\t_\t0\troot\t_\tSpaceAfter=No\n\
//!     3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";
//! let read = conllu::read(source).unwrap();
//! assert_eq!(read.text, "Dogs bark.\n");
//! assert_eq!(read.sentences[0].tokens[0].span.of(&read.text), "Dogs");
//! assert_eq!(conllu::write(&read.text, &read.sentences), source);
//! ```
//!
//! It leaves out how a text is split, tagged or understood.

pub mod conllu;
mod document;
mod sentence;
mod span;

pub use document::{Document, GivenMention};
pub use sentence::{Entity, Multiword, Sentence, Token, Upos};
pub use span::Span;

/// A short string that lives inside its owner: forms, lemmas, tags, relations.
pub type Str = compact_str::CompactString;
