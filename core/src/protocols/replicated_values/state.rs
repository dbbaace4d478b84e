//! What a node knows.

use super::clock::Hybrid;
use super::content::State;
use super::message::{Op, Outcome};
use super::vector::Context;
use crate::client::{Client, Numbers};
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::Map;

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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplicaDisk {
    /// All that it knows.
    pub state: Rc<State>,
    /// Its hybrid clock; where there is none, when it last stamped something.
    pub clock: Hybrid,
    /// What each client was told last about an update, by the client's number for it.
    pub sessions: Map<NodeId, (u64, Outcome)>,
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// A replica has nothing to forget.
    Replica,
    /// Of a client.
    Client(Client<Op>, Context),
}

impl Memory {
    /// A client's part.
    pub fn client(&self) -> Option<&Client<Op>> {
        match self {
            Self::Client(client, _) => Some(client),
            Self::Replica => None,
        }
    }
}
