//! Feeds that are watched: which, when they are asked, what came of it.
//!
//! [`List`] is the file of feeds, [`Hosts`](hosts::Hosts) says whose turn it is, [`Asker`](asker::Asker) asks on threads of its own,
//! [`poll`] and [`page`] say what an answer means, and [`Watcher`] is the loop that puts them together. All that it has to remember is
//! in the store.

mod asker;
mod counts;
mod hosts;
mod list;
mod page;
mod plan;
mod poll;
mod stop;
mod task;
mod watcher;

pub use counts::Counts;
pub use list::List;
pub use plan::plan;
pub use stop::Stop;
pub use watcher::{Manner, Watcher};

/// Says something on standard error. What others have written must not move the cursor there.
pub fn warn(message: &str) {
    eprintln!("warning: {}", shown(message));
}

/// A text of others on one line without control characters.
fn shown(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}
