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

mod commands;
mod model;
mod output;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Reads news reports and writes down the diplomatic and conflict moves in them.
#[derive(Parser)]
#[command(name = "demarche", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Parse(commands::parse::Parse),
    Train(commands::train::Train),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Parse(command) => commands::parse::run(&command),
        Command::Train(command) => commands::train::run(&command),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(1)
        }
    }
}
