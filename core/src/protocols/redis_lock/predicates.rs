//! What can be said of a moment.

use super::{REDIS, RedisLock};
use crate::kv::no_more;
use crate::locks::{self, HOLDERS, HOLDS, IDLE, VALUE};
use crate::scenario::vocabulary::{Form, Reject};
use crate::world::Sight;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// What every room of locks can say.
    Lock(locks::Predicate),
    /// Redis has a lock.
    Locked,
}

const LOCKED: Form =
    Form { word: "locked", usage: "locked", help: "Redis has a lock.", example: "locked" };

pub(super) const FORMS: &[Form] = &[VALUE, HOLDS, HOLDERS, LOCKED, IDLE];

impl RedisLock {
    pub(super) fn read_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        match words.first() {
            Some(&"locked") => no_more(words, 1).map(|()| Predicate::Locked),
            _ => locks::Predicate::parse(self, self.clients, FORMS, words).map(Predicate::Lock),
        }
    }

    pub(super) fn is_so(&self, predicate: Predicate, now: &dyn Sight<Self>) -> bool {
        match predicate {
            Predicate::Lock(predicate) => predicate.holds(now),
            Predicate::Locked => {
                now.is_up(REDIS)
                    && now.node(REDIS).memory.service().is_some_and(|keys| keys.lock.is_some())
            }
        }
    }
}
