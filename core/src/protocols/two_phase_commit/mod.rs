//! Two-phase commit: all participants of a transaction commit it, or all abort it.
//!
//! <cluster-scope scenario="two-phase-commit/blocking" view="both" start-at="42ms">
//! A run: the coordinator crashes after the votes, and all who voted yes have to wait.
//! </cluster-scope>
//!
//! J. Gray, "Notes on Data Base Operating Systems", 1978 (presumed nothing); C. Mohan, B. Lindsay
//! and R. Obermarck, "Transaction Management in the R* Distributed Database Management System",
//! ACM TODS 11(4), 1986 (presumed abort, presumed commit); P. Bernstein, V. Hadzilacos and
//! N. Goodman, "Concurrency Control and Recovery in Database Systems", 1987, chapter 7 (the rules
//! AC1 to AC5, cooperative termination).
//!
//! Promise: under lost, doubled, reordered and delayed messages, cut links, crashes that keep the
//! disk (what was written lazily may be lost), pauses, and timers that run at any pace, no two
//! nodes decide otherwise about a transaction, a transaction is committed only if all voted yes
//! and aborted only for a reason, and no decision changes. Once all nodes are up and messages pass,
//! every transaction is decided everywhere. Until then a participant that voted yes may have to
//! wait, and keeps its locks: two-phase commit blocks. A node that loses its disk is outside of
//! the promise.
//!
//! What a transaction that writes at all of its n participants costs if all vote yes. It follows
//! from the protocols' rules, and is what the table of Mohan et al. gives for such transactions
//! (there per participant; presumed nothing is their standard two-phase commit). B. Lampson and
//! D. Lomet, "A New Presumed Commit Optimization for Two Phase Commit", VLDB 1993, sum up the three
//! variants with the same numbers:
//!
//! | presumption | coordinator | each participant |
//! |---|---|---|
//! | nothing | 2 records, 1 forced, 2n messages | 2 records, 2 forced, 2 messages |
//! | abort | 2 records, 1 forced, 2n messages | 2 records, 2 forced, 2 messages |
//! | commit | 2 records, 2 forced, 2n messages | 2 records, 1 forced, 1 message |
//!
//! The costs of aborts that `tests/costs.rs` holds the room to are not from that table, but follow
//! from the protocols' rules as they stand here. One choice is this room's own: under presumed
//! commit the coordinator's abort record is lazy, since a begin record without a decision means
//! abort as well.
//!
//! Left out: the work before the commit (a Prepare brings the keys, and locks are taken then),
//! read-only participants, trees of coordinators, checkpoints and the end of logs (a finished
//! transaction is not looked up for an inquiry, but its records stay), and exactly-once requests: a
//! client that asks again for what a crashed coordinator aborted gets a new transaction.
//!
//! A coordinator's step is in `coordinator`, `deciding` and `recovery`, a participant's in
//! `participant`, `locking` and `doubt`, a client's in [`crate::commit`].

#[cfg(feature = "audit")]
mod checks;
mod coordinator;
mod deciding;
mod doubt;
mod driving;
mod invariants;
mod judges;
mod locking;
mod log;
mod message;
mod narration;
mod note;
mod participant;
mod portrait;
mod predicates;
mod presumption;
mod reasons;
mod recovery;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod voting;
mod witness;

pub use crate::commit::{
    Cost, Crew, Job, Outcome, Response, Session, Story, Tx, Wait, Witness, Work,
};
pub use log::{Entry, Log, Record};
pub use message::{Message, Timer};
pub use note::{Ignored, Note, Was, Why};
pub use predicates::Predicate;
pub use presumption::Presumption;
pub use state::{Coordinator, CoordinatorDisk, Disk, Memory, Open, Participant, Phase};

use crate::commit::COORDINATOR;
use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{MS, Micros, NodeId};
use crate::sorted::Set;
use alloc::string::String;

/// Two-phase commit, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TwoPhaseCommit {
    /// How many participants there are: `p1` and so on, with the ids after the coordinator's 0.
    pub participants: u16,
    /// How many clients there are: `c1` and so on, with the ids after the participants'.
    pub clients: u16,
    /// What the coordinator says of a transaction that it knows nothing about.
    pub presumption: Presumption,
    /// Whether participants in doubt ask each other as well.
    pub cooperative: bool,
    /// How long the coordinator waits for votes before it aborts.
    pub vote_timeout: Micros,
    /// How long the coordinator waits for acknowledgements before it repeats its decision.
    pub resend: Micros,
    /// How long a participant in doubt waits before it asks.
    pub inquiry: Micros,
    /// How long a client waits before it asks again.
    pub retry: Micros,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for TwoPhaseCommit {
    fn default() -> Self {
        Self {
            participants: 3,
            clients: 2,
            presumption: Presumption::Abort,
            cooperative: false,
            vote_timeout: 300 * MS,
            resend: 200 * MS,
            inquiry: 400 * MS,
            retry: 1_000 * MS,
            flaws: 0,
        }
    }
}

/// Ways to get two-phase commit wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// A participant that voted yes and hears nothing aborts.
    AbortsAlone,
    /// A participant that voted yes and hears nothing commits.
    CommitsInSilence,
    /// The coordinator sends a decision to commit before the record is on disk.
    DecidesLazily,
    /// The coordinator waits for votes without end.
    NoVoteTimeout,
    /// A participant sends its yes before the record is on disk.
    VotesLazily,
}

impl TwoPhaseCommit {
    /// The coordinator's id.
    pub const COORDINATOR: NodeId = COORDINATOR;

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

    /// Who plays.
    pub fn crew(&self) -> Crew {
        Crew { participants: self.participants, clients: self.clients }
    }

    /// Whether a node is a client.
    pub fn is_client(&self, id: NodeId) -> bool {
        self.crew().is_client(id)
    }

    /// Whether a node is a participant.
    pub fn is_participant(&self, id: NodeId) -> bool {
        self.crew().is_participant(id)
    }

    /// The participants' ids.
    pub fn everyone(&self) -> impl Iterator<Item = NodeId> + use<> {
        self.crew().everyone()
    }

    /// The name of a node.
    pub fn name(&self, id: NodeId) -> String {
        self.crew().name(id)
    }

    /// Nodes by name.
    fn names(&self, nodes: &Set<NodeId>) -> String {
        self.crew().names(nodes)
    }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for TwoPhaseCommit {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = settings::FAMOUS;
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 17] = [
    example!("happy-path"),
    example!("one-no"),
    example!("lost-vote"),
    example!("coordinator-crash"),
    example!("blocking"),
    example!("recovery"),
    example!("cooperative"),
    example!("silence"),
    example!("decision-first"),
    example!("forced-vote"),
    example!("presumed-abort"),
    example!("presumed-commit"),
    example!("costs"),
    example!("deadlock"),
    example!("client-crash"),
    example!("chaos"),
    example!("lost-disk"),
];
