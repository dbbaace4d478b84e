//! Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam 2016).
//!
//! The ring of [`ring`](super::ring), on which no member holds more than its capacity: with m keys
//! on n members of equal weight that is ceil((1 + e) m / n), and ceil((1 + e) m w / W) for a weight
//! of w among a total of W.
//! A key goes to the first member along the circle, from its hash on, that has room. So all members
//! that a key has passed are full: this holds after every change, as in linear probing.
//!
//! Where keys compete for room, the one with the smaller hash wins, then the smaller key; so the
//! placement is a function of members, keys and e, whatever the order in which they came. (The
//! paper staggers capacities, so that one key more changes one member's; here all round up.)
//!
//! Further copies go to the next other owners along the circle; only the first counts as load.

use super::circle::Arcs;
use super::hashing::KeyHash;
use super::ring::Ring;
use super::{Member, Members, NodeIndex, Place, Placement, Refusal, Step, Verdict};
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// A ring that knows its keys, and bounds what each member holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bounded<H> {
    ring: Ring<H>,
    excess: u32,
    placed: Vec<Placed>,
    loads: Map<NodeIndex, u64>,
}

/// A key that has its place. The order is that in which keys choose.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Placed {
    /// Where the key is on the circle.
    pub hash: u64,
    /// The key.
    pub key: Vec<u8>,
    /// Who holds it; `None` if there are no members.
    pub node: Option<NodeIndex>,
}

impl<H: KeyHash> Bounded<H> {
    /// An empty store on this ring, where a member holds at most 1 + `excess` / 1000 times the
    /// mean, rounded up.
    pub fn new(ring: Ring<H>, excess: u32) -> Self {
        let mut store = Self { ring, excess, placed: Vec::new(), loads: Map::new() };
        store.settle();
        store
    }

    /// The keys, by ascending hash.
    pub fn placed(&self) -> &[Placed] {
        &self.placed
    }

    /// How many keys `node` holds.
    pub fn load(&self, node: NodeIndex) -> u64 {
        self.loads.get(&node).copied().unwrap_or(0)
    }

    /// How many keys `node` may hold now; 0 if it is no member.
    pub fn capacity(&self, node: NodeIndex) -> u64 {
        self.capacity_at(self.placed.len(), node)
    }

    fn capacity_at(&self, keys: usize, node: NodeIndex) -> u64 {
        let weight = self.members().get(node).map_or(0, |member| member.weight);
        let total = u128::from(self.members().weight()).max(1) * 1_000;
        let share = (1_000 + u128::from(self.excess)) * keys as u128;
        // More than 2^64 keys do not fit in memory.
        (share * u128::from(weight)).div_ceil(total).try_into().unwrap_or(u64::MAX)
    }

    /// Places these keys as well; those that are there already stay single.
    pub fn insert<K: Into<Vec<u8>>>(&mut self, keys: impl IntoIterator<Item = K>) {
        for key in keys {
            let key = key.into();
            let hash = self.ring.position(&key);
            self.placed.push(Placed { hash, key, node: None });
        }
        self.placed.sort_unstable_by(|a, b| (a.hash, &a.key).cmp(&(b.hash, &b.key)));
        self.placed.dedup_by(|a, b| a.key == b.key);
        self.settle();
    }

    /// Removes a key; false if it was not there.
    pub fn remove(&mut self, key: &[u8]) -> bool {
        match self.find(key) {
            Ok(place) => {
                self.placed.remove(place);
                self.settle();
                true
            }
            Err(_) => false,
        }
    }

    fn find(&self, key: &[u8]) -> Result<usize, usize> {
        let hash = self.ring.position(key);
        self.placed.binary_search_by(|it| (it.hash, it.key.as_slice()).cmp(&(hash, key)))
    }

    /// Lets all keys choose again, in their order.
    fn settle(&mut self) {
        let nodes = self.members().iter().map(|member| member.node);
        let mut room: Map<_, _> = nodes.map(|node| (node, self.capacity(node))).collect();
        self.loads = room.keys().map(|node| (*node, 0)).collect();
        for place in 0..self.placed.len() {
            let mut walk = self.ring.circle().from(self.placed[place].hash);
            let node = walk.find_map(|(_, node)| {
                let room = room.get_mut(&node).filter(|room| **room > 0)?;
                *room -= 1;
                Some(node)
            });
            drop(walk);
            self.placed[place].node = node;
            if let Some(load) = node.and_then(|node| self.loads.get_mut(&node)) {
                *load += 1;
            }
        }
    }

    /// Who holds `key`; if nobody does, who has room for it on its way.
    fn holder(&self, key: &[u8]) -> Option<NodeIndex> {
        match self.find(key) {
            Ok(place) => self.placed[place].node,
            Err(_) => {
                let keys = self.placed.len() + 1;
                let mut walk = self.ring.circle().from(self.ring.position(key));
                let room = |node| self.load(node) < self.capacity_at(keys, node);
                walk.find(|(_, node)| room(*node)).map(|(_, node)| node)
            }
        }
    }
}

impl<H: KeyHash> Placement for Bounded<H> {
    fn members(&self) -> &Members {
        self.ring.members()
    }

    /// Who holds `key`; for a key that is not placed, the first on its way with room for one more.
    fn owner(&self, key: &[u8]) -> Option<NodeIndex> {
        self.holder(key)
    }

    fn visit(&self, key: &[u8], copies: usize, see: &mut dyn FnMut(Step)) -> Option<u64> {
        let hash = self.ring.position(key);
        let holder = self.holder(key).filter(|_| copies > 0);
        let walk = self.ring.circle().from(hash);
        let Some((holder, upto)) = holder.and_then(|holder| {
            walk.map(|(point, node)| {
                let verdict = if node == holder { Verdict::Taken } else { Verdict::Full };
                see(Step { place: Place::Point(point), node, verdict });
                (node, point)
            })
            .find(|(node, _)| *node == holder)
        }) else {
            return Some(hash);
        };
        let mut known: Set<_> = [holder].into_iter().collect();
        let copies = copies.min(self.members().len());
        self.ring.circle().visit_others(upto.wrapping_add(1), copies, &mut known, see);
        Some(hash)
    }

    fn join(&mut self, member: Member) -> Result<(), Refusal> {
        self.ring.join(member)?;
        self.settle();
        Ok(())
    }

    fn leave(&mut self, node: NodeIndex) -> Result<(), Refusal> {
        self.ring.leave(node)?;
        self.settle();
        Ok(())
    }

    fn arcs(&self) -> Option<Arcs> {
        self.ring.arcs()
    }
}
