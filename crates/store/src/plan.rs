//! Which index answers a question: SQLite is told, since it cannot know how often each party is named.
//!
//! Every statement is put together from fixed pieces of SQL; what a user gives is bound.

use crate::Store;
use crate::entry::{Kind, dyad, is_short, number, pair};
use crate::find::{Cursor, Filter};
use crate::hits::Hits;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

/// Events of a term, or documents of a search, up to which all are looked at; beyond, hits are frequent enough to be met
/// on the way through the days.
const FEW: i64 = 10_000;

/// Hits among the latest documents from which on a search has more than a few.
const FREQUENT: usize = 40;

/// The events of a term by category and day.
const TERM_BY_CATEGORY: &str = "event_terms x INDEXED BY event_terms_category WHERE x.term = ?";

/// The events of a term by day: the order of the table itself.
const TERM_BY_DAY: &str = "event_terms x NOT INDEXED WHERE x.term = ?";

/// A statement with its values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Select {
    pub sql: String,
    pub values: Vec<Value>,
}

/// A filter in the words of the schema.
pub(crate) struct Wanted<'f> {
    filter: &'f Filter,
    terms: Vec<i64>,
    words: Option<String>,
}

/// Where a query begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// At the events of a term.
    Term(i64),
    /// At the documents of a search.
    Words,
    /// At all events, by the columns that are asked for.
    Events,
}

impl Store {
    /// Numbers of the terms that a filter asks for; `None` where there is no such term, and hence no event.
    pub(crate) fn terms_of(&self, filter: &Filter) -> rusqlite::Result<Option<Vec<i64>>> {
        let mut asked: Vec<(Kind, String)> = Vec::new();
        match (&filter.actor, &filter.recipient) {
            // Two terms with many events each are one with few.
            (Some(actor), Some(recipient)) if is_short(actor) && is_short(recipient) => {
                asked.push((Kind::Dyad, dyad(actor, recipient)));
            }
            (actor, recipient) => {
                asked.extend(actor.iter().map(|key| (Kind::Actor, key.clone())));
                asked.extend(recipient.iter().map(|key| (Kind::Recipient, key.clone())));
            }
        }
        asked.extend(filter.speaker.iter().map(|key| (Kind::Speaker, key.clone())));
        asked.extend(filter.between.iter().map(|(one, other)| (Kind::Pair, pair(one, other))));
        let find = "SELECT term FROM terms WHERE kind = ? AND key = ?";
        let mut statement = self.connection.prepare_cached(find)?;
        let mut terms = Vec::new();
        for (kind, key) in asked {
            match statement.query_row([kind.as_str(), &key], |row| row.get(0)).optional()? {
                Some(term) => terms.push(term),
                None => return Ok(None),
            }
        }
        Ok(Some(terms))
    }
}

impl<'f> Wanted<'f> {
    pub(crate) fn new(filter: &'f Filter, terms: Vec<i64>, words: Option<String>) -> Self {
        Self { filter, terms, words }
    }
}

impl Plan {
    /// The plan that looks at least.
    pub(crate) fn choose(connection: &Connection, wanted: &Wanted<'_>) -> rusqlite::Result<Self> {
        let rarest = match wanted.terms.as_slice() {
            [] => None,
            [term] if wanted.words.is_none() => Some((FEW, *term)),
            terms => {
                let counts = terms.iter().map(|&term| Ok((count_of_term(connection, wanted, term)?, term)));
                counts.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().min()
            }
        };
        let hits = match &wanted.words {
            Some(words) if Hits::new(connection, words)?.latest(connection)? >= FREQUENT => i64::MAX,
            Some(words) => count(connection, "SELECT 1 FROM search WHERE search MATCH ?", vec![text(words)])?,
            None => i64::MAX,
        };
        Ok(match rarest {
            Some((events, term)) if events <= hits || hits > FEW => Self::Term(term),
            _ if hits <= FEW => Self::Words,
            _ => Self::Events,
        })
    }

    /// Whether the words of a search have to be looked for in what the statement gives.
    pub(crate) fn leaves_words(self, wanted: &Wanted<'_>) -> bool {
        wanted.words.is_some() && self != Self::Words
    }

    /// The statement: numbers of events, latest first, and of their documents where these have to be looked at; from indexes
    /// alone.
    pub(crate) fn select(self, wanted: &Wanted<'_>, limit: usize) -> Select {
        let mut select = Select::default();
        let (filter, walks) = (wanted.filter, self.leaves_words(wanted));
        let alias = match self {
            Self::Term(term) => {
                let document =
                    if walks { "(SELECT e.document FROM events e WHERE e.event = x.event)" } else { "0" };
                let from = if filter.category.is_some() { TERM_BY_CATEGORY } else { TERM_BY_DAY };
                select.push(&format!("SELECT x.event, {document} FROM {from}"), [term.into()]);
                select.columns("x", filter);
                select.others("x", wanted.terms.iter().filter(|&&other| other != term));
                "x"
            }
            Self::Words => {
                let words = wanted.words.iter().map(|w| text(w));
                select.push(
                    "SELECT e.event, 0 FROM search CROSS JOIN events e INDEXED BY events_document
                     ON e.document = search.rowid WHERE search MATCH ?",
                    words,
                );
                select.columns("e", filter);
                select.others("e", &wanted.terms);
                "e"
            }
            Self::Events => {
                let index = index(filter);
                let sql = format!("SELECT e.event, e.document FROM events e INDEXED BY {index} WHERE 1");
                select.push(&sql, []);
                select.columns("e", filter);
                select.others("e", &wanted.terms);
                "e"
            }
        };
        select.push(&format!(" ORDER BY {alias}.day DESC, {alias}.event DESC"), []);
        if !walks {
            select.push(" LIMIT ?", [(limit as i64).into()]);
        }
        select
    }

    /// Numbers of the events that are wanted, latest first, at most `limit`.
    pub(crate) fn numbers(
        self,
        connection: &Connection,
        wanted: &Wanted<'_>,
        limit: usize,
    ) -> rusqlite::Result<Vec<i64>> {
        let select = self.select(wanted, limit);
        let words = wanted.words.as_deref().filter(|_| self.leaves_words(wanted));
        let mut hits = words.map(|words| Hits::new(connection, words)).transpose()?;
        let mut statement = connection.prepare_cached(&select.sql)?;
        let mut rows = statement.query(params_from_iter(&select.values))?;
        let mut found = Vec::new();
        while found.len() < limit
            && let Some(row) = rows.next()?
        {
            if hits.as_mut().map_or(Ok(true), |hits| hits.has(row.get(1)?))? {
                found.push(row.get(0)?);
            }
        }
        Ok(found)
    }
}

impl Select {
    fn push(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(sql);
        self.values.extend(values);
    }

    /// What is asked of category, status and day, which every index has.
    fn columns(&mut self, table: &str, filter: &Filter) {
        let mut add = |column: &str, value: Option<Value>| {
            self.push(&value.as_ref().map(|_| format!(" AND {table}.{column} ?")).unwrap_or_default(), value);
        };
        add("category =", filter.category.as_deref().map(text));
        add("status =", filter.status.as_deref().map(text));
        add("day >=", filter.from.map(|day| number(day).into()));
        add("day <=", filter.to.map(|day| number(day).into()));
        if let Some(event) = filter.newer {
            self.push(&format!(" AND {table}.event > ?"), [event.into()]);
        }
        if let Some(Cursor { day, event }) = filter.after {
            self.push(&format!(" AND ({table}.day, {table}.event) < (?, ?)"), [day.into(), event.into()]);
        }
    }

    /// Terms that the event must have too.
    fn others<'t>(&mut self, table: &str, terms: impl IntoIterator<Item = &'t i64>) {
        for &term in terms {
            let sql = format!(
                " AND (SELECT 1 FROM event_terms y WHERE y.event = {table}.event AND y.term = ?) IS NOT NULL"
            );
            self.push(&sql, [term.into()]);
        }
    }
}

/// The index over all events that answers a filter in order.
fn index(filter: &Filter) -> &'static str {
    match (&filter.category, &filter.status) {
        (Some(_), Some(_)) => "events_category_status",
        (Some(_), None) => "events_category",
        (None, Some(_)) => "events_status",
        (None, None) => "events_day",
    }
}

/// Events of a term that the filter's category and days leave, up to a few.
fn count_of_term(connection: &Connection, wanted: &Wanted<'_>, term: i64) -> rusqlite::Result<i64> {
    let mut select =
        Select { sql: "SELECT 1 FROM event_terms x WHERE x.term = ?".to_owned(), values: vec![term.into()] };
    let filter = Filter { status: None, ..wanted.filter.clone() };
    select.columns("x", &filter);
    count(connection, &select.sql, select.values)
}

/// Rows of a query, counted up to one more than a few.
fn count(connection: &Connection, sql: &str, values: Vec<Value>) -> rusqlite::Result<i64> {
    let sql = format!("SELECT count(*) FROM ({sql} LIMIT {})", FEW + 1);
    connection.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Coding, Entry, EventRow, Given};
    use demarche_text::Document;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    const COUNTRIES: [&str; 4] = ["USA", "PRK", "KOR", "CHN"];
    const CATEGORIES: [&str; 3] = ["CONSULT", "THREATEN", "AID"];
    const STATUSES: [&str; 2] = ["actual", "denied"];
    const WORDS: [&str; 3] = ["missile talks", "missile test", "grain"];

    /// The events of a small world: every combination turns up, in an order that is not that of the days.
    fn rows() -> Vec<(usize, EventRow)> {
        (0..360_usize).map(|n| (n % 40, row(n * 7919 % 360))).collect()
    }

    fn row(n: usize) -> EventRow {
        let (actor, recipient) = (COUNTRIES[n % 4], COUNTRIES[(n / 4 + 1 + n % 4) % 4]);
        let terms = [
            (Kind::Actor, actor.to_owned()),
            (Kind::Actor, format!("{actor}GOV")),
            (Kind::Recipient, recipient.to_owned()),
            (Kind::Dyad, dyad(actor, recipient)),
            (Kind::Pair, pair(actor, recipient)),
            (Kind::Speaker, COUNTRIES[n / 3 % 4].to_owned()),
        ];
        EventRow {
            id: format!("{n:x}"),
            sentence: 0,
            day: 20_180_901 + (n / 5 % 9) as i64,
            category: CATEGORIES[n % 3].to_owned(),
            status: STATUSES[n / 7 % 2].to_owned(),
            mode: None,
            cameo: "040".to_owned(),
            quad: 1,
            score: 0.0,
            actor: actor.to_owned(),
            recipient: recipient.to_owned(),
            background: false,
            confidence: 1.0,
            rule: "r".to_owned(),
            record: format!("{{\"id\":\"{n:x}\"}}"),
            terms: terms.into_iter().collect(),
        }
    }

    fn store() -> Store {
        let mut store = Store::in_memory().unwrap();
        let run = store.begin("ingest", "c", "2026-01-01T00:00:00Z").unwrap();
        let mut batch: Vec<Entry> = (0..40).map(report).collect();
        for (document, row) in rows() {
            batch[document].coding.events.push(row);
        }
        store.add(run, &batch).unwrap();
        store
    }

    fn report(n: usize) -> Entry {
        let document = Document { id: n.to_string(), text: WORDS[n % 3].to_owned(), ..Document::default() };
        Entry::new(Given { document, place: String::new(), byline: None }, Coding::default())
    }

    /// Filters of every shape.
    fn filters() -> Vec<Filter> {
        const PARTS: [fn(&mut Filter); 8] = [
            |f| f.category = Some("THREATEN".into()),
            |f| f.status = Some("denied".into()),
            |f| f.actor = Some("USA".into()),
            |f| f.recipient = Some("PRK".into()),
            |f| f.speaker = Some("CHN".into()),
            |f| (f.from, f.to) = (Some(date(2018, 9, 3)), Some(date(2018, 9, 7))),
            |f| f.text = Some("missile".into()),
            |f| f.between = Some("PRK".into()).zip(Some("USA".into())),
        ];
        let chosen = |bits: usize| {
            let mut filter = Filter::default();
            PARTS
                .iter()
                .enumerate()
                .filter(|(n, _)| bits >> n & 1 == 1)
                .for_each(|(_, part)| part(&mut filter));
            filter
        };
        (0..256).map(chosen).collect()
    }

    /// Ids of the events of a filter, found without any index.
    fn by_hand(filter: &Filter) -> Vec<String> {
        let has = |row: &EventRow, kind, key: &Option<String>| {
            key.as_ref().is_none_or(|key| row.terms.contains(&(kind, key.clone())))
        };
        let wanted = |(document, row): &(usize, EventRow)| {
            filter.category.as_ref().is_none_or(|c| row.category == *c)
                && filter.status.as_ref().is_none_or(|s| row.status == *s)
                && has(row, Kind::Actor, &filter.actor)
                && has(row, Kind::Recipient, &filter.recipient)
                && has(row, Kind::Speaker, &filter.speaker)
                && filter.between.as_ref().is_none_or(|(a, b)| row.terms.contains(&(Kind::Pair, pair(a, b))))
                && filter.from.is_none_or(|day| row.day >= number(day))
                && filter.to.is_none_or(|day| row.day <= number(day))
                && filter.text.as_ref().is_none_or(|text| WORDS[document % 3].contains(text.as_str()))
        };
        // Written document by document.
        let mut rows: Vec<_> = rows();
        rows.sort_by_key(|(document, _)| *document);
        let mut found: Vec<_> = rows.iter().enumerate().filter(|(_, row)| wanted(row)).collect();
        found.sort_by_key(|(at, (_, row))| std::cmp::Reverse((row.day, *at)));
        found.into_iter().map(|(_, (_, row))| row.id.clone()).collect()
    }

    #[test]
    fn every_plan_finds_what_is_there() {
        let store = store();
        for filter in filters() {
            let expected = by_hand(&filter);
            let found = store.events(&filter, 1000).unwrap();
            assert_eq!(found.iter().map(|f| f.id.clone()).collect::<Vec<_>>(), expected, "{filter:?}");
            let words = filter.text.as_deref().and_then(crate::words::query);
            let terms = store.terms_of(&filter).unwrap().unwrap_or_default();
            let mut plans = vec![Plan::Events];
            plans.extend(terms.iter().map(|&t| Plan::Term(t)));
            plans.extend(words.iter().map(|_| Plan::Words));
            if found.is_empty() {
                continue;
            }
            let wanted = Wanted::new(&filter, terms, words);
            for plan in plans {
                let numbers = plan.numbers(&store.connection, &wanted, 1000).unwrap();
                let ids = store.found(&numbers).unwrap().into_iter().map(|f| f.id);
                assert_eq!(ids.collect::<Vec<_>>(), expected, "{plan:?} {filter:?}");
            }
        }
    }

    #[test]
    fn page_after_page_gives_the_whole_list() {
        let store = store();
        let mut filter = Filter { status: Some("actual".to_owned()), ..Filter::default() };
        let whole = store.events(&filter, 1000).unwrap();
        let mut pages = Vec::new();
        loop {
            let page = store.events(&filter, 7).unwrap();
            let Some(last) = page.last() else { break };
            filter.after = Some(last.cursor);
            pages.extend(page);
        }
        assert_eq!(pages, whole);
        assert_eq!(whole.iter().map(|f| f.cursor.event).collect::<BTreeSet<_>>().len(), whole.len());
    }

    /// What SQLite says it does, step by step.
    fn steps(store: &Store, select: Select) -> String {
        let mut statement = store.connection.prepare(&format!("EXPLAIN QUERY PLAN {}", select.sql)).unwrap();
        let rows =
            statement.query_map(params_from_iter(select.values), |row| row.get::<_, String>(3)).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn no_plan_walks_through_a_table_or_sorts_all_it_finds() {
        let store = store();
        for filter in filters() {
            let Some((plan, wanted)) = store.plan(&filter).unwrap() else { continue };
            let steps = steps(&store, plan.select(&wanted, 100));
            let allowed = ["SCAN search VIRTUAL TABLE"];
            let scans =
                steps.lines().filter(|s| s.starts_with("SCAN") && !s.contains("USING COVERING INDEX"));
            let scans: Vec<_> = scans.filter(|s| !allowed.iter().any(|a| s.starts_with(a))).collect();
            assert_eq!(scans, Vec::<&str>::new(), "{filter:?}\n{steps}");
            // Only the numbers of a search's few documents' events are put in order.
            let sorts = steps.matches("USE TEMP B-TREE FOR ORDER BY").count();
            assert!(sorts <= usize::from(plan == Plan::Words), "{filter:?}\n{steps}");
        }
    }

    #[test]
    fn what_a_user_gives_is_never_sql() {
        let store = store();
        for evil in ["' OR 1=1 --", "\"; DROP TABLE events; --", "USA' UNION SELECT", "\0", "%", "* NEAR("] {
            let some = Some(evil.to_owned());
            for filter in [
                Filter { category: some.clone(), ..Filter::default() },
                Filter { status: some.clone(), ..Filter::default() },
                Filter { actor: some.clone(), ..Filter::default() },
                Filter { between: some.clone().zip(some.clone()), ..Filter::default() },
            ] {
                assert_eq!(store.events(&filter, 10).unwrap(), [], "{filter:?}");
            }
            let search = store.events(&Filter { text: some, ..Filter::default() }, 10);
            assert!(matches!(search, Ok(_) | Err(crate::StoreError::EmptySearch(_))), "{evil}: {search:?}");
        }
    }
}
