//! Properties that hold for every text and every tree over it, on words drawn at random from the lexicon and beside it.

use demarche_text::{Sentence, Span, Token, Upos};
use demarche_times::{dateline, find, of_event, of_story};
use jiff::civil::Date;

const ROUNDS: usize = 3000;
const ODD: [&str; 28] = [
    "after",
    "before",
    "the",
    "of",
    "in",
    "ago",
    "said",
    "summit",
    "'s",
    "½",
    "\u{0}",
    "é",
    "٣",
    "–",
    "99999999999999999999",
    "2018",
    "2018-11-04",
    "10:",
    ":59",
    "p.m.",
    "Q4",
    "9999",
    "0001",
    "W53",
    "🦀",
    "\u{301}",
    "31",
    "(0735 GMT)",
];
const DAYS: [&str; 8] = [
    "0001-01-01",
    "0001-12-31",
    "1582-10-10",
    "1900-02-28",
    "2020-12-31",
    "2024-02-29",
    "9999-01-01",
    "9999-12-31",
];

/// Numbers that look random and are the same everywhere.
struct Draw(u32);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % n.max(1)
    }
}

fn vocabulary() -> Vec<&'static str> {
    let tables = [include_str!("../data/words.tsv"), include_str!("../data/feasts.tsv")];
    let words = tables.into_iter().flat_map(str::lines).filter(|l| !l.starts_with('#'));
    words.filter_map(|l| l.split('\t').next()).chain(ODD).collect()
}

/// Sentences of random words under random trees, cycles included.
fn sentences(words: &[&str], draw: &mut Draw) -> (String, Vec<Sentence>) {
    const RELATIONS: [&str; 9] =
        ["obl", "nmod", "nmod:poss", "nsubj", "case", "conj", "acl", "mark", "ccomp"];
    let (mut text, mut out) = (String::new(), Vec::new());
    for _ in 0..=draw.below(4) {
        let count = 1 + draw.below(14);
        let mut tokens = Vec::new();
        for _ in 0..count {
            let word = words[draw.below(words.len())];
            let start = text.len();
            text += word;
            if draw.below(5) > 0 {
                text.push(' ');
            }
            let head = Some(draw.below(count)).filter(|_| draw.below(8) > 0);
            let feats = ["_", "Tense=Past|VerbForm=Fin", "VerbForm=Inf"][draw.below(3)];
            tokens.push(Token {
                span: Span::new(start, start + word.len()),
                form: word.into(),
                lemma: word.into(),
                upos: Upos::ALL[draw.below(Upos::ALL.len())],
                feats: feats.into(),
                head,
                deprel: RELATIONS[draw.below(RELATIONS.len())].into(),
                ..Token::default()
            });
        }
        let span = tokens[0].span.hull(tokens[count - 1].span);
        out.push(Sentence { span, tokens, ..Sentence::default() });
    }
    (text, out)
}

#[test]
fn nothing_panics_and_no_day_leaves_the_years_1_to_9999() {
    let words = vocabulary();
    let mut draw = Draw(11);
    for round in 0..ROUNDS {
        let (text, sentences) = sentences(&words, &mut draw);
        let dct: Option<Date> = DAYS.get(round % (DAYS.len() + 1)).and_then(|d| d.parse().ok());
        dateline(&text);
        let found = find(&text, &sentences, dct);
        assert_eq!(found, find(&text, &sentences, dct), "the same text has the same dates");
        let mut end = 0;
        for t in &found {
            assert!(
                t.span.start >= end && !t.span.of(&text).is_empty() && !t.value.is_empty(),
                "{text}: {t:?}"
            );
            end = t.span.end;
            let fine = t.range.is_none_or(|(a, b)| a <= b && a.year() >= 1 && b.year() <= 9999);
            assert!(fine, "{text}: {t:?}");
        }
        for (at, sentence) in sentences.iter().enumerate() {
            for token in 0..sentence.tokens.len() {
                of_event(sentence, token, &found);
                of_story(&sentences, at, token, &found);
            }
        }
    }
}
