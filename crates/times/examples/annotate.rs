//! Reads documents as JSON Lines from standard input and writes their `dates` layer, words cut at white space only.
//!
//! It shows what the crate finds without a parse: `{"id","date","text"}` in, `{"id","dates":[…]}` out.
#![allow(clippy::disallowed_methods, reason = "an example is an edge")]

use demarche_text::{Sentence, Span, Token};
use serde_json::{Value, json};
use std::io::{self, BufRead as _, Write as _};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let document: Value = serde_json::from_str(&line).map_err(io::Error::other)?;
        writeln!(out, "{}", dates(&document))?;
    }
    out.flush()
}

fn dates(document: &Value) -> Value {
    let text = document["text"].as_str().unwrap_or("");
    let dct = document["date"].as_str().and_then(|d| d.get(..10)).and_then(|d| d.parse().ok());
    let found = demarche_times::find(text, &sentences(text), dct);
    let points = |byte: usize| text[..byte].chars().count();
    let dates: Vec<Value> = found
        .iter()
        .map(|t| {
            json!({
                "start": points(t.span.start), "end": points(t.span.end), "text": t.span.of(text),
                "type": t.kind.as_str(), "value": t.value, "rule": t.rule,
                "from": t.range.map(|r| r.0.to_string()), "to": t.range.map(|r| r.1.to_string()),
            })
        })
        .collect();
    json!({ "id": document["id"], "dates": dates })
}

/// A sentence for each line break after a full stop, or full stop before a capital; words at white space.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut words: Vec<Token> = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim();
        if !word.is_empty() {
            words.push(Token {
                span: Span::new(start, start + word.len()),
                form: word.into(),
                ..Token::default()
            });
        }
        start += piece.len();
        let ends = word.ends_with(['.', '!', '?']) && word.len() > 5;
        if ends || start == text.len() {
            close(&mut out, &mut words);
        }
    }
    out
}

fn close(out: &mut Vec<Sentence>, words: &mut Vec<Token>) {
    if let (Some(first), Some(last)) = (words.first(), words.last()) {
        let span = first.span.hull(last.span);
        out.push(Sentence { span, tokens: std::mem::take(words), ..Sentence::default() });
    }
}
