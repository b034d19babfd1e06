//! How a feed stands after it was asked: when to ask again, how, and whether at all.
//!
//! It asks nobody and reads no clock: it is told the time.

use demarche_fetch::Answer;
use demarche_store::FeedState;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// Longest that a server or a row of failures keeps a feed from being asked.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// A time as a store keeps it.
pub fn stamp(time: Timestamp) -> String {
    time.round(jiff::Unit::Second).unwrap_or(time).to_string()
}

/// A while from now, a day at most.
pub fn later(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.saturating_add(wait.min(LONGEST)).unwrap_or(now)
}

/// The wait after so many failures in a row: doubled each time, a day at most.
pub fn back_off(first: Duration, failures: u32) -> SignedDuration {
    let factor = 2_u32.saturating_pow(failures.min(20));
    SignedDuration::try_from(first.saturating_mul(factor)).unwrap_or(LONGEST).min(LONGEST)
}

/// When a feed may be asked: what its server, its text and its failures ask for, and, where `every` is given, no sooner than that
/// after the last time.
pub fn due(state: &FeedState, every: Option<Duration>) -> Option<Timestamp> {
    let read = |time: &Option<String>| time.as_ref().and_then(|t| t.parse::<Timestamp>().ok());
    let wait = every.and_then(|every| SignedDuration::try_from(every).ok());
    let next = read(&state.asked).zip(wait).and_then(|(asked, wait)| asked.saturating_add(wait).ok());
    read(&state.due).max(next)
}

/// The feed has answered as it should, and `answer` says whether there is something new.
pub fn answered(state: &mut FeedState, answer: &Answer, now: Timestamp) {
    state.asked = Some(stamp(now));
    state.failures = 0;
    state.error = None;
    if answer.status != 304 {
        state.changed = Some(stamp(now));
        let kept = |name: &str| answer.field(name).filter(|v| v.len() <= 512).map(str::to_owned);
        state.etag = kept("etag");
        state.modified = kept("last-modified");
    }
    let ttl = state.ttl.map(|minutes| SignedDuration::from_mins(i64::from(minutes)));
    let wait = answer.max_age().max(ttl).max(answer.retry_after(now));
    state.due = wait.map(|wait| stamp(later(now, wait)));
}

/// The feed could not be read: it is asked again later, and later each time. A feed that has moved is looked for at its old place
/// first.
pub fn failed(
    state: &mut FeedState,
    why: &str,
    every: Duration,
    asked: Option<SignedDuration>,
    now: Timestamp,
) {
    state.asked = Some(stamp(now));
    state.failures = state.failures.saturating_add(1);
    state.error = Some(why.to_owned());
    state.moved = None;
    let wait = back_off(every, state.failures).max(asked.unwrap_or_default());
    state.due = Some(stamp(later(now, wait)));
}

/// A feed that is gone for good is asked again, and at once.
pub fn revived(state: &mut FeedState) {
    if state.retired.take().is_some() {
        (state.due, state.error) = (None, None);
    }
}

/// The feed is gone for good, its server says.
pub fn retired(state: &mut FeedState, now: Timestamp) {
    state.asked = Some(stamp(now));
    state.retired = Some(stamp(now));
    state.error = Some("gone for good".to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Duration = Duration::from_mins(15);

    fn now() -> Timestamp {
        "2026-01-01T00:00:00Z".parse().unwrap()
    }

    fn answer(status: u16, fields: &[(&str, &str)]) -> Answer {
        let fields = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Answer { status, fields, body: vec![] }
    }

    #[test]
    fn failures_are_waited_out_longer_each_time_and_forgotten_after_a_success() {
        let mut state = FeedState { moved: Some("http://b.example/".to_owned()), ..FeedState::default() };
        let mut waits = Vec::new();
        for _ in 0..9 {
            failed(&mut state, "500", EVERY, None, now());
            waits.push(now().duration_until(due(&state, Some(EVERY)).unwrap()).as_mins());
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1440, 1440, 1440]);
        assert_eq!((state.failures, state.error.as_deref(), state.moved.as_deref()), (9, Some("500"), None));
        answered(&mut state, &answer(200, &[]), now());
        assert_eq!((state.failures, &state.error, due(&state, None)), (0, &None, None));
        assert_eq!(due(&state, Some(EVERY)).unwrap().to_string(), "2026-01-01T00:15:00Z");
        failed(&mut FeedState { failures: u32::MAX, ..state }, "500", Duration::MAX, None, now());
    }

    #[test]
    fn what_a_server_asks_for_is_granted_up_to_a_day() {
        let mut state = FeedState::default();
        failed(&mut state, "429", EVERY, Some(SignedDuration::from_hours(5)), now());
        assert_eq!(state.due.as_deref(), Some("2026-01-01T05:00:00Z"));
        failed(&mut state, "429", EVERY, Some(SignedDuration::from_hours(500)), now());
        assert_eq!(state.due.as_deref(), Some("2026-01-02T00:00:00Z"));
        let asks = |seconds: &str, ttl| {
            let mut state = FeedState { ttl, ..FeedState::default() };
            answered(&mut state, &answer(200, &[("cache-control", &format!("max-age={seconds}"))]), now());
            state.due.unwrap_or_default()
        };
        assert_eq!(asks("3600", None), "2026-01-01T01:00:00Z");
        assert_eq!(asks("3600", Some(90)), "2026-01-01T01:30:00Z");
        assert_eq!(asks("4294967295", Some(u32::MAX)), "2026-01-02T00:00:00Z");
    }

    #[test]
    fn what_has_not_changed_keeps_its_marks() {
        let mut state = FeedState::default();
        answered(&mut state, &answer(200, &[("etag", "\"a\""), ("last-modified", "then")]), now());
        answered(&mut state, &answer(304, &[]), later(now(), SignedDuration::from_hours(1)));
        assert_eq!((state.etag.as_deref(), state.modified.as_deref()), (Some("\"a\""), Some("then")));
        assert_eq!(state.changed.as_deref(), Some("2026-01-01T00:00:00Z"));
        assert_eq!(state.asked.as_deref(), Some("2026-01-01T01:00:00Z"));
        answered(&mut state, &answer(200, &[]), now());
        assert_eq!((state.etag, state.modified), (None, None));
    }
}
