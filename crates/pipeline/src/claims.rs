//! What a coded report says for the ledger, in its headline and its text.

use crate::{Coded, Coder, Document};
use demarche_ledger::{Claim, LedgerRules, Reading};
use jiff::civil::Date;

/// What a report says of meetings, pledges and so on; nothing where it has no date.
///
/// ```
/// use demarche_pipeline::{Coder, Document, claims};
/// let (coder, rules) = (Coder::builtin()?, demarche_ledger::LedgerRules::builtin()?);
/// let text = "Merkel will meet Macron in Berlin on Friday.".to_owned();
/// let document = Document { text, date: Some(jiff::civil::date(2018, 6, 13)), ..Document::default() };
/// let coded = coder.code(&document);
/// assert_eq!(claims(&coder, &rules, &document, &coded).len(), 1);
/// assert!(claims(&coder, &rules, &Document { date: None, ..document }, &coded).is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn claims(coder: &Coder, rules: &LedgerRules, document: &Document, coded: &Coded) -> Vec<Claim> {
    let Some(date) = document.date.filter(|_| !coded.sentences.is_empty()) else { return vec![] };
    let headline = coder.headline(document, coded);
    let parts = headline.iter().map(|(document, coded)| part(document, coded, date, true));
    let parts: Vec<Reading> = parts.chain([part(document, coded, date, false)]).collect();
    demarche_ledger::claims(&parts, rules)
}

fn part<'a>(document: &'a Document, coded: &'a Coded, date: Date, headline: bool) -> Reading<'a> {
    Reading {
        doc_id: &document.id,
        date,
        text: &document.text,
        headline,
        sentences: &coded.sentences,
        mentions: &coded.mentions,
        timexes: &coded.timexes,
        attributions: &coded.attributions,
        events: &coded.events,
    }
}
