//! Finds the mentions of a sentence, each read on its own; who is the same as whom comes after.

use crate::fold::{pieces, singular};
use crate::lexicon;
use crate::mention::{Member, Mention, MentionKind, Number};
use crate::read::{Around, Reader, Reading, Sort, gender_of};
use crate::tree::Tree;
use crate::words::Words;
use crate::{Actor, Gender, Rule, Str};
use demarche_text::{Document, GivenMention, Sentence, Span, Token, Upos};
use std::ops::Range;

/// A mention with what coreference needs to know of it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub mention: Mention,
    pub sort: Sort,
    pub agent: Option<u32>,
    /// Folded words of the personal name.
    pub name: Vec<Str>,
    /// Folded singular of the head.
    pub lemma: Str,
    pub pronoun: Option<Pronoun>,
    /// Starts with "the", "this", "that".
    pub definite: bool,
    /// How much its place in the sentence makes it stand out.
    pub weight: f32,
    /// Word whose mention is the same by syntax: of an apposition, relative clause or predicate.
    pub link: Option<(usize, Rule)>,
    /// Word that governs it.
    pub governor: Option<usize>,
    /// Starts with an article, as no personal name does.
    pub articled: bool,
    /// No actor: it is there for pronouns to mean it rather than an actor.
    pub thing: bool,
}

/// A pronoun that may stand for an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pronoun {
    /// I, we.
    First { many: bool },
    /// He.
    He,
    /// She.
    She,
    /// It.
    It,
    /// They.
    They,
    /// Who, which, that.
    Relative,
}

/// One sentence with what is known of its words.
pub(crate) struct Finder<'a> {
    pub around: Around<'a>,
    pub at: usize,
    pub sentence: &'a Sentence,
    pub words: &'a Words,
    tree: Tree<'a>,
    found: Vec<Draft>,
    /// By word: a name that stands for something else covers it.
    covered: Vec<bool>,
}

/// The mentions of a sentence, in order of the text.
pub(crate) fn find(
    around: Around<'_>,
    document: &Document,
    at: usize,
    sentence: &Sentence,
    words: &Words,
) -> Vec<Draft> {
    let tree = Tree::new(sentence);
    let covered = vec![false; sentence.tokens.len()];
    let mut finder = Finder { around, at, sentence, words, tree, found: vec![], covered };
    for head in 0..sentence.tokens.len() {
        finder.word(head);
    }
    for given in document.mentions.iter().filter(|g| sentence.span.overlaps(g.span)) {
        finder.given(given);
    }
    let mut found = std::mem::take(&mut finder.found);
    let actors: Vec<usize> = found.iter().filter(|d| !d.thing).map(|d| d.mention.head).collect();
    found.retain(|d| !d.thing || !actors.contains(&d.mention.head));
    let given = |d: &Draft| d.mention.kind == MentionKind::Given || d.pronoun.is_some();
    found.retain(|d| given(d) || !finder.covered[d.mention.head]);
    // A possessive pronoun comes before the phrase that it opens, which learns from it.
    found.sort_by_key(|d| {
        (d.mention.tokens.start, d.pronoun.is_none(), std::cmp::Reverse(d.mention.tokens.end), d.mention.head)
    });
    found
}

impl Finder<'_> {
    fn token(&self, at: usize) -> &Token {
        &self.sentence.tokens[at]
    }

    fn word(&mut self, head: usize) {
        if self.covered[head] || !self.tree.is_nominal(head) {
            return;
        }
        if self.token(head).upos == Upos::Pron {
            return self.pronoun(head);
        }
        let tokens = self.tree.phrase(head);
        let items = self.words.within(tokens.clone());
        let reader = Reader { around: self.around, words: self.words };
        let Some(reading) = reader.read(items.clone()) else { return self.thing(head, tokens) };
        if matches!(reading.sort, Sort::Thing | Sort::Name) {
            self.thing(head, tokens.clone());
        }
        match reading.sort {
            Sort::Thing if &*self.token(head).lemma == "counterpart" => {
                self.push(head, tokens, MentionKind::Nominal, reading);
            }
            Sort::Thing => self.modifiers(head, &reader, items.start..reading.head),
            Sort::Agent => {
                if reading.rule == Rule::Partitive || tokens.start < head {
                    self.cover(head, &reading);
                }
                self.push(head, tokens, MentionKind::Nominal, reading);
            }
            Sort::Name if !self.is_name(head) || self.is_named_thing(head) => {}
            _ => {
                self.cover(head, &reading);
                self.cover_title(head, &tokens, &reading);
                self.push(head, tokens, MentionKind::Name, reading);
            }
        }
    }

    /// A noun that is no actor: a later pronoun may mean it.
    fn thing(&mut self, head: usize, tokens: Range<usize>) {
        let token = self.token(head);
        let timely = matches!(token.deprel.as_str(), "obl:unmarked" | "obl:tmod" | "nmod:unmarked");
        if !matches!(token.upos, Upos::Noun | Upos::Propn) || timely || lexicon::is_time(&token.lemma) {
            return;
        }
        let span = self.span(&tokens);
        let mut draft = self.draft(head, tokens, span, MentionKind::Nominal, blank());
        draft.thing = true;
        self.found.push(draft);
    }

    /// True where a word of which nothing is known may be a name.
    fn is_name(&self, head: usize) -> bool {
        let token = self.token(head);
        let name = token.upos == Upos::Propn || token.xpos.starts_with("NNP");
        let mut temporal = false;
        pieces(&token.form, |piece, _| temporal |= lexicon::is_temporal(piece));
        name && !temporal && token.form.chars().any(char::is_alphabetic)
    }

    /// "the Fair Housing Act", "Operation Desert Storm": an unknown name whose common noun says that nobody bears it.
    fn is_named_thing(&self, head: usize) -> bool {
        let flat = |&c: &usize| matches!(self.token(c).relation(), "flat" | "compound");
        let last = self.sentence.children(head).filter(flat).last().unwrap_or(head).max(head);
        let thing = |at: usize| lexicon::is_named_thing(&self.token(at).form.to_lowercase());
        let first = self.tree.phrase(head).find(|&at| self.token(at).upos == Upos::Propn);
        thing(last) || first.is_some_and(|at| self.token(at).form.eq_ignore_ascii_case("operation"))
    }

    /// Words inside a listed name are no mentions of their own: "England" in "Bank of England".
    fn cover(&mut self, head: usize, reading: &Reading) {
        let Some(item) = self.words.items.get(reading.head) else { return };
        for at in item.tokens.start as usize..item.tokens.end as usize {
            if let Some(slot) = self.covered.get_mut(at) {
                *slot |= at != head;
            }
        }
    }

    /// Nor is the title before a name: "President" in "President Trump".
    fn cover_title(&mut self, head: usize, tokens: &Range<usize>, reading: &Reading) {
        if reading.sort != Sort::Person && reading.sort != Sort::Name {
            return;
        }
        let end = self.words.items.get(reading.head).map_or(head, |i| i.tokens.end as usize).min(tokens.end);
        for at in (tokens.start..end).rev() {
            if matches!(self.token(at).form.as_str(), "'s" | "’s" | "'" | "’") {
                break;
            }
            self.covered[at] |= at != head;
        }
    }

    /// Actors among the words before a noun that is none: "Russian airstrikes", "US-China talks".
    fn modifiers(&mut self, head: usize, reader: &Reader<'_>, items: std::ops::Range<usize>) {
        let mut start = items.start;
        for at in items.start..=items.end {
            let item = self.words.items.get(at).filter(|_| at < items.end);
            let cuts = item.is_none_or(|i| {
                i.senses.is_unknown()
                    && !matches!(
                        i.class,
                        lexicon::Class::Plain | lexicon::Class::Determiner | lexicon::Class::Number
                    )
            });
            if cuts {
                if !self.is_backing(at)
                    && !self.is_aimed_at(start)
                    && item.is_none_or(|i| i.class != lexicon::Class::Possessive)
                {
                    self.modifier(head, reader, start..at);
                }
                start = at + 1;
            }
        }
    }

    /// "anti-" before the item at `start`.
    fn is_aimed_at(&self, start: usize) -> bool {
        let before = start.checked_sub(2).map(|b| &self.words.items[b]);
        let hyphen = start > 0 && self.words.items[start - 1].class == lexicon::Class::Hyphen;
        hyphen && before.is_some_and(|b| lexicon::is_towards(self.words.last(b)))
    }

    /// "-backed" after the item that ends before `at`.
    fn is_backing(&self, at: usize) -> bool {
        let hyphen = self.words.items.get(at).is_some_and(|i| i.class == lexicon::Class::Hyphen);
        hyphen && self.words.items.get(at + 1).is_some_and(|i| lexicon::is_backed(self.words.last(i)))
    }

    fn modifier(&mut self, head: usize, reader: &Reader<'_>, items: Range<usize>) {
        let Some(items) = self.named_part(items) else { return };
        let Some(reading) = reader.read(items.clone()) else { return };
        // "military drills" are nobody's in particular, "army drills" are the army's.
        let adjective = self.token(self.last_token(&reading)).upos == Upos::Adj;
        let bare = reading.sort == Sort::Agent
            && reading.actor.country.is_none()
            && (adjective || !self.is_party(&reading));
        let known = !reading.actor.is_unknown() && !matches!(reading.sort, Sort::Thing | Sort::Name) && !bare;
        let Some(item) = self.words.items.get(reading.head).filter(|_| known) else { return };
        let word = item.tokens.end as usize - 1;
        if word == head || self.tree.is_nominal(word) && self.token(word).deprel != "amod" {
            // It heads a phrase of its own.
            return;
        }
        let tokens = self.words.items[items.start].tokens.start as usize..word + 1;
        self.push(word, tokens, MentionKind::Modifier, reading);
    }

    /// True where an agent is one that acts: rebels and courts, not prisoners and rockets.
    fn is_party(&self, reading: &Reading) -> bool {
        let agent = reading.agent.and_then(|a| self.around.base.agents.get(a as usize));
        agent.is_some_and(|a| {
            lexicon::is_national(&a.lemma) || lexicon::is_institution(&a.lemma) || lexicon::is_armed(&a.lemma)
        })
    }

    fn last_token(&self, reading: &Reading) -> usize {
        self.words.items.get(reading.head).map_or(0, |i| i.tokens.end as usize - 1)
    }

    /// Drops words at the end that name nothing: "Syrian government air (strikes)".
    fn named_part(&self, items: Range<usize>) -> Option<Range<usize>> {
        let known = |i: &usize| {
            let senses = &self.words.items[*i].senses;
            senses.is_named() || senses.agent.is_some() || senses.surname && self.words.items[*i].proper
        };
        let last = items.clone().rfind(known)?;
        let first = items.clone().find(known)?;
        Some(first..last + 1)
    }

    fn push(&mut self, head: usize, tokens: Range<usize>, kind: MentionKind, reading: Reading) {
        let span = self.span(&tokens);
        let draft = self.draft(head, tokens, span, kind, reading);
        self.found.push(draft);
    }

    fn span(&self, tokens: &Range<usize>) -> Span {
        self.token(tokens.start).span.hull(self.token(tokens.end - 1).span)
    }

    fn draft(
        &self,
        head: usize,
        tokens: Range<usize>,
        span: Span,
        kind: MentionKind,
        reading: Reading,
    ) -> Draft {
        let members = self.members(&tokens, &reading);
        let token = self.token(head);
        let name = self.name(reading.name.clone());
        let personal = matches!(reading.sort, Sort::Person | Sort::Name);
        let given = name.first().filter(|_| personal).and_then(|n| self.around.base.gender_of_name(n));
        let lemma = self.lemma(&reading, head);
        let mention = Mention {
            sentence: self.at,
            head,
            span,
            kind,
            actor: reading.actor,
            members,
            metonym: reading.seat,
            chain: usize::MAX,
            rule: reading.rule,
            number: if reading.rule == Rule::Partitive { Number::Many } else { number(token, reading.sort) },
            gender: reading.gender.or_else(|| self.gender(&tokens)).or(given),
            tokens: tokens.clone(),
        };
        Draft {
            sort: reading.sort,
            agent: reading.agent,
            name,
            lemma,
            pronoun: None,
            definite: self.is_definite(&tokens),
            weight: self.weight(head),
            link: self.link(head),
            governor: token.head,
            articled: self.is_articled(&tokens),
            thing: false,
            mention,
        }
    }

    fn lemma(&self, reading: &Reading, head: usize) -> Str {
        let item = self.words.items.get(reading.head);
        match reading.agent.and_then(|a| self.around.base.agents.get(a as usize)) {
            Some(agent) if reading.sort == Sort::Agent => agent.lemma.clone(),
            _ => item.map_or_else(|| self.token(head).lemma.clone(), |i| singular(self.words.last(i))),
        }
    }

    fn members(&self, tokens: &Range<usize>, reading: &Reading) -> Vec<Member> {
        let set = &reading.set;
        let mut out = vec![];
        for (nth, (item, country)) in set.iter().enumerate() {
            let Some(named) = self.words.items.get(*item) else { continue };
            let (start, mut end) = (named.tokens.start as usize, named.tokens.end as usize);
            let mut head = end - 1;
            // The last adjective goes with the noun: "Russian" and "Belarusian soldiers".
            if nth + 1 == set.len() && *item < reading.head {
                (head, end) = (self.words.items[reading.head].tokens.end as usize - 1, tokens.end);
            }
            let actor = member(reading, set, country);
            let end = end.max(start + 1);
            out.push(Member { head, span: self.span(&(start..end)), tokens: start..end, actor });
        }
        out
    }

    fn name(&self, items: Range<usize>) -> Vec<Str> {
        let items = self.words.items.get(items).unwrap_or(&[]);
        let words =
            items.iter().flat_map(|i| &self.words.words[i.words.start as usize..i.words.end as usize]);
        words.filter(|w| !w.text.is_empty()).map(|w| w.text.clone()).collect()
    }

    fn gender(&self, tokens: &Range<usize>) -> Option<Gender> {
        let first = self.token(tokens.start);
        let mut found = None;
        pieces(&first.form, |piece, _| found = found.or(gender_of(piece)));
        found
    }

    fn is_articled(&self, tokens: &Range<usize>) -> bool {
        let first = self.token(tokens.start).form.to_ascii_lowercase();
        matches!(first.as_str(), "the" | "a" | "an")
    }

    fn is_definite(&self, tokens: &Range<usize>) -> bool {
        let first = self.token(tokens.start).form.to_ascii_lowercase();
        matches!(first.as_str(), "the" | "this" | "that" | "these" | "those" | "both")
    }

    /// How much a word's place makes it stand out: subjects most.
    ///
    /// # Source
    /// The order of factors follows Lappin and Leass (1994).
    fn weight(&self, head: usize) -> f32 {
        let token = self.token(head);
        let token = match token.head.filter(|_| token.relation() == "conj") {
            Some(first) if first < self.sentence.tokens.len() => self.token(first),
            _ => token,
        };
        let role = match token.relation() {
            "nsubj" => 80.0,
            "obj" | "iobj" => 50.0,
            "obl" => 40.0,
            "nmod" | "amod" | "compound" => 25.0,
            "appos" => 15.0,
            _ => 45.0,
        };
        100.0 + role
    }

    /// The word whose mention is the same by syntax.
    fn link(&self, head: usize) -> Option<(usize, Rule)> {
        let token = self.token(head);
        if token.relation() == "appos" {
            return token.head.map(|h| (h, Rule::Apposition));
        }
        let copula = self.sentence.children(head).any(|c| self.token(c).relation() == "cop");
        let subject = copula.then(|| self.sentence.child(head, "nsubj")).flatten();
        subject.map(|s| (s, Rule::Predicate))
    }

    fn pronoun(&mut self, head: usize) {
        let token = self.token(head);
        let Some(pronoun) = pronoun(token) else { return };
        if pronoun == Pronoun::It && self.is_empty_subject(head) {
            return;
        }
        let link = if pronoun == Pronoun::Relative {
            let Some(noun) = self.tree.antecedent(head) else { return };
            Some((noun, Rule::Relative))
        } else {
            None
        };
        let reading = blank();
        let mut draft = self.draft(head, head..head + 1, token.span, MentionKind::Pronoun, reading);
        draft.pronoun = Some(pronoun);
        draft.link = link;
        draft.mention.gender = match pronoun {
            Pronoun::He => Some(Gender::Male),
            Pronoun::She => Some(Gender::Female),
            _ => None,
        };
        draft.mention.number = match pronoun {
            Pronoun::They | Pronoun::First { many: true } => Number::Many,
            Pronoun::Relative => Number::Unknown,
            _ => Number::One,
        };
        self.found.push(draft);
    }

    /// "It seems that", "it was clear": nobody.
    fn is_empty_subject(&self, head: usize) -> bool {
        let Some(governor) = self.token(head).head.map(|g| self.token(g)) else { return false };
        let weak = matches!(governor.lemma.as_str(), "seem" | "appear" | "happen" | "be" | "turn" | "look");
        self.token(head).relation() == "nsubj" && (weak || governor.upos == Upos::Adj)
    }

    /// A span that came with the document: it keeps its span, and replaces our own mention with the same head.
    fn given(&mut self, given: &GivenMention) {
        let tokens = &self.sentence.tokens;
        let inside: Vec<usize> = (0..tokens.len()).filter(|&i| given.span.overlaps(tokens[i].span)).collect();
        let (Some(&first), Some(&last)) = (inside.first(), inside.last()) else { return };
        let range = first..last + 1;
        let outside = |i: &usize| tokens[*i].head.is_none_or(|h| !range.contains(&h));
        let nominal = |i: &usize| {
            matches!(tokens[*i].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj | Upos::Num | Upos::X)
        };
        let tops = || inside.iter().copied().filter(|i| outside(i));
        let head = tops().find(|i| nominal(i)).or_else(|| inside.iter().copied().rfind(|i| nominal(i)));
        let head = head.or_else(|| tops().next()).unwrap_or(last);
        let mut draft = self.given_draft(head, range, given);
        if let Some(code) = given.code.as_deref() {
            draft.mention.actor = Actor::from_code(code);
            draft.mention.rule = Rule::Given;
        }
        match self.found.iter_mut().find(|d| d.mention.head == head && !d.thing) {
            Some(same) => *same = draft,
            None => self.found.push(draft),
        }
    }

    fn given_draft(&self, head: usize, range: Range<usize>, given: &GivenMention) -> Draft {
        let same = self.found.iter().find(|d| d.mention.head == head && !d.thing);
        let reader = Reader { around: self.around, words: self.words };
        let reading = reader.read(self.words.within(range.clone()));
        let ours =
            same.filter(|s| s.pronoun.is_some() || reading.as_ref().is_none_or(|r| r.actor.is_unknown()));
        if let Some(ours) = ours {
            let mut draft = ours.clone();
            (draft.mention.span, draft.mention.tokens, draft.mention.kind) =
                (given.span, range, MentionKind::Given);
            return draft;
        }
        self.draft(head, range, given.span, MentionKind::Given, reading.unwrap_or_else(blank))
    }
}

/// The reading of a phrase that says nothing of who it is.
fn blank() -> Reading {
    Reading {
        actor: Actor::default(),
        rule: Rule::Unknown,
        sort: Sort::Thing,
        head: usize::MAX,
        agent: None,
        name: 0..0,
        gender: None,
        seat: false,
        set: vec![],
    }
}

/// The pronoun that a word is, where it may stand for an actor.
fn pronoun(token: &Token) -> Option<Pronoun> {
    let form = token.form.to_ascii_lowercase();
    match form.as_str() {
        "he" | "him" | "his" | "himself" => Some(Pronoun::He),
        "she" | "her" | "hers" | "herself" => Some(Pronoun::She),
        "it" | "its" | "itself" => Some(Pronoun::It),
        "they" | "them" | "their" | "theirs" | "themselves" => Some(Pronoun::They),
        "i" | "me" | "my" | "mine" | "myself" => Some(Pronoun::First { many: false }),
        "we" | "us" | "our" | "ours" | "ourselves" => Some(Pronoun::First { many: true }),
        "who" | "whom" | "whose" | "which" => Some(Pronoun::Relative),
        "that" if token.feat("PronType") == Some("Rel") || token.xpos == "WDT" => Some(Pronoun::Relative),
        _ => None,
    }
}

fn number(token: &Token, sort: Sort) -> Number {
    match token.feat("Number") {
        _ if sort == Sort::Person => Number::One,
        Some("Plur") => Number::Many,
        Some("Sing") => Number::One,
        _ if token.xpos == "NNS" || token.xpos == "NNPS" => Number::Many,
        _ => Number::Unknown,
    }
}

/// One of several that a phrase stands for: what the whole is, of another country or code of the user's own.
fn member(reading: &Reading, set: &[(usize, Str)], code: &Str) -> Actor {
    let own = reading.actor.own.as_ref().zip(set.first()).map(|(own, (_, first))| {
        let nouns = own.strip_prefix(first.as_str()).unwrap_or("");
        Str::from(format!("{code}{nouns}"))
    });
    let country = Some(code.get(..3).unwrap_or(code).into());
    Actor { country, entity: None, name: None, own, ..reading.actor.clone() }
}
