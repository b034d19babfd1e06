//! Ledgers that have been read: of a large store that takes seconds, and many pages ask for the same.

use crate::Failure;
use crate::app::locked;
use demarche_ledger::{Item, LedgerRules};
use demarche_store::{ItemFilter, Store, StoreError};
use jiff::civil::Date;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::{Duration, Instant};

/// Days of which ledgers are kept beside that of today.
const KEPT: usize = 6;

/// Between two readings at least so many times as long as a reading takes.
const REST: u32 = 5;

/// How long one who asks waits for another who reads.
const WAIT: Duration = Duration::from_secs(5);

/// A ledger as of a day.
struct Kept {
    as_of: Option<Date>,
    /// The state of the store that it was read from.
    state: i64,
    items: Arc<Vec<Item>>,
}

/// Ledgers that have been read, the last to be asked for at the end.
pub struct Ledgers {
    /// Sees when the store changes: states of one connection cannot be compared with those of another.
    watcher: Mutex<Store>,
    kept: Mutex<Vec<Kept>>,
    /// Held while a ledger is read, so that it is read once.
    reading: Mutex<()>,
    /// When it may be read anew.
    rested: Mutex<Option<Instant>>,
}

impl Ledgers {
    /// None yet.
    pub fn new(watcher: Store) -> Self {
        Self { watcher: Mutex::new(watcher), kept: Mutex::default(), reading: Mutex::default(), rested: Mutex::default() }
    }

    fn state(&self) -> Result<i64, StoreError> {
        locked(&self.watcher).state()
    }

    /// Items as of a day. Of today they may be as old as the last [`Ledgers::refresh`]; nobody waits for those.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn items(&self, store: &Store, rules: &LedgerRules, as_of: Option<Date>) -> Result<Arc<Vec<Item>>, Failure> {
        let state = self.state()?;
        let fits = |kept: &Kept| kept.as_of == as_of && (as_of.is_none() || kept.state == state);
        if let Some(items) = self.find(fits) {
            return Ok(items);
        }
        let _reading = self.turn()?;
        // Whoever had the turn before may have read the same.
        if let Some(items) = self.find(fits) {
            return Ok(items);
        }
        let items = Arc::new(read(store, rules, as_of)?);
        self.keep(Kept { as_of, state, items: Arc::clone(&items) });
        Ok(items)
    }

    /// Waits a moment for whoever reads a ledger.
    fn turn(&self) -> Result<MutexGuard<'_, ()>, Failure> {
        let end = Instant::now() + WAIT;
        loop {
            match self.reading.try_lock() {
                Ok(turn) => return Ok(turn),
                Err(TryLockError::Poisoned(turn)) => return Ok(turn.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() < end => std::thread::sleep(WAIT / 500),
                Err(TryLockError::WouldBlock) => return Err(Failure::Busy("the ledger is being read")),
            }
        }
    }

    fn find(&self, fits: impl Fn(&Kept) -> bool) -> Option<Arc<Vec<Item>>> {
        let mut kept = locked(&self.kept);
        let at = kept.iter().position(fits)?;
        let found = kept.remove(at);
        let items = Arc::clone(&found.items);
        kept.push(found);
        Some(items)
    }

    fn keep(&self, new: Kept) {
        let mut kept = locked(&self.kept);
        kept.retain(|old| old.as_of != new.as_of);
        kept.push(new);
        if kept.len() > KEPT
            && let Some(oldest) = kept.iter().position(|k| k.as_of.is_some())
        {
            kept.remove(oldest);
        }
    }

    /// Reads today's ledger where the store has changed since, but rests between readings. True where it was read.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn refresh(
        &self,
        open: impl FnOnce() -> Result<Store, StoreError>,
        rules: &LedgerRules,
    ) -> Result<bool, Failure> {
        let state = self.state()?;
        let current = locked(&self.kept).iter().any(|k| k.as_of.is_none() && k.state == state);
        if current || locked(&self.rested).is_some_and(|then| Instant::now() < then) {
            return Ok(false);
        }
        let _reading = self.turn()?;
        let begun = Instant::now();
        let items = Arc::new(read(&open()?, rules, None)?);
        self.keep(Kept { as_of: None, state, items });
        *locked(&self.rested) = Some(Instant::now() + (begun.elapsed() * REST).max(Duration::from_secs(1)));
        Ok(true)
    }
}

fn read(store: &Store, rules: &LedgerRules, as_of: Option<Date>) -> Result<Vec<Item>, StoreError> {
    store.items(rules, &ItemFilter { as_of, ..ItemFilter::default() })
}
