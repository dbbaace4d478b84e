//! What a leader knows.

use super::history::Zxid;
use crate::protocol::NodeId;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// A server that leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leading {
    /// How far it is.
    pub phase: Phase,
    /// Its epoch; 0 until it has chosen one.
    pub epoch: u64,
    /// Who has turned to it.
    pub peers: Map<NodeId, Peer>,
    /// Who has accepted the epoch, itself included.
    pub accepted_by: Set<NodeId>,
    /// How many transactions of its history are committed.
    pub committed: u64,
    /// Clients that read once this much is delivered: of which server, and whose read it is.
    pub syncs: Vec<Pending>,
}

/// A SYNC that waits for what was proposed before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pending {
    /// The place of the last transaction proposed before.
    pub after: u64,
    /// Which server asked.
    pub server: NodeId,
    /// For which client.
    pub client: NodeId,
    /// The client's number for its read.
    pub serial: u64,
}

/// How far a leader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// It waits for a quorum to turn to it (discovery).
    #[default]
    Connecting,
    /// It has proposed an epoch and waits for a quorum to accept it (discovery).
    Proposing,
    /// It waits for a quorum to have its history (synchronization).
    Syncing,
    /// It is established: it takes in what clients ask (broadcast).
    Broadcasting,
}

/// What a leader knows of a follower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Peer {
    /// The last epoch that it had promised when it came.
    pub accepted: u64,
    /// How far it is.
    pub step: Step,
    /// The last transaction that it acknowledged.
    pub acked: Zxid,
    /// Whether anything was heard of it since the limit was last checked.
    pub heard: bool,
}

/// How far a follower is, as its leader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// It has turned to the leader.
    Connected,
    /// It was told the epoch.
    Told,
    /// It accepted the epoch, and this is the last transaction of its history.
    Accepted(Zxid),
    /// It was sent the history, NEWLEADER, and what was proposed since.
    Sent,
    /// It acknowledged NEWLEADER.
    Synced,
}
