//! Attribution: who says, thinks or denies what, on whose word, through which medium.
//!
//! ```
//! use demarche_text::conllu;
//! let source = "1\tMoscow\tMoscow\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n\
//!     2\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\t_\n\
//!     3\ttalks\ttalk\tNOUN\tNNS\t_\t4\tnsubj\t_\t_\n\
//!     4\tfailed\tfail\tVERB\tVBD\t_\t2\tccomp\t_\tSpaceAfter=No\n\
//!     5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";
//! let read = conllu::read(source).unwrap();
//! let found = demarche_quotes::find(&read.text, &read.sentences, &[]);
//! assert_eq!(found[0].source[0].of(&read.text), "Moscow");
//! assert_eq!(found[0].content[0].of(&read.text), "talks failed");
//! ```
//!
//! Spans follow `PolNeAR` (Newell, Margolin and Ruths, 2018): a source is the whole noun phrase with its appositions, a
//! content keeps its "that" and its quotation marks, a cue its auxiliaries and the preposition before the content.
//! Unlike there, attributions may lie in the content of others.
//!
//! It leaves out who a speaker is, which the mentions know, and whether what is said is true.

mod assemble;
mod author;
mod cues;
mod direct;
mod first_person;
mod frames;
mod lexicon;
mod marks;
mod repair;
mod source;
mod speaker;
mod surface;
mod tree;
mod turns;

pub use author::author;
use demarche_actors::Mention;
use demarche_text::{Sentence, Span};
pub use first_person::{first_person, own_words};
pub use lexicon::{Kind, is_medium, is_reporting};

/// Who says, thinks or denies something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// Index of the cue's sentence.
    pub sentence: usize,
    /// Index of the cue's main word in its sentence.
    pub cue_token: Option<usize>,
    /// Who; empty where nobody is named.
    pub source: Vec<Span>,
    /// The words that report.
    pub cue: Vec<Span>,
    /// What is reported, in order.
    pub content: Vec<Span>,
    /// The parts of the content between quotation marks, marks left out.
    pub quoted: Vec<Span>,
    /// Index of the mention that speaks.
    pub speaker: Option<usize>,
    /// Index of the mention of the medium: CNN in "told CNN".
    pub medium: Option<usize>,
    /// The words that name the medium or the form: "in an interview with CNN", without the preposition.
    pub medium_span: Option<Span>,
    /// What the cue does with the content.
    pub kind: Kind,
    /// True where the cue says that the content is not so.
    pub denies: bool,
    /// True where the source answers for the content; false for attitudes and wishes ("criticised the raid").
    pub vouches: bool,
    /// Which construction it is.
    pub rule: &'static str,
}

impl Attribution {
    /// Where its content starts, then its cue: the order of attributions.
    fn position(&self) -> (usize, usize) {
        let first = |spans: &[Span]| spans.iter().map(|s| s.start).min();
        let cue = first(&self.cue).unwrap_or(0);
        (first(&self.content).unwrap_or(cue), cue)
    }

    /// Length of its content, from the first byte to the last.
    fn reach(&self) -> usize {
        let end = self.content.iter().map(|s| s.end).max().unwrap_or(0);
        end.saturating_sub(self.position().0)
    }
}

/// Finds every attribution of a text, in the order of their contents.
///
/// `sentences` are those of `text`, parsed; `mentions` may be of any text, but then no speaker is found. A quotation
/// that goes on without a cue of its own is an attribution of its own, with the source and cue of the one before it
/// and the rule `carried`.
///
/// # Source
/// Pareti (2015), attribution relations; Newell, Margolin and Ruths (2018), `PolNeAR`.
pub fn find(text: &str, sentences: &[Sentence], mentions: &[Mention]) -> Vec<Attribution> {
    let trees: Vec<_> = sentences.iter().map(tree::Tree::new).collect();
    let speakers = speaker::Speakers::new(sentences.len(), mentions);
    assemble::Assembly { text, trees: &trees, speakers: &speakers }.run()
}

/// Farthest that a content is looked back for, in bytes; real ones stay well below it.
const REACH: usize = 1 << 16;

/// On whose word stands what is at `at`: indices of the attributions whose source answers for it, outermost first.
///
/// `attributions` are in the order that [`find`] gives.
pub fn over(attributions: &[Attribution], at: Span) -> Vec<usize> {
    let from = attributions.partition_point(|a| a.position().0 + REACH < at.start);
    let to = attributions.partition_point(|a| a.position().0 <= at.start);
    let holds = |i: &usize| {
        let a = &attributions[*i];
        a.vouches && a.content.iter().any(|c| c.contains(at))
    };
    let mut out: Vec<usize> = (from..to.max(from)).filter(holds).collect();
    out.sort_by_key(|&i| std::cmp::Reverse(attributions[i].reach()));
    out
}
