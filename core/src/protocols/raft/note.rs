//! Why a step did what it did: each note carries the facts of its reason.

use super::log::Spot;
use super::message::Conflict;
use crate::kv::{Answer, Op};
use crate::protocol::NodeId;
use crate::shared::Rc;

/// Why a step did what it did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Note {
    /// A server comes back with what its disk kept.
    Recovered { term: u64, vote: Option<NodeId>, len: u64 },
    /// No leader was heard for too long: the server stands for election.
    Stands { term: u64, again: bool, last: Spot },
    /// It votes for a candidate.
    Votes { candidate: NodeId, term: u64, again: bool, last: Spot, mine: Spot },
    /// It refuses its vote.
    RefusesVote { candidate: NodeId, term: u64, why: Refusal },
    /// A candidate counts a vote that is not yet enough.
    Counts { voter: NodeId, votes: u16, needed: u16 },
    /// A candidate counts a refusal.
    CountsRefusal { voter: NodeId },
    /// A candidate has its majority and leads.
    Leads { term: u64, votes: u16, no_op: Option<u64> },
    /// A message has a newer term: the server takes it over and follows.
    NewerTerm { from: NodeId, term: u64, was: u64, led: bool, stood: bool },
    /// A follower hears for the first time who leads its term.
    Follows { leader: NodeId, term: u64, stood: bool },
    /// A follower hears from its leader, who has nothing new.
    Hears { leader: NodeId, term: u64 },
    /// A follower takes entries into its log.
    Appends { leader: NodeId, prev: Spot, last: u64 },
    /// It already has them.
    HasAlready { leader: NodeId, last: u64 },
    /// Entries that conflict with the leader's are removed.
    Truncates { leader: NodeId, from: u64, count: u64, mine: u64, theirs: u64 },
    /// The entry before the new ones is missing or has another term.
    RefusesEntries { leader: NodeId, prev: Spot, mine: Option<u64>, hint: Option<u64> },
    /// Someone leads an earlier term and has not heard of this one.
    RefusesOldLeader { leader: NodeId, term: u64, mine: u64 },
    /// A leader learns how far a follower's log matches.
    Matches { follower: NodeId, matched: u64 },
    /// A leader takes a follower's refusal and tries further back.
    BacksUp { follower: NodeId, prev: u64, next: u64, conflict: Option<Conflict> },
    /// A leader sees a majority and commits.
    Commits { from: u64, to: u64, holders: u16, term: u64, mine: u64 },
    /// A majority holds the entry, but its term is not the leader's.
    MayNotCommit { index: u64, term: u64, mine: u64 },
    /// A follower learns that entries are committed.
    LearnsCommit { from: u64, to: u64 },
    /// A leader takes in what a client asks.
    Takes { client: NodeId, op: Rc<Op>, index: u64 },
    /// A leader has taken it in already and is not done.
    InProgress { client: NodeId, serial: u64, index: u64 },
    /// A client asks again for what was done: it gets the same answer.
    AnswersAgain { client: NodeId, serial: u64 },
    /// A leader tells a client what came of its operation.
    Answers { client: NodeId, op: Rc<Op>, index: u64, committed: bool },
    /// A leader answers a read without an entry: a flaw.
    ReadsLocally { client: NodeId, op: Rc<Op> },
    /// An entry stands in the log twice and does not run again.
    RunsOnce { client: NodeId, serial: u64, index: u64 },
    /// A server that does not lead sends a client elsewhere.
    Redirects { client: NodeId, leader: Option<NodeId> },
    /// A message is too late to matter.
    Ignores { from: NodeId, what: Ignored },
    /// A client asks.
    Asks { server: NodeId, op: Rc<Op>, serial: u64 },
    /// A client keeps a wish until the open operation is done.
    Queues { op: Rc<Op>, open: u64 },
    /// A client has waited long enough and asks another server.
    Retries { server: NodeId, op: Rc<Op>, serial: u64, tries: u32 },
    /// A client asks the server that it was sent to.
    Turns { server: NodeId, serial: u64 },
    /// A client is told that nobody is known to lead; it waits.
    Waits { server: NodeId },
    /// A client has its answer.
    IsAnswered { server: NodeId, op: Rc<Op>, answer: Answer, tries: u32 },
    /// A client comes back and has forgotten what it waited for.
    ClientRecovered { serial: u64 },
}

/// The names of all notes.
pub(super) const NAMES: &[&str] = &[
    "Recovered",
    "Stands",
    "Votes",
    "RefusesVote",
    "Counts",
    "CountsRefusal",
    "Leads",
    "NewerTerm",
    "Follows",
    "Hears",
    "Appends",
    "HasAlready",
    "Truncates",
    "RefusesEntries",
    "RefusesOldLeader",
    "Matches",
    "BacksUp",
    "Commits",
    "MayNotCommit",
    "LearnsCommit",
    "Takes",
    "InProgress",
    "AnswersAgain",
    "Answers",
    "ReadsLocally",
    "RunsOnce",
    "Redirects",
    "Ignores",
    "Asks",
    "Queues",
    "Retries",
    "Turns",
    "Waits",
    "IsAnswered",
    "ClientRecovered",
];

/// Why a vote is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Refusal {
    /// The candidate's term is over.
    OldTerm { mine: u64 },
    /// The vote of this term is given away.
    VotedFor { other: NodeId },
    /// The candidate's log is behind.
    LogBehind { mine: Spot, theirs: Spot },
}

/// What kind of message came too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ignored {
    /// A vote for an election that is over.
    Vote,
    /// A reply to entries sent in an earlier term, or to some that were sent again since.
    Appended,
    /// A client's request that it has long been answered.
    Request,
    /// An answer to something that is no longer open.
    Reply,
    /// What nobody sends to such a node.
    Foreign,
}
