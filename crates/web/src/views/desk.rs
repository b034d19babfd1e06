//! Monday morning: what is due, what is late, what changed, what is contested, who is busier than usual.

use super::items::{self, ItemLine};
use crate::glosses;
use crate::page::{Frame, counted, link};
use crate::query::{Holds, Parameter};
use crate::route::{Asked, Route, View, json};
use crate::Failure;
use demarche_ledger::{Desk, Item};
use demarche_store::Busy;
use jiff::civil::Date;
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Serialize;

/// The route.
pub const ROUTE: Route = Route {
    path: "/desk",
    id: "desk",
    about: "What is due, what is past its day, what changed, what is contested, and which pairs are busier than usual",
    parameters: &[
        Parameter { name: "day", holds: Holds::Day, about: "The desk as it stood at the end of this day; by default the last report's" },
        Parameter { name: "since", holds: Holds::Day, about: "What counts as changed; by default since the last visit, else a week" },
    ],
    also: &[],
    answer,
    schema: |generator| generator.subschema_for::<DeskView>(),
};

/// Lines of one list; the rest is counted.
const MOST: usize = 40;

/// Pairs that are shown.
const PAIRS: usize = 12;

/// The desk.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeskView {
    /// The day it stands for.
    day: String,
    /// What counts as changed.
    since: String,
    /// Awaited within a week.
    due: Vec<ItemLine>,
    /// Past its day without word.
    late: Vec<ItemLine>,
    /// Whose status has changed.
    changed: Vec<ItemLine>,
    /// On which the sides contradict one another.
    contested: Vec<ItemLine>,
    /// Pairs of countries by their events of the month.
    busiest: Vec<Pair>,
    /// Month of those events.
    month: Option<String>,
    /// Items that are followed.
    items: usize,
    #[serde(skip)]
    visits: Option<(Date, Date)>,
}

/// A pair of countries.
#[derive(Debug, Serialize, JsonSchema)]
struct Pair {
    /// Codes.
    parties: [String; 2],
    /// Events of the month.
    now: i64,
    /// Events of a month on average over the twelve before.
    baseline: f64,
}

fn answer(asked: &Asked<'_>) -> Result<Box<dyn View>, Failure> {
    let as_of = asked.query.day("day");
    let items = asked.app.items(asked.store, as_of)?;
    let last = asked.store.last_day()?;
    let day = as_of.or(last).unwrap_or(Date::constant(2000, 1, 1));
    // The browser keeps the days of the store on the last visit and on this one; a new day makes this one the last.
    let visits = match asked.visits {
        Some((before, now)) if now == day => (before, now),
        Some((_, now)) if now < day => (now, day),
        _ => (Desk::week_before(day), day),
    };
    let since = asked.query.day("since").unwrap_or(visits.0);
    let desk = Desk::of(items.iter(), day, since);
    let month = i64::from(day.year()) * 100 + i64::from(day.month());
    Ok(Box::new(DeskView {
        day: day.to_string(),
        since: since.to_string(),
        due: lines(&desk.due),
        late: lines(&desk.late),
        changed: lines(&desk.changed),
        contested: lines(&desk.contested),
        busiest: busiest(asked, month)?,
        month: last.map(|_| format!("{:04}-{:02}", day.year(), day.month())),
        items: items.len(),
        visits: as_of.is_none().then_some(visits),
    }))
}

fn lines(items: &[&Item]) -> Vec<ItemLine> {
    items.iter().map(|item| ItemLine::of(item)).collect()
}

fn busiest(asked: &Asked<'_>, month: i64) -> Result<Vec<Pair>, Failure> {
    let base = asked.app.coder.base();
    let pair = |busy: &Busy| {
        let parties = glosses::pair(base, &busy.pair)?;
        Some(Pair { parties, now: busy.now, baseline: busy.before as f64 / 12.0 })
    };
    Ok(asked.store.busiest(month, PAIRS * 4)?.iter().filter_map(pair).take(PAIRS).collect())
}

impl View for DeskView {
    fn title(&self) -> String {
        format!("The desk on {}", self.day)
    }

    fn json(&self) -> Result<String, Failure> {
        json(self)
    }

    fn visits(&self) -> Option<(Date, Date)> {
        self.visits
    }

    fn html(&self, frame: &Frame<'_>) -> Markup {
        let base = frame.app.coder.base();
        let changed = format!("Changed since {}", self.since);
        let sections = [
            ("due", "Due within a week", &self.due, "Nothing is due."),
            ("changed", changed.as_str(), &self.changed, "Nothing has changed."),
            ("late", "Past its day without word", &self.late, "Nothing is late."),
            ("contested", "Contested", &self.contested, "Nobody contradicts anybody."),
        ];
        html! {
            form.filters method="get" action="/" {
                (crate::page::field("day", "As of", "date", Some(&self.day), ""))
                (crate::page::field("since", "Changed since", "date", Some(&self.since), ""))
                button { "Show" }
            }
            div.columns {
                div {
                    @for (id, head, lines, none) in sections {
                        section aria-labelledby=(id) {
                            h2 id=(id) { (head) " " span.count { (lines.len()) } }
                            @if lines.is_empty() { p.faint { (none) } } @else { (items::table(base, head, &lines[..lines.len().min(MOST)])) }
                            @if lines.len() > MOST { p.faint { (counted(lines.len() - MOST, "more line")) " in " a href="/ledger" { "the ledger" } "." } }
                        }
                    }
                }
                aside aria-labelledby="busy" {
                    h2 id="busy" { "Most active pairs" @if let Some(month) = &self.month { " in " (month) } }
                    (self.busiest(base))
                    p.faint { (counted(self.items, "item")) " are followed in " a href="/ledger" { "the ledger" } "." }
                }
            }
        }
    }
}

impl DeskView {
    fn busiest(&self, base: &demarche_actors::Base) -> Markup {
        let most = self.busiest.iter().map(|p| (p.now as f64).max(p.baseline)).fold(1.0, f64::max);
        html! {
            @if self.busiest.is_empty() { p.faint { "No events this month." } } @else {
                table.busy {
                    thead { tr { th scope="col" { "Pair" } th.number scope="col" { abbr title="Events of this month that are reported as done" { "Now" } } th.number scope="col" { abbr title="A month on average over the twelve before" { "Usual" } } th scope="col" { span.unseen { "Compared" } } } }
                    tbody {
                        @for pair in &self.busiest {
                            @let [one, other] = &pair.parties;
                            tr {
                                td { a href=(link(&["dyads", one, other])) title=(format!("{} and {}", glosses::party(base, one), glosses::party(base, other))) { (one) "–" (other) } }
                                td.number { (pair.now) }
                                td.number { (format!("{:.1}", pair.baseline)) }
                                td { (gauge(pair.now as f64 / most, pair.baseline / most)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A bar with a tick where it usually ends.
fn gauge(now: f64, usual: f64) -> Markup {
    html! {
        svg.gauge viewBox="0 0 100 10" aria-hidden="true" {
            rect.now width=(crate::chart::short(now * 98.0)) height="10" {}
            line.usual x1=(crate::chart::short(usual * 98.0)) x2=(crate::chart::short(usual * 98.0)) y1="0" y2="10" {}
        }
    }
}
