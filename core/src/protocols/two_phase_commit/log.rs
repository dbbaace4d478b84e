//! The write-ahead log of a coordinator or a participant.

use super::job::{Job, Tx};
use crate::list::List;
use crate::sorted::Map;
use alloc::rc::Rc;
use core::fmt;

/// How a transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Outcome {
    /// It takes effect everywhere.
    Commit,
    /// It takes effect nowhere.
    Abort,
}

impl Outcome {
    /// The record that says so.
    pub fn record(self) -> Record {
        match self {
            Self::Commit => Record::Commit,
            Self::Abort => Record::Abort,
        }
    }

    /// `committed` or `aborted`.
    pub fn done(self) -> &'static str {
        match self {
            Self::Commit => "committed",
            Self::Abort => "aborted",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Commit => "commit",
            Self::Abort => "abort",
        })
    }
}

/// What an entry of a log says of its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Record {
    /// The coordinator is about to ask for votes, and knows whom: only under presumed commit.
    Begin,
    /// A participant can commit, and will do as it is told.
    Prepared,
    /// It is committed.
    Commit,
    /// It is aborted.
    Abort,
    /// The coordinator has heard from everyone that it had to hear from.
    End,
}

impl Record {
    /// The decision, if it is one.
    pub fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Commit => Some(Outcome::Commit),
            Self::Abort => Some(Outcome::Abort),
            Self::Begin | Self::Prepared | Self::End => None,
        }
    }
}

/// An entry of a log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Entry {
    /// Which transaction it is about.
    pub tx: Tx,
    /// What it says.
    pub record: Record,
    /// The transaction, where recovery needs it.
    pub job: Option<Rc<Job>>,
    /// Whether it was on disk before the step's messages left.
    pub forced: bool,
}

/// A log: entries are only ever added.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Log {
    entries: List<Rc<Entry>>,
}

/// What a log says of a transaction, all records taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The transaction, if a record has it.
    pub job: Option<Rc<Job>>,
    /// The decision.
    pub outcome: Option<Outcome>,
    /// Whether it is finished.
    pub ended: bool,
}

impl Log {
    /// The entries, in order.
    pub fn entries(&self) -> &List<Rc<Entry>> {
        &self.entries
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an entry.
    pub(super) fn push(&mut self, entry: Entry) {
        self.entries.push(Rc::new(entry));
    }

    /// Whether entries were added from this place on, all of them lazy.
    pub(super) fn is_lazy_from(&self, place: usize) -> bool {
        let mut new = self.entries.iter_from(place).peekable();
        new.peek().is_some() && new.all(|entry| !entry.forced)
    }

    /// The decision about a transaction.
    pub fn outcome(&self, tx: Tx) -> Option<Outcome> {
        let mut entries = self.entries.iter().rev().filter(|entry| entry.tx == tx);
        entries.find_map(|entry| entry.record.outcome())
    }

    /// Whether a transaction is prepared and not decided.
    pub fn is_in_doubt(&self, tx: Tx) -> bool {
        let mut entries = self.entries.iter().rev().filter(|entry| entry.tx == tx);
        entries.next().is_some_and(|entry| entry.record == Record::Prepared)
    }

    /// What it says of each transaction.
    pub fn standings(&self) -> Map<Tx, Standing> {
        let mut standings: Map<Tx, Standing> = Map::new();
        for entry in self.entries.iter() {
            let standing = standings.get_or_insert(entry.tx, Standing::default());
            standing.job = standing.job.take().or_else(|| entry.job.clone());
            standing.outcome = standing.outcome.or(entry.record.outcome());
            standing.ended |= entry.record == Record::End;
        }
        standings
    }
}
