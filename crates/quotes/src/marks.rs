//! Quotation marks of a text, paired.
//!
//! A quotation ends with its paragraph at the latest; one that is still open there is marked so, because the next
//! paragraph may go on with it. Quotations inside quotations are part of the outer one.

use demarche_text::Span;

/// A stretch between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    /// The marks included.
    pub(crate) outer: Span,
    /// Between the marks.
    pub(crate) inner: Span,
    /// Number of its paragraph.
    pub(crate) paragraph: usize,
}

/// Byte ranges of the paragraphs: what stands between empty lines, or between line breaks where a text has no
/// empty lines.
pub(crate) fn paragraphs(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let blank_lines = text.trim().contains("\n\n") || text.contains("\r\n\r\n") || text.contains("\n \n");
    let mut open: Option<Span> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = Span::new(at, at + line.trim_end().len());
        at += line.len();
        if body.is_empty() {
            out.extend(open.take());
        } else if blank_lines {
            open = Some(open.map_or(body, |span| span.hull(body)));
        } else {
            out.push(body);
        }
    }
    out.extend(open);
    out
}

/// Every outermost quotation of the text, in order.
pub(crate) fn quotes(text: &str, paragraphs: &[Span]) -> Vec<Quote> {
    let mut out = Vec::new();
    for (number, &paragraph) in paragraphs.iter().enumerate() {
        scan(text, paragraph, number, &mut out);
    }
    out
}

/// A mark in the text: where, how it opens or closes.
struct Mark {
    span: Span,
    style: Style,
    side: Side,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Double,
    Single,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    /// Either: the mark has two sides alike, and its neighbours do not tell.
    Toggle,
}

fn scan(text: &str, paragraph: Span, number: usize, out: &mut Vec<Quote>) {
    let mut open: Option<Mark> = None;
    let marks = marks(text, paragraph);
    for (at, mark) in marks.iter().enumerate() {
        match &open {
            None if mark.side != Side::Close && closes_later(text, mark, &marks[at + 1..]) => {
                open = Some(Mark { ..*mark });
            }
            Some(first) if first.style == mark.style && mark.side != Side::Open => {
                out.push(quote(first, mark.span, number));
                open = None;
            }
            // A second opening: the first one was never closed, unless it is a quotation within.
            Some(first)
                if first.style == mark.style && text[first.span.start..].starts_with(mark.span.of(text)) =>
            {
                out.push(quote(first, Span::new(mark.span.start, mark.span.start), number));
                open = Some(Mark { ..*mark });
            }
            _ => {}
        }
    }
    if let Some(first) = open {
        out.push(quote(&first, Span::new(paragraph.end, paragraph.end), number));
    }
}

/// A single mark counts only where another ends it; a double one may run to the end of the paragraph.
fn closes_later(text: &str, mark: &Mark, rest: &[Mark]) -> bool {
    mark.style == Style::Double
        || rest
            .iter()
            .take_while(|m| m.style == Style::Single)
            .any(|m| m.side == Side::Close && text[..m.span.start].ends_with(|c: char| !c.is_whitespace()))
}

fn quote(open: &Mark, close: Span, paragraph: usize) -> Quote {
    Quote {
        outer: open.span.hull(close),
        inner: Span::new(open.span.end, close.start.max(open.span.end)),
        paragraph,
    }
}

/// The quotation marks of a paragraph, in order.
fn marks(text: &str, paragraph: Span) -> Vec<Mark> {
    let mut out = Vec::new();
    let body = paragraph.of(text);
    let mut skip_until = 0;
    for (at, c) in body.char_indices() {
        if at < skip_until
            || !matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '\'' | '`' | '‘' | '’' | '‚' | '‹' | '›')
        {
            continue;
        }
        let rest = &body[at..];
        let length = if rest.starts_with("''") || rest.starts_with("``") { 2 } else { c.len_utf8() };
        skip_until = at + length;
        let before = body[..at].chars().next_back();
        let after = body[skip_until..].chars().next();
        if let Some((style, side)) = reading(c, length, before, after) {
            let start = paragraph.start + at;
            out.push(Mark { span: Span::new(start, start + length), style, side });
        }
    }
    out
}

/// How a mark reads between its neighbours; `None` for an apostrophe.
fn reading(c: char, length: usize, before: Option<char>, after: Option<char>) -> Option<(Style, Side)> {
    let space_before =
        before.is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '[' | '—' | '–' | '-' | '/'));
    let space_after =
        after.is_none_or(|a| a.is_whitespace() || matches!(a, ')' | ']' | '—' | '–' | ',' | '.' | ';' | ':'));
    let by_space = match (space_before, space_after) {
        (true, false) => Side::Open,
        (false, true) => Side::Close,
        _ => Side::Toggle,
    };
    match c {
        '“' | '«' | '„' => Some((Style::Double, Side::Open)),
        '”' | '»' => Some((Style::Double, Side::Close)),
        '`' if length == 2 => Some((Style::Double, Side::Open)),
        '"' => Some((Style::Double, by_space)),
        '\'' if length == 2 => Some((Style::Double, by_space)),
        '‘' | '‚' | '‹' if space_before => Some((Style::Single, Side::Open)),
        '›' => Some((Style::Single, Side::Close)),
        '\'' | '’' => single(by_space, before),
        _ => None,
    }
}

/// A single mark or an apostrophe: one that follows a plural's `s` before a space is an apostrophe.
fn single(side: Side, before: Option<char>) -> Option<(Style, Side)> {
    match side {
        Side::Open => Some((Style::Single, Side::Open)),
        Side::Close if before != Some('s') => Some((Style::Single, Side::Close)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<&str> {
        quotes(text, &paragraphs(text)).iter().map(|q| q.inner.of(text)).collect()
    }

    #[test]
    fn every_kind_of_mark() {
        for text in [
            "He said \"we go\" today.",
            "He said “we go” today.",
            "He said ''we go'' today.",
            "He said ``we go'' today.",
            "He said «we go» today.",
            "He said ‘we go’ today.",
            "He said 'we go' today.",
        ] {
            assert_eq!(check(text), ["we go"], "{text}");
        }
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert_eq!(check("The workers' strike in the '90s wasn't Iran's fault."), Vec::<&str>::new());
        assert_eq!(check("It’s the envoys’ view."), Vec::<&str>::new());
    }

    #[test]
    fn a_quotation_within_belongs_to_the_outer_one() {
        assert_eq!(check("“He said ‘no’ to us,” she said."), ["He said ‘no’ to us,"]);
    }

    #[test]
    fn an_open_quotation_ends_with_its_paragraph() {
        assert_eq!(check("“We go.\n\n“We stay,” he said."), ["We go.", "We stay,"]);
    }
}
