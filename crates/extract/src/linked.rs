//! What a page says about itself in JSON-LD (schema.org).

use crate::day;
use crate::dom::{Attr, Dom};
use crate::tag::Tag;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// What the page's objects say about the article.
#[derive(Debug, Default)]
pub struct Linked {
    /// `headline`.
    pub title: Option<String>,
    /// Names of `author`, joined by commas.
    pub byline: Option<String>,
    /// Name of `publisher`.
    pub publisher: Option<String>,
    /// `datePublished`, else `dateCreated`.
    pub published: Option<Date>,
    /// `dateModified`.
    pub modified: Option<Date>,
    /// `articleBody`.
    pub text: Option<String>,
}

/// Reads every JSON-LD script of the page; the first object that gives a field wins, articles before others.
pub fn read(dom: &Dom) -> Linked {
    let mut objects: Vec<Map<String, Value>> = Vec::new();
    for at in dom.elements(&[Tag::Script]) {
        let node = &dom.nodes[at];
        if node.attr(Attr::Type).is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json")) {
            let source: String = dom.nodes[at..node.end].iter().filter_map(|n| n.text()).collect();
            // Line breaks inside strings are a common fault; between tokens a space is as good.
            let source: String = source.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let source = source.trim().trim_end_matches(';');
            if let Ok(value) = serde_json::from_str::<Value>(source) {
                collect(value, &mut objects);
            }
        }
    }
    objects.sort_by_key(|o| !is_article(o));
    let mut linked = Linked::default();
    for object in &objects {
        linked.take(object);
    }
    linked
}

impl Linked {
    fn take(&mut self, object: &Map<String, Value>) {
        let date = |key: &str| object.get(key).and_then(Value::as_str).and_then(day::iso);
        let text =
            |key: &str| object.get(key).and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty());
        self.published = self.published.or_else(|| date("datePublished")).or_else(|| date("dateCreated"));
        self.modified = self.modified.or_else(|| date("dateModified"));
        let own = |old: &mut Option<String>, new: Option<String>| *old = old.take().or(new);
        own(&mut self.title, text("headline").map(str::to_owned));
        own(&mut self.text, text("articleBody").map(str::to_owned));
        own(&mut self.publisher, object.get("publisher").and_then(names));
        if is_article(object) {
            own(&mut self.byline, object.get("author").and_then(names));
        }
    }
}

/// The name of a person or organisation, or of each in a list.
fn names(value: &Value) -> Option<String> {
    let name = match value {
        Value::String(name) => name.trim().to_owned(),
        Value::Object(object) => object.get("name").and_then(Value::as_str)?.trim().to_owned(),
        Value::Array(list) => {
            list.iter().filter(|v| !v.is_array()).filter_map(names).collect::<Vec<_>>().join(", ")
        }
        _ => return None,
    };
    (!name.is_empty() && !name.starts_with("http")).then_some(name)
}

fn is_article(object: &Map<String, Value>) -> bool {
    let named = |value: &Value| {
        value
            .as_str()
            .is_some_and(|t| t.ends_with("Article") || t.ends_with("Posting") || t.starts_with("Report"))
    };
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(named),
        Some(value) => named(value),
        None => false,
    }
}

/// All objects in a value, outer before inner.
fn collect(value: Value, objects: &mut Vec<Map<String, Value>>) {
    let mut queue = std::collections::VecDeque::from([value]);
    while let Some(value) = queue.pop_front() {
        match value {
            Value::Array(list) => queue.extend(list),
            Value::Object(object) => {
                // A list of other articles is not about this one.
                let inner = object
                    .iter()
                    .filter(|(key, v)| *key == "@graph" || *key == "mainEntity" || v.is_object());
                queue.extend(inner.map(|(_, v)| v.clone()));
                objects.push(object);
            }
            _ => {}
        }
    }
}
