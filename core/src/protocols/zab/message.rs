//! What is said, to whom, and when: votes, the messages of Zab 1.0, and those of clients.

use super::history::{History, Transaction, Zxid};
use crate::kv::{Answer, Op};
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::vec::Vec;

/// Whom a server wants to lead, and what that one's history is like. The greater vote is the
/// better one: the later epoch, then the later zxid, then the greater id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Vote {
    /// The epoch of the last leader that the candidate was synchronized with: peerEpoch.
    pub epoch: u64,
    /// The last transaction in the candidate's history.
    pub zxid: Zxid,
    /// The candidate.
    pub id: NodeId,
}

/// What a server does, as it says in an election.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Standing {
    /// LOOKING: it has no leader.
    Looking,
    /// FOLLOWING, or OBSERVING: it has decided for a leader.
    Following,
    /// LEADING: it has decided for itself.
    Leading,
}

/// What nodes say to each other.
///
/// In ZooKeeper a message belongs to a connection, which ends when either side gives up. Here the
/// stream between two servers outlives that, so what follows LEADERINFO says its epoch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Message {
    /// A server says whom it votes for (fast leader election).
    Notification {
        /// For whom.
        vote: Vote,
        /// The sender's logical clock: the number of the election.
        round: u64,
        /// What the sender does.
        standing: Standing,
    },
    /// FOLLOWERINFO, or OBSERVERINFO: a server has a leader and turns to it.
    FollowerInfo {
        /// The last epoch that it promised to a leader: acceptedEpoch.
        accepted: u64,
    },
    /// LEADERINFO: the leader proposes an epoch.
    LeaderInfo {
        /// The new epoch.
        epoch: u64,
    },
    /// ACKEPOCH: a follower has accepted the new epoch.
    AckEpoch {
        /// The new epoch.
        epoch: u64,
        /// The epoch that its history is of (currentEpoch); `None` if it had accepted the new
        /// epoch before.
        current: Option<u64>,
        /// The last transaction in its history.
        last: Zxid,
    },
    /// DIFF: the follower's history is the start of the leader's; here is what it lacks.
    Diff {
        /// The new epoch.
        epoch: u64,
        /// What is committed and the follower lacks.
        transactions: Vec<Rc<Transaction>>,
    },
    /// TRUNC: the end of the follower's history is not in the leader's and has to go.
    Trunc {
        /// The new epoch.
        epoch: u64,
        /// The last transaction that stays: the leader's last that is committed.
        to: Zxid,
    },
    /// SNAP: the leader's state replaces the follower's.
    Snap {
        /// The new epoch.
        epoch: u64,
        /// What leads to the state.
        history: History,
    },
    /// NEWLEADER: the follower has all that it needs to be in the new epoch.
    NewLeader {
        /// The new epoch.
        epoch: u64,
    },
    /// UPTODATE: the epoch is established, and the follower may serve clients.
    UpToDate {
        /// The new epoch.
        epoch: u64,
    },
    /// PROPOSAL: a transaction to be logged.
    Proposal(Rc<Transaction>),
    /// ACK: it is on disk. The start of an epoch acknowledges NEWLEADER.
    Ack(Zxid),
    /// COMMIT: a quorum has it on disk.
    Commit(Zxid),
    /// INFORM: an observer gets what is committed.
    Inform(Rc<Transaction>),
    /// The leader lets a follower hear from it.
    Ping {
        /// The leader's epoch.
        epoch: u64,
    },
    /// The reply.
    Pong {
        /// The leader's epoch.
        epoch: u64,
    },
    /// REQUEST: a follower hands on what a client asks for.
    Forward {
        /// Who asks.
        client: NodeId,
        /// The client's number for it.
        serial: u64,
        /// What it asks for.
        op: Rc<Op>,
    },
    /// SYNC: a follower asks to be told when it has seen all that is committed by now.
    Sync {
        /// For which client.
        client: NodeId,
        /// The client's number for its read.
        serial: u64,
    },
    /// The reply, behind the commits.
    Synced {
        /// For which client.
        client: NodeId,
        /// The client's number for its read.
        serial: u64,
    },
    /// A client asks for an operation.
    Request {
        /// The client's number for it.
        serial: u64,
        /// The operation.
        op: Rc<Op>,
        /// The last transaction whose effect the client may have seen.
        seen: Zxid,
    },
    /// A server answers.
    Reply {
        /// The client's number for it.
        serial: u64,
        /// What came of it.
        answer: Answer,
        /// The last transaction that the server had delivered.
        zxid: Zxid,
    },
    /// A server serves nobody now, or not this client.
    Refusal {
        /// The client's number for what it asked.
        serial: u64,
    },
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Timer {
    /// A server that looks for a leader has a quorum for one and waits for better votes.
    Finalize,
    /// What a server said, while it looks for a leader or turns to one, is to be said again.
    Resend,
    /// A server has been without its leader, or a leader without its quorum, for too long.
    Limit,
    /// A leader's followers are due to hear from it.
    Tick,
    /// A client has waited long enough for an answer.
    Retry,
}

impl Message {
    /// The epoch that it belongs to, if it belongs to one.
    pub fn epoch(&self) -> Option<u64> {
        match self {
            Self::LeaderInfo { epoch }
            | Self::AckEpoch { epoch, .. }
            | Self::Diff { epoch, .. }
            | Self::Trunc { epoch, .. }
            | Self::Snap { epoch, .. }
            | Self::NewLeader { epoch }
            | Self::UpToDate { epoch }
            | Self::Ping { epoch }
            | Self::Pong { epoch } => Some(*epoch),
            Self::Proposal(transaction) | Self::Inform(transaction) => Some(transaction.zxid.epoch),
            Self::Ack(zxid) | Self::Commit(zxid) => Some(zxid.epoch),
            _ => None,
        }
    }
}
