//! Reports as vectors: terms weighted by how rare they are, and which earlier reports are near.

use crate::{Background, Profile};
use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// How many reports the background counts for beside the reports at hand.
const PRIOR: f64 = 200.0;
/// Heaviest terms of a report by which others find it.
const KEYS: usize = 40;
/// Candidates less near than this by their keys alone are not compared.
const HOPELESS: f32 = 0.02;
/// Pairs less near than this are taken to have nothing in common.
const FAR: f32 = 0.02;
/// Share of its similarity that a pair keeps however far apart its days are.
const TIMELESS: f32 = 0.5;
/// Days after which the rest has fallen to a third.
const FADING: f32 = 20.0;

/// A report in the space: unit length, terms by number, heaviest first up to [`KEYS`], then by number.
#[derive(Clone, Debug, Default)]
pub struct Vector {
    /// All terms by number.
    terms: Vec<(u32, f32)>,
    /// The heaviest.
    keys: Vec<(u32, f32)>,
    day: Option<i32>,
}

/// Terms, their numbers, and how many reports hold them.
#[derive(Clone, Debug)]
pub struct Space {
    background: &'static Background,
    numbers: FxHashMap<CompactString, u32>,
    terms: Vec<Held>,
    reports: usize,
    vectors: Vec<Vector>,
}

#[derive(Clone, Debug)]
struct Held {
    text: CompactString,
    share: f64,
    reports: usize,
    postings: Vec<(u32, f32)>,
}

impl Space {
    pub fn new(background: &'static Background) -> Self {
        Self { background, numbers: FxHashMap::default(), terms: vec![], reports: 0, vectors: vec![] }
    }

    /// Counts a report's terms; to be done for all of a batch before any is placed.
    pub fn count(&mut self, profile: &Profile) {
        self.reports += 1;
        for (term, _) in &profile.terms {
            let number = self.number(term);
            self.terms[number as usize].reports += 1;
        }
    }

    fn number(&mut self, term: &CompactString) -> u32 {
        if let Some(&number) = self.numbers.get(term) {
            return number;
        }
        let number = self.terms.len() as u32;
        let share = self.background.share(term);
        self.terms.push(Held { text: term.clone(), share, reports: 0, postings: vec![] });
        self.numbers.insert(term.clone(), number);
        number
    }

    /// Places a counted report and gives the earlier ones that are near with how near they are, by number.
    pub fn place(&mut self, profile: &Profile) -> Vec<(usize, f32)> {
        let vector = self.vector(profile);
        let near = self.near(&vector);
        let here = self.vectors.len() as u32;
        for &(term, weight) in &vector.keys {
            self.terms[term as usize].postings.push((here, weight));
        }
        self.vectors.push(vector);
        near
    }

    fn vector(&self, profile: &Profile) -> Vector {
        let weighed = profile.terms.iter().filter_map(|(term, count)| {
            let number = *self.numbers.get(term)?;
            Some((number, (1.0 + count.ln()) * self.rarity(number)))
        });
        let mut terms: Vec<(u32, f32)> = weighed.collect();
        let length = terms.iter().map(|t| t.1 * t.1).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        for term in &mut terms {
            term.1 /= length;
        }
        terms.sort_unstable_by_key(|t| t.0);
        let mut keys = terms.clone();
        keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        keys.truncate(KEYS);
        let day = profile.date.map(|d| (d - jiff::civil::date(2000, 1, 1)).get_days());
        Vector { terms, keys, day }
    }

    fn rarity(&self, number: u32) -> f32 {
        let held = &self.terms[number as usize];
        let share = (held.share * PRIOR + held.reports as f64) / (PRIOR + self.reports as f64);
        -share.min(1.0).ln() as f32
    }

    fn near(&self, vector: &Vector) -> Vec<(usize, f32)> {
        let mut by_keys = vec![0.0_f32; self.vectors.len()];
        for &(term, weight) in &vector.keys {
            for &(other, its) in &self.terms[term as usize].postings {
                by_keys[other as usize] += weight * its;
            }
        }
        let near = by_keys.into_iter().zip(&self.vectors).enumerate();
        near.filter(|(_, (by_keys, other))| by_keys * fading(vector, other) >= HOPELESS)
            .map(|(at, (_, other))| (at, similarity(vector, other)))
            .filter(|&(_, similar)| similar >= FAR)
            .collect()
    }

    /// The terms by which two placed reports are near, the heaviest first, for a person.
    pub fn shared(&self, a: usize, b: usize) -> Vec<&str> {
        let mut shared: Vec<(f32, &str)> = common(&self.vectors[a].terms, &self.vectors[b].terms)
            .map(|(n, w)| (w, self.terms[n as usize].text.as_str()))
            .collect();
        shared.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(y.1)));
        shared.into_iter().map(|s| s.1).collect()
    }
}

/// Cosine of two reports, less for each day between them.
fn similarity(a: &Vector, b: &Vector) -> f32 {
    let cosine: f32 = common(&a.terms, &b.terms).map(|(_, w)| w).sum();
    cosine * fading(a, b)
}

/// What remains of a similarity over the days between two reports; all of it where a day is unknown.
fn fading(a: &Vector, b: &Vector) -> f32 {
    let apart = a.day.zip(b.day).map_or(0.0, |(a, b)| (a - b).unsigned_abs() as f32);
    fading_of(apart)
}

/// What remains of a similarity over so many days.
pub fn fading_of(apart: f32) -> f32 {
    TIMELESS + (1.0 - TIMELESS) * (-apart / FADING).exp()
}

/// Terms of both, with the product of their weights, by number.
fn common<'v>(a: &'v [(u32, f32)], b: &'v [(u32, f32)]) -> impl Iterator<Item = (u32, f32)> + 'v {
    let mut rest = b;
    a.iter().filter_map(move |&(number, weight)| {
        while let Some((first, tail)) = rest.split_first()
            && first.0 < number
        {
            rest = tail;
        }
        rest.first().filter(|first| first.0 == number).map(|first| (number, weight * first.1))
    })
}
