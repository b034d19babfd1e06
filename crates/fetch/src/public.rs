//! Which addresses are everybody's, and which are a machine's own, a network's own, or nobody's.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why an address is not one of the public network; `None` where it is.
///
/// An IPv6 address that carries one of IPv4 (mapped, NAT64, 6to4) is what the one inside is.
///
/// ```
/// use demarche_fetch::why_not_public;
/// assert_eq!(why_not_public("::ffff:10.0.0.1".parse().unwrap()), Some("private"));
/// assert_eq!(why_not_public("8.8.8.8".parse().unwrap()), None);
/// ```
/// # Source
/// IANA registries of special-purpose addresses of IPv4 and IPv6 (RFC 6890); RFC 6052 for NAT64, RFC 3056 for 6to4.
pub fn why_not_public(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => v4(address),
        IpAddr::V6(address) => v6(address),
    }
}

/// Ranges of IPv4 that are not public: first address, bits that count, what it is.
const V4: [([u8; 4], u32, &str); 16] = [
    ([0, 0, 0, 0], 8, "this host"),
    ([10, 0, 0, 0], 8, "private"),
    ([100, 64, 0, 0], 10, "shared by a provider"),
    ([127, 0, 0, 0], 8, "this machine"),
    ([169, 254, 0, 0], 16, "link-local"),
    ([172, 16, 0, 0], 12, "private"),
    ([192, 0, 0, 0], 24, "of protocols"),
    ([192, 0, 2, 0], 24, "of documents"),
    ([192, 88, 99, 0], 24, "of relays"),
    ([192, 168, 0, 0], 16, "private"),
    ([198, 18, 0, 0], 15, "of measurements"),
    ([198, 51, 100, 0], 24, "of documents"),
    ([203, 0, 113, 0], 24, "of documents"),
    ([224, 0, 0, 0], 4, "multicast"),
    ([255, 255, 255, 255], 32, "broadcast"),
    ([240, 0, 0, 0], 4, "reserved"),
];

fn v4(address: Ipv4Addr) -> Option<&'static str> {
    let bits = u32::from(address);
    let within = |first: [u8; 4], counted: u32| (bits ^ u32::from_be_bytes(first)) >> (32 - counted) == 0;
    V4.iter().find(|(first, counted, _)| within(*first, *counted)).map(|(_, _, kind)| *kind)
}

/// Of IPv6 only what is handed out to networks is public, less what is set apart in it.
fn v6(address: Ipv6Addr) -> Option<&'static str> {
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => inner(high, low),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("this machine"),
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("this host"),
        [0x2001, second, ..] if second < 0x200 => Some("of protocols"),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Some("of documents"),
        [0x2000..=0x3fff, ..] => None,
        [0xfc00..=0xfdff, ..] => Some("private"),
        [0xfe80..=0xfebf, ..] => Some("link-local"),
        [0xff00..=0xffff, ..] => Some("multicast"),
        _ => Some("reserved"),
    }
}

#[cfg(test)]
mod tests {
    use super::why_not_public;

    fn kind(address: &str) -> &'static str {
        why_not_public(address.parse().unwrap()).unwrap_or("public")
    }

    #[test]
    fn addresses_of_ipv4_are_told_apart_at_their_borders() {
        for public in
            ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255"]
        {
            assert_eq!(kind(public), "public", "{public}");
        }
        for public in [
            "128.0.0.0",
            "169.253.1.1",
            "172.15.0.1",
            "172.32.0.0",
            "192.167.1.1",
            "198.20.0.0",
            "223.255.255.255",
        ] {
            assert_eq!(kind(public), "public", "{public}");
        }
        for (address, expected) in [
            ("0.0.0.0", "this host"),
            ("0.1.2.3", "this host"),
            ("10.255.255.255", "private"),
            ("100.64.0.0", "shared by a provider"),
            ("100.127.255.255", "shared by a provider"),
            ("127.0.0.1", "this machine"),
            ("127.255.255.254", "this machine"),
            ("169.254.169.254", "link-local"),
            ("172.16.0.1", "private"),
            ("172.31.255.255", "private"),
            ("192.0.0.170", "of protocols"),
            ("192.168.1.1", "private"),
            ("198.19.0.1", "of measurements"),
            ("203.0.113.9", "of documents"),
            ("224.0.0.1", "multicast"),
            ("239.1.1.1", "multicast"),
            ("240.0.0.1", "reserved"),
            ("255.255.255.255", "broadcast"),
        ] {
            assert_eq!(kind(address), expected, "{address}");
        }
    }

    #[test]
    fn addresses_of_ipv6_are_what_they_carry() {
        for public in [
            "2606:4700::1111",
            "2a00:1450:4001:81c::200e",
            "64:ff9b::8.8.8.8",
            "::ffff:8.8.8.8",
            "2002:808:808::1",
        ] {
            assert_eq!(kind(public), "public", "{public}");
        }
        for (address, expected) in [
            ("::", "this host"),
            ("::1", "this machine"),
            ("::ffff:127.0.0.1", "this machine"),
            ("::ffff:169.254.169.254", "link-local"),
            ("::ffff:0.0.0.0", "this host"),
            ("::127.0.0.1", "reserved"),
            ("64:ff9b::127.0.0.1", "this machine"),
            ("64:ff9b::a9fe:a9fe", "link-local"),
            ("64:ff9b:1::10.0.0.1", "reserved"),
            ("2002:7f00:1::1", "this machine"),
            ("2001::1", "of protocols"),
            ("2001:db8::1", "of documents"),
            ("3fff::1", "of documents"),
            ("fc00::1", "private"),
            ("fd00:ec2::254", "private"),
            ("fe80::1", "link-local"),
            ("fec0::1", "reserved"),
            ("ff02::1", "multicast"),
            ("100::1", "reserved"),
            ("4000::1", "reserved"),
        ] {
            assert_eq!(kind(address), expected, "{address}");
        }
    }
}
