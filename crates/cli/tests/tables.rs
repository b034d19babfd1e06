//! Parquet in and out, and what is exported of a store.
#![allow(clippy::disallowed_methods, reason = "a test of the edge: it runs the program on files")]

use demarche_columns::{ParquetFile, ParquetTable};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::process::Command;

const REPORTS: &str = r#"{"id":"a","date":"2018-09-04","text":"The United States imposed sanctions on Iran on Monday. Iran condemned the United States. Iran condemned the United States."}
{"id":"b","date":"2018-09-05","text":"The United States imposed sanctions on Iran on Monday. Russia will not attack Georgia, it said."}
"#;

/// Runs the program in a folder; gives what it wrote to standard output, or its error.
fn run(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let ran =
        Command::new(env!("CARGO_BIN_EXE_demarche")).args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    if ran.status.success() { Ok(text(&ran.stdout)) } else { Err(text(&ran.stderr)) }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("reports.jsonl"), REPORTS).unwrap();
    folder
}

/// The column of ids of a Parquet file.
fn ids(path: &Path) -> Vec<String> {
    let table = ParquetTable::open(File::open(path).unwrap()).unwrap();
    let at = table.names().iter().position(|name| name == "id");
    table.cells(&[at]).unwrap().map(|row| row.unwrap()[0].clone().unwrap()).collect()
}

fn field(lines: &str, name: &str) -> Vec<String> {
    let record = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    lines.lines().map(|line| record(line)[name].as_str().unwrap().to_owned()).collect()
}

#[test]
fn parquet_has_the_events_that_json_has() {
    let folder = folder();
    let lines = run(folder.path(), &["code", "reports.jsonl"]).unwrap();
    run(folder.path(), &["code", "reports.jsonl", "--format", "parquet", "--out", "e.parquet"]).unwrap();
    assert_eq!(ids(&folder.path().join("e.parquet")), field(&lines, "id"));
    let refused = run(
        folder.path(),
        &["code", "reports.jsonl", "--format", "parquet", "--out", "e.parquet", "--resume"],
    );
    assert!(refused.unwrap_err().contains("expected a format of lines with --resume"));
}

#[test]
fn reports_are_read_from_parquet() {
    use arrow_schema::{DataType, Field, Schema};
    let folder = tempfile::tempdir().unwrap();
    let columns = ["headline", "body", "published"].map(|name| Field::new(name, DataType::LargeUtf8, true));
    let schema = Schema::new(columns.to_vec());
    let path = folder.path().join("news.parquet");
    let mut file = ParquetFile::new(File::create(&path).unwrap(), schema.into()).unwrap();
    file.push(
        r#"{"headline":"A","body":"Seoul agreed.","published":"2018-11-04T08:00:00Z"} {"headline":"B"}"#,
    )
    .unwrap();
    file.finish().unwrap();
    let read = run(folder.path(), &["read", "."]).unwrap();
    assert_eq!(
        (field(&read, "text"), field(&read, "date")),
        (vec!["Seoul agreed.".to_owned()], vec!["2018-11-04".to_owned()])
    );
    let strict = run(folder.path(), &["read", "news.parquet", "--strict"]).unwrap_err();
    assert!(strict.contains("news.parquet:2: expected text, but found none in its column"), "{strict}");
    std::fs::write(&path, b"PAR1 and nothing behind it").unwrap();
    let broken = run(folder.path(), &["read", "news.parquet"]).unwrap_err();
    assert!(broken.contains("news.parquet: "), "{broken}");
}

#[test]
fn a_store_is_exported_as_it_is_asked_for() {
    let folder = folder();
    run(folder.path(), &["ingest", "reports.jsonl", "--store", "s.db"]).unwrap();
    let export = |more: &[&str]| run(folder.path(), &[&["export", "--store", "s.db"], more].concat());
    let all = export(&[]).unwrap();
    let mut counts = BTreeMap::new();
    for event in field(&all, "event") {
        *counts.entry(event).or_insert(0) += 1;
    }
    assert!(counts["SANCTION"] == 2 && counts["ACCUSE"] == 2, "{counts:?}");
    let wanted = ["--where", "status = actual and actor in (USA, IRN)", "--one-a-day"];
    let filtered = field(&export(&wanted).unwrap(), "event");
    assert_eq!(filtered, ["SANCTION", "ACCUSE"], "both reports tell of one Monday");
    export(&["--out", "e.parquet"]).unwrap();
    assert_eq!(ids(&folder.path().join("e.parquet")), field(&all, "id"));
    let sheet = export(&["--format", "csv", "--where", "event = SANCTION"]).unwrap();
    assert_eq!(sheet.lines().count(), 3);
    let wrong = export(&["--where", "event ="]).unwrap_err();
    assert!(wrong.contains("expected a value, but found the end at character 7"), "{wrong}");
}
