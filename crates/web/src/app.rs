//! What all requests share: the store, the coder, the ledger.

use crate::Failure;
use crate::counts::{Counted, Counts};
use crate::ledgers::Ledgers;
use crate::views::audit::Samples;
use crate::views::watchlists::{self, Waits};
use demarche_ledger::{Item, LedgerRules};
use demarche_pipeline::Coder;
use demarche_store::{Store, StoreError};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// How long a question to the store may take.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Questions that are answered at the same time; others wait.
const AT_ONCE: usize = 8;

/// What a desk needs.
pub struct Settings {
    /// The store.
    pub store: PathBuf,
    /// What it is called on the page.
    pub name: String,
    /// True where it is made of the examples.
    pub examples: bool,
    /// What everybody has to know who asks; `None` on the own machine only.
    pub token: Option<String>,
    /// Names of this machine that a browser may use, with or without port.
    pub hosts: Vec<String>,
}

/// What all requests share.
pub struct App {
    /// How it was started.
    pub settings: Settings,
    /// Codes what people paste, and what reports are shown with.
    pub coder: Arc<Coder>,
    /// How claims become items.
    pub rules: LedgerRules,
    readers: Semaphore,
    pool: Mutex<Vec<Store>>,
    writer: Mutex<Option<Store>>,
    ledgers: Ledgers,
    counted: Counted,
    /// Samples of the audit that were drawn.
    pub samples: Samples,
}

impl App {
    /// A desk over a store, which must be there.
    ///
    /// # Errors
    /// When the store cannot be opened.
    pub fn new(settings: Settings, coder: Arc<Coder>, rules: LedgerRules) -> Result<Self, StoreError> {
        let ledgers = Ledgers::new(Store::open_to_read(&settings.store)?);
        let first = Store::open_to_read(&settings.store)?;
        Ok(Self {
            settings,
            coder,
            rules,
            readers: Semaphore::new(AT_ONCE),
            pool: Mutex::new(vec![first]),
            writer: Mutex::new(None),
            ledgers,
            counted: Counted::default(),
            samples: Samples::default(),
        })
    }

    /// Runs what needs the store where it may take its time.
    ///
    /// # Errors
    /// Those of the question, and when it takes too long.
    pub async fn ask<T: Send + 'static>(
        self: Arc<Self>,
        question: impl FnOnce(&Self, &Store) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let waited = tokio::time::timeout(PATIENCE, self.readers.acquire()).await;
        let _permit =
            waited.map_err(|_| Failure::Busy("too many ask at once"))?.map_err(|_| Failure::Broken)?;
        let app = Arc::clone(&self);
        let answer = tokio::task::spawn_blocking(move || app.with_store(|store| question(&app, store)));
        answer.await.map_err(|_| Failure::Broken)?
    }

    /// Lends a store to read from. One that was lent to something that panicked is not used again.
    fn with_store<T>(&self, question: impl FnOnce(&Store) -> Result<T, Failure>) -> Result<T, Failure> {
        let pooled = locked(&self.pool).pop();
        let mut store = match pooled {
            Some(store) => store,
            None => Store::open_to_read(&self.settings.store)?,
        };
        let end = Instant::now() + PATIENCE;
        store.break_off_when(move || Instant::now() > end)?;
        let answer = question(&store);
        locked(&self.pool).push(store);
        answer
    }

    /// Lends the store to write to; what people say is all that a desk writes.
    ///
    /// # Errors
    /// Those of the change, and when the store cannot be written.
    pub fn change<T>(&self, change: impl FnOnce(&mut Store) -> Result<T, StoreError>) -> Result<T, Failure> {
        let mut writer = locked(&self.writer);
        let store = match writer.take() {
            Some(store) => store,
            None => Store::open_to_update(&self.settings.store)?,
        };
        Ok(change(writer.insert(store))?)
    }

    /// Items of the ledger as they stood at the end of a day, or stand now.
    ///
    /// # Errors
    /// When the store cannot be read, or the ledger is being read for the first time.
    pub fn items(&self, store: &Store, as_of: Option<Date>) -> Result<Arc<Vec<Item>>, Failure> {
        self.ledgers.items(store, &self.rules, as_of)
    }

    /// Reads the ledger anew where the store has changed. True where it has.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn refresh(&self) -> Result<bool, Failure> {
        let fresh = self.ledgers.refresh(|| Store::open_to_read(self.store()), &self.rules)?;
        if fresh {
            self.counts(&Store::open_to_read(self.store())?)?;
        }
        Ok(fresh)
    }

    /// How many there are of everything, a minute ago at the most.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn counts(&self, store: &Store) -> Result<Arc<Counts>, Failure> {
        self.counted.of(store)
    }

    /// Tells addresses of watchlists of what has arrived, once, with `post`, which takes an address and JSON.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn tell(&self, post: &dyn Fn(&str, &str) -> Result<(), String>) -> Result<(), Failure> {
        watchlists::tell(self, post, &mut Waits::default())
    }

    /// The store's file.
    pub fn store(&self) -> &Path {
        &self.settings.store
    }
}

/// A lock whose holder cannot leave anything half done.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Now, in universal time.
pub fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}
