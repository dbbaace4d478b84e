//! What a node knows.

use super::log::{Last, Log};
use crate::client::{Client, Numbers};
use crate::commit::{Job, Session, Tx, Wait, Work};
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

    /// What a node that came back is in the dark about.
    pub fn returned(&self) -> Option<&Map<Tx, Returned>> {
        match self {
            Self::Coordinator(memory) => Some(&memory.returned),
            Self::Participant(memory) => Some(&memory.returned),
            Self::Client(_) => None,
        }
    }
}

/// What the coordinator keeps in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coordinator {
    /// The number of the last transaction of this life.
    pub last: u32,
    /// The transactions of this life that are not decided.
    pub table: Map<Tx, Open>,
    /// The transactions of earlier lives whose outcome it does not know.
    pub returned: Map<Tx, Returned>,
    /// What each client asked for last.
    pub sessions: Map<NodeId, Session>,
}

/// A transaction that the coordinator has not decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Open {
    /// The transaction.
    pub job: Rc<Job>,
    /// How far it is.
    pub phase: Phase,
}

/// The phases before the decision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// The first: votes are coming in.
    Voting {
        /// Who voted yes.
        yes: Set<NodeId>,
    },
    /// The second: all have voted yes and are being told so.
    PreCommitting {
        /// Who has not acknowledged it.
        missing: Set<NodeId>,
    },
}

/// A transaction that a node that was down in the middle of it is in the dark about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Returned {
    /// The transaction.
    pub job: Rc<Job>,
    /// What those that are back knew last, itself among them.
    pub back: Map<NodeId, Last>,
}

/// What a participant keeps in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Participant {
    /// The transactions that it voted yes on in this life and has no decision about.
    pub held: Map<Tx, Held>,
    /// Those that it voted yes on in an earlier life.
    pub returned: Map<Tx, Returned>,
    /// The transactions that wait for locks, first come first.
    pub waiting: Vec<Wait>,
}

/// A transaction that a participant voted yes on, and has been up ever since.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    /// The transaction.
    pub job: Rc<Job>,
    /// What it would know if it failed now.
    pub last: Last,
    /// From whom it expects to hear next; itself, if it has taken over.
    pub leader: NodeId,
    /// What it does.
    pub part: Part,
}

/// A participant's part in a transaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// It does as the coordinator says.
    Follows,
    /// It is the new coordinator, and collects states.
    Asks {
        /// Who has told its state, and whether that is committable.
        states: Map<NodeId, bool>,
    },
    /// It is the new coordinator, and has told those that were uncertain that all voted yes.
    PreCommits {
        /// Who has not acknowledged it.
        missing: Set<NodeId>,
    },
}
