//! The whole project passes its own checks.

#[test]
fn the_project_is_tidy() {
    let found = xtask::tidy(&xtask::root()).unwrap();
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} findings:\n{}", lines.len(), lines.join("\n"));
}
