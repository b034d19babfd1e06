//! Days as pages write them: ISO 8601, numbers in the order of a country, names of months in several languages.

use jiff::civil::Date;

/// Years that a page can be from.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2040;

/// Beginnings of the names of months, lower case, with the month. A word is one of them when it begins with it and its
/// rest is no longer than the longest name; the first that fits counts.
const MONTHS: &[(&str, i8)] = &[
    ("jan", 1),
    ("jän", 1),
    ("gen", 1),
    ("ene", 1),
    ("feb", 2),
    ("fév", 2),
    ("fev", 2),
    ("mar", 3),
    ("mär", 3),
    ("mrz", 3),
    ("maa", 3),
    ("mrt", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("mai", 5),
    ("may", 5),
    ("mag", 5),
    ("mei", 5),
    ("mayo", 5),
    ("jun", 6),
    ("juin", 6),
    ("giu", 6),
    ("jul", 7),
    ("juil", 7),
    ("lug", 7),
    ("aug", 8),
    ("aoû", 8),
    ("aou", 8),
    ("ago", 8),
    ("sep", 9),
    ("set", 9),
    ("okt", 10),
    ("oct", 10),
    ("ott", 10),
    ("out", 10),
    ("nov", 11),
    ("dez", 12),
    ("dec", 12),
    ("déc", 12),
    ("dic", 12),
];

/// Full names, so that "March" is a month and "market" is none.
const NAMES: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "jänner",
    "februar",
    "feber",
    "märz",
    "maerz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janvier",
    "février",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "januari",
    "februari",
    "maart",
    "mei",
    "augustus",
    "janeiro",
    "fevereiro",
    "março",
    "maio",
    "junho",
    "julho",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
    "sept",
    "juil",
    "avr",
    "janv",
    "févr",
    "déc",
];

/// The first day in a text that is one by its form alone.
///
/// `day_first` decides what 03/04/2019 is.
#[allow(clippy::many_single_char_names, reason = "y, m and d are what the field calls them")]
pub fn find(text: &str, day_first: bool) -> Option<Date> {
    let parts = parts(text);
    (0..parts.len()).find_map(|at| match &parts[at..] {
        [Part::Number(n, 8), ..] => compact(*n),
        [
            Part::Number(y, 4),
            Part::Mark(a @ ('-' | '/' | '.')),
            Part::Number(m, 1 | 2),
            Part::Mark(b),
            Part::Number(d, 1 | 2),
            ..,
        ] if a == b => day(*y, *m, *d),
        [
            Part::Number(d, 1 | 2),
            Part::Mark(a @ ('-' | '/' | '.')),
            Part::Number(m, 1 | 2),
            Part::Mark(b),
            Part::Number(y, 4),
            ..,
        ] if a == b => numbers(*d, *m, *y, day_first || *a == '.'),
        [
            Part::Number(d, 1 | 2),
            Part::Mark('.'),
            Part::Number(m, 1 | 2),
            Part::Mark('.'),
            Part::Number(y, 2),
            ..,
        ] => day(2000 + y, *m, *d),
        [Part::Number(d, 1 | 2), rest @ ..] => named(*d, rest),
        [Part::Month(m), Part::Number(d, 1 | 2), Part::Number(y, 4), ..]
        | [Part::Month(m), Part::Mark('.'), Part::Number(d, 1 | 2), Part::Number(y, 4), ..] => {
            day(*y, *m, *d)
        }
        _ => None,
    })
}

/// The day of an ISO 8601 date or date-time, however it goes on.
pub fn iso(value: &str) -> Option<Date> {
    let value = value.trim();
    find(value.get(..value.len().min(40)).unwrap_or(""), true)
}

/// The day in an address: `/2019/03/14/`, `/2019-03-14-`, `20190314`.
pub fn in_address(address: &str) -> Option<Date> {
    find(address, true)
}

/// `14 March 2019`, `14. März 2019`, `14th of March, 2019`, after the number.
fn named(d: u32, rest: &[Part]) -> Option<Date> {
    let rest: Vec<&Part> =
        rest.iter().filter(|p| !matches!(p, Part::Mark('.' | '-' | '/') | Part::Filler)).take(2).collect();
    match rest[..] {
        [Part::Month(m), Part::Number(y, 4)] => day(*y, *m, d),
        _ => None,
    }
}

fn numbers(first: u32, second: u32, year: u32, day_first: bool) -> Option<Date> {
    let (d, m) = if second > 12 || !day_first && first <= 12 { (second, first) } else { (first, second) };
    day(year, m, d)
}

fn compact(n: u32) -> Option<Date> {
    day(n / 10_000, n / 100 % 100, n % 100)
}

fn day(year: u32, month: u32, day: u32) -> Option<Date> {
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok().filter(|_| YEARS.contains(&year))
}

/// What a text is made of, as far as days go.
#[derive(Debug)]
enum Part {
    /// A number, with how many digits it has.
    Number(u32, usize),
    /// A month's name, as its number.
    Month(u32),
    /// Words that may stand within a date: of, de, th.
    Filler,
    Mark(char),
    Word,
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let same: fn(char) -> bool = if c.is_ascii_digit() {
            |c| c.is_ascii_digit()
        } else if c.is_alphabetic() {
            char::is_alphabetic
        } else {
            // White space and commas join what they stand between.
            if !c.is_whitespace() && !matches!(c, ',' | '\u{a0}') {
                parts.push(Part::Mark(c));
            }
            continue;
        };
        let mut end = start + c.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| same(*c)) {
            end = at + c.len_utf8();
        }
        parts.push(part(&text[start..end], c.is_ascii_digit()));
    }
    parts
}

fn part(run: &str, digits: bool) -> Part {
    if digits {
        // Longer numbers are no part of a day.
        return run
            .get(..9)
            .is_none()
            .then(|| run.parse().ok())
            .flatten()
            .map_or(Part::Word, |n| Part::Number(n, run.len()));
    }
    let word = run.to_lowercase();
    if let "of" | "de" | "del" | "th" | "st" | "nd" | "rd" | "er" = word.as_str() {
        return Part::Filler;
    }
    let whole = word.chars().count() == 3 || NAMES.contains(&word.as_str());
    let month = MONTHS.iter().rev().find(|(start, _)| word.starts_with(start));
    match month {
        Some((_, month)) if whole => Part::Month(u32::from(month.unsigned_abs())),
        // "2019-03-14T10:00": the T is no word.
        _ if word == "t" => Part::Mark('T'),
        _ => Part::Word,
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn check(text: &str) -> String {
        find(text, true).map_or("-".to_owned(), |d| d.to_string())
    }

    #[test]
    fn days_are_found_in_many_forms() {
        for text in [
            "2019-03-14",
            "2019-03-14T10:00:00+01:00",
            "published 2019/3/14",
            "20190314",
            "14.03.2019",
            "14.3.19",
            "14/03/2019",
            "03/14/2019",
            "14 March 2019",
            "14. März 2019",
            "March 14, 2019",
            "Mar. 14, 2019",
            "Thu, 14 Mar 2019 10:00:00 GMT",
            "14 de marzo de 2019",
            "le 14 mars 2019",
            "14th of March, 2019",
            "14-Mar-2019",
            "https://example.org/2019/03/14/talks",
        ] {
            assert_eq!(check(text), "2019-03-14", "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "2019",
            "March 2019",
            "10:14:2019",
            "14 market 2019",
            "2019-13-45",
            "1203.2019.11",
            "30.02.2019",
            "123456789012",
        ] {
            assert_eq!(check(text), "-", "{text}");
        }
    }

    #[test]
    fn the_order_of_numbers_is_the_countrys() {
        assert_eq!(find("03/04/2019", true).unwrap().to_string(), "2019-04-03");
        assert_eq!(find("03/04/2019", false).unwrap().to_string(), "2019-03-04");
    }
}
