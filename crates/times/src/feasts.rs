//! Holidays and moving feasts, and the days they fall on.
//!
//! `data/feasts.tsv` names each with its reckoning. Islamic dates are those of the tabular calendar, so the sighting of
//! the moon may move a feast by a day; the Lunar New Year comes from a table of 1990 to 2035.
//!
//! Hindu feasts are reckoned (`hindu`), and may differ by a day from region to region. It leaves out national days that differ from country to country ("Independence Day").
//!
//! Sources: Reingold and Dershowitz, *Calendrical Calculations*, for the Islamic and Hebrew calendars; Meeus,
//! *Astronomical Algorithms*, chapters 8 and 27, for Easter and the equinox.

use crate::calendar::{Cal, date, nth_weekday, plus_days};
use crate::hindu;
use jiff::civil::{Date, Weekday};
use std::sync::LazyLock;

/// A feast that the lexicon names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Feast {
    /// Its name in lower case, cut as text is: letters and signs apart.
    pub(crate) words: Vec<String>,
    reckoning: Reckoning,
    /// How many days it lasts.
    days: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reckoning {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, which one, weekday from Monday = 1, and days after it.
    Weekday(i8, i8, i8, i64),
    /// Days from Easter Sunday of the western churches.
    Easter(i64),
    /// Days from Easter Sunday of the eastern churches.
    Pascha(i64),
    /// Month and day of the tabular Islamic calendar.
    Islamic(i64, i64),
    /// "Eid" alone: either of the two.
    Eid,
    /// Lunar month and day of the Hindu calendar, the hour that decides, and days after it.
    Hindu(i64, i64, i64, i64),
    /// The sun's entry into a sign of the Hindu zodiac, and days after it.
    Sign(i64, i64),
    /// Days from the Hebrew New Year that falls into the year.
    Hebrew(i64),
    Hanukkah,
    /// The vernal equinox, by noon in Tehran.
    Nowruz,
    /// New Year of the lunisolar calendar of East Asia.
    Lunar,
}

/// Every feast; longer names of one first word come first.
pub(crate) static ALL: LazyLock<Vec<Feast>> = LazyLock::new(|| {
    let lines = include_str!("../data/feasts.tsv").lines().filter(|l| !l.starts_with('#'));
    let mut all: Vec<Feast> = lines.filter_map(feast).collect();
    all.sort_by_key(|feast| std::cmp::Reverse(feast.words.len()));
    all
});

/// Reads a line; `None` for one that is not well formed, which the test of the file refuses.
fn feast(line: &str) -> Option<Feast> {
    let (name, rule) = line.split_once('\t')?;
    let mut parts = rule.split(' ');
    let kind = parts.next()?;
    let n: Vec<i64> = parts.map(|p| p.parse().ok()).collect::<Option<_>>()?;
    let at = |i: usize| n.get(i).copied();
    let (reckoning, days) = match kind {
        "fixed" => (Reckoning::Fixed(at(0)? as i8, at(1)? as i8), 1),
        "weekday" => (Reckoning::Weekday(at(0)? as i8, at(1)? as i8, at(2)? as i8, at(3).unwrap_or(0)), 1),
        "easter" => (Reckoning::Easter(at(0)?), at(1).unwrap_or(1)),
        "pascha" => (Reckoning::Pascha(at(0)?), at(1).unwrap_or(1)),
        "islamic" => (Reckoning::Islamic(at(0)?, at(1)?), at(2)?),
        "hebrew" => (Reckoning::Hebrew(at(0)?), at(1)?),
        "eid" => (Reckoning::Eid, 3),
        "hindu" => (Reckoning::Hindu(at(0)?, at(1)?, at(2)?, at(3).unwrap_or(0)), at(4).unwrap_or(1)),
        "sign" => (Reckoning::Sign(at(0)?, at(1).unwrap_or(0)), at(2).unwrap_or(1)),
        "hanukkah" => (Reckoning::Hanukkah, 8),
        "nowruz" => (Reckoning::Nowruz, 1),
        "lunar" => (Reckoning::Lunar, 1),
        _ => return None,
    };
    Some(Feast { words: words(name), reckoning, days })
}

fn words(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for c in name.chars() {
        let last = out.last().map_or("", String::as_str);
        let joins = c.is_alphabetic() && last.chars().all(char::is_alphabetic);
        if !joins && !last.is_empty() {
            out.push(String::new());
        }
        if let (false, Some(last)) = (c == ' ', out.last_mut()) {
            last.push(c);
        }
    }
    out
}

impl Feast {
    /// Each time it begins in a year: mostly once; an Islamic feast may do so twice, and every feast may not at all.
    pub(crate) fn in_year(&self, year: i16) -> Vec<Cal> {
        self.starts(year).into_iter().filter_map(|first| self.span(first)).collect()
    }

    fn span(&self, first: Date) -> Option<Cal> {
        if self.days == 1 {
            return Some(Cal::Day(first));
        }
        let is_week = self.days == 7 && first.weekday() == Weekday::Monday;
        Some(if is_week { Cal::Week(first) } else { Cal::Days(first, plus_days(first, self.days - 1)?) })
    }

    fn starts(&self, year: i16) -> Vec<Date> {
        let one = match self.reckoning {
            Reckoning::Fixed(month, day) => date(year, month, day),
            Reckoning::Weekday(month, nth, weekday, after) => Weekday::from_monday_one_offset(weekday)
                .ok()
                .and_then(|weekday| nth_weekday(year, month, nth, weekday))
                .and_then(|day| plus_days(day, after)),
            Reckoning::Easter(days) => easter(year).and_then(|day| plus_days(day, days)),
            Reckoning::Pascha(days) => pascha(year).and_then(|day| plus_days(day, days)),
            Reckoning::Islamic(month, day) => return islamic(year, month, day),
            Reckoning::Eid => return [islamic(year, 10, 1), islamic(year, 12, 10)].concat(),
            Reckoning::Hindu(month, tithi, hour, after) => {
                hindu::tithi(year, month, tithi, hour as f64).and_then(|day| plus_days(day, after))
            }
            Reckoning::Sign(sign, after) => hindu::entry(year, sign).and_then(|day| plus_days(day, after)),
            Reckoning::Hebrew(days) => from_fixed(hebrew_new_year(i64::from(year) + 3761) + days),
            Reckoning::Hanukkah => hanukkah(year),
            Reckoning::Nowruz => nowruz(year),
            Reckoning::Lunar => lunar(year),
        };
        one.into_iter().collect()
    }
}

/// Easter Sunday of the Gregorian calendar.
#[allow(clippy::many_single_char_names, reason = "the names are those of the published algorithm")]
fn easter(year: i16) -> Option<Date> {
    let y = i64::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let m = (a + 11 * h) / 319;
    let l = (2 * (b % 4) + 2 * (c / 4) - c % 4 - h + m + 32) % 7;
    let month = (h - m + l + 90) / 25;
    date(year, month as i8, ((h - m + l + month + 19) % 32) as i8)
}

/// Easter Sunday of the Julian calendar, as a Gregorian date.
fn pascha(year: i16) -> Option<Date> {
    let y = i64::from(year);
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let lag = y / 100 - y / 400 - 2;
    plus_days(date(year, 3, 22)?, d + e + lag)
}

/// Day 1 of the fixed count is 1 January of the year 1.
fn from_fixed(days: i64) -> Option<Date> {
    plus_days(date(1, 1, 1)?, days.checked_sub(1)?)
}

fn islamic(year: i16, month: i64, day: i64) -> Vec<Date> {
    // 33 Islamic years are about 32 Gregorian ones.
    let near = (i64::from(year) - 622) * 33 / 32 + 1;
    (near - 1..=near + 1)
        .filter(|y| *y > 0)
        .map(|y| 227_014 + (y - 1) * 354 + (3 + 11 * y).div_euclid(30) + 29 * (month - 1) + month / 2 + day)
        .filter_map(from_fixed)
        .filter(|d| d.year() == year)
        .collect()
}

/// Days from the epoch to the mean new moon that opens a Hebrew year, first postponement included.
fn hebrew_elapsed(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let day = 29 * months + parts.div_euclid(25_920);
    if (3 * (day + 1)).rem_euclid(7) < 3 { day + 1 } else { day }
}

/// 1 Tishri of a Hebrew year, as a fixed day.
fn hebrew_new_year(year: i64) -> i64 {
    let (before, here, after) = (hebrew_elapsed(year - 1), hebrew_elapsed(year), hebrew_elapsed(year + 1));
    let delay = match (after - here, here - before) {
        (356, _) => 2,
        (_, 382) => 1,
        _ => 0,
    };
    -1_373_427 + here + delay
}

fn hanukkah(year: i16) -> Option<Date> {
    let hebrew = i64::from(year) + 3761;
    let start = hebrew_new_year(hebrew);
    let length = hebrew_new_year(hebrew + 1) - start;
    // Marheshvan has 30 days in years of 355 and 385 days; Hanukkah begins on 25 Kislev.
    let marheshvan = if length % 10 == 5 { 30 } else { 29 };
    from_fixed(start + 30 + marheshvan + 24)
}

fn nowruz(year: i16) -> Option<Date> {
    let y = (f64::from(year) - 2000.0) / 1000.0;
    let equinox = 2_451_623.809_84 + 365_242.374_04 * y + 0.051_69 * y * y - 0.004_11 * y * y * y;
    // Tehran is 3.5 hours ahead; after noon the next day is the first of the year.
    let julian = (equinox + 3.5 / 24.0 + 1.0).floor() as i64;
    from_fixed(julian - 1_721_425)
}

fn lunar(year: i16) -> Option<Date> {
    let line = include_str!("../data/lunar-new-year.tsv")
        .lines()
        .find(|line| line.split('-').next().and_then(|y| y.parse().ok()) == Some(year))?;
    let mut parts = line.split('-').skip(1).map(str::parse::<i8>);
    date(year, parts.next()?.ok()?, parts.next()?.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(name: &str, year: i16) -> Vec<String> {
        let feast = ALL.iter().find(|f| f.words == words(name)).unwrap();
        feast.in_year(year).into_iter().map(|c| format!("{}", c.first().unwrap())).collect()
    }

    #[test]
    fn every_line_is_read() {
        let lines: Vec<&str> =
            include_str!("../data/feasts.tsv").lines().filter(|l| !l.starts_with('#')).collect();
        assert!(lines.is_sorted());
        assert_eq!(ALL.len(), lines.len());
    }

    #[test]
    fn western_and_eastern_easter() {
        assert_eq!(days("easter", 2024), ["2024-03-31"]);
        assert_eq!(days("easter", 2000), ["2000-04-23"]);
        assert_eq!(days("good friday", 1998), ["1998-04-10"]);
        assert_eq!(days("orthodox easter", 2024), ["2024-05-05"]);
        assert_eq!(days("orthodox easter", 2021), ["2021-05-02"]);
    }

    #[test]
    fn feasts_of_the_moon() {
        assert_eq!(days("ramadan", 2024), ["2024-03-11"]);
        assert_eq!(days("ramadan", 2023), ["2023-03-23"]);
        assert_eq!(days("eid al-adha", 2018), ["2018-08-22"]);
        assert_eq!(days("rosh hashanah", 2023), ["2023-09-16"]);
        assert_eq!(days("yom kippur", 1973), ["1973-10-06"]);
        assert_eq!(days("passover", 2024), ["2024-04-23"]);
        assert_eq!(days("hanukkah", 2023), ["2023-12-08"]);
        assert_eq!(days("lunar new year", 2024), ["2024-02-10"]);
        assert_eq!(days("ramadan", 1997).len(), 2);
    }

    #[test]
    fn feasts_of_india() {
        assert_eq!(days("diwali", 2019), ["2019-10-27"]);
        assert_eq!(days("dhanteras", 2019), ["2019-10-25"]);
        assert_eq!(days("holi", 2019), ["2019-03-21"]);
        assert_eq!(days("holi", 2024), ["2024-03-25"]);
        assert_eq!(days("maha shivaratri", 2020), ["2020-02-21"]);
        assert_eq!(days("krishna janmashtami", 2019), ["2019-08-23"]);
        assert_eq!(days("ganesh chaturthi", 2019), ["2019-09-02"]);
        assert_eq!(days("ram navami", 2020), ["2020-04-02"]);
        assert_eq!(days("ugadi", 2018), ["2018-03-18"]);
        assert_eq!(days("guru nanak jayanti", 2019), ["2019-11-12"]);
        assert_eq!(days("mahavir jayanti", 2020), ["2020-04-06"]);
        assert_eq!(days("baisakhi", 2018), ["2018-04-14"]);
    }

    #[test]
    fn either_eid() {
        assert_eq!(days("eid", 2018), ["2018-06-15", "2018-08-22"]);
    }

    #[test]
    fn feasts_of_the_sun_and_of_weekdays() {
        assert_eq!(days("nowruz", 2024), ["2024-03-20"]);
        assert_eq!(days("nowruz", 2021), ["2021-03-21"]);
        assert_eq!(days("thanksgiving", 1999), ["1999-11-25"]);
        assert_eq!(days("memorial day", 2024), ["2024-05-27"]);
        assert_eq!(days("election day", 1998), ["1998-11-03"]);
        assert_eq!(days("new year's eve", 2024), ["2024-12-31"]);
    }

    #[test]
    fn no_year_makes_it_panic() {
        for feast in ALL.iter() {
            for year in [1, 2, 621, 623, 1582, 1900, 9998, 9999] {
                feast.in_year(year);
            }
        }
    }
}
