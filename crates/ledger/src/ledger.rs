//! Claims merged to items, and items moved by claims.

use crate::item::{Change, Evidence, Item};
use crate::{Claim, Kind, LedgerRules, Parties, Period, Person, Status, Weight};
use demarche_text::Str;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Days within which two periods may be the same day told twice.
const NEAR: i32 = 3;
/// Days after which an undated word about a meeting no longer means the one that was held.
const STALE: i32 = 45;

/// Days after which an undated word no longer means a meeting that was called off.
const CALLED_OFF: i32 = 14;
/// Days after which an undated word no longer means one that is planned.
const OPEN: i32 = 120;

/// Items, grown by one claim at a time in order of publication.
#[derive(Clone, Debug)]
pub struct Ledger<'r> {
    rules: &'r LedgerRules,
    items: Vec<Item>,
    /// Items by what a claim must share with them.
    index: BTreeMap<Handle, Vec<usize>>,
    keys: BTreeSet<String>,
}

/// What an item and every claim that can speak of it have in common: two parties, or a party and a matter or name.
type Handle = (Kind, Str, Str);

impl<'r> Ledger<'r> {
    /// An empty ledger.
    pub const fn new(rules: &'r LedgerRules) -> Self {
        Self { rules, items: vec![], index: BTreeMap::new(), keys: BTreeSet::new() }
    }

    /// The ledger of many claims: taken in order of publication, reports of one day by id.
    pub fn of(rules: &'r LedgerRules, claims: impl IntoIterator<Item = Claim>) -> Self {
        let mut claims: Vec<Claim> = claims.into_iter().collect();
        // A stable sort: within a report the order of the text stays.
        claims.sort_by(|a, b| {
            (a.source.reported, &a.source.doc_id).cmp(&(b.source.reported, &b.source.doc_id))
        });
        let mut ledger = Self::new(rules);
        for claim in &claims {
            ledger.add(claim);
        }
        ledger
    }

    /// Items in the order in which they came up.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Takes in a claim: it moves the item it speaks of, or begins one.
    pub fn add(&mut self, claim: &Claim) {
        match self.find(claim) {
            Some((at, why)) => {
                let depends_on = self.depends_on(claim, Some(at));
                let open = self.items[at].names.is_empty() || self.items[at].parties.to.is_empty();
                apply(&mut self.items[at], claim, why, self.rules);
                if open {
                    self.enter(at);
                }
                for key in depends_on {
                    if !self.items[at].depends_on.contains(&key) {
                        self.items[at].depends_on.push(key);
                    }
                }
            }
            None => self.begin(claim),
        }
    }

    fn begin(&mut self, claim: &Claim) {
        let Some(status) = self.rules.transitions().to(claim.kind, None, claim.status) else { return };
        if !may_begin(claim) {
            return;
        }
        let mut item = Item {
            key: self.key(claim),
            kind: claim.kind,
            parties: claim.parties.clone(),
            what: claim.what.clone(),
            topic: claim.topic.clone(),
            names: claim.names.clone(),
            status,
            weight: claim.weight,
            when: claim.when,
            place: claim.place.clone().filter(|_| claim.kind == Kind::Meeting),
            people: claim.people.clone(),
            condition: claim.condition.clone(),
            depends_on: self.depends_on(claim, None),
            evidence: vec![],
            history: vec![],
            contested: vec![],
        };
        change(&mut item, None, status, claim);
        witness(&mut item, claim, "first report");
        self.keys.insert(item.key.clone());
        self.items.push(item);
        self.enter(self.items.len() - 1);
    }

    /// Makes an item be found by its handles.
    fn enter(&mut self, at: usize) {
        let item = &self.items[at];
        for handle in handles(item.kind, &item.parties, item.topic.as_ref(), &item.names) {
            let items = self.index.entry(handle).or_default();
            if !items.contains(&at) {
                items.push(at);
            }
        }
    }

    /// `meeting-prk-usa-2018-06`, with a number where it is taken.
    fn key(&self, claim: &Claim) -> String {
        let mut key = claim.kind.as_str().to_owned();
        for code in claim.parties.by.iter().chain(&claim.parties.to) {
            let _ = write!(key, "-{}", code.to_lowercase());
        }
        let month = claim.when.map_or(claim.source.reported, |w| w.from);
        match &claim.topic {
            Some(topic) if !claim.kind.is_mutual() => {
                let _ = write!(key, "-{topic}");
            }
            _ => {
                let _ = write!(key, "-{:04}-{:02}", month.year(), month.month());
            }
        }
        let taken = |key: &str| self.keys.contains(key);
        if !taken(&key) {
            return key;
        }
        let free = (2..self.items.len() + 3).map(|n| format!("{key}-{n}")).find(|key| !taken(key));
        free.unwrap_or(key)
    }

    /// Items that the claim's condition speaks of: of its own parties, about a topic that the condition names.
    fn depends_on(&self, claim: &Claim, own: Option<usize>) -> Vec<String> {
        let Some(condition) = &claim.condition else { return vec![] };
        let topics: BTreeSet<&Str> = condition
            .split(|c: char| !c.is_alphanumeric())
            .filter_map(|w| self.rules.topic(&w.to_lowercase()))
            .collect();
        let parties = || claim.parties.by.iter().chain(&claim.parties.to);
        let mut linked = BTreeSet::new();
        for kind in Kind::ALL.iter().filter(|kind| !kind.is_mutual()) {
            for (party, topic) in parties().flat_map(|p| topics.iter().map(move |t| (p, *t))) {
                let matter = (*kind, party.clone(), topic.clone());
                linked.extend(self.index.get(&matter).into_iter().flatten().copied());
            }
        }
        let by = |item: &Item| parties().any(|p| item.parties.by.contains(p));
        let linked = linked.into_iter().filter(|at| Some(*at) != own).map(|at| &self.items[at]);
        linked.filter(|item| by(item)).map(|item| item.key.clone()).collect()
    }

    /// The item that a claim speaks of, and why.
    fn find(&self, claim: &Claim) -> Option<(usize, &'static str)> {
        let mut handles = handles(claim.kind, &claim.parties, claim.topic.as_ref(), &claim.names);
        if claim.kind == Kind::Pledge && claim.topic.is_some() {
            handles.retain(|(_, _, matter)| matter != ANY);
        }
        let near: BTreeSet<usize> =
            handles.iter().filter_map(|handle| self.index.get(handle)).flatten().copied().collect();
        let scored = near.into_iter().filter_map(|at| {
            let item = &self.items[at];
            let (score, why) =
                if claim.kind == Kind::Meeting { meeting(item, claim) } else { other(item, claim) }?;
            // Of two that fit, the one that the claim can move.
            let moves = self.rules.transitions().to(item.kind, Some(item.status), claim.status);
            let score = score + if moves.is_some() { 2 } else { 0 };
            Some((score, item.evidence.last().map(|e| e.source.reported), at, why))
        });
        scored.max_by_key(|s| (s.0, s.1, s.2)).map(|s| (s.2, s.3))
    }
}

/// Stands for every matter.
const ANY: &str = "*";

/// What an item, or a claim, is found by.
fn handles(kind: Kind, parties: &Parties, topic: Option<&Str>, names: &BTreeSet<Str>) -> BTreeSet<Handle> {
    let all: BTreeSet<&Str> = parties.by.iter().chain(&parties.to).collect();
    let mut handles = BTreeSet::new();
    if kind.is_mutual() || kind == Kind::Sanction {
        let pairs = all.iter().flat_map(|a| all.iter().map(move |b| (*a, *b))).filter(|(a, b)| a < b);
        handles.extend(pairs.map(|(a, b)| (kind, a.clone(), b.clone())));
    }
    if !kind.is_mutual() {
        let matter = topic.cloned().unwrap_or_default();
        for by in &parties.by {
            handles.insert((kind, by.clone(), matter.clone()));
            handles.extend(names.iter().map(|name| (kind, by.clone(), name.clone())));
            // Those of every matter, for a claim that does not say which.
            handles.insert((kind, by.clone(), ANY.into()));
        }
        if kind == Kind::Sanction {
            handles.extend(parties.to.iter().map(|to| (kind, to.clone(), ANY.into())));
        }
    }
    handles
}

/// Whether a claim can be the first of its item.
fn may_begin(claim: &Claim) -> bool {
    if claim.only_known {
        return false;
    }
    if claim.background {
        // A precise day in the past still tells of something that the reports at hand had not told.
        return claim.kind == Kind::Meeting
            && claim.status == Status::Held
            && claim.when.is_some_and(|w| w.length() <= 3);
    }
    match claim.kind {
        Kind::Meeting => {
            claim.when.is_some()
                || claim.status != Status::Held && claim.weight > Weight::Rumour && !claim.definite
        }
        _ => true,
    }
}

/// How well a claim fits a meeting: more is better, `None` where it is another meeting.
fn meeting(item: &Item, claim: &Claim) -> Option<(i32, &'static str)> {
    let both = item.parties.by.intersection(&claim.parties.by).count();
    if both < 2 {
        return None;
    }
    let people = same_people(item, claim);
    let place = item.place.as_deref().zip(claim.place.as_deref()).map(|(a, b)| same_place(a, b));
    let age = item.evidence.last().map_or(0, |e| (claim.source.reported - e.source.reported).get_days());
    if let (Some(planned), Some(told)) = (item.when, claim.when) {
        if planned.gap(told) <= NEAR && !(people == Some(false) && place != Some(true)) {
            let close = planned.length().max(told.length()) <= 7;
            return Some((
                if close { 60 } else { 40 } + i32::from(people == Some(true)) * 5,
                "same parties and days",
            ));
        }
        if item.is_closed() || people == Some(false) || claim.background {
            return None;
        }
        let moved = matches!(
            claim.status,
            Status::Scheduled | Status::Proposed | Status::Postponed | Status::Held | Status::Cancelled
        );
        let open = matches!(item.status, Status::Proposed | Status::Postponed) || claim.correction;
        let fits = open && moved && (people == Some(true) || place == Some(true) || planned.gap(told) <= 31);
        return fits.then_some((
            25 + i32::from(place == Some(true)) * 5 + i32::from(people == Some(true)) * 5,
            "same parties, new days",
        ));
    }
    if people == Some(false) || place == Some(false) && people != Some(true) {
        return None;
    }
    let patience = if item.status == Status::Cancelled { CALLED_OFF } else { OPEN };
    if !item.is_closed() && age > patience {
        return None;
    }
    // "The two men met" in a report of the planned day; on another day it retells another meeting.
    let today = Period::day(claim.source.reported);
    if claim.status == Status::Held
        && !item.is_closed()
        && claim.when.is_none()
        && item.when.is_none_or(|w| w.gap(today) > NEAR)
    {
        return None;
    }
    if item.is_closed() {
        let same =
            claim.status == Status::Held && age <= STALE && (claim.when.is_none() || place == Some(true));
        return same.then_some((10 + i32::from(place == Some(true)) * 20, "same parties, held before"));
    }
    if claim.status == Status::Held
        && claim.when.is_some()
        && item.when.is_none()
        && people.is_none()
        && place.is_none()
    {
        return Some((15, "same parties, no day before"));
    }
    Some((
        20 + i32::from(people == Some(true)) * 5 + i32::from(place == Some(true)) * 5,
        "same parties, no other day",
    ))
}

/// How well a claim fits an item of another kind.
fn other(item: &Item, claim: &Claim) -> Option<(i32, &'static str)> {
    if claim.kind == Kind::Agreement {
        let both = item.parties.by.intersection(&claim.parties.by).count();
        let near = item.when.zip(claim.when).is_none_or(|(a, b)| a.gap(b) <= NEAR);
        return (both >= 2 && (near || claim.background || claim.definite))
            .then_some((10 + i32::from(near), "same parties, one text"));
    }
    if claim.kind == Kind::Sanction {
        return sanction(item, claim);
    }
    if item.parties.by.is_disjoint(&claim.parties.by) {
        return None;
    }
    let towards = item.parties.to.is_empty()
        || claim.parties.to.is_empty()
        || !item.parties.to.is_disjoint(&claim.parties.to);
    let topic = item.topic == claim.topic;
    match claim.kind {
        Kind::Pledge => match names(item, claim) {
            Some(true) => Some((40, "same party and name")),
            Some(false) => None,
            None if topic => Some((20 + i32::from(towards), "same party and matter")),
            None => refers(item, claim).then_some((8, "same party, the one that is known")),
        },
        _ if !towards => None,
        _ if within(item, claim, Kind::Threat) => Some((50, "same parties, one report")),
        _ if topic => Some((20, "same parties and matter")),
        _ => refers(item, claim).then_some((8, "same parties, the one that is known")),
    }
}

/// Whether one report, or for demands one sentence, tells of both: one demand in several words, one threat.
fn within(item: &Item, claim: &Claim, whole: Kind) -> bool {
    item.evidence.last().is_some_and(|e| {
        e.source.doc_id == claim.source.doc_id
            && (item.kind == whole || e.source.sentence == claim.source.sentence)
    })
}

/// Whether a claim that does not say what it is about can mean an open item of which there was word of late.
fn refers(item: &Item, claim: &Claim) -> bool {
    let age = item.evidence.last().map_or(0, |e| (claim.source.reported - e.source.reported).get_days());
    let vague = claim.topic.is_none() && (claim.only_known || claim.kind == Kind::Threat);
    vague && !item.is_closed() && age <= OPEN
}

/// How well a claim fits sanctions: those of the same party, else, where it speaks of what stands, any on the same target.
fn sanction(item: &Item, claim: &Claim) -> Option<(i32, &'static str)> {
    let all = |p: &Parties| -> BTreeSet<Str> { p.by.union(&p.to).cloned().collect() };
    let both = all(&item.parties).intersection(&all(&claim.parties)).count() >= 2;
    let target = !item.parties.to.is_disjoint(&claim.parties.to);
    // What was lifted is not what is imposed anew, unless the report says so.
    let ended = item.status == Status::Lifted && claim.status == Status::Imposed;
    if ended && !claim.again {
        return None;
    }
    if both {
        // Whoever speaks of sanctions between the two may be either of them.
        return Some((20 + if ended { 10 } else { 0 }, "sanctions between the same two"));
    }
    (target && claim.definite).then_some((10, "sanctions on the same party"))
}

/// Whether the same people take part: on no side only others; `None` where a side does not tell.
fn same_people(item: &Item, claim: &Claim) -> Option<bool> {
    let side = |people: &BTreeSet<Person>, side: &Str| -> BTreeSet<Str> {
        people.iter().filter(|p| p.side == *side).map(|p| p.id.clone()).collect()
    };
    let mut same = None;
    for code in &claim.parties.by {
        let (a, b) = (side(&item.people, code), side(&claim.people, code));
        if a.is_empty() || b.is_empty() {
            continue;
        }
        if a.is_disjoint(&b) {
            return Some(false);
        }
        same = Some(true);
    }
    same
}

/// Whether item and claim share a name; `None` where one has none.
fn names(item: &Item, claim: &Claim) -> Option<bool> {
    (!item.names.is_empty() && !claim.names.is_empty()).then(|| !item.names.is_disjoint(&claim.names))
}

fn same_place(a: &str, b: &str) -> bool {
    a.split(' ').any(|word| b.split(' ').any(|other| word == other))
}

/// Moves an item by a claim.
fn apply(item: &mut Item, claim: &Claim, why: &'static str, rules: &LedgerRules) {
    let from = item.status;
    // A rumour does not undo what somebody has announced or what was seen.
    let outweighed = claim.weight == Weight::Rumour && item.weight > Weight::Rumour;
    let to = rules
        .transitions()
        .to(item.kind, Some(from), claim.status)
        .filter(|_| !outweighed && !claim.background);
    contest(item, claim);
    if let Some(to) = to {
        if to != from {
            change(item, Some(from), to, claim);
            item.status = to;
            item.weight = claim.weight;
        }
        item.weight = item.weight.max(claim.weight);
        update(item, claim, to != from);
    }
    if item.names.is_empty() {
        item.names.clone_from(&claim.names);
    }
    if claim.background && item.kind == Kind::Meeting && item.when.is_none() {
        item.when = claim.when;
    }
    item.people.extend(claim.people.iter().cloned());
    if item.condition.is_none() && !claim.background {
        item.condition.clone_from(&claim.condition);
    }
    witness(item, claim, why);
}

/// Days, place and parties by the newest word; `moved` where it has moved the status.
fn update(item: &mut Item, claim: &Claim, moved: bool) {
    let narrower = |old: Option<Period>, new: Period| {
        old.is_none_or(|old| new.length() <= old.length() || old.gap(new) > 0)
    };
    match (claim.status, claim.when) {
        (Status::Postponed, when) => item.when = when.filter(|w| w.from > claim.source.reported),
        (Status::Cancelled, _) => {}
        // The day of a text is that on which it was agreed, the day of sanctions that from which on they stand so.
        (Status::Reached | Status::Signed, when) if item.kind == Kind::Agreement => {
            item.when = if moved { when.or(item.when) } else { item.when.or(when) };
        }
        (_, _) if item.kind == Kind::Agreement && !claim.correction => {}
        (_, when) if item.kind == Kind::Sanction => item.when = if moved { when } else { item.when },
        (_, Some(when)) if claim.correction || narrower(item.when, when) => item.when = Some(when),
        _ => {}
    }
    if item.kind == Kind::Meeting
        && (item.place.is_none() || claim.correction)
        && claim.place.is_some()
        && claim.weight > Weight::Rumour
    {
        item.place.clone_from(&claim.place);
    }
    if item.kind == Kind::Sanction && item.parties.by.is_disjoint(&claim.parties.to) {
        item.parties.by.extend(claim.parties.by.difference(&item.parties.to).cloned());
    }
    if item.parties.to.is_empty() {
        item.parties.to.clone_from(&claim.parties.to);
    }
}

fn change(item: &mut Item, from: Option<Status>, to: Status, claim: &Claim) {
    let transition =
        format!("{}: {} + {}", item.kind.as_str(), from.map_or("-", Status::as_str), claim.status.as_str());
    item.history.push(Change {
        from,
        status: to,
        source: claim.source.clone(),
        rule: claim.rule.clone(),
        transition,
    });
}

fn witness(item: &mut Item, claim: &Claim, merged: &'static str) {
    let seen =
        |e: &Evidence| e.source.doc_id == claim.source.doc_id && e.source.sentence == claim.source.sentence;
    if !item.evidence.iter().any(seen) {
        item.evidence.push(Evidence {
            source: claim.source.clone(),
            says: claim.status,
            speaker: claim.speaker.clone(),
            weight: claim.weight,
            rule: claim.rule.clone(),
            merged,
        });
    }
}

/// Statuses that cannot both be true of one item at one time.
fn contradict(a: Status, b: Status) -> bool {
    let good =
        |s| matches!(s, Status::Fulfilled | Status::Underway | Status::Met | Status::Held | Status::Signed);
    let bad = |s| {
        matches!(s, Status::Broken | Status::Refused | Status::Cancelled | Status::Left | Status::Withdrawn)
    };
    good(a) && bad(b) || bad(a) && good(b)
}

/// Puts what two sides say side by side where it contradicts.
fn contest(item: &mut Item, claim: &Claim) {
    let Some(voice) = Item::voice(claim) else { return };
    let against =
        item.evidence.iter().rev().find(|e| {
            e.speaker.as_ref().is_some_and(|s| *s != voice.speaker) && contradict(e.says, voice.says)
        });
    let Some(against) = against else { return };
    let other = crate::Voice {
        speaker: against.speaker.clone().unwrap_or_default(),
        says: against.says,
        source: against.source.clone(),
    };
    item.contested = vec![other, voice];
}
