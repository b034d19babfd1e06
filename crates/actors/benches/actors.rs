//! How long the base takes to load, and how many noun phrases are resolved a second on one core.
//!
//! `cargo bench -p demarche-actors`

#![allow(clippy::disallowed_methods, reason = "a benchmark is an edge: it reads the clock")]

use demarche_actors::{Base, resolve};
use jiff::civil::Date;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

/// The phrases of the test set, each with its date and country.
fn phrases() -> Vec<(&'static str, Option<Date>, Option<&'static str>)> {
    let lines = include_str!("../tests/resolutions.tsv").lines().skip(1);
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        let (text, date, country) = (cells.next()?, cells.next()?, cells.next()?);
        Some((text, date.parse().ok(), Some(country).filter(|c| !c.is_empty())))
    };
    lines.filter_map(row).collect()
}

fn main() {
    let start = Instant::now();
    let image = Base::builtin().to_image();
    let built = start.elapsed();
    let start = Instant::now();
    let base = Base::from_image(&image).expect("an image just written");
    let loaded = start.elapsed();
    let base = &base;
    let phrases = phrases();
    let (mut count, start) = (0_u32, Instant::now());
    while start.elapsed() < Duration::from_secs(2) {
        for &(text, date, country) in &phrases {
            black_box(resolve(base, text, date, country));
        }
        count += phrases.len() as u32;
    }
    let rate = f64::from(count) / start.elapsed().as_secs_f64();
    let size = image.len() as f64 / 1e6;
    let mut out = std::io::stdout();
    let _ =
        writeln!(out, "image of {size:.1} MB built from the tables in {built:.1?}, loaded in {loaded:.1?}");
    let _ = writeln!(out, "{rate:.0} noun phrases resolved a second on one core");
}
