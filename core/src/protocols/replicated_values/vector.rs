//! Version vectors: how many updates of each replica somebody has heard of.

use crate::protocol::NodeId;
use crate::sorted::Map;

/// The name of one update: who did it, and as which of its own, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dot {
    /// Who did it.
    pub by: NodeId,
    /// Which of its updates it is.
    pub count: u64,
}

/// Of each replica, the first so many updates.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vector {
    /// How many; those that nothing is known of are left out.
    pub counts: Map<NodeId, u64>,
}

impl Vector {
    /// How many updates of that replica it covers.
    pub fn at(&self, id: NodeId) -> u64 {
        self.counts.get(&id).copied().unwrap_or(0)
    }

    /// Whether it covers an update.
    pub fn has(&self, dot: Dot) -> bool {
        self.at(dot.by) >= dot.count
    }

    /// Whether it covers all that the other one covers.
    pub fn covers(&self, other: &Self) -> bool {
        other.counts.iter().all(|(by, count)| self.at(*by) >= *count)
    }

    /// Covers that update and all before it of the same replica.
    pub fn raise(&mut self, dot: Dot) {
        if !self.has(dot) {
            self.counts.insert(dot.by, dot.count);
        }
    }

    /// The least vector that covers both.
    pub fn merge(&mut self, other: &Self) {
        for (by, count) in other.counts.iter() {
            self.raise(Dot { by: *by, count: *count });
        }
    }

    /// The name of the next update of that replica.
    pub fn next(&self, by: NodeId) -> Dot {
        Dot { by, count: self.at(by) + 1 }
    }
}

/// What a client has seen: all that its replica had heard of when it read, and what it put since. A
/// vector alone cannot say the latter, since it would cover what others put there meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Context {
    /// What it read.
    pub vector: Vector,
    /// What it put last.
    pub dot: Option<Dot>,
}

impl Context {
    /// All that a replica has heard of.
    pub fn of(vector: &Vector) -> Self {
        Self { vector: vector.clone(), dot: None }
    }

    /// Whether it has seen an update.
    pub fn has(&self, dot: Dot) -> bool {
        self.vector.has(dot) || self.dot == Some(dot)
    }
}
