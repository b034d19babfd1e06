//! Feeds through the program itself: read, asked again, and every way in which a server may misbehave. Nothing outside of this machine is asked.
#![allow(clippy::disallowed_methods, reason = "a test of the edge: it runs the program against servers")]

mod server;

use flate2::{Compression, write::GzEncoder};
use server::{Says, Server, answer, endless, goes, page, raw, says};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A folder with a list of feeds and a store in it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A list of these feeds, given by path and further keys, of this server, with short limits.
    fn new(server: &Server, feeds: &[(&str, &str)]) -> Self {
        let mut list = format!("allow_private = [\"{}\"]\ncontact = \"me@example.org\"\n", server.at);
        for (path, keys) in feeds {
            write!(
                list,
                "[[feed]]\nurl = \"{}\"\nname = \"{path}\"\nevery = \"1s\"\n{keys}\n",
                server.url(path)
            )
            .unwrap();
        }
        list += "[limits]\nmax_bytes = 100000\ntimeout = \"600ms\"\nper_host_delay = \"0s\"\nredirects = 3\n";
        let place = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(place.at("feeds.toml"), list).unwrap();
        place
    }

    /// Replaces something in the list.
    fn change(&self, from: &str, to: &str) {
        let list = std::fs::read_to_string(self.at("feeds.toml")).unwrap();
        assert!(list.contains(from));
        std::fs::write(self.at("feeds.toml"), list.replace(from, to)).unwrap();
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command
            .current_dir(self.folder.path())
            .args(["watch", "feeds.toml", "--store", "a.db"])
            .args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // No proxy of the machine comes between.
        command.env_remove("http_proxy").env_remove("ALL_PROXY");
        command
    }

    fn output(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What a run over all feeds says, which must succeed.
    fn once(&self) -> String {
        let output = self.output(&["--once"]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{error}");
        error
    }

    fn connection(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(self.at("a.db")).unwrap();
        connection.busy_timeout(Duration::from_secs(10)).unwrap();
        connection
    }

    /// The rows of a question, cells parted by a bar.
    fn rows(&self, sql: &str) -> Vec<String> {
        let connection = self.connection();
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            let cell = |at| row.get::<_, rusqlite::types::Value>(at).map(|v| shown(&v)).unwrap();
            Ok((0..columns).map(cell).collect::<Vec<_>>().join(" | "))
        };
        statement.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// Lets every feed and page be asked at once.
    fn forget_waits(&self) {
        self.connection()
            .execute_batch("UPDATE feeds SET due = NULL; UPDATE pages SET due = '2000' WHERE due > '2000'")
            .unwrap();
    }
}

fn shown(value: &rusqlite::types::Value) -> String {
    match value {
        rusqlite::types::Value::Text(text) => text.clone(),
        rusqlite::types::Value::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

/// A feed that names these pages.
fn rss(links: &[&str]) -> String {
    let mut out =
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Example</title>".to_owned();
    for link in links {
        write!(
            out,
            "<item><title>Title of {link}</title><link>{link}</link><guid>{link}</guid>\
             <pubDate>Thu, 01 Jan 2026 10:00:00 GMT</pubDate>\
             <description>Japan criticised Egypt in {link} on Monday.</description></item>"
        )
        .unwrap();
    }
    out + "</channel></rss>"
}

fn article(who: &str) -> String {
    format!(
        "<html lang=en><head><title>About {who}</title></head><body><article><h1>About {who}</h1>\
         <p>{who} imposed sanctions on China on Monday. Its envoy will meet them in Geneva next week.</p>\
         </article></body></html>"
    )
}

fn html(who: &str) -> Says {
    page("text/html; charset=utf-8", article(who))
}

fn feed(links: &[&str]) -> Says {
    page("application/rss+xml", rss(links))
}

#[test]
fn pages_and_entries_are_read_once_and_only_what_is_new_is_asked_for() {
    let with_mark: Says = Box::new(|nth, stream| match nth {
        0 => answer(
            stream,
            "200 OK",
            "ETag: \"v1\"\r\nLast-Modified: Thu, 01 Jan 2026 10:00:00 GMT\r\n",
            rss(&["/1", "/2"]).as_bytes(),
        ),
        1 => answer(stream, "304 Not Modified", "", b""),
        _ => answer(stream, "200 OK", "ETag: \"v2\"\r\n", rss(&["/1", "/2", "/3"]).as_bytes()),
    });
    let server = Server::new(vec![
        ("/a", with_mark),
        ("/b", feed(&["/x", "/y"])),
        ("/1", html("Russia")),
        ("/2", html("France")),
        ("/3", html("Iran")),
    ]);
    let place = Place::new(&server, &[("/a", "publisher = \"Own\""), ("/b", "articles = false")]);
    let dry = place.output(&["--once", "--dry-run"]);
    assert_eq!(
        String::from_utf8(dry.stdout).unwrap(),
        format!("{}\tnow\t0 pages waiting\n{}\tnow\t0 pages waiting\n", server.url("/a"), server.url("/b"))
    );
    assert!(
        server.paths().is_empty() && !place.at("a.db").exists(),
        "a dry run asks nobody and makes nothing"
    );
    let error = place.once();
    assert!(
        error.contains("2 feeds with news, 0 unchanged; 2 pages read; 4 documents read; 4 added with "),
        "{error}"
    );
    let mut paths = server.paths();
    assert_eq!(paths[0], "/robots.txt");
    paths.sort();
    assert_eq!(paths, ["/1", "/2", "/a", "/b", "/robots.txt"]);
    assert_eq!(server.most(), 1);
    assert!(
        server.requests().iter().all(|r| r.head.contains("(+me@example.org)")),
        "{:?}",
        server.requests()
    );
    let documents = "SELECT url, publisher, title, date, length(text) > 50 FROM documents ORDER BY url";
    let local = |rows: Vec<String>| rows.join("\n").replace(&server.at.to_string(), "HOST");
    insta::assert_snapshot!(local(place.rows(documents)), @r#"
    http://HOST/1 | Own | About Russia | 2026-01-01 | 1
    http://HOST/2 | Own | About France | 2026-01-01 | 1
    http://HOST/x | The Example | Title of /x | 2026-01-01 | 0
    http://HOST/y | The Example | Title of /y | 2026-01-01 | 0
    "#);
    server.forget();
    let error = place.once();
    assert!(error.contains("1 feed with news, 1 unchanged; 0 pages read; 2 documents read; 0 added with 0 events, 2 there already"), "{error}");
    let asked = server.requests().into_iter().find(|r| r.path == "/a").unwrap().head;
    assert!(asked.contains("\"v1\"") && asked.contains("Thu, 01 Jan 2026 10:00:00 GMT"), "{asked}");
    assert!(place.once().contains("; 1 page read; 3 documents read; 1 added with"));
    assert_eq!(place.rows("SELECT count(*) FROM documents"), ["5"]);
    assert_eq!(place.rows("SELECT etag FROM feeds WHERE etag IS NOT NULL"), ["\"v2\""]);
}

/// Bytes that become very many.
fn bomb() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b' '; 30 << 20]).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn feeds_that_misbehave_stop_no_other_and_are_named() {
    let never: Says = Box::new(|_, _| {
        thread::sleep(Duration::from_secs(30));
        Ok(())
    });
    let drips: Says = Box::new(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n<rss>")?;
        loop {
            thread::sleep(Duration::from_millis(30));
            stream.write_all(b" ")?;
        }
    });
    let deep = "<a>".repeat(30_000);
    let ways: Vec<(&'static str, Says)> = vec![
        ("/never", never),
        ("/drips", drips),
        ("/endless", endless("HTTP/1.1 200 OK\r\n\r\n<rss>", "<item></item>")),
        ("/flood", endless("HTTP/1.1 200 OK\r\n", "X-Flood: 0123456789012345678901234567890123456789\r\n")),
        ("/bomb", says("200 OK", "Content-Encoding: gzip\r\n", bomb())),
        ("/packed", says("200 OK", "Content-Encoding: br\r\n", "x")),
        ("/loop", goes("302 Found", "/loop")),
        ("/private", goes("301 Moved", "http://127.0.0.1:1/feed")),
        ("/mapped", goes("302 Found", "http://[::ffff:169.254.169.254]/latest/meta-data/")),
        ("/file", goes("302 Found", "file:///etc/passwd")),
        ("/secret", goes("302 Found", "http://me:secret@example.org/")),
        ("/page", html("Russia")),
        ("/broken", page("application/rss+xml", "<rss version=\"2.0\"><channel><item><title>a</item></rss>")),
        (
            "/deep",
            page("application/rss+xml", format!("<rss version=\"2.0\"><channel><item><description>{deep}")),
        ),
        (
            "/json",
            page(
                "application/feed+json",
                "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[".to_owned()
                    + &"[".repeat(20_000),
            ),
        ),
        ("/nothing", page("application/rss+xml", "")),
        ("/short", raw("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss>")),
        ("/hangs-up", raw("")),
        ("/no-http", raw("220 mail.example.org ESMTP\r\n")),
        ("/error", says("500 Oops", "", "")),
        ("/forbidden", says("403 No", "", "")),
        ("/good", feed(&["/1"])),
        ("/1", html("Iran")),
    ];
    let feeds: Vec<(&str, &str)> =
        ways.iter().map(|(path, _)| (*path, "")).filter(|(path, _)| *path != "/1").collect();
    let server = Server::new(ways);
    let place = Place::new(&server, &feeds);
    place.change("every = \"1s\"", "every = \"1h\"");
    let start = Instant::now();
    let error = place.once();
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert!(
        error.contains("1 feed with news, 0 unchanged, 21 failed; 1 page read; 1 document read; 1 added"),
        "{error}"
    );
    let failures = place.rows("SELECT substr(url, 1 + instr(substr(url, 8), '/') + 7) || ': ' || error FROM feeds WHERE error IS NOT NULL ORDER BY feed");
    insta::assert_snapshot!(failures.join("\n"), @r#"
    never: expected an answer within 0.6 s, but found none
    drips: expected an answer within 0.6 s, but found none
    endless: expected at most 100000 bytes, but found more
    flood: expected an answer, but found http parse resulted in too many headers
    bomb: expected at most 100000 bytes, but found more
    packed: expected a body that is packed with gzip or not at all, but found `br`
    loop: expected at most 3 redirects, but found more
    private: robots.txt: expected a public address, but found 127.0.0.1, which is this machine
    mapped: robots.txt: expected a public address, but found ::ffff:169.254.169.254, which is link-local
    file: expected an address of http or https, but found `file:///etc/passwd`
    secret: expected an address without a password, but found `http://me:secret@example.org/`
    page: expected a feed, but found unable to parse feed: no root element
    broken: expected a feed, but found unable to parse XML: Parser error: ill-formed document: expected `</item>`, but `</rss>` was found
    deep: expected a feed, but found unable to parse XML: Parser error: syntax error: tag not closed: `>` not found before end of input
    json: expected a feed, but found unable to parse JSON: invalid type: sequence, expected a string at line 1 column 57
    nothing: expected a feed, but found unable to parse feed: no root element
    short: expected the whole answer, but found the connection closed
    hangs-up: expected the whole answer, but found the connection closed
    no-http: expected an answer, but found http parse fail: invalid HTTP version
    error: expected an answer of status 200, but found 500
    forbidden: expected an answer of status 200, but found 403
    "#);
    let strict = place.output(&["--once", "--strict"]);
    assert_eq!(strict.status.code(), Some(0), "all that failed waits, and nothing else does");
    place.forget_waits();
    let strict = place.output(&["--once", "--strict"]);
    assert_eq!(strict.status.code(), Some(1));
    assert_eq!(place.rows("SELECT DISTINCT failures FROM feeds ORDER BY failures"), ["0", "2"]);
}

#[test]
fn pages_that_misbehave_stop_no_other_and_are_named() {
    let moscow = b"<title>About \xcc\xee\xf1\xea\xe2\xe0</title><article><p>Iran threatened Japan with war on Monday, officials said in \xcc\xee\xf1\xea\xe2\xe0.</article>";
    let wrong = b"<title>Bad \xff\xfe title</title><article><p>Egypt threatened Japan with war on Monday, officials said.</article>";
    let ways: Vec<(&'static str, Says)> = vec![
        ("/image", page("image/png", "\u{89}PNG")),
        ("/pdf", page("application/pdf", "%PDF-1.7")),
        ("/hidden-pdf", page("text/html", "%PDF-1.7 x")),
        ("/empty", page("text/html", "<html><body><script>fill()</script></body></html>")),
        ("/zero", page("text/html", "")),
        ("/gone", says("410 Gone", "", "")),
        ("/error", says("502 Oops", "", "")),
        ("/short", raw("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>Half of")),
        ("/loop", goes("301 Moved", "/loop")),
        ("/private", goes("302 Found", "http://localhost:1/")),
        ("/file", goes("302 Found", "file:///etc/passwd")),
        ("/closed", html("China")),
        ("/to-closed", goes("302 Found", "/closed")),
        ("/cyrillic", page("text/html; charset=windows-1251", moscow)),
        ("/octets", page("application/octet-stream", article("Turkey"))),
        ("/wrong", page("text/html; charset=utf-8", wrong)),
        ("/moved", goes("302 Found", "/new")),
        ("/new", html("France")),
    ];
    let mut links: Vec<&str> = ways.iter().map(|(path, _)| *path).filter(|path| *path != "/new").collect();
    links.extend([
        "/missing",
        "file:///etc/passwd",
        "http://10.0.0.1/",
        "javascript:alert(1)",
        "/closed?again",
    ]);
    let list = feed(&links);
    let robots = page("text/plain", "User-agent: demarche\nDisallow: /closed\n");
    let server = Server::new(ways.into_iter().chain([("/feed", list), ("/robots.txt", robots)]).collect());
    let place = Place::new(&server, &[("/feed", "")]);
    let error = place.once();
    assert!(!server.paths().iter().any(|path| path.starts_with("/closed")), "{:?}", server.paths());
    assert!(error.contains("4 documents read"), "{error}");
    let outcomes = place.rows(
        "SELECT replace(url, rtrim(url, replace(url, '/', '')), '/') || ': ' || outcome || iif(due IS NULL, '', ', again') FROM pages ORDER BY page",
    );
    insta::assert_snapshot!(outcomes.join("\n"), @r#"
    /image: expected a page, but found `image/png`
    /pdf: expected a page, but found `application/pdf`
    /hidden-pdf: expected text, but found a binary file (PDF)
    /empty: expected text, but found none in the page
    /zero: expected a document, but found nothing
    /gone: expected an answer of status 200, but found 410
    /error: expected an answer of status 200, but found 502, again
    /short: expected the whole answer, but found the connection closed, again
    /loop: expected at most 3 redirects, but found more
    /private: robots.txt: expected a public address, but found 127.0.0.1, which is this machine
    /file: expected an address of http or https, but found `file:///etc/passwd`
    /closed: left alone as robots.txt asks
    /to-closed: left alone as robots.txt asks
    /cyrillic: read
    /octets: read
    /wrong: read
    /moved: read
    /missing: expected an answer of status 200, but found 404
    /: robots.txt: expected a public address, but found 10.0.0.1, which is private
    /closed?again: left alone as robots.txt asks
    "#);
    let titles = place.rows("SELECT title FROM documents ORDER BY document");
    insta::assert_snapshot!(titles.join("\n"), @r#"
    About Москва
    About Turkey
    Bad ÿş title
    About France
    "#);
    for tries in 2..=5 {
        place.forget_waits();
        place.once();
        assert_eq!(place.rows("SELECT max(tries) FROM pages"), [tries.to_string()]);
    }
    assert_eq!(place.rows("SELECT count(*) FROM pages WHERE due IS NOT NULL"), ["0"], "given up in the end");
}

#[test]
fn a_server_that_fails_is_left_for_longer_and_comes_back() {
    let recovers: Says = Box::new(|nth, stream| match nth {
        0 | 1 => answer(stream, "500 Oops", "", b""),
        _ => answer(stream, "200 OK", "Cache-Control: max-age=3600\r\n", rss(&["/1"]).as_bytes()),
    });
    let server = Server::new(vec![("/feed", recovers), ("/1", html("Russia"))]);
    let place = Place::new(&server, &[("/feed", "")]);
    let state = "SELECT failures, CAST(strftime('%s', due) - strftime('%s', asked) AS INTEGER), ifnull(error, '-') FROM feeds";
    place.once();
    assert_eq!(place.rows(state), ["1 | 2 | expected an answer of status 200, but found 500"]);
    place.connection().execute_batch("UPDATE feeds SET due = '9999-01-01T00:00:00Z'").unwrap();
    server.forget();
    assert!(place.once().contains("1 not to be asked yet"));
    assert!(server.paths().is_empty());
    place.forget_waits();
    let _ = place.once();
    place.forget_waits();
    place.once();
    place.forget_waits();
    place.once();
    assert_eq!(place.rows(state), ["0 | 3600 | -"], "{:?}", server.paths());
    assert_eq!(place.rows("SELECT count(*) FROM documents"), ["1"]);
}

#[test]
fn a_server_that_asks_for_rest_gets_it_on_all_its_paths() {
    let server = Server::new(vec![
        ("/busy", says("429 Slow down", "Retry-After: 3600\r\n", "")),
        ("/other", feed(&["/1"])),
        ("/1", html("Russia")),
    ]);
    let place = Place::new(&server, &[("/other", ""), ("/busy", "")]);
    let error = place.once();
    assert!(error.contains("0 feeds with news, 0 unchanged, 1 failed, 1 not to be asked yet"), "{error}");
    assert_eq!(server.paths(), ["/robots.txt", "/busy"]);
    let waits =
        place.rows("SELECT (strftime('%s', due) - strftime('%s', 'now')) / 60 BETWEEN 58 AND 60 FROM feeds");
    assert_eq!(waits, ["1", "1"]);
    assert!(place.once().contains("2 not to be asked yet"));
    assert_eq!(server.paths().len(), 2);
}

#[test]
fn what_is_gone_is_not_asked_again_and_what_has_moved_is_asked_at_its_new_place() {
    let server = Server::new(vec![
        ("/gone", says("410 Gone", "", "")),
        ("/old", goes("301 Moved", "/older")),
        ("/older", goes("308 Moved", "/new")),
        ("/new", feed(&["/1"])),
        ("/once", goes("302 Found", "/new2")),
        ("/new2", feed(&["/1"])),
        ("/1", html("Russia")),
    ]);
    let place = Place::new(&server, &[("/gone", ""), ("/old", ""), ("/once", "")]);
    let error = place.once();
    assert!(error.contains("2 feeds with news, 0 unchanged, 1 gone for good; 1 page read"), "{error}");
    assert_eq!(
        place.rows("SELECT ifnull(moved, '-') FROM feeds ORDER BY feed"),
        ["-".to_owned(), server.url("/new"), "-".to_owned()]
    );
    server.forget();
    assert!(place.once().contains("1 gone for good"));
    let mut paths = server.paths();
    paths.sort();
    assert_eq!(paths, ["/new", "/new2", "/once", "/robots.txt"]);
    let status = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["status", "--check", "--store"])
        .arg(place.at("a.db"))
        .output()
        .unwrap();
    let status = String::from_utf8(status.stdout).unwrap();
    assert!(status.contains("3, 0 failing, 1 gone for good; 0 pages wait"), "{status}");
    let dry = String::from_utf8(place.output(&["--dry-run", "--once"]).stdout).unwrap();
    assert!(dry.starts_with(&format!("{}\tgone for good since ", server.url("/gone"))), "{dry}");
    assert!(dry.contains(&format!("{}\tnow\t", server.url("/new"))), "{dry}");
    let dry = String::from_utf8(place.output(&["--dry-run", "--once", "--gone-too"]).stdout).unwrap();
    assert!(dry.starts_with(&format!("{}\tnow\t", server.url("/gone"))), "{dry}");
    server.forget();
    let again = String::from_utf8(place.output(&["--once", "--gone-too"]).stderr).unwrap();
    assert!(again.contains("1 gone for good"), "{again}");
    assert!(server.paths().contains(&"/gone".to_owned()));
}

#[test]
fn robots_are_heard_however_large_broken_or_strict_they_are() {
    let robots = |says| {
        Server::new(vec![
            ("/robots.txt", says),
            ("/feed", feed(&["/1", "/2"])),
            ("/1", html("Iran")),
            ("/2", html("Egypt")),
        ])
    };
    let asked = |says| {
        let server = robots(says);
        let place = Place::new(&server, &[("/feed", "")]);
        let error = place.once();
        (server, error)
    };
    let (server, error) = asked(page("text/plain", "User-agent: *\nDisallow: /"));
    assert!(error.contains("feed /feed: robots.txt asks to leave it alone"), "{error}");
    assert_eq!(server.paths(), ["/robots.txt"]);
    let (server, error) = asked(says("503 Busy", "", ""));
    assert!(error.contains("robots.txt: expected an answer of status 200, but found 503"), "{error}");
    assert_eq!(server.paths(), ["/robots.txt"]);
    let (server, _) =
        asked(endless("HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /1\n", "Disallow: /elsewhere\n"));
    assert_eq!(server.paths(), ["/robots.txt", "/feed", "/2"]);
    let (server, _) = asked(page("text/html", [0xff; 5000]));
    assert_eq!(server.paths().len(), 4);
    let (server, _) = asked(goes("302 Found", "/robots.txt"));
    assert_eq!(server.paths(), vec!["/robots.txt"; 4]);
    let (server, _) = asked(page("text/plain", "User-agent: *\nCrawl-delay: 1"));
    let times: Vec<Instant> = server.requests().iter().map(|request| request.at).collect();
    assert_eq!(times.len(), 4);
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= Duration::from_millis(950)), "{times:?}");
}

#[test]
fn titles_that_are_no_text_do_no_harm() {
    let item = |title: &[u8], n: u8| {
        let text = b"</title><description>Iran threatened Japan with war on Monday.</description></item>";
        [b"<item><guid>".as_slice(), &[b'0' + n], b"</guid><title>", title, text].concat()
    };
    let titles: [&[u8]; 3] = [b"Bad \xff\xfe bytes", b"Escape \x1b[2J &#27;[31m", b"Na\xefve"];
    let items: Vec<u8> = titles.iter().zip(0..).flat_map(|(title, n)| item(title, n)).collect();
    let around = |declared: &str| {
        [
            declared.as_bytes(),
            b"<rss version=\"2.0\"><channel><title>\xd0</title>",
            &items,
            b"</channel></rss>",
        ]
        .concat()
    };
    let server = Server::new(vec![
        ("/silent", page("text/xml", around(""))),
        ("/lies", page("text/xml", around("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"))),
        ("/latin", page("text/xml; charset=iso-8859-1", around(""))),
    ]);
    let feeds = ["/silent", "/lies", "/latin"].map(|path| (path, "articles = false"));
    let place = Place::new(&server, &feeds);
    let error = place.once();
    assert!(!error.contains('\u{1b}'), "{error:?}");
    assert!(error.contains("3 feeds with news"), "{error}");
    let titles = place.rows("SELECT replace(title, char(27), 'ESC') FROM documents ORDER BY document");
    insta::assert_snapshot!(titles.join("\n"), @r#"
    Bad ÿþ bytes
    Escape ESC[2J ESC[31m
    Naïve
    Bad ’ž bytes
    Escape ESC[2J ESC[31m
    Naļve
    "#);
}

#[test]
fn what_is_wrong_with_the_list_is_said() {
    let place = Place { folder: tempfile::tempdir().unwrap() };
    std::fs::write(place.at("feeds.toml"), "[[feed]]\nurl = \"http://example.org/\"\nevry = \"15m\"\n")
        .unwrap();
    let output = place.output(&["--once"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(error.starts_with("error: feeds.toml:3: unknown field `evry`"), "{error}");
    assert!(!place.at("a.db").exists());
}

/// Waits until something holds, 20 s at most.
fn until(mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(20), "it never came");
        thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_in_order_while_a_server_does_not_answer() {
    let never: Says = Box::new(|_, _| {
        thread::sleep(Duration::from_mins(1));
        Ok(())
    });
    let server =
        Server::new(vec![("/feed", feed(&["/1", "/never"])), ("/1", html("Russia")), ("/never", never)]);
    for signal in ["TERM", "INT"] {
        let place = Place::new(&server, &[("/feed", "")]);
        place.change("600ms", "50s");
        server.forget();
        let child = place.command(&[]).spawn().unwrap();
        until(|| server.paths().iter().any(|path| path == "/never"));
        until(|| place.rows("SELECT count(*) FROM documents") == ["1"]);
        let start = Instant::now();
        assert!(
            Command::new("kill")
                .args([format!("-{signal}"), child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        let output = child.wait_with_output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{error}");
        assert!(start.elapsed() < Duration::from_secs(10));
        assert!(error.contains("1 added with"), "{error}");
        assert_eq!(place.rows("SELECT finished IS NOT NULL, written FROM runs"), ["1 | 1"]);
        assert_eq!(
            place.rows("SELECT count(*) FROM pages WHERE due IS NOT NULL"),
            ["1"],
            "the other page waits"
        );
    }
}

#[test]
fn a_feed_is_asked_again_and_again() {
    let grows: Says = Box::new(|nth, stream| {
        let links = ["/1", "/2", "/3"];
        answer(stream, "200 OK", "", rss(&links[..=nth.min(2)]).as_bytes())
    });
    let server = Server::new(vec![
        ("/feed", grows),
        ("/1", html("Russia")),
        ("/2", html("Iran")),
        ("/3", html("Egypt")),
    ]);
    let place = Place::new(&server, &[("/feed", "")]);
    let mut child = place.command(&[]).spawn().unwrap();
    until(|| place.at("a.db").exists() && server.paths().iter().any(|path| path == "/3"));
    until(|| place.rows("SELECT count(*) FROM documents") == ["3"]);
    child.kill().unwrap();
    child.wait().unwrap();
    let asked = server.paths();
    for page in ["/1", "/2", "/3", "/robots.txt"] {
        assert_eq!(asked.iter().filter(|path| *path == page).count(), 1, "{page} {asked:?}");
    }
}

#[test]
fn killed_at_any_instant_it_loses_and_doubles_nothing() {
    let links: Vec<String> = (0..12).map(|n| format!("/{n}")).collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let countries = [
        "Russia", "China", "France", "Iran", "Japan", "Turkey", "Egypt", "Syria", "Israel", "India", "Cuba",
        "Peru",
    ];
    let paths = ["/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9", "/10", "/11"];
    let mut pages: Vec<(&'static str, Says)> =
        paths.iter().zip(countries).map(|(path, who)| (*path, html(who))).collect();
    let marked = says("200 OK", "ETag: \"v1\"\r\n", rss(&links));
    pages.extend([("/feed", marked), ("/own", feed(&["/a", "/b", "/c"]))]);
    let server = Server::new(pages);
    let place = Place::new(&server, &[("/feed", ""), ("/own", "articles = false")]);
    let undisturbed = Place::new(&server, &[("/feed", ""), ("/own", "articles = false")]);
    let start = Instant::now();
    undisturbed.once();
    let whole = start.elapsed();
    for kill in 0..8_u32 {
        let mut child = place.command(&["--once"]).spawn().unwrap();
        thread::sleep(whole.mul_f64(f64::from(kill * 37 % 100) / 90.0));
        child.kill().unwrap();
        child.wait().unwrap();
        if place.at("a.db").exists() {
            assert_eq!(place.rows("PRAGMA integrity_check"), ["ok"]);
        }
    }
    place.once();
    let content = "SELECT id, text, title, date, (SELECT count(*) FROM events e WHERE e.document = d.document) FROM documents d ORDER BY id";
    assert_eq!(place.rows(content), undisturbed.rows(content));
    assert_eq!(place.rows("SELECT count(*), count(DISTINCT id) FROM documents"), ["15 | 15"]);
    assert_eq!(place.rows("SELECT count(*) FROM pages WHERE outcome = 'read'"), ["12"]);
}
