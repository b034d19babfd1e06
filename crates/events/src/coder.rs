//! From trees to events: which rules fire, with which parties, and what is said about each event.

use crate::cameo::{self, Turn};
use crate::event::{Category, Condition, ConditionKind, Event, Participant, Speaker, Status, When};
use crate::parties::Parties;
use crate::place::{Ground, Happening};
use crate::rule::{Rule, Rules};
use crate::status::Purpose;
use crate::{plover, status};
use demarche_actors::{Mention, MentionKind, Number, Sector};
use demarche_pattern::{Bindings, Graph, is_light};
use demarche_places::Place;
use demarche_quotes::Attribution;
use demarche_text::{Sentence, Span, Str, Upos};
use demarche_times::Timex;
use jiff::civil::Date;

/// What the layers below know of a document.
#[derive(Clone, Copy, Debug)]
pub struct Analysis<'a> {
    /// Document creation time.
    pub date: Option<Date>,
    /// Parsed sentences.
    pub sentences: &'a [Sentence],
    /// Actor mentions, in order of the text.
    pub mentions: &'a [Mention],
    /// Temporal expressions, in order of the text.
    pub timexes: &'a [Timex],
    /// Places, in order of the text.
    pub places: &'a [Place],
    /// The place in the report's dateline.
    pub dateline: Option<&'a Place>,
    /// Attributions, in order of the text.
    pub attributions: &'a [Attribution],
}

/// A rule that fired: where, and on which words.
#[derive(Clone, Debug)]
struct Firing<'r> {
    rule: &'r Rule,
    token: usize,
    bindings: Bindings,
}

impl Firing<'_> {
    /// How much of the sentence the match accounts for: the most specific rule codes a trigger.
    fn weight(&self) -> i32 {
        let parties = usize::from(!self.bindings.of("actor").is_empty())
            + usize::from(!self.bindings.of("recipient").is_empty());
        (2 * self.bindings.words.len() + parties) as i32 + self.rule.priority
    }
}

/// Codes every event of a document, in order of the text.
pub fn code(analysis: &Analysis<'_>, rules: &Rules) -> Vec<Event> {
    let mut events = Vec::new();
    for (at, sentence) in analysis.sentences.iter().enumerate() {
        if !sentence.tokens.is_empty() {
            code_sentence(analysis, rules, at, sentence, &mut events);
        }
    }
    events
}

fn code_sentence(
    analysis: &Analysis<'_>,
    rules: &Rules,
    at: usize,
    sentence: &Sentence,
    out: &mut Vec<Event>,
) {
    let graph = Graph::of(sentence);
    let parties = Parties::of(analysis.mentions, at, sentence);
    let fired = fire(rules, &graph, &parties);
    let coder = Coder { analysis, sentence: at, graph: &graph, parties: &parties };
    let first = out.len();
    for firing in &fired {
        if let Some(event) = coder.event(firing) {
            out.push(event);
        }
    }
    drop_repeats(out, first);
}

/// Rules that fire in a sentence, the best for each trigger, without those that another one speaks for.
fn fire<'r>(rules: &'r Rules, graph: &Graph<'_>, parties: &Parties<'_>) -> Vec<Firing<'r>> {
    let mut fired: Vec<Firing<'r>> = Vec::new();
    for token in 0..graph.sentence().tokens.len() {
        let mut best: Option<Firing<'r>> = None;
        for (rule, pattern) in rules.triggered_by(graph.word(token).lemma) {
            let Some(bindings) = pattern.matches(graph, token, parties) else { continue };
            let firing = Firing { rule, token, bindings };
            if rule.also {
                if !fired.iter().any(|f| f.token == token && f.rule.id == rule.id) {
                    fired.push(firing);
                }
            } else if best.as_ref().is_none_or(|b| firing.weight() > b.weight()) {
                best = Some(firing);
            }
        }
        fired.extend(best);
    }
    let spoken_for: Vec<bool> = fired.iter().map(|f| fired.iter().any(|g| speaks_for(graph, g, f))).collect();
    let mut spoken_for = spoken_for.into_iter();
    fired.retain(|_| !spoken_for.next().unwrap_or(false));
    fired
}

/// True where `outer` uses the trigger of `inner` as one of its own words, or has it as its content.
fn speaks_for(graph: &Graph<'_>, outer: &Firing<'_>, inner: &Firing<'_>) -> bool {
    if outer.token == inner.token {
        return false;
    }
    if outer.bindings.words.contains(&inner.token) {
        let mutual = inner.bindings.words.contains(&outer.token);
        return !mutual || (outer.weight(), inner.token) > (inner.weight(), outer.token);
    }
    outer.rule.absorbs && is_content(graph, outer, inner.token)
}

/// True where `token` stands in the complement of a firing: what is agreed, asked, threatened or refused.
fn is_content(graph: &Graph<'_>, outer: &Firing<'_>, token: usize) -> bool {
    let mut at = token;
    loop {
        let word = graph.word(at).token;
        let Some(head) = word.head else { return false };
        if outer.bindings.words.contains(&head) {
            let relation = word.relation();
            let complement =
                matches!(relation, "xcomp" | "ccomp" | "obj" | "nmod" | "acl" | "compound" | "amod")
                    && word.deprel != "acl:relcl"
                    && word.deprel != "nmod:poss";
            let oblique =
                relation == "obl" && graph.marker(at, "case").is_some_and(|c| is_content_marker(&c));
            let clause =
                relation == "advcl" && graph.marker(at, "mark").is_none_or(|m| is_content_marker(&m));
            return complement || oblique || clause;
        }
        if matches!(word.relation(), "parataxis") || word.deprel == "acl:relcl" {
            return false;
        }
        at = head;
    }
}

fn is_content_marker(marker: &str) -> bool {
    matches!(
        marker,
        "to" | "for"
            | "of"
            | "on"
            | "against"
            | "with"
            | "from"
            | "over"
            | "about"
            | "at"
            | "in"
            | "into"
            | "unless"
            | "if"
    )
}

/// Where one sentence's events are put together.
struct Coder<'a, 's> {
    analysis: &'a Analysis<'a>,
    sentence: usize,
    graph: &'a Graph<'s>,
    parties: &'a Parties<'a>,
}

impl Coder<'_, '_> {
    fn event(&self, firing: &Firing<'_>) -> Option<Event> {
        let rule = firing.rule;
        let trigger = self.trigger(firing);
        let attribution = self.attribution(trigger);
        let (actors, mut recipients) = self.who(firing, &attribution)?;
        let (status, date) = self.whether_and_when(firing, trigger)?;
        let condition = status::condition(self.graph, firing.token, &firing.bindings.words);
        let status = self.announced(firing.token, status, condition.as_ref(), &actors, &attribution);
        let category = self.still_to_come(rule, status, &actors, &attribution, condition.as_ref());
        if category == Category::Threaten && recipients.is_empty() {
            recipients = condition.map_or_else(Vec::new, |c| self.whose_condition(&c, &actors));
        }
        let alone = actors.len() < 2 && !(rule.reciprocal && self.are_several(&actors));
        if category.requires_recipient() && recipients.is_empty() && alone {
            return None;
        }
        let threat = category == Category::Threaten && category != rule.category;
        let mode =
            if threat { threat_mode(rule) } else { rule.mode.clone().filter(|_| category == rule.category) };
        let turn = match category {
            same if same == rule.category => Turn::None,
            Category::Threaten => Turn::Threat,
            _ => Turn::Planned,
        };
        let status = if threat { Status::Actual } else { status };
        let presupposed = status == Status::Actual && self.is_presupposed(firing);
        let background = presupposed || self.is_background(firing.token, date.as_ref());
        let goes_on = date.is_none() && !background && status == Status::Actual;
        let date = if goes_on { self.story_date(firing.token) } else { date };
        let told_now = date.is_none() && !background && status == Status::Actual;
        let (sentence, token) = (self.sentence, firing.token);
        let place = self.ground().of(&Happening {
            sentence,
            token,
            category,
            status,
            background,
            actors: &actors,
            recipients: &recipients,
        });
        Some(Event {
            sentence: self.sentence,
            category,
            own_category: rule.own_category.clone(),
            contexts: plover::contexts(self.graph, firing.token, &rule.contexts),
            cameo: cameo::of(&rule.cameo, turn, self.graph, firing.token),
            score: rule.own_score.unwrap_or_else(|| plover::score(category, mode.as_deref())),
            mode,
            confidence: crate::confidence::of(rule, status, &actors, &recipients),
            actors,
            recipients,
            token: firing.token,
            trigger,
            status,
            background,
            date,
            date_default: self.analysis.date.filter(|_| told_now),
            place,
            attribution,
            condition,
            rule: rule.id.clone(),
        })
    }

    const fn ground(&self) -> Ground<'_> {
        let Analysis { sentences, places, dateline, .. } = *self.analysis;
        Ground { sentences, places, dateline }
    }

    /// True for one party that stands for one: nobody meets alone ("was met with anger").
    fn is_one(&self, actors: &[Participant]) -> bool {
        let [one] = actors else { return false };
        let mention = &self.analysis.mentions[one.mention];
        let head = self.graph.word(mention.head).token;
        let singular = head.feat("Number") == Some("Sing") && mention.number != Number::Many;
        singular && mention.members.is_empty()
    }

    /// True for one word that stands for several parties: "the two countries held joint exercises".
    fn are_several(&self, actors: &[Participant]) -> bool {
        let several = |p: &Participant| {
            let mention = &self.analysis.mentions[p.mention];
            mention.number == Number::Many || !mention.members.is_empty()
        };
        actors.iter().any(several)
    }

    /// "to defend itself", "killed himself": what somebody does to himself concerns nobody else.
    fn is_reflexive(&self, party: &Participant) -> bool {
        let head = self.analysis.mentions[party.mention].head;
        let form = self.graph.word(head).token.form.to_ascii_lowercase();
        form.ends_with("self") || form.ends_with("selves")
    }

    /// Actors and recipients; `None` where nobody in public affairs takes part.
    fn who(&self, firing: &Firing<'_>, speakers: &[Speaker]) -> Option<(Vec<Participant>, Vec<Participant>)> {
        let rule = firing.rule;
        let mut actors = self.bound(firing, "actor", rule.category, true);
        let mut recipients = self.bound(firing, "recipient", rule.category, false);
        if recipients.iter().any(|r| self.is_reflexive(r)) && !rule.reciprocal {
            return None;
        }
        // "The rebels claimed that they had attacked": nobody accuses himself.
        let himself = |r: &Participant| actors.iter().any(|a| self.same(a, r));
        let alleges = rule.category == Category::Accuse && rule.mode.as_deref() == Some("allege");
        if alleges && !recipients.is_empty() && recipients.iter().all(himself) {
            return None;
        }
        recipients.retain(|r| !himself(r) && !self.is_open_possessor(r));
        recipients.retain(|r| !self.parties.is_own_force(self.graph, r, &actors));
        drop_nested(&mut actors, &[]);
        drop_nested(&mut recipients, &actors);
        if moves_forces(rule.category) {
            recipients.retain(|r| !self.parties.is_nobodys_force(r));
        }
        let bound = !recipients.is_empty();
        let agreed_alone = rule.category == Category::Agree && actors.len() < 2;
        let signed_alone = rule.category == Category::Support && actors.len() < 2;
        if !bound && (!rule.reciprocal || agreed_alone || signed_alone) {
            recipients = self.found_recipient(firing, &actors);
            recipients.retain(|r| !self.is_no_counterpart(rule.category, r, &actors, speakers));
        }
        if self.is_at_home(rule, &actors, &mut recipients) {
            return None;
        }
        self.fill_with_given(firing, &mut actors, &mut recipients);
        // An agreement that names one party only is that party's, whomever its content concerns; whoever signs with
        // somebody or renews ties with somebody supports him.
        if rule.reciprocal && (bound || !agreed_alone) && rule.category != Category::Support {
            actors.append(&mut recipients);
        }
        let met = matches!(
            self.graph.word(firing.token).lemma,
            "meet" | "discuss" | "sit_down" | "talk" | "bargain"
        );
        let alone = met && rule.reciprocal && rule.category == Category::Consult && self.is_one(&actors);
        let unsaid = actors.is_empty() && (rule.category.is_verbal() || recipients.is_empty());
        let nobody = unsaid && !rule.agentless;
        let political = rule.public || actors.iter().chain(&recipients).any(|p| self.parties.is_political(p));
        (political && !alone && !nobody).then_some((actors, recipients))
    }

    /// Where the document came with its parties and the act found one of them alone, another one takes the open role.
    fn fill_with_given(
        &self,
        firing: &Firing<'_>,
        actors: &mut Vec<Participant>,
        recipients: &mut Vec<Participant>,
    ) {
        let category = firing.rule.category;
        let given = self.parties.given(category);
        let is_in = |p: &Participant, side: &[Participant]| side.iter().any(|s| s.span.overlaps(p.span));
        let subject = |g: &Participant| {
            let head = self.analysis.mentions[g.mention].head;
            self.graph.word(head).token.deprel == "nsubj"
        };
        let open: Vec<&Participant> =
            given.iter().filter(|g| !is_in(g, actors) && !is_in(g, recipients)).collect();
        let [other] = open[..] else { return };
        let acts = actors.iter().any(|p| self.is_given(p));
        let takes = recipients.iter().any(|p| self.is_given(p));
        let trigger = self.graph.word(firing.token).token;
        // What a relative clause or a participle tells of a party is no act of the other.
        if trigger.relation() == "acl" {
            return;
        }
        let head = self.analysis.mentions[other.mention].head;
        let within = actors.is_empty() && self.graph.sentence().dominates(firing.token, head);
        let before = other.span.start < trigger.span.start;
        let verb = self.graph.upos(firing.token) == Upos::Verb;
        let mutual = firing.rule.reciprocal && category != Category::Support;
        if acts && !takes && mutual {
            actors.push(other.clone());
        } else if acts && !takes && !subject(other) {
            recipients.push(other.clone());
        } else if !acts && takes && (before || within) && verb {
            actors.insert(0, other.clone());
        }
    }

    /// True for cooperation that is none between two: with the actors' own country, which is no recipient of theirs, or
    /// with nobody where the act takes two ("is committed to lower prices").
    fn is_at_home(&self, rule: &Rule, actors: &[Participant], recipients: &mut Vec<Participant>) -> bool {
        let named = !recipients.is_empty();
        if rule.category.quad() <= 2 {
            recipients.retain(|r| !self.is_own_country(r, actors));
        }
        let unknown = |p: &Participant| p.actor.country.is_none() && !self.is_given(p);
        // "The leaders reaffirmed": of several countries, though nobody knows of which.
        let group = |p: &Participant| unknown(p) && self.analysis.mentions[p.mention].number == Number::Many;
        let differ = |a: &Participant| a.actor.country != actors[0].actor.country;
        // What a country as such commits itself to concerns others.
        let state =
            |p: &Participant| self.analysis.mentions[p.mention].rule == demarche_actors::Rule::Country;
        let abroad = actors.iter().any(|a| differ(a) || group(a) || state(a));
        let nobody = recipients.is_empty() || (rule.bilateral && recipients.iter().all(unknown));
        nobody && !abroad && (rule.bilateral || (named && rule.category.is_with_others()))
    }

    /// Whether it happened, and when: a day ahead makes a plan of what is told in the present.
    fn whether_and_when(&self, firing: &Firing<'_>, trigger: Span) -> Option<(Status, Option<When>)> {
        let status = self.status(firing, trigger)?;
        let date = self.date(firing.token);
        let ahead = date.is_some_and(|when| self.analysis.date.is_some_and(|today| when.from > today));
        if !ahead || status != Status::Actual {
            return Some((status, date));
        }
        // "welcomes Laos's turn in the chair in 2024": what is said now has no date ahead, its content has.
        if firing.rule.category.is_verbal() {
            return Some((status, None));
        }
        let status = if self.is_past(firing.token) { status } else { Status::Planned };
        Some((status, date))
    }

    /// From the first to the last word that the rule matched, where they stand close together; else the trigger.
    fn trigger(&self, firing: &Firing<'_>) -> Span {
        let span = |w: usize| self.graph.word(w).token.span;
        let near = |&&w: &&usize| w.abs_diff(firing.token) <= 4;
        firing.bindings.words.iter().filter(near).fold(span(firing.token), |s, &w| s.hull(span(w)))
    }

    fn bound(&self, firing: &Firing<'_>, name: &str, category: Category, acts: bool) -> Vec<Participant> {
        let mut out: Vec<Participant> = Vec::new();
        for token in firing.bindings.of(name) {
            for participant in self.parties.participants(token, category, acts) {
                if !out.iter().any(|p| self.same(p, &participant)) {
                    out.push(participant);
                }
            }
        }
        out
    }

    fn same(&self, a: &Participant, b: &Participant) -> bool {
        let chain = |p: &Participant| self.analysis.mentions[p.mention].chain;
        // Several that one word stands for have one place.
        if a.mention == b.mention {
            return a.span == b.span && a.actor == b.actor;
        }
        chain(a) == chain(b) || self.is_one_of(a, b) || self.is_one_of(b, a)
    }

    /// True for one of those whom a pronoun stands for together: "Iran" and "their" in "Iran and Iraq praised their deal".
    fn is_one_of(&self, one: &Participant, several: &Participant) -> bool {
        let mention = &self.analysis.mentions[several.mention];
        let pronoun = mention.kind == MentionKind::Pronoun && !mention.members.is_empty();
        pronoun && one.actor.country.is_some() && one.actor.code() == several.actor.code()
    }

    /// True for whoever is near the act and no party to it: its speaker, the actors' own forces, their own government.
    fn is_no_counterpart(
        &self,
        category: Category,
        party: &Participant,
        actors: &[Participant],
        speakers: &[Speaker],
    ) -> bool {
        let own = |a: &Participant| {
            a.actor.country.is_some()
                && a.actor.country == party.actor.country
                && [a, party].iter().all(|p| p.actor.sectors.first() == Some(&Sector::Gov))
        };
        let says = |s: &Speaker| s.speaker.as_ref().is_some_and(|s| self.same(s, party));
        let near = speakers.iter().any(says)
            || self.parties.is_own_force(self.graph, party, actors)
            || ((category.quad() <= 2 || category == Category::Threaten) && actors.iter().any(own));
        near && !self.is_given(party)
    }

    /// True for the actors' own country ("the president's commitment to *American* workers"), with which nobody cooperates.
    fn is_own_country(&self, party: &Participant, actors: &[Participant]) -> bool {
        let bare = self.analysis.mentions[party.mention].actor.sectors.is_empty();
        let own = actors.iter().any(|a| a.actor.country == party.actor.country);
        bare && own && party.actor.country.is_some() && !self.is_given(party)
    }

    /// "our commitment" where nobody knows whose: no recipient.
    fn is_open_possessor(&self, party: &Participant) -> bool {
        let mention = &self.analysis.mentions[party.mention];
        let possessive = self.graph.word(mention.head).token.deprel == "nmod:poss";
        mention.kind == MentionKind::Pronoun && possessive && party.actor.is_unknown()
    }

    /// True for a span that came with the document: somebody else says that it is a party.
    fn is_given(&self, party: &Participant) -> bool {
        self.analysis.mentions[party.mention].kind == MentionKind::Given
    }

    /// A recipient that no pattern bound: an actor in the trigger's own phrase, by the roles that usually hold it. A word
    /// of the pattern itself is none: what is mobilized is not whom it is mobilized against.
    fn found_recipient(&self, firing: &Firing<'_>, actors: &[Participant]) -> Vec<Participant> {
        const ROLES: [&str; 10] = [
            "obl:against",
            "obl:with",
            "obl:to",
            "obl:on",
            "obl:from",
            "obl:for",
            "obl:of",
            "obj",
            "obl:at",
            "obl:between",
        ];
        for &word in &firing.bindings.words {
            for role in ROLES {
                let tokens = self.graph.neighbours(word, role, false);
                for (nth, &token) in tokens.iter().enumerate() {
                    let joined = |&&t: &&usize| self.graph.word(t).token.relation() == "conj";
                    let listed = std::iter::once(&token).chain(tokens[nth + 1..].iter().take_while(joined));
                    let found: Vec<_> = listed.flat_map(|&t| self.party_near(firing, t, actors)).collect();
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
        let given = self.given_recipient(firing, actors);
        if given.is_empty() { self.content_recipient(firing, actors) } else { given }
    }

    /// Parties at or near a word that the pattern itself does not use, apart from the actors.
    fn party_near(&self, firing: &Firing<'_>, token: usize, actors: &[Participant]) -> Vec<Participant> {
        if firing.bindings.words.contains(&token) {
            return vec![];
        }
        let mut found = Vec::new();
        for near in self.parties.near_partner(self.graph, token) {
            found.extend(self.parties.participants(near, firing.rule.category, false));
        }
        found.retain(|p| !actors.iter().any(|a| self.same(a, p)));
        drop_nested(&mut found, actors);
        found
    }

    /// The first actor in what is agreed, conceded or asked: "offered to send troops to help *the Philippine army*".
    fn content_recipient(&self, firing: &Firing<'_>, actors: &[Participant]) -> Vec<Participant> {
        const DEPTH: usize = 4;
        let category = firing.rule.category;
        let signs = category == Category::Support && firing.rule.reciprocal;
        let speaks_of =
            matches!(category, Category::Agree | Category::Concede | Category::Aid | Category::Threaten);
        if !signs && !speaks_of {
            return vec![];
        }
        let mut level = firing.bindings.words.clone();
        for _ in 0..DEPTH {
            let next: Vec<usize> = level.iter().flat_map(|&word| self.content_of(word)).collect();
            for &token in &next {
                let mut found = self.parties.participants(token, category, false);
                found.retain(|p| p.actor.country.is_some() && !actors.iter().any(|a| self.same(a, p)));
                found.retain(|p| !self.parties.is_own_force(self.graph, p, actors));
                drop_nested(&mut found, actors);
                if !found.is_empty() {
                    return found;
                }
            }
            level = next;
        }
        vec![]
    }

    /// Words in a word's complements, objects and phrases.
    fn content_of(&self, word: usize) -> Vec<usize> {
        let is_content = |role: &str| {
            matches!(role, "xcomp" | "ccomp" | "obj" | "iobj" | "advcl:to" | "acl:to" | "mod" | "poss")
                || role
                    .strip_prefix("obl:")
                    .is_some_and(|case| !CIRCUMSTANCES.contains(&case) && !case.starts_with("accord"))
        };
        self.graph.edges(word).iter().filter(|e| is_content(&e.role)).map(|e| e.to).collect()
    }

    /// A span that came with the document as an actor, under the trigger and not yet a party.
    fn given_recipient(&self, firing: &Firing<'_>, actors: &[Participant]) -> Vec<Participant> {
        let sentence = self.graph.sentence();
        let top = self.clause_head(firing.token);
        let below = |p: &Participant| {
            let mention = &self.analysis.mentions[p.mention];
            sentence.dominates(top, mention.head) && !actors.iter().any(|a| self.same(a, p))
        };
        let mut given = self.parties.given(firing.rule.category);
        given.retain(below);
        given.truncate(1);
        given
    }

    /// The verb of the trigger's clause: the trigger itself, or the light verb or governor that carries it.
    fn clause_head(&self, token: usize) -> usize {
        let mut at = token;
        for _ in 0..4 {
            let word = self.graph.word(at).token;
            let carried = matches!(word.relation(), "obj" | "xcomp" | "nmod" | "compound" | "aux" | "conj");
            match word.head.filter(|_| carried) {
                Some(head) => at = head,
                None => break,
            }
        }
        at
    }

    /// Whether it happened; `None` for cooperation that is only what something is for ("efforts to help"): nobody did or
    /// promised it.
    fn status(&self, firing: &Firing<'_>, trigger: Span) -> Option<Status> {
        if firing.rule.status.is_some() {
            return firing.rule.status;
        }
        let status = match status::of(self.graph, firing.token) {
            Status::Hypothetical => self.supposed(firing)?,
            status => status,
        };
        let over = demarche_quotes::over(self.analysis.attributions, trigger);
        let denied = over.iter().any(|&a| {
            let attribution = &self.analysis.attributions[a];
            attribution.denies && !self.is_beside(attribution, firing.token)
        });
        Some(if denied && status == Status::Actual { Status::Denied } else { status })
    }

    /// What a supposed act comes to: nothing, where it is what something is for or depends on; a fact, where saying what
    /// for has done it.
    fn supposed(&self, firing: &Firing<'_>) -> Option<Status> {
        let quad = firing.rule.category.quad();
        let says = SAYS.contains(&self.graph.word(firing.token).lemma);
        match (status::purpose(self.graph, firing.token), quad) {
            (None, 1) if self.is_performed(firing.token) => Some(Status::Actual),
            // "called to congratulate him": so he did; "summoned the envoy to protest": so it protested.
            (Some(Purpose::OfAct(act)), 1) if says => Some(status::of(self.graph, act)),
            // "burned flags to protest the killings": the protest was made.
            (Some(Purpose::OfAct(act)), _) if firing.rule.category == Category::Protest => {
                Some(status::of(self.graph, act))
            }
            (Some(_), 1 | 2) | (Some(Purpose::OfNoun), 4) => None,
            // "if requested by the state": nobody has said anything.
            (_, 1..=3) if status::is_supposed(self.graph, firing.token) => None,
            (Some(Purpose::OfAct(act)), 3) => Some(status::of(self.graph, act)),
            _ => Some(Status::Hypothetical),
        }
    }

    /// "I want to thank you": who says so has done it.
    fn is_performed(&self, token: usize) -> bool {
        let word = self.graph.word(token);
        let governor = word.token.head.map(|h| self.graph.word(h).lemma);
        let wish = matches!(governor, Some("want" | "like" | "wish" | "let"));
        wish && word.token.relation() == "xcomp" && SAYS.contains(&word.lemma)
    }

    /// "denied a shift, and Trump went to denounce it": what is joined to the denial is not denied.
    fn is_beside(&self, attribution: &Attribution, token: usize) -> bool {
        let Some(cue) = attribution.cue_token.filter(|_| attribution.sentence == self.sentence) else {
            return false;
        };
        let sentence = self.graph.sentence();
        let joined = |&c: &usize| {
            let word = self.graph.word(c).token;
            matches!(word.relation(), "conj" | "parataxis") && word.upos == Upos::Verb
        };
        self.graph.children(cue).iter().filter(|c| joined(c)).any(|&c| sentence.dominates(c, token))
    }

    fn date(&self, token: usize) -> Option<When> {
        let timex = demarche_times::of_event(self.graph.sentence(), token, self.analysis.timexes)?;
        if self.only_ends(timex) || self.is_in_name(timex) {
            return None;
        }
        let (from, to) = timex.range?;
        Some(When { from, to, span: timex.span, story: false })
    }

    /// The day of the sentence before, where this one goes on with its story.
    fn story_date(&self, token: usize) -> Option<When> {
        let timex =
            demarche_times::of_story(self.analysis.sentences, self.sentence, token, self.analysis.timexes)?;
        let (from, to) = timex.range?;
        let is_past = self.analysis.date.is_none_or(|today| to <= today);
        is_past.then_some(When { from, to, span: timex.span, story: true })
    }

    /// "until March 12": when something ends, not when it takes place.
    fn only_ends(&self, timex: &Timex) -> bool {
        let marker = |t: usize| self.graph.marker(t, "case").or_else(|| self.graph.marker(t, "mark"));
        timex.tokens.clone().any(|t| marker(t).is_some_and(|m| matches!(m.as_str(), "until" | "till")))
    }

    /// "the Act of 2021", "the 2025 Budget": a year that belongs to a name dates nothing.
    fn is_in_name(&self, timex: &Timex) -> bool {
        let tokens = &self.graph.sentence().tokens;
        let head = |t: usize| tokens[t].head.filter(|h| !timex.tokens.contains(h));
        let top = timex.tokens.clone().find_map(|t| Some((t, head(t)?)));
        top.is_some_and(|(t, head)| tokens[head].upos == Upos::Propn && tokens[t].relation() != "obl")
    }

    /// True for a verb in the past tense, which no date makes a plan.
    fn is_past(&self, token: usize) -> bool {
        let word = self.graph.word(token).token;
        word.feat("Tense") == Some("Past") && word.feat("VerbForm") == Some("Fin")
    }

    /// True where the report retells: the past perfect, "since", a day more than a week before the report; and what is
    /// told inside a retold clause.
    fn is_background(&self, token: usize, date: Option<&When>) -> bool {
        if let Some(when) = date {
            return self.is_old(when) || self.is_pluperfect(token);
        }
        let mut at = token;
        for _ in 0..self.graph.sentence().tokens.len() {
            let since =
                ["case", "mark"].iter().any(|r| self.graph.marker(at, r).is_some_and(|m| m == "since"));
            if since || self.is_pluperfect(at) || self.is_long_after(at) {
                return true;
            }
            let word = self.graph.word(at).token;
            let Some(head) = word.head.filter(|_| !matches!(word.relation(), "ccomp" | "parataxis")) else {
                return false;
            };
            let verb = self.graph.word(head).token.upos == Upos::Verb;
            if verb && self.date(head).is_some_and(|when| self.is_old(&when)) {
                return true;
            }
            at = head;
        }
        false
    }

    /// "five years after crowds burned its embassy": what was long ago when the news of the sentence happens.
    fn is_long_after(&self, clause: usize) -> bool {
        let marks = |&c: &usize| {
            let word = self.graph.word(c);
            word.lemma == "after" && matches!(word.token.relation(), "mark" | "case")
        };
        let after = self.graph.children(clause).iter().copied().find(marks);
        let before = after.and_then(|a| a.checked_sub(1)).map(|b| self.graph.word(b).lemma);
        matches!(before, Some("year" | "decade" | "month" | "century"))
    }

    /// True for an act that a noun only mentions: "condemned *the attack*", "the anniversary of *Russia's invasion*". What a
    /// verb says of it ("began", "killed"), or what it is the subject of, is news.
    fn is_presupposed(&self, firing: &Firing<'_>) -> bool {
        let word = self.graph.word(firing.token).token;
        let nominal = self.graph.upos(firing.token) == Upos::Noun && firing.rule.category.quad() == 4;
        let mentioned = matches!(word.deprel.as_str(), "obj" | "nmod" | "obl" | "nmod:poss" | "conj");
        let told = word.head.is_some_and(|head| firing.bindings.words.contains(&head));
        let light = word.head.is_some_and(|head| is_light(self.graph.word(head).lemma));
        let known = |&c: &usize| {
            let child = self.graph.word(c);
            child.token.deprel == "nmod:poss"
                || (child.token.relation() == "det"
                    && matches!(child.lemma, "the" | "this" | "that" | "these" | "those"))
        };
        let condemned =
            word.deprel == "obj" && word.head.is_some_and(|h| JUDGES.contains(&self.graph.word(h).lemma));
        let is_known = condemned || self.graph.children(firing.token).iter().any(known);
        nominal && mentioned && !told && !light && is_known
    }

    /// True for a day more than a week before the report.
    fn is_old(&self, when: &When) -> bool {
        const WEEK: i32 = 7;
        self.analysis.date.is_some_and(|today| today.since(when.to).is_ok_and(|ago| ago.get_days() > WEEK))
    }

    /// True for a verb in the past perfect, unless it only follows the tense of "said".
    fn is_pluperfect(&self, token: usize) -> bool {
        let had = self.graph.children(token).iter().any(|&c| {
            let word = self.graph.word(c);
            word.lemma == "have" && word.token.relation() == "aux" && word.token.feat("Tense") == Some("Past")
        });
        let word = self.graph.word(token).token;
        let past = |h: usize| {
            let head = self.graph.word(h).token;
            head.feat("Tense") == Some("Past") || head.feat("VerbForm") == Some("Ger") || head.xpos == "VBG"
        };
        let reported = matches!(word.relation(), "ccomp" | "parataxis") && word.head.is_some_and(past);
        had && !reported
    }

    /// Category, given the status: cooperation still to come is an agreement to it, a withdrawal a concession, any other
    /// yielding an intent to yield, which is AGREE (PLOVER manual, AGREE and CONCEDE; CAMEO 035 in the table of
    /// conversion); coercion that somebody announces to do is a threat of it (manual, auxiliary modes). A category of the
    /// user's own stays what it is.
    fn still_to_come(
        &self,
        rule: &Rule,
        status: Status,
        actors: &[Participant],
        speakers: &[Speaker],
        condition: Option<&Condition>,
    ) -> Category {
        let unless = condition.is_some_and(|c| c.kind == ConditionKind::Unless);
        match (rule.category, status) {
            (category, _) if rule.own_category.is_some() => category,
            // "announced that it will withdraw its troops unless they agree"
            (Category::Concede, Status::Actual | Status::Planned) if unless => Category::Threaten,
            (category, Status::Actual | Status::Hypothetical | Status::Negated | Status::Denied) => category,
            (Category::Consult | Category::Support | Category::Cooperate | Category::Aid, _) => {
                Category::Agree
            }
            // "will withdraw its peacekeepers unless they agree"
            (Category::Retreat, _) if unless => Category::Threaten,
            (Category::Retreat, _) => match rule.mode.as_deref() {
                Some("release" | "access" | "disarm") => Category::Agree,
                _ => Category::Concede,
            },
            // "will impose sanctions" announces them; "would, if" threatens.
            (Category::Sanction, Status::Planned) => Category::Sanction,
            (Category::Coerce | Category::Sanction | Category::Assault, _)
                if rule.mode.as_deref() != Some("convict") && self.is_own_word(actors, speakers) =>
            {
                Category::Threaten
            }
            (category, _) => category,
        }
    }

    /// What somebody said that he himself would do is his plan, whatever he calls himself ("said that Berlin would send
    /// tanks").
    fn announced(
        &self,
        token: usize,
        status: Status,
        condition: Option<&Condition>,
        actors: &[Participant],
        speakers: &[Speaker],
    ) -> Status {
        let supposed = status == Status::Hypothetical && condition.is_none();
        let own =
            supposed && status::is_future_in_past(self.graph, token) && self.is_own_word(actors, speakers);
        if own { Status::Planned } else { status }
    }

    /// Whom a threat is meant for where it does not say: whoever has to meet its condition.
    fn whose_condition(&self, condition: &Condition, actors: &[Participant]) -> Vec<Participant> {
        let tokens = &self.graph.sentence().tokens;
        let within = |t: &usize| condition.span.contains(tokens[*t].span);
        for verb in (0..tokens.len()).filter(within) {
            for subject in self.graph.neighbours(verb, "subj", false) {
                let mut found = self.parties.participants(subject, Category::Threaten, false);
                found.retain(|p| !actors.iter().any(|a| self.same(a, p)));
                if !found.is_empty() {
                    return found;
                }
            }
        }
        vec![]
    }

    /// True where somebody who acts says so, or somebody of the same country.
    fn is_own_word(&self, actors: &[Participant], speakers: &[Speaker]) -> bool {
        let same_side = |a: &Participant, s: &Participant| {
            self.same(a, s) || (a.actor.country.is_some() && a.actor.country == s.actor.country)
        };
        let speakers = speakers.iter().filter_map(|s| s.speaker.as_ref());
        speakers.into_iter().any(|s| actors.iter().any(|a| same_side(a, s)))
    }

    fn attribution(&self, trigger: Span) -> Vec<Speaker> {
        let over = demarche_quotes::over(self.analysis.attributions, trigger);
        over.iter().map(|&a| self.speaker(&self.analysis.attributions[a])).collect()
    }

    fn speaker(&self, attribution: &Attribution) -> Speaker {
        let party = |mention: usize| {
            let m = &self.analysis.mentions[mention];
            Participant {
                mention,
                span: m.span,
                actor: crate::parties::in_role(&m.actor, Category::Support, true),
            }
        };
        let sentence = &self.analysis.sentences[attribution.sentence];
        let said = attribution.cue_token.and_then(|cue| {
            let timex = demarche_times::of_event(sentence, cue, self.analysis.timexes)?;
            let (from, to) = timex.range?;
            Some(When { from, to, span: timex.span, story: false })
        });
        Speaker {
            speaker: attribution.speaker.map(party),
            cue: attribution.cue.first().copied(),
            medium: attribution.medium.map(party),
            date: said,
        }
    }
}

/// Prepositions of when, why and by whom: no recipient stands after them.
const CIRCUMSTANCES: [&str; 13] = [
    "after",
    "amid",
    "as",
    "because_of",
    "before",
    "by",
    "despite",
    "during",
    "following",
    "like",
    "since",
    "until",
    "without",
];

/// Verbs that judge an act, which has happened before.
const JUDGES: [&str; 8] =
    ["condemn", "criticise", "criticize", "decry", "denounce", "deplore", "mourn", "slam"];

/// Verbs of support that are done by saying so.
const SAYS: [&str; 12] = [
    "applaud",
    "commend",
    "congratulate",
    "convey",
    "express",
    "offer",
    "praise",
    "salute",
    "thank",
    "voice",
    "welcome",
    "wish",
];

/// Categories whose object may be the forces that are sent, promised or withdrawn: no party, unless they are somebody's.
fn moves_forces(category: Category) -> bool {
    matches!(
        category,
        Category::Agree | Category::Concede | Category::Aid | Category::Mobilize | Category::Retreat
    )
}

/// Mode of a threat to do what a rule codes: what is threatened.
fn threat_mode(rule: &Rule) -> Option<Str> {
    let mode = match (rule.category, rule.mode.as_deref()) {
        (Category::Assault, _) => "violence",
        (Category::Coerce, Some("arrest")) => "arrest",
        (Category::Coerce, Some("deport")) | (Category::Sanction, Some("expel")) => "expel",
        (Category::Coerce, Some("restrict" | "curfew" | "martial-law" | "censor" | "seize")) => "restrict",
        (Category::Sanction | Category::Retreat, _) => "relations",
        _ => return None,
    };
    Some(mode.into())
}

/// Drops parties that are named inside another one: Denver in "teachers from Denver", beside the teachers.
fn drop_nested(parties: &mut Vec<Participant>, others: &[Participant]) {
    let spans: Vec<Span> = others.iter().chain(&*parties).map(|p| p.span).collect();
    parties.retain(|p| !spans.iter().any(|s| *s != p.span && s.contains(p.span)));
}

/// One act told twice in a sentence ("launched an attack … the attack") is one event.
fn drop_repeats(events: &mut Vec<Event>, first: usize) {
    let mut at = first;
    while at < events.len() {
        let repeated = events[first..at].iter().any(|e| repeats(e, &events[at]));
        if repeated {
            events.remove(at);
        } else {
            at += 1;
        }
    }
}

fn repeats(a: &Event, b: &Event) -> bool {
    let mentions = |p: &[Participant]| p.iter().map(|p| p.mention).collect::<Vec<_>>();
    a.category == b.category
        && a.status == b.status
        && !b.actors.is_empty()
        && mentions(&a.actors) == mentions(&b.actors)
        && (mentions(&a.recipients) == mentions(&b.recipients) || b.recipients.is_empty())
}
