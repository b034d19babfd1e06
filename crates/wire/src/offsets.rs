//! Byte offsets as Unicode code points.

/// Bytes between two counted places.
const STRIDE: usize = 64;

/// Turns byte offsets of one text into offsets in Unicode code points; made once a document, in linear time.
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `i * STRIDE`; empty for an ASCII text, whose bytes are its code points.
    before: Vec<usize>,
}

impl<'t> CodePoints<'t> {
    /// Counts a text.
    pub fn of(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, before: vec![] };
        }
        let mut before = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % STRIDE == 0 {
                before.push(count);
            }
            count += usize::from(starts_character(byte));
        }
        Self { text, before }
    }

    /// Number of code points before byte `at`; past the end, those of the whole text.
    pub fn at(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        if self.before.is_empty() {
            return at;
        }
        let block = (at / STRIDE).min(self.before.len() - 1);
        let rest = &self.text.as_bytes()[block * STRIDE..at];
        self.before[block] + rest.iter().filter(|&&b| starts_character(b)).count()
    }
}

/// True for every byte of UTF-8 but continuation bytes.
const fn starts_character(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_counts_the_characters_before_it() {
        let texts = ["", "plain", "żółw 🐢 ñ e\u{301}", &"a🐢".repeat(200), &"é".repeat(STRIDE * 2)];
        for text in texts {
            let points = CodePoints::of(text);
            for (count, (at, _)) in text.char_indices().enumerate() {
                assert_eq!(points.at(at), count, "byte {at} of {text:?}");
            }
            assert_eq!(points.at(text.len()), text.chars().count());
            assert_eq!(points.at(text.len() + 9), text.chars().count());
        }
    }
}
