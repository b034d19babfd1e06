//! The loop that every command over documents shares: read, analyse in parallel, write in order, count.

use crate::coder::CoderArgs;
use crate::input::{InputArgs, InputError, Report};
use crate::parallel::map_in_order;
use crate::progress::Progress;
use anyhow::Result;
use demarche_pipeline::{Coded, Document, Level};
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
    let mut documents = input.open()?;
    let consumed = documents.consumed();
    let threads = coder.threads();
    let coder = coder.load()?;
    let mut progress = Progress::new(input.size());
    let mut failed = 0_u64;
    let work = |item: Result<Report, InputError>| match item {
        Err(error) => Err((false, error.to_string())),
        Ok(report) => {
            let document = &report.document;
            // A fault of ours in one document must not cost the others.
            let coded = catch_unwind(AssertUnwindSafe(|| write(document, &coder.analyse(document, level))));
            let fault =
                |_| format!("{}: this document could not be coded, a fault of the program", report.place);
            coded.map_err(|panic| (true, fault(panic)))
        }
    };
    map_in_order(documents.by_ref(), threads, work, |result| match result {
        Ok(lines) => {
            progress.step(consumed.load(Ordering::Relaxed));
            out.write_all(lines.as_bytes())
        }
        Err((ours, warning)) => {
            failed += u64::from(ours);
            progress.warn(&warning);
            Ok(())
        }
    })?;
    out.flush()?;
    let mut tally = documents.tally();
    tally.lost(failed);
    progress.finish(&tally.summary());
    tally.verdict(input.strict)
}
