//! Multi-Paxos: servers agree on a log, one Paxos instance a slot, under a leader whose one
//! phase 1 serves all slots.
//!
//! <cluster-scope scenario="multi-paxos/leader-change-gaps" view="both" start-at="95ms">
//! A run: a leader crashes with a gap in the log, and the next one fills it.
//! </cluster-scope>
//!
//! L. Lamport, "Paxos Made Simple", ACM SIGACT News 32(4), 2001, above all §3; R. van Renesse and
//! D. Altinbuken, "Paxos Made Moderately Complex", ACM Computing Surveys 47(3), 2015 (slots,
//! window, commands that repeat); H. Howard, D. Malkhi and A. Spiegelman, "Flexible Paxos: Quorum
//! Intersection Revisited", OPODIS 2016 (the sizes of quorums).
//!
//! Promise: under lost, doubled, reordered and delayed messages, cut links, crashes that keep the
//! disk, pauses, and timers that run at any pace, at most one value is chosen in a slot, servers
//! apply what is chosen in the order of slots, and operations of clients are linearizable: each
//! seems to take effect at one moment between its call and its answer, so nothing that a client was
//! told is lost. With a phase-1 and a phase-2 quorum up and talking, and election timeouts well
//! above the time that a message takes, a leader is found and operations complete. A server that
//! loses its disk is outside the promise.
//!
//! Ballots are numbers, and each server has its own: of three servers `n2` uses 2, 5, 8 and so on.
//! A server's disk holds its promise, the last ballot that it began, and for each slot what it
//! accepted last and whether it knows that to be chosen. A leader announces up to where all slots
//! are chosen; who finds slots missing asks for them.
//!
//! Left out: change of membership (§3: the servers of slot i + window could follow from the state
//! after slot i), snapshots and the removal of old slots, leases and reads without a slot (here a
//! read is a command like any other), learners that are told by acceptors directly, and detection
//! of a leader that can send but not hear.
//!
//! A server's step is in `transition` (which input goes where), `preparing` (phase 1 of a
//! proposer), `accepting` (acceptors), `leading` (phase 2 of a proposer), `learning` (what is
//! chosen, and applying it) and `serving` (clients); a client's is in `asking`.

mod accepting;
mod asking;
mod campaign;
#[cfg(feature = "audit")]
mod checks;
mod invariants;
mod judges;
mod leading;
mod learning;
mod log;
mod logbook;
mod message;
mod narration;
mod note;
mod portrait;
mod predicates;
mod preparing;
mod reasons;
mod service;
mod serving;
mod settings;
mod spelling;
mod state;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod witness;

pub use crate::kv::Response;
pub use log::{Ballot, Command, Entry, Log};
pub use message::{Message, Proposal, Report, Timer};
pub use note::{Ignored, Note};
pub use predicates::Predicate;
pub use state::{Campaign, Disk, Lead, Memory, Recovered, Role, ServerDisk, ServerMemory};
pub use witness::Witness;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{Delay, MS, Micros, NodeId};
use alloc::format;
use alloc::string::String;

/// Multi-Paxos, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MultiPaxos {
    /// How many servers there are: `n1` and so on, with ids from 0.
    pub nodes: u16,
    /// How many clients there are: `c1` and so on, with the ids after the servers'.
    pub clients: u16,
    /// How long a server waits for a leader before it begins a ballot.
    pub election: Delay,
    /// How often a leader lets the others hear from it.
    pub heartbeat: Micros,
    /// How long a client waits before it asks again.
    pub retry: Micros,
    /// How many slots a leader may have open at once, counted from the first that is not chosen.
    pub window: u16,
    /// The most slots that one Accept or Learn carries.
    pub batch: u16,
    /// How many promises make a leader; 0 is a majority.
    pub phase1: u16,
    /// How many acceptors choose a value; 0 is a majority.
    pub phase2: u16,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for MultiPaxos {
    fn default() -> Self {
        Self {
            nodes: 5,
            clients: 1,
            election: Delay::between(150 * MS, 300 * MS),
            heartbeat: 50 * MS,
            retry: 500 * MS,
            window: 8,
            batch: 8,
            phase1: 0,
            phase2: 0,
            flaws: 0,
        }
    }
}

/// Ways to get Multi-Paxos wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// A new leader proposes no-ops over the values that acceptors reported.
    SkipsReported,
    /// A new leader proposes the reported value of the lowest ballot.
    AdoptsLowest,
    /// An acceptor that restarts remembers what it accepted, but not what it promised.
    ForgetsPromise,
    /// A gap is not filled: what is chosen behind it is applied all the same.
    SkipsGaps,
    /// A phase-2 quorum is so small that a phase-1 quorum may miss it.
    QuorumsApart,
    /// A retried operation runs again.
    NoSessions,
}

impl MultiPaxos {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// This configuration with a flaw on.
    #[must_use]
    pub fn with(mut self, flaw: Flaw) -> Self {
        self.flaws |= 1 << flaw as u16;
        self
    }

    /// How many promises make a leader: the size of a phase-1 quorum.
    pub fn promises_needed(&self) -> u16 {
        if self.phase1 == 0 { self.nodes / 2 + 1 } else { self.phase1 }
    }

    /// How many acceptors choose a value: the size of a phase-2 quorum.
    pub fn acceptors_needed(&self) -> u16 {
        if self.phase2 == 0 { self.nodes / 2 + 1 } else { self.phase2 }
    }

    /// How many acceptors a leader waits for: a phase-2 quorum, or under the flaw at most as many
    /// as a phase-1 quorum may miss.
    pub fn acceptors_awaited(&self) -> u16 {
        let missed = self.nodes.saturating_sub(self.promises_needed()).max(1);
        match self.has(Flaw::QuorumsApart) {
            true => self.acceptors_needed().min(missed),
            false => self.acceptors_needed(),
        }
    }

    /// Whether a node is a client.
    pub fn is_client(&self, id: NodeId) -> bool {
        id.0 >= self.nodes
    }

    /// The servers' ids.
    pub fn servers(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes).map(NodeId)
    }

    /// The name of a node.
    pub fn name(&self, id: NodeId) -> String {
        if self.is_client(id) {
            format!("c{}", id.0 - self.nodes + 1)
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

impl Exhibited for MultiPaxos {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = &[
        Famous {
            title: "A log with a hole",
            words: "Multi-Paxos, a gap is not filled",
            path: "leader-change-gaps/skips-gaps@120ms",
        },
        Famous {
            title: "Quorums that miss each other",
            words: "Multi-Paxos, phases that need not meet",
            path: "quorums-apart/quorums-apart@22ms",
        },
    ];
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 13] = [
    example!("steady-state"),
    example!("leader-change-gaps"),
    example!("flexible"),
    example!("quorums-apart"),
    example!("lagging-learner"),
    example!("retry"),
    example!("same-as-raft"),
    example!("same-client"),
    example!("highest-ballot"),
    example!("promise"),
    example!("window"),
    example!("chaos"),
    example!("lost-disk"),
];
