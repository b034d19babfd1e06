//! Which records are wanted, in words: `quad = 4 and status in (actual, planned) and not background = true`.
//!
//! ```
//! use demarche_wire::Selection;
//! let wanted: Selection = "actor = USA and (confidence >= 0.7 or status = planned)".parse()?;
//! assert!(wanted.fits(r#"{"actors":[{"code":"USAGOV","country":"USA"}],"confidence":0.8}"#));
//! assert!(!wanted.fits(r#"{"actors":[],"confidence":0.8}"#));
//! # Ok::<(), demarche_wire::SelectionError>(())
//! ```
//!
//! A field is one of the contract's, parts of it after dots (`place.country`, `actors.sectors`); of a list one element that fits is
//! enough. `actor`, `recipient` and `speaker` are a party by code, country or entity, `day` the day of an event, else that of
//! its report. Numbers compare as such, all else as text; what is missing equals `null` alone.

use serde_json::Value;
use std::str::FromStr;

/// Longest expression, in bytes.
const LONGEST: usize = 1 << 14;

/// How deep parentheses may stand in each other.
const DEEPEST: usize = 64;

/// An expression that says which records are wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection(Expression);

/// Why an expression is none, with the place in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, but found {found} at character {at}")]
pub struct SelectionError {
    expected: &'static str,
    found: String,
    at: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    Test { field: String, is: Comparison, values: Vec<String> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Selection {
    /// Whether a record of the contract is wanted; what is no JSON object never is.
    pub fn fits(&self, record: &str) -> bool {
        serde_json::from_str(record).is_ok_and(|record: Value| record.is_object() && self.0.holds(&record))
    }
}

impl Expression {
    fn holds(&self, record: &Value) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(record)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(record)),
            Self::Not(part) => !part.holds(record),
            Self::Test { field, is, values } => {
                let found = found(record, field);
                match is {
                    Comparison::Equal => values.iter().any(|value| equals(&found, value)),
                    Comparison::Unequal => !values.iter().any(|value| equals(&found, value)),
                    _ => found.iter().any(|found| values.iter().any(|value| is.orders(found, value))),
                }
            }
        }
    }
}

/// What a record has in a field: one value, or those of a list.
fn found<'r>(record: &'r Value, field: &str) -> Vec<&'r Value> {
    let party = |list: &'static str| {
        ["code", "country", "entity"].iter().flat_map(|part| walk(record, &[list, part])).collect()
    };
    match field {
        "actor" => party("actors"),
        "recipient" => party("recipients"),
        "speaker" => ["code", "country", "entity"]
            .iter()
            .flat_map(|part| walk(record, &["attribution", "speaker", part]))
            .collect(),
        "day" => {
            let days = [&["date", "from"][..], &["date_default"], &["doc_date"]];
            days.iter().map(|path| walk(record, path)).find(|days| !days.is_empty()).unwrap_or_default()
        }
        _ => walk(record, &field.split('.').collect::<Vec<_>>()),
    }
}

/// Values at the end of a path, through every list on the way; null is nothing.
fn walk<'r>(value: &'r Value, path: &[&str]) -> Vec<&'r Value> {
    match (value, path) {
        (Value::Null, _) => vec![],
        (Value::Array(items), _) => items.iter().flat_map(|item| walk(item, path)).collect(),
        (_, []) => vec![value],
        (_, [first, rest @ ..]) => value.get(*first).map(|next| walk(next, rest)).unwrap_or_default(),
    }
}

fn equals(found: &[&Value], value: &str) -> bool {
    if value == "null" {
        return found.is_empty();
    }
    found.iter().any(|found| compare(found, value) == Some(std::cmp::Ordering::Equal))
}

/// Numbers as numbers, all else as text.
fn compare(found: &Value, value: &str) -> Option<std::cmp::Ordering> {
    match (found, value.parse::<f64>()) {
        (Value::Number(found), Ok(value)) => found.as_f64()?.partial_cmp(&value),
        (Value::String(found), _) => Some(found.as_str().cmp(value)),
        (Value::Bool(found), _) => Some(found.to_string().as_str().cmp(value)),
        _ => None,
    }
}

impl Comparison {
    fn orders(self, found: &Value, value: &str) -> bool {
        compare(found, value).is_some_and(|order| match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::More => order.is_gt(),
            Self::AtLeast => order.is_ge(),
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
        })
    }
}

impl FromStr for Selection {
    type Err = SelectionError;

    fn from_str(source: &str) -> Result<Self, SelectionError> {
        if source.len() > LONGEST {
            let found = format!("{} bytes", source.len());
            return Err(SelectionError { expected: "at most 16384 bytes", found, at: 0 });
        }
        let mut parser = Parser { pieces: pieces(source)?, next: 0, end: source.chars().count() };
        let expression = parser.any(0)?;
        if parser.next < parser.pieces.len() {
            return Err(parser.error("`and`, `or` or the end"));
        }
        Ok(Self(expression))
    }
}

/// A piece of an expression, and where it begins.
#[derive(Clone, Debug)]
struct Piece {
    text: String,
    quoted: bool,
    at: usize,
}

/// Words, quoted strings, comparisons, parentheses and commas.
fn pieces(source: &str) -> Result<Vec<Piece>, SelectionError> {
    let chars: Vec<char> = source.chars().collect();
    let (mut out, mut at) = (vec![], 0);
    let is_word = |c: char| !c.is_whitespace() && !"()=!<>,'\"".contains(c);
    while at < chars.len() {
        let start = at;
        let quoted = matches!(chars[at], '\'' | '"');
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let text: String = if quoted {
            let end = chars[at + 1..].iter().position(|&c| c == chars[at]);
            let Some(end) = end else {
                return Err(SelectionError { expected: "a closing quote", found: "the end".to_owned(), at });
            };
            at += end + 2;
            chars[start + 1..at - 1].iter().collect()
        } else if is_word(chars[at]) {
            at += chars[at..].iter().take_while(|&&c| is_word(c)).count();
            chars[start..at].iter().collect()
        } else {
            let double = chars.get(at + 1) == Some(&'=') && "!<>".contains(chars[at]);
            at += 1 + usize::from(double);
            chars[start..at].iter().collect()
        };
        out.push(Piece { text, quoted, at: start + 1 });
    }
    Ok(out)
}

struct Parser {
    pieces: Vec<Piece>,
    next: usize,
    end: usize,
}

impl Parser {
    fn any(&mut self, depth: usize) -> Result<Expression, SelectionError> {
        let mut parts = vec![self.all(depth)?];
        while self.takes("or") {
            parts.push(self.all(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::Any(parts) })
    }

    fn all(&mut self, depth: usize) -> Result<Expression, SelectionError> {
        let mut parts = vec![self.one(depth)?];
        while self.takes("and") {
            parts.push(self.one(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::All(parts) })
    }

    fn one(&mut self, depth: usize) -> Result<Expression, SelectionError> {
        if depth >= DEEPEST {
            return Err(self.error("fewer parentheses"));
        }
        if self.takes("not") {
            return Ok(Expression::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.takes("(") {
            let inner = self.any(depth + 1)?;
            return if self.takes(")") { Ok(inner) } else { Err(self.error("`)`")) };
        }
        let field = self.word("a field")?;
        if self.takes("in") {
            if !self.takes("(") {
                return Err(self.error("`(`"));
            }
            let mut values = vec![self.word("a value")?];
            while self.takes(",") {
                values.push(self.word("a value")?);
            }
            let test = Expression::Test { field, is: Comparison::Equal, values };
            return if self.takes(")") { Ok(test) } else { Err(self.error("`,` or `)`")) };
        }
        let is = [
            ("=", Comparison::Equal),
            ("!=", Comparison::Unequal),
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("<", Comparison::Less),
            (">", Comparison::More),
        ];
        let Some((_, is)) = is.into_iter().find(|(sign, _)| self.takes(sign)) else {
            return Err(self.error("a comparison (= != < <= > >= in)"));
        };
        Ok(Expression::Test { field, is, values: vec![self.word("a value")?] })
    }

    fn takes(&mut self, text: &str) -> bool {
        let is = self.pieces.get(self.next).is_some_and(|p| !p.quoted && p.text.eq_ignore_ascii_case(text));
        self.next += usize::from(is);
        is
    }

    fn word(&mut self, expected: &'static str) -> Result<String, SelectionError> {
        let is_word = |p: &&Piece| p.quoted || !p.text.starts_with(['(', ')', '=', '!', '<', '>', ',']);
        match self.pieces.get(self.next).filter(is_word) {
            Some(piece) => {
                self.next += 1;
                Ok(piece.text.clone())
            }
            None => Err(self.error(expected)),
        }
    }

    fn error(&self, expected: &'static str) -> SelectionError {
        let piece = self.pieces.get(self.next);
        let found = piece.map_or_else(|| "the end".to_owned(), |p| format!("`{}`", p.text));
        SelectionError { expected, found, at: piece.map_or(self.end, |p| p.at) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = r#"{"event":"SANCTION","quad":4,"score":-7.0,"confidence":0.8,"background":false,"mode":null,
        "doc_date":"2018-09-05","date":{"from":"2018-09-04"},"actors":[{"code":"USAGOV","country":"USA","sectors":["GOV"],
        "entity":null},{"code":"GBR","country":"GBR","sectors":[]}],"recipients":[],"attribution":[{"speaker":null}]}"#;

    #[test]
    fn expressions_select() {
        let cases = [
            ("event = SANCTION", true),
            ("event = 'SANCTION' and quad >= 4", true),
            ("quad < 4 or score < 0", true),
            ("not (quad = 4)", false),
            ("event in (AID, SANCTION)", true),
            ("event != SANCTION", false),
            ("actor = GBR and actor = USAGOV", true),
            ("recipient = null", true),
            ("recipient != null", false),
            ("speaker = USA", false),
            ("actors.sectors = GOV", true),
            ("day >= 2018-09-04 and day < 2018-09-05", true),
            ("date.from = 2018-09-05", false),
            ("mode = null", true),
            ("background = false", true),
            ("confidence > 0.9", false),
            ("no.such.field = 1", false),
            ("event = SANCTION and quad = 1 or quad = 4", true),
        ];
        for (source, expected) in cases {
            assert_eq!(source.parse::<Selection>().unwrap().fits(EVENT), expected, "{source}");
        }
    }

    #[test]
    fn what_is_no_expression_is_named_with_its_place() {
        let cases = [
            ("", "expected a field, but found the end at character 0"),
            ("event", "expected a comparison (= != < <= > >= in), but found the end at character 5"),
            ("event = ", "expected a value, but found the end at character 8"),
            ("(event = AID", "expected `)`, but found the end at character 12"),
            ("event = AID quad = 1", "expected `and`, `or` or the end, but found `quad` at character 13"),
            ("event in AID", "expected `(`, but found `AID` at character 10"),
            ("event = 'AID", "expected a closing quote, but found the end at character 8"),
        ];
        for (source, expected) in cases {
            assert_eq!(source.parse::<Selection>().unwrap_err().to_string(), expected);
        }
        assert!("(".repeat(5000).parse::<Selection>().is_err());
        assert!("not ".repeat(4000).parse::<Selection>().is_err());
    }
}
