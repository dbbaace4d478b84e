//! Nodes that are interchangeable: what a state looks like with their names changed.

use crate::list::List;
use crate::protocol::{NodeId, Protocol};
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// New names for nodes: each place holds the new name of the node with this id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permutation(Vec<NodeId>);

impl Permutation {
    /// The new name of a node; one that is not among those named keeps its own.
    pub fn of(&self, node: NodeId) -> NodeId {
        self.0.get(node.index()).copied().unwrap_or(node)
    }

    /// All ways to change names among these nodes of so many, but for changing none.
    pub fn all(nodes: usize, among: &[NodeId]) -> Vec<Self> {
        let identity: Vec<NodeId> = (0..nodes as u16).map(NodeId).collect();
        let mut orders: Vec<Vec<NodeId>> = Vec::from([Vec::new()]);
        for _ in among {
            let longer = |order: &Vec<NodeId>| {
                let rest = among.iter().filter(|node| !order.contains(node));
                rest.map(|node| [&order[..], &[*node]].concat()).collect::<Vec<_>>()
            };
            orders = orders.iter().flat_map(longer).collect();
        }
        let names = |order: Vec<NodeId>| {
            let mut names = identity.clone();
            for (old, new) in among.iter().zip(order) {
                names[old.index()] = new;
            }
            Self(names)
        };
        orders.into_iter().map(names).filter(|it| it.0 != identity).collect()
    }
}

/// Data in which nodes are named.
pub trait Relabel {
    /// The same with names changed.
    #[must_use]
    fn relabel(&self, names: &Permutation) -> Self;
}

impl Relabel for NodeId {
    fn relabel(&self, names: &Permutation) -> Self {
        names.of(*self)
    }
}

/// Data that names no node.
macro_rules! unnamed {
    ($($kind:ty),*) => {
        $(impl Relabel for $kind {
            fn relabel(&self, _: &Permutation) -> Self {
                self.clone()
            }
        })*
    };
}
pub(crate) use unnamed;

unnamed!(bool, u16, u32, u64, Rc<str>);

impl<T: Relabel> Relabel for Option<T> {
    fn relabel(&self, names: &Permutation) -> Self {
        self.as_ref().map(|it| it.relabel(names))
    }
}

impl<T: Relabel> Relabel for Vec<T> {
    fn relabel(&self, names: &Permutation) -> Self {
        self.iter().map(|it| it.relabel(names)).collect()
    }
}

impl<T: Relabel> Relabel for Rc<T> {
    fn relabel(&self, names: &Permutation) -> Self {
        Self::new(T::relabel(self, names))
    }
}

impl<T: Relabel + Clone> Relabel for List<T> {
    fn relabel(&self, names: &Permutation) -> Self {
        self.iter().map(|it| it.relabel(names)).collect()
    }
}

impl<A: Relabel, B: Relabel> Relabel for (A, B) {
    fn relabel(&self, names: &Permutation) -> Self {
        (self.0.relabel(names), self.1.relabel(names))
    }
}

impl<T: Relabel + Ord> Relabel for Set<T> {
    fn relabel(&self, names: &Permutation) -> Self {
        self.iter().map(|it| it.relabel(names)).collect()
    }
}

impl<K: Relabel + Ord, V: Relabel> Relabel for Map<K, V> {
    fn relabel(&self, names: &Permutation) -> Self {
        self.iter().map(|(key, value)| (key.relabel(names), value.relabel(names))).collect()
    }
}

/// A part of a state that a room can change names in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<P: Protocol> {
    /// What is on a disk.
    Disk(P::Disk),
    /// What is in a memory.
    Memory(P::Memory),
    /// What is on its way.
    Message(P::Message),
    /// What is set.
    Timer(P::Timer),
    /// What the invariants' ghost knows.
    Witness(P::Witness),
}

impl<P: Protocol> Part<P>
where
    P::Disk: Relabel,
    P::Memory: Relabel,
    P::Message: Relabel,
    P::Timer: Relabel,
    P::Witness: Relabel,
{
    /// The part with names changed, for a room all of whose data can do so.
    #[must_use]
    pub fn relabelled(&self, names: &Permutation) -> Self {
        match self {
            Self::Disk(disk) => Self::Disk(disk.relabel(names)),
            Self::Memory(memory) => Self::Memory(memory.relabel(names)),
            Self::Message(message) => Self::Message(message.relabel(names)),
            Self::Timer(timer) => Self::Timer(timer.relabel(names)),
            Self::Witness(witness) => Self::Witness(witness.relabel(names)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_but_none_are_tried_and_others_keep_their_names() {
        let among = [NodeId(1), NodeId(2), NodeId(4)];
        let all = Permutation::all(6, &among);
        assert_eq!(all.len(), 5);
        for names in &all {
            assert_eq!(names.of(NodeId(0)), NodeId(0));
            assert_eq!(names.of(NodeId(3)), NodeId(3));
            let mut new: Vec<NodeId> = among.iter().map(|node| names.of(*node)).collect();
            new.sort();
            assert_eq!(new, among);
        }
        assert!(Permutation::all(3, &[]).is_empty());
    }

    #[test]
    fn names_change_wherever_they_stand() {
        let names = &Permutation::all(2, &[NodeId(0), NodeId(1)])[0];
        let set: Set<NodeId> = [NodeId(0)].into_iter().collect();
        assert!(set.relabel(names).contains(&NodeId(1)));
        let map: Map<NodeId, u64> = [(NodeId(0), 7), (NodeId(1), 8)].into_iter().collect();
        assert_eq!(map.relabel(names).get(&NodeId(0)), Some(&8));
    }
}
