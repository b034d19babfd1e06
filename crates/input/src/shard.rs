//! A share of the documents, for several machines.

use std::str::FromStr;

/// Every `of`th document, from the `part`th.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    part: u64,
    of: u64,
}

impl Shard {
    /// Whether the document at this index, from 0, belongs to the share.
    pub const fn has(self, index: u64) -> bool {
        index % self.of == self.part - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    /// Reads `K/N`.
    ///
    /// # Errors
    /// For anything else, and where K is not between 1 and N.
    fn from_str(source: &str) -> Result<Self, String> {
        let numbers = source.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((part, of)) if (1..=of).contains(&part) => Ok(Self { part, of }),
            _ => Err(format!("expected K/N with K from 1 to N, but found `{source}`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shard;

    #[test]
    fn shards_share_out_everything_once() {
        let shards: Vec<Shard> = ["1/3", "2/3", "3/3"].iter().map(|s| s.parse().unwrap()).collect();
        assert!((0..20).all(|index| shards.iter().filter(|s| s.has(index)).count() == 1));
        for wrong in ["0/3", "4/3", "1", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
