//! Records of one event made by hand: what the contract wants of each form.

#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "the method is for one lifetime, the check for all"
)]

use demarche_actors::{Actor, Sector};
use demarche_events::{Category, Condition, ConditionKind, Event, Participant, Speaker, Status, When};
use demarche_pipeline::{Coded, Document};
use demarche_text::{Sentence, Span};
use demarche_wire::{CSV_COLUMNS, CodePoints, Layer, Table, annotation, csv_header, csv_row, events};
use jiff::civil::date;
use serde_json::Value;

/// The emoji and the combining accent before the event are one code point each, but several bytes.
const TEXT: &str = "🕊️ Café. Erdoğan told CNN on Monday that Turkey, \"=the host\", would attack Đukanovia if it armed rebels.";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn party(words: &str, country: &str, sector: Sector, name: Option<&str>) -> Participant {
    let actor = Actor {
        country: (!country.is_empty()).then(|| country.into()),
        sectors: vec![sector],
        entity: name.map(|n| n.to_lowercase().into()),
        name: name.map(Into::into),
        own: None,
    };
    Participant { mention: 0, span: span(words), actor }
}

fn document() -> Document {
    Document {
        id: "a.txt:1".to_owned(),
        date: Some(date(2018, 9, 4)),
        text: TEXT.to_owned(),
        ..Document::default()
    }
}

fn event() -> Event {
    Event {
        sentence: 1,
        category: Category::Threaten,
        own_category: None,
        mode: Some("violence".into()),
        contexts: vec!["military".into(), "diplomatic".into()],
        cameo: "138".into(),
        score: -5.8,
        actors: vec![
            party("Turkey", "TUR", Sector::Gov, Some("Turkey")),
            party("rebels", "", Sector::Reb, None),
        ],
        recipients: vec![party("Đukanovia", "MNE", Sector::Gov, None)],
        token: 0,
        trigger: span("attack"),
        status: Status::Conditional,
        background: false,
        date: Some(When { from: date(2018, 9, 3), to: date(2018, 9, 3), span: span("Monday"), story: false }),
        date_default: None,
        place: None,
        attribution: vec![Speaker {
            speaker: Some(party("Erdoğan", "TUR", Sector::Gov, Some("Recep Tayyip Erdoğan"))),
            cue: Some(span("told")),
            medium: Some(party("CNN", "USA", Sector::Jrn, Some("CNN"))),
            date: None,
        }],
        condition: Some(Condition { span: span("if it armed rebels"), kind: ConditionKind::If }),
        confidence: 0.75,
        rule: "threaten/attack".into(),
    }
}

fn coded() -> Coded {
    let sentence = |span| Sentence { span, ..Sentence::default() };
    let first = span("🕊️ Café.");
    let second = Span::new(first.end + 1, TEXT.len());
    Coded { sentences: vec![sentence(first), sentence(second)], events: vec![event()], ..Coded::default() }
}

fn with_record<T>(check: impl FnOnce(&demarche_wire::EventRecord<'_>) -> T) -> T {
    let (document, coded) = (document(), coded());
    let points = CodePoints::of(&document.text);
    let records = events(&document, &coded, &points);
    check(&records[0])
}

/// Every `{"text", "start", "end"}` below a value.
fn pieces(value: &Value, out: &mut Vec<(String, usize, usize)>) {
    if let Value::Object(fields) = value {
        let at = |name: &str| fields.get(name).and_then(Value::as_u64).map(|n| n as usize);
        if let (Some(text), Some(start), Some(end)) = (fields.get("text"), at("start"), at("end")) {
            out.push((text.as_str().unwrap().to_owned(), start, end));
        }
        fields.values().for_each(|v| pieces(v, out));
    } else if let Value::Array(items) = value {
        for item in items {
            pieces(item, out);
        }
    }
}

#[test]
fn offsets_are_code_points_of_the_text() {
    let json: Value = serde_json::from_str(&with_record(|e| e.to_json())).unwrap();
    let mut found = Vec::new();
    pieces(&json, &mut found);
    assert_eq!(found.len(), 9);
    let characters: Vec<char> = TEXT.chars().collect();
    for (text, start, end) in found {
        assert_eq!(characters[start..end].iter().collect::<String>(), text);
    }
}

#[test]
fn ids_are_stable_and_differ_between_events_of_one_trigger() {
    let document = document();
    let mut coded = coded();
    let mut other = event();
    other.recipients.clear();
    coded.events.push(other);
    let points = CodePoints::of(&document.text);
    let ids = || events(&document, &coded, &points).into_iter().map(|e| e.id).collect::<Vec<_>>();
    assert_eq!(ids(), ids());
    assert_ne!(ids()[0], ids()[1]);
}

#[test]
fn a_row_reads_back_with_formulas_disarmed() {
    let sheet = csv_header() + &with_record(csv_row);
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), CSV_COLUMNS);
    let row = reader.records().next().unwrap().unwrap();
    let cell = |name: &str| &row[CSV_COLUMNS.iter().position(|c| *c == name).unwrap()];
    assert_eq!((cell("actors"), cell("recipients")), ("TURGOV; REB", "MNEGOV"));
    assert_eq!((cell("cameo"), cell("score")), ("138", "-5.8"));
    assert_eq!((cell("speakers"), cell("media")), ("TURGOV", "CNN"));
    assert!(cell("text").contains("\"=the host\""));
}

#[test]
fn an_event_is_one_line_in_the_order_of_the_contract() {
    let json = with_record(|e| e.to_json().replace(&e.id, "…").replace(e.coder, "…"));
    insta::assert_snapshot!(json.replace(",\"", ",\n\""), @r#"
    {"id":"…",
    "doc_id":"a.txt:1",
    "doc_date":"2018-09-04",
    "sentence":1,
    "text":"Erdoğan told CNN on Monday that Turkey, \"=the host\", would attack Đukanovia if it armed rebels.",
    "event":"THREATEN",
    "mode":"violence",
    "contexts":["military",
    "diplomatic"],
    "cameo":"138",
    "quad":3,
    "score":-5.8,
    "actors":[{"text":"Turkey",
    "start":41,
    "end":47,
    "code":"TURGOV",
    "country":"TUR",
    "sectors":["GOV"],
    "entity":"turkey",
    "name":"Turkey"},{"text":"rebels",
    "start":97,
    "end":103,
    "code":"REB",
    "country":null,
    "sectors":["REB"],
    "entity":null,
    "name":null}],
    "recipients":[{"text":"Đukanovia",
    "start":75,
    "end":84,
    "code":"MNEGOV",
    "country":"MNE",
    "sectors":["GOV"],
    "entity":null,
    "name":null}],
    "trigger":{"text":"attack",
    "start":68,
    "end":74},
    "status":"conditional",
    "background":false,
    "date":{"from":"2018-09-03",
    "to":"2018-09-03",
    "text":"Monday",
    "start":29,
    "end":35,
    "by":"sentence"},
    "date_default":null,
    "place":null,
    "attribution":[{"speaker":{"text":"Erdoğan",
    "start":9,
    "end":16,
    "code":"TURGOV",
    "country":"TUR",
    "sectors":["GOV"],
    "entity":"recep tayyip erdoğan",
    "name":"Recep Tayyip Erdoğan"},
    "cue":{"text":"told",
    "start":17,
    "end":21},
    "medium":{"text":"CNN",
    "start":22,
    "end":25,
    "code":"USAJRN",
    "country":"USA",
    "sectors":["JRN"],
    "entity":"cnn",
    "name":"CNN"},
    "date":null}],
    "condition":{"text":"if it armed rebels",
    "start":85,
    "end":103,
    "kind":"if"},
    "confidence":0.75,
    "rule":"threaten/attack",
    "coder":"…"}
    "#);
}

#[test]
fn a_table_is_read_at_a_glance() {
    insta::assert_snapshot!(shown(100), @r#"
      when        who              does what            to whom          status       on whose word
    ───────────────────────────────────────────────────────────────────────────────────────────────
    2018-09-04  a.txt:1
      2018-09-03  TURGOV + REB     THREATEN/violence    MNEGOV Đukanovia conditional  TURGOV Recep Ta…
    "#);
    insta::assert_snapshot!(shown(160), @r#"
      when        who                   does what            to whom               status       on whose word         in the words of the report
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    2018-09-04  a.txt:1
      2018-09-03  TURGOV + REB          THREATEN/violence    MNEGOV Đukanovia      conditional  TURGOV Recep Tayyip … …host", would attack Đukanovia if it armed re…
    "#);
}

#[test]
fn no_line_of_a_table_is_wider_than_asked() {
    use unicode_width::UnicodeWidthStr as _;
    for width in 80..300 {
        let shown = shown(width);
        assert!(shown.lines().all(|line| line.width() <= width), "{width}\n{shown}");
    }
}

/// The table of the event, in this many columns.
fn shown(width: usize) -> String {
    let table = Table::new(width);
    table.legend() + &with_record(|e| table.document(&document(), std::slice::from_ref(e)))
}

#[test]
fn only_the_layers_asked_for_are_there() {
    let json = annotation(&document(), &coded(), &[Layer::Dates, Layer::Events]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let fields: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["date", "dates", "events", "id"]);
    assert_eq!(json["events"][0]["trigger"]["text"], "attack");
}

/// Every field and column has its row in docs/OUTPUT.md.
#[test]
fn every_field_is_documented() {
    let page = include_str!("../../../docs/OUTPUT.md");
    let json: Value = serde_json::from_str(&with_record(|e| e.to_json())).unwrap();
    let fields = json.as_object().unwrap().keys().map(String::as_str);
    let missing: Vec<&str> =
        fields.chain(CSV_COLUMNS).filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "docs/OUTPUT.md says nothing of {missing:?}");
}
