//! What is kept of a report so that later ones, in later runs of the program, can be put beside it.
//!
//! An archive of a million reports does not fit into memory: whoever keeps it looks up the few reports that share a band or a
//! heavy term, and asks here how near they are. How common a term is, is counted among the latest reports.

use crate::copies::Signature;
use crate::space::fading_of;
use crate::{Background, Profile, Report};
use jiff::civil::{Date, date};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How many reports the background counts for beside those that are counted.
const PRIOR: f64 = 200.0;

/// What of a report tells whether another is its copy, or tells of the same happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    signature: Signature,
    /// Hash and weighted count of each term, by hash.
    terms: Vec<(u32, f32)>,
    day: Option<Date>,
}

/// A likeness whose terms are weighed: a vector of unit length, by hash.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    terms: Vec<(u32, f32)>,
    day: Option<Date>,
}

/// How common terms are: in the news at large, and among the reports that were counted.
#[derive(Clone, Debug, Default)]
pub struct Commonness {
    counts: FxHashMap<u32, u32>,
    reports: u32,
}

static NEWS: LazyLock<FxHashMap<u32, f64>> =
    LazyLock::new(|| Background::news().shares().map(|(term, share)| (hash(term), share)).collect());

impl Likeness {
    /// Of a report.
    pub fn of(report: &Report) -> Self {
        let profile = Profile::of(report.title, report.text, report.date);
        let mut terms: Vec<(u32, f32)> = profile.terms.iter().map(|(t, count)| (hash(t), *count)).collect();
        terms.sort_by_key(|t| t.0);
        // Two terms of one hash are taken for one.
        terms.dedup_by_key(|t| t.0);
        Self { signature: Signature::of(crate::tell::body(report)), terms, day: report.date }
    }

    /// Numbers one of which at least it shares with almost every copy; none for a report that can have no copy.
    pub fn bands(&self) -> Vec<u64> {
        self.signature.keys()
    }

    /// Whether one of the two is a copy of the other.
    pub fn is_copy(&self, other: &Self) -> bool {
        self.signature.is_copy(&other.signature)
    }

    /// Day of publication.
    pub const fn day(&self) -> Option<Date> {
        self.day
    }

    /// As bytes, to be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let day = self.day.map_or(i32::MIN, |d| (d - EPOCH).get_days());
        let mut out = day.to_le_bytes().to_vec();
        self.signature.write(&mut out);
        for (term, count) in &self.terms {
            out.extend(term.to_le_bytes());
            out.extend(count.to_le_bytes());
        }
        out
    }

    /// From bytes that were kept; `None` where they are none of ours.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (day, rest) = bytes.split_first_chunk()?;
        let day = match i32::from_le_bytes(*day) {
            i32::MIN => None,
            days => Some(EPOCH.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?),
        };
        let (signature, rest) = Signature::read(rest)?;
        let (pairs, []) = rest.as_chunks::<8>() else { return None };
        let pair = |[a, b, c, d, e, f, g, h]: &[u8; 8]| {
            (u32::from_le_bytes([*a, *b, *c, *d]), f32::from_le_bytes([*e, *f, *g, *h]))
        };
        Some(Self { signature, terms: pairs.iter().map(pair).collect(), day })
    }
}

/// The day that days are counted from.
const EPOCH: Date = date(2000, 1, 1);

impl Commonness {
    /// Counts one report more.
    pub fn count(&mut self, report: &Likeness) {
        self.reports += 1;
        report.terms.iter().for_each(|(term, _)| *self.counts.entry(*term).or_default() += 1);
    }

    /// Counts one report less, which was counted before.
    pub fn forget(&mut self, report: &Likeness) {
        self.reports = self.reports.saturating_sub(1);
        for (term, _) in &report.terms {
            if let Some(count) = self.counts.get_mut(term) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.counts.remove(term);
                }
            }
        }
    }

    fn rarity(&self, term: u32) -> f32 {
        let news = NEWS.get(&term).copied().unwrap_or(0.0).max(crate::background::RARE);
        let here = f64::from(self.counts.get(&term).copied().unwrap_or_default());
        let share = (news * PRIOR + here) / (PRIOR + f64::from(self.reports));
        -share.min(1.0).ln() as f32
    }

    /// Weighs the terms of a report.
    pub fn weigh(&self, report: &Likeness) -> Weighed {
        let weight = |&(term, count): &(u32, f32)| (term, (1.0 + count.ln()) * self.rarity(term));
        let mut terms: Vec<(u32, f32)> = report.terms.iter().map(weight).collect();
        let length = terms.iter().map(|t| t.1 * t.1).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        for term in &mut terms {
            term.1 /= length;
        }
        Weighed { terms, day: report.day }
    }
}

impl Weighed {
    /// Its heaviest terms with their weights, the heaviest first.
    pub fn heaviest(&self, most: usize) -> Vec<(u32, f32)> {
        let mut terms = self.terms.clone();
        terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.truncate(most);
        terms
    }

    /// How near two reports are, 0 to 1: the cosine of their terms, less for each day between them.
    pub fn similarity(&self, other: &Self) -> f32 {
        let mut rest = other.terms.iter().peekable();
        let mut cosine = 0.0;
        for &(term, weight) in &self.terms {
            while rest.next_if(|t| t.0 < term).is_some() {}
            cosine += rest.next_if(|t| t.0 == term).map_or(0.0, |t| t.1 * weight);
        }
        let apart = self.day.zip(other.day).map_or(0, |(a, b)| (a - b).get_days().unsigned_abs());
        cosine * fading_of(apart as f32)
    }
}

/// Terms that two reports share and by which they are near, for a person: the heaviest in the news at large first.
pub fn shared(one: &Report, other: &Report) -> Vec<String> {
    let heard = Commonness::default();
    let profile = |report: &Report| Profile::of(report.title, report.text, None);
    let (one, other) = (profile(one), profile(other));
    let weight = |term: &str, count: f32| (1.0 + count.ln()) * heard.rarity(hash(term));
    let both = one.terms.iter().filter_map(|(term, count)| {
        let at = other.terms.binary_search_by(|(t, _)| t.cmp(term)).ok()?;
        Some((weight(term, *count) * weight(term, other.terms[at].1), term))
    });
    let mut both: Vec<_> = both.collect();
    both.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    both.into_iter().map(|(_, term)| term.to_string()).collect()
}

/// Hash of a term: FNV-1a, 32 bits (Fowler, Noll, Vo).
fn hash(term: &str) -> u32 {
    term.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIRE: &str = "A tram derailed in Croydon, south of London, early on Wednesday, killing seven people and hurting \
        fifty, the police said. The driver was arrested on suspicion of manslaughter, and the line stays closed.";

    fn likeness(text: &str, day: Option<Date>) -> Likeness {
        Likeness::of(&Report { id: "", title: "", text, date: day })
    }

    #[test]
    fn what_is_kept_comes_back() {
        for day in [
            None,
            Some(date(1979, 2, 1)),
            Some(date(2026, 11, 26)),
            Some(date(1, 1, 1)),
            Some(date(9999, 1, 1)),
        ] {
            for text in ["", "Ri", WIRE] {
                let kept = likeness(text, day);
                assert_eq!(Likeness::from_bytes(&kept.to_bytes()), Some(kept));
            }
        }
        let bytes = likeness(WIRE, None).to_bytes();
        for end in 0..bytes.len() {
            let cut = Likeness::from_bytes(&bytes[..end]);
            assert!(cut.is_none_or(|c| c.terms.len() < bytes.len() / 8), "{end}");
        }
    }

    #[test]
    fn copies_share_a_band_and_others_do_not() {
        let (wire, cut) = (likeness(WIRE, None), likeness(&WIRE[..170], None));
        let other =
            likeness("Hackers stole the data of 143 million customers of Equifax, the company said.", None);
        assert!(wire.is_copy(&cut) && wire.bands().iter().any(|b| cut.bands().contains(b)));
        assert!(!wire.is_copy(&other) && !wire.bands().iter().any(|b| other.bands().contains(b)));
        assert_eq!(likeness("", None).bands(), []);
    }

    #[test]
    fn the_same_happening_is_nearer_than_another_and_than_the_same_words_later() {
        let own = "Seven people died when a tram derailed in Croydon; its driver was arrested.";
        let mut common = Commonness::default();
        let day = date(2016, 11, 9);
        let near = |text, on| {
            let other = common.weigh(&likeness(text, Some(on)));
            common.weigh(&likeness(WIRE, Some(day))).similarity(&other)
        };
        let hacked = "Hackers stole the data of 143 million customers of Equifax on Wednesday.";
        assert!(near(own, day) > 2.0 * near(hacked, day));
        assert!(near(own, day) > near(own, date(2017, 1, 9)));
        assert!((near(WIRE, day) - 1.0).abs() < 1e-4);
        let before = common.weigh(&likeness(own, None));
        common.count(&likeness(own, None));
        assert_ne!(common.weigh(&likeness(own, None)), before);
        common.forget(&likeness(own, None));
        assert_eq!(common.weigh(&likeness(own, None)), before);
    }

    #[test]
    fn the_reason_is_words() {
        let report = |text| Report { id: "", title: "", text, date: None };
        let own = report("Seven people died when a tram derailed in Croydon.");
        assert_eq!(shared(&report(WIRE), &own)[..3], ["croydon", "tram", "derail"]);
    }
}
