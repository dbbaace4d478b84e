//! The placement that a membership amounts to, by whichever scheme the room is set to.

use super::spec::Spec;
use super::{Flaw, HashRing};
use crate::placement::bounded::Bounded;
use crate::placement::hashing::{AnyHash, Fnv1a, KeyHash, Md5, Sip13, Sip24, Xxh3, Xxh32, Xxh64};
use crate::placement::jump::Jump;
use crate::placement::ketama::{Ketama, Shares};
use crate::placement::list::List;
use crate::placement::maglev::Maglev;
use crate::placement::modulo::Modulo;
use crate::placement::moved::{Fraction, ideal};
use crate::placement::range::Range;
use crate::placement::rendezvous::Rendezvous;
use crate::placement::ring::Ring;
use crate::placement::{Lookup, Member, Members, NodeIndex, Placement, Refusal};
use crate::protocol::NodeId;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// The schemes, in the order of the knob's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// Karger's ring.
    Ring,
    /// The hash modulo the number of members.
    Modulo,
    /// libketama's ring.
    Ketama,
    /// The highest random weight.
    Rendezvous,
    /// Jump consistent hash.
    Jump,
    /// Maglev's table.
    Maglev,
    /// A ring on which nobody holds more than a bound.
    Bounded,
    /// Ranges of keys.
    Range,
    /// A list of keys.
    List,
}

/// All schemes with their words in the scenario language.
pub(super) const SCHEMES: [(&str, Scheme); 9] = [
    ("ring", Scheme::Ring),
    ("modulo", Scheme::Modulo),
    ("ketama", Scheme::Ketama),
    ("rendezvous", Scheme::Rendezvous),
    ("jump", Scheme::Jump),
    ("maglev", Scheme::Maglev),
    ("bounded", Scheme::Bounded),
    ("range", Scheme::Range),
    ("list", Scheme::List),
];

/// The hash functions with their words in the scenario language.
pub(super) const HASHES: [(&str, AnyHash); 7] = [
    ("xxh64", AnyHash::Xxh64(Xxh64 { seed: 0 })),
    ("xxh3", AnyHash::Xxh3(Xxh3 { seed: 0 })),
    ("xxh32", AnyHash::Xxh32(Xxh32 { seed: 0 })),
    ("sip13", AnyHash::Sip13(Sip13 { k0: 0, k1: 0 })),
    ("sip24", AnyHash::Sip24(Sip24 { k0: 0, k1: 0 })),
    ("md5", AnyHash::Md5(Md5)),
    ("fnv1a", AnyHash::Fnv1a(Fnv1a)),
];

/// A hash of the part of a key before its first dot: what belongs together stays together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Partition(pub(super) AnyHash);

impl KeyHash for Partition {
    fn of(&self, bytes: &[u8]) -> u64 {
        self.0.of(partition(bytes))
    }
}

/// The part of a key that is hashed.
fn partition(key: &[u8]) -> &[u8] {
    let end = key.iter().position(|byte| *byte == b'.').unwrap_or(key.len());
    &key[..end]
}

/// A placement, built.
pub struct Table {
    scheme: Scheme,
    first: NodeId,
    placement: Box<dyn Placement>,
    /// Who has each slot of Maglev's table.
    slots: Vec<NodeIndex>,
}

impl Table {
    /// The placement of these members by the room's scheme.
    pub(super) fn build(room: &HashRing, spec: &Spec) -> Result<Self, Refusal> {
        Self::by(room, room.scheme, room.points, spec)
    }

    /// The placement by some scheme, with so many points where it has any.
    pub(super) fn by(
        room: &HashRing,
        scheme: Scheme,
        points: u16,
        spec: &Spec,
    ) -> Result<Self, Refusal> {
        let first = room.first();
        let index = |id: NodeId| NodeIndex(id.0 - first.0);
        let members = spec.members.iter().map(|(&id, &weight)| Member {
            node: index(id),
            name: room.name(id),
            weight,
        });
        let members = Members::new(members)?;
        let hash = Partition(HASHES[usize::from(room.hash) % HASHES.len()].1);
        let points = u32::from(points);
        let mut slots = Vec::new();
        let placement: Box<dyn Placement> = match scheme {
            Scheme::Modulo => Box::new(Modulo::new(hash, members)?),
            Scheme::Ring => Box::new(Ring::new(hash, points, members)?),
            Scheme::Ketama => {
                // libketama weighs by shares of the whole; its clients give equal servers 160
                // points each, which its rounding does not always do.
                let even = spec.members.values().all(|weight| *weight == 1);
                let shares = if even { Shares::Equal } else { Shares::Weighted };
                Box::new(Ketama::new(shares, members)?)
            }
            Scheme::Rendezvous => Box::new(Rendezvous::new(hash, members)),
            Scheme::Jump => Box::new(Jump::new(hash, members)?),
            Scheme::Maglev => {
                let maglev = Maglev::new(hash, u32::from(room.slots), members)?;
                slots = maglev.table().to_vec();
                Box::new(maglev)
            }
            Scheme::Bounded if room.has(Flaw::IgnoresBound) => {
                Box::new(Ring::new(hash, points, members)?)
            }
            Scheme::Bounded => {
                let ring = Ring::new(hash, points, members)?;
                let mut store = Bounded::new(ring, u32::from(room.excess) * 10);
                let all = room.first_keys().chain(spec.counted.iter().cloned());
                store.insert(all.map(|key| Vec::from(key.as_bytes())));
                Box::new(store)
            }
            Scheme::Range => Box::new(ranges(members, spec, index)?),
            Scheme::List => Box::new(list(members, spec, index)?),
        };
        Ok(Self { scheme, first, placement, slots })
    }

    /// Who has each slot of Maglev's table; empty in other schemes.
    pub(super) fn slots(&self) -> impl ExactSizeIterator<Item = NodeId> + '_ {
        self.slots.iter().map(|index| self.node(*index))
    }

    /// The circle cut into arcs, if there is one: each by its last position and its owner.
    pub(super) fn arcs(&self) -> Vec<(u64, NodeId)> {
        let arcs = self.placement.arcs().map_or_else(Vec::new, |arcs| arcs.arcs);
        arcs.into_iter().map(|arc| (arc.upto, self.node(arc.owner))).collect()
    }

    fn bytes<'a>(&self, key: &'a str) -> &'a [u8] {
        match self.scheme {
            Scheme::Ketama => partition(key.as_bytes()),
            _ => key.as_bytes(),
        }
    }

    pub(super) fn node(&self, index: NodeIndex) -> NodeId {
        NodeId(self.first.0 + index.0)
    }

    /// Who owns a key.
    pub(super) fn owner(&self, key: &str) -> Option<NodeId> {
        self.placement.owner(self.bytes(key)).map(|index| self.node(index))
    }

    /// Who holds the copies of a key, its owner first.
    pub(super) fn owners(&self, key: &str, copies: u16) -> Vec<NodeId> {
        let owners = self.placement.owners(self.bytes(key), copies.into());
        owners.into_iter().map(|index| self.node(index)).collect()
    }

    /// The smallest part of all keys that must move from here to there.
    pub(super) fn ideal(&self, after: &Self) -> Fraction {
        ideal(&*self.placement, &*after.placement)
    }

    /// A lookup, step by step.
    pub(super) fn lookup(&self, key: &str, copies: u16) -> Lookup {
        self.placement.lookup(self.bytes(key), copies.into())
    }

    /// Who would hold the copies if the circle were walked the wrong way: a flaw. Schemes without
    /// a circle have no wrong way.
    pub(super) fn backwards(&self, key: &str, copies: u16) -> Vec<NodeId> {
        let arcs = self.arcs();
        if arcs.is_empty() {
            return self.owners(key, copies);
        }
        let hash = self.lookup(key, 0).hash.unwrap_or(0);
        let before = arcs.partition_point(|(upto, _)| *upto < hash);
        let mut owners = Vec::new();
        let places = (0..before).rev().chain((before..arcs.len()).rev());
        for (_, owner) in places.map(|place| arcs[place]) {
            if owners.len() < usize::from(copies) && !owners.contains(&owner) {
                owners.push(owner);
            }
        }
        owners
    }
}

fn ranges(
    members: Members,
    spec: &Spec,
    index: impl Fn(NodeId) -> NodeIndex,
) -> Result<Range, Refusal> {
    let mut range = Range::new(members)?;
    for (start, &owner) in spec.rows.iter() {
        match start.is_empty() {
            true => range.give(b"", index(owner))?,
            false => range.split(start.as_bytes(), index(owner))?,
        }
    }
    Ok(range)
}

fn list(
    members: Members,
    spec: &Spec,
    index: impl Fn(NodeId) -> NodeIndex,
) -> Result<List, Refusal> {
    let others = spec.rows.values().next().copied().unwrap_or_default();
    let mut list = List::new(members, index(others))?;
    for (key, &owner) in spec.rows.iter().skip(1) {
        list.assign(key.as_bytes(), index(owner))?;
    }
    Ok(list)
}
