//! What a person types into a search box, as a query of SQLite's full-text search.

/// Most words and phrases of a search.
const MOST: usize = 32;

/// Every word must be found; words in quotes stand together; a star at the end of a word stands for any ending.
///
/// Nothing else has a meaning, so no search is a wrong one. `None` where there is no word in it.
///
/// ```text
/// oil "north korea" sanct*   →   "oil" "north korea" "sanct" *
/// ```
pub(crate) fn query(search: &str) -> Option<String> {
    let search = search.replace('\0', " ");
    let mut parts = Vec::new();
    for (at, piece) in search.split('"').enumerate() {
        if at % 2 == 1 {
            parts.extend(quoted(piece));
        } else {
            parts.extend(piece.split_whitespace().filter_map(word));
        }
    }
    parts.truncate(MOST);
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn word(word: &str) -> Option<String> {
    let quoted = quoted(word.trim_end_matches('*'))?;
    Some(if word.ends_with('*') { quoted + " *" } else { quoted })
}

/// A string of the query language; there is no quote within.
fn quoted(piece: &str) -> Option<String> {
    piece.chars().any(char::is_alphanumeric).then(|| format!("\"{}\"", piece.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_phrases_and_beginnings_are_told_apart() {
        let cases = [
            ("oil embargo", r#""oil" "embargo""#),
            (r#"oil "north korea""#, r#""oil" "north korea""#),
            ("sanct* iran", r#""sanct" * "iran""#),
            ("NOT (a OR b) NEAR title:c", r#""NOT" "(a" "OR" "b)" "NEAR" "title:c""#),
            (r#"half "open phrase"#, r#""half" "open phrase""#),
            ("a\0b - ^", r#""a" "b""#),
        ];
        for (search, expected) in cases {
            assert_eq!(query(search).as_deref(), Some(expected), "{search}");
        }
        for nothing in ["", " ", "\"\"", "* - ' ;"] {
            assert_eq!(query(nothing), None, "{nothing}");
        }
        assert_eq!(query(&"a ".repeat(99)).unwrap().split(' ').count(), MOST);
    }
}
