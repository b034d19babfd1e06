//! Prints the mentions of a parsed text: CoNLL-U on standard input, one mention a line.
//!
//! `mentions [DATE] < parsed.conllu`

#![allow(clippy::disallowed_methods, reason = "an example is an edge: it reads its argument")]

use demarche_actors::{Base, mentions};
use demarche_text::{Document, conllu};
use std::io::{Read, Write};

fn main() {
    let mut source = String::new();
    if std::io::stdin().read_to_string(&mut source).is_err() {
        return;
    }
    let read = match conllu::read(&source) {
        Ok(read) => read,
        Err(error) => return eprintln!("error: {error}"),
    };
    let date = std::env::args().nth(1).and_then(|d| d.parse().ok());
    let document = Document { text: read.text, date, ..Document::default() };
    let found = mentions(&document, &read.sentences, Base::builtin());
    let mut out = std::io::stdout().lock();
    for (at, sentence) in read.sentences.iter().enumerate() {
        let _ = writeln!(out, "# {}", sentence.span.of(&document.text));
        for m in found.iter().filter(|m| m.sentence == at) {
            let (code, name) = (m.actor.code(), m.actor.name.as_deref().unwrap_or(""));
            let text = m.span.of(&document.text);
            let _ = writeln!(out, "  {text:<40} {code:<8} {:>3} {:?} {} {name}", m.chain, m.kind, m.rule);
            for member in &m.members {
                let _ = writeln!(out, "      + {} {}", member.span.of(&document.text), member.actor.code());
            }
        }
    }
}
