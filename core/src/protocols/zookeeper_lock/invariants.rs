//! What must never happen, and the switches that make it happen.

use super::note::Note;
use super::state::{Disk, Memory, Phase, Znode};
use super::{ZOOKEEPER, ZookeeperLock};
use crate::check::{Change, Fact, Fault, Flaw, Invariant, Invariants, Measure, guilty, with_flaw};
use crate::locks::{self, Entry, Late, Overdue, Patient, Queued};
use crate::protocol::EffectRef;
use crate::world::Sight;
use alloc::format;
use alloc::vec::Vec;

/// Where the lock is published.
pub(super) const RECIPE: &str = "ZooKeeper (ATC 2010) §2.4";
/// Where sessions and watches are.
pub(super) const SESSIONS: &str = "ZooKeeper (ATC 2010) §2.1";

impl Invariants for ZookeeperLock {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        locks::mutual_exclusion(),
        locks::no_lost_update(),
        locks::tokens_grow(),
        Invariant {
            name: "first-come",
            title: "First come, first served",
            help: "Who takes the lock has the first of all nodes that are there.",
            source: RECIPE,
            check: first_come,
        },
        Invariant {
            name: "nodes-go-with-sessions",
            title: "Nodes go with their sessions",
            help: "Every node belongs to a session that is open.",
            source: SESSIONS,
            check: nodes_go_with_sessions,
        },
        Invariant {
            name: "who-waits-is-told",
            title: "Who waits is told",
            help: "Who waits for a node to go is on the list of those who are told, or was told.",
            source: RECIPE,
            check: who_waits_is_told,
        },
        locks::wishes_are_known(RECIPE),
        locks::silence_ends(SESSIONS),
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "watches-late",
            help: "A client looks first and sets its watch then, and waits for what is gone.",
            breaks: &["who-waits-is-told"],
        },
        Flaw {
            name: "persistent",
            help: "Nodes are not ephemeral: they stay when their session ends.",
            breaks: &["nodes-go-with-sessions", "silence-ends"],
        },
        Flaw {
            name: "skips-check",
            help: "A client writes without a look at whether its session may have ended.",
            breaks: &["mutual-exclusion", "no-lost-update", "tokens-grow"],
        },
        Flaw {
            name: "skips-queue",
            help: "A client takes the lock as soon as the node before its own is gone.",
            breaks: &["first-come", "mutual-exclusion", "tokens-grow"],
        },
        Flaw {
            name: "abandons",
            help: "A client that has waited long enough leaves its node where it is.",
            breaks: &["wishes-are-known"],
        },
        Flaw {
            name: "inner-frees",
            help: "A client that leaves an inner section deletes its node, and works on.",
            breaks: &["mutual-exclusion", "tokens-grow"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_STREAMS;

    const MEASURES: &'static [Measure<Self>] = &[Measure {
        name: "nodes",
        help: "How many nodes have been created.",
        count: |_, world| world.node(ZOOKEEPER).disk.service().map_or(0, |tree| tree.last_node),
    }];

    fn uncount(&self, witness: &mut Self::Witness) {
        witness.woken = 0;
    }

    fn flawed(&self, flaw: usize) -> bool {
        self.flaws & (1 << flaw) != 0
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        self.flaws = with_flaw(self.flaws, flaw, on);
    }
}

impl Queued for ZookeeperLock {
    fn standing(&self, world: &dyn Sight<Self>) -> Vec<Entry> {
        let Disk::Service(tree) = world.node(ZOOKEEPER).disk else { return Vec::new() };
        let current = |znode: &Znode| {
            let client = world.node(znode.entry.client).memory.client();
            client.is_some_and(|client| client.session.id == Some(znode.session))
        };
        tree.nodes.values().filter(|znode| current(znode)).map(|znode| znode.entry).collect()
    }

    fn wish(memory: &Memory) -> Option<Entry> {
        memory.client()?.job.as_ref().map(|job| job.entry)
    }
}

impl Patient for ZookeeperLock {
    fn overdue(note: &Note) -> Option<Overdue> {
        if let Note::Overdue(overdue) = note { Some(*overdue) } else { None }
    }

    fn late(witness: &Self::Witness) -> &Late {
        &witness.late
    }
}

type Facts = Vec<Fact>;

fn first_come(room: &ZookeeperLock, change: &Change<'_, ZookeeperLock>) -> Facts {
    let entered = change.seen.and_then(|seen| {
        seen.effects.iter().find_map(|effect| match effect {
            EffectRef::Note(Note::Enters(node) | Note::Jumps(node)) => Some((seen.by, *node)),
            _ => None,
        })
    });
    let Some((client, node)) = entered else { return Facts::new() };
    let tree = change.world.node(ZOOKEEPER).disk.service();
    let first = tree.and_then(|tree| tree.nodes.iter().next());
    let Some((first, znode)) = first.filter(|(first, _)| **first < node) else {
        return Facts::new();
    };
    let (one, two) = (room.name(client), room.name(znode.entry.client));
    let text = format!("{one} takes the lock with node {node}, but node {first} is {two}'s");
    guilty(text, &[client, znode.entry.client])
}

fn nodes_go_with_sessions(room: &ZookeeperLock, change: &Change<'_, ZookeeperLock>) -> Facts {
    let Disk::Service(tree) = change.world.node(ZOOKEEPER).disk else { return Facts::new() };
    let left =
        tree.nodes.iter().find(|(_, znode)| !tree.sessions.open.contains_key(&znode.session));
    let Some((node, znode)) = left else { return Facts::new() };
    let (owner, session) = (znode.entry.client, znode.session);
    let text =
        format!("node {node} of {} is there, but session {session} is not", room.name(owner));
    guilty(text, &[ZOOKEEPER, owner])
}

fn who_waits_is_told(room: &ZookeeperLock, change: &Change<'_, ZookeeperLock>) -> Facts {
    let world = change.world;
    let (Disk::Service(tree), Memory::Service(watches)) =
        (world.node(ZOOKEEPER).disk, world.node(ZOOKEEPER).memory)
    else {
        return Facts::new();
    };
    let told = &world.witness().told;
    if !world.is_up(ZOOKEEPER) {
        return Facts::new();
    }
    for client in room.clients().filter(|id| world.is_up(*id) && !told.is_apart(*id)) {
        let Some(state) = world.node(client).memory.client() else { continue };
        let Some(Phase::Waiting { on, watched: true, .. }) = state.job.as_ref().map(|it| it.phase)
        else {
            continue;
        };
        let session =
            state.session.id.is_some_and(|session| tree.sessions.open.contains_key(&session));
        if session && !told.is_owed(client, on) && !watches.has(client, on) {
            let text =
                format!("{} waits for node {on}, and nobody will tell it", room.name(client));
            return guilty(text, &[client, ZOOKEEPER]);
        }
    }
    Facts::new()
}
