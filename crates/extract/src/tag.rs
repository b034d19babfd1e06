//! The elements of HTML, and how each takes part in the flow of text.

/// How an element takes part in the flow of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Its text goes on in the line around it.
    Inline,
    /// Its text stands apart.
    Block,
    /// It has no content.
    Void,
    /// Its content is never text of an article: scripts, controls, drawings.
    Hidden,
}

/// Declares the tags once: variant, name, flow.
macro_rules! tags {
    ($($variant:ident $name:literal $flow:ident),* $(,)?) => {
        /// The elements that are told apart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Tag {
            $(#[doc = $name] $variant,)*
            /// Around the whole page.
            Root,
            /// Any other.
            Other,
        }

        impl Tag {
            /// By its name in lower case.
            pub fn of(name: &[u8]) -> Self {
                match std::str::from_utf8(name) {
                    $(Ok($name) => Self::$variant,)*
                    _ => Self::Other,
                }
            }

            /// How it takes part in the flow of text.
            pub const fn flow(self) -> Flow {
                match self {
                    $(Self::$variant => Flow::$flow,)*
                    Self::Root => Flow::Block,
                    Self::Other => Flow::Inline,
                }
            }
        }
    };
}

tags! {
    A "a" Inline, Abbr "abbr" Inline, Address "address" Block, Area "area" Void, Article "article" Block,
    Aside "aside" Block, Audio "audio" Hidden, B "b" Inline, Base "base" Void, Blockquote "blockquote" Block,
    Body "body" Block, Br "br" Void, Button "button" Hidden, Canvas "canvas" Hidden, Caption "caption" Block,
    Center "center" Block, Cite "cite" Inline, Code "code" Inline, Col "col" Void, Datalist "datalist" Hidden,
    Dd "dd" Block, Del "del" Inline, Details "details" Block, Dialog "dialog" Block, Div "div" Block, Dl "dl" Block,
    Dt "dt" Block, Em "em" Inline, Embed "embed" Void, Fieldset "fieldset" Block, Figcaption "figcaption" Block,
    Figure "figure" Block, Font "font" Inline, Footer "footer" Block, Form "form" Block, Frame "frame" Void,
    H1 "h1" Block, H2 "h2" Block, H3 "h3" Block, H4 "h4" Block, H5 "h5" Block, H6 "h6" Block, Head "head" Block,
    Header "header" Block, Hgroup "hgroup" Block, Hr "hr" Void, Html "html" Block, I "i" Inline,
    Iframe "iframe" Hidden, Img "img" Void, Input "input" Void, Ins "ins" Inline, Label "label" Inline,
    Legend "legend" Block, Li "li" Block, Link "link" Void, Main "main" Block, Mark "mark" Inline,
    Math "math" Hidden, Menu "menu" Block, Meta "meta" Void, Nav "nav" Block, Noscript "noscript" Hidden,
    Object "object" Hidden, Ol "ol" Block, Option "option" Block, P "p" Block, Picture "picture" Hidden,
    Pre "pre" Block, Q "q" Inline, S "s" Inline, Script "script" Hidden, Section "section" Block,
    Select "select" Hidden, Small "small" Inline, Source "source" Void, Span "span" Inline, Strike "strike" Inline,
    Strong "strong" Inline, Style "style" Hidden, Sub "sub" Inline, Summary "summary" Block, Sup "sup" Inline,
    Svg "svg" Hidden, Table "table" Block, Tbody "tbody" Block, Td "td" Block, Template "template" Hidden,
    Textarea "textarea" Hidden, Tfoot "tfoot" Block, Th "th" Block, Thead "thead" Block, Time "time" Inline,
    Title "title" Hidden, Tr "tr" Block, Track "track" Void, Tt "tt" Inline, U "u" Inline, Ul "ul" Block,
    Video "video" Hidden, Wbr "wbr" Void,
}
