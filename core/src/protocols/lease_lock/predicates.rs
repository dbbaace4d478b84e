//! What can be said of a moment.

use super::state::Phase;
use super::{LeaseLock, SERVICE};
use crate::kv::{no_more, parse_int};
use crate::locks::{self, HOLDERS, HOLDS, IDLE, VALUE};
use crate::scenario::vocabulary::{Form, Reject};
use crate::world::Sight;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// What every room of locks can say.
    Lock(locks::Predicate),
    /// So many keys or rows are there.
    Keys(u64),
    /// So many clients wait to be told.
    Waiting(u64),
    /// Consul's lock-delay lasts.
    Delayed,
}

const KEYS: Form = Form {
    word: "keys",
    usage: "keys NUMBER",
    help: "So many keys, or rows, are there.",
    example: "keys 0",
};

const WAITING: Form = Form {
    word: "waiting",
    usage: "waiting NUMBER",
    help: "So many clients wait for a key to go.",
    example: "waiting 2",
};

const DELAYED: Form = Form {
    word: "delayed",
    usage: "delayed",
    help: "Consul's lock-delay lasts.",
    example: "delayed",
};

pub(super) const FORMS: &[Form] = &[VALUE, HOLDS, HOLDERS, KEYS, WAITING, DELAYED, IDLE];

impl LeaseLock {
    pub(super) fn read_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let number = |build: fn(u64) -> Predicate| {
            no_more(words, 2)?;
            parse_int(words, 1).map(build)
        };
        match words.first() {
            Some(&"keys") => number(Predicate::Keys),
            Some(&"waiting") => number(Predicate::Waiting),
            Some(&"delayed") => no_more(words, 1).map(|()| Predicate::Delayed),
            _ => locks::Predicate::parse(self, self.clients, FORMS, words).map(Predicate::Lock),
        }
    }

    pub(super) fn is_so(&self, predicate: Predicate, now: &dyn Sight<Self>) -> bool {
        match predicate {
            Predicate::Lock(predicate) => predicate.holds(now),
            Predicate::Keys(count) => {
                let table = now.node(SERVICE).disk.service();
                table.is_some_and(|table| table.keys.len() as u64 == count)
            }
            Predicate::Waiting(count) => {
                let jobs = now.up().filter_map(|(_, node)| node.memory.client()?.job.as_ref());
                let waits = |phase| matches!(phase, Phase::Waiting { .. });
                jobs.filter(|job| waits(job.phase)).count() as u64 == count
            }
            Predicate::Delayed => {
                now.is_up(SERVICE)
                    && now.node(SERVICE).memory.service().is_some_and(|it| it.delayed)
            }
        }
    }
}
