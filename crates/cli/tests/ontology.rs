//! The worked example of an ontology of one's own, as docs/ONTOLOGY.md tells it, through the program itself.
#![allow(clippy::disallowed_methods, reason = "a test of the edge: it runs the program on files")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/ontologies/sanctions")
}

/// Standard output and error, and whether it went well.
fn run(arguments: &[&str]) -> (String, String, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_demarche")).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.success())
}

fn code(rules: &Path, report: &Path) -> Vec<String> {
    let [rules, report] = [rules, report].map(|p| p.to_str().unwrap());
    let (out, err, well) = run(&["code", report, "--rules", rules, "--format", "jsonl"]);
    assert!(well, "{err}");
    out.lines().map(|line| told(&serde_json::from_str(line).unwrap())).collect()
}

fn told(event: &serde_json::Value) -> String {
    let side = |side: &str| {
        let parties = event[side].as_array().into_iter().flatten();
        let codes: Vec<&str> = parties.filter_map(|p| p["code"].as_str()).collect();
        if codes.is_empty() { "-".to_owned() } else { codes.join("+") }
    };
    let word = |field: &str| event[field].as_str().unwrap_or("-").to_owned();
    let (actors, recipients) = (side("actors"), side("recipients"));
    format!("{}/{} {actors} > {recipients} {}", word("event"), word("mode"), word("status"))
}

#[test]
fn the_example_does_what_its_own_examples_say() {
    let (out, err, well) = run(&["rules", "--check", "--rules", example().to_str().unwrap()]);
    assert!(well, "{out}{err}");
    insta::assert_snapshot!(out.trim(), @"45 examples of 9 rules are right");
}

#[test]
fn a_report_is_coded_in_the_categories_of_the_example() {
    let events = code(&example(), &example().join("report.txt"));
    insta::assert_snapshot!(events.join("\n"), @r"
    DESIGNATE/- EUR > BLRGOV actual
    DESIGNATE/travel-ban EUR > BLRGOV actual
    DESIGNATE/asset-freeze CHEGOV > BLRGOV actual
    COUNTER/- BLRGOV > POLGOV actual
    EVADE/- TURBUS > BLRGOV actual
    ENFORCE/seizure ITAGOV > BLRBUS actual
    ENFORCE/penalty LTUGOV > LTUBUS planned
    PROPOSE/- POLGOV > BLRBUS actual
    DELIST/easing USAGOV > BLRGOV conditional
    ");
}

#[test]
fn own_rules_stand_beside_those_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let rule = std::fs::read_to_string(example().join("events/evade/evade.toml")).unwrap();
    let lists = std::fs::read_to_string(example().join("lists/sanction-nouns.tsv")).unwrap();
    let ontology =
        "builtin = true\n[categories.EVADE]\ndoc = \"Gets around sanctions.\"\nlike = \"COERCE\"\n";
    for (name, content) in [
        ("events/evade/evade.toml", rule.as_str()),
        ("lists/sanction-nouns.tsv", lists.as_str()),
        ("ontology.toml", ontology),
        ("report.txt", "Syria evaded American sanctions. Russia's foreign minister visited Turkey."),
    ] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let events = code(folder.path(), &folder.path().join("report.txt"));
    insta::assert_snapshot!(events.join("\n"), @r"
    EVADE/- SYRGOV > USAGOV actual
    CONSULT/visit RUSGOV > TURGOV actual
    ");
}

#[test]
fn a_category_that_nobody_declared_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let rule = std::fs::read_to_string(example().join("events/designate/impose.toml")).unwrap();
    std::fs::create_dir_all(folder.path().join("events/designate")).unwrap();
    std::fs::write(folder.path().join("events/designate/impose.toml"), rule).unwrap();
    let (_, err, well) = run(&["rules", "--rules", folder.path().to_str().unwrap()]);
    assert!(!well);
    let wanted = "designate/impose: expected a category as `event`, but found `DESIGNATE`";
    assert!(err.contains(wanted), "{err}");
}
