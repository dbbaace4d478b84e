//! A server's log: entries with terms, counted from 1 as in the paper.

use crate::kv::Op;
use crate::list::List;
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::vec::Vec;
use core::fmt;

/// A place in a log and the term of the entry there; index 0 is before the first entry.
///
/// Ordered as §5.4.1 orders logs by their last entries: the later term is more up to date, and in
/// the same term the longer log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Spot {
    /// The entry's term; 0 before the first.
    pub term: u64,
    /// The entry's index; 0 before the first.
    pub index: u64,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Entry {
    /// The term of the leader that took it in.
    pub term: u64,
    /// What it does.
    pub command: Command,
}

/// What an entry does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Command {
    /// Nothing: it only begins a leader's term.
    NoOp,
    /// What stood in the log when the run began; no client waits for it.
    Given(Op),
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
    /// The operation, if it does anything.
    pub fn op(&self) -> Option<&Op> {
        match self {
            Self::NoOp => None,
            Self::Given(op) => Some(op),
            Self::Call { op, .. } => Some(op),
        }
    }

    /// The client and its number, if a client asked for it.
    pub fn origin(&self) -> Option<(NodeId, u64)> {
        match self {
            Self::Call { client, serial, .. } => Some((*client, *serial)),
            _ => None,
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.op() {
            Some(op) => op.fmt(f),
            None => f.write_str("no-op"),
        }
    }
}

/// A log. Copies share what they have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Log(List<Rc<Entry>>);

impl Log {
    /// How many entries there are, which is the index of the last one.
    pub fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries, the one with index 1 first.
    pub fn entries(&self) -> &List<Rc<Entry>> {
        &self.0
    }

    /// The entry with this index.
    pub fn get(&self, index: u64) -> Option<&Rc<Entry>> {
        self.0.get(usize::try_from(index).ok()?.checked_sub(1)?)
    }

    /// The term of the entry with this index: 0 before the first, `None` past the last.
    pub fn term_at(&self, index: u64) -> Option<u64> {
        if index == 0 { Some(0) } else { self.get(index).map(|entry| entry.term) }
    }

    /// The place of an entry that is there, or of the one before the first.
    pub fn spot(&self, index: u64) -> Spot {
        Spot { term: self.term_at(index).unwrap_or(0), index }
    }

    /// The place of the last entry.
    pub fn last(&self) -> Spot {
        self.spot(self.len())
    }

    /// The first index that holds the term of the entry with this index.
    pub fn first_of_term(&self, index: u64) -> u64 {
        let term = self.term_at(index);
        (1..=index).rev().take_while(|&i| self.term_at(i) == term).last().unwrap_or(index)
    }

    /// At most `most` entries from `index` on.
    pub fn slice(&self, index: u64, most: u16) -> Vec<Rc<Entry>> {
        let from = index.max(1) - 1;
        self.0.iter_from(from as usize).take(usize::from(most)).cloned().collect()
    }

    /// Adds an entry at the end.
    pub fn push(&mut self, entry: Rc<Entry>) {
        self.0.push(entry);
    }

    /// Keeps the first `len` entries.
    pub fn truncate(&mut self, len: u64) {
        self.0.truncate(len as usize);
    }

    /// Whether two logs are one and the same memory, which is the case whenever nothing changed.
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }

    /// How many entries two logs have in common from the start.
    pub fn common(&self, other: &Self) -> u64 {
        self.0.common(&other.0) as u64
    }
}

impl FromIterator<Entry> for Log {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        Self(entries.into_iter().map(Rc::new).collect())
    }
}
