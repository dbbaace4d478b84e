//! Single-decree Paxos: proposers and acceptors choose one value, and never choose another.
//!
//! <cluster-scope scenario="paxos/first-decree" view="both" start-at="25ms">
//! A run: one value is chosen, and whoever asks for another later proposes it again.
//! </cluster-scope>
//!
//! L. Lamport, "Paxos Made Simple", ACM SIGACT News 32(4), 2001, §2. Quorum sizes that need not be
//! majorities: H. Howard, D. Malkhi and A. Spiegelman, "Flexible Paxos: Quorum Intersection
//! Revisited", OPODIS 2016.
//!
//! Promise: under lost, doubled, reordered and delayed messages, cut links, crashes that keep the
//! disk, pauses, and timers that run at any pace, only a value that was proposed is chosen, only
//! one is, and nobody learns of a value that was not. With enough acceptors up and talking, and one
//! proposer left to itself for long enough, a value is chosen. An acceptor that loses its disk is
//! outside the promise.
//!
//! Different from the paper's text: an acceptor that accepts a proposal counts that as a promise
//! as well. A proposer asks all acceptors, not just some quorum. The distinguished proposer of §2.4
//! is the first one of the list; another takes over when it does not answer in time.
//!
//! Left out: a sequence of decrees (§3), and acceptors that save space or messages (Cheap and Fast
//! Paxos).
//!
//! A node's step is in `transition` (which input goes where); its three parts are in `proposing`,
//! `accepting` and `learning`. A node that plays more than one part talks to itself within a step.

mod accepting;
#[cfg(feature = "audit")]
mod checks;
mod invariants;
mod judges;
mod learning;
mod message;
mod narration;
mod note;
mod offers;
mod portrait;
mod predicates;
mod proposing;
mod reasons;
mod replies;
mod settings;
mod spelling;
mod state;
mod symmetry;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod witness;

pub use message::{Ballot, Message, Proposal, Request, Response, Timer, Value};
pub use note::{Ignored, Note, Plan, Why};
pub use predicates::Predicate;
pub use settings::{Ballots, Contention, Flaw, Learning, Roles};
pub use state::{Disk, Memory, Phase, Wish};
pub use witness::Witness;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{MS, Micros, NodeId};
use alloc::format;
use alloc::string::String;

/// Single-decree Paxos, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Paxos {
    /// How many nodes propose.
    pub proposers: u16,
    /// How many nodes accept.
    pub acceptors: u16,
    /// How many nodes learn.
    pub learners: u16,
    /// Whether each node plays one part or all of them.
    pub roles: Roles,
    /// What a proposer does about others that propose.
    pub contention: Contention,
    /// Whether two proposers can use the same ballot.
    pub ballots: Ballots,
    /// Which learners hear from acceptors.
    pub learning: Learning,
    /// How many promises complete phase 1; 0 stands for a majority.
    pub phase_1: u16,
    /// How many acceptances choose a value; 0 stands for a majority.
    pub phase_2: u16,
    /// How long a proposer waits for answers before it tries a higher ballot.
    pub patience: Micros,
    /// How long a refused proposer waits at most the first time, if it waits: each further
    /// refusal doubles it.
    pub backoff: Micros,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for Paxos {
    fn default() -> Self {
        Self {
            proposers: 2,
            acceptors: 3,
            learners: 1,
            roles: Roles::Separate,
            contention: Contention::Backoff,
            ballots: Ballots::Own,
            learning: Learning::All,
            phase_1: 0,
            phase_2: 0,
            patience: 200 * MS,
            backoff: 50 * MS,
            flaws: 0,
        }
    }
}

impl Paxos {
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

    /// How many promises complete phase 1.
    pub fn quorum_1(&self) -> usize {
        let sound = usize::from(if self.phase_1 == 0 { self.majority() } else { self.phase_1 });
        match self.has(Flaw::QuorumsNeedNotMeet) {
            // One too few: these promises and those acceptances can miss each other.
            true => sound.min(usize::from(self.acceptors).saturating_sub(self.quorum_2()).max(1)),
            false => sound,
        }
    }

    /// How many acceptances choose a value.
    pub fn quorum_2(&self) -> usize {
        usize::from(if self.phase_2 == 0 { self.majority() } else { self.phase_2 })
    }

    fn majority(&self) -> u16 {
        self.acceptors / 2 + 1
    }

    /// The proposers' ids.
    pub fn proposers(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.proposers).map(NodeId)
    }

    /// The acceptors' ids.
    pub fn acceptors(&self) -> impl Iterator<Item = NodeId> + use<> {
        let first = self.first_acceptor();
        (first..first + self.acceptors).map(NodeId)
    }

    /// The learners' ids.
    pub fn learners(&self) -> impl Iterator<Item = NodeId> + use<> {
        let first = self.first_learner();
        (first..first + self.learners).map(NodeId)
    }

    /// All ids.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        let count = match self.roles {
            Roles::Separate => self.first_learner() + self.learners,
            Roles::Combined => self.proposers.max(self.acceptors).max(self.learners),
        };
        (0..count).map(NodeId)
    }

    fn first_acceptor(&self) -> u16 {
        if self.roles == Roles::Separate { self.proposers } else { 0 }
    }

    fn first_learner(&self) -> u16 {
        if self.roles == Roles::Separate { self.proposers + self.acceptors } else { 0 }
    }

    /// Whether a node proposes.
    pub fn proposes(&self, id: NodeId) -> bool {
        id.0 < self.proposers
    }

    /// Whether a node accepts.
    pub fn accepts(&self, id: NodeId) -> bool {
        let first = self.first_acceptor();
        (first..first + self.acceptors).contains(&id.0)
    }

    /// Whether a node learns.
    pub fn learns(&self, id: NodeId) -> bool {
        let first = self.first_learner();
        (first..first + self.learners).contains(&id.0)
    }

    /// The name of a node.
    pub fn name(&self, id: NodeId) -> String {
        match self.roles {
            Roles::Combined => format!("n{}", id.0 + 1),
            Roles::Separate if self.proposes(id) => format!("p{}", id.0 + 1),
            Roles::Separate if self.accepts(id) => format!("a{}", id.0 - self.first_acceptor() + 1),
            Roles::Separate => format!("l{}", id.0.saturating_sub(self.first_learner()) + 1),
        }
    }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for Paxos {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = &[
        Famous {
            title: "The duel that never ends",
            words: "Paxos, two proposers that never wait",
            path: "duel/free@28ms",
        },
        Famous {
            title: "One choice, two values",
            words: "Paxos, an acceptor loses its disk",
            path: "broken-disk/lose@59ms",
        },
        Famous {
            title: "Quorums that miss each other",
            words: "Flexible Paxos, one promise too few",
            path: "flexible/quorums-need-not-meet@64ms",
        },
    ];
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 12] = [
    example!("first-decree"),
    example!("too-low"),
    example!("duel"),
    example!("accepted-not-chosen"),
    example!("broken-disk"),
    example!("promise-on-disk"),
    example!("flexible"),
    example!("distinguished"),
    example!("shared-ballots"),
    example!("asking"),
    example!("same-value-twice"),
    example!("chaos"),
];
