//! Where events take place, as exactly as is known and no more: countries are shaded, points are points.

use crate::Failure;
use crate::chart::{self, Month};
use crate::page::{Frame, counted, field};
use crate::query::{Holds, Parameter, Query};
use crate::route::{Asked, Route, View, json};
use crate::world;
use demarche_store::Spot;
use jiff::civil::Date;
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;

/// The route.
pub const ROUTE: Route = Route {
    path: "/map",
    id: "map",
    about: "Where events take place, month by month: countries where no more is known, points where it is",
    parameters: &[
        Parameter {
            name: "from",
            holds: Holds::Day,
            about: "From the month of this day on; by default the last twelve months",
        },
        Parameter { name: "to", holds: Holds::Day, about: "Up to the month of this day" },
        Parameter {
            name: "quad",
            holds: Holds::OneOf(&["1", "2", "3", "4"]),
            about: "Only of this quad class",
        },
    ],
    also: &[],
    answer,
    schema: |generator| generator.subschema_for::<MapView>(),
};

/// Places of a map.
const PLACES: usize = 1500;

/// A map.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MapView {
    /// First and last month, 2018-09.
    from: String,
    to: String,
    places: Vec<PlaceCount>,
    /// Events that have a place, by month of the whole store.
    months: Vec<MonthCount>,
}

/// Events of a month.
#[derive(Debug, Serialize, JsonSchema)]
struct MonthCount {
    /// 2018-09.
    month: String,
    events: i64,
}

/// A place.
#[derive(Debug, Serialize, JsonSchema)]
struct PlaceCount {
    name: String,
    country: Option<String>,
    lat: f64,
    lon: f64,
    /// country, region or city.
    precision: String,
    /// Events of quad classes 1 to 4.
    events: [i64; 4],
}

fn answer(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let number = |day: Date| i64::from(day.year()) * 100 + i64::from(day.month());
    let last = asked.store.months()?.map_or(200_001, |(_, last)| last);
    let to = asked.query.day("to").map_or(last, number);
    let from = asked.query.day("from").map_or(year_before(to), number);
    let quad = asked.query.text("quad").and_then(|q| q.parse::<usize>().ok());
    let places = asked.store.spots(from, to, PLACES)?.into_iter().map(|spot| place(spot, quad));
    let places = places.filter(|p| p.events.iter().any(|e| *e > 0)).collect();
    let months = asked
        .store
        .spotted()?
        .into_iter()
        .map(|(number, events)| MonthCount { month: month(number), events });
    Ok(Box::new(MapView { from: month(from), to: month(to), places, months: months.collect() }))
}

fn place(spot: Spot, quad: Option<usize>) -> PlaceCount {
    let Spot { name, country, lat, lon, precision, mut events } = spot;
    if let Some(quad) = quad {
        let only = events[quad - 1];
        events = [0; 4];
        events[quad - 1] = only;
    }
    PlaceCount { name, country, lat, lon, precision, events }
}

fn month(number: i64) -> String {
    format!("{:04}-{:02}", number / 100, number % 100)
}

fn year_before(number: i64) -> i64 {
    let at = number / 100 * 12 + number % 100 - 12;
    at / 12 * 100 + at % 12 + 1
}

impl View for MapView {
    fn title(&self) -> String {
        format!("Where, from {} to {}", self.from, self.to)
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        let query = frame.query;
        let quads = chart::QUADS.iter().enumerate().map(|(at, name)| (["1", "2", "3", "4"][at], *name));
        let (from, to) = (format!("{}-01", self.from), format!("{}-01", self.to));
        html! {
            form.filters method="get" action="/map" {
                (field("from", "From the month of", "date", Some(query.text("from").unwrap_or(&from)), ""))
                (field("to", "To the month of", "date", Some(query.text("to").unwrap_or(&to)), ""))
                (crate::page::choice("quad", "Quad class", query.text("quad"), quads))
                button { "Show" }
            }
            (self.brush(query))
            (self.picture())
            p.faint { "A country is shaded by events of which no more than the country is known. A filled point is a town or a site, a ring the middle of something larger, such as a province." }
            details {
                summary { "The places" }
                (self.list())
            }
        }
    }
}

impl MapView {
    /// The months of the store as a strip of bars: one leads to its month, and dragging over several chooses them.
    fn brush(&self, query: &Query) -> Markup {
        let most = self.months.iter().map(|m| m.events).max().unwrap_or(0);
        let width = 1000.0 / self.months.len().max(1) as f64;
        html! {
            @if self.months.len() > 1 {
                svg.brush viewBox="0 0 1000 40" preserveAspectRatio="none" role="group" aria-label="Months: choose one, or drag over several" {
                    @for (at, month) in self.months.iter().enumerate() {
                        @let day = format!("{}-01", month.month);
                        @let height = 4.0 + 36.0 * month.events as f64 / most as f64;
                        @let inside = month.month >= self.from && month.month <= self.to;
                        a href=(query.address("/map", &[("from", Some(&day)), ("to", Some(&day))])) data-day=(day) {
                            title { (month.month) ": " (month.events) " events" }
                            rect.bar.inside[inside] x=(chart::short(at as f64 * width)) y=(chart::short(40.0 - height)) width=(chart::short(width * 0.9)) height=(chart::short(height)) {}
                        }
                    }
                }
            }
        }
    }

    fn picture(&self) -> Markup {
        let total = |p: &PlaceCount| p.events.iter().sum::<i64>();
        let is_country = |p: &&PlaceCount| p.precision == "country";
        let most = self.places.iter().filter(is_country).map(total).max().unwrap_or(1).max(1);
        let points: Vec<&PlaceCount> = self.places.iter().filter(|p| p.precision != "country").collect();
        let largest = points.iter().map(|p| total(p)).max().unwrap_or(1).max(1);
        html! {
            figure.map {
                svg viewBox={ "0 0 " (world::WIDTH) " " (world::HEIGHT) } role="img" aria-label={ "Map of " (counted(self.places.len(), "place")) "; the list below has them" } {
                    @for (code, path) in world::shapes() {
                        @let here = self.places.iter().filter(is_country).find(|p| p.country.as_deref() == Some(code));
                        path.land.{ "shade-" (here.map_or(0, |p| shade(total(p), most))) } d=(path) {
                            title { @match here { Some(p) => { (p.name) ": " (told(p)) }, None => (code) } }
                        }
                    }
                    @for point in points.iter().rev() {
                        @let (x, y) = world::project(point.lon, point.lat);
                        circle.spot.{ "q" (heaviest(&point.events)) }.ring[point.precision == "region"] cx=(chart::short(x)) cy=(chart::short(y)) r=(chart::short(4.0 + 16.0 * (total(point) as f64 / largest as f64).sqrt())) {
                            title { (point.name) ": " (told(point)) }
                        }
                    }
                }
                (chart::legend())
            }
        }
    }

    fn list(&self) -> Markup {
        html! {
            div.scroll tabindex="0" role="region" aria-label="Places" {
                table {
                    thead { tr { th scope="col" { "Place" } th scope="col" { "Country" } th scope="col" { "Exact to the" } @for quad in chart::QUADS { th.number scope="col" { (quad) } } } }
                    tbody { @for place in &self.places { tr { th scope="row" { (place.name) } td { (place.country.as_deref().unwrap_or_default()) } td { (place.precision) } @for events in place.events { td.number { (events) } } } } }
                }
            }
        }
    }
}

/// Of six shades the one for a share, by orders of magnitude.
fn shade(events: i64, most: i64) -> i64 {
    let share = ((events + 1) as f64).ln() / ((most + 1) as f64).ln();
    (share * 5.0).ceil().clamp(1.0, 5.0) as i64
}

/// The quad class with most events.
fn heaviest(events: &[i64; 4]) -> usize {
    events.iter().enumerate().max_by_key(|(at, events)| (**events, 4 - at)).map_or(1, |(at, _)| at + 1)
}

fn told(place: &PlaceCount) -> String {
    let month = Month { month: place.precision.clone(), events: place.events, score: None, baseline: None };
    let parts = month.events.iter().zip(chart::QUADS).filter(|(events, _)| **events > 0);
    let parts: Vec<String> = parts.map(|(events, quad)| format!("{events} {quad}")).collect();
    format!("{} (exact to the {})", parts.join(", "), place.precision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_go_by_orders_of_magnitude_and_a_year_before_is_twelve_months() {
        assert_eq!([1, 10, 100, 1000].map(|events| shade(events, 1000)), [1, 2, 4, 5]);
        assert_eq!(year_before(201_809), 201_710);
        assert_eq!(year_before(201_812), 201_801);
        assert_eq!(heaviest(&[2, 0, 0, 2]), 1);
    }
}
