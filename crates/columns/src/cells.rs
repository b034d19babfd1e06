//! Cells of a record batch as text.

use crate::ColumnsError;
use arrow_array::cast::AsArray as _;
use arrow_array::{
    Array as _, ArrayRef, LargeStringArray, RecordBatch, StringArray, StringViewArray, make_array,
};
use arrow_schema::{ArrowError, DataType};

/// Some columns of a batch as text. Columns of text are looked at where they lie; others are made text.
///
/// Bytes that are no UTF-8 are refused: whoever shares memory with us may have put anything there.
#[derive(Debug, Default)]
pub struct Cells {
    columns: Vec<Option<Column>>,
    rows: usize,
}

#[derive(Debug)]
enum Column {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Cells {
    /// The cells of these columns, in this order; a column that is not wanted is all null. Dates become ISO 8601; times of a
    /// zone that is known by its name alone are told in universal time.
    ///
    /// # Errors
    /// Names the column that cannot be told as text.
    pub fn of(batch: &RecordBatch, wanted: &[Option<usize>]) -> Result<Self, ColumnsError> {
        let column = |at: &Option<usize>| at.map(|at| Column::of(batch, at)).transpose();
        let columns = wanted.iter().map(column).collect::<Result<_, _>>()?;
        Ok(Self { columns, rows: batch.num_rows() })
    }

    /// Number of rows.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// A cell; `None` where it is null, and where there is no such row or column.
    pub fn get(&self, row: usize, column: usize) -> Option<&str> {
        if row >= self.rows {
            return None;
        }
        match self.columns.get(column)?.as_ref()? {
            Column::Small(column) => column.is_valid(row).then(|| column.value(row)),
            Column::Large(column) => column.is_valid(row).then(|| column.value(row)),
            Column::View(column) => column.is_valid(row).then(|| column.value(row)),
        }
    }
}

impl Column {
    fn of(batch: &RecordBatch, at: usize) -> Result<Self, ColumnsError> {
        let schema = batch.schema();
        let name = schema.fields().get(at).map_or("", |field| field.name());
        let named = |error: ArrowError| {
            ColumnsError::Cells(ArrowError::CastError(format!("column `{name}`: {error}")))
        };
        let column = batch.columns().get(at).ok_or_else(|| named(ArrowError::SchemaError("none".into())))?;
        column.to_data().validate_full().map_err(named)?;
        match column.data_type() {
            DataType::Utf8 => Ok(Self::Small(column.as_string().clone())),
            DataType::LargeUtf8 => Ok(Self::Large(column.as_string().clone())),
            DataType::Utf8View => Ok(Self::View(column.as_string_view().clone())),
            _ => Ok(Self::Small(text(column).map_err(named)?.as_string().clone())),
        }
    }
}

fn text(column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let column = match column.data_type() {
        DataType::Timestamp(unit, Some(zone)) if !zone.starts_with(['+', '-']) => {
            let time = column.to_data().into_builder().data_type(DataType::Timestamp(*unit, None));
            make_array(time.build()?)
        }
        _ => column.clone(),
    };
    arrow_cast::cast(&column, &DataType::Utf8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{BinaryArray, Date32Array, Int64Array};
    use arrow_schema::{Field, Schema};
    use std::sync::Arc;

    fn batch(columns: Vec<ArrayRef>) -> RecordBatch {
        let fields: Vec<Field> = (0..columns.len())
            .map(|at| Field::new(format!("c{at}"), columns[at].data_type().clone(), true))
            .collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
    }

    #[test]
    fn text_of_every_layout_lies_where_it_lay() {
        let words = ["Oslo", "a text that is longer than a view holds in itself"];
        let small = StringArray::from_iter_values(words);
        let place = small.value(1).as_ptr();
        let large = LargeStringArray::from_iter_values(words);
        let view = StringViewArray::from_iter_values(words);
        let batch = batch(vec![Arc::new(small), Arc::new(large), Arc::new(view)]);
        let cells = Cells::of(&batch, &[Some(0), Some(1), Some(2)]).unwrap();
        for column in 0..3 {
            assert_eq!(cells.get(1, column), Some(words[1]));
        }
        assert_eq!(cells.get(1, 0).unwrap().as_ptr(), place);
        assert_eq!((cells.get(2, 0), cells.get(0, 3)), (None, None));
    }

    #[test]
    fn numbers_and_days_are_told_as_text_and_null_stays_null() {
        let numbers = Int64Array::from(vec![Some(7), None]);
        let batch = batch(vec![Arc::new(numbers), Arc::new(Date32Array::from(vec![17_778, 0]))]);
        let cells = Cells::of(&batch, &[Some(0), None, Some(1)]).unwrap();
        assert_eq!((cells.get(0, 0), cells.get(1, 0), cells.get(0, 1)), (Some("7"), None, None));
        assert_eq!(cells.get(0, 2), Some("2018-09-04"));
    }

    #[test]
    #[allow(unsafe_code, reason = "only so can memory be made that is shared and wrong")]
    fn bytes_that_are_no_text_are_refused() {
        let bytes = BinaryArray::from_iter_values([&b"K\xf6ln"[..]]);
        let pretended = bytes.to_data().into_builder().data_type(DataType::Utf8);
        let column = make_array(unsafe { pretended.build_unchecked() });
        assert!(matches!(Cells::of(&batch(vec![column]), &[Some(0)]), Err(ColumnsError::Cells(_))));
    }
}
