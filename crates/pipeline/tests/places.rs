//! Names in sentences with the place that each of them is: `places.tsv`, one a line.

use demarche_pipeline::{Coder, Document, Level};

/// "name, division, country, precision, form", parted by tabs, of the bracketed name; a dash where it is no place.
fn result(coder: &Coder, marked: &str) -> String {
    let (open, close) = (marked.find('[').unwrap_or(0), marked.find(']').unwrap_or(0));
    let text = marked.replace(['[', ']'], "");
    let document = Document { text, date: Some(jiff::civil::date(2018, 7, 11)), ..Document::default() };
    let coded = coder.analyse(&document, Level::Mentions);
    let Some(place) = coded.places.iter().find(|p| p.span.start < close - 1 && open < p.span.end) else {
        return "-".to_owned();
    };
    let form = match (place.adjective, place.government) {
        (true, _) => "adjective",
        (_, true) => "government",
        _ => "name",
    };
    let told = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    [&place.name, &*told(&place.admin1), &*told(&place.country), place.kind.precision().as_str(), form]
        .join("\t")
}

#[test]
fn every_name_is_the_place_that_its_line_says() {
    let coder = Coder::builtin().unwrap();
    let lines: Vec<&str> = include_str!("places.tsv").lines().filter(|l| !l.starts_with('#')).collect();
    assert!(lines.len() >= 80);
    let wrong: Vec<String> = lines
        .iter()
        .filter_map(|line| {
            let (marked, expected) = line.split_once('\t')?;
            let got = result(&coder, marked);
            (got != expected).then(|| format!("{marked}: expected {expected}, but found {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
