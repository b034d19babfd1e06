//! From a request to a question, and from an answer to a response.

use crate::app::App;
use crate::guard;
use crate::page::{self, Frame};
use crate::query::{self, Query};
use crate::route::{Asked, Route, Shape, View};
use crate::Failure;
use axum::body::{Body, Bytes};
use axum::http::{Extensions, HeaderMap, HeaderValue, Request, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use demarche_columns::ParquetFile;
use jiff::civil::Date;
use std::sync::Arc;

/// The cookie that has the days of the last two visits.
const VISITS: &str = "demarche_visits";

/// The address as it was asked for, and the shape that it asks for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The shape.
    pub shape: Shape,
    /// Path and query before anything was taken off them.
    pub address: String,
    /// Whether the API is asked, which changes nothing.
    pub is_api: bool,
}

/// Takes what says the shape off an address: `/events.json` and `/api/v1/events` are `/events`.
pub fn shaped(mut request: Request<Body>) -> Request<Body> {
    let uri = request.uri().clone();
    let address = uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let path = uri.path();
    let (path, is_api) = match path.strip_prefix("/api/v1") {
        Some("/code") => ("/api/code", true),
        Some(rest) if rest.starts_with('/') => (rest, true),
        _ => (path, path.starts_with("/api/")),
    };
    let ending = Shape::ENDINGS.iter().find_map(|(ending, shape)| Some((path.strip_suffix(ending)?, *shape)));
    let fixed = path.starts_with("/assets/");
    let (path, shape) = match ending {
        Some((path, shape)) if !fixed && !path.ends_with('/') => (path, shape),
        _ => (path, if is_api { Shape::Json } else { Shape::Html }),
    };
    let path = if path == "/" { "/desk" } else { path };
    let new = uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    if let Ok(new) = new.parse::<Uri>() {
        *request.uri_mut() = new;
    }
    request.extensions_mut().insert(Wanted { shape, address, is_api });
    request
}

/// Whether a refusal is to be a page.
pub fn wants_page(extensions: &Extensions) -> bool {
    extensions.get::<Wanted>().is_none_or(|wanted| wanted.shape == Shape::Html)
}

/// Answers a request for a page or its data.
pub async fn answer(
    app: Arc<App>,
    route: &'static Route,
    path: Vec<(String, String)>,
    query: Option<String>,
    wanted: Wanted,
    headers: HeaderMap,
) -> Response {
    let page = wanted.shape == Shape::Html;
    let shared = Arc::clone(&app);
    match respond(app, route, path, query, wanted, headers).await {
        Ok(response) => response,
        Err(failure) => refusal(&shared, &failure, page),
    }
}

async fn respond(
    app: Arc<App>,
    route: &'static Route,
    path: Vec<(String, String)>,
    query: Option<String>,
    wanted: Wanted,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let shape = wanted.shape;
    if !matches!(shape, Shape::Html | Shape::Json) && !route.also.contains(&shape) {
        return Err(Failure::Missing("a page that has this form".to_owned()));
    }
    let given = path.into_iter().chain(query::pairs(query.as_deref().unwrap_or_default()));
    // Pages are asked by forms, data by programs.
    let query = match shape {
        Shape::Html => Query::read_form(route.parameters, given)?,
        _ => Query::read(route.parameters, given)?,
    };
    let visits = guard::cookie(&headers, VISITS).and_then(days);
    let (bytes, visits) = app
        .ask(move |app, store| {
            let view = (route.answer)(&Asked { app, store, query: &query, visits })?;
            Ok((written(app, route, &query, &wanted, view.as_ref())?, view.visits()))
        })
        .await?;
    let mut response = (StatusCode::OK, [(header::CONTENT_TYPE, shape.media())], bytes).into_response();
    if let Some((before, now)) = visits.filter(|_| shape == Shape::Html) {
        let cookie = format!("{VISITS}={before}~{now}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict");
        set(&mut response, header::SET_COOKIE, &cookie);
    }
    if matches!(shape, Shape::Csv | Shape::Parquet) {
        let ending = if shape == Shape::Csv { "csv" } else { "parquet" };
        set(&mut response, header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{}.{ending}\"", route.id));
    }
    Ok(response)
}

fn set(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// An answer in its shape.
fn written(app: &App, route: &'static Route, query: &Query, wanted: &Wanted, view: &dyn View) -> Result<Bytes, Failure> {
    match wanted.shape {
        Shape::Html => {
            let frame = Frame { app, route: Some(route), query, address: &wanted.address };
            Ok(page::page(&frame, &view.title(), &view.html(&frame)).into_string().into())
        }
        Shape::Json => Ok(view.json()?.into()),
        Shape::Csv => {
            let rows: String = view.records().into_iter().map(demarche_wire::csv_row_of).collect();
            Ok((demarche_wire::csv_header() + &rows).into())
        }
        Shape::Parquet => parquet(&view.records()),
        Shape::Atom => Ok(view.feed().ok_or(Failure::Broken)?.xml().into()),
    }
}

fn parquet(records: &[&str]) -> Result<Bytes, Failure> {
    let broken = |_| Failure::Broken;
    let mut file = ParquetFile::new(Vec::new(), demarche_columns::events()).map_err(broken)?;
    for record in records {
        file.push(record).map_err(broken)?;
    }
    Ok(file.finish().map_err(broken)?.into())
}

/// What somebody is told whose request got no answer.
pub fn refusal(app: &App, failure: &Failure, as_page: bool) -> Response {
    if let Failure::Store(source) = failure {
        eprintln!("warning: {source}");
    }
    let (shape, body) = if as_page {
        let query = Query::default();
        let frame = Frame { app, route: None, query: &query, address: "" };
        (Shape::Html, page::refusal(&frame, failure).into_string())
    } else {
        let error = serde_json::json!({ "error": failure.to_string(), "status": failure.status().as_u16() });
        (Shape::Json, error.to_string())
    };
    let mut response = (failure.status(), [(header::CONTENT_TYPE, shape.media())], body).into_response();
    match failure.status() {
        StatusCode::SERVICE_UNAVAILABLE => set(&mut response, header::RETRY_AFTER, "2"),
        StatusCode::METHOD_NOT_ALLOWED => set(&mut response, header::ALLOW, "GET, HEAD"),
        _ => {}
    }
    response
}

fn days(cookie: &str) -> Option<(Date, Date)> {
    let (before, now) = cookie.split_once('~')?;
    Some((before.parse().ok()?, now.parse().ok()?))
}
