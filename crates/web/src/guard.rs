//! Who may ask, and what every answer carries.
//!
//! A desk listens on the own machine. A page of somebody else's in the same browser could still ask it: by a name that is made to
//! point here, which the host check refuses, or by a form, which the check of the origin refuses.

use crate::Failure;
use crate::app::App;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;

/// The cookie that has the token.
pub const COOKIE: &str = "demarche_token";

/// What no page of ours needs is forbidden: scripts and styles of others, pictures, frames, forms that go elsewhere.
const HEADERS: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (header::CACHE_CONTROL, "no-store"),
];

/// Lets a request through that may come through.
pub async fn check(State(app): State<Arc<App>>, request: Request<Body>, next: Next) -> Response {
    let page = crate::answer::wants_page(request.extensions());
    let allowed = method(&request)
        .and_then(|()| host(&app, request.headers()))
        .and_then(|()| origin(request.method(), request.headers()))
        .and_then(|()| token(&app, &request));
    let mut response = match allowed {
        Ok(()) => next.run(request).await,
        Err(failure) => crate::answer::refusal(&app, &failure, page),
    };
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response.into_response()
}

/// The API answers and changes nothing; only a text to be coded is sent to it.
fn method(request: &Request<Body>) -> Result<(), Failure> {
    let is_api = request.extensions().get::<crate::answer::Wanted>().is_some_and(|wanted| wanted.is_api);
    if !is_api || request.method().is_safe() || request.uri().path() == "/api/code" {
        return Ok(());
    }
    Err(Failure::Method)
}

/// The host that the browser thinks it speaks to.
fn host(app: &App, headers: &HeaderMap) -> Result<(), Failure> {
    let host = text(headers, &header::HOST).ok_or(Failure::Refused("expected a Host header, but found none"))?;
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name);
    let known = ["localhost", "127.0.0.1", "[::1]"].contains(&name)
        || app.settings.hosts.iter().any(|known| known == name || known == host);
    if known { Ok(()) } else { Err(Failure::Refused("expected a host name of this desk, but found another: see --host")) }
}

/// What changes anything comes from a page of ours, or from no page.
fn origin(method: &Method, headers: &HeaderMap) -> Result<(), Failure> {
    if method.is_safe() {
        return Ok(());
    }
    let own = match (text(headers, &HeaderName::from_static("sec-fetch-site")), text(headers, &header::ORIGIN)) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => {
            let host = text(headers, &header::HOST);
            origin.split_once("://").map(|(_, host)| host) == host
        }
        (None, None) => true,
    };
    if own { Ok(()) } else { Err(Failure::Refused("expected a request from a page of this desk, but found another's")) }
}

fn token(app: &App, request: &Request<Body>) -> Result<(), Failure> {
    let Some(token) = &app.settings.token else { return Ok(()) };
    let path = request.uri().path();
    if path.starts_with("/assets/") || path == "/sign-in" {
        return Ok(());
    }
    let bearer = text(request.headers(), &header::AUTHORIZATION).and_then(|a| a.strip_prefix("Bearer "));
    let given = bearer.or_else(|| cookie(request.headers(), COOKIE));
    if given.is_some_and(|given| same(given, token)) { Ok(()) } else { Err(Failure::Unknown) }
}

/// Compares without telling by its time how much is right.
pub fn same(given: &str, token: &str) -> bool {
    let differs = given.bytes().zip(token.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    given.len() == token.len() && differs == 0
}

/// A cookie's value.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = text(headers, &header::COOKIE)?;
    all.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
