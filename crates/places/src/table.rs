//! Rows of a gazetteer: our own tables, and `GeoNames`' dump.

use crate::Kind;

/// A place as a table tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// Its name.
    pub name: &'a str,
    /// Other names. One that begins with `=` is an abbreviation, read exactly as it is written; one that begins with `~`
    /// is an adjective or a people ("French"), that stands for the place but is no name of it; one that begins with `+` is
    /// as good a name as the first.
    pub aliases: Vec<&'a str>,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Sort of place.
    pub kind: Kind,
    /// ISO 3166-1, alpha-3 in our tables; empty where it lies in none or in several.
    pub country: &'a str,
    /// Code of the division of the first level, as `GeoNames` has it; empty where there is none.
    pub admin1: &'a str,
    /// People who live there, 0 where nobody has counted.
    pub population: u64,
    /// `GeoNames`' id, 0 where it has none.
    pub id: u32,
}

/// Why a table was refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// A row has too few columns, or more than the header.
    #[error("{table}:{line}: expected {expected} columns, but found {found}")]
    Columns {
        /// Name of the table.
        table: String,
        /// Line, from 1.
        line: usize,
        /// How many the table has.
        expected: usize,
        /// How many the row has.
        found: usize,
    },
    /// A cell does not hold what its column says.
    #[error("{table}:{line}: expected {expected}, but found `{found}`")]
    Cell {
        /// Name of the table.
        table: String,
        /// Line, from 1.
        line: usize,
        /// What the column holds.
        expected: &'static str,
        /// What the cell holds.
        found: String,
    },
}

/// Columns of our tables.
pub const HEADER: [&str; 11] =
    ["name", "aliases", "lat", "lon", "kind", "country", "admin1", "admin2", "population", "id", "source"];

/// Reads one of our tables, named `table` in errors.
///
/// # Errors
/// Names the line that has a wrong number of columns, or a cell that does not hold what its column says.
///
/// ```
/// use demarche_places::{Kind, table};
/// let rows = table::rows("small.tsv", "name\taliases\tlat\tlon\tkind\tcountry\tadmin1\tadmin2\tpopulation\tid\tsource\n\
///     Panmunjom\tPanmunjeom\t37.956\t126.677\tSPOT\tPRK\t\t\t\t\thand\n").unwrap();
/// assert_eq!((rows[0].name, rows[0].kind, rows[0].lat), ("Panmunjom", Kind::Site, 37.956));
/// ```
pub fn rows<'a>(table: &str, text: &'a str) -> Result<Vec<Row<'a>>, TableError> {
    let lines = text.lines().enumerate().skip(1);
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(at, line)| row(table, at + 1, line)).collect()
}

fn row<'a>(table: &str, line: usize, text: &'a str) -> Result<Row<'a>, TableError> {
    let cells: Vec<&str> = text.split('\t').collect();
    let [name, aliases, lat, lon, kind, country, admin1, _, population, id, _] = cells[..] else {
        let (table, expected, found) = (table.to_owned(), HEADER.len(), cells.len());
        return Err(TableError::Columns { table, line, expected, found });
    };
    let refuse = |expected, found: &str| TableError::Cell {
        table: table.to_owned(),
        line,
        expected,
        found: found.to_owned(),
    };
    Ok(Row {
        name,
        aliases: aliases.split('|').filter(|a| !a.is_empty()).collect(),
        lat: degrees(lat, 90.0).ok_or_else(|| refuse("a latitude", lat))?,
        lon: degrees(lon, 180.0).ok_or_else(|| refuse("a longitude", lon))?,
        kind: Kind::parse(kind).ok_or_else(|| refuse("a feature code", kind))?,
        country,
        admin1,
        population: number(population).ok_or_else(|| refuse("a number of people", population))?,
        id: number(id).ok_or_else(|| refuse("an id of GeoNames", id))?,
    })
}

/// Degrees within `most` of 0; `None` for anything else.
fn degrees(cell: &str, most: f32) -> Option<f32> {
    cell.parse().ok().filter(|d: &f32| d.abs() <= most)
}

/// A number; an empty cell is 0.
fn number<N: std::str::FromStr + Default>(cell: &str) -> Option<N> {
    if cell.is_empty() { Some(N::default()) } else { cell.parse().ok() }
}

/// Reads a line of `GeoNames`' dump (`allCountries.txt`, `cities500.txt`, `US.txt`): 19 columns parted by tabs.
///
/// `None` for a line of another form, a place whose sort no report speaks of, what no longer exists, and waters, mountains,
/// regions and sites that have fewer than three other names. Alternate names
/// in other scripts, and transcriptions in lower case, are left out.
///
/// # Source
/// <https://download.geonames.org/export/dump/readme.txt>
pub fn geonames(line: &str) -> Option<Row<'_>> {
    let cells: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
    let [id, name, ascii, others, lat, lon, _, code, country, _, admin1, _, _, _, population, ..] = cells[..]
    else {
        return None;
    };
    let historical = code.ends_with('H') && (code.starts_with("ADM") || code.starts_with("PPL"));
    let kind = Kind::parse(code).filter(|_| !historical && code != "PPLQ" && code != "PPLW")?;
    let mut aliases: Vec<&str> = Vec::new();
    for other in std::iter::once(ascii).chain(others.split(',')) {
        if other != name && is_latin(other) && !aliases.contains(&other) && aliases.len() < 40 {
            aliases.push(other);
        }
    }
    // Of a million brooks and hills, those count that somebody has named in other languages.
    let lives = kind.is_town() || kind.contains() || kind == Kind::County;
    if !lives && aliases.len() < 3 {
        return None;
    }
    Some(Row {
        name: Some(name).filter(|n| !n.is_empty())?,
        aliases,
        lat: degrees(lat, 90.0)?,
        lon: degrees(lon, 180.0)?,
        kind,
        country,
        admin1,
        population: number(population)?,
        id: number(id)?,
    })
}

/// A name in Latin script as reports write it: it begins with a capital and is no code in capitals.
fn is_latin(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 3
        && letters.next().is_some_and(char::is_uppercase)
        && letters.any(char::is_lowercase)
        && name
            .chars()
            .all(|c| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c) || c == '’' || c == 'ʻ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_name_the_line() {
        let error = |text: &str| rows("a.tsv", text).unwrap_err().to_string();
        assert_eq!(error("name\nA\tB\n"), "a.tsv:2: expected 11 columns, but found 2");
        assert_eq!(
            error("h\n\nA\t\t91\t0\tPPL\t\t\t\t\t\t\n"),
            "a.tsv:3: expected a latitude, but found `91`"
        );
        assert_eq!(
            error("h\nA\t\tNaN\t0\tPPL\t\t\t\t\t\t\n"),
            "a.tsv:2: expected a latitude, but found `NaN`"
        );
        assert_eq!(error("h\nA\t\t1\t0\tX\t\t\t\t\t\t\n"), "a.tsv:2: expected a feature code, but found `X`");
    }

    #[test]
    fn lines_of_the_dump_are_read() {
        let line = "2988507\tParis\tParis\tLutece,PAR,Paris,parijs,Париж\t48.85341\t2.3488\tP\tPPLC\tFR\t\t11\t75\t751\t75056\t2138551\t\t42\tEurope/Paris\t2024-01-01";
        let row = geonames(line).unwrap();
        assert_eq!((row.name, row.kind, row.country, row.admin1), ("Paris", Kind::Capital, "FR", "11"));
        assert_eq!((row.aliases, row.population, row.id), (vec!["Lutece"], 2_138_551, 2_988_507));
    }

    #[test]
    fn lines_of_another_form_are_passed_over() {
        for line in [
            "",
            "a\tb",
            "1\tX\tX\t\t95\t0\tP\tPPL\tFR\t\t\t\t\t\t0\t\t\t\t",
            "1\tX\tX\t\t5\t0\tS\tHTL\tFR\t\t\t\t\t\t0\t\t\t\t",
        ] {
            assert_eq!(geonames(line), None, "{line}");
        }
    }
}
