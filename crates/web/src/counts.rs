//! What takes a walk over the whole store to count: kept, and counted anew after a while.

use crate::Failure;
use crate::app::locked;
use demarche_store::{Status, Store, StoreError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long counts are good enough.
const FRESH: Duration = Duration::from_mins(1);

/// How many there are of everything.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// What the store holds.
    pub status: Status,
    /// Events of each category, most first.
    pub categories: Vec<(String, u64)>,
    /// Sentences of which nothing was coded.
    pub quiet: u64,
}

/// Counts with the last event and the last report when they were made.
struct Kept {
    made: Instant,
    state: (i64, i64),
    counts: Arc<Counts>,
}

/// Counts that were made.
#[derive(Default)]
pub struct Counted(Mutex<Option<Kept>>);

impl Counted {
    /// Counts that are at most a minute old, or of a store to which nothing was added since.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(&self, store: &Store) -> Result<Arc<Counts>, Failure> {
        let state = (store.last_event()?, store.last_report()?);
        let good = |kept: &&Kept| kept.state == state || kept.made.elapsed() < FRESH;
        if let Some(kept) = locked(&self.0).as_ref().filter(good) {
            return Ok(Arc::clone(&kept.counts));
        }
        let counts = Arc::new(count(store)?);
        *locked(&self.0) = Some(Kept { made: Instant::now(), state, counts: Arc::clone(&counts) });
        Ok(counts)
    }
}

fn count(store: &Store) -> Result<Counts, StoreError> {
    let (status, categories) = (store.status()?, store.categories(i64::MAX)?);
    Ok(Counts { status, categories, quiet: store.quiet_sentences()? })
}
