//! Requests, each on a thread of its own, so that a server that does not answer holds up no other.

use super::task::{Purpose, Task};
use demarche_fetch::{Answer, Asking, Client, FetchError, TooLong};
use demarche_pipeline::guarded;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// Most requests at the same time, to as many hosts.
const MOST: usize = 8;

/// Most bytes of a robots.txt that are looked at.
const ROBOTS: u64 = 512 << 10;

/// Asks, and hears what was answered.
pub struct Asker {
    client: Client,
    sender: Sender<Done>,
    receiver: Receiver<Done>,
    asking: usize,
}

/// A request that is over.
pub struct Done {
    /// What was asked.
    pub task: Task,
    /// What came of it.
    pub answer: Result<Answer, Failure>,
}

/// Why there is no answer, or none of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// In words.
    pub reason: String,
    /// Whether asking again is of no use.
    pub for_good: bool,
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        let passes = matches!(
            error,
            FetchError::UnknownHost(_) | FetchError::Slow(_) | FetchError::Truncated | FetchError::Broken(_)
        );
        Self { reason: error.to_string(), for_good: !passes }
    }
}

impl Asker {
    /// Asks with this client.
    pub fn new(client: Client) -> Self {
        let (sender, receiver) = channel();
        Self { client, sender, receiver, asking: 0 }
    }

    /// Whether another request may be made now.
    pub fn is_free(&self) -> bool {
        self.asking < MOST
    }

    /// Whether no request is under way.
    pub fn is_idle(&self) -> bool {
        self.asking == 0
    }

    /// Makes a request, with these further fields.
    pub fn ask(&mut self, task: Task, fields: Vec<(&'static str, String)>) {
        self.asking += 1;
        let (client, sender, lost) = (self.client.clone(), self.sender.clone(), task.clone());
        let work = move || {
            let answer = answer(&client, &task, &fields);
            // Nobody hears it where the run has ended.
            let _ = sender.send(Done { task, answer });
        };
        if let Err(error) = thread::Builder::new().spawn(work) {
            let failure = Failure { reason: error.to_string(), for_good: false };
            let _ = self.sender.send(Done { task: lost, answer: Err(failure) });
        }
    }

    /// The next request that is over, if one is within this time.
    pub fn hear(&mut self, wait: Duration) -> Option<Done> {
        let done = self.receiver.recv_timeout(wait).ok()?;
        self.asking -= 1;
        Some(done)
    }
}

fn answer(client: &Client, task: &Task, fields: &[(&'static str, String)]) -> Result<Answer, Failure> {
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("Accept", accepted(&task.purpose)));
    let mut asking = Asking { fields: &fields, ..Asking::default() };
    if task.is_robots() {
        (asking.bytes, asking.too_long) = (Some(ROBOTS), TooLong::Cut);
    }
    let asked = guarded(task.url.as_str(), || client.get(&task.url, &asking));
    asked.map_err(|reason| Failure { reason, for_good: true })?.map_err(Failure::from)
}

fn accepted(purpose: &Purpose) -> &'static str {
    match purpose {
        Purpose::Feed(_) => {
            "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
        }
        Purpose::Page { .. } => "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.8, */*;q=0.1",
        Purpose::Robots { .. } => "text/plain, */*;q=0.5",
    }
}
