//! What the operator lays down: who shares the keys, by which weight, and the rows of ranges and
//! lists.

use super::HashRing;
use super::table::Scheme;
use crate::placement::Refusal;
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::{Map, Set};

/// A key; copies share its text.
pub type Key = Rc<str>;

/// Who shares the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spec {
    /// The members, with their weights.
    pub members: Map<NodeId, u32>,
    /// Ranges by their starts, or listed keys, with their owners. The empty key is the start of
    /// the first range, or stands for all keys that are not listed. Empty in other schemes.
    pub rows: Map<Key, NodeId>,
    /// Keys beyond those of the start that are counted, where loads are bounded.
    pub counted: Set<Key>,
}

/// A change that a user asks of the authority. Done twice, it is as if done once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// A node becomes a member, with this weight.
    Join(NodeId, u32),
    /// A member leaves for good.
    Leave(NodeId),
    /// The range that holds the key is split there: its upper part goes to the node.
    Split(Key, NodeId),
    /// The range that starts at the key is merged into the one before it.
    Merge(Key),
    /// The range that holds the key, or the listed key, goes to the node.
    Give(Key, NodeId),
}

/// Why a change is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The placement does not allow it.
    Placement(Refusal),
    /// The node is no member.
    NoMember,
    /// Too few members would remain for a write to have its copies.
    TooFew,
    /// The scheme has no ranges or no list.
    NoRows,
}

impl Spec {
    /// What a room starts with.
    pub(super) fn first(room: &HashRing) -> Self {
        let members: Map<_, _> = room.storage().take(room.nodes.into()).map(|id| (id, 1)).collect();
        let mut rows = Map::new();
        let (nodes, keys) = (u32::from(room.nodes), u32::from(room.keys));
        let owner = |i: u32| NodeId(room.first().0 + (i % nodes) as u16);
        match room.scheme {
            Scheme::Range => {
                rows.insert(Key::from(""), owner(0));
                for i in 1..nodes.min(keys) {
                    rows.insert(room.key(i * keys / nodes.min(keys)), owner(i));
                }
            }
            Scheme::List => {
                rows.insert(Key::from(""), owner(0));
                for i in 0..keys {
                    rows.insert(room.key(i), owner(i));
                }
            }
            _ => {}
        }
        Self { members, rows, counted: Set::new() }
    }

    /// The same without these members. Their ranges go to the owners of those before them, and
    /// their listed keys to whoever has those that are not listed.
    pub(super) fn without(&self, gone: &Set<NodeId>) -> Self {
        let mut left = self.clone();
        left.members.retain(|id, _| !gone.contains(id));
        left.rows.retain(|_, owner| !gone.contains(owner));
        let headless = !self.rows.is_empty() && !left.rows.contains_key(&Key::from(""));
        if headless {
            let heir = left.rows.values().next().or_else(|| left.members.keys().next()).copied();
            heir.map(|heir| left.rows.insert(Key::from(""), heir));
        }
        left
    }

    /// This after a change; `None` if nothing changes.
    pub(super) fn after(&self, room: &HashRing, change: &Change) -> Result<Option<Self>, Reason> {
        let mut new = self.clone();
        match change {
            Change::Join(id, weight) => {
                let last = self.members.keys().next_back();
                let grows = !self.members.contains_key(id);
                if room.scheme == Scheme::Jump && grows && last.is_some_and(|last| last > id) {
                    return Err(Reason::Placement(Refusal::NotLast));
                }
                new.members.insert(*id, *weight);
            }
            Change::Leave(id) => {
                let last = self.members.keys().next_back() == Some(id);
                let member = self.members.contains_key(id);
                if room.scheme == Scheme::Jump && member && !last {
                    return Err(Reason::Placement(Refusal::NotLast));
                }
                if member && self.members.len() <= room.fewest() {
                    return Err(Reason::TooFew);
                }
                new = self.without(&[*id].into_iter().collect());
            }
            Change::Split(key, id) => {
                self.may_own(room, Scheme::Range, *id)?;
                new.rows.insert(key.clone(), *id);
            }
            Change::Merge(key) if room.scheme == Scheme::Range && !key.is_empty() => {
                new.rows.remove(key);
            }
            Change::Merge(_) => return Err(Reason::NoRows),
            Change::Give(key, id) if room.scheme == Scheme::List => {
                self.may_own(room, Scheme::List, *id)?;
                new.rows.insert(key.clone(), *id);
            }
            Change::Give(key, id) => {
                self.may_own(room, Scheme::Range, *id)?;
                let start = self.rows.keys().rev().find(|start| *start <= key).cloned();
                start.map(|start| new.rows.insert(start, *id));
            }
        }
        if new == *self {
            return Ok(None);
        }
        match room.scheme {
            Scheme::Modulo | Scheme::Jump | Scheme::Range | Scheme::List
                if new.members.values().any(|weight| *weight != 1) =>
            {
                Err(Reason::Placement(Refusal::Unweighted))
            }
            Scheme::Maglev if new.members.len() > room.slots.into() => {
                Err(Reason::Placement(Refusal::TooSmall))
            }
            _ => Ok(Some(new)),
        }
    }

    fn may_own(&self, room: &HashRing, scheme: Scheme, id: NodeId) -> Result<(), Reason> {
        match (room.scheme == scheme, self.members.contains_key(&id)) {
            (false, _) => Err(Reason::NoRows),
            (true, false) => Err(Reason::NoMember),
            (true, true) => Ok(()),
        }
    }
}
