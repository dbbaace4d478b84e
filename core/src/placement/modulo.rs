//! Hash modulo N: the way that all others improve on.
//!
//! The key's hash, divided by the number of members, leaves the position of its owner (hash
//! partitioning as in DeWitt and Gray 1992). Shares are even and a lookup is one division, but
//! when N becomes N+1 only one key in N+1 stays: the cost that made Karger et al. (1997) look for
//! consistent hashing.
//!
//! Copies go to the next members by index, and on from the first (chained declustering, Hsiao and
//! DeWitt 1990). There are no weights.

use super::hashing::KeyHash;
use super::{Member, Members, NodeIndex, Place, Placement, Refusal, Step, Verdict};

/// Keys placed by their hash modulo the number of members.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Modulo<H> {
    hash: H,
    members: Members,
}

impl<H: KeyHash> Modulo<H> {
    /// A placement on these members, which must weigh 1.
    pub fn new(hash: H, members: Members) -> Result<Self, Refusal> {
        Ok(Self { hash, members: members.unweighted()? })
    }

    fn position(&self, hash: u64) -> usize {
        // The remainder is less than the number of members, which is a usize.
        hash.checked_rem(self.members.len() as u64).unwrap_or(0) as usize
    }
}

impl<H: KeyHash> Placement for Modulo<H> {
    fn members(&self) -> &Members {
        &self.members
    }

    fn owner(&self, key: &[u8]) -> Option<NodeIndex> {
        self.members.at(self.position(self.hash.of(key))).map(|member| member.node)
    }

    fn visit(&self, key: &[u8], copies: usize, see: &mut dyn FnMut(Step)) -> Option<u64> {
        let hash = self.hash.of(key);
        let position = self.position(hash);
        if let Some(member) = self.members.at(position).filter(|_| copies > 0) {
            let place = Place::Slot(position as u32);
            see(Step { place, node: member.node, verdict: Verdict::Taken });
            self.members.chain(position, copies, see);
        }
        Some(hash)
    }

    fn join(&mut self, member: Member) -> Result<(), Refusal> {
        self.members.join_unweighted(member)
    }

    fn leave(&mut self, node: NodeIndex) -> Result<(), Refusal> {
        self.members.leave(node).map(drop)
    }
}
