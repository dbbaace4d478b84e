//! Why a step did what it did: each note carries the facts of its reason.

use crate::commit::{Outcome, Tx, Work};
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::Set;

/// Why a step did what it did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Note {
    /// The coordinator comes back with what its disk kept.
    CoordinatorRecovered { life: u32, open: u32 },
    /// The coordinator takes up a transaction and asks for votes.
    TakesUp { tx: Tx, client: NodeId, members: Set<NodeId>, begun: bool },
    /// The coordinator has taken it up already and is not done.
    InProgress { client: NodeId, tx: Tx },
    /// A client asks again for what is decided.
    AnswersAgain { client: NodeId, tx: Tx, outcome: Outcome },
    /// The coordinator counts a yes that is not the last.
    CountsVote { tx: Tx, voter: NodeId, missing: u32 },
    /// The coordinator decides.
    Decides { tx: Tx, outcome: Outcome, why: Why, forced: bool, acks: bool },
    /// The coordinator finds a decision on its disk that not all have acknowledged.
    Resumes { tx: Tx, outcome: Outcome },
    /// The coordinator repeats its decision.
    Resends { tx: Tx, outcome: Outcome, missing: Set<NodeId> },
    /// The coordinator counts an acknowledgement that is not the last.
    CountsAck { tx: Tx, from: NodeId, missing: u32 },
    /// The coordinator has heard from all, and forgets the transaction.
    Ends { tx: Tx },
    /// The coordinator is asked for a decision that it has not made yet.
    NotDecided { tx: Tx, from: NodeId },
    /// The coordinator is asked for a decision, and knows it.
    TellsDecision { tx: Tx, from: NodeId, outcome: Outcome },
    /// The coordinator is asked about a transaction that it knows nothing about.
    Presumes { tx: Tx, from: NodeId, outcome: Outcome },
    /// A participant comes back with what its disk kept.
    ParticipantRecovered { doubt: Set<Tx> },
    /// A participant prepares, and votes yes.
    Prepares { tx: Tx, keys: u32, looks: u32, forced: bool },
    /// A participant finds a transaction against its rules, aborts it and votes no.
    VotesNo { tx: Tx },
    /// A participant is asked again and votes as before.
    VotesAgain { tx: Tx, yes: bool },
    /// A transaction has to wait for the locks of another.
    WaitsForLocks { tx: Tx, behind: Tx },
    /// It still waits.
    StillWaits { tx: Tx, behind: Tx, looks: u32 },
    /// A participant commits.
    Commits { tx: Tx, from: NodeId, acks: bool },
    /// A participant aborts.
    Aborts { tx: Tx, from: NodeId, was: Was, acks: bool },
    /// A participant hears a decision again and acknowledges it again.
    AcksAgain { tx: Tx, outcome: Outcome },
    /// A participant in doubt asks for the decision.
    AsksOutcome { tx: Tx, peers: bool, again: bool },
    /// A participant in doubt takes silence for a decision: only a flaw does that.
    Assumes { tx: Tx, outcome: Outcome },
    /// A participant is asked by another one, and knows the decision.
    TellsPeer { tx: Tx, peer: NodeId, outcome: Outcome },
    /// A participant is asked by another one, and is in doubt as well.
    IsUncertain { tx: Tx, peer: NodeId },
    /// A participant is asked by another one, has not voted, and aborts.
    AbortsForPeer { tx: Tx, peer: NodeId },
    /// A participant learns that another one does not know either.
    StaysInDoubt { tx: Tx, peer: NodeId },
    /// A message changes nothing.
    Ignores { from: NodeId, what: Ignored },
    /// A client asks.
    Asks { work: Rc<Work>, serial: u64 },
    /// A client keeps a wish until the open one is done.
    Queues { work: Rc<Work>, open: u64 },
    /// A client has waited long enough and asks again.
    Retries { work: Rc<Work>, serial: u64, tries: u32 },
    /// A client has its answer.
    IsAnswered { tx: Tx, outcome: Outcome, tries: u32 },
    /// A client comes back and has forgotten what it waited for.
    ClientRecovered { serial: u64 },
}

/// The names of all notes.
pub(super) const NAMES: &[&str] = &[
    "CoordinatorRecovered",
    "TakesUp",
    "InProgress",
    "AnswersAgain",
    "CountsVote",
    "Decides",
    "Resumes",
    "Resends",
    "CountsAck",
    "Ends",
    "NotDecided",
    "TellsDecision",
    "Presumes",
    "ParticipantRecovered",
    "Prepares",
    "VotesNo",
    "VotesAgain",
    "WaitsForLocks",
    "StillWaits",
    "Commits",
    "Aborts",
    "AcksAgain",
    "AsksOutcome",
    "Assumes",
    "TellsPeer",
    "IsUncertain",
    "AbortsForPeer",
    "StaysInDoubt",
    "Ignores",
    "Asks",
    "Queues",
    "Retries",
    "IsAnswered",
    "ClientRecovered",
];

/// Why the coordinator decides as it does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// All voted yes.
    AllYes,
    /// This participant voted no.
    No(NodeId),
    /// These participants did not vote in time.
    Silent(Set<NodeId>),
    /// The coordinator crashed before it had decided.
    Crashed,
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
    /// A vote on a transaction that is decided or forgotten.
    Vote,
    /// A Prepare for a transaction that is known.
    Prepare,
    /// A decision that is not news.
    Decision,
    /// An acknowledgement that nobody waits for.
    Ack,
    /// An answer to something that is no longer open.
    Reply,
    /// What nobody sends to such a node.
    Foreign,
}
