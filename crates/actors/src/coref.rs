//! Which mentions of a report speak of the same, and what they learn from one another.
//!
//! Names go by their words, nouns by what they name, pronouns by number, gender and how much a candidate stands out
//! (Lappin and Leass 1994: recency and grammatical role, halved with every sentence).
//!
//! It leaves out bridging ("the car … the engine") and pronouns that point forward.

use crate::base::Base;
use crate::find::{Draft, Pronoun};
use crate::lexicon;
use crate::mention::{Member, Mention, MentionKind, Number};
use crate::office::Office;
use crate::own::{Part, compose};
use crate::read::Sort;
use crate::{Actor, Gender, Rule, Sector, Str};
use demarche_text::{Sentence, Span, Token};
use jiff::civil::Date;

/// What a chain is, for agreement with pronouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Being {
    /// One human being.
    Person,
    /// Several.
    People,
    /// A body, or an institution by a common noun.
    Body,
    Country,
    /// A name of which nothing is known.
    Unknown,
    /// No actor, of which there is one.
    Thing,
    /// Several of them.
    Things,
}

/// Mentions that speak of the same.
#[derive(Clone, Debug)]
struct Chain {
    actor: Actor,
    members: Vec<Member>,
    name: Vec<Str>,
    lemma: Str,
    agent: Option<u32>,
    being: Being,
    /// No actor.
    thing: bool,
    gender: Option<Gender>,
    /// How much it stands out, as of sentence `last`.
    salience: f32,
    last: usize,
    /// Index of its last mention.
    mention: usize,
}

/// Sentences back in which a pronoun's antecedent is looked for.
const REACH: usize = 3;

/// Verbs whose subject and object become a pair.
const MEETING: &[&str] =
    &["call", "greet", "host", "meet", "phone", "receive", "speak", "talk", "telephone", "visit", "welcome"];

/// What "both" and "the two" are said of where two states or their delegations are meant.
const SIDES: &[&str] = &["country", "delegation", "government", "nation", "official", "party", "side"];

/// Follows the mentions of a report in order.
struct Tracker<'a> {
    base: &'a Base,
    date: Option<Date>,
    sentences: &'a [Sentence],
    drafts: Vec<Draft>,
    chains: Vec<Chain>,
    /// Coordinated mentions: indices of drafts, and the chain of all together once there is one.
    groups: Vec<(Vec<usize>, Option<usize>)>,
    /// Index of the first draft of the sentence at hand.
    first: usize,
    /// By sentence and word: it stands in quotation marks.
    quoted: Vec<Vec<bool>>,
    /// Chain of whoever was last said to speak.
    speaker: Option<usize>,
}

/// Which words stand in quotation marks. A mark that is never closed lets go after a few sentences.
fn quoted(sentences: &[Sentence]) -> Vec<Vec<bool>> {
    let mut open: Option<usize> = None;
    let mut out = Vec::with_capacity(sentences.len());
    for (at, sentence) in sentences.iter().enumerate() {
        open = open.filter(|since| since + 8 > at);
        let mut words = Vec::with_capacity(sentence.tokens.len());
        for token in &sentence.tokens {
            match token.form.as_str() {
                "“" | "``" => open = Some(at),
                "”" | "''" => open = None,
                "\"" => open = if open.is_some() { None } else { Some(at) },
                _ => {}
            }
            words.push(open.is_some());
        }
        out.push(words);
    }
    out
}

/// True for a word that says where something happens: "in Tbilisi".
fn is_setting(tokens: &[Token], head: usize) -> bool {
    (head.saturating_sub(4)..head).any(|i| {
        let form = tokens[i].form.to_ascii_lowercase();
        tokens[i].head == Some(head)
            && matches!(form.as_str(), "in" | "near" | "across" | "outside" | "around")
    })
}

/// Gives every draft its chain and, where it has none of its own, its actor.
pub(crate) fn track(
    base: &Base,
    date: Option<Date>,
    sentences: &[Sentence],
    drafts: Vec<Draft>,
) -> Vec<Mention> {
    let quoted = quoted(sentences);
    let (chains, groups) = (vec![], vec![]);
    let mut tracker =
        Tracker { base, date, sentences, drafts, chains, groups, first: 0, quoted, speaker: None };
    for at in 0..tracker.drafts.len() {
        if at > 0 && tracker.drafts[at - 1].mention.sentence != tracker.drafts[at].mention.sentence {
            tracker.first = at;
        }
        tracker.step(at);
        if tracker.speaks(at) {
            tracker.speaker = Some(tracker.drafts[at].mention.chain);
        }
    }
    let idle = |d: &Draft| d.pronoun == Some(Pronoun::Relative) && d.mention.rule == Rule::Unknown;
    let kept =
        tracker.drafts.into_iter().filter(|d| !d.thing && (!idle(d) || d.mention.kind == MentionKind::Given));
    let mut mentions: Vec<Mention> = kept.map(|d| d.mention).collect();
    mentions.sort_by_key(|m| (m.sentence, m.tokens.start, std::cmp::Reverse(m.tokens.end), m.head));
    number(&mut mentions, tracker.chains.len());
    mentions
}

/// Numbers chains from 0 in the order of their first mention, now that things are left out.
fn number(mentions: &mut [Mention], chains: usize) {
    let mut numbers = vec![usize::MAX; chains];
    let mut next = 0;
    for mention in mentions {
        let Some(number) = numbers.get_mut(mention.chain) else { continue };
        if *number == usize::MAX {
            *number = next;
            next += 1;
        }
        mention.chain = *number;
    }
}

impl Tracker<'_> {
    fn step(&mut self, at: usize) {
        if self.drafts[at].thing {
            return self.thing(at);
        }
        self.possess(at);
        if let Some((other, rule)) = self.linked(at) {
            self.join_linked(at, other, rule);
        } else if let Some(pronoun) = self.drafts[at].pronoun {
            self.pronoun(at, pronoun);
        } else if self.drafts[at].lemma == "counterpart" {
            self.counterpart(at);
        } else {
            match self.drafts[at].sort {
                Sort::Person | Sort::Name => self.name(at),
                Sort::Agent | Sort::Thing => self.nominal(at),
                Sort::Body | Sort::Country => self.proper(at),
            }
        }
        self.note_group(at);
    }

    /// No actor: the last one of the same noun is the same.
    fn thing(&mut self, at: usize) {
        let draft = &self.drafts[at];
        let near = |c: &Chain| draft.mention.sentence.saturating_sub(c.last) <= REACH;
        let same = |c: &Chain| c.thing && c.lemma == draft.lemma && near(c);
        match self.chains.iter().rposition(same) {
            Some(chain) if draft.definite => self.extend(at, chain),
            _ => self.open(at),
        }
    }

    /// "his forces", "their country": whose it is comes from the pronoun.
    fn possess(&mut self, at: usize) {
        let draft = &self.drafts[at];
        // "their peacekeepers" are theirs, whatever the noun alone would be.
        let of_noun =
            draft.agent.and_then(|a| self.base.agents.get(a as usize)).and_then(|a| a.code.as_ref());
        let country = draft.mention.actor.country.as_ref();
        if draft.sort != Sort::Agent || country.is_some() && country != of_noun {
            return;
        }
        let owns = |d: &&Draft| {
            d.pronoun.is_some()
                && d.governor == Some(draft.mention.head)
                && draft.mention.tokens.contains(&d.mention.head)
        };
        let Some(owner) = self.drafts[self.first..at].iter().find(owns) else { return };
        let owner = owner.mention.actor.clone();
        let rebels = matches!(owner.sectors.first(), Some(Sector::Reb | Sector::Prm | Sector::Crm));
        let draft = &mut self.drafts[at];
        if owner.country.is_none() {
            return;
        }
        let actor = &mut draft.mention.actor;
        match owner.own.as_ref().or(owner.country.as_ref()) {
            Some(front) if actor.own.is_some() => prefix_own(actor, front),
            Some(front) if owner.own.is_some() => {
                let part: Vec<Part> = actor.sectors.first().map(|s| Part::Plain(*s)).into_iter().collect();
                actor.own = Some(compose(front, &part));
            }
            _ => {}
        }
        actor.country = owner.country;
        draft.mention.rule = Rule::Possessor;
        if matches!(draft.lemma.as_str(), "country" | "nation" | "homeland" | "state") {
            actor.sectors.clear();
            draft.sort = Sort::Country;
        } else if rebels && (lexicon::is_armed(&draft.lemma) || lexicon::is_inheriting(&draft.lemma)) {
            actor.sectors = owner.sectors;
        }
    }

    /// The draft before this one in its sentence that syntax says is the same.
    fn linked(&self, at: usize) -> Option<(usize, Rule)> {
        let (word, rule) = self.drafts[at].link?;
        let other = (self.first..at).find(|&i| self.drafts[i].mention.head == word)?;
        (rule == Rule::Relative || !self.drafts[other].thing).then_some((other, rule))
    }

    fn join_linked(&mut self, at: usize, other: usize, rule: Rule) {
        let chain = self.drafts[other].mention.chain;
        let (a, b) = (self.drafts[other].clone(), self.drafts[at].clone());
        if rule == Rule::Relative {
            self.take(at, chain, rule);
            return;
        }
        if a.sort == Sort::Country && b.sort == Sort::Country {
            // "Calgary, Alberta": one lies in the other.
            return self.drop_link(at);
        }
        let (whole, from_second) = merge(&a, &b);
        let same = rule == Rule::Apposition || Self::is_identity(&a, &b);
        if !same {
            return self.drop_link(at);
        }
        if from_second {
            self.drafts[other].mention.actor = whole.clone();
            self.drafts[other].mention.rule = rule;
            self.chains[chain].actor = whole.clone();
        }
        if b.mention.actor != whole {
            self.drafts[at].mention.actor = whole;
            self.drafts[at].mention.rule = rule;
        }
        self.extend(at, chain);
    }

    fn drop_link(&mut self, at: usize) {
        self.drafts[at].link = None;
        self.step(at);
    }

    /// "Ri is the foreign minister" says who Ri is; "the move is a threat", "Iran is an ally" do not.
    fn is_identity(subject: &Draft, predicate: &Draft) -> bool {
        let name = matches!(subject.sort, Sort::Person | Sort::Name) && subject.pronoun.is_none();
        name && predicate.sort == Sort::Agent && predicate.mention.number != Number::Many
    }

    /// A personal name, or one of which nothing is known.
    fn name(&mut self, at: usize) {
        let draft = &self.drafts[at];
        let listed = draft.mention.actor.entity.clone();
        let by_words = self.by_name(at);
        let surname = draft.mention.rule == Rule::Surname;
        let by_entity = listed
            .as_ref()
            .and_then(|e| self.chains.iter().rposition(|c| c.actor.entity.as_ref() == Some(e)));
        let titled = draft.mention.rule == Rule::TitledName;
        match (by_entity, by_words) {
            (Some(chain), _) => self.extend(at, chain),
            (None, Some(chain)) if listed.is_none() || surname => {
                if titled && self.chains[chain].actor.is_unknown() {
                    self.chains[chain].actor = draft.mention.actor.clone();
                }
                if self.chains[chain].actor.is_unknown() && surname {
                    self.open(at);
                } else {
                    self.take(at, chain, Rule::SameName);
                }
            }
            _ => self.open(at),
        }
    }

    /// The last chain that a name repeats, or is the end or the start of; "his father Mohamed" is not himself.
    fn by_name(&self, at: usize) -> Option<usize> {
        let name = &self.drafts[at].name;
        if name.is_empty() {
            return None;
        }
        let inside = &self.drafts[at].mention.tokens;
        let owner = self.drafts[self.first..at]
            .iter()
            .find(|d| d.pronoun.is_some() && inside.contains(&d.mention.head));
        let owner = owner.map(|d| d.mention.chain);
        let of_person = |c: &&Chain| matches!(c.being, Being::Person | Being::Unknown) && !c.name.is_empty();
        let chains = || {
            let other = |at: &usize| Some(*at) != owner;
            self.chains.iter().enumerate().rev().filter(move |(at, c)| of_person(c) && other(at))
        };
        let ends = chains().find(|(_, c)| c.name.ends_with(name.as_slice()) || name.ends_with(&c.name));
        let starts = || chains().find(|(_, c)| c.name.starts_with(name.as_slice()) && name.len() == 1);
        ends.or_else(starts).map(|(at, _)| at)
    }

    /// A body or country by name.
    fn proper(&mut self, at: usize) {
        if self.drafts[at].sort == Sort::Country {
            self.drafts[at].lemma = self.part(at);
        }
        let (actor, part) = (&self.drafts[at].mention.actor, &self.drafts[at].lemma);
        let same = self.chains.iter().rposition(|c| match (&actor.entity, c.being) {
            (Some(entity), Being::Body) => c.actor.entity.as_ref() == Some(entity),
            (None, Being::Country) => {
                actor.country.is_some() && c.actor.country == actor.country && c.lemma == *part
            }
            _ => false,
        });
        match same {
            Some(chain) => self.extend(at, chain),
            None => self.open(at),
        }
    }

    /// The part of a country that a name means, empty for the whole: Mosul is not Iraq, but Ankara is Turkey.
    fn part(&self, at: usize) -> Str {
        let mention = &self.drafts[at].mention;
        let whole = mention.actor.country.as_deref().and_then(|c| self.base.country_name(c));
        let name = mention.actor.name.clone().filter(|n| !mention.metonym && whole != Some(n.as_str()));
        name.unwrap_or_default()
    }

    /// A common noun.
    fn nominal(&mut self, at: usize) {
        let draft = self.drafts[at].clone();
        if let Some(entity) = draft.mention.actor.entity.clone() {
            let chain = self.chains.iter().rposition(|c| c.actor.entity.as_ref() == Some(&entity));
            return match chain {
                Some(chain) => self.extend(at, chain),
                None => self.open(at),
            };
        }
        if draft.mention.actor.country.is_some() {
            return self.known_nominal(at);
        }
        if self.sides(at) {
            return;
        }
        if draft.definite
            && draft.sort == Sort::Agent
            && let Some(chain) = self.antecedent(at)
        {
            return self.take(at, chain, Rule::Definite);
        }
        let many = draft.mention.number == Number::Many;
        let office = draft
            .agent
            .and_then(|a| self.base.agents.get(a as usize))
            .is_some_and(|a| a.office != Office::Other);
        // "kings" and "governments" in general are nobody's in particular.
        let form = self.sentences[draft.mention.sentence].tokens[draft.mention.head].form.to_lowercase();
        let several = many && !draft.lemma.ends_with(form.as_str());
        let general = several && !draft.definite && (office || lexicon::is_institution(&draft.lemma));
        let national = draft.sort == Sort::Agent && lexicon::is_national(&draft.lemma) && !general;
        if national
            && (draft.definite
                || draft.mention.number == Number::Many
                || draft.lemma == "police"
                || draft.lemma == "parliament")
        {
            let country = self.country_here(at).or_else(|| self.country_spoken_of(at));
            if let Some(country) = country {
                self.fill_country(at, country);
                return self.known_nominal(at);
            }
        }
        // "ethnic Albanians" are of the country that the sentence or else the report speaks of.
        let ethnic = draft.sort == Sort::Agent && draft.mention.rule == Rule::People;
        if ethnic && let Some(country) = self.country_around(at) {
            self.fill_country(at, country);
            return self.known_nominal(at);
        }
        let civil = matches!(
            draft.mention.actor.sectors.first(),
            Some(Sector::Cvl | Sector::Cop | Sector::Unk | Sector::Ref)
        );
        // "A gunman opened fire in Kabul": whoever fights without a state does so where he is.
        let armed = matches!(draft.mention.actor.sectors.first(), Some(Sector::Reb | Sector::Uaf))
            && draft.lemma != "enemy";
        if draft.sort == Sort::Agent
            && (civil && draft.mention.number == Number::Many || armed)
            && let Some(country) = self.country_here(at)
        {
            self.fill_country(at, country);
            return self.known_nominal(at);
        }
        match self.repeated(at) {
            Some(chain) => self.take(at, chain, Rule::Definite),
            None => self.open(at),
        }
    }

    /// The last chain that a definite noun repeats word for word, though nobody knows whose it is: "the mosque".
    fn repeated(&self, at: usize) -> Option<usize> {
        let draft = &self.drafts[at];
        let same = |c: &Chain| {
            let apart = draft.mention.sentence.saturating_sub(c.last);
            let number = (draft.mention.number == Number::Many) == (c.being == Being::People);
            apart <= 10 && number && c.lemma == draft.lemma && c.actor == draft.mention.actor
        };
        self.chains.iter().rposition(same).filter(|_| draft.definite && draft.sort == Sort::Agent)
    }

    /// Fills in the country that the report speaks of, and who holds the office there.
    fn fill_country(&mut self, at: usize, country: Str) {
        let office = self.drafts[at].agent.and_then(|a| self.base.agents.get(a as usize)).map(|a| a.office);
        let one = self.drafts[at].mention.number != Number::Many;
        let holder = office.filter(|o| one && *o != Office::Other).zip(self.date);
        let holder = holder.and_then(|(office, date)| self.base.holder(&country, office, date));
        let mention = &mut self.drafts[at].mention;
        prefix_own(&mut mention.actor, &country);
        mention.actor.country = Some(country);
        mention.rule = Rule::Context;
        if let Some(person) = holder.and_then(|p| self.base.people.get(p as usize)) {
            mention.actor.entity = Some(person.id.clone());
            mention.actor.name = Some(person.name.clone());
        }
    }

    /// A noun whose country is known: the same institution of the same country is the same.
    fn known_nominal(&mut self, at: usize) {
        let draft = &self.drafts[at];
        let single = draft.definite || lexicon::is_institution(&draft.lemma);
        let same = self.chains.iter().rposition(|c| {
            let entity = draft.mention.actor.entity.is_some() && c.actor.entity == draft.mention.actor.entity;
            entity
                || single
                    && c.lemma == draft.lemma
                    && c.actor.country == draft.mention.actor.country
                    && c.actor.sectors == draft.mention.actor.sectors
        });
        match same {
            Some(chain) => self.extend(at, chain),
            None => self.open(at),
        }
    }

    /// The last chain that a definite noun fits.
    fn antecedent(&self, at: usize) -> Option<usize> {
        let draft = &self.drafts[at];
        let noun = lexicon::head_word(&draft.lemma);
        let office = draft.agent.and_then(|a| self.base.agents.get(a as usize)).map(|a| a.office);
        let many = draft.mention.number == Number::Many;
        let fits = |c: &Chain| {
            let apart = draft.mention.sentence.saturating_sub(c.last);
            if many != (c.being == Being::People) && !(many && c.being == Being::Body) {
                return false;
            }
            let same_noun =
                !c.lemma.is_empty() && (c.lemma == draft.lemma || lexicon::head_word(&c.lemma) == noun);
            let same_office = office.is_some_and(|o| o != Office::Other && self.office_of(c) == Some(o));
            let kind = Self::is_kind(noun, c);
            c.actor.country.is_some() && apart <= 10 && (same_noun || same_office || kind)
        };
        let found = self.chains.iter().enumerate().filter(|(_, c)| fits(c));
        found.max_by_key(|(_, c)| (c.last, c.mention)).map(|(at, _)| at)
    }

    fn office_of(&self, chain: &Chain) -> Option<Office> {
        let title = chain.agent.and_then(|a| self.base.agents.get(a as usize)).map(|a| a.office);
        title.filter(|o| *o != Office::Other).or_else(|| {
            let date = self.date?;
            let entity = chain.actor.entity.as_ref().filter(|_| chain.being == Being::Person)?;
            let held = self.base.tenures_by_id(entity).iter().filter(|t| t.from <= date && date <= t.to);
            held.max_by_key(|t| t.office.weight()).map(|t| t.office)
        })
    }

    /// True where a noun names the kind of thing that a chain is: "the group" for Hamas, "the country" for Iran.
    fn is_kind(noun: &str, chain: &Chain) -> bool {
        let first = chain.actor.sectors.first().copied();
        let body = chain.being == Being::Body && chain.actor.entity.is_some();
        let armed = matches!(first, Some(Sector::Reb | Sector::Prm | Sector::Crm | Sector::Uaf));
        match noun {
            "group" | "movement" | "organization" | "militant" | "militia" | "faction" | "extremist"
            | "insurgent" | "jihadist" | "rebel" => body && (armed || noun == "organization"),
            "country" | "nation" | "kingdom" | "republic" | "state" => {
                chain.being == Being::Country && chain.lemma.is_empty()
            }
            "city" | "town" | "village" | "region" | "province" => {
                chain.being == Being::Country && !chain.lemma.is_empty()
            }
            "court" | "tribunal" => body && first == Some(Sector::Jud),
            "charity" | "foundation" => body && matches!(first, Some(Sector::Soc | Sector::Med)),
            "party" => body && first == Some(Sector::Pty),
            "company" | "firm" | "carrier" | "airline" => body && first == Some(Sector::Bus),
            "agency" | "newspaper" | "broadcaster" | "paper" | "network" => {
                body && first == Some(Sector::Jrn)
            }
            "bloc" | "alliance" | "union" | "body" | "council" => {
                body && chain.actor.country.as_deref().is_some_and(|c| matches!(c, "EUR" | "IGO" | "UNO"))
            }
            _ => false,
        }
    }

    /// "both sides", "the two leaders": the two actors that were last named together, or else the last two.
    fn sides(&mut self, at: usize) -> bool {
        let draft = &self.drafts[at];
        let tokens = &self.sentences[draft.mention.sentence].tokens[draft.mention.tokens.clone()];
        let two = tokens.iter().any(|t| matches!(t.form.to_ascii_lowercase().as_str(), "two" | "both"));
        let last = draft.lemma.rsplit(' ').next().unwrap_or("");
        let person = matches!(last, "leader" | "president" | "minister");
        // "The leaders discussed": all that were named together, however many.
        let all = person && draft.definite && tokens.len() == 2 && draft.mention.number == Number::Many;
        if !(two || all) || !(person || SIDES.contains(&last)) || draft.mention.number == Number::One {
            return false;
        }
        let Some(pair) = self.last_two(at, person, !two) else { return false };
        self.become_group(at, &pair, Rule::Sides);
        true
    }

    /// The last two actors of different countries before a mention, or the last mention that stands for two, or for `more`.
    fn last_two(&self, at: usize, person: bool, more: bool) -> Option<Vec<usize>> {
        let first = self.drafts[at].mention.sentence.saturating_sub(REACH);
        let mut alone: Vec<usize> = vec![];
        for i in (0..at).rev().take_while(|&i| self.drafts[i].mention.sentence >= first) {
            let itself = [i];
            let together = self.groups.iter().rev().map(|(members, _)| members.as_slice());
            let together = together.filter(|members| members.last() == Some(&i)).chain([itself.as_slice()]);
            let mut pairs = together.filter(|members| members.iter().all(|&m| self.is_side(m, person)));
            let enough = |n: usize| n == 2 || (more && n > 2);
            if let Some(pair) = pairs.find(|members| enough(self.countries(members).len())) {
                return Some(pair.to_vec());
            }
            let mut known = alone.clone();
            known.push(i);
            if self.is_side(i, person) && self.countries(&known).len() == known.len() {
                alone = known;
            }
            if alone.len() == 2 {
                alone.reverse();
                return Some(alone);
            }
        }
        None
    }

    /// Somebody of a country, a person where one is asked for, and not the place of what happens.
    fn is_side(&self, at: usize, person: bool) -> bool {
        let mention = &self.drafts[at].mention;
        let being = self.chains.get(mention.chain).map(|c| c.being);
        let fits = !person || matches!(being, Some(Being::Person | Being::People));
        fits && mention.actor.country.is_some()
            && !is_setting(&self.sentences[mention.sentence].tokens, mention.head)
    }

    /// The countries of some mentions, each once.
    fn countries(&self, mentions: &[usize]) -> Vec<&Str> {
        let parties = mentions.iter().flat_map(|&m| self.drafts[m].mention.parties());
        let mut found: Vec<&Str> = parties.filter_map(|(_, actor)| actor.country.as_ref()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn become_group(&mut self, at: usize, members: &[usize], rule: Rule) {
        let (head, tokens, span) = {
            let m = &self.drafts[at].mention;
            (m.head, m.tokens.clone(), m.span)
        };
        let mut own = self.drafts[at].mention.actor.sectors.clone();
        own.retain(|s| *s != Sector::Unk);
        let mut all: Vec<Member> = vec![];
        for &i in members {
            for (_, actor) in self.drafts[i].mention.parties() {
                let mut actor = actor.clone();
                if actor.sectors.is_empty() {
                    actor.sectors.clone_from(&own);
                }
                if all.iter().all(|m| m.actor != actor) {
                    all.push(Member { head, tokens: tokens.clone(), span, actor });
                }
            }
        }
        if let Some(first) = all.first() {
            self.drafts[at].mention.actor = first.actor.clone();
        }
        self.drafts[at].mention.members = all;
        self.drafts[at].mention.rule = rule;
        self.open(at);
        let chain = self.drafts[at].mention.chain;
        self.chains[chain].being = Being::People;
    }

    /// "his North Korean counterpart": the office of whoever is spoken of, in the other country.
    fn counterpart(&mut self, at: usize) {
        let sentence = self.drafts[at].mention.sentence;
        let country = self.drafts[at].mention.actor.country.clone();
        let inside = self.drafts[at].mention.tokens.clone();
        let model = (0..at).rev().map(|i| &self.drafts[i]).find(|d| {
            let person =
                d.mention.chain < self.chains.len() && self.chains[d.mention.chain].being == Being::Person;
            let apart = d.mention.sentence + 1 >= sentence;
            let own = d.mention.sentence == sentence && inside.contains(&d.mention.head);
            person && apart && !own && d.mention.actor.country != country
        });
        if let Some(model) = model {
            let office = self.office_of(&self.chains[model.mention.chain]);
            let sectors = model.mention.actor.sectors.clone();
            let holder = country.as_deref().zip(office).zip(self.date);
            let holder = holder
                .and_then(|((c, o), d)| self.base.holder(c, o, d))
                .and_then(|p| self.base.people.get(p as usize));
            let mention = &mut self.drafts[at].mention;
            mention.actor.sectors = sectors;
            mention.rule = Rule::Counterpart;
            if let Some(person) = holder.filter(|_| mention.number != Number::Many) {
                (mention.actor.entity, mention.actor.name) =
                    (Some(person.id.clone()), Some(person.name.clone()));
                mention.gender = person.gender;
            }
        }
        self.drafts[at].sort = Sort::Agent;
        self.known_nominal(at);
        let chain = self.drafts[at].mention.chain;
        if self.drafts[at].mention.number != Number::Many {
            self.chains[chain].being = Being::Person;
        }
    }

    fn pronoun(&mut self, at: usize, pronoun: Pronoun) {
        if matches!(pronoun, Pronoun::First { .. } | Pronoun::Relative) {
            return self.open(at);
        }
        let group = (pronoun == Pronoun::They).then(|| self.best_group(at)).flatten();
        let chain = self.best_chain(at, pronoun);
        match (chain, group) {
            (Some((score, _)), Some((other, group))) if other > score => self.take_group(at, group),
            (None, Some((_, group))) => self.take_group(at, group),
            (Some((_, chain)), _) => self.take(at, chain, Rule::Pronoun),
            (None, None) => self.open(at),
        }
    }

    fn best_chain(&self, at: usize, pronoun: Pronoun) -> Option<(f32, usize)> {
        let draft = &self.drafts[at];
        let mut best: Option<(f32, usize)> = None;
        for (id, chain) in self.chains.iter().enumerate() {
            let apart = draft.mention.sentence.saturating_sub(chain.last);
            let fit = agreement(chain, pronoun);
            if apart > REACH || fit == 0.0 || self.is_barred(at, id) {
                continue;
            }
            let score = chain.salience * 0.4f32.powi(apart as i32) * fit * self.binding(at, id);
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, id));
            }
        }
        best
    }

    /// True for the subject of a verb of saying, outside of quotation marks.
    fn speaks(&self, at: usize) -> bool {
        let draft = &self.drafts[at];
        let tokens = &self.sentences[draft.mention.sentence].tokens;
        let head = draft.mention.head;
        let verb = draft.governor.and_then(|g| tokens.get(g));
        tokens[head].relation() == "nsubj"
            && !self.is_quoted(at)
            && verb.is_some_and(|v| lexicon::is_saying(&v.lemma))
    }

    fn is_quoted(&self, at: usize) -> bool {
        let m = &self.drafts[at].mention;
        self.quoted.get(m.sentence).and_then(|s| s.get(m.head)).copied().unwrap_or(false)
    }

    /// True where a chain is whoever speaks the quotation in which a pronoun stands: "he" there is somebody else.
    fn is_own_speech(&self, at: usize, chain: usize) -> bool {
        if !self.is_quoted(at) {
            return false;
        }
        let sentence = self.drafts[at].mention.sentence;
        let here =
            (self.first..self.drafts.len()).take_while(|&i| self.drafts[i].mention.sentence == sentence);
        let mut said = here.filter(|&i| self.speaks(i)).peekable();
        if said.peek().is_none() {
            return self.speaker == Some(chain);
        }
        let mut is_chain = |i: usize| match self.drafts[i].mention.chain {
            usize::MAX => self.by_name(i) == Some(chain),
            own => own == chain,
        };
        said.any(&mut is_chain)
    }

    /// How much the clause favours a chain: the subject of the verb that a possessive hangs under, or of the verb above
    /// ("Putin said he …"); and minds rather than things for the subject of "said".
    fn binding(&self, at: usize, chain: usize) -> f32 {
        let draft = &self.drafts[at];
        let tokens = &self.sentences[draft.mention.sentence].tokens;
        let token = &tokens[draft.mention.head];
        let verb = draft.governor.and_then(|g| tokens.get(g));
        let minds = token.relation() == "nsubj" && verb.is_some_and(|v| lexicon::is_of_minds(&v.lemma));
        let chained = &self.chains[chain];
        if minds && matches!(chained.being, Being::Thing | Being::Things) {
            return 0.2;
        }
        if self.is_own_speech(at, chain) {
            return 0.15;
        }
        if self.is_joined_owner(at, chain) {
            return 3.0;
        }
        let mut above = draft.governor;
        for _ in 0..6 {
            let Some(verb) = above else { break };
            let subject =
                |d: &&Draft| d.governor == Some(verb) && tokens[d.mention.head].relation() == "nsubj";
            let mut subjects = self.drafts[self.first..at].iter().filter(subject);
            if subjects.any(|d| d.mention.chain == chain) {
                return 1.5;
            }
            above = tokens.get(verb).and_then(|t| t.head);
        }
        1.0
    }

    /// "Bosnia and its citizens": whoever stands before what he has.
    fn is_joined_owner(&self, at: usize, chain: usize) -> bool {
        let draft = &self.drafts[at];
        let tokens = &self.sentences[draft.mention.sentence].tokens;
        let owned = draft.governor.filter(|_| tokens[draft.mention.head].deprel == "nmod:poss");
        let joined = owned.and_then(|o| tokens.get(o)).filter(|t| t.relation() == "conj");
        let Some(first) = joined.and_then(|t| t.head) else { return false };
        self.drafts[self.first..at].iter().any(|d| d.mention.head == first && d.mention.chain == chain)
    }

    /// A pronoun is not another argument of its own verb, nor part of what it names.
    fn is_barred(&self, at: usize, chain: usize) -> bool {
        let draft = &self.drafts[at];
        let possessive =
            self.sentences[draft.mention.sentence].tokens[draft.mention.head].deprel == "nmod:poss";
        self.drafts[self.first..at].iter().filter(|d| d.mention.chain == chain).any(|d| {
            let around = d.mention.tokens.contains(&draft.mention.head);
            around || !possessive && d.governor == draft.governor && d.governor.is_some()
        })
    }

    fn best_group(&self, at: usize) -> Option<(f32, usize)> {
        let sentence = self.drafts[at].mention.sentence;
        let scored = self.groups.iter().enumerate().filter_map(|(id, (members, _))| {
            let first = &self.drafts[*members.first()?];
            let apart = sentence.saturating_sub(first.mention.sentence);
            let states =
                members.iter().all(|m| self.drafts[*m].sort == Sort::Country) && first.weight < 180.0;
            let factor = if states { 0.5 } else { 1.2 };
            (apart <= 2 && members.len() > 1).then(|| (first.weight * factor * 0.5f32.powi(apart as i32), id))
        });
        scored.fold(None, |best: Option<(f32, usize)>, new| match best {
            Some(old) if old.0 > new.0 => Some(old),
            _ => Some(new),
        })
    }

    fn take_group(&mut self, at: usize, group: usize) {
        if let Some(chain) = self.groups[group].1 {
            self.take(at, chain, Rule::Pronoun);
        } else {
            let members = self.groups[group].0.clone();
            self.become_group(at, &members, Rule::Pronoun);
            self.groups[group].1 = Some(self.drafts[at].mention.chain);
        }
    }

    /// Notes that this mention is coordinated with one before it.
    fn note_group(&mut self, at: usize) {
        let draft = &self.drafts[at];
        let sentence = &self.sentences[draft.mention.sentence];
        let Some(token) = sentence.tokens.get(draft.mention.head) else { return };
        if token.relation() != "conj" {
            return self.note_meeting(at);
        }
        let actor = |d: &Draft| Some(d.mention.head) == token.head && !d.thing;
        let Some(other) = (self.first..at).find(|&i| actor(&self.drafts[i])) else {
            return;
        };
        match self.groups.iter_mut().rev().find(|(members, _)| members.first() == Some(&other)) {
            Some((members, _)) => members.push(at),
            None => self.groups.push((vec![other, at], None)),
        }
    }

    /// Who meets whom is a pair too: "Trump met Kim. They signed …".
    fn note_meeting(&mut self, at: usize) {
        let draft = &self.drafts[at];
        let tokens = &self.sentences[draft.mention.sentence].tokens;
        let verb = draft.governor.and_then(|g| tokens.get(g)).filter(|v| MEETING.contains(&v.lemma.as_str()));
        if verb.is_none()
            || !matches!(tokens[draft.mention.head].relation(), "obj" | "obl")
            || draft.mention.number == Number::Many
        {
            return;
        }
        let subject = |d: &Draft| {
            d.governor == draft.governor
                && tokens[d.mention.head].relation() == "nsubj"
                && d.mention.number != Number::Many
        };
        if let Some(other) = (self.first..at).find(|&i| subject(&self.drafts[i])) {
            let known =
                self.drafts[other].mention.actor.country.is_some() && draft.mention.actor.country.is_some();
            if known && !draft.mention.metonym && draft.sort != Sort::Country {
                self.groups.push((vec![other, at], None));
            }
        }
    }

    /// The country in which its sentence takes place: "police arrested dozens in Tbilisi". Nothing where it names two.
    fn country_here(&self, at: usize) -> Option<Str> {
        let sentence = self.drafts[at].mention.sentence;
        let tokens = &self.sentences[sentence].tokens;
        let later = self.drafts[at..].iter().take_while(|d| d.mention.sentence == sentence);
        let here = self.drafts[self.first..at].iter().chain(later).filter(|d| d.sort == Sort::Country);
        let mut found: Option<&Str> = None;
        for draft in here {
            let country =
                draft.mention.actor.country.as_ref().filter(|_| is_setting(tokens, draft.mention.head));
            match (country, found) {
                (Some(new), Some(old)) if new != old => return None,
                (Some(new), _) => found = Some(new),
                _ => {}
            }
        }
        found.cloned()
    }

    /// The country of a people that lives among others: where the sentence says it is, the first country that the
    /// sentence names, or the one that the report speaks of.
    fn country_around(&self, at: usize) -> Option<Str> {
        let sentence = self.drafts[at].mention.sentence;
        let named = self.drafts[self.first..].iter().take_while(|d| d.mention.sentence == sentence);
        let first =
            || named.filter(|d| d.sort == Sort::Country).find_map(|d| d.mention.actor.country.clone());
        self.country_here(at).or_else(first).or_else(|| self.country_spoken_of(at))
    }

    /// Countries of those with whom a mention has to do in its own clause: "the rebels" of "the rebels negotiated with
    /// Russia" are not Russia's.
    fn dealt_with(&self, at: usize) -> Vec<&Str> {
        let draft = &self.drafts[at];
        let others =
            self.drafts[self.first..].iter().take_while(|d| d.mention.sentence == draft.mention.sentence);
        let tokens = &self.sentences[draft.mention.sentence].tokens;
        let dealt = |d: &&Draft| {
            let together = d.governor.is_some() && d.governor == draft.governor;
            let state = d.sort == Sort::Country && !is_setting(tokens, d.mention.head);
            together && state && d.mention.head != draft.mention.head
        };
        others.filter(dealt).filter_map(|d| d.mention.actor.country.as_ref()).collect()
    }

    /// The country that stands out most.
    fn country_spoken_of(&self, at: usize) -> Option<Str> {
        let sentence = self.drafts[at].mention.sentence;
        let foreign = self.dealt_with(at);
        let mut best: Option<(f32, &Str)> = None;
        for chain in &self.chains {
            let known = |c: &&Str| self.base.country(c).is_some();
            let Some(country) = chain.actor.country.as_ref().filter(known) else { continue };
            let weight = if foreign.contains(&country) { 0.3 } else { 1.0 };
            let apart = sentence.saturating_sub(chain.last);
            let score = weight * chain.salience * 0.7f32.powi(apart as i32);
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, country));
            }
        }
        best.map(|(_, country)| country.clone())
    }

    /// Joins a chain and takes over who it is.
    fn take(&mut self, at: usize, chain: usize, rule: Rule) {
        let (span, head, tokens) = {
            let m = &self.drafts[at].mention;
            (m.span, m.head, m.tokens.clone())
        };
        let source = &self.chains[chain];
        let rule = if source.thing { Rule::Unknown } else { rule };
        let mention = &mut self.drafts[at].mention;
        mention.actor = source.actor.clone();
        mention.rule = rule;
        mention.gender = mention.gender.or(source.gender);
        mention.members = source
            .members
            .iter()
            .map(|m| Member { head, span, tokens: tokens.clone(), actor: m.actor.clone() })
            .collect();
        self.extend(at, chain);
    }

    /// Joins a chain.
    fn extend(&mut self, at: usize, chain: usize) {
        let draft = &mut self.drafts[at];
        draft.mention.chain = chain;
        let known = &mut self.chains[chain];
        let apart = draft.mention.sentence.saturating_sub(known.last);
        known.salience = known.salience * 0.5f32.powi(apart.min(30) as i32) + draft.weight;
        known.last = draft.mention.sentence;
        known.mention = at;
        known.gender = known.gender.or(draft.mention.gender);
        known.agent = draft.agent.or(known.agent);
        if known.name.len() < draft.name.len() {
            known.name.clone_from(&draft.name);
        }
        if known.being == Being::Unknown
            && draft.pronoun.is_some_and(|p| matches!(p, Pronoun::He | Pronoun::She))
        {
            known.being = Being::Person;
        }
    }

    /// Opens a chain.
    fn open(&mut self, at: usize) {
        let chain = self.chains.len();
        let draft = &mut self.drafts[at];
        draft.mention.chain = chain;
        self.chains.push(Chain {
            actor: draft.mention.actor.clone(),
            members: draft.mention.members.clone(),
            name: draft.name.clone(),
            lemma: if draft.thing || matches!(draft.sort, Sort::Agent | Sort::Country) {
                draft.lemma.clone()
            } else {
                Str::default()
            },
            agent: draft.agent,
            being: being(draft),
            thing: draft.thing,
            gender: draft.mention.gender,
            salience: if draft.pronoun.is_some() { 0.0 } else { draft.weight },
            last: draft.mention.sentence,
            mention: at,
        });
    }
}

#[allow(clippy::match_same_arms, reason = "one line for each sort reads as a table")]
fn being(draft: &Draft) -> Being {
    if draft.thing {
        let many = draft.mention.number == Number::Many;
        return match (many, lexicon::is_somebody(&draft.lemma)) {
            (true, true) => Being::People,
            (true, false) => Being::Things,
            (false, true) => Being::Person,
            (false, false) => Being::Thing,
        };
    }
    match draft.sort {
        Sort::Person => Being::Person,
        Sort::Name if draft.articled => Being::Thing,
        Sort::Name if draft.mention.gender.is_some() => Being::Person,
        Sort::Name => Being::Unknown,
        Sort::Body => Being::Body,
        Sort::Country if draft.mention.number == Number::Many && draft.mention.rule != Rule::Seat => {
            if draft.mention.actor.name.is_some() { Being::Country } else { Being::People }
        }
        Sort::Country => Being::Country,
        Sort::Agent if draft.mention.number == Number::Many => Being::People,
        Sort::Agent if lexicon::is_institution(&draft.lemma) => Being::Body,
        Sort::Agent if lexicon::is_collective(lexicon::head_word(&draft.lemma)) => Being::Body,
        Sort::Agent => Being::Person,
        Sort::Thing => Being::Unknown,
    }
}

/// How well a chain agrees with a pronoun, from 0 to 1.
#[allow(clippy::match_same_arms, reason = "one line for each pronoun reads as a table")]
fn agreement(chain: &Chain, pronoun: Pronoun) -> f32 {
    let other = match pronoun {
        Pronoun::He => Some(Gender::Female),
        _ => Some(Gender::Male),
    };
    if chain.being == Being::Country && !chain.lemma.is_empty() {
        // A city or region seldom acts.
        return if matches!(pronoun, Pronoun::It) { 0.3 } else { 0.0 };
    }
    match (pronoun, chain.being) {
        (Pronoun::He | Pronoun::She, Being::Person) if chain.gender.is_none() || chain.gender != other => 1.0,
        (Pronoun::He | Pronoun::She, Being::Unknown)
            if !chain.name.is_empty() && (chain.gender.is_none() || chain.gender != other) =>
        {
            if chain.name.len() > 1 { 0.9 } else { 0.4 }
        }
        (Pronoun::It, Being::Body | Being::Country) => 1.0,
        (Pronoun::It, Being::Unknown) if chain.gender.is_none() => 0.5,
        (Pronoun::It, Being::Thing) => 0.8,
        (Pronoun::They, Being::Things) => 0.35,
        (Pronoun::They, Being::People) => 1.0,
        (Pronoun::They, Being::Body) => 0.6,
        (Pronoun::They, Being::Country) => 0.3,
        _ => 0.0,
    }
}

/// Puts the code of whom something belongs to before what a dictionary of the user's own says of the noun.
fn prefix_own(actor: &mut Actor, owner: &str) {
    if let Some(own) = actor.own.take() {
        actor.own = Some(compose(owner, &[Part::Behind(own)]));
    }
}

/// What two mentions of the same say together, and whether the second adds to the first.
fn merge(first: &Draft, second: &Draft) -> (Actor, bool) {
    let (a, b) = (&first.mention.actor, &second.mention.actor);
    let named = |d: &Draft| matches!(d.sort, Sort::Person | Sort::Name);
    // The role noun says what the person is; the name says who.
    let (name, role) = if named(second) && !named(first) { (b, a) } else { (a, b) };
    let contradicts = name.country.is_some() && role.country.is_some() && name.country != role.country;
    let mut whole = if contradicts && named(first) != named(second) {
        role.clone()
    } else {
        let country = name.country.clone().or_else(|| role.country.clone());
        let lapsed = name.sectors.first() == Some(&Sector::Eli) && !role.sectors.is_empty();
        // "Iran, its fiercest foe", is a country still.
        let state = [first, second].iter().any(|d| d.sort == Sort::Country);
        let silent = name.sectors.is_empty() && !(state && role.sectors.first() == Some(&Sector::Unk));
        let sectors = if silent || lapsed { role.sectors.clone() } else { name.sectors.clone() };
        // Whoever held the office by the table gives way to the name that the report has.
        let role_draft = if std::ptr::eq(role, a) { first } else { second };
        let other = named(first) != named(second) && role_draft.mention.rule == Rule::Holder;
        let (entity, label) = match (&name.entity, other) {
            (None, false) => (&role.entity, &role.name),
            _ => (&name.entity, &name.name),
        };
        let own = name.own.clone().or_else(|| role.own.clone());
        Actor { country, sectors, entity: entity.clone(), name: label.clone(), own }
    };
    if named(first) && named(second) && a.is_unknown() && b.is_unknown() {
        whole = a.clone();
    }
    let adds = *a != whole;
    (whole, adds)
}

/// Says who speaks in a quotation: the first person inside `quote` becomes `speaker`, "we" its side.
///
/// `speaker` is an index into `mentions`, which are those of the whole document.
pub fn assign_speaker(mentions: &mut [Mention], text: &str, quote: Span, speaker: usize) {
    let Some(source) = mentions.get(speaker) else { return };
    let (actor, chain) = (source.actor.clone(), source.chain);
    for (at, mention) in mentions.iter_mut().enumerate() {
        if at == speaker || mention.kind != MentionKind::Pronoun || !quote.contains(mention.span) {
            continue;
        }
        match mention.span.of(text).to_ascii_lowercase().as_str() {
            "i" | "me" | "my" | "mine" | "myself" => {
                (mention.actor, mention.chain, mention.rule) = (actor.clone(), chain, Rule::Speaker);
            }
            "we" | "us" | "our" | "ours" | "ourselves" => {
                let side = Actor { entity: None, name: None, ..actor.clone() };
                (mention.actor, mention.rule) = (side, Rule::Speaker);
            }
            _ => {}
        }
    }
}
