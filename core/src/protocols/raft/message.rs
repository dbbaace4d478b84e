//! What is said, to whom, and when: the RPCs of Figure 2, and those of clients.

use super::log::{Entry, Spot};
use crate::kv::{Answer, Op};
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::vec::Vec;

/// What nodes say to each other. Replies say what they reply to, so that late and doubled ones
/// do no harm.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Message {
    /// A candidate asks for a vote.
    RequestVote {
        /// The candidate's term.
        term: u64,
        /// The candidate's last log entry.
        last: Spot,
    },
    /// The reply.
    Vote {
        /// The voter's term.
        term: u64,
        /// Whether the candidate has the vote.
        granted: bool,
    },
    /// A leader lets a follower hear from it, with entries or without.
    AppendEntries {
        /// The leader's term.
        term: u64,
        /// The entry just before the new ones.
        prev: Spot,
        /// The new entries.
        entries: Vec<Rc<Entry>>,
        /// The leader's commitIndex.
        commit: u64,
    },
    /// The reply.
    Appended {
        /// The follower's term.
        term: u64,
        /// Whether the logs match up to `prev`.
        success: bool,
        /// The index before the new entries, as the leader gave it.
        prev: u64,
        /// The last index at which the logs match now; 0 in a refusal.
        matched: u64,
        /// In a refusal: where the conflict begins, if followers say so.
        conflict: Option<Conflict>,
    },
    /// A client asks for an operation.
    Request {
        /// The client's number for it.
        serial: u64,
        /// The operation.
        op: Rc<Op>,
    },
    /// A leader answers.
    Reply {
        /// The client's number for it.
        serial: u64,
        /// What came of it.
        answer: Answer,
    },
    /// A server that does not lead sends a client elsewhere.
    Redirect {
        /// The client's number for what it asked.
        serial: u64,
        /// Who leads, as far as the server knows.
        leader: Option<NodeId>,
    },
}

impl Message {
    /// The sender's term; what clients send and get has none.
    pub fn term(&self) -> Option<u64> {
        match self {
            Self::RequestVote { term, .. }
            | Self::Vote { term, .. }
            | Self::AppendEntries { term, .. }
            | Self::Appended { term, .. } => Some(*term),
            _ => None,
        }
    }
}

/// Where a follower's log differs from the leader's (end of §5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Conflict {
    /// The term of the follower's entry there; `None` if its log is too short.
    pub term: Option<u64>,
    /// The first index with that term, or just past the follower's last entry.
    pub first: u64,
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Timer {
    /// A server has heard from no leader for too long.
    Election,
    /// A leader's followers are due to hear from it.
    Heartbeat,
    /// A client has waited long enough for an answer.
    Retry,
}
