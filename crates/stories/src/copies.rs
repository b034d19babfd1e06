//! Copies: the same wire report in twenty papers, whole, shortened or lightly edited.
//!
//! Signatures are minima of hashed shingles of words (Broder 1997). Reports that share a band of their signatures are compared (Indyk
//! and Motwani 1998); a copy is one whose shingles stand almost all in the other, which finds shortened copies too.

use crate::words::terms;
use rustc_hash::{FxHashMap, FxHashSet};

/// Minima in a signature.
const MINIMA: usize = 128;
/// Minima in a band. With bands of four, two reports that share half of their shingles meet with probability 0.87.
const BAND: usize = 4;
/// Words in a shingle.
const SHINGLE: usize = 4;
/// Share of the shorter report's shingles that a copy has in the other.
const CONTAINED: f32 = 0.7;
/// Shingles below which a report is too short to be anybody's copy unless it is the same throughout.
const SHORT: usize = 25;

/// A report's shingles in a form that can be kept and compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    minima: Vec<u32>,
    shingles: usize,
}

impl Signature {
    /// Signature of a text; the title should not be in it, since papers write their own.
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> = terms(text).map(|t| fnv(t.text.as_bytes())).collect();
        let shingles: FxHashSet<u64> =
            words.windows(SHINGLE).map(|w| w.iter().fold(0, |h, &x| mix(h ^ x))).collect();
        let minimum = |seed: u64| {
            let seed = mix(seed + 1);
            shingles.iter().map(|&s| (mix(s ^ seed) >> 32) as u32).min().unwrap_or(u32::MAX)
        };
        Self { minima: (0..MINIMA as u64).map(minimum).collect(), shingles: shingles.len() }
    }

    /// Estimated share of the shorter text's shingles that the longer one has.
    pub fn contained(&self, other: &Self) -> f32 {
        let (a, b) = (self.shingles as f32, other.shingles as f32);
        if a == 0.0 || b == 0.0 {
            return 0.0;
        }
        let same = self.minima.iter().zip(&other.minima).filter(|(x, y)| x == y).count();
        let jaccard = same as f32 / MINIMA as f32;
        (jaccard * (a + b) / (1.0 + jaccard) / a.min(b)).min(1.0)
    }

    /// Its bands as numbers that tell their places too; none where it has no shingle.
    pub(crate) fn keys(&self) -> Vec<u64> {
        if self.shingles == 0 {
            return vec![];
        }
        self.bands().map(|(at, hash)| mix(hash ^ at as u64)).collect()
    }

    /// Appends it as bytes.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.shingles as u32).to_le_bytes());
        self.minima.iter().for_each(|m| out.extend(m.to_le_bytes()));
    }

    /// Reads it and what follows it.
    pub(crate) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (shingles, rest) = bytes.split_first_chunk()?;
        let (minima, rest) = rest.split_at_checked(4 * MINIMA)?;
        let minima = minima.as_chunks().0.iter().map(|m| u32::from_le_bytes(*m)).collect();
        Some((Self { minima, shingles: u32::from_le_bytes(*shingles) as usize }, rest))
    }

    pub(crate) fn is_copy(&self, other: &Self) -> bool {
        let needed = if self.shingles.min(other.shingles) < SHORT { 0.95 } else { CONTAINED };
        self.contained(other) >= needed
    }

    fn bands(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        self.minima.chunks(BAND).map(|band| band.iter().fold(0, |h, &x| mix(h ^ u64::from(x)))).enumerate()
    }
}

/// Signatures seen so far; finds the original of a copy.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    bands: FxHashMap<(usize, u64), Vec<usize>>,
    seen: Vec<(usize, Signature)>,
}

impl Copies {
    /// Takes in the next report and gives the number of the original that it is a copy of: the first report of its kind.
    ///
    /// Reports are numbered by the order of the calls, from 0.
    pub fn add(&mut self, signature: Signature) -> Option<usize> {
        let here = self.seen.len();
        let near = signature.bands().filter_map(|key| self.bands.get(&key)).flatten();
        let near: std::collections::BTreeSet<usize> = near.copied().collect();
        let original =
            near.into_iter().find(|&at| self.seen[at].1.is_copy(&signature)).map(|at| self.seen[at].0);
        if signature.shingles > 0 {
            signature.bands().for_each(|key| self.bands.entry(key).or_default().push(here));
        }
        self.seen.push((original.unwrap_or(here), signature));
        original
    }
}

fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Finaliser of `SplitMix64`: every bit of the input moves every bit of the output.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIRE: &str = "The leaders of the two Koreas will meet late next month at the Peace House, on the southern side of \
        the truce village of Panmunjom, the national security adviser said on Tuesday after a two-day trip to Pyongyang. \
        He said a direct telephone line would be laid between the two leaders and that they would speak on it before they \
        met. It would be the third meeting of its kind, after those of 2000 and 2007.";

    fn originals(texts: &[&str]) -> Vec<Option<usize>> {
        let mut copies = Copies::default();
        texts.iter().map(|t| copies.add(Signature::of(t))).collect()
    }

    #[test]
    fn whole_shortened_and_edited_copies_are_found() {
        let (cut, _) = WIRE.split_at(260);
        let edited = WIRE.replace("truce village", "border village").replace("It would be", "That would be");
        assert_eq!(originals(&[WIRE, WIRE, cut, &edited]), [None, Some(0), Some(0), Some(0)]);
    }

    #[test]
    fn another_report_of_the_same_happening_is_no_copy() {
        let other = "Seoul's envoy, back from Pyongyang, announced on Tuesday that North and South Korea had agreed on a \
            summit at Panmunjom in late April and on a telephone line between their leaders.";
        assert_eq!(originals(&[WIRE, other, "", ""]), [None; 4]);
    }
}
