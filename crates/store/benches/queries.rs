//! A store of ten million generated events: how long questions take, and how long it takes to add one report.
//!
//! `cargo bench -p demarche-store -- FILE [DOCUMENTS]` fills FILE, unless it is there, with a million documents of ten events,
//! then asks each question ten times, the first time with what the system happens to hold in memory.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench is an edge: it measures time")]

use demarche_store::{Coding, Entry, Filter, Given, Store};
use demarche_stories::{Commonness, Likeness, Report};
use demarche_text::Document;
use demarche_wire::{ActorRecord, CodePoints, EventRecord, SpanRecord};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use rusqlite::{Connection, Transaction, params};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// Events of each document.
const EVENTS: usize = 10;

/// Countries: the first is named most often.
const COUNTRIES: usize = 200;

/// Words that documents are made of: the first most often.
const WORDS: usize = 50_000;

const CATEGORIES: [&str; 16] = [
    "CONSULT",
    "ACCUSE",
    "AGREE",
    "ASSAULT",
    "COERCE",
    "SANCTION",
    "SUPPORT",
    "REQUEST",
    "AID",
    "THREATEN",
    "REJECT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "CONCEDE",
    "RETREAT",
];

const STATUSES: [&str; 6] = ["actual", "planned", "negated", "conditional", "hypothetical", "denied"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|a| a != "--bench" && a != "--test").collect();
    let Some(file) = arguments.first() else {
        println!("usage: cargo bench -p demarche-store -- FILE [DOCUMENTS]");
        return Ok(());
    };
    let documents = arguments.get(1).map_or(Ok(1_000_000), |n| n.parse())?;
    let path = Path::new(file);
    if !path.exists() {
        let start = Instant::now();
        fill(path, documents)?;
        println!("filled in {:.0} s", start.elapsed().as_secs_f64());
    }
    if Store::open_to_read(path).is_err()
        || Connection::open(path)?.query_row(
            "SELECT count(*) FROM (SELECT 1 FROM bands LIMIT 1)",
            [],
            |row| row.get::<_, i64>(0),
        )? == 0
    {
        let start = Instant::now();
        fill_stories(path)?;
        println!("filled what puts reports to stories in {:.0} s", start.elapsed().as_secs_f64());
    }
    let store = Store::open_to_read(path)?;
    for (name, filter) in questions() {
        ask(&store, name, &filter)?;
    }
    drop(store);
    add(path)
}

/// Numbers that look random and are the same every time (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// Small numbers far more often than large ones, about as words and countries are.
    fn skewed(&mut self, n: usize) -> usize {
        let uniform = self.next() as f64 / u64::MAX as f64;
        ((n as f64 + 1.0).powf(uniform) as usize - 1).min(n - 1)
    }
}

/// Three letters of a country.
fn country(n: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    [letter(n), letter(n / 26), 'X'].iter().collect()
}

/// Terms that exist, with their numbers.
#[derive(Default)]
struct Terms(BTreeMap<(&'static str, String), i64>);

impl Terms {
    fn number(&mut self, to: &Transaction<'_>, kind: &'static str, key: String) -> rusqlite::Result<i64> {
        if let Some(&number) = self.0.get(&(kind, key.clone())) {
            return Ok(number);
        }
        let number = self.0.len() as i64 + 1;
        to.prepare_cached("INSERT INTO terms VALUES (?, ?, ?)")?.execute(params![number, kind, key])?;
        self.0.insert((kind, key), number);
        Ok(number)
    }
}

/// Fills a store without its indexes, which are made at the end.
fn fill(path: &Path, documents: usize) -> Result<(), Box<dyn std::error::Error>> {
    let mut store = Store::open(path)?;
    store.begin("ingest", "bench", "2026-01-01T00:00:00Z")?;
    drop(store);
    let mut connection = Connection::open(path)?;
    connection
        .execute_batch("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -1000000")?;
    let indexes = indexes(&connection)?;
    for (name, _) in &indexes {
        connection.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    let (mut random, mut terms) = (Random(0x9e37_79b9_7f4a_7c15), Terms::default());
    let mut at = 0;
    while at < documents {
        let end = documents.min(at + 10_000);
        let transaction = connection.transaction()?;
        for document in at..end {
            report(&transaction, &mut random, &mut terms, document, documents)?;
        }
        transaction.commit()?;
        at = end;
    }
    for (_, sql) in indexes {
        connection.execute_batch(&sql)?;
    }
    connection.execute_batch("PRAGMA journal_mode = wal")?;
    Ok(())
}

/// The indexes that statements have made, with the statements.
fn indexes(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

/// The day of a document: ten years, in the order of arrival.
fn day_of(document: usize, documents: usize) -> Date {
    date(2015, 1, 1).saturating_add(((document * 3650 / documents) as i64).days())
}

fn number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

fn report(
    to: &Transaction<'_>,
    random: &mut Random,
    terms: &mut Terms,
    document: usize,
    documents: usize,
) -> rusqlite::Result<()> {
    let day = day_of(document, documents);
    let words: Vec<String> = (0..60).map(|_| format!("w{}", random.skewed(WORDS))).collect();
    let digest = (document as u64).to_le_bytes();
    to.prepare_cached(
        "INSERT INTO documents (document, digest, id, date, coder, run, place, title, text)
         VALUES (?, ?, ?, ?, 1, 1, 'generated', ?, ?)",
    )?
    .execute(params![
        document as i64 + 1,
        digest,
        format!("d{document}"),
        day.to_string(),
        words[..8].join(" "),
        words.join(" "),
    ])?;
    for at in 0..EVENTS {
        let event = document * EVENTS + at + 1;
        let day =
            if random.below(5) == 0 { day.saturating_sub((random.below(30) as i64).days()) } else { day };
        insert(to, random, terms, (document + 1, event, number(day)))?;
    }
    Ok(())
}

/// One event, with its terms.
fn insert(
    to: &Transaction<'_>,
    random: &mut Random,
    terms: &mut Terms,
    (document, event, day): (usize, usize, i64),
) -> rusqlite::Result<()> {
    let category = CATEGORIES[random.skewed(16)];
    let status = if random.below(6) == 0 { STATUSES[1 + random.skewed(5)] } else { STATUSES[0] };
    let (actor, recipient) = (country(random.skewed(COUNTRIES)), country(random.skewed(COUNTRIES)));
    let record =
        format!("{{\"id\":\"{event:016x}\",\"event\":\"{category}\",\"text\":\"{actor} {recipient}\"}}");
    to.prepare_cached(
        "INSERT INTO events VALUES (?, ?, ?, 0, ?, ?, ?, NULL, '036', 1, 1.0, ?, ?, 0, 0.9, 'r', ?)",
    )?
    .execute(params![
        event as i64,
        format!("{event:016x}"),
        document as i64,
        day,
        category,
        status,
        actor,
        recipient,
        record,
    ])?;
    let person =
        |random: &mut Random, of: &str| format!("person-{}-{}", of.to_lowercase(), random.skewed(50));
    let ordered = if actor < recipient { [&actor, &recipient] } else { [&recipient, &actor] };
    let mut found = vec![
        ("actor", actor.clone()),
        ("actor", format!("{actor}GOV")),
        ("recipient", recipient.clone()),
        ("dyad", format!("{actor}>{recipient}")),
        ("pair", format!("{}-{}", ordered[0], ordered[1])),
        ("speaker", country(random.skewed(COUNTRIES))),
    ];
    if random.below(2) == 0 {
        found.push(("actor", person(random, &actor)));
        found.push(("recipient", person(random, &recipient)));
    }
    for (kind, key) in found {
        let term = terms.number(to, kind, key)?;
        to.prepare_cached("INSERT OR IGNORE INTO event_terms VALUES (?, ?, ?, ?, ?)")?.execute(params![
            term,
            day,
            event as i64,
            category,
            status
        ])?;
    }
    Ok(())
}

/// The questions, from the everyday to the worst that we could think of.
fn questions() -> Vec<(&'static str, Filter)> {
    let some = |s: &str| Some(s.to_owned());
    let (us, rare) = (country(0), country(199));
    let month = (Some(date(2018, 9, 1)), Some(date(2018, 9, 30)));
    let all = Filter::default();
    vec![
        ("latest events", all.clone()),
        ("a month", Filter { from: month.0, to: month.1, ..all.clone() }),
        ("category", Filter { category: some("SANCTION"), ..all.clone() }),
        (
            "rarest category, rarest status",
            Filter { category: some("RETREAT"), status: some("denied"), ..all.clone() },
        ),
        ("status, a month", Filter { status: some("denied"), from: month.0, to: month.1, ..all.clone() }),
        ("most frequent actor", Filter { actor: Some(us.clone()), ..all.clone() }),
        ("rarest actor", Filter { actor: Some(rare.clone()), ..all.clone() }),
        (
            "most frequent actor, rarest category",
            Filter { actor: Some(us.clone()), category: some("RETREAT"), ..all.clone() },
        ),
        (
            "most frequent actor, rarest category and status",
            Filter {
                actor: Some(us.clone()),
                category: some("RETREAT"),
                status: some("denied"),
                ..all.clone()
            },
        ),
        (
            "most frequent actor, rarest status",
            Filter { actor: Some(us.clone()), status: some("denied"), ..all.clone() },
        ),
        ("dyad", Filter { actor: Some(us.clone()), recipient: Some(country(3)), ..all.clone() }),
        (
            "dyad, category, a month",
            Filter {
                actor: Some(us.clone()),
                recipient: Some(country(3)),
                category: some("SANCTION"),
                from: month.0,
                to: month.1,
                ..all.clone()
            },
        ),
        ("between two", Filter { between: Some((country(3), us.clone())), ..all.clone() }),
        ("person", Filter { actor: some("person-aax-0"), ..all.clone() }),
        (
            "person to person",
            Filter { actor: some("person-aax-0"), recipient: some("person-bax-0"), ..all.clone() },
        ),
        (
            "code to person",
            Filter { actor: Some(format!("{us}GOV")), recipient: some("person-bax-9"), ..all.clone() },
        ),
        (
            "actor on a speaker's word",
            Filter { actor: Some(us.clone()), speaker: Some(country(9)), ..all.clone() },
        ),
        (
            "rarest actor on the rarest speaker's word",
            Filter { actor: Some(rare.clone()), speaker: Some(rare.clone()), ..all.clone() },
        ),
        ("rare word", Filter { text: some("w49000"), ..all.clone() }),
        ("word of one document in a hundred", Filter { text: some("w500"), ..all.clone() }),
        ("most frequent word", Filter { text: some("w0"), ..all.clone() }),
        ("two words", Filter { text: some("w20 w900"), ..all.clone() }),
        ("phrase", Filter { text: some("\"w1 w7\""), ..all.clone() }),
        ("beginning of a word", Filter { text: some("w123*"), ..all.clone() }),
        ("word, a month", Filter { text: some("w300"), from: month.0, to: month.1, ..all.clone() }),
        (
            "word, dyad",
            Filter { text: some("w50"), actor: Some(us.clone()), recipient: Some(country(3)), ..all.clone() },
        ),
        ("word, rarest actor", Filter { text: some("w5"), actor: Some(rare), ..all.clone() }),
        (
            "word, category and status",
            Filter { text: some("w40"), category: some("AID"), status: some("negated"), ..all },
        ),
    ]
}

/// Asks one question ten times: the first time, the median, how many events came.
fn ask(store: &Store, name: &str, filter: &Filter) -> Result<(), Box<dyn std::error::Error>> {
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..10 {
        let start = Instant::now();
        found = store.events(filter, 100)?.len();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    let first = times[0];
    times.sort_by(f64::total_cmp);
    println!("| {name} | {found} | {first:.1} | {:.1} |", times[times.len() / 2]);
    Ok(())
}

/// Fills the tables by which reports are put to their stories, in the order of their keys.
fn fill_stories(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    drop(Store::open(path)?);
    let mut connection = Connection::open(path)?;
    connection
        .execute_batch("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -500000")?;
    let documents =
        connection.query_row("SELECT max(document) FROM documents", [], |row| row.get::<_, i64>(0))?;
    let mut random = Random(0x5dee_ce66_d154_21f7);
    let transaction = connection.transaction()?;
    fill_bands(&transaction, documents, &mut random)?;
    fill_heavy_terms(&transaction, documents)?;
    let likeness = likeness("a generated report of no words").to_bytes();
    transaction.execute("INSERT INTO likenesses SELECT document, ? FROM documents", [likeness])?;
    let alone =
        "INSERT INTO story_documents SELECT document, document, 'first', NULL, 0, NULL FROM documents";
    transaction.execute(alone, [])?;
    transaction.commit()?;
    connection.execute_batch("PRAGMA journal_mode = wal")?;
    Ok(())
}

/// Gives each report 32 bands of random numbers.
fn fill_bands(connection: &Connection, documents: i64, random: &mut Random) -> rusqlite::Result<()> {
    let bands = documents * 32;
    let mut insert = connection.prepare("INSERT INTO bands VALUES (?, ?)")?;
    for at in 0..bands {
        let band = i64::MIN + (i128::from(at) * (i128::from(u64::MAX) / i128::from(bands))) as i64;
        insert.execute(params![band, 1 + random.below(documents as usize) as i64])?;
    }
    Ok(())
}

/// Gives each report those of its words that are rare as its heaviest terms.
fn fill_heavy_terms(connection: &Connection, documents: i64) -> rusqlite::Result<()> {
    let mut insert = connection.prepare("INSERT INTO heavy_terms VALUES (?, ?, ?, ?)")?;
    let mut terms: Vec<(i64, usize)> = (RARE..WORDS).map(|rank| (hash_of(rank), rank)).collect();
    terms.sort_unstable();
    for (term, rank) in terms {
        let count = 5 * documents / rank as i64;
        for at in 0..count {
            let document = 1 + at * documents / count;
            let day = number(day_of(document as usize - 1, documents as usize));
            insert.execute(params![term, day, document, 0.2])?;
        }
    }
    Ok(())
}

/// Words more frequent than this are no report's heaviest.
const RARE: usize = 300;

fn likeness(text: &str) -> Likeness {
    Likeness::of(&Report { id: "", title: "", text, date: Some(date(2018, 9, 4)) })
}

/// The number of a word, as reports are found by it.
fn hash_of(word: usize) -> i64 {
    let heaviest = Commonness::default().weigh(&likeness(&format!("w{word}"))).heaviest(1);
    heaviest.first().map_or(0, |(term, _)| i64::from(*term))
}

/// Adds one report at a time, each in a transaction of its own: its text, ten events, its story.
fn add(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut store = Store::open(path)?;
    let run = store.begin("ingest", "bench", "2026-01-01T00:00:00Z")?;
    for (name, days) in [("of the last month", 30), ("of ten years", 3650)] {
        add_reports(&mut store, run, name, days)?;
    }
    Ok(())
}

/// Adds reports of the latest days of the store, in any order.
fn add_reports(
    store: &mut Store,
    run: demarche_store::Run,
    name: &str,
    days: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut random = Random(u64::from(std::process::id()) * 7919 + days as u64);
    let mut times = Vec::new();
    for n in 0..200 {
        let day = date(2024, 12, 29).saturating_sub((random.below(days) as i64).days());
        let entry = [one_more(n, day, &mut random)];
        let start = Instant::now();
        store.add(run, &entry)?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    let first = times[0];
    times.sort_by(f64::total_cmp);
    println!(
        "one report more {name}: the first {first:.1} ms, median {:.1} ms, 95 of 100 {:.1} ms, slowest of 200 {:.1} ms",
        times[100], times[190], times[199]
    );
    Ok(())
}

/// A report of four hundred words with ten events.
fn one_more(n: usize, day: Date, random: &mut Random) -> Entry {
    let text: String = (0..400).map(|_| format!("w{} ", random.skewed(WORDS))).collect();
    let id = format!("added {n} {}", random.next());
    let document = Document { id, date: Some(day), text, ..Document::default() };
    let events: Vec<[String; 2]> =
        (0..EVENTS).map(|_| [0, 1].map(|_| country(random.skewed(COUNTRIES)))).collect();
    let doc_date = day.to_string();
    let records: Vec<EventRecord> = events.iter().map(|[a, r]| record(&document, &doc_date, a, r)).collect();
    let coding = Coding::of(&[], &records, &CodePoints::of(&document.text));
    Entry::new(Given { document, place: String::new(), byline: None }, coding)
}

fn record<'a>(document: &'a Document, day: &str, actor: &'a str, recipient: &'a str) -> EventRecord<'a> {
    let party = |code: &'a str| ActorRecord {
        text: "w1",
        start: 0,
        end: 2,
        code: format!("{code}GOV"),
        country: Some(code),
        sectors: vec!["GOV"],
        entity: None,
        name: None,
    };
    EventRecord {
        id: format!("{:016x}", day.len()),
        doc_id: &document.id,
        doc_date: Some(day.to_owned()),
        sentence: 0,
        text: &document.text[..200.min(document.text.len())],
        event: "CONSULT",
        mode: None,
        contexts: vec![],
        cameo: "036",
        quad: 1,
        score: 1.0,
        actors: vec![party(actor)],
        recipients: vec![party(recipient)],
        trigger: SpanRecord { text: "w1", start: 0, end: 2 },
        status: "actual",
        background: false,
        date: None,
        date_default: Some(day.to_owned()),
        place: None,
        attribution: vec![],
        condition: None,
        confidence: 0.9,
        rule: "bench",
        coder: "bench",
    }
}
