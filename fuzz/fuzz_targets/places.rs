//! Places of any text, with any tree and names over it, and gazetteers of any bytes: nothing panics, spans stand in order and
//! on character borders, points lie on the globe.
#![no_main]

use demarche_places::{Gazetteer, Image, Upon, dateline, find, of_event, of_story, table};
use demarche_text::{Entity, Sentence, Span, Token, Upos};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u8>, Vec<u8>, &str)| {
    let (image, heads, text) = input;
    let sentences = sentences(text, &heads);
    check(text, &sentences, demarche_pipeline::gazetteer());
    if let Ok(image) = Image::new(image) {
        let mut gazetteer = Gazetteer::default();
        gazetteer.add(image);
        find(text, &sentences, &gazetteer);
    }
    text.lines().for_each(|line| drop(table::geonames(line)));
    let _ = table::rows("fuzz", text);
});

fn check(text: &str, sentences: &[Sentence], gazetteer: &Gazetteer) {
    let found = find(text, sentences, gazetteer);
    let mut end = 0;
    for place in &found {
        assert!(place.span.start >= end && !place.span.of(text).is_empty());
        assert!(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0);
        end = place.span.end;
    }
    dateline(text, sentences, &found);
    for (at, sentence) in sentences.iter().enumerate() {
        for token in 0..sentence.tokens.len() {
            of_event(sentence, at, token, &found, Upon::Anything);
            of_story(sentences, at, token, &found);
        }
    }
}

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
            let byte = usize::from(bytes.next().unwrap_or(0));
            let kind = ["LOC", "PER", "ORG", "OTH"][byte % 4].into();
            let entities = vec![Entity { first: byte % count, last: (byte % count + byte / 64).min(count - 1), kind }];
            out.push(Sentence { span, tokens, entities, ..Sentence::default() });
        }
        start += line.len();
    }
    out
}
