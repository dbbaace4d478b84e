//! What must never happen, and the switches that make it happen.

use super::note::Note;
use super::state::Disk;
use super::{REDIS, RedisLock};
use crate::check::{Change, Fact, Fault, Flaw, Invariant, Invariants, Measure};
use crate::locks::{self, Access, FENCING};
use crate::protocol::EffectRef;
use alloc::format;
use alloc::vec::Vec;

/// Where the lock is published.
pub(super) const REDIS_DOCS: &str = "Redis documentation, Distributed Locks with Redis";

impl Invariants for RedisLock {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "mutual-exclusion",
            title: "Mutual exclusion",
            help: "The storage lets nobody in again after it let in somebody else.",
            source: FENCING,
            check: exclusion,
        },
        Invariant {
            name: "no-lost-update",
            title: "No lost update",
            help: "Who writes has read the number that the write replaces.",
            source: FENCING,
            check: lost_update,
        },
        Invariant {
            name: "tokens-grow",
            title: "Tokens grow",
            help: "The tokens of accepted accesses never decrease.",
            source: FENCING,
            check: tokens,
        },
        Invariant {
            name: "forgotten-locks-end",
            title: "Forgotten locks end",
            help: "A lock that its owner knows nothing of any more has an expiry.",
            source: REDIS_DOCS,
            check: forgotten_locks_end,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "set-without-nx",
            help: "The lock is set whether or not it is there: SET without NX.",
            breaks: &["mutual-exclusion", "no-lost-update", "tokens-grow"],
        },
        Flaw {
            name: "expires-apart",
            help: "The lock is set first and given an expiry by a second command: SETNX, EXPIRE.",
            breaks: &["forgotten-locks-end"],
        },
        Flaw {
            name: "deletes-unchecked",
            help: "A client deletes the lock without a look at whose it is.",
            breaks: &["mutual-exclusion", "no-lost-update", "tokens-grow"],
        },
        Flaw {
            name: "never-expires",
            help: "The lock has no expiry: it ends when its owner deletes it.",
            breaks: &["forgotten-locks-end"],
        },
        Flaw {
            name: "skips-check",
            help: "An owner writes without a look at whether its lease has ended.",
            breaks: &["mutual-exclusion", "no-lost-update", "tokens-grow"],
        },
    ];

    const TOLERATES: &'static [Fault] = &[
        Fault::Crash,
        Fault::CrashWithinStep,
        Fault::Cut,
        Fault::Partition,
        Fault::Loss,
        Fault::Duplication,
        Fault::Reordering,
        Fault::Delay,
        Fault::Pause,
        Fault::Skew,
        Fault::Drift,
        Fault::TimerLuck,
    ];

    const MEASURES: &'static [Measure<Self>] = &[Measure {
        name: "attempts",
        help: "How often one client has asked for the lock.",
        count: |room, world| {
            let serial = |id| match world.node(id).disk {
                Disk::Client(numbers) => numbers.serial,
                _ => 0,
            };
            room.clients().map(serial).max().unwrap_or_default()
        },
    }];

    fn flawed(&self, flaw: usize) -> bool {
        self.flaws & (1 << flaw) != 0
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        let bit = 1 << flaw;
        self.flaws = if on { self.flaws | bit } else { self.flaws & !bit };
    }
}

type Facts = Vec<Fact>;

/// What the storage let in in the last event, and the number that it held before.
fn served(change: &Change<'_, RedisLock>) -> Option<(Access, u64)> {
    let effects = &change.seen?.effects;
    locks::served(effects.iter().find_map(|effect| match effect {
        EffectRef::Note(Note::Served(served)) => Some(*served),
        _ => None,
    }))
}

fn exclusion(room: &RedisLock, change: &Change<'_, RedisLock>) -> Facts {
    let Some((access, _)) = served(change) else { return Facts::new() };
    locks::exclusion(&change.witness_before.story, access, |id| room.name(id))
}

fn lost_update(room: &RedisLock, change: &Change<'_, RedisLock>) -> Facts {
    let Some((access, before)) = served(change) else { return Facts::new() };
    locks::lost_update(&change.witness_before.story, access, before, |id| room.name(id))
}

fn tokens(room: &RedisLock, change: &Change<'_, RedisLock>) -> Facts {
    let Some((access, _)) = served(change) else { return Facts::new() };
    locks::tokens(&change.witness_before.story, access, |id| room.name(id))
}

/// A lock without an end is its owner's to delete: nobody else will.
fn forgotten_locks_end(room: &RedisLock, change: &Change<'_, RedisLock>) -> Facts {
    let lock = change.world.node(REDIS).memory.redis().and_then(|keys| keys.lock);
    let Some(lock) = lock.filter(|lock| lock.until.is_none()) else { return Facts::new() };
    let owner = lock.owner.client;
    let client = change.world.node(owner).memory.client();
    let job = client.filter(|_| change.world.is_up(owner)).and_then(|client| client.job.as_ref());
    if job.is_some_and(|job| job.entry() == Some(lock.owner)) {
        return Facts::new();
    }
    let text =
        format!("the lock is {}'s, who knows nothing of it, and it has no end", room.name(owner));
    Vec::from([Fact { text, nodes: Vec::from([owner, REDIS]) }])
}
