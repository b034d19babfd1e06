//! How a noun phrase is read: its head, whom the head belongs to, and what that makes of it.
//!
//! `[the] [Turkish] [foreign minister] [Mevlut Cavusoglu]`: items from left to right, the last one that counts is the
//! head, those before it say whose it is. A possessor and a complement with "of", "in" or "from" say so too.
//! It works on items in a row, so a phrase without a tree is read as one with.

use crate::base::{Agent, Base, Body, Gender};
use crate::heads::is_shared;
use crate::index::{NONE, Naming, Target};
use crate::lexicon::{self, Class};
use crate::office::Office;
use crate::own::{self, Part};
use crate::people::Hints;
use crate::sector::Sectors;
use crate::words::{Item, Words};
use crate::{Actor, Rule, Sector, Str};
use jiff::civil::Date;
use std::ops::Range;

/// What surrounds a phrase.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub base: &'a Base,
    pub date: Option<Date>,
    /// Country to think of first.
    pub hint: Option<&'a str>,
    /// Whether the report speaks of a country.
    pub spoken_of: &'a dyn Fn(&str) -> bool,
}

/// What kind of thing the head of a phrase is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A personal name.
    Person,
    /// A common noun for somebody.
    Agent,
    /// A listed organisation, group, medium or company.
    Body,
    /// A country, by its name, seat, or inhabitants.
    Country,
    /// A name of which nothing is known.
    Name,
    /// Anything else: a ship, talks, sanctions.
    #[default]
    Thing,
}

/// A phrase, read.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub actor: Actor,
    pub rule: Rule,
    pub sort: Sort,
    /// Index of the item that heads it.
    pub head: usize,
    /// The agent that it is, or that is the title of the name.
    pub agent: Option<u32>,
    /// Items that make the personal name.
    pub name: Range<usize>,
    pub gender: Option<Gender>,
    /// A seat of government stands for it.
    pub seat: bool,
    /// Coordinated modifiers that make it a set: the item of each and its country.
    pub set: Vec<(usize, Str)>,
}

/// Whom something belongs to.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that a modifier said")]
struct Owner {
    country: Option<Str>,
    sectors: Sectors,
    /// A body, or a person: a common noun after it takes its sectors.
    rule: Option<Rule>,
    former: bool,
    lesser: bool,
    ordinary: bool,
    led: bool,
    /// Slug of the body.
    body: Option<Str>,
    /// A people without a state: its forces are not an army.
    stateless: bool,
    /// "ethnic": a people that lives under another state than its name says.
    ethnic: bool,
    /// Its code in a dictionary of the user's own.
    own: Option<Str>,
    /// What nouns in front of the head add to that.
    parts: Vec<Part>,
    set: Vec<(usize, Str)>,
}

impl Owner {
    fn of(reading: &Reading) -> Self {
        let rule = match reading.rule {
            Rule::Body | Rule::BodyAgent => Some(Rule::BodyAgent),
            Rule::Person | Rule::Surname => Some(Rule::PersonAgent),
            _ => None,
        };
        let sectors = if matches!(reading.sort, Sort::Thing | Sort::Name) || reading.seat {
            Sectors::default()
        } else {
            reading.actor.sectors.iter().copied().collect()
        };
        let body = reading.actor.entity.clone().filter(|_| reading.rule == Rule::Body);
        let own = reading.actor.own.clone();
        Self { country: reading.actor.country.clone(), sectors, rule, body, own, ..Self::default() }
    }

    /// Fills what is missing from another, less close owner.
    fn or(mut self, other: Self) -> Self {
        if self.country.is_none() {
            self.country = other.country;
        }
        if self.sectors.is_empty() {
            self.sectors = other.sectors;
            self.rule = self.rule.or(other.rule);
            self.body = self.body.or(other.body);
        }
        if self.set.is_empty() {
            self.set = other.set;
        }
        self.own = self.own.or(other.own);
        self.parts.extend(other.parts);
        self
    }
}

/// Reads phrases of one stretch of words.
pub(crate) struct Reader<'a> {
    pub around: Around<'a>,
    pub words: &'a Words,
}

impl Reader<'_> {
    /// Reads the phrase of some items; nothing where no item says anything of who it is.
    pub fn read(&self, items: Range<usize>) -> Option<Reading> {
        self.phrase(items, &Owner::default(), 0)
    }

    fn item(&self, at: usize) -> &Item {
        &self.words.items[at]
    }

    fn is(&self, at: usize, class: Class) -> bool {
        self.words.items.get(at).is_some_and(|i| i.class == class && i.senses.is_unknown())
    }

    /// Cuts a phrase into possessor, core and complement, and reads them. `depth` keeps odd input from nesting on.
    fn phrase(&self, items: Range<usize>, owner: &Owner, depth: u8) -> Option<Reading> {
        let items = self.trim(items);
        if items.is_empty() || depth > 8 {
            return None;
        }
        let cut = items.clone().find(|&i| {
            let class = self.item(i).class;
            i > items.start
                && matches!(class, Class::Preposition | Class::Possessive | Class::Break | Class::Relative)
                && !(class == Class::Break && self.is_listing(i))
                // "a London-based group" is no "group based in London".
                && !(class == Class::Preposition && self.is(i - 1, Class::Hyphen))
        });
        let Some(cut) = cut else { return self.core(items, owner) };
        match self.item(cut).class {
            Class::Possessive => self.possessed(items, cut, owner, depth),
            Class::Preposition => self.complemented(items, cut, owner, depth),
            _ => {
                let first = self.phrase(items.start..cut, owner, depth + 1);
                let class = self.item(cut).class;
                if class == Class::Break && first.as_ref().is_none_or(|r| r.actor.is_unknown()) {
                    return self.phrase(cut + 1..items.end, owner, depth + 1).or(first);
                }
                first
            }
        }
    }

    /// A comma between adjectives of countries: "Russian, Syrian and Iranian forces".
    fn is_listing(&self, at: usize) -> bool {
        let adjective = |i: Option<&Item>| {
            i.is_some_and(|i| {
                matches!(i.senses.country, Some((_, Naming::Adjective))) || i.senses.people.is_some()
            })
        };
        adjective(at.checked_sub(1).and_then(|b| self.words.items.get(b)))
            && adjective(self.words.items.get(at + 1))
    }

    /// "Lithuania's president Gitanas Nauseda": the last possessive before any preposition parts owner and owned.
    fn possessed(&self, items: Range<usize>, cut: usize, owner: &Owner, depth: u8) -> Option<Reading> {
        let stop =
            (cut..items.end).find(|&i| matches!(self.item(i).class, Class::Preposition | Class::Break));
        let last = (cut..stop.unwrap_or(items.end))
            .rfind(|&i| self.item(i).class == Class::Possessive)
            .unwrap_or(cut);
        let possessor = self.phrase(items.start..last, owner, depth + 1);
        if last + 1 >= items.end {
            return possessor;
        }
        let mut owner = possessor.as_ref().map(Owner::of).unwrap_or_default().or(owner.clone());
        // "Pakistan and Iran's armies": each has one.
        let owners = self.listed_countries(items.start..last);
        if owners.len() > 1 {
            owner.set = owners;
        }
        self.phrase(last + 1..items.end, &owner, depth + 1)
    }

    /// "trade unions in Denmark", "members of the PKK".
    fn complemented(&self, items: Range<usize>, cut: usize, owner: &Owner, depth: u8) -> Option<Reading> {
        let preposition = self.words.text(self.item(cut));
        let start = if self.is(cut + 1, Class::Preposition) { cut + 2 } else { cut + 1 };
        if preposition == "of" && self.is_state_of(cut, start) {
            return None;
        }
        let complement = self.phrase(start..items.end, &Owner::default(), depth + 1);
        if let Some(name) = self.name_after(start, items.end) {
            let title = self.phrase(items.start..name, owner, depth + 1);
            return Some(self.entitled(name, title.as_ref(), owner));
        }
        let close = self.speaks_for(items.start..cut, &preposition)
            || matches!(
                preposition.as_str(),
                "of" | "in" | "from" | "at" | "across" | "loyal" | "throughout" | "for" | "inside"
            );
        let Some(complement) = complement.filter(|_| close) else {
            return self.core(items.start..cut, owner);
        };
        if preposition == "of" && self.is_partitive(items.start..cut) {
            let rule = if complement.rule == Rule::Unknown { Rule::Unknown } else { Rule::Partitive };
            return Some(Reading { rule, ..complement });
        }
        let mut whole = Owner::of(&complement);
        let speaks = self.speaks_for(items.start..cut, &preposition);
        if preposition != "of" && preposition != "loyal" && preposition != "from" && !speaks {
            // "protesters in the capital" are not of the capital's government.
            let own = whole.own.and_then(|own| own.get(..3).map(Str::from));
            whole = Owner { country: whole.country, own, ..Owner::default() };
        }
        let mut whole = owner.clone().or(whole);
        if matches!(preposition.as_str(), "of" | "from" | "in") {
            whole.set = self.listed_countries(start..items.end);
        }
        self.core(items.start..cut, &whole)
    }

    /// "a state of emergency" is no state.
    fn is_state_of(&self, cut: usize, complement: usize) -> bool {
        let word = |at: usize| self.words.items.get(at).map(|i| self.words.last(i));
        let state = cut.checked_sub(1).and_then(word) == Some("state");
        state && word(complement).is_some_and(lexicon::is_plight)
    }

    /// "a spokesman for the Taliban", "an adviser to the president": whose they are.
    fn speaks_for(&self, core: Range<usize>, preposition: &str) -> bool {
        let Some(last) = core.clone().next_back().map(|at| self.words.last(self.item(at))) else {
            return false;
        };
        lexicon::is_serving(&crate::fold::singular(last), preposition)
    }

    /// A listed person directly after a place or body: "Governor of Minnesota Tim Pawlenty".
    fn name_after(&self, start: usize, end: usize) -> Option<usize> {
        let last = end.checked_sub(1).filter(|l| *l > start)?;
        let (before, item) = (self.item(last - 1), self.item(last));
        let place = before.senses.country.is_some() || before.senses.place.is_some() || before.senses.body;
        (item.senses.person && item.words.len() > 1 && place).then_some(last)
    }

    /// "(the leaders of) Germany, France and the UK": countries in a row, nothing where there is anything else.
    fn listed_countries(&self, items: Range<usize>) -> Vec<(usize, Str)> {
        let mut set = vec![];
        for at in items {
            let item = self.item(at);
            match item.senses.country {
                Some((_, Naming::Name)) => set.extend(self.country_of(item).map(|c| (at, c))),
                _ if item.senses.body => match self.own_of(item) {
                    Some(code) => set.push((at, code)),
                    None => return vec![],
                },
                _ if matches!(
                    item.class,
                    Class::Break | Class::And | Class::Determiner | Class::Possessive
                ) && item.senses.is_unknown() => {}
                _ => return vec![],
            }
        }
        set
    }

    /// The code that a dictionary of the user's own has for a name.
    fn own_of(&self, item: &Item) -> Option<Str> {
        let (at, _) = self.choose_body(item, None)?;
        self.around.base.own_bodies.get(&at).map(|own| first_code(own))
    }

    fn is_partitive(&self, core: Range<usize>) -> bool {
        let Some(last) = core.clone().next_back() else { return false };
        let item = self.item(last);
        let word = crate::fold::singular(self.words.last(item));
        let count = matches!(item.class, Class::Number | Class::Determiner);
        // "the UN group of experts" has an owner of its own; "a group of thieves" has none.
        (count || item.words.len() == 1 && lexicon::is_partitive(&word))
            && !core.clone().any(|i| self.item(i).senses.is_named())
    }

    /// Leaves determiners, numbers and commas at the edges out.
    fn trim(&self, items: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (items.start, items.end.min(self.words.items.len()));
        let edge = |i: usize| {
            let item = self.item(i);
            item.senses.is_unknown()
                && matches!(item.class, Class::Break | Class::Possessive | Class::Hyphen | Class::And)
        };
        while start < end && (edge(start) || self.is(start, Class::Determiner) && start + 1 < end) {
            start += 1;
        }
        while start < end && edge(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// Reads a phrase without possessor or complement.
    fn core(&self, items: Range<usize>, owner: &Owner) -> Option<Reading> {
        let mut items = self.trim(items);
        while items.len() > 1 && self.is_trailing(items.end - 1) {
            items.end -= 1;
        }
        let head = items.clone().next_back()?;
        let item = self.item(head);
        let name = self.name_at(items.start, head);
        if name.len() > 1 || item.senses.is_unknown() && !name.is_empty() {
            return Some(self.named(items.start, name, owner));
        }
        if item.senses.person {
            return Some(self.listed(items.start, head, owner));
        }
        let owner = self.modifiers(items.start..head).or(owner.clone());
        let national = owner.country.as_deref();
        let other = self.is_foreign_body(item, national) || self.is_qualified(items.start, head);
        if item.senses.body && !(item.senses.agent.is_some() && other) {
            return self.body(item, head, &owner);
        }
        if let Some(agent) = item.senses.agent {
            return Some(self.agent(agent, head, owner));
        }
        if item.senses.is_named() {
            return Some(self.country(item, head, &owner));
        }
        self.thing(head, owner)
    }

    /// A participle after its noun: "militias backed (by Iran)", "protesters demanding".
    fn is_trailing(&self, at: usize) -> bool {
        let item = self.item(at);
        let last = self.words.last(item);
        let participle = item.class == Class::Plain && (last.ends_with("ed") || last.ends_with("ing"));
        participle && !item.proper && item.senses.is_unknown() && self.item(at - 1).senses.agent.is_some()
    }

    /// Items up to and including `head` that make the name of somebody unlisted: "Mevlut Cavusoglu", "Michael Jordan".
    fn name_at(&self, start: usize, head: usize) -> Range<usize> {
        let part = |i: usize| self.is_name_part(i, start);
        let place = |i: usize| self.may_be_name(i);
        let title = |i: usize| {
            let item = self.item(i);
            item.proper
                && item.senses.agent.is_some()
                && !item.senses.is_named()
                && lexicon::is_name_title(self.words.last(item))
        };
        let particle = |i: usize| {
            let item = self.item(i);
            item.senses.is_unknown() && lexicon::is_particle(self.words.last(item))
        };
        let inside = |i: usize| {
            i > start
                && i < head
                && if self.is(i, Class::Hyphen) {
                    part(i - 1) || particle(i - 1)
                } else {
                    particle(i) && part(i - 1)
                }
        };
        let mut first = head + 1;
        while first > start && (part(first - 1) || place(first - 1) || title(first - 1) || inside(first - 1))
        {
            first -= 1;
        }
        // A title or a known place is part of a name only beside a part that is nothing else, "Mr" never is.
        let address = |i: usize| i < head && lexicon::is_address(self.words.last(self.item(i)));
        while first <= head && (title(first) || self.is_regional(first) || address(first)) {
            first += 1;
        }
        if (first..=head).any(|i| part(i) && !self.is_regional(i)) {
            first..head + 1
        } else {
            head + 1..head + 1
        }
    }

    /// A place, or somebody known by one name, which beside other names is part of theirs: "Michael Jordan", "Hussein Ali".
    fn may_be_name(&self, at: usize) -> bool {
        let item = self.item(at);
        let senses = &item.senses;
        let named = matches!(senses.country, Some((_, Naming::Name | Naming::Seat(_))))
            || senses.place.is_some()
            || senses.person;
        item.proper && named && senses.agent.is_none() && !senses.body && self.is_single(at)
    }

    /// A word with a capital that nothing is known of, or the second half of such a one: "Ki-moon".
    fn is_name_part(&self, at: usize, start: usize) -> bool {
        let item = self.item(at);
        let after_hyphen = at > start + 1 && self.is(at - 1, Class::Hyphen) && self.item(at - 2).proper;
        let temporal = lexicon::is_temporal(self.words.last(item));
        (item.proper || after_hyphen) && item.class == Class::Plain && item.senses.is_unknown() && !temporal
    }

    fn is_single(&self, at: usize) -> bool {
        self.item(at).words.len() == 1
    }

    fn is_regional(&self, at: usize) -> bool {
        lexicon::is_regional(self.words.last(self.item(at)))
    }

    /// A name nobody listed: the title before it codes it, or it is the last name of somebody known.
    fn named(&self, start: usize, name: Range<usize>, owner: &Owner) -> Reading {
        let title = (name.start > start).then(|| self.core(start..name.start, owner)).flatten();
        let titled = title.as_ref().filter(|t| t.agent.is_some() && t.sort == Sort::Agent);
        let office = titled.and_then(|t| t.agent).map(|a| self.around.base.agents[a as usize].office);
        let country = title.as_ref().and_then(|t| t.actor.country.clone()).or(owner.country.clone());
        let hints =
            Hints { date: self.around.date, country: country.as_deref(), office, titled: titled.is_some() };
        let address = name.start > start && lexicon::is_address(self.words.last(self.item(name.start - 1)));
        let last = self.item(name.end - 1);
        let lone = name.len() == 1 || titled.is_none() && address;
        let agent = title.as_ref().and_then(|t| t.agent);
        if lone
            && last.senses.surname
            && let Some(person) = self.around.base.by_surname(last.list, hints, self.around.spoken_of)
        {
            return self.person(person, hints, Rule::Surname, name, agent);
        }
        let found = self.by_parts(start, &name, hints).map(|p| (p, Rule::Person));
        if let Some((person, rule)) = found.or_else(|| self.by_spelling(start, &name, lone, hints)) {
            let mut out = self.person(person, hints, rule, name, agent);
            self.trust_title(&mut out, titled, person);
            return out;
        }
        let head = name.end - 1;
        if let Some(title) = titled {
            Self::titled(title, head, name)
        } else {
            // "Abu Mohammed" is a town too: nobody is of a place whose name he bears.
            let country = title.filter(|t| t.rule != Rule::Place).and_then(|t| t.actor.country);
            let actor = Actor { country, ..Actor::default() };
            Self::reading(actor, Rule::Unknown, Sort::Name, head, name)
        }
    }

    /// A name that its title codes.
    fn titled(title: &Reading, head: usize, name: Range<usize>) -> Reading {
        let actor = Actor { entity: None, name: None, ..title.actor.clone() };
        let (rule, sort) = (Rule::TitledName, Sort::Person);
        Reading { agent: title.agent, gender: title.gender, ..Self::reading(actor, rule, sort, head, name) }
    }

    /// A listed person whose name has a word more or less here: "George Dubya Bush", "Jam Kamal Khan Alyani".
    fn by_parts(&self, start: usize, name: &Range<usize>, hints: Hints<'_>) -> Option<u32> {
        let base = self.around.base;
        let before = name.start.checked_sub(1).filter(|b| *b >= start).map(|b| self.item(b));
        if let Some(item) = before.filter(|i| i.senses.person && i.words.len() > 1) {
            return base.choose(item.list, hints);
        }
        let words: Vec<_> =
            self.words.numbers(self.item(name.start).words.start..self.item(name.end - 1).words.end);
        match words[..] {
            [first, _, .., last] if first != NONE && last != NONE => {
                base.choose(base.index.pair(first, last), hints)
            }
            _ => None,
        }
    }

    /// A listed person by initials ("G. W. Bush"), by part of the name, or in another transliteration.
    fn by_spelling(
        &self,
        start: usize,
        name: &Range<usize>,
        lone: bool,
        hints: Hints<'_>,
    ) -> Option<(u32, Rule)> {
        let base = self.around.base;
        let texts = self.words.texts(self.item(name.start).words.start..self.item(name.end - 1).words.end);
        let texts: Vec<&str> = texts.collect();
        let (last, given) = texts.split_last()?;
        if let Some(person) = self.in_office(&texts, hints) {
            return Some((person, Rule::Person));
        }
        if given.is_empty()
            && let Some(person) = self.by_title(name.end - 1, hints, start)
        {
            return Some((person, Rule::Surname));
        }
        if given.is_empty() {
            let known = lone && self.item(name.end - 1).list == NONE;
            let alike = base.surname_sounding_like(last);
            let found = known.then(|| base.best_known(alike, hints, self.around.spoken_of)).flatten();
            return found.map(|person| (person, Rule::Surname));
        }
        let initials = self.words.initials(self.item(name.start).words.start, given.len());
        let found = match initials {
            Some(letters) => base.with_initials(self.surname_list(name.end - 1), &letters, hints),
            None => base.choose_of(base.sounding_like(&texts), hints),
        };
        found.map(|person| (person, Rule::Person))
    }

    /// The one person of a last name who holds an office at the date that has every word of the title in front:
    /// "Deputy Secretary Hicks". One word alone, "Governor", fits too many.
    fn by_title(&self, name: usize, hints: Hints<'_>, start: usize) -> Option<u32> {
        let base = self.around.base;
        let date = hints.date.filter(|_| hints.titled && name > start)?;
        let title: Vec<&str> = self.words.texts(self.item(name - 1).words.clone()).collect();
        if title.len() < 2 {
            return None;
        }
        let fits = |office: &str| {
            let office = crate::fold::fold(office);
            title.iter().all(|word| office.split(' ').any(|own| own == *word))
        };
        let people = base.index.targets(self.surname_list(name)).filter_map(|(target, _)| match target {
            Target::Surname(at) => Some(at),
            _ => None,
        });
        let holds = |at: &u32| {
            let held = base.people.get(*at as usize).map_or(&[][..], |p| base.tenures_of(p));
            held.iter().any(|t| t.from <= date && date <= t.to && fits(&t.title))
        };
        let mut found = people.filter(holds);
        found.next().filter(|_| found.next().is_none())
    }

    /// Whoever holds the office of the title and has these words in the name: "King Abdullah".
    fn in_office(&self, words: &[&str], hints: Hints<'_>) -> Option<u32> {
        let base = self.around.base;
        let office = hints.office.filter(|o| *o != Office::Other && hints.titled)?;
        let person = base.holder(hints.country?, office, hints.date?)?;
        base.has_words(person, words).then_some(person)
    }

    /// The list of those whose last name an item is.
    fn surname_list(&self, at: usize) -> u32 {
        if self.item(at).senses.surname { self.item(at).list } else { NONE }
    }

    fn reading(actor: Actor, rule: Rule, sort: Sort, head: usize, name: Range<usize>) -> Reading {
        Reading { actor, rule, sort, head, agent: None, name, gender: None, seat: false, set: vec![] }
    }

    /// A listed person, with the title in front, if any.
    fn listed(&self, start: usize, head: usize, owner: &Owner) -> Reading {
        let title = (head > start).then(|| self.core(start..head, owner)).flatten();
        self.entitled(head, title.as_ref(), owner)
    }

    /// A listed person after a title that is read already.
    fn entitled(&self, head: usize, title: Option<&Reading>, owner: &Owner) -> Reading {
        let item = self.item(head);
        let agent = title.and_then(|t| t.agent);
        let office = agent.map(|a| self.around.base.agents[a as usize].office);
        let country = title.and_then(|t| t.actor.country.clone()).or(owner.country.clone());
        let former = title.is_some_and(|t| t.actor.sectors.first() == Some(&Sector::Eli));
        let hint = self.around.hint.filter(|_| country.is_none());
        let hints = Hints {
            date: self.around.date,
            country: country.as_deref().or(hint),
            office,
            titled: agent.is_some() && !former,
        };
        let base = self.around.base;
        let found = base
            .choose(item.list, hints)
            .or_else(|| hint.and_then(|_| base.choose(item.list, Hints { country: None, ..hints })));
        let words: Vec<&str> = self.words.texts(item.words.clone()).collect();
        let found = found.or_else(|| self.in_office(&words, hints));
        let spoken = title.filter(|t| t.sort == Sort::Agent);
        match (found, spoken) {
            (Some(person), spoken) => {
                let mut out = self.person(person, hints, Rule::Person, head..head + 1, agent);
                self.trust_title(&mut out, spoken, person);
                out
            }
            (None, Some(title)) => Self::titled(title, head, head..head + 1),
            // "the Russian Ri Yong Ho" contradicts every listed one: somebody else of that name.
            (None, None) => {
                let actor = Actor { country, ..Actor::default() };
                Self::reading(actor, Rule::Unknown, Sort::Name, head, head..head + 1)
            }
        }
    }

    /// A title in front of a name says more than a table that has the person out of office or in another one:
    /// unless the table knows who came after in that office.
    fn trust_title(&self, out: &mut Reading, title: Option<&Reading>, person: u32) {
        let Some(title) = title.filter(|t| t.rule != Rule::Unknown) else { return };
        let says = &title.actor.sectors;
        let Some(agent) = title.agent.map(|a| &self.around.base.agents[a as usize]) else { return };
        let last = agent.lemma.rsplit(' ').next().unwrap_or("");
        let vague = says.is_empty() || says[0] == Sector::Unk;
        let known = !out.actor.sectors.is_empty() && out.actor.sectors != [Sector::Eli];
        let weak = lexicon::is_rank(last) || lexicon::is_address(last) || lexicon::is_inheriting(last);
        let former = says[..] == [Sector::Eli];
        if vague || known && weak && agent.lemma == last && !former {
            return;
        }
        if former {
            // "former KGB officer Vladimir Putin" is in office all the same.
            if !self.leads(person) {
                out.actor.sectors.clone_from(says);
            }
        } else if out.actor.sectors == [Sector::Eli] {
            if !self.is_succeeded(person, agent.office) {
                out.actor.sectors.clone_from(says);
            }
        } else if !out.actor.sectors.contains(&says[0]) {
            let own = std::mem::replace(&mut out.actor.sectors, says.clone());
            out.actor.sectors.extend(own.into_iter().filter(|s| !says.contains(s)));
        }
    }

    /// True where a person holds one of the highest offices at the date.
    fn leads(&self, person: u32) -> bool {
        let (base, date) = (self.around.base, self.around.date);
        let tenures = base.people.get(person as usize).map_or(&[][..], |p| base.tenures_of(p));
        tenures.iter().any(|t| {
            t.office.weight() >= 3
                && t.sectors.contains(Sector::Gov)
                && date.is_some_and(|d| t.from <= d && d <= t.to)
        })
    }

    /// True where a person held an office that somebody else holds at the date: "President Carter" in 1994.
    fn is_succeeded(&self, person: u32, office: Office) -> bool {
        let (base, date) = (self.around.base, self.around.date);
        let tenures = base.people.get(person as usize).map_or(&[][..], |p| base.tenures_of(p));
        let mut held = tenures.iter().filter(|t| t.office == office && office != Office::Other);
        held.any(|t| {
            let country = t.country.as_deref().zip(date);
            country.and_then(|(c, d)| base.holder(c, office, d)).is_some_and(|other| other != person)
        })
    }

    fn person(
        &self,
        at: u32,
        hints: Hints<'_>,
        rule: Rule,
        name: Range<usize>,
        agent: Option<u32>,
    ) -> Reading {
        let base = self.around.base;
        let gender = base.people.get(at as usize).and_then(|p| p.gender);
        let actor = base.person(at, hints);
        Reading {
            agent,
            gender,
            ..Self::reading(actor, rule, Sort::Person, name.end.saturating_sub(1), name)
        }
    }

    /// Whom the words before a head say it belongs to.
    fn modifiers(&self, items: Range<usize>) -> Owner {
        let mut owner = Owner::default();
        let mut at = items.start;
        while at < items.end {
            let item = self.item(at);
            let last = self.words.last(item);
            if lexicon::is_towards(last) && self.is(at + 1, Class::Hyphen) {
                at += 3;
                continue;
            }
            if self.is(at + 1, Class::Hyphen) && at + 2 < self.words.items.len() {
                let after = self.words.last(self.item(at + 2));
                if lexicon::is_backed(after) {
                    at += 3;
                    continue;
                }
                if after == "led" {
                    owner.led = true;
                    self.modify(&mut owner, at, items.end);
                    at += 3;
                    continue;
                }
            }
            self.modify(&mut owner, at, items.end);
            at += 1;
        }
        owner
    }

    fn modify(&self, owner: &mut Owner, at: usize, end: usize) {
        let item = self.item(at);
        let last = self.words.last(item);
        owner.former |= item.senses.is_unknown() && lexicon::is_former(last);
        owner.lesser |= lexicon::is_lesser(last) || item.class == Class::Number && last != "one";
        owner.ordinary |= lexicon::is_ordinary(last) || item.class == Class::Number;
        owner.ethnic |= last == "ethnic";
        if owner.ethnic && item.senses.is_of_people() {
            owner.stateless = true;
            return;
        }
        let country = self.country_of(item);
        if let Some(people) = item.senses.people.filter(|_| item.senses.country.is_none()) {
            owner.sectors = self.around.base.peoples[people as usize].sectors;
            owner.stateless = true;
        }
        if let Some(country) = country {
            let coordinated = at > 0 && end > 0 && self.is_joined(at);
            if owner.country.is_none() || coordinated {
                if owner.set.is_empty() || coordinated {
                    owner.set.push((at, country.clone()));
                }
                owner.country.get_or_insert(country);
            }
            if item.senses.agent.is_none() {
                return;
            }
        }
        self.modify_by_actor(owner, item);
    }

    /// A body, person or agent in front of the head.
    fn modify_by_actor(&self, owner: &mut Owner, item: &Item) {
        let base = self.around.base;
        if item.senses.body && !(item.senses.agent.is_some() && owner.country.is_some()) {
            if let Some((at, body)) = self.choose_body(item, owner.country.as_deref()) {
                let own = base.own_bodies.get(&at).map(|own| first_code(own));
                owner.country = body.code.clone().or(owner.country.take());
                owner.own = own.or(owner.own.take());
                owner.sectors = body.sectors;
                owner.rule = Some(Rule::BodyAgent);
                owner.body = Some(body.id.clone());
            }
        } else if item.senses.person || item.senses.surname && item.proper && item.senses.agent.is_none() {
            let hints =
                Hints { date: self.around.date, country: owner.country.as_deref(), ..Hints::default() };
            let person = if item.senses.person {
                base.choose(item.list, hints)
            } else {
                base.by_surname(item.list, hints, self.around.spoken_of)
            };
            if let Some(person) = person {
                let actor = base.person(person, hints);
                owner.country = actor.country;
                owner.sectors = actor.sectors.into_iter().collect();
                owner.rule = Some(Rule::PersonAgent);
            }
        } else if let Some(agent) = item.senses.agent {
            owner.sectors = base.agents[agent as usize].sectors;
            owner.parts.extend(self.part(agent, owner.sectors));
        }
    }

    /// What a common noun adds to a code of the user's own.
    fn part(&self, agent: u32, sectors: Sectors) -> Option<Part> {
        let own = self.around.base.own_agents.get(&agent).cloned();
        own.or_else(|| sectors.first().filter(|s| *s != Sector::Unk).map(Part::Plain))
    }

    /// The code of the user's own that a head has: its own or its owner's with what the nouns add; none where no
    /// dictionary of the user's says anything.
    fn own_code(own: Option<&Str>, country: Option<&Str>, parts: &[Part]) -> Option<Str> {
        let given = own.is_some() || parts.iter().any(Part::is_given);
        given.then(|| own::compose(own.or(country).map_or("", Str::as_str), parts))
    }

    /// True where "and", a comma or a hyphen joins an adjective to one before it.
    fn is_joined(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|b| self.item(b));
        before.is_some_and(|b| matches!(b.class, Class::And | Class::Hyphen | Class::Break))
    }

    fn country_of(&self, item: &Item) -> Option<Str> {
        let base = self.around.base;
        let senses = &item.senses;
        let country = senses.country.map(|(at, _)| at);
        let country =
            country.or_else(|| base.place_country(senses.place.filter(|_| !senses.person && !senses.body)));
        let people = || senses.people.and_then(|p| base.peoples[p as usize].code.clone());
        country.and_then(|at| base.countries.get(at as usize)).map(|c| c.code.clone()).or_else(people)
    }

    /// The body that a name means at the date, those of the country named with it first.
    fn choose_body(&self, item: &Item, country: Option<&str>) -> Option<(u32, &Body)> {
        let base = self.around.base;
        let bodies = base.index.targets(item.list).filter_map(|(target, _)| match target {
            Target::Body(at) => Some((at, base.bodies.get(at as usize)?)),
            _ => None,
        });
        let country = country.or(self.around.hint);
        let fit = |(_, b): &(u32, &Body)| {
            let of_country = country.is_some() && b.code.as_deref() == country;
            let spoken_of = b.code.as_deref().is_some_and(self.around.spoken_of);
            let then = self.around.date.is_none_or(|d| b.from <= d && d <= b.to);
            (of_country, spoken_of, then)
        };
        bodies.max_by_key(fit)
    }

    /// True where the body of that name is another country's than the one named with it.
    fn is_foreign_body(&self, item: &Item, country: Option<&str>) -> bool {
        let body = self.choose_body(item, country);
        country.is_some() && body.is_none_or(|(_, b)| b.code.as_deref() != country)
    }

    /// True where a word of a name stands before a body: "Santa Marta Self Defense Forces" are not Japan's.
    fn is_qualified(&self, start: usize, head: usize) -> bool {
        head > start && self.is_name_part(head - 1, start)
    }

    fn body(&self, item: &Item, head: usize, owner: &Owner) -> Option<Reading> {
        let (at, body) = self.choose_body(item, owner.country.as_deref())?;
        let codes = self.around.base.own_bodies.get(&at);
        let country = body.code.clone().or(owner.country.clone());
        let first = codes.map(|own| first_code(own));
        let own = Self::own_code(first.as_ref(), country.as_ref(), &owner.parts);
        // "Bree President Romendacil" of a dictionary that has him under a country alone.
        let titled = codes.is_some() && body.sectors.is_empty() && !owner.parts.is_empty();
        let actor = Actor {
            country,
            sectors: if titled { owner.sectors } else { body.sectors }.to_vec(),
            entity: Some(body.id.clone()),
            name: Some(body.name.clone()),
            own,
        };
        // "the Shire" of a dictionary may be several.
        let several = codes.filter(|own| own.contains('/'));
        let set = several.map_or_else(Vec::new, |own| own.split('/').map(|c| (head, c.into())).collect());
        let agent = item.senses.agent;
        Some(Reading { agent, set, ..Self::reading(actor, Rule::Body, Sort::Body, head, head..head) })
    }

    /// A common noun for somebody.
    fn agent(&self, at: u32, head: usize, owner: Owner) -> Reading {
        let agent = &self.around.base.agents[at as usize];
        let lemma = agent.lemma.as_str();
        let last = lemma.rsplit(' ').next().unwrap_or(lemma);
        let mut sectors = Self::agent_sectors(agent.sectors, last, &owner);
        let mut parts = owner.parts.clone();
        parts.extend(self.part(at, sectors));
        // "Deputy Minister of Defence Colonel-General X": the office weighs more than the rank.
        if lexicon::is_rank(last) && !owner.sectors.is_empty() && owner.rule.is_none() {
            sectors = owner.sectors;
        }
        let officials = [Sector::Gov, Sector::Mil, Sector::Leg, Sector::Jud, Sector::Spy, Sector::Cop];
        let heads = matches!(last, "chief" | "head" | "boss");
        if heads && sectors.first().is_none_or(|s| s == Sector::Unk) && owner.country.is_some() {
            sectors = [Sector::Gov].into_iter().collect();
        }
        let former = owner.former && sectors.first().is_some_and(|s| officials.contains(&s));
        if former && !lexicon::is_institution(lemma) {
            sectors = [Sector::Eli].into_iter().collect();
        }
        let country =
            owner.country.clone().or_else(|| agent.code.clone()).or_else(|| self.around.hint.map(Str::from));
        let rule = if owner.led { Rule::Led } else { owner.rule.unwrap_or(Rule::Agent) };
        let own = Self::own_code(owner.own.as_ref(), country.as_ref(), &parts);
        let mut actor = Actor { country, sectors: sectors.to_vec(), own, ..Actor::default() };
        let plural = self.words.last(self.item(head)) != last;
        let single = !owner.former && !owner.lesser && !plural;
        let holder = self.holder(&actor, agent, owner.body.as_deref()).filter(|_| single);
        let mut out = Reading {
            agent: Some(at),
            set: owner.set,
            ..Self::reading(Actor::default(), rule, Sort::Agent, head, head..head)
        };
        out.gender = gender_of(lemma);
        if let Some(person) = holder {
            let who = &self.around.base.people[person as usize];
            (actor.entity, actor.name) = (Some(who.id.clone()), Some(who.name.clone()));
            out.rule = Rule::Holder;
            out.gender = who.gender.or(out.gender);
        }
        if out.set.len() < 2 {
            out.set.clear();
        }
        Reading { actor, ..out }
    }

    /// Who holds the office that a noun names, of the actor's country or of a body that shares its code with others.
    fn holder(&self, actor: &Actor, agent: &Agent, body: Option<&str>) -> Option<u32> {
        let (base, date) = (self.around.base, self.around.date?);
        let holy = (agent.office == Office::Pope).then_some("VAT");
        let country = actor.country.as_deref().or(holy)?;
        match body.filter(|_| is_shared(country)) {
            Some(body) => base.head(body, &agent.lemma, agent.office, date),
            None if agent.office == Office::Other => None,
            None => base.holder(country, agent.office, date),
        }
    }

    /// Whose sector counts: the noun's own, or that of what it belongs to.
    fn agent_sectors(own: Sectors, lemma: &str, owner: &Owner) -> Sectors {
        if owner.stateless && own.contains(Sector::Mil) && lexicon::is_armed(lemma) {
            return [Sector::Reb].into_iter().collect();
        }
        let Some(above) = owner.sectors.first().filter(|s| *s != Sector::Unk) else { return own };
        let vague = own.first().is_none_or(|s| s == Sector::Unk);
        let official = matches!(above, Sector::Gov | Sector::Mil | Sector::Leg | Sector::Jud | Sector::Eli);
        if lexicon::is_armed(lemma) {
            return match above {
                Sector::Opp if own.contains(Sector::Mil) || own.contains(Sector::Uaf) => {
                    [Sector::Reb].into_iter().collect()
                }
                Sector::Reb | Sector::Prm | Sector::Crm | Sector::Uaf | Sector::Cop | Sector::Opp => {
                    owner.sectors
                }
                _ if vague => owner.sectors,
                _ => own,
            };
        }
        if lexicon::is_kin(lemma) && official {
            return [Sector::Eli].into_iter().collect();
        }
        let inherits = vague || lexicon::is_inheriting(lemma) && !owner.stateless;
        if inherits { owner.sectors } else { own }
    }

    /// A country, people or place as the head.
    fn country(&self, item: &Item, head: usize, owner: &Owner) -> Reading {
        let base = self.around.base;
        if owner.ethnic && item.senses.is_of_people() {
            let (country, sectors) = (owner.country.clone(), vec![Sector::Cvl]);
            let actor = Actor { country, sectors, ..Actor::default() };
            return Self::reading(actor, Rule::People, Sort::Agent, head, head..head);
        }
        let mut out = Self::reading(Actor::default(), Rule::Country, Sort::Country, head, head..head);
        out.actor.country = self.country_of(item).or(owner.country.clone());
        match item.senses.country {
            Some((_, Naming::Seat(seat))) if head == 0 || !self.is_regional(head - 1) => {
                out.actor.name = base.seats.get(seat as usize).cloned();
                (out.rule, out.seat) = (Rule::Seat, true);
                out.actor.sectors.push(Sector::Gov);
            }
            Some((at, naming)) => {
                let country = &base.countries[at as usize];
                out.actor.sectors = country.sectors.to_vec();
                if matches!(naming, Naming::Name) {
                    out.actor.name = Some(country.name.clone());
                } else if owner.ordinary {
                    out.actor.sectors.push(Sector::Cvl);
                }
            }
            None => {
                out.rule = if item.senses.people.is_some() { Rule::People } else { Rule::Place };
                out.actor.name =
                    item.senses.place.and_then(|p| base.places.get(p as usize)).map(|(name, _)| name.clone());
                if let Some(people) = item.senses.people {
                    out.actor.sectors = base.peoples[people as usize].sectors.to_vec();
                }
            }
        }
        out
    }

    /// A noun that is no actor, of which the modifiers alone say something.
    fn thing(&self, head: usize, owner: Owner) -> Option<Reading> {
        let item = self.item(head);
        let word = crate::fold::singular(self.words.last(item));
        let mut out = Self::reading(Actor::default(), Rule::Modified, Sort::Thing, head, head..head);
        out.actor.country = owner.country;
        let organ = lexicon::is_institution(&word) && owner.rule == Some(Rule::BodyAgent);
        if organ || lexicon::is_inheriting(&word) && (!owner.sectors.is_empty() || word == "side") {
            (out.sort, out.rule) = (Sort::Agent, owner.rule.unwrap_or(Rule::Agent));
            out.actor.sectors = owner.sectors.to_vec();
            out.set = owner.set;
        } else if item.class != Class::Plain {
            return None;
        } else {
            out.actor.sectors = owner.sectors.to_vec();
        }
        if out.set.len() < 2 {
            out.set.clear();
        }
        Some(out)
    }
}

/// Of several codes in a dictionary the first.
fn first_code(codes: &str) -> Str {
    codes.split('/').next().unwrap_or(codes).into()
}

/// The gender that a noun tells.
pub(crate) fn gender_of(lemma: &str) -> Option<Gender> {
    let head = lexicon::head_word(lemma);
    if lexicon::is_female(head) {
        return Some(Gender::Female);
    }
    lexicon::is_male(head).then_some(Gender::Male)
}
