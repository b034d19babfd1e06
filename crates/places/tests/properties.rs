//! Of any text, with any tree and names over it: spans in order on character borders, points on the globe, the same twice.

use demarche_places::{Builder, Gazetteer, Image, Upon, dateline, find, of_event, of_story, table};
use demarche_text::{Entity, Sentence, Span, Token, Upos};

const TABLE: &str = "name\taliases\tlat\tlon\tkind\tcountry\tadmin1\tadmin2\tpopulation\tid\tsource\n\
    France\t=FR|~French\t46\t2\tPCLI\tFRA\t\t\t67000000\t1\t\n\
    Geneva\t+Genève\t46.2\t6.1\tPPLA\tCHE\tGE\t\t200000\t2\t\n\
    Paris\t\t48.9\t2.3\tPPLC\tFRA\t11\t\t2100000\t3\t\n\
    Paris\tParizh\t33.7\t-95.6\tPPL\tUSA\tTX\t\t24000\t4\t\n\
    Texas\t=Tex.\t31\t-98\tADM1\tUSA\tTX\t\t22000000\t5\t\n";
const PIECES: [&str; 22] = [
    "Paris", "Texas", "Tex.", "Geneva", "Genève", "French", "FR", ",", "in", "of", "'s", "\u{2014}", "(",
    "counties", "and", "Road", "🕊", "İ", "PARIS", "-", "\n", "met",
];

fn gazetteer() -> Gazetteer {
    let mut builder = Builder::default();
    for row in table::rows("example", TABLE).unwrap() {
        builder.add(&row);
    }
    let mut gazetteer = Gazetteer::default();
    gazetteer.add(Image::new(builder.finish()).unwrap());
    gazetteer
}

/// A fixed sequence of numbers that look drawn.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

fn report(draw: &mut Draw) -> (String, Vec<Sentence>) {
    let mut text = String::new();
    let count = 1 + draw.below(4);
    let sentences = (0..count).map(|_| sentence(draw, &mut text)).collect();
    (text, sentences)
}

fn sentence(draw: &mut Draw, text: &mut String) -> Sentence {
    const RELATIONS: [&str; 8] = ["obl", "nmod", "nsubj", "case", "obj", "compound", "appos", "xcomp"];
    const TAGS: [Upos; 4] = [Upos::Noun, Upos::Verb, Upos::Propn, Upos::Adp];
    let count = 1 + draw.below(12);
    let start = text.len();
    let mut tokens = Vec::new();
    for _ in 0..count {
        let form = PIECES[draw.below(PIECES.len())];
        let span = Span::new(text.len(), text.len() + form.len());
        text.push_str(form);
        if draw.below(5) > 0 {
            text.push(' ');
        }
        tokens.push(Token {
            span,
            form: form.into(),
            lemma: form.to_lowercase().into(),
            upos: TAGS[draw.below(4)],
            deprel: RELATIONS[draw.below(8)].into(),
            head: (draw.below(4) > 0).then(|| draw.below(count)),
            ..Token::default()
        });
    }
    let first = draw.below(count);
    let kind = ["LOC", "PER", "ORG", "OTH"][draw.below(4)].into();
    let entities = vec![Entity { first, last: (first + draw.below(3)).min(count - 1), kind }];
    Sentence { span: Span::new(start, text.len()), tokens, entities, ..Sentence::default() }
}

#[test]
fn any_text_gives_places_in_order() {
    let gazetteer = gazetteer();
    let mut draw = Draw(7);
    let mut total = 0;
    for _ in 0..3000 {
        let (text, sentences) = report(&mut draw);
        let found = find(&text, &sentences, &gazetteer);
        let mut end = 0;
        for place in &found {
            assert!(place.span.start >= end && !place.span.of(&text).is_empty(), "{text:?} {place:?}");
            assert!(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0);
            assert!((0.0..=1.0).contains(&place.confidence));
            end = place.span.end;
        }
        assert_eq!(found, find(&text, &sentences, &gazetteer));
        dateline(&text, &sentences, &found);
        for (at, sentence) in sentences.iter().enumerate() {
            for token in 0..sentence.tokens.len() {
                of_event(sentence, at, token, &found, Upon::Anything);
                of_story(&sentences, at, token, &found);
            }
        }
        total += found.len();
    }
    assert!(total > 1000, "{total}");
}
