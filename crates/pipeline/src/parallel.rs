//! Documents in parallel with bounded memory and output in the order of the input.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};

/// Jobs that may wait for each worker; with the finished ones that wait for their turn it bounds the memory.
const AHEAD: usize = 8;

/// Runs `work` on each item in `threads` threads and hands the results to `sink` in the order of the items.
///
/// Stops early, without reading further items, when `sink` returns an error.
///
/// # Errors
/// The first error of `sink`.
pub fn map_in_order<T: Send, R: Send, E: Send>(
    items: impl Iterator<Item = T> + Send,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads <= 1 {
        for item in items {
            sink(work(item))?;
        }
        return Ok(());
    }
    let (give, take) = sync_channel::<(usize, T)>(threads * AHEAD);
    let (done, results) = sync_channel::<(usize, R)>(threads * AHEAD);
    let take = Mutex::new(take);
    let stopped = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let stop = &stopped;
        scope.spawn(move || {
            // The sink has failed: the rest is not wanted.
            let mut wanted = items.enumerate().take_while(|_| !stop.load(Ordering::Relaxed));
            let _ = wanted.try_for_each(|job| give.send(job));
        });
        for _ in 0..threads {
            let (done, take, work) = (done.clone(), &take, &work);
            scope.spawn(move || {
                while let Some((at, item)) = next(take) {
                    if done.send((at, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let outcome = in_order(&results, &mut sink);
        // Closing both ends lets the threads that still hold jobs finish.
        stopped.store(true, Ordering::Relaxed);
        drop(results);
        while next(&take).is_some() {}
        outcome
    })
}

/// Does something for one document that stands at `place`. A fault of ours in it must not cost the others: it becomes a
/// warning.
///
/// # Errors
/// The warning, where `work` panics.
pub fn guarded<T>(place: &str, work: impl FnOnce() -> T) -> Result<T, String> {
    let fault = |_| format!("{place}: this document could not be coded, a fault of the program");
    catch_unwind(AssertUnwindSafe(work)).map_err(fault)
}

fn next<T>(take: &Mutex<Receiver<(usize, T)>>) -> Option<(usize, T)> {
    take.lock().ok()?.recv().ok()
}

fn in_order<R, E>(
    results: &Receiver<(usize, R)>,
    sink: &mut impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut waiting = BTreeMap::new();
    let mut turn = 0;
    for (at, result) in results {
        waiting.insert(at, result);
        while let Some(result) = waiting.remove(&turn) {
            sink(result)?;
            turn += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let mut out = Vec::new();
        let slow_first = |n: u64| {
            std::thread::sleep(std::time::Duration::from_millis(if n.is_multiple_of(7) { 3 } else { 0 }));
            n * n
        };
        map_in_order(0..200, 4, slow_first, |r| {
            out.push(r);
            Ok::<(), ()>(())
        })
        .unwrap();
        assert_eq!(out, (0..200).map(|n| n * n).collect::<Vec<u64>>());
    }

    #[test]
    fn a_failing_sink_ends_the_run() {
        let (mut seen, mut taken) = (0, 0);
        let outcome = map_in_order(
            (0..100_000).inspect(|_| taken += 1),
            2,
            |n: u32| n,
            |n| {
                seen = n;
                if n == 50 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!(outcome, Err("full"));
        assert_eq!(seen, 50);
        assert!(taken < 10_000, "{taken} items were read after all");
    }
}
