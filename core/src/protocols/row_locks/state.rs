//! What nodes know.

use super::message::{Request, Write};
use crate::client::Numbers;
use crate::protocol::NodeId;
use crate::sorted::Map;
use alloc::vec::Vec;

/// A row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// `x`, which is added to.
    X,
    /// `y`, to which things are moved.
    Y,
}

/// One attempt at a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Txn {
    /// Whose.
    pub client: NodeId,
    /// The wish's number, counted by each client: it stays the same in all attempts.
    pub number: u64,
    /// Which attempt, counted from 1.
    pub attempt: u64,
}

/// What survives a crash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disk {
    /// A server's.
    Server(Base),
    /// A client's: the number of its last wish.
    Client(Numbers),
}

impl Default for Disk {
    fn default() -> Self {
        Self::Client(Numbers::default())
    }
}

/// What a server keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base {
    /// The rows.
    pub rows: Map<Row, Cell>,
    /// The last wish of each client that is done, and what came of it: a wish that is asked for
    /// twice is done once.
    pub done: Map<NodeId, Done>,
}

/// A row's columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The number.
    pub value: u64,
    /// How often it was written.
    pub version: u64,
}

/// A wish that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Done {
    /// Its number.
    pub number: u64,
    /// What row `x` held then.
    pub value: u64,
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// A server's.
    Server(Work),
    /// A client's.
    Client(Client),
}

/// The transactions under way at a server.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Work {
    /// Who has locked which row.
    pub locks: Map<Row, Txn>,
    /// Who waits for a row, in the order in which they came.
    pub queue: Vec<Waiter>,
}

/// A transaction that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Waiter {
    /// Which.
    pub txn: Txn,
    /// For which row.
    pub row: Row,
    /// Whether its patience ends.
    pub timed: bool,
}

/// What a client is at.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Client {
    /// What it was asked for, if it is not done.
    pub job: Option<Job>,
    /// What it was asked for meanwhile, the oldest first.
    pub wishes: Vec<Request>,
}

/// A request under way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Job {
    /// What was asked for.
    pub request: Request,
    /// The attempt.
    pub txn: Txn,
    /// How far it is.
    pub phase: Phase,
}

/// How far an attempt is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// It has asked for the next of its rows, and has read these.
    Reading(Vec<Write>),
    /// It has read all of its rows, and computes.
    Computing(Vec<Write>),
    /// It has asked to commit.
    Committing,
    /// It pauses before the next attempt.
    Pausing,
    /// It has asked this server to add.
    Asking(NodeId),
    /// It has asked servers for their parts, and these have answered.
    Summing(Map<NodeId, u64>),
}

impl Memory {
    /// A client's, if it is one.
    pub fn client(&self) -> Option<&Client> {
        if let Self::Client(client) = self { Some(client) } else { None }
    }

    /// A server's, if it is one.
    pub fn server(&self) -> Option<&Work> {
        if let Self::Server(work) = self { Some(work) } else { None }
    }
}

impl Disk {
    /// A server's, if it is one.
    pub fn server(&self) -> Option<&Base> {
        if let Self::Server(base) = self { Some(base) } else { None }
    }
}

impl Base {
    /// Row `x`, or `y`.
    pub fn cell(&self, row: Row) -> Cell {
        self.rows.get(&row).copied().unwrap_or_default()
    }

    /// What all rows hold together.
    pub fn total(&self) -> u64 {
        self.rows.values().map(|cell| cell.value).sum()
    }

    /// What came of this wish, if it is done.
    pub fn done(&self, txn: Txn) -> Option<u64> {
        let last = self.done.get(&txn.client)?;
        (last.number >= txn.number).then_some(last.value)
    }
}
