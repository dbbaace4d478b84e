//! What must never happen, and the switches that make it happen.

use super::note::{Note, Watches};
use super::state::{Disk, File};
use super::{REDIS, RedisLock};
use crate::check::{Change, Fact, Fault, Flaw, Invariant, Invariants, Measure, guilty, with_flaw};
use crate::locks::{self, Late, Overdue, Patient};
use crate::protocol::EffectRef;
use alloc::format;
use alloc::vec::Vec;

/// Where the lock is published.
pub(super) const REDIS_DOCS: &str = "Redis documentation, Distributed Locks with Redis";

/// Where replicas take over is published.
pub(super) const SENTINEL: &str = "Redis documentation, High availability with Redis Sentinel";

impl Invariants for RedisLock {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        locks::mutual_exclusion(),
        locks::no_lost_update(),
        locks::tokens_grow(),
        Invariant {
            name: "forgotten-locks-end",
            title: "Forgotten locks end",
            help: "A lock that its owner knows nothing of any more has an expiry.",
            source: REDIS_DOCS,
            check: forgotten_locks_end,
        },
        Invariant {
            name: "one-leader",
            title: "One leader per epoch",
            help: "Sentinels elect one of them at most in each epoch.",
            source: SENTINEL,
            check: one_leader,
        },
        locks::silence_ends(REDIS_DOCS),
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
            breaks: &["forgotten-locks-end", "silence-ends"],
        },
        Flaw {
            name: "skips-check",
            help: "An owner writes without a look at whether its lease has ended.",
            breaks: &["mutual-exclusion", "no-lost-update", "tokens-grow"],
        },
        Flaw {
            name: "takes-minority",
            help: "Of several instances one is enough.",
            breaks: &["mutual-exclusion", "no-lost-update"],
        },
        Flaw {
            name: "ignores-elapsed",
            help: "The time that it took to ask several instances is not taken off the lease.",
            breaks: &["mutual-exclusion", "no-lost-update"],
        },
        Flaw {
            name: "votes-again",
            help: "A sentinel votes for whoever asks, though it has voted in that epoch.",
            breaks: &["one-leader"],
        },
        Flaw {
            name: "inner-frees",
            help: "A client that leaves an inner section deletes the lock, and works on.",
            breaks: &["mutual-exclusion", "no-lost-update", "tokens-grow"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_DATAGRAMS;

    const MEASURES: &'static [Measure<Self>] = &[
        Measure {
            name: "attempts",
            help: "How often one client has asked for the lock.",
            count: |room, world| {
                let serial = |id| match world.node(id).disk {
                    Disk::Client(numbers) => numbers.serial,
                    _ => 0,
                };
                room.clients().map(serial).max().unwrap_or_default()
            },
        },
        Measure {
            name: "epoch",
            help: "The newest epoch that a sentinel has heard of.",
            count: |room, world| {
                let epoch = |id| match world.node(id).disk {
                    Disk::Service(File::Sentinel(conf)) => conf.epoch,
                    _ => 0,
                };
                room.sentinels().map(epoch).max().unwrap_or_default()
            },
        },
    ];

    fn flawed(&self, flaw: usize) -> bool {
        self.flaws & (1 << flaw) != 0
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        self.flaws = with_flaw(self.flaws, flaw, on);
    }
}

impl Patient for RedisLock {
    fn overdue(note: &Note) -> Option<Overdue> {
        if let Note::Overdue(overdue) = note { Some(*overdue) } else { None }
    }

    fn late(witness: &Self::Witness) -> &Late {
        &witness.late
    }
}

type Facts = Vec<Fact>;

/// A lock without an end is its owner's to delete: nobody else will.
fn forgotten_locks_end(room: &RedisLock, change: &Change<'_, RedisLock>) -> Facts {
    let locks =
        room.redis().filter_map(|id| change.world.node(id).memory.service()?.redis()?.keys.lock);
    let Some(lock) = locks.into_iter().find(|lock| lock.until.is_none()) else {
        return Facts::new();
    };
    let owner = lock.owner.client;
    let client = change.world.node(owner).memory.client();
    let job = client.filter(|_| change.world.is_up(owner)).and_then(|client| client.job.as_ref());
    if job.is_some_and(|job| job.entry() == Some(lock.owner)) {
        return Facts::new();
    }
    let text =
        format!("the lock is {}'s, who knows nothing of it, and it has no end", room.name(owner));
    guilty(text, &[owner, REDIS])
}

fn one_leader(room: &RedisLock, change: &Change<'_, RedisLock>) -> Facts {
    let led = change.seen.and_then(|seen| {
        seen.effects.iter().find_map(|effect| match effect {
            EffectRef::Note(Note::Watches(Watches::Leads(epoch))) => Some((seen.by, *epoch)),
            _ => None,
        })
    });
    let Some((by, epoch)) = led else { return Facts::new() };
    let other = change.witness_before.elected.get(&epoch).filter(|other| **other != by);
    let Some(other) = other else { return Facts::new() };
    let text =
        format!("{} and {} are both elected in epoch {epoch}", room.name(*other), room.name(by));
    guilty(text, &[*other, by])
}
