//! The best dependency tree for given arc scores.

/// Finds the maximum spanning tree of a sentence's arc scores under which one word hangs from the root.
///
/// `scores` is row-major, `n × (n + 1)`: a row for each word as dependent, a column for each head, column 0 for the
/// artificial root; higher is better. Returns n heads: 0 for the root, else the head's index from 1.
///
/// ```
/// // "Dogs bark": root → bark → Dogs.
/// let scores = [-2.0, 0.0, -1.0, -1.0, -2.0, 0.0];
/// assert_eq!(demarche_syntax::heads(&scores, 2), [2, 0]);
/// ```
///
/// # Panics
/// If `scores` does not hold `n × (n + 1)` values.
///
/// # Source
/// Chu and Liu (1965), Edmonds (1967); for parsing, `McDonald` et al. (2005).
pub fn heads(scores: &[f32], n: usize) -> Vec<usize> {
    assert_eq!(scores.len(), n * (n + 1), "a score for each pair of word and head");
    let greedy: Vec<usize> = (0..n).map(|word| best(&scores[word * (n + 1)..][..=n], word + 1)).collect();
    if greedy.iter().filter(|&&h| h == 0).count() == 1 && !has_cycle(&greedy) {
        return greedy;
    }
    let nodes = n + 1;
    let mut square = vec![0.0; nodes * nodes];
    for word in 0..n {
        for head in 0..nodes {
            let score = f64::from(scores[word * nodes + head]).clamp(-1e9, 1e9);
            // Each arc from the root costs more than all others can bring, so the best tree has one.
            square[(word + 1) * nodes + head] = if head == 0 { score - 1e12 } else { score };
        }
    }
    spanning_tree(&square, nodes).split_off(1)
}

/// The best head other than `not`.
fn best(row: &[f32], not: usize) -> usize {
    let (mut at, mut top) = (0, f32::NEG_INFINITY);
    for (head, &score) in row.iter().enumerate() {
        if score > top && head != not {
            (at, top) = (head, score);
        }
    }
    at
}

/// Whether following heads from some word never reaches the root.
fn has_cycle(heads: &[usize]) -> bool {
    let mut seen = vec![0; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at - 1];
        }
        if at != 0 && seen[at] == start {
            return true;
        }
    }
    false
}

/// Maximum spanning tree over `n` nodes, `scores[dependent × n + head]`, rooted in node 0.
fn spanning_tree(scores: &[f64], n: usize) -> Vec<usize> {
    let mut heads = vec![0; n];
    for node in 1..n {
        let mut top: Option<f64> = None;
        for (head, &score) in scores[node * n..][..n].iter().enumerate() {
            if head != node && top.is_none_or(|top| score.total_cmp(&top).is_ge()) {
                (heads[node], top) = (head, Some(score));
            }
        }
    }
    let Some(cycle) = cycle_of(&heads) else {
        return heads;
    };
    let outside: Vec<usize> = (0..n).filter(|v| !cycle.contains(v)).collect();
    let m = outside.len() + 1;
    let mut small = vec![f64::NEG_INFINITY; m * m];
    // For each outside node: where its best arc enters the cycle, and where its best arc from the cycle leaves.
    let mut links = vec![(0, 0); m];
    for (i, &v) in outside.iter().enumerate() {
        for (j, &u) in outside.iter().enumerate() {
            small[i * m + j] = scores[v * n + u];
        }
        let gain = |&c: &usize| scores[c * n + v] - scores[c * n + heads[c]];
        let enters = cycle.iter().copied().max_by(|a, b| gain(a).total_cmp(&gain(b))).unwrap_or(0);
        let leaves = cycle.iter().copied().max_by(|a, b| scores[v * n + a].total_cmp(&scores[v * n + b]));
        links[i] = (enters, leaves.unwrap_or(0));
        small[(m - 1) * m + i] = gain(&enters);
        small[i * m + m - 1] = scores[v * n + links[i].1];
    }
    let chosen = spanning_tree(&small, m);
    for (i, &v) in outside.iter().enumerate().skip(1) {
        heads[v] = if chosen[i] == m - 1 { links[i].1 } else { outside[chosen[i]] };
    }
    let from = chosen[m - 1];
    heads[links[from].0] = outside[from];
    heads
}

/// The nodes of one cycle, if there is one; node 0 is the root.
fn cycle_of(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// Every head vector over `n` words that is a tree with one root, best score first.
    fn brute_force(scores: &[f32], n: usize) -> f32 {
        let mut top = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|w| code / (n + 1).pow(w as u32) % (n + 1)).collect();
            let one_root = heads.iter().filter(|&&h| h == 0).count() == 1;
            if one_root && !has_cycle(&heads) {
                top = top.max(total(scores, &heads));
            }
        }
        top
    }

    fn total(scores: &[f32], heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(w, h)| scores[w * (heads.len() + 1) + h]).sum()
    }

    #[test]
    fn trees_are_the_best_there_are() {
        let mut random = Random::new(7);
        for round in 0..400 {
            let n = 1 + round % 5;
            let scores: Vec<f32> = (0..n * (n + 1)).map(|_| random.symmetric(3.0)).collect();
            let heads = heads(&scores, n);
            assert!(!has_cycle(&heads) && heads.iter().filter(|&&h| h == 0).count() == 1);
            assert!((total(&scores, &heads) - brute_force(&scores, n)).abs() < 1e-4, "round {round}");
        }
    }

    #[test]
    fn odd_scores_still_give_a_tree() {
        for odd in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0] {
            let heads = heads(&[odd; 30], 5);
            assert!(!has_cycle(&heads) && heads.iter().filter(|&&h| h == 0).count() == 1, "{heads:?}");
        }
        assert!(heads(&[], 0).is_empty());
    }
}
