//! Consistent hashing on a ring (Karger, Lehman, Leighton, Panigrahy, Levine and Lewin 1997).
//!
//! Each member has many points on a circle, a number for each unit of its weight; a key belongs to
//! the first point at or after its hash. A joiner takes arcs from its neighbours and nothing else
//! moves; with b points a member, the standard deviation of a member's share is about 1/sqrt(b) of
//! the mean.
//!
//! Copies go to the next other owners along the circle, as in Dynamo's preference list (DeCandia
//! et al. 2007, section 4.3): points of owners that have a copy are passed.
//!
//! The point k of a member is the hash of its name, a hyphen, and k in decimal: the paper asks for
//! random points and leaves the choice; this is the one that [`ketama`](super::ketama) made.

use super::circle::{Arcs, Circle};
use super::hashing::KeyHash;
use super::{Member, Members, NodeIndex, Placement, Refusal, Step};
use alloc::format;
use alloc::vec::Vec;

/// The most points that a ring may have.
pub const MOST_POINTS: u64 = 1 << 24;

/// A ring of points, of 64 bits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ring<H> {
    hash: H,
    points: u32,
    members: Members,
    circle: Circle<u64>,
}

impl<H: KeyHash> Ring<H> {
    /// A ring on which each member has `points` points for each unit of its weight.
    pub fn new(hash: H, points: u32, members: Members) -> Result<Self, Refusal> {
        allow(points, members.weight())?;
        let all = members.iter().flat_map(|member| points_of(&hash, points, member)).collect();
        Ok(Self { circle: Circle::new(all), hash, points, members })
    }

    /// The points, and who owns what is before them.
    pub fn circle(&self) -> &Circle<u64> {
        &self.circle
    }

    /// Where `key` is on the circle.
    pub fn position(&self, key: &[u8]) -> u64 {
        self.hash.of(key)
    }
}

fn allow(points: u32, weight: u64) -> Result<(), Refusal> {
    match weight.checked_mul(u64::from(points)) {
        _ if points == 0 => Err(Refusal::Weightless),
        Some(total) if total <= MOST_POINTS => Ok(()),
        _ => Err(Refusal::TooMany),
    }
}

fn points_of<'a>(
    hash: &'a impl KeyHash,
    points: u32,
    member: &'a Member,
) -> impl Iterator<Item = (u64, NodeIndex)> + 'a {
    // The product is at most MOST_POINTS: the ring was allowed.
    let count = points * member.weight;
    (0..count).map(move |k| (hash.of(format!("{}-{k}", member.name).as_bytes()), member.node))
}

impl<H: KeyHash> Placement for Ring<H> {
    fn members(&self) -> &Members {
        &self.members
    }

    fn owner(&self, key: &[u8]) -> Option<NodeIndex> {
        self.circle.owner(self.hash.of(key))
    }

    fn visit(&self, key: &[u8], copies: usize, see: &mut dyn FnMut(Step)) -> Option<u64> {
        let hash = self.hash.of(key);
        self.circle.visit(hash, copies.min(self.members.len()), see);
        Some(hash)
    }

    fn join(&mut self, member: Member) -> Result<(), Refusal> {
        allow(self.points, self.members.weight() + u64::from(member.weight))?;
        self.members.join(member.clone())?;
        let more: Vec<_> = points_of(&self.hash, self.points, &member).collect();
        self.circle.insert(more);
        Ok(())
    }

    fn leave(&mut self, node: NodeIndex) -> Result<(), Refusal> {
        self.members.leave(node)?;
        self.circle.remove(node);
        Ok(())
    }

    fn arcs(&self) -> Option<Arcs> {
        Some(self.circle.arcs())
    }
}
