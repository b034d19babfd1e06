//! How many documents were read, and how many were not.

use crate::{InputError, Report};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many documents were read, and how many were not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents read.
    pub read: u64,
    /// Documents that could not be read.
    pub bad: u64,
    /// Of those read, how many had no date.
    pub undated: u64,
    /// Documents passed over as another shard's.
    pub others: u64,
    /// Of those read, how many are in which other language.
    pub foreign: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Counts what the iterator gave.
    pub fn count(&mut self, item: &Result<Report, InputError>) {
        match item {
            Ok(report) => {
                self.read += 1;
                self.undated += u64::from(report.document.date.is_none());
                if let Some(language) = report.foreign {
                    *self.foreign.entry(language).or_default() += 1;
                }
            }
            Err(_) => self.bad += 1,
        }
    }

    /// Counts documents that were read and could not be used all the same.
    pub fn lost(&mut self, documents: u64) {
        let documents = documents.min(self.read);
        self.read -= documents;
        self.bad += documents;
    }

    /// One line for a person: `3 documents read, 1 could not be read, 2 without a date (…)`.
    pub fn summary(&self) -> String {
        let mut out = format!("{} document{} read", self.read, if self.read == 1 { "" } else { "s" });
        if self.bad > 0 {
            let _ = write!(out, ", {} could not be read", self.bad);
        }
        if self.undated > 0 {
            let _ = write!(out, ", {} without a date (relative dates in them stay unresolved)", self.undated);
        }
        let foreign: u64 = self.foreign.values().sum();
        if foreign > 0 {
            let each: Vec<String> = self.foreign.iter().map(|(code, n)| format!("{code} {n}")).collect();
            let _ = write!(out, ", {foreign} not in English ({})", each.join(", "));
        }
        out
    }

    /// Whether the run did what was asked: not when nothing could be read, nor, if `strict`, when something could not.
    ///
    /// # Errors
    /// Says how many documents could not be read.
    pub fn verdict(&self, strict: bool) -> anyhow::Result<()> {
        let empty_shard = self.bad == 0 && self.others > 0;
        if self.read == 0 && !empty_shard {
            anyhow::bail!("no document could be read");
        }
        if strict && self.bad > 0 {
            anyhow::bail!("{} of {} documents could not be read", self.bad, self.read + self.bad);
        }
        Ok(())
    }
}
