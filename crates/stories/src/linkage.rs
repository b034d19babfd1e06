//! Average linkage: the two stories whose reports are nearest on average become one, until none are near enough.

use std::collections::{BTreeMap, BinaryHeap};

/// Average similarity from which on two stories are one.
///
/// F1 is flat around it; docs/STORIES.md has the figures.
pub const THRESHOLD: f32 = 0.08;

/// A pair of stories that could be joined; the heap gives the nearest first, ties by the lowest numbers.
#[derive(PartialEq)]
struct Pair {
    average: f32,
    a: usize,
    b: usize,
    sizes: (usize, usize),
}

impl Eq for Pair {}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.average.total_cmp(&other.average).then((other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Stories under construction.
struct Linkage {
    size: Vec<usize>,
    story: Vec<usize>,
    /// Sum of the similarities between the reports of two stories; pairs that are not there are 0.
    total: Vec<BTreeMap<usize, f32>>,
    heap: BinaryHeap<Pair>,
}

/// The story of each report, by the number of the story's first report; `near[i]` are reports before `i` and how near they are.
pub fn link(near: &[Vec<(usize, f32)>]) -> Vec<usize> {
    let mut linkage = Linkage::new(near);
    while let Some(pair) = linkage.heap.pop() {
        if pair.sizes == (linkage.size[pair.a], linkage.size[pair.b]) {
            linkage.join(pair.a, pair.b);
        }
    }
    let root = |mut at: usize| {
        while linkage.story[at] != at {
            at = linkage.story[at];
        }
        at
    };
    (0..near.len()).map(root).collect()
}

impl Linkage {
    fn new(near: &[Vec<(usize, f32)>]) -> Self {
        let n = near.len();
        let mut new = Self {
            size: vec![1; n],
            story: (0..n).collect(),
            total: vec![BTreeMap::new(); n],
            heap: BinaryHeap::new(),
        };
        for (b, near) in near.iter().enumerate() {
            for &(a, similar) in near {
                new.total[a].insert(b, similar);
                new.total[b].insert(a, similar);
                new.offer(a, b, similar);
            }
        }
        new
    }

    fn offer(&mut self, a: usize, b: usize, total: f32) {
        let (a, b) = (a.min(b), a.max(b));
        let sizes = (self.size[a], self.size[b]);
        let average = total / (sizes.0 * sizes.1) as f32;
        if average >= THRESHOLD {
            self.heap.push(Pair { average, a, b, sizes });
        }
    }

    /// Joins story `b` to story `a`. A joined story has size 0, so that pairs with it are stale.
    fn join(&mut self, a: usize, b: usize) {
        self.story[b] = a;
        self.size[a] += std::mem::take(&mut self.size[b]);
        for (other, similar) in std::mem::take(&mut self.total[b]) {
            self.total[other].remove(&b);
            if other != a {
                *self.total[a].entry(other).or_default() += similar;
            }
        }
        let neighbours: Vec<(usize, f32)> =
            self.total[a].iter().map(|(&other, &total)| (other, total)).collect();
        for (other, total) in neighbours {
            self.total[other].insert(a, total);
            self.offer(a, other, total);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_reports_are_joined_and_a_chain_is_not_followed_to_its_end() {
        // 0-1 and 1-2 are near; 2 is far from 0, so on average it is near enough; 3 is near 2 alone.
        let near = [vec![], vec![(0, 0.4)], vec![(0, 0.0), (1, 0.3)], vec![(0, 0.0), (1, 0.0), (2, 0.1)]];
        assert_eq!(link(&near), [0, 0, 0, 3]);
    }
}
