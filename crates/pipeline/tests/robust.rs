//! Whatever is text is read, and in time: the embedded model on texts nobody would print.

use demarche_pipeline::Coder;
use demarche_text::Sentence;

/// Words of the longest sentence.
const LONGEST: usize = 200;

fn check(text: &str, sentences: &[Sentence]) {
    let mut end = 0;
    for sentence in sentences {
        assert!(sentence.tokens.len() <= LONGEST);
        assert_eq!(sentence.tokens.iter().filter(|t| t.head.is_none()).count(), 1);
        for token in &sentence.tokens {
            assert_eq!(token.span.of(text), token.form);
            assert!(token.span.start >= end);
            assert!(token.head.is_none_or(|head| head < sentence.tokens.len()));
            end = token.span.end;
        }
    }
}

#[test]
fn a_long_sentence_without_a_full_stop_is_cut() {
    let coder = Coder::builtin().unwrap();
    let text = "and the minister said that talks in Geneva had ".repeat(1_000);
    let sentences = coder.parse(&text);
    check(&text, &sentences);
    assert_eq!(sentences.iter().map(|s| s.tokens.len()).sum::<usize>(), 9_000);
}

#[test]
fn a_megabyte_without_white_space_is_read() {
    let coder = Coder::builtin().unwrap();
    for unit in ["x", "\u{4e00}"] {
        let text = unit.repeat(1_000_000 / unit.len());
        check(&text, &coder.parse(&text));
    }
}

#[test]
fn odd_characters_are_words_like_others() {
    let coder = Coder::builtin().unwrap();
    let parts = [
        "\u{0}",
        "\u{301}",
        "\u{202E}",
        "\u{FEFF}",
        "\u{1F1FA}\u{1F1F8}",
        "\"",
        "(",
        "U.S.",
        "\r\n\r",
        "…",
        "«",
    ];
    for first in parts {
        for second in parts {
            let text = format!("{first}{second} {second}said{first} no.{second}");
            check(&text, &coder.parse(&text));
        }
    }
}

#[test]
fn what_was_parsed_before_changes_nothing() {
    let coder = Coder::builtin().unwrap();
    let text = "The minister said talks in Geneva would resume. The talks, he said, had failed.";
    let first = coder.parse(text);
    // Words of the text in other places and cases, and enough others to take the places where it was remembered.
    coder.parse("Talks resume in geneva, the Minister said. Said he had failed the talks?");
    let others: Vec<String> = (0..20_000).map(|i| format!("Envoy{i} met.")).collect();
    coder.parse(&others.join(" "));
    assert_eq!(coder.parse(text), first);
    assert_eq!(Coder::builtin().unwrap().parse(text), first);
}
