//! Documents from the paths on the command line.

pub use demarche_input::{Documents, InputError, Place, Reason, Report, Tally, date, feed_of, page_of};

use clap::Args;
use demarche_input::{Shard, Wanted};
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

/// Options of every command that reads documents.
#[derive(Args, Clone, Debug, Default)]
pub struct InputArgs {
    /// Files and folders: JSON Lines, CSV and TSV, Parquet, RSS, Atom and JSON feeds, WARC, HTML pages, plain text, gzip or zstd of
    /// these; `-` is JSON Lines on standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Columns of tables that are not named as usual: FIELD of id, date, text, title, publisher, url, language
    #[arg(long, value_name = "FIELD=COLUMN", value_delimiter = ',', value_parser = demarche_input::mapping)]
    pub columns: Vec<(String, String)>,
    /// Read only every Nth document, from the Kth: K of N machines share the work so
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Shard>,
    /// Code reports in any language as if they were in English
    #[arg(long)]
    pub any_language: bool,
    /// Exit with status 1 when a document could not be read
    #[arg(long)]
    pub strict: bool,
}

impl InputArgs {
    /// The documents, read one at a time as they are asked for.
    ///
    /// # Errors
    /// When no path is given and standard input is a terminal.
    pub fn open(&self) -> anyhow::Result<Documents> {
        if !self.paths.is_empty() {
            return Ok(self.documents(&self.paths));
        }
        if io::stdin().is_terminal() {
            anyhow::bail!(
                "expected a PATH or JSON Lines on standard input, but found neither\nhint: try a file of news text, or `--help`"
            );
        }
        Ok(self.documents(&[PathBuf::from("-")]))
    }

    fn documents(&self, paths: &[PathBuf]) -> Documents {
        let (columns, shard, any_language) = (self.columns.clone(), self.shard, self.any_language);
        Documents::new(paths, Wanted { columns, shard, any_language })
    }

    /// Bytes of all files together; `None` where standard input is among them or a size cannot be told.
    pub fn size(&self) -> Option<u64> {
        demarche_input::size(&self.paths)
    }
}
