//! A noun phrase alone, without a parse: who is it?

use crate::base::Base;
use crate::read::{Around, Reader, Reading, Sort};
use crate::words::Words;
use crate::{Actor, Rule, Sector};
use jiff::civil::Date;

/// Who a noun phrase means, and the decision that said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Who it is, as far as it is known.
    pub actor: Actor,
    /// The decision; none where nothing is known.
    pub rule: Option<Rule>,
}

/// Resolves a noun phrase as of a date; without a date, as of today as far as the base reaches.
///
/// `country` is the code of a country to think of first, for names and offices that many countries have.
///
/// ```
/// use demarche_actors::{Base, resolve};
/// let date = jiff::civil::date(2018, 6, 12);
/// let found = resolve(Base::builtin(), "the US president", Some(date), None);
/// assert_eq!(found.actor.code(), "USAGOV");
/// assert_eq!(found.actor.name.as_deref(), Some("Donald Trump"));
/// ```
pub fn resolve(base: &Base, phrase: &str, date: Option<Date>, country: Option<&str>) -> Resolution {
    let tokens = tokenize(phrase);
    let words = Words::read(base, tokens.iter().copied());
    let spoken_of = |code: &str| country == Some(code);
    let around = Around { base, date, hint: country, spoken_of: &spoken_of };
    let reading = Reader { around, words: &words }.read(0..words.items.len());
    match reading {
        Some(reading) if !reading.actor.is_unknown() => settle(reading),
        _ if is_pronoun(&tokens) => Resolution {
            actor: Actor { sectors: vec![Sector::Unk], ..Actor::default() },
            rule: Some(Rule::Unknown),
        },
        _ => Resolution { actor: Actor::default(), rule: None },
    }
}

fn is_pronoun(tokens: &[&str]) -> bool {
    matches!(tokens, [one] if matches!(one.to_lowercase().as_str(), "he" | "she" | "they" | "him" | "them" | "somebody" | "someone"))
}

/// A phrase on its own was meant as an actor: what is known of a thing is that somebody is behind it.
fn settle(reading: Reading) -> Resolution {
    let mut actor = reading.actor;
    let noun = matches!(reading.sort, Sort::Thing | Sort::Agent);
    if noun && actor.country.is_some() && actor.sectors.is_empty() {
        actor.sectors.push(Sector::Unk);
    }
    let rule = (!actor.is_unknown()).then_some(reading.rule);
    Resolution { actor, rule }
}

/// Words, with `'s` and punctuation apart.
fn tokenize(phrase: &str) -> Vec<&str> {
    let mut out = vec![];
    for chunk in phrase.split_whitespace() {
        split_chunk(chunk, &mut out);
    }
    out
}

fn split_chunk<'a>(mut chunk: &'a str, out: &mut Vec<&'a str>) {
    while let Some(mark) = chunk.chars().next().filter(|c| is_mark(*c)) {
        let (head, rest) = chunk.split_at(mark.len_utf8());
        out.push(head);
        chunk = rest;
    }
    let mut tail = vec![];
    loop {
        let last = chunk.chars().next_back();
        if let Some(mark) = last.filter(|c| is_mark(*c)) {
            let (rest, end) = chunk.split_at(chunk.len() - mark.len_utf8());
            tail.push(end);
            chunk = rest;
            continue;
        }
        let possessive =
            ["'s", "’s", "'S", "’S"].iter().find(|s| chunk.len() > s.len() && chunk.ends_with(**s));
        let bare = ["s'", "s’"].iter().find(|s| chunk.ends_with(**s));
        let cut = possessive.map(|s| s.len()).or(bare.map(|s| s.len() - 1));
        let Some(cut) = cut else { break };
        let (rest, end) = chunk.split_at(chunk.len() - cut);
        tail.push(end);
        chunk = rest;
    }
    if !chunk.is_empty() {
        out.push(chunk);
    }
    out.extend(tail.into_iter().rev());
}

fn is_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '(' | ')' | '"' | '“' | '”' | '?' | '!' | '[' | ']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_cut_into_words() {
        assert_eq!(
            tokenize("Russia’s \"security\" service"),
            ["Russia", "’s", "\"", "security", "\"", "service"]
        );
        assert_eq!(tokenize("workers' union, U.S."), ["workers", "'", "union", ",", "U.S."]);
        assert_eq!(tokenize("  "), [""; 0]);
        assert_eq!(tokenize("'s"), ["'s"]);
    }
}
