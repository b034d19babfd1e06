//! Which words of a report name places: names that the gazetteer knows, weighed by what the syntax says of them.

use crate::gazetteer::{Candidate, Gazetteer};
use crate::resolve::lies_in;
use crate::words::{Class, Governor, class, governor};
use crate::{Kind, fold};
use demarche_text::{Sentence, Span, Str, Upos};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words that a name has at most.
const LONGEST: usize = 6;

/// A name that may be a place's.
#[derive(Clone, Debug)]
pub(crate) struct Spot<'g> {
    pub sentence: usize,
    pub tokens: Range<usize>,
    pub span: Span,
    /// [`fold`]ed.
    pub key: Str,
    /// Number of this name among the different names of the report.
    pub name: usize,
    /// What the word behind it says it is.
    pub generic: Option<Class>,
    /// True in a list that ends in "counties".
    pub plural: bool,
    /// The spot that it lies in, as its words say: "Paris, Texas".
    pub container: Option<usize>,
    /// True where some place of its name lies there.
    pub within: bool,
    /// True where the words leave no doubt of that: "Paris, Texas", not "Lebanon, Syria and Jordan".
    pub surely: bool,
    /// How much the syntax speaks for a place.
    pub evidence: f32,
    pub candidates: std::rc::Rc<Vec<Candidate<'g>>>,
}

impl Spot<'_> {
    /// True where it can only be read as an adjective or a people.
    pub fn is_adjective(&self) -> bool {
        self.candidates.iter().all(|c| c.adjective)
    }
}

/// How the entity recogniser sees a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    None,
    Place { whole: bool, first: bool },
    Body { whole: bool, first: bool },
    Other { whole: bool },
    Person { whole: bool },
}

/// Every place name of a report, in order.
pub(crate) fn spots<'g>(text: &str, sentences: &[Sentence], gazetteer: &'g Gazetteer) -> Vec<Spot<'g>> {
    let mut memory = FxHashMap::default();
    let mut found = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        let mut i = 0;
        while i < sentence.tokens.len() {
            match longest(text, sentence, i, gazetteer, &mut memory) {
                Some(mut spot) => {
                    spot.sentence = at;
                    i = spot.tokens.end;
                    found.push(spot);
                }
                None => i += 1,
            }
        }
    }
    contain(text, sentences, &mut found);
    share(text, sentences, &mut found);
    let votes = Votes::of(text, sentences, &found);
    for spot in &mut found {
        spot.evidence = evidence(text, &sentences[spot.sentence], spot, &votes);
    }
    list(text, &mut found);
    keep(found)
}

/// What stands in a list beside a sure place is likelier to be one: "Bucha and Irpin".
fn list(text: &str, found: &mut [Spot<'_>]) {
    const SURE: f32 = 3.0;
    const BESIDE: f32 = 1.5;
    let before: Vec<f32> = found.iter().map(|spot| spot.evidence).collect();
    for at in 1..found.len() {
        let (a, b) = (&found[at - 1], &found[at]);
        let between = text.get(a.span.end..b.span.start).unwrap_or("").trim();
        if a.sentence == b.sentence && matches!(between, "and" | "or" | "," | ", and" | "&") {
            found[at].evidence += if before[at - 1] >= SURE { BESIDE } else { 0.0 };
            found[at - 1].evidence += if before[at] >= SURE && between != "," { BESIDE } else { 0.0 };
        }
    }
}

/// Drops what is no place, and numbers names anew.
fn keep(found: Vec<Spot<'_>>) -> Vec<Spot<'_>> {
    let mut moved = vec![None; found.len()];
    let mut kept: Vec<Spot<'_>> = Vec::with_capacity(found.len());
    let mut names = FxHashMap::default();
    for (old, mut spot) in found.into_iter().enumerate() {
        if spot.evidence < 1.0 {
            continue;
        }
        moved[old] = Some(kept.len());
        let next = names.len();
        spot.name = *names.entry(spot.key.clone()).or_insert(next);
        kept.push(spot);
    }
    for spot in &mut kept {
        spot.container = spot.container.and_then(|old| moved.get(old).copied().flatten());
    }
    kept
}

type Memory<'g> = FxHashMap<Str, Option<std::rc::Rc<Vec<Candidate<'g>>>>>;

/// The longest name of the gazetteer that begins at word `first`.
fn longest<'g>(
    text: &str,
    sentence: &Sentence,
    first: usize,
    gazetteer: &'g Gazetteer,
    memory: &mut Memory<'g>,
) -> Option<Spot<'g>> {
    let tokens = &sentence.tokens;
    let begins = |i: usize| tokens[i].span.of(text).starts_with(|c: char| c.is_uppercase());
    if !begins(first) {
        return None;
    }
    let start = tokens[first].span.start;
    let mut best = None;
    for last in first..tokens.len().min(first + LONGEST) {
        let form = tokens[last].span.of(text);
        let gap =
            last > first && text.get(tokens[last - 1].span.end..tokens[last].span.start)?.contains('\n');
        if gap || form.starts_with([',', ';', ':', '(', ')', '"', '“', '”', '?', '!', '[', ']', '/']) {
            break;
        }
        let begins_part = form.strip_prefix('-').is_some_and(|part| part.starts_with(char::is_uppercase));
        if !begins(last) && !begins_part && !form.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let end = tokens[last].span.end;
        // A full stop belongs to the name where only so it is an abbreviation: "Calif."
        let within = if form.ends_with('.') { end - 1 } else { end };
        let behind = text.get(end..).filter(|rest| rest.starts_with('.')).map(|_| end + 1);
        let stops = [behind, Some(end), Some(within).filter(|&within| within > start && within < end)];
        for end in stops.into_iter().flatten() {
            let surface = &text[start..end];
            if let Some(candidates) = look_up(surface, gazetteer, memory)
                && (!surface.ends_with('.') || surface.len() < 9 && is_abbreviation(surface, &candidates))
            {
                best = Some((last, Span::new(start, end), candidates));
                break;
            }
        }
    }
    let (last, span, candidates) = best?;
    let mut end = last + 1;
    while tokens.get(end).is_some_and(|t| t.span.end <= span.end) {
        end += 1;
    }
    let generic = tokens.get(end).and_then(|t| class(&t.form.to_lowercase()));
    Some(Spot {
        sentence: 0,
        tokens: first..end,
        key: fold(span.of(text)),
        span,
        name: 0,
        generic,
        plural: false,
        container: None,
        within: false,
        surely: false,
        evidence: 0.0,
        candidates,
    })
}

/// True where a name that ends in a full stop is none without it.
fn is_abbreviation(surface: &str, candidates: &[Candidate<'_>]) -> bool {
    candidates.iter().all(|c| c.alias && fold(c.entry.name) != fold(surface))
}

fn look_up<'g>(
    surface: &str,
    gazetteer: &'g Gazetteer,
    memory: &mut Memory<'g>,
) -> Option<std::rc::Rc<Vec<Candidate<'g>>>> {
    if let Some(known) = memory.get(surface) {
        return known.clone();
    }
    let candidates = gazetteer.candidates(surface);
    let found = (!candidates.is_empty()).then(|| std::rc::Rc::new(candidates));
    memory.insert(surface.into(), found.clone());
    found
}

/// Notes which spot lies in which: "Paris, Texas", "Aleppo in northern Syria", "Syria's Aleppo".
fn contain(text: &str, sentences: &[Sentence], spots: &mut [Spot<'_>]) {
    for i in 1..spots.len() {
        let (left, right) = (&spots[i - 1], &spots[i]);
        if left.sentence != right.sentence || right.span.start < left.span.end {
            continue;
        }
        let between = text.get(left.span.end..right.span.start).unwrap_or("").trim_matches(['.', ' ']);
        let inner =
            &sentences[left.sentence].tokens[left.tokens.end..right.tokens.start.max(left.tokens.end)];
        let holds = |s: &Spot<'_>| s.candidates.iter().any(|c| c.entry.kind.contains() && !c.adjective);
        if between == "," || is_in(inner) {
            let within = has_within(left, right);
            // "Abbas in Amman": where no place of the name lies there, only a comma says that one does.
            if holds(right) && (between == "," || within) || (between == "," && is_county(right)) {
                let surely = between == "," && within && !is_list(text, spots, i);
                let inner = &mut spots[i - 1];
                (inner.container, inner.within, inner.surely) = (Some(i), within, surely);
            }
        } else if matches!(between, "'s" | "’s") && holds(left) {
            let surely = has_within(right, left);
            let inner = &mut spots[i];
            (inner.container, inner.within, inner.surely) = (Some(i - 1), surely, surely);
        }
    }
}

/// True where a place of the one name lies in a place of the other.
fn has_within(inner: &Spot<'_>, outer: &Spot<'_>) -> bool {
    inner.candidates.iter().any(|i| outer.candidates.iter().any(|o| lies_in(i, o)))
}

/// True where spot `at` and the one before it are in a list of countries or divisions: "Lebanon, Syria and Jordan".
fn is_list(text: &str, spots: &[Spot<'_>], at: usize) -> bool {
    let peers = |s: &Spot<'_>| s.candidates.iter().any(|c| c.entry.kind.contains() && !c.adjective);
    let joined = |a: usize, b: usize| {
        let (Some(a), Some(b)) = (spots.get(a), spots.get(b)) else { return false };
        let between = text.get(a.span.end..b.span.start).unwrap_or("").trim();
        peers(a) && peers(b) && matches!(between, "," | "and" | "or" | ", and" | ", or" | "&")
    };
    peers(&spots[at - 1]) && (joined(at, at + 1) || at > 1 && joined(at - 2, at - 1))
}

/// Gives the word behind a list to each of its names: "Barrow, Clarke and Oconee counties".
fn share(text: &str, sentences: &[Sentence], spots: &mut [Spot<'_>]) {
    for i in (1..spots.len()).rev() {
        let (left, right) = (&spots[i - 1], &spots[i]);
        let between = text.get(left.span.end..right.span.start).unwrap_or("").trim();
        let listed = matches!(between, "," | "and" | ", and" | "&") && left.sentence == right.sentence;
        let plural = |s: &Spot<'_>| {
            s.plural || sentences[s.sentence].tokens.get(s.tokens.end).is_some_and(|t| t.form == "counties")
        };
        if listed && plural(right) && spots[i - 1].candidates.iter().any(|c| c.entry.kind == Kind::County) {
            (spots[i - 1].plural, spots[i].plural) = (true, true);
            spots[i - 1].generic = Some(Class::County);
            spots[i - 1].container = None;
        }
    }
}

fn is_county(spot: &Spot<'_>) -> bool {
    spot.tokens.len() > 1 && spot.candidates.iter().all(|c| c.entry.kind == Kind::County)
}

/// "in", "in northern", "in the southern".
fn is_in(words: &[demarche_text::Token]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    first.form == "in"
        && rest.len() < 3
        && rest.iter().all(|t| t.form == "the" || class(&t.form.to_lowercase()) == Some(Class::Direction))
}

/// What the report says elsewhere of the same names.
#[derive(Default)]
struct Votes {
    places: FxHashMap<Str, u32>,
    people: FxHashMap<Str, u32>,
}

impl Votes {
    fn of(text: &str, sentences: &[Sentence], spots: &[Spot<'_>]) -> Self {
        let mut votes = Self::default();
        for spot in spots {
            if matches!(label(&sentences[spot.sentence], &spot.tokens), Label::Place { whole: true, .. }) {
                *votes.places.entry(spot.key.clone()).or_default() += 1;
            }
        }
        for sentence in sentences {
            for entity in sentence.entities.iter().filter(|e| e.kind == "PER" && e.last > e.first) {
                for token in sentence.tokens.get(entity.first..=entity.last).unwrap_or_default() {
                    *votes.people.entry(fold(token.span.of(text))).or_default() += 1;
                }
            }
        }
        votes
    }
}

fn label(sentence: &Sentence, tokens: &Range<usize>) -> Label {
    let inside = |e: &&demarche_text::Entity| e.first < tokens.end && tokens.start <= e.last;
    let Some(entity) = sentence.entities.iter().find(inside) else { return Label::None };
    let whole = entity.first >= tokens.start && entity.last < tokens.end;
    let first = entity.first >= tokens.start;
    match entity.kind.as_str() {
        "LOC" | "GPE" => Label::Place { whole, first },
        "PER" => Label::Person { whole },
        "ORG" => Label::Body { whole, first },
        _ => Label::Other { whole },
    }
}

/// How much speaks for a place: 1 is enough.
fn evidence(text: &str, sentence: &Sentence, spot: &Spot<'_>, votes: &Votes) -> f32 {
    let before = spot.tokens.start.checked_sub(1).and_then(|i| sentence.tokens.get(i));
    let before = before.map_or_else(Str::default, |t| t.form.to_lowercase());
    let turned = matches!(class(&before), Some(Class::Direction)) || before == "of";
    let seen = label(sentence, &spot.tokens);
    let mut sum = match seen {
        Label::Place { whole: true, .. } => 3.0,
        Label::Place { first, .. } => {
            if first || turned {
                2.0
            } else {
                0.5
            }
        }
        Label::Body { whole: true, .. } | Label::None => 0.0,
        Label::Body { first, .. } => {
            if first || turned {
                0.5
            } else {
                -1.0
            }
        }
        Label::Other { .. } => 0.5,
        Label::Person { whole: true } => -1.2,
        Label::Person { whole: false } => -4.0,
    };
    sum += strength(spot);
    sum += around(sentence, spot, &before);
    if votes.places.contains_key(&spot.key) {
        sum += 1.0;
    }
    let whole = matches!(seen, Label::Place { whole: true, .. });
    if votes.people.contains_key(&spot.key) && !whole {
        sum -= 2.0;
    }
    if is_word(text, sentence, spot) {
        sum -= 2.5;
    }
    // "Eastern" of "Eastern Ghouta" is not the Eastern Province, whoever calls it so for short.
    if spot.tokens.len() == 1 && class(&spot.key) == Some(Class::Direction) {
        sum -= 6.0;
    }
    sum
}

/// What the words beside a name say.
fn around(sentence: &Sentence, spot: &Spot<'_>, before: &str) -> f32 {
    let mut sum = 0.0;
    if class(before) == Some(Class::Locative) {
        sum += 1.5;
    }
    sum += directed(sentence, spot);
    if spot.container.is_some() {
        sum += if spot.within { 4.0 } else { 1.5 };
    }
    if spot.plural {
        sum += 2.0;
    }
    if spot.tokens.start == 0 && is_dateline(sentence, spot) {
        sum += 3.0;
    }
    let capital =
        sentence.tokens.get(spot.tokens.end).is_some_and(|t| t.form.starts_with(char::is_uppercase));
    match spot.generic {
        Some(Class::Street) if capital => sum -= 6.0,
        Some(Class::County | Class::Division | Class::Town) => sum += 1.0,
        _ => {}
    }
    sum
}

/// What the syntax says: where somebody moves to ("travelled to Ankara", "a trip to Vienna"), what is visited, left or
/// attacked ("visited Kyiv", "Idlib was bombed"), and what has a president ("Georgia's president").
fn directed(sentence: &Sentence, spot: &Spot<'_>) -> f32 {
    const SAYS: f32 = 1.5;
    let outside = |i: &usize| sentence.tokens[*i].head.is_none_or(|head| !spot.tokens.contains(&head));
    let Some(top) = spot.tokens.clone().find(outside) else { return 0.0 };
    let token = &sentence.tokens[top];
    let Some(head) = token.head.and_then(|h| sentence.tokens.get(h)) else { return 0.0 };
    let case = sentence.child(top, "case").map(|c| sentence.tokens[c].lemma.as_str());
    let Some(of) = governor(&head.lemma) else { return 0.0 };
    let says = match token.relation() {
        "obl" | "nmod" if token.deprel != "nmod:poss" => {
            of != Governor::Owned
                && matches!(case, Some("to" | "into" | "from" | "for" | "toward" | "towards" | "in" | "at"))
        }
        "obj" => of == Governor::Reaching,
        "nsubj" => token.deprel == "nsubj:pass" && of == Governor::Reaching,
        "nmod" => of == Governor::Owned && spot.candidates.iter().any(|c| c.entry.kind.contains()),
        _ => false,
    };
    if says { SAYS } else { 0.0 }
}

/// "SEOUL, South Korea —", "ATLANTA (AP)": capitals at the head of a sentence, and what follows a dateline.
fn is_dateline(sentence: &Sentence, spot: &Spot<'_>) -> bool {
    let words = &sentence.tokens[spot.tokens.clone()];
    let loud = words.iter().all(|t| t.form.len() > 1 && !t.form.chars().any(char::is_lowercase));
    let next = sentence.tokens.get(spot.tokens.end).map(|t| t.form.as_str());
    loud && matches!(next, Some("(" | "-" | "–" | "—" | "--" | "," | ":" | "_" | "|"))
}

/// What the gazetteer says: how well known the best of the places is.
fn strength(spot: &Spot<'_>) -> f32 {
    let of = |c: &Candidate<'_>| {
        let known = match c.entry.kind {
            Kind::Country | Kind::Division | Kind::Continent => 2.0,
            Kind::Capital => 1.5,
            Kind::Town | Kind::Seat | Kind::Quarter | Kind::County => match c.entry.population {
                500_000.0.. => 1.5,
                100_000.0.. => 1.0,
                10_000.0.. => 0.3,
                _ => -0.3,
            },
            _ => 1.0,
        };
        known - if c.alias && c.entry.kind.is_town() { 0.7 } else { 0.0 }
    };
    let best = spot.candidates.iter().map(of).fold(f32::MIN, f32::max);
    best + if spot.tokens.len() > 1 { 1.0 } else { 0.0 }
}

/// True for a name alone that is more often a word, a person or a body.
fn is_word(text: &str, sentence: &Sentence, spot: &Spot<'_>) -> bool {
    if spot.tokens.len() > 1 {
        return false;
    }
    let token = &sentence.tokens[spot.tokens.start];
    let surface = spot.span.of(text);
    let letters = surface.chars().filter(|c| c.is_alphabetic()).count();
    if class(&spot.key) == Some(Class::Direction) {
        return true;
    }
    let code =
        surface.chars().all(char::is_uppercase) && letters < 5 && !spot.candidates.iter().all(|c| c.alias);
    let tagged =
        matches!(token.upos, Upos::Propn | Upos::Adj) || spot.is_adjective() || token.xpos.starts_with("NNP");
    code || letters < 3 && !surface.contains('.') && !surface.chars().all(char::is_uppercase)
        || !tagged
        || class(&spot.key) == Some(Class::Common)
}
