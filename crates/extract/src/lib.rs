//! HTML page → article: main text, title, byline, date, publisher, canonical URL, language.
//!
//! ```
//! let page = "<html lang=en><head><title>Talks open in Muscat | The Example</title></head><body>
//!     <nav><a href=/>Home</a> <a href=/world>World</a></nav>
//!     <article><h1>Talks open in Muscat</h1>
//!     <p>Envoys of the two countries met in Muscat on Tuesday, officials of both sides said.</p>
//!     <p>They will meet again next week.</p></article></body></html>";
//! let article = demarche_extract::article(page);
//! assert_eq!(article.title.as_deref(), Some("Talks open in Muscat"));
//! assert!(article.text.ends_with("said.\n\nThey will meet again next week."));
//! ```
//!
//! It leaves out character encodings (the caller decodes), pages that scripts fill, and what the text means.

mod block;
mod body;
mod day;
mod dom;
mod linked;
mod markup;
mod meta;
mod phrases;
mod tag;

pub use day::in_address as date_in_address;

use jiff::civil::Date;

/// What was found in a page; text that was not found is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The main text, paragraphs separated by blank lines.
    pub text: String,
    /// Headline.
    pub title: Option<String>,
    /// Who wrote it, as the page says.
    pub byline: Option<String>,
    /// Day of publication.
    pub date: Option<Date>,
    /// Name of the site.
    pub publisher: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// ISO 639-1 code that the page gives.
    pub language: Option<String>,
}

/// So many times longer than what a page shows must be the text that it tells machines (JSON-LD) to count.
const TOLD: usize = 3;

/// Reads a page. Any text is a page: what is no HTML is taken as text.
pub fn article(html: &str) -> Article {
    let dom = dom::Dom::parse(html);
    let (metas, linked) = (meta::Metas::of(&dom), linked::read(&dom));
    let language = body::language(&dom);
    let publisher = meta::publisher(&metas, &linked);
    let url = meta::url(&dom, &metas);
    // Only the United States write the month first.
    let day_first = language.as_deref() != Some("en");
    let (shown, told) = (body::text(&dom), linked.text.as_deref().map(meta::clean).unwrap_or_default());
    // What a script would fill in, the page may tell machines.
    let text = if told.len() > TOLD * shown.len() { told } else { shown };
    Article {
        text,
        title: meta::title(&dom, &metas, &linked, publisher.as_deref()),
        byline: meta::byline(&dom, &metas, &linked),
        date: meta::date(&dom, &metas, &linked, url.as_deref(), day_first),
        publisher,
        url,
        language,
    }
}

/// The text of a piece of markup that is an article's and nothing else, such as an entry of a feed: all that it shows.
///
/// ```
/// let entry = "<p>Talks <b>opened</b> in Muscat.</p><script>count()</script><p>They go on.</p>";
/// assert_eq!(demarche_extract::fragment(entry), "Talks opened in Muscat.\n\nThey go on.");
/// ```
pub fn fragment(html: &str) -> String {
    let dom = dom::Dom::parse(html);
    let shown = block::blocks(&dom, &block::unseen(&dom));
    let texts: Vec<&str> = shown.iter().map(|b| b.text.trim()).filter(|t| !t.is_empty()).collect();
    texts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::article;

    /// A dispatch with the clutter that stands around an article.
    const PAGE: &str = include_str!("../../../examples/2023-saudi-iran.html");

    #[test]
    fn a_page_gives_its_article_and_nothing_else() {
        let article = article(PAGE);
        assert_eq!(
            article.title.as_deref(),
            Some("Saudi Arabia and Iran agree to restore ties after talks in Beijing")
        );
        assert_eq!(article.byline.as_deref(), Some("Ada Example"));
        assert_eq!(article.publisher.as_deref(), Some("Demarche examples"));
        assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2023-03-10"));
        assert_eq!(article.language.as_deref(), Some("en"));
        assert_eq!(
            article.url.as_deref(),
            Some("https://examples.invalid/world/2023/03/10/saudi-iran-beijing")
        );
        let paragraphs: Vec<&str> = article.text.split("\n\n").collect();
        assert_eq!(paragraphs.len(), 6, "{paragraphs:#?}");
        assert!(paragraphs[0].starts_with("BEIJING, March 10 – Saudi Arabia"));
        assert!(paragraphs[5].starts_with("In Israel"));
    }

    const SENTENCES: &str = "<p>Envoys of the two countries met in Muscat on Tuesday, officials of both sides said.</p>\
        <p>They will meet again next week, the mediators announced after the talks.</p>";

    #[test]
    fn what_follows_an_article_is_left_out() {
        let page = format!(
            "<article>{SENTENCES}<p>Read more: Talks open</p><p>The foreign minister called them useful.</p>\
             <h3>More on this story</h3><p>Oil prices fell on Monday, traders said.</p></article>\
             <p>Subscribe to our newsletter.</p>"
        );
        let text = article(&page).text;
        assert!(text.ends_with("after the talks.\n\nThe foreign minister called them useful."), "{text}");
    }

    #[test]
    fn names_that_mislead_do_not_empty_a_page() {
        for class in ["post tag-5183", "has-paywall steady-paywall-container", "live-comments"] {
            let page = format!("<div class='{class}'>{SENTENCES}</div>");
            assert!(article(&page).text.starts_with("Envoys"), "{class}");
        }
    }

    #[test]
    fn the_address_has_the_day_of_the_newsroom() {
        let page = |day: &str| {
            format!(
                "<link rel=canonical href='https://example.org/2023/11/08/talks'>\
                 <meta property='article:published_time' content='{day}T02:10:00Z'>{SENTENCES}"
            )
        };
        let day = |page: &str| article(page).date.map(|d| d.to_string());
        assert_eq!(day(&page("2023-11-09")).as_deref(), Some("2023-11-08"));
        assert_eq!(day(&page("2023-11-12")).as_deref(), Some("2023-11-12"));
    }

    #[test]
    fn hostile_pages_end_and_soon() {
        let many = 20_000;
        let attributes = (0..many).map(|i| format!(" a{i}=1 class=c{i}")).collect::<Vec<_>>().concat();
        let pages = [
            "<div>".repeat(many) + &"<p>text".repeat(many),
            "<b><i><a href=x><time>".repeat(many) + "text",
            "<table><tr><td>".repeat(many) + "text",
            "<ul><li>".repeat(many) + &"</ul>".repeat(many) + "text",
            "</p></div></table>".repeat(many),
            format!("<div{attributes}><p>text"),
            format!("<p class='{}'>text", "date ".repeat(many)),
            format!("<script type='application/ld+json'>{}", "[".repeat(many)),
            format!("<script type='application/ld+json'>{}", "{\"a\":".repeat(many)),
            "<!--".repeat(many),
            "&".repeat(many) + &"<".repeat(many),
            "\0<p>a\0b</p>\u{2028}".repeat(many),
        ];
        for page in &pages {
            let _ = article(page);
        }
    }

    #[test]
    fn every_beginning_of_a_page_is_a_page() {
        for (end, _) in PAGE.char_indices().step_by(37) {
            let _ = article(&PAGE[..end]);
        }
    }

    #[test]
    fn nul_bytes_are_no_text() {
        assert!(!article("<p>Seoul\0 agreed to meet envoys of the North on Monday.</p>").text.contains('\0'));
    }
}
