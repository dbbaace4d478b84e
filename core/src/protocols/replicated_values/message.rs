//! What is said, to whom, and when.

use super::clock::Hybrid;
use super::content::State;
use super::vector::{Context, Dot, Vector};
use crate::kv::Value;
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::vec::Vec;

/// An update.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The register is to hold this.
    Put(Value),
    /// The set is to hold this.
    Add(Value),
    /// The set is to hold this no more.
    Remove(Value),
}

impl Change {
    /// What it is about.
    pub fn value(&self) -> &Value {
        match self {
            Self::Put(value) | Self::Add(value) | Self::Remove(value) => value,
        }
    }
}

/// What a client wishes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Op {
    /// An update.
    Update(Change),
    /// To know what is there.
    Get,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The update is done at this replica under this name, and on its disk.
    Done(Dot),
    /// What this replica shows and, from a multi-value register, the updates that it has heard of.
    Shown(Vec<Value>, Vector),
    /// The update is not done, and will not be.
    Refused(Refusal),
}

/// Why an update is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// A register knows no elements, a set no writes.
    NotOfThisType,
    /// What is to be removed is not in the set, as far as the replica knows.
    NotThere,
}

/// What nodes say to each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// A client asks its replica.
    Request {
        /// The client's number for it.
        serial: u64,
        /// What it wishes.
        op: Rc<Op>,
        /// What it has seen; only a multi-value register looks at it.
        seen: Context,
    },
    /// A replica answers.
    Reply {
        /// The client's number for it.
        serial: u64,
        /// What came of it.
        outcome: Outcome,
    },
    /// All that a replica knows.
    State {
        /// It.
        state: Rc<State>,
        /// The sender's hybrid clock, where it has one.
        clock: Hybrid,
    },
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// A replica is to send its state to the others.
    Gossip,
    /// A client has waited long enough for its answer.
    Retry,
}

/// What a client learned.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Response {
    /// What it wished.
    pub op: Rc<Op>,
    /// What came of it.
    pub outcome: Outcome,
}

/// A client and its number for what it asked.
pub(super) type Asked = (NodeId, u64);
