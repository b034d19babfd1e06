//! A dependency tree restated as deep roles.
//!
//! What is restated: passives and participles, shared subjects and objects of coordinated verbs, control ("agreed to
//! lift"), relative clauses, participial and purpose clauses, coordinated nouns, particles ("carry out"), and nouns that
//! name an act ("the attack by A on B", "A launched an attack on B"), whose parties stand in the same roles as a verb's.

use demarche_text::{Sentence, Str, Token, Upos};
use std::sync::OnceLock;

/// A governor's link to a word in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// `subj`, `obj`, `iobj`, `obl:with` (for verbs and nouns alike), `mod`, `xcomp` …
    pub role: Str,
    /// The word in that role.
    pub to: usize,
}

/// The deep roles of one sentence.
pub struct Graph<'s> {
    pub(crate) sentence: &'s Sentence,
    pub(crate) lemmas: Vec<Str>,
    pub(crate) children: Vec<Vec<usize>>,
    pub(crate) edges: Vec<Vec<Edge>>,
}

/// A word with its lemma, particle included.
pub struct Word<'g> {
    /// The word.
    pub token: &'g Token,
    /// Lower-case lemma with its particle: `carry_out`.
    pub lemma: &'g str,
}

/// Deepest chain of clauses that is followed for a subject; real sentences stay well below it.
const DEPTH: usize = 12;

impl<'s> Graph<'s> {
    /// Restates a parsed sentence. Any tree will do, a wrong one gives wrong roles.
    pub fn of(sentence: &'s Sentence) -> Self {
        let n = sentence.tokens.len();
        let mut children = vec![Vec::new(); n];
        for (i, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head.filter(|&h| h < n) {
                children[head].push(i);
            }
        }
        let mut graph =
            Self { sentence, lemmas: Vec::with_capacity(n), children, edges: vec![Vec::new(); n] };
        for i in 0..n {
            graph.lemmas.push(graph.lemma_with_particle(i));
        }
        for i in 0..n {
            graph.direct(i);
        }
        for i in 0..n {
            graph.clause(i);
        }
        for i in 0..n {
            graph.stray_conjunct(i);
        }
        for i in 0..n {
            graph.quantity(i);
        }
        graph.share_among_conjuncts();
        for i in 0..n {
            graph.nominal(i);
        }
        for i in 0..n {
            graph.ambiguous_phrases(i);
            graph.agents_within(i);
            graph.open_complement(i);
            graph.own_complement(i);
        }
        graph.share_among_conjuncts();
        graph
    }

    /// The sentence it restates.
    pub const fn sentence(&self) -> &'s Sentence {
        self.sentence
    }

    /// One word.
    pub fn word(&self, token: usize) -> Word<'_> {
        Word { token: &self.sentence.tokens[token], lemma: &self.lemmas[token] }
    }

    /// The part of speech of a word, as far as its dependents bear the tagger out: a noun with an object is a verb.
    pub fn upos(&self, token: usize) -> Upos {
        if self.is_verb_read_as_noun(token) { Upos::Verb } else { self.sentence.tokens[token].upos }
    }

    /// Words that depend on `token` in the tree itself.
    pub fn children(&self, token: usize) -> &[usize] {
        &self.children[token]
    }

    /// Deep roles of `token`'s dependents.
    pub fn edges(&self, token: usize) -> &[Edge] {
        &self.edges[token]
    }

    /// Words in a role of `token` (`up`: words in whose role it stands); `obl:*` and `obl` match any preposition, `self`
    /// is the word itself.
    pub fn neighbours<'g>(&'g self, token: usize, role: &'g str, up: bool) -> Vec<usize> {
        if role == "self" {
            return vec![token];
        }
        let fits = |edge: &&Edge| role_fits(&edge.role, role);
        if up {
            let governs =
                |i: &usize| self.edges[*i].iter().any(|e| e.to == token && role_fits(&e.role, role));
            return (0..self.edges.len()).filter(governs).collect();
        }
        self.edges[token].iter().filter(fits).map(|e| e.to).collect()
    }

    /// The preposition or subordinator that introduces a word, in lower case, its parts joined by `_`.
    pub fn marker(&self, token: usize, relation: &str) -> Option<Str> {
        let marker =
            *self.children[token].iter().find(|&&c| self.sentence.tokens[c].relation() == relation)?;
        let mut out = Str::from(self.sentence.tokens[marker].lemma.to_lowercase());
        for &part in &self.children[marker] {
            if self.sentence.tokens[part].relation() == "fixed" {
                out.push('_');
                out.push_str(&self.sentence.tokens[part].form.to_lowercase());
            }
        }
        Some(out)
    }

    /// True where the verb is passive: by auxiliary, by its subject, or as a past participle after a noun.
    pub fn is_passive(&self, token: usize) -> bool {
        let word = &self.sentence.tokens[token];
        let has =
            |deprel: &str| self.children[token].iter().any(|&c| self.sentence.tokens[c].deprel == deprel);
        if has("aux:pass") || (has("nsubj:pass") && !self.has(token, "obj")) {
            return true;
        }
        let misread = self.misread(token).is_some() || self.subject_of_reported(token).is_some();
        if word.upos != Upos::Verb || !is_past_participle(word) || misread {
            return false;
        }
        let has_aux = self.children[token].iter().any(|&c| self.sentence.tokens[c].relation() == "aux");
        match word.relation() {
            // "soldiers killed in Idlib"; a finite relative clause has auxiliaries or a subject of its own.
            "acl" | "amod" => word.deprel != "acl:relcl" && !has_aux,
            "conj" => !has_aux && word.head.is_some_and(|h| h < token && self.is_passive(h)),
            "advcl" | "root" | "xcomp" => {
                !has_aux && self.own_subject(token).is_none() && !self.has(token, "obj")
            }
            _ => false,
        }
    }

    pub(crate) fn has(&self, token: usize, relation: &str) -> bool {
        self.children[token].iter().any(|&c| self.sentence.tokens[c].relation() == relation)
    }

    fn lemma_with_particle(&self, token: usize) -> Str {
        let mut lemma = Str::from(self.sentence.tokens[token].lemma.to_lowercase());
        if self.lost_its_double_e(token) {
            lemma.push('e');
        }
        if let Some(whole) = self.hyphenated(token, &lemma) {
            return whole.into();
        }
        for &child in &self.children[token] {
            if self.sentence.tokens[child].deprel == "compound:prt" && self.is_own_particle(token, child) {
                lemma.push('_');
                lemma.push_str(&self.sentence.tokens[child].lemma.to_lowercase());
            }
        }
        if let Some(particle) = self.particle_taken_for_preposition(token) {
            lemma.push('_');
            lemma.push_str(&self.sentence.tokens[particle].lemma.to_lowercase());
        }
        lemma
    }

    /// The lemma of a word that is written with a hyphen and so stands as three ("cease - fire").
    fn hyphenated(&self, token: usize, lemma: &str) -> Option<&'static str> {
        let table = include_str!("../../../rules/syntax/hyphenated.tsv").lines().skip(1);
        let find = |whole: &str| {
            table.filter_map(|line| line.split_once('\t')).find(|(w, _)| *w == whole).map(|(_, lemma)| lemma)
        };
        // "cease" "-fire"
        let before = token.checked_sub(1).and_then(|t| self.sentence.tokens.get(t));
        if let Some(before) = before.filter(|b| !b.space_after && lemma.starts_with('-')) {
            return find(&format!("{}{lemma}", before.form.to_lowercase()));
        }
        let [first, hyphen] = self.sentence.tokens.get(token.checked_sub(2)?..token)? else { return None };
        if hyphen.form != "-" || hyphen.space_after || first.space_after {
            return None;
        }
        find(&format!("{}-{lemma}", first.form.to_lowercase()))
    }

    pub(crate) fn link(&mut self, from: usize, role: &str, to: usize) {
        if from != to && !self.edges[from].iter().any(|e| e.to == to && e.role == role) {
            self.edges[from].push(Edge { role: role.into(), to });
        }
    }

    /// Roles that the tree names itself, prepositions folded in. Subjects and objects wait for [`Self::clause`].
    fn direct(&mut self, token: usize) {
        let word = &self.sentence.tokens[token];
        let Some(head) = word.head.filter(|&h| h < self.edges.len()) else { return };
        match word.deprel.as_str() {
            "nsubj" | "nsubj:pass" | "nsubj:outer" | "csubj" | "csubj:pass" => {}
            "obl:agent" => self.link(head, "subj", token),
            "nmod:poss" => self.link(head, "poss", token),
            "nmod:desc" => self.link(head, "desc", token),
            _ => match word.relation() {
                "obl" | "nmod" => self.oblique(head, token),
                // No object has a preposition: the parser took the one for the other.
                "obj" | "iobj" if self.marker(token, "case").is_some() => self.oblique(head, token),
                "advcl" | "acl" if word.deprel != "acl:relcl" => {
                    let role = match self.marker(token, "mark").or_else(|| self.marker(token, "case")) {
                        Some(mark) => format!("{}:{mark}", word.relation()),
                        None => word.relation().to_owned(),
                    };
                    self.link(head, &role, token);
                }
                "amod" | "compound" if word.deprel != "compound:prt" => {
                    self.link(head, word.relation(), token);
                    self.link(head, "mod", token);
                }
                relation => self.link(head, &Str::from(relation), token),
            },
        }
    }

    /// "asylum to 18 rebels": the preposition hung on the number. In "up to 18 rebels" it is the number's.
    fn case_of_number(&self, token: usize) -> Option<Str> {
        let tokens = &self.sentence.tokens;
        let number =
            *self.children[token].iter().find(|&&c| tokens[c].relation() == "nummod" && c < token)?;
        let case = *self.children[number].iter().find(|&&c| tokens[c].relation() == "case")?;
        let before = case.checked_sub(1).map_or("", |b| tokens[b].lemma.as_str());
        let range = matches!(before, "up" | "close" | "near" | "next" | "from" | "down");
        (!range && case < number).then(|| Str::from(tokens[case].lemma.to_lowercase()))
    }

    fn oblique(&mut self, head: usize, token: usize) {
        match self.marker(token, "case").or_else(|| self.case_of_number(token)) {
            Some(case) if case == "by" && self.is_passive(head) => self.link(head, "subj", token),
            Some(case) => self.link(head, &format!("obl:{case}"), token),
            None => self.link(head, "tmod", token),
        }
    }

    /// Gives a verb, or anything with a subject, its deep subject and objects.
    fn clause(&mut self, token: usize) {
        let verbal = matches!(self.upos(token), Upos::Verb | Upos::Aux) || self.own_subject(token).is_some();
        if !verbal {
            return;
        }
        if let Some((subject, object)) = self.misread(token) {
            self.link(token, "subj", subject);
            self.link(token, "obj", object);
            return;
        }
        let passive = self.is_passive(token);
        for subject in self.subjects(token, DEPTH) {
            self.link(token, if passive { "obj" } else { "subj" }, subject);
        }
        let fronted = self.subject_read_as_object(token);
        self.edges[token].retain(|e| e.role != "obj" || fronted != Some(e.to));
        let is_object = |&c: &usize| {
            let bare = self.sentence.tokens[c].relation() == "obj" && self.marker(c, "case").is_none();
            bare && fronted != Some(c)
        };
        let mut objects: Vec<usize> = self.children[token].iter().copied().filter(is_object).collect();
        if objects.is_empty() && !passive {
            objects.extend(self.bare_oblique(token));
        }
        for object in objects {
            let object = self.antecedent(object).unwrap_or(object);
            self.link(token, "obj", object);
        }
        if !passive {
            self.borrowed_object(token);
        }
    }

    /// The object that a relative clause or a coordinated verb leaves to its governor.
    fn borrowed_object(&mut self, token: usize) {
        let word = &self.sentence.tokens[token];
        let complete = ["obj", "xcomp", "ccomp"].iter().any(|r| self.has(token, r));
        if complete || word.upos != Upos::Verb {
            return;
        }
        if word.deprel == "acl:relcl" {
            let gap = self.own_subject(token).is_some_and(|s| self.antecedent(s).is_none());
            if let Some(head) = word.head.filter(|_| gap && !self.has_relative_oblique(token)) {
                self.link(token, "obj", head);
            }
            return;
        }
        // "attacked and killed soldiers": the object stands once, at the last verb.
        let shares = |&&c: &&usize| {
            let other = &self.sentence.tokens[c];
            other.relation() == "conj" && other.upos == Upos::Verb && !self.has(c, "nsubj")
        };
        let modified = ["obl", "advcl"].iter().any(|r| self.has(token, r));
        if let Some(&last) = self.children[token].iter().rfind(shares).filter(|_| !modified) {
            let objects: Vec<usize> = self.children[last]
                .iter()
                .copied()
                .filter(|&c| self.sentence.tokens[c].relation() == "obj")
                .collect();
            for object in objects {
                self.link(token, "obj", object);
            }
        }
    }

    fn has_relative_oblique(&self, token: usize) -> bool {
        self.children[token].iter().any(|&c| {
            matches!(self.sentence.tokens[c].relation(), "obl" | "advmod") && self.antecedent(c).is_some()
        })
    }

    /// The noun that a relative pronoun stands for.
    fn antecedent(&self, token: usize) -> Option<usize> {
        let word = &self.sentence.tokens[token];
        let relative = word.feat("PronType") == Some("Rel")
            || matches!(word.xpos.as_str(), "WDT" | "WP" | "WRB")
            || (word.upos == Upos::Pron && word.lemma == "that" && word.xpos != "DT");
        if !relative {
            return None;
        }
        let mut at = word.head?;
        for _ in 0..DEPTH {
            let governor = self.sentence.tokens.get(at)?;
            if governor.deprel == "acl:relcl" {
                return governor.head;
            }
            at = governor.head?;
        }
        None
    }

    fn own_subject(&self, token: usize) -> Option<usize> {
        let nsubj =
            self.children[token].iter().copied().find(|&c| self.sentence.tokens[c].relation() == "nsubj");
        nsubj
            .map(|subject| self.better_subject(token, subject))
            .or_else(|| self.subject_of_reported(token).map(|(subject, _)| subject))
            .or_else(|| self.bare_subject(token))
            .or_else(|| self.subject_of_verb_read_as_noun(token))
            .or_else(|| self.subject_read_as_object(token))
    }

    /// Surface subjects of a clause, its own or the one it shares.
    fn subjects(&self, token: usize, depth: usize) -> Vec<usize> {
        if let Some(own) = self.own_subject(token) {
            return vec![self.antecedent(own).unwrap_or(own)];
        }
        let word = &self.sentence.tokens[token];
        let Some(head) = word.head.filter(|&h| h < self.children.len() && depth > 0) else { return vec![] };
        match word.deprel.as_str() {
            "conj" | "parataxis" | "advcl" => self.subjects(head, depth - 1),
            "xcomp" | "ccomp" => self.controller(head, depth),
            "acl" if self.sentence.tokens[head].upos == Upos::Verb => self.subjects(head, depth - 1),
            // "a decision to attack", "plans to meet": whoever has the plan.
            "acl" if self.marker(token, "mark").is_some_and(|m| m == "to") => self.owner(head, depth),
            // "a ban on selling": whatever the noun is, it does not sell.
            "acl" if self.marker(token, "mark").is_some() => self.owner(head, depth),
            "acl" => vec![head],
            // A relative clause without a subject of its own, like anything else, shares none.
            _ => vec![],
        }
    }

    /// Who does what an open complement says: the governor's object, or its subject.
    fn controller(&self, governor: usize, depth: usize) -> Vec<usize> {
        let object = |&c: &usize| matches!(self.sentence.tokens[c].relation(), "obj" | "iobj");
        let lemma = self.lemmas[governor].as_str();
        let own_will = matches!(lemma, "promise" | "threaten" | "vow" | "pledge") || is_done_for(lemma);
        match self.children[governor].iter().copied().find(object).filter(|_| !own_will) {
            Some(object) => vec![self.antecedent(object).unwrap_or(object)],
            None => self.subjects(governor, depth - 1),
        }
    }

    /// Who has or does what a noun names.
    fn owner(&self, noun: usize, depth: usize) -> Vec<usize> {
        let poss = |&c: &usize| self.sentence.tokens[c].deprel == "nmod:poss";
        if let Some(owner) = self.children[noun].iter().copied().find(poss) {
            return vec![owner];
        }
        match self.sentence.tokens[noun].head.filter(|_| self.sentence.tokens[noun].relation() == "obj") {
            Some(verb) if depth > 0 => self.subjects(verb, depth - 1),
            _ => vec![],
        }
    }

    /// Gives a noun that may name an act the parties of the verb that carries it.
    fn nominal(&mut self, token: usize) {
        if !matches!(self.sentence.tokens[token].upos, Upos::Noun | Upos::Propn) {
            return;
        }
        for edge in self.edges[token].clone() {
            match edge.role.as_str() {
                "poss" | "obl:by" => self.link(token, "subj", edge.to),
                _ => {}
            }
        }
        for (verb, as_object) in self.carriers(token) {
            for edge in self.edges[verb].clone() {
                match edge.role.as_str() {
                    "subj" if as_object => self.link(token, "subj", edge.to),
                    role if role.starts_with("obl:") && role != "obl:by" => self.link(token, role, edge.to),
                    _ => {}
                }
            }
        }
    }

    /// Light verbs whose object the noun is ("held talks"), and whether their subject is the noun's too.
    fn carriers(&self, noun: usize) -> Vec<(usize, bool)> {
        let carries = |&i: &usize| {
            self.edges[i].iter().any(|e| e.to == noun && e.role == "obj") && is_light(&self.lemmas[i])
        };
        (0..self.edges.len()).filter(carries).map(|verb| (verb, true)).collect()
    }

    /// "A and B met": every conjunct of a noun or adjective stands in the roles of the first.
    fn share_among_conjuncts(&mut self) {
        for i in 0..self.edges.len() {
            let word = &self.sentence.tokens[i];
            let first = word.head.filter(|_| word.relation() == "conj");
            let Some(first) = first.filter(|&f| f < self.edges.len() && f < i) else { continue };
            let nominal = |t: &Token| {
                matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj | Upos::X)
            };
            if !nominal(word) || !nominal(&self.sentence.tokens[first]) || self.own_subject(i).is_some() {
                continue;
            }
            for governor in 0..self.edges.len() {
                let roles: Vec<Str> =
                    self.edges[governor].iter().filter(|e| e.to == first).map(|e| e.role.clone()).collect();
                for role in roles.iter().filter(|r| *r != "conj") {
                    self.link(governor, role, i);
                }
            }
        }
    }
}

pub(crate) fn is_past_participle(word: &Token) -> bool {
    word.xpos == "VBN" || (word.feat("VerbForm") == Some("Part") && word.feat("Tense") == Some("Past"))
}

fn role_fits(role: &str, wanted: &str) -> bool {
    if role == wanted {
        return true;
    }
    match wanted.strip_suffix(":*").or(matches!(wanted, "obl" | "advcl" | "acl").then_some(wanted)) {
        Some(base) => role.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')),
        None => false,
    }
}

/// True for verbs whose infinitive is what their subject does them for, object or not: "called the president to
/// congratulate him".
pub fn is_done_for(lemma: &str) -> bool {
    matches!(lemma, "call" | "fly" | "meet" | "phone" | "summon" | "telephone" | "travel" | "visit")
}

/// True for verbs that carry a noun's act without one of their own; rules/syntax/light-verbs.tsv lists them.
pub fn is_light(lemma: &str) -> bool {
    static VERBS: OnceLock<Vec<&'static str>> = OnceLock::new();
    let verbs = VERBS.get_or_init(|| {
        let table = include_str!("../../../rules/syntax/light-verbs.tsv");
        table.lines().skip(1).filter_map(|line| line.split('\t').next()).collect()
    });
    verbs.binary_search(&lemma).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_text::conllu;
    use std::fmt::Write as _;

    /// Writes a tree, one word a line as "form lemma UPOS feats head deprel [XPOS]", and prints its deep roles.
    fn roles(tree: &str) -> String {
        let rows = tree.trim().lines().enumerate().map(|(i, line)| {
            let c: Vec<&str> = line.split_whitespace().collect();
            let xpos = c.get(6).unwrap_or(&"_");
            format!("{}\t{}\t{}\t{}\t{xpos}\t{}\t{}\t{}\t_\t_\n", i + 1, c[0], c[1], c[2], c[3], c[4], c[5])
        });
        let read = conllu::read(&(rows.collect::<String>() + "\n")).unwrap();
        let graph = Graph::of(&read.sentences[0]);
        let mut out = String::new();
        for i in 0..graph.lemmas.len() {
            let mut edges: Vec<String> = graph
                .edges(i)
                .iter()
                .map(|e| format!("{}={}", e.role, graph.word(e.to).token.form))
                .collect();
            edges.retain(|e| {
                !["det", "punct", "case", "mark", "cc", "aux"].iter().any(|r| e.starts_with(&format!("{r}=")))
            });
            edges.sort();
            if !edges.is_empty() {
                let _ = writeln!(out, "{}: {}", graph.lemmas[i], edges.join(" "));
            }
        }
        out
    }

    #[test]
    fn control_and_coordination_share_the_subject() {
        let tree = "Russia Russia PROPN _ 3 nsubj\nhas have AUX _ 3 aux\nagreed agree VERB _ 0 root\nto to PART _ 5 mark\n\
            lift lift VERB _ 3 xcomp\nsanctions sanction NOUN _ 5 obj\nand and CCONJ _ 8 cc\n\
            release release VERB _ 5 conj\nprisoners prisoner NOUN _ 8 obj";
        insta::assert_snapshot!(roles(tree), @r"
        agree: subj=Russia xcomp=lift
        lift: conj=release obj=sanctions subj=Russia
        release: obj=prisoners subj=Russia
        ");
    }

    #[test]
    fn nouns_take_the_parties_of_their_light_verb() {
        let tree = "Israel Israel PROPN _ 2 nsubj\nlaunched launch VERB _ 0 root\nan a DET _ 4 det\nattack attack NOUN _ 2 obj\n\
            on on ADP _ 6 case\nGaza Gaza PROPN _ 2 obl";
        insta::assert_snapshot!(roles(tree), @r"
        launch: obj=attack obl:on=Gaza subj=Israel
        attack: obl:on=Gaza subj=Israel
        ");
    }

    #[test]
    fn participles_and_relative_clauses_point_to_their_noun() {
        let tree = "soldiers soldier NOUN _ 0 root\nkilled kill VERB Tense=Past|VerbForm=Part 1 acl\nby by ADP _ 4 case\n\
            rebels rebel NOUN _ 2 obl:agent\nwho who PRON PronType=Rel 6 nsubj\nseized seize VERB _ 4 acl:relcl\nIdlib Idlib PROPN _ 6 obj";
        insta::assert_snapshot!(roles(tree), @r"
        soldier: acl=killed
        kill: obj=soldiers subj=rebels
        rebel: acl=seized
        seize: obj=Idlib subj=rebels
        ");
    }

    #[test]
    fn a_phrase_after_an_object_belongs_to_the_verb_too() {
        let tree = "Police police NOUN _ 2 nsubj\nfired fire VERB _ 0 root\ngas gas NOUN _ 2 obj\nat at ADP _ 5 case\n\
            crowds crowd NOUN _ 3 nmod\nin in ADP _ 7 case\nKiev Kiev PROPN _ 2 obl";
        insta::assert_snapshot!(roles(tree), @r"
        fire: obj=gas obl:at=crowds obl:in=Kiev subj=Police
        gas: obl:at=crowds obl:in=Kiev
        ");
    }

    #[test]
    fn a_preposition_hung_on_a_number_is_its_nouns() {
        let tree = "asylum asylum NOUN _ 0 root\nto to ADP _ 3 case\n18 18 NUM _ 4 nummod\nrebels rebel NOUN _ 1 nmod";
        insta::assert_snapshot!(roles(tree), @r"
        asylum: obl:to=rebels
        rebel: nummod=18
        ");
        let tree = "met meet VERB _ 0 root\nup up ADP _ 3 advmod\nto to ADP _ 4 case\n18 18 NUM _ 5 nummod\n\
            rebels rebel NOUN _ 1 obj";
        assert!(!roles(tree).contains("obl:to"));
    }

    #[test]
    fn the_speaker_does_not_take_the_subject_of_what_is_said() {
        let tree = "Kenya Kenya PROPN _ 6 nsubj\nwelcomed welcome VERB _ 1 acl VBD\nthe the DET _ 4 det\n\
            deal deal NOUN _ 2 obj\nagency agency NOUN _ 6 nsubj\nsaid say VERB _ 0 root VBD";
        insta::assert_snapshot!(roles(tree), @r"
        kenya: acl=welcomed
        welcome: obj=deal subj=Kenya
        say: subj=agency
        ");
    }

    #[test]
    fn a_name_says_who_the_noun_before_it_is() {
        let tree = "foes foe NOUN _ 3 nsubj\nIndia India PROPN _ 3 nsubj\nagreed agree VERB _ 0 root";
        insta::assert_snapshot!(roles(tree), @"agree: subj=India");
    }

    #[test]
    fn conjoined_nouns_share_their_role() {
        let tree =
            "Xi Xi PROPN _ 4 nsubj\nand and CCONJ _ 3 cc\nKim Kim PROPN _ 1 conj\nmet meet VERB _ 0 root";
        insta::assert_snapshot!(roles(tree), @r"
        xi: conj=Kim
        meet: subj=Kim subj=Xi
        ");
    }
}
