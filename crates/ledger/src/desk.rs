//! What of a ledger is on the desk of whoever follows it, on a day.

use crate::Item;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Days that a desk looks ahead.
pub const AHEAD: i32 = 7;
/// Days that a desk looks back where nobody says since when.
const BACK: i32 = 7;
/// Days after its own that something without further word is still asked about.
const LATE: i32 = 60;
/// Days without a word after which an item is quiet.
const QUIET: i32 = 365;

/// Items by what there is to do about them; one may be in several lists.
#[derive(Clone, Debug, Default)]
pub struct Desk<'i> {
    /// Awaited within a week, soonest first.
    pub due: Vec<&'i Item>,
    /// Past its day without word, the latest day first.
    pub late: Vec<&'i Item>,
    /// Whose status has changed, the latest first.
    pub changed: Vec<&'i Item>,
    /// On which the sides contradict one another, the latest word first.
    pub contested: Vec<&'i Item>,
}

impl<'i> Desk<'i> {
    /// The desk on `day`, with what has changed since, that day included.
    pub fn of(items: impl IntoIterator<Item = &'i Item>, day: Date, since: Date) -> Self {
        let mut desk = Self::default();
        for item in items {
            if is_due(item, day) {
                desk.due.push(item);
            }
            if is_late(item, day) {
                desk.late.push(item);
            }
            if item.changed().is_some_and(|changed| changed >= since) {
                desk.changed.push(item);
            }
            if !item.contested.is_empty() {
                desk.contested.push(item);
            }
        }
        desk.due.sort_by_key(|item| item.when.map(|w| (w.from.max(day), w.to)));
        desk.late.sort_by_key(|item| std::cmp::Reverse(item.when.map(|w| w.to)));
        desk.changed.sort_by_key(|item| std::cmp::Reverse(item.changed()));
        desk.contested.sort_by_key(|item| std::cmp::Reverse(item.heard()));
        desk
    }

    /// Since when things count as changed where nobody says.
    pub fn week_before(day: Date) -> Date {
        day.saturating_sub(BACK.days())
    }
}

fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

fn is_due(item: &Item, day: Date) -> bool {
    let soon = |edge: Date| (0..=AHEAD).contains(&days(day, edge));
    item.is_awaited() && item.when.is_some_and(|w| soon(w.from) || soon(w.to))
}

fn is_late(item: &Item, day: Date) -> bool {
    item.is_awaited() && item.when.is_some_and(|w| (1..=LATE).contains(&days(w.to, day)))
}

impl Item {
    /// Day of the last report of it.
    pub fn heard(&self) -> Option<Date> {
        self.evidence.last().map(|e| e.source.reported)
    }

    /// True where nothing was heard of it for a year before `day`.
    pub fn is_quiet(&self, day: Date) -> bool {
        self.heard().is_some_and(|heard| days(heard, day) > QUIET)
    }
}
