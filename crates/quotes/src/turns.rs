//! Names before a colon that speak what follows: transcripts, headlines, lists of quotations.
//!
//! `Ryan: 'No place in a campaign'`, `LAVROV: We have not decided.` A colon after a name counts where a quotation
//! follows, where the name is in capitals, or in a headline whose name is not the topic alone.

use crate::cues::Draft;
use crate::lexicon::Kind;
use crate::marks::Quote;
use crate::source::trim;
use crate::tree::Tree;
use demarche_text::{Span, Upos};

/// Longest name before a colon, in words.
const NAME: usize = 8;

/// A turn at the start of a paragraph.
pub(crate) struct Turn {
    /// Its cue is the colon.
    pub(crate) draft: Draft,
    /// What is spoken.
    pub(crate) content: Span,
}

/// The turn that opens a paragraph, where `sentence` is the one that starts it.
pub(crate) fn turn(
    text: &str,
    tree: &Tree,
    sentence: usize,
    paragraph: Span,
    quotes: &[Quote],
) -> Option<Turn> {
    let colon = (1..tree.len().min(NAME + 1)).find(|&i| tree.token(i).form == ":")?;
    let rest = Span::new(tree.token(colon).span.end, paragraph.end);
    let content = Span::new(rest.end - rest.of(text).trim_start().len(), rest.end);
    let head = (0..colon).rev().find(|&i| nominal(tree, i) && is_name(tree, i, colon))?;
    let form = &tree.token(head).form;
    let capitals =
        form.len() > 2 && form.chars().all(|c| !c.is_lowercase()) && form.contains(char::is_uppercase);
    if !capitals && tree.token(head).upos != Upos::Propn {
        return None;
    }
    let spoken = quotes.binary_search_by_key(&content.start, |q| q.outer.start).is_ok();
    let headline = paragraph.start == 0 && clausal(tree, colon);
    if content.is_empty() || !(0..colon).all(|i| nominal(tree, i)) || !(capitals || spoken || headline) {
        return None;
    }
    let source = trim(tree, 0..colon);
    let draft = Draft {
        sentence,
        token: colon,
        cue: colon..colon + 1,
        kind: Kind::Say,
        denies: false,
        source_head: Some(head),
        source: Some(source),
        found: None,
        quotes: true,
        rule: "turn",
    };
    Some(Turn { draft, content })
}

/// The head of the name: the word that hangs on nothing before the colon.
fn is_name(tree: &Tree, i: usize, colon: usize) -> bool {
    tree.token(i).upos != Upos::Punct && tree.head(i).is_none_or(|h| h >= colon)
}

/// True where a finite clause follows the colon: "Trump: Cruz has a long way to go", not "The race: a preview".
fn clausal(tree: &Tree, colon: usize) -> bool {
    (colon + 1..tree.len()).any(|i| {
        matches!(tree.token(i).upos, Upos::Verb | Upos::Aux)
            && matches!(tree.token(i).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD")
    })
}

fn nominal(tree: &Tree, i: usize) -> bool {
    use Upos::{Adj, Adp, Det, Noun, Num, Propn, Punct};
    matches!(tree.token(i).upos, Propn | Noun | Adj | Adp | Det | Num | Punct)
}
