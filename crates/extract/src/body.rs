//! The main text of a page: which part of it is the article, and which blocks in that part are its text.
//!
//! Every block of text speaks for or against the elements around it: sentences for, short texts and links against. The
//! article is the element with the highest sum. What its names call clutter is taken out first, unless most of the
//! page's sentences stand in it.

use crate::block::{Block, blocks, unseen};
use crate::dom::{Attr, Dom};
use crate::markup::{Hint, hint};
use crate::tag::Tag;

/// An element is the article's body when its own names say so and it has at least this share of the best sum.
const NAMED_SHARE: f64 = 0.4;

/// Clutter that holds more than this share of a page's sentences is no clutter.
const CLUTTER_SHARE: f64 = 0.35;

/// The text of the article in paragraphs that are separated by blank lines.
pub fn text(dom: &Dom) -> String {
    let hints: Vec<Hint> = dom.nodes.iter().map(hint).collect();
    let mut passed = unseen(dom);
    let all = blocks(dom, &passed);
    pass_clutter(dom, &hints, &all, &mut passed);
    let clean = blocks(dom, &passed);
    let root = root(dom, &hints, &clean);
    let within: Vec<&Block> =
        clean.iter().filter(|b| root <= b.first && b.first < dom.nodes[root].end).collect();
    render(dom, &within)
}

/// Marks the elements that stand around the article.
fn pass_clutter(dom: &Dom, hints: &[Hint], all: &[Block], passed: &mut [bool]) {
    let sentences = Sums::new(dom, all, |b| worth(dom, b).max(0.0));
    let total = sentences.of(0, dom.nodes.len());
    for (at, node) in dom.nodes.iter().enumerate() {
        let Some(tag) = node.tag() else { continue };
        let named =
            hints[at].clutter && !matches!(tag, Tag::Html | Tag::Body | Tag::Main | Tag::P | Tag::Blockquote);
        if (named || is_clutter(tag)) && sentences.of(at, node.end) < total * CLUTTER_SHARE {
            passed[at] = true;
        }
    }
}

/// Elements that are never part of an article's text.
fn is_clutter(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Nav
            | Tag::Aside
            | Tag::Footer
            | Tag::Figure
            | Tag::Figcaption
            | Tag::Form
            | Tag::Dialog
            | Tag::Menu
            | Tag::Caption
            | Tag::Fieldset
            | Tag::Label
    )
}

/// How much a block speaks for the elements around it being the article, about in characters.
fn worth(dom: &Dom, block: &Block) -> f64 {
    let chars = block.chars as f64;
    let plain = chars - 2.0 * block.link_chars as f64;
    match dom.nodes[block.element].tag() {
        Some(Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6) => 0.0,
        Some(Tag::P | Tag::Blockquote | Tag::Pre) if chars >= 20.0 => plain,
        _ if chars >= 80.0 || chars >= 40.0 && block.is_sentence() => plain,
        _ => -10.0 - 0.5 * chars,
    }
}

/// Sums over the blocks of any element.
struct Sums(Vec<f64>);

impl Sums {
    fn new(dom: &Dom, blocks: &[Block], worth: impl Fn(&Block) -> f64) -> Self {
        let mut sums = vec![0.0; dom.nodes.len() + 1];
        for block in blocks {
            sums[block.first + 1] += worth(block);
        }
        for at in 1..sums.len() {
            sums[at] += sums[at - 1];
        }
        Self(sums)
    }

    fn of(&self, start: usize, end: usize) -> f64 {
        self.0[end] - self.0[start]
    }
}

/// The element that holds the article.
fn root(dom: &Dom, hints: &[Hint], clean: &[Block]) -> usize {
    let sums = Sums::new(dom, clean, |b| worth(dom, b));
    let best = |wanted: &dyn Fn(usize) -> bool| {
        let mut best = (0, f64::MIN);
        for (at, node) in dom.nodes.iter().enumerate().filter(|(at, n)| n.tag().is_some() && wanted(*at)) {
            let sum = sums.of(at, node.end);
            // Of elements around the same text, the innermost.
            if sum >= best.1 {
                best = (at, sum);
            }
        }
        best
    };
    let (anywhere, top) = best(&|_| true);
    let (named, sum) = best(&|at| hints[at].body);
    if sum > top * NAMED_SHARE && sum > 0.0 { named } else { anywhere }
}

/// Puts the blocks that are text of the article together.
fn render(dom: &Dom, within: &[&Block]) -> String {
    let mut kept: Vec<&Block> = Vec::new();
    for block in within {
        let heading = heading(dom, block);
        if heading.is_some() || is_text(dom, block) {
            // A heading that the next one of its rank follows heads nothing.
            while let (Some(rank), Some(last)) = (heading, kept.last().and_then(|b| self::heading(dom, b)))
                && last >= rank
            {
                kept.pop();
            }
            kept.push(block);
        }
    }
    while kept.last().is_some_and(|b| heading(dom, b).is_some()) {
        kept.pop();
    }
    kept.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// 1 to 6 for a heading.
fn heading(dom: &Dom, block: &Block) -> Option<u8> {
    match dom.nodes[block.element].tag()? {
        Tag::H1 => Some(1),
        Tag::H2 => Some(2),
        Tag::H3 => Some(3),
        Tag::H4 => Some(4),
        Tag::H5 => Some(5),
        Tag::H6 => Some(6),
        _ => None,
    }
}

/// Whether a block within the article is text of it.
fn is_text(dom: &Dom, block: &Block) -> bool {
    let density = block.link_density();
    match dom.nodes[block.element].tag() {
        Some(Tag::P | Tag::Blockquote | Tag::Pre | Tag::Dd) => density < 0.8 || block.is_sentence(),
        _ => density < 0.5,
    }
}

/// The language that the page says it is in, as ISO 639-1.
pub fn language(dom: &Dom) -> Option<String> {
    let html = dom
        .elements(&[Tag::Html, Tag::Body])
        .find_map(|i| dom.nodes[i].attr(Attr::Lang).or_else(|| dom.nodes[i].attr(Attr::XmlLang)))?;
    let code: String =
        html.trim().chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    (code.len() == 2).then_some(code)
}
