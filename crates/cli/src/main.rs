//! The command `demarche`: reads files, runs the core over them, writes what it found.
//!
//! Standard output carries results only; progress, warnings and errors go to standard error. Exit status: 0 done, 1 it
//! could not do what was asked, 2 wrong usage. A reader that closes the pipe early is no error.
//!
//! It leaves out everything that needs no file, clock or environment: that is in the core crates.
#![allow(
    clippy::disallowed_methods,
    reason = "this crate is the edge: files, clock and environment belong here"
)]

mod coder;
mod commands;
mod input;
mod journal;
mod model;
mod net;
mod output;
mod own;
mod progress;
mod run;
mod store;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Reads news reports and writes down the diplomatic and conflict moves in them.
#[derive(Parser)]
#[command(name = "demarche", version, arg_required_else_help = true)]
struct Cli {
    /// Actors of your own beside the built-in ones: a table in the form of `knowledge/actors/`, or a PETRARCH or TABARI
    /// dictionary; may be given more than once
    #[arg(long, value_name = "FILE", global = true)]
    actors: Vec<std::path::PathBuf>,
    /// A larger gazetteer beside the built-in one, made by `demarche places import`; may be given more than once
    #[arg(long, value_name = "FILE", global = true)]
    gazetteer: Vec<std::path::PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Code(commands::code::Code),
    Annotate(commands::annotate::Annotate),
    Read(commands::read::Read),
    Parse(commands::parse::Parse),
    Resolve(commands::resolve::Resolve),
    Actors(commands::actors::Actors),
    Places(commands::places::Places),
    Explain(commands::explain::Explain),
    Rules(commands::rules::Rules),
    Ledger(commands::ledger::Ledger),
    Stories(commands::stories::Stories),
    Train(commands::train::Train),
    Ingest(commands::ingest::Ingest),
    Recode(commands::recode::Recode),
    Status(commands::status::Status),
    Events(commands::events::Events),
    Export(commands::export::Export),
    Merges(commands::merges::Merges),
    Serve(commands::serve::Serve),
    Mcp(commands::serve::Mcp),
    Watch(commands::watch::Watch),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = own::add(&cli.actors, &cli.gazetteer).and_then(|()| dispatch(&cli.command));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(1)
        }
    }
}

fn dispatch(command: &Command) -> anyhow::Result<()> {
    match command {
        Command::Code(command) => commands::code::run(command),
        Command::Annotate(command) => commands::annotate::run(command),
        Command::Read(command) => commands::read::run(command),
        Command::Actors(command) => commands::actors::run(command),
        Command::Resolve(command) => commands::resolve::run(command),
        Command::Places(command) => commands::places::run(command),
        Command::Explain(command) => commands::explain::run(command),
        Command::Rules(command) => commands::rules::run(command),
        Command::Parse(command) => commands::parse::run(command),
        Command::Ledger(command) => commands::ledger::run(command),
        Command::Stories(command) => commands::stories::run(command),
        Command::Train(command) => commands::train::run(command),
        Command::Ingest(command) => commands::ingest::run(command),
        Command::Recode(command) => commands::recode::run(command),
        Command::Status(command) => commands::status::run(command),
        Command::Events(command) => commands::events::run(command),
        Command::Export(command) => commands::export::run(command),
        Command::Merges(command) => commands::merges::run(command),
        Command::Serve(command) => commands::serve::run(command),
        Command::Mcp(command) => commands::serve::mcp(command),
        Command::Watch(command) => commands::watch::run(command),
    }
}
