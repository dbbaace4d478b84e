//! Why a step did what it did: each note carries the facts of its reason.

use crate::commit::{Did, Outcome, Tx};
use crate::protocol::NodeId;
use crate::sorted::Set;

/// Why a step did what it did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Note {
    /// The coordinator takes up a transaction and asks for votes.
    TakesUp { tx: Tx, client: NodeId, members: Set<NodeId> },
    /// The coordinator has taken it up already and is not done.
    InProgress { client: NodeId, tx: Tx },
    /// A client asks again for what is decided.
    AnswersAgain { client: NodeId, tx: Tx, outcome: Outcome },
    /// The coordinator counts a yes that is not the last.
    CountsVote { tx: Tx, voter: NodeId, missing: u32 },
    /// The coordinator tells all that all have voted yes, or takes the silent for such as well:
    /// only a flaw does that.
    AllYes { tx: Tx, silent: Set<NodeId> },
    /// A coordinator, the first or a later one, counts an acknowledgement that is not the last.
    CountsAck { tx: Tx, from: NodeId, missing: u32 },
    /// The coordinator decides.
    Decides { tx: Tx, outcome: Outcome, why: Why },
    /// A participant takes its locks, and votes yes.
    Prepares { tx: Tx, keys: u32, looks: u32, forced: bool },
    /// A participant finds a transaction against its rules, aborts it and votes no.
    VotesNo { tx: Tx },
    /// A participant is asked for a vote on what it has aborted.
    VotesNoAgain { tx: Tx },
    /// A transaction has to wait for the locks of another.
    WaitsForLocks { tx: Tx, behind: Tx },
    /// It still waits.
    StillWaits { tx: Tx, behind: Tx, looks: u32 },
    /// A participant that has not voted hears nothing more, and aborts.
    GivesUp { tx: Tx },
    /// A participant learns that all have voted yes.
    IsCommittable { tx: Tx, from: NodeId, forced: bool },
    /// A participant commits, as it is told.
    Commits { tx: Tx, from: NodeId },
    /// A participant aborts, as it is told.
    Aborts { tx: Tx, from: NodeId, was: Was },
    /// A participant has heard nothing for too long, and elects another coordinator.
    Elects { tx: Tx, lost: NodeId, next: NodeId },
    /// A participant takes over, on its own account or elected by another, and asks those that it
    /// has not found to have failed.
    TakesOver { tx: Tx, elected: Option<NodeId>, asks: Set<NodeId> },
    /// A participant tells its new coordinator its state.
    TellsState { tx: Tx, leader: NodeId, committable: bool },
    /// A new coordinator hears a state that is not the last.
    CountsState { tx: Tx, from: NodeId, committable: bool, missing: u32 },
    /// A new coordinator has found a committable one, and tells those that are uncertain.
    TellsRest { tx: Tx, rest: Set<NodeId>, silent: Set<NodeId> },
    /// A new coordinator decides.
    Concludes { tx: Tx, outcome: Outcome, ground: Ground },
    /// A participant takes silence for a decision: only a flaw does that.
    Assumes { tx: Tx, outcome: Outcome },
    /// The coordinator comes back with what its disk kept.
    CoordinatorRecovered { life: u32, open: u32 },
    /// A participant comes back with what its disk kept.
    ParticipantRecovered { doubt: Set<Tx> },
    /// A participant comes back and goes on as if it had stayed up: only a flaw does that.
    Rejoins { tx: Tx },
    /// A node that came back asks for the outcome.
    AsksOutcome { tx: Tx, again: bool },
    /// A node that knows the outcome is asked for it.
    TellsOutcome { tx: Tx, to: NodeId, outcome: Outcome },
    /// A participant is asked about what it has not voted on, and aborts it.
    AbortsForPeer { tx: Tx, peer: NodeId },
    /// A node is asked for an outcome that is not decided yet.
    CannotTell { tx: Tx, peer: NodeId },
    /// A node that came back takes no part.
    StaysOut { tx: Tx, from: NodeId },
    /// A node that came back has to await others.
    Awaits { tx: Tx, missing: Set<NodeId> },
    /// The last to fail is back: those that are back decide.
    LastIsBack { tx: Tx, outcome: Outcome, back: Set<NodeId> },
    /// Those that are back do not await the last to fail: only a flaw does that.
    AwaitsNobody { tx: Tx, outcome: Outcome, missing: Set<NodeId> },
    /// A message changes nothing.
    Ignores { from: NodeId, what: Ignored },
    /// A client did something.
    Client(Did),
}

/// The names of all notes.
pub(super) const NAMES: &[&str] = &[
    "TakesUp",
    "InProgress",
    "AnswersAgain",
    "CountsVote",
    "AllYes",
    "CountsAck",
    "Decides",
    "Prepares",
    "VotesNo",
    "VotesNoAgain",
    "WaitsForLocks",
    "StillWaits",
    "GivesUp",
    "IsCommittable",
    "Commits",
    "Aborts",
    "Elects",
    "TakesOver",
    "TellsState",
    "CountsState",
    "TellsRest",
    "Concludes",
    "Assumes",
    "CoordinatorRecovered",
    "ParticipantRecovered",
    "Rejoins",
    "AsksOutcome",
    "TellsOutcome",
    "AbortsForPeer",
    "CannotTell",
    "StaysOut",
    "Awaits",
    "LastIsBack",
    "AwaitsNobody",
    "Ignores",
    "Client",
];

/// Why the coordinator decides as it does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// This participant voted no.
    No(NodeId),
    /// These participants did not vote in time.
    Silent(Set<NodeId>),
    /// All that are up are committable; these have failed.
    AllReady(Set<NodeId>),
    /// All voted yes, and nobody was asked for an acknowledgement: only a flaw does that.
    AtOnce,
    /// Somebody else has decided: only where a node was taken for failed that is up.
    Told(NodeId),
}

/// Why a new coordinator decides as it does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// This node has decided already.
    Told(NodeId),
    /// All that are up are uncertain; these did not answer.
    AllUncertain(Set<NodeId>),
    /// All that are up are committable; these did not answer.
    AllReady(Set<NodeId>),
    /// Nobody's state counted: only a flaw does that.
    Regardless,
}

/// How far a participant was with a transaction that it aborts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Was {
    /// It had voted yes.
    Prepared,
    /// It waited for locks.
    Waiting,
    /// It had not heard of it.
    Unknown,
}

/// What kind of message changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ignored {
    /// A request that its client has long been answered.
    Request,
    /// A vote on a transaction that needs none any more.
    Vote,
    /// A Prepare for a transaction that is known.
    Prepare,
    /// A PreCommit that is not news.
    PreCommit,
    /// A decision that is not news.
    Decision,
    /// An acknowledgement that nobody waits for.
    Ack,
    /// A state that nobody waits for.
    State,
    /// Word of an election that it knows of.
    Election,
    /// Word of a coordinator that has been replaced.
    Older,
    /// An answer to something that is no longer open.
    Reply,
    /// What nobody sends to such a node.
    Foreign,
}
