//! Spans of the calendar: a day, a week, a quarter, a decade; where they begin and end, and what comes before and after.
//!
//! A [`Cal`] knows its TIMEX3 value and its first and last day. Arithmetic is checked: nothing leaves the years 1 to
//! 9999, and where a result would, there is none.
//!
//! It leaves out words: which span an expression means is for the rules.

use jiff::civil::{Date, Weekday};
use std::fmt::Write as _;

/// A unit of time, smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// The letter of an ISO 8601 duration, how many of it one unit is, and whether it stands behind the `T`.
    pub(crate) fn iso(self) -> (i64, &'static str, bool) {
        match self {
            Self::Second => (1, "S", true),
            Self::Minute => (1, "M", true),
            Self::Hour => (1, "H", true),
            Self::Day => (1, "D", false),
            Self::Weekend => (1, "WE", false),
            Self::Week => (1, "W", false),
            Self::Fortnight => (2, "W", false),
            Self::Month => (1, "M", false),
            Self::Quarter => (1, "Q", false),
            Self::Year => (1, "Y", false),
            Self::Decade => (10, "Y", false),
            Self::Century => (100, "Y", false),
            Self::Millennium => (1000, "Y", false),
        }
    }

    /// The letters of a vague number of units: `PXDE` for "decades".
    pub(crate) fn vague(self) -> (&'static str, bool) {
        match self {
            Self::Decade => ("DE", false),
            Self::Century => ("CE", false),
            Self::Millennium => ("ML", false),
            _ => (self.iso().1, self.iso().2),
        }
    }

    /// The value of a date of this grain that nothing anchors.
    pub(crate) fn open(self) -> &'static str {
        match self {
            Self::Second | Self::Minute | Self::Hour | Self::Day => "XXXX-XX-XX",
            Self::Weekend => "XXXX-WXX-WE",
            Self::Week | Self::Fortnight => "XXXX-WXX",
            Self::Month => "XXXX-XX",
            Self::Quarter => "XXXX-QX",
            Self::Year => "XXXX",
            Self::Decade => "XXX",
            Self::Century | Self::Millennium => "XX",
        }
    }
}

/// A season of the northern hemisphere, by whole months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Season {
    Spring,
    Summer,
    Fall,
    /// December of its year to February of the next.
    Winter,
}

impl Season {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Fall => "FA",
            Self::Winter => "WI",
        }
    }

    const fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Fall => 9,
            Self::Winter => 12,
        }
    }
}

/// A part of the day, or a time on the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hour {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    /// Hour 0 to 24, minute, where it was said, and whether it is said to be UTC.
    Clock(i8, Option<i8>, bool),
}

impl Hour {
    /// What follows the date in a TIMEX3 value.
    pub(crate) fn value(self) -> String {
        match self {
            Self::Morning => "TMO".to_owned(),
            Self::Midday => "TMI".to_owned(),
            Self::Afternoon => "TAF".to_owned(),
            Self::Evening => "TEV".to_owned(),
            Self::Night => "TNI".to_owned(),
            Self::Clock(hour, minute, utc) => {
                format!("T{hour:02}:{:02}{}", minute.unwrap_or(0), if utc { "Z" } else { "" })
            }
        }
    }

    /// The same time, said to be UTC.
    pub(crate) const fn utc(self) -> Self {
        match self {
            Self::Clock(hour, minute, _) => Self::Clock(hour, minute, true),
            part => part,
        }
    }
}

/// A span of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cal {
    Day(Date),
    /// Part of a day.
    Time(Date, Hour),
    /// By its Monday.
    Week(Date),
    /// Saturday and Sunday of the week of this Monday.
    Weekend(Date),
    Month(i16, i8),
    Season(i16, Season),
    /// Quarter 1 to 4.
    Quarter(i16, i8),
    /// Half 1 or 2.
    Half(i16, i8),
    Year(i16),
    /// By its first year, a multiple of ten.
    Decade(i16),
    /// By its hundreds: 19 for 1900 to 1999.
    Century(i16),
    /// From one day to another, both included: a feast of several days.
    Days(Date, Date),
}

impl Cal {
    /// The span of one `unit` around `day`; hours and what is smaller give the day.
    pub(crate) fn around(day: Date, unit: Unit) -> Option<Self> {
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::Day(day),
            Unit::Week | Unit::Fortnight => Self::Week(monday(day)?),
            Unit::Weekend => Self::Weekend(monday(day)?),
            Unit::Month => Self::Month(day.year(), day.month()),
            Unit::Quarter => Self::Quarter(day.year(), (day.month() - 1) / 3 + 1),
            Unit::Year => Self::Year(day.year()),
            Unit::Decade => Self::Decade(day.year() / 10 * 10),
            Unit::Century => Self::Century(day.year() / 100),
            Unit::Millennium => return None,
        })
    }

    /// The season that `day` lies in.
    #[cfg(test)]
    pub(crate) fn season_around(day: Date) -> Self {
        match day.month() {
            3..=5 => Self::Season(day.year(), Season::Spring),
            6..=8 => Self::Season(day.year(), Season::Summer),
            9..=11 => Self::Season(day.year(), Season::Fall),
            12 => Self::Season(day.year(), Season::Winter),
            _ => Self::Season(day.year() - 1, Season::Winter),
        }
    }

    /// The span `n` of its own length later (earlier where negative).
    pub(crate) fn shift(self, n: i64) -> Option<Self> {
        let year = |y: i16, by: i64| valid_year(i64::from(y) + by);
        // Months, quarters and halves count from zero through the years.
        let count = |y: i16, part: i8, per: i64| {
            let all = i64::from(y) * per + i64::from(part) - 1 + n;
            Some((valid_year(all.div_euclid(per))?, all.rem_euclid(per) as i8 + 1))
        };
        Some(match self {
            Self::Day(day) => Self::Day(plus_days(day, n)?),
            Self::Days(..) => return None,
            Self::Time(day, hour) => Self::Time(plus_days(day, n)?, hour),
            Self::Week(day) => Self::Week(plus_days(day, n.checked_mul(7)?)?),
            Self::Weekend(day) => Self::Weekend(plus_days(day, n.checked_mul(7)?)?),
            Self::Month(y, m) => count(y, m, 12).map(|(y, m)| Self::Month(y, m))?,
            Self::Quarter(y, q) => count(y, q, 4).map(|(y, q)| Self::Quarter(y, q))?,
            Self::Half(y, h) => count(y, h, 2).map(|(y, h)| Self::Half(y, h))?,
            Self::Season(y, s) => Self::Season(year(y, n)?, s),
            Self::Year(y) => Self::Year(year(y, n)?),
            Self::Decade(y) => Self::Decade(year(y, n.checked_mul(10)?)?),
            Self::Century(c) => {
                let century = i64::from(c) + n;
                if !(0..=99).contains(&century) {
                    return None;
                }
                Self::Century(century as i16)
            }
        })
    }

    /// The same span `n` years later; 29 February becomes the 28th.
    pub(crate) fn shift_years(self, n: i64) -> Option<Self> {
        let year = |y: i16| valid_year(i64::from(y) + n);
        Some(match self {
            Self::Day(day) => Self::Day(plus_months(day, n.checked_mul(12)?)?),
            Self::Time(day, hour) => Self::Time(plus_months(day, n.checked_mul(12)?)?, hour),
            Self::Week(day) => Self::Week(monday(plus_months(day, n.checked_mul(12)?)?)?),
            Self::Weekend(day) => Self::Weekend(monday(plus_months(day, n.checked_mul(12)?)?)?),
            Self::Month(y, m) => Self::Month(year(y)?, m),
            Self::Season(y, s) => Self::Season(year(y)?, s),
            Self::Quarter(y, q) => Self::Quarter(year(y)?, q),
            Self::Half(y, h) => Self::Half(year(y)?, h),
            Self::Year(y) => Self::Year(year(y)?),
            Self::Decade(_) | Self::Century(_) | Self::Days(..) => return None,
        })
    }

    /// First day.
    pub(crate) fn first(self) -> Option<Date> {
        match self {
            Self::Day(day) | Self::Time(day, _) | Self::Week(day) | Self::Days(day, _) => Some(day),
            Self::Weekend(day) => plus_days(day, 5),
            Self::Month(y, m) => date(y, m, 1),
            Self::Season(y, s) => date(y, s.first_month(), 1),
            Self::Quarter(y, q) => date(y, q * 3 - 2, 1),
            Self::Half(y, h) => date(y, h * 6 - 5, 1),
            Self::Year(y) | Self::Decade(y) => date(y.max(1), 1, 1),
            Self::Century(c) => date((c * 100).max(1), 1, 1),
        }
    }

    /// Last day.
    pub(crate) fn last(self) -> Option<Date> {
        match self {
            Self::Day(day) | Self::Time(day, _) | Self::Days(_, day) => Some(day),
            Self::Week(day) | Self::Weekend(day) => plus_days(day, 6),
            Self::Month(y, m) => Some(date(y, m, 1)?.last_of_month()),
            Self::Season(y, s) => Some(plus_months(date(y, s.first_month(), 1)?, 2)?.last_of_month()),
            Self::Quarter(y, q) => Some(date(y, q * 3, 1)?.last_of_month()),
            Self::Half(y, h) => Some(date(y, h * 6, 1)?.last_of_month()),
            Self::Year(y) => date(y, 12, 31),
            Self::Decade(y) => date(y + 9, 12, 31),
            Self::Century(c) => date(c * 100 + 99, 12, 31),
        }
    }

    /// First and last day.
    pub(crate) fn range(self) -> Option<(Date, Date)> {
        Some((self.first()?, self.last()?))
    }

    /// Its year, that of its first day for what crosses two.
    pub(crate) fn year(self) -> Option<i16> {
        match self {
            Self::Week(day) => Some(day.iso_week_date().year()),
            _ => self.first().map(Date::year),
        }
    }

    /// TIMEX3 value.
    pub(crate) fn value(self) -> String {
        match self {
            Self::Day(day) | Self::Days(day, _) => iso(day),
            Self::Time(day, hour) => iso(day) + &hour.value(),
            Self::Week(day) => week(day),
            Self::Weekend(day) => week(day) + "-WE",
            Self::Month(y, m) => format!("{y:04}-{m:02}"),
            Self::Season(y, s) => format!("{y:04}-{}", s.code()),
            Self::Quarter(y, q) => format!("{y:04}-Q{q}"),
            Self::Half(y, h) => format!("{y:04}-H{h}"),
            Self::Year(y) => format!("{y:04}"),
            Self::Decade(y) => format!("{:03}", y / 10),
            Self::Century(c) => format!("{c:02}"),
        }
    }
}

/// A date, where the calendar has it.
pub(crate) fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(valid_year(i64::from(year))?, month, day).ok()
}

/// A year of 1 to 9999.
pub(crate) fn valid_year(year: i64) -> Option<i16> {
    (1..=9999).contains(&year).then_some(year as i16)
}

/// `n` days later.
pub(crate) fn plus_days(day: Date, n: i64) -> Option<Date> {
    within(day.checked_add(jiff::Span::new().try_days(n).ok()?).ok()?)
}

/// `n` months later; the last day of the month where that month has no such day.
pub(crate) fn plus_months(day: Date, n: i64) -> Option<Date> {
    within(day.checked_add(jiff::Span::new().try_months(n).ok()?).ok()?)
}

/// Monday of the week of `day`.
pub(crate) fn monday(day: Date) -> Option<Date> {
    plus_days(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// The latest `weekday` (1 = Monday) that is not after `day`.
pub(crate) fn weekday_until(day: Date, weekday: i8) -> Option<Date> {
    let back = (day.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
    plus_days(day, -i64::from(back))
}

/// The earliest `weekday` (1 = Monday) that is not before `day`.
pub(crate) fn weekday_from(day: Date, weekday: i8) -> Option<Date> {
    let ahead = (weekday - day.weekday().to_monday_one_offset()).rem_euclid(7);
    plus_days(day, i64::from(ahead))
}

/// The `nth` (1 to 5, -1 for the last) `weekday` of a month.
pub(crate) fn nth_weekday(year: i16, month: i8, nth: i8, weekday: Weekday) -> Option<Date> {
    date(year, month, 1)?.nth_weekday_of_month(nth, weekday).ok()
}

fn within(day: Date) -> Option<Date> {
    valid_year(i64::from(day.year())).map(|_| day)
}

/// ISO 8601 of a day.
pub(crate) fn iso(day: Date) -> String {
    let mut out = String::with_capacity(10);
    let _ = write!(out, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
    out
}

fn week(monday: Date) -> String {
    let week = monday.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn weeks_follow_iso_8601_over_the_year_end() {
        let week = Cal::around(day(2021, 1, 2), Unit::Week).unwrap();
        assert_eq!(week.value(), "2020-W53");
        assert_eq!(week.shift(1).unwrap().value(), "2021-W01");
        assert_eq!(week.range(), Some((day(2020, 12, 28), day(2021, 1, 3))));
        assert_eq!(week.year(), Some(2020));
    }

    #[test]
    fn a_leap_day_moves_to_the_28th() {
        let leap = Cal::Day(day(2024, 2, 29));
        assert_eq!(leap.shift_years(-1), Some(Cal::Day(day(2023, 2, 28))));
        assert_eq!(leap.shift(1), Some(Cal::Day(day(2024, 3, 1))));
        assert_eq!(Cal::Month(2024, 2).last(), Some(day(2024, 2, 29)));
        assert_eq!(Cal::Month(1900, 2).last(), Some(day(1900, 2, 28)));
        assert_eq!(date(2023, 2, 29), None);
    }

    #[test]
    fn nothing_leaves_the_years_1_to_9999() {
        assert_eq!(Cal::Year(9999).shift(1), None);
        assert_eq!(Cal::Month(1, 1).shift(-1), None);
        assert_eq!(Cal::Day(day(1, 1, 1)).shift(-1), None);
        assert_eq!(Cal::Day(day(9999, 12, 31)).shift(i64::MAX), None);
        assert_eq!(Cal::Century(99).shift(1), None);
        assert_eq!(Cal::Century(0).range(), Some((day(1, 1, 1), day(99, 12, 31))));
        assert_eq!(Cal::Season(9999, Season::Winter).last(), None);
    }

    #[test]
    fn winter_reaches_into_the_next_year() {
        let winter = Cal::season_around(day(2024, 1, 5));
        assert_eq!(winter.value(), "2023-WI");
        assert_eq!(winter.range(), Some((day(2023, 12, 1), day(2024, 2, 29))));
    }

    #[test]
    fn weekdays_are_counted_both_ways() {
        let thursday = day(2024, 7, 11);
        assert_eq!(weekday_until(thursday, 4), Some(thursday));
        assert_eq!(weekday_until(thursday, 5), Some(day(2024, 7, 5)));
        assert_eq!(weekday_from(thursday, 5), Some(day(2024, 7, 12)));
        assert_eq!(weekday_from(thursday, 3), Some(day(2024, 7, 17)));
    }
}
