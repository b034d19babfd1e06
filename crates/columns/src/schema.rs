//! The columns of an event, in the order of the contract. docs/OUTPUT.md shows them; a test compares.

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use std::sync::Arc;

/// Columns of events: the fields of the contract under their own names, days as `Date32`.
pub fn events() -> SchemaRef {
    Arc::new(Schema::new(vec![
        text("id"),
        text("doc_id"),
        day("doc_date"),
        small("sentence"),
        text("text"),
        text("event"),
        text("mode"),
        list("contexts", DataType::Utf8),
        text("cameo"),
        small("quad"),
        number("score"),
        list("actors", actor()),
        list("recipients", actor()),
        Field::new("trigger", DataType::Struct(span(vec![])), true),
        text("status"),
        Field::new("background", DataType::Boolean, true),
        Field::new("date", when(), true),
        day("date_default"),
        Field::new("place", place(), true),
        list("attribution", speaker()),
        Field::new("condition", DataType::Struct(span(vec![text("kind")])), true),
        number("confidence"),
        text("rule"),
        text("coder"),
    ]))
}

fn actor() -> DataType {
    let own =
        vec![text("code"), text("country"), list("sectors", DataType::Utf8), text("entity"), text("name")];
    DataType::Struct(span(own))
}

fn when() -> DataType {
    let days: Fields =
        [day("from"), day("to")].into_iter().chain(span_fields()).chain([text("by")]).collect();
    DataType::Struct(days)
}

fn place() -> DataType {
    let own = vec![
        text("name"),
        text("country"),
        text("admin1"),
        number("lat"),
        number("lon"),
        Field::new("geoname_id", DataType::Int64, true),
        text("precision"),
        text("kind"),
        text("by"),
    ];
    DataType::Struct(span(own))
}

fn speaker() -> DataType {
    let fields = vec![
        Field::new("speaker", actor(), true),
        Field::new("cue", DataType::Struct(span(vec![])), true),
        Field::new("medium", actor(), true),
        Field::new("date", when(), true),
    ];
    DataType::Struct(fields.into())
}

/// Words of the text and where they stand, then what else there is.
fn span(rest: Vec<Field>) -> Fields {
    span_fields().into_iter().chain(rest).collect()
}

fn span_fields() -> [Field; 3] {
    [text("text"), small("start"), small("end")]
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn day(name: &str) -> Field {
    Field::new(name, DataType::Date32, true)
}

fn small(name: &str) -> Field {
    Field::new(name, DataType::Int32, true)
}

fn number(name: &str) -> Field {
    Field::new(name, DataType::Float64, true)
}

fn list(name: &str, item: DataType) -> Field {
    Field::new(name, DataType::List(Arc::new(Field::new("item", item, true))), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_null(field: &Field) -> bool {
        field.is_nullable()
            && match field.data_type() {
                DataType::Struct(fields) => fields.iter().all(|f| all_null(f)),
                DataType::List(item) => all_null(item),
                _ => true,
            }
    }

    #[test]
    fn nothing_is_required() {
        assert!(events().fields().iter().all(|field| all_null(field)));
    }

    /// The columns as a document shows them.
    fn shown(data: &DataType) -> String {
        let parts = |fields: &Fields| {
            let parts = fields.iter().map(|f| format!("{} {}", f.name(), shown(f.data_type())));
            parts.collect::<Vec<_>>().join(", ")
        };
        match data {
            DataType::Utf8 => "string".to_owned(),
            DataType::Int32 => "int32".to_owned(),
            DataType::Int64 => "int64".to_owned(),
            DataType::Float64 => "double".to_owned(),
            DataType::Boolean => "bool".to_owned(),
            DataType::Date32 => "date32".to_owned(),
            DataType::List(item) => format!("list<{}>", shown(item.data_type())),
            DataType::Struct(fields) => format!("struct<{}>", parts(fields)),
            other => other.to_string(),
        }
    }

    #[test]
    fn the_document_shows_every_column() {
        let document = include_str!("../../../docs/OUTPUT.md");
        for field in events().fields() {
            let row = format!("| `{}` | `{}` |", field.name(), shown(field.data_type()));
            assert!(document.contains(&row), "docs/OUTPUT.md lacks\n{row}");
        }
    }
}
