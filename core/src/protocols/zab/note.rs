//! Why a step did what it did: each note carries the facts of its reason.

use super::history::Zxid;
use super::message::Vote;
use crate::kv::{Answer, Op};
use crate::protocol::NodeId;
use crate::shared::Rc;

/// Why a step did what it did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Note {
    /// A server comes back with what its disk kept.
    Recovered { accepted: u64, current: u64, last: Zxid },
    /// A server looks for a leader, in a new election.
    Looks { round: u64, vote: Vote, why: Why },
    /// It hears of a better vote, or of a later election, and takes it over.
    Adopts { from: NodeId, vote: Vote, round: u64, later: bool },
    /// It counts a vote.
    CountsVote { from: NodeId, vote: Vote },
    /// A quorum votes for the same one: it waits whether a better vote comes.
    HasQuorum { leader: NodeId, votes: u16, needed: u16 },
    /// Somebody's election is over: it is told of the present one.
    OldRound { from: NodeId, theirs: u64, mine: u64 },
    /// It has a leader, and says so to one who looks.
    TellsVote { to: NodeId, leader: NodeId },
    /// It hears from one who has a leader.
    HearsSettled { from: NodeId, leader: NodeId },
    /// It has decided for another and turns to that one.
    Follows { leader: NodeId, accepted: u64, joins: bool },
    /// It has decided for itself.
    Stands { votes: u16 },
    /// It says again what it said.
    SaysAgain { to: Option<NodeId> },
    /// A leader hears from a follower.
    CountsFollower { from: NodeId, accepted: u64, have: u16, needed: u16 },
    /// A quorum has turned to it: it chooses an epoch.
    ProposesEpoch { epoch: u64 },
    /// Somebody comes later, and is told the epoch.
    TellsEpoch { to: NodeId, epoch: u64 },
    /// A follower accepts the epoch.
    AcceptsEpoch { leader: NodeId, epoch: u64, last: Zxid, again: bool },
    /// A follower has promised a later epoch.
    RefusesEpoch { leader: NodeId, epoch: u64, accepted: u64 },
    /// A leader counts who accepted its epoch.
    CountsEpoch { from: NodeId, have: u16, needed: u16 },
    /// A quorum has accepted the epoch.
    EntersEpoch { epoch: u64 },
    /// A leader sends what a follower lacks.
    SendsDiff { to: NodeId, last: Zxid, count: u64 },
    /// A leader has a follower cut off the end of its history.
    SendsTrunc { to: NodeId, last: Zxid, keep: Zxid },
    /// A leader sends all of its history.
    SendsSnap { to: NodeId, last: Zxid, far: bool },
    /// A follower gets what it lacks.
    TakesDiff { leader: NodeId, count: u64 },
    /// A follower cuts off the end of its history.
    TakesTrunc { leader: NodeId, keep: Zxid, cut: u64 },
    /// A follower's history is replaced.
    TakesSnap { leader: NodeId, last: Zxid },
    /// A follower has the leader's history and is in the epoch.
    IsSynced { leader: NodeId, epoch: u64, last: Zxid, written: bool },
    /// A leader counts who has its history.
    CountsSynced { from: NodeId, have: u16, needed: u16 },
    /// A leader is established.
    Leads { epoch: u64, have: u16, len: u64 },
    /// Somebody comes later, and may serve.
    LetsServe { to: NodeId },
    /// A follower may serve.
    Serves { leader: NodeId, epoch: u64 },
    /// A leader broadcasts.
    Proposes { zxid: Zxid, op: Rc<Op>, client: NodeId },
    /// A new leader gives what it inherits numbers of its own: a flaw.
    Renumbers { zxid: Zxid, count: u64 },
    /// A follower logs a proposal.
    Logs { leader: NodeId, zxid: Zxid, written: bool },
    /// A leader counts an acknowledgement that is not enough, or is not needed.
    CountsAck { from: NodeId, zxid: Zxid },
    /// A quorum has it: a leader commits.
    Commits { zxid: Zxid, have: u16 },
    /// A follower learns that a transaction is committed.
    LearnsCommit { leader: NodeId, zxid: Zxid, waits: bool },
    /// A follower is told to commit what it does not have.
    LacksCommitted { leader: NodeId, zxid: Zxid },
    /// An observer gets what is committed.
    IsInformed { leader: NodeId, zxid: Zxid },
    /// It hears that somebody is there.
    Hears { from: NodeId },
    /// A leader has lost a follower, and still has a quorum.
    LosesFollower { peer: NodeId },
    /// A server hands on what a client asks for.
    Forwards { client: NodeId, op: Rc<Op>, leader: NodeId },
    /// A leader has broadcast it already.
    InProgress { client: NodeId, serial: u64 },
    /// A client asks again for what was done: it gets the same answer.
    AnswersAgain { client: NodeId, serial: u64 },
    /// A server tells its client what came of its operation.
    Answers { client: NodeId, op: Rc<Op>, zxid: Zxid },
    /// A server answers a read from its own state.
    ReadsLocally { client: NodeId, op: Rc<Op>, zxid: Zxid, synced: bool },
    /// A server asks the leader what is committed, before it reads.
    AsksSync { client: NodeId, leader: NodeId },
    /// A leader says that a follower has been sent all that was proposed before.
    AnswersSync { server: NodeId, client: NodeId },
    /// A leader waits with that until it is committed.
    HoldsSync { server: NodeId, after: Zxid },
    /// A server that serves nobody turns a client away.
    ServesNobody { client: NodeId },
    /// A server turns away a client that has seen more than it has.
    IsBehind { client: NodeId, seen: Zxid, mine: Zxid },
    /// A message is too late to matter, or comes too early.
    Ignores { from: NodeId, what: Ignored },
    /// A client asks.
    Asks { server: NodeId, op: Rc<Op>, serial: u64 },
    /// A client keeps a wish until the open operation is done.
    Queues { op: Rc<Op>, open: u64 },
    /// A client asks another server.
    Retries { server: NodeId, op: Rc<Op>, serial: u64, tries: u32 },
    /// A client's connection is broken.
    LosesServer { server: NodeId },
    /// A client is turned away; it waits.
    Waits { server: NodeId },
    /// A client has its answer.
    IsAnswered { server: NodeId, op: Rc<Op>, answer: Answer, tries: u32 },
    /// A client comes back and has forgotten what it waited for.
    ClientRecovered { serial: u64 },
}

/// The names of all notes.
pub(super) const NAMES: &[&str] = &[
    "Recovered",
    "Looks",
    "Adopts",
    "CountsVote",
    "HasQuorum",
    "OldRound",
    "TellsVote",
    "HearsSettled",
    "Follows",
    "Stands",
    "SaysAgain",
    "CountsFollower",
    "ProposesEpoch",
    "TellsEpoch",
    "AcceptsEpoch",
    "RefusesEpoch",
    "CountsEpoch",
    "EntersEpoch",
    "SendsDiff",
    "SendsTrunc",
    "SendsSnap",
    "TakesDiff",
    "TakesTrunc",
    "TakesSnap",
    "IsSynced",
    "CountsSynced",
    "Leads",
    "LetsServe",
    "Serves",
    "Proposes",
    "Renumbers",
    "Logs",
    "CountsAck",
    "Commits",
    "LearnsCommit",
    "LacksCommitted",
    "IsInformed",
    "Hears",
    "LosesFollower",
    "Forwards",
    "InProgress",
    "AnswersAgain",
    "Answers",
    "ReadsLocally",
    "AsksSync",
    "AnswersSync",
    "HoldsSync",
    "ServesNobody",
    "IsBehind",
    "Ignores",
    "Asks",
    "Queues",
    "Retries",
    "LosesServer",
    "Waits",
    "IsAnswered",
    "ClientRecovered",
];

/// Why a server looks for a leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Why {
    /// It has just started.
    Started,
    /// Its leader crashed, is cut off, or looks for a leader itself.
    LeaderGone { leader: NodeId },
    /// It heard nothing of its leader for too long, or was not let in.
    LeaderSilent { leader: NodeId },
    /// As a leader it has no quorum any more.
    NoQuorum { have: u16, needed: u16 },
    /// As a leader it did not come to be established in time.
    NotEstablished,
    /// A follower has more in its history than it, who was to lead.
    FollowerAhead { follower: NodeId, last: Zxid },
}

/// What kind of message does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ignored {
    /// A vote for an election that is over, or that this server has no part in.
    Vote,
    /// A follower turns to a server that does not lead.
    NotLeading,
    /// What a leader says to a server that does not follow it, or not yet.
    NotFollowing,
    /// What a follower says of an epoch, or of a connection, that is over.
    Acknowledgement,
    /// A client's request that it has long been answered.
    Request,
    /// An answer to something that is no longer open.
    Reply,
    /// The end of a connection that nobody uses.
    Closed,
    /// What nobody sends to such a node.
    Foreign,
}
