//! From a word and its tags to its lemma.
//!
//! A lemma is found by a script: write the word in some case, cut letters from its end, put others there. The whole
//! word with its tags is looked up first, then its suffixes, the longest first; each known suffix names the script that
//! most of the forms with that suffix and tags follow. Where that gives a lemma nobody has seen, but another script that
//! is usual for the tags gives one that is known, the other script wins: "smelled" is "smell", not "smel".

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
    /// Short hashes of known lemmas and their UPOS, in order.
    pub known: Vec<u32>,
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
    /// The scripts that most forms with the tags follow, by their rank.
    Usual,
}

/// Fewer occurrences than this do not outweigh a list.
const FEW: usize = 5;

/// Usual scripts kept for each combination of tags.
const USUAL: [&str; 6] = ["0", "1", "2", "3", "4", "5"];

fn known_key(upos: Upos, lemma: &str) -> u32 {
    (hash(31 + upos as u64, lemma.as_bytes()) >> 32) as u32
}

fn key(scope: Scope, upos: Upos, xpos: &str, letters: &str) -> u64 {
    // Tags are mixed before the letters come: a mere XOR would let letters cancel them out.
    hash(hash(21 + scope as u64 + 64 * upos as u64, xpos.as_bytes()), letters.as_bytes())
}

impl Lemmatizer {
    /// Puts together what was learned or read.
    pub fn new(scripts: Vec<Script>, keys: Vec<u64>, chosen: Vec<u16>, known: Vec<u32>) -> Self {
        let index = Index::new(&keys);
        Self { scripts, keys, chosen, known, index }
    }

    /// The lemma of `form`.
    pub fn lemma(&self, form: &str, upos: Upos, xpos: &str) -> Str {
        let lower = form.to_lowercase();
        let sure =
            self.script(key(Scope::Word, upos, xpos, &lower)).or_else(|| self.listed(&lower, upos, xpos));
        if let Some(lemma) = sure.and_then(|script| script.apply(form)) {
            return lemma;
        }
        let guess =
            self.by_suffix(&lower, upos, xpos).find_map(|s| s.apply(form)).unwrap_or_else(|| form.into());
        // Only ordinary words are in lists of lemmas.
        if !guess.chars().all(char::is_lowercase) || self.knows(upos, &guess) {
            return guess;
        }
        let usual = USUAL.iter().filter_map(|rank| self.script(key(Scope::Usual, upos, xpos, rank)));
        let others = self.by_suffix(&lower, upos, xpos).chain(usual);
        others.filter_map(|s| s.apply(form)).find(|lemma| self.knows(upos, lemma)).unwrap_or(guess)
    }

    fn by_suffix<'s>(
        &'s self,
        lower: &'s str,
        upos: Upos,
        xpos: &'s str,
    ) -> impl Iterator<Item = &'s Script> {
        suffixes(lower).filter_map(move |suffix| self.script(key(Scope::Suffix, upos, xpos, suffix)))
    }

    /// A listed lemma; only under tags that change words: the verb "found" is no form of "find" when it is a base form.
    fn listed(&self, lower: &str, upos: Upos, xpos: &str) -> Option<&Script> {
        let usual = self.script(key(Scope::Usual, upos, xpos, USUAL[0]))?;
        if usual.cost() == 0 { None } else { self.script(key(Scope::Listed, upos, "", lower)) }
    }

    fn knows(&self, upos: Upos, lemma: &str) -> bool {
        self.known.binary_search(&known_key(upos, lemma)).is_ok()
    }

    fn script(&self, key: u64) -> Option<&Script> {
        self.scripts.get(usize::from(*self.chosen.get(self.index.get(key)?)?))
    }

    /// Learns from tagged words with lemmas, and from listed lemmas, which hold where no treebank knows better.
    pub fn learn<'t>(tokens: impl Iterator<Item = &'t Token>, listed: &[(Str, Upos, Str)]) -> Self {
        let mut words = BTreeMap::<(Upos, Str, Str), BTreeMap<Script, usize>>::new();
        let mut known: BTreeSet<u32> = BTreeSet::new();
        for token in tokens.filter(|t| !t.lemma.is_empty() && (t.lemma != "_" || t.form == "_")) {
            known.insert(known_key(token.upos, &token.lemma));
            let lower: Str = token.form.to_lowercase();
            let votes = words.entry((token.upos, token.xpos.clone(), lower)).or_default();
            for script in Script::all(&token.form, &token.lemma) {
                *votes.entry(script).or_default() += 1;
            }
        }
        let mut rules = Rules::default();
        rules.suffixes(&words);
        rules.usual(&words);
        for (form, upos, lemma) in listed {
            known.insert(known_key(*upos, lemma));
            let lower = form.to_lowercase();
            let script = Script::all(form, lemma).into_iter().min_by_key(Script::cost);
            if let Some(script) = script.filter(|_| form != lemma) {
                rules.put(key(Scope::Listed, *upos, "", &lower), script);
            }
        }
        let mut general = rules.finish();
        general.known = known.into_iter().collect();
        let mut rules = Rules { keys: general.keys.iter().copied().zip(general.picks()).collect() };
        for ((upos, xpos, lower), votes) in &words {
            let Some(script) = most(votes) else { continue };
            // A list is surer than a few occurrences.
            let few = votes.values().max().is_some_and(|&n| n < FEW);
            if few && general.listed(lower, *upos, xpos).is_some() {
                continue;
            }
            if !general.follows(script, lower, *upos, xpos) {
                rules.put(key(Scope::Word, *upos, xpos, lower), script.clone());
            }
        }
        Self { known: general.known, ..rules.finish() }
    }

    /// Whether a word is lemmatized by `script` without being known as a whole.
    fn follows(&self, script: &Script, lower: &str, upos: Upos, xpos: &str) -> bool {
        let first = self.listed(lower, upos, xpos).or_else(|| self.by_suffix(lower, upos, xpos).next());
        first == Some(script)
            && script.apply(lower).is_some_and(|lemma| self.lemma(lower, upos, xpos) == lemma)
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
            let mut shorter = suffixes(suffix).filter(|s| s.len() < suffix.len());
            let above = shorter.find_map(|s| chosen.get(&(upos, xpos, s)));
            if above != Some(script) {
                self.put(key(Scope::Suffix, upos, xpos, suffix), script.clone());
            }
        }
    }

    /// The scripts that most forms follow, for each combination of tags.
    fn usual(&mut self, words: &BTreeMap<(Upos, Str, Str), BTreeMap<Script, usize>>) {
        let mut votes = BTreeMap::<(Upos, &str), BTreeMap<&Script, usize>>::new();
        for ((upos, xpos, _), scripts) in words {
            if let Some(script) = most(scripts) {
                *votes.entry((*upos, xpos)).or_default().entry(script).or_default() += 1;
            }
        }
        for ((upos, xpos), scripts) in votes {
            let mut order: Vec<(usize, &Script)> = scripts.into_iter().map(|(s, n)| (n, s)).collect();
            order.sort_by_key(|&(n, script)| (usize::MAX - n, script.cost(), script));
            for (rank, (_, script)) in USUAL.iter().zip(order) {
                self.put(key(Scope::Usual, upos, xpos, rank), script.clone());
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
        Lemmatizer::new(scripts, keys, chosen, Vec::new())
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
            ("cancelled", Upos::Verb, "VBD", "cancel"),
            ("travelled", Upos::Verb, "VBD", "travel"),
            ("say", Upos::Verb, "VB", "say"),
            ("did", Upos::Aux, "VBD", "do"),
            ("hid", Upos::Verb, "VBD", "hide"),
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
        let listed = [("fought", "fight"), ("found", "find"), ("smell", "smell")];
        let listed: Vec<_> = listed.iter().map(|&(f, l)| (f.into(), Upos::Verb, l.into())).collect();
        Lemmatizer::learn(tokens.iter(), &listed)
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
                check("propelled", Upos::Verb, "VBD"),
                check("smelled", Upos::Verb, "VBD"),
                check("found", Upos::Verb, "VBD"),
                check("found", Upos::Verb, "VB"),
                check("did", Upos::Aux, "VBD"),
                check("Tehran", Upos::Propn, "NNP"),
                check("unheard", Upos::X, "FW"),
            ]
            .join(" "),
            @"people talk enemy meet fight propel smell find found do Tehran unheard"
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
