//! Scores coreference against GUM's annotation.
//!
//! `coref PARSED.conllu MENTIONS.tsv [GENRE] [ERRORS]`: trees with `newdoc id` and `sent_id` comments, and the mentions
//! of the same sentences, a line each, with the columns `doc genre … sent_id start end min_tokens chain etype … text`.
//!
//! A pronoun is right where the last noun or name before it in its chain is one of the chain that the annotators gave
//! it; a pronoun that speaks of no person, organization or place is right where it has no antecedent.

#![allow(clippy::disallowed_methods, reason = "an example is an edge: it reads files and arguments")]

use demarche_actors::{Base, Mention, MentionKind, mentions};
use demarche_text::{Document, Sentence, conllu};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::Write as _;

/// A mention as annotated.
struct Gold {
    sentence: usize,
    start: usize,
    end: usize,
    heads: Vec<usize>,
    chain: String,
    kind: String,
    text: String,
}

/// Right, all.
type Tally = BTreeMap<&'static str, (usize, usize)>;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, trees, table, rest @ ..] = args.as_slice() else {
        return eprintln!("usage: coref PARSED.conllu MENTIONS.tsv [GENRE] [ERRORS]");
    };
    let genre = rest.first().map_or("news", String::as_str);
    let errors = rest.get(1).and_then(|n| n.parse().ok()).unwrap_or(0);
    match score(trees, table, genre, errors) {
        Ok(report) => {
            let _ = std::io::stdout().write_all(report.as_bytes());
        }
        Err(error) => eprintln!("error: {error}"),
    }
}

fn score(
    trees: &str,
    table: &str,
    genre: &str,
    mut errors: usize,
) -> Result<String, Box<dyn std::error::Error>> {
    let read = conllu::read(&std::fs::read_to_string(trees)?)?;
    let table = std::fs::read_to_string(table)?;
    let mut tally = Tally::new();
    let mut out = String::new();
    for sentences in documents(read.sentences) {
        let gold = gold(&table, &sentences, genre);
        if gold.is_empty() {
            continue;
        }
        let document = Document { text: read.text.clone(), ..Document::default() };
        let found = mentions(&document, &sentences, Base::builtin());
        let case = Case { text: &document.text, sentences: &sentences, gold: &gold, found: &found };
        for (name, right, note) in case.judge() {
            let entry = tally.entry(name).or_default();
            *entry = (entry.0 + usize::from(right), entry.1 + 1);
            if !right && errors > 0 {
                errors -= 1;
                out.push_str(&note);
            }
        }
    }
    for (name, (right, all)) in tally {
        let _ = writeln!(out, "{name}: {right} of {all} = {:.3}", right as f64 / all as f64);
    }
    Ok(out)
}

/// Sentences by document.
fn documents(sentences: Vec<Sentence>) -> Vec<Vec<Sentence>> {
    let mut out: Vec<Vec<Sentence>> = vec![];
    for sentence in sentences {
        let new = sentence.comments.iter().any(|c| c.starts_with("newdoc"));
        match out.last_mut() {
            Some(last) if !new => last.push(sentence),
            _ => out.push(vec![sentence]),
        }
    }
    out
}

/// The annotated mentions of these sentences, in order of the text.
fn gold(table: &str, sentences: &[Sentence], genre: &str) -> Vec<Gold> {
    let id = |s: &Sentence| s.comments.iter().find_map(|c| c.strip_prefix("sent_id = ").map(str::to_owned));
    let places: HashMap<String, usize> =
        sentences.iter().enumerate().filter_map(|(at, s)| Some((id(s)?, at))).collect();
    let mut out: Vec<Gold> = table.lines().filter_map(|line| row(line, &places, genre)).collect();
    out.sort_by_key(|g| (g.sentence, g.start, std::cmp::Reverse(g.end)));
    out
}

fn row(line: &str, places: &HashMap<String, usize>, genre: &str) -> Option<Gold> {
    let cells: Vec<&str> = line.split('\t').collect();
    let &[_, of, _, _, sentence, start, end, heads, chain, kind, _, _, _, _, _, _, text] = cells.as_slice()
    else {
        return None;
    };
    let sentence = *places.get(sentence).filter(|_| of == genre || genre == "all")?;
    let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
    // Heads count from the mention's first word.
    let heads = heads.split(',').filter_map(|h| h.parse::<usize>().ok()).map(|h| start + h - 2).collect();
    let (chain, kind, text) = (chain.to_owned(), kind.to_owned(), text.to_owned());
    Some(Gold { sentence, start: start - 1, end, heads, chain, kind, text })
}

/// One document's annotation beside ours.
struct Case<'a> {
    text: &'a str,
    sentences: &'a [Sentence],
    gold: &'a [Gold],
    found: &'a [Mention],
}

impl Case<'_> {
    /// For every anaphor its class, whether we are right, and a line that says what we did.
    fn judge(&self) -> Vec<(&'static str, bool, String)> {
        let mut out = vec![];
        for (at, gold) in self.gold.iter().enumerate() {
            let before = self.gold[..at].iter().any(|g| g.chain == gold.chain && !is_pronoun(&g.text));
            let actor = matches!(gold.kind.as_str(), "person" | "organization" | "place");
            let ours = self.ours(gold);
            let antecedent = ours.and_then(|m| self.antecedent(m));
            let right = ours.is_some_and(|m| self.is_right(m, antecedent, at));
            let name = match (is_pronoun(&gold.text), before, actor) {
                (true, true, true) => match gold.text.to_lowercase().as_str() {
                    "it" | "its" | "itself" => "pronouns it",
                    "they" | "them" | "their" | "theirs" | "themselves" => "pronouns they",
                    _ => "pronouns he, she",
                },
                (true, _, false) => "pronouns of things",
                (false, true, true) if is_definite(gold) && self.is_common(gold) => "definite nouns",
                _ => continue,
            };
            let right = if name == "pronouns of things" { antecedent.is_none() } else { right };
            let note = format!("- {name}: {} = {}\n", self.show(gold), self.describe(ours, antecedent));
            out.push((name, right, note.clone()));
            if actor && is_pronoun(&gold.text) {
                out.push(("pronouns", right, String::new()));
            }
        }
        out
    }

    /// Our mention at the same head.
    fn ours(&self, gold: &Gold) -> Option<&Mention> {
        let here = |m: &&Mention| m.sentence == gold.sentence && gold.heads.contains(&m.head);
        self.found.iter().find(|m| here(m) && (m.kind == MentionKind::Pronoun) == is_pronoun(&gold.text))
    }

    /// The last noun or name before a mention in its chain.
    fn antecedent(&self, mention: &Mention) -> Option<&Mention> {
        let before = |m: &&Mention| (m.sentence, m.head) < (mention.sentence, mention.head);
        let chain = self.found.iter().rev().filter(|m| m.chain == mention.chain);
        chain.filter(before).find(|m| m.kind != MentionKind::Pronoun)
    }

    fn is_right(&self, mention: &Mention, antecedent: Option<&Mention>, at: usize) -> bool {
        let chain = |g: &&Gold| g.chain == self.gold[at].chain;
        if let Some(m) = antecedent {
            return self.gold[..at]
                .iter()
                .filter(chain)
                .any(|g| g.sentence == m.sentence && g.heads.contains(&m.head));
        }
        // A set: all that it stands for are named inside one mention of the chain.
        let inside = |g: &Gold, actor: &demarche_actors::Actor| {
            let near =
                self.found.iter().filter(|m| m.sentence == g.sentence && (g.start..g.end).contains(&m.head));
            near.clone().any(|m| m.parties().any(|(_, a)| a == actor))
        };
        let members = &mention.members;
        let whole = |g: &Gold| members.iter().all(|m| inside(g, &m.actor));
        members.len() > 1 && self.gold[..at].iter().filter(chain).any(whole)
    }

    /// True where the head of a mention is a common noun.
    fn is_common(&self, gold: &Gold) -> bool {
        let tokens = &self.sentences[gold.sentence].tokens;
        gold.heads.iter().all(|h| tokens.get(*h).is_some_and(|t| t.upos == demarche_text::Upos::Noun))
    }

    fn show(&self, gold: &Gold) -> String {
        let last = self.gold.iter().rev().find(|g| {
            g.chain == gold.chain
                && !is_pronoun(&g.text)
                && (g.sentence, g.start) < (gold.sentence, gold.start)
        });
        let last = last.map_or("nothing", |g| g.text.as_str());
        let context = self.sentences[gold.sentence].span.of(self.text).replace('\n', " ");
        format!("`{}` means [{}] in \"{context}\"", gold.text, last)
    }

    fn describe(&self, ours: Option<&Mention>, antecedent: Option<&Mention>) -> String {
        let Some(mention) = ours else { return "no mention".to_owned() };
        let text = antecedent.map_or("nothing", |m| m.span.of(self.text));
        format!("[{text}] {} {}", mention.rule, mention.actor.code())
    }
}

fn is_pronoun(text: &str) -> bool {
    let all = "he him his himself she her hers herself it its itself they them their theirs themselves";
    all.split(' ').any(|p| p == text.to_lowercase())
}

fn is_definite(gold: &Gold) -> bool {
    let first = gold.text.split(' ').next().unwrap_or("").to_lowercase();
    matches!(first.as_str(), "the" | "this" | "that" | "these" | "those" | "both")
}
