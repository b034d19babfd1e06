//! `demarche train`: a syntax model from treebanks.

use anyhow::Context as _;
use clap::Args;
use demarche_syntax::{Corpora, Dev, Model, Progress, TrainConfig, VectorConfig, Vectors};
use demarche_text::{Sentence, Str, Upos, conllu};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Train a syntax model from CoNLL-U treebanks of any language.
#[derive(Args)]
#[command(
    after_help = "Example:\n  demarche train --train en-train.conllu --dev en-dev.conllu --out en.model"
)]
pub struct Train {
    /// Treebanks to learn from.
    #[arg(long = "train", required = true, num_args = 1..)]
    treebanks: Vec<PathBuf>,
    /// A treebank that is annotated after each epoch, to see how well it goes; nothing is learned from it.
    #[arg(long)]
    dev: PathBuf,
    /// Named entities: a word and its IOB2 tag a line, separated by a tab, an empty line after each sentence. The types
    /// of the first file are learned.
    #[arg(long, num_args = 1..)]
    entities: Vec<PathBuf>,
    /// Named entities that are found after each epoch, to see how well it goes; nothing is learned from them.
    #[arg(long)]
    dev_entities: Option<PathBuf>,
    /// Trees that other models made of texts without annotation (`demarche parse --model A --model B`), in CoNLL-U.
    #[arg(long, num_args = 1..)]
    silver: Vec<PathBuf>,
    /// Where the model is written, after each epoch.
    #[arg(long)]
    out: PathBuf,
    /// Plain texts without annotation, for vectors of words.
    #[arg(long, num_args = 1..)]
    raw: Vec<PathBuf>,
    /// Where the vectors are kept for the next training; read instead of `--raw` where the file exists.
    #[arg(long)]
    vectors: Option<PathBuf>,
    /// Lemmas that hold where the treebanks have none: lines of form, UPOS and lemma, separated by tabs.
    #[arg(long)]
    lemmas: Option<PathBuf>,
    /// A model whose network is kept: only segmentation and lemmas are learned.
    #[arg(long)]
    network: Option<PathBuf>,
    /// Passes over the plain texts.
    #[arg(long, default_value_t = 5)]
    raw_epochs: usize,
    /// Passes over the treebanks.
    #[arg(long, default_value_t = TrainConfig::default().epochs)]
    epochs: usize,
    /// Where chance starts.
    #[arg(long, default_value_t = TrainConfig::default().seed)]
    seed: u64,
    /// Width of a recurrent layer in each direction.
    #[arg(long, default_value_t = TrainConfig::default().hidden)]
    hidden: usize,
    /// Number of recurrent layers.
    #[arg(long, default_value_t = TrainConfig::default().layers)]
    layers: usize,
    /// Words in a batch, about.
    #[arg(long, default_value_t = TrainConfig::default().batch)]
    batch: usize,
    /// Highest learning rate.
    #[arg(long, default_value_t = TrainConfig::default().rate)]
    rate: f32,
    /// How likely a unit is silenced.
    #[arg(long, default_value_t = TrainConfig::default().dropout)]
    dropout: f32,
    /// Silver words in an epoch, for each gold word.
    #[arg(long, default_value_t = TrainConfig::default().silver)]
    silver_share: f32,
    /// Share of the epochs, the last ones, that are learned from gold alone.
    #[arg(long, default_value_t = TrainConfig::default().gold_only)]
    gold_only: f32,
}

/// Runs the command.
pub fn run(command: &Train) -> anyhow::Result<()> {
    let treebanks = command.treebanks.iter().map(|p| read(p)).collect::<anyhow::Result<Vec<_>>>()?;
    let silver = command.silver.iter().map(|p| read(p)).collect::<anyhow::Result<Vec<_>>>()?;
    let entities = command.entities.iter().map(|p| bio(p)).collect::<anyhow::Result<Vec<_>>>()?;
    let dev = read(&command.dev)?;
    let dev_entities = command.dev_entities.as_deref().map(bio).transpose()?.unwrap_or_default();
    let dev = Dev { trees: &dev.sentences, entities: &dev_entities };
    let config = TrainConfig {
        epochs: command.epochs,
        seed: command.seed,
        hidden: command.hidden,
        layers: command.layers,
        batch: command.batch,
        rate: command.rate,
        dropout: command.dropout,
        silver: command.silver_share,
        gold_only: command.gold_only,
        lemmas: command.lemmas.as_deref().map(lemmas).transpose()?.unwrap_or_default(),
        ..TrainConfig::default()
    };
    if let Some(path) = &command.network {
        let mut model = crate::model::load(Some(path))?;
        demarche_syntax::learn_words(&config, &treebanks, &mut model);
        return write(&model, &command.out);
    }
    let start = Instant::now();
    let vectors = vectors(command, &treebanks)?;
    let mut failed = None;
    let mut shown = Instant::now();
    let corpora =
        Corpora { treebanks: &treebanks, entities: &entities.iter().collect::<Vec<_>>(), silver: &silver };
    let model = demarche_syntax::train(&config, corpora, &vectors, dev, &mut |progress| match progress {
        Progress::Batch { epoch, words, total, loss } => {
            if shown.elapsed().as_secs() >= 10 {
                shown = Instant::now();
                eprintln!("epoch {epoch}: {words} of {total} words, {loss:.3?}");
            }
        }
        Progress::Epoch { epoch, score, entities, model } => {
            let f1 = entities.f1();
            eprintln!("epoch {epoch} after {:.0?}: {score:.4?}, entities {f1:.4}", start.elapsed());
            failed = write(model, &command.out).err().or(failed.take());
        }
    });
    write(&model, &command.out)?;
    failed.map_or(Ok(()), Err)
}

/// Reads words with IOB2 tags.
fn bio(path: &Path) -> anyhow::Result<Vec<Sentence>> {
    let source = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    conllu::read_bio(&source).with_context(|| path.display().to_string())
}

fn lemmas(path: &Path) -> anyhow::Result<Vec<(Str, Upos, Str)>> {
    let source = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut lemmas = Vec::new();
    for (at, line) in source.lines().enumerate() {
        let columns: Vec<&str> = line.split('\t').collect();
        let row = match columns[..] {
            [form, upos, lemma, ..] => upos.parse().ok().map(|upos| (form.into(), upos, lemma.into())),
            _ => None,
        };
        let expected = "expected a form, a UPOS tag and a lemma";
        lemmas.push(
            row.with_context(|| format!("{}:{}: {expected}, but found `{line}`", path.display(), at + 1))?,
        );
    }
    Ok(lemmas)
}

/// Reads or learns the vectors of words.
fn vectors(command: &Train, treebanks: &[conllu::Read]) -> anyhow::Result<Vectors> {
    if let Some(path) = command.vectors.as_deref().filter(|p| p.exists()) {
        let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
        return Vectors::read(&bytes).with_context(|| path.display().to_string());
    }
    if command.raw.is_empty() {
        return Ok(Vectors::default());
    }
    let text = |p: &PathBuf| std::fs::read_to_string(p).with_context(|| p.display().to_string());
    let raw = command.raw.iter().map(text).collect::<anyhow::Result<Vec<_>>>()?;
    let config = VectorConfig {
        width: command.hidden,
        epochs: command.raw_epochs,
        words: 50_000,
        from: 4,
        seed: command.seed,
    };
    let mut shown = Instant::now();
    let vectors = demarche_syntax::pretrain(&config, treebanks, &raw, &mut |share| {
        if shown.elapsed().as_secs() >= 10 {
            shown = Instant::now();
            eprintln!("vectors: {:.0} %", share * 100.0);
        }
    });
    if let Some(path) = &command.vectors {
        std::fs::write(path, vectors.write()).with_context(|| path.display().to_string())?;
    }
    Ok(vectors)
}

fn read(path: &Path) -> anyhow::Result<conllu::Read> {
    let source = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    conllu::read(&source).with_context(|| path.display().to_string())
}

/// Writes beside the file first, so that nobody reads half a model.
fn write(model: &Model, path: &Path) -> anyhow::Result<()> {
    let beside = path.with_extension("part");
    std::fs::write(&beside, model.write()).with_context(|| beside.display().to_string())?;
    std::fs::rename(&beside, path).with_context(|| path.display().to_string())
}
