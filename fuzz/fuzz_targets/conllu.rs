//! CoNLL-U is read or refused, and what was read is written so that it reads back the same.
#![no_main]

use demarche_text::conllu;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    if let Ok(read) = conllu::read(source) {
        let written = conllu::write(&read.text, &read.sentences);
        let again = conllu::read(&written).expect("what is written can be read");
        assert_eq!(conllu::write(&again.text, &again.sentences), written);
    }
});
