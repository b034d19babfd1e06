//! A store through the program itself: fed, killed, fed again, coded anew.
//!
//! `KILLS=200 cargo test --release -p demarche-cli --test store killed` kills it as often.
#![allow(clippy::disallowed_methods, reason = "a test of the edge: it runs the program on files")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A folder with reports in it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new(reports: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("reports.jsonl"), reports).unwrap();
        Self { folder }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command.current_dir(self.folder.path()).args(arguments).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Standard output and error of a run that must succeed.
    fn run(&self, arguments: &[&str]) -> (String, String) {
        let output = self.command(arguments).output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{arguments:?}: {err}");
        (out.into_owned(), err.into_owned())
    }

    fn ingest(&self, store: &str) -> String {
        self.run(&["ingest", "reports.jsonl", "--store", store]).1
    }
}

/// So many short reports, no two alike.
fn reports(count: usize) -> String {
    let countries = ["Russia", "China", "France", "Iran", "Japan", "Turkey", "Egypt"];
    let mut out = String::new();
    for n in 0..count {
        let (who, whom) = (countries[n % 7], countries[(n + 1 + n / 7 % 5) % 7]);
        let text = format!(
            "{who} imposed sanctions on {whom} on Monday. Envoy number {n} will meet them in Geneva."
        );
        writeln!(
            out,
            r#"{{"id":"r{n}","date":"2018-09-{:02}","title":"Report {n}","text":"{text}"}}"#,
            n % 28 + 1
        )
        .unwrap();
    }
    out
}

/// All that a store holds but the times of its runs, whoever wrote it in however many goes.
fn content(store: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(store).unwrap();
    let mut out = Vec::new();
    for sql in [
        "SELECT document || ' ' || hex(digest) || ' ' || id || ' ' || date || ' ' || text FROM documents",
        r#"SELECT document || ' ' || sentence || ' ' || "start" || ' ' || "end" FROM sentences"#,
        "SELECT document || ' ' || record FROM events ORDER BY event",
        "SELECT d.document || ' ' || p.kind || ' ' || p.key FROM participants p
            JOIN events e USING (event) JOIN documents d USING (document) ORDER BY p.event, p.kind, p.key",
        "SELECT document || ' ' || claim || ' ' || day || ' ' || record FROM claims",
        "SELECT document || ' ' || story || ' ' || rule || ' ' || similarity FROM story_documents",
        "SELECT document || ' ' || hex(likeness) FROM likenesses",
        "SELECT term || ' ' || day || ' ' || document || ' ' || weight FROM heavy_terms",
        "SELECT rowid FROM search WHERE search MATCH 'sanctions' ORDER BY rowid",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get_ref(0).map(|v| format!("{v:?}"))).unwrap();
        out.extend(rows.map(Result::unwrap));
    }
    out
}

#[test]
fn a_report_is_there_once_however_often_it_is_given() {
    let place = Place::new(&reports(20));
    assert!(place.ingest("a.db").contains("20 added with "));
    assert!(place.ingest("a.db").contains("0 added with 0 events, 20 there already"));
    let first = content(&place.at("a.db"));
    std::fs::write(place.at("reports.jsonl"), reports(25)).unwrap();
    assert!(place.ingest("a.db").contains("5 added with "));
    assert!(place.ingest("b.db").contains("25 added with "));
    assert_eq!(content(&place.at("a.db")), content(&place.at("b.db")), "in two goes or in one");
    assert_ne!(first, content(&place.at("a.db")));
    let (status, _) = place.run(&["status", "--store", "a.db", "--check"]);
    assert!(status.contains("documents  25, of 2018-09-01 to 2018-09-25\n"), "{status}");
}

#[test]
fn killed_at_any_instant_it_loses_and_doubles_nothing() {
    let kills = std::env::var("KILLS").ok().and_then(|k| k.parse().ok()).unwrap_or(10);
    let place = Place::new(&reports(40));
    let start = Instant::now();
    place.ingest("whole.db");
    let whole = start.elapsed();
    let (expected, mut done) = (content(&place.at("whole.db")), 0);
    for round in 0.. {
        let name = format!("{round}.db");
        // Within one store: each kill a little later, so that some come in the middle of what a former one left.
        while done < kills {
            let mut child = place.command(&["ingest", "reports.jsonl", "--store", &name]).spawn().unwrap();
            let moment = whole.mul_f64(f64::from(done * 37 % 100) / 80.0);
            let ended = kill_after(&mut child, moment);
            done += 1;
            if place.at(&name).exists() {
                sound(&place.at(&name));
            }
            if ended || done % 4 == 0 {
                break;
            }
        }
        place.ingest(&name);
        assert_eq!(content(&place.at(&name)), expected, "after kill {done}");
        if done >= kills {
            break;
        }
    }
}

/// Kills a process without warning; true where it had ended before.
fn kill_after(child: &mut Child, moment: Duration) -> bool {
    std::thread::sleep(moment);
    let ended = child.try_wait().unwrap().is_some();
    // On Unix this is signal 9.
    child.kill().unwrap();
    child.wait().unwrap();
    ended
}

/// The file is whole, and every document in it has its sentences and its place in the index of words.
fn sound(store: &Path) {
    let connection = rusqlite::Connection::open(store).unwrap();
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    if version > 0 {
        let half = "SELECT count(*) FROM documents d WHERE 2 <> (SELECT count(*) FROM sentences s
            WHERE s.document = d.document)";
        assert_eq!(connection.query_row::<u32, _, _>(half, [], |row| row.get(0)).unwrap(), 0);
    }
}

#[test]
fn after_an_update_of_the_coder_only_what_it_has_not_coded_is_coded_anew() {
    let place = Place::new(&reports(12));
    place.ingest("a.db");
    let new = content(&place.at("a.db"));
    assert!(place.run(&["recode", "--store", "a.db"]).1.contains("every document is coded by"));
    let connection = rusqlite::Connection::open(place.at("a.db")).unwrap();
    let old = "INSERT INTO coders (version) VALUES ('demarche-0.0.1');
        UPDATE documents SET coder = (SELECT max(coder) FROM coders) WHERE document > 5;
        DELETE FROM events WHERE document > 5;
        DELETE FROM claims WHERE document > 5";
    connection.pragma_update(None, "foreign_keys", true).unwrap();
    connection.execute_batch(old).unwrap();
    drop(connection);
    assert!(place.run(&["status", "--store", "a.db"]).0.contains("outdated   7 documents"));
    assert!(place.run(&["recode", "--store", "a.db"]).1.contains("7 documents coded anew"));
    assert_eq!(content(&place.at("a.db")), new);
    place.run(&["status", "--store", "a.db", "--check"]);
}

#[test]
fn the_ledger_of_a_store_is_that_of_its_reports() {
    let examples =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../gold/scenarios/iran-talks-2013-2018/reports.jsonl");
    let place = Place::new(&std::fs::read_to_string(examples).unwrap());
    place.ingest("a.db");
    for asked in [&[][..], &["--as-of", "2015-07-20"], &["--since", "2018-05-01", "--format", "table"]] {
        let of = |source: &[&str]| place.run(&[&["ledger"], source, asked].concat()).0;
        let ledger = of(&["reports.jsonl"]);
        assert!(ledger.contains("meeting-"), "{ledger}");
        assert_eq!(of(&["--store", "a.db"]), ledger, "{asked:?}");
        assert_eq!(of(&["a.db"]), ledger, "a store as the only path");
    }
    let all = place.run(&["ledger", "a.db", "--format", "table"]).0;
    let key = all.split_whitespace().find(|word| word.starts_with("meeting-")).unwrap();
    let shown = place.run(&["ledger", "show", key, "--store", "a.db", "--format", "table"]).0;
    assert_eq!(shown, place.run(&["ledger", "show", key, "reports.jsonl", "--format", "table"]).0);
    let both = place.command(&["ledger", "a.db", "reports.jsonl"]).output().unwrap();
    assert_eq!(both.status.code(), Some(1));
}

#[test]
fn events_are_listed_by_what_is_asked() {
    let place = Place::new(&reports(30));
    place.ingest("a.db");
    let list = |arguments: &[&str]| {
        let all = [&["events", "--store", "a.db", "--format", "table"], arguments].concat();
        place.run(&all).0
    };
    let sanctions = list(&["--event", "sanction", "--actor", "RUS"]);
    assert_eq!(sanctions.lines().count(), 5, "{sanctions}");
    assert!(sanctions.lines().all(|l| l.contains("RUS      SANCTION")), "{sanctions}");
    let days: Vec<&str> = sanctions.lines().map(|l| &l[..10]).collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
    assert_eq!(list(&["--limit", "3"]).lines().count(), 3);
    assert_eq!(list(&["--text", "envoy 17", "--event", "SANCTION"]).lines().count(), 1);
    assert_eq!(list(&["--between", "CHN,RUS"]), list(&["--between", "RUS,CHN"]));
    assert_eq!(list(&["--actor", "' OR 1=1 --"]), "");
    let (json, _) = place.run(&["events", "--store", "a.db", "--limit", "9999"]);
    let mut coded: Vec<String> = place.run(&["code", "reports.jsonl"]).0.lines().map(str::to_owned).collect();
    let mut listed: Vec<String> = json.lines().map(str::to_owned).collect();
    coded.sort();
    listed.sort();
    assert_eq!(coded, listed, "the records of the store are those of `code`");
}

#[test]
fn a_merge_can_be_undone_and_stays_undone() {
    let copy = reports(1).replace("r0", "copy") + &reports(2);
    let place = Place::new(&copy);
    place.ingest("a.db");
    let merges = || place.run(&["merges", "--store", "a.db"]).0;
    let found = merges();
    assert!(found.starts_with(r#"{"doc_id":"r0","story":"copy","rule":"copy","copy_of":"copy","#), "{found}");
    place.run(&["merges", "--store", "a.db", "--undo", "r0", "--note", "not the same"]);
    assert!(merges().starts_with(r#"{"doc_id":"r0","story":"r0","rule":"split","#), "{}", merges());
    let (stories, _) = place.run(&["stories", "--store", "a.db"]);
    assert!(stories.contains(r#"{"doc_id":"r0","story":"r0"}"#), "{stories}");
    place.ingest("a.db");
    place.run(&["merges", "--store", "a.db", "--redo", "r0"]);
    assert_eq!(merges(), found);
    let missing = place.command(&["merges", "--store", "a.db", "--undo", "none"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn events_of_several_reports_are_one_happening_until_a_person_says_otherwise() {
    let place = Place::new(&(reports(1).replace("r0", "copy") + &reports(2)));
    place.ingest("a.db");
    let list =
        |more: &[&str]| place.run(&[&["events", "--store", "a.db", "--event", "SANCTION"], more].concat()).0;
    assert_eq!(list(&[]).lines().count(), 3);
    let merged = list(&["--merged"]);
    assert_eq!(merged.lines().count(), 2, "{merged}");
    let both = merged.lines().find(|l| l.contains(r#""copy_of":"copy""#)).unwrap();
    let happening: serde_json::Value = serde_json::from_str(both).unwrap();
    assert_eq!(happening["sources"], 1, "a copy is no source of its own");
    assert_eq!(happening["reports"].as_array().unwrap().len(), 2);
    let id = happening["reports"][1]["event"].as_str().unwrap();
    list(&["--undo", id, "--note", "another one"]);
    assert_eq!(list(&["--merged"]).lines().count(), 3);
    list(&["--redo", id]);
    assert_eq!(list(&["--merged"]), merged);
    place.run(&["merges", "--store", "a.db", "--undo", "r0"]);
    assert_eq!(list(&["--merged"]).lines().count(), 3, "apart as their reports are");
    let missing = place.command(&["events", "--store", "a.db", "--undo", "none"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
    place.run(&["status", "--store", "a.db", "--check"]);
}

#[test]
fn hostile_text_is_kept_as_it_is() {
    let long = "Russia bombed Idlib. ".repeat(500);
    let lines = [
        r#"{"id":"nul\u0000 in it","text":"Russia\u0000 bombed Idlib. '); DROP TABLE documents; --"}"#
            .to_owned(),
        r#"{"id":"half","text":"a lone \ud800 surrogate"}"#.to_owned(),
        format!(r#"{{"id":"long","text":"{long}"}}"#),
        r#"{"id":"\u202e\ufeff","title":"\u0000","text":"\u0001\u001b[31m \uffff Iran"}"#.to_owned(),
    ];
    let place = Place::new(&lines.join("\n"));
    let error = place.ingest("a.db");
    assert!(error.contains("3 added"), "{error}");
    assert!(error.contains("reports.jsonl:2: expected a JSON object"), "{error}");
    assert!(place.ingest("a.db").contains("0 added with 0 events, 3 there already"));
    let connection = rusqlite::Connection::open(place.at("a.db")).unwrap();
    let id: String =
        connection.query_row("SELECT id FROM documents WHERE document = 1", [], |row| row.get(0)).unwrap();
    assert_eq!(id, "nul\0 in it");
    place.run(&["status", "--store", "a.db", "--check"]);
}
