//! Mentions and coreference over parsed reports.

use demarche_actors::{Base, Mention, MentionKind, Rule, assign_speaker, mentions};
use demarche_text::{Document, GivenMention, Span, conllu};
use std::fmt::Write as _;

/// Reads sentences of `FORM UPOS HEAD DEPREL` a word, `|` between words, a line a sentence; a plural noun is `NOUN+`.
fn parse(source: &str) -> (Document, Vec<demarche_text::Sentence>) {
    let mut out = String::new();
    for line in source.lines().map(str::trim).filter(|l| !l.is_empty()) {
        for (at, word) in line.split('|').enumerate() {
            let cells: Vec<&str> = word.split_whitespace().collect();
            let [form, upos, head, deprel] = cells[..] else { panic!("four cells in {word:?}") };
            let number = if upos.ends_with('+') { "Number=Plur" } else { "Number=Sing" };
            let lemma = if form == "said" { "say".to_owned() } else { form.to_lowercase() };
            let upos = upos.trim_end_matches('+');
            let xpos = if upos == "PROPN" { "NNP" } else { "_" };
            let _ = writeln!(
                out,
                "{}\t{form}\t{lemma}\t{upos}\t{xpos}\t{number}\t{head}\t{deprel}\t_\t_",
                at + 1
            );
        }
        out.push('\n');
    }
    let read = conllu::read(&out).expect("well-formed trees");
    let date = Some(jiff::civil::date(2018, 9, 29));
    (Document { text: read.text, date, ..Document::default() }, read.sentences)
}

fn check(source: &str) -> String {
    let (document, sentences) = parse(source);
    show(&document, &mentions(&document, &sentences, Base::builtin()))
}

fn show(document: &Document, found: &[Mention]) -> String {
    let mut out = String::new();
    for m in found {
        let text = m.span.of(&document.text);
        let _ = writeln!(out, "{text} = {} #{} {}", m.actor.code(), m.chain, m.rule);
        for (span, actor) in m.parties().filter(|_| !m.members.is_empty()) {
            let _ = writeln!(out, "  + {} = {}", span.of(&document.text), actor.code());
        }
    }
    out
}

const MEETING: &str = "
    Turkish ADJ 3 amod|Foreign ADJ 3 amod|Minister PROPN 6 nsubj|Mevlut PROPN 3 flat|Cavusoglu PROPN 3 flat|met VERB 0 root|his PRON 10 nmod:poss|North ADJ 9 amod|Korean ADJ 10 amod|counterpart NOUN 6 obj
    He PRON 2 nsubj|praised VERB 0 root|Pyongyang PROPN 2 obj
";

#[test]
fn a_counterpart_has_the_same_office_elsewhere() {
    insta::assert_snapshot!(check(MEETING), @r"
    Turkish Foreign Minister Mevlut Cavusoglu = TURGOV #0 actors.person
    his North Korean counterpart = PRKGOV #1 coref.counterpart
    his = TURGOV #0 coref.pronoun
    He = TURGOV #0 coref.pronoun
    Pyongyang = PRKGOV #2 actors.seat
    ");
}

#[test]
fn an_apposition_says_who_a_name_is() {
    insta::assert_snapshot!(check("
        North PROPN 2 compound|Korea PROPN 5 nmod:poss|'s PART 2 case|trade NOUN 5 compound|minister NOUN 10 nsubj|, PUNCT 7 punct|Pak PROPN 5 appos|Unbekannt PROPN 7 flat|, PUNCT 7 punct|spoke VERB 0 root
        Pak PROPN 2 nsubj|accused VERB 0 root|Washington PROPN 2 obj
    "), @r"
    North Korea 's trade minister = PRKGOV #0 actors.apposition
    North Korea = PRK #1 actors.country
    Pak Unbekannt = PRKGOV #0 actors.apposition
    Pak = PRKGOV #0 coref.name
    Washington = USAGOV #2 actors.seat
    ");
}

#[test]
fn coordinated_adjectives_make_two_actors() {
    insta::assert_snapshot!(check("
        Russian ADJ 4 amod|and CCONJ 3 cc|Belarusian ADJ 1 conj|soldiers NOUN+ 5 nsubj|attacked VERB 0 root|Kyiv PROPN 5 obj
        They PRON 2 nsubj|withdrew VERB 0 root
    "), @r"
    Russian and Belarusian soldiers = RUSMIL #0 actors.agent
      + Russian = RUSMIL
      + Belarusian soldiers = BLRMIL
    Kyiv = UKRGOV #1 actors.seat
    They = RUSMIL #0 coref.pronoun
      + They = RUSMIL
      + They = BLRMIL
    ");
}

#[test]
fn a_group_is_the_last_group_named() {
    insta::assert_snapshot!(check("
        Hamas PROPN 2 nsubj|fired VERB 0 root|rockets NOUN+ 2 obj|at ADP 5 case|Israel PROPN 2 obl
        The DET 2 det|group NOUN 3 nsubj|said VERB 0 root|its PRON 5 nmod:poss|fighters NOUN+ 6 nsubj|left VERB 3 ccomp
    "), @r"
    Hamas = PSEREB #0 actors.body
    rockets = MIL #1 actors.agent
    Israel = ISR #2 actors.country
    The group = PSEREB #0 coref.definite
    its fighters = PSEREB #3 coref.possessor
    its = PSEREB #0 coref.pronoun
    ");
}

#[test]
fn both_sides_are_the_two_named_together() {
    insta::assert_snapshot!(check("
        Armenia PROPN 4 nsubj|and CCONJ 3 cc|Azerbaijan PROPN 1 conj|talked VERB 0 root|in ADP 6 case|Geneva PROPN 4 obl
        Russia PROPN 2 nsubj|praised VERB 0 root|the DET 5 det|two NUM 5 nummod|countries NOUN+ 2 obj
        Both DET 2 det|sides NOUN+ 3 nsubj|agreed VERB 0 root
        Both DET 2 det|cars NOUN+ 3 nsubj|crashed VERB 0 root
    "), @r"
    Armenia = ARM #0 actors.country
    Azerbaijan = AZE #1 actors.country
    Geneva = CHE #2 actors.place
    Russia = RUS #3 actors.country
    the two countries = ARM #4 coref.sides
      + the two countries = ARM
      + the two countries = AZE
    Both sides = ARM #5 coref.sides
      + Both sides = ARM
      + Both sides = AZE
    ");
}

#[test]
fn institutions_are_of_the_country_spoken_of() {
    insta::assert_snapshot!(check("
        Protesters NOUN+ 2 nsubj|gathered VERB 0 root|in ADP 4 case|Tbilisi PROPN 2 obl
        Police NOUN+ 2 nsubj|arrested VERB 0 root|dozens NOUN+ 2 obj
    "), @r"
    Protesters = GEOCVL #0 coref.context
    Tbilisi = GEOGOV #1 actors.seat
    Police = GEOCOP #2 coref.context
    ");
}

#[test]
fn names_of_places_may_be_names_of_people() {
    insta::assert_snapshot!(check("
        Michael PROPN 3 nsubj|Jordan PROPN 1 flat|visited VERB 0 root|Jordan PROPN 3 obj
    "), @r"
    Michael Jordan = --- #0 actors.unknown
    Jordan = JOR #1 actors.country
    ");
}

#[test]
fn modifiers_of_deeds_are_mentions() {
    insta::assert_snapshot!(check("
        Syrian ADJ 3 amod|government NOUN 3 compound|airstrikes NOUN+ 4 nsubj|hit VERB 0 root|Turkish ADJ 8 amod|- PUNCT 7 punct|backed VERB 8 amod|rebels NOUN+ 4 obj
    "), @r"
    Syrian government = SYRGOV #0 actors.agent
    Turkish - backed rebels = SYRREB #1 coref.context
    ");
}

#[test]
fn abstract_nouns_are_nobody() {
    insta::assert_snapshot!(check("
        The DET 2 det|talks NOUN+ 3 nsubj|ended VERB 0 root|on ADP 5 case|Monday PROPN 3 obl
    "), @"");
}

#[test]
fn spans_from_outside_are_kept() {
    let (mut document, sentences) =
        parse("The DET 2 det|talks NOUN+ 3 nsubj|angered VERB 0 root|Iran PROPN 3 obj");
    let end = document.text.find(" angered").expect("the verb");
    document.mentions = vec![GivenMention { span: Span::new(4, end), code: Some("USAGOV".to_owned()) }];
    let found = mentions(&document, &sentences, Base::builtin());
    assert_eq!(found[0].kind, MentionKind::Given);
    assert_eq!(found[0].span.of(&document.text), "talks");
    assert_eq!((found[0].actor.code(), found[0].rule), ("USAGOV".to_owned(), Rule::Given));
    assert_eq!(found.len(), 2);
}

#[test]
fn the_first_person_is_the_speaker() {
    let (document, sentences) = parse("
        We PRON 2 nsubj|protest VERB 0 root|, PUNCT 2 punct|I PRON 5 nsubj|said VERB 2 parataxis|Putin PROPN 5 obj
    ");
    let mut found = mentions(&document, &sentences, Base::builtin());
    let speaker = found.iter().position(|m| m.span.of(&document.text) == "Putin").expect("a mention");
    assign_speaker(&mut found, &document.text, sentences[0].span, speaker);
    assert_eq!((found[0].actor.code(), found[0].actor.entity.clone()), ("RUSGOV".to_owned(), None));
    assert_eq!((found[1].actor.code(), found[1].chain), ("RUSGOV".to_owned(), found[speaker].chain));
}

/// Any tree at all gives mentions whose spans lie in the text, in order, and no panic.
#[test]
fn odd_trees_are_survived() {
    let words = [
        "Turkey",
        "and",
        "'s",
        "-",
        "the",
        "of",
        "president",
        "Kim",
        "who",
        "they",
        "US",
        ",",
        "backed",
        "Damascus",
    ];
    let mut seed = 7u32;
    let mut next = |n: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % n
    };
    let relations = [
        "nsubj",
        "amod",
        "compound",
        "flat",
        "appos",
        "conj",
        "nmod",
        "nmod:poss",
        "acl:relcl",
        "case",
        "punct",
        "root",
    ];
    let tags = ["NOUN", "PROPN", "PRON", "ADJ", "VERB", "PUNCT", "ADP", "NUM"];
    for _ in 0..300 {
        let count = 1 + next(9);
        let line: Vec<String> = (0..count)
            .map(|_| {
                format!(
                    "{} {} {} {}",
                    words[next(words.len())],
                    tags[next(tags.len())],
                    next(count + 1),
                    relations[next(relations.len())]
                )
            })
            .collect();
        let (document, sentences) = parse(&line.join("|"));
        for mention in mentions(&document, &sentences, Base::builtin()) {
            assert!(!mention.span.of(&document.text).is_empty());
            assert!(
                mention.chain < 100 && mention.tokens.contains(&mention.head)
                    || mention.kind == MentionKind::Modifier
            );
        }
    }
}

#[test]
fn a_thing_is_meant_rather_than_an_actor() {
    insta::assert_snapshot!(check("
        Iran PROPN 2 nsubj|protested VERB 0 root
        The DET 2 det|document NOUN 4 nsubj:pass|was AUX 4 aux|leaked VERB 0 root
        It PRON 2 nsubj|runs VERB 0 root|to ADP 5 case|ten NUM 5 nummod|pages NOUN+ 2 obl
    "), @r"
    Iran = IRN #0 actors.country
    It = --- #1 actors.unknown
    ");
}

#[test]
fn a_secretary_of_state_is_a_person() {
    insta::assert_snapshot!(check("
        Mohammad PROPN 4 nsubj|Javad PROPN 1 flat|Zarif PROPN 1 flat|waited VERB 0 root
        The DET 3 det|American ADJ 3 amod|secretary NOUN 6 nsubj|of ADP 5 case|state NOUN 3 nmod|doubted VERB 0 root|it PRON 6 obj
        He PRON 2 nsubj|left VERB 0 root
    "), @r"
    Mohammad Javad Zarif = IRNGOV #0 actors.person
    The American secretary of state = USAGOV #1 actors.holder
    it = --- #2 actors.unknown
    He = USAGOV #1 coref.pronoun
    ");
}

#[test]
fn he_in_a_quotation_is_not_its_speaker() {
    insta::assert_snapshot!(check("
        Emmanuel PROPN 3 nsubj|Macron PROPN 1 flat|met VERB 0 root|Vladimir PROPN 3 obj|Putin PROPN 4 flat|in ADP 7 case|May PROPN 3 obl
        “ PUNCT 4 punct|He PRON 4 nsubj|has AUX 4 aux|lied VERB 7 ccomp|, PUNCT 4 punct|” PUNCT 4 punct|said VERB 0 root|Emmanuel PROPN 7 nsubj|Macron PROPN 8 flat
    "), @r"
    Emmanuel Macron = FRAGOV #0 actors.person
    Vladimir Putin = RUSGOV #1 actors.person
    He = RUSGOV #1 coref.pronoun
    Emmanuel Macron = FRAGOV #0 actors.person
    ");
}

#[test]
fn a_people_among_others_is_of_the_country_spoken_of() {
    let tree = "
        Ethnic ADJ 2 amod|Albanians PROPN+ 3 nsubj|demonstrated VERB 0 root|in ADP 5 case|Serbia PROPN 3 obl
    ";
    insta::assert_snapshot!(check(tree), @r"
    Ethnic Albanians = SRBCVL #0 coref.context
    Serbia = SRB #1 actors.country
    ");
}
