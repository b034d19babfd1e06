//! Reports that come one at a time.

use crate::copies::{Copies, Signature};
use crate::linkage::THRESHOLD;
use crate::space::Space;
use crate::{Background, Profile};
use std::collections::BTreeMap;

/// Where a report was put.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Number of the report, from 0 in the order of the calls.
    pub report: usize,
    /// Its story, by the number of the story's first report.
    pub story: usize,
    /// The report that it is a copy of.
    pub copy_of: Option<usize>,
    /// How near it is to its story on average; 0 where it begins one.
    pub similarity: f32,
    /// Terms that it shares with the nearest report of its story, the heaviest first: the reason, for a person.
    pub shared: Vec<String>,
}

/// Terms named as the reason.
const REASON: usize = 8;

/// Stories that grow by one report at a time.
///
/// Every report is put to the story that it is nearest to on average, or begins one. What is said once is not changed later, so
/// that the outcome depends on the order; [`crate::tell`] looks at a batch as a whole.
#[derive(Clone, Debug)]
pub struct Archive {
    space: Space,
    copies: Copies,
    story: Vec<usize>,
    size: Vec<usize>,
}

impl Default for Archive {
    fn default() -> Self {
        Self { space: Space::new(Background::news()), copies: Copies::default(), story: vec![], size: vec![] }
    }
}

impl Archive {
    /// Takes in a report.
    pub fn add(&mut self, profile: &Profile, signature: Signature) -> Placed {
        let report = self.story.len();
        self.space.count(profile);
        let near = self.space.place(profile);
        let copy_of = self.copies.add(signature);
        let (story, similarity) = match copy_of {
            Some(original) => (self.story[original], 1.0),
            None => self.nearest(&near).unwrap_or((report, 0.0)),
        };
        self.story.push(story);
        self.size.push(0);
        self.size[story] += 1;
        let witness = near.iter().filter(|n| self.story[n.0] == story).max_by(|a, b| a.1.total_cmp(&b.1));
        let shared = witness.map_or(vec![], |w| self.space.shared(w.0, report));
        let shared = shared.into_iter().take(REASON).map(str::to_owned).collect();
        Placed { report, story, copy_of, similarity, shared }
    }

    fn nearest(&self, near: &[(usize, f32)]) -> Option<(usize, f32)> {
        let mut totals: BTreeMap<usize, f32> = BTreeMap::new();
        for &(other, similar) in near {
            *totals.entry(self.story[other]).or_default() += similar;
        }
        let averages = totals.into_iter().map(|(story, total)| (story, total / self.size[story] as f32));
        let best = averages.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        (best.1 >= THRESHOLD).then_some(best)
    }
}
