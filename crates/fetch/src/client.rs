//! One request, one answer, within limits.

use crate::guard::{Guarded, Lookup};
use crate::{Answer, FetchError, Guard};
use std::io::{self, Read};
use std::time::Duration;
use ureq::config::Config;
use ureq::http::{HeaderName, HeaderValue, Request, Response, header};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, AsSendBody, Body};
use url::Url;

/// What an answer may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the body, after decompression.
    pub bytes: u64,
    /// From the look-up of the name to the last byte.
    pub time: Duration,
    /// Bytes of the header.
    pub header: usize,
}

impl Default for Limits {
    /// 8 MiB, 30 seconds, a header of 64 KiB.
    fn default() -> Self {
        Self { bytes: 8 << 20, time: Duration::from_secs(30), header: 64 << 10 }
    }
}

/// What becomes of a body that is too long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TooLong {
    /// An error.
    #[default]
    Refuse,
    /// Its beginning counts.
    Cut,
}

/// How something is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asking<'a> {
    /// Further fields of the request: name and value.
    pub fields: &'a [(&'a str, &'a str)],
    /// Another limit for the body in bytes than the client's.
    pub bytes: Option<u64>,
    /// What becomes of a body that is longer.
    pub too_long: TooLong,
}

/// Asks servers: one request is one connection to an address that the guard lets through.
///
/// Proxies of the environment are not used: what is connected to would be theirs to say.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    limits: Limits,
}

impl Client {
    /// A client that calls itself `name` (`User-Agent`).
    ///
    /// # Errors
    /// [`FetchError::Field`] for a name that is no field of a header.
    pub fn new(guard: Guard, limits: Limits, name: &str) -> Result<Self, FetchError> {
        Self::with_lookup(guard, limits, name, DefaultResolver::default())
    }

    pub(crate) fn with_lookup(
        guard: Guard,
        limits: Limits,
        name: &str,
        lookup: impl Lookup,
    ) -> Result<Self, FetchError> {
        value("a name", name)?;
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(limits.time))
            .max_response_header_size(limits.header)
            .max_idle_connections(0)
            .user_agent(name)
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Guarded { guard, lookup });
        Ok(Self { agent, limits })
    }

    /// Asks for an address. A redirect is an answer; its body is not read.
    ///
    /// # Errors
    /// When the guard refuses, no answer comes in time, or it is broken or too long.
    pub fn get(&self, url: &Url, asking: &Asking<'_>) -> Result<Answer, FetchError> {
        self.send(request("GET", url, asking, ())?, asking, url)
    }

    /// Sends a body to an address. A redirect is an answer and is not to be followed: the body was meant for this address.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub fn post(&self, url: &Url, body: &[u8], asking: &Asking<'_>) -> Result<Answer, FetchError> {
        self.send(request("POST", url, asking, body)?, asking, url)
    }

    fn send(
        &self,
        request: Request<impl AsSendBody>,
        asking: &Asking<'_>,
        url: &Url,
    ) -> Result<Answer, FetchError> {
        let bytes = asking.bytes.unwrap_or(self.limits.bytes);
        let failed = |error| self.failed(error, url);
        let mut response = self.agent.run(request).map_err(failed)?;
        let mut answer = Answer { status: response.status().as_u16(), ..Answer::default() };
        for (name, value) in response.headers() {
            answer.push(name.as_str(), value.as_bytes());
        }
        if matches!(answer.status, 300..=399) {
            return Ok(answer);
        }
        packing(&response)?;
        answer.body = self.body(response.body_mut(), bytes, asking.too_long, url)?;
        Ok(answer)
    }

    fn body(&self, body: &mut Body, bytes: u64, too_long: TooLong, url: &Url) -> Result<Vec<u8>, FetchError> {
        let mut out = Vec::new();
        let read = body.as_reader().take(bytes.saturating_add(1)).read_to_end(&mut out);
        let is_too_long = out.len() as u64 > bytes;
        match read {
            // What comes behind the limit does not count, nor how it ends.
            _ if is_too_long && too_long == TooLong::Cut => out.truncate(bytes as usize),
            _ if is_too_long => return Err(FetchError::TooLong(bytes)),
            Err(error) => return Err(self.failed(error.into(), url)),
            Ok(_) => {}
        }
        Ok(out)
    }

    /// An error in our words.
    fn failed(&self, error: ureq::Error, url: &Url) -> FetchError {
        match error {
            ureq::Error::Other(inner) => match inner.downcast::<FetchError>() {
                Ok(ours) => *ours,
                Err(other) => broken(&other.to_string()),
            },
            ureq::Error::Timeout(_) => FetchError::Slow(self.limits.time),
            ureq::Error::HostNotFound => {
                FetchError::UnknownHost(url.host_str().unwrap_or_default().to_owned())
            }
            ureq::Error::LargeResponseHeader(..) => FetchError::Header(self.limits.header),
            ureq::Error::Io(error) | ureq::Error::Decompress(_, error) => self.io(&error),
            ureq::Error::Protocol(error) => broken(&error.to_string()),
            other => broken(&other.to_string()),
        }
    }

    fn io(&self, error: &io::Error) -> FetchError {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => FetchError::Truncated,
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => FetchError::Slow(self.limits.time),
            _ => broken(&error.to_string()),
        }
    }
}

fn broken(message: &str) -> FetchError {
    FetchError::Broken(message.chars().take(200).flat_map(char::escape_debug).collect())
}

fn request<B>(method: &str, url: &Url, asking: &Asking<'_>, body: B) -> Result<Request<B>, FetchError> {
    let mut request = Request::builder().method(method).uri(url.as_str());
    for (name, text) in asking.fields {
        let name: HeaderName = name.parse().map_err(|_| field("a field's name", name))?;
        request = request.header(name, value("a field", text)?);
    }
    request.body(body).map_err(|error| broken(&error.to_string()))
}

fn value(what: &'static str, text: &str) -> Result<HeaderValue, FetchError> {
    HeaderValue::from_str(text).map_err(|_| field(what, text))
}

fn field(what: &'static str, text: &str) -> FetchError {
    FetchError::Field { what, found: text.escape_debug().to_string() }
}

/// The library takes off gzip and the field that names it; what is still named was not taken off.
fn packing(response: &Response<Body>) -> Result<(), FetchError> {
    let packing = response.headers().get(header::CONTENT_ENCODING).map(|v| v.as_bytes().to_ascii_lowercase());
    match packing {
        Some(name) if !matches!(name.trim_ascii(), b"identity" | b"") => {
            let name = String::from_utf8_lossy(&name);
            Err(FetchError::Packing(name.chars().take(40).flat_map(char::escape_debug).collect()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
