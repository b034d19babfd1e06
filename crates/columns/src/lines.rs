//! Record batches → lines of JSON.

use crate::ColumnsError;
use arrow_array::RecordBatch;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;

/// The rows of a batch as JSON, an object a line, null where a cell is null: what a batch was made of.
///
/// # Errors
/// When a column is of a type that JSON has no word for.
pub fn json_lines(batch: &RecordBatch) -> Result<String, ColumnsError> {
    let mut writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(Vec::new());
    writer.write(batch).and_then(|()| writer.finish()).map_err(ColumnsError::Record)?;
    Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Batches;

    #[test]
    fn lines_come_back_as_they_went_in() {
        let columns = crate::events();
        let fields: Vec<String> = columns
            .fields()
            .iter()
            .map(|field| {
                let value = match field.name().as_str() {
                    "id" => r#""a \"quoted\" name""#,
                    "doc_date" => r#""2018-09-04""#,
                    "score" => "-5.5",
                    "contexts" => r#"["military"]"#,
                    "actors" => "[]",
                    "trigger" => r#"{"text":"met","start":3,"end":6}"#,
                    _ => "null",
                };
                format!("\"{}\":{value}", field.name())
            })
            .collect();
        let line = format!("{{{}}}\n", fields.join(","));
        let mut batches = Batches::new(columns, 8).unwrap();
        batches.push(&line.repeat(2), |_| Ok::<_, ColumnsError>(())).unwrap();
        assert_eq!(json_lines(&batches.rest().unwrap().unwrap()).unwrap(), line.repeat(2));
    }
}
