//! What can be said of a moment.

use super::state::Phase;
use super::{ZOOKEEPER, ZookeeperLock};
use crate::kv::{no_more, parse_int};
use crate::locks::{self, HOLDERS, HOLDS, IDLE, VALUE};
use crate::scenario::vocabulary::{Form, Reject, form};
use crate::world::Sight;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// What every room of locks can say.
    Lock(locks::Predicate),
    /// So many nodes are there.
    Nodes(u64),
    /// So many clients wait for a node to go.
    Waiting(u64),
    /// Clients were woken so often in all.
    Woken(u64),
}

pub(super) const FORMS: &[Form] = &[
    VALUE,
    HOLDS,
    HOLDERS,
    form("nodes", "nodes NUMBER", "So many nodes are there below the lock.", "nodes 3"),
    form("waiting", "waiting NUMBER", "So many clients wait for a node to go.", "waiting 2"),
    form("woken", "woken NUMBER", "Clients were woken so often in all.", "woken 15"),
    IDLE,
];

impl ZookeeperLock {
    pub(super) fn read_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let number = |build: fn(u64) -> Predicate| {
            no_more(words, 2)?;
            parse_int(words, 1).map(build)
        };
        match words.first() {
            Some(&"nodes") => number(Predicate::Nodes),
            Some(&"waiting") => number(Predicate::Waiting),
            Some(&"woken") => number(Predicate::Woken),
            _ => locks::Predicate::parse(self, self.clients, FORMS, words).map(Predicate::Lock),
        }
    }

    pub(super) fn is_so(&self, predicate: Predicate, now: &dyn Sight<Self>) -> bool {
        match predicate {
            Predicate::Lock(predicate) => predicate.holds(now),
            Predicate::Nodes(count) => {
                let tree = now.node(ZOOKEEPER).disk.service();
                tree.is_some_and(|tree| tree.nodes.len() as u64 == count)
            }
            Predicate::Waiting(count) => {
                let jobs = now.up().filter_map(|(_, node)| node.memory.client()?.job.as_ref());
                let waits = |phase| matches!(phase, Phase::Waiting { watched: true, .. });
                jobs.filter(|job| waits(job.phase)).count() as u64 == count
            }
            Predicate::Woken(count) => now.witness().woken == count,
        }
    }
}
