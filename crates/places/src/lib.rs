//! Places: a gazetteer, toponyms found in reports, and which place each of them means.
//!
//! ```
//! use demarche_places::{Builder, Gazetteer, Image, find, table};
//! use demarche_text::{Entity, Sentence, Span, Token};
//! let rows = "name\taliases\tlat\tlon\tkind\tcountry\tadmin1\tadmin2\tpopulation\tid\tsource\n\
//!     Paris\t\t48.853\t2.349\tPPLC\tFRA\t11\t\t2138551\t2988507\tGeoNames\n\
//!     Paris\t\t33.661\t-95.556\tPPL\tUSA\tTX\t\t24782\t4717560\tGeoNames\n\
//!     Texas\t=Tex.\t31.13\t-98.76\tADM1\tUSA\tTX\t\t22148779\t4736286\tGeoNames\n";
//! let mut builder = Builder::default();
//! table::rows("example", rows).unwrap().iter().for_each(|row| builder.add(row));
//! let mut gazetteer = Gazetteer::default();
//! gazetteer.add(Image::new(builder.finish()).unwrap());
//!
//! let text = "Paris, Texas";
//! let token = |start, end| Token { span: Span::new(start, end), form: text[start..end].into(), xpos: "NNP".into(), ..Token::default() };
//! let place = |at| Entity { first: at, last: at, kind: "LOC".into() };
//! let sentence = Sentence {
//!     span: Span::new(0, text.len()),
//!     tokens: vec![token(0, 5), token(5, 6), token(7, 12)],
//!     entities: vec![place(0), place(2)],
//!     ..Sentence::default()
//! };
//! let found = find(text, &[sentence], &gazetteer);
//! assert_eq!((found[0].country.as_str(), found[0].admin1.as_str()), ("USA", "Texas"));
//! ```
//!
//! A name that the gazetteer does not have is not found, and no place is made up for it. It leaves out streets, addresses
//! and the shapes of places: each is one point, with how exact it is ([`Precision`]).

mod fold;
mod gazetteer;
mod image;
mod iso;
mod kind;
mod link;
mod resolve;
mod spot;
pub mod table;
mod words;

use demarche_text::{Sentence, Span, Str};
use std::ops::Range;

pub use fold::fold;
pub use gazetteer::{Candidate, Gazetteer};
pub use image::{Builder, Entry, Image, ImageError, Reading};
pub use iso::alpha3;
pub use kind::{Kind, Precision};
pub use link::{Upon, dateline, of_event, of_story};
pub use resolve::{FEATURES, Features, Reason, feature_names};
pub use table::{Row, TableError};

/// A mention of a place, with the place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Where it stands.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: usize,
    /// The tokens it covers.
    pub tokens: Range<usize>,
    /// The place's name in the gazetteer.
    pub name: Str,
    /// ISO 3166-1, alpha-3; empty where it lies in no country or in several.
    pub country: Str,
    /// Name of its division of the first level; empty where there is none.
    pub admin1: Str,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// `GeoNames`' id, 0 where it has none.
    pub id: u32,
    /// Sort of place.
    pub kind: Kind,
    /// True for "French" and "the French": they speak of the place and do not name it.
    pub adjective: bool,
    /// True for a country, capital or seat of power that acts or is spoken to: "Washington accused Moscow". The place is that of
    /// the name all the same; nothing happens there.
    pub government: bool,
    /// Why this place and no other of its name.
    pub reason: Reason,
    /// Its share among the places of its name, 0 to 1.
    pub confidence: f32,
    /// How many places of the name were weighed.
    pub choices: usize,
}

/// Finds the places of a report: sorted, and none overlaps another.
///
/// `sentences` are those of `text`, with their trees and entities.
pub fn find(text: &str, sentences: &[Sentence], gazetteer: &Gazetteer) -> Vec<Place> {
    let spots = spot::spots(text, sentences, gazetteer);
    let mut found = Vec::with_capacity(spots.len());
    for group in resolve::groups(&spots) {
        let Some(best) = group.options.first() else { continue };
        let reason = resolve::reason(&group);
        for &mention in &group.mentions {
            let spot = &spots[mention];
            let entry = &best.candidate.entry;
            found.push(Place {
                span: spot.span,
                sentence: spot.sentence,
                tokens: spot.tokens.clone(),
                name: entry.name.into(),
                country: entry.country.into(),
                admin1: if entry.kind == Kind::Country { Str::default() } else { entry.admin1.into() },
                lat: entry.lat,
                lon: entry.lon,
                id: entry.id,
                kind: entry.kind,
                adjective: best.candidate.adjective,
                government: false,
                reason,
                confidence: best.share,
                choices: group.options.len(),
            });
        }
    }
    found.sort_by_key(|p| p.span);
    for place in &mut found {
        place.government = link::acts(&sentences[place.sentence], place);
    }
    found
}

/// A candidate of a name with what speaks for it: what the weights are fitted on.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The mentions of the name.
    pub spans: Vec<Span>,
    /// The place.
    pub name: Str,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// In the order of [`feature_names`].
    pub features: Features,
}

/// Every candidate of every name of a report, name by name.
pub fn weigh(text: &str, sentences: &[Sentence], gazetteer: &Gazetteer) -> Vec<Vec<Weighed>> {
    let spots = spot::spots(text, sentences, gazetteer);
    let groups = resolve::groups(&spots);
    let one = |group: &resolve::Group<'_>, choice: &resolve::Choice<'_>| Weighed {
        spans: group.mentions.iter().map(|&m| spots[m].span).collect(),
        name: choice.candidate.entry.name.into(),
        lat: choice.candidate.entry.lat,
        lon: choice.candidate.entry.lon,
        features: choice.features,
    };
    groups.iter().map(|g| g.options.iter().map(|o| one(g, o)).collect()).collect()
}
