//! What is said, to whom, and when.

use super::counter::{Change, Counter};
use crate::protocol::NodeId;
use crate::shared::Rc;

/// What a client wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Op {
    /// An update.
    Update(Change),
    /// To know the value.
    Get,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The update is done at this replica, and on its disk.
    Done,
    /// What this replica shows.
    Value(i64),
    /// The update is not done, and will not be.
    Refused(Refusal),
}

/// Why an update is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// Nothing can be taken from a counter that only grows.
    OnlyGrows,
    /// This type of counter knows no rights that could be given.
    KnowsNoRights,
    /// A replica gives no rights to itself.
    ToItself,
    /// The replica has no more rights than these, and got none in time.
    Lacks(u64),
}

/// A logical time, to tell which of two states was written later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Lamport's clock.
    pub count: u64,
    /// Whose it is, to tell equal ones apart.
    pub by: NodeId,
}

/// What nodes say to each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// A client asks its replica.
    Request {
        /// The client's number for it.
        serial: u64,
        /// What it wishes.
        op: Op,
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
        state: Rc<Counter>,
        /// When it was written; nobody but a last writer looks at it.
        stamp: Stamp,
    },
    /// One update, sent once, by a replica that relies on every message to arrive exactly once.
    Delta {
        /// The update.
        change: Change,
    },
    /// A replica asks another one for rights.
    AskRights {
        /// How many.
        amount: u64,
        /// How many it knows to have got from that one so far: so a second copy moves none.
        seen: u64,
    },
    /// The answer: all that the other one knows, with the rights that it gave.
    Rights {
        /// It.
        state: Rc<Counter>,
        /// When it was written.
        stamp: Stamp,
    },
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// A replica is to send its state to the others.
    Gossip,
    /// A replica has waited long enough for rights.
    Rights,
    /// A client has waited long enough for its answer.
    Retry,
}

/// What a client learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Response {
    /// What it wished.
    pub op: Op,
    /// What came of it.
    pub outcome: Outcome,
}
