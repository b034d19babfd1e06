//! Charts as SVG: whole in the page, without a script, with the numbers in a table for those who cannot see them.

use maud::{Markup, html};

/// Events of a month by quad class, and their scores together.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct Month {
    /// 2018-09.
    pub month: String,
    /// Events of quad classes 1 to 4.
    pub events: [i64; 4],
    /// Mean PLOVER score of the events; null where there are none.
    pub score: Option<f64>,
    /// Mean of the same over the twelve months before.
    pub baseline: Option<f64>,
}

/// Names of the quad classes.
pub const QUADS: [&str; 4] = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

const WIDTH: usize = 720;
const HEIGHT: usize = 160;
const LEFT: usize = 36;
const BOTTOM: usize = 20;

/// Events by month and quad class, one bar a month.
pub fn bars(months: &[Month]) -> Markup {
    let most = months.iter().map(|m| m.events.iter().sum::<i64>()).max().unwrap_or(0).max(1);
    let step = (WIDTH - LEFT) as f64 / months.len().max(1) as f64;
    let scale = |events: i64| events as f64 / most as f64 * (HEIGHT - BOTTOM - 8) as f64;
    html! {
        figure.chart {
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label="Events by month and quad class; the table below has the numbers" {
                (axis(most))
                @for (at, month) in months.iter().enumerate() {
                    @let x = LEFT as f64 + at as f64 * step;
                    g {
                        title { (told(month)) }
                        @for (quad, y, height) in stack(month, scale) {
                            rect.{ "q" (quad) } x=(short(x)) y=(short(y)) width=(short((step * 0.86).max(0.6))) height=(short(height)) {}
                        }
                    }
                    @if marks(at, months.len()) {
                        text.tick x=(short(x)) y=(HEIGHT - 5) { (month.month) }
                    }
                }
            }
            (legend())
            (numbers(months))
        }
    }
}

/// Pieces of a bar from the ground up: quad class, top, height.
fn stack(month: &Month, scale: impl Fn(i64) -> f64) -> Vec<(usize, f64, f64)> {
    let mut y = (HEIGHT - BOTTOM) as f64;
    let mut out = vec![];
    for (at, &events) in month.events.iter().enumerate().filter(|(_, events)| **events > 0) {
        let height = scale(events);
        y -= height;
        out.push((at + 1, y, height));
    }
    out
}

fn axis(most: i64) -> Markup {
    let ground = HEIGHT - BOTTOM;
    html! {
        line.axis x1=(LEFT) x2=(WIDTH) y1=(ground) y2=(ground) {}
        text.tick x=(LEFT - 4) y="14" text-anchor="end" { (most) }
        text.tick x=(LEFT - 4) y=(ground) text-anchor="end" { "0" }
    }
}

/// The mean score by month against its baseline.
pub fn scores(months: &[Month]) -> Markup {
    let step = (WIDTH - LEFT) as f64 / months.len().max(1) as f64;
    let ground = (HEIGHT - BOTTOM) as f64;
    // PLOVER scores run from -10 to 10.
    let y = |score: f64| (10.0 - score) / 20.0 * (ground - 8.0) + 4.0;
    let x = |at: usize| LEFT as f64 + (at as f64 + 0.43) * step;
    let points = |of: fn(&Month) -> Option<f64>| {
        let known = months.iter().enumerate().filter_map(|(at, month)| Some((at, of(month)?)));
        known.map(|(at, score)| format!("{},{}", short(x(at)), short(y(score)))).collect::<Vec<_>>().join(" ")
    };
    html! {
        figure.chart {
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label="Mean score by month against the twelve months before; the table above has the numbers" {
                line.axis x1=(LEFT) x2=(WIDTH) y1=(short(y(0.0))) y2=(short(y(0.0))) {}
                @for score in [10, 0, -10] {
                    text.tick x=(LEFT - 4) y=(short(y(f64::from(score)) + 4.0)) text-anchor="end" { (score) }
                }
                polyline.baseline points=(points(|m| m.baseline)) {}
                polyline.score points=(points(|m| m.score)) {}
                @for (at, month) in months.iter().enumerate() {
                    @if let Some(score) = month.score {
                        circle.dot cx=(short(x(at))) cy=(short(y(score))) r="2.5" { title { (told(month)) } }
                    }
                    @if marks(at, months.len()) {
                        text.tick x=(short(x(at))) y=(HEIGHT - 5) { (month.month) }
                    }
                }
            }
            figcaption {
                span.key.score {} "mean PLOVER score of the month, from -10 (worst) to 10 "
                span.key.baseline {} "mean of the twelve months before"
            }
        }
    }
}

/// About eight months under a chart are named.
fn marks(at: usize, of: usize) -> bool {
    at.is_multiple_of((of / 8).max(1)) && (of - at) * 9 > of / 2
}

fn told(month: &Month) -> String {
    let parts: Vec<String> = month
        .events
        .iter()
        .zip(QUADS)
        .filter(|(events, _)| **events > 0)
        .map(|(events, quad)| format!("{events} {quad}"))
        .collect();
    let score = month.score.map_or_else(String::new, |s| format!("; mean score {s:.1}"));
    format!("{}: {}{score}", month.month, if parts.is_empty() { "none".to_owned() } else { parts.join(", ") })
}

/// What the colours of quad classes mean.
pub fn legend() -> Markup {
    html! {
        figcaption {
            @for (at, quad) in QUADS.iter().enumerate() {
                span.key.{ "q" (at + 1) } {} (quad) " "
            }
        }
    }
}

fn numbers(months: &[Month]) -> Markup {
    html! {
        details {
            summary { "The numbers" }
            div.scroll tabindex="0" role="region" aria-label="Events by month" {
                table {
                    thead { tr { th scope="col" { "Month" } @for quad in QUADS { th.number scope="col" { (quad) } } th.number scope="col" { "mean score" } th.number scope="col" { "baseline" } } }
                    tbody {
                        @for month in months.iter().filter(|m| m.events.iter().any(|e| *e > 0)) {
                            tr {
                                th scope="row" { (month.month) }
                                @for events in month.events { td.number { (events) } }
                                td.number { @if let Some(score) = month.score { (format!("{score:.2}")) } }
                                td.number { @if let Some(score) = month.baseline { (format!("{score:.2}")) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A coordinate: tenths are as fine as anybody sees.
pub fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Months from the first to the last that has events, the empty ones between them too, at most the last `limit`.
pub fn months(tallies: &[demarche_store::Tally], limit: usize) -> Vec<Month> {
    let dated: Vec<_> = tallies.iter().filter(|t| t.month > 0).collect();
    let (Some(first), Some(last)) = (dated.first(), dated.last()) else { return vec![] };
    let index = |month: i64| month / 100 * 12 + month % 100 - 1;
    let to = index(last.month);
    // A year at least, or a single month fills the chart.
    let from = index(first.month).min(to - 11);
    let mut cells = vec![([0_i64; 4], 0_i64); (to - from + 1) as usize];
    for tally in dated {
        let (events, score) = &mut cells[(index(tally.month) - from) as usize];
        events[(tally.quad.clamp(1, 4) - 1) as usize] += tally.events;
        *score += tally.score;
    }
    let mean = |cells: &[([i64; 4], i64)]| {
        let events: i64 = cells.iter().map(|(events, _)| events.iter().sum::<i64>()).sum();
        let score: i64 = cells.iter().map(|(_, score)| score).sum();
        (events > 0).then(|| score as f64 / 10.0 / events as f64)
    };
    let skipped = cells.len().saturating_sub(limit);
    (skipped..cells.len())
        .map(|at| {
            let month = from + at as i64;
            Month {
                month: format!("{:04}-{:02}", month / 12, month % 12 + 1),
                events: cells[at].0,
                score: mean(&cells[at..=at]),
                baseline: mean(&cells[at.saturating_sub(12)..at]),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_store::Tally;

    #[test]
    fn months_without_events_stand_between_the_others_and_count_for_the_baseline() {
        let tally = |month, quad, events, score| Tally { month, quad, events, score };
        let months = months(&[tally(0, 1, 9, 9), tally(201_711, 1, 2, 40), tally(201_801, 4, 1, -90)], 99);
        assert_eq!((months.len(), months[0].month.as_str()), (12, "2017-02"));
        let months = &months[9..];
        assert_eq!(months.iter().map(|m| m.month.as_str()).collect::<Vec<_>>(), ["2017-11", "2017-12", "2018-01"]);
        assert_eq!(months[0].baseline, None);
        assert_eq!((months[1].score, months[1].baseline), (None, Some(2.0)));
        assert_eq!((months[2].score, months[2].events), (Some(-9.0), [0, 0, 0, 1]));
    }

    #[test]
    fn a_chart_says_its_numbers() {
        let month = Month { month: "2018-09".to_owned(), events: [3, 0, 1, 0], score: Some(1.5), baseline: None };
        let chart = bars(&[month]).into_string();
        assert!(chart.contains("<title>2018-09: 3 verbal cooperation, 1 verbal conflict; mean score 1.5</title>"), "{chart}");
        assert!(!chart.contains("style="), "the policy of pages forbids styles in them");
    }
}
