//! Why a request got no answer.

use axum::http::StatusCode;
use demarche_store::StoreError;

/// What went wrong; each has one HTTP status.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The request asks for something that cannot be.
    #[error("{0}")]
    Asked(String),
    /// There is no such thing.
    #[error("expected {0}, but found none")]
    Missing(String),
    /// The request does not say who asks, or wrongly.
    #[error("expected the token that this desk was started with")]
    Unknown,
    /// It comes from elsewhere.
    #[error("{0}")]
    Refused(&'static str),
    /// It asks in another way than it can be asked.
    #[error("expected another method")]
    Method,
    /// What was sent is too long.
    #[error("expected at most {0} bytes, but found more")]
    TooLong(usize),
    /// What was sent is in another form.
    #[error("expected {0}")]
    Form(&'static str),
    /// The answer takes too long.
    #[error("expected an answer in {0} seconds, but it took longer: narrow the question down")]
    Late(u64),
    /// Something is not ready yet, or too many ask at once.
    #[error("{0}: try again in a moment")]
    Busy(&'static str),
    /// The store.
    #[error("the store could not be read")]
    Store(#[source] StoreError),
    /// The program itself.
    #[error("the answer could not be made")]
    Broken,
}

impl Failure {
    /// Its HTTP status.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Asked(_) => StatusCode::BAD_REQUEST,
            Self::Missing(_) => StatusCode::NOT_FOUND,
            Self::Unknown => StatusCode::UNAUTHORIZED,
            Self::Refused(_) => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLong(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Form(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Late(_) | Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Store(_) | Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::EmptySearch(_) => Self::Asked(error.to_string()),
            StoreError::Late(_) => Self::Late(crate::app::PATIENCE.as_secs()),
            error => Self::Store(error),
        }
    }
}
