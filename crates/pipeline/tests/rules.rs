//! Every example of every rule, coded through that rule.

use demarche_pipeline::{Coder, check};

#[test]
fn every_rule_does_what_its_examples_say() {
    let coder = Coder::builtin().unwrap();
    let wrong: Vec<String> = coder.rules().all().iter().flat_map(|rule| check(&coder, rule)).collect();
    assert!(wrong.is_empty(), "{} examples are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
