//! What a node knows: a server's disk and memory, and the stock client's.

use super::log::{Ballot, Command, Log};
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
    /// The highest ballot that it has promised or accepted in: it accepts nothing lower.
    pub promised: Ballot,
    /// The last ballot that it began itself.
    pub tried: Ballot,
    /// What it accepted and what is chosen, by slot.
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
    /// What it is in the ballot that it has promised.
    pub role: Role,
    /// Who leads that ballot, as far as it knows.
    pub leader: Option<NodeId>,
    /// The last slot that it has applied. What is chosen is applied at once, so this is also
    /// the last of the slots from the first on that it knows to be chosen.
    pub applied: u64,
    /// The state machine.
    pub store: Rc<Store>,
}

/// What a server is in the ballot that it has promised; proposers have promised their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It listens to a leader, or waits for one.
    #[default]
    Follower,
    /// It asks for promises: phase 1.
    Candidate(Campaign),
    /// It proposes values: phase 2.
    Leader(Lead),
}

/// A proposer in phase 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Campaign {
    /// Who promised, itself included.
    pub promises: Set<NodeId>,
    /// For each slot the value of the highest ballot that was reported.
    pub reported: Map<u64, (Ballot, Rc<Command>)>,
}

/// A proposer in phase 2.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lead {
    /// The next slot to propose a value for.
    pub next: u64,
    /// The slots before this one were open at the last heartbeat already: acceptors that have not
    /// accepted them by the next are asked again.
    pub overdue: u64,
    /// What phase 1 leaves to be proposed, by slot.
    pub recovered: Map<u64, Recovered>,
    /// Who accepted what is proposed and not chosen, by slot.
    pub open: Map<u64, Set<NodeId>>,
    /// What clients asked for and no slot of the window is free for.
    pub queue: Vec<Rc<Command>>,
    /// The clients that wait for an answer, and the serial numbers of their operations.
    pub waiting: Map<NodeId, u64>,
}

/// What phase 1 says of a slot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recovered {
    /// This value was accepted by somebody, in this ballot and in none higher.
    Value(Ballot, Rc<Command>),
    /// Nobody of a quorum has accepted anything, though something was in a later slot.
    Gap,
}

impl ServerMemory {
    /// Whether it leads.
    pub fn leads(&self) -> bool {
        matches!(self.role, Role::Leader(_))
    }

    /// Whether it asks for promises.
    pub fn stands(&self) -> bool {
        matches!(self.role, Role::Candidate(_))
    }

    /// What it knows as a leader.
    pub fn lead(&mut self) -> Option<&mut Lead> {
        match &mut self.role {
            Role::Leader(lead) => Some(lead),
            _ => None,
        }
    }
}
