//! Jump consistent hash (Lamping and Veach 2014).
//!
//! A key's bucket is found by jumping from each bucket count at which the key would have moved to
//! the next such count, until that is beyond the number of buckets: ln N jumps on average, no
//! table, and shares as even as the generator is random. Buckets come and go at the end only.
//!
//! The published code divides `double`s, and so does this, bit for bit: the quotient
//! 2^31 / (r + 1) is rounded to 53 bits before it is multiplied by the bucket and cut off. The
//! exact integer quotient differs where the rounding falls across a whole number (from bucket 48,
//! with r + 1 = 49 * 2^25, the published code jumps to 63, not 64), so integers would place keys
//! elsewhere, unless they emulate the rounding. IEEE 754 fixes all roundings; no float is kept.
//!
//! The paper gives one owner. Further copies here are jumps of further keys: the hash of the last
//! hash, as 8 little-endian bytes, until an owner is new. With a joiner, each of these jumps stays
//! or goes to the joiner. When [`TRIES`] jumps a copy have not been enough, the next members by
//! index follow.

use super::hashing::KeyHash;
use super::{Member, Members, NodeIndex, Place, Placement, Refusal, Step, Verdict};
use crate::sorted::Set;

/// How many jumps are tried for each copy before the next members are taken in order.
pub const TRIES: usize = 16;

/// Keys placed by jumps, on buckets that are the members by ascending index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jump<H> {
    hash: H,
    members: Members,
}

/// The bucket of `key` among `buckets`, from 0; `None` if there are none.
#[inline]
pub fn bucket(key: u64, buckets: u32) -> Option<u32> {
    let mut last = None;
    jumps(key, buckets, |bucket| last = Some(bucket));
    last
}

/// Shows all buckets that the key has as their number grows to `buckets`; the last is its own.
#[inline]
pub fn jumps(mut key: u64, buckets: u32, mut see: impl FnMut(u32)) {
    let (mut bucket, end) = (0, i64::from(buckets));
    while bucket < end {
        see(bucket as u32);
        key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        let divisor = (key >> 33) as i64 + 1;
        if surely_beyond(bucket, divisor, end) {
            return;
        }
        bucket = after(bucket, divisor);
    }
}

/// Whether the jump from `bucket` is to `end` or further, as far as integers know: mostly they do,
/// and sooner than the division is done. The published roundings are off by less than one part in
/// 2^48, and all numbers here stay below 2^63.
#[inline]
fn surely_beyond(bucket: i64, divisor: i64, end: i64) -> bool {
    let reach = end * divisor;
    (bucket + 1) << 31 > reach + (reach >> 48)
}

/// Where the published code jumps to from `bucket`: `divisor` is its draw of 31 bits, plus 1.
#[inline]
fn after(bucket: i64, divisor: i64) -> i64 {
    ((bucket + 1) as f64 * ((1_i64 << 31) as f64 / divisor as f64)) as i64
}

impl<H: KeyHash> Jump<H> {
    /// A placement on these members, which must weigh 1.
    pub fn new(hash: H, members: Members) -> Result<Self, Refusal> {
        Ok(Self { hash, members: members.unweighted()? })
    }

    fn buckets(&self) -> u32 {
        // There are fewer members than indices, which have 16 bits.
        self.members.len() as u32
    }

    fn node(&self, bucket: u32) -> Option<NodeIndex> {
        self.members.at(bucket as usize).map(|member| member.node)
    }

    /// Shows the jumps of one key: passed buckets, and the last.
    fn path(&self, key: u64, known: &mut Set<NodeIndex>, see: &mut dyn FnMut(Step)) -> u32 {
        let mut last = 0;
        jumps(key, self.buckets(), |bucket| {
            if let Some(node) = self.node(last).filter(|_| bucket != last) {
                see(Step { place: Place::Slot(last), node, verdict: Verdict::Passed });
            }
            last = bucket;
        });
        if let Some(node) = self.node(last) {
            let verdict = if known.insert(node) { Verdict::Taken } else { Verdict::Known };
            see(Step { place: Place::Slot(last), node, verdict });
        }
        last
    }
}

impl<H: KeyHash> Placement for Jump<H> {
    fn members(&self) -> &Members {
        &self.members
    }

    fn owner(&self, key: &[u8]) -> Option<NodeIndex> {
        bucket(self.hash.of(key), self.buckets()).and_then(|bucket| self.node(bucket))
    }

    fn visit(&self, key: &[u8], copies: usize, see: &mut dyn FnMut(Step)) -> Option<u64> {
        let hash = self.hash.of(key);
        let copies = copies.min(self.members.len());
        let (mut known, mut last, mut tried) = (Set::new(), 0, hash);
        for _ in 0..copies * TRIES {
            if known.iter().len() == copies {
                break;
            }
            last = self.path(tried, &mut known, see);
            tried = self.hash.of(&tried.to_le_bytes());
        }
        for step in 1..=self.buckets() {
            let place = (last + step) % self.buckets();
            if known.iter().len() == copies {
                break;
            }
            if let Some(node) = self.node(place).filter(|node| known.insert(*node)) {
                see(Step { place: Place::Next(place), node, verdict: Verdict::Taken });
            }
        }
        Some(hash)
    }

    /// The joiner's index must be beyond all others: it becomes the last bucket.
    fn join(&mut self, member: Member) -> Result<(), Refusal> {
        match self.members.position(member.node) {
            Err(position) if position < self.members.len() => Err(Refusal::NotLast),
            _ => self.members.join_unweighted(member),
        }
    }

    /// Only the last may leave.
    fn leave(&mut self, node: NodeIndex) -> Result<(), Refusal> {
        match self.members.position(node) {
            Ok(position) if position + 1 < self.members.len() => Err(Refusal::NotLast),
            _ => self.members.leave(node).map(drop),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn integers_would_jump_elsewhere() {
        let divisor = 49 * (1 << 25);
        assert_eq!((48 + 1) * (1 << 31) / divisor, 64);
        assert_eq!(super::after(48, divisor), 63);
        assert!(!super::surely_beyond(48, divisor, 64));
        assert!(super::surely_beyond(48, divisor - 1, 64));
    }
}
