//! The store through its public face.

use demarche_store::{Coding, Given, Store};
use demarche_text::Document;

fn given(id: &str, text: String) -> Given {
    let document = Document { id: id.to_owned(), text, ..Document::default() };
    Given { document, place: "a.jsonl:1".to_owned(), byline: None }
}

#[test]
fn a_line_of_ten_megabytes_and_a_text_with_nuls_come_back_as_they_went_in() {
    let texts =
        ["a\0b ".repeat(3), "word ".repeat(2 << 20), "x".repeat(10 << 20), "\u{fffd}\u{10ffff}\0".to_owned()];
    let mut store = Store::in_memory().unwrap();
    let run = store.begin("ingest", "old", "2026-01-01T00:00:00Z").unwrap();
    let batch: Vec<_> = texts
        .iter()
        .enumerate()
        .map(|(n, t)| (given(&n.to_string(), t.clone()), Coding::default()))
        .collect();
    assert_eq!(store.add(run, &batch).unwrap().written, 4);
    let back = store.outdated("new", 0, 9).unwrap();
    assert!(back.iter().map(|s| &s.document.text).eq(&texts));
    assert_eq!(store.faults().unwrap(), Vec::<String>::new());
}

#[test]
fn the_same_name_with_another_text_is_another_report() {
    let mut store = Store::in_memory().unwrap();
    let run = store.begin("ingest", "c", "2026-01-01T00:00:00Z").unwrap();
    let one = (given("a", "First.".to_owned()), Coding::default());
    let other = (given("a", "Second.".to_owned()), Coding::default());
    let written = store.add(run, &[one.clone(), other, one]).unwrap();
    assert_eq!((written.written, written.known, written.namesakes), (2, 1, 1));
}
