//! Zab: a primary broadcasts its changes in order, and each next primary begins where the last
//! one ended.
//!
//! <cluster-scope scenario="zab/leader-crash" view="both" start-at="300ms">
//! A run: a leader crashes with a proposal that nobody else has, and comes back.
//! </cluster-scope>
//!
//! F. Junqueira, B. Reed and M. Serafini, "Zab: High-performance broadcast for primary-backup
//! systems", DSN 2011 (the properties and the phases: discovery, synchronization, broadcast);
//! "Zab1.0" in the wiki of Apache ZooKeeper (the messages, and what is on disk when); ZooKeeper's
//! fast leader election. Clients: P. Hunt, M. Konar, F. Junqueira and B. Reed, "ZooKeeper:
//! Wait-free Coordination for Internet-scale Systems", USENIX ATC 2010.
//!
//! Promise: over links that keep order, under cut links, crashes that keep the disk, pauses,
//! delays and timers that run at any pace, servers deliver the same transactions in one order;
//! what a primary broadcasts is delivered in its order, behind all that is ever delivered of
//! earlier primaries; and what a client was told that it wrote is never lost. Writes of clients
//! are linearizable. With a quorum up and talking, a leader is found and writes complete.
//!
//! Reads are answered by the server that a client talks to, from its own state. They are
//! sequential, not linearizable: a client never sees its own writes undone nor an older state
//! after a newer one, but it may read what has long been replaced. With `sync=on` a server asks
//! the leader first, so a read sees all that was committed when the leader answered; since the
//! leader asks nobody whether it still leads, even that is no linearizable read (so in
//! ZooKeeper).
//!
//! Not promised: anything after a disk is lost; progress without a quorum.
//!
//! As in ZooKeeper: a server's acceptedEpoch is on disk before ACKEPOCH, its currentEpoch and the
//! leader's history before it acknowledges NEWLEADER (in one write here), a proposal before its
//! ACK. A leader whose follower knows more than it gives up. TRUNC goes back within one epoch, or
//! to the leader's last transaction; a history that parts in an earlier epoch is replaced (SNAP).
//! A snapshot is the history here, not the state that it leads to, so that rules can look into it.
//!
//! Left out: change of membership, hierarchical quorums, a leader's turning of requests into
//! idempotent changes (a transaction is the operation itself; sessions see to it that a repeated
//! one takes effect once), expiry of sessions, watches, and the growing pauses between repeated
//! notifications. One end cannot close a connection here: that a server's leader, or a leader's
//! follower, looks for a leader again says as much.
//!
//! A server's step is in `transition` (which input goes where), `election`, `discovery`,
//! `syncing`, `broadcast` and `serving` (clients); a client's is in `asking`.

mod asking;
mod broadcast;
mod campaign;
#[cfg(feature = "audit")]
mod checks;
mod discovery;
mod election;
mod history;
mod invariants;
mod judges;
mod lead;
mod logbook;
mod message;
mod narration;
mod note;
mod orders;
mod phrases;
mod portrait;
mod predicates;
mod reasons;
mod service;
mod serving;
mod settings;
mod sights;
mod spelling;
mod state;
mod syncing;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod witness;

pub use crate::kv::Response;
pub use history::{Command, History, Transaction, Zxid};
pub use lead::{Leading, Peer, Pending, Phase, Step};
pub use message::{Message, Standing, Timer, Vote};
pub use note::{Ignored, Note, Why};
pub use predicates::Predicate;
pub use settings::Flaw;
pub use state::{
    Disk, Following, Looking, Memory, Patron, Role, ServerDisk, ServerMemory, Settled, Stage, Wish,
};
pub use witness::Witness;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{MS, Micros, NodeId};
use alloc::format;
use alloc::string::String;

/// Zab, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zab {
    /// How many servers vote: `n1` and so on, with ids from 0.
    pub nodes: u16,
    /// How many servers only observe: `o1` and so on, with the ids after the voters'.
    pub observers: u16,
    /// How many clients there are: `c1` and so on, with the ids after the servers'.
    pub clients: u16,
    /// How often a leader lets its followers hear from it: tickTime.
    pub tick: Micros,
    /// How long it may take to be let in by a leader, or to be established as one: initLimit.
    pub init_limit: Micros,
    /// How long leader and followers may be without word of each other: syncLimit.
    pub sync_limit: Micros,
    /// How long a server with a quorum of votes waits for better ones: finalizeWait.
    pub finalize: Micros,
    /// How long a server that looks for a leader waits before it says again whom it votes for.
    pub resend: Micros,
    /// How long a client waits before it asks another server.
    pub retry: Micros,
    /// The most transactions that a DIFF or TRUNC brings; a follower that lacks more gets SNAP.
    pub window: u16,
    /// Whether servers ask the leader before they read.
    pub sync: bool,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for Zab {
    fn default() -> Self {
        Self {
            nodes: 3,
            observers: 0,
            clients: 1,
            tick: 50 * MS,
            init_limit: 500 * MS,
            sync_limit: 200 * MS,
            finalize: 40 * MS,
            resend: 200 * MS,
            retry: 500 * MS,
            window: 64,
            sync: false,
            flaws: 0,
        }
    }
}

impl Zab {
    /// How many servers there are, voters and observers.
    pub fn all_servers(&self) -> u16 {
        self.nodes + self.observers
    }

    /// How many voters are a quorum.
    pub fn majority(&self) -> u16 {
        self.nodes / 2 + 1
    }

    /// Whether a node is a client.
    pub fn is_client(&self, id: NodeId) -> bool {
        id.0 >= self.all_servers()
    }

    /// Whether a node votes.
    pub fn is_voter(&self, id: NodeId) -> bool {
        id.0 < self.nodes
    }

    /// Whether a node is an observer.
    pub fn is_observer(&self, id: NodeId) -> bool {
        !self.is_voter(id) && !self.is_client(id)
    }

    /// The voters' ids.
    pub fn voters(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes).map(NodeId)
    }

    /// The servers' ids, voters first.
    pub fn servers_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.all_servers()).map(NodeId)
    }

    /// The name of a node.
    pub fn name(&self, id: NodeId) -> String {
        if self.is_client(id) {
            format!("c{}", id.0 - self.all_servers() + 1)
        } else if self.is_observer(id) {
            format!("o{}", id.0 - self.nodes + 1)
        } else {
            format!("n{}", id.0 + 1)
        }
    }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for Zab {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = &[
        Famous {
            title: "Written in the wrong order",
            words: "Zab, a new epoch is on disk before its history",
            path: "epoch-first/epoch-first@89ms",
        },
        Famous {
            title: "Elected for its name",
            words: "Zab, the greatest id leads, whatever it knows",
            path: "greatest-id/both@45ms",
        },
    ];
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 19] = [
    example!("leader-crash"),
    example!("broadcast"),
    example!("truncation"),
    example!("recovery"),
    example!("two-leaders"),
    example!("stale-read"),
    example!("same-client"),
    example!("observer"),
    example!("greatest-id"),
    example!("epoch-first"),
    example!("one-epoch"),
    example!("history-first"),
    example!("logged-first"),
    example!("late-follower"),
    example!("inherited"),
    example!("lost-reply"),
    example!("moved-client"),
    example!("promised-more"),
    example!("chaos"),
];
