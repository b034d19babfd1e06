//! Actors of the user's own: tables in the form of `knowledge/actors/`, or PETRARCH and TABARI dictionaries as they are.
//!
//! What a user names means what the user says, whatever the built-in tables have under that name.
//! It leaves out verb and discard dictionaries.

use crate::base::{Agent, Base, BaseError, Body};
use crate::index::Target;
use crate::office::Office;
use crate::own::Part;
use crate::sector::Sectors;
use crate::{Sector, Str};
use jiff::civil::Date;

/// Endings of peoples and adjectives that a stem of TABARI stands for: "ARGENTIN" is "Argentina", "Argentine".
const ENDINGS: &[&str] = &[
    "s", "n", "ns", "an", "ans", "ian", "ians", "e", "es", "a", "ia", "ina", "ine", "ish", "ese", "i", "is",
];

impl Base {
    /// Adds actors from a dictionary: a table with the header of one of [`crate::Tables`], or a PETRARCH or TABARI
    /// dictionary of actors or agents.
    ///
    /// ```
    /// use demarche_actors::{Base, resolve};
    /// let mut base = Base::builtin().clone();
    /// base.add_dictionary("GONDOR [GON]\n+MINAS_TIRITH\nRANGER [~MIL]\n").unwrap();
    /// let found = resolve(&base, "a ranger of Minas Tirith", None, None);
    /// assert_eq!(found.actor.code(), "GONMIL");
    /// base.add_dictionary("lemma\tsectors\nhobbit\tCVL\n").unwrap();
    /// assert_eq!(resolve(&base, "three hobbits", None, None).actor.code(), "CVL");
    /// ```
    ///
    /// # Errors
    /// Names the line that is no entry, or the column or cell that is not as it should be.
    pub fn add_dictionary(&mut self, text: &str) -> Result<(), BaseError> {
        let text = text.trim_start_matches('\u{feff}');
        let header = text.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
        self.index.mask();
        self.variants = std::sync::OnceLock::new();
        let columns: Vec<&str> = header.split('\t').map(str::trim).collect();
        let has = |name: &str| columns.contains(&name);
        match () {
            () if columns.len() < 2 || header.contains('[') => self.add_petrarch(text),
            () if has("lemma") => self.add_agents(text),
            () if has("office") => self.add_people(text),
            () if has("capital") => self.add_countries(text),
            () if has("adjectives") => self.add_peoples(text),
            () if has("names") => self.add_bodies("the dictionary", text, None),
            () => self.add_places(text),
        }
    }

    fn add_petrarch(&mut self, text: &str) -> Result<(), BaseError> {
        let text = without_comments(text);
        let mut macros: Vec<(String, Vec<String>)> = vec![];
        let mut entry = Entry::default();
        for (at, line) in text.lines().enumerate() {
            let line = line.split(['#', ';']).next().unwrap_or("").trim();
            let (name, codes) = parts(line);
            if let Some((key, words)) = line.split_once('=').filter(|_| line.starts_with('!')) {
                let words = words.split(',').map(spaced).collect();
                macros.push((spaced(key), words));
            } else if let Some(code) = codes.iter().find(|c| c.contains('~')) {
                self.add_petrarch_agent(&name, code, &macros);
            } else if let Some(synonym) = name.strip_prefix('+') {
                entry.names.push(spaced(synonym));
            } else if !name.is_empty() {
                self.add_petrarch_actor(std::mem::take(&mut entry))?;
                entry.line = at + 1;
                entry.names.push(spaced(&name));
                entry.stem = !name.ends_with('_');
                entry.default = codes.first().map(|c| spaced(c));
            }
            if name.is_empty() {
                entry.dated.extend(codes.iter().filter_map(|c| restriction(c)));
            }
        }
        self.add_petrarch_actor(entry)
    }

    /// An actor: each restriction to a time in turn, then the code that always holds.
    fn add_petrarch_actor(&mut self, entry: Entry) -> Result<(), BaseError> {
        let always = entry.default.map(|code| (code, Date::MIN, Date::MAX));
        let Some(name) = entry.names.first() else { return Ok(()) };
        if always.is_none() && entry.dated.is_empty() {
            let (file, found) = ("the dictionary", name.clone());
            return Err(BaseError::Cell { file, line: entry.line, expected: "a code in brackets", found });
        }
        let (id, name) = (Str::from(name.to_lowercase().replace(' ', "-")), Str::from(titled(name)));
        for (code, from, to) in entry.dated.into_iter().chain(always) {
            let at = self.bodies.len() as u32;
            self.own_bodies.extend(own_code(&code).map(|own| (at, own)));
            let (code, sectors) = read_code(&code);
            self.bodies.push(Body { id: id.clone(), name: name.clone(), code, sectors, from, to });
            for spelled in &entry.names {
                self.index.add_name(&titled(spelled), Target::Body(at));
                if entry.stem && !spelled.contains(' ') && spelled.len() > 3 {
                    let forms = ENDINGS.iter().map(|ending| titled(&format!("{spelled}{ending}")));
                    forms.for_each(|form| self.index.add_new_name(&form, Target::Body(at)));
                }
            }
        }
        Ok(())
    }

    fn add_petrarch_agent(&mut self, name: &str, code: &str, macros: &[(String, Vec<String>)]) {
        let (before, after) = code.split_once('~').unwrap_or((code, ""));
        let (country, _) = read_code(before.trim());
        let sectors = sectors(after.trim().as_bytes());
        let plain = name.split('{').next().unwrap_or(name);
        let more = name.split(['{', '}']).nth(1).unwrap_or("").split(',').map(spaced);
        let names = std::iter::once(spaced(plain)).chain(more).filter(|n| !n.is_empty());
        for name in names.flat_map(|n| expand(&n, macros)) {
            let lemma: Str = crate::fold::fold(&name).into();
            let at = self.agents.len() as u32;
            self.index.add_agent(&lemma, Target::Agent(at));
            let office = Office::of(&lemma);
            self.own_agents.extend(Part::read(code).map(|part| (at, part)));
            self.agents.push(Agent { sectors, code: country.clone(), office, lemma });
        }
    }
}

/// An actor while its lines are read.
#[derive(Default)]
struct Entry {
    line: usize,
    names: Vec<String>,
    default: Option<String>,
    dated: Vec<(String, Date, Date)>,
    stem: bool,
}

/// A text without `<!-- … -->`; lines keep their numbers.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = ["<!--", "<! --"].iter().filter_map(|mark| rest.find(mark)).min() {
        out.push_str(&rest[..start]);
        let end = rest[start..].find("-->").map_or(rest.len(), |e| start + e + 3);
        out.extend(rest[start..end].chars().filter(|c| *c == '\n'));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The name on a line and what stands in brackets after it.
fn parts(line: &str) -> (String, Vec<String>) {
    let name = line.split('[').next().unwrap_or("").trim().to_owned();
    let codes = line
        .split('[')
        .skip(1)
        .filter_map(|part| part.split_once(']'))
        .map(|(code, _)| code.trim().to_owned());
    (name, codes.collect())
}

/// Underscores are spaces.
fn spaced(name: &str) -> String {
    name.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "SAM GAMGEE" as names are written: acronyms of up to four letters stay.
fn titled(name: &str) -> String {
    let word = |w: &str| {
        let mut letters = w.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        first + &letters.as_str().to_lowercase()
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// `!PERSON!` in a name stands for each word of a list.
fn expand(name: &str, macros: &[(String, Vec<String>)]) -> Vec<String> {
    let found = macros.iter().find(|(key, _)| name.contains(key.as_str()));
    match found {
        Some((key, words)) => words.iter().map(|word| name.replace(key.as_str(), word)).collect(),
        None => vec![name.to_owned()],
    }
}

/// "HOBGOV 20121109-20130119", "ONO <911226", "HOBREB > 990816": a code and when it holds.
fn restriction(text: &str) -> Option<(String, Date, Date)> {
    let (code, when) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let code = code.to_owned();
    let when: String = when.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(before) = when.strip_prefix('<') {
        return Some((code, Date::MIN, day(before)?));
    }
    if let Some(after) = when.strip_prefix('>') {
        return Some((code, day(after)?, Date::MAX));
    }
    match when.split_once('-') {
        Some((from, to)) => Some((code, day(from)?, day(to)?)),
        None => Some((code, Date::MIN, Date::MAX)),
    }
}

/// `YYYYMMDD`, or `YYMMDD` where 00 to 30 are of this century.
fn day(digits: &str) -> Option<Date> {
    let number: u32 = digits.parse().ok()?;
    let (year, rest) = (number / 10_000, number % 10_000);
    let year = match digits.len() {
        8 => year,
        _ if year <= 30 => 2000 + year,
        _ => 1900 + year,
    };
    Date::new(year as i16, (rest / 100) as i8, (rest % 100) as i8).ok()
}

/// A code as the dictionary has it, in capitals; nothing for marks that mean nobody: `---`, `+++`, `###`.
fn own_code(code: &str) -> Option<Str> {
    let code = code.trim().to_uppercase();
    let letters = code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/');
    (letters && !code.is_empty()).then(|| code.into())
}

/// The first three letters are a country or the like, unless they are a sector; of several codes the first counts.
fn read_code(code: &str) -> (Option<Str>, Sectors) {
    let code = code.split('/').next().unwrap_or("").trim().to_uppercase();
    if !code.is_ascii() || code.starts_with(['-', '+', '#']) {
        return (None, Sectors::default());
    }
    let letters = code.as_bytes();
    let first = letters.get(..3).and_then(|f| std::str::from_utf8(f).ok()).unwrap_or("");
    let country = (!first.is_empty() && sector(first).is_none()).then(|| Str::from(first));
    let rest = if country.is_some() { &letters[3..] } else { letters };
    (country, sectors(rest))
}

fn sectors(codes: &[u8]) -> Sectors {
    codes.chunks(3).filter_map(|c| std::str::from_utf8(c).ok()).filter_map(sector).collect()
}

/// A sector by CAMEO's code, where the media are `MED`.
fn sector(code: &str) -> Option<Sector> {
    match code.trim() {
        "MED" => Some(Sector::Jrn),
        code => Sector::from_any(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve;
    use jiff::civil::date;

    const TALES: &str = "\
<! -- NAMES -->
<!-- NAMES
of tales -->
SAM_GAMGEE [HOB]  # default
	[HOBCIV <20080120] # until then
	[ORCHOB 20100109-20100112]
	[HOBMIL 20080120-20121109]
	[HOBELI >20130119]
ARNOR_  [ARN]
+ARNORIANS
ARGENTIN  [ARG]
ISRAEL [ISX]
BOROMIR [---]
!MINST! = MINISTER, MINISTRY
!MINST!_OF_SILLY_WALKS [~GOV]
GOLDEN_GOOSE {GOLDEN_GEESE} [~GGSMIL]
MSF {}  [NGO~]
";

    fn code(phrase: &str, day: Option<Date>) -> String {
        let mut base = Base::builtin().clone();
        base.add_dictionary(TALES).expect("a sound dictionary");
        resolve(&base, phrase, day, None).actor.code()
    }

    #[test]
    fn restrictions_hold_in_turn() {
        let sam = |year, month, day| code("Sam Gamgee", Some(date(year, month, day)));
        assert_eq!(sam(1995, 1, 1), "HOBCIV");
        assert_eq!(sam(2010, 1, 10), "ORCHOB");
        assert_eq!(sam(2010, 2, 10), "HOBMIL");
        assert_eq!(sam(2012, 12, 10), "HOB");
        assert_eq!(sam(2020, 1, 1), "HOBELI");
    }

    #[test]
    fn names_and_agents_are_found() {
        let cases = [
            ("the Arnorians", "ARN"),
            ("Argentine officials", "ARGGOV"),
            ("the minister of silly walks", "GOV"),
            ("golden geese of Arnor", "ARNGGSMIL"),
            ("an MSF Arnor soldier", "NGOARN"),
            ("its golden geese", "GGSMIL"),
            ("lawmakers in Arnor", "ARNLEG"),
            ("Boromir", "---"),
            ("Israel", "ISX"),
        ];
        for (phrase, wanted) in cases {
            assert_eq!(code(phrase, None), wanted, "{phrase}");
        }
    }

    #[test]
    fn years_of_two_digits_are_near() {
        assert_eq!(day("990816"), Some(date(1999, 8, 16)));
        assert_eq!(day("110816"), Some(date(2011, 8, 16)));
        assert_eq!(day("20121109"), Some(date(2012, 11, 9)));
        assert_eq!(day("x"), None);
    }

    #[test]
    fn refusals_name_the_line() {
        let mut base = Base::default();
        let error = base.add_dictionary("ARNOR [ARN]\nMONTHS LATER\n").unwrap_err().to_string();
        assert_eq!(error, "the dictionary:2: expected a code in brackets, but found `MONTHS LATER`");
        let error = base.add_dictionary("lemma\tsectors\narmy\tARMY\n").unwrap_err().to_string();
        assert_eq!(error, "agents.tsv:2: expected a sector code, but found `ARMY`");
    }
}
