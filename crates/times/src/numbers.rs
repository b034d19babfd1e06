//! Numbers as time needs them: amounts, days of the month, years, decades, the clock.

use crate::atoms::{Atom, Kind};
use crate::calendar::{Hour, Unit, valid_year};
use crate::lexicon::Sense;

/// How many units: tenths of one, or some number that nobody counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Amount {
    Tenths(i64),
    Vague,
}

impl Amount {
    /// The whole number, where it is one.
    pub(crate) fn whole(self) -> Option<i64> {
        match self {
            Self::Tenths(n) if n % 10 == 0 => Some(n / 10),
            _ => None,
        }
    }

    /// Half a unit more: "two and a half".
    pub(crate) fn and_a_half(self) -> Self {
        match self {
            Self::Tenths(n) => Self::Tenths(n + 5),
            Self::Vague => Self::Vague,
        }
    }

    /// TIMEX3 duration of so many units: `P2Y6M`, `PT30M`, `PXD`.
    pub(crate) fn duration(self, unit: Unit) -> String {
        let form = |timed: bool, body: String| if timed { format!("PT{body}") } else { format!("P{body}") };
        let Self::Tenths(tenths) = self else {
            let (letter, timed) = unit.vague();
            return form(timed, format!("X{letter}"));
        };
        let (each, letter, timed) = unit.iso();
        let tenths = tenths.saturating_mul(each);
        let (whole, rest) = (tenths / 10, tenths % 10);
        let lead = if whole > 0 { format!("{whole}{letter}") } else { String::new() };
        match (rest, unit) {
            (0, _) => form(timed, format!("{whole}{letter}")),
            (5, Unit::Year) => form(false, lead + "6M"),
            (5, Unit::Hour) => form(true, lead + "30M"),
            (5, Unit::Minute) => form(true, lead + "30S"),
            (5, Unit::Day) if whole == 0 => "PT12H".to_owned(),
            _ => form(timed, format!("{whole}.{rest}{letter}")),
        }
    }
}

/// Words that start an amount, beside numbers.
pub(crate) const COUNT_WORDS: [&str; 13] = [
    "a",
    "an",
    "half",
    "couple",
    "hundreds",
    "dozens",
    "scores",
    "thousands",
    "tens",
    "some",
    "another",
    "additional",
    "couples",
];

/// An amount: the index after it, and what it says.
pub(crate) fn count(atoms: &[Atom], at: usize) -> Option<(usize, Amount)> {
    let (end, first) = amount(atoms, at)?;
    // "two or three", "two to three", "12-18": the first number stands for both.
    let joined = atoms.get(end).is_some_and(|a| matches!(a.text, "or" | "to" | "-" | "–"));
    if joined && let Some((end, _)) = plain(atoms, end + 1) {
        return Some((end, first));
    }
    Some((end, first))
}

fn amount(atoms: &[Atom], at: usize) -> Option<(usize, Amount)> {
    let is = |i: usize, words: &[&str]| atoms.get(i).is_some_and(|a| words.iter().any(|w| a.is(w)));
    let of = |i: usize| if is(i, &["of"]) { i + 1 } else { i };
    if is(at, &["some", "additional"]) {
        return plain(atoms, at + 1);
    }
    if is(at, &["another"]) {
        return plain(atoms, at + 1).or(Some((at + 1, Amount::Tenths(10))));
    }
    let article = is(at, &["a", "an"]);
    let next = at + usize::from(article);
    if is(next, &["couple"]) {
        return Some((of(next + 1), Amount::Tenths(20)));
    }
    if is(next, &["few"]) {
        return Some((next + 1, Amount::Vague));
    }
    if is(next, &["half"]) {
        return Some(half(atoms, next));
    }
    if article && is(next, &["number"]) && is(next + 1, &["of"]) {
        return Some((next + 2, Amount::Vague));
    }
    if article {
        return plain(atoms, next)
            .filter(|_| is(next, &["hundred", "thousand", "dozen"]))
            .or(Some((next, Amount::Tenths(10))));
    }
    if is(at, &["hundreds", "dozens", "scores", "thousands", "tens", "couples"]) {
        return is(at + 1, &["of"]).then_some((at + 2, Amount::Vague));
    }
    if atoms[at].senses.contains(&Sense::Vague) {
        return Some((at + 1, Amount::Vague));
    }
    plain(atoms, at)
}

/// "half", "half a", "half an", "half-".
fn half(atoms: &[Atom], at: usize) -> (usize, Amount) {
    let skip = atoms.get(at + 1).is_some_and(|a| a.is("a") || a.is("an") || a.text == "-");
    (at + 1 + usize::from(skip), Amount::Tenths(5))
}

/// A number in digits or words, with its fraction.
fn plain(atoms: &[Atom], at: usize) -> Option<(usize, Amount)> {
    let (end, tenths) = match atoms.get(at)?.kind {
        Kind::Number => digits(atoms, at)?,
        _ => words(atoms, at).map(|(end, n)| (end, n.saturating_mul(10)))?,
    };
    let is = |i: usize, word: &str| atoms.get(i).is_some_and(|a| a.is(word));
    let fraction = is(end, "1") && is(end + 1, "/") && is(end + 2, "2");
    if fraction {
        return Some((end + 3, Amount::Tenths(tenths + 5)));
    }
    if is(end, "½") {
        return Some((end + 1, Amount::Tenths(tenths + 5)));
    }
    let dash = usize::from(is(end, "-"));
    let and_half = is(end + dash, "and") && {
        let at = end + dash + 1 + usize::from(is(end + dash + 1, "-"));
        is(at, "a")
    };
    if and_half {
        let a = (end..end + 4).find(|i| is(*i, "a")).unwrap_or(end);
        let half = a + 1 + usize::from(is(a + 1, "-"));
        if is(half, "half") {
            return Some((half + 1, Amount::Tenths(tenths + 5)));
        }
    }
    Some((end, Amount::Tenths(tenths)))
}

/// "1,500", "2.5", "20": the index after it, and tenths.
fn digits(atoms: &[Atom], at: usize) -> Option<(usize, i64)> {
    let mut value = atoms[at].number()?;
    let mut end = at + 1;
    while let Some([comma, group]) = atoms.get(end..end + 2)
        && comma.glued
        && comma.text == ","
        && group.glued
        && group.text.len() == 3
        && value < 1_000_000_000
        && let Some(more) = group.number()
    {
        value = value * 1000 + more;
        end += 2;
    }
    if let Some([point, part]) = atoms.get(end..end + 2)
        && point.glued
        && point.text == "."
        && part.glued
        && part.kind == Kind::Number
    {
        let tenth = part.number().filter(|_| part.text.len() == 1)?;
        return Some((end + 2, value * 10 + tenth));
    }
    Some((end, value * 10))
}

/// "twenty-four", "two hundred and ten", "nineteen": the index after it, and the number.
fn words(atoms: &[Atom], at: usize) -> Option<(usize, i64)> {
    let mut total = 0_i64;
    let mut part = 0_i64;
    let mut end = at;
    let mut i = at;
    let mut last = i64::MAX;
    while let Some(atom) = atoms.get(i) {
        let number = atom.sense(|s| if let Sense::Number(n) = s { Some(n) } else { None });
        match number {
            Some(n @ (100 | 1000)) => {
                part = part.max(1).saturating_mul(n);
                if n == 1000 {
                    total += part;
                    part = 0;
                }
                last = n;
            }
            // Tens take ones, hundreds take both: "nineteen ninety" is no number, it is a year.
            Some(n) if last >= 100 || (20..100).contains(&last) && n < 10 => {
                part += n;
                last = n;
            }
            _ if i > at && (atom.text == "-" || atom.is("and")) && part + total > 0 => {
                i += 1;
                continue;
            }
            _ => break,
        }
        i += 1;
        end = i;
    }
    (end > at).then_some((end, total + part))
}

/// A day of the month: "3", "03", "3rd", "third", "twenty-first".
pub(crate) fn day(atoms: &[Atom], at: usize) -> Option<(usize, i8)> {
    if let Some((end, n)) = ordinal(atoms, at) {
        return (1..=31).contains(&n).then_some((end, n as i8));
    }
    let n = atoms[at].number().filter(|_| atoms[at].text.len() <= 2)?;
    (1..=31).contains(&n).then_some((at + 1, n as i8))
}

/// "3rd", "third", "twenty-first".
pub(crate) fn ordinal(atoms: &[Atom], at: usize) -> Option<(usize, i64)> {
    let atom = atoms.get(at)?;
    let plain = |i: usize| atoms.get(i)?.sense(|s| if let Sense::Ordinal(n) = s { Some(n) } else { None });
    if let Some(n) = atom.number() {
        let suffix =
            atoms.get(at + 1).is_some_and(|a| a.glued && ["st", "nd", "rd", "th"].iter().any(|s| a.is(s)));
        return suffix.then_some((at + 2, n));
    }
    if let Some(n) = plain(at) {
        return Some((at + 1, n));
    }
    let tens = atom.sense(|s| if let Sense::Number(n) = s { Some(n) } else { None })?;
    let next = at + 1 + usize::from(atoms.get(at + 1).is_some_and(|a| a.text == "-"));
    let ones = plain(next).filter(|n| *n < 10)?;
    (20..100).contains(&tens).then_some((next + 1, tens + ones))
}

/// "2018", "'98", "nineteen ninety-six", "two thousand and one".
pub(crate) fn year(atoms: &[Atom], at: usize) -> Option<(usize, i16)> {
    let atom = atoms.get(at)?;
    if atom.kind == Kind::Number {
        let year = atom.number().filter(|n| atom.text.len() == 4 && (1000..=2999).contains(n))?;
        return Some((at + 1, year as i16));
    }
    let (end, century) = words(atoms, at)?;
    let year = match century {
        2000..=2099 => century,
        15..=20 => {
            let (end, rest) = words(atoms, end)?;
            return (10..=99).contains(&rest).then_some((end, (century * 100 + rest) as i16));
        }
        _ => return None,
    };
    Some((end, year as i16))
}

/// "1990s", "1990's", "'90s", "nineties", "nineteen nineties": its first year.
pub(crate) fn decade(atoms: &[Atom], at: usize) -> Option<(usize, i16)> {
    let atom = atoms.get(at)?;
    let quoted = usize::from(matches!(atom.text, "'" | "’"));
    let name = |i: usize| atoms.get(i)?.sense(|s| if let Sense::Decade(n) = s { Some(n) } else { None });
    if let Some(n) = name(at) {
        return Some((at + 1, 1900 + n));
    }
    if let Some((Sense::Number(century @ 15..=20), n)) = atom.senses.first().copied().zip(name(at + 1)) {
        return Some((at + 2, century as i16 * 100 + n));
    }
    let number = atoms.get(at + quoted)?;
    let value = number.number().filter(|n| n % 10 == 0)? as i16;
    let apostrophe =
        usize::from(atoms.get(at + quoted + 1).is_some_and(|a| a.glued && matches!(a.text, "'" | "’")));
    let s = at + quoted + 1 + apostrophe;
    if !atoms.get(s).is_some_and(|a| a.glued && a.is("s")) {
        return None;
    }
    match number.text.len() {
        4 if quoted == 0 => Some((s + 1, valid_year(i64::from(value))?)),
        // "the 20s" of a report are those of this century; the rest are of the last.
        2 if quoted == 1 || value >= 50 => Some((s + 1, value + if value < 30 { 2000 } else { 1900 })),
        _ => None,
    }
}

/// "2017-19", "2017-2019", "2017/18": first and last year.
pub(crate) fn years(atoms: &[Atom], at: usize) -> Option<(usize, i16, i16)> {
    let [first, sign, second] = atoms.get(at..at + 3)? else { return None };
    let (_, from) = year(atoms, at).filter(|(end, _)| *end == at + 1)?;
    let next = second.number()?;
    let to = match (second.text.len(), sign.text) {
        (4, "-" | "–" | "—" | "/") => next,
        (2, "-" | "–" | "/") if second.glued && sign.glued => i64::from(from) / 100 * 100 + next,
        _ => return None,
    };
    let to = valid_year(to).filter(|to| *to > from && *to - from < 200)?;
    (first.kind == Kind::Number).then_some((at + 3, from, to))
}

/// A time on the clock: "5 p.m.", "10:30", "noon", "five o'clock", "4 in the morning", each with its zone.
pub(crate) fn clock(atoms: &[Atom], at: usize) -> Option<(usize, Hour)> {
    let (end, hour) = named_hour(atoms, at).or_else(|| told_hour(atoms, at))?;
    let after = zone(atoms, end);
    let is_utc = after == end + 1 && ["gmt", "utc"].iter().any(|z| atoms[end].is(z));
    if !is_utc {
        return Some((after, hour));
    }
    let Some(shifted) = offset(atoms, after) else { return Some((after, hour.utc())) };
    Some((shifted, hour))
}

fn named_hour(atoms: &[Atom], at: usize) -> Option<(usize, Hour)> {
    let atom = atoms.get(at)?;
    let hour = match atom.text {
        t if t.eq_ignore_ascii_case("noon") || t.eq_ignore_ascii_case("midday") => 12,
        t if t.eq_ignore_ascii_case("midnight") => 24,
        _ => return None,
    };
    Some((at + 1, Hour::Clock(hour, None, false)))
}

fn told_hour(atoms: &[Atom], at: usize) -> Option<(usize, Hour)> {
    let (end, hour) = match atoms.get(at)?.number() {
        Some(n) => (at + 1, n),
        None => words(atoms, at)?,
    };
    let (end, minute) = minutes(atoms, end);
    // "0800 GMT": hour and minute in one.
    let joined = minute.is_none() && atoms[at].kind == Kind::Number && atoms[at].text.len() == 4;
    let (hour, minute) = if joined { (hour / 100, Some((hour % 100) as i8)) } else { (hour, minute) };
    if !(0..=24).contains(&hour) || minute.is_some_and(|m| m > 59) || atoms[at].text.len() > 9 {
        return None;
    }
    let hour = hour as i8;
    let after = half_day(atoms, end);
    if let Some((end, half)) = after {
        return twelve(hour, half).map(|hour| (end, Hour::Clock(hour, minute, false)));
    }
    // Without a half of the day, only "10:30" and what carries a zone or "hours" is a time.
    let zoned = zone(atoms, end) > end && minute.is_some();
    (minute.is_some() && !joined && atoms[at + 1].text == ":" || zoned)
        .then_some((end, Hour::Clock(hour, minute, false)))
}

/// ":30" or ".30" behind the hour; seconds are passed over.
fn minutes(atoms: &[Atom], end: usize) -> (usize, Option<i8>) {
    let part = |at: usize| {
        let [sign, part] = atoms.get(at..at + 2)? else { return None };
        let fits = sign.glued && part.glued && part.text.len() == 2 && matches!(sign.text, ":" | ".");
        if fits { part.number() } else { None }
    };
    match part(end) {
        Some(minute) => (if part(end + 2).is_some() { end + 4 } else { end + 2 }, Some(minute as i8)),
        None => (end, None),
    }
}

#[derive(Clone, Copy)]
enum Half {
    Am,
    Pm,
    /// "o'clock".
    Unsaid,
}

/// "a.m.", "pm", "o'clock", "in the morning".
fn half_day(atoms: &[Atom], at: usize) -> Option<(usize, Half)> {
    let is = |i: usize, word: &str| atoms.get(i).is_some_and(|a| a.is(word));
    let half = |i: usize, a: &str| if is(i, a) { Some(Half::Am) } else { None };
    let letter = half(at, "a").or_else(|| is(at, "p").then_some(Half::Pm));
    if let Some(half) = letter
        && is(at + 1, ".")
        && is(at + 2, "m")
    {
        return Some((at + 3 + usize::from(is(at + 3, ".") && atoms[at + 3].glued), half));
    }
    for (word, half) in [("am", Half::Am), ("pm", Half::Pm)] {
        if is(at, word) {
            return Some((at + 1, half));
        }
    }
    if is(at, "o") && is(at + 2, "clock") {
        return Some(half_named(atoms, at + 3).unwrap_or((at + 3, Half::Unsaid)));
    }
    half_named(atoms, at)
}

fn half_named(atoms: &[Atom], at: usize) -> Option<(usize, Half)> {
    let is = |i: usize, word: &str| atoms.get(i).is_some_and(|a| a.is(word));
    if !(is(at, "in") && is(at + 1, "the")) {
        return None;
    }
    match atoms.get(at + 2)?.text {
        "morning" => Some((at + 3, Half::Am)),
        "afternoon" | "evening" => Some((at + 3, Half::Pm)),
        _ => None,
    }
}

fn twelve(hour: i8, half: Half) -> Option<i8> {
    match half {
        Half::Unsaid => (hour <= 12).then_some(hour),
        _ if !(1..=12).contains(&hour) => None,
        Half::Am => Some(hour % 12),
        Half::Pm => Some(hour % 12 + 12),
    }
}

/// "+8" behind "GMT": the index after it.
fn offset(atoms: &[Atom], at: usize) -> Option<usize> {
    let [sign, hours] = atoms.get(at..at + 2)? else { return None };
    let is_offset = matches!(sign.text, "+" | "-" | "−") && hours.glued && hours.text.len() <= 2;
    (is_offset && hours.number().is_some_and(|n| (1..=14).contains(&n))).then_some(at + 2)
}

/// "GMT", "local time", "Eastern Daylight Time", "Moscow time": the index after it. A time is told as its zone tells it.
fn zone(atoms: &[Atom], at: usize) -> usize {
    let is = |i: usize, words: &[&str]| atoms.get(i).is_some_and(|a| words.iter().any(|w| a.is(w)));
    let is_zone =
        |a: &Atom| a.capital && a.text.chars().all(char::is_uppercase) && a.senses.contains(&Sense::Zone);
    let Some(atom) = atoms.get(at) else { return at };
    if is_zone(atom) {
        return at + 1;
    }
    let named = atom.is("local") || atom.capital && atom.kind == Kind::Word && atom.senses.is_empty();
    let saving = at + 1 + usize::from(is(at + 1, &["standard", "daylight", "summer"]));
    if named && is(saving, &["time"]) { saving + 1 } else { at }
}
