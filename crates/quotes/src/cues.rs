//! Finds the cues of a sentence: each with its extent, its source and its syntactic content.

use crate::frames::{self, Found};
use crate::lexicon::{self, Class, Complement, Cue, Kind};
use crate::source::{self, extent, has_case, is_passive, possessor, subject};
use crate::surface;
use crate::tree::Tree;
use demarche_text::Upos;
use std::ops::Range;

/// A cue before quotations are looked at.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Index of the sentence.
    pub(crate) sentence: usize,
    /// The word that makes it a cue.
    pub(crate) token: usize,
    /// All words of the cue.
    pub(crate) cue: Range<usize>,
    /// What it does with its content.
    pub(crate) kind: Kind,
    /// True where it says that the content is not so.
    pub(crate) denies: bool,
    /// Head of the source.
    pub(crate) source_head: Option<usize>,
    /// Words of the source.
    pub(crate) source: Option<Range<usize>>,
    /// Content in the tree; `None` where only a quotation can give it.
    pub(crate) found: Option<Found>,
    /// True where it may introduce a quotation.
    pub(crate) quotes: bool,
    /// Which construction it is.
    pub(crate) rule: &'static str,
}

/// Every cue of a sentence that has a content or may get one from a quotation, in order.
pub(crate) fn drafts(tree: &Tree, sentence: usize) -> Vec<Draft> {
    let mut lemma = String::new();
    let mut out: Vec<Draft> =
        (0..tree.len()).filter_map(|i| draft(tree, i, &mut lemma)).map(|d| Draft { sentence, ..d }).collect();
    drop_governors(tree, &mut out);
    out
}

fn draft(tree: &Tree, i: usize, lemma: &mut String) -> Option<Draft> {
    let token = tree.token(i);
    lemma.clear();
    lemma.extend(token.lemma.chars().map(|c| c.to_ascii_lowercase()));
    if lemma == "accord" || lemma == "according" {
        return according(tree, i);
    }
    match token.upos {
        Upos::Verb if frames::is_nominal(tree, i) => noun(tree, i, lexicon::cue(lemma, Class::Noun)?),
        Upos::Verb | Upos::Aux => verb(tree, i, lemma),
        Upos::Noun => noun(tree, i, lexicon::cue(lemma, Class::Noun)?),
        Upos::Adj => adjective(tree, i, lexicon::cue(lemma, Class::Adjective)?),
        Upos::Adv => adverb(tree, i, lexicon::cue(lemma, Class::Adverb)?),
        _ => None,
    }
}

fn verb(tree: &Tree, i: usize, lemma: &mut String) -> Option<Draft> {
    let particle = tree.child_exact(i, &["compound:prt"]).filter(|&p| p > i);
    let plain = lexicon::cue(lemma, Class::Verb);
    if let Some(particle) = particle {
        lemma.push('_');
        lemma.push_str(&tree.token(particle).lemma);
    }
    let entry = lexicon::cue(lemma, Class::Verb).or(plain)?;
    let found = frames::of_verb(tree, i, entry);
    let quotes = entry.takes(Complement::Quote);
    if found.is_none() && !quotes {
        return None;
    }
    let passive = is_passive(tree, i);
    let raised = found.as_ref().is_some_and(|f| f.complement == Complement::Raise);
    let head = if raised && !passive {
        None
    } else if passive {
        source::agent(tree, i)
    } else {
        verb_source(tree, i)
            .or_else(|| inverted(tree, i).filter(|_| quotes))
            .or_else(|| surface::source(tree, i).filter(|_| quotes))
    };
    // A thought without a thinker is nobody's word.
    if head.is_none()
        && !raised
        && matches!(entry.kind, Kind::Think | Kind::Know | Kind::Want | Kind::Judge)
        && !passive
    {
        return None;
    }
    let cue = verb_cue(tree, i, particle, found.as_ref());
    let denies = entry.kind == Kind::Deny && !is_negated(tree, i) && denies_content(tree, found.as_ref());
    let rule = rule_of(found.as_ref());
    let mut draft = finish(tree, Parts { token: i, cue, head, found, entry, denies, quotes, rule });
    let clausal = draft.found.as_ref().is_none_or(|f| f.complement == Complement::That);
    if quotes && !passive && clausal {
        let read = surface::content(tree, &draft, entry.takes(Complement::Person));
        if let Some(read) = read {
            draft.rule = rule_of(Some(&read));
            draft.found = Some(read);
        }
    }
    Some(draft)
}

/// The subject; where a channel speaks for its author ("issued a statement saying"), the author.
fn verb_source(tree: &Tree, i: usize) -> Option<usize> {
    let head = subject(tree, i)?;
    match issued(tree, i) {
        Some(verb) => subject(tree, verb).or(Some(head)),
        None => Some(head),
    }
}

/// "…," said X, where the parse takes the speaker for an object.
fn inverted(tree: &Tree, i: usize) -> Option<usize> {
    let finite = matches!(tree.token(i).xpos.as_str(), "VBD" | "VBZ" | "VBP");
    let before = tree.token(i.checked_sub(1)?).form.as_str();
    let object = tree.child(i, &["obj"]).filter(|&o| tree.subtree(o).start == i + 1)?;
    (finite && (before == "," || before.ends_with(['"', '”', '\'', '’']))).then_some(object)
}

/// The verb above "a statement" in "issued a statement saying".
fn issued(tree: &Tree, i: usize) -> Option<usize> {
    let noun = tree.head(i).filter(|_| tree.relation(i) == "acl" && tree.token(i).xpos == "VBG")?;
    let channel = lexicon::medium(&tree.token(noun).lemma.to_ascii_lowercase());
    tree.head(noun).filter(|_| tree.relation(noun) == "obj" && channel == Some(lexicon::Medium::Channel))
}

/// A denied claim is denied; a rejected offer is not.
fn denies_content(tree: &Tree, found: Option<&Found>) -> bool {
    let Some(found) = found.filter(|f| f.complement == Complement::Object) else { return true };
    found.words.iter().any(|words| {
        words.clone().any(|i| {
            let nominal = frames::is_nominal(tree, i) && tree.head(i).is_none_or(|h| !words.contains(&h));
            nominal
                && lexicon::cue(&tree.token(i).lemma.to_ascii_lowercase(), Class::Noun)
                    .is_some_and(|cue| cue.kind == Kind::Say)
        })
    })
}

fn is_negated(tree: &Tree, i: usize) -> bool {
    tree.children(i).any(|c| {
        tree.relation(c) == "advmod" && (tree.is(c, "not") || tree.is(c, "never") || tree.is(c, "n't"))
    })
}

fn rule_of(found: Option<&Found>) -> &'static str {
    found.map_or("direct", |f| f.complement.as_str())
}

/// What a draft is made of.
struct Parts {
    token: usize,
    cue: Range<usize>,
    head: Option<usize>,
    found: Option<Found>,
    entry: &'static Cue,
    denies: bool,
    quotes: bool,
    rule: &'static str,
}

fn finish(tree: &Tree, parts: Parts) -> Draft {
    let Parts { token, cue, head, found, entry, denies, quotes, rule } = parts;
    let source = head.map(|h| extent(tree, h, &cue)).filter(|words| !words.is_empty());
    let source_head = head.filter(|_| source.is_some());
    Draft { sentence: 0, token, cue, kind: entry.kind, denies, source_head, source, found, quotes, rule }
}

/// The verb with its auxiliaries, negation, adverbs, particle and preposition.
fn verb_cue(tree: &Tree, verb: usize, particle: Option<usize>, found: Option<&Found>) -> Range<usize> {
    let mut cue = leftwards(tree, verb)..verb + 1;
    let governor = tree.head(verb).filter(|&g| tree.relation(verb) == "xcomp" && g + 1 == cue.start);
    if let Some(governor) = governor {
        cue.start = leftwards(tree, governor);
    }
    if let Some(issuer) = issued(tree, verb) {
        cue.start = leftwards(tree, issuer);
    }
    if let Some(particle) = particle.filter(|&p| p == verb + 1) {
        cue.end = particle + 1;
    }
    let wanted = found.and_then(|f| f.preposition);
    match wanted.filter(|&p| p >= cue.end && p <= cue.end + 1) {
        Some(preposition) => cue.end = preposition + 1,
        None => cue.end = with_statement(tree, verb, cue.end),
    }
    cue
}

/// The first of the auxiliaries, "to", negation and adverbs that stand right before a word.
fn leftwards(tree: &Tree, word: usize) -> usize {
    let mut start = word;
    while let Some(before) = start.checked_sub(1) {
        let belongs = tree.head(before) == Some(word)
            && match tree.relation(before) {
                "aux" | "cop" => true,
                "advmod" => tree.subtree(before).len() == 1 && !tree.token(before).xpos.starts_with('W'),
                "mark" => tree.is(before, "to"),
                _ => false,
            };
        if !belongs {
            break;
        }
        start = before;
    }
    start
}

/// "said in a statement": the phrase belongs to the cue.
fn with_statement(tree: &Tree, verb: usize, end: usize) -> usize {
    tree.children(verb)
        .find(|&i| {
            tree.relation(i) == "obl"
                && tree.subtree(i).start == end
                && tree.is(i, "statement")
                && has_case(tree, i, "in")
        })
        .map_or(end, |i| i + 1)
}

fn noun(tree: &Tree, i: usize, entry: &'static Cue) -> Option<Draft> {
    let found = frames::of_noun(tree, i, entry)?;
    let light = tree.head(i).filter(|&v| tree.relation(i) == "obj" && is_light(tree, v));
    let own = possessor(tree, i);
    let head = own.or_else(|| light.and_then(|v| subject(tree, v)));
    let mut cue = i..i + 1;
    if let (None, Some(verb)) = (own, light.filter(|&v| v < i)) {
        cue.start = leftwards(tree, verb);
    }
    if let Some(preposition) = found.preposition.filter(|&p| p == i + 1) {
        cue.end = preposition + 1;
    }
    let rule = rule_of(Some(&found));
    let denies = entry.kind == Kind::Deny;
    Some(finish(tree, Parts { token: i, cue, head, found: Some(found), entry, denies, quotes: false, rule }))
}

/// Verbs that lend a noun its subject: "made the claim", "voiced concern".
fn is_light(tree: &Tree, verb: usize) -> bool {
    const LIGHT: [&str; 24] = [
        "air",
        "cite",
        "deliver",
        "express",
        "give",
        "have",
        "hold",
        "issue",
        "lead",
        "level",
        "lodge",
        "make",
        "offer",
        "post",
        "publish",
        "put",
        "raise",
        "reiterate",
        "release",
        "renew",
        "repeat",
        "share",
        "show",
        "voice",
    ];
    LIGHT.iter().any(|lemma| tree.is(verb, lemma))
}

fn adjective(tree: &Tree, i: usize, entry: &'static Cue) -> Option<Draft> {
    let seems = |g: &usize| tree.relation(i) == "xcomp" && !tree.is(*g, "make");
    tree.child(i, &["cop"]).or_else(|| tree.head(i).filter(seems))?;
    let found = frames::of_predicate(tree, i, entry)?;
    let head = subject(tree, i).filter(|_| found.complement != Complement::Raise);
    let cue = verb_cue(tree, i, None, Some(&found));
    let rule = rule_of(Some(&found));
    Some(finish(
        tree,
        Parts { token: i, cue, head, found: Some(found), entry, denies: false, quotes: false, rule },
    ))
}

/// "Reportedly": somebody says so, nobody knows who.
fn adverb(tree: &Tree, i: usize, entry: &'static Cue) -> Option<Draft> {
    let cue = i..i + 1;
    let found = frames::around(tree, tree.head(i)?, &cue)?;
    let rule = rule_of(Some(&found));
    Some(finish(
        tree,
        Parts { token: i, cue, head: None, found: Some(found), entry, denies: false, quotes: false, rule },
    ))
}

/// "According to X".
fn according(tree: &Tree, i: usize) -> Option<Draft> {
    let to = Some(i + 1).filter(|&t| t < tree.len() && tree.is(t, "to"))?;
    let entry = lexicon::cue("according_to", Class::Phrase)?;
    let head = match tree.relation(i) {
        "case" | "mark" => tree.head(i)?,
        _ => tree.child(i, &["obl", "obj", "nmod"])?,
    };
    let cue = i..to + 1;
    let source = extent(tree, head, &cue);
    let own = i..source.end.max(to + 1);
    let top = if tree.relation(i) == "case" || tree.relation(i) == "mark" { head } else { i };
    let found = frames::around(tree, tree.head(top)?, &own)?;
    Some(finish(
        tree,
        Parts {
            token: i,
            cue,
            head: Some(head),
            found: Some(found),
            entry,
            denies: false,
            quotes: false,
            rule: "according",
        },
    ))
}

/// "Refused to say that …" is one cue: the verb that governs another cue by an infinitive is not a cue of its own.
fn drop_governors(tree: &Tree, drafts: &mut Vec<Draft>) {
    let governed: Vec<usize> = drafts
        .iter()
        .filter(|d| matches!(d.kind, Kind::Say | Kind::Tell | Kind::Ask | Kind::Think))
        .filter(|d| {
            d.found.as_ref().is_none_or(|f| f.complement == Complement::That || f.preposition.is_some())
        })
        .filter(|d| tree.relation(d.token) == "xcomp")
        .filter_map(|d| tree.head(d.token).filter(|&g| d.cue.contains(&g)))
        .collect();
    drafts.retain(|d| !governed.contains(&d.token));
}

/// The noun that a relative clause modifies, for a source that is a relative pronoun.
pub(crate) fn antecedent(tree: &Tree, draft: &Draft) -> Option<usize> {
    let head = draft.source_head?;
    if !source::is_relative(tree, head) {
        return Some(head);
    }
    let mut at = draft.token;
    for _ in 0..tree.len() {
        if tree.token(at).deprel == "acl:relcl" {
            return tree.head(at);
        }
        at = tree.head(at)?;
    }
    None
}
