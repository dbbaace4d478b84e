//! Three-phase commit: all participants of a transaction commit it, or all abort it, and nobody
//! who stays up has to wait for one who does not.
//!
//! <cluster-scope scenario="three-phase-commit/nonblocking" view="both" start-at="42ms">
//! A run: the coordinator crashes after the votes, and nobody has to wait for it.
//! </cluster-scope>
//!
//! D. Skeen, "Nonblocking Commit Protocols", SIGMOD 1981; P. Bernstein, V. Hadzilacos and
//! N. Goodman, "Concurrency Control and Recovery in Database Systems", 1987, chapter 7 (the rules
//! AC1 to AC5, the termination protocol with an elected coordinator); D. Skeen, "Determining the
//! Last Process to Fail", ACM TOCS 3(1), 1985 (recovery from a total failure).
//!
//! In two-phase commit a participant that voted yes cannot tell whether anyone has committed. Here
//! the coordinator first tells everyone that all have voted yes (PreCommit), and commits only when
//! all that are up have acknowledged that. So whenever anyone has committed, nobody who is up is
//! uncertain; and if all who are up are uncertain, nobody has committed and they may abort.
//!
//! | state | the log says | may become |
//! |---|---|---|
//! | uncertain | yes | committable, aborted |
//! | committable | yes, pre-commit | committed; aborted only after a failure |
//! | committed, aborted | commit, abort | nothing else |
//!
//! If the coordinator is silent for longer than it can be, it has failed. The first participant
//! that is left takes over, asks the others for their states, and goes by what it hears, the first
//! rule that fits:
//!
//! 1. someone has committed or aborted: so do all;
//! 2. all are uncertain: abort;
//! 3. some are committable: the uncertain ones are told so, and once they have acknowledged it,
//!    commit.
//!
//! If it fails as well, the next one takes over. Messages of an earlier coordinator do not count
//! any more, save decisions. Who was down takes no part in what it voted on before: it asks for
//! the outcome. If nobody who stayed up is left, those that come back await the last to fail
//! ([`last`] says why, and what they do then).
//!
//! Promise: as long as nodes only crash and keep their disks, at any point of any step, and come
//! back at any time, and every message arrives within `delay-bound`, no two nodes decide otherwise
//! about a transaction, a transaction is committed only if all voted yes and aborted only for a
//! reason, no decision changes, and every participant that stays up after its vote decides within
//! a time that follows from the bound. After a total failure all decide once the last to fail is
//! back and known to be.
//!
//! The room is timed: silence is taken for failure, so delays must be bounded and clocks must run
//! at one rate. A lost message, a cut link, a pause, a clock that drifts or a message beyond the
//! bound makes a node that is up look as if it had failed, and then both sides may decide, each in
//! its own way (the scenarios `partition` and `late`). Messages may overtake one another and
//! arrive twice. Wall clocks are not read.
//!
//! Choices of this room: all records are forced, decisions stay in the log for those that ask, and
//! pre-commits are logged, since the state in which a node failed counts after a total failure. The
//! coordinator has a say in that like everyone else. Participants have the order of their numbers.
//!
//! Left out: the work before the commit (a Prepare brings the keys, and locks are taken then),
//! read-only participants, checkpoints and the end of logs, the coordinator as a participant of
//! its own transaction, a replacement for it as the one whom clients ask, and the variants that
//! survive partitions by quorums.
//!
//! The coordinator's steps are in `coordinator` and `returning`, a participant's in `participant`,
//! `locking`, `terminating`, `leading` and `doubt`, what both do when they come back in `recovery`.

#[cfg(feature = "audit")]
mod checks;
mod coming_back;
mod coordinator;
mod doubt;
mod driving;
mod invariants;
mod judges;
pub mod last;
mod leading;
mod locking;
mod log;
mod message;
mod narration;
mod note;
mod participant;
mod portrait;
mod predicates;
mod reasons;
mod recovery;
mod returning;
mod settings;
mod state;
mod taking_over;
mod terminating;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod voting;
mod witness;

pub use crate::commit::{Cost, Crew, Job, Outcome, Response, Session, Story, Tx, Wait, Work};
pub use log::{Entry, Last, Log, Record, Standing};
pub use message::{Message, Timer};
pub use note::{Ground, Ignored, Note, Was, Why};
pub use predicates::Predicate;
pub use state::Returned;
pub use state::{Coordinator, CoordinatorDisk, Disk, Held, Memory, Open, Part, Participant, Phase};

use crate::commit::COORDINATOR;
use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{MS, Micros, NodeId};
use crate::sorted::Set;
use alloc::string::String;

/// Three-phase commit, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThreePhaseCommit {
    /// How many participants there are: `p1` and so on, with the ids after the coordinator's 0.
    pub participants: u16,
    /// How many clients there are: `c1` and so on, with the ids after the participants'.
    pub clients: u16,
    /// The longest time that a message may take.
    pub delay_bound: Micros,
    /// How long the coordinator waits for votes before it aborts.
    pub vote_timeout: Micros,
    /// How long a node that has come back in doubt waits before it asks again.
    pub inquiry: Micros,
    /// How long a client waits before it asks again.
    pub retry: Micros,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for ThreePhaseCommit {
    fn default() -> Self {
        Self {
            participants: 3,
            clients: 2,
            delay_bound: 100 * MS,
            vote_timeout: 300 * MS,
            inquiry: 400 * MS,
            retry: 1_000 * MS,
            flaws: 0,
        }
    }
}

/// Ways to get three-phase commit wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// Nodes that come back do not await the last to fail.
    AwaitsNobody,
    /// The coordinator commits without waiting for acknowledgements.
    CommitsAtOnce,
    /// A participant that hears nothing decides by its own state.
    DecidesOnSilence,
    /// A new coordinator aborts, whatever states the others are in.
    IgnoresStates,
    /// A participant waits for its coordinator without end.
    NoTermination,
    /// The coordinator waits for votes without end.
    NoVoteTimeout,
    /// A participant that comes back goes on as if it had been up.
    RejoinsAtOnce,
    /// The coordinator takes a vote that does not come for a yes.
    SilenceIsConsent,
    /// A participant sends its messages before its records are on disk.
    WritesLazily,
}

impl ThreePhaseCommit {
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

impl Exhibited for ThreePhaseCommit {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = settings::FAMOUS;
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 21] = [
    example!("nonblocking"),
    example!("two-phase-blocks"),
    example!("happy-path"),
    example!("one-no"),
    example!("takeover"),
    example!("silence"),
    example!("committed-alone"),
    example!("without-acks"),
    example!("second-failure"),
    example!("rejoin"),
    example!("total-failure"),
    example!("partition"),
    example!("late"),
    example!("silent-vote"),
    example!("never-asked"),
    example!("forced"),
    example!("early-question"),
    example!("impatient-client"),
    example!("deadlock"),
    example!("chaos"),
    example!("lost-disk"),
];
