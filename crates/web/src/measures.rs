//! What judgements say of the coding: shares with their intervals, and how far judges agree.

/// The 95 % interval of a share by E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
/// Journal of the American Statistical Association 22, 1927; 0 to 1 where nothing was judged.
pub fn wilson(right: u64, of: u64) -> (f64, f64) {
    const Z: f64 = 1.959_963_985;
    if of == 0 {
        return (0.0, 1.0);
    }
    let (n, p) = (of as f64, right as f64 / of as f64);
    let middle = p + Z * Z / (2.0 * n);
    let width = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    (((middle - width) / whole).max(0.0), ((middle + width) / whole).min(1.0))
}

/// Krippendorff's alpha for nominal data: 1 is agreement, 0 what chance would give; `None` where nothing was judged twice or
/// all said the same throughout, which leaves nothing to disagree about.
///
/// Each unit is what its judges said of it. K. Krippendorff, "Content Analysis", 4th edition, 2018, chapter 12.
pub fn alpha(units: &[Vec<&str>]) -> Option<f64> {
    let judged: Vec<&Vec<&str>> = units.iter().filter(|unit| unit.len() > 1).collect();
    let values: Vec<&str> = judged.iter().flat_map(|unit| unit.iter().copied()).collect();
    let n = values.len() as f64;
    let observed: f64 = judged.iter().map(|unit| disagreements(unit) / (unit.len() as f64 - 1.0)).sum();
    let expected = disagreements(&values) / (n - 1.0);
    (n > 1.0 && expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Ordered pairs of values that differ.
fn disagreements(values: &[&str]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let same: usize = sorted.chunk_by(|a, b| a == b).map(|run| run.len() * run.len()).sum();
    (values.len() * values.len() - same) as f64
}

/// Numbers that look random and are the same for the same seed: SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast
/// splittable pseudorandom number generators", 2014).
#[derive(Clone, Debug)]
pub struct Lots(u64);

impl Lots {
    /// From a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`, which must not be 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        ((u128::from(z) * u128::from(end)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_that_of_the_literature() {
        // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
        let near = |(low, high): (f64, f64), (l, h)| (low - l).abs() < 5e-5 && (high - h).abs() < 5e-5;
        assert!(near(wilson(81, 263), (0.2553, 0.3662)));
        assert!(near(wilson(15, 148), (0.0624, 0.1605)));
        assert!(near(wilson(0, 20), (0.0, 0.1611)));
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn alpha_is_that_of_the_literature() {
        // Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, section C: four observers, nominal, 0.743.
        let units = [
            "1 1 1", "2 2 3 2", "3 3 3 3", "3 3 3 3", "2 2 2 2", "1 2 3 4", "4 4 4 4", "1 1 2 1", "2 2 2 2", "5 5 5", "1 1", "3",
        ];
        let units: Vec<Vec<&str>> = units.iter().map(|unit| unit.split(' ').collect()).collect();
        assert!((alpha(&units).unwrap() - 0.743).abs() < 5e-4, "{:?}", alpha(&units));
        assert_eq!(alpha(&[vec!["a", "a"]]), None);
        assert_eq!(alpha(&[]), None);
    }

    #[test]
    fn lots_are_the_same_for_the_same_seed_and_spread() {
        let draw = |seed| {
            let mut lots = Lots::new(seed);
            (0..1000).map(|_| lots.below(10)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        let drawn = draw(7);
        assert!((0..10).all(|n| (60..140).contains(&drawn.iter().filter(|d| **d == n).count())), "{drawn:?}");
    }
}
