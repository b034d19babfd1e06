//! What is known of the world: countries, peoples, bodies, people with their offices, and common nouns for actors.
//!
//! The tables are text, embedded in the program; a base is built from them once.

use crate::index::{Index, Naming, Spelling, Target};
use crate::office::Office;
use crate::own::Part;
use crate::sector::Sectors;
use crate::table::{Row, Table};
use crate::{Sector, Str};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// The text of each table: tab-separated, with a header line, lists inside a cell parted by `|`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tables<'a> {
    /// `code names adjectives demonyms capital metonyms until`
    pub countries: &'a str,
    /// `names adjectives code sectors`
    pub peoples: &'a str,
    /// `lemma sectors code`
    pub agents: &'a str,
    /// `id names code sectors country from to`
    pub organisations: &'a str,
    /// As `organisations`.
    pub groups: &'a str,
    /// As `organisations`.
    pub media: &'a str,
    /// As `organisations`.
    pub companies: &'a str,
    /// `id name aliases country sectors office from to gender`, one line for each office held.
    pub people: &'a str,
    /// `name country`: cities and regions that say where an actor is from.
    pub places: &'a str,
    /// `name gender`: given names of women (`f`) and men (`m`).
    pub given_names: &'a str,
}

/// Why a table was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BaseError {
    /// A column is missing from the header line.
    #[error("{file}:1: expected a column `{expected}`, but found `{found}`")]
    Header {
        /// Name of the table.
        file: &'static str,
        /// The column.
        expected: &'static str,
        /// The header line.
        found: String,
    },
    /// A line is too short.
    #[error("{file}:{line}: expected {expected} columns separated by tabs, but found {found}")]
    Columns {
        /// Name of the table.
        file: &'static str,
        /// From 1.
        line: usize,
        /// Columns that the header asks for.
        expected: usize,
        /// Columns that were there.
        found: usize,
    },
    /// A cell does not hold what it should.
    #[error("{file}:{line}: expected {expected}, but found `{found}`")]
    Cell {
        /// Name of the table.
        file: &'static str,
        /// From 1.
        line: usize,
        /// What the cell should hold.
        expected: &'static str,
        /// What it holds.
        found: String,
    },
    /// Bytes that are no image of a base, or not all of one.
    #[error("image of the actor base: expected {expected}, but found none")]
    Image {
        /// What should have come.
        expected: &'static str,
    },
}

/// A country.
#[derive(Clone, Debug)]
pub(crate) struct Country {
    pub code: Str,
    pub name: Str,
    /// Sectors of the place itself: `PRE` for a partially recognised state.
    pub sectors: Sectors,
}

/// A people without a state of its own, or across states.
#[derive(Clone, Debug)]
pub(crate) struct People {
    pub code: Option<Str>,
    pub sectors: Sectors,
}

/// An organisation, group, medium or company.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub id: Str,
    pub name: Str,
    pub code: Option<Str>,
    pub sectors: Sectors,
    pub from: Date,
    pub to: Date,
}

/// A person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub id: Str,
    pub name: Str,
    pub gender: Option<Gender>,
    /// Indices of the offices held.
    pub tenures: Range<u32>,
}

/// An office that a person held for a time.
#[derive(Clone, Debug)]
pub(crate) struct Tenure {
    pub person: u32,
    pub country: Option<Str>,
    pub sectors: Sectors,
    pub office: Office,
    /// As the table names the office.
    pub title: Str,
    pub from: Date,
    pub to: Date,
}

/// Grammatical or natural gender of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// She.
    Female,
    /// He.
    Male,
}

/// A common noun for somebody.
#[derive(Clone, Debug)]
pub(crate) struct Agent {
    pub sectors: Sectors,
    /// Country code of its own: `NGO` for an aid agency.
    pub code: Option<Str>,
    pub office: Office,
    /// Folded lemma.
    pub lemma: Str,
}

/// The actor base.
#[derive(Clone, Debug, Default)]
pub struct Base {
    pub(crate) index: Index,
    pub(crate) countries: Vec<Country>,
    /// Names of capitals and seats of power.
    pub(crate) seats: Vec<Str>,
    /// Names of cities and regions, each with the index of its country.
    pub(crate) places: Vec<(Str, u32)>,
    pub(crate) peoples: Vec<People>,
    pub(crate) bodies: Vec<Body>,
    pub(crate) people: Vec<Person>,
    pub(crate) tenures: Vec<Tenure>,
    pub(crate) agents: Vec<Agent>,
    /// Body → its code in a dictionary of the user's own: of several codes, `/` between.
    pub(crate) own_bodies: FxHashMap<u32, Str>,
    /// Agent → what a dictionary of the user's own adds for it.
    pub(crate) own_agents: FxHashMap<u32, Part>,
    /// Country and office → tenures.
    pub(crate) holders: FxHashMap<(Str, Office), Vec<u32>>,
    /// Organisation → tenures of its heads.
    pub(crate) heads: crate::heads::Heads,
    /// Country code → index of the first country of that code.
    pub(crate) by_code: FxHashMap<Str, u32>,
    /// Id → index of the person.
    pub(crate) by_id: FxHashMap<Str, u32>,
    /// Folded given names.
    pub(crate) given_names: FxHashMap<Str, Gender>,
    /// Names by their sound, made when first asked for.
    pub(crate) variants: OnceLock<crate::variant::Variants>,
}

impl Base {
    /// Builds a base.
    ///
    /// ```
    /// use demarche_actors::{Base, Tables, resolve};
    /// let tables = Tables {
    ///     countries: "code\tnames\tadjectives\tdemonyms\tcapital\tmetonyms\tuntil\n\
    ///                 FRA\tFrance\tFrench\tFrenchman\tParis\t\t\n",
    ///     agents: "lemma\tsectors\nforeign minister\tGOV\n",
    ///     ..Tables::default()
    /// };
    /// let base = Base::from_tables(&tables).unwrap();
    /// assert_eq!(resolve(&base, "the French foreign minister", None, None).actor.code(), "FRAGOV");
    /// ```
    ///
    /// # Errors
    /// Names the table and line where a column is missing, or a cell does not hold what it should.
    pub fn from_tables(tables: &Tables<'_>) -> Result<Self, BaseError> {
        let bytes = tables.people.len() + tables.organisations.len() + tables.places.len();
        let mut base = Self { index: Index::with_capacity(bytes / 40), ..Self::default() };
        base.add_agents(tables.agents)?;
        base.add_countries(tables.countries)?;
        base.add_peoples(tables.peoples)?;
        base.add_bodies("media.tsv", tables.media, Some(Sector::Jrn))?;
        base.add_bodies("companies.tsv", tables.companies, Some(Sector::Bus))?;
        base.add_bodies("groups.tsv", tables.groups, None)?;
        base.add_bodies("organisations.tsv", tables.organisations, None)?;
        base.add_people(tables.people)?;
        base.add_places(tables.places)?;
        base.add_given_names(tables.given_names)?;
        base.heads = base.find_heads();
        Ok(base)
    }

    /// The base that comes with the program, built on first use.
    ///
    /// # Panics
    /// If an embedded table is broken, which a test rules out.
    pub fn builtin() -> &'static Self {
        static BASE: OnceLock<Base> = OnceLock::new();
        BASE.get_or_init(|| {
            Self::from_tables(&crate::builtin::TABLES).expect("a test reads the embedded tables")
        })
    }

    /// The country of a code.
    pub(crate) fn country(&self, code: &str) -> Option<&Country> {
        self.by_code.get(code).and_then(|at| self.countries.get(*at as usize))
    }

    /// The index of the country in which a place lies.
    pub(crate) fn place_country(&self, place: Option<u32>) -> Option<u32> {
        self.places.get(place? as usize).map(|(_, country)| *country)
    }

    /// The English name of a country, by its code.
    ///
    /// ```
    /// # use demarche_actors::Base;
    /// assert_eq!(Base::builtin().country_name("PRK"), Some("North Korea"));
    /// ```
    pub fn country_name(&self, code: &str) -> Option<&str> {
        self.country(code).map(|c| c.name.as_str())
    }

    pub(crate) fn add_agents(&mut self, text: &str) -> Result<(), BaseError> {
        let file = "agents.tsv";
        Table::open(file, text, &["lemma", "sectors", "?code"])?.each(|row| {
            let (lemma, sectors, code) = (row.cell(0), sectors(file, row, 1)?, some(row.cell(2)));
            let lemma: Str = crate::fold::fold(lemma).into();
            let at = self.agents.len() as u32;
            self.index.add_agent(&lemma, Target::Agent(at));
            self.agents.push(Agent { sectors, code, office: Office::of(&lemma), lemma });
            Ok(())
        })
    }

    pub(crate) fn add_countries(&mut self, text: &str) -> Result<(), BaseError> {
        let file = "countries.tsv";
        let columns =
            ["code", "names", "adjectives", "demonyms", "capital", "metonyms", "?until", "?sectors"];
        Table::open(file, text, &columns)?.each(|row| {
            let at = self.countries.len() as u32;
            let code = Str::from(row.cell(0));
            let name = row.list(1).next().ok_or_else(|| cell(file, row, "a name", row.cell(1)))?.into();
            self.by_code.entry(code.clone()).or_insert(at);
            self.countries.push(Country { code, name, sectors: sectors(file, row, 7)? });
            let kinds = [(1, Naming::Name), (2, Naming::Adjective), (3, Naming::Demonym)];
            for (column, naming) in kinds {
                row.list(column).for_each(|name| self.index.add_name(name, Target::Country(at, naming)));
            }
            // A capital goes by its first name, whatever it is called; a palace is not the capital.
            let capital = row.list(4).next();
            let seats =
                row.list(4).map(|name| (name, capital.unwrap_or(name))).chain(row.list(5).map(|n| (n, n)));
            for (name, known_as) in seats {
                let seat = Naming::Seat(self.seats.len() as u32);
                self.seats.push(known_as.into());
                self.index.add_name(name, Target::Country(at, seat));
            }
            Ok(())
        })
    }

    pub(crate) fn add_peoples(&mut self, text: &str) -> Result<(), BaseError> {
        let file = "peoples.tsv";
        Table::open(file, text, &["names", "adjectives", "code", "sectors"])?.each(|row| {
            let at = self.peoples.len() as u32;
            self.peoples.push(People { code: some(row.cell(2)), sectors: sectors(file, row, 3)? });
            row.list(0).chain(row.list(1)).for_each(|name| self.index.add_name(name, Target::People(at)));
            Ok(())
        })
    }

    pub(crate) fn add_bodies(
        &mut self,
        file: &'static str,
        text: &str,
        sector: Option<Sector>,
    ) -> Result<(), BaseError> {
        let columns = ["id", "names", "code", "sectors", "country", "?from", "?to"];
        Table::open(file, text, &columns)?.each(|row| {
            let at = self.bodies.len() as u32;
            let names = || row.list(1);
            let mut given = sectors(file, row, 3)?;
            if let Some(sector) = sector.filter(|_| given.is_empty()) {
                given.push(sector);
            }
            self.bodies.push(Body {
                id: row.cell(0).into(),
                name: names().next().ok_or_else(|| cell(file, row, "a name", row.cell(1)))?.into(),
                code: some(row.cell(2)).or_else(|| some(row.cell(4))),
                sectors: given,
                from: date(file, row, 5, Date::MIN)?.unwrap_or(Date::MIN),
                to: date(file, row, 6, Date::MAX)?.unwrap_or(Date::MAX),
            });
            names().for_each(|name| self.index.add_name(name, Target::Body(at)));
            Ok(())
        })
    }

    pub(crate) fn add_people(&mut self, text: &str) -> Result<(), BaseError> {
        let file = "people.tsv";
        let columns = ["id", "name", "aliases", "country", "sectors", "office", "from", "to", "?gender"];
        // Few titles, each held by many.
        let mut offices: FxHashMap<&str, Office> = FxHashMap::default();
        Table::open(file, text, &columns)?.each(|row| {
            let known = self.people.last().is_some_and(|p| p.id == row.cell(0));
            if !known {
                self.add_person(row);
            }
            let at = self.tenures.len() as u32;
            let tenure = Tenure {
                person: self.people.len() as u32 - 1,
                country: some(row.cell(3)),
                sectors: sectors(file, row, 4)?,
                office: *offices
                    .entry(row.cell(5))
                    .or_insert_with_key(|title| Office::of(&crate::fold::fold(title))),
                title: row.cell(5).into(),
                from: date(file, row, 6, Date::MIN)?.unwrap_or(Date::MIN),
                to: date(file, row, 7, Date::MAX)?.unwrap_or(Date::MAX),
            };
            self.hold(at, &tenure);
            self.tenures.push(tenure);
            if let Some(person) = self.people.last_mut() {
                person.tenures.end = at + 1;
            }
            Ok(())
        })
    }

    /// Notes who holds an office.
    fn hold(&mut self, at: u32, tenure: &Tenure) {
        if let (Some(country), true) = (&tenure.country, tenure.office != Office::Other) {
            self.holders.entry((country.clone(), tenure.office)).or_default().push(at);
        }
    }

    /// Makes the tables that follow from the others.
    pub(crate) fn link(&mut self) {
        for (at, country) in self.countries.iter().enumerate() {
            self.by_code.entry(country.code.clone()).or_insert(at as u32);
        }
        self.by_id = self.people.iter().enumerate().map(|(at, p)| (p.id.clone(), at as u32)).collect();
        let tenures = std::mem::take(&mut self.tenures);
        tenures.iter().enumerate().for_each(|(at, tenure)| self.hold(at as u32, tenure));
        self.tenures = tenures;
        self.heads = self.find_heads();
    }

    /// Adds a person, found by name, by the name without its middle words, by each alias, and by the last word.
    fn add_person(&mut self, row: Row<'_, '_>) {
        let (at, first) = (self.people.len() as u32, self.tenures.len() as u32);
        let gender = gender(row.cell(8));
        let (id, name) = (Str::from(row.cell(0)), Str::from(row.cell(1)));
        let mut words = vec![];
        self.index.add(&name, Spelling::Capital, Target::Person(at), |w| words.push(w));
        let particle =
            name.rsplit([' ', '-']).next().is_some_and(|w| crate::lexicon::is_particle(&w.to_lowercase()));
        if let [first, _, .., last] = words[..]
            && !particle
        {
            self.index.add_words(&[first, last], Spelling::Capital, Target::Person(at));
        }
        // "Kim Jong-un", "Xi Jinping": the family name comes first.
        let family_first = words.len() > 1 && FAMILY_FIRST.contains(&row.cell(3)) || is_family_first(&name);
        let family = if family_first { words.first() } else { words.last() };
        if let Some(family) = family {
            self.index.add_words(&[*family], Spelling::Capital, Target::Surname(at));
        }
        for alias in row.list(2) {
            words.clear();
            self.index.add(alias, Spelling::Capital, Target::Person(at), |w| words.push(w));
        }
        self.by_id.insert(Str::clone(&id), at);
        self.people.push(Person { id, name, gender, tenures: first..first });
    }

    fn add_given_names(&mut self, text: &str) -> Result<(), BaseError> {
        let file = "given-names.tsv";
        Table::open(file, text, &["name", "gender"])?.each(|row| {
            let gender = gender(row.cell(1)).ok_or_else(|| cell(file, row, "`f` or `m`", row.cell(1)))?;
            self.given_names.insert(crate::fold::fold(row.cell(0)).into(), gender);
            Ok(())
        })
    }

    /// Whose name a folded given name is.
    pub(crate) fn gender_of_name(&self, given: &str) -> Option<Gender> {
        self.given_names.get(given).copied()
    }

    pub(crate) fn add_places(&mut self, text: &str) -> Result<(), BaseError> {
        let file = "cities.tsv";
        Table::open(file, text, &["name", "country"])?.each(|row| {
            let country = self.by_code.get(row.cell(1)).copied();
            let country = country.ok_or_else(|| cell(file, row, "the code of a country", row.cell(1)))?;
            let at = self.places.len() as u32;
            self.places.push((row.cell(0).into(), country));
            self.index.add_name(row.cell(0), Target::Place(at));
            Ok(())
        })
    }
}

/// Codes that stand where a country's would.
pub(crate) const NON_STATES: &[&str] = &["EUR", "IGO", "IMG", "ISM", "MNC", "NGO", "UNO"];

/// Countries where the family name comes first.
const FAMILY_FIRST: &[&str] = &["CHN", "HKG", "KHM", "KOR", "PRK", "TWN", "VNM"];

/// A second name in two parts with a small letter after the hyphen: "Ban Ki-moon".
fn is_family_first(name: &str) -> bool {
    let second = name.split_once(' ').map_or("", |(_, rest)| rest);
    let parts = second.split_once('-');
    parts.is_some_and(|(first, last)| !first.contains(' ') && last.starts_with(char::is_lowercase))
}

fn gender(cell: &str) -> Option<Gender> {
    match cell {
        "f" | "female" => Some(Gender::Female),
        "m" | "male" => Some(Gender::Male),
        _ => None,
    }
}

fn some(cell: &str) -> Option<Str> {
    (!cell.is_empty()).then(|| cell.into())
}

fn cell(file: &'static str, row: Row<'_, '_>, expected: &'static str, found: &str) -> BaseError {
    BaseError::Cell { file, line: row.line, expected, found: found.to_owned() }
}

fn sectors(file: &'static str, row: Row<'_, '_>, column: usize) -> Result<Sectors, BaseError> {
    let parse = |code: &str| Sector::from_any(code).ok_or_else(|| cell(file, row, "a sector code", code));
    // What kind of organisation it is says nothing of its sector.
    row.list(column).filter(|code| !NON_STATES.contains(code)).map(parse).collect()
}

/// A date, a month or a year; `edge` tells which end an incomplete one means, its first day or its last.
fn date(file: &'static str, row: Row<'_, '_>, column: usize, edge: Date) -> Result<Option<Date>, BaseError> {
    let text = row.cell(column);
    if text.is_empty() {
        return Ok(None);
    }
    read_date(text, edge).map(Some).ok_or_else(|| cell(file, row, "a date, month or year", text))
}

fn read_date(text: &str, edge: Date) -> Option<Date> {
    let mut parts = text.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let last = edge == Date::MAX;
    let first_of = Date::new(year, month.unwrap_or(if last { 12 } else { 1 }), 1).ok()?;
    match day {
        Some(day) => Date::new(year, month?, day).ok(),
        None if last => Some(first_of.last_of_month()),
        None => Some(first_of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn dates_may_be_incomplete() {
        assert_eq!(read_date("2019-03-04", Date::MAX), Some(day(2019, 3, 4)));
        assert_eq!(read_date("2019-02", Date::MAX), Some(day(2019, 2, 28)));
        assert_eq!(read_date("2019", Date::MAX), Some(day(2019, 12, 31)));
        assert_eq!(read_date("2019", Date::MIN), Some(day(2019, 1, 1)));
        assert_eq!(read_date("March", Date::MIN), None);
        assert_eq!(read_date("2019-13-01", Date::MIN), None);
    }

    #[test]
    fn refusals_name_table_and_line() {
        let error = |tables: Tables<'_>| Base::from_tables(&tables).unwrap_err().to_string();
        insta::assert_snapshot!(
            error(Tables { agents: "lemma\tnote\n", ..Tables::default() }),
            @"agents.tsv:1: expected a column `sectors`, but found `lemma note`"
        );
        insta::assert_snapshot!(
            error(Tables { agents: "lemma\tsectors\narmy\tARMY\n", ..Tables::default() }),
            @"agents.tsv:2: expected a sector code, but found `ARMY`"
        );
        insta::assert_snapshot!(
            error(Tables { agents: "lemma\tsectors\n\narmy\n", ..Tables::default() }),
            @"agents.tsv:3: expected 2 columns separated by tabs, but found 1"
        );
    }

    #[test]
    fn embedded_tables_are_sound() {
        let base = Base::from_tables(&crate::builtin::TABLES).unwrap();
        assert!(base.countries.len() > 190);
        assert!(base.agents.len() > 200);
    }
}
