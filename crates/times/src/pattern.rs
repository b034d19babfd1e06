//! Patterns over atoms: typed elements, what each captures, and how a pattern is matched.
//!
//! A pattern is a row of [`El`]ements. Every way to match it is followed; the longest that the rule can give a value
//! wins. It leaves out what a match means.

use crate::atoms::{Atom, Kind};
use crate::calendar::{Hour, Season, Unit, date};
use crate::feasts::{self, Feast};
use crate::lexicon::{DIGITS, Sense};
use crate::numbers::{self, Amount};
use jiff::civil::Date;

/// Which one of its kind, seen from the document's day or from the last date told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    This,
    Last,
    Next,
    /// "the previous …": before the last date told.
    Before,
    /// "the following …": after the last date told.
    After,
    /// "that …": the last date told.
    That,
}

impl Which {
    /// How many units from the document's day; `None` for what counts from a date told.
    pub(crate) const fn step(self) -> Option<i64> {
        match self {
            Self::This => Some(0),
            Self::Last => Some(-1),
            Self::Next => Some(1),
            Self::Before | Self::After | Self::That => None,
        }
    }
}

/// Which part of a span is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    Start,
    Mid,
    End,
    /// Before the document's day.
    Earlier,
    /// After the document's day.
    Later,
}

/// One element of a pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) enum El {
    /// One of these words or signs.
    W(&'static [&'static str]),
    /// A number in digits or words, "a", "several", "a couple of".
    Count,
    Unit,
    Weekday,
    Month,
    /// Day of the month: "3", "3rd", "third".
    Day,
    /// A year of four digits, or in words.
    Year,
    Ordinal,
    Season,
    Part,
    /// "5 p.m.", "10:30", "17.00 GMT", "five o'clock".
    Clock,
    Feast,
    /// "1990s", "'90s", "nineties".
    Decade,
    Which,
    Edge,
    /// "2018-11-04", "11/04/2018".
    Numeric,
    /// "2017-19": first and last year.
    Years,
    Opt(&'static [El]),
    Any(&'static [&'static [El]]),
    /// Captures what it says where the elements match, and nothing of theirs.
    As(Cap, &'static [El]),
    /// What follows must match; nothing of it is taken, but its captures are kept.
    Ahead(&'static [El]),
    /// What follows must not match.
    Not(&'static [El]),
}

/// What an element captured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cap {
    Word(&'static str),
    Count(Amount),
    Unit(Unit, bool),
    Weekday(i8, bool),
    Month(i8),
    Day(i8),
    Year(i16),
    Ordinal(i64),
    Season(Season),
    Part(Hour),
    Feast(&'static Feast),
    Decade(i16),
    Which(Which),
    Edge(Edge),
    Date(Date),
    Years(i16, i16),
}

/// A way to match a pattern.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    /// Index of its first atom.
    pub(crate) start: usize,
    /// Index after its last atom.
    pub(crate) end: usize,
    caps: Vec<Cap>,
}

/// Accessors: the first capture of a kind, in the order of the text.
macro_rules! captured {
    ($($name:ident $cap:ident $type:ty;)*) => {
        impl Match {
            $(pub(crate) fn $name(&self) -> Option<$type> {
                self.caps.iter().find_map(|c| if let Cap::$cap(x) = c { Some(*x) } else { None })
            })*
        }
    };
}

captured! {
    count Count Amount; month Month i8; day Day i8; year Year i16; ordinal Ordinal i64; season Season Season;
    part Part Hour; feast Feast &'static Feast; decade Decade i16; which Which Which; edge Edge Edge; date Date Date;
}

impl Match {
    pub(crate) fn unit(&self) -> Option<Unit> {
        self.caps.iter().find_map(|c| if let Cap::Unit(unit, _) = c { Some(*unit) } else { None })
    }

    /// Amounts with their units, in the order of the text.
    pub(crate) fn lengths(&self) -> Vec<(Amount, Unit)> {
        let counts = self.caps.iter().filter_map(|c| if let Cap::Count(n) = c { Some(*n) } else { None });
        let units =
            self.caps.iter().filter_map(|c| if let Cap::Unit(unit, _) = c { Some(*unit) } else { None });
        counts.zip(units).collect()
    }

    /// True where a unit, weekday or part of the day is in the plural.
    pub(crate) fn plural(&self) -> bool {
        self.caps.iter().any(|c| matches!(c, Cap::Unit(_, true) | Cap::Weekday(_, true)))
    }

    pub(crate) fn weekday(&self) -> Option<i8> {
        self.caps.iter().find_map(|c| if let Cap::Weekday(day, _) = c { Some(*day) } else { None })
    }

    /// First and last year of "2017-19".
    pub(crate) fn years(&self) -> Option<(i16, i16)> {
        self.caps.iter().find_map(|c| if let Cap::Years(a, b) = c { Some((*a, *b)) } else { None })
    }

    /// The second month, in "June 3 to July 5, 2018".
    pub(crate) fn second_month(&self) -> Option<i8> {
        self.caps.iter().filter_map(|c| if let Cap::Month(m) = c { Some(*m) } else { None }).nth(1)
    }

    /// The second day of the month, in "June 3 to 5".
    pub(crate) fn second_day(&self) -> Option<i8> {
        if self.second_month().is_some() {
            return None;
        }
        self.caps.iter().filter_map(|c| if let Cap::Day(day) = c { Some(*day) } else { None }).nth(1)
    }

    /// True where one of the pattern's words was this one.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.caps.iter().any(|c| matches!(c, Cap::Word(w) if *w == word))
    }
}

/// Every way to match `pattern` from atom `start`, longest first.
pub(crate) fn matches(pattern: &[El], atoms: &[Atom], start: usize) -> Vec<Match> {
    let mut found: Vec<Match> = Vec::new();
    row(pattern, atoms, start, &mut Vec::new(), &mut |end, caps| {
        // Two ways to the same place with the same captures are one.
        if !found.iter().any(|m| m.end == end && m.caps == *caps) {
            found.push(Match { start, end, caps: caps.clone() });
        }
    });
    // A stable sort: of two ways of one length, the one that took the optional elements stays first.
    found.sort_by_key(|m| std::cmp::Reverse(m.end));
    found
}

/// What is done with each way to match: the index after it, and what was captured so far; captures may be added, and are
/// taken off again.
type Then<'t> = dyn FnMut(usize, &mut Vec<Cap>) + 't;

/// Follows every way to match `els` from atom `at`, in the order in which the pattern names them.
fn row(els: &[El], atoms: &[Atom], at: usize, caps: &mut Vec<Cap>, then: &mut Then<'_>) {
    let Some((el, rest)) = els.split_first() else { return then(at, caps) };
    let mut after = |end: usize, caps: &mut Vec<Cap>| row(rest, atoms, end, caps, then);
    match el {
        El::Opt(els) => {
            row(els, atoms, at, caps, &mut after);
            after(at, caps);
        }
        El::Any(rows) => rows.iter().for_each(|els| row(els, atoms, at, caps, &mut after)),
        El::As(cap, els) => {
            let before = caps.len();
            row(els, atoms, at, caps, &mut |end, caps| {
                let theirs = caps.split_off(before);
                caps.push(*cap);
                after(end, caps);
                caps.truncate(before);
                caps.extend(theirs);
            });
        }
        El::Ahead(els) => {
            let mut met = false;
            row(els, atoms, at, caps, &mut |_, caps| {
                if !std::mem::replace(&mut met, true) {
                    after(at, caps);
                }
            });
        }
        El::Not(els) => {
            let mut met = false;
            row(els, atoms, at, caps, &mut |_, _| met = true);
            if !met {
                after(at, caps);
            }
        }
        _ => {
            if let Some((end, cap)) = one(el, atoms, at) {
                caps.push(cap);
                after(end, caps);
                caps.pop();
            }
        }
    }
}

/// Matches one plain element: the index after it, and what it captures.
fn one(el: &El, atoms: &[Atom], at: usize) -> Option<(usize, Cap)> {
    let atom = atoms.get(at)?;
    let next = |cap| Some((at + 1, cap));
    match el {
        El::W(words) => next(Cap::Word(words.iter().find(|w| atom.is(w))?)),
        El::Count => numbers::count(atoms, at).map(|(end, n)| (end, Cap::Count(n))),
        El::Unit => next(Cap::Unit(atom.sense(as_unit)?, atom.plural)),
        El::Weekday => weekday(atoms, at),
        El::Month => month(atoms, at),
        El::Day => numbers::day(atoms, at).map(|(end, n)| (end, Cap::Day(n))),
        El::Year => numbers::year(atoms, at).map(|(end, n)| (end, Cap::Year(n))),
        El::Ordinal => numbers::ordinal(atoms, at).map(|(end, n)| (end, Cap::Ordinal(n))),
        El::Season => {
            next(Cap::Season(atom.sense(|s| if let Sense::Season(x) = s { Some(x) } else { None })?))
        }
        El::Part => next(Cap::Part(atom.sense(|s| if let Sense::Part(x) = s { Some(x) } else { None })?)),
        El::Clock => numbers::clock(atoms, at).map(|(end, hour)| (end, Cap::Part(hour))),
        El::Feast => feast(atoms, at),
        El::Decade => numbers::decade(atoms, at).map(|(end, n)| (end, Cap::Decade(n))),
        El::Which => next(Cap::Which(atom.sense(|s| if let Sense::Which(x) = s { Some(x) } else { None })?)),
        El::Edge => next(Cap::Edge(atom.sense(|s| if let Sense::Edge(x) = s { Some(x) } else { None })?)),
        El::Numeric => numeric(atoms, at),
        El::Years => numbers::years(atoms, at).map(|(end, a, b)| (end, Cap::Years(a, b))),
        El::Opt(_) | El::Any(_) | El::As(..) | El::Ahead(_) | El::Not(_) => None,
    }
}

const fn as_unit(sense: Sense) -> Option<Unit> {
    if let Sense::Unit(unit) = sense { Some(unit) } else { None }
}

/// A full stop that belongs to the abbreviation before it.
fn stop(atoms: &[Atom], at: usize) -> usize {
    at + usize::from(atoms.get(at).is_some_and(|a| a.glued && a.text == "."))
}

fn weekday(atoms: &[Atom], at: usize) -> Option<(usize, Cap)> {
    let atom = &atoms[at];
    let full = atom.sense(|s| if let Sense::Weekday(n) = s { Some(n) } else { None });
    if let Some(day) = full {
        return Some((at + 1, Cap::Weekday(day, atom.plural)));
    }
    let short = atom.sense(|s| if let Sense::WeekdayShort(n) = s { Some(n) } else { None })?;
    // "Sun," is a company and "the Sun." a star; "Sun. 14 July", "Sun, July 14" and "on Sun." are days.
    let led = at > 0 && ["on", "last", "next", "since", "until", "from"].iter().any(|w| atoms[at - 1].is(w));
    let dated = |i: usize| atoms.get(i).is_some_and(|a| a.classes & (DIGITS | Sense::Month(0).bit()) != 0);
    // "Sat 14th", "Wed 27 December", "Sun July 14": but "Sun 3 pages" is a paper.
    let spaced = || {
        let month =
            |i: usize| atoms.get(i).is_some_and(|a| a.capital && a.classes & Sense::Month(0).bit() != 0);
        let figure =
            atoms.get(at + 1).is_some_and(|a| !a.glued && a.kind == Kind::Number && a.text.len() < 3);
        let suffixed = figure && numbers::ordinal(atoms, at + 1).is_some_and(|(end, _)| end == at + 3);
        month(at + 1) && atoms.get(at + 2).is_some_and(|a| a.kind == Kind::Number)
            || figure && month(at + 2)
            || suffixed
    };
    if atom.capital && spaced() {
        return Some((at + 1, Cap::Weekday(short, false)));
    }
    let sign = atoms
        .get(at + 1)
        .is_some_and(|a| a.glued && (matches!(a.text, "." | ",") && dated(at + 2) || a.text == "." && led));
    (atom.capital && sign).then(|| (stop(atoms, at + 1), Cap::Weekday(short, false)))
}

fn month(atoms: &[Atom], at: usize) -> Option<(usize, Cap)> {
    let atom = &atoms[at];
    let full = atom.sense(|s| if let Sense::Month(n) = s { Some(n) } else { None });
    if let Some(month) = full {
        return named(atoms, at).then_some((at + 1, Cap::Month(month)));
    }
    let short = atom.sense(|s| if let Sense::MonthShort(n) = s { Some(n) } else { None })?;
    atom.capital.then(|| (stop(atoms, at + 1), Cap::Month(short)))
}

/// "March for Life", "March of the Mothers".
fn is_walk(atoms: &[Atom], at: usize) -> bool {
    let next = |i: usize, words: &[&str]| atoms.get(at + i).is_some_and(|a| words.iter().any(|w| a.is(w)));
    atoms[at].is("march") && (next(1, &["for"]) || next(1, &["of"]) && next(2, &["the"]))
}

/// False where "may" is a verb and "march" a walk: a month has a capital, and "May" is no auxiliary.
fn named(atoms: &[Atom], at: usize) -> bool {
    use demarche_text::Upos;
    let atom = &atoms[at];
    let ambiguous = atom.is("may") || atom.is("march") || atom.is("august");
    if !ambiguous {
        return true;
    }
    let opens = at == 0 && atoms.get(1).is_none_or(|next| next.kind != Kind::Number);
    let tagged_otherwise = matches!(atom.upos, Upos::Aux | Upos::Verb | Upos::Adj | Upos::Noun);
    let verb = tagged_otherwise || opens && atom.upos == Upos::X;
    atom.capital && !verb && !is_walk(atoms, at)
}

fn feast(atoms: &[Atom], at: usize) -> Option<(usize, Cap)> {
    if !atoms[at].capital || !atoms[at].senses.contains(&Sense::Feast) {
        return None;
    }
    let fits = |f: &&Feast| {
        atoms.len() >= at + f.words.len()
            && f.words.iter().zip(&atoms[at..]).all(|(w, a)| a.is(w) || apostrophe(w, a))
    };
    let found = feasts::ALL.iter().find(fits)?;
    Some((at + found.words.len(), Cap::Feast(found)))
}

fn apostrophe(word: &str, atom: &Atom) -> bool {
    word == "'" && atom.text == "’"
}

/// "2018-11-04", "11/04/2018" (month first, the day where that is no month), "4.11.2018" (day first).
fn numeric(atoms: &[Atom], at: usize) -> Option<(usize, Cap)> {
    let [first, sign, second, again, third] = atoms.get(at..at + 5)? else { return None };
    let glued = [sign, second, again, third].iter().all(|x| x.glued);
    if !glued || sign.text != again.text {
        return None;
    }
    let (x, y, z) = (first.number()?, second.number()?, third.number()?);
    let (year, month, day) = match (sign.text, first.text.len(), third.text.len()) {
        ("-" | "/" | ".", 4, 1..=2) => (x, y, z),
        ("/" | "-", 1..=2, 4) if x <= 12 => (z, x, y),
        ("/" | "-" | ".", 1..=2, 4) => (z, y, x),
        ("/", 1..=2, 2) if x <= 12 => (short_year(z), x, y),
        ("/", 1..=2, 2) => (short_year(z), y, x),
        _ => return None,
    };
    let found = date(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)?;
    Some((at + 5, Cap::Date(found)))
}

/// The year that two digits write: 1950 to 2049.
const fn short_year(two: i64) -> i64 {
    if two < 50 { 2000 + two } else { 1900 + two }
}

/// What a pattern can start with: bits of senses, and words.
#[derive(Debug, Default)]
pub(crate) struct Firsts {
    pub(crate) classes: u32,
    pub(crate) words: Vec<&'static str>,
}

/// Adds every word of `pattern`.
pub(crate) fn words(pattern: &[El], into: &mut Vec<&'static str>) {
    for el in pattern {
        match el {
            El::W(words) => into.extend(*words),
            El::Opt(els) | El::As(_, els) | El::Ahead(els) => words(els, into),
            El::Any(rows) => rows.iter().for_each(|els| words(els, into)),
            _ => {}
        }
    }
}

/// Adds what `pattern` can start with; true where it can match nothing at all.
pub(crate) fn firsts(pattern: &[El], into: &mut Firsts) -> bool {
    pattern.iter().all(|el| first(el, into))
}

/// Adds what one element can start with; true where it can be skipped.
fn first(el: &El, into: &mut Firsts) -> bool {
    match el {
        El::W(words) => into.words.extend(*words),
        El::Opt(els) => {
            firsts(els, into);
            return true;
        }
        El::Any(rows) => {
            // Every row adds its own, also after one that can be skipped.
            let skipped = rows.iter().filter(|els| firsts(els, into)).count();
            return skipped > 0;
        }
        El::As(_, els) => return firsts(els, into),
        El::Ahead(_) | El::Not(_) => return true,
        El::Count => {
            into.classes |= DIGITS | Sense::Number(0).bit() | Sense::Vague.bit();
            into.words.extend(numbers::COUNT_WORDS);
        }
        El::Day | El::Ordinal => into.classes |= DIGITS | Sense::Ordinal(0).bit() | Sense::Number(0).bit(),
        El::Year | El::Years | El::Numeric => into.classes |= DIGITS | Sense::Number(0).bit(),
        El::Clock => {
            into.classes |= DIGITS | Sense::Number(0).bit();
            into.words.extend(["noon", "midnight", "midday"]);
        }
        El::Decade => {
            into.classes |= DIGITS | Sense::Decade(0).bit() | Sense::Number(0).bit();
            into.words.extend(["'", "’"]);
        }
        El::Unit => into.classes |= Sense::Unit(Unit::Day).bit(),
        El::Weekday => into.classes |= Sense::Weekday(0).bit(),
        El::Month => into.classes |= Sense::Month(0).bit(),
        El::Season => into.classes |= Sense::Season(Season::Fall).bit(),
        El::Part => into.classes |= Sense::Part(Hour::Night).bit(),
        El::Feast => into.classes |= Sense::Feast.bit(),
        El::Which => into.classes |= Sense::Which(Which::This).bit(),
        El::Edge => into.classes |= Sense::Edge(Edge::Mid).bit(),
    }
    false
}
