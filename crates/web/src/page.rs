//! What all pages share.

use crate::app::App;
use crate::query::Query;
use crate::route::{Route, Shape};
use crate::Failure;
use maud::{DOCTYPE, Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a page is made within.
pub struct Frame<'a> {
    /// What all requests share.
    pub app: &'a App,
    /// The page's route; `None` for a refusal.
    pub route: Option<&'static Route>,
    /// The parameters.
    pub query: &'a Query,
    /// The address as it was asked for.
    pub address: &'a str,
}

/// Pages that every page leads to.
const PLACES: [(&str, &str); 8] = [
    ("/", "Desk"),
    ("/ledger", "Ledger"),
    ("/events", "Events"),
    ("/actors", "Actors"),
    ("/map", "Map"),
    ("/try", "Try it"),
    ("/watchlists", "Watchlists"),
    ("/audit", "Audit"),
];

/// Characters that stand for themselves in a part of a path.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A part of a path.
pub fn segment(text: &str) -> String {
    utf8_percent_encode(text, PART).to_string()
}

/// A path of these parts.
pub fn link(parts: &[&str]) -> String {
    parts.iter().map(|part| format!("/{}", segment(part))).collect()
}

/// A whole page.
pub fn page(frame: &Frame<'_>, title: &str, body: &Markup) -> Markup {
    let settings = &frame.app.settings;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Demarche" }
                link rel="stylesheet" href="/assets/desk.css";
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                @if let Some(feed) = alternate(frame, Shape::Atom) {
                    link rel="alternate" type="application/atom+xml" title=(title) href=(feed);
                }
                script src="/assets/desk.js" defer {}
            }
            body {
                a.skip href="#main" { "Skip to the page" }
                header {
                    a.brand href="/" { "Demarche" }
                    nav aria-label="Pages" {
                        ul {
                            @for (path, name) in PLACES {
                                li { a href=(path) aria-current=[is_here(frame, path).then_some("page")] { (name) } }
                            }
                        }
                    }
                    form.find role="search" action="/search" method="get" {
                        label.unseen for="find" { "Search reports, parties and the ledger" }
                        input #find type="search" name="q" placeholder="Search" value=[frame.query.text("q")] maxlength="500";
                        button { "Find" }
                    }
                }
                main #main tabindex="-1" {
                    @if settings.examples {
                        p.note {
                            "These are the examples that come with the program. Your own reports: "
                            code { "demarche ingest reports/ --store news.db" } ", then "
                            code { "demarche serve --store news.db" } "."
                        }
                    }
                    h1 { (title) }
                    (body)
                }
                footer {
                    p {
                        "Store " span.path { (settings.name) } ". "
                        a href="/about" { "What the codes mean" } ". "
                        a href="/api" { "API" } ". "
                        @for (name, shape) in [("JSON", Shape::Json), ("CSV", Shape::Csv), ("Parquet", Shape::Parquet), ("Feed", Shape::Atom)] {
                            @if let Some(address) = alternate(frame, shape) { a href=(address) { "This page as " (name) } ". " }
                        }
                        @if settings.token.is_some() { a href="/sign-out" { "Sign out" } "." }
                    }
                }
            }
        }
    }
}

fn is_here(frame: &Frame<'_>, place: &str) -> bool {
    let path = frame.address.split('?').next().unwrap_or_default();
    if place == "/" { path == "/" || path == "/desk" } else { path == place || path.starts_with(&format!("{place}/")) }
}

/// The address of the same in another shape, where there is one.
pub fn alternate(frame: &Frame<'_>, shape: Shape) -> Option<String> {
    let route = frame.route?;
    if shape != Shape::Json && !route.also.contains(&shape) {
        return None;
    }
    let ending = Shape::ENDINGS.iter().find(|(_, other)| *other == shape)?.0;
    let path = frame.address.split('?').next().unwrap_or_default();
    let path = if path == "/" { "/desk" } else { path };
    // What stands in the path stands there already.
    let in_path = |name: &str| route.path.contains(&format!("{{{name}}}"));
    let dropped: Vec<(&str, Option<&str>)> =
        frame.query.pairs().filter(|(name, _)| in_path(name)).map(|(name, _)| (name, None)).collect();
    Some(frame.query.address(&format!("{path}{ending}"), &dropped))
}

/// A page that says why there is none.
pub fn refusal(frame: &Frame<'_>, failure: &Failure) -> Markup {
    let title = match failure {
        Failure::Missing(_) => "Not found",
        Failure::Unknown => "Sign in",
        Failure::Busy(_) | Failure::Late(_) => "One moment",
        Failure::Store(_) | Failure::Broken => "Something broke",
        _ => "That cannot be asked",
    };
    let body = html! {
        p.error role="alert" { (failure) "." }
        @if matches!(failure, Failure::Unknown) {
            form.stack method="post" action="/sign-in" {
                label for="token" { "Token" }
                input #token name="token" type="password" required autocomplete="current-password";
                button { "Sign in" }
            }
        } @else {
            p { a href="/" { "Back to the desk" } }
        }
    };
    if matches!(failure, Failure::Unknown | Failure::Refused(_)) {
        return bare(title, &body);
    }
    page(frame, title, &body)
}

/// A page for somebody who may see nothing yet.
fn bare(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Demarche" }
                link rel="stylesheet" href="/assets/desk.css";
            }
            body { main #main { h1 { (title) } (body) } }
        }
    }
}

/// A field of a form with its label.
pub fn field(name: &str, label: &str, kind: &str, value: Option<&str>, hint: &str) -> Markup {
    html! {
        div.field {
            label for={ "f-" (name) } { (label) }
            input id={ "f-" (name) } name=(name) type=(kind) value=[value] placeholder=[(!hint.is_empty()).then_some(hint)] maxlength="500";
        }
    }
}

/// A choice of a form with its label; the first choice is none.
pub fn choice<'o>(
    name: &str,
    label: &str,
    value: Option<&str>,
    options: impl IntoIterator<Item = (&'o str, &'o str)>,
) -> Markup {
    html! {
        div.field {
            label for={ "f-" (name) } { (label) }
            select id={ "f-" (name) } name=(name) {
                option value="" { "any" }
                @for (code, words) in options {
                    option value=(code) selected[value == Some(code)] { (words) }
                }
            }
        }
    }
}

/// A number with its noun: `1 event`, `2 events`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
