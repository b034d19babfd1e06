//! Whose turn it is: one request at a time for each host, with time between two, and only what its robots.txt leaves open.
//!
//! It asks nobody and reads no clock: it is told the time and what was answered, and says what may be asked next.

use super::task::{Purpose, Task};
use demarche_fetch::{Robots, Url};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::{Duration, Instant};

/// Longest time between two requests that a robots.txt is granted.
pub const LONGEST_DELAY: Duration = Duration::from_mins(10);

/// How long a robots.txt counts, and how long one that could not be read.
const FRESH: Duration = Duration::from_hours(24);
const UNREAD: Duration = Duration::from_mins(10);

/// Most sites whose robots.txt is remembered, and most hosts that have nothing to be asked: others may name any number.
const MOST: usize = 256;

/// The hosts that have something to be asked, or were asked.
pub struct Hosts {
    known: BTreeMap<String, Host>,
    sites: HashMap<String, Site>,
    /// Between two requests to one host, where its robots.txt asks for no more.
    delay: Duration,
}

#[derive(Default)]
struct Host {
    queue: VecDeque<Task>,
    is_asked: bool,
    /// Not to be asked before.
    ready: Option<Instant>,
    /// What it asked for itself: until then all that waits is put off.
    rest: Option<Instant>,
}

impl Host {
    /// Whether nothing is lost where it is forgotten.
    fn is_idle(&self, now: Instant) -> bool {
        let is_over = |until: Option<Instant>| until.is_none_or(|until| until <= now);
        self.queue.is_empty() && !self.is_asked && is_over(self.ready) && is_over(self.rest)
    }
}

/// What is known of a site's robots.txt.
enum Site {
    Asked,
    Known { robots: Result<Robots, Unread>, until: Instant },
}

/// Why a robots.txt could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// In words.
    pub reason: String,
    /// Whether it will stay so.
    pub for_good: bool,
}

/// What is to be done next.
#[derive(Debug)]
pub enum Next {
    /// Ask this.
    Ask(Task),
    /// The site wants it left alone.
    Forbidden(Task),
    /// Whether it may be asked for cannot be known now.
    Unknown(Task, Unread),
}

impl Hosts {
    /// Nobody to ask yet.
    pub fn new(delay: Duration) -> Self {
        Self { known: BTreeMap::new(), sites: HashMap::new(), delay }
    }

    /// Puts a task into its host's queue; gives it back where the host has asked to be left alone, with the end of that.
    pub fn push(&mut self, task: Task, now: Instant) -> Option<(Task, Instant)> {
        if self.known.len() >= MOST {
            self.known.retain(|_, host| !host.is_idle(now));
        }
        let host = self.known.entry(host(&task.url)).or_default();
        match host.rest.filter(|until| *until > now) {
            Some(until) if !matches!(task.purpose, Purpose::Robots { .. }) => Some((task, until)),
            _ => {
                if matches!(task.purpose, Purpose::Page { .. }) && task.hops == 0 {
                    host.queue.push_back(task);
                } else {
                    // What was begun is ended first, and a feed is one request for many pages.
                    host.queue.push_front(task);
                }
                None
            }
        }
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.known.values().all(|host| host.queue.is_empty())
    }

    /// What may be done now; `None` where all that waits has to wait on.
    pub fn next(&mut self, now: Instant) -> Option<Next> {
        for host in self.known.values_mut() {
            if host.is_asked || host.ready.is_some_and(|ready| ready > now) {
                continue;
            }
            let sites = &self.sites;
            let is_open =
                |task: &Task| task.is_robots() || !matches!(sites.get(&site(&task.url)), Some(Site::Asked));
            let Some(task) = host.queue.iter().position(is_open).and_then(|at| host.queue.remove(at)) else {
                continue;
            };
            return Some(turn(host, &mut self.sites, task, now));
        }
        None
    }

    /// A request to this address is over.
    pub fn done(&mut self, url: &Url, now: Instant) {
        let asked_for = match self.sites.get(&site(url)) {
            Some(Site::Known { robots: Ok(robots), .. }) => {
                robots.delay().unwrap_or_default().min(LONGEST_DELAY)
            }
            _ => Duration::ZERO,
        };
        if let Some(host) = self.known.get_mut(&host(url)) {
            host.is_asked = false;
            host.ready = Some(now + self.delay.max(asked_for));
        }
    }

    /// What was found where a site's robots.txt should be.
    pub fn learn(&mut self, site: String, robots: Result<Robots, Unread>, now: Instant) {
        let until = now + if robots.is_ok() { FRESH } else { UNREAD };
        if self.sites.len() >= MOST {
            self.sites.retain(|_, known| matches!(known, Site::Asked));
        }
        self.sites.insert(site, Site::Known { robots, until });
    }

    /// The host of this address asks to be left alone; gives what was waiting for it.
    pub fn rest(&mut self, url: &Url, until: Instant) -> Vec<Task> {
        let host = self.known.entry(host(url)).or_default();
        host.rest = host.rest.max(Some(until));
        let (robots, others): (Vec<Task>, Vec<Task>) = host.queue.drain(..).partition(Task::is_robots);
        host.queue = robots.into();
        others
    }
}

/// A task whose host is free.
fn turn(host: &mut Host, sites: &mut HashMap<String, Site>, task: Task, now: Instant) -> Next {
    if !task.is_robots() {
        let site = site(&task.url);
        match sites.get(&site) {
            Some(Site::Known { robots: Err(unread), until }) if *until > now => {
                return Next::Unknown(task, unread.clone());
            }
            Some(Site::Known { robots: Ok(robots), until }) if *until > now => {
                if !robots.allows(path(&task.url)) {
                    return Next::Forbidden(task);
                }
            }
            _ => {
                let robots = Task::robots(&task.url, site.clone());
                sites.insert(site, Site::Asked);
                host.queue.push_front(task);
                host.is_asked = true;
                return Next::Ask(robots);
            }
        }
    }
    host.is_asked = true;
    Next::Ask(task)
}

/// Name of the host: whatever the port, it is one machine.
fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// What a robots.txt is for: scheme, host and port.
pub fn site(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Path and query.
fn path(url: &Url) -> &str {
    &url[demarche_fetch::Position::BeforePath..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_fetch::address;

    fn feed(url: &str) -> Task {
        Task::feed(&address(url).unwrap(), 0)
    }

    fn shown(next: Option<&Next>) -> String {
        match next {
            Some(Next::Ask(task)) => format!("ask {}", task.url),
            Some(Next::Forbidden(task)) => format!("forbidden {}", task.url),
            Some(Next::Unknown(task, why)) => format!("unknown {}: {}", task.url, why.reason),
            None => "wait".to_owned(),
        }
    }

    /// Hosts that are told what they find; the time goes on by the second.
    struct Play {
        hosts: Hosts,
        now: Instant,
    }

    impl Play {
        fn new(tasks: &[&str]) -> Self {
            let (mut hosts, now) = (Hosts::new(Duration::from_secs(2)), Instant::now());
            for url in tasks {
                assert!(hosts.push(feed(url), now).is_none());
            }
            Self { hosts, now }
        }

        fn next(&mut self) -> String {
            shown(self.hosts.next(self.now).as_ref())
        }

        fn after(&mut self, seconds: u64) -> String {
            self.now += Duration::from_secs(seconds);
            self.next()
        }

        fn done(&mut self, url: &str) {
            self.hosts.done(&address(url).unwrap(), self.now);
        }

        fn robots(&mut self, site: &str, file: Result<&str, &str>) {
            let robots = file
                .map(|file| Robots::parse(file, "demarche"))
                .map_err(|reason| Unread { reason: reason.to_owned(), for_good: false });
            self.hosts.learn(site.to_owned(), robots, self.now);
            self.done(site);
        }
    }

    #[test]
    fn a_host_has_one_request_at_a_time_and_time_between_them() {
        let mut play = Play::new(&["http://b.example/1", "http://a.example/2", "http://a.example/1"]);
        assert_eq!(play.next(), "ask http://a.example/robots.txt");
        assert_eq!(play.next(), "ask http://b.example/robots.txt");
        assert_eq!(play.next(), "wait");
        play.robots("http://a.example", Ok(""));
        assert_eq!(play.after(1), "wait");
        assert_eq!(play.after(1), "ask http://a.example/1");
        assert_eq!(play.after(9), "wait", "as long as the first request lasts");
        play.done("http://a.example/1");
        assert_eq!(play.next(), "wait");
        assert_eq!(play.after(2), "ask http://a.example/2");
        play.done("http://a.example/2");
        assert_eq!(play.after(9), "wait");
        assert!(!play.hosts.is_empty(), "the other one still waits for its robots.txt");
    }

    #[test]
    fn what_a_site_wants_left_alone_is_not_asked_for() {
        let mut play =
            Play::new(&["http://a.example/open", "http://a.example/closed", "http://a.example:81/closed"]);
        assert_eq!(play.next(), "ask http://a.example:81/robots.txt");
        play.robots("http://a.example:81", Ok(""));
        assert_eq!(play.after(2), "ask http://a.example:81/closed", "another port is another site");
        play.done("http://a.example:81/closed");
        assert_eq!(play.after(2), "ask http://a.example/robots.txt");
        play.robots("http://a.example", Ok("User-agent: *\nDisallow: /closed\nCrawl-delay: 7"));
        assert_eq!(play.after(7), "forbidden http://a.example/closed");
        assert_eq!(play.next(), "ask http://a.example/open");
        play.done("http://a.example/open");
        play.hosts.push(feed("http://a.example/more"), play.now);
        assert_eq!(play.after(6), "wait", "its own delay counts");
        assert_eq!(play.after(1), "ask http://a.example/more");
        play.done("http://a.example/more");
        play.hosts.push(feed("http://a.example/more"), play.now);
        assert_eq!(play.after(24 * 3600), "ask http://a.example/robots.txt", "what is known grows old");
    }

    #[test]
    fn where_robots_cannot_be_read_nothing_is_asked_for_a_while() {
        let mut play = Play::new(&["http://a.example/1"]);
        assert_eq!(play.next(), "ask http://a.example/robots.txt");
        play.robots("http://a.example", Err("500"));
        assert_eq!(play.after(2), "unknown http://a.example/1: 500");
        play.hosts.push(feed("http://a.example/1"), play.now);
        assert_eq!(play.after(600), "ask http://a.example/robots.txt");
    }

    #[test]
    fn however_many_hosts_are_named_few_are_remembered() {
        let mut play = Play::new(&[]);
        for n in 0..2000 {
            let site = format!("http://h{n}.example");
            play.hosts.push(feed(&format!("{site}/1")), play.now);
            assert_eq!(play.next(), format!("ask {site}/robots.txt"));
            play.robots(&site, Ok("User-agent: *\nDisallow: /1"));
            assert_eq!(play.after(2), format!("forbidden {site}/1"));
        }
        assert!(play.hosts.known.len() <= MOST && play.hosts.sites.len() <= MOST);
    }

    #[test]
    fn a_host_that_asks_for_rest_gets_it() {
        let mut play = Play::new(&["http://a.example/1", "http://a.example/2"]);
        let until = play.now + Duration::from_secs(100);
        let put_off = play.hosts.rest(&address("http://a.example/x").unwrap(), until);
        assert_eq!(put_off.len(), 2);
        assert_eq!(
            play.hosts.push(feed("http://a.example/3"), play.now).map(|put_off| put_off.1),
            Some(until)
        );
        assert!(play.hosts.is_empty());
        play.now = until;
        play.hosts.push(feed("http://a.example/3"), play.now);
        assert_eq!(play.next(), "ask http://a.example/robots.txt");
    }
}
