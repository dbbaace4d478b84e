//! What can be said of a moment.

use super::state::{Disk, Memory};
use super::{REDIS, RedisLock, STORAGE};
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
    /// Redis has a lock.
    Locked,
    /// No client has anything to do.
    Idle,
}

pub(super) const FORMS: &[Form] = &[
    Form {
        word: "value",
        usage: "value NUMBER",
        help: "The storage holds this number.",
        example: "value 3",
    },
    Form {
        word: "holds",
        usage: "holds CLIENT",
        help: "This client is up and believes that it holds the lock.",
        example: "holds c1",
    },
    Form {
        word: "holders",
        usage: "holders >= NUMBER",
        help: "So many clients, or more, are up and believe that they hold the lock.",
        example: "holders >= 2",
    },
    Form { word: "locked", usage: "locked", help: "Redis has a lock.", example: "locked" },
    Form { word: "idle", usage: "idle", help: "No client has anything to do.", example: "idle" },
];

impl RedisLock {
    pub(super) fn read_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        match words.first() {
            Some(&"value") => {
                no_more(words, 2)?;
                parse_int(words, 1).map(Predicate::Value)
            }
            Some(&"holds") => {
                no_more(words, 2)?;
                let name = word(words, 1, "a client")?;
                let found = self.clients().find(|id| self.name(*id) == name);
                found.map_or_else(
                    || reject(1, format!("`{name}` is no client"), &[]),
                    |id| Ok(Predicate::Holds(id)),
                )
            }
            Some(&"holders") => {
                no_more(words, 3)?;
                if word(words, 1, "`>=`")? != ">=" {
                    return reject(1, String::from("`>=` is expected"), &[">="]);
                }
                parse_int(words, 2).map(Predicate::Holders)
            }
            Some(&"locked") => no_more(words, 1).map(|()| Predicate::Locked),
            Some(&"idle") => no_more(words, 1).map(|()| Predicate::Idle),
            other => {
                let known = &["value", "holds", "holders", "locked", "idle"];
                let what = other.map_or_else(
                    || String::from("a predicate is missing"),
                    |word| format!("`{word}` is no predicate"),
                );
                reject(0, what, known)
            }
        }
    }

    pub(super) fn is_so(&self, predicate: Predicate, now: &dyn Sight<Self>) -> bool {
        match predicate {
            Predicate::Value(value) => {
                matches!(now.node(STORAGE).disk, Disk::Storage(it) if it.value == value)
            }
            Predicate::Holds(client) => now.is_up(client) && holds(now.node(client).memory),
            Predicate::Holders(many) => {
                now.up().filter(|(_, node)| holds(node.memory)).count() as u64 >= many
            }
            Predicate::Locked => {
                now.is_up(REDIS)
                    && now.node(REDIS).memory.redis().is_some_and(|keys| keys.lock.is_some())
            }
            Predicate::Idle => now
                .up()
                .all(|(_, node)| node.memory.client().is_none_or(|client| client.job.is_none())),
        }
    }
}

/// Whether a client believes that it holds the lock.
pub(super) fn holds(memory: &Memory) -> bool {
    memory.section().is_some()
}
