//! Whose statement a document is: the one whom "I" and "we" mean outside every quotation.
//!
//! "Statement by President Biden on Ethiopia" is Biden's, "Remarks by the Vice President at the summit" hers. It leaves
//! out headlines of news, which have no such form, and what the text itself says of its author.

/// Kinds of document that somebody makes in his own words.
const FORMS: [&str; 11] = [
    "address",
    "declaration",
    "letter",
    "message",
    "note",
    "notice",
    "opening remarks",
    "press statement",
    "remarks",
    "speech",
    "statement",
];

/// Words that lead from the form to the author.
const BY: [&str; 3] = [" by ", " from ", " of "];

/// Words that end the author's name and begin the matter or the occasion.
const ENDS: [&str; 16] = [
    " about ",
    " after ",
    " ahead ",
    " at ",
    " before ",
    " concerning ",
    " during ",
    " following ",
    " for ",
    " in ",
    " marking ",
    " on ",
    " regarding ",
    " to ",
    " upon ",
    " welcoming ",
];

/// The words of a title that name whose statement it heads; `None` for other titles.
///
/// ```
/// use demarche_quotes::author;
/// assert_eq!(author("Statement by President Joe Biden on Ethiopia"), Some("President Joe Biden"));
/// assert_eq!(author("Remarks by the Foreign Minister at the Summit"), Some("the Foreign Minister"));
/// assert_eq!(author("President signs bill"), None);
/// ```
pub fn author(title: &str) -> Option<&str> {
    let lower = title.to_ascii_lowercase();
    let form = FORMS.iter().find_map(|form| Some((lower.find(form)?, form.len())));
    let (at, length) = form.filter(|(at, _)| lower[..*at].split_whitespace().count() <= 2)?;
    let after = at + length;
    let (start, by) = BY.iter().filter_map(|by| Some((lower[after..].find(by)?, by))).min()?;
    // "Statement on the Killing of Journalists": the matter comes first, and nobody signs.
    if ENDS.iter().any(|end| lower[after..].find(end).is_some_and(|e| e < start)) {
        return None;
    }
    let start = after + start + by.len();
    let end =
        ENDS.iter().filter_map(|end| lower[start..].find(end)).min().map_or(title.len(), |end| start + end);
    let name = title.get(start..end)?.trim_matches([' ', ':', ',', '.']);
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::author;

    #[test]
    fn statements_have_an_author() {
        assert_eq!(
            author("Statement from Press Secretary Jen Psaki on Syria"),
            Some("Press Secretary Jen Psaki")
        );
        assert_eq!(author("Joint Statement of the Leaders of the G7"), Some("the Leaders of the G7"));
        assert_eq!(author("REMARKS BY PRESIDENT BIDEN"), Some("PRESIDENT BIDEN"));
    }

    #[test]
    fn other_titles_have_none() {
        assert_eq!(author("Statement on the Killing of Journalists"), None);
        assert_eq!(author("Readout of President Biden’s Call with President Xi"), None);
        assert_eq!(author("Ministers reject the latest statement by rebels"), None);
        assert_eq!(author("Statement"), None);
        assert_eq!(author(""), None);
    }
}
