//! `demarche stories`: which reports tell of the same happening.

use crate::input::{InputArgs, Report};
use crate::output;
use anyhow::Result;
use clap::{Args, ValueEnum};
use demarche_store::Store;
use demarche_stories::Told;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

/// Puts reports of the same happening together and finds copies of one report
#[derive(Args)]
#[command(after_help = "Example:\n  demarche stories examples --format table")]
pub struct Stories {
    #[command(flatten)]
    input: InputArgs,
    /// The reports of this store instead, with the stories that they were put to as they came
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    store: Option<PathBuf>,
    /// How stories are written
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One report a line with its story
    Jsonl,
    /// For a person: one story a paragraph, its reports in order of time
    Table,
}

/// A report's line. `story` is the id of the story's first report.
#[derive(Serialize)]
struct Line<'r> {
    doc_id: &'r str,
    story: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy_of: Option<&'r str>,
}

/// Runs the command.
///
/// # Errors
/// When nothing could be read, or, under `--strict`, something could not.
pub fn run(command: &Stories) -> Result<()> {
    if let Some(path) = &command.store {
        return of_store(&Store::open_to_read(path)?);
    }
    let mut documents = command.input.open()?;
    let mut reports: Vec<Report> = Vec::new();
    for item in documents.by_ref() {
        match item {
            Ok(report) => reports.push(report),
            Err(error) => eprintln!("warning: {error}"),
        }
    }
    let told = tell(&reports);
    let mut out = output::stdout();
    let text = match command.format {
        Format::Jsonl => lines(&reports, &told)?,
        Format::Table => table(&reports, &told),
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    eprintln!("{}", documents.tally().summary());
    documents.tally().verdict(command.input.strict)
}

/// Reports read at a time.
const PAGE: usize = 1000;

/// The reports of a store in the order of arrival, a line each.
fn of_store(store: &Store) -> Result<()> {
    let mut out = output::stdout();
    let mut after = 0;
    loop {
        let page = store.merges(after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.document;
        for merge in &page {
            let line = Line { doc_id: &merge.id, story: &merge.story, copy_of: merge.copy_of.as_deref() };
            writeln!(out, "{}", demarche_wire::json(&line))?;
        }
    }
    Ok(out.flush()?)
}

/// Story and original of each report.
pub fn tell(reports: &[Report]) -> Vec<Told> {
    let views: Vec<_> = reports.iter().map(|r| demarche_stories::Report::from(&r.document)).collect();
    demarche_stories::tell(&views)
}

fn lines(reports: &[Report], told: &[Told]) -> Result<String> {
    let id = |at: usize| reports[at].document.id.as_str();
    let mut out = String::new();
    for (at, told) in told.iter().enumerate() {
        let line = Line { doc_id: id(at), story: id(told.story), copy_of: told.copy_of.map(id) };
        out.push_str(&serde_json::to_string(&line)?);
        out.push('\n');
    }
    Ok(out)
}

/// Stories by the day of their first report; a copy stands under its original.
fn table(reports: &[Report], told: &[Told]) -> String {
    let key = |at: usize| (reports[at].document.date, reports[at].document.id.as_str(), at);
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_key(|&at| {
        (key(told[at].story), key(told[at].copy_of.unwrap_or(at)), told[at].copy_of.is_some(), key(at))
    });
    let mut out = String::new();
    let mut last = None;
    for at in order {
        if last.is_some_and(|last| last != told[at].story) {
            out.push('\n');
        }
        last = Some(told[at].story);
        let document = &reports[at].document;
        let day = document.date.map_or_else(|| "          ".to_owned(), |d| d.to_string());
        let mark = if told[at].copy_of.is_some() { "  copy: " } else { "" };
        let first = document.text.lines().next().unwrap_or("");
        let head: String = document.title.as_deref().unwrap_or(first).chars().take(90).collect();
        let _ = writeln!(out, "{day}  {mark}{}  {head}", document.id);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_input::Place;
    use demarche_text::Document;
    use std::path::PathBuf;

    fn report(id: &str, day: &str, text: &str) -> Report {
        let document = Document {
            id: id.to_owned(),
            text: text.to_owned(),
            date: day.parse().ok(),
            ..Document::default()
        };
        Report {
            document,
            place: Place { path: PathBuf::from("a"), line: None },
            byline: None,
            foreign: None,
        }
    }

    fn reports() -> Vec<Report> {
        let wire = "A tram derailed in Croydon, south of London, early on Wednesday, killing seven people and hurting \
                    fifty, the police said. The driver was arrested.";
        vec![
            report("late", "2016-11-10", wire),
            report("other", "2016-11-09", "Hackers stole the data of 143 million customers of Equifax."),
            report("wire", "2016-11-09", wire),
            report(
                "own",
                "2016-11-10",
                "Seven people died when a tram derailed in Croydon; its driver was arrested.",
            ),
        ]
    }

    #[test]
    fn a_line_for_each_report() {
        let reports = reports();
        insta::assert_snapshot!(lines(&reports, &tell(&reports)).unwrap(), @r#"
{"doc_id":"late","story":"wire","copy_of":"wire"}
{"doc_id":"other","story":"other"}
{"doc_id":"wire","story":"wire"}
{"doc_id":"own","story":"wire"}
"#);
    }

    #[test]
    fn a_paragraph_for_each_story() {
        let reports = reports();
        insta::assert_snapshot!(table(&reports, &tell(&reports)), @r"
2016-11-09  other  Hackers stole the data of 143 million customers of Equifax.

2016-11-09  wire  A tram derailed in Croydon, south of London, early on Wednesday, killing seven people and 
2016-11-10    copy: late  A tram derailed in Croydon, south of London, early on Wednesday, killing seven people and 
2016-11-10  own  Seven people died when a tram derailed in Croydon; its driver was arrested.
");
    }
}
