//! Which expression dates a predicate.

use crate::{Kind, Timex};
use demarche_text::{Sentence, Upos};

/// Relations by which an expression hangs from what it dates.
const RELATIONS: [&str; 5] = ["obl", "advmod", "nmod", "obj", "dep"];
/// Verbs that carry a noun's event: "holds talks on Monday" dates the talks.
const LIGHT: [&str; 22] = [
    "be", "begin", "conduct", "end", "give", "happen", "have", "hold", "host", "launch", "make", "occur",
    "open", "pay", "place", "resume", "see", "sign", "stage", "start", "take", "undergo",
];

/// The expression that dates the predicate at token `predicate`, from those of its sentence.
///
/// First what hangs from the predicate itself, then from the auxiliary or light verb above it, then from a verb that it
/// shares a subject with; otherwise the nearest expression of its own clause. Only a DATE or TIME dates; a duration, a
/// set and `PAST_REF` do not.
///
/// ```
/// use demarche_text::conllu;
/// let read = conllu::read("1\tThey\tthey\tPRON\t_\t_\t2\tnsubj\t_\t_\n\
///     2\tmet\tmeet\tVERB\t_\tTense=Past\t0\troot\t_\t_\n\
///     3\tyesterday\tyesterday\tNOUN\t_\t_\t2\tobl:tmod\t_\t_\n\n").unwrap();
/// let found = demarche_times::find(&read.text, &read.sentences, Some(jiff::civil::date(2024, 7, 11)));
/// let dated = demarche_times::of_event(&read.sentences[0], 1, &found).unwrap();
/// assert_eq!(dated.value, "2024-07-10");
/// ```
pub fn of_event<'a>(sentence: &Sentence, predicate: usize, timexes: &'a [Timex]) -> Option<&'a Timex> {
    let own: Vec<&Timex> = timexes.iter().filter(|t| is_of(t, sentence) && dates(t)).collect();
    let nearest = |found: Vec<&'a Timex>| found.into_iter().min_by_key(|t| distance(t, predicate));
    let hanging = |from: usize| nearest(own.iter().copied().filter(|t| hangs(sentence, t, from)).collect());
    if let Some(found) = hanging(predicate) {
        return Some(found);
    }
    let mut at = predicate;
    for _ in 0..4 {
        let Some(head) = carrier(sentence, at) else { break };
        if let Some(found) = hanging(head) {
            return Some(found);
        }
        at = head;
    }
    nearest(
        own.into_iter().filter(|t| clause(sentence, t.tokens.start) == clause(sentence, predicate)).collect(),
    )
}

/// True where the expression lies in this sentence.
fn is_of(timex: &Timex, sentence: &Sentence) -> bool {
    sentence.span.contains(timex.span)
        && timex.tokens.end <= sentence.tokens.len()
        && !timex.tokens.is_empty()
}

/// A date or time, or a length that counts from something the day of which is known.
fn dates(timex: &Timex) -> bool {
    match timex.kind {
        Kind::Date | Kind::Time => !timex.value.ends_with("_REF"),
        Kind::Duration => timex.range.is_some(),
        Kind::Set => false,
    }
}

/// The expression that stands on a word itself: "the summit on June 12", "Sunday's vote", "the June 12 summit".
pub(crate) fn own<'a>(sentence: &Sentence, word: usize, timexes: &'a [Timex]) -> Option<&'a Timex> {
    const ON_NOUNS: [&str; 3] = ["nmod", "compound", "nummod"];
    let on_noun = |t: &Timex| {
        let token = &sentence.tokens[top(sentence, t)];
        token.head == Some(word) && ON_NOUNS.contains(&token.relation())
    };
    timexes.iter().filter(|t| is_of(t, sentence) && dates(t)).find(|t| on_noun(t) || hangs(sentence, t, word))
}

/// The expression that dates an act told by a word: on the word itself, or on the light verb that carries it ("the summit was
/// held on June 12").
pub(crate) fn of_act<'a>(sentence: &Sentence, word: usize, timexes: &'a [Timex]) -> Option<&'a Timex> {
    own(sentence, word, timexes).or_else(|| {
        let token = sentence.tokens.get(word)?;
        let verb = token.head.filter(|&head| {
            let light = LIGHT.contains(&sentence.tokens[head].lemma.as_str());
            light && matches!(token.relation(), "obj" | "nsubj")
        })?;
        timexes.iter().filter(|t| is_of(t, sentence) && dates(t)).find(|t| hangs(sentence, t, verb))
    })
}

fn distance(timex: &Timex, from: usize) -> usize {
    from.abs_diff(timex.tokens.start).min(from.abs_diff(timex.tokens.end.saturating_sub(1)))
}

/// The word of an expression that its other words hang from.
fn top(sentence: &Sentence, timex: &Timex) -> usize {
    let outside = |i: &usize| sentence.tokens[*i].head.is_none_or(|head| !timex.tokens.contains(&head));
    timex.tokens.clone().find(outside).unwrap_or(timex.tokens.start)
}

/// True where the expression, or the phrase it stands in ("by the end of June"), hangs from word `from`.
fn hangs(sentence: &Sentence, timex: &Timex, from: usize) -> bool {
    let mut at = top(sentence, timex);
    for _ in 0..3 {
        let token = &sentence.tokens[at];
        let Some(head) = token.head.filter(|_| RELATIONS.contains(&token.relation())) else { return false };
        if head == from {
            return true;
        }
        // Past a noun only where it is itself a phrase of the same verb, and no event: "during a visit on Monday".
        let passes = matches!(sentence.tokens[head].upos, Upos::Noun | Upos::Propn | Upos::Adv | Upos::Num);
        // "Two days after the summit on June 12" is no day of June 12.
        if !passes || token.relation() == "obj" || is_apart(sentence, head) {
            return false;
        }
        at = head;
    }
    false
}

/// True for a phrase that only bounds what its verb tells: "after the vote on Sunday".
fn is_apart(sentence: &Sentence, noun: usize) -> bool {
    sentence.child(noun, "case").is_some_and(|c| {
        matches!(
            sentence.tokens[c].lemma.as_str(),
            "after" | "before" | "since" | "until" | "till" | "following" | "despite"
        )
    })
}

/// The expression that dates a predicate of a sentence without one, where the sentence goes on with a story: the day of
/// the main clause before it.
///
/// Only what is told in the simple past goes on, from a sentence whose own main clause has a day, over sentences that tell
/// no other date. `at` is the index of the sentence.
pub fn of_story<'a>(
    sentences: &[Sentence],
    at: usize,
    predicate: usize,
    timexes: &'a [Timex],
) -> Option<&'a Timex> {
    const REACH: usize = 3;
    let is_told = |s: usize| timexes.iter().any(|t| t.sentence == s && dates(t));
    if is_told(at) || !tells_on(sentences.get(at)?, predicate) {
        return None;
    }
    for back in 1..=REACH.min(at) {
        let before = &sentences[at - back];
        let root = before.root()?;
        if !is_told(at - back) {
            if !tells_on(before, root) {
                return None;
            }
            continue;
        }
        let found = timexes.iter().find(|t| t.sentence == at - back && dates(t) && hangs(before, t, root))?;
        let is_day = found.range.is_some_and(|(from, to)| from == to);
        return (is_day && tells_on(before, root)).then_some(found);
    }
    None
}

/// A verb of the simple past in the main clause, or in what the main clause reports.
fn tells_on(sentence: &Sentence, predicate: usize) -> bool {
    let mut at = predicate;
    for _ in 0..sentence.tokens.len() {
        let Some(token) = sentence.tokens.get(at).filter(|_| is_simple_past(sentence, at)) else {
            return false;
        };
        match token.head {
            None => return true,
            Some(head) if matches!(token.relation(), "conj" | "parataxis" | "ccomp") => at = head,
            Some(_) => return false,
        }
    }
    false
}

fn is_simple_past(sentence: &Sentence, verb: usize) -> bool {
    let past = |i: usize| {
        sentence.tokens[i].feat("Tense") == Some("Past") && sentence.tokens[i].feat("VerbForm") == Some("Fin")
    };
    let had = sentence.children(verb).any(|c| {
        matches!(sentence.tokens[c].relation(), "aux" | "cop") && sentence.tokens[c].lemma == "have"
    });
    let finite = past(verb)
        || sentence.children(verb).any(|c| matches!(sentence.tokens[c].relation(), "aux" | "cop") && past(c));
    finite && !had
}

/// The verb above a predicate whose date is the predicate's too: an auxiliary or light verb, a verb of the same chain.
fn carrier(sentence: &Sentence, at: usize) -> Option<usize> {
    let token = sentence.tokens.get(at)?;
    let head = token.head?;
    let above = sentence.tokens.get(head)?;
    let noun = matches!(token.upos, Upos::Noun | Upos::Propn);
    let light =
        LIGHT.contains(&above.lemma.as_str()) && noun && matches!(token.relation(), "obj" | "nsubj" | "obl");
    let chain = token.relation() == "xcomp" || (token.relation() == "conj" && !noun);
    let phrase = noun && token.relation() == "nmod" && matches!(above.upos, Upos::Noun);
    (light || chain || phrase).then_some(head)
}

/// The verb whose clause a word stands in.
fn clause(sentence: &Sentence, at: usize) -> usize {
    const CLAUSAL: [&str; 7] = ["root", "ccomp", "advcl", "acl", "parataxis", "csubj", "conj"];
    let mut at = at;
    for _ in 0..sentence.tokens.len() {
        let token = &sentence.tokens[at];
        let verbal = matches!(token.upos, Upos::Verb | Upos::Aux) || sentence.child(at, "cop").is_some();
        if verbal && CLAUSAL.contains(&token.relation()) {
            break;
        }
        match token.head.filter(|h| *h < sentence.tokens.len()) {
            Some(head) => at = head,
            None => break,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find;
    use demarche_text::conllu;

    /// The value that dates word `predicate` (from 1) of a tree given as "form lemma UPOS head deprel" lines.
    fn dated(tree: &str, predicate: usize) -> Option<String> {
        let mut source = String::new();
        for (i, line) in tree.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate() {
            let fields: Vec<&str> = line.split(' ').collect();
            let [form, lemma, upos, head, deprel] = fields.as_slice() else { panic!("{line}") };
            let fields = [&*(i + 1).to_string(), form, lemma, upos, "_", "_", head, deprel, "_", "_\n"];
            source += &fields.join("\t");
        }
        let read = conllu::read(&(source + "\n")).unwrap();
        let found = find(&read.text, &read.sentences, Some(jiff::civil::date(2024, 7, 11)));
        of_event(&read.sentences[0], predicate - 1, &found).map(|t| t.value.clone())
    }

    const TWO_VERBS: &str = "Moscow Moscow PROPN 2 nsubj
        said say VERB 0 root
        Monday Monday PROPN 2 obl:tmod
        that that SCONJ 6 mark
        troops troop NOUN 6 nsubj
        left leave VERB 2 ccomp
        on on ADP 8 case
        Sunday Sunday PROPN 6 obl";

    #[test]
    fn each_verb_has_its_own_date() {
        assert_eq!(dated(TWO_VERBS, 2).as_deref(), Some("2024-07-08"));
        assert_eq!(dated(TWO_VERBS, 6).as_deref(), Some("2024-07-07"));
    }

    #[test]
    fn a_clause_without_a_date_does_not_borrow_one() {
        let tree = "Moscow Moscow PROPN 2 nsubj
            said say VERB 0 root
            Monday Monday PROPN 2 obl:tmod
            that that SCONJ 6 mark
            troops troop NOUN 6 nsubj
            left leave VERB 2 ccomp";
        assert_eq!(dated(tree, 6), None);
    }

    #[test]
    fn a_light_verb_gives_its_date_to_its_noun() {
        let tree = "They they PRON 2 nsubj
            held hold VERB 0 root
            talks talk NOUN 2 obj
            in in ADP 5 case
            Geneva Geneva PROPN 2 obl
            yesterday yesterday NOUN 2 obl:tmod";
        assert_eq!(dated(tree, 3).as_deref(), Some("2024-07-10"));
    }

    #[test]
    fn a_date_on_the_noun_dates_the_noun() {
        let tree = "They they PRON 2 nsubj
            condemned condemn VERB 0 root
            the the DET 4 det
            attack attack NOUN 2 obj
            on on ADP 6 case
            Tuesday Tuesday PROPN 4 nmod";
        assert_eq!(dated(tree, 4).as_deref(), Some("2024-07-09"));
    }

    #[test]
    fn lengths_and_sets_date_nothing() {
        let tree = "They they PRON 2 nsubj
            talked talk VERB 0 root
            for for ADP 5 case
            two two NUM 5 nummod
            days day NOUN 2 obl";
        assert_eq!(dated(tree, 2), None);
        let daily = "They they PRON 2 nsubj
            talked talk VERB 0 root
            daily daily ADV 2 advmod";
        assert_eq!(dated(daily, 2), None);
    }

    #[test]
    fn an_open_complement_shares_the_date_of_its_verb() {
        let tree = "They they PRON 2 nsubj
            began begin VERB 0 root
            shelling shell VERB 2 xcomp
            Idlib Idlib PROPN 3 obj
            on on ADP 6 case
            Friday Friday PROPN 2 obl";
        assert_eq!(dated(tree, 3).as_deref(), Some("2024-07-05"));
    }
}
