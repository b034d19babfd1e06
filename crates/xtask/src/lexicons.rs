//! Lexicons are sorted by their first column and say nothing twice, so that two changes to one meet in one place.

use crate::Finding;

/// Folders whose tables are checked.
const FOLDERS: [&str; 2] = ["knowledge/", "rules/"];

/// Checks a table: a header, then rows sorted by the bytes of their first cell, all different, none shorter or longer
/// than the header. Comments (`#`) and empty lines are passed over.
pub fn check(path: &str, text: &str) -> Vec<Finding> {
    if !FOLDERS.iter().any(|folder| path.starts_with(folder)) {
        return vec![];
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let mut lines = lines.map(|(at, line)| (at + 1, line));
    let Some((_, header)) = lines.next() else {
        return vec![Finding::file(path, "expected a header, but found no line")];
    };
    let rows: Vec<(usize, &str)> = lines.collect();
    let mut found = columns(path, header, &rows);
    found.extend(order(path, &rows));
    found
}

fn columns(path: &str, header: &str, rows: &[(usize, &str)]) -> Vec<Finding> {
    let wanted = header.split('\t').count();
    let odd =
        rows.iter().map(|&(at, row)| (at, row.split('\t').count())).filter(|&(_, found)| found != wanted);
    odd.map(|(at, found)| Finding::line(path, at, format!("expected {wanted} columns, but found {found}")))
        .collect()
}

fn order(path: &str, rows: &[(usize, &str)]) -> Vec<Finding> {
    let key = |row: &str| row.split('\t').next().unwrap_or("").to_owned();
    let mut found = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (i, &(at, row)) in rows.iter().enumerate() {
        if !seen.insert(row) {
            found.push(Finding::line(path, at, format!("`{}` is there twice", key(row))));
        }
        if i > 0 && key(rows[i - 1].1) > key(row) {
            let message =
                format!("expected `{}` before `{}`, but found it after", key(row), key(rows[i - 1].1));
            found.push(Finding::line(path, at, message));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(table: &str) -> Vec<String> {
        check("rules/lists/a.tsv", table).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_sorted_table_is_right() {
        assert_eq!(messages("lemma\tnote\n# words\nbomb\t\nbomb\tand a second sense\nraid\t\n"), [""; 0]);
    }

    #[test]
    fn disorder_doubles_and_ragged_rows_are_found() {
        assert_eq!(
            messages("lemma\nraid\nbomb\n"),
            ["rules/lists/a.tsv:3: expected `bomb` before `raid`, but found it after"]
        );
        assert_eq!(messages("lemma\nbomb\nbomb\n"), ["rules/lists/a.tsv:3: `bomb` is there twice"]);
        assert_eq!(messages("lemma\tnote\nbomb\n"), ["rules/lists/a.tsv:2: expected 2 columns, but found 1"]);
        assert_eq!(messages(""), ["rules/lists/a.tsv: expected a header, but found no line"]);
    }

    #[test]
    fn tables_elsewhere_are_let_be() {
        assert_eq!(check("crates/times/data/a.tsv", "b\na\n"), []);
    }
}
