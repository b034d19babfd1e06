//! One thing that is to be asked for, through its redirects.

use demarche_fetch::Url;
use demarche_store::Page;

/// One request, the next of perhaps several that redirects make of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What is asked now.
    pub url: Url,
    /// What for.
    pub purpose: Purpose,
    /// Redirects so far.
    pub hops: u32,
    /// Whether all of them were for good.
    pub is_permanent: bool,
}

/// What something is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A feed, by its place in the list.
    Feed(usize),
    /// A page that a feed has named.
    Page {
        /// The feed's place in the list.
        feed: usize,
        /// The page.
        page: Page,
    },
    /// What a site asks programs to leave alone.
    Robots {
        /// Scheme, host and port.
        site: String,
    },
}

impl Task {
    /// Asks for the feed at this place of the list.
    pub fn feed(url: &Url, feed: usize) -> Self {
        Self { url: url.clone(), purpose: Purpose::Feed(feed), hops: 0, is_permanent: true }
    }

    /// Asks for a page of the feed at this place of the list.
    pub fn page(url: Url, feed: usize, page: Page) -> Self {
        Self { url, purpose: Purpose::Page { feed, page }, hops: 0, is_permanent: true }
    }

    /// Asks for the robots.txt of the site that has this address.
    pub fn robots(url: &Url, site: String) -> Self {
        let mut url = url.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        Self { url, purpose: Purpose::Robots { site }, hops: 0, is_permanent: true }
    }

    /// Asks on where a redirect points to.
    pub fn redirected(self, url: Url, is_permanent: bool) -> Self {
        Self { url, hops: self.hops + 1, is_permanent: self.is_permanent && is_permanent, ..self }
    }

    /// Whether it asks for a robots.txt.
    pub fn is_robots(&self) -> bool {
        matches!(self.purpose, Purpose::Robots { .. })
    }
}
