//! What a node knows.

use super::counter::Counter;
use super::message::{Op, Outcome, Stamp};
use crate::client::{Client, Numbers};
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// What survives a crash.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disk {
    /// Of a node that never wrote, or lost its disk.
    #[default]
    Blank,
    /// Of a replica.
    Replica(ReplicaDisk),
    /// Of a client.
    Client(Numbers),
}

impl Disk {
    /// A replica's part.
    pub fn replica(&self) -> Option<&ReplicaDisk> {
        match self {
            Self::Replica(disk) => Some(disk),
            _ => None,
        }
    }
}

/// What a replica keeps on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplicaDisk {
    /// All that it knows.
    pub counter: Rc<Counter>,
    /// What each client was told last about an update, by the client's number for it.
    pub sessions: Map<NodeId, (u64, Outcome)>,
    /// When its state was written; only the last writer's flaw moves it.
    pub stamp: Stamp,
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// Of a replica: what waits for rights, first come first.
    Replica(Vec<Wait>),
    /// Of a client.
    Client(Client<Op>),
}

impl Memory {
    /// A client's part.
    pub fn client(&self) -> Option<&Client<Op>> {
        match self {
            Self::Client(client) => Some(client),
            Self::Replica(_) => None,
        }
    }

    /// What waits for rights at a replica.
    pub fn waiting(&self) -> &[Wait] {
        match self {
            Self::Replica(waiting) => waiting,
            Self::Client(_) => &[],
        }
    }
}

/// Something that is to be taken and waits for rights.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wait {
    /// Who wishes it.
    pub client: NodeId,
    /// The client's number for it.
    pub serial: u64,
    /// How much.
    pub amount: u64,
    /// Who was asked for rights.
    pub asked: Set<NodeId>,
    /// Whose answer is awaited.
    pub asking: Option<NodeId>,
}
