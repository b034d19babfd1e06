//! From one report to its claims.

use crate::pattern::{Match, words};
use crate::rules::By;
use crate::scene::{Named, Scene, code, is_dateline, people};
use crate::{Claim, ClaimRule, Kind, LedgerRules, Parties, Period, Source, Status};
use demarche_actors::Mention;
use demarche_events::Event;
use demarche_quotes::Attribution;
use demarche_text::{Sentence, Str};
use demarche_times::Timex;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The headline of a report, or its text, with its layers.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Name of the document.
    pub doc_id: &'a str,
    /// Day of publication.
    pub date: Date,
    /// The text that the layers point into.
    pub text: &'a str,
    /// True for the headline.
    pub headline: bool,
    /// Parsed sentences.
    pub sentences: &'a [Sentence],
    /// Actor mentions.
    pub mentions: &'a [Mention],
    /// Temporal expressions.
    pub timexes: &'a [Timex],
    /// Attributions.
    pub attributions: &'a [Attribution],
    /// Events.
    pub events: &'a [Event],
}

/// Sentences after the headline in which a report tells its news.
const NEWS: usize = 3;
/// Days before publication from which on a day is told as background.
const OLD: i32 = 10;

/// Reads every claim of a report, in order: of its headline, where it has one, and of its text.
pub fn claims(report: &[Reading], rules: &LedgerRules) -> Vec<Claim> {
    let mut out = Vec::new();
    if is_elsewhere(report, rules) {
        return out;
    }
    let scenes: Vec<Scene> = report
        .iter()
        .flat_map(|part| (0..part.sentences.len()).map(|at| Scene::new(part, at, rules)))
        .collect();
    let dyad = dyad(&scenes);
    for (at, scene) in scenes.iter().enumerate() {
        for (rule, found) in fired(rules, scene) {
            let before = at.checked_sub(1).map(|at| &scenes[at]);
            let reader = Reader { scene, before, rules, rule, found: &found, dyad: &dyad };
            out.extend(reader.claim());
        }
    }
    out
}

/// Words of sport, weather and show business at which a report is none of the ledger's.
const ELSEWHERE: usize = 4;

/// True where a report is about a match, the weather or a show, whose "meetings" and "defeats" are others.
fn is_elsewhere(report: &[Reading], rules: &LedgerRules) -> bool {
    let words = report.iter().flat_map(|part| part.sentences).flat_map(|s| &s.tokens);
    words.filter(|t| rules.is_elsewhere(&t.lemma)).count() >= ELSEWHERE
}

/// Parties of the report, those named in most sentences first, then those named first.
fn dyad(scenes: &[Scene]) -> Vec<Str> {
    let mut counts: BTreeMap<Str, (usize, usize)> = BTreeMap::new();
    for (at, scene) in scenes.iter().enumerate() {
        let named = scene.parties.iter().filter(|p| !p.place && !p.venue && !p.pronoun && !p.group);
        for code in named.map(|p| &p.code).collect::<BTreeSet<_>>() {
            // The headline says whose matter it is.
            counts.entry(code.clone()).or_insert((0, at)).0 += if scene.reading.headline { 3 } else { 1 };
        }
    }
    let mut parties: Vec<(Str, (usize, usize))> = counts.into_iter().collect();
    parties.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.1.1.cmp(&b.1.1)).then(a.0.cmp(&b.0)));
    parties.into_iter().map(|p| p.0).collect()
}

/// Rules that match in a sentence: for each kind and word the one of highest priority, and of one kind and status the first.
fn fired<'r>(rules: &'r LedgerRules, scene: &Scene) -> Vec<(&'r ClaimRule, Match)> {
    let words = words(&scene.sentence.tokens);
    let barred = |rule: &ClaimRule, found: &Match| {
        let (first, last) = (found.words[0], *found.words.last().unwrap_or(&0));
        let near =
            (first.saturating_sub(6)..(last + 2).min(words.len())).filter(|i| !found.words.contains(i));
        near.map(|i| &words[i]).any(|w| rule.none.contains(w.lemma) || rule.none.contains(w.form.as_str()))
    };
    let mut fired = rules.matches(&words);
    fired.retain(|(rule, found)| !barred(rule, found));
    fired.sort_by_key(|(rule, found)| {
        (rule.kind, std::cmp::Reverse(rule.priority), found.words.len() as i32, found.trigger)
    });
    let mut kept: Vec<(&ClaimRule, Match)> = Vec::new();
    for (rule, found) in fired {
        let spoken_for = kept.iter().any(|(other, its)| {
            other.kind == rule.kind
                && (its.trigger == found.trigger || its.words.iter().any(|w| found.words.contains(w)))
        });
        if !spoken_for {
            kept.push((rule, found));
        }
    }
    kept.sort_by_key(|(_, found)| found.words[0]);
    kept
}

/// A rule that matched, with what it takes to make a claim of it.
struct Reader<'a> {
    scene: &'a Scene<'a>,
    /// The sentence before.
    before: Option<&'a Scene<'a>>,
    rules: &'a LedgerRules,
    rule: &'a ClaimRule,
    found: &'a Match,
    dyad: &'a [Str],
}

impl Reader<'_> {
    fn claim(&self) -> Option<Claim> {
        let (scene, word) = (self.scene, self.found.trigger);
        let (speaker, weight) = scene.speaker(word);
        if self.rule.needs.party && self.is_strangers() {
            return None;
        }
        let parties = self.parties(speaker.as_ref())?;
        let topic = self.topic()?;
        // "Rejected the demand": which one is known.
        let referring = topic.is_none() && (self.names_known() || self.bound().is_some());
        if self.is_supposed() || self.rule.kind == Kind::Meeting && self.is_fulfilment() {
            return None;
        }
        let condition = if self.rule.kind == Kind::Meeting { None } else { scene.condition(word) };
        let needs = self.rule.needs;
        if needs.topic && topic.is_none() && !referring
            || needs.condition && condition.is_none()
            || needs.other && parties.to.is_empty()
        {
            return None;
        }
        let mut claim = Claim {
            kind: self.rule.kind,
            status: self.rule.status,
            people: people(&self.acting(), &parties.by),
            names: scene.names(word),
            parties,
            when: scene.when(word),
            place: scene.place(word),
            topic,
            what: scene.what(self.found.words[0]),
            condition,
            speaker,
            weight,
            background: needs.background || self.is_retold(),
            only_known: needs.known || needs.topic && referring,
            correction: self.corrects(),
            definite: needs.standing || self.is_definite(),
            again: self.is_again(),
            source: self.source(),
            rule: self.rule.id.clone(),
        };
        if matches!(claim.status, Status::Cancelled | Status::Postponed) {
            claim.when = scene.when_after(word);
        }
        self.settle(&mut claim);
        Some(claim)
    }

    /// What it is about; of a demand what comes after its words.
    #[allow(clippy::option_option, reason = "nothing to read is not the same as no topic")]
    fn topic(&self) -> Option<Option<Str>> {
        let (scene, word) = (self.scene, self.found.trigger);
        if self.rule.kind != Kind::Demand {
            return Some(scene.topic(self.rules, word, false));
        }
        let last = *self.found.words.last()?;
        let ahead = self.bound().is_some() || self.rule.by == By::Speaker;
        Some(scene.topic(self.rules, self.bound().unwrap_or(last), ahead))
    }

    /// The word after which there stands what has to come first: "no relief until".
    fn bound(&self) -> Option<usize> {
        let last = *self.found.words.last()?;
        let bounds = ["until", "unless", "before", "when", "if", "after"];
        let is = bounds.contains(&self.scene.sentence.tokens[last].lemma.as_str());
        (is && self.rule.kind == Kind::Demand).then_some(last)
    }

    /// "The demand", "their offer": the word itself says that it is one that is known.
    fn names_known(&self) -> bool {
        let items = [
            "call",
            "commitment",
            "condition",
            "demand",
            "offer",
            "pledge",
            "promise",
            "request",
            "threat",
            "ultimatum",
            "undertaking",
        ];
        items.contains(&self.scene.sentence.tokens[self.found.trigger].lemma.as_str()) && self.is_definite()
    }

    /// "Restored", "once more".
    fn is_again(&self) -> bool {
        let words = ["again", "back", "reimpose", "re-impose", "reinstate", "restore", "snapback"];
        self.scene.sentence.tokens.iter().any(|t| words.contains(&t.lemma.as_str()))
    }

    /// True where somebody who is no party does what the words say: "the stronghold will fall".
    fn is_strangers(&self) -> bool {
        let (scene, words) = (self.scene, &self.found.words);
        let tokens = &scene.sentence.tokens;
        let known = |at: usize| {
            tokens[at].upos == demarche_text::Upos::Pron
                && !matches!(tokens[at].lemma.as_str(), "this" | "that")
                || self.rules.is_office(&tokens[at].lemma)
                || scene.parties.iter().any(|p| p.start <= at && at <= p.head.max(p.end))
        };
        let verbs = words.iter().filter(|&&w| tokens[w].upos == demarche_text::Upos::Verb);
        let mut subjects = verbs.flat_map(|&w| scene.graph.neighbours(w, "subj", false));
        subjects.any(|at| !words.contains(&at) && !known(at))
    }

    /// What follows from the day: news without one is of today, what is long past is background.
    fn settle(&self, claim: &mut Claim) {
        let reading = self.scene.reading;
        let dateline = reading.sentences.first().is_some_and(|s| is_dateline(s, 0));
        let early = reading.headline || self.scene.at < NEWS + usize::from(dateline);
        let done =
            matches!(claim.status, Status::Held | Status::Signed | Status::Fulfilled | Status::Reached);
        match claim.when {
            None if done && early => claim.when = Some(Period::day(reading.date)),
            Some(when) if done && (reading.date - when.to).get_days() > OLD => claim.background = true,
            Some(when) if done && when.from > reading.date => claim.when = None,
            _ => {}
        }
        if claim.kind == Kind::Pledge
            && claim.condition.is_some()
            && matches!(claim.status, Status::Pledged | Status::Offered)
            && is_bargain(claim)
        {
            claim.status = Status::Conditional;
        }
        if claim.kind == Kind::Meeting
            && claim.status == Status::Scheduled
            && claim.when.is_none_or(|w| w.length() > 16)
        {
            claim.status = Status::Proposed;
        }
    }

    /// True where the words stand in a clause that only supposes: "if Iran demanded that …".
    fn is_supposed(&self) -> bool {
        let tokens = &self.scene.sentence.tokens;
        let first = self.found.words[0];
        let open =
            tokens[..first].iter().rposition(|t| matches!(t.lemma.as_str(), "if" | "unless" | "whether"));
        open.is_some_and(|at| !tokens[at..first].iter().any(|t| matches!(t.form.as_str(), "," | ";")))
    }

    /// "Meets the needs".
    fn is_fulfilment(&self) -> bool {
        let graph = &self.scene.graph;
        let objects = graph.neighbours(self.found.trigger, "obj", false);
        objects.into_iter().any(|o| self.rules.is_fulfilled(graph.word(o).lemma))
    }

    /// "Had said", "had met": told of a time before the news.
    fn is_retold(&self) -> bool {
        let tokens = &self.scene.sentence.tokens;
        let perfect = |w: usize| {
            tokens.get(w).is_some_and(|t| t.xpos == "VBN")
                && tokens[w.saturating_sub(3)..w].iter().any(|t| t.form.eq_ignore_ascii_case("had"))
        };
        let cues = self.scene.cues(self.found.trigger);
        cues.into_iter().any(perfect)
            || self.rule.status == Status::Held && self.found.words.iter().any(|&w| perfect(w))
    }

    fn corrects(&self) -> bool {
        self.before.into_iter().chain([self.scene]).any(|s| {
            s.sentence.tokens.iter().any(|t| {
                matches!(
                    t.form.to_lowercase().as_str(),
                    "correction" | "corrigendum" | "corrects" | "corrected"
                )
            })
        })
    }

    /// "The talks", "his meeting", "it": something that is known.
    fn is_definite(&self) -> bool {
        let tokens = &self.scene.sentence.tokens;
        let word = self.found.trigger;
        let determiner = |t: &demarche_text::Token| {
            matches!(
                t.lemma.as_str(),
                "the" | "his" | "her" | "their" | "its" | "this" | "that" | "he" | "they"
            )
        };
        tokens[word.saturating_sub(3)..word].iter().any(determiner)
    }

    fn source(&self) -> Source {
        let reading = self.scene.reading;
        Source {
            reported: reading.date,
            doc_id: reading.doc_id.to_owned(),
            sentence: (!reading.headline).then_some(self.scene.at),
            text: self.scene.sentence.span.of(reading.text).to_owned(),
            copy_of: None,
        }
    }

    fn parties(&self, speaker: Option<&Str>) -> Option<Parties> {
        if self.rule.kind.is_mutual() { self.together() } else { self.sides(speaker) }
    }

    /// All parties of a meeting or agreement: those of the coder, else those named on either side of the word, else the
    /// report's.
    fn together(&self) -> Option<Parties> {
        let scene = self.scene;
        let between = scene.role(&self.acting(), self.found.trigger, &["obl:between"]);
        let between: BTreeSet<Str> = between.into_iter().map(|p| p.code.clone()).collect();
        if between.len() >= 2 {
            return Some(Parties { by: between, to: BTreeSet::new() });
        }
        let mut by = self.coded();
        if by.len() < 2 {
            by.extend(self.around());
        }
        if by.len() > 2 && self.rule.kind == Kind::Meeting && !scene.parties.iter().any(|p| p.group) {
            let main: BTreeSet<Str> = self.dyad.iter().take(2).filter(|d| by.contains(*d)).cloned().collect();
            by = if main.len() == 2 { main } else { by };
        }
        let may_fill = scene.reading.headline || self.is_definite() || !by.is_empty() || self.is_pair();
        let beside = || {
            let near = self.acting().into_iter().filter(|p| by.contains(&p.code) && !p.group);
            near.into_iter().any(|p| scene.has_stranger_beside(p))
        };
        if may_fill && !scene.strangers(self.found.trigger) && !beside() {
            for other in self.dyad.iter().take(2) {
                if by.len() < 2 {
                    by.insert(other.clone());
                }
            }
        }
        (by.len() >= 2).then_some(Parties { by, to: BTreeSet::new() })
    }

    /// "The two leaders", "both sides", "officials": the report's own two.
    fn is_pair(&self) -> bool {
        let tokens = &self.scene.sentence.tokens;
        let near = &tokens[self.found.words[0].saturating_sub(10)..self.found.trigger];
        near.iter().any(|t| self.rules.is_pair(&t.lemma))
    }

    /// Parties of the coder's event at this word, if it has two and is sure of them.
    fn coded(&self) -> BTreeSet<Str> {
        let scene = self.scene;
        let event =
            scene.reading.events.iter().find(|e| e.sentence == scene.at && e.token == self.found.trigger);
        let parties = event.into_iter().flat_map(|e| e.actors.iter().chain(&e.recipients));
        let sure = parties.filter(|p| {
            !scene
                .parties
                .iter()
                .any(|n| self.is_doubtful(n) && scene.sentence.tokens[n.head].span.overlaps(p.span))
        });
        let by: BTreeSet<Str> = sure.filter_map(|p| code(&p.actor)).collect();
        if by.len() < 2 { BTreeSet::new() } else { by }
    }

    /// A pronoun, "the two sides" or a venue that stands for somebody whom the report hardly names.
    fn is_doubtful(&self, party: &Named) -> bool {
        (party.pronoun || party.both || party.venue) && !self.dyad.iter().take(2).any(|d| *d == party.code)
    }

    /// Parties in the roles of the word, else those that stand nearest before and after it, with those beside them.
    fn around(&self) -> BTreeSet<Str> {
        let (scene, word) = (self.scene, self.found.trigger);
        let content = scene.content(word, &self.found.words);
        let parties = self.acting();
        let fits = |p: &Named| !self.is_doubtful(p) && content.contains(scene.sentence.tokens[p.head].span);
        let roles = ["subj", "obj", "obl:with", "obl:between", "obl:to", "poss", "mod"];
        let mut by: BTreeSet<Str> = BTreeSet::new();
        for &at in &self.found.words {
            by.extend(
                scene.role(&parties, at, &roles).into_iter().filter(|p| fits(p)).map(|p| p.code.clone()),
            );
        }
        if by.len() >= 2 {
            return by;
        }
        let before = (0..parties.len()).rev().find(|&i| parties[i].head < word && fits(parties[i]));
        let after = (0..parties.len()).find(|&i| parties[i].head > word && fits(parties[i]));
        for at in [before, after].into_iter().flatten() {
            if by.len() < 2 {
                by.extend(scene.together_with(&parties, at).into_iter().map(|p| p.code.clone()));
            }
        }
        by
    }

    fn sides(&self, speaker: Option<&Str>) -> Option<Parties> {
        let (scene, first, last) = (self.scene, self.found.words[0], *self.found.words.last()?);
        let parties = self.acting();
        let content = scene.content(self.found.trigger, &self.found.words);
        let inside = |p: &Named| content.contains(scene.sentence.tokens[p.head].span);
        let group = |at: usize| self.group(&parties, at);
        let subject = || {
            let of = |&w: &usize| scene.role(&parties, w, &["subj"]).first().map(|p| p.head);
            let head = self.found.words.iter().find_map(of)?;
            parties.iter().position(|p| p.head == head).map(group)
        };
        let owner = || {
            let head = scene.role(&parties, self.found.trigger, &["poss", "mod"]).first().map(|p| p.head)?;
            parties.iter().position(|p| p.head == head).map(group)
        };
        let before = || {
            let near = (0..parties.len()).rev().find(|&i| parties[i].head < first && inside(parties[i]));
            near.or_else(|| (0..parties.len()).rev().find(|&i| parties[i].head < first)).map(group)
        };
        let after = || (0..parties.len()).find(|&i| parties[i].head > first).map(group);
        let speaker = || speaker.map(|s| BTreeSet::from([s.clone()]));
        // Whoever has to do something is not who says so: the report's other party is.
        let other = |subject: Option<BTreeSet<Str>>| {
            let subject = subject?;
            let other = self.dyad.iter().take(2).find(|d| !subject.contains(*d)).cloned();
            Some(other.map_or(subject, |other| BTreeSet::from([other])))
        };
        let by = match self.rule.by {
            By::Before => subject().or_else(before).or_else(speaker),
            By::Speaker if self.rule.needs.party => {
                speaker().or_else(owner).or_else(|| other(subject())).or_else(before)
            }
            By::Speaker => speaker().or_else(owner).or_else(subject).or_else(before),
            By::After => after(),
            By::Any => owner().or_else(subject).or_else(before).or_else(speaker).or_else(after),
        };
        let by = by.or_else(|| self.dyad.first().map(|d| BTreeSet::from([d.clone()])))?;
        let main = |d: &Str| self.dyad.iter().take(2).any(|m| m == d);
        let fits = |p: &&&Named| !by.contains(&p.code) && inside(p) && !self.is_doubtful(p);
        let next = parties.iter().filter(|p| p.head > last && p.head <= last + 4).find(fits);
        let counterpart = self.dyad.iter().take(2).find(|d| !by.contains(*d)).filter(|_| by.iter().any(main));
        let named = parties.iter().filter(|p| p.head > last).find(fits).or_else(|| parties.iter().find(fits));
        // "The courts in northern Kosovo": a country where it is to be done is whom it concerns.
        let land = || scene.parties.iter().find(|p| p.place && p.land && !by.contains(&p.code));
        let pledge = self.rule.kind == Kind::Pledge;
        let third = || self.dyad.iter().take(3).find(|d| !by.contains(*d)).filter(|_| !pledge);
        let to = next.map(|p| &p.code).or(counterpart).or(named.map(|p| &p.code));
        let to = to.or_else(|| land().map(|p| &p.code)).or_else(third);
        Some(Parties { to: to.into_iter().cloned().collect(), by })
    }

    /// Parties of the sentence but for those who only report what the rule's words say.
    fn acting(&self) -> Vec<&Named> {
        self.scene.acting(self.found.trigger, &self.found.words)
    }

    /// A party with those beside it; a pronoun inside of what somebody says is taken for the speaker.
    fn group(&self, parties: &[&Named], at: usize) -> BTreeSet<Str> {
        let scene = self.scene;
        if parties[at].pronoun
            && let Some(inner) = scene.innermost(self.found.trigger)
        {
            return BTreeSet::from([inner]);
        }
        scene.together_with(parties, at).into_iter().map(|p| p.code.clone()).collect()
    }
}

/// A condition that the other side has to meet; "as long as talks last" only limits.
fn is_bargain(claim: &Claim) -> bool {
    let limits = ["as long", "so long", "until"];
    claim.condition.as_deref().is_some_and(|c| !limits.iter().any(|l| c.starts_with(l)))
}
