//! Numbers and strings in a row of bytes: the model's file format.

use crate::ModelError;
use demarche_text::Str;

/// Writes little-endian values one after the other.
#[derive(Default)]
pub struct Writer {
    /// What was written.
    pub bytes: Vec<u8>,
}

impl Writer {
    /// A number below 2^32.
    pub fn number(&mut self, value: usize) {
        self.bytes.extend((value as u32).to_le_bytes());
    }

    /// A string with its length.
    pub fn string(&mut self, value: &str) {
        self.number(value.len());
        self.bytes.extend(value.as_bytes());
    }

    /// Values with their number.
    pub fn all<const N: usize>(&mut self, values: impl ExactSizeIterator<Item = [u8; N]>) {
        self.number(values.len());
        values.for_each(|v| self.bytes.extend(v));
    }
}

/// Reads what [`Writer`] wrote.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next `len` bytes.
    pub fn take(&mut self, len: usize) -> Result<&'a [u8], ModelError> {
        let end = self.at.checked_add(len).ok_or(ModelError::Short { at: self.at })?;
        let taken = self.bytes.get(self.at..end).ok_or(ModelError::Short { at: self.at })?;
        self.at = end;
        Ok(taken)
    }

    /// A number.
    pub fn number(&mut self) -> Result<usize, ModelError> {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(self.take(4)?);
        Ok(u32::from_le_bytes(bytes) as usize)
    }

    /// A number that is at most `most`.
    pub fn number_to(&mut self, most: usize, what: &'static str) -> Result<usize, ModelError> {
        let at = self.at;
        let found = self.number()?;
        if found > most { Err(ModelError::Value { at, what, found }) } else { Ok(found) }
    }

    /// A string.
    pub fn string(&mut self) -> Result<Str, ModelError> {
        let len = self.number()?;
        let at = self.at;
        let text = std::str::from_utf8(self.take(len)?).map_err(|_| ModelError::Text { at })?;
        Ok(text.into())
    }

    /// Values of `N` bytes each.
    pub fn all<const N: usize, T>(&mut self, value: impl Fn([u8; N]) -> T) -> Result<Vec<T>, ModelError> {
        let count = self.number()?;
        let bytes = self.take(count.saturating_mul(N))?;
        let (chunks, _) = bytes.as_chunks::<N>();
        Ok(chunks.iter().map(|c| value(*c)).collect())
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.at == self.bytes.len()
    }

    /// Bytes that are left.
    pub fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// Where it stands.
    pub fn at(&self) -> usize {
        self.at
    }
}
