//! Who takes part: words of a sentence as mentions of actors, and mentions as parties in a role.

use crate::event::{Category, Participant};
use demarche_actors::{Actor, Mention, MentionKind, Rule, Sector};
use demarche_pattern::{Graph, Nodes};
use demarche_text::{Sentence, Span, Upos};

/// The mentions of one sentence, by the word that heads them.
pub(crate) struct Parties<'a> {
    mentions: &'a [Mention],
    sentence: &'a Sentence,
    /// Mentions of the sentence, as indices into `mentions`.
    here: std::ops::Range<usize>,
    /// Word → mention that it heads.
    by_head: Vec<Option<usize>>,
}

/// How far from a word its actor may stand: "the head of Iran's nuclear agency".
const NEAR: usize = 2;

impl<'a> Parties<'a> {
    /// Indexes the mentions of sentence number `at`. `mentions` is in order of the text.
    pub fn of(mentions: &'a [Mention], at: usize, sentence: &'a Sentence) -> Self {
        let first = mentions.partition_point(|m| m.sentence < at);
        let last = mentions.partition_point(|m| m.sentence <= at);
        let mut by_head: Vec<Option<usize>> = vec![None; sentence.tokens.len()];
        for at in first..last {
            let Some(slot) = by_head.get_mut(mentions[at].head) else { continue };
            if slot.is_none_or(|old| better(&mentions[at], &mentions[old])) {
                *slot = Some(at);
            }
        }
        Self { mentions, sentence, here: first..last, by_head }
    }

    /// The parties that a word's mention stands for.
    pub fn participants(&self, token: usize, category: Category, acts: bool) -> Vec<Participant> {
        let mention = self.by_head.get(token).copied().flatten();
        mention.map_or_else(Vec::new, |m| self.parties(m, category, acts))
    }

    /// Parties whose spans came with the document.
    pub fn given(&self, category: Category) -> Vec<Participant> {
        let given = self.here.clone().filter(|&m| self.mentions[m].kind == MentionKind::Given);
        given.flat_map(|m| self.parties(m, category, false)).collect()
    }

    /// The span that came with the document and that a pronoun of its sentence stands for.
    fn given_for(&self, mention: usize) -> Option<usize> {
        let pronoun = &self.mentions[mention];
        let stands_for = |&m: &usize| {
            self.mentions[m].kind == MentionKind::Given && self.mentions[m].chain == pronoun.chain
        };
        self.here.clone().find(stands_for).filter(|_| pronoun.kind == MentionKind::Pronoun)
    }

    /// A mention as a party; one of several ("Russian and Belarusian soldiers") as each of them.
    fn parties(&self, mention: usize, category: Category, acts: bool) -> Vec<Participant> {
        let mention = self.given_for(mention).unwrap_or(mention);
        // A town is fought over and does not fight: "Liverpool clash with Arsenal" is a match.
        if acts && is_forceful(category) && self.mentions[mention].rule == Rule::Place {
            return Vec::new();
        }
        if self.is_nobody(mention) {
            return Vec::new();
        }
        let place =
            !acts && is_forceful(category) && (self.mentions[mention].metonym || self.is_town(mention));
        let citizens =
            self.is_citizens(mention) || (category == Category::Protest && self.is_people(mention));
        let party = |(span, actor): (Span, &Actor)| {
            let mut actor = actor.clone();
            if citizens && actor.country.is_some() && actor.sectors.is_empty() {
                actor.sectors.push(Sector::Cvl);
            }
            let mut actor = in_role(&actor, category, acts);
            // A capital that is attacked is a place, not a government.
            actor.sectors.retain(|s| !(place && *s == Sector::Gov));
            Participant { mention, span, actor }
        };
        self.mentions[mention].parties().map(party).collect()
    }

    /// True for weapons of nobody in particular ("rockets were fired") and the like: no party.
    fn is_nobody(&self, mention: usize) -> bool {
        let mention = &self.mentions[mention];
        let nobodys = mention.kind != MentionKind::Given && mention.actor.country.is_none();
        let head = self.sentence.tokens.get(mention.head).filter(|_| nobodys);
        head.is_some_and(|t| THINGS.contains(&t.lemma.to_lowercase().as_str()))
    }

    /// True for a capital or town by its common noun: "the Afghan capital of Kabul".
    fn is_town(&self, mention: usize) -> bool {
        let head = self.sentence.tokens.get(self.mentions[mention].head);
        head.is_some_and(|t| matches!(t.lemma.as_str(), "capital" | "city" | "town"))
    }

    /// True for people of a country who are no government: "thousands of Somalis", "two Israelis", "other Americans"; "the
    /// Russians" may be theirs.
    fn is_citizens(&self, mention: usize) -> bool {
        let mention = &self.mentions[mention];
        let Some(head) = self.sentence.tokens.get(mention.head).filter(|_| mention.rule == Rule::Country)
        else {
            return false;
        };
        let before = self.sentence.tokens.get(mention.tokens.start..mention.head).unwrap_or_default();
        let counted =
            before.iter().any(|t| t.upos == Upos::Num || COUNTING.contains(&t.lemma.to_lowercase().as_str()));
        counted && matches!(head.xpos.as_str(), "NNPS" | "NNS")
    }

    /// True for a country by its people ("Palestinians shunned work"): it is they who protest.
    fn is_people(&self, mention: usize) -> bool {
        let mention = &self.mentions[mention];
        let head = self.sentence.tokens.get(mention.head);
        mention.rule == Rule::Country && head.is_some_and(|t| matches!(t.xpos.as_str(), "NNPS" | "NNS"))
    }

    /// Of several words, those whose actor has a country, if any has: "North Korea" rather than "missile".
    fn of_a_country(&self, words: Vec<usize>) -> Vec<usize> {
        let has_country = |&word: &usize| {
            let mention = self.by_head.get(word).copied().flatten();
            mention.is_some_and(|m| self.mentions[m].parties().any(|(_, actor)| actor.country.is_some()))
        };
        if words.len() > 1 && words.iter().any(has_country) {
            return words.into_iter().filter(|w| has_country(w)).collect();
        }
        words
    }

    /// True for a mention that says who: by name, by country, or as a span that came with the document; not for
    /// "military" or "the troops" alone.
    pub fn is_somebody(&self, mention: usize) -> bool {
        let m = &self.mentions[mention];
        matches!(m.kind, MentionKind::Given | MentionKind::Name | MentionKind::Pronoun)
            || m.parties().any(|(_, actor)| actor.country.is_some())
    }

    /// True where a party is the actors' own force ("its troops"): it has no say apart from its owner. A counterpart, an
    /// ally or a citizen of theirs has.
    pub fn is_own_force(&self, graph: &Graph<'_>, party: &Participant, owners: &[Participant]) -> bool {
        if !party.actor.sectors.iter().any(|s| ARMED.contains(s)) {
            return false;
        }
        let mine = |owner: &Participant, possessor: usize| {
            let country = &party.actor.country;
            let foreign = country.is_some() && owner.actor.country != *country;
            !foreign && self.mentions[owner.mention].chain == self.mentions[possessor].chain
        };
        let head = self.mentions[party.mention].head;
        graph.neighbours(head, "poss", false).into_iter().any(|possessor| {
            let possessor = self.by_head.get(possessor).copied().flatten();
            possessor.is_some_and(|p| owners.iter().any(|owner| mine(owner, p)))
        })
    }

    /// True for forces of nobody in particular ("troops"): what is sent, not whom it concerns.
    pub fn is_nobodys_force(&self, party: &Participant) -> bool {
        let mention = &self.mentions[party.mention];
        mention.kind == MentionKind::Nominal
            && mention.actor.country.is_none()
            && party.actor.sectors.first() == Some(&Sector::Mil)
    }

    /// True for a party in public affairs: one of a country or organisation, of a political sector, or one that came
    /// with the document. Two parties that are neither make no political event, whatever the verb says.
    pub fn is_political(&self, party: &Participant) -> bool {
        let private = |s: Sector| PRIVATE.contains(&s);
        self.mentions[party.mention].kind == MentionKind::Given
            || party.actor.country.is_some()
            || party.actor.sectors.iter().any(|&s| !private(s))
    }

    /// Words that head an actor at or near `token`: itself, else its possessor, modifier or complement.
    pub fn near_actor(&self, graph: &Graph<'_>, token: usize) -> Vec<usize> {
        self.near_in(graph, token, &["poss", "mod", "obl:of", "obl:by", "obl:from"])
    }

    /// As [`Self::near_actor`], with whom something is had with: "the resumption of ties with Iran".
    pub fn near_partner(&self, graph: &Graph<'_>, token: usize) -> Vec<usize> {
        self.near_in(
            graph,
            token,
            &["poss", "mod", "obl:of", "obl:by", "obl:from", "obl:with", "obl:between"],
        )
    }

    fn near_in(&self, graph: &Graph<'_>, token: usize, roles: &[&str]) -> Vec<usize> {
        let mut level = vec![token];
        for distance in 0..=NEAR {
            let stands = |&t: &usize| match self.by_head.get(t).copied().flatten() {
                Some(mention) => distance == 0 || self.is_somebody(mention),
                None => false,
            };
            let found: Vec<usize> = level.iter().copied().filter(stands).collect();
            if !found.is_empty() {
                return self.of_a_country(found);
            }
            let mut next = Vec::new();
            for &word in &level {
                for role in roles {
                    next.extend(graph.neighbours(word, role, false));
                }
            }
            level = next;
        }
        vec![]
    }
}

/// Of two mentions with one head, the one that a reader would mark.
fn better(new: &Mention, old: &Mention) -> bool {
    let given = |m: &Mention| m.kind == MentionKind::Given;
    (given(new), new.span.len()) > (given(old), old.span.len())
}

impl Nodes for Parties<'_> {
    fn near(&self, kind: &str, graph: &Graph<'_>, token: usize) -> Vec<usize> {
        let mut near = self.near_actor(graph, token);
        near.retain(|&t| kind.split('|').any(|one| self.is_kind(one, t)));
        near
    }
}

/// What the lists of actors have as somebody's, and is nobody alone: an army's weapons, private capital, peaceful assembly.
const THINGS: [&str; 10] =
    ["aircraft", "assembly", "capital", "drone", "jet", "launcher", "missile", "rocket", "tank", "warplane"];

/// Words before the name of a people that speak of some of them, not of their state.
const COUNTING: [&str; 22] = [
    "all",
    "another",
    "average",
    "dozen",
    "dozens",
    "every",
    "fellow",
    "few",
    "hundred",
    "hundreds",
    "many",
    "million",
    "millions",
    "most",
    "numerous",
    "ordinary",
    "other",
    "several",
    "some",
    "thousand",
    "thousands",
    "young",
];

/// Sectors that carry arms themselves.
const ARMED: &[Sector] = &[Sector::Mil, Sector::Reb, Sector::Cop, Sector::Uaf, Sector::Prm];

/// Sectors that use force or have it used; a government is not among them, since its members attack with words.
const FORCES: &[Sector] =
    &[Sector::Mil, Sector::Reb, Sector::Cop, Sector::Uaf, Sector::Prm, Sector::Spy, Sector::Pre];

impl Parties<'_> {
    /// `ACTOR`, `FORCE`, `ARMED`, `STATE` (of a country or of an organisation of states), or part of a code: a sector, a country or organisation.
    fn is_kind(&self, kind: &str, token: usize) -> bool {
        match kind {
            "ACTOR" => true,
            "FORCE" => self.can_use_force(token),
            "ARMED" => self.has_sector(token, ARMED),
            "STATE" => self.has_country(token),
            code => match code.parse() {
                Ok(sector) => self.has_sector(token, &[sector]),
                Err(()) => self.is_of(token, code),
            },
        }
    }

    fn has_country(&self, token: usize) -> bool {
        let mention = self.by_head.get(token).copied().flatten();
        let country = mention.and_then(|m| self.mentions[m].actor.country.as_deref());
        country.is_some_and(|c| !matches!(c, "NGO" | "MNC" | "IMG" | "ISM"))
    }

    fn is_of(&self, token: usize, country: &str) -> bool {
        let mention = self.by_head.get(token).copied().flatten();
        mention.is_some_and(|m| self.mentions[m].actor.country.as_deref() == Some(country))
    }

    /// True for armed actors, and for a state that is named alone ("Israel killed").
    fn can_use_force(&self, token: usize) -> bool {
        let Some(mention) = self.by_head.get(token).copied().flatten() else { return false };
        let actor = &self.mentions[mention].actor;
        let state = actor.country.as_deref().is_some_and(|c| !NON_STATES.contains(&c) || c == "UNO");
        self.has_sector(token, FORCES) || (state && actor.sectors.is_empty())
    }

    fn has_sector(&self, token: usize, sectors: &[Sector]) -> bool {
        let mention = self.by_head.get(token).copied().flatten();
        mention.is_some_and(|m| self.mentions[m].actor.sectors.iter().any(|s| sectors.contains(s)))
    }
}

/// Sectors whose members act in public affairs only by whom they deal with.
const PRIVATE: &[Sector] = &[
    Sector::Cvl,
    Sector::Bus,
    Sector::Edu,
    Sector::Med,
    Sector::Agr,
    Sector::Lab,
    Sector::Crm,
    Sector::Ref,
    Sector::Unk,
];

/// Categories that a state does with its military.
const fn is_forceful(category: Category) -> bool {
    matches!(category, Category::Assault | Category::Mobilize)
}

/// An actor in a role: a country that speaks or is spoken to is its government, one that uses force its military.
pub(crate) fn in_role(actor: &Actor, category: Category, acts: bool) -> Actor {
    let mut actor = actor.clone();
    let state = actor.country.as_deref().is_some_and(|c| !NON_STATES.contains(&c));
    // Whoever is named is not unidentified.
    if actor.name.is_some() {
        actor.sectors.retain(|s| *s != Sector::Unk);
    }
    if state && actor.sectors.is_empty() {
        match (is_forceful(category), acts) {
            (true, true) => actor.sectors.push(Sector::Mil),
            (true, false) => {}
            (false, _) => actor.sectors.push(Sector::Gov),
        }
    }
    actor
}

/// PLOVER codes that stand where a country's code would.
const NON_STATES: [&str; 8] = ["UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC", "---"];
