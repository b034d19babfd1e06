//! Every way in which an input can be bad, each in a folder of its own.

use super::{Documents, LIMIT, Wanted};
use flate2::{Compression, write::GzEncoder};
use std::io::Write as _;
use std::path::Path;
use tempfile::TempDir;

const GOOD: &str = r#"{"id":"a","date":"2018-11-04","text":"Seoul agreed."}"#;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// One line for each document or error, the folder's own name left out; then the summary.
fn check(files: &[(&str, &[u8])]) -> String {
    let folder = folder(files);
    check_path(folder.path(), folder.path())
}

fn check_path(root: &Path, path: &Path) -> String {
    let mut documents = Documents::new(&[path.to_path_buf()], Wanted::default());
    let mut out = String::new();
    for item in documents.by_ref() {
        let line = match item {
            Ok(report) => {
                let date = report.document.date.map(|d| format!("{d} ")).unwrap_or_default();
                format!("{} {date}{:?}", report.document.id, report.document.text)
            }
            Err(error) => format!("error: {error}"),
        };
        out.push_str(
            &line.replace(&format!("{}/", root.display()), "").replace(&root.display().to_string(), "FOLDER"),
        );
        out.push('\n');
    }
    out + &documents.tally().summary()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_folder_is_read_in_sorted_order() {
    let page =
        b"<html><body><article><p>Envoys of both sides met in Muscat on Tuesday, they said.</p></article>";
    insta::assert_snapshot!(check(&[
        ("b.txt", b"Date: 2018-11-04\n\nSeoul agreed."),
        ("a/c.jsonl", GOOD.as_bytes()),
        ("a/d.html", page),
        ("c.jsonl.gz", &gzip(GOOD.as_bytes())),
        ("README.md", b"About this folder."),
        (".hidden.txt", b"No."),
        ("picture.png", b"\x89PNG"),
    ]), @r#"
    a 2018-11-04 "Seoul agreed."
    a/d.html "Envoys of both sides met in Muscat on Tuesday, they said."
    b.txt 2018-11-04 "Seoul agreed."
    a 2018-11-04 "Seoul agreed."
    4 documents read, 1 without a date (relative dates in them stay unresolved)
    "#);
}

#[test]
fn a_document_without_a_date_has_that_of_its_address_or_dateline() {
    let address = br#"{"id":"a","url":"https://example.org/2018/11/04/talks","text":"Seoul agreed."}"#;
    let dateline = br#"{"id":"b","text":"SEOUL, Nov. 4, 2018 (AFP) - Seoul agreed."}"#;
    let told = br#"{"id":"c","date":"2018-11-05","text":"SEOUL, Nov. 4, 2018 (AFP) - Seoul agreed."}"#;
    insta::assert_snapshot!(check(&[("a.jsonl", address), ("b.jsonl", dateline), ("c.jsonl", told)]), @r#"
    a 2018-11-04 "Seoul agreed."
    b 2018-11-04 "SEOUL, Nov. 4, 2018 (AFP) - Seoul agreed."
    c 2018-11-05 "SEOUL, Nov. 4, 2018 (AFP) - Seoul agreed."
    3 documents read
    "#);
}

#[test]
fn broken_json_does_not_stop_the_next_line() {
    let lines = format!(
        "{GOOD}\n\n{{\"text\":\n{GOOD}\n{{\"id\":\"no text\"}}\n{{\"text\":\"a\",\"date\":\"soon\"}}"
    );
    insta::assert_snapshot!(check(&[("x.jsonl", lines.as_bytes())]), @r#"
    a 2018-11-04 "Seoul agreed."
    error: x.jsonl:3: expected a JSON object with `text`, but found an error at column 8: EOF while parsing a value
    a 2018-11-04 "Seoul agreed."
    error: x.jsonl:5: expected text, but found none under `text`
    error: x.jsonl:6: expected an ISO 8601 date, but found `soon`
    2 documents read, 3 could not be read
    "#);
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let mut lines = b"{\"text\":\"".to_vec();
    lines.resize(LIMIT + 100, b'x');
    lines.extend_from_slice(b"\"}\n");
    lines.extend_from_slice(GOOD.as_bytes());
    insta::assert_snapshot!(check(&[("x.jsonl", &lines)]), @r#"
    error: x.jsonl:1: expected at most 16777216 bytes, but found 16777318
    a 2018-11-04 "Seoul agreed."
    1 document read, 1 could not be read
    "#);
}

#[test]
fn bad_files_are_named() {
    let bomb = gzip(&vec![b' '; LIMIT + 2]);
    let cut = gzip(GOOD.as_bytes());
    insta::assert_snapshot!(check(&[
        ("binary.txt", b"\x00\x01\x02\x03"),
        ("bomb.txt.gz", &bomb),
        ("cut.jsonl.gz", &cut[..cut.len() - 10]),
        ("empty.jsonl", b""),
        ("empty.txt", b" \n"),
        ("empty.html", b"<html><head><title>No text</title></head></html>"),
        ("latin.jsonl", b"{\"text\":\"K\xf6ln\"}"),
        ("report.txt", b"%PDF-1.4"),
        ("surrogate.txt", b"\xff\xfe\x00\xd8a\x00"),
    ]), @r"
    error: binary.txt: expected text, but found a binary file
    error: bomb.txt.gz: expected at most 16777216 bytes, but found more
    error: cut.jsonl.gz:1: incomplete deflate stream
    error: empty.html: expected text, but found none in the page
    error: empty.jsonl: expected a document, but found nothing
    error: empty.txt: expected a document, but found nothing
    error: latin.jsonl:1: expected JSON in UTF-8, but found byte 0xf6 at column 11
    error: report.txt: expected text, but found a binary file (PDF)
    error: surrogate.txt: expected text in a known encoding, but found bytes that fit neither UTF-8 nor UTF-16LE
    0 documents read, 9 could not be read
    ");
}

#[test]
fn a_folder_without_documents_is_named() {
    insta::assert_snapshot!(check(&[("deep/er/picture.png", b"")]), @"
    error: FOLDER: expected documents (.jsonl .csv .tsv .parquet .rss .atom .warc .html .txt …, or .gz or .zst of these), but found none
    0 documents read, 1 could not be read
    ");
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let folder = folder(&[]);
    insta::assert_snapshot!(check_path(folder.path(), &folder.path().join("gone.txt")), @r"
    error: gone.txt: No such file or directory (os error 2)
    0 documents read, 1 could not be read
    ");
}

#[test]
fn a_file_of_any_name_is_read_by_what_it_begins_with() {
    let folder = folder(&[
        ("lines", GOOD.as_bytes()),
        (
            "page.php",
            b"<!-- x --><!DOCTYPE html><html><body><p>Envoys of both sides met in Muscat on Tuesday.</p>",
        ),
        ("README.md", b"Seoul agreed."),
        (
            "utf16.jsonl",
            &[0xff, 0xfe]
                .into_iter()
                .chain(GOOD.encode_utf16().flat_map(u16::to_le_bytes))
                .collect::<Vec<u8>>(),
        ),
    ]);
    let read = |name: &str| check_path(folder.path(), &folder.path().join(name));
    assert!(read("lines").starts_with("a 2018-11-04 \"Seoul agreed.\"\n"));
    assert!(read("page.php").starts_with("page.php \"Envoys of both sides met in Muscat on Tuesday.\"\n"));
    assert!(read("README.md").starts_with("README.md \"Seoul agreed.\"\n"));
    assert!(read("utf16.jsonl").starts_with("a 2018-11-04 \"Seoul agreed.\"\n"));
}

#[test]
fn nothing_read_is_a_failure_and_something_bad_is_one_when_strict() {
    let folder = folder(&[("x.jsonl", format!("{GOOD}\nno").as_bytes())]);
    let mut documents = Documents::new(&[folder.path().join("x.jsonl")], Wanted::default());
    assert_eq!(documents.by_ref().flatten().count(), 1);
    assert!(documents.tally().verdict(false).is_ok());
    let strict = documents.tally().verdict(true).unwrap_err();
    assert_eq!(strict.to_string(), "1 of 2 documents could not be read");
    assert_eq!(super::Tally::default().verdict(false).unwrap_err().to_string(), "no document could be read");
}

const FRENCH: &str =
    "Le ministre des Affaires étrangères a rencontré mardi son homologue russe à Moscou, selon le ministère.";

#[test]
fn tables_are_read_by_the_names_of_their_columns() {
    insta::assert_snapshot!(check(&[
        ("a.csv", b"doc_id,Published,Body,x\n1,2018-11-04,\"Seoul, \"\"agreed\"\".\nTwice.\",y\n2,,,\n3,soon,No.,\n4,,Yes.\n"),
        ("b.tsv", b"\xef\xbb\xbfheadline\tcontent\nT\tSeoul agreed.\n"),
        ("c.csv", b"date;text\n2018-11-04;Seoul agreed.\n2018-11-05;K\xf6ln.\n"),
        ("d.csv", b"a,b\n1,2\n"),
        ("e.csv", b"text\n\"never closed"),
    ]), @r#"
    1 2018-11-04 "Seoul, \"agreed\".\nTwice."
    error: a.csv:4: expected text, but found none in its column
    error: a.csv:5: expected an ISO 8601 date, but found `soon`
    4 "Yes."
    b.tsv:2 "Seoul agreed."
    c.csv:2 2018-11-04 "Seoul agreed."
    error: c.csv:3: expected `text` in UTF-8, but found other bytes
    error: d.csv: expected a column `text`, but found a, b
    hint: name it with --columns text=COLUMN
    e.csv:2 "never closed"
    5 documents read, 4 could not be read, 3 without a date (relative dates in them stay unresolved)
    "#);
}

#[test]
fn a_quote_that_is_never_closed_does_not_take_all_memory() {
    let mut table = b"text\n\"".to_vec();
    table.resize(2 * LIMIT, b'x');
    insta::assert_snapshot!(check(&[("a.csv", &table)]), @"
    error: a.csv:2: expected at most 16777216 bytes, but found more
    0 documents read, 1 could not be read
    ");
}

#[test]
fn columns_of_other_names_are_named_by_the_user() {
    let folder = folder(&[("a.csv", b"Inhalt,am\nSeoul agreed.,2018-11-04\n")]);
    let path = folder.path().join("a.csv");
    let read = |columns: &[&str]| {
        let columns = columns.iter().map(|c| super::table::mapping(c).unwrap()).collect();
        let wanted = Wanted { columns, ..Wanted::default() };
        Documents::new(std::slice::from_ref(&path), wanted)
            .map(|item| item.map(|r| r.document))
            .next()
            .unwrap()
    };
    let document = read(&["text=Inhalt", "date=am"]).unwrap();
    assert_eq!((document.text.as_str(), document.date.is_some()), ("Seoul agreed.", true));
    let error = read(&["text=inhalte"]).unwrap_err().reason.to_string();
    insta::assert_snapshot!(error, @"
    expected a column `inhalte`, but found inhalt, am
    hint: name it with --columns text=COLUMN
    ");
    insta::assert_snapshot!(super::table::mapping("body=x").unwrap_err(), @"expected FIELD=COLUMN with a field of id, date, text, title, publisher, url, language, but found `body=x`");
}

#[test]
fn zstandard_is_unpacked() {
    let packed = zstd::encode_all(GOOD.as_bytes(), 3).unwrap();
    let twice = [packed.clone(), packed.clone()].concat();
    insta::assert_snapshot!(check(&[
        ("a.jsonl.zst", &packed),
        ("b.jsonl.zst", &packed[..packed.len() - 4]),
        ("c.jsonl.zst", &twice),
    ]), @r#"
    a 2018-11-04 "Seoul agreed."
    error: b.jsonl.zst:1: incomplete frame
    error: c.jsonl.zst:1: expected a JSON object with `text`, but found an error at column 54: trailing characters
    1 document read, 2 could not be read
    "#);
}

/// A record of a web archive.
fn record(kind: &str, content: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/2018/11/04/{kind}\r\nContent-Type: {content}\r\n\
         Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

#[test]
fn pages_of_web_archives_are_read() {
    let page =
        "<html><body><article><p>Envoys of both sides met in Muscat on Tuesday, they said.</p></article>";
    let http = "application/http; msgtype=response";
    let ok = |header: &str, body: &[u8]| {
        [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{header}\r\n").as_bytes(), body].concat()
    };
    let chunked = format!("{:x}\r\n{page}\r\n0\r\n\r\n", page.len());
    let archive = [
        record("warcinfo", "application/warc-fields", b"software: x"),
        record("response", http, &ok("", page.as_bytes())),
        record("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", http, b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>No."),
        record("response", http, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        record("response", http, &ok("Transfer-Encoding: chunked\r\n", chunked.as_bytes())),
        record("response", http, &ok("Content-Encoding: gzip\r\n", &gzip(page.as_bytes()))),
        record("conversion", "text/plain", b"Seoul agreed."),
    ];
    let packed: Vec<u8> = archive.iter().flat_map(|r| gzip(r)).collect();
    let whole = archive.concat();
    insta::assert_snapshot!(check(&[
        ("a.warc.gz", &packed),
        ("b.warc", &whole[..whole.len() - 10]),
        ("c.warc", b"WARC/1.0\r\nContent-Length: 99999999999999\r\n\r\n"),
        ("d.warc", b"no archive"),
        ("e.warc", b""),
    ]), @r#"
    https://example.org/2018/11/04/response 2018-11-04 "Envoys of both sides met in Muscat on Tuesday, they said."
    https://example.org/2018/11/04/response 2018-11-04 "Envoys of both sides met in Muscat on Tuesday, they said."
    https://example.org/2018/11/04/response 2018-11-04 "Envoys of both sides met in Muscat on Tuesday, they said."
    https://example.org/2018/11/04/conversion 2018-11-04 "Seoul agreed."
    https://example.org/2018/11/04/response 2018-11-04 "Envoys of both sides met in Muscat on Tuesday, they said."
    https://example.org/2018/11/04/response 2018-11-04 "Envoys of both sides met in Muscat on Tuesday, they said."
    https://example.org/2018/11/04/response 2018-11-04 "Envoys of both sides met in Muscat on Tuesday, they said."
    error: b.warc:8: unexpected end of file
    error: c.warc:1: unexpected end of file
    error: d.warc: expected records of a web archive, but found something else where a record should begin
    error: e.warc: expected a document, but found nothing
    7 documents read, 4 could not be read
    "#);
}

#[test]
fn feeds_are_read_under_any_name() {
    let feed = br#"<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><item><guid>one</guid><description>Seoul agreed.</description></item></channel></rss>"#;
    insta::assert_snapshot!(check(&[("a.xml", feed), ("b.rss", feed), ("c.rss", b"<html>")]), @r#"
    one "Seoul agreed."
    one "Seoul agreed."
    error: c.rss: expected a feed, but found unable to parse feed: no root element
    2 documents read, 1 could not be read, 2 without a date (relative dates in them stay unresolved)
    "#);
}

#[test]
fn another_language_is_named() {
    insta::assert_snapshot!(check(&[("a.txt", FRENCH.as_bytes()), ("b.jsonl", GOOD.as_bytes())]), @r#"
    a.txt "Le ministre des Affaires étrangères a rencontré mardi son homologue russe à Moscou, selon le ministère."
    a 2018-11-04 "Seoul agreed."
    2 documents read, 1 without a date (relative dates in them stay unresolved), 1 not in English (fr 1)
    "#);
}

#[test]
fn shards_share_the_documents_out() {
    let folder = folder(&[("x.jsonl", format!("{GOOD}\nno\n{GOOD}\n{GOOD}").as_bytes())]);
    let read = |shard: &str| {
        let shard = Some(shard.parse().unwrap());
        let wanted = Wanted { shard, ..Wanted::default() };
        let documents = Documents::new(&[folder.path().to_path_buf()], wanted);
        documents.map(|item| item.map_or_else(|e| e.place.line, |r| r.place.line)).collect::<Vec<_>>()
    };
    assert_eq!([read("1/2"), read("2/2")], [[Some(1), Some(3)], [Some(2), Some(4)]]);
}
