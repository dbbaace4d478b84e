//! What can be said of a moment.

use super::{REDIS, RedisLock};
use crate::kv::{no_more, reject, word};
use crate::locks::{self, HOLDERS, HOLDS, IDLE, VALUE};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Reject};
use crate::world::Sight;
use alloc::format;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// What every room of locks can say.
    Lock(locks::Predicate),
    /// Redis has a lock.
    Locked,
    /// This instance is up and takes itself for a master.
    Master(NodeId),
}

const LOCKED: Form =
    Form { word: "locked", usage: "locked", help: "Redis has a lock.", example: "locked" };

const MASTER: Form = Form {
    word: "master",
    usage: "master INSTANCE",
    help: "This instance of Redis is up and takes itself for a master.",
    example: "master r1",
};

pub(super) const FORMS: &[Form] = &[VALUE, HOLDS, HOLDERS, LOCKED, MASTER, IDLE];

impl RedisLock {
    pub(super) fn read_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        match words.first() {
            Some(&"locked") => no_more(words, 1).map(|()| Predicate::Locked),
            Some(&"master") => {
                no_more(words, 2)?;
                let name = word(words, 1, "an instance")?;
                let found = self.redis().find(|id| self.name(*id) == name);
                let none = || reject(1, format!("`{name}` is no instance of Redis"), &[]);
                found.map_or_else(none, |id| Ok(Predicate::Master(id)))
            }
            _ => locks::Predicate::parse(self, self.clients, FORMS, words).map(Predicate::Lock),
        }
    }

    pub(super) fn is_so(&self, predicate: Predicate, now: &dyn Sight<Self>) -> bool {
        match predicate {
            Predicate::Lock(predicate) => predicate.holds(now),
            Predicate::Locked => {
                instance(now, REDIS).is_some_and(|redis| redis.keys.lock.is_some())
            }
            Predicate::Master(id) => instance(now, id).is_some_and(|redis| redis.of.is_none()),
        }
    }
}

/// An instance that is up.
fn instance(now: &dyn Sight<RedisLock>, id: NodeId) -> Option<&super::Instance> {
    now.node(id).memory.service().and_then(super::Server::redis).filter(|_| now.is_up(id))
}
