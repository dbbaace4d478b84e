//! Maglev hashing (Eisenbud et al. 2016, section 3.4).
//!
//! A table of M slots, M prime. Each member prefers the slots in its own order, a permutation by
//! offset and skip: slot j of its list is (offset + j * skip) mod M. The members take turns, each
//! taking the first slot of its list that is free, until all are taken. A lookup is one division
//! and one read. Shares differ by at most one slot; when a member goes, its slots are shared out,
//! and a few others change hands, fewer the larger the table. The paper uses 65537 and 655373, and
//! asks for more than 100 slots a member.
//!
//! Offset and skip come from one hash of 64 bits of the name, the upper half and the lower, as in
//! dgryski/go-maglev; the paper asks for two hash functions and leaves the choice. With weights,
//! members take turns in proportion, which the paper proposes and does not define: in round t,
//! counted from 0, a member takes a turn if t * w / w_max reaches a whole number by t + 1.
//!
//! Copies go to the next other owners along the table.

use super::hashing::KeyHash;
use super::{Member, Members, NodeIndex, Place, Placement, Refusal, Step, Verdict};
use crate::sorted::Set;
use alloc::vec;
use alloc::vec::Vec;

/// The paper's small table.
pub const SMALL: u32 = 65_537;
/// The paper's large table.
pub const LARGE: u32 = 655_373;
/// The most slots that a table may have.
pub const MOST_SLOTS: u32 = 1 << 24;

/// Keys placed by a table that the members fill in turns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Maglev<H> {
    hash: H,
    slots: u32,
    members: Members,
    /// Who owns each slot; empty if there are no members.
    table: Vec<NodeIndex>,
}

/// A member's list of slots, best first: a permutation of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Preference {
    /// The slot that it likes best.
    pub offset: u32,
    /// How far it is from each slot of the list to the next.
    pub skip: u32,
}

impl Preference {
    /// The list of the member whose name hashes to `hash`, for a table of `slots`, at least 2.
    pub fn new(hash: u64, slots: u32) -> Self {
        let (upper, lower) = ((hash >> 32) as u32, hash as u32);
        Self { offset: upper % slots, skip: lower % (slots - 1) + 1 }
    }

    /// The list.
    pub fn list(self, slots: u32) -> impl Iterator<Item = u32> {
        let step = move |at: &u32| Some(self.after(*at, slots));
        core::iter::successors(Some(self.offset), step).take(slots as usize)
    }

    /// The slot after `at` in the list. Sums stay below 2^32: a table has at most 2^24 slots.
    #[inline]
    fn after(self, at: u32, slots: u32) -> u32 {
        let next = at + self.skip;
        if next >= slots { next - slots } else { next }
    }
}

/// Fills a table of `slots` by turns: for each slot, the position of the member that took it.
/// Each member is a list and a weight. Empty if there are no members.
pub fn populate(slots: u32, lists: &[(Preference, u32)]) -> Vec<u16> {
    let heaviest = lists.iter().map(|(_, weight)| u64::from(*weight)).max().unwrap_or(0);
    if heaviest == 0 {
        return Vec::new();
    }
    let mut next: Vec<_> = lists.iter().map(|(list, _)| list.offset).collect();
    let (mut table, mut taken) = (vec![0; slots as usize], vec![false; slots as usize]);
    let (mut free, mut round) = (slots, 0_u64);
    loop {
        for (i, (list, weight)) in lists.iter().enumerate() {
            let weight = u64::from(*weight);
            if (round + 1) * weight / heaviest == round * weight / heaviest {
                continue;
            }
            let mut at = next[i];
            while taken[at as usize] {
                at = list.after(at, slots);
            }
            (taken[at as usize], table[at as usize]) = (true, i as u16);
            next[i] = list.after(at, slots);
            free -= 1;
            if free == 0 {
                return table;
            }
        }
        round += 1;
    }
}

fn is_prime(number: u32) -> bool {
    let divides = |factor: &u32| number.is_multiple_of(*factor);
    number >= 2 && !(2..=number.isqrt()).any(|factor| divides(&factor))
}

impl<H: KeyHash> Maglev<H> {
    /// A table of `slots`, a prime of at most [`MOST_SLOTS`] that is no less than the members.
    pub fn new(hash: H, slots: u32, members: Members) -> Result<Self, Refusal> {
        if slots > MOST_SLOTS {
            return Err(Refusal::TooMany);
        }
        if !is_prime(slots) {
            return Err(Refusal::NotPrime);
        }
        if (slots as usize) < members.len() {
            return Err(Refusal::TooSmall);
        }
        let mut placement = Self { hash, slots, members, table: Vec::new() };
        placement.renew();
        Ok(placement)
    }

    /// The owner of each slot.
    pub fn table(&self) -> &[NodeIndex] {
        &self.table
    }

    fn renew(&mut self) {
        let list = |member: &Member| {
            let hash = self.hash.of(member.name.as_bytes());
            (Preference::new(hash, self.slots), member.weight)
        };
        let lists: Vec<_> = self.members.iter().map(list).collect();
        let nodes: Vec<_> = self.members.iter().map(|member| member.node).collect();
        let table = populate(self.slots, &lists);
        self.table = table.into_iter().map(|i| nodes[usize::from(i)]).collect();
    }

    #[inline]
    fn slot(&self, hash: u64) -> usize {
        // Less than `slots`, which has 32 bits.
        (hash % u64::from(self.slots)) as usize
    }
}

impl<H: KeyHash> Placement for Maglev<H> {
    fn members(&self) -> &Members {
        &self.members
    }

    fn owner(&self, key: &[u8]) -> Option<NodeIndex> {
        self.table.get(self.slot(self.hash.of(key))).copied()
    }

    fn visit(&self, key: &[u8], copies: usize, see: &mut dyn FnMut(Step)) -> Option<u64> {
        let hash = self.hash.of(key);
        let first = self.slot(hash).min(self.table.len());
        let copies = copies.min(self.members.len());
        let mut known = Set::new();
        for slot in (first..self.table.len()).chain(0..first) {
            if known.iter().len() >= copies {
                break;
            }
            let node = self.table[slot];
            let verdict = if known.insert(node) { Verdict::Taken } else { Verdict::Known };
            see(Step { place: Place::Slot(slot as u32), node, verdict });
        }
        Some(hash)
    }

    fn join(&mut self, member: Member) -> Result<(), Refusal> {
        if (self.slots as usize) <= self.members.len() {
            return Err(Refusal::TooSmall);
        }
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
