//! Dates of any text, with any tree over it and any day of publication: nothing panics, spans stand in order and on character
//! borders, ranges run forward and stay in the years 1 to 9999.
#![no_main]

use demarche_text::{Sentence, Span, Token, Upos};
use demarche_times::{dateline, find, of_event, of_story};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (i16, u16, Vec<u8>, &str)| {
    let (year, days, heads, text) = input;
    let first = jiff::civil::date(year.rem_euclid(9999) + 1, 1, 1);
    let dct = first.checked_add(jiff::Span::new().days(i64::from(days % 365))).ok();
    let sentences = sentences(text, &heads);
    dateline(text);
    let found = find(text, &sentences, dct.filter(|_| days % 7 != 0));
    let mut end = 0;
    for timex in &found {
        assert!(timex.span.start >= end && !timex.span.of(text).is_empty() && !timex.value.is_empty());
        end = timex.span.end;
        if let Some((from, to)) = timex.range {
            assert!(from <= to && from.year() >= 1 && to.year() <= 9999, "{timex:?}");
        }
    }
    for (at, sentence) in sentences.iter().enumerate() {
        for token in 0..sentence.tokens.len() {
            of_event(sentence, token, &found);
            of_story(&sentences, at, token, &found);
        }
    }
});

/// Lines as sentences, words at white space; bytes of `heads` make heads (also cycles), tags and relations.
fn sentences(text: &str, heads: &[u8]) -> Vec<Sentence> {
    const RELATIONS: [&str; 8] = ["obl", "nmod", "nsubj", "case", "conj", "acl", "mark", "ccomp"];
    const TAGS: [Upos; 5] = [Upos::Noun, Upos::Verb, Upos::Propn, Upos::Adp, Upos::X];
    let mut bytes = heads.iter().copied().cycle();
    let mut start = 0;
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        let mut at = start;
        let mut tokens = Vec::new();
        for piece in line.split_inclusive(' ') {
            let word = piece.trim_end();
            if !word.is_empty() {
                let byte = usize::from(bytes.next().unwrap_or(0));
                let span = Span::new(at, at + word.len());
                let head = (byte > 16).then_some(byte % 12);
                let (form, lemma) = (word.into(), word.to_lowercase().as_str().into());
                let (deprel, upos) = (RELATIONS[byte % 8].into(), TAGS[byte % 5]);
                tokens.push(Token { span, form, lemma, head, deprel, upos, ..Token::default() });
            }
            at += piece.len();
        }
        let count = tokens.len();
        for token in &mut tokens {
            token.head = token.head.filter(|h| *h < count);
        }
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            let span = first.span.hull(last.span);
            out.push(Sentence { span, tokens, ..Sentence::default() });
        }
        start += line.len();
    }
    out
}
