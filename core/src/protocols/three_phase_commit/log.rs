//! The write-ahead log of a coordinator or a participant.

use crate::commit::{self, COORDINATOR, Job, Outcome, Says, Tx};
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::{Map, Set};

/// What an entry of a log says of its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Record {
    /// The coordinator is about to ask for votes, and knows whom.
    Start,
    /// A participant can commit: it is uncertain from here on.
    Yes,
    /// All have voted yes: who knows that is committable.
    PreCommit,
    /// This node was found to have failed.
    Lost(NodeId),
    /// It is committed.
    Commit,
    /// It is aborted.
    Abort,
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
            Self::Start | Self::Yes | Self::PreCommit | Self::Lost(_) => None,
        }
    }
}

/// An entry of a log.
pub type Entry = commit::Entry<Record>;

/// A log: entries are only ever added.
pub type Log = commit::Log<Record>;

/// What a node that comes back last knew of a transaction that it had not decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Last {
    /// Whether it knew that all had voted yes.
    pub committable: bool,
    /// Those that it had not found to have failed, itself among them: Skeen's up-set.
    pub up: Set<NodeId>,
}

/// What a log says of a transaction, all records taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The transaction, if a record has it.
    pub job: Option<Rc<Job>>,
    /// What it says beside the decision.
    pub last: Last,
    /// The decision.
    pub outcome: Option<Outcome>,
}

/// All that have a say in a transaction: who takes part, and the coordinator.
pub(super) fn cohort(job: &Job) -> Set<NodeId> {
    job.members.iter().copied().chain([COORDINATOR]).collect()
}

impl Log {
    /// What it says of each transaction.
    pub fn standings(&self) -> Map<Tx, Standing> {
        let mut standings: Map<Tx, Standing> = Map::new();
        for entry in self.entries().iter() {
            let standing = standings.get_or_insert(entry.tx, Standing::default());
            if let Some(job) = &entry.job {
                standing.last.up = cohort(job);
                standing.job = Some(job.clone());
            }
            match entry.record {
                Record::PreCommit => standing.last.committable = true,
                Record::Lost(node) => drop(standing.last.up.remove(&node)),
                record => standing.outcome = standing.outcome.or(record.outcome()),
            }
        }
        standings
    }

    /// The transactions that it leaves open, and what it says of them.
    pub fn open(&self) -> Map<Tx, (Rc<Job>, Last)> {
        let standings = self.standings();
        let open = standings.iter().filter(|(_, it)| it.outcome.is_none());
        open.filter_map(|(&tx, it)| Some((tx, (it.job.clone()?, it.last.clone())))).collect()
    }
}
