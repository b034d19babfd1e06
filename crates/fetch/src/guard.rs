//! Names become addresses once, and only those that were checked are connected to.

use crate::FetchError;
use crate::public::why_not_public;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Says which addresses may be connected to: the public ones, and those that are named as an exception.
///
/// A name is looked up once for each connection, and the connection goes to an address of that answer: a name that stands for
/// something else a moment later changes nothing.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    exceptions: Vec<Exception>,
}

/// A host that may be private.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Exception {
    /// Name or address, in small letters.
    host: String,
    /// Any where there is none.
    port: Option<u16>,
}

impl Guard {
    /// Lets through the public network and these hosts: `127.0.0.1:8080`, `[::1]:8080`, `intranet.example`, a name or an address with
    /// or without a port.
    ///
    /// # Errors
    /// [`FetchError::Address`] for what is no host.
    pub fn new<S: AsRef<str>>(exceptions: &[S]) -> Result<Self, FetchError> {
        let exceptions = exceptions.iter().map(|text| exception(text.as_ref())).collect::<Result<_, _>>()?;
        Ok(Self { exceptions })
    }

    /// Whether a host and port is named as an exception.
    pub fn is_exception(&self, host: &str, port: u16) -> bool {
        let host = bare(host);
        self.exceptions.iter().any(|e| e.host == host && e.port.is_none_or(|p| p == port))
    }

    /// Whether a connection for `host`, as the address names it, may go to `address`.
    ///
    /// # Errors
    /// [`FetchError::Private`] where it may not.
    pub fn check(&self, host: &str, address: SocketAddr) -> Result<(), FetchError> {
        let (ip, port) = (address.ip(), address.port());
        match why_not_public(ip) {
            Some(_) if self.is_exception(&ip.to_string(), port) => Ok(()),
            Some(_) if bare(host).parse::<IpAddr>().is_err() && self.is_exception(host, port) => Ok(()),
            Some(kind) => Err(FetchError::Private { address: ip, kind }),
            None => Ok(()),
        }
    }

    /// Those of the addresses of a host that may be connected to.
    fn checked(&self, host: &str, found: &[SocketAddr]) -> Result<Vec<SocketAddr>, FetchError> {
        let unknown = || FetchError::UnknownHost(host.to_owned());
        let first = *found.first().ok_or_else(unknown)?;
        let good: Vec<SocketAddr> = found.iter().copied().filter(|a| self.check(host, *a).is_ok()).collect();
        if good.is_empty() {
            self.check(host, first)?;
        }
        Ok(good)
    }
}

/// `host`, `host:port`, `[address]:port` or a bare IPv6 address.
fn exception(text: &str) -> Result<Exception, FetchError> {
    let refusal =
        || FetchError::Address { expected: "of the form HOST or HOST:PORT", found: text.to_owned() };
    let (host, port) = match text.rsplit_once(':') {
        _ if text.parse::<IpAddr>().is_ok() => (text, None),
        Some((host, port)) => (host, Some(port.parse().map_err(|_| refusal())?)),
        None => (text, None),
    };
    let host = bare(host);
    let is_name =
        !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if host.parse::<IpAddr>().is_err() && !is_name {
        return Err(refusal());
    }
    Ok(Exception { host, port })
}

/// A host without the brackets around an IPv6 address, in small letters.
fn bare(host: &str) -> String {
    let inner = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    inner.parse::<IpAddr>().map_or_else(|_| inner.to_ascii_lowercase(), |ip| ip.to_string())
}

/// The guard where the client looks up names: `lookup` asks, the guard sifts.
pub(crate) struct Guarded<L> {
    pub(crate) guard: Guard,
    pub(crate) lookup: L,
}

impl<L> fmt::Debug for Guarded<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.guard.fmt(f)
    }
}

impl<L: Lookup> Resolver for Guarded<L> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.lookup.look_up(uri, config, timeout)?;
        let checked = self.guard.checked(uri.host().unwrap_or_default(), &found);
        let mut addresses = self.empty();
        for address in checked.map_err(|error| ureq::Error::Other(Box::new(error)))? {
            addresses.push(address);
        }
        Ok(addresses)
    }
}

/// What a name stands for; another one in tests.
pub(crate) trait Lookup: Send + Sync + 'static {
    /// At most as many addresses as the client takes.
    fn look_up(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<Vec<SocketAddr>, ureq::Error>;
}

impl Lookup for DefaultResolver {
    fn look_up(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<Vec<SocketAddr>, ureq::Error> {
        self.resolve(uri, config, timeout).map(|found| found.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(list: &[&str]) -> Vec<SocketAddr> {
        list.iter().map(|a| a.parse().unwrap()).collect()
    }

    #[test]
    fn of_a_name_with_private_addresses_only_the_public_ones_are_left() {
        let guard = Guard::default();
        let mixed = addresses(&["127.0.0.1:80", "8.8.8.8:80", "[fd00::1]:80"]);
        assert_eq!(guard.checked("evil.example", &mixed).unwrap(), addresses(&["8.8.8.8:80"]));
        let error = guard.checked("evil.example", &mixed[..1]).unwrap_err();
        insta::assert_snapshot!(error, @"expected a public address, but found 127.0.0.1, which is this machine");
        insta::assert_snapshot!(guard.checked("no.example", &[]).unwrap_err(), @"expected a host that is known, but found `no.example`");
    }

    #[test]
    fn an_exception_is_that_host_at_that_port_and_nothing_else() {
        let guard = Guard::new(&["127.0.0.1:8080", "Intranet.example", "[::1]:9", "fd00::2"]).unwrap();
        let passes = |host: &str, address: &str| guard.check(host, address.parse().unwrap()).is_ok();
        assert!(passes("127.0.0.1", "127.0.0.1:8080"));
        assert!(passes("a.name.of.it", "127.0.0.1:8080"));
        assert!(!passes("127.0.0.1", "127.0.0.1:8081"));
        assert!(!passes("127.0.0.1", "127.0.0.2:8080"));
        assert!(passes("intranet.EXAMPLE", "10.0.0.1:80"));
        assert!(!passes("other.example", "10.0.0.1:80"));
        assert!(passes("[::1]", "[::1]:9") && !passes("[::1]", "[::1]:10") && passes("x", "[fd00::2]:80"));
    }

    #[test]
    fn what_is_no_host_is_refused() {
        insta::assert_snapshot!(Guard::new(&["http://a/"]).unwrap_err(), @"expected an address of the form HOST or HOST:PORT, but found `http://a/`");
        for wrong in ["", ":80", "a b", "a:port", "10.0.0.0/8"] {
            assert!(Guard::new(&[wrong]).is_err(), "{wrong}");
        }
    }
}
