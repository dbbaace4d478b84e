//! What is said, to whom, and when: the two phases, heartbeats, catching up, and clients.

use super::log::{Ballot, Command, Entry};
use crate::kv::{Answer, Op};
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::vec::Vec;

/// What nodes say to each other. Replies say what they reply to, so that late and doubled ones
/// do no harm.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Message {
    /// Phase 1a: a proposer asks for a promise for all slots from one on.
    Prepare {
        /// The proposer's ballot.
        ballot: Ballot,
        /// The first slot that it does not know to be chosen.
        from: u64,
    },
    /// Phase 1b: an acceptor promises to accept nothing of a lower ballot.
    Promise {
        /// The proposer's ballot.
        ballot: Ballot,
        /// All that the acceptor has accepted from that slot on.
        reports: Vec<Report>,
    },
    /// Phase 2a: a leader asks acceptors to accept values.
    Accept {
        /// The leader's ballot.
        ballot: Ballot,
        /// The values.
        proposals: Vec<Proposal>,
        /// Up to where the leader knows all slots to be chosen.
        chosen: u64,
    },
    /// Phase 2b: an acceptor has accepted.
    Accepted {
        /// The leader's ballot.
        ballot: Ballot,
        /// In which slots.
        slots: Vec<u64>,
    },
    /// An acceptor has promised a higher ballot.
    Preempted {
        /// The ballot that is refused.
        ballot: Ballot,
        /// The one that was promised.
        promised: Ballot,
    },
    /// A leader lets the others hear from it.
    Heartbeat {
        /// The leader's ballot.
        ballot: Ballot,
        /// Up to where the leader knows all slots to be chosen.
        chosen: u64,
    },
    /// A learner lacks chosen values and asks for them.
    CatchUp {
        /// The first slot that it lacks.
        from: u64,
    },
    /// Chosen values.
    Learn {
        /// The slot of the first.
        first: u64,
        /// What is chosen there and in the slots behind.
        entries: Vec<Entry>,
        /// Up to where the sender knows all slots to be chosen.
        chosen: u64,
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
    /// The ballot that it belongs to, if any.
    pub fn ballot(&self) -> Option<Ballot> {
        match self {
            Self::Prepare { ballot, .. }
            | Self::Promise { ballot, .. }
            | Self::Accept { ballot, .. }
            | Self::Accepted { ballot, .. }
            | Self::Preempted { ballot, .. }
            | Self::Heartbeat { ballot, .. } => Some(*ballot),
            _ => None,
        }
    }
}

/// What an acceptor has accepted in a slot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Report {
    /// The slot.
    pub slot: u64,
    /// What it accepted, in which ballot, and whether it knows that to be chosen.
    pub entry: Entry,
}

/// A value that a leader proposes for a slot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Proposal {
    /// The slot.
    pub slot: u64,
    /// The value.
    pub command: Rc<Command>,
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Timer {
    /// A server has heard from no leader for too long.
    Election,
    /// The others are due to hear from a leader.
    Heartbeat,
    /// A client has waited long enough for an answer.
    Retry,
}
