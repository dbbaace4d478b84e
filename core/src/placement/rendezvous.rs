//! Rendezvous hashing: the highest random weight (Thaler and Ravishankar 1998).
//!
//! Each member scores the key, and the highest score owns it. A joiner takes exactly the keys that
//! it scores highest on; a leaver's keys go to each key's second best, spread over all. There is
//! no table, and a lookup looks at every member.
//!
//! The score is the mix of the key's hash with the name's hash, as in dgryski/go-rendezvous: their
//! exclusive or, through Vigna's xorshift64* (2016), which that scheme defines. With weights, it is
//! -w / ln(u), where u is the mix as a number between 0 and 1 (Schindelhauer and Schomaker 2005;
//! in this form by Resch 2015): shares are as the weights, and a change of one weight moves keys
//! only to or from that member. The logarithm is in [fixed point](super::logarithm), and scores
//! are compared as fractions of integers, so that all machines agree on every owner.
//!
//! Copies go to the next best scores. Equal scores go to the smaller index.

use super::hashing::KeyHash;
use super::logarithm::{at_least, minus_log2};
use super::{Member, Members, NodeIndex, Place, Placement, Refusal, Step, Verdict};
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Keys placed by the highest score.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rendezvous<H> {
    hash: H,
    members: Members,
    /// The hash of each member's name.
    seeds: Vec<u64>,
    /// Whether all weigh the same: then the mix alone decides.
    even: bool,
}

/// A member's score for a key: the higher the mix and the weight, the better.
#[derive(Clone, Copy)]
struct Score {
    mix: u64,
    weight: u32,
    minus_log2: u64,
}

impl Score {
    fn new(mix: u64, weight: u32) -> Self {
        Self { mix, weight, minus_log2: minus_log2(mix) }
    }

    /// Compares weight / -log2(u), without dividing.
    fn compare(&self, other: &Self) -> Ordering {
        let ours = u128::from(self.weight) * u128::from(other.minus_log2);
        let theirs = u128::from(other.weight) * u128::from(self.minus_log2);
        ours.cmp(&theirs).then(self.mix.cmp(&other.mix))
    }

    /// Whether this mix is too low to beat `self` at this weight, by a cheap bound.
    #[inline]
    fn surely_beats(&self, mix: u64, weight: u32) -> bool {
        let theirs = u128::from(weight) * u128::from(self.minus_log2);
        theirs < u128::from(self.weight) * u128::from(at_least(mix))
    }
}

/// Mixes a key's hash with a name's: one step of xorshift64*.
#[inline]
pub fn mix(key: u64, name: u64) -> u64 {
    let mut x = key ^ name;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    x.wrapping_mul(2_685_821_657_736_338_717)
}

impl<H: KeyHash> Rendezvous<H> {
    /// A placement on these members, by their weights.
    pub fn new(hash: H, members: Members) -> Self {
        let mut placement = Self { hash, members, seeds: Vec::new(), even: true };
        placement.renew();
        placement
    }

    fn renew(&mut self) {
        let seed = |member: &Member| self.hash.of(member.name.as_bytes());
        self.seeds = self.members.iter().map(seed).collect();
        self.even = self.members.weigh_the_same();
    }

    /// The position of the highest mix.
    #[inline]
    fn highest(&self, hash: u64) -> Option<usize> {
        let (&first, rest) = self.seeds.split_first()?;
        let (mut best, mut place) = (mix(hash, first), 0);
        for (i, &seed) in rest.iter().enumerate() {
            let mix = mix(hash, seed);
            if mix > best {
                (best, place) = (mix, i + 1);
            }
        }
        Some(place)
    }

    /// The position of the best score, counting few logarithms: most are ruled out by a bound.
    fn best(&self, hash: u64) -> Option<usize> {
        let mut best: Option<(Score, usize)> = None;
        for (i, (member, &seed)) in self.members.iter().zip(&self.seeds).enumerate() {
            let mix = mix(hash, seed);
            if best.is_some_and(|(score, _)| score.surely_beats(mix, member.weight)) {
                continue;
            }
            let score = Score::new(mix, member.weight);
            if best.is_none_or(|(leader, _)| score.compare(&leader).is_gt()) {
                best = Some((score, i));
            }
        }
        best.map(|(_, place)| place)
    }

    /// The best `copies` by score, best first, counting few logarithms.
    fn leading(&self, hash: u64, copies: usize) -> Vec<(Score, NodeIndex)> {
        let mut leading: Vec<(Score, NodeIndex)> = Vec::new();
        for (member, &seed) in self.members.iter().zip(&self.seeds).filter(|_| copies > 0) {
            let mix = mix(hash, seed);
            let last = leading.last().filter(|_| leading.len() == copies);
            if last.is_some_and(|(last, _)| self.surely_behind(last, mix, member.weight)) {
                continue;
            }
            let score = self.score(mix, member.weight);
            // After all that are not worse: equal scores stay by ascending index.
            let place = leading.partition_point(|(other, _)| other.compare(&score).is_ge());
            if place < copies {
                leading.truncate(copies - 1);
                leading.insert(place, (score, member.node));
            }
        }
        leading
    }

    /// Among equal weights, the mix alone is the score.
    fn score(&self, mix: u64, weight: u32) -> Score {
        if self.even { Score { mix, weight: 1, minus_log2: 1 } } else { Score::new(mix, weight) }
    }

    fn surely_behind(&self, last: &Score, mix: u64, weight: u32) -> bool {
        if self.even { mix <= last.mix } else { last.surely_beats(mix, weight) }
    }

    /// All members with their mixes, the best score first.
    fn ranked(&self, hash: u64) -> Vec<(u64, NodeIndex)> {
        let members = self.members.iter().zip(&self.seeds);
        let scored = members
            .map(|(member, &seed)| (self.score(mix(hash, seed), member.weight), member.node));
        let mut ranked: Vec<_> = scored.collect();
        // The sort is stable: equal scores stay by ascending index.
        ranked.sort_by(|(a, _), (b, _)| b.compare(a));
        ranked.into_iter().map(|(score, node)| (score.mix, node)).collect()
    }
}

impl<H: KeyHash> Placement for Rendezvous<H> {
    fn members(&self) -> &Members {
        &self.members
    }

    fn owner(&self, key: &[u8]) -> Option<NodeIndex> {
        let hash = self.hash.of(key);
        let place = if self.even { self.highest(hash) } else { self.best(hash) };
        place.and_then(|place| self.members.at(place)).map(|member| member.node)
    }

    fn owners(&self, key: &[u8], copies: usize) -> Vec<NodeIndex> {
        let leading = self.leading(self.hash.of(key), copies);
        leading.into_iter().map(|(_, node)| node).collect()
    }

    fn visit(&self, key: &[u8], copies: usize, see: &mut dyn FnMut(Step)) -> Option<u64> {
        let hash = self.hash.of(key);
        for (rank, (mix, node)) in self.ranked(hash).into_iter().enumerate() {
            let verdict = if rank < copies { Verdict::Taken } else { Verdict::Passed };
            see(Step { place: Place::Score(mix), node, verdict });
        }
        Some(hash)
    }

    fn join(&mut self, member: Member) -> Result<(), Refusal> {
        self.members.join(member)?;
        self.renew();
        Ok(())
    }

    fn leave(&mut self, node: NodeIndex) -> Result<(), Refusal> {
        self.members.leave(node)?;
        self.renew();
        Ok(())
    }
}
