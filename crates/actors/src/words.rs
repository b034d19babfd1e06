//! A text's words as numbers of the base, and the names and agents among them.

use crate::Str;
use crate::base::Base;
use crate::fold::{is_cut, pieces, singular};
use crate::index::{Index, NONE, Naming, Spelling, Target, extend};
use crate::lexicon::{Class, class};
use demarche_text::{Sentence, Upos};
use std::ops::Range;

/// A piece of a token.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    /// Folded.
    pub text: Str,
    /// Number in the base, and that of its singular, and that of it with an "s" where `'s` follows.
    number: u32,
    one: u32,
    joined: u32,
    pub class: Class,
    /// Starts with a capital; has nothing but capitals.
    pub capital: bool,
    pub upper: bool,
    /// A capital that sentence position does not explain.
    pub proper: bool,
    /// Index of the token it is of.
    pub token: u32,
}

/// A stretch of words that the base knows as one, or a single word that it does not know.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub words: Range<u32>,
    pub tokens: Range<u32>,
    pub class: Class,
    /// What it may stand for.
    pub senses: Senses,
    /// List in the index.
    pub list: u32,
    /// Its first word may be of a name.
    pub proper: bool,
}

/// What an item may stand for: the best of each kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Senses {
    pub country: Option<(u32, Naming)>,
    pub people: Option<u32>,
    pub body: bool,
    pub person: bool,
    pub surname: bool,
    pub agent: Option<u32>,
    pub place: Option<u32>,
}

impl Senses {
    /// True where nothing but, at most, a last name is known.
    pub fn is_unknown(&self) -> bool {
        !self.is_named() && self.agent.is_none()
    }

    /// True for the people of a country or its adjective: "Albanian", "Albanians".
    pub const fn is_of_people(&self) -> bool {
        matches!(self.country, Some((_, Naming::Adjective | Naming::Demonym)))
    }

    /// True where it names something listed.
    pub fn is_named(&self) -> bool {
        self.country.is_some() || self.people.is_some() || self.body || self.person || self.place.is_some()
    }
}

/// The words of a sentence or phrase, and its items.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    pub words: Vec<Word>,
    pub items: Vec<Item>,
}

impl Words {
    /// Reads tokens, given by their forms.
    pub fn read<'a>(base: &Base, forms: impl Iterator<Item = &'a str>) -> Self {
        let mut out = Self::default();
        for (token, form) in forms.enumerate() {
            out.push(base, token as u32, form, true);
        }
        out.find(base);
        out
    }

    /// Reads the tokens of a sentence. Whether its first word is a name is for its tag to say.
    pub fn of(base: &Base, sentence: &Sentence) -> Self {
        let mut out = Self::default();
        for (at, token) in sentence.tokens.iter().enumerate() {
            let name = token.upos == Upos::Propn || token.xpos.starts_with("NNP");
            let first =
                at == 0 || matches!(sentence.tokens[at - 1].form.as_str(), "\"" | "“" | ":" | "''" | "``");
            out.push(base, at as u32, &token.form, name || !first);
        }
        out.find(base);
        out
    }

    fn push(&mut self, base: &Base, token: u32, form: &str, proper: bool) {
        if matches!(form, "'s" | "’s" | "'" | "’" | "'S" | "’S") {
            self.join(base, form);
            return self.mark(token, Class::Possessive);
        }
        let before = self.words.len();
        let mut cut = false;
        let hyphen = |c: char| matches!(c, '-' | '‐' | '‑');
        let worded = form.chars().any(char::is_alphanumeric);
        if worded && form.starts_with(hyphen) {
            self.mark(token, Class::Hyphen);
        }
        pieces(form, |piece, at| {
            if cut {
                self.mark(token, Class::Hyphen);
            }
            cut = true;
            self.push_piece(base, token, piece, &form[at..], proper);
        });
        if worded && form.ends_with(hyphen) {
            self.mark(token, Class::Hyphen);
        }
        if self.words.len() == before {
            let hyphen = matches!(form, "-" | "/" | "‐" | "‑");
            self.mark(
                token,
                if hyphen {
                    Class::Hyphen
                } else if form == "&" {
                    Class::And
                } else {
                    Class::Break
                },
            );
        }
    }

    fn push_piece(&mut self, base: &Base, token: u32, piece: &str, source: &str, proper: bool) {
        let number = base.index.word(piece);
        let one = singular(piece);
        let one = if one == piece { number } else { base.index.word(&one) };
        let mut letters = source.chars().take_while(|c| !is_cut(*c)).filter(|c| c.is_alphabetic());
        let capital = letters.next().is_some_and(char::is_uppercase);
        let upper = capital && letters.all(char::is_uppercase);
        let class = class(piece);
        let proper = capital && proper;
        self.words.push(Word {
            text: piece.into(),
            number,
            one,
            joined: NONE,
            class,
            capital,
            upper,
            proper,
            token,
        });
    }

    /// Gives the last word its number with `'s` written on: "People" of "People's Party" is "peoples".
    fn join(&mut self, base: &Base, mark: &str) {
        if let Some(last) = self.words.last_mut() {
            let mut text = last.text.clone();
            if mark.len() > 1 && !matches!(mark, "’") {
                text.push('s');
            }
            last.joined = base.index.word(&text);
        }
    }

    fn mark(&mut self, token: u32, class: Class) {
        self.words.push(Word { class, token, joined: NONE, number: NONE, one: NONE, ..Word::default() });
    }

    /// Cuts the words into items, the longest names first come.
    fn find(&mut self, base: &Base) {
        let lenient = !self.words.iter().any(|w| w.capital);
        let mut at = 0;
        while at < self.words.len() {
            let item = self.item(base, at, lenient);
            at = item.words.end as usize;
            self.items.push(item);
        }
    }

    fn item(&self, base: &Base, at: usize, lenient: bool) -> Item {
        let word = &self.words[at];
        let mut best = (at + 1, NONE, Senses::default());
        let longest = base.index.longest(word.number).max(base.index.longest(word.one));
        // Forms as they stand; singulars throughout, for agents.
        let (mut forms, mut ones) = (Index::start(), Index::start());
        let (mut count, mut end) = (0, at);
        while count < longest && end < self.words.len() {
            let next = &self.words[end];
            match next.class {
                Class::Hyphen if count > 0 => {
                    end += 1;
                    continue;
                }
                Class::Break | Class::Possessive | Class::Hyphen => break,
                _ => {}
            }
            let mixed = extend(forms, next.one);
            forms = extend(forms, next.number);
            ones = extend(ones, next.one);
            (count, end) = (count + 1, end + 1);
            let found = [(forms, true), (mixed, false), (ones, false)];
            let senses = |(key, as_is)| {
                let list = base.index.list(key);
                let senses = self.senses(base, list, at..end, lenient);
                let senses = if as_is { senses } else { senses.and_then(Senses::of_plural) };
                senses.map(|s| (end, list, s))
            };
            let mut known = found.into_iter().filter_map(senses);
            // A last name alone gives way to anything else that is as long; a body keeps the noun that it also is.
            if let Some(first) = known.next() {
                let other = known.find(|k| !k.2.is_unknown());
                best = if first.2.is_unknown() { other.unwrap_or(first) } else { first };
                best.2.agent = best.2.agent.or(other.and_then(|k| k.2.agent));
            }
            if self.words.get(end).is_some_and(|w| w.class == Class::Possessive) {
                forms = self.rejoin(at, end, next.joined);
                end += 1;
            }
        }
        let (end, list, senses) = best;
        let class = if senses.is_unknown() { word.class } else { Class::Plain };
        Item {
            words: at as u32..end as u32,
            tokens: word.token..self.words[end - 1].token + 1,
            class,
            senses,
            list,
            proper: word.proper,
        }
    }

    /// The hash of the words `[at, end)` where the last has `'s` written on.
    fn rejoin(&self, at: usize, end: usize, joined: u32) -> u64 {
        let words = self.words[at..end - 1].iter();
        let plain = words.filter(|w| !matches!(w.class, Class::Hyphen | Class::Possessive));
        let key = plain
            .fold(Index::start(), |key, w| extend(key, if w.joined == NONE { w.number } else { w.joined }));
        extend(key, joined)
    }

    /// What a list holds that is spelled right; nothing where nothing is.
    fn senses(&self, base: &Base, list: u32, range: Range<usize>, lenient: bool) -> Option<Senses> {
        if list == NONE {
            return None;
        }
        let words = &self.words[range];
        let capital = lenient || words.iter().any(|w| w.capital);
        let upper = words.iter().all(|w| w.upper || matches!(w.class, Class::Hyphen | Class::Number));
        let mut out = Senses::default();
        let mut any = false;
        for (target, spelling) in base.index.targets(list) {
            let fits = match spelling {
                Spelling::Any => true,
                Spelling::Capital => capital,
                Spelling::Acronym => upper,
            };
            if fits {
                any = true;
                out.add(target);
            }
        }
        any.then_some(out)
    }

    /// The folded text of an item.
    pub fn text(&self, item: &Item) -> String {
        let words = &self.words[item.words.start as usize..item.words.end as usize];
        let texts: Vec<&str> = words.iter().filter(|w| !w.text.is_empty()).map(|w| w.text.as_str()).collect();
        texts.join(" ")
    }

    /// The folded texts of some words, punctuation left out.
    pub fn texts(&self, words: Range<u32>) -> impl Iterator<Item = &str> {
        let words = self.words.get(words.start as usize..words.end as usize).unwrap_or(&[]);
        words.iter().filter(|w| !w.text.is_empty()).map(|w| w.text.as_str())
    }

    /// The letters of so many words from `start` on, where all are initials: "G. W.", "J.R.".
    pub fn initials(&self, start: u32, count: usize) -> Option<String> {
        let words = self.words.get(start as usize..)?.iter().filter(|w| !w.text.is_empty()).take(count);
        let mut out = String::new();
        for word in words {
            if !word.upper || word.text.len() > 2 {
                return None;
            }
            out.push_str(&word.text);
        }
        (!out.is_empty()).then_some(out)
    }

    /// The numbers of some words, punctuation left out.
    pub fn numbers(&self, words: Range<u32>) -> Vec<u32> {
        let words = self.words.get(words.start as usize..words.end as usize).unwrap_or(&[]);
        words.iter().filter(|w| !w.text.is_empty()).map(|w| w.number).collect()
    }

    /// The folded last word of an item.
    pub fn last(&self, item: &Item) -> &str {
        self.words.get((item.words.end as usize).wrapping_sub(1)).map_or("", |w| w.text.as_str())
    }

    /// Items that lie within a range of tokens.
    pub fn within(&self, tokens: Range<usize>) -> Range<usize> {
        let start = self.items.partition_point(|i| (i.tokens.start as usize) < tokens.start);
        let end = self.items.partition_point(|i| (i.tokens.end as usize) <= tokens.end);
        start..end.max(start)
    }
}

impl Senses {
    /// What is left where the singular was found and the plural stands: nobody's name has a plural.
    fn of_plural(self) -> Option<Self> {
        let people = match self.country {
            // "Belorussians": the plural of an adjective means the people.
            Some((at, Naming::Adjective | Naming::Demonym)) => Some((at, Naming::Demonym)),
            _ => None,
        };
        let left = Self { country: people, person: false, surname: false, place: None, ..self };
        (!left.is_unknown()).then_some(left)
    }

    fn add(&mut self, target: Target) {
        match target {
            Target::Country(at, naming) => {
                let rank = |n: Naming| match n {
                    Naming::Name => 0,
                    Naming::Adjective => 1,
                    Naming::Demonym => 2,
                    Naming::Seat(_) => 3,
                };
                if self.country.is_none_or(|(_, old)| rank(naming) <= rank(old)) {
                    self.country = Some((at, naming));
                }
            }
            Target::People(at) => self.people = Some(at),
            Target::Body(_) => self.body = true,
            Target::Person(_) => self.person = true,
            Target::Surname(_) => self.surname = true,
            Target::Agent(at) => self.agent = Some(at),
            Target::Place(at) => self.place = Some(at),
        }
    }
}
