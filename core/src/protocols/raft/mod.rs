//! Raft: servers agree on one log of operations, and what a majority holds is never lost.
//!
//! <cluster-scope scenario="raft/leader-crash" view="both" start-at="228ms">
//! A run: a leader crashes, an election replaces it, and what was committed survives.
//! </cluster-scope>
//!
//! D. Ongaro and J. Ousterhout, "In Search of an Understandable Consensus Algorithm (Extended
//! Version)", 2014 (the short version is in USENIX ATC 2014). Sections and figures are cited from
//! the extended version.
//!
//! Promise: under lost, doubled, reordered and delayed messages, cut links, crashes that keep the
//! disk, pauses, and timers that run at any pace, no two servers apply different operations at the
//! same place, and operations of clients are linearizable: each seems to take effect at one moment
//! between its call and its answer, so nothing that a client was told is lost. With a majority up
//! and talking, and election timeouts well above the time that a message takes, a leader is found
//! and operations complete. A server that loses its disk is outside the promise.
//!
//! Left out: change of membership (§6), snapshots (§7), reads without a log entry (§8: here a read
//! goes through the log like a write), and pre-votes and leader checks, which the paper does not
//! have either.
//!
//! A server's step is in `transition` (which input goes where), `election` (§5.2, §5.4.1),
//! `replication` (§5.3), `leading` (§5.3, §5.4.2) and `serving` (§8); a client's is in `asking`.

mod asking;
mod campaign;
#[cfg(feature = "audit")]
mod checks;
mod election;
mod invariants;
mod judges;
mod leading;
mod log;
mod logbook;
mod message;
mod narration;
mod note;
mod portrait;
mod predicates;
mod reasons;
mod replication;
mod service;
mod serving;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod witness;

pub use crate::kv::Response;
pub use log::{Command, Entry, Log, Spot};
pub use message::{Conflict, Message, Timer};
pub use note::{Ignored, Note, Refusal};
pub use predicates::Predicate;
pub use state::{Disk, Memory, Progress, Role, ServerDisk, ServerMemory};
pub use witness::Witness;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{Delay, MS, Micros, NodeId};
use alloc::format;
use alloc::string::String;

/// Raft, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Raft {
    /// How many servers there are: `n1` and so on, with ids from 0.
    pub nodes: u16,
    /// How many clients there are: `c1` and so on, with the ids after the servers'.
    pub clients: u16,
    /// How long a server waits for a leader before it stands for election.
    pub election: Delay,
    /// How often a leader lets the others hear from it.
    pub heartbeat: Micros,
    /// How long a client waits before it asks again.
    pub retry: Micros,
    /// The most entries that one AppendEntries carries.
    pub batch: u16,
    /// Whether a new leader starts its term with an entry that does nothing.
    pub no_op: bool,
    /// Whether a refusal of AppendEntries says where the conflict begins.
    pub conflict_hint: bool,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for Raft {
    fn default() -> Self {
        Self {
            nodes: 5,
            clients: 1,
            election: Delay::between(150 * MS, 300 * MS),
            heartbeat: 50 * MS,
            retry: 500 * MS,
            batch: 8,
            no_op: true,
            conflict_hint: true,
            flaws: 0,
        }
    }
}

/// Ways to get Raft wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// A server forgets its vote when it restarts.
    ForgetsVote,
    /// A new leader drops the entries of its log that it does not know to be committed.
    TruncatesOwnLog,
    /// A server votes for everyone who asks in its term.
    VotesTwice,
    /// A leader commits entries of earlier terms by counting replicas.
    CountsOldTerms,
    /// A server votes for candidates whose log is behind its own.
    SkipsLogCheck,
    /// A follower takes entries whatever comes before them.
    SkipsPrevCheck,
    /// A server applies entries before they are committed.
    AppliesEarly,
    /// A leader answers a client before the entry is committed.
    AnswersEarly,
    /// A retried operation runs again.
    NoSessions,
    /// A leader answers reads from its own state.
    ReadsLocally,
}

impl Raft {
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

    /// How many servers are more than half.
    pub fn majority(&self) -> usize {
        usize::from(self.nodes) / 2 + 1
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

impl Exhibited for Raft {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = &[
        Famous {
            title: "Two leaders in one term",
            words: "Raft, a server forgets its vote",
            path: "one-vote/forgets-vote@11ms",
        },
        Famous {
            title: "A majority that was not enough",
            words: "Raft, Figure 8: old entries counted",
            path: "figure-8/counts-old-terms@120ms",
        },
        Famous {
            title: "Charged twice",
            words: "Raft, a retry without a session",
            path: "lost-reply/no-sessions@40ms",
        },
    ];
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 20] = [
    example!("leader-crash"),
    example!("first-election"),
    example!("split-vote"),
    example!("replication"),
    example!("minority-partition"),
    example!("log-repair"),
    example!("figure-8"),
    example!("lost-reply"),
    example!("retry-elsewhere"),
    example!("stale-read"),
    example!("crash-before-send"),
    example!("lossy-network"),
    example!("same-client"),
    example!("chaos"),
    example!("one-vote"),
    example!("election-restriction"),
    example!("append-only"),
    example!("consistency-check"),
    example!("too-early"),
    example!("lost-disk"),
];
