//! Habits of the segmenter and the parser that every layer would trip over, mended in the words and the tree themselves.
//!
//! The mark of a possessor is a word of its own, whatever the name before it ("Kenya's", "Aleppo's").
//! A name of two words that both became the subject ("Xi Jinping met Putin") is one name; a preposition that hangs on
//! the title or the adjective after it ("with former Afghan president Hamid Karzai") is that of the whole phrase. What
//! only the roles of an act need is `demarche_pattern`'s to mend.

use demarche_text::{Multiword, Sentence, Span, Str, Token, Upos};

/// Cuts the mark of a possessor off a word that the segmenter left whole; before tags and tree are known.
pub(crate) fn part_possessives(sentence: &mut Sentence) {
    let mut at = 0;
    while at < sentence.tokens.len() {
        let whole = |m: &Multiword| (m.first..=m.last).contains(&at);
        let owner = owner_length(&sentence.tokens[at]).filter(|_| !sentence.multiwords.iter().any(whole));
        if let Some(length) = owner {
            part(sentence, at, length);
        }
        at += 1;
    }
}

/// Bytes of a word before its "'s".
fn owner_length(token: &Token) -> Option<usize> {
    let owner = ["'s", "\u{2019}s"].iter().find_map(|mark| token.form.strip_suffix(mark))?;
    let named = owner.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ')'));
    (named && token.span.len() == token.form.len()).then_some(owner.len())
}

fn part(sentence: &mut Sentence, at: usize, length: usize) {
    for multiword in sentence.multiwords.iter_mut().filter(|m| m.first > at) {
        multiword.first += 1;
        multiword.last += 1;
    }
    let whole = sentence.tokens[at].span;
    let place = sentence.multiwords.partition_point(|m| m.first < at);
    sentence.multiwords.insert(place, Multiword { first: at, last: at + 1, span: whole });
    let token = &mut sentence.tokens[at];
    let middle = whole.start + length;
    let mark = Token {
        span: Span::new(middle, whole.end),
        form: token.form[length..].into(),
        space_after: token.space_after,
        ..Token::default()
    };
    token.form.truncate(length);
    (token.span, token.space_after) = (Span::new(whole.start, middle), false);
    sentence.tokens.insert(at + 1, mark);
}

/// Cuts the full stop of a sentence off its last word, where that is no abbreviation: "travelled to Ankara."
pub(crate) fn part_final_stop(sentence: &mut Sentence) {
    /// Abbreviations that news may end a sentence with; of those of two or three letters, such as stand after a name.
    const SHORT: [&str; 88] = [
        "alta", "approx", "ariz", "asst", "assn", "attn", "blvd", "brig", "bros", "calif", "capt", "cmdr",
        "colo", "comdr", "conn", "cont", "corp", "dept", "govt", "inst", "intl", "kans", "mass", "messrs",
        "mich", "minn", "misc", "miss", "mlle", "mont", "natl", "nebr", "okla", "penn", "prof", "sask",
        "secy", "sept", "spec", "supt", "tenn", "thur", "thurs", "tues", "univ", "wash", "wisc", "incl",
        "adm", "apr", "ark", "aug", "ave", "co", "col", "dec", "del", "dr", "esq", "feb", "fla", "fri", "ft",
        "gen", "gov", "inc", "ind", "jan", "jr", "jul", "jun", "la", "lt", "ltd", "mar", "md", "mon", "mt",
        "no", "nov", "oct", "pa", "plc", "rd", "sen", "sep", "sr", "st",
    ];
    let last = sentence.tokens.len().wrapping_sub(1);
    let whole = |m: &Multiword| (m.first..=m.last).contains(&last);
    let Some(token) = sentence.tokens.last().filter(|_| !sentence.multiwords.iter().any(whole)) else {
        return;
    };
    let Some(word) = token.form.strip_suffix('.') else { return };
    let before = sentence.tokens.len().checked_sub(2).map(|at| &sentence.tokens[at].form);
    let capital = |form: &str| form.starts_with(char::is_uppercase);
    // "Kim Jong Un."
    let is_name = word.chars().count() > 1
        && capital(word)
        && word.ends_with(char::is_lowercase)
        && before.is_some_and(|form| capital(form));
    let is_word = (word.chars().count() > 3 || is_name) && word.chars().all(char::is_alphabetic);
    let is_short = SHORT.iter().any(|short| word.eq_ignore_ascii_case(short));
    if !is_word || is_short || token.span.len() != token.form.len() {
        return;
    }
    let (length, whole) = (word.len(), token.span);
    let middle = whole.start + length;
    let stop = Token {
        span: Span::new(middle, whole.end),
        form: ".".into(),
        space_after: token.space_after,
        ..Token::default()
    };
    if let Some(token) = sentence.tokens.last_mut() {
        token.form.truncate(length);
        (token.span, token.space_after) = (Span::new(whole.start, middle), false);
    }
    sentence.tokens.push(stop);
}

/// A name that is a word too ("Moon", "May") is a name at the beginning of a sentence where the report has it as one elsewhere.
pub(crate) fn names(sentences: &mut [Sentence]) {
    let inside = sentences.iter().flat_map(|s| s.tokens.iter().skip(1));
    let names: std::collections::BTreeSet<Str> =
        inside.filter(|t| t.upos == Upos::Propn).map(|t| t.form.clone()).collect();
    for sentence in sentences {
        let Some(first) = sentence.tokens.first_mut() else { continue };
        let capital = first.form.starts_with(char::is_uppercase);
        if capital && first.upos == Upos::Noun && first.xpos == "NN" && names.contains(&first.form) {
            (first.upos, first.xpos, first.lemma) = (Upos::Propn, "NNP".into(), first.form.clone());
        }
    }
}

/// Mends a parsed sentence; a tree stays a tree.
pub(crate) fn mend(sentence: &mut Sentence) {
    for at in 1..sentence.tokens.len() {
        join_name(sentence, at);
    }
    for at in 1..sentence.tokens.len() {
        describe_name(&mut sentence.tokens, at);
    }
    for at in 1..sentence.tokens.len() {
        verb_after_modal(&mut sentence.tokens, at);
        gerund_after_verb(&mut sentence.tokens, at);
    }
    for at in 3..sentence.tokens.len() {
        if !sentence.dominates(at, at - 2) {
            join_syllable(&mut sentence.tokens, at);
        }
    }
    for at in 0..sentence.tokens.len() {
        raise_preposition(&mut sentence.tokens, at);
        return_participle(&mut sentence.tokens, at);
        return_content(&mut sentence.tokens, at);
        return_conjunct(&mut sentence.tokens, at);
    }
}

/// "It would free 1,500 prisoners": what stands right after a modal and before its noun is no adjective or noun but the verb.
fn verb_after_modal(tokens: &mut [Token], verb: usize) {
    let word = &tokens[verb];
    let modifies =
        matches!((word.upos, word.deprel.as_str()), (Upos::Adj, "amod") | (Upos::Noun, "compound"));
    let modal = &tokens[verb - 1];
    let Some(noun) = word.head.filter(|&n| modifies && n > verb) else { return };
    let its = modal.head == Some(noun) || modal.head == Some(verb);
    let bare = matches!(word.xpos.as_str(), "JJ" | "NN") && modal.xpos == "MD" && its;
    let predicate = tokens.iter().any(|t| t.head == Some(noun) && t.relation() == "cop");
    if !bare || predicate {
        return;
    }
    let (head, deprel) = (tokens[noun].head, tokens[noun].deprel.clone());
    for token in &mut tokens[..verb] {
        if token.head == Some(noun) {
            token.head = Some(verb);
        }
    }
    (tokens[noun].head, tokens[noun].deprel) = (Some(verb), "obj".into());
    let word = &mut tokens[verb];
    (word.head, word.deprel) = (head, deprel);
    (word.upos, word.xpos) = (Upos::Verb, "VB".into());
    word.feats = "VerbForm=Inf".into();
    word.lemma = word.form.to_lowercase();
}

/// Verbs whose complement is a gerund.
const TAKE_GERUNDS: [&str; 13] = [
    "begin",
    "cease",
    "consider",
    "contemplate",
    "continue",
    "halt",
    "keep",
    "mull",
    "propose",
    "resume",
    "start",
    "stop",
    "suggest",
];

/// "It is considering annexing parts of Samoa", "they stopped shelling towns": what stands between such a verb and the noun
/// is no adjective of the noun but the complement, and the noun its object.
fn gerund_after_verb(tokens: &mut [Token], gerund: usize) {
    let (word, verb) = (&tokens[gerund], &tokens[gerund - 1]);
    let modifies = word.xpos == "VBG" && word.upos == Upos::Verb && word.deprel == "amod";
    let takes = verb.upos == Upos::Verb && TAKE_GERUNDS.contains(&verb.lemma.as_str());
    let Some(noun) = word.head.filter(|&n| modifies && takes && n > gerund) else { return };
    if tokens[noun].head == Some(gerund - 1) && tokens[noun].deprel == "obj" {
        (tokens[gerund].head, tokens[gerund].deprel) = (Some(gerund - 1), "xcomp".into());
        tokens[noun].head = Some(gerund);
    }
}

/// "A bomb exploded, police said, killing five": the participle after who says so belongs to what is said, unless it
/// reports itself ("police said, citing witnesses").
fn return_participle(tokens: &mut [Token], participle: usize) {
    let token = &tokens[participle];
    let stray = token.xpos == "VBG" && matches!(token.relation(), "advcl" | "ccomp" | "acl" | "xcomp");
    let comma = participle > 0 && tokens[participle - 1].form == ",";
    if !stray || !comma || demarche_quotes::is_reporting(&token.lemma.to_lowercase()) {
        return;
    }
    let Some(said) = token.head.filter(|&h| h < participle && tokens[h].upos == Upos::Verb) else { return };
    let says = matches!(
        tokens[said].lemma.as_str(),
        "say" | "report" | "announce" | "confirm" | "tell" | "add" | "state"
    );
    let content = |i: &usize| {
        let t = &tokens[*i];
        t.head == Some(said) && matches!(t.relation(), "ccomp" | "parataxis") && t.upos == Upos::Verb
    };
    let before = (0..said).rev().find(content);
    let above = tokens[said].head.filter(|&h| h < said && tokens[said].relation() == "parataxis");
    let Some(verb) = before.or(above).filter(|_| says) else { return };
    let token = &mut tokens[participle];
    (token.head, token.deprel) = (Some(verb), "advcl".into());
}

/// "said on Tuesday that Iran had …", "said in a statement that …", "told reporters that …": a clause with a "that" of its
/// own hangs on the verb that reports it, not on when, where and to whom it was said.
fn return_content(tokens: &mut [Token], clause: usize) {
    let that = |t: &Token| t.head == Some(clause) && t.relation() == "mark" && t.lemma == "that";
    let above = tokens[clause].head.filter(|&n| n < clause && tokens[clause].relation() == "acl");
    let Some(noun) = above.filter(|&n| tokens[n + 1..clause].iter().any(that)) else { return };
    let Some(verb) = tokens[noun].head.filter(|&v| v < noun && is_aside(tokens, noun, v)) else { return };
    let taken = tokens.iter().any(|t| t.head == Some(verb) && matches!(t.relation(), "ccomp" | "xcomp"));
    let says = tokens[verb].upos == Upos::Verb && demarche_quotes::is_reporting(&tokens[verb].lemma);
    if says && !taken {
        (tokens[clause].head, tokens[clause].deprel) = (Some(verb), "ccomp".into());
    }
}

/// True for a phrase of when, where or by what means something is said, and for whom it is told.
fn is_aside(tokens: &[Token], noun: usize, verb: usize) -> bool {
    let word = &tokens[noun];
    let case = tokens.iter().find(|t| t.head == Some(noun) && t.relation() == "case");
    let tells =
        matches!(tokens[verb].lemma.as_str(), "assure" | "inform" | "notify" | "remind" | "tell" | "warn");
    let beside = matches!(
        case.map(|c| c.lemma.as_str()),
        None | Some("after" | "at" | "before" | "during" | "in" | "on" | "through" | "via")
    );
    let named = word.upos == Upos::Propn || demarche_quotes::is_medium(&word.lemma.to_lowercase());
    let day = matches!(
        word.lemma.as_str(),
        "day" | "evening" | "month" | "morning" | "night" | "today" | "week" | "year" | "yesterday"
    );
    match word.relation() {
        "obl" => beside && (named || day),
        "obj" | "iobj" => tells,
        _ => false,
    }
}

/// 'said it was "a step back" and accused Iran': what follows a closed quotation and reports itself goes on with the verb
/// before the quotation.
fn return_conjunct(tokens: &mut [Token], verb: usize) {
    let word = &tokens[verb];
    let bare = word.relation() == "conj" && matches!(word.xpos.as_str(), "VBD" | "VBN");
    let Some(content) = word.head.filter(|&c| bare && c < verb && tokens[c].relation() == "ccomp") else {
        return;
    };
    let subject = tokens.iter().any(|t| t.head == Some(verb) && t.relation() == "nsubj");
    let Some(above) = tokens[content].head.filter(|&a| a < content && !subject) else { return };
    let reports = |t: &Token| demarche_quotes::is_reporting(&t.lemma.to_lowercase());
    let closed = verb >= 2
        && tokens[verb - 1].relation() == "cc"
        && matches!(tokens[verb - 2].form.as_str(), "\"" | "''" | "\u{201d}" | "'" | "\u{2019}");
    if closed && tokens[above].xpos == "VBD" && reports(&tokens[verb]) && reports(&tokens[above]) {
        tokens[verb].head = Some(above);
    }
}

/// "Met North Korean leader Kim Jong Un": of a noun and a name side by side in one place, the noun says who the name is;
/// in "the site example.org" the name says which site.
fn describe_name(tokens: &mut [Token], name: usize) {
    /// Verbs that may have two objects side by side.
    const GIVE: [&str; 12] = [
        "award", "bring", "buy", "give", "grant", "hand", "leave", "lend", "offer", "promise", "send", "show",
    ];
    let noun = name - 1;
    let [a, b] = [&tokens[noun], &tokens[name]];
    let kinds = a.upos == Upos::Noun && a.xpos == "NN" && b.upos == Upos::Propn;
    let places =
        |t: &Token| matches!(t.deprel.as_str(), "nsubj" | "nsubj:pass" | "obj" | "iobj" | "nmod" | "obl");
    let Some(head) = a.head.filter(|h| kinds && b.head == Some(*h) && places(a) && places(b)) else { return };
    let own =
        |word: usize, relation: &str| tokens.iter().any(|t| t.head == Some(word) && t.relation() == relation);
    let definite = own(noun, "det");
    let two = definite && GIVE.contains(&tokens[head].lemma.as_str());
    if two || own(name, "case") || is_of_calendar(&b.form) {
        return;
    }
    if definite {
        (tokens[name].head, tokens[name].deprel) = (Some(noun), "appos".into());
        return;
    }
    let deprel = a.deprel.clone();
    for token in tokens.iter_mut().filter(|t| t.head == Some(noun) && t.relation() == "case") {
        token.head = Some(name);
    }
    tokens[name].deprel = deprel;
    (tokens[noun].head, tokens[noun].deprel) = (Some(name), "nmod:desc".into());
}

/// True for the name of a day or month, which says when and not who.
fn is_of_calendar(form: &str) -> bool {
    const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let short = form.strip_suffix('.').unwrap_or(form);
    let is = |name: &&str| {
        *name == form || short.len() >= 3 && short.len() < name.len() && name.starts_with(short)
    };
    DAYS.iter().chain(&MONTHS).any(is)
}

/// Of two names side by side in one place the second belongs to the first.
fn join_name(sentence: &mut Sentence, second: usize) {
    let first = second - 1;
    let [a, b] = [&sentence.tokens[first], &sentence.tokens[second]];
    let names = a.upos == Upos::Propn && b.upos == Upos::Propn;
    let place = matches!(a.relation(), "nsubj" | "obj" | "iobj" | "nmod") && a.relation() == b.relation();
    let own_case = |t: &Token| t.head == Some(second) && t.relation() == "case";
    let apart = sentence.tokens.iter().any(own_case) || is_of_calendar(&b.form);
    if !names || !place || a.head != b.head || apart {
        return;
    }
    for token in &mut sentence.tokens {
        if token.head == Some(second) {
            token.head = Some(first);
        }
    }
    let token = &mut sentence.tokens[second];
    (token.head, token.deprel) = (Some(first), "flat".into());
}

/// The last syllable of a Korean name ("Moon Jae-in") is no preposition.
fn join_syllable(tokens: &mut [Token], at: usize) {
    let [family, given, hyphen, syllable] = [&tokens[at - 3], &tokens[at - 2], &tokens[at - 1], &tokens[at]];
    let names = family.upos == Upos::Propn && given.upos == Upos::Propn && given.form.chars().count() <= 6;
    let hyphened = hyphen.form == "-" && !given.space_after && !hyphen.space_after;
    let short = syllable.form.len() <= 5 && syllable.form.chars().all(char::is_lowercase);
    if !names || !hyphened || !short || syllable.upos == Upos::Propn {
        return;
    }
    for token in tokens.iter_mut().filter(|t| t.head == Some(at)) {
        token.head = Some(at - 2);
    }
    for (part, deprel) in [(at - 1, "punct"), (at, "flat")] {
        (tokens[part].head, tokens[part].deprel) = (Some(at - 2), deprel.into());
    }
    let token = &mut tokens[at];
    (token.upos, token.xpos, token.lemma) = (Upos::Propn, "NNP".into(), token.form.clone());
    token.feats = "Number=Sing".into();
}

/// Hangs a preposition on the noun that it introduces, not on the word before that noun.
fn raise_preposition(tokens: &mut [Token], preposition: usize) {
    let case = |t: &Token| t.relation() == "case" && t.upos == Upos::Adp;
    while case(&tokens[preposition]) {
        let Some(word) = tokens[preposition].head.filter(|&w| w > preposition) else { return };
        let before =
            tokens[word].deprel == "nmod:desc" || matches!(tokens[word].relation(), "compound" | "amod");
        let Some(noun) = tokens[word].head.filter(|&n| before && n > word) else { return };
        let taken = tokens.iter().any(|t| t.head == Some(noun) && case(t));
        let nominal = matches!(tokens[noun].upos, Upos::Noun | Upos::Propn);
        if taken || !nominal || !(preposition + 1..noun).all(|i| hangs_under(tokens, i, noun)) {
            return;
        }
        tokens[preposition].head = Some(noun);
    }
}

fn hangs_under(tokens: &[Token], word: usize, noun: usize) -> bool {
    let mut at = word;
    for _ in 0..tokens.len() {
        match tokens[at].head {
            Some(head) if head == noun => return true,
            Some(head) if head < tokens.len() => at = head,
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{mend, part_final_stop, part_possessives};
    use demarche_text::{Multiword, Sentence, Span, Token, conllu};

    /// A tree of "form upos head deprel [xpos lemma]" lines, mended, without tags.
    fn mended(tree: &str) -> String {
        let rows = tree.trim().lines().enumerate().map(|(i, line)| {
            let c: Vec<&str> = line.split_whitespace().collect();
            let (xpos, lemma) = (c.get(4).unwrap_or(&"_"), c.get(5).unwrap_or(&c[0]));
            let lemma = if *lemma == "said" { "say" } else { lemma };
            format!("{}\t{}\t{lemma}\t{}\t{xpos}\t_\t{}\t{}\t_\t_\n", i + 1, c[0], c[1], c[2], c[3])
        });
        let mut read = conllu::read(&(rows.collect::<String>() + "\n")).unwrap();
        mend(&mut read.sentences[0]);
        let line =
            |t: &demarche_text::Token| format!("{} {} {}", t.form, t.head.map_or(0, |h| h + 1), t.deprel);
        read.sentences[0].tokens.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_name_that_is_the_subject_twice_is_one() {
        let tree =
            "Xi PROPN 5 nsubj\nJinping PROPN 5 nsubj\nand CCONJ 4 cc\nBiden PROPN 2 conj\nmet VERB 0 root";
        insta::assert_snapshot!(mended(tree), @r"
        Xi 5 nsubj
        Jinping 1 flat
        and 4 cc
        Biden 1 conj
        met 0 root
        ");
    }

    #[test]
    fn a_title_before_a_name_describes_it() {
        let tree = "He PRON 2 nsubj\nmet VERB 0 root\nCuban ADJ 4 amod\nleader NOUN 2 obj NN\nRaul PROPN 2 obj\nCastro PROPN 2 obj";
        insta::assert_snapshot!(mended(tree), @r"
        He 2 nsubj
        met 0 root
        Cuban 4 amod
        leader 5 nmod:desc
        Raul 2 obj
        Castro 5 flat
        ");
        let tree = "talks NOUN 0 root NNS\nwith ADP 3 case\nleader NOUN 1 nmod NN\nKim PROPN 1 nmod";
        insta::assert_snapshot!(mended(tree), @r"
        talks 0 root
        with 4 case
        leader 4 nmod:desc
        Kim 1 nmod
        ");
        let tree = "met VERB 0 root\nthe DET 3 det\nleader NOUN 1 obj NN\nKim PROPN 1 obj";
        assert!(mended(tree).ends_with("leader 1 obj\nKim 3 appos"));
        for tree in [
            "met VERB 0 root\nleader NOUN 1 obj NN\nMonday PROPN 1 obl",
            "met VERB 0 root\nleaders NOUN 1 obj NNS\nKim PROPN 1 obj",
            "gave VERB 0 root _ give\nthe DET 3 det\nminister NOUN 1 iobj NN\nParis PROPN 1 obj",
        ] {
            assert!(!mended(tree).contains("desc") && !mended(tree).contains("appos"), "{tree}");
        }
    }

    #[test]
    fn the_full_stop_of_a_sentence_is_a_word() {
        let parted = |form: &str| {
            let token = Token { span: Span::new(0, form.len()), form: form.into(), ..Token::default() };
            let mut sentence =
                Sentence { tokens: vec![token], span: Span::new(0, form.len()), ..Sentence::default() };
            part_final_stop(&mut sentence);
            sentence.tokens.iter().map(|t| t.span.of(form).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(parted("Ankara."), ["Ankara", "."]);
        assert_eq!(parted("İzmir."), ["İzmir", "."]);
        for whole in ["Sept.", "U.S.", "etc.", "Corp.", "Ankara", "3.5.", "Un."] {
            assert_eq!(parted(whole), [whole]);
        }
        let ends = |last: &str| {
            let form = |start: usize, form: &str| {
                let span = Span::new(start, start + form.len());
                Token { span, form: form.into(), ..Token::default() }
            };
            let mut sentence =
                Sentence { tokens: vec![form(0, "Jong"), form(5, last)], ..Sentence::default() };
            part_final_stop(&mut sentence);
            sentence.tokens.len() == 3
        };
        assert!(ends("Un.") && ends("Xi.") && !ends("Jr.") && !ends("Co.") && !ends("UN."));
    }

    #[test]
    fn the_mark_of_a_possessor_is_a_word() {
        let text = "Aleppo\u{2019}s Togo's let's";
        let token = |start: usize, end: usize| {
            let span = Span::new(start, end);
            Token { span, form: span.of(text).into(), space_after: end < text.len(), ..Token::default() }
        };
        let tokens = vec![token(0, 10), token(11, 17), token(18, 21), token(21, 23)];
        let multiwords = vec![Multiword { first: 2, last: 3, span: Span::new(18, 23) }];
        let mut sentence = Sentence { tokens, multiwords, ..Sentence::default() };
        part_possessives(&mut sentence);
        let words: Vec<&str> = sentence.tokens.iter().map(|t| t.span.of(text)).collect();
        assert_eq!(words, ["Aleppo", "\u{2019}s", "Togo", "'s", "let", "'s"]);
        assert!(sentence.tokens.iter().all(|t| t.form == t.span.of(text)));
        let multi: Vec<(usize, usize)> = sentence.multiwords.iter().map(|m| (m.first, m.last)).collect();
        assert_eq!(multi, [(0, 1), (2, 3), (4, 5)]);
    }

    #[test]
    fn the_last_syllable_of_a_name_is_no_preposition() {
        let rows = [
            "Moon PROPN 2 compound _",
            "Jae PROPN 5 nsubj SpaceAfter=No",
            "- PUNCT 4 punct SpaceAfter=No",
            "in ADP 5 case _",
            "spoke VERB 0 root _",
        ];
        let rows = rows.iter().enumerate().map(|(i, row)| {
            let c: Vec<&str> = row.split(' ').collect();
            format!("{}\t{}\t{}\t{}\t_\t_\t{}\t{}\t_\t{}\n", i + 1, c[0], c[0], c[1], c[2], c[3], c[4])
        });
        let mut read = conllu::read(&(rows.collect::<String>() + "\n")).unwrap();
        let sentence = &mut read.sentences[0];
        mend(sentence);
        let shown =
            sentence.tokens.iter().map(|t| format!("{} {} {}", t.form, t.upos, t.deprel)).collect::<Vec<_>>();
        assert_eq!(
            shown,
            ["Moon PROPN compound", "Jae PROPN nsubj", "- PUNCT punct", "in PROPN flat", "spoke VERB root"]
        );
    }

    #[test]
    fn subjects_that_are_no_names_stay() {
        let tree = "foes NOUN 3 nsubj\nIndia PROPN 3 nsubj\nmet VERB 0 root";
        assert!(mended(tree).contains("India 3 nsubj"));
    }

    #[test]
    fn what_follows_a_modal_is_the_verb() {
        let tree = "it PRON 5 nsubj\nwould AUX 5 aux MD\nfree ADJ 5 amod JJ\nold ADJ 5 amod JJ\nprisoners NOUN 0 root";
        insta::assert_snapshot!(mended(tree), @r"
        it 3 nsubj
        would 3 aux
        free 0 root
        old 5 amod
        prisoners 3 obj
        ");
    }

    #[test]
    fn what_follows_a_modal_is_the_verb_though_the_modal_hangs_on_it() {
        let tree = "Israel PROPN 3 nsubj\nwill AUX 3 aux MD\nfree ADJ 4 amod JJ\nprisoners NOUN 0 root";
        insta::assert_snapshot!(mended(tree), @r"
        Israel 3 nsubj
        will 3 aux
        free 0 root
        prisoners 3 obj
        ");
    }

    #[test]
    fn a_gerund_between_its_verb_and_a_noun_is_the_complement() {
        let tree = "rebels NOUN 2 nsubj\nstopped VERB 0 root VBD stop\nshelling VERB 4 amod VBG shell\ntowns NOUN 2 obj";
        insta::assert_snapshot!(mended(tree), @r"
        rebels 2 nsubj
        stopped 0 root
        shelling 2 xcomp
        towns 3 obj
        ");
        let tree =
            "they PRON 2 nsubj\nmet VERB 0 root VBD meet\nvisiting VERB 4 amod VBG visit\nenvoys NOUN 2 obj";
        assert!(mended(tree).contains("visiting 4 amod"));
    }

    #[test]
    fn a_participle_after_the_speaker_belongs_to_what_is_said() {
        let clause = "bomb NOUN 2 nsubj\nexploded VERB 5 ccomp\n, PUNCT 2 punct\npolice NOUN 5 nsubj\nsaid VERB 0 root\n, PUNCT 7 punct";
        let tree = format!("{clause}\nkilling VERB 5 advcl VBG kill\nfive NUM 7 obj");
        assert!(mended(&tree).contains("killing 2 advcl"));
        let tree = format!("{clause}\nciting VERB 5 advcl VBG cite\nwitnesses NOUN 7 obj");
        assert!(mended(&tree).contains("citing 5 advcl"));
    }

    #[test]
    fn what_was_said_on_a_day_or_in_a_statement_hangs_on_the_verb() {
        let said = "envoy NOUN 2 nsubj\nsaid VERB 0 root\nin ADP 5 case\na DET 5 det\nstatement NOUN 2 obl";
        let tree = format!("{said}\nthat SCONJ 8 mark\nIran PROPN 8 nsubj\nagreed VERB 5 acl");
        assert!(mended(&tree).contains("agreed 2 ccomp"));
        let relative = format!("{said}\nthat PRON 7 nsubj\nsurprised VERB 5 acl:relcl");
        assert!(mended(&relative).contains("surprised 5 acl:relcl"));
        let told = "envoy NOUN 2 nsubj\ntold VERB 0 root VBD tell\nreporters NOUN 2 obj\nthat SCONJ 6 mark\nIran PROPN 6 nsubj\nagreed VERB 3 acl:relcl";
        assert!(mended(told).contains("agreed 2 ccomp"));
        let condition = "envoy NOUN 2 nsubj\noffered VERB 0 root VBD offer\non ADP 4 case\ncondition NOUN 2 obl\nthat SCONJ 7 mark\nIran PROPN 7 nsubj\nagrees VERB 4 acl";
        assert!(mended(condition).contains("agrees 4 acl"));
        let risk = "envoy NOUN 2 nsubj\nwarned VERB 0 root VBD warn\nof ADP 4 case\nrisk NOUN 2 obl\nthat SCONJ 7 mark\nIran PROPN 7 nsubj\nattacks VERB 4 acl";
        assert!(mended(risk).contains("attacks 4 acl"));
    }

    #[test]
    fn what_reports_after_a_quotation_goes_on_with_the_verb_before_it() {
        let said = "envoy NOUN 2 nsubj\nsaid VERB 0 root VBD say\nit PRON 6 nsubj\nwas AUX 6 cop\n\" PUNCT 6 punct\nwrong ADJ 2 ccomp";
        let quoted = format!("{said}\n\" PUNCT 6 punct\nand CCONJ 9 cc\naccused VERB 6 conj VBD accuse");
        assert!(mended(&quoted).contains("accused 2 conj"));
        let plain = format!("{said}\nindeed ADV 6 advmod\nand CCONJ 9 cc\naccused VERB 6 conj VBD accuse");
        assert!(mended(&plain).contains("accused 6 conj"));
    }

    #[test]
    fn a_preposition_belongs_to_the_whole_phrase() {
        let tree = "talks NOUN 0 root\nwith ADP 4 case\nformer ADJ 4 amod\npresident NOUN 5 nmod:desc\nKarzai PROPN 1 nmod";
        assert!(mended(tree).contains("with 5 case"));
        let tree = "attack NOUN 0 root\nin ADP 3 case\nsouth NOUN 4 compound\nIthaca PROPN 1 nmod";
        assert!(mended(tree).contains("in 4 case"));
    }

    #[test]
    fn a_preposition_inside_a_phrase_stays() {
        let tree = "the DET 5 det\nfree ADJ 5 amod\nof ADP 4 case\ncharge NOUN 2 obl\nservice NOUN 0 root";
        assert!(mended(tree).contains("of 4 case"));
    }
}
