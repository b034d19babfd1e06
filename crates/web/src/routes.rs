//! Every page, and how a request finds it.

use crate::app::App;
use crate::guard;
use crate::route::{Route, Shape, View as _};
use crate::views::{
    about, actors, audit, desk, dyad, events, ledger, map, reader, search, trial, watchlists,
};
use crate::{Failure, answer, openapi, page};
use answer::Wanted;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Extension, RawPathParams, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Request, header};
use axum::middleware;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use std::sync::Arc;
use std::time::Duration;
use tower::util::MapRequest;
use tower::{Layer as _, util::MapRequestLayer};

/// Every page.
pub const ROUTES: &[Route] = &[
    desk::ROUTE,
    ledger::BOARD,
    ledger::ITEM,
    ledger::CALENDAR,
    events::TABLE,
    events::EVENT,
    reader::ROUTE,
    actors::INDEX,
    actors::ROUTE,
    dyad::ROUTE,
    map::ROUTE,
    search::ROUTE,
    trial::ROUTE,
    watchlists::LIST,
    watchlists::ONE,
    audit::NEXT,
    audit::RESULTS,
    audit::GOLD,
    about::GLOSSARY,
    about::API,
];

/// Largest body, in bytes: a text of 100,000 bytes as JSON or a form.
const BODY: usize = 3 * trial::LONGEST + 10_000;

/// How long a request may take, its body included.
const TIME: Duration = Duration::from_mins(1);

/// Files of the pages: name, media type, content.
const ASSETS: [(&str, &str, &str); 3] = [
    ("desk.css", "text/css; charset=utf-8", include_str!("../assets/desk.css")),
    ("desk.js", "text/javascript; charset=utf-8", include_str!("../assets/desk.js")),
    ("icon.svg", "image/svg+xml", include_str!("../assets/icon.svg")),
];

/// The service.
pub type Service = MapRequest<Router, fn(Request<Body>) -> Request<Body>>;

/// All pages of a desk.
pub fn service(app: &Arc<App>) -> Service {
    let mut router = Router::new();
    for route in ROUTES {
        router = router.route(route.path, get(handler(route)));
    }
    router = router
        .route("/try", post(try_it))
        .route("/api/code", post(code))
        .route("/audit", post(change(audit::judge)))
        .route("/watchlists", post(change(watchlists::make)))
        .route("/watchlists/drop", post(change(watchlists::forget)))
        .route("/sign-in", post(sign_in))
        .route("/sign-out", get(sign_out))
        .route("/openapi", get(described))
        .route("/assets/{name}", get(asset))
        .fallback(nowhere)
        .method_not_allowed_fallback(no_such_method)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(app), in_time))
        .layer(middleware::from_fn_with_state(Arc::clone(app), guard::check));
    let shaped: fn(Request<Body>) -> Request<Body> = answer::shaped;
    MapRequestLayer::new(shaped).layer(router.with_state(Arc::clone(app)))
}

type Page = std::pin::Pin<Box<dyn Future<Output = Response> + Send>>;

fn handler(
    route: &'static Route,
) -> impl Fn(State<Arc<App>>, RawPathParams, RawQuery, Extension<Wanted>, HeaderMap) -> Page + Clone {
    move |State(app), path, RawQuery(query), Extension(wanted), headers| {
        let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Box::pin(answer::answer(app, route, path, query, wanted, headers))
    }
}

async fn in_time(State(app): State<Arc<App>>, request: Request<Body>, next: middleware::Next) -> Response {
    let page = answer::wants_page(request.extensions());
    let response = tokio::time::timeout(TIME, next.run(request)).await;
    response.unwrap_or_else(|_| answer::refusal(&app, &Failure::Late(TIME.as_secs()), page))
}

/// What a form of ours sends.
fn form(headers: &HeaderMap, body: &Bytes) -> Result<Vec<(String, String)>, Failure> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Failure::Form("a form"));
    }
    Ok(form_urlencoded::parse(body).into_owned().collect())
}

type Change = fn(&App, &[(String, String)]) -> Result<String, Failure>;

/// A form that changes something, and leads to a page.
fn change(change: Change) -> impl Fn(State<Arc<App>>, Extension<Wanted>, HeaderMap, Bytes) -> Page + Clone {
    move |State(app), Extension(wanted), headers, body| {
        Box::pin(async move {
            let done = match form(&headers, &body) {
                Ok(form) => Arc::clone(&app).ask(move |app, _| change(app, &form)).await,
                Err(failure) => Err(failure),
            };
            match done {
                Ok(address) => Redirect::to(&address).into_response(),
                Err(failure) => answer::refusal(&app, &failure, wanted.shape == Shape::Html),
            }
        })
    }
}

async fn try_it(
    State(app): State<Arc<App>>,
    Extension(wanted): Extension<Wanted>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let shared = Arc::clone(&app);
    let made = async {
        let form = form(&headers, &body)?;
        let value = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        // Browsers send line breaks as CR LF.
        let text = value("text").unwrap_or_default().replace("\r\n", "\n");
        let paste = trial::Paste { text, date: value("date"), title: None };
        app.ask(move |app, _| {
            let view = trial::page(app, &paste)?;
            let query = crate::query::Query::default();
            let frame = page::Frame { app, route: None, query: &query, address: "/try" };
            Ok(page::page(&frame, &view.title(), &view.html(&frame)).into_string())
        })
        .await
    };
    match made.await {
        Ok(page) => ([(header::CONTENT_TYPE, Shape::Html.media())], page).into_response(),
        Err(failure) => answer::refusal(&shared, &failure, wanted.shape == Shape::Html),
    }
}

async fn code(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let shared = Arc::clone(&app);
    let made = async {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/json") {
            return Err(Failure::Form("JSON"));
        }
        let paste: trial::Paste =
            serde_json::from_slice(&body).map_err(|error| Failure::Asked(error.to_string()))?;
        app.ask(move |app, _| trial::code(app, &paste)).await
    };
    match made.await {
        Ok(json) => ([(header::CONTENT_TYPE, Shape::Json.media())], json).into_response(),
        Err(failure) => answer::refusal(&shared, &failure, false),
    }
}

async fn sign_in(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let form = match form(&headers, &body) {
        Ok(form) => form,
        Err(failure) => return answer::refusal(&app, &failure, true),
    };
    let given = form.iter().find(|(name, _)| name == "token").map_or("", |(_, value)| value.as_str());
    let right = app.settings.token.as_deref().is_some_and(|token| guard::same(given, token));
    if !right {
        // Whoever guesses, guesses slowly.
        tokio::time::sleep(Duration::from_millis(500)).await;
        return answer::refusal(&app, &Failure::Unknown, true);
    }
    with_cookie(&format!("{}={given}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000", guard::COOKIE))
}

async fn sign_out() -> Response {
    with_cookie(&format!("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", guard::COOKIE))
}

fn with_cookie(cookie: &str) -> Response {
    let mut response = Redirect::to("/").into_response();
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

async fn described(State(app): State<Arc<App>>) -> Response {
    let document = openapi::document(app.settings.token.is_some());
    ([(header::CONTENT_TYPE, Shape::Json.media())], document.to_string()).into_response()
}

async fn asset(State(app): State<Arc<App>>, path: RawPathParams) -> Response {
    let name = path.iter().next().map_or("", |(_, name)| name);
    match ASSETS.iter().find(|(known, _, _)| *known == name) {
        Some((_, media, content)) => {
            let headers = [(header::CONTENT_TYPE, *media), (header::CACHE_CONTROL, "max-age=3600")];
            (headers, *content).into_response()
        }
        None => answer::refusal(&app, &Failure::Missing("a file of that name".to_owned()), true),
    }
}

async fn nowhere(State(app): State<Arc<App>>, Extension(wanted): Extension<Wanted>) -> Response {
    answer::refusal(&app, &Failure::Missing("a page at this address".to_owned()), wanted.shape == Shape::Html)
}

async fn no_such_method(State(app): State<Arc<App>>, Extension(wanted): Extension<Wanted>) -> Response {
    answer::refusal(&app, &Failure::Method, wanted.shape == Shape::Html)
}
