//! Which place an event took place in.

use crate::words::{Governor, governor};
use crate::{Kind, Place, Precision};
use demarche_text::{Sentence, Token, Upos};

/// Prepositions behind which something is where it is, or where it goes.
const WHERE: [&str; 17] = [
    "in",
    "at",
    "near",
    "outside",
    "around",
    "inside",
    "across",
    "throughout",
    "off",
    "over",
    "within",
    "to",
    "into",
    "from",
    "through",
    "onto",
    "via",
];
/// Prepositions of what something is done to, which is where it is done if it is done by force: "the attack on Aleppo".
const UPON: [&str; 3] = ["on", "against", "of"];
/// Verbs that carry a noun's event: "hold talks in Geneva".
const LIGHT: [&str; 22] = [
    "be", "begin", "conduct", "end", "give", "happen", "have", "hold", "host", "launch", "make", "occur",
    "open", "pay", "place", "resume", "see", "sign", "stage", "start", "take", "undergo",
];

/// What an event's own words may say of where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upon {
    /// What it is done to says nothing: "accused Moscow".
    Nothing,
    /// A town or region it is done to: "visited Ankara".
    Towns,
    /// Whatever it is done to: "bombed Syria".
    Anything,
}

/// The place of the predicate at token `predicate`, from those of its sentence.
///
/// What hangs from the predicate itself by a preposition of place, or stands before its noun ("the Geneva talks"), comes
/// first; then what it is done to, as far as `upon` lets it; then what hangs from the verb that carries it. Of several the
/// one with the most exact point counts, then the nearest. Adjectives and peoples are no place of an event.
///
/// ```
/// use demarche_places::{Kind, Place, Reason, Upon, of_event};
/// use demarche_text::conllu;
/// let read = conllu::read("1\tThey\tthey\tPRON\t_\t_\t2\tnsubj\t_\t_\n\
///     2\tmet\tmeet\tVERB\t_\tTense=Past\t0\troot\t_\t_\n\
///     3\tin\tin\tADP\t_\t_\t4\tcase\t_\t_\n\
///     4\tGeneva\tGeneva\tPROPN\t_\t_\t2\tobl\t_\t_\n\n").unwrap();
/// let sentence = &read.sentences[0];
/// let geneva = Place { span: sentence.tokens[3].span, sentence: 0, tokens: 3..4, name: "Geneva".into(), country: "CHE".into(),
///     admin1: "Geneva".into(), lat: 46.2, lon: 6.15, id: 2_660_646, kind: Kind::Seat, adjective: false, government: false,
///     reason: Reason::Only, confidence: 1.0, choices: 1 };
/// assert!(of_event(sentence, 0, 1, &[geneva], Upon::Nothing).is_some());
/// ```
pub fn of_event<'a>(
    sentence: &Sentence,
    at: usize,
    predicate: usize,
    places: &'a [Place],
    upon: Upon,
) -> Option<&'a Place> {
    let own: Vec<&Place> = own(sentence, at, places);
    let best = |ties: fn(&Sentence, &Place, usize, Upon) -> bool, from: usize| {
        let found = own.iter().copied().filter(|p| ties(sentence, p, from, upon));
        found.min_by_key(|p| (rank(p), predicate.abs_diff(p.tokens.start)))
    };
    if let Some(found) = best(lies, predicate).or_else(|| best(is_upon, predicate)) {
        return Some(found);
    }
    let mut from = predicate;
    for _ in 0..4 {
        let Some(head) = carrier(sentence, from) else { break };
        if let Some(found) = best(lies, head) {
            return Some(found);
        }
        from = head;
    }
    None
}

/// The place of an event of a sentence that tells none, where the sentence goes on with a story: that of the main clause
/// of a sentence before it.
///
/// Only what is told in the past goes on, over sentences that tell no other place.
pub fn of_story<'a>(
    sentences: &[Sentence],
    at: usize,
    predicate: usize,
    places: &'a [Place],
) -> Option<&'a Place> {
    const REACH: usize = 2;
    let told = |s: usize| places.iter().any(|p| p.sentence == s && !p.adjective && is_told(&sentences[s], p));
    if told(at) || !is_past(sentences.get(at)?, predicate) {
        return None;
    }
    for back in 1..=REACH.min(at) {
        let before = &sentences[at - back];
        let root = before.root()?;
        if !is_past(before, root) {
            return None;
        }
        if told(at - back) {
            return of_event(before, at - back, root, places, Upon::Towns)
                .filter(|p| p.kind.precision() == Precision::City);
        }
    }
    None
}

/// The place in a report's dateline: "BELGRADE, Serbia (Reuters) -- ".
pub fn dateline<'a>(text: &str, sentences: &[Sentence], places: &'a [Place]) -> Option<&'a Place> {
    const LONGEST: usize = 90;
    const FIRST: usize = 4;
    let is_line = |at: usize| {
        let line = sentences.get(at).map_or("", |s| s.span.of(text)).trim_end();
        line.len() <= LONGEST && line.ends_with(['-', '–', '—', ':', ')'])
    };
    places
        .iter()
        .take_while(|p| p.sentence < FIRST)
        .find(|p| p.tokens.start == 0 && !p.adjective && is_line(p.sentence))
}

/// True where a country, a capital or a seat of power stands for those who govern there: it is the subject of an active
/// verb, is accused or asked, or acts by, with or against somebody. What is visited or attacked is a place.
pub(crate) fn acts(sentence: &Sentence, place: &Place) -> bool {
    const WITH: [&str; 5] = ["by", "with", "against", "between", "toward"];
    let governs = matches!(place.kind, Kind::Country | Kind::Capital | Kind::Site);
    if !governs || place.adjective || place.tokens.is_empty() || place.tokens.end > sentence.tokens.len() {
        return false;
    }
    let top = top(sentence, place);
    let token = &sentence.tokens[top];
    let Some(head) = token.head.and_then(|h| sentence.tokens.get(h)) else { return false };
    let verb = head.upos == Upos::Verb;
    let reached = governor(&head.lemma) == Some(Governor::Reaching);
    match token.relation() {
        "nsubj" if token.deprel == "nsubj:pass" => verb && !reached && place.kind != Kind::Site,
        "nsubj" => verb,
        "obj" | "iobj" => verb && !reached && place.kind != Kind::Site,
        "obl" | "nmod" => case(sentence, top).is_some_and(|c| WITH.contains(&c)),
        _ => false,
    }
}

/// Places of this sentence that are named; tokens that do not fit it are passed over.
fn own<'a>(sentence: &Sentence, at: usize, places: &'a [Place]) -> Vec<&'a Place> {
    let fits = |p: &&Place| p.sentence == at && !p.tokens.is_empty() && p.tokens.end <= sentence.tokens.len();
    places.iter().filter(fits).filter(|p| !p.adjective).collect()
}

/// Exact points first.
fn rank(place: &Place) -> u8 {
    match place.kind.precision() {
        Precision::City => 0,
        Precision::Region => 1,
        Precision::Country => 2,
    }
}

/// The word of a name that its other words hang from.
fn top(sentence: &Sentence, place: &Place) -> usize {
    let outside = |i: &usize| sentence.tokens[*i].head.is_none_or(|head| !place.tokens.contains(&head));
    place.tokens.clone().find(outside).unwrap_or(place.tokens.start)
}

fn case(sentence: &Sentence, word: usize) -> Option<&str> {
    sentence.child(word, "case").map(|c| sentence.tokens[c].lemma.as_str())
}

/// True where a place says where word `from` is: by a preposition of place, or before its noun. A phrase between them
/// ("in the city of Idlib", "at a base near Mosul") is passed through.
fn lies(sentence: &Sentence, place: &Place, from: usize, upon: Upon) -> bool {
    let mut word = top(sentence, place);
    for step in 0..4 {
        let token = &sentence.tokens[word];
        let Some(head) = token.head.filter(|h| *h < sentence.tokens.len()) else { return false };
        let noun = |t: &Token| matches!(t.upos, Upos::Noun | Upos::Propn);
        let case = case(sentence, word);
        match token.relation() {
            "obl" | "nmod" if head == from => {
                let is_where = case.is_some_and(|c| WHERE.contains(&c));
                let done_to = case.is_some_and(|c| UPON.contains(&c)) && allows(place, upon);
                return is_where || token.deprel == "nmod:poss" && step > 0 || done_to;
            }
            "compound" if head == from && step == 0 => return noun(&sentence.tokens[head]),
            // "in Syria's Idlib", "a hotel in Geneva", "Geneva, Switzerland", "the Aleppo suburbs".
            "nmod" | "appos" | "compound" | "conj" if noun(&sentence.tokens[head]) => word = head,
            _ => return false,
        }
    }
    false
}

/// True where the event at `from` is done to a place: its object, the subject of its passive.
fn is_upon(sentence: &Sentence, place: &Place, from: usize, upon: Upon) -> bool {
    let token = &sentence.tokens[top(sentence, place)];
    let object = token.relation() == "obj" || token.deprel == "nsubj:pass";
    object && token.head == Some(from) && allows(place, upon)
}

fn allows(place: &Place, upon: Upon) -> bool {
    match upon {
        Upon::Nothing => false,
        Upon::Towns => place.kind.precision() != Precision::Country,
        Upon::Anything => true,
    }
}

/// True where the sentence says of the place that something is there, and does not only name it as an actor.
fn is_told(sentence: &Sentence, place: &Place) -> bool {
    place.tokens.end <= sentence.tokens.len()
        && !place.tokens.is_empty()
        && case(sentence, top(sentence, place)).is_some_and(|c| WHERE.contains(&c))
}

/// The verb above a predicate whose place is the predicate's too.
fn carrier(sentence: &Sentence, at: usize) -> Option<usize> {
    let token = sentence.tokens.get(at)?;
    let head = token.head?;
    let above = sentence.tokens.get(head)?;
    let noun = matches!(token.upos, Upos::Noun | Upos::Propn);
    let light =
        LIGHT.contains(&above.lemma.as_str()) && noun && matches!(token.relation(), "obj" | "nsubj" | "obl");
    let chain = token.relation() == "xcomp" || (token.relation() == "conj" && !noun);
    let phrase = noun && token.relation() == "nmod" && above.upos == Upos::Noun;
    (light || chain || phrase).then_some(head)
}

/// A finite verb of the simple past.
fn is_past(sentence: &Sentence, verb: usize) -> bool {
    let past = |i: usize| {
        let token = &sentence.tokens[i];
        token.feat("Tense") == Some("Past") && token.feat("VerbForm") == Some("Fin")
    };
    let helps = |c: &usize| matches!(sentence.tokens[*c].relation(), "aux" | "cop");
    let had = sentence.children(verb).filter(helps).any(|c| sentence.tokens[c].lemma == "have");
    verb < sentence.tokens.len() && !had && (past(verb) || sentence.children(verb).filter(helps).any(past))
}
