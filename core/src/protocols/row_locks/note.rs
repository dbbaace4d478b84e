//! Why a step did what it did, as data; the words are in `reasons`.

use super::message::{Reason, Request};
use super::state::{Row, Txn};
use crate::protocol::{Micros, NodeId};

/// A reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// A client begins an attempt.
    Begins(Txn),
    /// A client will see to a request later.
    Queues(Request),
    /// A client has read all that it needs.
    Computes(u64),
    /// A client asks to commit.
    Commits,
    /// A client's wish is done.
    IsDone {
        /// In which attempt.
        txn: Txn,
        /// What row `x` holds.
        value: u64,
    },
    /// A client's attempt has failed: it will start again.
    StartsAgain(Reason),
    /// A client's write came too late.
    WasOvertaken,
    /// A client pauses.
    Pauses(Micros),
    /// There is too little to move.
    IsShort(u64),
    /// A client asks a server to add.
    Asks(NodeId),
    /// A client has a part of the number.
    HasPart(u64),
    /// A client knows the number.
    Knows(u64),
    /// This method has no such thing.
    Cannot,
    /// A client's connection is broken.
    IsCutOff,
    /// A client had no answer, and asks again.
    AsksAgain,
    /// A client is back from a crash.
    Forgets(u64),
    /// What arrives is of no use any more.
    Ignores(NodeId),
    /// A server locks a row.
    Locks {
        /// Which.
        row: Row,
        /// For whom.
        txn: Txn,
    },
    /// A server tells what a row holds, without a lock.
    Shows(Row),
    /// A transaction waits.
    Waits {
        /// Which.
        txn: Txn,
        /// For which row.
        row: Row,
        /// Who has it.
        holder: Txn,
    },
    /// A transaction would close a circle.
    ClosesCircle(Txn),
    /// A transaction has waited for too long.
    TimesOut(Txn),
    /// A transaction writes over what it read, or over something else.
    Writes {
        /// Which.
        txn: Txn,
        /// Which row.
        row: Row,
        /// What it had read.
        read: u64,
        /// What the row held.
        over: u64,
        /// What it holds now.
        value: u64,
    },
    /// A wish is done.
    Applies {
        /// Which.
        txn: Txn,
        /// What it adds to all rows together.
        added: u64,
    },
    /// A wish was done before.
    Repeats(Txn),
    /// A version is not the one that was read.
    Conflicts {
        /// Which transaction.
        txn: Txn,
        /// Which row.
        row: Row,
    },
    /// A transaction ends without a write.
    RollsBack(Txn),
    /// A server hands a wish on to the owner.
    HandsOn(Txn),
    /// A server hands an answer back.
    HandsBack(Txn),
    /// A server is back.
    Returns(u64),
}

/// The names of all notes; a test holds the list to what the scenarios reach.
pub(super) const NAMES: &[&str] = &[
    "Begins",
    "Queues",
    "Computes",
    "Commits",
    "IsDone",
    "StartsAgain",
    "WasOvertaken",
    "Pauses",
    "IsShort",
    "Asks",
    "HasPart",
    "Knows",
    "Cannot",
    "IsCutOff",
    "AsksAgain",
    "Forgets",
    "Ignores",
    "Locks",
    "Shows",
    "Waits",
    "ClosesCircle",
    "TimesOut",
    "Writes",
    "Applies",
    "Repeats",
    "Conflicts",
    "RollsBack",
    "HandsOn",
    "HandsBack",
    "Returns",
];
