//! A server that a test tells what to say, or how to misbehave.

use std::collections::HashMap;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Request {
    /// Path and query.
    pub path: String,
    /// First line and fields.
    pub head: String,
    /// When.
    pub at: Instant,
}

/// What is said to one request; the number counts earlier requests for the same path.
pub type Says = Box<dyn Fn(usize, &mut TcpStream) -> io::Result<()> + Send + Sync>;

/// A server on this machine.
pub struct Server {
    /// Its address.
    pub at: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    log: Vec<Request>,
    /// How often each path was asked for.
    times: HashMap<String, usize>,
    /// Requests at the same time, and the most there were.
    busy: usize,
    most: usize,
}

impl Server {
    /// Says so at these paths, and 404 at others.
    pub fn new(pages: Vec<(&'static str, Says)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let state = Arc::default();
        let server = Self { at, state: Arc::clone(&state) };
        let pages: Arc<HashMap<_, _>> = Arc::new(pages.into_iter().collect());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (pages, state) = (Arc::clone(&pages), Arc::clone(&state));
                thread::spawn(move || serve(stream, &pages, &state));
            }
        });
        server
    }

    /// The paths that were asked for, in order.
    pub fn paths(&self) -> Vec<String> {
        self.requests().into_iter().map(|request| request.path).collect()
    }

    /// What was asked, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.state.lock().unwrap().log.clone()
    }

    /// Forgets what was asked, but not how often.
    pub fn forget(&self) {
        self.state.lock().unwrap().log.clear();
    }

    /// The most requests there were at the same time.
    pub fn most(&self) -> usize {
        self.state.lock().unwrap().most
    }

    /// An address here.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }
}

fn serve(mut stream: TcpStream, pages: &HashMap<&'static str, Says>, state: &Mutex<State>) {
    let Some(head) = head(&mut stream) else { return };
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let nth = {
        let mut state = state.lock().unwrap();
        state.log.push(Request { path: path.clone(), head, at: Instant::now() });
        state.busy += 1;
        state.most = state.most.max(state.busy);
        let times = state.times.entry(path.clone()).or_default();
        *times += 1;
        *times - 1
    };
    // A moment in which a second request would be seen; over before the answer, because the next one may come as soon as that is there.
    thread::sleep(Duration::from_millis(3));
    state.lock().unwrap().busy -= 1;
    // A client that goes away is no fault of the server.
    let _ = match pages.get(path.as_str()) {
        Some(says) => says(nth, &mut stream),
        None => write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
    };
}

fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    String::from_utf8(head).ok()
}

/// An answer of this status line, with these fields and this body.
pub fn says(status: &'static str, fields: &str, body: impl Into<Vec<u8>>) -> Says {
    let (fields, body) = (fields.to_owned(), body.into());
    Box::new(move |_, stream| answer(stream, status, &fields, &body))
}

/// Writes an answer.
pub fn answer(stream: &mut TcpStream, status: &str, fields: &str, body: &[u8]) -> io::Result<()> {
    write!(stream, "HTTP/1.1 {status}\r\n{fields}Content-Length: {}\r\n\r\n", body.len())?;
    stream.write_all(body)
}

/// A page of this kind.
pub fn page(kind: &str, body: impl Into<Vec<u8>>) -> Says {
    says("200 OK", &format!("Content-Type: {kind}\r\n"), body)
}

/// Goes elsewhere.
pub fn goes(status: &'static str, to: &str) -> Says {
    says(status, &format!("Location: {to}\r\n"), "")
}

/// Says whatever it likes, byte for byte.
pub fn raw(bytes: impl Into<Vec<u8>>) -> Says {
    let bytes = bytes.into();
    Box::new(move |_, stream| stream.write_all(&bytes))
}

/// Begins so and goes on like that for ever.
pub fn endless(start: &'static str, more: &'static str) -> Says {
    Box::new(move |_, stream| {
        stream.write_all(start.as_bytes())?;
        let more = more.repeat(64);
        loop {
            stream.write_all(more.as_bytes())?;
        }
    })
}
