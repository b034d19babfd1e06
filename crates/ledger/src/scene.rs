//! One sentence as the ledger's rules see it: words, parties, days, who speaks, what it is about.

use crate::read::Reading;
use crate::rules::Group;
use crate::{LedgerRules, Period, Person, Weight};
use demarche_actors::{Actor, Mention, MentionKind, Sector};
use demarche_pattern::Graph;
use demarche_text::{Sentence, Span, Str, Upos};
use demarche_times::Timex;
use std::collections::BTreeSet;

/// Sectors that bind no state and no organisation.
const PRIVATE: &[Sector] =
    &[Sector::Jrn, Sector::Bus, Sector::Cvl, Sector::Edu, Sector::Med, Sector::Agr, Sector::Lab, Sector::Crm];
/// Codes that are no party: kinds of bodies.
const NOBODY: &[&str] = &["NGO", "MNC", "IMG", "ISM", "UNK"];
/// Prepositions before a place.
const WHERE: &[&str] = &["in", "at", "near", "outside", "around", "into"];
/// Prepositions after which a day is no day of the act.
const NOT_THEN: &[&str] = &["since", "before", "after", "not", "until", "than", "of"];

/// A party named in the sentence.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each says another thing of one mention")]
pub struct Named {
    pub code: Str,
    pub person: Option<Person>,
    /// Its first word and its head.
    pub start: usize,
    pub head: usize,
    /// Its last word.
    pub end: usize,
    /// A bare name of a place after "in": no party.
    pub place: bool,
    /// What it is named as saying, and the word that says so: it is no party there.
    pub says: Vec<(Span, Span)>,
    /// "He", "they": who it is may be mistaken.
    pub pronoun: bool,
    /// One of "the two sides".
    pub both: bool,
    /// A country by its name, not a city.
    pub land: bool,
    /// "The Singapore summit": likelier where it takes place than who takes part.
    pub venue: bool,
    /// One of several that negotiate under one name.
    pub group: bool,
}

/// A sentence with its layers.
pub struct Scene<'a> {
    pub reading: &'a Reading<'a>,
    pub at: usize,
    pub sentence: &'a Sentence,
    pub graph: Graph<'a>,
    pub parties: Vec<Named>,
}

impl<'a> Scene<'a> {
    pub fn new(reading: &'a Reading<'a>, at: usize, rules: &LedgerRules) -> Self {
        let sentence = &reading.sentences[at];
        let mentions = reading.mentions.iter().filter(|m| m.sentence == at);
        let mut parties: Vec<Named> = mentions.flat_map(|m| named(reading, sentence, m)).collect();
        let known = |code: &Str| reading.mentions.iter().any(|m| m.actor.country.as_ref() == Some(code));
        for group in rules.groups().iter().filter(|g| g.with.as_ref().is_none_or(known)) {
            let named = |at: usize| parties.iter().any(|p| p.start <= at && at <= p.head.max(p.end));
            let members: Vec<Named> =
                members(sentence, group).into_iter().filter(|m| !named(m.head)).collect();
            parties.extend(members);
        }
        if is_dateline(sentence, at) && !reading.headline {
            for party in &mut parties {
                party.place = true;
            }
        }
        parties.sort_by(|a, b| (a.start, a.head, &a.code).cmp(&(b.start, b.head, &b.code)));
        Self { reading, at, sentence, graph: Graph::of(sentence), parties }
    }

    /// Parties that act or are acted upon in what some words say: not those who only say it in other words.
    pub fn acting(&self, trigger: usize, words: &[usize]) -> Vec<&Named> {
        let at = self.sentence.tokens.get(trigger).map_or(Span::default(), |t| t.span);
        let own = |cue: Span| words.iter().any(|&w| cue.overlaps(self.sentence.tokens[w].span));
        let says = |&(content, cue): &(Span, Span)| content.contains(at) && !own(cue);
        self.parties.iter().filter(|p| !p.place && !p.says.iter().any(says)).collect()
    }

    /// Parties in a deep role of a word, with those beside them.
    pub fn role<'n>(&self, acting: &[&'n Named], word: usize, roles: &[&str]) -> Vec<&'n Named> {
        let mut found: Vec<&'n Named> = Vec::new();
        for role in roles {
            for at in self.graph.neighbours(word, role, false) {
                let under = |p: &&&Named| {
                    p.head == at || self.sentence.tokens[p.head].head == Some(at) && p.start <= at
                };
                found.extend(acting.iter().filter(under).copied());
            }
        }
        found
    }

    /// People whom nobody knows, named within a few words before a word.
    pub fn strangers(&self, word: usize) -> bool {
        let known = |i: usize| self.parties.iter().any(|p| p.start <= i && i <= p.head.max(p.end));
        let people =
            self.sentence.entities.iter().filter(|e| e.kind == "PER" && e.last < word && e.last + 8 > word);
        people.into_iter().any(|e| !(e.first..=e.last).any(known))
    }

    /// Whether a party stands side by side with somebody who is no party: "Iran and the rebels".
    pub fn has_stranger_beside(&self, party: &Named) -> bool {
        let tokens = &self.sentence.tokens;
        let beside = |i: usize| {
            let joined = |a: usize, b: usize| tokens[a].head == Some(b) && tokens[a].relation() == "conj";
            joined(i, party.head) || joined(party.head, i)
        };
        let nominal = |i: usize| matches!(tokens[i].upos, Upos::Noun | Upos::Propn);
        let known = |i: usize| self.parties.iter().any(|p| p.start <= i && i <= p.head.max(p.end));
        (0..tokens.len()).any(|i| beside(i) && nominal(i) && !known(i))
    }

    /// Names in the sentence that are nobody's: places and things by which one promise is told from another.
    pub fn names(&self, word: usize) -> BTreeSet<Str> {
        let content = self.content(word, &[]);
        let tokens = &self.sentence.tokens;
        let party = |i: usize| self.parties.iter().any(|p| p.start <= i && i <= p.end);
        let timed =
            |i: usize| self.reading.timexes.iter().any(|t| t.sentence == self.at && t.tokens.contains(&i));
        let free = |&i: &usize| {
            tokens[i].upos == Upos::Propn && content.contains(tokens[i].span) && !party(i) && !timed(i)
        };
        let place =
            |i: usize| self.sentence.entities.iter().any(|e| e.kind == "LOC" && e.first <= i && i <= e.last);
        let names =
            (0..tokens.len()).filter(free).filter(|&i| place(i) && tokens[i].form.chars().count() > 3);
        names.map(|i| tokens[i].form.clone()).collect()
    }

    /// The party that answers for what stands at a word, outermost first, and how much its word weighs.
    pub fn speaker(&self, word: usize) -> (Option<Str>, Weight) {
        let Some(span) = self.sentence.tokens.get(word).map(|t| t.span) else { return (None, Weight::Fact) };
        let says = self
            .reading
            .attributions
            .iter()
            .find(|a| a.vouches && a.content.iter().any(|c| c.contains(span)));
        let Some(says) = says else { return (None, Weight::Fact) };
        let who = says.speaker.and_then(|m| self.reading.mentions.get(m));
        let code = who.and_then(|m| m.parties().find_map(|(_, actor)| code(actor)));
        let named = who.is_some_and(|m| {
            m.kind != MentionKind::Nominal || m.actor.entity.is_some() || self.is_official(m)
        });
        (code, if named { Weight::Announcement } else { Weight::Rumour })
    }

    /// "The White House", "the foreign ministry", "a spokeswoman": somebody who speaks for a body by office.
    fn is_official(&self, mention: &Mention) -> bool {
        let words = &self.sentence.tokens;
        mention.sentence == self.at
            && words.get(mention.tokens.clone()).is_some_and(|words| {
                let anonymous = |l: &str| {
                    matches!(
                        l,
                        "official" | "diplomat" | "source" | "person" | "people" | "analyst" | "expert"
                    )
                };
                !words.iter().any(|t| anonymous(&t.lemma))
            })
    }

    /// The days of what a word names.
    pub fn when(&self, word: usize) -> Option<Period> {
        let times: Vec<Timex> =
            self.reading.timexes.iter().filter(|t| t.sentence == self.at && self.dates(t)).cloned().collect();
        if let Some(event) = self.reading.events.iter().find(|e| e.sentence == self.at && e.token == word)
            && let Some(when) = event.date
            && times.iter().any(|t| t.span == when.span)
        {
            return Some(self.until(Period { from: when.from, to: when.to }, when.span));
        }
        let own = demarche_times::of_event(self.sentence, word, &times);
        let says = |t: &&Timex| {
            self.reading.attributions.iter().any(|a| {
                a.sentence == self.at
                    && !a.content.iter().any(|c| c.contains(t.span))
                    && a.content.iter().any(|c| c.contains(self.sentence.tokens[word].span))
            })
        };
        let next = || {
            times.iter().filter(|t| !says(t)).min_by_key(|t| {
                let before = t.tokens.start < word;
                (t.tokens.start.abs_diff(word) + if before { 6 } else { 0 }, t.tokens.start)
            })
        };
        let found = own.filter(|t| !says(t)).or_else(next)?;
        let (from, to) = found.range?;
        Some(self.until(Period { from, to }, found.span))
    }

    /// The days named after a word, of what is called off or put off.
    pub fn when_after(&self, word: usize) -> Option<Period> {
        let times = self.reading.timexes.iter().filter(|t| t.sentence == self.at && self.dates(t));
        let next = times
            .filter(|t| t.tokens.start > word && t.tokens.start < word + 14)
            .min_by_key(|t| t.tokens.start)?;
        let (from, to) = next.range?;
        (to >= self.reading.date).then_some(Period { from, to })
    }

    fn dates(&self, timex: &Timex) -> bool {
        let before = timex.tokens.start.checked_sub(1).map(|at| self.sentence.tokens[at].lemma.as_str());
        let earlier = timex.tokens.start.checked_sub(2).map(|at| self.sentence.tokens[at].lemma.as_str());
        let after_not = before == Some("on") && earlier == Some("not");
        let anniversary = earlier == Some("anniversary");
        timex.range.is_some() && !before.is_some_and(|w| NOT_THEN.contains(&w)) && !after_not && !anniversary
    }

    /// "By May" and "within two weeks" are all days up to then.
    fn until(&self, period: Period, span: Span) -> Period {
        let word = self
            .sentence
            .token_at(span.start)
            .and_then(|t| t.checked_sub(1))
            .map(|t| self.sentence.tokens[t].lemma.as_str());
        match word {
            Some("by" | "within") if period.to >= self.reading.date => {
                Period { from: self.reading.date, to: period.to }
            }
            _ => period,
        }
    }

    /// The name of a place after "in" or "at", nearest to a word.
    pub fn place(&self, word: usize) -> Option<String> {
        let tokens = &self.sentence.tokens;
        let starts = (1..tokens.len()).filter(|&i| {
            tokens[i].upos == Upos::Propn && WHERE.contains(&tokens[i - 1].lemma.as_str())
                || i > 1
                    && tokens[i].upos == Upos::Propn
                    && tokens[i - 1].lemma == "the"
                    && WHERE.contains(&tokens[i - 2].lemma.as_str())
        });
        let timed =
            |i: usize| self.reading.timexes.iter().any(|t| t.sentence == self.at && t.tokens.contains(&i));
        let start = starts.filter(|&i| !timed(i)).min_by_key(|&i| i.abs_diff(word))?;
        let end = (start..tokens.len()).take_while(|&i| tokens[i].upos == Upos::Propn).last()?;
        Some(Span::new(tokens[start].span.start, tokens[end].span.end).of(self.reading.text).to_owned())
    }

    /// What a word is about: the topic named nearest after it, else, unless only what comes `ahead` counts, before it.
    pub fn topic(&self, rules: &LedgerRules, word: usize, ahead: bool) -> Option<Str> {
        let tokens = self.sentence.tokens.iter().enumerate();
        let topics = tokens
            .filter(|(i, t)| !ahead || *i >= word || t.head == Some(word))
            .filter_map(|(i, t)| Some((i, rules.topic(&t.lemma)?)));
        topics
            .min_by_key(|&(i, _)| if i >= word { i - word } else { 8 + word - i })
            .map(|(_, topic)| topic.clone())
    }

    /// "If …", "unless …", "until …", "in return for …", as the sentence has it.
    pub fn condition(&self, word: usize) -> Option<String> {
        let tokens = &self.sentence.tokens;
        let opens = |i: usize| {
            let (lemma, next) =
                (tokens[i].lemma.as_str(), tokens.get(i + 1).map_or("", |t| t.lemma.as_str()));
            matches!(lemma, "if" | "unless" | "until" | "provided")
                || lemma == "in" && matches!(next, "return" | "exchange")
                || lemma == "only" && matches!(next, "if" | "after" | "when" | "once")
                || lemma == "as" && next == "long"
                || lemma == "so" && next == "long"
        };
        let start = (0..tokens.len()).filter(|&i| opens(i)).min_by_key(|&i| (i < word, i.abs_diff(word)))?;
        let stop = |t: &&demarche_text::Token| matches!(t.form.as_str(), "," | ";" | "." | "\"" | "”");
        let end = tokens[start..].iter().find(stop).map_or(self.sentence.span.end, |t| t.span.start);
        let text = Span::new(tokens[start].span.start, end.max(tokens[start].span.end)).of(self.reading.text);
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The party that is the innermost speaker of what stands at a word.
    pub fn innermost(&self, word: usize) -> Option<Str> {
        let span = self.sentence.tokens.get(word)?.span;
        let says = self
            .reading
            .attributions
            .iter()
            .filter_map(|a| Some((a.content.iter().find(|c| c.contains(span))?.len(), a)));
        let says = says.min_by_key(|(length, _)| *length)?.1;
        let who = self.reading.mentions.get(says.speaker?)?;
        who.parties().find_map(|(_, actor)| code(actor))
    }

    /// The words by which somebody says what stands at a word.
    pub fn cues(&self, word: usize) -> Vec<usize> {
        let Some(span) = self.sentence.tokens.get(word).map(|t| t.span) else { return vec![] };
        let says = self.reading.attributions.iter().filter(|a| a.content.iter().any(|c| c.contains(span)));
        says.flat_map(|a| &a.cue).filter_map(|c| self.sentence.token_at(c.end.saturating_sub(1))).collect()
    }

    /// What a speaker is made to say around a word; the whole sentence where nobody speaks.
    pub fn content(&self, word: usize, words: &[usize]) -> Span {
        let span = self.sentence.tokens[word].span;
        let own = |cue: &Span| words.iter().any(|&w| cue.overlaps(self.sentence.tokens[w].span));
        let told = self.reading.attributions.iter().filter(|a| a.vouches && !a.cue.iter().any(own));
        let contents =
            told.flat_map(|a| &a.content).filter(|c| c.contains(span) && self.sentence.span.overlaps(**c));
        let content = contents.copied().min_by_key(|c| c.len()).unwrap_or(self.sentence.span);
        let breaks = |t: &&demarche_text::Token| matches!(t.form.as_str(), ";" | ":");
        let before = self.sentence.tokens[..word].iter().rfind(breaks).map_or(content.start, |t| t.span.end);
        let after = self.sentence.tokens[word..].iter().find(breaks).map_or(content.end, |t| t.span.start);
        Span::new(before.max(content.start), after.min(content.end))
    }

    /// Parties side by side that end with party `at`: "Serbia and Kosovo".
    pub fn together_with<'n>(&self, parties: &[&'n Named], at: usize) -> Vec<&'n Named> {
        let tokens = &self.sentence.tokens;
        let mut first = at;
        while first > 0 {
            let between =
                &tokens[(parties[first - 1].head + 1).min(parties[first].start)..parties[first].start];
            let joined = between.len() <= 2
                && between.iter().all(|t| matches!(t.lemma.as_str(), "and" | "," | "the" | "both"));
            if !joined {
                break;
            }
            first -= 1;
        }
        let mut last = at;
        while let Some(next) = parties.get(last + 1) {
            let between = &tokens[(parties[last].head + 1).min(next.start)..next.start];
            let same = parties[last].group && parties[last].head == next.head;
            if !(same || between.len() <= 2 && between.iter().any(|t| t.lemma == "and")) {
                break;
            }
            last += 1;
        }
        parties[first..=last].to_vec()
    }

    /// The clause of a word, for a person: whole where it is short, else from where a part of it begins.
    pub fn what(&self, first: usize) -> String {
        let tokens = &self.sentence.tokens;
        let (from, to) = self.clause(first);
        let earliest = first.saturating_sub(LEFT).max(from);
        let apart = |i: usize| i == 0 || tokens[i - 1].span.end < tokens[i].span.start;
        let opens = |i: &usize| *i == from || tokens[i - 1].upos == Upos::Punct && apart(*i);
        let start = (earliest..=first).find(opens).unwrap_or_else(|| first.saturating_sub(4).max(from));
        // A part of a sentence begins with a word, not inside "Jae-in" and not with "and" or "that".
        let start = (0..=start).rev().find(|&i| apart(i)).unwrap_or(0);
        let light =
            |i: &usize| *i < first && matches!(tokens[*i].upos, Upos::Punct | Upos::Cconj | Upos::Sconj);
        let start = (start..=first).find(|i| !light(i)).unwrap_or(first);
        let end = tokens[first..=to].iter().take(RIGHT + 1).next_back().map_or(0, |t| t.span.end);
        let start = tokens.get(start).map_or(end, |t| t.span.start);
        Span::new(start, end.max(start))
            .of(self.reading.text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .trim_end_matches([',', ';', ':', '.'])
            .to_owned()
    }

    /// First and last word of the clause that a word belongs to.
    fn clause(&self, word: usize) -> (usize, usize) {
        let tokens = &self.sentence.tokens;
        let heads = ["root", "ccomp", "advcl", "parataxis", "csubj"];
        let is_head = |at: usize| heads.contains(&tokens[at].relation());
        let up = |at: &usize| tokens[*at].head.filter(|_| !is_head(*at));
        let above = |at: usize| std::iter::successors(Some(at), up).take(tokens.len());
        let head = above(word).last().unwrap_or(word);
        let inside = |at: &usize| above(*at).last() == Some(head);
        let from = (0..=word).rev().take_while(inside).last().unwrap_or(word);
        let to = (word..tokens.len()).take_while(inside).last().unwrap_or(word);
        (from, to)
    }
}

/// Words before an item's own that are shown with it.
const LEFT: usize = 14;

/// Words after it.
const RIGHT: usize = 18;

fn named(reading: &Reading, sentence: &Sentence, mention: &Mention) -> Vec<Named> {
    let told = reading
        .attributions
        .iter()
        .filter(|a| a.sentence == mention.sentence && a.source.iter().any(|s| s.contains(mention.span)));
    let cue = |a: &demarche_quotes::Attribution| a.cue.first().copied().unwrap_or_default();
    let says: Vec<(Span, Span)> =
        told.filter(|a| a.vouches).flat_map(|a| a.content.iter().map(move |&c| (c, cue(a)))).collect();
    let tokens = &sentence.tokens;
    let before =
        mention.tokens.start.checked_sub(1).and_then(|i| tokens.get(i)).map_or("", |t| t.lemma.as_str());
    let one = |start: usize, end: usize, head: usize, actor: &Actor| {
        let code = code(actor)?;
        let bare = mention.kind == MentionKind::Name
            && actor.entity.as_deref().is_none_or(|_| mention.metonym)
            && is_place(tokens, head, mention);
        let person = actor
            .entity
            .clone()
            .zip(actor.name.clone())
            .filter(|_| actor.sectors.len() < 9 && is_person(sentence, head));
        Some(Named {
            person: person.map(|(id, name)| Person { id, name, side: code.clone() }),
            code,
            pronoun: mention.kind == MentionKind::Pronoun,
            both: false,
            start,
            head,
            place: bare && WHERE.contains(&before),
            land: !mention.metonym && actor.entity.is_none(),
            venue: is_venue(tokens, head, mention),
            group: false,
            end: end.saturating_sub(1).max(start),
            says: says.clone(),
        })
    };
    if mention.members.is_empty() {
        one(mention.tokens.start, mention.tokens.end, mention.head, &mention.actor).into_iter().collect()
    } else {
        let both = matches!(mention.kind, MentionKind::Nominal | MentionKind::Pronoun);
        let members =
            mention.members.iter().filter_map(|m| one(m.tokens.start, m.tokens.end, m.head, &m.actor));
        members.map(|named| Named { both, ..named }).collect()
    }
}

/// The members of a group wherever a sentence has its name.
fn members(sentence: &Sentence, group: &Group) -> Vec<Named> {
    let tokens = &sentence.tokens;
    let is = |at: usize| {
        let pairs = tokens[at..].iter().zip(&group.words);
        // A name with a capital is one only so: "the North", not "in the north".
        let same = |form: &str, word: &str| {
            if word.starts_with(char::is_uppercase) { form == word } else { form.eq_ignore_ascii_case(word) }
        };
        pairs.filter(|(t, w)| same(&t.form, w)).count() == group.words.len()
    };
    let starts = (0..tokens.len()).filter(|&at| is(at));
    let last = group.words.len() - 1;
    let member = |start: usize, code: &Str| Named {
        code: code.clone(),
        person: None,
        start,
        head: start + last,
        end: start + last,
        place: false,
        says: vec![],
        pronoun: false,
        both: false,
        land: false,
        venue: false,
        group: group.members.len() > 1,
    };
    starts.flat_map(|start| group.members.iter().map(move |code| member(start, code))).collect()
}

/// "WASHINGTON, July 14 -": where a report comes from, before its first sentence.
pub fn is_dateline(sentence: &Sentence, at: usize) -> bool {
    at == 0
        && sentence.tokens.len() <= DATELINE
        && !sentence.tokens.iter().any(|t| matches!(t.upos, Upos::Verb | Upos::Aux))
}

/// Most words of a dateline.
const DATELINE: usize = 8;

fn is_place(tokens: &[demarche_text::Token], head: usize, mention: &Mention) -> bool {
    mention.metonym || tokens.get(head).is_some_and(|t| t.upos == Upos::Propn)
}

/// People among parties.
pub fn people(acting: &[&Named], codes: &BTreeSet<Str>) -> BTreeSet<Person> {
    acting.iter().filter(|p| codes.contains(&p.code)).filter_map(|p| p.person.clone()).collect()
}

/// "The Hanoi summit", "New York talks": a city that names a meeting is where it takes place.
fn is_venue(tokens: &[demarche_text::Token], head: usize, mention: &Mention) -> bool {
    let Some(word) = tokens.get(head) else { return false };
    let named = word.head.and_then(|h| tokens.get(h)).is_some_and(|h| {
        matches!(
            h.lemma.as_str(),
            "summit"
                | "talk"
                | "meeting"
                | "conference"
                | "session"
                | "declaration"
                | "statement"
                | "trip"
                | "visit"
        )
    });
    mention.kind != MentionKind::Pronoun && word.upos == Upos::Propn && word.relation() == "compound" && named
}

/// True where the name is a person's, or a word stands for one.
fn is_person(sentence: &Sentence, head: usize) -> bool {
    let entity = sentence.entities.iter().find(|e| e.first <= head && head <= e.last);
    entity.is_none_or(|e| e.kind == "PER")
}

/// Code of a party: a country, or an organisation that acts like one.
pub fn code(actor: &Actor) -> Option<Str> {
    let code = actor.country.clone()?;
    let private = actor.sectors.first().is_some_and(|s| PRIVATE.contains(s));
    (!private && !NOBODY.contains(&code.as_str())).then_some(code)
}
