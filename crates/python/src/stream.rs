//! Arrow streams in and out by the `PyCapsule` interface: memory is shared, not copied.

use crate::error::value;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::SchemaRef;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::ffi::CStr;

/// The name that the interface gives to capsules of streams.
const NAME: &CStr = c"arrow_array_stream";

/// Batches as a stream. They stay where they are; whoever reads the stream shares them.
///
/// # Errors
/// When Python has no memory.
pub fn export<'py>(
    py: Python<'py>,
    schema: SchemaRef,
    batches: &[RecordBatch],
) -> PyResult<Bound<'py, PyCapsule>> {
    let batches: Vec<_> = batches.iter().cloned().map(Ok).collect();
    let reader = RecordBatchIterator::new(batches, schema);
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), NAME)
}

/// The stream of a table, which is anything that has `__arrow_c_stream__`.
///
/// # Errors
/// `TypeError` where the object has none, `ValueError` where its rows have no columns.
#[allow(unsafe_code, reason = "the interface is a pointer in a capsule")]
pub fn import(table: &Bound<'_, PyAny>) -> PyResult<RecordBatchStreamReader> {
    let capsule = table.call_method0("__arrow_c_stream__")?;
    let capsule = capsule.cast::<PyCapsule>().map_err(|_| {
        PyTypeError::new_err("expected a capsule of an Arrow stream, but found something else")
    })?;
    let pointer = capsule.pointer_checked(Some(NAME))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: the interface says that a capsule of this name holds such a stream; it is moved out and marked as released.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
    RecordBatchStreamReader::try_new(stream).map_err(value)
}
