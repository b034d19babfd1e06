//! The desk as a browser or a program meets it: every page, every refusal, hostile text.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use demarche_ledger::{LedgerRules, Reading};
use demarche_pipeline::{Coded, Coder, Document};
use demarche_store::{Coding, Entry, Given, Store};
use demarche_web::{App, Settings, service};
use demarche_wire::CodePoints;
use serde_json::Value;
use std::sync::{Arc, LazyLock, Mutex};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// What must never become anything but text, wherever it comes from.
const ATTACKS: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'-alert(1)-'",
    "</title></mark><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "\u{202e}txt.exe\u{0} --><!--",
];

static CODER: LazyLock<Arc<Coder>> = LazyLock::new(|| Arc::new(Coder::builtin().unwrap()));

struct Desk {
    app: Arc<App>,
    _folder: TempDir,
}

fn report(id: &str, date: &str, title: &str, text: &str) -> Document {
    Document {
        id: id.to_owned(),
        date: Some(date.parse().unwrap()),
        title: Some(title.to_owned()),
        publisher: Some("Example Post".to_owned()),
        url: Some(format!("https://news.example/{id}")),
        text: text.to_owned(),
        ..Document::default()
    }
}

fn reports() -> Vec<Document> {
    let mut all = vec![
        report(
            "a",
            "2018-05-10",
            "Summit in Singapore",
            "The United States and North Korea will hold a summit in Singapore on June 12. North Korea pledged to close its nuclear test site.",
        ),
        report(
            "b",
            "2018-05-24",
            "Trump calls off summit",
            "The United States cancelled the summit with North Korea. Russia criticised the United States on Thursday. It was a warm day.",
        ),
        report(
            "c",
            "2018-06-12",
            "Leaders meet",
            "U.S. President Donald Trump met Kim Jong Un, the leader of North Korea, in Singapore on Tuesday. Iran threatened to close the strait if the United States imposed sanctions.",
        ),
    ];
    for (at, attack) in ATTACKS.iter().enumerate() {
        let text = format!("Russia accused {attack} Ukraine of an attack on Monday. {attack}");
        let hostile = report(&format!("h{at} {attack}"), "2018-06-13", attack, &text);
        all.push(Document {
            publisher: Some((*attack).to_owned()),
            url: Some((*attack).to_owned()),
            ..hostile
        });
    }
    all
}

fn part<'a>(document: &'a Document, coded: &'a Coded) -> Reading<'a> {
    Reading {
        doc_id: &document.id,
        date: document.date.unwrap(),
        text: &document.text,
        headline: false,
        sentences: &coded.sentences,
        mentions: &coded.mentions,
        timexes: &coded.timexes,
        attributions: &coded.attributions,
        events: &coded.events,
    }
}

fn entry(rules: &LedgerRules, document: Document) -> Entry {
    let coded = CODER.code(&document);
    let points = CodePoints::of(&document.text);
    let claims = demarche_ledger::claims(&[part(&document, &coded)], rules);
    let coding = Coding::of(&coded.sentences, &demarche_wire::events(&document, &coded, &points), &points)
        .with_claims(&claims);
    Entry::new(Given { place: document.id.clone(), byline: None, document }, coding)
}

fn desk_with(settings: impl FnOnce(Settings) -> Settings) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let rules = LedgerRules::builtin().unwrap();
    let mut store = Store::open(&path).unwrap();
    let run = store.begin("ingest", "test", "2026-01-01T00:00:00Z").unwrap();
    let entries: Vec<Entry> = reports().into_iter().map(|document| entry(&rules, document)).collect();
    store.add(run, &entries).unwrap();
    let settings = settings(Settings {
        store: path,
        name: "test".to_owned(),
        examples: false,
        token: None,
        hosts: vec![],
    });
    let app = Arc::new(App::new(settings, Arc::clone(&CODER), rules).unwrap());
    Desk { app, _folder: folder }
}

fn desk() -> Desk {
    desk_with(|settings| settings)
}

/// An answer: its status, what kind it is, its headers in words, and its text.
struct Answer {
    status: StatusCode,
    headers: String,
    text: String,
}

impl Desk {
    fn ingest(&self, documents: Vec<Document>) {
        let rules = LedgerRules::builtin().unwrap();
        let mut store = Store::open(self.app.store()).unwrap();
        let run = store.begin("ingest", "test", "2026-01-01T00:00:00Z").unwrap();
        let entries: Vec<Entry> = documents.into_iter().map(|document| entry(&rules, document)).collect();
        store.add(run, &entries).unwrap();
    }

    fn send(&self, request: Request<Body>) -> Answer {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async {
            let response: Response<Body> = service(&self.app).oneshot(request).await.unwrap();
            let headers = response
                .headers()
                .iter()
                .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap_or("?")));
            let (status, headers) = (response.status(), headers.collect());
            let bytes = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap();
            Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
        })
    }

    fn get(&self, address: &str) -> Answer {
        self.send(Request::get(address).header(header::HOST, "localhost:7373").body(Body::empty()).unwrap())
    }

    fn json(&self, address: &str) -> Value {
        let answer = self.get(address);
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text);
        serde_json::from_str(&answer.text).unwrap()
    }

    fn post(&self, address: &str, kind: &str, body: &str) -> Answer {
        let request =
            Request::post(address).header(header::HOST, "localhost").header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body.to_owned())).unwrap())
    }

    fn form(&self, address: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect::<Vec<_>>()
            .join("&");
        self.post(address, "application/x-www-form-urlencoded", &body)
    }

    /// Addresses of every page, with what the store has in the places of their parameters.
    fn pages(&self) -> Vec<String> {
        let event = self.json("/events.json?limit=1")["events"][0]["id"].as_str().unwrap().to_owned();
        let ledger = self.json("/ledger.json");
        let key = ledger["processes"][0]["items"][0]["key"].as_str().unwrap().to_owned();
        let mut pages: Vec<String> = [
            "/",
            "/ledger",
            "/calendar",
            "/events",
            "/actors",
            "/actors?name=Trump",
            "/actors/USA",
            "/actors/donald-trump",
            "/dyads/USA/PRK",
            "/map",
            "/search",
            "/search?q=summit",
            "/try",
            "/watchlists",
            "/audit",
            "/audit?judge=ann",
            "/audit/results",
            "/audit/gold",
            "/about",
            "/api",
        ]
        .map(str::to_owned)
        .to_vec();
        pages.push(format!("/events/{event}"));
        pages.push(format!("/ledger/{key}"));
        pages.extend((1..=reports().len()).map(|number| format!("/reports/{number}")));
        pages
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// The address of a page's data.
fn as_json(page: &str) -> String {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let path = if path == "/" { "/desk" } else { path };
    format!("{path}.json?{query}")
}

#[test]
fn every_page_is_a_page_and_has_its_data() {
    let desk = desk();
    for page in desk.pages() {
        let answer = desk.get(&page);
        assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text);
        assert!(answer.text.starts_with("<!DOCTYPE html>"), "{page}");
        assert_eq!(answer.text.matches("<h1>").count(), 1, "{page}");
        for needed in [
            "content-security-policy: default-src 'none'",
            "x-content-type-options: nosniff",
            "cache-control: no-store",
        ] {
            assert!(answer.headers.contains(needed), "{page}: {}", answer.headers);
        }
        assert!(desk.json(&as_json(&page)).is_object(), "{page}");
    }
}

#[test]
fn what_reports_say_stays_text_on_every_page() {
    let desk = desk();
    for page in desk.pages() {
        check_inert(&page, &desk.get(&page).text);
    }
    for attack in ATTACKS {
        let attack = attack.replace('\0', "");
        for place in [
            "/search?q=",
            "/actors?name=",
            "/events?text=",
            "/events?actor=",
            "/ledger?words=",
            "/watchlists?actor=",
            "/audit?judge=",
        ] {
            let address = format!("{place}{}", encoded(&attack));
            check_inert(&address, &desk.get(&address).text);
        }
        for place in ["/actors/", "/ledger/", "/events/", "/watchlists/", "/dyads/USA/", "/nowhere/"] {
            let address = format!("{place}{}", encoded(&attack));
            check_inert(&address, &desk.get(&address).text);
        }
        let tried = desk
            .form("/try", &[("text", &format!("Russia accused {attack} Ukraine.")), ("date", "2018-06-13")]);
        check_inert("/try", &tried.text);
    }
}

/// No tag that a report could have brought, no handler, no address but of the web or the desk.
fn check_inert(page: &str, html: &str) {
    assert_eq!(html.matches("<script").count(), usize::from(html.contains("/assets/desk.js")), "{page}");
    assert!(!html.contains("<img") && !html.contains("<svg/") && !html.contains("<!--"), "{page}");
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let attributes = unquoted(tag);
        assert!(!attributes.contains(" on") && !attributes.contains("style="), "{page}: {tag}");
        for address in tag.split("href=\"").skip(1) {
            assert!(address.starts_with(['/', '#']) || address.starts_with("https://"), "{page}: {address}");
        }
    }
}

/// A tag without what stands in quotes.
fn unquoted(tag: &str) -> String {
    tag.split('"').step_by(2).collect()
}

#[test]
fn a_claim_is_one_click_from_its_sentence() {
    let desk = desk();
    let ledger = desk.json("/ledger.json?kind=meeting&party=PRK");
    let item = &ledger["processes"][0]["items"][0];
    assert_eq!(item["status"], "held", "{item}");
    let page = desk.get(&format!("/ledger/{}", item["key"].as_str().unwrap())).text;
    assert!(page.contains("/reports/3?sentence=0#s0"), "{page}");
    let report = desk.get("/reports/3?sentence=0").text;
    assert!(report.contains("<span class=\"sentence chosen\" id=\"s0\""), "{report}");
}

#[test]
fn the_ledger_travels_in_time() {
    let desk = desk();
    let status = |day: &str| {
        let ledger = desk.json(&format!("/ledger.json?kind=meeting&party=PRK&as_of={day}"));
        ledger["processes"][0]["items"][0]["status"].as_str().unwrap_or("nothing").to_owned()
    };
    assert_eq!(
        ["2018-05-09", "2018-05-11", "2018-05-25", "2018-06-12"].map(status),
        ["nothing", "scheduled", "cancelled", "held"]
    );
}

#[test]
fn a_page_of_events_is_the_same_in_every_form() {
    let desk = desk();
    let ids: Vec<String> = desk.json("/events.json?category=ACCUSE")["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(!ids.is_empty());
    let csv = desk.get("/events.csv?category=ACCUSE");
    assert!(
        csv.headers.contains("content-disposition: attachment; filename=\"events.csv\""),
        "{}",
        csv.headers
    );
    assert_eq!(csv.text.lines().next().map(|line| line.starts_with("id,")), Some(true));
    assert!(ids.iter().all(|id| csv.text.contains(id.as_str())));
    assert!(desk.get("/events.parquet?category=ACCUSE").text.starts_with("PAR1"));
    let feed = desk.get("/events.atom?category=ACCUSE").text;
    assert_eq!(feed.matches("<entry>").count(), ids.len());
    let first = desk.json("/events.json?limit=1");
    let next = desk.json(&format!("/events.json?limit=1&after={}", first["next"].as_str().unwrap()));
    assert_ne!(first["events"][0]["id"], next["events"][0]["id"]);
    assert_eq!(desk.json("/api/v1/events?limit=1"), first);
}

#[test]
fn what_cannot_be_asked_is_refused_with_its_place() {
    let desk = desk();
    let refused = |address: &str| {
        let answer = desk.get(address);
        let error: Value = serde_json::from_str(&answer.text).unwrap();
        format!("{} {}", answer.status.as_u16(), error["error"].as_str().unwrap())
    };
    let asked = [
        "/events.json?limit=5000",
        "/events.json?between=USA",
        "/events.json?after=x",
        "/desk.json?day=",
        "/ledger.json?as_of=2018-02-30",
        "/reports/999.json",
        "/events/nothing.json",
        "/ledger/none.json",
        "/actors/XXX.json",
        "/nowhere.json",
        "/desk.csv",
    ];
    insta::assert_snapshot!(asked.map(refused).join("\n"), @r"
    400 limit: expected a number up to 1000, but found `5000`
    400 between: expected two codes parted by a comma, such as PRK,USA, but found `USA`
    400 after: expected a place in the list, as `next` has it, but found `x`
    400 day: expected a day such as 2018-09-04, but found ``
    400 as_of: expected a day such as 2018-09-04, but found `2018-02-30`
    404 expected a report of that number, but found none
    404 expected an event of that id, but found none
    404 expected an item of the ledger of that key, but found none
    404 expected a party of that code or name, but found none
    404 expected a page at this address, but found none
    404 expected a page that has this form, but found none
    ");
}

#[test]
fn only_this_machine_and_its_own_pages_may_ask() {
    let desk = desk();
    let host = |host: &str| {
        desk.send(Request::get("/").header(header::HOST, host).body(Body::empty()).unwrap()).status
    };
    for good in ["localhost", "localhost:7373", "127.0.0.1:7373", "[::1]:7373"] {
        assert_eq!(host(good), StatusCode::OK, "{good}");
    }
    for bad in ["evil.example", "localhost.evil.example:7373", "127.0.0.1.evil.example", ""] {
        assert_eq!(host(bad), StatusCode::FORBIDDEN, "{bad}");
    }
    let from = |name: &str, value: &str| {
        let request =
            Request::post("/watchlists/drop").header(header::HOST, "localhost:7373").header(name, value);
        desk.send(
            request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from("name=x"))
                .unwrap(),
        )
        .status
    };
    assert_eq!(from("origin", "https://evil.example"), StatusCode::FORBIDDEN);
    assert_eq!(from("origin", "null"), StatusCode::FORBIDDEN);
    assert_eq!(from("sec-fetch-site", "cross-site"), StatusCode::FORBIDDEN);
    assert_eq!(from("sec-fetch-site", "same-site"), StatusCode::FORBIDDEN);
    assert_eq!(from("origin", "http://localhost:7373"), StatusCode::NOT_FOUND);
}

#[test]
fn with_a_token_nobody_else_reads_anything() {
    let desk = desk_with(|settings| Settings { token: Some("0123456789abcdef".to_owned()), ..settings });
    for page in ["/", "/events.json", "/api/v1/openapi", "/reports/1", "/events.csv"] {
        assert_eq!(desk.get(page).status, StatusCode::UNAUTHORIZED, "{page}");
    }
    assert!(!desk.get("/").text.contains("test"), "not even the store's name");
    let with = |name: &str, value: &str| {
        desk.send(
            Request::get("/events.json")
                .header(header::HOST, "localhost")
                .header(name, value)
                .body(Body::empty())
                .unwrap(),
        )
        .status
    };
    assert_eq!(with("authorization", "Bearer 0123456789abcdef"), StatusCode::OK);
    assert_eq!(with("cookie", "a=b; demarche_token=0123456789abcdef"), StatusCode::OK);
    assert_eq!(with("authorization", "Bearer 0123456789abcdee"), StatusCode::UNAUTHORIZED);
    assert_eq!(desk.form("/sign-in", &[("token", "wrong")]).status, StatusCode::UNAUTHORIZED);
    let signed = desk.form("/sign-in", &[("token", "0123456789abcdef")]);
    assert!(
        signed
            .headers
            .contains("set-cookie: demarche_token=0123456789abcdef; Path=/; HttpOnly; SameSite=Strict"),
        "{}",
        signed.headers
    );
}

#[test]
fn a_text_is_coded_and_a_bad_one_refused() {
    let desk = desk();
    let code = |body: &str| desk.post("/api/code", "application/json", body);
    let answer = code(r#"{"text":"Russian jets bombed Idlib on Monday.","date":"2018-09-05"}"#);
    let found: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(
        (found["events"][0]["event"].as_str(), found["events"][0]["date"]["from"].as_str()),
        (Some("ASSAULT"), Some("2018-09-03"))
    );
    assert!(found["layers"]["tokens"].is_array());
    let long = format!(r#"{{"text":"{}"}}"#, "a ".repeat(60_000));
    let statuses =
        [r#"{"text":""}"#, r#"{"text":"A","date":"soon"}"#, "{", r#"{"text":"A","extra":1}"#, &long]
            .map(|body| code(body).status.as_u16());
    assert_eq!(statuses, [400, 400, 400, 400, 413]);
    assert_eq!(desk.post("/api/code", "text/plain", "A").status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(
        desk.post("/api/code", "application/json", &" ".repeat(1 << 20)).status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(desk.get("/api/code").status, StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn judgements_are_kept_and_counted() {
    let desk = desk();
    let next = |judge: &str| desk.json(&format!("/audit.json?judge={judge}&seed=3&each=3"));
    let (mut judged, of) = (0, next("ann")["of"].as_u64().unwrap());
    assert!(of > 3);
    for judge in ["ann", "bob"] {
        while let view = next(judge)
            && view["judged"].as_u64() < Some(of)
        {
            let quiet = &view["sentence"];
            let event = view["event"]["id"].as_str().unwrap_or_default();
            let report = if quiet.is_null() { report_of(&desk, event) } else { quiet["report"].to_string() };
            let sentence = if quiet.is_null() {
                view["event"]["sentence"].to_string()
            } else {
                quiet["sentence"].to_string()
            };
            let answer = desk.form(
                "/audit",
                &[
                    ("judge", judge),
                    ("event", event),
                    ("verdict", "right"),
                    ("report", &report),
                    ("sentence", &sentence),
                    ("correction", "<b>"),
                    ("back", "//evil.example/"),
                ],
            );
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
            assert!(answer.headers.contains("location: /audit\n"), "{}", answer.headers);
            judged += 1;
        }
    }
    assert_eq!(judged, 2 * of);
    let results = desk.json("/audit/results.json");
    assert_eq!(results["judges"], serde_json::json!(["ann", "bob"]));
    assert_eq!(results["overall"]["precision"], 1.0);
    assert_eq!(desk.json("/audit/gold.json")["judgements"].as_array().unwrap().len() as u64, judged);
    check_inert("/audit/gold", &desk.get("/audit/gold").text);
    let unknown = desk.form(
        "/audit",
        &[("judge", "ann"), ("event", "nothing"), ("verdict", "right"), ("report", "1"), ("sentence", "0")],
    );
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

fn report_of(desk: &Desk, event: &str) -> String {
    desk.json(&format!("/events/{event}.json"))["report"].to_string()
}

#[test]
fn a_watchlist_is_made_followed_and_forgotten() {
    let desk = desk();
    let made = desk.form("/watchlists", &[("name", "Korea & co"), ("actor", "USA"), ("category", "")]);
    assert!(made.headers.contains("location: /watchlists/Korea%20%26%20co"), "{}", made.headers);
    let feed = desk.get("/watchlists/Korea%20%26%20co.atom").text;
    assert!(feed.contains("<title>Korea &amp; co</title>") && feed.contains("<entry>"), "{feed}");
    for bad in [
        &[("name", "")][..],
        &[("name", "a"), ("day", "x")],
        &[("name", "a"), ("between", "USA")],
        &[("name", "a"), ("hook", "file:///etc/passwd")],
    ] {
        assert_eq!(desk.form("/watchlists", bad).status, StatusCode::BAD_REQUEST, "{bad:?}");
    }
    assert_eq!(desk.form("/watchlists/drop", &[("name", "Korea & co")]).status, StatusCode::SEE_OTHER);
    assert_eq!(desk.get("/watchlists/Korea%20%26%20co").status, StatusCode::NOT_FOUND);
}

#[test]
fn an_address_is_told_of_all_that_arrives_and_of_nothing_twice() {
    let desk = desk();
    let hook = "https://hooks.example/in?a=b";
    assert_eq!(
        desk.form("/watchlists", &[("name", "Korea"), ("actor", "PRK"), ("hook", hook)]).status,
        StatusCode::SEE_OTHER
    );
    let told = Mutex::new(Vec::new());
    let tell = |works: bool| {
        let post = |address: &str, body: &str| {
            told.lock().unwrap().push((address.to_owned(), serde_json::from_str::<Value>(body).unwrap()));
            if works { Ok(()) } else { Err("down".to_owned()) }
        };
        desk.app.tell(&post).unwrap();
        std::mem::take(&mut *told.lock().unwrap())
    };
    assert_eq!(tell(true), [], "what was there when it was made is no news");
    let days = (1..=28).map(|day| format!("2018-07-{day:02}"));
    let visits = days.map(|day| {
        report(&day, &day, "Visit", "North Korea criticised the United States. ".repeat(5).trim())
    });
    desk.ingest(visits.collect());
    assert_eq!(tell(false).len(), 1, "an address that is down is asked once");
    let requests = tell(true);
    assert!(requests.iter().all(|(address, body)| address == hook && body["watchlist"] == "Korea"));
    let ids: Vec<&str> = requests
        .iter()
        .flat_map(|(_, body)| body["events"].as_array().unwrap())
        .map(|event| event["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 140, "more than one request may have");
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 140);
    assert_eq!(tell(true), []);
}

#[test]
fn an_address_that_never_answers_is_left_alone() {
    let desk = desk();
    desk.form("/watchlists", &[("name", "Korea"), ("hook", "https://hooks.example/")]);
    desk.ingest(vec![report("z", "2018-07-01", "Visit", "North Korea criticised the United States.")]);
    let asked = Mutex::new(0);
    for _ in 0..20 {
        let post = |_: &str, _: &str| {
            *asked.lock().unwrap() += 1;
            Err("down".to_owned())
        };
        desk.app.tell(&post).unwrap();
    }
    assert_eq!(*asked.lock().unwrap(), 8);
    assert!(desk.get("/watchlists").text.contains("does not answer"));
}

#[test]
fn the_last_visit_is_remembered() {
    let desk = desk();
    let first = desk.get("/");
    assert!(first.headers.contains("set-cookie: demarche_visits=2018-06-05~2018-06-12"), "{}", first.headers);
    let with = |cookie: &str| {
        let request =
            Request::get("/desk.json").header(header::HOST, "localhost").header(header::COOKIE, cookie);
        let answer = desk.send(request.body(Body::empty()).unwrap());
        serde_json::from_str::<Value>(&answer.text).unwrap()["since"].as_str().unwrap().to_owned()
    };
    assert_eq!(with("demarche_visits=2018-05-01~2018-05-20"), "2018-05-20");
    assert_eq!(with("demarche_visits=2018-05-20~2018-06-12"), "2018-05-20");
    assert_eq!(with("demarche_visits=rubbish"), "2018-06-05");
}
