//! Points on a circle and who owns the arcs before them: what ring-like schemes share.

use super::{NodeIndex, Place, Step, Verdict};
use crate::sorted::Set;
use alloc::vec::Vec;
use core::fmt::Debug;
use core::hash::Hash;

/// A position on a circle of `BITS` bits.
pub trait Position: Copy + Debug + Ord + Hash + Into<u64> + 'static {
    /// The circle has 2^BITS positions.
    const BITS: u32;
}

impl Position for u32 {
    const BITS: u32 = 32;
}

impl Position for u64 {
    const BITS: u32 = 64;
}

/// Points on a circle, each with its owner. A key belongs to the first point at or after its hash,
/// and past the last point to the first. Points at one place belong to the smallest index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Circle<P> {
    // Two vectors, not one of pairs: a search then touches only what it compares.
    points: Vec<P>,
    owners: Vec<NodeIndex>,
}

impl<P: Position> Circle<P> {
    /// A circle of these points, in any order.
    pub fn new(mut points: Vec<(P, NodeIndex)>) -> Self {
        points.sort_unstable();
        let (points, owners) = points.into_iter().unzip();
        Self { points, owners }
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there is no point.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The points with their owners, ascending.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (P, NodeIndex)> {
        self.points.iter().copied().zip(self.owners.iter().copied())
    }

    /// How many bytes the points take.
    pub fn bytes(&self) -> usize {
        self.len() * (size_of::<P>() + size_of::<NodeIndex>())
    }

    /// Adds points.
    pub fn insert(&mut self, more: Vec<(P, NodeIndex)>) {
        *self = Self::new(self.iter().chain(more).collect());
    }

    /// Removes the points of `node`.
    pub fn remove(&mut self, node: NodeIndex) {
        let (points, owners) = self.iter().filter(|(_, owner)| *owner != node).unzip();
        *self = Self { points, owners };
    }

    /// The owner of what hashes to `at`.
    #[inline]
    pub fn owner(&self, at: P) -> Option<NodeIndex> {
        let place = self.points.partition_point(|point| *point < at);
        self.owners.get(place).or_else(|| self.owners.first()).copied()
    }

    /// One turn around the circle, from the first point at or after `at`.
    pub fn from(&self, at: P) -> impl Iterator<Item = (P, NodeIndex)> {
        let first = self.points.partition_point(|point| *point < at);
        let places = (first..self.len()).chain(0..first);
        places.map(|place| (self.points[place], self.owners[place]))
    }

    /// Walks on from `at` until `copies` distinct owners are found, or all.
    pub fn visit(&self, at: P, copies: usize, see: &mut dyn FnMut(Step)) {
        let mut known = Set::new();
        self.visit_others(at, copies, &mut known, see);
    }

    /// Walks on from `at` until `known` holds `copies` owners, or all.
    pub(super) fn visit_others(
        &self,
        at: P,
        copies: usize,
        known: &mut Set<NodeIndex>,
        see: &mut dyn FnMut(Step),
    ) {
        for (point, node) in self.from(at) {
            if known.iter().len() >= copies {
                return;
            }
            let verdict = if known.insert(node) { Verdict::Taken } else { Verdict::Known };
            see(Step { place: Place::Point(point.into()), node, verdict });
        }
    }

    /// The circle cut into arcs.
    pub fn arcs(&self) -> Arcs {
        let mut arcs = Vec::with_capacity(self.len());
        let mut after = self.points.last().map_or(0, |point| (*point).into());
        for (point, owner) in self.iter() {
            let upto = point.into();
            // Of several points at one place, only the first has an arc.
            if upto != after || self.points.first() == self.points.last() && arcs.is_empty() {
                arcs.push(Arc { after, upto, owner });
            }
            after = upto;
        }
        Arcs { bits: P::BITS, arcs }
    }
}

/// A circle cut into arcs, for a picture or a sum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arcs {
    /// The circle has 2^bits positions.
    pub bits: u32,
    /// The arcs, by ascending end; the first may begin before 0.
    pub arcs: Vec<Arc>,
}

/// A part of a circle, and who owns the keys that hash into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arc {
    /// The last position before it.
    pub after: u64,
    /// Its last position: the owner's point.
    pub upto: u64,
    /// Who owns it.
    pub owner: NodeIndex,
}

impl Arcs {
    /// How many positions an arc has.
    pub fn width(&self, arc: &Arc) -> u128 {
        let mask = (1_u128 << self.bits) - 1;
        (u128::from(arc.upto.wrapping_sub(arc.after).wrapping_sub(1)) & mask) + 1
    }

    /// How many positions are `node`'s.
    pub fn share(&self, node: NodeIndex) -> u128 {
        self.arcs.iter().filter(|arc| arc.owner == node).map(|arc| self.width(arc)).sum()
    }
}
