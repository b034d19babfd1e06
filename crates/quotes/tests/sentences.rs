//! Sentences of ours, parsed, with the attributions that they hold.
//!
//! Trees are as the parser gives them, mistakes included: `tests/sentences.conllu` keeps them, so that a new model
//! changes nothing here.
//!
//! FIXME: "…, a senior official who asked not to be named said." has no attribution, and "was quoted as saying" has
//! "saying" alone as its cue.

use demarche_text::{Span, conllu};
use std::fmt::Write as _;

const SENTENCES: &str = include_str!("sentences.conllu");

/// One line of text a case, one line an attribution: `rule [source] cue -> content`.
fn table() -> String {
    let mut out = String::new();
    for case in SENTENCES.split("# newdoc id = ").skip(1) {
        let (_, body) = case.split_once('\n').expect("a numbered case");
        let read = conllu::read(body).expect("CoNLL-U");
        let text = paragraphs(&read);
        let _ = writeln!(out, "{}", text.trim_end().replace('\n', " / "));
        for a in demarche_quotes::find(&text, &read.sentences, &[]) {
            let show = |spans: &[Span]| spans.iter().map(|s| s.of(&text)).collect::<Vec<_>>().join(" | ");
            let denies = if a.denies { "denies, " } else { "" };
            let through = a.medium_span.map_or(String::new(), |s| format!("; through {}", s.of(&text)));
            let (source, cue, content) = (show(&a.source), show(&a.cue), show(&a.content));
            let _ = writeln!(out, "  {denies}{} [{source}] {cue} -> {content}{through}", a.rule);
        }
    }
    out
}

/// The text with sentences of one paragraph in one line; spans stay as they are.
fn paragraphs(read: &conllu::Read) -> String {
    let mut text = read.text.clone().into_bytes();
    for pair in read.sentences.windows(2) {
        if !pair[1].comments.iter().any(|c| c.starts_with("newpar")) {
            text[pair[0].span.end] = b' ';
        }
    }
    String::from_utf8(text).expect("line breaks and spaces are one byte each")
}

#[test]
fn sentences_have_their_attributions() {
    insta::assert_snapshot!(table());
}
