//! Which seeds are run, and which of them by whom.

use serde::{Deserialize, Serialize};

/// The variable in which a Kubernetes Indexed Job tells a pod its index, from 0.
const INDEX: &str = "JOB_COMPLETION_INDEX";
/// The most shares.
const SHARES: u32 = 100_000;

/// The seeds from one up to another, which is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seeds {
    /// The first.
    pub(crate) from: u64,
    /// The one behind the last.
    pub(crate) to: u64,
}

impl Seeds {
    /// Reads `A..B`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let ends = text.split_once("..");
        let ends = ends.and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
        match ends {
            Some((from, to)) if from < to => Ok(Self { from, to }),
            Some((from, to)) => Err(format!("there is no seed from {from} up to {to}")),
            None => Err(String::from("seeds are written A..B, such as 0..1000")),
        }
    }
}

/// A share of the seeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shard {
    /// Which, from 1.
    pub(crate) number: u32,
    /// Of how many.
    pub(crate) of: u32,
}

impl Shard {
    /// Reads `K/N`, or `index/N` where the environment says which.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        Self::read(text, std::env::var(INDEX).ok().as_deref())
    }

    /// Whether there can be such a share.
    pub(crate) fn is_sound(self) -> bool {
        (1..=SHARES).contains(&self.of) && (1..=self.of).contains(&self.number)
    }

    fn read(text: &str, index: Option<&str>) -> Result<Self, String> {
        let usage = || String::from("a share is written K/N, such as 1/4, or index/N");
        let (which, of) = text.split_once('/').ok_or_else(usage)?;
        let of = of.parse().ok().filter(|of| (1..=SHARES).contains(of)).ok_or_else(usage)?;
        let number: u32 = if which == "index" {
            let index = index.ok_or_else(|| {
                format!("{INDEX} is not set: `index` is for a Kubernetes Indexed Job")
            })?;
            let index: u32 =
                index.parse().map_err(|_| format!("{INDEX} is `{index}`, which is no index"))?;
            if index >= of {
                return Err(format!("{INDEX} is {index}, but there are {of} shares, from 0"));
            }
            index + 1
        } else {
            which.parse().map_err(|_| usage())?
        };
        if !(1..=of).contains(&number) {
            return Err(format!("there is no share {number} of {of}: they count from 1"));
        }
        Ok(Self { number, of })
    }
}

/// The seeds of a share: every so manyth, so that no share has only the small ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dealt {
    first: u64,
    step: u64,
    /// How many there are.
    pub(crate) count: u64,
}

impl Dealt {
    /// Deals out seeds; all of them where there are no shares.
    pub(crate) fn new(seeds: Seeds, shard: Option<Shard>) -> Self {
        let (number, of) = shard.map_or((1, 1), |shard| (shard.number, shard.of));
        let (skip, step) = (u64::from(number - 1), u64::from(of));
        let seeds_in_all = seeds.to.saturating_sub(seeds.from);
        let count = seeds_in_all.saturating_sub(skip).div_ceil(step);
        Self { first: seeds.from.saturating_add(skip), step, count }
    }

    /// Whether a seed is among them.
    pub(crate) fn holds(&self, seed: u64) -> bool {
        let place = seed.checked_sub(self.first);
        place.is_some_and(|it| it % self.step == 0 && it / self.step < self.count)
    }

    /// The seed with this place; `None` behind the last.
    pub(crate) fn seed(&self, place: u64) -> Option<u64> {
        (place < self.count).then(|| self.first + place * self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(seeds: Seeds, shard: Option<Shard>) -> Vec<u64> {
        let dealt = Dealt::new(seeds, shard);
        (0..).map_while(|place| dealt.seed(place)).collect()
    }

    #[test]
    fn each_seed_is_in_one_share() {
        for (from, to, of) in [(0, 10, 3), (7, 9, 4), (5, 1_000, 7), (u64::MAX - 5, u64::MAX, 3)] {
            let seeds = Seeds { from, to };
            let shares = (1..=of).map(|number| all(seeds, Some(Shard { number, of })));
            for (number, share) in (1..=of).zip(shares.clone()) {
                let dealt = Dealt::new(seeds, Some(Shard { number, of }));
                let held: Vec<u64> = (from..to).filter(|seed| dealt.holds(*seed)).collect();
                assert_eq!(held, share);
            }
            let sizes: Vec<usize> = shares.clone().map(|share| share.len()).collect();
            let mut dealt: Vec<u64> = shares.flatten().collect();
            dealt.sort_unstable();
            assert_eq!(dealt, all(seeds, None));
            assert_eq!(dealt, (from..to).collect::<Vec<_>>());
            assert!(sizes.iter().max().unwrap_or(&0) - sizes.iter().min().unwrap_or(&0) <= 1);
        }
    }

    #[test]
    fn a_share_is_named_by_number_or_by_the_environments_index() {
        assert_eq!(Shard::read("2/4", Some("0")), Ok(Shard { number: 2, of: 4 }));
        assert_eq!(Shard::read("index/4", Some("0")), Ok(Shard { number: 1, of: 4 }));
        assert_eq!(Shard::read("index/4", Some("3")), Ok(Shard { number: 4, of: 4 }));
        for (text, index, why) in [
            ("0/4", None, "there is no share 0 of 4"),
            ("5/4", None, "there is no share 5 of 4"),
            ("1/0", None, "a share is written"),
            ("1", None, "a share is written"),
            ("one/4", None, "a share is written"),
            ("index/4", None, "JOB_COMPLETION_INDEX is not set"),
            ("index/4", Some("4"), "there are 4 shares, from 0"),
            ("index/4", Some(""), "is no index"),
        ] {
            let error = Shard::read(text, index).expect_err(text);
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn seeds_are_a_range_that_is_not_empty() {
        assert_eq!(Seeds::parse("0..10"), Ok(Seeds { from: 0, to: 10 }));
        for text in ["10..10", "9..3", "10", "a..b", "..5", "1..=5", "-1..4"] {
            assert!(Seeds::parse(text).is_err(), "{text}");
        }
    }
}
