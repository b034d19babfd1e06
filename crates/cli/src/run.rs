//! The loop that every command over documents shares: read, analyse in parallel, write in order, count.

use crate::coder::CoderArgs;
use crate::input::{InputArgs, InputError, Report, Tally};
use crate::progress::Progress;
use anyhow::Result;
use demarche_pipeline::{Coded, Coder, Document, Level, guarded, map_in_order};
use std::io;
use std::sync::atomic::Ordering;

/// Analyses every document of the input up to a level and gives `sink` what `write` makes of each, in the order of the input;
/// an empty text for one that was lost. The first `skip` documents are passed over.
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
    skip: u64,
    write: impl Fn(&Document, &Coded) -> String + Sync,
    mut sink: impl FnMut(&str) -> io::Result<()>,
) -> Result<()> {
    let make = |_: &Coder, report: Report, coded: &Coded| write(&report.document, coded);
    let mut met = 0;
    let wanted = |_: &Report| {
        met += 1;
        met > skip
    };
    let sink = |made: Made<String>| match made {
        Made::Done(lines) => Ok(sink(&lines)?),
        Made::Lost => Ok(sink("")?),
        Made::End => Ok(()),
    };
    let tally = reports(input, coder, level, wanted, make, sink)?;
    eprintln!("{}", tally.summary());
    tally.verdict(input.strict)
}

/// What came of a report.
pub enum Made<T> {
    /// What was made of it.
    Done(T),
    /// The program failed on it; it is named and counted.
    Lost,
    /// There is no further report.
    End,
}

/// Analyses those reports of the input that are `wanted` up to a level; gives what `make` makes of each to `sink`, in the
/// order of the input.
///
/// # Errors
/// The first error of `sink`.
pub fn reports<T: Send>(
    input: &InputArgs,
    coder: &CoderArgs,
    level: Level,
    mut wanted: impl FnMut(&Report) -> bool + Send,
    make: impl Fn(&Coder, Report, &Coded) -> T + Sync,
    mut sink: impl FnMut(Made<T>) -> Result<()>,
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
                sink(Made::Done(made))
            }
            Err((ours, warning)) => {
                failed += u64::from(ours);
                progress.warn(&warning);
                if ours { sink(Made::Lost) } else { Ok(()) }
            }
        },
    )?;
    sink(Made::End)?;
    let mut tally = documents.tally();
    tally.lost(failed);
    progress.clear();
    Ok(tally)
}

/// What `make` makes of one report that is analysed up to a level.
///
/// # Errors
/// Whether the fault is ours, and a warning.
pub fn coded<T>(
    coder: &Coder,
    level: Level,
    item: Result<Report, InputError>,
    make: impl Fn(&Coder, Report, &Coded) -> T,
) -> Result<T, (bool, String)> {
    let report = item.map_err(|error| (false, error.to_string()))?;
    let place = report.place.to_string();
    guarded(&place, || {
        let coded = match report.foreign {
            // What is read as English and is none would be coded wrong.
            Some(_) => Coded::default(),
            None => coder.analyse(&report.document, level),
        };
        make(coder, report, &coded)
    })
    .map_err(|warning| (true, warning))
}
