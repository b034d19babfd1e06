//! Progress of long work on standard error: how much is done, how fast, how long it will take.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;

/// A line on standard error that keeps itself up to date, on a terminal only; elsewhere just warnings and the summary.
pub struct Progress {
    bar: ProgressBar,
    documents: u64,
}

impl Progress {
    /// Starts; `total` is the size of the input in bytes, where it is known.
    pub fn new(total: Option<u64>) -> Self {
        let shown = std::io::stderr().is_terminal() && std::env::var_os("NO_PROGRESS").is_none();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(total, target);
        let template = match total {
            Some(_) => "{bar:24} {percent:>3}%  {msg} documents, {speed}  {eta} left",
            None => "{spinner} {msg} documents, {speed}  {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.with_key("speed", speed));
        }
        Self { bar, documents: 0 }
    }

    /// One more document is done, the input read up to byte `at`.
    pub fn step(&mut self, at: u64) {
        self.documents += 1;
        self.bar.set_message(self.documents.to_string());
        self.bar.set_position(at);
    }

    /// Says something without tearing the line.
    pub fn warn(&self, warning: &str) {
        self.bar.suspend(|| eprintln!("warning: {warning}"));
    }

    /// Ends.
    pub fn clear(self) {
        self.bar.finish_and_clear();
    }
}

/// Input read a second since the start.
fn speed(state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write) {
    let seconds = state.elapsed().as_secs_f64().max(0.001);
    let _ = write!(out, "{:.0} kB/s", state.pos() as f64 / seconds / 1000.0);
}
