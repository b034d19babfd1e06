//! What a run came to.

use crate::input::Tally;
use demarche_store::Written;
use std::fmt::Write as _;

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Feeds read that had something new.
    pub feeds: u64,
    /// Feeds that had nothing new.
    pub unchanged: u64,
    /// Times that a feed could not be read.
    pub failed: u64,
    /// Feeds that were not asked: their server or a row of failures asks for patience.
    pub waiting: u64,
    /// Feeds that are gone for good.
    pub gone: u64,
    /// Pages read.
    pub pages: u64,
    /// Pages that could not be read, now or ever.
    pub failed_pages: u64,
    /// Pages that their site wants left alone.
    pub left_alone: u64,
    /// Reports that were read, of pages and entries.
    pub tally: Tally,
    /// Reports that the program failed on.
    pub lost: u64,
    /// Reports that were in the store before they were coded.
    pub known: u64,
    /// What was written.
    pub written: Written,
}

impl Counts {
    /// One line for a person.
    pub fn summary(&self) -> String {
        let mut out = format!("{} with news, {} unchanged", feeds(self.feeds), self.unchanged);
        let more =
            [(self.failed, "failed"), (self.waiting, "not to be asked yet"), (self.gone, "gone for good")];
        for (count, what) in more.into_iter().filter(|(count, _)| *count > 0) {
            let _ = write!(out, ", {count} {what}");
        }
        let _ = write!(out, "; {} page{} read", self.pages, if self.pages == 1 { "" } else { "s" });
        let more = [(self.failed_pages, "failed"), (self.left_alone, "left alone as robots.txt asks")];
        for (count, what) in more.into_iter().filter(|(count, _)| *count > 0) {
            let _ = write!(out, ", {count} {what}");
        }
        let mut tally = self.tally.clone();
        tally.lost(self.lost);
        let _ = write!(out, "; {}", tally.summary());
        out
    }

    /// Whether something that was asked for could not be read.
    pub fn failures(&self) -> u64 {
        self.failed + self.failed_pages + self.lost
    }
}

fn feeds(count: u64) -> String {
    format!("{count} feed{}", if count == 1 { "" } else { "s" })
}
