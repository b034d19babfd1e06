//! What the names that pages give their elements say: class, id, role and itemprop, word by word.
//!
//! The tables hold words of markup, not of the article's language; pages of all languages use the English ones.

use crate::dom::{Attr, Node};

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

/// Reads the names of an element.
pub fn hint(node: &Node) -> Hint {
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
            read(name, &mut hint);
        }
    }
    if hint.body {
        hint.clutter = false;
    }
    hint
}

fn read(name: &str, hint: &mut Hint) {
    let words = words(name);
    if let [word] = &words[..] {
        // `tag-5183` says what a page is about.
        hint.clutter |=
            word.chars().count() == name.chars().count() && WHOLE.binary_search(&word.as_str()).is_ok();
    } else if words.first().is_some_and(|first| ATTRIBUTES.binary_search(&first.as_str()).is_ok()) {
        return;
    }
    for (at, word) in words.iter().enumerate() {
        let pair = words.get(at + 1).map(|next| format!("{word}{next}"));
        let is = |table: &[&str]| {
            table.binary_search(&word.as_str()).is_ok()
                || pair.as_ref().is_some_and(|p| table.binary_search(&p.as_str()).is_ok())
        };
        hint.clutter |= is(CLUTTER);
        hint.body |= is(BODY);
        hint.lead |= is(LEAD);
    }
}

/// The words of a name: `postMeta`, `post-meta` and `post_meta2` are all `post`, `meta`.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in name.chars().take(80) {
        let start = !c.is_alphabetic() || c.is_uppercase() && lower;
        if start && words.last().is_some_and(|w| !w.is_empty()) {
            words.push(String::new());
        }
        lower = c.is_lowercase();
        if let Some(last) = words.last_mut().filter(|_| c.is_alphabetic()) {
            last.extend(c.to_lowercase());
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{ATTRIBUTES, BODY, CLUTTER, Hint, LEAD, WHOLE, hint, words};
    use crate::dom::Dom;

    fn check(tag: &str) -> Hint {
        hint(&Dom::parse(tag).nodes[1])
    }

    #[test]
    fn names_are_split_into_words() {
        assert_eq!(words("postMeta--2col_bar"), ["post", "meta", "col", "bar"]);
        assert_eq!(words("ABCNews"), ["abcnews"]);
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
