//! The text of a page in blocks: what stands together between two block boundaries.

use crate::dom::{Attr, Dom, Kind, push_collapsed};
use crate::tag::{Flow, Tag};

/// A run of text between two block boundaries.
#[derive(Debug, Default)]
pub struct Block {
    /// Its text, white space collapsed, `\n` for a line break that the page asks for.
    pub text: String,
    /// Index of its first text node.
    pub first: usize,
    /// Index of the nearest block element around it.
    pub element: usize,
    /// Characters in all.
    pub chars: usize,
    /// Characters within links.
    pub link_chars: usize,
    /// Links in it.
    pub links: usize,
}

impl Block {
    /// Share of the characters that are within links.
    pub fn link_density(&self) -> f64 {
        self.link_chars as f64 / self.chars.max(1) as f64
    }

    /// True where it ends like a sentence.
    pub fn is_sentence(&self) -> bool {
        let end = self.text.trim_end_matches(['"', '\'', '”', '“', '’', '»', '«', ')', ']', ' ', '\n']);
        end.ends_with(['.', '!', '?', '…', '。', ':', '؟', '！', '？', '।'])
    }
}

/// Splits a page, or the elements of it that are not passed over, into blocks.
///
/// `passed[i]` leaves out element `i` and all in it; it has the length of `dom.nodes`.
pub fn blocks(dom: &Dom, passed: &[bool]) -> Vec<Block> {
    let mut walk = Walk::default();
    let mut at = 0;
    while at < dom.nodes.len() {
        let node = &dom.nodes[at];
        walk.leave(at);
        match &node.kind {
            Kind::Text(text) => walk.text(at, text),
            Kind::Element(..) if passed[at] => {
                at = node.end;
                continue;
            }
            Kind::Element(tag, _) => walk.enter(at, *tag, node.end),
        }
        at += 1;
    }
    walk.flush();
    walk.blocks
}

/// Elements that never hold text of an article: scripts, controls, and what the page itself hides.
pub fn unseen(dom: &Dom) -> Vec<bool> {
    dom.nodes
        .iter()
        .map(|node| match &node.kind {
            Kind::Text(_) => false,
            Kind::Element(tag, _) => {
                tag.flow() == Flow::Hidden
                    || *tag == Tag::Head
                    || node.attr(Attr::Hidden).is_some_and(|v| v != "until-found" && v != "false")
                    || node.attr(Attr::AriaHidden) == Some("true")
                    || node.attr(Attr::Style).is_some_and(hides)
            }
        })
        .collect()
}

fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).take(400).collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// State of the walk through a page.
#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    block: Block,
    /// Ends of the open elements that matter, with what they are.
    open: Vec<(usize, Open)>,
    /// How many of the open elements are links.
    in_links: usize,
    /// Line breaks since the last text.
    breaks: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Block(usize),
    Link,
}

impl Walk {
    fn leave(&mut self, at: usize) {
        while let Some(&(end, open)) = self.open.last().filter(|(end, _)| *end <= at) {
            debug_assert!(end <= at);
            match open {
                Open::Block(_) => self.flush(),
                Open::Link => self.in_links -= 1,
            }
            self.open.pop();
        }
    }

    fn enter(&mut self, at: usize, tag: Tag, end: usize) {
        match tag {
            Tag::Br => self.breaks += 1,
            Tag::Hr => self.flush(),
            Tag::A => {
                self.open.push((end, Open::Link));
                self.in_links += 1;
                self.block.links += 1;
            }
            _ if tag.flow() == Flow::Block => {
                self.flush();
                self.open.push((end, Open::Block(at)));
            }
            _ => {}
        }
    }

    fn text(&mut self, at: usize, text: &str) {
        let blank = text.chars().all(char::is_whitespace);
        if blank && (self.block.text.is_empty() || self.breaks > 0) {
            return;
        }
        if self.breaks > 1 {
            self.flush();
        } else if self.breaks == 1 && !self.block.text.is_empty() {
            self.block.text.truncate(self.block.text.trim_end().len());
            self.block.text.push('\n');
        }
        self.breaks = 0;
        if self.block.text.is_empty() {
            self.block.first = at;
        }
        let before = self.block.text.len();
        push_collapsed(&mut self.block.text, text);
        let added = self.block.text[before..].chars().count();
        self.block.chars += added;
        if self.in_links > 0 {
            self.block.link_chars += added;
        }
    }

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        self.breaks = 0;
        block.text.truncate(block.text.trim_end().len());
        if !block.text.is_empty() {
            let around = self.open.iter().rev().find_map(|(_, open)| match open {
                Open::Block(at) => Some(*at),
                Open::Link => None,
            });
            block.element = around.unwrap_or(0);
            self.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{blocks, unseen};
    use crate::dom::Dom;

    fn check(html: &str) -> Vec<String> {
        let dom = Dom::parse(html);
        blocks(&dom, &unseen(&dom))
            .iter()
            .map(|b| format!("{} ({}/{})", b.text, b.link_chars, b.chars))
            .collect()
    }

    #[test]
    fn inline_elements_do_not_break_a_block() {
        assert_eq!(
            check("<p>Ri <b>Yong</b> Ho\n said <a href=x>no</a>.</p>tail"),
            ["Ri Yong Ho said no. (2/19)", "tail (0/4)"]
        );
    }

    #[test]
    fn two_line_breaks_end_a_block() {
        assert_eq!(check("<p>a<br>b<br> <br>c</p>"), ["a\nb (0/2)", "c (0/1)"]);
    }

    #[test]
    fn what_is_not_shown_is_not_text() {
        assert_eq!(
            check("<p>a<script>b</script></p><div style='display : none'>c</div><div hidden>d</div>"),
            ["a (0/1)"]
        );
    }
}
