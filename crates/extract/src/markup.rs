//! What the names that pages give their elements say: class, id, role and itemprop, word by word.
//!
//! The tables hold words of markup, not of the article's language; pages of all languages use the English ones.

use crate::dom::{Attr, Dom, Node};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What an element is, by its names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// It stands around the article, not in it.
    pub clutter: bool,
    /// It is the article's body.
    pub body: bool,
    /// It is the article's first paragraph, set apart.
    pub lead: bool,
}

impl Hint {
    fn add(&mut self, other: Self) {
        self.clutter |= other.clutter;
        self.body |= other.body;
        self.lead |= other.lead;
    }
}

/// Words, or two words in a row written as one, that name what stands around an article.
const CLUTTER: &[&str] = &[
    "actionbar",
    "ad",
    "addthis",
    "addtoany",
    "ads",
    "adsense",
    "adslot",
    "advert",
    "advertisement",
    "advertising",
    "advertorial",
    "affiliate",
    "anzeige",
    "authorbio",
    "authorbox",
    "authorinfo",
    "authors",
    "autor",
    "autorenbox",
    "banner",
    "bio",
    "bookmark",
    "bookmarks",
    "breadcrumb",
    "breadcrumbs",
    "brotkrumen",
    "byline",
    "calendar",
    "caption",
    "captions",
    "carousel",
    "catlinks",
    "clearfooter",
    "comment",
    "commentform",
    "commentlist",
    "comments",
    "commentsection",
    "consent",
    "contributors",
    "cookie",
    "cookiebar",
    "cookies",
    "copyright",
    "credit",
    "credits",
    "cta",
    "dateline",
    "disclaimer",
    "discussion",
    "disqus",
    "donate",
    "donation",
    "editsection",
    "entryfooter",
    "entrymeta",
    "entryutility",
    "facebook",
    "feedback",
    "flyout",
    "followus",
    "footer",
    "footnav",
    "gallery",
    "gdpr",
    "googlead",
    "imagecaption",
    "infobox",
    "jumplink",
    "kommentar",
    "kommentare",
    "lightbox",
    "likebox",
    "likes",
    "linkbox",
    "linklist",
    "login",
    "loginform",
    "masthead",
    "mediacaption",
    "menu",
    "meta",
    "metadata",
    "metainfo",
    "metanav",
    "modal",
    "morelinks",
    "morenews",
    "morestories",
    "mostpopular",
    "mostread",
    "mostviewed",
    "nav",
    "navbar",
    "navbox",
    "navi",
    "navigate",
    "navigation",
    "newsletter",
    "nextprev",
    "nocontent",
    "noprint",
    "notification",
    "offcanvas",
    "outbrain",
    "overlay",
    "pagenav",
    "pager",
    "pagetools",
    "pagination",
    "paging",
    "permalink",
    "photocredit",
    "pingback",
    "piwik",
    "popular",
    "popup",
    "postdate",
    "postinfo",
    "postmeta",
    "postmetadata",
    "postnav",
    "posttags",
    "printonly",
    "promo",
    "promotion",
    "quicklinks",
    "rating",
    "ratings",
    "readmore",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "regwall",
    "related",
    "relatedarticles",
    "relatedposts",
    "remark",
    "replies",
    "reply",
    "replyform",
    "respond",
    "rss",
    "screenreader",
    "search",
    "searchform",
    "share",
    "shareaholic",
    "sharebar",
    "sharebuttons",
    "sharedaddy",
    "sharing",
    "shoutbox",
    "sidebar",
    "sidenav",
    "siteinfo",
    "sitemap",
    "sitesub",
    "skip",
    "skiplink",
    "social",
    "socialbar",
    "sociallinks",
    "socialmedia",
    "socials",
    "sponsor",
    "sponsored",
    "sponsors",
    "sronly",
    "storynav",
    "subnav",
    "subscribe",
    "subscription",
    "suggestions",
    "taboola",
    "tagcloud",
    "taglist",
    "tags",
    "taxonomy",
    "teaserlist",
    "timestamp",
    "toolbar",
    "toolbox",
    "tools",
    "topbar",
    "topnav",
    "trackback",
    "trackbacks",
    "trending",
    "utility",
    "verwandte",
    "viewmore",
    "visuallyhidden",
    "vote",
    "votes",
    "wdtoggle",
    "weiterlesen",
    "whatsapp",
    "widget",
    "widgets",
    "wpcaption",
    "xing",
    "yarpp",
];

/// Names that say so only when they are the whole name: in `label-hidden` and `tag-syria` they say something else.
const WHOLE: &[&str] = &[
    "alert",
    "archive",
    "attribution",
    "community",
    "contact",
    "crosshead",
    "embed",
    "foot",
    "hidden",
    "hint",
    "language",
    "like",
    "paywall",
    "premium",
    "print",
    "tag",
    "tweet",
    "twitter",
    "user",
];

/// First words of names that say what an article is about or how the page is laid out, not what an element is.
const ATTRIBUTES: &[&str] =
    &["category", "col", "elementor", "has", "is", "no", "not", "tag", "with", "without"];

/// Words, or two in a row, that name an article's body.
const BODY: &[&str] = &[
    "articlebody",
    "articlecontent",
    "articletext",
    "bodycontent",
    "bodytext",
    "contentbody",
    "entrycontent",
    "entrytext",
    "maincontent",
    "newscontent",
    "newstext",
    "pagecontent",
    "postbody",
    "postcontent",
    "postentry",
    "posttext",
    "singlecontent",
    "storybody",
    "storycontent",
    "storytext",
    "textcontent",
];

/// Words, or two in a row, that name an article's first paragraph.
const LEAD: &[&str] = &[
    "abstract",
    "dek",
    "excerpt",
    "intro",
    "introduction",
    "kicker",
    "lead",
    "leadin",
    "leadtext",
    "lede",
    "standfirst",
    "subheadline",
    "subline",
    "summary",
    "teaser",
    "teasertext",
    "vorspann",
];

/// Reads the names of every element of a page; most names stand on many of them and are read once.
pub fn hints(dom: &Dom) -> Vec<Hint> {
    let mut known = HashMap::new();
    dom.nodes.iter().map(|node| hint(node, &mut known)).collect()
}

/// Reads the names of an element; `known` are the names read so far.
fn hint<'d>(node: &'d Node, known: &mut HashMap<&'d str, Hint>) -> Hint {
    let mut hint = Hint::default();
    if let Some(
        "complementary" | "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "alert" | "menu"
        | "tooltip",
    ) = node.attr(Attr::Role)
    {
        hint.clutter = true;
    }
    if node
        .attr(Attr::Itemprop)
        .is_some_and(|v| v.split_whitespace().any(|v| v.eq_ignore_ascii_case("articleBody")))
    {
        hint.body = true;
    }
    for attr in [Attr::Class, Attr::Id, Attr::DataTest] {
        let Some(names) = node.attr(attr) else { continue };
        for name in names.split_whitespace().take(40) {
            hint.add(*known.entry(name).or_insert_with(|| read(name)));
        }
    }
    if hint.body {
        hint.clutter = false;
    }
    hint
}

/// What a name says.
fn read(name: &str) -> Hint {
    let mut hint = Hint::default();
    let words = Words::of(name);
    if words.len() == 1 {
        // `tag-5183` says what a page is about.
        let word = words.run(0, 1);
        hint.clutter = word.chars().count() == name.chars().count() && WHOLE.binary_search(&word).is_ok();
    } else if words.len() > 1 && ATTRIBUTES.binary_search(&words.run(0, 1)).is_ok() {
        return hint;
    }
    for at in 0..words.len() {
        hint.add(said(words.run(at, 1)));
        if at + 1 < words.len() {
            hint.add(said(words.run(at, 2)));
        }
    }
    hint
}

/// What a word says, or two written as one.
fn said(word: &str) -> Hint {
    static SAID: LazyLock<HashMap<&str, Hint>> = LazyLock::new(|| {
        let mut said: HashMap<&str, Hint> = HashMap::new();
        for word in CLUTTER {
            said.entry(word).or_default().clutter = true;
        }
        for word in BODY {
            said.entry(word).or_default().body = true;
        }
        for word in LEAD {
            said.entry(word).or_default().lead = true;
        }
        said
    });
    SAID.get(word).copied().unwrap_or_default()
}

/// The words of a name in lower case: `postMeta`, `post-meta` and `post_meta2` are all `post`, `meta`.
pub struct Words {
    /// One after the other, with nothing between.
    letters: String,
    /// Where each begins.
    starts: Vec<usize>,
}

impl Words {
    /// Splits a name.
    pub fn of(name: &str) -> Self {
        let (mut letters, mut starts) = (String::new(), Vec::new());
        let (mut inside, mut lower) = (false, false);
        for c in name.chars().take(80) {
            if c.is_alphabetic() {
                if !inside || c.is_uppercase() && lower {
                    starts.push(letters.len());
                }
                letters.extend(c.to_lowercase());
            }
            (inside, lower) = (c.is_alphabetic(), c.is_lowercase());
        }
        Self { letters, starts }
    }

    fn len(&self) -> usize {
        self.starts.len()
    }

    /// So many words from one on, written as one.
    fn run(&self, at: usize, count: usize) -> &str {
        let end = self.starts.get(at + count).copied().unwrap_or(self.letters.len());
        &self.letters[self.starts[at]..end]
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.run(at, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::{ATTRIBUTES, BODY, CLUTTER, Hint, LEAD, WHOLE, Words, hints};
    use crate::dom::Dom;

    fn check(tag: &str) -> Hint {
        hints(&Dom::parse(tag))[1]
    }

    #[test]
    fn names_are_split_into_words() {
        let words = |name: &str| Words::of(name).iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words("postMeta--2col_bar"), ["post", "meta", "col", "bar"]);
        assert_eq!(words("ABCNews"), ["abcnews"]);
        assert!(words("--7").is_empty());
    }

    #[test]
    fn whole_words_count() {
        assert!(check("<div class='post-comments'>").clutter);
        assert!(check("<div id=sideBar>").clutter);
        for name in ["headline", "label-hidden", "post tag-comments", "has-sidebar"] {
            assert!(!check(&format!("<div class='{name}'>")).clutter, "{name}");
        }
        assert!(check("<div class='article-body share'>").body);
        assert!(!check("<div class='article-body share'>").clutter);
        assert!(check("<p class=standfirst>").lead);
    }

    #[test]
    fn tables_are_sorted() {
        for table in [CLUTTER, WHOLE, ATTRIBUTES, BODY, LEAD] {
            assert!(table.is_sorted_by(|a, b| a < b), "{table:?}");
        }
    }
}
