//! The store through its public face.

use demarche_store::{Coding, Entry, Given, Store};
use demarche_text::Document;

fn entry(id: &str, text: String) -> Entry {
    let document = Document { id: id.to_owned(), text, ..Document::default() };
    let given = Given { document, place: "a.jsonl:1".to_owned(), byline: None };
    Entry::new(given, Coding::default())
}

#[test]
fn a_line_of_ten_megabytes_and_a_text_with_nuls_come_back_as_they_went_in() {
    let texts =
        ["a\0b ".repeat(3), "word ".repeat(2 << 20), "x".repeat(10 << 20), "\u{fffd}\u{10ffff}\0".to_owned()];
    let mut store = Store::in_memory().unwrap();
    let run = store.begin("ingest", "old", "2026-01-01T00:00:00Z").unwrap();
    let batch: Vec<_> = texts.iter().enumerate().map(|(n, t)| entry(&n.to_string(), t.clone())).collect();
    assert_eq!(store.add(run, &batch).unwrap().written, 4);
    let back = store.outdated("new", 0, 9).unwrap();
    assert!(back.iter().map(|s| &s.document.text).eq(&texts));
    assert_eq!(store.faults().unwrap(), Vec::<String>::new());
}

#[test]
fn the_same_name_with_another_text_is_another_report() {
    let mut store = Store::in_memory().unwrap();
    let run = store.begin("ingest", "c", "2026-01-01T00:00:00Z").unwrap();
    let one = entry("a", "First.".to_owned());
    let other = entry("a", "Second.".to_owned());
    let written = store.add(run, &[one.clone(), other, one]).unwrap();
    assert_eq!((written.written, written.known, written.namesakes), (2, 1, 1));
}

const WIRE: &str = "A tram derailed in Croydon, south of London, early on Wednesday, killing seven people and hurting fifty, the \
    police said. The driver was arrested on suspicion of manslaughter, and the line stays closed until the inquiry ends.";

/// Two stories: a wire report with a copy and one of another paper's own, and something else.
fn told() -> Vec<Entry> {
    let own = "Seven people died when a tram derailed in Croydon; its driver was arrested, the police said.";
    let other = "Hackers stole the data of 143 million customers of Equifax, the company admitted.";
    let texts = [("wire", WIRE), ("copy", &WIRE[..200]), ("other", other), ("own", own)];
    texts.into_iter().map(|(id, text)| entry(id, text.to_owned())).collect()
}

fn shown(store: &Store) -> String {
    let line = |m: &demarche_store::Merge| {
        let copy = m.copy_of.iter().map(|o| format!(", copy of {o}")).collect::<String>();
        format!("{}: {} ({}{copy})", m.id, m.story, m.rule)
    };
    store.merges(0, 99).unwrap().iter().map(line).collect::<Vec<_>>().join("; ")
}

#[test]
fn merges_are_explained_undone_and_made_again() {
    let mut store = Store::in_memory().unwrap();
    let run = store.begin("ingest", "c", "2026-01-01T00:00:00Z").unwrap();
    store.add(run, &told()).unwrap();
    let found = "wire: wire (first); copy: wire (copy, copy of wire); other: other (first); own: wire (near)";
    assert_eq!(shown(&store), found);
    let merges = store.merges_of("own").unwrap();
    assert_eq!(store.reason(&merges[0]).unwrap()[..3], ["croydon", "tram", "derail"]);
    assert!(store.split(&merges[0], Some("another tram"), "2026-01-02T00:00:00Z").unwrap());
    assert!(!store.split(&merges[0], None, "2026-01-02T00:00:00Z").unwrap());
    assert_eq!(shown(&store), found.replace("own: wire (near)", "own: own (split)"));
    let first = store.merges_of("wire").unwrap();
    let error = store.split(&first[0], None, "2026-01-02T00:00:00Z").unwrap_err().to_string();
    insta::assert_snapshot!(error, @"expected a report that was put to a story, but found `wire`, with which a story of others begins: take those out");
    assert!(store.rejoin(&merges[0]).unwrap());
    assert_eq!(shown(&store), found);
    assert_eq!(store.faults().unwrap(), Vec::<String>::new());
}

#[test]
fn batch_by_batch_and_opened_anew_the_stories_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    for entry in told() {
        let mut store = Store::open(&path).unwrap();
        let run = store.begin("ingest", "c", "2026-01-01T00:00:00Z").unwrap();
        store.add(run, &[entry]).unwrap();
    }
    let mut whole = Store::in_memory().unwrap();
    let run = whole.begin("ingest", "c", "2026-01-01T00:00:00Z").unwrap();
    whole.add(run, &told()).unwrap();
    assert_eq!(shown(&Store::open_to_read(&path).unwrap()), shown(&whole));
}
