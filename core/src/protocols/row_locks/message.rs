//! What is said, to whom, and when.

use super::state::{Row, Txn};
use alloc::vec::Vec;

/// What nodes say to each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// A client to a server, or a server that hands it on.
    Ask {
        /// In which attempt.
        txn: Txn,
        /// What.
        ask: Ask,
    },
    /// A server to a client, or through the server that handed it on.
    Tell {
        /// In which attempt.
        txn: Txn,
        /// What.
        tell: Tell,
    },
}

/// What is asked of a server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ask {
    /// `SELECT`, or `SELECT … FOR UPDATE`.
    Select {
        /// Which row.
        row: Row,
        /// Whether to lock it.
        lock: bool,
    },
    /// To write these rows, and to end the transaction.
    Commit {
        /// Which.
        writes: Vec<Write>,
        /// What is added to all rows together.
        added: u64,
    },
    /// To end the transaction without a write.
    Rollback,
    /// To add to what the server owns.
    Add {
        /// How much.
        amount: u64,
    },
    /// To tell what all rows hold together.
    Sum,
}

/// A row that was read, and what it is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Write {
    /// Which.
    pub row: Row,
    /// What it held.
    pub read: u64,
    /// Its version then.
    pub version: u64,
    /// What it is to hold.
    pub value: u64,
}

/// What a server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tell {
    /// A row.
    Holds {
        /// Which.
        row: Row,
        /// What it holds.
        value: u64,
        /// Its version.
        version: u64,
    },
    /// The wish is done.
    Committed {
        /// What row `x` holds now.
        value: u64,
    },
    /// Somebody else has written a row meanwhile.
    Conflict,
    /// The transaction is over, and nothing was written.
    Aborted(Reason),
    /// What all rows hold together.
    Sum {
        /// How much.
        value: u64,
    },
}

/// Why a transaction was rolled back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It would have closed a circle of those who wait.
    Circle,
    /// It has waited for too long.
    Timeout,
    /// The server knows nothing of it.
    Unknown,
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// Of a server: a transaction has waited for long enough.
    LockWait(Txn),
    /// Of a client: it has computed what to write.
    Work,
    /// It starts again.
    Retry,
    /// It has waited long enough for an answer.
    Patience,
}

/// What a user wishes of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Request {
    /// To add to row `x`.
    Add(u64),
    /// To move so much from one row to the other.
    Move {
        /// How much.
        amount: u64,
        /// From which row.
        from: Row,
    },
    /// To tell what all rows hold together.
    Read,
}

/// What a client learned, which ends its operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Response {
    /// It is done, and row `x` holds this.
    Done(u64),
    /// There is too little to move: nothing was written.
    Short,
    /// All rows together hold this.
    Sum(u64),
    /// This method has no such thing.
    Cannot,
}
