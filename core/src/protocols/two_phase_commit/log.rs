//! The write-ahead log of a coordinator or a participant.

use crate::commit::{self, Job, Outcome, Says, Tx};
use crate::shared::Rc;
use crate::sorted::Map;

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
    /// The record of a decision.
    pub fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Commit => Self::Commit,
            Outcome::Abort => Self::Abort,
        }
    }
}

impl Says for Record {
    fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Commit => Some(Outcome::Commit),
            Self::Abort => Some(Outcome::Abort),
            Self::Begin | Self::Prepared | Self::End => None,
        }
    }
}

/// An entry of a log.
pub type Entry = commit::Entry<Record>;

/// A log: entries are only ever added.
pub type Log = commit::Log<Record>;

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
    /// Whether a transaction is prepared and not decided.
    pub fn is_in_doubt(&self, tx: Tx) -> bool {
        let mut entries = self.entries().iter().rev().filter(|entry| entry.tx == tx);
        entries.next().is_some_and(|entry| entry.record == Record::Prepared)
    }

    /// What it says of each transaction.
    pub fn standings(&self) -> Map<Tx, Standing> {
        let mut standings: Map<Tx, Standing> = Map::new();
        for entry in self.entries().iter() {
            let standing = standings.get_or_insert(entry.tx, Standing::default());
            standing.job = standing.job.take().or_else(|| entry.job.clone());
            standing.outcome = standing.outcome.or(entry.record.outcome());
            standing.ended |= entry.record == Record::End;
        }
        standings
    }
}
