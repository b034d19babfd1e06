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
mod tag;

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

/// Reads a page. Any text is a page: what is no HTML is taken as text.
pub fn article(html: &str) -> Article {
    let dom = dom::Dom::parse(html);
    let (metas, linked) = (meta::Metas::of(&dom), linked::read(&dom));
    let language = body::language(&dom);
    let publisher = meta::publisher(&metas, &linked);
    let url = meta::url(&dom, &metas);
    // Only the United States write the month first.
    let day_first = language.as_deref() != Some("en");
    Article {
        text: body::text(&dom),
        title: meta::title(&dom, &metas, &linked, publisher.as_deref()),
        byline: meta::byline(&dom, &metas, &linked),
        date: meta::date(&dom, &metas, &linked, url.as_deref(), day_first),
        publisher,
        url,
        language,
    }
}
