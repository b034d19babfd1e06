//! Several images looked up as one: the gazetteer that comes with the program, and larger ones of the user's.

use crate::fold;
use crate::image::{Entry, Image};

/// Longest abbreviation, in bytes.
const ABBREVIATION: usize = 8;

/// The places that names can mean.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    images: Vec<Image>,
}

/// One place that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate<'a> {
    /// The place.
    pub entry: Entry<'a>,
    /// True where the name is not the place's first.
    pub alias: bool,
    /// True where the name is an adjective or a people.
    pub adjective: bool,
}

impl Gazetteer {
    /// Adds an image. Where two have the same place, the one that was added first counts.
    pub fn add(&mut self, image: Image) {
        self.images.push(image);
    }

    /// How many places it has.
    pub fn len(&self) -> usize {
        self.images.iter().map(Image::len).sum()
    }

    /// True where it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// True where some place has this name, or may be called so.
    pub fn knows(&self, name: &str) -> bool {
        let mut folded = None;
        self.images.iter().any(|image| {
            let short = name.len() <= ABBREVIATION && image.readings(&abbreviation(name)).next().is_some();
            short || image.readings(folded.get_or_insert_with(|| fold(name))).next().is_some()
        })
    }

    /// Every place that a name may mean. An abbreviation that is written as it should be ("Ind.") means nothing else.
    pub fn candidates(&self, name: &str) -> Vec<Candidate<'_>> {
        let mut found = Vec::new();
        if name.len() <= ABBREVIATION {
            self.collect(&abbreviation(name), &mut found);
        }
        if found.is_empty() {
            self.collect(&fold(name), &mut found);
        }
        found
    }

    fn collect<'a>(&'a self, key: &str, found: &mut Vec<Candidate<'a>>) {
        for image in &self.images {
            let first = found.len();
            for reading in image.readings(key) {
                let Some(entry) = image.entry(reading.place) else { continue };
                let known = found[..first].iter().any(|c| c.entry.id == entry.id && entry.id != 0);
                if !known {
                    found.push(Candidate { entry, alias: reading.alias, adjective: reading.adjective });
                }
            }
        }
    }
}

fn abbreviation(name: &str) -> String {
    format!("={name}")
}
