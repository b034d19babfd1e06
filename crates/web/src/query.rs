//! What a request asks for: parameters that a route declares, read and checked.

use crate::Failure;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Longest value, in characters.
const LONGEST: usize = 500;

/// What a parameter holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// A day, ISO 8601.
    Day,
    /// A whole number up to this one.
    Count(usize),
    /// A word without spaces: a code, an entity, a key.
    Word,
    /// Anything.
    Text,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// Some of these, parted by commas or given one by one.
    SomeOf(&'static [&'static str]),
    /// Two codes of countries or actors, parted by a comma or a hyphen.
    Pair,
    /// A place in a list, as an answer gave it.
    Place,
}

/// A parameter of a route.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What it does, for a person.
    pub about: &'static str,
}

/// The parameters of one request.
#[derive(Clone, Debug, Default)]
pub struct Query {
    values: BTreeMap<&'static str, String>,
}

impl Query {
    /// Reads what a form gives: as [`Query::read`], but spaces around values are none, and empty values count as not given.
    ///
    /// # Errors
    /// As [`Query::read`].
    pub fn read_form(
        declared: &[Parameter],
        given: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Failure> {
        let given = given.into_iter().map(|(name, value)| (name, value.trim().to_owned()));
        // An unknown name is refused whether or not it has a value.
        Self::read(declared, given.filter(|(name, value)| !value.is_empty() || declared.iter().all(|p| p.name != name)))
    }

    /// Reads what a path and a query give.
    ///
    /// # Errors
    /// Names the parameter that is unknown, given twice, or holds something else than it should.
    pub fn read(
        declared: &[Parameter],
        given: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Failure> {
        let mut values = BTreeMap::new();
        for (name, value) in given {
            let Some(parameter) = declared.iter().find(|p| p.name == name) else {
                let names: Vec<&str> = declared.iter().map(|p| p.name).collect();
                let expected = if names.is_empty() { "no parameters".to_owned() } else { names.join(", ") };
                return Err(Failure::Asked(format!("expected {expected}, but found `{}`", cut(&name))));
            };
            parameter.check(&value)?;
            let before = values.insert(parameter.name, value.clone());
            match (parameter.holds, before) {
                (_, None) => {}
                (Holds::SomeOf(_), Some(before)) => {
                    values.insert(parameter.name, format!("{before},{value}"));
                }
                _ => return Err(Failure::Asked(format!("expected `{name}` once, but found it twice"))),
            }
        }
        Ok(Self { values })
    }

    /// A value, where it was given.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The same, as the store takes it.
    pub fn owned(&self, name: &str) -> Option<String> {
        self.values.get(name).cloned()
    }

    /// A day.
    pub fn day(&self, name: &str) -> Option<Date> {
        self.text(name)?.parse().ok()
    }

    /// A number, or what stands for it where it was not given.
    pub fn count(&self, name: &str, otherwise: usize) -> usize {
        self.text(name).and_then(|n| n.parse().ok()).unwrap_or(otherwise)
    }

    /// Everything that was given, by name.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.values.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The query of an address with these parameters, but for those that `changes` gives anew or takes away.
    pub fn address(&self, path: &str, changes: &[(&str, Option<&str>)]) -> String {
        let kept = self.pairs().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        let new = changes.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept).extend_pairs(new);
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

impl Parameter {
    fn check(&self, value: &str) -> Result<(), Failure> {
        let fits = match self.holds {
            Holds::Day => value.len() == 10 && value.parse::<Date>().is_ok(),
            Holds::Count(most) => {
                value.bytes().all(|b| b.is_ascii_digit()) && value.parse::<usize>().is_ok_and(|n| n <= most)
            }
            Holds::Word => {
                (1..=LONGEST).contains(&value.chars().count()) && !value.chars().any(char::is_control)
            }
            Holds::Text => value.chars().count() <= LONGEST && !value.contains('\0'),
            Holds::OneOf(values) => values.contains(&value),
            Holds::SomeOf(values) => value.split(',').all(|part| values.contains(&part)),
            Holds::Pair => value.split([',', '-']).count() == 2 && value.split([',', '-']).all(crate::glosses::is_code),
            Holds::Place => place(value).is_some(),
        };
        if fits {
            return Ok(());
        }
        let (name, expected, found) = (self.name, self.holds.in_words(), cut(value));
        Err(Failure::Asked(format!("{name}: expected {expected}, but found `{found}`")))
    }
}

impl Holds {
    fn in_words(self) -> String {
        match self {
            Self::Day => "a day such as 2018-09-04".to_owned(),
            Self::Count(most) => format!("a number up to {most}"),
            Self::Word => format!("1 to {LONGEST} characters, none of them a control character"),
            Self::Text => format!("at most {LONGEST} characters, none of them NUL"),
            Self::Pair => "two codes parted by a comma, such as PRK,USA".to_owned(),
            Self::Place => "a place in the list, as `next` has it".to_owned(),
            Self::OneOf(values) => format!("one of {}", values.join(", ")),
            Self::SomeOf(values) => format!("some of {}", values.join(", ")),
        }
    }

    /// As JSON Schema has it.
    pub fn schema(self) -> serde_json::Value {
        match self {
            Self::Day => serde_json::json!({ "type": "string", "format": "date" }),
            Self::Count(most) => serde_json::json!({ "type": "integer", "minimum": 0, "maximum": most }),
            Self::Word => serde_json::json!({
                "type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]+$",
            }),
            Self::Text => serde_json::json!({ "type": "string", "maxLength": LONGEST, "pattern": "^[^\\u0000]*$" }),
            Self::Pair => serde_json::json!({ "type": "string", "pattern": "^([A-Z]{3}|[A-Z]{6})[,-]([A-Z]{3}|[A-Z]{6})$" }),
            Self::Place => serde_json::json!({ "type": "string", "pattern": "^[0-9]{1,8}-[0-9]{1,18}$" }),
            Self::OneOf(values) => serde_json::json!({ "type": "string", "enum": values }),
            Self::SomeOf(values) => {
                let one = format!("({})", values.join("|"));
                serde_json::json!({ "type": "string", "pattern": format!("^{one}(,{one})*$") })
            }
        }
    }
}

/// A place in a list: its day and the number of its event.
pub fn place(text: &str) -> Option<(i64, i64)> {
    let (day, event) = text.split_once('-')?;
    let is_number = |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    (is_number(day, 8) && is_number(event, 18)).then_some((day.parse().ok()?, event.parse().ok()?))
}

/// The beginning of what somebody gave, to be shown to them.
fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// Names and values of the query of an address.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECLARED: &[Parameter] = &[
        Parameter { name: "day", holds: Holds::Day, about: "" },
        Parameter { name: "limit", holds: Holds::Count(500), about: "" },
        Parameter { name: "kind", holds: Holds::OneOf(&["meeting", "pledge"]), about: "" },
        Parameter { name: "q", holds: Holds::Text, about: "" },
    ];

    #[test]
    fn what_is_given_is_read_and_written_back() {
        let query = Query::read_form(DECLARED, pairs("day=2018-09-04+&limit=&q=%22six+party%22+%26")).unwrap();
        assert_eq!(query.day("day"), Some(jiff::civil::date(2018, 9, 4)));
        assert_eq!(query.count("limit", 7), 7);
        assert_eq!(query.text("q"), Some("\"six party\" &"));
        let address = query.address("/events", &[("day", None), ("limit", Some("9"))]);
        assert_eq!(address, "/events?q=%22six+party%22+%26&limit=9");
    }

    #[test]
    fn a_refusal_names_the_parameter() {
        let refused = |query| Query::read(DECLARED, pairs(query)).unwrap_err().to_string();
        let all = ["day=yesterday", "limit=501", "kind=war", "who=me", "q=a&q=b", "limit=-1", "q=a%00b"];
        insta::assert_snapshot!(all.map(refused).join("\n"), @r"
        day: expected a day such as 2018-09-04, but found `yesterday`
        limit: expected a number up to 500, but found `501`
        kind: expected one of meeting, pledge, but found `war`
        expected day, limit, kind, q, but found `who`
        expected `q` once, but found it twice
        limit: expected a number up to 500, but found `-1`
        q: expected at most 500 characters, none of them NUL, but found `ab`
        ");
    }
}
