//! What a node knows.

use super::message::Request;
use crate::protocol::NodeId;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// What survives a crash. Where roles keep different things, this is an enum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Disk {
    /// Of a server, the number of the newest write that it has; of a client, the number of its last
    /// operation, so that it never uses one twice.
    pub number: u64,
    /// The value that was written; the register starts with 0.
    pub value: u64,
}

/// What a crash wipes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Memory {
    /// What a client is at.
    pub job: Option<Job>,
    /// What it was asked for meanwhile, the oldest first.
    pub wishes: Vec<Request>,
}

/// An operation that waits for answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Job {
    /// What was asked for.
    pub request: Request,
    /// Its number at this client.
    pub number: u64,
    /// The newest write that an answer told of; for a write, itself.
    pub newest: Disk,
    /// Who has answered.
    pub by: Set<NodeId>,
}

/// What only invariants see.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// The number of the last write that was acknowledged.
    pub acknowledged: u64,
    /// What that was when each client's operation began.
    pub begun: Map<NodeId, u64>,
}
