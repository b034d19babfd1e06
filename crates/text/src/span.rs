//! Half-open byte ranges of a text.

/// The bytes `[start, end)` of a text; both ends are character boundaries of the text that the span was made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `[start, end)`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The text it covers; empty where the span does not fit `text`, which happens only when it was made for another.
    ///
    /// ```
    /// # use demarche_text::Span;
    /// assert_eq!(Span::new(0, 5).of("Seoul said"), "Seoul");
    /// assert_eq!(Span::new(0, 50).of("Seoul said"), "");
    /// ```
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// True where it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// True where the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True where `other` lies within it.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    ///
    /// ```
    /// # use demarche_text::Span;
    /// assert_eq!(Span::new(4, 6).hull(Span::new(0, 2)), Span::new(0, 6));
    /// ```
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
