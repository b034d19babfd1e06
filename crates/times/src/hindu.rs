//! Days of the Hindu calendar: lunar days (tithis) of lunar months, and the sun's entry into a sign.
//!
//! A month is named after the sign that the sun is in at the new moon before it, counted by the fixed stars (Lahiri's
//! ayanamsa); one in which the sun enters no sign is a leap month, and has no feasts. A feast is kept on the day whose
//! tithi at its own time of day, in Ujjain, is the feast's. Regions differ by a day where that tithi touches two days.
//!
//! It leaves out those regional rules. Diwali is `tithi(year, 7, 30, 18.0)`: the new moon that ends Ashvina, at dusk.
//!
//! Sources: Meeus, *Astronomical Algorithms*, chapters 25 and 47, largest terms; Reingold and Dershowitz, *Calendrical
//! Calculations*, for the rules.

use crate::calendar::{date, plus_days};
use jiff::civil::Date;

/// Hours that Ujjain is ahead of Greenwich.
const UJJAIN: f64 = 5.05;
/// Mean length of a lunation, in days.
const LUNATION: f64 = 29.530_588;
/// Julian day of the midnight before day 1 of the year 1.
const EPOCH: f64 = 1_721_425.5;
/// Years in which the largest terms are good to a few minutes.
const KNOWN: std::ops::RangeInclusive<i16> = 1600..=2400;

/// The day of a year on which lunar day `tithi` (1 to 30) of lunar month `month` (1 = Chaitra, from new moon to new moon)
/// prevails at `hour` o'clock.
pub(crate) fn tithi(year: i16, month: i64, tithi: i64, hour: f64) -> Option<Date> {
    let first = day_number(date(year, 1, 1).filter(|_| KNOWN.contains(&year))?);
    let last = day_number(date(year, 12, 31)?);
    let mut moon = new_moon(julian(first, 0.0) - LUNATION);
    for _ in 0..15 {
        let next = new_moon(moon + LUNATION);
        let (here, there) = (sign(moon), sign(next));
        let name = (here + 1).rem_euclid(12) + 1;
        if name == month && here != there {
            let near = (moon + (tithi as f64 - 0.5) * LUNATION / 30.0 - EPOCH + UJJAIN / 24.0) as i64 + 1;
            let prevails = |day: &i64| (elongation(julian(*day, hour)) / 12.0) as i64 + 1 == tithi;
            let skipped = |day: &i64| elongation(julian(*day, hour)) / 12.0 >= tithi as f64;
            let day = (near - 2..=near + 2).find(prevails).or_else(|| (near - 2..=near + 2).find(skipped));
            if let Some(day) = day.filter(|day| (first..=last).contains(day)) {
                return plus_days(date(1, 1, 1)?, day - 1);
            }
        }
        moon = next;
    }
    None
}

/// The day of a year on which the sun enters sign `entered` (0 = Mesha); after sunset the next day counts.
pub(crate) fn entry(year: i16, entered: i64) -> Option<Date> {
    const SUNSET: f64 = 18.0;
    let first = day_number(date(year, 1, 1).filter(|_| KNOWN.contains(&year))?);
    let before = |day: i64| sign(julian(day, SUNSET)) != entered;
    let day = (first..first + 366).find(|&day| before(day - 1) && !before(day))?;
    plus_days(date(1, 1, 1)?, day - 1)
}

/// Day 1 is 1 January of the year 1.
fn day_number(day: Date) -> i64 {
    let years = i64::from(day.year()) - 1;
    years * 365 + years / 4 - years / 100 + years / 400 + i64::from(day.day_of_year())
}

/// Julian day of an hour of the day in Ujjain.
fn julian(day: i64, hour: f64) -> f64 {
    day as f64 - 1.0 + EPOCH + (hour - UJJAIN) / 24.0
}

/// The new moon nearest to a Julian day.
fn new_moon(near: f64) -> f64 {
    let rate = 360.0 / LUNATION;
    (0..4).fold(near, |moon, _| moon - ((elongation(moon) + 180.0).rem_euclid(360.0) - 180.0) / rate)
}

/// The sign of the zodiac that the sun is in, 0 to 11.
fn sign(julian: f64) -> i64 {
    let ayanamsa = 23.853 + (julian - 2_451_545.0) / 365.25 * 50.29 / 3600.0;
    ((sun(julian) - ayanamsa).rem_euclid(360.0) / 30.0) as i64
}

/// Degrees that the moon is ahead of the sun.
fn elongation(julian: f64) -> f64 {
    (moon(julian) - sun(julian)).rem_euclid(360.0)
}

fn sine(degrees: f64) -> f64 {
    degrees.to_radians().sin()
}

/// Centuries from the year 2000.
fn centuries(julian: f64) -> f64 {
    (julian - 2_451_545.0) / 36_525.0
}

/// Apparent longitude of the sun, in degrees.
fn sun(julian: f64) -> f64 {
    let t = centuries(julian);
    let anomaly = 357.529_11 + 35_999.050_29 * t;
    let center = (1.914_602 - 0.004_817 * t) * sine(anomaly)
        + 0.019_993 * sine(2.0 * anomaly)
        + 0.000_289 * sine(3.0 * anomaly);
    280.466_46 + 36_000.769_83 * t + center - 0.005_69
}

/// Longitude of the moon, in degrees: its mean, and the eighteen largest terms.
fn moon(julian: f64) -> f64 {
    /// Degrees, and multiples of the moon's elongation, the sun's anomaly, the moon's anomaly and its node.
    const TERMS: [(f64, f64, f64, f64, f64); 18] = [
        (6.288_774, 0.0, 0.0, 1.0, 0.0),
        (1.274_027, 2.0, 0.0, -1.0, 0.0),
        (0.658_314, 2.0, 0.0, 0.0, 0.0),
        (0.213_618, 0.0, 0.0, 2.0, 0.0),
        (-0.185_116, 0.0, 1.0, 0.0, 0.0),
        (-0.114_332, 0.0, 0.0, 0.0, 2.0),
        (0.058_793, 2.0, 0.0, -2.0, 0.0),
        (0.057_066, 2.0, -1.0, -1.0, 0.0),
        (0.053_322, 2.0, 0.0, 1.0, 0.0),
        (0.045_758, 2.0, -1.0, 0.0, 0.0),
        (-0.040_923, 0.0, 1.0, -1.0, 0.0),
        (-0.034_720, 1.0, 0.0, 0.0, 0.0),
        (-0.030_383, 0.0, 1.0, 1.0, 0.0),
        (0.015_327, 2.0, 0.0, 0.0, -2.0),
        (-0.012_528, 0.0, 0.0, 1.0, 2.0),
        (0.010_980, 0.0, 0.0, 1.0, -2.0),
        (0.010_675, 4.0, 0.0, -1.0, 0.0),
        (0.010_034, 0.0, 0.0, 3.0, 0.0),
    ];
    let t = centuries(julian);
    let elongation = 297.850_192_1 + 445_267.111_403_4 * t;
    let sun = 357.529_109_2 + 35_999.050_290_9 * t;
    let anomaly = 134.963_396_4 + 477_198.867_505_5 * t;
    let node = 93.272_095 + 483_202.017_523_3 * t;
    let mean = 218.316_447_7 + 481_267.881_234_21 * t;
    mean + TERMS
        .iter()
        .map(|(a, d, m, n, f)| a * sine(d * elongation + m * sun + n * anomaly + f * node))
        .sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(found: Option<Date>) -> String {
        found.map_or_else(String::new, |day| day.to_string())
    }

    #[test]
    fn diwali_is_the_new_moon_of_autumn() {
        for known in ["2016-10-30", "2018-11-07", "2019-10-27", "2021-11-04", "2023-11-12", "2024-10-31"] {
            assert_eq!(day(tithi(known[..4].parse().unwrap(), 7, 30, 18.0)), known);
        }
    }

    #[test]
    fn leap_months_have_no_feasts() {
        // 2018 had a second Jyeshtha, 2020 a second Ashvina, 2023 a second Shravana.
        assert_eq!(day(tithi(2018, 5, 15, 12.0)), "2018-08-26");
        assert_eq!(day(tithi(2020, 7, 10, 14.5)), "2020-10-25");
        assert_eq!(day(tithi(2023, 5, 23, 24.0)), "2023-09-06");
    }

    #[test]
    fn the_sun_enters_signs() {
        assert_eq!(day(entry(2018, 9)), "2018-01-14");
        assert_eq!(day(entry(2019, 9)), "2019-01-15");
        assert_eq!(day(entry(2018, 0)), "2018-04-14");
    }

    #[test]
    fn days_are_numbered_from_the_year_1() {
        assert_eq!(day_number(jiff::civil::date(1, 1, 1)), 1);
        assert_eq!(day_number(jiff::civil::date(2000, 1, 1)), 730_120);
    }
}
