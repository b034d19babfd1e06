//! How rules are run over a document: first sets, the longest match, and the memory of dates told before.

use crate::atoms::{self, Atom, Kind as AtomKind};
use crate::calendar::{Cal, date, plus_days};
use crate::lexicon::{Sense, WORDS};
use crate::pattern::{self, Edge, El, Firsts, Match};
use crate::rules::RULES;
use crate::tense::{self, Tense};
use crate::{Clause, Kind, Timex};
use demarche_text::{Sentence, Span};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::Cell;
use std::ops::Range;
use std::sync::LazyLock;

/// A rule: what an expression looks like, and what it means.
pub(crate) struct Rule {
    pub(crate) id: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) pattern: &'static [El],
    pub(crate) value: fn(&Match, &Context) -> Option<Meaning>,
    /// Text and the TIMEX3 value that this rule gives it, on Thursday 11 July 2024.
    pub(crate) examples: &'static [(&'static str, &'static str)],
    /// Texts in which this rule finds nothing.
    pub(crate) rejects: &'static [&'static str],
}

/// What an expression means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) kind: Kind,
    pub(crate) value: String,
    pub(crate) range: Option<(Date, Date)>,
    /// What later expressions may count from.
    pub(crate) anchor: Option<Cal>,
}

impl Meaning {
    /// A span of the calendar.
    pub(crate) fn at(cal: Cal) -> Self {
        let kind = if matches!(cal, Cal::Time(..)) { Kind::Time } else { Kind::Date };
        Self { kind, value: cal.value(), range: cal.range(), anchor: Some(cal) }
    }

    /// A value that denotes no days.
    pub(crate) fn open(kind: Kind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into(), range: None, anchor: None }
    }

    /// A date that is only compared with: nothing later counts from it.
    #[must_use]
    pub(crate) fn aside(self) -> Self {
        Self { anchor: None, ..self }
    }

    /// Keeps the part of the range that `edge` names: a third of it, or what lies before or after the document's day.
    #[must_use]
    pub(crate) fn narrowed(mut self, edge: Option<Edge>, dct: Option<Date>) -> Self {
        if let (Some(edge), Some((first, last))) = (edge, self.range) {
            let part = self.anchor.and_then(|cal| third(cal, edge));
            self.range = Some(part.unwrap_or_else(|| narrow(edge, first, last, dct)));
        }
        self
    }
}

/// The beginning, middle or end of a month, year, decade or century, by whole days, months and years.
fn third(cal: Cal, edge: Edge) -> Option<(Date, Date)> {
    let pick = |parts: [(i16, i16); 3]| match edge {
        Edge::Start => Some(parts[0]),
        Edge::Mid => Some(parts[1]),
        Edge::End => Some(parts[2]),
        Edge::Earlier | Edge::Later => None,
    };
    let years = |from: i16, to: i16| Cal::Year(from.max(1)).first().zip(Cal::Year(to).last());
    match cal {
        Cal::Month(y, m) => {
            let (from, to) = pick([(1, 10), (11, 20), (21, 31)])?;
            Some((date(y, m, from as i8)?, date(y, m, to as i8).or(cal.last())?))
        }
        Cal::Year(y) => {
            let (from, to) = pick([(1, 4), (5, 8), (9, 12)])?;
            Cal::Month(y, from as i8).first().zip(Cal::Month(y, to as i8).last())
        }
        Cal::Decade(y) => pick([(0, 3), (4, 6), (7, 9)]).and_then(|(from, to)| years(y + from, y + to)),
        Cal::Century(c) => {
            pick([(0, 32), (33, 66), (67, 99)]).and_then(|(from, to)| years(c * 100 + from, c * 100 + to))
        }
        _ => None,
    }
}

/// The part of an interval: a third of it in days, or what lies before or after the document's day.
fn narrow(edge: Edge, first: Date, last: Date, dct: Option<Date>) -> (Date, Date) {
    let days = i64::from((last - first).get_days()) + 1;
    if days < 3 {
        return (first, last);
    }
    let third = (days + 1) / 3;
    let from = |n: i64| plus_days(first, n).unwrap_or(first);
    let inside = dct.filter(|day| first <= *day && *day <= last);
    match edge {
        Edge::Start => (first, from(third - 1)),
        Edge::Mid => (from(third), from(days - third - 1)),
        Edge::End => (from(days - third), last),
        Edge::Earlier => (first, inside.unwrap_or(last)),
        Edge::Later => (inside.unwrap_or(first), last),
    }
}

/// What a rule may look at beside its match.
pub(crate) struct Context<'a> {
    pub(crate) dct: Option<Date>,
    pub(crate) atoms: &'a [Atom<'a>],
    /// The last date told before the match.
    pub(crate) last: Option<Cal>,
    /// The last date told before the match in this sentence.
    pub(crate) near: Option<Cal>,
    /// The last quarter told that is not a comparison's: what a report on results is about.
    pub(crate) quarter: Option<Cal>,
    /// What the rule at work was told of the clause.
    asked: Cell<Clause>,
    sentence: &'a Sentence,
}

impl Context<'_> {
    /// A date that is reckoned from the document's day; `open` is its value where there is no such day.
    pub(crate) fn dated(
        &self,
        open: impl Into<String>,
        f: impl FnOnce(Date) -> Option<Cal>,
    ) -> Option<Meaning> {
        match self.dct {
            Some(dct) => f(dct).map(Meaning::at),
            None => Some(Meaning::open(Kind::Date, open)),
        }
    }

    fn remember(&mut self, told: Option<Cal>) {
        if told.is_some() {
            self.last = told;
            self.near = told;
        }
        if let Some(Cal::Quarter(..)) = told {
            self.quarter = told;
        }
    }

    /// The atom `back` places before the match.
    pub(crate) fn before(&self, m: &Match, back: usize) -> Option<&Atom<'_>> {
        m.start.checked_sub(back).and_then(|i| self.atoms.get(i))
    }

    /// True where the atom before the match is one of these words.
    pub(crate) fn follows(&self, m: &Match, words: &[&str]) -> bool {
        self.before(m, 1).is_some_and(|a| words.iter().any(|w| a.is(w)))
    }

    /// The atom after the match.
    pub(crate) fn after(&self, m: &Match) -> Option<&Atom<'_>> {
        self.atoms.get(m.end)
    }

    /// True where the atom after the match is one of these words.
    pub(crate) fn precedes(&self, m: &Match, words: &[&str]) -> bool {
        self.after(m).is_some_and(|a| words.iter().any(|w| a.is(w)))
    }

    /// True where atom `i` of the match is this word.
    pub(crate) fn starts(&self, m: &Match, word: &str) -> bool {
        self.atoms.get(m.start).is_some_and(|a| a.is(word))
    }

    /// The text of the match, in order.
    pub(crate) fn words(&self, m: &Match) -> &[Atom<'_>] {
        self.atoms.get(m.start..m.end).unwrap_or(&[])
    }

    /// The tense of the clause around the match.
    pub(crate) fn tense(&self, m: &Match) -> Tense {
        let tense = match tokens(self.atoms, m) {
            tokens if tokens.end <= self.sentence.tokens.len() => tense::tense(self.sentence, &tokens),
            _ => Tense::Unknown,
        };
        self.asked.set(tense.clause());
        tense
    }
}

/// Bits of the rules that can start with a class of atom, and with a word.
struct Index {
    classes: [u128; 32],
    words: FxHashMap<&'static str, u128>,
    /// Words of the rules that tell time themselves, as "recently" does and "the" does not.
    telling: FxHashSet<&'static str>,
}

/// How far into an expression its first word that tells time may stand.
const LEAD: usize = 7;
/// Words of the rules that stand before and between those that tell time, and signs.
const LIGHT: &str = "a about additional after almost an and another approximately as at before between by each end every first \
    for from fewer full in is just last least less long long-term many more most much nearly no not of on only or over part \
    quite right roughly same short so some start than that the these this those through to too under until up very well whole";

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index { classes: [0; 32], words: FxHashMap::default(), telling: FxHashSet::default() };
    for (i, rule) in RULES.iter().enumerate().take(128) {
        let mut firsts = Firsts::default();
        pattern::firsts(rule.pattern, &mut firsts);
        for (bit, rules) in index.classes.iter_mut().enumerate() {
            if firsts.classes & (1 << bit) != 0 {
                *rules |= 1 << i;
            }
        }
        for word in &firsts.words {
            *index.words.entry(word).or_default() |= 1 << i;
        }
        let mut all = firsts.words;
        pattern::words(rule.pattern, &mut all);
        let light =
            |word: &&str| LIGHT.split(' ').any(|l| l == *word) || !word.starts_with(char::is_alphanumeric);
        index.telling.extend(all.into_iter().filter(|word| !light(word)));
    }
    index
});

impl Index {
    /// Bits of the rules that can start with this atom.
    fn candidates(&self, atom: &Atom) -> u128 {
        let mut rules = 0;
        let mut classes = atom.classes;
        while classes != 0 {
            rules |= self.classes[classes.trailing_zeros() as usize];
            classes &= classes - 1;
        }
        rules | lowered(atom, |word| self.words.get(word).copied()).unwrap_or(0)
    }

    /// True for a word, number or sign that an expression must have one of.
    fn tells(&self, atom: &Atom) -> bool {
        atom.classes != 0 || lowered(atom, |word| self.telling.contains(word).then_some(())).is_some()
    }

    /// For each atom, whether one that tells time stands within [`LEAD`] of it.
    fn near(&self, atoms: &[Atom]) -> Vec<bool> {
        let mut next = usize::MAX;
        let mut near = vec![false; atoms.len()];
        for (i, atom) in atoms.iter().enumerate().rev() {
            if self.tells(atom) {
                next = i;
            }
            near[i] = next != usize::MAX && next - i <= LEAD;
        }
        near
    }
}

/// What `look` finds under an atom's lower-case form.
fn lowered<T>(atom: &Atom, look: impl Fn(&str) -> Option<T>) -> Option<T> {
    let mut lower = [0; 16];
    let lower = lower.get_mut(..atom.text.len())?;
    lower.copy_from_slice(atom.text.as_bytes());
    lower.make_ascii_lowercase();
    look(std::str::from_utf8(lower).ok()?)
}

/// Finds every expression of a document.
pub(crate) fn run(text: &str, sentences: &[Sentence], dct: Option<Date>) -> Vec<Timex> {
    // The word list is read before the first sentence, so that a first call costs what it says.
    let _ = &*WORDS;
    let mut out = Vec::new();
    let (mut last, mut quarter) = (None, None);
    for (i, sentence) in sentences.iter().enumerate() {
        let atoms = atoms::cut(text, sentence);
        let asked = Cell::new(Clause::Unasked);
        let mut cx = Context { dct, atoms: &atoms, last, near: None, quarter, asked, sentence };
        let near = INDEX.near(&atoms);
        let mut at = 0;
        while at < atoms.len() {
            if !near[at] {
                at += 1;
                continue;
            }
            let Some(Found { rule, m, meaning, clause }) = longest(&cx, at) else {
                at += 1;
                continue;
            };
            cx.remember(meaning.anchor);
            at = m.end;
            out.push(Timex { clause, ..timex(i, &atoms, &m, meaning, rule) });
        }
        (last, quarter) = (cx.last, cx.quarter);
    }
    crate::join::join(text, &mut out, dct);
    crate::anchor::resolve(sentences, &mut out);
    out
}

/// A match with its value.
struct Found {
    rule: &'static Rule,
    m: Match,
    meaning: Meaning,
    clause: Clause,
}

/// The longest match at atom `at` that has a value; of two as long, that of the rule listed first.
fn longest(cx: &Context, at: usize) -> Option<Found> {
    let mut rules = INDEX.candidates(&cx.atoms[at]);
    if rules == 0 || !opens(cx.atoms, at) {
        return None;
    }
    let mut best: Option<Found> = None;
    while rules != 0 {
        let rule = &RULES[rules.trailing_zeros() as usize];
        rules &= rules - 1;
        for m in pattern::matches(rule.pattern, cx.atoms, at) {
            let beaten = best.as_ref().is_some_and(|b| b.m.end >= m.end);
            if beaten || m.end == m.start {
                break;
            }
            cx.asked.set(Clause::Unasked);
            if closes(cx.atoms, m.end)
                && let Some(meaning) = (rule.value)(&m, cx)
            {
                best = Some(Found { rule, m, meaning, clause: cx.asked.get() });
                break;
            }
        }
    }
    best
}

/// False inside a number, a code or a sum: the "05" of "1.05", the "16" of "F16", the "2000" of "$2000".
fn opens(atoms: &[Atom], at: usize) -> bool {
    let (atom, Some(before)) = (&atoms[at], at.checked_sub(1).map(|i| &atoms[i])) else { return true };
    if atom.kind == AtomKind::Sign {
        return true;
    }
    if atom.kind == AtomKind::Number && matches!(before.text, "$" | "£" | "€" | "¥" | "#" | "№") {
        return false;
    }
    if !atom.glued {
        return true;
    }
    let number_before = at.checked_sub(2).is_some_and(|i| atoms[i].kind == AtomKind::Number && before.glued);
    match before.kind {
        AtomKind::Sign if atom.kind == AtomKind::Number => {
            !(matches!(before.text, "@" | "/") || number_before && matches!(before.text, "." | "," | ":"))
        }
        AtomKind::Sign => !matches!(before.text, "@" | "_" | ".") && (before.text != "/" || atom.capital),
        _ => false,
    }
}

/// False where a match would cut a number, a word or a code in two.
fn closes(atoms: &[Atom], end: usize) -> bool {
    let (Some(last), Some(next)) = (end.checked_sub(1).map(|i| &atoms[i]), atoms.get(end)) else {
        return true;
    };
    if !next.glued || last.kind == AtomKind::Sign {
        return true;
    }
    let then_number = atoms.get(end + 1).is_some_and(|a| a.glued && a.kind == AtomKind::Number);
    match next.kind {
        AtomKind::Sign if last.kind == AtomKind::Number => {
            !(matches!(next.text, "%" | "°" | "/") || then_number && matches!(next.text, "." | "," | ":"))
        }
        AtomKind::Sign => next.text != "@" && next.text != "_",
        _ => false,
    }
}

fn tokens(atoms: &[Atom], m: &Match) -> Range<usize> {
    atoms[m.start].token..atoms[m.end - 1].token + 1
}

fn timex(sentence: usize, atoms: &[Atom], m: &Match, meaning: Meaning, rule: &'static Rule) -> Timex {
    let span = Span::new(atoms[m.start].span.start, atoms[m.end - 1].span.end);
    let Meaning { kind, value, range, .. } = meaning;
    let clause = Clause::Unasked;
    Timex {
        span,
        sentence,
        tokens: tokens(atoms, m),
        kind,
        value,
        range,
        rule: rule.id,
        clause,
        anchor: None,
    }
}

/// True where an atom has a sense for which `pick` holds.
pub(crate) fn senses(atom: Option<&Atom>, pick: impl Fn(Sense) -> bool) -> bool {
    atom.is_some_and(|a| a.senses.iter().any(|s| pick(*s)))
}
