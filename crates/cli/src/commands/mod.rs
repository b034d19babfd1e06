//! One module for each subcommand: its options, and what it does.

pub mod parse;
pub mod train;
