//! Every rule proves itself on its own examples and rejects.

use super::RULES;
use crate::{Timex, find};
use demarche_text::{Sentence, Span, Token};

/// One sentence, words at white space, no tags.
fn found(text: &str) -> Vec<Timex> {
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
    find(text, &[sentence], Some(jiff::civil::date(2024, 7, 11)))
}

#[test]
fn each_example_has_its_value_through_its_own_rule() {
    let mut wrong = Vec::new();
    for rule in RULES {
        assert!(rule.examples.len() >= 3 && rule.rejects.len() >= 2, "{}: too few examples", rule.id);
        for (text, value) in rule.examples {
            let all = found(text);
            if !all.iter().any(|t| t.rule == rule.id && t.value == *value) {
                let got: Vec<String> =
                    all.iter().map(|t| format!("{} {} {}", t.rule, t.span.of(text), t.value)).collect();
                wrong.push(format!("{}: expected {value} in \"{text}\", but found {got:?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_reject_fires_its_rule() {
    let mut wrong = Vec::new();
    for rule in RULES {
        for text in rule.rejects {
            if let Some(t) = found(text).iter().find(|t| t.rule == rule.id) {
                wrong.push(format!("{}: fires on \"{}\" in \"{text}\"", rule.id, t.span.of(text)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ids_are_unique_and_fit_the_index() {
    let mut ids: Vec<&str> = RULES.iter().map(|r| r.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
    assert!(RULES.len() <= 128, "the index has 128 bits");
    assert!(RULES.iter().all(|r| r.doc.len() > 10));
}

/// Odd text of every kind: nothing panics, spans lie in order on character boundaries, values are never empty.
#[test]
fn no_text_makes_it_panic() {
    const PIECES: [&str; 40] = [
        "May",
        "31",
        "February 30",
        "’s",
        "½",
        "\u{0}",
        "é",
        "٣",
        "-",
        "–",
        "99999999999999999999",
        "2018",
        "10:",
        ":59",
        "p.m.",
        "Q",
        "4",
        "a",
        "the end of",
        "year",
        "'",
        "of",
        "last",
        "week",
        "W53",
        "9999",
        "0001",
        "twenty",
        "hundred",
        "and a half",
        ".",
        ",",
        "🦀",
        "\u{301}",
        "Christmas",
        "in",
        "ago",
        "two",
        "\n",
        "thousand",
    ];
    let days = ["0001-01-01", "9999-12-31", "2024-02-29", "2020-12-31", "1900-03-01"];
    let mut seed = 7_u32;
    for round in 0..4000 {
        let mut text = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(PIECES[(seed >> 16) as usize % PIECES.len()]);
            if seed & 0x100 == 0 {
                text.push(' ');
            }
        }
        check(&text, days.get(round % 6).and_then(|d| d.parse().ok()));
    }
}

fn check(text: &str, dct: Option<jiff::civil::Date>) {
    let sentence = Sentence { span: Span::new(0, text.len()), ..Sentence::default() };
    let mut end = 0;
    for t in find(text, &[sentence], dct) {
        assert!(t.span.start >= end && !t.span.of(text).is_empty() && !t.value.is_empty(), "{text}");
        let (from, to) = t.range.unwrap_or_default();
        assert!(from <= to && (0..=9999).contains(&from.year()) && to.year() <= 9999, "{text}: {t:?}");
        end = t.span.end;
    }
}

#[test]
fn sentences_that_do_not_fit_the_text_are_survived() {
    let sentence = Sentence { span: Span::new(3, 500), ..Sentence::default() };
    assert_eq!(find("today", &[sentence], None), []);
    assert_eq!(find("", &[], None), []);
}
