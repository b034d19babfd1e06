//! The desk: pages that an analyst keeps open all day, the same data for programs, and tools for assistants.
//!
//! Each page is a [`route::Route`]: parameters that are declared, a question to the store, an answer that is shown as HTML and
//! written as JSON from the same data. Pages work without a script; charts and maps are SVG that the server draws. What a report
//! or a user says is escaped by the template language and never becomes a script, an address that leads elsewhere, or SQL.
//!
//! It leaves out coding, which is the pipeline's, and everything that is known of a store, which is the store's. It listens
//! where it is told and reads the clock.
#![allow(clippy::disallowed_methods, reason = "this crate is an edge: sockets and clock belong here")]
#![allow(clippy::struct_field_names, reason = "fields have the names that the API gives them")]
#![allow(clippy::unnecessary_wraps, reason = "all pages are asked in one way, also those that cannot fail")]

mod answer;
mod app;
mod chart;
mod counts;
mod failure;
mod feed;
mod glosses;
mod guard;
mod ledgers;
mod mcp;
mod measures;
mod openapi;
mod page;
mod query;
mod record;
mod route;
mod routes;
mod serve;
mod views;
mod world;

pub use app::{App, Settings};
pub use failure::Failure;
pub use mcp::mcp;
pub use openapi::document as openapi;
pub use routes::{Service, service};
pub use serve::{Post, serve};
