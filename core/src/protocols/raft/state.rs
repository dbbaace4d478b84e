//! What a node knows: Figure 2's state, and the stock client's.

use super::log::Log;
use crate::client::{Client, Numbers};
use crate::kv::{Op, Store};
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// What survives a crash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Disk {
    /// Of a server.
    Server(ServerDisk),
    /// Of a client.
    Client(Numbers),
}

impl Default for Disk {
    fn default() -> Self {
        Self::Server(ServerDisk::default())
    }
}

impl Disk {
    /// A server's part.
    pub fn server(&self) -> Option<&ServerDisk> {
        match self {
            Self::Server(disk) => Some(disk),
            Self::Client(_) => None,
        }
    }
}

/// What a server keeps on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ServerDisk {
    /// The latest term it has seen: currentTerm.
    pub term: u64,
    /// Whom it voted for in that term: votedFor.
    pub vote: Option<NodeId>,
    /// Its log.
    pub log: Log,
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// Of a server.
    Server(ServerMemory),
    /// Of a client.
    Client(Client<Op>),
}

impl Memory {
    /// A server's part.
    pub fn server(&self) -> Option<&ServerMemory> {
        match self {
            Self::Server(memory) => Some(memory),
            Self::Client(_) => None,
        }
    }

    /// A client's part.
    pub fn client(&self) -> Option<&Client<Op>> {
        match self {
            Self::Server(_) => None,
            Self::Client(memory) => Some(memory),
        }
    }
}

/// What a server keeps in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerMemory {
    /// What it is in its term.
    pub role: Role,
    /// Who leads its term, as far as it knows.
    pub leader: Option<NodeId>,
    /// The last index that it knows to be committed: commitIndex.
    pub commit: u64,
    /// The last index that it has applied: lastApplied.
    pub applied: u64,
    /// The state machine.
    pub store: Rc<Store>,
}

/// What a server is in its term.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It listens to a leader, or waits for one.
    #[default]
    Follower,
    /// It asks for votes.
    Candidate {
        /// Who voted for it, itself included.
        votes: Set<NodeId>,
    },
    /// It takes in operations and spreads them.
    Leader {
        /// What it knows of each server's log, by id; its own place is not used.
        peers: Vec<Progress>,
        /// The clients that wait for an answer: serial number and index of their operation.
        waiting: Map<NodeId, (u64, u64)>,
    },
}

/// What a leader knows of a follower's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Progress {
    /// The index of the next entry to send: nextIndex.
    pub next: u64,
    /// The last index at which the follower's log is known to match: matchIndex.
    pub matched: u64,
}

impl ServerMemory {
    /// Whether it leads.
    pub fn leads(&self) -> bool {
        matches!(self.role, Role::Leader { .. })
    }

    /// Whether it asks for votes.
    pub fn stands(&self) -> bool {
        matches!(self.role, Role::Candidate { .. })
    }
}
