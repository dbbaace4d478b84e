//! What a node knows.

use super::log::Log;
use crate::client::{Client, Numbers};
use crate::commit::{Job, Outcome, Session, Tx, Wait, Work};
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// What survives a crash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Disk {
    /// Of the coordinator.
    Coordinator(CoordinatorDisk),
    /// Of a participant: its log.
    Participant(Log),
    /// Of a client.
    Client(Numbers),
}

impl Default for Disk {
    fn default() -> Self {
        Self::Coordinator(CoordinatorDisk::default())
    }
}

/// What the coordinator keeps on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CoordinatorDisk {
    /// How often it has been started.
    pub life: u32,
    /// Its log.
    pub log: Log,
}

impl Disk {
    /// The log of a coordinator or a participant.
    pub fn log(&self) -> Option<&Log> {
        match self {
            Self::Coordinator(disk) => Some(&disk.log),
            Self::Participant(log) => Some(log),
            Self::Client(_) => None,
        }
    }
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// Of the coordinator.
    Coordinator(Coordinator),
    /// Of a participant.
    Participant(Participant),
    /// Of a client.
    Client(Client<Work>),
}

impl Memory {
    /// The coordinator's part.
    pub fn coordinator(&self) -> Option<&Coordinator> {
        match self {
            Self::Coordinator(memory) => Some(memory),
            _ => None,
        }
    }

    /// A participant's part.
    pub fn participant(&self) -> Option<&Participant> {
        match self {
            Self::Participant(memory) => Some(memory),
            _ => None,
        }
    }

    /// A client's part.
    pub fn client(&self) -> Option<&Client<Work>> {
        match self {
            Self::Client(memory) => Some(memory),
            _ => None,
        }
    }
}

/// What the coordinator keeps in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coordinator {
    /// The number of the last transaction of this life.
    pub last: u32,
    /// The transactions that it has not forgotten.
    pub table: Map<Tx, Open>,
    /// What each client asked for last.
    pub sessions: Map<NodeId, Session>,
}

/// A transaction that the coordinator has not forgotten.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Open {
    /// The transaction.
    pub job: Rc<Job>,
    /// How far it is.
    pub phase: Phase,
}

/// The two phases.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// The first: votes are coming in.
    Voting {
        /// Who voted yes.
        yes: Set<NodeId>,
    },
    /// The second: it is decided, and acknowledgements are coming in.
    Telling {
        /// What was decided.
        outcome: Outcome,
        /// Who has not acknowledged it.
        missing: Set<NodeId>,
    },
}

/// What a participant keeps in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Participant {
    /// The transactions that it voted yes on and has no decision about; they hold the locks on
    /// their keys.
    pub doubt: Map<Tx, Rc<Job>>,
    /// Those of them that it has asked about.
    pub asked: Set<Tx>,
    /// The transactions that wait for locks, first come first.
    pub waiting: Vec<Wait>,
}
