//! A lock in one Redis instance: a key with an expiry, written only if it is not there.
//!
//! <cluster-scope scenario="redis-lock/one-after-the-other" view="both" start-at="30ms">
//! A run: two clients add to one number, one after the other.
//! </cluster-scope>
//!
//! The command `SET lock VALUE NX PX TTL` and the release that compares the value first are those
//! of the Redis documentation ("Distributed Locks with Redis", correct implementation with a
//! single instance). Fencing tokens: M. Kleppmann, "How to do distributed locking", 2016; they
//! come from a counter that the same script raises with every grant, since Redis itself has none.
//!
//! Promise: with fencing on reads and writes (`fencing=all`) and a Redis that keeps its
//! append-only file, the storage lets clients in one after the other, whatever is lost, doubled,
//! delayed, paused or crashes, and whatever clocks say: no update is lost, and accepted tokens
//! never decrease. A lock that its owner forgot ends with its expiry.
//!
//! Not promised: without fencing, none of this survives a pause, a slow message or a jump of
//! Redis's clock that outlasts the lease, for a client cannot know that its lease has ended while
//! it sleeps. Fairness is not promised at all: whoever asks at the right moment wins. While Redis
//! is down nobody is let in.
//!
//! As in Redis, expiry is a moment of the server's wall clock; the client measures its lease on
//! its monotonic clock, from before it asked. To check the lease and to use it are two steps.
//!
//! Left out: replicas and failover, several instances, re-entrant locks.
//!
//! A node's step is in `transition`; `asking` and `holding` are the client's two halves, and
//! `server` is Redis.

mod asking;
#[cfg(feature = "audit")]
mod checks;
mod holding;
mod invariants;
mod message;
mod narration;
mod note;
mod portrait;
mod predicates;
mod reasons;
mod server;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;

pub use message::{Command, Message, Reply, Timer};
pub use note::Note;
pub use predicates::Predicate;
pub use settings::Flaw;
pub use state::{Client, Disk, Held, Job, Lock, Memory, Phase, Redis, Witness};

use crate::exhibit::{Example, Exhibited, Famous};
use crate::locks::{self, Fencing};
use crate::protocol::{MS, Micros, NodeId};
use alloc::string::String;

pub(super) use crate::locks::{SERVICE as REDIS, STORAGE};

/// A lock in one Redis instance, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RedisLock {
    /// How many clients there are: `c1` and so on.
    pub clients: u16,
    /// How long a lock lasts unless it is renewed.
    pub ttl: Micros,
    /// How long a client works between its read and its write.
    pub work: Micros,
    /// How long a client waits at least before it asks for a busy lock again; twice that at most.
    pub pause: Micros,
    /// How long a client waits for the lock before it gives up.
    pub wait: Micros,
    /// How long a client waits for an answer.
    pub patience: Micros,
    /// How long before the end of its lease a client no longer uses it.
    pub margin: Micros,
    /// Whether owners renew their lease while they work.
    pub watchdog: bool,
    /// What the storage holds to fencing tokens.
    pub fencing: Fencing,
    /// Whether Redis keeps an append-only file, and waits for it before it answers.
    pub persistent: bool,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for RedisLock {
    fn default() -> Self {
        Self {
            clients: 2,
            ttl: 2_000 * MS,
            work: 100 * MS,
            pause: 100 * MS,
            wait: 10_000 * MS,
            patience: 300 * MS,
            margin: 0,
            watchdog: false,
            fencing: Fencing::All,
            persistent: true,
            flaws: 0,
        }
    }
}

impl RedisLock {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// The clients' ids.
    pub fn clients(&self) -> impl Iterator<Item = NodeId> + use<> {
        locks::clients(self.clients)
    }

    /// The name of a node: Redis is `r1`, the storage `s1`.
    pub fn name(&self, id: NodeId) -> String {
        locks::called("r1", id)
    }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for RedisLock {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = &[
        Famous {
            title: "A pause outlives the lease",
            words: "A lock in Redis, an owner that sleeps",
            path: "lease-and-pause/off@3165ms",
        },
        Famous {
            title: "A release that frees another's lock",
            words: "A lock in Redis, deleted without a look",
            path: "late-release/deletes-unchecked@1800ms",
        },
    ];
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 11] = [
    example!("one-after-the-other"),
    example!("lease-and-pause"),
    example!("late-release"),
    example!("owner-crashes"),
    example!("two-commands"),
    example!("both-get-it"),
    example!("long-work"),
    example!("redis-restarts"),
    example!("clock-jumps"),
    example!("no-answers"),
    example!("chaos"),
];
