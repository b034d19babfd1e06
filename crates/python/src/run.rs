//! The loop that everything over rows shares: read, work in parallel while Python goes on, hand over in order.

use crate::error::value;
use crate::row::{Row, Skipped, Trouble};
use demarche_pipeline::{guarded, map_in_order};
use pyo3::prelude::*;
use std::time::{Duration, Instant};

/// How often Python is asked whether the user wants to stop.
const EVERY: Duration = Duration::from_millis(100);

/// How to go about it.
pub struct Run {
    threads: usize,
    strict: bool,
    /// Called with the number of rows that are done.
    tick: Option<Py<PyAny>>,
}

/// What was counted.
#[derive(Default)]
pub struct Tally {
    /// Rows that were worked on.
    pub documents: u64,
    /// Those without a date.
    pub undated: u64,
    /// Rows that were passed over.
    pub skipped: Vec<Skipped>,
}

impl Run {
    /// Without a number of threads, one for each core. A strict run stops at the first row that would be passed over.
    pub fn new(threads: Option<usize>, strict: bool, tick: Option<Py<PyAny>>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { threads: threads.unwrap_or(cores).max(1), strict, tick }
    }

    /// Does `work` for each row; `sink` gets the results in order. Python's threads go on meanwhile.
    ///
    /// # Errors
    /// `KeyboardInterrupt`, `ValueError` where the input breaks off or a strict run meets a bad row, and those of `sink`.
    pub fn over<T: Send>(
        &self,
        py: Python<'_>,
        rows: impl Iterator<Item = Result<Row, Trouble>> + Send,
        work: impl Fn(&Row) -> T + Sync + Send,
        mut sink: impl FnMut(T) -> PyResult<()> + Send,
    ) -> PyResult<Tally> {
        let mut tally = Tally::default();
        py.detach(|| {
            let mut ticker = Ticker { run: self, last: Instant::now(), done: 0 };
            let one = |item: Result<Row, Trouble>| item.and_then(|row| done(&row, &work));
            map_in_order(rows, self.threads, one, |result| {
                match result {
                    Ok((undated, made)) => {
                        tally.documents += 1;
                        tally.undated += u64::from(undated);
                        sink(made)?;
                    }
                    Err(trouble) => self.trouble(trouble, &mut tally)?,
                }
                ticker.step()
            })
        })?;
        self.tell(py, tally.documents + tally.skipped.len() as u64)?;
        Ok(tally)
    }

    fn trouble(&self, trouble: Trouble, tally: &mut Tally) -> PyResult<()> {
        match trouble {
            Trouble::Skip(skipped) if self.strict => {
                let name = skipped.id.map(|id| format!(" ({id})")).unwrap_or_default();
                Err(value(format!("row {}{name}: {}", skipped.row, skipped.reason)))
            }
            Trouble::Skip(skipped) => {
                tally.skipped.push(skipped);
                Ok(())
            }
            Trouble::Halt(reason) => Err(value(reason)),
        }
    }

    fn tell(&self, py: Python<'_>, done: u64) -> PyResult<()> {
        self.tick.as_ref().map_or(Ok(()), |tick| tick.call1(py, (done,)).map(|_| ()))
    }
}

/// What was made of a row, and whether it has no date.
fn done<T>(row: &Row, work: impl Fn(&Row) -> T) -> Result<(bool, T), Trouble> {
    let skip = |reason: &str| Trouble::skip(row.at, Some(row.document.id.clone()), &reason);
    if let Some(language) = row.foreign {
        return Err(skip(&format!("expected a text in English, but found one in `{language}`")));
    }
    let made = guarded(&format!("row {}", row.at), || work(row)).map_err(|fault| skip(&fault))?;
    Ok((row.document.date.is_none(), made))
}

/// Looks for interrupts now and then.
struct Ticker<'r> {
    run: &'r Run,
    last: Instant,
    done: u64,
}

impl Ticker<'_> {
    fn step(&mut self) -> PyResult<()> {
        self.done += 1;
        if self.last.elapsed() < EVERY {
            return Ok(());
        }
        self.last = Instant::now();
        Python::attach(|py| {
            py.check_signals()?;
            self.run.tell(py, self.done)
        })
    }
}
