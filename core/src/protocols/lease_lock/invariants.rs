//! What must never happen, and the switches that make it happen.

use super::note::Note;
use super::settings::System;
use super::state::{Disk, Key, Memory, Phase};
use super::{LeaseLock, SERVICE};
use crate::check::{Change, Fact, Fault, Flaw, Invariant, Invariants, Measure, guilty, with_flaw};
use crate::locks::{self, Entry, Late, Overdue, Patient, Queued};
use crate::protocol::EffectRef;
use crate::world::Sight;
use alloc::format;
use alloc::vec::Vec;

/// Where etcd's lock is described.
pub(super) const ETCD: &str = "etcd documentation, concurrency API";
/// Where Consul's sessions are.
pub(super) const CONSUL: &str = "Consul documentation, Sessions";
/// Where sequencers and lock-delay come from.
pub(super) const CHUBBY: &str = "Chubby (OSDI 2006) §2.4";

impl Invariants for LeaseLock {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        locks::mutual_exclusion(),
        locks::no_lost_update(),
        locks::tokens_grow(),
        Invariant {
            name: "first-come",
            title: "First come, first served",
            help: "Who takes the lock has the first of all keys that are there.",
            source: ETCD,
            check: first_come,
        },
        Invariant {
            name: "locks-end",
            title: "Locks end",
            help: "Every key is in a lease that is open, and every row has an end.",
            source: CHUBBY,
            check: locks_end,
        },
        Invariant {
            name: "lock-delay",
            title: "Lock-delay",
            help: "After a session that ended with the lock, nobody has it for a while.",
            source: CHUBBY,
            check: lock_delay,
        },
        Invariant {
            name: "who-waits-is-told",
            title: "Who waits is told",
            help: "Who was promised to hear of a key's end is on the list, or was told.",
            source: ETCD,
            check: who_waits_is_told,
        },
        locks::wishes_are_known(ETCD),
        locks::silence_ends(CHUBBY),
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "no-lease",
            help: "The key is in no lease, or the row has no end: it goes when its owner frees it.",
            breaks: &["locks-end", "silence-ends"],
        },
        Flaw {
            name: "frees-any",
            help: "A client frees the lock without a look at whose it is.",
            breaks: &["mutual-exclusion", "no-lost-update", "tokens-grow"],
        },
        Flaw {
            name: "watches-late",
            help: "A client looks first, and its watch begins later: it waits for what is gone.",
            breaks: &["who-waits-is-told"],
        },
        Flaw {
            name: "skips-queue",
            help: "A client takes the lock as soon as the key before its own is gone.",
            breaks: &["first-come", "mutual-exclusion", "tokens-grow"],
        },
        Flaw {
            name: "skips-check",
            help: "An owner writes without a look at whether its lease has ended.",
            breaks: &["mutual-exclusion", "no-lost-update", "tokens-grow"],
        },
        Flaw {
            name: "skips-delay",
            help: "The lock is given away at once after a session that ended with it.",
            breaks: &["lock-delay"],
        },
        Flaw {
            name: "lease-as-token",
            help: "The number of the lease is shown as a token. Leases are older than locks.",
            breaks: &["tokens-grow"],
        },
        Flaw {
            name: "abandons",
            help: "A client that has waited long enough leaves its key where it is.",
            breaks: &["wishes-are-known"],
        },
        Flaw {
            name: "inner-frees",
            help: "A client that leaves an inner section frees the lock, and works on.",
            breaks: &["mutual-exclusion", "tokens-grow"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_STREAMS;

    const MEASURES: &'static [Measure<Self>] = &[Measure {
        name: "grants",
        help: "How many keys or rows have been put.",
        count: |_, world| world.node(SERVICE).disk.service().map_or(0, |table| table.revision),
    }];

    fn flawed(&self, flaw: usize) -> bool {
        self.flaws & (1 << flaw) != 0
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        self.flaws = with_flaw(self.flaws, flaw, on);
    }
}

impl Queued for LeaseLock {
    fn standing(&self, world: &dyn Sight<Self>) -> Vec<Entry> {
        let Some(table) = world.node(SERVICE).disk.service() else { return Vec::new() };
        let current = |key: &Key| {
            let client = world.node(key.entry.client).memory.client();
            key.lease.is_some() && client.is_some_and(|client| client.lease.id == key.lease)
        };
        table.keys.values().filter(|key| current(key)).map(|key| key.entry).collect()
    }

    fn wish(memory: &Memory) -> Option<Entry> {
        memory.client()?.job.as_ref().map(|job| job.entry)
    }
}

impl Patient for LeaseLock {
    fn overdue(note: &Note) -> Option<Overdue> {
        if let Note::Overdue(overdue) = note { Some(*overdue) } else { None }
    }

    fn late(witness: &Self::Witness) -> &Late {
        &witness.late
    }
}

type Facts = Vec<Fact>;

fn first_come(room: &LeaseLock, change: &Change<'_, LeaseLock>) -> Facts {
    let entered = change.seen.and_then(|seen| {
        seen.effects.iter().find_map(|effect| match effect {
            EffectRef::Note(Note::Enters { revision, .. }) => Some((seen.by, *revision)),
            _ => None,
        })
    });
    let Some((client, revision)) = entered else { return Facts::new() };
    let first = change.world.node(SERVICE).disk.service().and_then(super::Table::first);
    let Some((first, key)) = first.filter(|(first, _)| *first < revision) else {
        return Facts::new();
    };
    let (one, two) = (room.name(client), room.name(key.entry.client));
    let text = format!("{one} takes the lock at revision {revision}, but {two} has {first}");
    guilty(text, &[client, key.entry.client])
}

fn locks_end(room: &LeaseLock, change: &Change<'_, LeaseLock>) -> Facts {
    let Disk::Service(table) = change.world.node(SERVICE).disk else { return Facts::new() };
    let ends = |key: &super::Key| match room.system {
        System::Row => key.until.is_some(),
        _ => key.lease.is_some_and(|lease| table.leases.open.contains_key(&lease)),
    };
    let Some(key) = table.keys.values().find(|key| !ends(key)) else { return Facts::new() };
    let owner = key.entry.client;
    let text = format!("the key of {} does not end if nobody frees it", room.name(owner));
    guilty(text, &[SERVICE, owner])
}

fn lock_delay(room: &LeaseLock, change: &Change<'_, LeaseLock>) -> Facts {
    let put = change.seen.and_then(|seen| {
        seen.effects.iter().find_map(|effect| match effect {
            EffectRef::Note(Note::Puts { key, .. }) => Some(key.entry.client),
            _ => None,
        })
    });
    let Some(client) = put.filter(|_| change.witness_before.delayed) else { return Facts::new() };
    let text = format!("{} gets the lock while its lock-delay lasts", room.name(client));
    guilty(text, &[SERVICE, client])
}

fn who_waits_is_told(room: &LeaseLock, change: &Change<'_, LeaseLock>) -> Facts {
    let world = change.world;
    let service = world.node(SERVICE);
    let Some(watches) = service.memory.service().filter(|_| world.is_up(SERVICE)) else {
        return Facts::new();
    };
    let told = &world.witness().told;
    for client in room.clients().filter(|id| world.is_up(*id) && !told.is_apart(*id)) {
        let Some(state) = world.node(client).memory.client() else { continue };
        let Some(Phase::Waiting { on, watched: true, .. }) =
            state.job.as_ref().map(|job| job.phase)
        else {
            continue;
        };
        let listed = watches.of.get(&on).is_some_and(|who| who.contains(&client));
        if !listed && !told.is_owed(client, on) {
            let text = format!("{} waits for key {on}, and nobody will tell it", room.name(client));
            return guilty(text, &[client, SERVICE]);
        }
    }
    Facts::new()
}
