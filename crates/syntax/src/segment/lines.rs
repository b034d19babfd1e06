//! Which line breaks end a sentence.
//!
//! An empty line does. A single line break does where lines are paragraphs, and does not where lines are filled up to
//! some width: there, the first word of the next line would not have fitted.

use demarche_text::Span;

/// Stretches of `text` that no sentence crosses, in order, white space at their ends cut off.
pub fn blocks(text: &str) -> Vec<Span> {
    let mut blocks = Vec::new();
    let mut paragraph: Vec<Span> = Vec::new();
    for line in lines(text) {
        if line.is_empty() {
            close(text, &mut paragraph, &mut blocks);
        } else {
            paragraph.push(line);
        }
    }
    close(text, &mut paragraph, &mut blocks);
    blocks
}

/// Every line, trimmed.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split_inclusive(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).filter_map(move |line| {
        let at = start;
        start += line.len();
        let trimmed = line.trim_start();
        let from = at + line.len() - trimmed.len();
        let span = Span::new(from, from + trimmed.trim_end().len());
        // The line feed of a carriage return and line feed is no empty line.
        let lone = line == "\n" && text[..at].ends_with('\r');
        (!lone).then_some(span)
    })
}

/// Below this width, lines are headings, lists or verse rather than filled text.
const FILLED: usize = 55;
/// Above this width, nobody fills lines by hand.
const WIDEST: usize = 110;

fn close(text: &str, lines: &mut Vec<Span>, blocks: &mut Vec<Span>) {
    let Some(&first) = lines.first() else {
        return;
    };
    let width = |line: Span| line.of(text).chars().count();
    let filled = if lines.len() == 1 { 0 } else { lines.iter().map(|&l| width(l)).max().unwrap_or(0) };
    let mut open = first;
    for pair in lines.windows(2) {
        let next = pair[1].of(text);
        let word = next.split_whitespace().next().unwrap_or("").chars().count();
        let full = (FILLED..WIDEST).contains(&filled) && width(pair[0]) + 1 + word > filled;
        let runs_on = filled < WIDEST && next.starts_with(char::is_lowercase);
        if full || runs_on {
            open = open.hull(pair[1]);
        } else {
            blocks.push(open);
            open = pair[1];
        }
    }
    blocks.push(open);
    lines.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        blocks(text).iter().map(|b| format!("{:?}", b.of(text))).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn empty_lines_and_short_lines_end_a_block() {
        insta::assert_snapshot!(check("Talks open\n\n\n  Seoul and Tokyo met. \r\n\r\nThey agreed."), @r#"
        "Talks open"
        "Seoul and Tokyo met."
        "They agreed."
        "#);
        insta::assert_snapshot!(check("Talks open\nThe two ministers met.\n"), @r#"
        "Talks open"
        "The two ministers met."
        "#);
        insta::assert_snapshot!(check("and so\non\r\nit goes"), @r#""and so\non\r\nit goes""#);
    }

    #[test]
    fn filled_lines_are_joined() {
        let text = "The foreign ministers of South Korea and Japan met in Seoul on Monday,\n\
            the first such meeting in three years. They spoke for two hours about\n\
            North Korea.\n";
        assert_eq!(blocks(text).len(), 1);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(blocks("").is_empty() && blocks(" \n\t\n\u{a0}").is_empty());
    }
}
