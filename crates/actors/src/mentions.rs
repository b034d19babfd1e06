//! The mentions of a whole report.

use crate::Str;
use crate::base::Base;
use crate::coref::track;
use crate::find::find;
use crate::mention::Mention;
use crate::read::Around;
use crate::words::Words;
use demarche_text::{Document, Sentence};
use rustc_hash::FxHashSet;

/// Finds who is spoken of in a report, says who they are, and which mentions are the same.
///
/// `sentences` are those of `document`'s text, parsed. The mentions come in order of the text; where two start at one
/// word, the longer comes first. Names and nouns for persons of whom nothing is known are among them, with the code
/// `---`.
///
/// ```
/// use demarche_actors::{Base, mentions};
/// use demarche_text::{Document, conllu};
/// let parsed = conllu::read(
///     "1\tSyrian\tSyrian\tADJ\tJJ\t_\t2\tamod\t_\t_\n2\tsoldiers\tsoldier\tNOUN\tNNS\tNumber=Plur\t3\tnsubj\t_\t_\n\
///      3\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_\n\n",
/// )
/// .unwrap();
/// let document = Document { text: parsed.text.clone(), ..Document::default() };
/// let found = mentions(&document, &parsed.sentences, Base::builtin());
/// assert_eq!(found[0].span.of(&document.text), "Syrian soldiers");
/// assert_eq!(found[0].actor.code(), "SYRMIL");
/// ```
pub fn mentions(document: &Document, sentences: &[Sentence], base: &Base) -> Vec<Mention> {
    let words: Vec<Words> = sentences.iter().map(|s| Words::of(base, s)).collect();
    let countries = countries(base, &words);
    let spoken_of = |code: &str| countries.contains(code);
    let around = Around { base, date: document.date, hint: None, spoken_of: &spoken_of };
    let mut drafts = vec![];
    for (at, (sentence, words)) in sentences.iter().zip(&words).enumerate() {
        drafts.append(&mut find(around, document, at, sentence, words));
    }
    track(base, document.date, sentences, drafts)
}

/// Codes of the countries that a report names in any way.
fn countries(base: &Base, words: &[Words]) -> FxHashSet<Str> {
    let items = words.iter().flat_map(|w| &w.items);
    let countries = items
        .filter_map(|i| i.senses.country.map(|(at, _)| at).or_else(|| base.place_country(i.senses.place)));
    countries.filter_map(|at| base.countries.get(at as usize)).map(|c| c.code.clone()).collect()
}
