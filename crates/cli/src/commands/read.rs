//! `demarche read`: what was extracted from each input.

use crate::input::{InputArgs, Report};
use crate::output;
use anyhow::Result;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::Write as _;

/// Prints one document object a line: text and metadata as they were extracted from each input
#[derive(Args)]
#[command(after_help = "Example:\n  demarche read page.html --format jsonl")]
pub struct Read {
    #[command(flatten)]
    input: InputArgs,
    /// How documents are written
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// The document object of the contract, one a line
    Jsonl,
}

/// A document object, with the path it came from.
#[derive(Serialize)]
struct Object<'r> {
    id: &'r str,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    date: Option<String>,
    title: Option<&'r str>,
    byline: Option<&'r str>,
    publisher: Option<&'r str>,
    url: Option<&'r str>,
    language: Option<&'r str>,
    text: &'r str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<Mention<'r>>,
}

#[derive(Serialize)]
struct Mention<'r> {
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'r str>,
}

/// Runs the command.
///
/// # Errors
/// When nothing could be read, or, under `--strict`, something could not.
pub fn run(command: &Read) -> Result<()> {
    let Format::Jsonl = command.format;
    let mut documents = command.input.open()?;
    let mut out = output::stdout();
    for item in documents.by_ref() {
        match item {
            Ok(report) => writeln!(out, "{}", line(&report)?)?,
            Err(error) => eprintln!("warning: {error}"),
        }
    }
    out.flush()?;
    eprintln!("{}", documents.tally().summary());
    documents.tally().verdict(command.input.strict)
}

fn line(report: &Report) -> Result<String> {
    let document = &report.document;
    let points = |byte: usize| document.text.get(..byte).map_or(0, |before| before.chars().count());
    let object = Object {
        id: &document.id,
        path: report.place.path.display().to_string(),
        line: report.place.line,
        date: document.date.map(|d| d.to_string()),
        title: document.title.as_deref(),
        byline: report.byline.as_deref(),
        publisher: document.publisher.as_deref(),
        url: document.url.as_deref(),
        language: document.language.as_deref(),
        text: &document.text,
        mentions: document
            .mentions
            .iter()
            .map(|m| Mention {
                start: points(m.span.start),
                end: points(m.span.end),
                code: m.code.as_deref(),
            })
            .collect(),
    };
    Ok(one_line(&serde_json::to_string(&object)?))
}

/// Escapes what JSON leaves bare but some readers take for the end of a line.
fn one_line(json: &str) -> String {
    json.replace('\u{85}', "\\u0085").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::input::Report;
    use demarche_input::Place;
    use demarche_text::{Document, GivenMention, Span};
    use std::path::PathBuf;

    #[test]
    fn a_document_is_one_line_with_offsets_in_code_points() {
        let text = "Erdoğan\u{2028}met Ri.".to_owned();
        let at = text.find("Ri").unwrap();
        let mentions = vec![GivenMention { span: Span::new(at, at + 2), code: None }];
        let document = Document { id: "a".to_owned(), text, mentions, ..Document::default() };
        let place = Place { path: PathBuf::from("a.jsonl"), line: Some(2) };
        insta::assert_snapshot!(line(&Report { document, place, byline: None, foreign: None }).unwrap(), @r#"{"id":"a","path":"a.jsonl","line":2,"date":null,"title":null,"byline":null,"publisher":null,"url":null,"language":null,"text":"Erdoğan\u2028met Ri.","mentions":[{"start":12,"end":14}]}"#);
    }
}
