//! How long each page of a desk takes, alone and with two hundred readers at once.
//!
//! `cargo bench -p demarche-web -- STORE [READERS]`; ingest into the same store meanwhile to see what that does.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench is an edge: it measures time")]

use axum::body::Body;
use axum::http::{Request, header};
use demarche_ledger::LedgerRules;
use demarche_pipeline::Coder;
use demarche_web::{App, Settings, service};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower::ServiceExt as _;

/// Times that each page is asked for alone.
const TIMES: usize = 60;

/// Pages that each of many readers asks for.
const EACH: usize = 25;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench" && a != "--test").collect();
    let Some(store) = arguments.first() else {
        println!("usage: cargo bench -p demarche-web -- STORE [READERS]");
        return Ok(());
    };
    let readers = arguments.get(1).map_or(Ok(200), |n| n.parse())?;
    let settings = Settings { store: PathBuf::from(store), name: String::new(), examples: false, token: None, hosts: vec![] };
    let app = Arc::new(App::new(settings, Arc::new(Coder::builtin()?), LedgerRules::builtin()?)?);
    let start = Instant::now();
    app.refresh()?;
    println!("ledger read in {:.2} s", start.elapsed().as_secs_f64());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(64).build()?;
    runtime.block_on(async {
        let pages = pages(&app).await;
        println!("{:<44} {:>8} {:>8} {:>8} {:>9}", "page", "p50 ms", "p95 ms", "most ms", "bytes");
        for page in &pages {
            alone(&app, page).await;
        }
        together(&app, &pages, readers).await;
    });
    Ok(())
}

/// Every page, with what the store has for its parameters: the busiest pair, the last event, the first item.
async fn pages(app: &Arc<App>) -> Vec<String> {
    let json = async |address: &str| -> serde_json::Value {
        serde_json::from_slice(&get(app, address).await.1).unwrap_or_default()
    };
    let events = json("/events.json?limit=1").await;
    let event = events["events"][0]["id"].as_str().unwrap_or_default().to_owned();
    let report = json(&format!("/events/{event}.json")).await["report"].to_string();
    let key = json("/ledger.json").await["processes"][0]["items"][0]["key"].as_str().unwrap_or_default().to_owned();
    let pair = json("/actors.json").await["busiest"][0]["parties"].clone();
    let (one, other) = (pair[0].as_str().unwrap_or("USA").to_owned(), pair[1].as_str().unwrap_or("PRK").to_owned());
    let mut pages: Vec<String> = [
        "/", "/ledger", "/calendar", "/events", "/events?category=THREATEN&status=actual", "/events?text=nuclear", "/events?text=said&actor=USA",
        "/actors", "/actors?name=Putin", "/map", "/map?from=1990-01-01", "/search?q=talks", "/search?q=%22six+party%22", "/try",
        "/watchlists", "/audit", "/audit/results", "/about", "/api",
    ]
    .map(str::to_owned)
    .to_vec();
    pages.extend([
        format!("/events/{event}"),
        format!("/reports/{report}"),
        format!("/ledger/{key}"),
        format!("/actors/{one}"),
        format!("/dyads/{one}/{other}"),
        format!("/events?between={one},{other}"),
        format!("/events.csv?actor={one}&limit=1000"),
        format!("/events.parquet?actor={one}&limit=1000"),
        "/audit?judge=bench&each=5".to_owned(),
    ]);
    pages
}

async fn get(app: &Arc<App>, address: &str) -> (Duration, Vec<u8>, u16) {
    let request = Request::get(address).header(header::HOST, "localhost").body(Body::empty()).unwrap_or_default();
    let start = Instant::now();
    let Ok(response) = service(app).oneshot(request).await;
    let status = response.status().as_u16();
    let body = axum::body::to_bytes(response.into_body(), 1 << 30).await.unwrap_or_default();
    (start.elapsed(), body.to_vec(), status)
}

async fn alone(app: &Arc<App>, page: &str) {
    let mut times = Vec::new();
    let (mut bytes, mut status) = (0, 200);
    for _ in 0..TIMES {
        let (time, body, found) = get(app, page).await;
        (bytes, status) = (body.len(), found);
        times.push(time);
    }
    let (p50, p95, most) = shares(&mut times);
    let failed = if status == 200 { String::new() } else { format!("  status {status}") };
    println!("{page:<44} {p50:>8.1} {p95:>8.1} {most:>8.1} {bytes:>9}{failed}");
}

async fn together(app: &Arc<App>, pages: &[String], readers: usize) {
    let start = Instant::now();
    let pages: Arc<Vec<String>> = Arc::new(pages.iter().filter(|p| !p.contains("judge=")).cloned().collect());
    let tasks: Vec<_> = (0..readers)
        .map(|reader| {
            let (app, pages) = (Arc::clone(app), Arc::clone(&pages));
            tokio::spawn(async move {
                let mut out = Vec::new();
                for at in 0..EACH {
                    let (time, _, status) = get(&app, &pages[(reader * 7 + at) % pages.len()]).await;
                    out.push((time, status));
                }
                out
            })
        })
        .collect();
    let mut times = Vec::new();
    let mut failed = 0;
    for task in tasks {
        for (time, status) in task.await.unwrap_or_default() {
            times.push(time);
            failed += usize::from(status != 200);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let count = times.len();
    let (p50, p95, most) = shares(&mut times);
    println!(
        "{readers} readers at once: {:.0} pages/s, p50 {p50:.0} ms, p95 {p95:.0} ms, most {most:.0} ms, {failed} of {count} failed",
        count as f64 / seconds
    );
}

fn shares(times: &mut [Duration]) -> (f64, f64, f64) {
    times.sort_unstable();
    let at = |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len() - 1)).map_or(0.0, |t| t.as_secs_f64() * 1e3);
    (at(0.5), at(0.95), at(1.0))
}
