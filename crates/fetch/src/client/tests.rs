//! Servers that misbehave, each in its own way.

use super::*;
use crate::address;
use std::io::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;
use ureq::http::Uri;
use ureq::unversioned::transport::NextTimeout;

/// A server that answers each connection so, once it has read the request's header; gives its address.
fn serve(answer: impl Fn(&mut TcpStream) -> io::Result<()> + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                if stream.read(&mut byte).unwrap_or(0) == 0 {
                    break;
                }
                request.push(byte[0]);
            }
            let _ = answer(&mut stream);
        }
    });
    at
}

fn says(text: &'static [u8]) -> SocketAddr {
    serve(move |stream| stream.write_all(text))
}

fn limits() -> Limits {
    Limits { bytes: 10_000, time: Duration::from_millis(400), header: 8 << 10 }
}

fn client(at: SocketAddr) -> Client {
    Client::new(Guard::new(&[at.to_string()]).unwrap(), limits(), "test/1").unwrap()
}

fn ask(at: SocketAddr, asking: &Asking<'_>) -> Result<Answer, FetchError> {
    client(at).get(&address(&format!("http://{at}/")).unwrap(), asking)
}

/// What comes of asking, and that it comes in time.
fn failure(at: SocketAddr) -> String {
    let start = Instant::now();
    let error = ask(at, &Asking::default()).unwrap_err().to_string();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    error
}

#[test]
fn a_server_that_is_slow_is_left() {
    let never = serve(|_| {
        thread::sleep(Duration::from_secs(20));
        Ok(())
    });
    insta::assert_snapshot!(failure(never), @"expected an answer within 0.4 s, but found none");
    let drips = serve(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        loop {
            stream.write_all(b".")?;
            thread::sleep(Duration::from_millis(20));
        }
    });
    insta::assert_snapshot!(failure(drips), @"expected an answer within 0.4 s, but found none");
    let drips_fields = serve(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            stream.write_all(b"A: b\r\n")?;
            thread::sleep(Duration::from_millis(20));
        }
    });
    insta::assert_snapshot!(failure(drips_fields), @"expected an answer within 0.4 s, but found none");
}

#[test]
fn a_body_without_end_is_cut_or_refused() {
    let endless = || {
        serve(|stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            loop {
                stream.write_all(&[b'a'; 4096])?;
            }
        })
    };
    insta::assert_snapshot!(failure(endless()), @"expected at most 10000 bytes, but found more");
    let cut = Asking { bytes: Some(500), too_long: TooLong::Cut, ..Asking::default() };
    assert_eq!(ask(endless(), &cut).unwrap().body, vec![b'a'; 500]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn packed(name: &'static str, body: Vec<u8>) -> SocketAddr {
    serve(move |stream| {
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Encoding: {name}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )?;
        stream.write_all(&body)
    })
}

#[test]
fn packed_bodies_are_unpacked_within_the_limit() {
    assert_eq!(ask(packed("gzip", gzip(b"news")), &Asking::default()).unwrap().body, b"news");
    let bomb = gzip(&vec![0; 50 << 20]);
    assert!(bomb.len() < 60_000);
    insta::assert_snapshot!(failure(packed("gzip", bomb.clone())), @"expected at most 10000 bytes, but found more");
    insta::assert_snapshot!(failure(packed("gzip, gzip", gzip(&bomb))), @"expected a body that is packed with gzip or not at all, but found `gzip, gzip`");
    insta::assert_snapshot!(failure(packed("br", vec![1, 2, 3])), @"expected a body that is packed with gzip or not at all, but found `br`");
    let mut half = gzip(&(0..2000_u32).flat_map(u32::to_le_bytes).collect::<Vec<_>>());
    half.truncate(half.len() / 2);
    insta::assert_snapshot!(failure(packed("gzip", half)), @"expected the whole answer, but found the connection closed");
    assert!(ask(packed("gzip", b"no gzip at all".to_vec()), &Asking::default()).is_err());
}

#[test]
fn broken_answers_are_named() {
    let short = says(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    insta::assert_snapshot!(failure(short), @"expected the whole answer, but found the connection closed");
    let chunks = says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
    insta::assert_snapshot!(failure(chunks), @"expected the whole answer, but found the connection closed");
    let closed = serve(|_| Ok(()));
    insta::assert_snapshot!(failure(closed), @"expected the whole answer, but found the connection closed");
    insta::assert_snapshot!(failure(says(b"\x16\x03\x01 no HTTP\r\n\r\n")), @"expected an answer, but found http parse fail: invalid HTTP version");
    insta::assert_snapshot!(failure(says(b"SSH-2.0-OpenSSH_9.9\r\n")), @"expected an answer, but found http parse fail: invalid HTTP version");
    insta::assert_snapshot!(failure(says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n")), @"expected an answer, but found chunk length cannot be read as a number");
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(failure(nobody).contains("refused"), "{}", failure(nobody));
}

#[test]
fn a_flood_of_header_fields_is_stopped() {
    let flood = serve(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            stream.write_all(b"X-Flood: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")?;
        }
    });
    insta::assert_snapshot!(failure(flood), @"expected an answer, but found http parse resulted in too many headers");
    let long = serve(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nX-Flood: ")?;
        loop {
            stream.write_all(&[b'a'; 4096])?;
        }
    });
    insta::assert_snapshot!(failure(long), @"expected a header of at most 8192 bytes, but found a longer one");
    let early = serve(|stream| {
        loop {
            stream.write_all(b"HTTP/1.1 103 Early Hints\r\n\r\n")?;
        }
    });
    insta::assert_snapshot!(failure(early), @"expected a header of at most 8192 bytes, but found a longer one");
}

#[test]
fn a_redirect_is_an_answer_and_its_aim_is_checked_like_any() {
    let at = says(b"HTTP/1.1 302 Found\r\nLocation: http://[::ffff:169.254.169.254]/latest\r\n\r\n");
    let answer = ask(at, &Asking::default()).unwrap();
    let aim = answer.redirect(&address(&format!("http://{at}/")).unwrap()).unwrap().unwrap();
    let error = client(at).get(&aim, &Asking::default()).unwrap_err().to_string();
    insta::assert_snapshot!(error, @"expected a public address, but found ::ffff:169.254.169.254, which is link-local");
    for private in [
        "http://127.0.0.1:1/",
        "http://2130706433/",
        "http://0/",
        "http://0177.0.0.1/",
        "http://localhost:1/",
        "http://[::1]/",
    ] {
        let error = client(at).get(&address(private).unwrap(), &Asking::default()).unwrap_err();
        assert!(matches!(error, FetchError::Private { .. }), "{private}: {error}");
    }
}

/// A name that stands for this machine's allowed port when it is first asked for, and for another one's ever after.
struct Rebinding {
    first: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Lookup for Rebinding {
    fn look_up(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<Vec<SocketAddr>, ureq::Error> {
        let later = SocketAddr::from(([127, 0, 0, 2], self.first.port()));
        Ok(vec![if self.asked.fetch_add(1, Ordering::SeqCst) == 0 { self.first } else { later }])
    }
}

#[test]
fn a_name_is_looked_up_once_and_connected_to_as_checked() {
    let first = says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    let asked = Arc::new(AtomicUsize::new(0));
    let lookup = Rebinding { first, asked: Arc::clone(&asked) };
    let guard = Guard::new(&[first.to_string()]).unwrap();
    let client = Client::with_lookup(guard, limits(), "test/1", lookup).unwrap();
    let url = address("http://rebinding.example/").unwrap();
    assert_eq!(client.get(&url, &Asking::default()).unwrap().body, b"ok");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let error = client.get(&url, &Asking::default()).unwrap_err();
    assert!(matches!(error, FetchError::Private { .. }), "{error}");
}

#[test]
fn what_is_sent_arrives_and_no_field_smuggles_another() {
    let at = serve(|stream| {
        let mut body = [0; 5];
        stream.read_exact(&mut body)?;
        stream.write_all(b"HTTP/1.1 307 Again\r\nLocation: /b\r\nETag: \"")?;
        stream.write_all(&body)?;
        stream.write_all(b"\"\r\n\r\n")
    });
    let url = address(&format!("http://{at}/")).unwrap();
    let answer = client(at).post(&url, b"hello", &Asking::default()).unwrap();
    assert_eq!((answer.status, answer.field("etag")), (307, Some("\"hello\"")));
    let smuggled = Asking { fields: &[("If-None-Match", "a\r\nHost: b")], ..Asking::default() };
    insta::assert_snapshot!(client(at).get(&url, &smuggled).unwrap_err(), @r"expected a field without control characters, but found `a\r\nHost: b`");
    assert!(Client::new(Guard::default(), limits(), "a\nb").is_err());
}
