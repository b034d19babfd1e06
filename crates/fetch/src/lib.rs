//! Addresses that others have written are asked over HTTP: no private network is reached, and nothing is larger or slower than allowed.
//!
//! ```
//! use demarche_fetch::{Asking, Client, Guard, Limits, address};
//! # fn main() -> Result<(), demarche_fetch::FetchError> {
//! let client = Client::new(Guard::default(), Limits::default(), "example/1.0")?;
//! let metadata = address("http://169.254.169.254/latest/meta-data/")?;
//! let error = client.get(&metadata, &Asking::default()).unwrap_err();
//! assert_eq!(error.to_string(), "expected a public address, but found 169.254.169.254, which is link-local");
//! # Ok(())
//! # }
//! ```
//!
//! One call is one request: a redirect is an answer like others, with the address it points to in [`Answer::redirect`]. It leaves out
//! when to ask, whom to leave alone ([`Robots`] only says it) and what an answer means.
#![allow(
    clippy::disallowed_methods,
    reason = "this crate is an edge: it reaches the network and reads the clock"
)]

mod address;
mod answer;
mod client;
mod error;
mod guard;
mod public;
mod robots;

pub use address::{address, address_in};
pub use answer::Answer;
pub use client::{Asking, Client, Limits, TooLong};
pub use error::FetchError;
pub use guard::Guard;
pub use public::why_not_public;
pub use robots::Robots;
pub use url::{Position, Url};
