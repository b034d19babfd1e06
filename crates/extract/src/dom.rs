//! A page as a flat tree: nodes in document order, each knowing where its descendants end.
//!
//! The tokens are those of the HTML standard; the tree is simpler than a browser's. Elements deeper than [`DEPTH`] are
//! flattened into their parent, and a closing tag looks no further than that, so that any page takes time linear in its
//! length. Nothing here recurses.

use crate::tag::{Flow, Tag};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Tokenizer};
use std::convert::Infallible;

/// How deep elements nest before they are flattened; browsers stop at 512 as well.
const DEPTH: usize = 512;

/// Attributes of one element that are kept; a page that has more on one element means none of them.
const ATTRIBUTES: usize = 32;

/// Nodes and bytes that are looked through for a short text, so that nested elements are not read over and over.
const SHORT: usize = 400;

/// A page.
#[derive(Debug, Default)]
pub struct Dom {
    /// In document order, so that the descendants of node `i` are `i + 1..nodes[i].end`.
    pub nodes: Vec<Node>,
}

/// An element or a piece of text.
#[derive(Debug)]
pub struct Node {
    /// One past the index of the last descendant.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug)]
pub enum Kind {
    /// An element with the attributes that matter here.
    Element(Tag, Vec<(Attr, String)>),
    /// Text, entities decoded.
    Text(String),
}

/// Declares the attributes that are kept.
macro_rules! attributes {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// Attributes that matter here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Attr { $(#[doc = $name] $variant,)* }

        impl Attr {
            fn of(name: &[u8]) -> Option<Self> {
                $(if name == $name.as_bytes() { return Some(Self::$variant); })*
                None
            }
        }
    };
}

attributes! {
    AriaHidden "aria-hidden", Class "class", Content "content", Data "data-timestamp", DataTest "data-testid",
    Datetime "datetime", Hidden "hidden", Href "href", HttpEquiv "http-equiv", Id "id", Itemprop "itemprop",
    Itemtype "itemtype", Lang "lang", Name "name", Property "property", Pubdate "pubdate", Rel "rel", Role "role",
    Style "style", Title "title", Type "type", XmlLang "xml:lang",
}

impl Node {
    /// The tag of an element.
    pub fn tag(&self) -> Option<Tag> {
        match &self.kind {
            Kind::Element(tag, _) => Some(*tag),
            Kind::Text(_) => None,
        }
    }

    /// The value of an attribute, empty where it was given without one.
    pub fn attr(&self, attr: Attr) -> Option<&str> {
        match &self.kind {
            Kind::Element(_, attributes) => {
                attributes.iter().find(|(a, _)| *a == attr).map(|(_, v)| v.as_str())
            }
            Kind::Text(_) => None,
        }
    }

    /// The text of a text node.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Element(..) => None,
            Kind::Text(text) => Some(text),
        }
    }
}

impl Dom {
    /// Reads a page.
    pub fn parse(html: &str) -> Self {
        let mut builder = Builder::new();
        let handle = |event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<Infallible> {
            builder.event(&event);
            None
        };
        let mut emitter = CallbackEmitter::new(handle);
        emitter.naively_switch_states(true);
        // Asking for tokens drives the tokenizer; the emitter hands everything to the builder and yields none.
        let yielded = Tokenizer::new_with_emitter(html, Unchecked(emitter)).count();
        debug_assert_eq!(yielded, 0);
        builder.finish()
    }

    /// Indices of the elements with one of these tags, in document order.
    pub fn elements<'a>(&'a self, tags: &'a [Tag]) -> impl Iterator<Item = usize> + 'a {
        (0..self.nodes.len()).filter(|&i| self.nodes[i].tag().is_some_and(|t| tags.contains(&t)))
    }

    /// The text under a node, white space collapsed; no more than a title, a name or a date has.
    pub fn text(&self, node: usize) -> String {
        let mut out = String::new();
        for text in self.nodes[node..self.nodes[node].end].iter().take(SHORT).filter_map(Node::text) {
            if out.len() > SHORT {
                break;
            }
            push_collapsed(&mut out, text);
        }
        out.truncate(out.trim_end().len());
        out
    }
}

/// Appends `text` with every run of white space made one space, none at the start of `out`.
pub fn push_collapsed(out: &mut String, text: &str) {
    let mut space = out.is_empty() || out.ends_with([' ', '\n']);
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || c == '\u{200b}' || c == '\u{feff}' || c == '\u{ad}' {
            // Soft hyphens and zero-width marks are no part of a word; the rest separates words.
            if !matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\0') && !space {
                out.push(' ');
                space = true;
            }
        } else {
            out.push(c);
            space = false;
        }
    }
}

/// An emitter that is not asked about errors of markup, so that no byte is looked at for one.
struct Unchecked<E>(E);

impl<E: Emitter> ForwardingEmitter for Unchecked<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = E::Token> {
        &mut self.0
    }

    #[inline]
    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

/// The tree while tokens arrive.
struct Builder {
    nodes: Vec<Node>,
    /// Open elements, the root first.
    open: Vec<usize>,
    /// The start tag whose attributes are arriving.
    tag: Option<Tag>,
    attributes: Vec<(Attr, String)>,
    /// The attribute whose value comes next, where it matters.
    attribute: Option<Attr>,
}

impl Builder {
    fn new() -> Self {
        let root = Node { end: 1, kind: Kind::Element(Tag::Root, Vec::new()) };
        Self { nodes: vec![root], open: vec![0], tag: None, attributes: Vec::new(), attribute: None }
    }

    fn event(&mut self, event: &CallbackEvent<'_>) {
        match *event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Some(Tag::of(name));
                self.attributes.clear();
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => self.attribute_name(name),
            CallbackEvent::AttributeValue { value } => {
                if let (Some(attr), Some((last, old))) = (self.attribute.take(), self.attributes.last_mut())
                    && attr == *last
                {
                    *old = String::from_utf8_lossy(value).into_owned();
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(tag) = self.tag.take() {
                    self.start(tag, self_closing);
                }
            }
            CallbackEvent::EndTag { name } => self.end(Tag::of(name)),
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn attribute_name(&mut self, name: &[u8]) {
        let new = Attr::of(name).filter(|attr| self.attributes.iter().all(|(a, _)| a != attr));
        self.attribute = new.filter(|_| self.tag.is_some() && self.attributes.len() < ATTRIBUTES);
        if let Some(attr) = self.attribute {
            self.attributes.push((attr, String::new()));
        }
    }

    fn start(&mut self, tag: Tag, self_closing: bool) {
        self.imply_ends(tag);
        let at = self.nodes.len();
        let flow = tag.flow();
        // An unknown element that closes itself is taken at its word; HTML's own are not.
        let empty = flow == Flow::Void || self_closing && matches!(tag, Tag::Other | Tag::Svg);
        if !empty && self.open.len() >= DEPTH {
            return;
        }
        let attributes = std::mem::take(&mut self.attributes);
        self.nodes.push(Node { end: at + 1, kind: Kind::Element(tag, attributes) });
        if !empty {
            self.open.push(at);
        }
    }

    /// Closes what a start tag closes without saying so.
    fn imply_ends(&mut self, tag: Tag) {
        let (closed, within): (&[Tag], &[Tag]) = match tag {
            Tag::Li => (&[Tag::Li], &[Tag::Ul, Tag::Ol, Tag::Menu]),
            Tag::Dt | Tag::Dd => (&[Tag::Dt, Tag::Dd], &[Tag::Dl]),
            Tag::Tr => (&[Tag::Tr], &[Tag::Table]),
            Tag::Td | Tag::Th => (&[Tag::Td, Tag::Th], &[Tag::Table, Tag::Tr]),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => (&[Tag::Tbody, Tag::Thead, Tag::Tfoot], &[Tag::Table]),
            Tag::Option => (&[Tag::Option], &[Tag::Select]),
            Tag::Body => (&[Tag::Head], &[]),
            _ if tag.flow() == Flow::Block => (&[], &[]),
            _ => return,
        };
        if tag.flow() == Flow::Block && !matches!(tag, Tag::Td | Tag::Th | Tag::Tr | Tag::Body) {
            self.close(
                &[Tag::P],
                &[Tag::Td, Tag::Th, Tag::Table, Tag::Li, Tag::Div, Tag::Section, Tag::Article],
            );
        }
        if !closed.is_empty() {
            self.close(closed, within);
        }
    }

    fn end(&mut self, tag: Tag) {
        let barriers: &[Tag] = match tag {
            Tag::Table | Tag::Body | Tag::Html => &[],
            Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Td | Tag::Th => &[Tag::Table],
            _ if tag.flow() == Flow::Inline => {
                &[Tag::Td, Tag::Th, Tag::Table, Tag::Li, Tag::P, Tag::Div, Tag::Section, Tag::Article]
            }
            _ => &[Tag::Td, Tag::Th, Tag::Table],
        };
        // What follows the body's end still belongs to the page.
        if !matches!(tag, Tag::Body | Tag::Html) {
            self.close(&[tag], barriers);
        }
    }

    /// Closes the nearest open element with one of these tags, and all within it, unless a barrier comes first.
    fn close(&mut self, tags: &[Tag], barriers: &[Tag]) {
        for depth in (1..self.open.len()).rev() {
            let Some(tag) = self.nodes[self.open[depth]].tag() else { continue };
            if tags.contains(&tag) {
                while self.open.len() > depth {
                    self.pop();
                }
                return;
            }
            if barriers.contains(&tag) {
                return;
            }
        }
    }

    fn pop(&mut self) {
        if let Some(at) = self.open.pop() {
            self.nodes[at].end = self.nodes.len();
        }
    }

    fn text(&mut self, text: &str) {
        let at = self.nodes.len();
        self.nodes.push(Node { end: at + 1, kind: Kind::Text(text.to_owned()) });
    }

    fn finish(mut self) -> Dom {
        while !self.open.is_empty() {
            self.pop();
        }
        Dom { nodes: self.nodes }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dom, Kind};
    use std::fmt::Write as _;

    /// The tree in brackets: `div[p['a'] p['b']]`.
    fn check(html: &str) -> String {
        let dom = Dom::parse(html);
        let mut out = String::new();
        let mut ends = Vec::new();
        for (at, node) in dom.nodes.iter().enumerate().skip(1) {
            while ends.last().is_some_and(|&end| end <= at) {
                ends.pop();
                out.push(']');
            }
            match &node.kind {
                Kind::Text(text) => write!(out, " {text:?}"),
                Kind::Element(tag, _) => write!(out, " {tag:?}["),
            }
            .unwrap();
            if matches!(node.kind, Kind::Element(..)) {
                ends.push(node.end);
            }
        }
        out.push_str(&"]".repeat(ends.len()));
        out
    }

    #[test]
    fn closing_tags_may_be_missing() {
        assert_eq!(
            check("<div><p>a<p>b<ul><li>c<li>d</ul></div>e"),
            r#" Div[ P[ "a"] P[ "b"] Ul[ Li[ "c"] Li[ "d"]]] "e""#
        );
        assert_eq!(
            check("<table><tr><td>a<td><p>b<tr><td>c</table>d"),
            r#" Table[ Tr[ Td[ "a"] Td[ P[ "b"]]] Tr[ Td[ "c"]]] "d""#
        );
    }

    #[test]
    fn wrong_closing_tags_close_nothing() {
        assert_eq!(check("<div><b><p>a</b>b</p></div>"), r#" Div[ B[ P[ "a" "b"]]]"#);
        assert_eq!(check("<div><table><td>a</div>b</table>c</div>"), r#" Div[ Table[ Td[ "a" "b"]] "c"]"#);
    }

    #[test]
    fn a_script_is_no_markup() {
        assert_eq!(check("<script>if (a<b) '</p>'</script>x"), r#" Script[ "if (a<b) '</p>'"] "x""#);
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let dom = Dom::parse(&"<div>x".repeat(10_000));
        assert_eq!(dom.nodes.iter().filter(|n| n.text() == Some("x")).count(), 10_000);
        assert!(dom.nodes.iter().filter(|n| n.tag().is_some()).count() <= super::DEPTH);
    }
}
