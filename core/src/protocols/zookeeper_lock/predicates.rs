//! What can be said of a moment.

use super::state::{Disk, Phase};
use super::{STORAGE, ZOOKEEPER, ZookeeperLock};
use crate::kv::{no_more, parse_int, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Reject};
use crate::world::Sight;
use alloc::format;
use alloc::string::String;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// The storage holds this number.
    Value(u64),
    /// This client believes that it holds the lock.
    Holds(NodeId),
    /// So many clients at least believe that they hold the lock.
    Holders(u64),
    /// So many nodes are there.
    Nodes(u64),
    /// So many clients wait for a node to go.
    Waiting(u64),
    /// Clients were woken so often in all.
    Woken(u64),
    /// No client has anything to do.
    Idle,
}

const fn form(
    word: &'static str,
    usage: &'static str,
    help: &'static str,
    example: &'static str,
) -> Form {
    Form { word, usage, help, example }
}

pub(super) const FORMS: &[Form] = &[
    form("value", "value NUMBER", "The storage holds this number.", "value 3"),
    form(
        "holds",
        "holds CLIENT",
        "This client is up and believes that it holds the lock.",
        "holds c1",
    ),
    form(
        "holders",
        "holders NUMBER",
        "So many clients, or more, are up and believe that they hold the lock.",
        "holders 2",
    ),
    form("nodes", "nodes NUMBER", "So many nodes are there below the lock.", "nodes 3"),
    form("waiting", "waiting NUMBER", "So many clients wait for a node to go.", "waiting 2"),
    form("woken", "woken NUMBER", "Clients were woken so often in all.", "woken 15"),
    form("idle", "idle", "No client has anything to do.", "idle"),
];

const KNOWN: &[&str] = &["value", "holds", "holders", "nodes", "waiting", "woken", "idle"];

impl ZookeeperLock {
    pub(super) fn read_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let number = |build: fn(u64) -> Predicate| {
            no_more(words, 2)?;
            parse_int(words, 1).map(build)
        };
        match words.first() {
            Some(&"value") => number(Predicate::Value),
            Some(&"holders") => number(Predicate::Holders),
            Some(&"nodes") => number(Predicate::Nodes),
            Some(&"waiting") => number(Predicate::Waiting),
            Some(&"woken") => number(Predicate::Woken),
            Some(&"holds") => {
                no_more(words, 2)?;
                let name = word(words, 1, "a client")?;
                let found = self.clients().find(|id| self.name(*id) == name);
                found.map_or_else(
                    || reject(1, format!("`{name}` is no client"), &[]),
                    |id| Ok(Predicate::Holds(id)),
                )
            }
            Some(&"idle") => no_more(words, 1).map(|()| Predicate::Idle),
            Some(word) => reject(0, format!("`{word}` is no predicate"), KNOWN),
            None => reject(0, String::from("a predicate is missing"), KNOWN),
        }
    }

    pub(super) fn is_so(&self, predicate: Predicate, now: &dyn Sight<Self>) -> bool {
        let many = |fits: &dyn Fn(&Phase) -> bool| {
            let jobs = now.up().filter_map(|(_, node)| node.memory.client()?.job.as_ref());
            jobs.filter(|job| fits(&job.phase)).count() as u64
        };
        let holds = |phase: &Phase| matches!(phase, Phase::Holding(_));
        match predicate {
            Predicate::Value(value) => {
                matches!(now.node(STORAGE).disk, Disk::Storage(it) if it.value == value)
            }
            Predicate::Holds(client) => {
                now.is_up(client) && now.node(client).memory.section().is_some()
            }
            Predicate::Holders(least) => many(&holds) >= least,
            Predicate::Nodes(count) => {
                let tree = now.node(ZOOKEEPER).disk.tree();
                tree.is_some_and(|tree| tree.nodes.len() as u64 == count)
            }
            Predicate::Waiting(count) => {
                many(&|phase| matches!(phase, Phase::Waiting { watched: true, .. })) == count
            }
            Predicate::Woken(count) => now.witness().woken == count,
            Predicate::Idle => many(&|_| true) == 0,
        }
    }
}
