//! The loop that every command over documents shares: read, analyse in parallel, write in order, count.

use crate::coder::CoderArgs;
use crate::input::{InputArgs, InputError, Report, Tally};
use crate::parallel::map_in_order;
use crate::progress::Progress;
use anyhow::Result;
use demarche_pipeline::{Coded, Coder, Document, Level};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

/// Analyses every document of the input up to a level and writes what `write` makes of each, in the order of the input.
///
/// What cannot be read is named on standard error and counted; a document on which the program itself fails is too, and
/// stops no other.
///
/// # Errors
/// When nothing could be read, the output fails, or, under `--strict`, a document was lost.
pub fn documents(
    input: &InputArgs,
    coder: &CoderArgs,
    level: Level,
    write: impl Fn(&Document, &Coded) -> String + Sync,
    out: &mut impl Write,
) -> Result<()> {
    let make = |report: Report, coded: &Coded| write(&report.document, coded);
    let sink = |lines: Option<String>| Ok(out.write_all(lines.unwrap_or_default().as_bytes())?);
    let tally = reports(input, coder, level, |_| true, make, sink)?;
    out.flush()?;
    eprintln!("{}", tally.summary());
    tally.verdict(input.strict)
}

/// Analyses those reports of the input that are `wanted` up to a level; gives what `make` makes of each to `sink`, in the
/// order of the input, and `None` at the end.
///
/// # Errors
/// The first error of `sink`.
pub fn reports<T: Send>(
    input: &InputArgs,
    coder: &CoderArgs,
    level: Level,
    mut wanted: impl FnMut(&Report) -> bool + Send,
    make: impl Fn(Report, &Coded) -> T + Sync,
    mut sink: impl FnMut(Option<T>) -> Result<()>,
) -> Result<Tally> {
    let mut documents = input.open()?;
    let consumed = documents.consumed();
    let threads = coder.threads();
    let coder = coder.load()?;
    let mut progress = Progress::new(input.size());
    let mut failed = 0_u64;
    let jobs = documents.by_ref().filter(|item| item.as_ref().map_or(true, &mut wanted));
    map_in_order(
        jobs,
        threads,
        |item| coded(&coder, level, item, &make),
        |result| match result {
            Ok(made) => {
                progress.step(consumed.load(Ordering::Relaxed));
                sink(Some(made))
            }
            Err((ours, warning)) => {
                failed += u64::from(ours);
                progress.warn(&warning);
                Ok(())
            }
        },
    )?;
    sink(None)?;
    let mut tally = documents.tally();
    tally.lost(failed);
    progress.clear();
    Ok(tally)
}

/// What `make` makes of one report, or whether the fault is ours and a warning.
fn coded<T>(
    coder: &Coder,
    level: Level,
    item: Result<Report, InputError>,
    make: impl Fn(Report, &Coded) -> T,
) -> Result<T, (bool, String)> {
    let report = item.map_err(|error| (false, error.to_string()))?;
    let place = report.place.to_string();
    guarded(&place, || {
        let coded = coder.analyse(&report.document, level);
        make(report, &coded)
    })
    .map_err(|warning| (true, warning))
}

/// Does something for one document. A fault of ours in it must not cost the others: it becomes a warning.
pub fn guarded<T>(place: &str, work: impl FnOnce() -> T) -> Result<T, String> {
    let fault = |_| format!("{place}: this document could not be coded, a fault of the program");
    catch_unwind(AssertUnwindSafe(work)).map_err(fault)
}
