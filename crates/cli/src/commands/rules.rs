//! `demarche rules`: the coding rules, their pages, and whether they do what their examples say.

use crate::coder::CoderArgs;
use crate::output;
use anyhow::{Result, bail};
use clap::Args;
use demarche_events::Rule;
use demarche_pipeline::Coder;
use std::io::Write;

/// Lists the coding rules, shows one with its examples, or checks that they do what their examples say.
#[derive(Args)]
#[command(after_help = "Example:\n  demarche rules consult/visit")]
pub struct Rules {
    /// Id of a rule, or the beginning of several
    id: Option<String>,
    /// Code every example and reject, and say what is wrong
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    coder: CoderArgs,
}

/// Runs the command.
pub fn run(command: &Rules) -> Result<()> {
    let coder = command.coder.load()?;
    let prefix = command.id.as_deref().unwrap_or_default();
    let chosen: Vec<&Rule> = coder.rules().all().iter().filter(|r| r.id.starts_with(prefix)).collect();
    let mut out = output::stdout();
    match chosen.as_slice() {
        [] => bail!("expected the id of a rule, but found `{prefix}`"),
        rules if command.check => check(&coder, rules, &mut out)?,
        [rule] => write!(out, "{}", page(rule))?,
        rules => {
            for rule in rules {
                writeln!(out, "{:<28} {:<10} {:<5} {}", rule.id, rule.event(), rule.cameo, rule.doc)?;
            }
        }
    }
    Ok(out.flush()?)
}

fn check(coder: &Coder, rules: &[&Rule], out: &mut impl Write) -> Result<()> {
    let wrong: Vec<String> = rules.iter().flat_map(|r| demarche_pipeline::check(coder, r)).collect();
    for line in &wrong {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    let examples: usize = rules.iter().map(|r| r.examples.len() + r.rejects.len()).sum();
    if !wrong.is_empty() {
        bail!("{} of {examples} examples of {} rules are wrong", wrong.len(), rules.len());
    }
    Ok(writeln!(out, "{examples} examples of {} rules are right", rules.len())?)
}

fn page(rule: &Rule) -> String {
    let mode = rule.mode.as_deref().map(|m| format!("/{m}")).unwrap_or_default();
    let examples: String =
        rule.examples.iter().map(|(text, gives)| format!("  {text}\n      {gives}\n")).collect();
    let rejects: String = rule.rejects.iter().map(|text| format!("  {text}\n")).collect();
    format!(
        "{}: {}{mode}, CAMEO {}\n{}\nsource: {}\n\nexamples\n{examples}\nnever on\n{rejects}",
        rule.id,
        rule.event(),
        rule.cameo,
        rule.doc,
        rule.source,
    )
}
