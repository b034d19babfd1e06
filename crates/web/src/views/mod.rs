//! The pages, one a file: each gathers its data, which is its JSON, and shows it.

pub mod about;
pub mod actors;
pub mod audit;
pub mod desk;
pub mod dyad;
pub mod events;
pub mod items;
pub mod ledger;
pub mod map;
pub mod reader;
pub mod search;
pub mod trial;
pub mod watchlists;
