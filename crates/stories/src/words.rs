//! Words of a text as terms: lower case, without the commonest endings.

use compact_str::CompactString;

/// A word, reduced, and whether it is written like a name or is a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub text: CompactString,
    pub name: bool,
}

/// The terms of a text in their order. Single letters are left out.
pub(crate) fn terms(text: &str) -> impl Iterator<Item = Term> + '_ {
    raw(text).filter_map(|word| {
        let reduced = reduce(word);
        let long = reduced.chars().nth(1).is_some();
        let name = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        long.then_some(Term { text: reduced, name })
    })
}

/// Runs of letters and digits; an apostrophe, a full stop or a comma inside joins, as in `Chang'e`, `U.S` and `5,000`.
fn raw(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '.' | ',')))
        .flat_map(|piece| {
            let digits = piece.contains(|c: char| c.is_ascii_digit());
            let joins = move |c: char| !digits && matches!(c, '.' | ',');
            piece.split(joins)
        })
        .map(|word| word.trim_matches(['\'', '’', '.', ',']))
        .filter(|word| !word.is_empty())
}

/// A word in lower case without possessive, plural and the endings of regular verbs.
///
/// It only has to reduce alike what belongs together in most cases; a word that it spoils is spoiled everywhere.
pub(crate) fn reduce(word: &str) -> CompactString {
    let lower: String =
        word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect();
    let mut stem = lower.strip_suffix("'s").unwrap_or(&lower).replace('\'', "");
    if !stem.is_ascii() {
        return stem.into();
    }
    if stem.len() > 4 && stem.ends_with("ies") {
        stem.replace_range(stem.len() - 3.., "y");
    } else if stem.len() > 3 && stem.ends_with('s') && !stem.ends_with("ss") {
        stem.pop();
    }
    for (ending, least) in [("ing", 5), ("ed", 4)] {
        if stem.len() > least && stem.ends_with(ending) {
            stem.truncate(stem.len() - ending.len());
            break;
        }
    }
    stem.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        terms(text)
            .map(|t| if t.name { format!("{}*", t.text) } else { t.text.to_string() })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn terms_are_reduced_and_names_and_numbers_marked() {
        insta::assert_snapshot!(
            words("Seoul's envoys, visiting Kim’s office in 2018, denied 5,000 claims; a U.S. team (Chang'e 4) \"waited\"."),
            @"seoul* envoy visit kim* office in 2018* deni 5,000* claim team change* wait"
        );
    }

    #[test]
    fn other_alphabets_are_left_whole() {
        assert_eq!(words("Москва заявила"), "москва* заявила");
        assert_eq!(words("'' .. ,"), "");
    }
}
