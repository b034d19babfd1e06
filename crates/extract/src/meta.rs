//! Title, byline, date, publisher and address of a page.

use crate::day;
use crate::dom::{Attr, Dom};
use crate::linked::Linked;
use crate::markup::Words;
use crate::tag::Tag;
use jiff::civil::Date;

/// Names of `meta` elements that give the day of publication, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "og:article:published_time",
    "article:published",
    "pubdate",
    "publishdate",
    "publish-date",
    "published_time",
    "publication_date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dc.date.created",
    "dcterms.created",
    "dcterms.available",
    "citation_publication_date",
    "citation_date",
    "displaydate",
    "article_date_original",
    "originalpublicationdate",
    "pub_date",
    "creation_date",
    "datecreated",
    "date",
    "created",
    "bt:pubdate",
    "dateposted",
    "rnews:datepublished",
    "release_date",
    "shareaholic:article_published_time",
    "prism.publicationdate",
    "last-modified",
];

/// Names of `meta` elements that give the day of the last change.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dateupdated",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "modified_time",
    "og:article:modified_time",
    "updated_time",
    "date_modified",
    "revised",
];

/// Words in class, id or itemprop of an element whose text is a date.
const DATE_WORDS: &[&str] = &[
    "date",
    "datum",
    "datetime",
    "published",
    "publish",
    "pubdate",
    "posted",
    "postdate",
    "entrydate",
    "timestamp",
    "datepublished",
    "dateline",
    "byline",
    "postmeta",
    "entrymeta",
    "articledate",
    "time",
    "fecha",
    "meta",
    "dateposted",
    "postedon",
    "created",
    "info",
    "submitted",
    "erstellt",
];

/// Every `meta` element with a name and a content, names in lower case.
pub struct Metas<'d>(Vec<(String, &'d str)>);

impl<'d> Metas<'d> {
    /// Reads the page's `meta` elements.
    pub fn of(dom: &'d Dom) -> Self {
        let mut metas = Vec::new();
        for node in dom.elements(&[Tag::Meta]).map(|at| &dom.nodes[at]) {
            let names = [Attr::Property, Attr::Name, Attr::Itemprop, Attr::HttpEquiv];
            let name = names.into_iter().find_map(|attr| node.attr(attr));
            let content = node.attr(Attr::Content).map(str::trim).filter(|c| !c.is_empty());
            if let (Some(name), Some(content)) = (name, content) {
                metas.push((name.trim().to_lowercase(), content));
            }
        }
        Self(metas)
    }

    fn get(&self, name: &str) -> Option<&'d str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, content)| *content)
    }

    fn first(&self, names: &[&str]) -> Option<&'d str> {
        names.iter().find_map(|name| self.get(name))
    }

    fn day(&self, names: &[&str]) -> Option<Date> {
        names
            .iter()
            .find_map(|name| self.0.iter().filter(|(n, _)| n == name).find_map(|(_, c)| day::find(c, true)))
    }
}

/// The name of the site.
pub fn publisher(metas: &Metas, linked: &Linked) -> Option<String> {
    let named = metas.first(&["og:site_name"]).map(str::to_owned).or_else(|| linked.publisher.clone());
    named
        .or_else(|| {
            metas
                .first(&["dc.publisher", "dcterms.publisher", "publisher", "application-name"])
                .map(str::to_owned)
        })
        .map(|p| clean(&p))
}

/// The address that the page says it has.
pub fn url(dom: &Dom, metas: &Metas) -> Option<String> {
    let links = dom.elements(&[Tag::Link]).map(|at| &dom.nodes[at]);
    let canonical = links
        .filter(|n| {
            n.attr(Attr::Rel)
                .is_some_and(|rel| rel.split_whitespace().any(|r| r.eq_ignore_ascii_case("canonical")))
        })
        .find_map(|n| n.attr(Attr::Href));
    let absolute = |url: &&str| url.starts_with("http://") || url.starts_with("https://");
    canonical
        .filter(absolute)
        .or_else(|| metas.get("og:url").filter(absolute))
        .map(|url| url.trim().to_owned())
}

/// The headline.
pub fn title(dom: &Dom, metas: &Metas, linked: &Linked, publisher: Option<&str>) -> Option<String> {
    let text = |tag: Tag| dom.elements(&[tag]).map(|at| dom.text(at)).find(|t| !t.is_empty());
    let heading = text(Tag::H1);
    let named = metas
        .first(&["og:title", "twitter:title", "dc.title"])
        .map(clean)
        .or_else(|| linked.title.as_deref().map(clean));
    let title = named.or_else(|| heading.clone()).or_else(|| text(Tag::Title))?;
    Some(without_site(&title, heading.as_deref(), publisher).to_owned())
}

/// Takes the name of the site off: `Talks open | The Example`.
fn without_site<'t>(title: &'t str, heading: Option<&str>, publisher: Option<&str>) -> &'t str {
    for mark in [" | ", " - ", " – ", " — ", " :: ", " « ", " » ", " · "] {
        if let Some((before, after)) = title.rsplit_once(mark) {
            let site = publisher.is_some_and(|p| p.eq_ignore_ascii_case(after.trim()));
            if site || heading.is_some_and(|h| h == before.trim()) {
                return before.trim();
            }
        }
    }
    title
}

/// Who wrote it.
pub fn byline(dom: &Dom, metas: &Metas, linked: &Linked) -> Option<String> {
    let is_name = |name: &String| {
        !name.is_empty() && name.chars().count() < 120 && !name.contains("://") && !name.starts_with("www.")
    };
    let named = linked.byline.clone().or_else(|| {
        metas.first(&["author", "article:author", "dc.creator", "parsely-author"]).map(str::to_owned)
    });
    let shown = || {
        let elements = (0..dom.nodes.len()).filter(|&at| {
            let node = &dom.nodes[at];
            let is = |attr, words: &[&str]| {
                node.attr(attr)
                    .is_some_and(|v| v.split_whitespace().any(|v| words.contains(&v.to_lowercase().as_str())))
            };
            is(Attr::Rel, &["author"])
                || is(Attr::Itemprop, &["author"])
                || is(Attr::Class, &["byline", "author", "author-name", "vcard"])
        });
        elements.map(|at| dom.text(at)).find(is_name)
    };
    let byline = named.map(|n| clean(&n)).filter(is_name).or_else(shown)?;
    let name = ["By ", "by ", "BY ", "Von ", "von ", "Par "]
        .iter()
        .find_map(|by| byline.strip_prefix(by))
        .unwrap_or(&byline);
    (!name.trim().is_empty()).then(|| name.trim().to_owned())
}

pub fn clean(text: &str) -> String {
    let mut out = String::new();
    crate::dom::push_collapsed(&mut out, text);
    out.trim().to_owned()
}

/// The day of publication: from what the page says of itself, its address, its `time` elements, elements named for a date,
/// and last from the first date in its text.
pub fn date(dom: &Dom, metas: &Metas, linked: &Linked, url: Option<&str>, day_first: bool) -> Option<Date> {
    let told = metas.day(PUBLISHED).or(linked.published);
    // Metadata is often in UTC, the address in the day of the newsroom.
    let address = url.and_then(day::in_address);
    let local = address.filter(|day| told.is_some_and(|told| (told - *day).get_days() == 1));
    local
        .or(told)
        .or(address)
        .or_else(|| times(dom, day_first))
        .or_else(|| named_elements(dom, day_first))
        .or_else(|| metas.day(MODIFIED))
        .or(linked.modified)
        .or_else(|| dom.nodes.iter().filter_map(|n| n.text()).find_map(|text| day::find(text, day_first)))
}

/// `time` elements, those marked as publication first; and the older `abbr class=published`.
fn times(dom: &Dom, day_first: bool) -> Option<Date> {
    let read = |at: usize| {
        let node = &dom.nodes[at];
        let machine =
            node.attr(Attr::Datetime).or_else(|| node.attr(Attr::Content)).or_else(|| node.attr(Attr::Title));
        machine.and_then(|value| day::find(value, day_first)).or_else(|| day::find(&dom.text(at), day_first))
    };
    let marked = |&at: &usize| {
        let node = &dom.nodes[at];
        node.attr(Attr::Pubdate).is_some()
            || node.attr(Attr::Itemprop) == Some("datePublished")
            || node.attr(Attr::Class).is_some_and(|c| c.contains("publish") || c.contains("entry-date"))
    };
    let elements = || dom.elements(&[Tag::Time, Tag::Abbr]);
    let published = |at: &usize| dom.nodes[*at].attr(Attr::Itemprop) == Some("datePublished");
    elements()
        .filter(marked)
        .find_map(read)
        .or_else(|| (0..dom.nodes.len()).filter(published).find_map(read))
        .or_else(|| elements().find_map(read))
}

/// Elements whose names say that their text is a date, and whose text is short.
fn named_elements(dom: &Dom, day_first: bool) -> Option<Date> {
    let named = |at: &usize| {
        let node = &dom.nodes[*at];
        [Attr::Class, Attr::Id, Attr::Itemprop]
            .into_iter()
            .filter_map(|attr| node.attr(attr))
            .any(|names| Words::of(names).iter().any(|word| DATE_WORDS.contains(&word)))
    };
    let short = |at: usize| {
        let node = &dom.nodes[at];
        // Long elements are no dates, whatever their name; and looking into each of many would take long.
        (node.end - at < 60).then(|| dom.text(at)).filter(|text| text.len() < 300)
    };
    (0..dom.nodes.len()).filter(named).filter_map(short).find_map(|text| day::find(&text, day_first))
}
