//! Zxids, transactions, and a server's history of them.

use crate::kv::Op;
use crate::list::List;
use crate::protocol::NodeId;
use crate::shared::Rc;
use core::fmt;

/// The number of a transaction: the epoch of the primary that broadcast it, and its place among
/// what that primary broadcast. Ordered by epoch first; <0,0> is before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Zxid {
    /// The primary's epoch.
    pub epoch: u64,
    /// Counted from 1 in each epoch; 0 stands for the start of the epoch itself.
    pub counter: u64,
}

impl Zxid {
    /// The start of an epoch, before its first transaction.
    pub const fn start_of(epoch: u64) -> Self {
        Self { epoch, counter: 0 }
    }

    /// The transaction that a primary broadcasts next, if this was the last in its history.
    #[must_use]
    pub const fn next_in(self, epoch: u64) -> Self {
        let counter = if self.epoch == epoch { self.counter + 1 } else { 1 };
        Self { epoch, counter }
    }
}

impl fmt::Display for Zxid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{},{}>", self.epoch, self.counter)
    }
}

/// What a primary broadcasts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Transaction {
    /// Its number.
    pub zxid: Zxid,
    /// What it does.
    pub command: Command,
}

/// What a transaction does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Command {
    /// What stood in a history when the run began; no client waits for it.
    Given(Rc<Op>),
    /// What a client asked for.
    Call {
        /// Who asked.
        client: NodeId,
        /// The client's number for it.
        serial: u64,
        /// What it asked for.
        op: Rc<Op>,
    },
}

impl Command {
    /// The operation.
    pub fn op(&self) -> &Rc<Op> {
        match self {
            Self::Given(op) | Self::Call { op, .. } => op,
        }
    }

    /// The client and its number, if a client asked for it.
    pub fn origin(&self) -> Option<(NodeId, u64)> {
        match self {
            Self::Given(_) => None,
            Self::Call { client, serial, .. } => Some((*client, *serial)),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.op().fmt(f)
    }
}

/// A history: transactions in the order in which they are delivered. Copies share what they have
/// in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct History(List<Rc<Transaction>>);

impl History {
    /// How many transactions there are, which is the place of the last one, counted from 1.
    pub fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The transactions, in order.
    pub fn list(&self) -> &List<Rc<Transaction>> {
        &self.0
    }

    /// The transaction at this place.
    pub fn get(&self, place: u64) -> Option<&Rc<Transaction>> {
        self.0.get(usize::try_from(place).ok()?.checked_sub(1)?)
    }

    /// The number of the transaction at this place; that before the first at 0.
    pub fn zxid_at(&self, place: u64) -> Zxid {
        self.get(place).map_or_else(Zxid::default, |it| it.zxid)
    }

    /// The number of the last transaction.
    pub fn last(&self) -> Zxid {
        self.zxid_at(self.len())
    }

    /// The place of a transaction; 0 for the number before the first.
    pub fn place_of(&self, zxid: Zxid) -> Option<u64> {
        match zxid == Zxid::default() {
            true => Some(0),
            false => (1..=self.len()).rev().find(|&place| self.zxid_at(place) == zxid),
        }
    }

    /// The transactions behind this place, up to and with that one.
    pub fn between(&self, after: u64, last: u64) -> impl Iterator<Item = &Rc<Transaction>> {
        let count = last.saturating_sub(after) as usize;
        self.0.iter_from(after as usize).take(count)
    }

    /// Adds a transaction at the end.
    pub fn push(&mut self, transaction: Rc<Transaction>) {
        self.0.push(transaction);
    }

    /// Keeps the first `len` transactions.
    pub fn truncate(&mut self, len: u64) {
        self.0.truncate(len as usize);
    }

    /// Whether two histories are one and the same memory, as they are while nothing changes.
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }

    /// How many transactions two histories have in common from the start.
    pub fn common(&self, other: &Self) -> u64 {
        self.0.common(&other.0) as u64
    }
}

impl FromIterator<Rc<Transaction>> for History {
    fn from_iter<I: IntoIterator<Item = Rc<Transaction>>>(transactions: I) -> Self {
        Self(transactions.into_iter().collect())
    }
}
