//! From a word and its tags to its lemma.
//!
//! A lemma is found by a script: write the word in some case, cut letters from its end, put others there. The whole
//! word with its tags is looked up first, then its suffixes, the longest first; each known suffix names the script that
//! most of the forms with that suffix and tags follow.

use crate::input::Index;
use crate::random::hash;
use demarche_text::{Str, Token, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// How a lemma is made from a form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Script {
    /// The case to begin with.
    pub case: Case,
    /// Characters cut from the end.
    pub cut: u8,
    /// What is put there.
    pub add: Str,
}

/// The case a script begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    /// Lower case.
    Lower,
    /// As the form has it.
    Keep,
    /// First letter in upper case, the others in lower case.
    Title,
}

/// A trained lemmatizer.
#[derive(Clone, Debug, Default)]
pub struct Lemmatizer {
    /// Every script that some rule names.
    pub scripts: Vec<Script>,
    /// Hashes of tags and suffix.
    pub keys: Vec<u64>,
    /// For each key, an index into `scripts`.
    pub chosen: Vec<u16>,
    index: Index,
}

/// Suffixes longer than this are not generalised from.
const SUFFIX: usize = 6;

/// Whether a rule is about a whole word under UPOS alone, a whole word, or a suffix.
#[derive(Clone, Copy)]
enum Scope {
    Word,
    Listed,
    Suffix,
}

fn key(scope: Scope, upos: Upos, xpos: &str, letters: &str) -> u64 {
    hash(hash(21 + scope as u64, xpos.as_bytes()) ^ upos as u64, letters.as_bytes())
}

impl Lemmatizer {
    /// Puts together what was learned or read.
    pub fn new(scripts: Vec<Script>, keys: Vec<u64>, chosen: Vec<u16>) -> Self {
        let index = Index::new(&keys);
        Self { scripts, keys, chosen, index }
    }

    /// The lemma of `form`.
    pub fn lemma(&self, form: &str, upos: Upos, xpos: &str) -> Str {
        let lower = form.to_lowercase();
        self.rules(&lower, upos, xpos).find_map(|script| script.apply(form)).unwrap_or_else(|| form.into())
    }

    /// The scripts for a word, the one that is surest first.
    fn rules<'s>(&'s self, lower: &'s str, upos: Upos, xpos: &'s str) -> impl Iterator<Item = &'s Script> {
        let whole = key(Scope::Word, upos, xpos, lower);
        let listed = key(Scope::Listed, upos, "", lower);
        let suffixes = suffixes(lower).map(move |s| key(Scope::Suffix, upos, xpos, s));
        [whole, listed].into_iter().chain(suffixes).filter_map(|key| self.script(key))
    }

    fn script(&self, key: u64) -> Option<&Script> {
        self.scripts.get(usize::from(*self.chosen.get(self.index.get(key)?)?))
    }

    /// Learns from tagged words with lemmas, and from listed lemmas, which hold where no treebank knows better.
    pub fn learn<'t>(tokens: impl Iterator<Item = &'t Token>, listed: &[(Str, Upos, Str)]) -> Self {
        let mut words = BTreeMap::<(Upos, Str, Str), BTreeMap<Script, usize>>::new();
        for token in tokens.filter(|t| !t.lemma.is_empty() && (t.lemma != "_" || t.form == "_")) {
            let lower: Str = token.form.to_lowercase().into();
            let votes = words.entry((token.upos, token.xpos.clone(), lower)).or_default();
            for script in Script::all(&token.form, &token.lemma) {
                *votes.entry(script).or_default() += 1;
            }
        }
        let mut rules = Rules::default();
        rules.suffixes(&words);
        for (form, upos, lemma) in listed {
            let lower = form.to_lowercase();
            if let Some(script) = Script::all(form, lemma).into_iter().next() {
                rules.put(key(Scope::Listed, *upos, "", &lower), script);
            }
        }
        let general = rules.finish();
        let mut rules = Rules { keys: general.keys.iter().copied().zip(general.picks()).collect() };
        for ((upos, xpos, lower), votes) in &words {
            let Some(script) = most(votes) else { continue };
            if general.rules(lower, *upos, xpos).next() != Some(script) {
                rules.put(key(Scope::Word, *upos, xpos, lower), script.clone());
            }
        }
        rules.finish()
    }

    fn picks(&self) -> impl Iterator<Item = Script> + '_ {
        self.chosen.iter().map(|&at| self.scripts[usize::from(at)].clone())
    }
}

/// Rules while they are learned.
#[derive(Default)]
struct Rules {
    keys: BTreeMap<u64, Script>,
}

impl Rules {
    fn put(&mut self, key: u64, script: Script) {
        self.keys.insert(key, script);
    }

    /// A rule for each suffix that at least two forms share and that says something else than the shorter one.
    fn suffixes(&mut self, words: &BTreeMap<(Upos, Str, Str), BTreeMap<Script, usize>>) {
        let mut votes = BTreeMap::<(Upos, &str, &str), (usize, BTreeMap<&Script, usize>)>::new();
        for ((upos, xpos, lower), scripts) in words {
            let top = scripts.values().max().copied().unwrap_or(0);
            for suffix in suffixes(lower) {
                let (forms, all) = votes.entry((*upos, xpos, suffix)).or_default();
                *forms += 1;
                for script in scripts.iter().filter(|(_, n)| **n == top).map(|(s, _)| s) {
                    *all.entry(script).or_default() += 1;
                }
            }
        }
        let best = |all: &BTreeMap<&Script, usize>| {
            all.iter()
                .min_by_key(|(script, n)| (usize::MAX - **n, script.cost(), **script))
                .map(|(s, _)| (*s).clone())
        };
        let chosen: BTreeMap<_, _> = votes
            .iter()
            .filter(|((_, _, suffix), (forms, _))| suffix.is_empty() || *forms > 1)
            .filter_map(|(&place, (_, all))| Some((place, best(all)?)))
            .collect();
        for (&(upos, xpos, suffix), script) in &chosen {
            let shorter = suffixes(suffix).filter(|s| s.len() < suffix.len());
            let above = shorter.filter_map(|s| chosen.get(&(upos, xpos, s))).next();
            if above != Some(script) {
                self.put(key(Scope::Suffix, upos, xpos, suffix), script.clone());
            }
        }
    }

    fn finish(self) -> Lemmatizer {
        let scripts: BTreeSet<Script> = self.keys.values().cloned().collect();
        let scripts: Vec<Script> = scripts.into_iter().take(usize::from(u16::MAX)).collect();
        let (mut keys, mut chosen) = (Vec::new(), Vec::new());
        for (key, script) in self.keys {
            if let Ok(at) = scripts.binary_search(&script) {
                keys.push(key);
                chosen.push(at as u16);
            }
        }
        Lemmatizer::new(scripts, keys, chosen)
    }
}

fn most(votes: &BTreeMap<Script, usize>) -> Option<&Script> {
    votes.iter().min_by_key(|(script, n)| (usize::MAX - **n, script.cost(), *script)).map(|(s, _)| s)
}

/// The suffixes of `word` of up to [`SUFFIX`] characters, longest first, the empty one last.
fn suffixes(word: &str) -> impl Iterator<Item = &str> {
    let count = word.chars().count();
    let starts = word.char_indices().map(|(at, _)| at).skip(count.saturating_sub(SUFFIX));
    starts.chain([word.len()]).map(move |at| &word[at..])
}

impl Script {
    /// Every script that makes `lemma` of `form`, one for each case that differs; shortest cut.
    fn all(form: &str, lemma: &str) -> Vec<Self> {
        [Case::Lower, Case::Keep, Case::Title]
            .into_iter()
            .filter_map(|case| {
                let from: Vec<char> = case.of(form).chars().collect();
                let to: Vec<char> = lemma.chars().collect();
                let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
                let cut = u8::try_from(from.len() - same).ok()?;
                Some(Self { case, cut, add: to[same..].iter().collect() })
            })
            .collect()
    }

    /// Of scripts that do the same, the one that changes least is the most general.
    fn cost(&self) -> usize {
        usize::from(self.cut) + self.add.len()
    }

    /// The lemma, or `None` where `form` is too short.
    fn apply(&self, form: &str) -> Option<Str> {
        let cased = self.case.of(form);
        let cut = usize::from(self.cut);
        let end = match cut {
            0 => cased.len(),
            _ => cased.char_indices().rev().nth(cut - 1)?.0,
        };
        let mut lemma = Str::from(&cased[..end]);
        lemma.push_str(&self.add);
        (!lemma.is_empty()).then_some(lemma)
    }
}

impl Case {
    fn of(self, form: &str) -> Str {
        match self {
            Self::Lower => form.to_lowercase().into(),
            Self::Keep => form.into(),
            Self::Title => {
                let mut rest = form.chars();
                let first = rest.next().into_iter().flat_map(char::to_uppercase);
                first.chain(rest.flat_map(char::to_lowercase)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trained() -> Lemmatizer {
        let words = [
            ("talks", Upos::Noun, "NNS", "talk"),
            ("Visits", Upos::Noun, "NNS", "visit"),
            ("parties", Upos::Noun, "NNS", "party"),
            ("armies", Upos::Noun, "NNS", "army"),
            ("people", Upos::Noun, "NNS", "people"),
            ("met", Upos::Verb, "VBD", "meet"),
            ("visited", Upos::Verb, "VBD", "visit"),
            ("warned", Upos::Verb, "VBD", "warn"),
            ("Ankara", Upos::Propn, "NNP", "Ankara"),
            ("Seoul", Upos::Propn, "NNP", "Seoul"),
        ];
        let tokens: Vec<Token> = words
            .iter()
            .map(|&(form, upos, xpos, lemma)| Token {
                form: form.into(),
                upos,
                xpos: xpos.into(),
                lemma: lemma.into(),
                ..Token::default()
            })
            .collect();
        Lemmatizer::learn(tokens.iter(), &[("fought".into(), Upos::Verb, "fight".into())])
    }

    #[test]
    fn known_words_suffixes_and_lists_give_lemmas() {
        let lemmas = trained();
        let check = |form: &str, upos, xpos: &str| lemmas.lemma(form, upos, xpos).to_string();
        insta::assert_snapshot!(
            [
                check("People", Upos::Noun, "NNS"),
                check("TALKS", Upos::Noun, "NNS"),
                check("enemies", Upos::Noun, "NNS"),
                check("met", Upos::Verb, "VBD"),
                check("fought", Upos::Verb, "VBD"),
                check("shelled", Upos::Verb, "VBD"),
                check("Tehran", Upos::Propn, "NNP"),
                check("unheard", Upos::X, "FW"),
            ]
            .join(" "),
            @"people talk enemy meet fight shell Tehran unheard"
        );
    }

    #[test]
    fn no_form_is_too_odd() {
        let lemmas = trained();
        for form in ["", "s", "\u{130}s", "\u{1F600}ed", "ies"] {
            let _ = lemmas.lemma(form, Upos::Noun, "NNS");
            let _ = lemmas.lemma(form, Upos::Verb, "VBD");
        }
    }
}
