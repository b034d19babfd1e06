//! One module for each subcommand: its options, and what it does.

pub mod actors;
pub mod annotate;
pub mod code;
pub mod events;
pub mod explain;
pub mod export;
pub mod ingest;
pub mod ledger;
pub mod merges;
pub mod parse;
pub mod places;
pub mod read;
pub mod recode;
pub mod resolve;
pub mod rules;
pub mod serve;
pub mod status;
pub mod stories;
pub mod train;
pub mod watch;
