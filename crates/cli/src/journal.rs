//! Long runs that go on where they were stopped.
//!
//! Beside the output file lies `FILE.resume`, which says how many documents are done and how long the output was then. A run
//! that is killed, at whatever instant, and started again cuts the output there and goes on: the bytes are those of a run that was
//! not stopped. The note is gone when the run is done.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Time between two notes.
const EVERY: Duration = Duration::from_secs(1);

/// An output file with its note.
pub struct Journal {
    out: BufWriter<File>,
    path: PathBuf,
    note: Note,
    noted: Instant,
}

/// What `FILE.resume` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    /// What the run is: version, inputs and options.
    run: String,
    /// Documents that were read and are done, those that the program failed on among them.
    documents: u64,
    /// Bytes of output then.
    bytes: u64,
}

impl Journal {
    /// Goes on with the run that wrote to this file, or begins it.
    ///
    /// # Errors
    /// When the file was begun by another run, or the system refuses.
    pub fn open(out: &Path, run: &str) -> Result<Self> {
        let path = note_path(out);
        let note = match fs::read_to_string(&path) {
            Ok(note) => serde_json::from_str(&note).with_context(|| path.display().to_string())?,
            Err(_) => Note { run: run.to_owned(), ..Note::default() },
        };
        if note.run != run {
            bail!(
                "{}: begun by another run ({}), and this is ({run})\nhint: remove it to start anew",
                path.display(),
                note.run
            );
        }
        let name = || out.display().to_string();
        let mut file =
            OpenOptions::new().create(true).truncate(false).write(true).open(out).with_context(name)?;
        if file.metadata().with_context(name)?.len() < note.bytes {
            bail!("{}: expected {} bytes of an earlier run, but found fewer", name(), note.bytes);
        }
        file.set_len(note.bytes).with_context(name)?;
        file.seek(SeekFrom::End(0)).with_context(name)?;
        Ok(Self { out: BufWriter::new(file), path, note, noted: Instant::now() })
    }

    /// Documents that are done already.
    pub fn done(&self) -> u64 {
        self.note.documents
    }

    /// Whether nothing was written yet.
    pub fn is_new(&self) -> bool {
        self.note.documents == 0
    }

    /// Writes what comes before the first document.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn head(&mut self, text: &str) -> std::io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.note.bytes += text.len() as u64;
        Ok(())
    }

    /// Writes what came of the next document.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn document(&mut self, text: &str) -> std::io::Result<()> {
        self.head(text)?;
        self.note.documents += 1;
        if self.noted.elapsed() < EVERY {
            return Ok(());
        }
        self.write_note()
    }

    /// Ends the run: everything is written and the note is removed.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.out.flush()?;
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The output first, then the note under another name, then its own: no instant at which the note says too much.
    fn write_note(&mut self) -> std::io::Result<()> {
        self.out.flush()?;
        let new = self.path.with_extension("resume-new");
        fs::write(&new, serde_json::to_string(&self.note)?)?;
        fs::rename(&new, &self.path)?;
        self.noted = Instant::now();
        Ok(())
    }
}

/// `FILE.resume`.
fn note_path(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".resume");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_was_stopped_goes_on_where_its_note_says() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out.jsonl");
        let mut journal = Journal::open(&out, "a run").unwrap();
        journal.head("head\n").unwrap();
        journal.document("one\n").unwrap();
        journal.write_note().unwrap();
        // Written, but not noted: what a kill leaves behind.
        journal.document("two\n").unwrap();
        journal.out.flush().unwrap();
        drop(journal);
        assert!(Journal::open(&out, "another run").is_err());
        let mut journal = Journal::open(&out, "a run").unwrap();
        assert_eq!((journal.done(), journal.is_new()), (1, false));
        journal.document("two\n").unwrap();
        journal.finish().unwrap();
        assert_eq!(fs::read_to_string(&out).unwrap(), "head\none\ntwo\n");
        assert!(Journal::open(&out, "a run").unwrap().is_new());
    }

    #[test]
    fn an_output_that_is_shorter_than_noted_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out.jsonl");
        let mut journal = Journal::open(&out, "a run").unwrap();
        journal.document("one\n").unwrap();
        journal.write_note().unwrap();
        fs::write(&out, "").unwrap();
        assert!(Journal::open(&out, "a run").is_err());
    }
}
