//! The main text of a page: which part of it is the article, and which blocks in that part are its text.
//!
//! Every block of text speaks for or against the elements around it: sentences for, short texts and links against. The
//! article is the element with the highest sum. What its names call clutter is taken out first, unless most of the
//! page's sentences stand in it.

use crate::block::{Block, blocks, unseen};
use crate::dom::{Attr, Dom};
use crate::markup::{Hint, hints};
use crate::phrases;
use crate::tag::Tag;

/// An element is the article's body when its own names say so and it has at least this share of the best sum.
const NAMED_SHARE: f64 = 0.4;

/// Clutter that holds more than this share of a page's sentences is no clutter.
const CLUTTER_SHARE: f64 = 0.35;

/// What follows an article holds less than this share of its sentences; under a heading of its own, `HEADED_SHARE`.
const AFTER_SHARE: f64 = 0.15;
const HEADED_SHARE: f64 = 0.3;

/// An article of fewer characters may be what is left of one whose elements have unlucky names.
const SHORT: usize = 400;

/// What is found without names must be so many times longer to count.
const LONGER: usize = 4;

/// The text of the article in paragraphs that are separated by blank lines.
pub fn text(dom: &Dom) -> String {
    let hints = hints(dom);
    let unseen = unseen(dom);
    let all = blocks(dom, &unseen);
    let mut passed = unseen.clone();
    pass_clutter(dom, &hints, &all, &mut passed);
    let text = within(dom, &hints, &blocks(dom, &passed));
    if text.len() >= SHORT {
        return text;
    }
    // Names that mislead: everything but what is clutter by its kind.
    let nameless = vec![Hint::default(); hints.len()];
    let mut passed = unseen;
    pass_clutter(dom, &nameless, &all, &mut passed);
    let longer = within(dom, &nameless, &blocks(dom, &passed));
    if longer.len() > LONGER * text.len() { longer } else { text }
}

/// The text of the element that holds the article.
fn within(dom: &Dom, hints: &[Hint], clean: &[Block]) -> String {
    let root = root(dom, hints, clean);
    let within: Vec<&Block> =
        clean.iter().filter(|b| root <= b.first && b.first < dom.nodes[root].end).collect();
    let article = render(dom, &article(dom, &within));
    if article.is_empty() { render(dom, &within) } else { article }
}

/// The blocks up to what follows the article, without what only names other things.
fn article<'b>(dom: &Dom, within: &[&'b Block]) -> Vec<&'b Block> {
    let mut blocks = within[..before_end(dom, within)].to_vec();
    while blocks.last().is_some_and(|b| phrases::is_aside(b) || phrases::is_offer(b)) {
        blocks.pop();
    }
    blocks.retain(|b| !phrases::is_aside(b));
    blocks
}

/// How many blocks come before what heads other things than the article: "Read more", "Comments".
fn before_end(dom: &Dom, within: &[&Block]) -> usize {
    let worth = |blocks: &[&Block]| blocks.iter().map(|b| worth(dom, b).max(0.0)).sum::<f64>();
    let all = worth(within);
    let share = |b: &Block| if heading(dom, b).is_some() { HEADED_SHARE } else { AFTER_SHARE };
    let end = (1..within.len()).find(|&at| {
        let block = within[at];
        phrases::is_end(block) && worth(&within[at..]) < all * share(block)
    });
    end.unwrap_or(within.len())
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
