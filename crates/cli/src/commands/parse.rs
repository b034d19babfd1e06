//! `demarche parse`: text or CoNLL-U in, CoNLL-U out.

use crate::{model, output};
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use demarche_syntax::Ensemble;
use demarche_text::conllu;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

/// Split, tag, lemmatize and parse: CoNLL-U on standard output.
#[derive(Args)]
#[command(after_help = "Example:\n  echo 'Seoul protested.' | demarche parse -")]
pub struct Parse {
    /// Files; `-` or none is standard input.
    paths: Vec<PathBuf>,
    /// What the files hold. With `conllu`, sentences and words are kept as they are.
    #[arg(long, value_enum, default_value_t = Input::Text)]
    input: Input,
    /// A model written by `demarche train`, instead of the English one; several annotate as one, by the sum of their
    /// scores.
    #[arg(long)]
    model: Vec<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Input {
    /// Plain text, UTF-8.
    Text,
    /// CoNLL-U.
    Conllu,
}

/// Runs the command.
pub fn run(command: &Parse) -> anyhow::Result<()> {
    let model = model::load_together(&command.model)?;
    let mut out = output::stdout();
    let standard_input = [PathBuf::from("-")];
    let paths = if command.paths.is_empty() { &standard_input[..] } else { &command.paths };
    for path in paths {
        let source = read(path).with_context(|| path.display().to_string())?;
        parse(&model, &source, command.input, &mut out).with_context(|| path.display().to_string())?;
    }
    Ok(out.flush()?)
}

fn read(path: &Path) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(path)?;
    }
    // Bytes that are no UTF-8 become U+FFFD: one bad character never stops a text.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn parse(model: &Ensemble, source: &str, input: Input, out: &mut impl Write) -> anyhow::Result<()> {
    let (text, sentences) = match input {
        Input::Text => (source.to_owned(), model.parse(source)),
        Input::Conllu => {
            let mut read = conllu::read(source)?;
            model.annotate(&mut read.sentences);
            (read.text, read.sentences)
        }
    };
    let mut buffer = String::new();
    for sentence in &sentences {
        buffer.clear();
        conllu::write_sentence(&mut buffer, &text, sentence);
        out.write_all(buffer.as_bytes())?;
    }
    Ok(())
}
