//! Where a parser is often wrong in one and the same way, both readings are given, or the likelier one is taken.
//!
//! "Police dispersed protesters" is read as "protesters whom police dispersed", "cut off relations" as cutting away from
//! them, "fired gas at crowds" as gas that is at crowds. It leaves out every mistake that is not a habit.

use crate::Graph;
use demarche_text::Upos;

impl Graph<'_> {
    /// "cut off relations", "shut down the internet": a particle right after its verb that stands as a preposition of
    /// the object.
    pub(crate) fn particle_taken_for_preposition(&self, verb: usize) -> Option<usize> {
        let next = self.sentence.tokens.get(verb + 1)?;
        let head =
            next.head.filter(|&h| self.sentence.tokens.get(h).is_some_and(|t| t.head == Some(verb)))?;
        let object = matches!(self.sentence.tokens[head].relation(), "obl" | "obj");
        let over = next.lemma == "over"
            && matches!(self.sentence.tokens[verb].lemma.as_str(), "hand" | "turn" | "take");
        let particle =
            (over || matches!(next.lemma.as_str(), "off" | "down" | "up")) && next.relation() == "case";
        let is_verb = self.sentence.tokens[verb].upos == Upos::Verb;
        (is_verb && object && particle).then_some(verb + 1)
    }

    /// "Britain claimed Assad's forces used gas": of two objects, the one before a finite verb that has no subject.
    pub(crate) fn subject_read_as_object(&self, verb: usize) -> Option<usize> {
        let object =
            |c: &usize| self.sentence.tokens[*c].deprel == "obj" && self.marker(*c, "case").is_none();
        let objects = || self.children[verb].iter().copied().filter(|c| object(c));
        let nominal = |c: &usize| matches!(self.sentence.tokens[*c].upos, Upos::Noun | Upos::Propn);
        let after = objects().any(|c| c > verb);
        let subject = ["nsubj", "csubj"].iter().any(|r| self.has(verb, r));
        objects().find(|c| *c < verb && nominal(c)).filter(|_| after && !subject)
    }

    /// "freed" as a form of "fre": verbs end in a double e, hardly any in a single one after a consonant.
    pub(crate) fn lost_its_double_e(&self, token: usize) -> bool {
        let word = &self.sentence.tokens[token];
        let form = word.form.to_lowercase();
        form.strip_suffix("eed").is_some_and(|stem| word.lemma.strip_suffix('e') == Some(stem))
    }

    /// True for a particle that stands right of its verb, with no other verb in between to which it would belong: not "up"
    /// in "Up to 100 people demonstrated", nor "over" of "hand" in "offered to hand over".
    pub(crate) fn is_own_particle(&self, verb: usize, particle: usize) -> bool {
        let between = |&c: &usize| {
            verb < c
                && c < particle
                && matches!(self.sentence.tokens[c].relation(), "xcomp" | "advcl" | "ccomp")
        };
        let next = |by: usize| self.sentence.tokens.get(particle + by);
        // "kidnapped up to 16 advisers"
        let up_to = next(1).is_some_and(|t| t.lemma == "to") && next(2).is_some_and(|t| t.upos == Upos::Num);
        // "upgraded ties back up to ambassadorial level"
        let back = particle > 0 && self.sentence.tokens[particle - 1].lemma == "back";
        verb < particle && !up_to && !back && !self.children[verb].iter().any(between)
    }

    /// "Police arrest two men": a verb that the tagger took for a noun, as headlines and the historical present invite to.
    /// No noun has an object.
    pub(crate) fn is_verb_read_as_noun(&self, token: usize) -> bool {
        let object = |&c: &usize| {
            c > token && self.sentence.tokens[c].deprel == "obj" && self.marker(c, "case").is_none()
        };
        // "They welcome a return": no greeting has one either.
        matches!(self.sentence.tokens[token].upos, Upos::Noun | Upos::Intj)
            && self.children[token].iter().any(object)
    }

    /// Of two subjects of a verb the right one: the name in "Old foes India and Pakistan agreed", which says who the first
    /// one is; the speaker in "Kenya welcomed the deal, the agency said", where the first one is that of what is said.
    pub(crate) fn better_subject(&self, verb: usize, subject: usize) -> usize {
        let tokens = &self.sentence.tokens;
        let names = |c: usize| {
            c == subject + 1 && (tokens[subject].upos, tokens[c].upos) == (Upos::Noun, Upos::Propn)
        };
        let reported = |c: usize| {
            let of_speech = |&&v: &&usize| self.subject_of_reported(v) == Some((subject, c));
            self.children[subject].iter().find(of_speech).is_some()
        };
        let fits = |&&c: &&usize| c > subject && tokens[c].relation() == "nsubj" && (names(c) || reported(c));
        self.children[verb].iter().chain(&self.children[subject]).find(fits).copied().unwrap_or(subject)
    }

    /// "Kenya welcomed the deal, the agency said": the finite verb of what is said, read as a participle of its subject
    /// because "said" took that: the subject and the speaker.
    pub(crate) fn subject_of_reported(&self, verb: usize) -> Option<(usize, usize)> {
        let tokens = &self.sentence.tokens;
        let word = &tokens[verb];
        let stray = matches!(word.deprel.as_str(), "acl" | "parataxis") && word.upos == Upos::Verb;
        let finite = matches!(word.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "VBN") && !self.has(verb, "nsubj");
        let subject =
            word.head.filter(|&h| stray && finite && h < verb && tokens[h].relation() == "nsubj")?;
        let said = tokens[subject].head?;
        let speaks = |&&c: &&usize| verb < c && c < said && tokens[c].relation() == "nsubj";
        let speaker = self.children[said].iter().find(speaks)?;
        (tokens[said].upos == Upos::Verb).then_some((subject, *speaker))
    }

    /// The subject of such a verb: the noun before it, which then stands as a modifier of the verb or of its object.
    pub(crate) fn subject_of_verb_read_as_noun(&self, verb: usize) -> Option<usize> {
        const MODIFIERS: [&str; 5] = ["compound", "amod", "nmod:poss", "nmod", "nsubj"];
        if !self.is_verb_read_as_noun(verb) {
            return None;
        }
        let object =
            self.children[verb].iter().copied().find(|&c| self.sentence.tokens[c].deprel == "obj")?;
        let noun = |c: &usize| matches!(self.sentence.tokens[*c].upos, Upos::Noun | Upos::Propn);
        let found = self.child_before(verb, verb, &MODIFIERS).filter(noun);
        found.or_else(|| self.child_before(object, verb, &MODIFIERS).filter(noun))
    }

    /// A noun phrase after the verb that the parser took for a time or a measure, though it names neither: its object.
    pub(crate) fn bare_oblique(&self, verb: usize) -> Option<usize> {
        let particle = self.particle_taken_for_preposition(verb).and_then(|p| self.sentence.tokens[p].head);
        let bare = |&c: &usize| c > verb && (self.is_bare_phrase(c) || particle == Some(c));
        // "allowed refugees to enter": annotators disagree on which object that is.
        let lone =
            |&c: &usize| self.sentence.tokens[c].relation() == "iobj" && self.marker(c, "case").is_none();
        let children = || self.children[verb].iter().copied();
        children().find(bare).or_else(|| children().find(lone))
    }

    /// "At least five soldiers are killed": a noun phrase before a finite verb that the parser took for a measure.
    pub(crate) fn bare_subject(&self, token: usize) -> Option<usize> {
        let verb = &self.sentence.tokens[token];
        let finite = matches!(verb.xpos.as_str(), "VBD" | "VBZ" | "VBP") || self.has(token, "aux");
        if verb.upos != Upos::Verb || !finite {
            return None;
        }
        self.children[token].iter().copied().find(|&c| c < token && self.is_bare_phrase(c))
    }

    pub(crate) fn is_bare_phrase(&self, token: usize) -> bool {
        let word = &self.sentence.tokens[token];
        let nominal = match word.deprel.as_str() {
            "obl" => matches!(word.upos, Upos::Noun | Upos::Propn),
            "obl:unmarked" => word.upos == Upos::Noun,
            _ => false,
        };
        nominal && self.marker(token, "case").is_none() && !is_measure(&word.lemma.to_lowercase())
    }

    /// A finite verb that stands as a participle of its own subject or object ("forces tortured prisoners", "police
    /// dispersed protesters"): its subject and object.
    pub(crate) fn misread(&self, verb: usize) -> Option<(usize, usize)> {
        let word = &self.sentence.tokens[verb];
        let participle =
            matches!(word.deprel.as_str(), "acl" | "amod") && matches!(word.xpos.as_str(), "VBD" | "VBN");
        let head = word.head.filter(|_| participle && word.upos == Upos::Verb)?;
        if head < verb {
            let by = |&c: &usize| self.marker(c, "case").is_some_and(|m| m == "by");
            if self.has(verb, "aux") || self.children[verb].iter().any(by) {
                return None;
            }
            // A participle that has an object of its own is none.
            let is_object = |&c: &usize| {
                c > verb && self.sentence.tokens[c].deprel == "obj" && self.marker(c, "case").is_none()
            };
            return Some((head, self.children[verb].iter().copied().find(is_object)?));
        }
        let subject = self.child_before(verb, verb, &["nsubj", "nsubj:pass"]);
        let subject = subject.or_else(|| self.child_before(head, verb, &["nsubj", "nsubj:pass"]));
        Some((subject.or_else(|| self.bare_possessor(head, verb))?, head))
    }

    /// "Farmers blocked roads": a possessor without its "'s".
    fn bare_possessor(&self, noun: usize, before: usize) -> Option<usize> {
        let owner = self.child_before(noun, before, &["nmod:poss"])?;
        let is_noun = matches!(self.sentence.tokens[owner].upos, Upos::Noun | Upos::Propn);
        (is_noun && self.marker(owner, "case").is_none()).then_some(owner)
    }

    fn child_before(&self, of: usize, before: usize, deprels: &[&str]) -> Option<usize> {
        let fits = |&c: &usize| c < before && deprels.contains(&self.sentence.tokens[c].deprel.as_str());
        self.children[of].iter().copied().find(fits)
    }

    /// "fired rubber bullets at protesters", "killed in an attack on a base": whether such a phrase belongs to the verb or
    /// to the noun before it is a parser's commonest mistake, so that both get it; "of" only ever belongs to the noun.
    pub(crate) fn ambiguous_phrases(&mut self, verb: usize) {
        if self.sentence.tokens[verb].upos != Upos::Verb {
            return;
        }
        let mut before: Option<usize> = None;
        for child in self.children[verb].clone() {
            let relation = self.sentence.tokens[child].relation();
            if child < verb || !matches!(relation, "obj" | "obl") {
                continue;
            }
            let case = self.marker(child, "case").filter(|c| c != "by");
            if let (Some(noun), Some(case)) = (before, case) {
                self.link(noun, &format!("obl:{case}"), child);
            }
            for phrase in self.phrases_within(child) {
                let case = self.marker(phrase, "case").filter(|c| c != "by" && c != "of");
                let Some(case) = case.filter(|_| self.sentence.tokens[phrase].deprel == "nmod") else {
                    continue;
                };
                let role = format!("obl:{case}");
                // "broke off ties with Iran over its deal with Iraq": the verb has its "with".
                if !self.edges[verb].iter().any(|e| e.role == role && e.to < child) {
                    self.link(verb, &role, phrase);
                }
            }
            before = Some(child).filter(|&c| self.sentence.tokens[c].upos == Upos::Noun);
        }
    }

    /// "threatened to shell": what somebody threatens, promises or tries is a complement, even read as a purpose.
    pub(crate) fn own_complement(&mut self, verb: usize) {
        if OWN_WILL.binary_search(&self.lemmas[verb].as_str()).is_err() || self.has(verb, "obj") {
            return;
        }
        let infinitive = |c: &usize| {
            *c > verb
                && self.sentence.tokens[*c].relation() == "advcl"
                && self.marker(*c, "mark").is_some_and(|m| m == "to")
        };
        if let Some(infinitive) = self.children[verb].iter().copied().find(infinitive) {
            self.link(verb, "xcomp", infinitive);
        }
    }

    /// "forced the plane to land": what a verb makes its object do is its complement, wherever the infinitive hangs.
    pub(crate) fn open_complement(&mut self, verb: usize) {
        if CONTROL.binary_search(&self.lemmas[verb].as_str()).is_err() {
            return;
        }
        let tokens = &self.sentence.tokens;
        let object = |&c: &usize| c > verb && matches!(tokens[c].relation(), "obj" | "iobj");
        let Some(object) = self.children[verb].iter().copied().find(object) else { return };
        let infinitive = |c: &usize| {
            matches!(tokens[*c].deprel.as_str(), "acl" | "advcl")
                && self.marker(*c, "mark").is_some_and(|m| m == "to")
        };
        let below = self.children[verb].iter().chain(&self.children[object]);
        let infinitives: Vec<usize> = below.copied().filter(|c| *c > object && infinitive(c)).collect();
        for infinitive in infinitives {
            self.link(verb, "xcomp", infinitive);
            self.edges[infinitive].retain(|e| e.role != "subj");
            self.link(infinitive, "subj", object);
        }
    }

    /// "deployed hundreds of officers": what is counted stands in the role of the word that counts it.
    pub(crate) fn quantity(&mut self, noun: usize) {
        if QUANTITIES.binary_search(&self.lemmas[noun].as_str()).is_err() {
            return;
        }
        let of = |c: &usize| *c > noun && self.marker(*c, "case").is_some_and(|m| m == "of");
        let Some(counted) = self.children[noun].iter().copied().find(of) else { return };
        for governor in 0..self.edges.len() {
            let roles: Vec<_> = self.edges[governor]
                .iter()
                .filter(|e| e.to == noun && e.role != "conj")
                .map(|e| e.role.clone())
                .collect();
            for role in roles {
                self.link(governor, &role, counted);
            }
        }
    }

    /// "launched drones and missile strikes": a noun joined to a verb that has an object is joined to the object.
    pub(crate) fn stray_conjunct(&mut self, noun: usize) {
        let word = &self.sentence.tokens[noun];
        let verb = word.head.filter(|&h| h < noun && word.relation() == "conj" && word.upos == Upos::Noun);
        let Some(verb) = verb.filter(|&v| self.sentence.tokens[v].upos == Upos::Verb) else { return };
        let clause = ["nsubj", "cop", "aux"].iter().any(|r| self.has(noun, r));
        let object = |&c: &usize| c > verb && c < noun && self.sentence.tokens[c].relation() == "obj";
        if !clause && self.children[verb].iter().any(object) {
            self.link(verb, "obj", noun);
        }
    }

    /// "the killing of the leader by gunmen": whoever does what a noun names may hang from the noun in between.
    pub(crate) fn agents_within(&mut self, noun: usize) {
        if self.sentence.tokens[noun].upos != Upos::Noun {
            return;
        }
        let is_nmod = |t: &usize| self.sentence.tokens[*t].relation() == "nmod";
        let inner = self.children[noun].iter().copied().filter(is_nmod);
        let by = |c: &usize| is_nmod(c) && self.marker(*c, "case").is_some_and(|m| m == "by");
        let agents: Vec<usize> = inner.flat_map(|c| self.children[c].iter().copied()).filter(by).collect();
        for agent in agents {
            self.link(noun, "subj", agent);
        }
    }

    /// Dependents of a noun and of the noun that its "of" leads to: "the city of Tikrit from the rebels".
    fn phrases_within(&self, noun: usize) -> Vec<usize> {
        let mut phrases = self.children[noun].clone();
        let inner = phrases.iter().copied().find(|&c| self.marker(c, "case").is_some_and(|m| m == "of"));
        if let Some(inner) = inner {
            phrases.extend(&self.children[inner]);
        }
        phrases
    }
}

/// Nouns that say how many of what follows "of".
const QUANTITIES: [&str; 22] = [
    "batch",
    "convoy",
    "couple",
    "crowd",
    "dozen",
    "group",
    "handful",
    "hundred",
    "hundreds",
    "lot",
    "majority",
    "million",
    "number",
    "pair",
    "round",
    "score",
    "series",
    "string",
    "ten",
    "thousand",
    "thousands",
    "wave",
];

/// Verbs whose subject does, or will or will not do, what their complement says.
const OWN_WILL: [&str; 28] = [
    "agree",
    "attempt",
    "begin",
    "choose",
    "consent",
    "continue",
    "decide",
    "decline",
    "fail",
    "hesitate",
    "hope",
    "intend",
    "offer",
    "plan",
    "pledge",
    "prepare",
    "promise",
    "propose",
    "refuse",
    "resolve",
    "start",
    "swear",
    "threaten",
    "try",
    "undertake",
    "volunteer",
    "vow",
    "want",
];

/// Verbs that make or let their object do something.
const CONTROL: [&str; 29] = [
    "advise",
    "allow",
    "ask",
    "authorise",
    "authorize",
    "beg",
    "command",
    "compel",
    "direct",
    "enable",
    "encourage",
    "force",
    "help",
    "implore",
    "instruct",
    "invite",
    "lead",
    "oblige",
    "order",
    "permit",
    "persuade",
    "press",
    "pressure",
    "prompt",
    "push",
    "require",
    "tell",
    "urge",
    "warn",
];

/// Nouns that stand without a preposition for a time, a distance or an amount.
const MEASURES: [&str; 58] = [
    "afternoon",
    "age",
    "april",
    "august",
    "autumn",
    "century",
    "day",
    "decade",
    "december",
    "dollar",
    "evening",
    "fall",
    "february",
    "foot",
    "fortnight",
    "friday",
    "home",
    "hour",
    "january",
    "july",
    "june",
    "kilometer",
    "kilometre",
    "march",
    "meter",
    "metre",
    "mile",
    "minute",
    "moment",
    "monday",
    "month",
    "morning",
    "night",
    "noon",
    "november",
    "october",
    "percent",
    "point",
    "saturday",
    "season",
    "second",
    "september",
    "spring",
    "summer",
    "sunday",
    "thursday",
    "time",
    "today",
    "tomorrow",
    "tonight",
    "tuesday",
    "way",
    "wednesday",
    "week",
    "weekend",
    "winter",
    "year",
    "yesterday",
];

fn is_measure(lemma: &str) -> bool {
    MEASURES.binary_search(&lemma).is_ok()
}

#[cfg(test)]
mod tests {
    use crate::Graph;
    use demarche_text::conllu;

    /// The lemma of word `at`, with its particle.
    fn lemma(tree: &str, at: usize) -> String {
        let read = read(tree);
        Graph::of(&read.sentences[0]).word(at).lemma.to_owned()
    }

    /// A tree with one "form upos xpos head deprel" a line.
    fn read(tree: &str) -> conllu::Read {
        let rows = tree.trim().lines().enumerate().map(|(i, line)| {
            let c: Vec<&str> = line.split_whitespace().collect();
            format!("{}\t{}\t{}\t{}\t{}\t_\t{}\t{}\t_\t_\n", i + 1, c[0], c[0], c[1], c[2], c[3], c[4])
        });
        conllu::read(&(rows.collect::<String>() + "\n")).unwrap()
    }

    /// Subjects and objects of the word `verb`.
    fn parties(tree: &str, verb: usize) -> String {
        let read = read(tree);
        let graph = Graph::of(&read.sentences[0]);
        let form = |role| {
            graph
                .neighbours(verb, role, false)
                .iter()
                .map(|&t| graph.word(t).token.form.to_string())
                .collect::<Vec<_>>()
                .join("+")
        };
        format!("{} > {}", form("subj"), form("obj"))
    }

    #[test]
    fn a_finite_verb_read_as_a_participle_has_its_parties() {
        let tree = "police NOUN NNS 2 nsubj\ndispersed VERB VBD 3 amod\nprotesters NOUN NNS 0 root";
        assert_eq!(parties(tree, 1), "police > protesters");
        let tree = "forces NOUN NNS 0 root\ntortured VERB VBN 1 acl\nprisoners NOUN NNS 2 obj";
        assert_eq!(parties(tree, 1), "forces > prisoners");
        let tree = "soldiers NOUN NNS 0 root\nkilled VERB VBN 1 acl\nin ADP IN 4 case\nIdlib PROPN NNP 2 obl";
        assert_eq!(parties(tree, 1), " > soldiers");
    }

    #[test]
    fn a_verb_read_as_a_noun_has_its_parties() {
        let tree =
            "police NOUN NN 4 compound\narrest NOUN NN 0 root\ntwo NUM CD 4 nummod\nmen NOUN NNS 2 obj";
        assert_eq!(parties(tree, 1), "police > men");
    }

    #[test]
    fn of_two_objects_the_one_before_the_verb_is_its_subject() {
        let tree = "Britain PROPN NNP 2 nsubj\nclaimed VERB VBD 0 root\nforces NOUN NNS 4 obj\nused VERB VBD 2 ccomp\ngas NOUN NN 4 obj";
        assert_eq!(parties(tree, 3), "forces > gas");
    }

    #[test]
    fn verbs_keep_their_double_e() {
        let tree = "1\tfreed\tfre\tVERB\tVBD\t_\t0\troot\t_\t_\n\n";
        let read = conllu::read(tree).unwrap();
        assert_eq!(Graph::of(&read.sentences[0]).word(0).lemma, "free");
    }

    #[test]
    fn a_particle_before_its_verb_is_none() {
        let tree = "up ADP RB 3 compound:prt\npeople NOUN NNS 3 nsubj\nprotested VERB VBD 0 root";
        assert_eq!(lemma(tree, 2), "protested");
    }

    #[test]
    fn what_an_object_is_made_to_do_is_a_complement() {
        let tree = "jets NOUN NNS 2 nsubj\nforce VERB VBD 0 root\nplane NOUN NN 2 obj\nto PART TO 5 mark\nland VERB VB 3 acl";
        assert_eq!(parties(tree, 4), "plane > ");
    }

    #[test]
    fn a_noun_joined_to_a_verb_is_one_of_its_objects() {
        let tree = "Iran PROPN NNP 2 nsubj\nlaunched VERB VBD 0 root\ndrones NOUN NNS 2 obj\nand CCONJ CC 5 cc\nstrikes NOUN NNS 2 conj";
        assert_eq!(parties(tree, 1), "Iran > drones+strikes");
    }

    #[test]
    fn what_is_counted_stands_beside_its_count() {
        let tree = "France PROPN NNP 2 nsubj\nsent VERB VBD 0 root\nhundred NOUN NNS 2 obj\nof ADP IN 5 case\nofficers NOUN NNS 3 nmod";
        assert_eq!(parties(tree, 1), "France > hundred+officers");
    }

    #[test]
    fn an_agent_inside_a_phrase_does_what_the_noun_names() {
        let tree = "killing NOUN NN 0 root\nof ADP IN 3 case\nJulius PROPN NNP 1 nmod\nby ADP IN 5 case\ngunmen NOUN NNS 3 nmod";
        assert_eq!(parties(tree, 0), "gunmen > ");
    }

    #[test]
    fn a_particle_read_as_a_preposition_leaves_the_object() {
        let tree = "Iran PROPN NNP 2 nsubj\ncut VERB VBD 0 root\noff ADP IN 4 case\nties NOUN NNS 2 obl";
        assert_eq!(parties(tree, 1), "Iran > ties");
    }

    #[test]
    fn what_is_handed_over_is_an_object() {
        let tree = "rebels NOUN NNS 2 nsubj\nhand VERB VBP 0 root\nover ADP IN 5 case\ntheir PRON PRP$ 5 nmod:poss\narms NOUN NNS 2 obl";
        assert_eq!(parties(tree, 1), "rebels > arms");
    }

    #[test]
    fn bare_phrases_around_a_verb_are_its_subject_and_object_unless_they_measure() {
        let tree = "officers NOUN NNS 3 obl\nwere AUX VBD 3 aux:pass\nkilled VERB VBN 0 root";
        assert_eq!(parties(tree, 2), " > officers");
        let tree = "Israel PROPN NNP 2 nsubj\nattacked VERB VBD 0 root\nMonday PROPN NNP 2 obl";
        assert_eq!(parties(tree, 1), "Israel > ");
        let tree = "Fiji PROPN NNP 2 nsubj\nexpressed VERB VBD 0 root\nthanks NOUN NNS 2 obl:unmarked";
        assert_eq!(parties(tree, 1), "Fiji > thanks");
        let tree = "Israel PROPN NNP 2 nsubj\nattacked VERB VBD 0 root\nweekend NOUN NN 2 obl:unmarked";
        assert_eq!(parties(tree, 1), "Israel > ");
    }
}
