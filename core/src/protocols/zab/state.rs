//! What a node knows: a server's disk and memory, and a client's.

use super::history::{History, Zxid};
use super::lead::{Leading, Phase};
use super::message::{Standing, Vote};
use crate::client::{Client, Numbers};
use crate::kv::{Op, Store};
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::Map;

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
    /// The last epoch that it promised to a leader: acceptedEpoch.
    pub accepted: u64,
    /// The epoch of the last leader that it was synchronized with: currentEpoch.
    pub current: u64,
    /// Its history.
    pub history: History,
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// Of a server.
    Server(ServerMemory),
    /// Of a client.
    Client(Patron),
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
    pub fn patron(&self) -> Option<&Patron> {
        match self {
            Self::Server(_) => None,
            Self::Client(memory) => Some(memory),
        }
    }
}

/// The stock client, and what it has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Patron {
    /// The stock client.
    pub client: Client<Op>,
    /// The last transaction whose effect it may have seen.
    pub seen: Zxid,
}

/// What a server keeps in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerMemory {
    /// What it does.
    pub role: Role,
    /// The number of the last election that it took part in: the logical clock.
    pub round: u64,
    /// Its vote there.
    pub vote: Vote,
    /// How many transactions of its history it has delivered.
    pub delivered: u64,
    /// The state that these lead to.
    pub store: Rc<Store>,
    /// The clients that wait for it, and for what.
    pub waiting: Map<NodeId, Wish>,
}

/// What a client waits for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wish {
    /// The client's number for it.
    pub serial: u64,
    /// The operation.
    pub op: Rc<Op>,
}

/// What a server does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It looks for a leader.
    Looking(Looking),
    /// It has a leader.
    Following(Following),
    /// It leads, or is about to.
    Leading(Leading),
}

impl Default for Role {
    fn default() -> Self {
        Self::Looking(Looking::default())
    }
}

/// A server that looks for a leader.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Looking {
    /// The votes of this election.
    pub received: Map<NodeId, Vote>,
    /// What servers say that have a leader already.
    pub settled: Map<NodeId, Settled>,
    /// Whether a quorum agrees and it only waits for better votes.
    pub agreed: bool,
}

/// What a server says that has a leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Settled {
    /// The vote by which it decided.
    pub vote: Vote,
    /// In which election.
    pub round: u64,
    /// Whether it leads or follows.
    pub standing: Standing,
}

/// A server that has a leader.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Following {
    /// The leader.
    pub leader: NodeId,
    /// The leader's epoch; 0 until it says.
    pub epoch: u64,
    /// How far it is.
    pub stage: Stage,
    /// How many transactions of its history it knows to be committed.
    pub committed: u64,
}

/// How far a follower is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// It has turned to the leader (discovery).
    Connecting,
    /// It has accepted the epoch and gets the leader's history (synchronization).
    Syncing(History),
    /// It has acknowledged that history. UPTODATE is still to come; under a flaw the history that
    /// is to be written then is here.
    Waiting(Option<History>),
    /// It serves clients (broadcast).
    Serving,
}

impl ServerMemory {
    /// What it knows as a leader.
    pub fn leading(&self) -> Option<&Leading> {
        match &self.role {
            Role::Leading(leading) => Some(leading),
            _ => None,
        }
    }

    /// What it knows as a follower.
    pub fn following(&self) -> Option<&Following> {
        match &self.role {
            Role::Following(following) => Some(following),
            _ => None,
        }
    }

    /// Whether it is an established leader.
    pub fn leads(&self) -> bool {
        self.leading().is_some_and(|leading| leading.phase == Phase::Broadcasting)
    }

    /// Whether it looks for a leader.
    pub fn looks(&self) -> bool {
        matches!(self.role, Role::Looking(_))
    }

    /// Whether it answers clients.
    pub fn serves(&self) -> bool {
        self.leads() || self.following().is_some_and(|it| it.stage == Stage::Serving)
    }

    /// The epoch that it is in: 0 before a leader has one.
    pub fn epoch(&self) -> u64 {
        match &self.role {
            Role::Looking(_) => 0,
            Role::Following(following) => following.epoch,
            Role::Leading(leading) => leading.epoch,
        }
    }
}
