//! Syntax of a language, learned from its treebanks: sentences, words, UPOS, XPOS, FEATS, lemmas, dependency trees.
//!
//! ```
//! use demarche_syntax::{Corpora, Dev, Model, TrainConfig, Vectors, train};
//! use demarche_text::conllu;
//! let treebank = "1\tDogs\tdog\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_\n\
//!     2\tbark\tbark\tVERB\tVBP\t_\t0\troot\t_\tSpaceAfter=No\n\
//!     3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";
//! let read = conllu::read(treebank).unwrap();
//! let config = TrainConfig {
//!     epochs: 80,
//!     hidden: 8,
//!     layers: 1,
//!     arc: 8,
//!     label: 8,
//!     pieces: 256,
//!     rate: 0.02,
//!     dropout: 0.0,
//!     ..TrainConfig::default()
//! };
//! let corpora = Corpora { treebanks: std::slice::from_ref(&read), ..Corpora::default() };
//! let dev = Dev { trees: &read.sentences, entities: &[] };
//! let model = train(&config, corpora, &Vectors::default(), dev, &mut |_| ());
//! let same = Model::read(&model.write()).unwrap();
//! let sentences = same.parse("Dogs bark.");
//! assert_eq!(sentences[0].tokens[0].head, Some(1));
//! assert_eq!(sentences[0].tokens[2].deprel, "punct");
//! ```
//!
//! It leaves out files (the model is a slice of bytes) and anything that words mean.

mod bytes;
mod classify;
mod entities;
mod format;
mod input;
mod lemma;
mod model;
mod net;
mod random;
mod score;
mod segment;
mod train;
mod tree;
mod work;

pub use format::ModelError;
pub use model::{Ensemble, Model};
pub use net::Loss;
pub use score::{EntityScore, Score, score, score_entities};
pub use train::{Corpora, Dev, Progress, TrainConfig, VectorConfig, Vectors, learn_words, pretrain, train};
pub use tree::heads;
