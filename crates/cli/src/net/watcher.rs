//! The loop: what is due is asked, what comes back is read, and what was read is written with the note that it was.

use super::asker::{Asker, Done, Failure};
use super::hosts::{Hosts, Next, Unread};
use super::list::{Feed, List};
use super::task::{Purpose, Task};
use super::{Counts, Stop, page, poll, shown, warn};
use crate::input::{InputError, Place, Report, feed_of};
use crate::store::digest_of;
use anyhow::Result;
use demarche_fetch::{Answer, Robots, Url, address, address_in};
use demarche_pipeline::guarded;
use demarche_store::{Entry, FeedState, Harvest, NewPage, Page, PageOutcome, Run, Store};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long the loop waits for an answer before it looks whether it is to end.
const TICK: Duration = Duration::from_millis(200);

/// How often pages are looked for that are to be asked for once more.
const REFILL: Duration = Duration::from_secs(10);

/// Most pages of one feed that wait for their turn in memory.
const MOST_WAITING: usize = 50;

/// Most entries of a feed that are looked at.
const MOST_ENTRIES: usize = 1000;

/// How often a page is asked for, and the wait after the first time.
const MOST_TRIES: u32 = 5;
const FIRST_WAIT: Duration = Duration::from_mins(15);

/// Most reports that are coded and written together.
const MOST_REPORTS: usize = 32;

/// Watches the feeds of a list.
pub struct Watcher {
    token: String,
    redirects: u32,
    once: bool,
    any_language: bool,
    feeds: Vec<Watched>,
    hosts: Hosts,
    asker: Asker,
    store: Store,
    run: Run,
    /// Pages that wait in memory or are being asked for.
    waiting: HashSet<i64>,
    filled: Option<Instant>,
    harvest: Harvest,
    reports: Vec<Gathered>,
    counts: Counts,
}

/// A feed and how it stands.
struct Watched {
    feed: Feed,
    state: FeedState,
    is_asked: bool,
    /// Under `--once`.
    is_done: bool,
}

/// A report that is to be coded, and the page it came from.
struct Gathered {
    report: Report,
    page: Option<Page>,
}

/// Now, for what is remembered and for what is measured.
#[derive(Clone, Copy)]
struct Now {
    time: Timestamp,
    instant: Instant,
}

impl Now {
    fn read() -> Self {
        Self { time: Timestamp::now(), instant: Instant::now() }
    }

    fn stamp(self) -> String {
        poll::stamp(self.time)
    }

    /// The time of a later instant.
    fn at(self, instant: Instant) -> Timestamp {
        let wait = SignedDuration::try_from(instant.saturating_duration_since(self.instant));
        poll::later(self.time, wait.unwrap_or(poll::LONGEST))
    }
}

/// How feeds are watched.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
    /// Each feed once.
    pub once: bool,
    /// Feeds that are gone for good are asked again.
    pub gone_too: bool,
    /// Reports in another language than English are coded as if they were in English.
    pub any_language: bool,
}

impl Watcher {
    /// Watches these feeds into this store, within a run that was begun there.
    ///
    /// # Errors
    /// When the store cannot be written, or the list names a client that cannot be.
    pub fn new(list: List, mut store: Store, run: Run, manner: Manner) -> Result<Self> {
        let (client, limits) = (list.client()?, list.limits);
        let mut counts = Counts::default();
        let mut feeds = Vec::new();
        for feed in list.feeds {
            let mut state = store.feed(feed.url.as_str())?;
            if manner.gone_too {
                poll::revived(&mut state);
            }
            let is_gone = state.retired.is_some();
            counts.gone += u64::from(is_gone);
            feeds.push(Watched { feed, state, is_asked: false, is_done: is_gone });
        }
        Ok(Self {
            token: list.token,
            redirects: limits.redirects,
            once: manner.once,
            any_language: manner.any_language,
            feeds,
            hosts: Hosts::new(limits.per_host_delay.0),
            asker: Asker::new(client),
            store,
            run,
            waiting: HashSet::new(),
            filled: None,
            harvest: Harvest::default(),
            reports: Vec::new(),
            counts,
        })
    }

    /// Watches until `stop` says so, or, where each feed is asked once, all is done; `code` codes reports.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn watch(
        mut self,
        stop: &Stop,
        code: impl Fn(Vec<Report>) -> Vec<Result<Entry, String>>,
    ) -> Result<Counts> {
        while !stop.is_asked_for() {
            let now = Now::read();
            self.start(now);
            self.fill(now)?;
            self.dispatch(now);
            self.commit(stop, &code)?;
            if self.once && self.is_done() {
                break;
            }
            self.hear();
            self.commit(stop, &code)?;
        }
        let failed = self.counts.failures();
        self.store.finish(self.run, self.counts.known, failed, &Now::read().stamp())?;
        Ok(self.counts)
    }

    fn is_done(&self) -> bool {
        self.feeds.iter().all(|feed| feed.is_done)
            && self.asker.is_idle()
            && self.hosts.is_empty()
            && self.waiting.is_empty()
            && self.filled.is_some()
    }

    /// Puts the feeds that are due to where they wait for their turn.
    fn start(&mut self, now: Now) {
        for at in 0..self.feeds.len() {
            let watched = &mut self.feeds[at];
            if watched.is_asked || watched.state.retired.is_some() || (self.once && watched.is_done) {
                continue;
            }
            let every = (!self.once).then_some(watched.feed.every);
            if poll::due(&watched.state, every).is_some_and(|due| due > now.time) {
                if self.once {
                    watched.is_done = true;
                    self.counts.waiting += 1;
                }
                continue;
            }
            watched.is_asked = true;
            let moved = watched.state.moved.as_deref().and_then(|moved| address(moved).ok());
            let url = moved.unwrap_or_else(|| watched.feed.url.clone());
            self.push(Task::feed(&url, at), now);
        }
    }

    /// Puts pages that may be asked for to where they wait for their turn.
    fn fill(&mut self, now: Now) -> Result<()> {
        if self.filled.is_some_and(|filled| now.instant.saturating_duration_since(filled) < REFILL) {
            return Ok(());
        }
        self.filled = Some(now.instant);
        for at in 0..self.feeds.len() {
            let feed = self.feeds[at].state.number;
            for page in self.store.pages_due(feed, &now.stamp(), MOST_WAITING)? {
                if self.waiting.insert(page.number) {
                    match address(&page.named.url) {
                        Ok(url) => self.push(Task::page(url, at, page), now),
                        Err(error) => self.page_failed(&page, &error.into(), None, now),
                    }
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, task: Task, now: Now) {
        if let Some((task, until)) = self.hosts.push(task, now.instant) {
            self.put_off(task, until, now);
        }
    }

    /// Makes requests, as many as may be made.
    fn dispatch(&mut self, now: Now) {
        while self.asker.is_free() {
            match self.hosts.next(now.instant) {
                Some(Next::Ask(task)) => {
                    let fields = self.conditions(&task);
                    self.asker.ask(task, fields);
                }
                Some(Next::Forbidden(task)) => self.forbidden(task, now),
                Some(Next::Unknown(task, Unread { reason, for_good })) => {
                    let reason = format!("robots.txt: {reason}");
                    self.failed(task, &Failure { reason, for_good }, None, now);
                }
                None => break,
            }
        }
    }

    /// What makes a server say no more than that nothing has changed.
    fn conditions(&self, task: &Task) -> Vec<(&'static str, String)> {
        let Purpose::Feed(at) = task.purpose else { return vec![] };
        let state = &self.feeds[at].state;
        let etag = state.etag.clone().map(|etag| ("If-None-Match", etag));
        let modified = state.modified.clone().map(|modified| ("If-Modified-Since", modified));
        etag.into_iter().chain(modified).collect()
    }

    /// Waits for answers and takes those that are there.
    fn hear(&mut self) {
        let mut wait = TICK;
        while let Some(done) = self.asker.hear(wait) {
            let now = Now::read();
            let url = done.task.url.clone();
            self.done(done, now);
            self.hosts.done(&url, now.instant);
            wait = Duration::ZERO;
            if self.reports.len() >= MOST_REPORTS {
                break;
            }
        }
    }

    fn done(&mut self, done: Done, now: Now) {
        let Done { task, answer } = done;
        let answer = match answer {
            Ok(answer) => answer,
            Err(failure) => return self.failed(task, &failure, None, now),
        };
        match answer.redirect(&task.url) {
            Ok(None) => self.answered(task, &answer, now),
            Ok(Some(_)) if task.hops >= self.redirects => {
                let reason = format!("expected at most {} redirects, but found more", self.redirects);
                self.failed(task, &Failure { reason, for_good: true }, None, now);
            }
            Ok(Some(url)) => self.push(task.redirected(url, answer.is_permanent()), now),
            Err(error) => self.failed(task, &error.into(), None, now),
        }
    }

    fn answered(&mut self, task: Task, answer: &Answer, now: Now) {
        let wait = answer.retry_after(now.time).map(|wait| wait.min(poll::LONGEST));
        if let (429 | 503, Some(wait), false) = (answer.status, wait, task.is_robots()) {
            let until = now.instant + Duration::try_from(wait).unwrap_or_default();
            for task in self.hosts.rest(&task.url, until) {
                self.put_off(task, until, now);
            }
        }
        match (&task.purpose, answer.status) {
            (Purpose::Robots { site }, _) => {
                self.hosts.learn(site.clone(), robots(answer, &self.token), now.instant);
            }
            (Purpose::Feed(at), 200 | 304) => self.feed_answered(*at, &task, answer, now),
            (Purpose::Feed(at), 410) => self.feed_gone(*at, now),
            (Purpose::Page { feed, page }, 200) => {
                self.page_answered(*feed, page.clone(), &task.url, answer, now);
            }
            (_, status) => {
                let reason = format!("expected an answer of status 200, but found {status}");
                let for_good = matches!(status, 400..=499) && !matches!(status, 408 | 425 | 429);
                self.failed(task, &Failure { reason, for_good }, wait, now);
            }
        }
    }

    /// A host has asked for patience before this came to its turn.
    fn put_off(&mut self, task: Task, until: Instant, now: Now) {
        let due = Some(poll::stamp(now.at(until)));
        match task.purpose {
            Purpose::Feed(at) => {
                self.counts.waiting += 1;
                self.feeds[at].state.due = due;
                self.keep(at, vec![]);
            }
            Purpose::Page { page, .. } => self.note(&page, due, page.tries, "put off"),
            Purpose::Robots { .. } => {}
        }
    }

    fn forbidden(&mut self, task: Task, now: Now) {
        if let Purpose::Page { page, .. } = &task.purpose {
            self.counts.left_alone += 1;
            self.note(page, None, page.tries, "left alone as robots.txt asks");
        } else {
            let reason = "robots.txt asks to leave it alone".to_owned();
            self.failed(task, &Failure { reason, for_good: true }, None, now);
        }
    }

    fn failed(&mut self, task: Task, failure: &Failure, wait: Option<SignedDuration>, now: Now) {
        match task.purpose {
            Purpose::Robots { site } => {
                let Failure { reason, for_good } = failure.clone();
                self.hosts.learn(site, Err(Unread { reason, for_good }), now.instant);
            }
            Purpose::Page { page, .. } => self.page_failed(&page, failure, wait, now),
            Purpose::Feed(at) => {
                self.counts.failed += 1;
                let Watched { feed, state, .. } = &mut self.feeds[at];
                warn(&format!("feed {}: {}", feed.name, failure.reason));
                poll::failed(state, &shown(&failure.reason), feed.every, wait, now.time);
                self.keep(at, vec![]);
            }
        }
    }

    fn page_failed(&mut self, page: &Page, failure: &Failure, wait: Option<SignedDuration>, now: Now) {
        self.counts.failed_pages += 1;
        warn(&format!("{}: {}", page.named.url, failure.reason));
        let tries = page.tries + 1;
        let again = !failure.for_good && tries < MOST_TRIES;
        let wait = poll::back_off(FIRST_WAIT, page.tries).max(wait.unwrap_or_default());
        let due = again.then(|| poll::stamp(poll::later(now.time, wait)));
        self.note(page, due, tries, &shown(&failure.reason));
    }

    /// Notes what came of a page.
    fn note(&mut self, page: &Page, due: Option<String>, tries: u32, outcome: &str) {
        let outcome = PageOutcome { number: page.number, due, tries, outcome: outcome.to_owned() };
        self.harvest.pages.push(outcome);
        self.waiting.remove(&page.number);
    }

    /// Notes how a feed stands, and which pages it names.
    fn keep(&mut self, at: usize, pages: Vec<NewPage>) {
        let watched = &mut self.feeds[at];
        (watched.is_asked, watched.is_done) = (false, true);
        self.harvest.feeds.push((watched.state.clone(), pages));
    }

    fn feed_gone(&mut self, at: usize, now: Now) {
        self.counts.gone += 1;
        warn(&format!(
            "feed {}: gone for good, as its server says; it is not asked again",
            self.feeds[at].feed.name
        ));
        poll::retired(&mut self.feeds[at].state, now.time);
        self.keep(at, vec![]);
    }

    fn feed_answered(&mut self, at: usize, task: &Task, answer: &Answer, now: Now) {
        let mut pages = Vec::new();
        if answer.status == 304 {
            self.counts.unchanged += 1;
        } else {
            match self.read_feed(at, &task.url, answer) {
                Ok(found) => pages = found,
                Err(reason) => {
                    return self.failed(task.clone(), &Failure { reason, for_good: true }, None, now);
                }
            }
            self.counts.feeds += 1;
        }
        let Watched { feed, state, .. } = &mut self.feeds[at];
        poll::answered(state, answer, now.time);
        if task.hops > 0 && task.is_permanent && state.moved.as_deref() != Some(task.url.as_str()) {
            state.moved = Some(task.url.to_string());
            warn(&format!("feed {}: has moved to {} for good", feed.name, task.url));
        }
        self.keep(at, pages);
    }

    /// The pages that a feed names; its own texts go to the reports.
    fn read_feed(&mut self, at: usize, from: &Url, answer: &Answer) -> Result<Vec<NewPage>, String> {
        let Watched { feed, state, .. } = &mut self.feeds[at];
        let place = Place { path: PathBuf::from(feed.url.as_str()), line: None };
        let label = page::charset(answer);
        let told = guarded(&feed.name, || feed_of(&answer.body, label.as_deref(), &place))?;
        let told = told.map_err(|reason| reason.to_string())?;
        state.ttl = told.ttl;
        if told.entries.len() > MOST_ENTRIES {
            let found = told.entries.len();
            warn(&format!("feed {}: expected at most {MOST_ENTRIES} entries, but found {found}", feed.name));
        }
        let mut pages = Vec::new();
        for entry in told.entries.into_iter().take(MOST_ENTRIES) {
            match (entry.link.map(|link| address_in(from, &link)), feed.articles) {
                (Some(Ok(url)), true) => {
                    let (date, title, byline) = (entry.date, entry.title, entry.byline);
                    pages.push(NewPage { url: url.to_string(), date, title, byline });
                }
                (Some(Err(error)), true) => warn(&format!("feed {}: {error}", feed.name)),
                (link, _) => {
                    let Some(mut report) = entry.report else { continue };
                    report.document.url = link.and_then(Result::ok).map(|url| url.to_string());
                    report.document.publisher = feed.publisher.clone().or(report.document.publisher);
                    self.reports.push(Gathered { report, page: None });
                }
            }
        }
        Ok(pages)
    }

    fn page_answered(&mut self, at: usize, page: Page, url: &Url, answer: &Answer, now: Now) {
        let publisher = self.feeds[at].feed.publisher.as_deref();
        let report = guarded(url.as_str(), || page::report(answer, url, &page.named, publisher));
        match report.and_then(|report| report.map_err(|error| error.to_string())) {
            Ok(report) => {
                self.counts.pages += 1;
                self.reports.push(Gathered { report, page: Some(page) });
            }
            Err(reason) => self.page_failed(&page, &Failure { reason, for_good: true }, None, now),
        }
    }

    /// Codes what was read and writes all that has come of asking. How a feed stands is written with the last of its reports: where the
    /// run ends before, it is asked for the others again.
    fn commit(
        &mut self,
        stop: &Stop,
        code: &impl Fn(Vec<Report>) -> Vec<Result<Entry, String>>,
    ) -> Result<()> {
        while self.reports.len() > MOST_REPORTS {
            let rest = self.reports.split_off(MOST_REPORTS);
            let kept = std::mem::take(&mut self.harvest);
            self.write(code)?;
            (self.reports, self.harvest) = (rest, kept);
            if stop.is_asked_for() {
                return Ok(());
            }
        }
        self.write(code)
    }

    /// Codes the reports at hand and writes them with all else that has come of asking, in one transaction.
    fn write(&mut self, code: &impl Fn(Vec<Report>) -> Vec<Result<Entry, String>>) -> Result<()> {
        let (pages, new) = self.sift()?;
        for coded in code(new) {
            match coded {
                Ok(entry) => self.harvest.entries.push(entry),
                Err(warning) => {
                    self.counts.lost += 1;
                    warn(&warning);
                }
            }
        }
        for page in pages {
            self.note(&page, None, page.tries + 1, "read");
        }
        if self.harvest.is_empty() {
            return Ok(());
        }
        let harvest = std::mem::take(&mut self.harvest);
        let stamp = Now::read().stamp();
        let written = self.store.harvest(self.run, &harvest, &stamp)?;
        if written.written > 0 && !self.once {
            eprintln!("{stamp} {} reports added with {} events", written.written, written.events);
        }
        self.counts.written += written;
        self.filled = None;
        Ok(())
    }

    /// The reports that are not in the store, and the pages of all.
    fn sift(&mut self) -> Result<(Vec<Page>, Vec<Report>)> {
        let (mut pages, mut new) = (Vec::new(), Vec::new());
        for Gathered { mut report, page } in std::mem::take(&mut self.reports) {
            report.foreign = demarche_pipeline::take_in(&mut report.document, self.any_language);
            let item: Result<Report, InputError> = Ok(report);
            self.counts.tally.count(&item);
            pages.extend(page);
            let Ok(report) = item else { continue };
            if self.store.knows(&digest_of(&report))? {
                self.counts.known += 1;
            } else {
                new.push(report);
            }
        }
        Ok((pages, new))
    }
}

/// What a site's robots.txt says: without one everything may be asked for, and while it is broken nothing.
fn robots(answer: &Answer, token: &str) -> Result<Robots, Unread> {
    match answer.status {
        200..=299 => Ok(Robots::parse(&String::from_utf8_lossy(&answer.body), token)),
        429 | 500.. => {
            let reason = format!("expected an answer of status 200, but found {}", answer.status);
            Err(Unread { reason, for_good: false })
        }
        _ => Ok(Robots::everything()),
    }
}
