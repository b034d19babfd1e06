//! Why nothing came back.

use std::net::IpAddr;
use std::time::Duration;

/// Why an address was not asked, or gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// No address that may be asked.
    #[error("expected an address {expected}, but found `{found}`")]
    Address {
        /// What an address has to be.
        expected: &'static str,
        /// The address, at most 200 characters of it.
        found: String,
    },
    /// A network that is not everybody's.
    #[error("expected a public address, but found {address}, which is {kind}")]
    Private {
        /// What the name stands for.
        address: IpAddr,
        /// What kind of address it is.
        kind: &'static str,
    },
    /// Nobody knows the name of the host.
    #[error("expected a host that is known, but found `{0}`")]
    UnknownHost(String),
    /// It was not there in time.
    #[error("expected an answer within {} s, but found none", .0.as_secs_f64())]
    Slow(Duration),
    /// The body is longer than is taken, after decompression.
    #[error("expected at most {0} bytes, but found more")]
    TooLong(u64),
    /// The header is longer than is taken, or has too many fields.
    #[error("expected a header of at most {0} bytes, but found a longer one")]
    Header(usize),
    /// It ended before its end.
    #[error("expected the whole answer, but found the connection closed")]
    Truncated,
    /// A body packed in a way that is not understood.
    #[error("expected a body that is packed with gzip or not at all, but found `{0}`")]
    Packing(String),
    /// No HTTP, or a broken connection.
    #[error("expected an answer, but found {0}")]
    Broken(String),
    /// A name of this program, or a field of a request, with characters that end it.
    #[error("expected {what} without control characters, but found `{found}`")]
    Field {
        /// Which.
        what: &'static str,
        /// As given, escaped.
        found: String,
    },
}
