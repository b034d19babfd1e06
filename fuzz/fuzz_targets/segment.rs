//! Any text is split, tagged and parsed: spans slice it back, every sentence has one root, none is endless.
#![no_main]

use demarche_syntax::Model;
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

static MODEL: OnceLock<Model> = OnceLock::new();

fuzz_target!(|text: &str| {
    let model = MODEL.get_or_init(|| Model::read(demarche_pipeline::MODEL).expect("the English model"));
    let mut end = 0;
    for sentence in model.parse(text) {
        assert!(sentence.span.start >= end, "sentences stand in order");
        end = sentence.span.end;
        assert_eq!(sentence.tokens.iter().filter(|t| t.head.is_none()).count(), 1, "one root");
        for token in &sentence.tokens {
            assert!(!token.span.of(text).is_empty(), "a word has letters");
        }
        for entity in &sentence.entities {
            assert!(entity.first <= entity.last && entity.last < sentence.tokens.len());
        }
    }
});
