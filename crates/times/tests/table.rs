//! Expressions of ours with what they mean: `expressions.tsv`, one a line.
//!
//! Columns: a sentence with its expression in brackets, the DCT (`-` for none), TIMEX3 type and value, first and last day.
//! The sentences have no tags: their verbs' forms decide the direction.

use demarche_text::{Sentence, Span, Token};
use demarche_times::{Timex, find, rules};

fn found(text: &str, dct: &str) -> Vec<Timex> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(' ') {
        let word = piece.trim_end();
        tokens.push(Token {
            span: Span::new(start, start + word.len()),
            form: word.into(),
            ..Token::default()
        });
        start += piece.len();
    }
    let sentence = Sentence { span: Span::new(0, text.len()), tokens, ..Sentence::default() };
    find(text, &[sentence], dct.parse().ok())
}

/// "TYPE value from to" of the bracketed expression, or what was found instead.
fn result(marked: &str, dct: &str) -> String {
    let (open, close) = (marked.find('[').unwrap_or(0), marked.find(']').unwrap_or(0));
    let text = marked.replace(['[', ']'], "");
    let all = found(&text, dct);
    let Some(t) = all.iter().find(|t| t.span == Span::new(open, close - 1)) else {
        return format!("{:?}", all.iter().map(|t| t.span.of(&text)).collect::<Vec<_>>());
    };
    let (from, to) = t.range.map_or(("-".into(), "-".into()), |(a, b)| (a.to_string(), b.to_string()));
    [t.kind.as_str(), &t.value, &from, &to].join("\t")
}

#[test]
fn every_expression_means_what_its_line_says() {
    let lines: Vec<&str> = include_str!("expressions.tsv").lines().filter(|l| !l.starts_with('#')).collect();
    assert!(lines.len() >= 400);
    let mut wrong = Vec::new();
    for line in lines {
        let mut columns = line.splitn(3, '\t');
        let (text, dct) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
        let expected = columns.next().unwrap_or("");
        let got = result(text, dct);
        if got != expected {
            wrong.push(format!("{text} on {dct}: expected {expected}, but found {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_can_be_read() {
    assert!(rules().all(|rule| !rule.id.is_empty() && rule.examples.len() >= 3 && rule.rejects.len() >= 2));
}
