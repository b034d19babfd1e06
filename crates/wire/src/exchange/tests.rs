use super::*;
use crate::{CodePoints, events};
use demarche_pipeline::Coder;

fn rows(form: Exchange, text: &str) -> Vec<Vec<String>> {
    let document = Document {
        id: "report".to_owned(),
        date: Some(jiff::civil::date(2019, 6, 12)),
        text: text.to_owned(),
        publisher: Some("The Daily\tPaper".to_owned()),
        url: Some("https://example.org/a\nb".to_owned()),
        ..Document::default()
    };
    let coded = Coder::builtin().unwrap().code(&document);
    let points = CodePoints::of(&document.text);
    let written = form.rows(&document, &events(&document, &coded, &points));
    written.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

const MEETING: &str =
    "Russian President Vladimir Putin met German Chancellor Angela Merkel in Moscow on Tuesday.";

#[test]
fn every_row_has_the_columns_of_its_set() {
    for form in [Exchange::Gdelt, Exchange::Icews, Exchange::Polecat] {
        let rows = rows(form, MEETING);
        assert!(!rows.is_empty());
        assert!(rows.iter().all(|row| row.len() == form.width()), "{form:?}: {rows:?}");
    }
}

#[test]
fn a_meeting_is_a_row_each_way_in_gdelt() {
    let rows = rows(Exchange::Gdelt, MEETING);
    let pairs: Vec<(&str, &str)> = rows.iter().map(|r| (r[7].as_str(), r[17].as_str())).collect();
    assert_eq!(pairs, [("RUS", "DEU"), ("DEU", "RUS")]);
    assert_eq!(rows[0][1..5], ["20190611", "201906", "2019", "2019.5233"]);
    assert_eq!(rows[0][59..], ["20190612000000", "https://example.org/a b"]);
    assert_ne!(rows[0][0], rows[1][0]);
}

#[test]
fn what_is_denied_or_only_possible_is_no_row() {
    assert!(
        rows(Exchange::Icews, "Russia denied shelling Ukraine.").iter().all(|row| !row[6].starts_with("19"))
    );
    assert!(rows(Exchange::Gdelt, "If Iran attacks Israel, oil will be dear.").is_empty());
}

#[test]
fn an_act_told_twice_is_one_row_with_two_mentions() {
    let rows = rows(Exchange::Gdelt, "Turkey condemned Israel. Again, Turkey condemned Israel.");
    assert_eq!(rows.iter().map(|r| r[31].as_str()).collect::<Vec<_>>(), ["2"]);
}

#[test]
fn hostile_text_keeps_its_row() {
    assert_eq!(plain("a\tb\r\nc\u{2028}\"d\" é"), "a b  c 'd' é");
}

#[test]
fn names_and_scores_follow_the_tables() {
    assert_eq!(cameo("190"), ("Use conventional military force", "-10"));
    assert_eq!(cameo("1999"), cameo("19"));
    assert_eq!(cameo(""), ("", ""));
    assert_eq!(country("ROU").map(|c| c.cameo), Some("ROM"));
    assert_eq!(country("IGO"), None);
}
