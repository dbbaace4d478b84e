//! A lock in Redis: a key with an expiry, written only if it is not there, in one instance or in
//! most of several.
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
//! never decrease. A lock that its owner forgot ends with its expiry: none is kept for longer than
//! `ttl` after its owner set or renewed it, by Redis's wall clock.
//!
//! Not promised: without fencing, none of this survives a pause, a slow message or a jump of
//! Redis's clock that outlasts the lease, for a client cannot know that its lease has ended while
//! it sleeps. Fairness is not promised at all: whoever asks at the right moment wins. While Redis
//! is down nobody is let in.
//!
//! As in Redis, expiry is a moment of the server's wall clock; the client measures its lease on
//! its monotonic clock, from before it asked. To check the lease and to use it are two steps.
//!
//! Redlock (same documentation, the Redlock algorithm) is the same with several instances that know
//! nothing of each other: the lock is a client's that gets it from a majority, if time is left of
//! the lease after all the asking and an allowance for drift. There are no tokens then, so what
//! the lock protects is safe only as far as nothing is later than the margin, no clock jumps, and
//! no instance forgets what it granted (Kleppmann 2016 on what that asks for).
//!
//! A client that holds the lock may take it once more (`nested`): the lock says that it is held
//! twice, as Redisson's hash does with `HINCRBY`, and is deleted when the outer section is left.
//! With `reentrant=off` it waits for itself until its lease or its patience ends.
//!
//! Replicas (Redis documentation, Redis replication) hear of a write after it was answered, in a
//! stream, and are copied whole whenever the stream was broken; they drop no lock by themselves but
//! wait for their master's `DEL`. Sentinels (High availability with Redis Sentinel) look after
//! them: an instance that owes an answer for `down-after` is subjectively down, a master that a
//! quorum takes for down is objectively down; one of them is elected by most, in an epoch in which
//! each votes once, and makes the replica with the greatest offset the master. A master that was
//! away is told to follow, and its own keys are replaced. What is promised above is promised of one
//! instance: **with replicas and tokens of Redis a crash or a partition of the master is not
//! tolerated**, for the lock and the counter go back to what the replica knew. `wait-replicas`
//! (`WAIT`) narrows that and does not close it. With tokens that the storage draws (`fencing=own`)
//! all is promised again, since then Redis need not be right.
//!
//! Left out: partial resynchronization, replicas of replicas, priorities, `min-replicas-to-write`,
//! counting beyond two. `PING` and `INFO` are one message, sentinels greet each other directly
//! instead of over the instances' Pub/Sub, and clients know `r1` at first instead of asking a
//! sentinel.
//!
//! A node's step is in `transition`; `asking` and `holding` are the client's two halves, and
//! `server` is Redis; `replication`, `sentinel` and `failover` are what replicas add.

mod asking;
mod cast;
#[cfg(feature = "audit")]
mod checks;
mod failover;
mod finding;
mod holding;
mod invariants;
mod message;
mod narration;
mod nesting;
mod note;
mod portrait;
mod predicates;
mod reasons;
mod replication;
mod replies;
mod sentinel;
mod server;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod watching;

pub use message::{Change, Command, Link, Message, Reply, Timer, Watch};
pub use note::{Linked, Note, Watches};
pub use predicates::Predicate;
pub use settings::Flaw;
pub use state::{
    Client, Conf, Disk, Failover, File, Held, Instance, Job, Lock, Memory, Owed, Phase, Redis,
    Sentinel, Server, Votes, Witness,
};

use crate::exhibit::{Example, Exhibited, Famous};
use crate::locks::Fencing;
use crate::protocol::{MS, Micros};

pub(super) use crate::locks::{SERVICE as REDIS, STORAGE};

/// A lock in one Redis instance, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RedisLock {
    /// How many clients there are: `c1` and so on.
    pub clients: u16,
    /// How many instances of Redis there are, which know nothing of each other: `r1` and so on.
    pub instances: u16,
    /// With several instances: what is taken off the lease for clocks that run differently.
    pub drift: Micros,
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
    /// How many replicas the master `r1` has at first: `r2` and so on.
    pub replicas: u16,
    /// How many sentinels look after them, if there are replicas: `w1` and so on.
    pub sentinels: u16,
    /// How many sentinels have to find the master down.
    pub quorum: u16,
    /// How long an instance owes an answer until a sentinel takes it for down.
    pub down_after: Micros,
    /// How long a failover may take.
    pub failover_timeout: Micros,
    /// How many replicas must have a write before it is answered.
    pub wait_replicas: u16,
    /// Whether an owner may take its lock once more.
    pub reentrant: bool,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for RedisLock {
    fn default() -> Self {
        Self {
            clients: 2,
            instances: 1,
            drift: 22 * MS,
            ttl: 2_000 * MS,
            work: 100 * MS,
            pause: 100 * MS,
            wait: 10_000 * MS,
            patience: 300 * MS,
            margin: 0,
            watchdog: false,
            fencing: Fencing::All,
            persistent: true,
            replicas: 0,
            sentinels: 3,
            quorum: 2,
            down_after: 1_000 * MS,
            failover_timeout: 3_000 * MS,
            wait_replicas: 0,
            reentrant: true,
            flaws: 0,
        }
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
            title: "A replica takes over too early",
            words: "A lock in Redis, and a failover",
            path: "redis-failover/off@3345ms",
        },
        Famous {
            title: "Redlock and a clock",
            words: "Five instances, one of which jumps",
            path: "redlock-clock-jumps@1s",
        },
        Famous {
            title: "A release that frees another's lock",
            words: "A lock in Redis, deleted without a look",
            path: "late-release/deletes-unchecked@1800ms",
        },
    ];
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 21] = [
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
    example!("redlock"),
    example!("redlock-clock-jumps"),
    example!("redlock-restarts"),
    example!("redlock-pause"),
    example!("redlock-slow"),
    example!("redis-failover"),
    example!("old-master"),
    example!("empty-master"),
    example!("two-candidates"),
    example!("once-more"),
    example!("chaos"),
];
