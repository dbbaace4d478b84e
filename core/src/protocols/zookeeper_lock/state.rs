//! What nodes know.

use crate::client::Numbers;
use crate::locks::{Entry, Lease, Leases, Request, Section, Storage};
use crate::protocol::NodeId;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// What survives a crash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disk {
    /// ZooKeeper's.
    Zookeeper(Tree),
    /// The storage.
    Storage(Storage),
    /// A client's: the number of its last attempt.
    Client(Numbers),
}

impl Default for Disk {
    fn default() -> Self {
        Self::Client(Numbers::default())
    }
}

/// What ZooKeeper keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tree {
    /// The number of the node that was created last.
    pub last_node: u64,
    /// The nodes below the lock, by the numbers that their names end in.
    pub nodes: Map<u64, Znode>,
    /// The sessions.
    pub sessions: Leases,
}

/// A node below the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Znode {
    /// What its name begins with.
    pub entry: Entry,
    /// The session with which it goes.
    pub session: u64,
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// ZooKeeper's.
    Zookeeper(Watches),
    /// The storage has nothing that is not on disk.
    Storage,
    /// A client's.
    Client(Client),
}

/// Who is to be told of what, once.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Watches {
    /// Of the end of which node.
    pub of: Map<u64, Set<NodeId>>,
    /// Of any change.
    pub all: Set<NodeId>,
}

/// What a client is at.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Client {
    /// Its session, kept open by pings.
    pub session: Lease,
    /// What it was asked for, if it is not done.
    pub job: Option<Job>,
    /// What it was asked for meanwhile, the oldest first.
    pub wishes: Vec<Request>,
}

/// A request under way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Job {
    /// What was asked for.
    pub request: Request,
    /// What the name of its node begins with.
    pub entry: Entry,
    /// How far it is.
    pub phase: Phase,
}

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// It waits for a session.
    Connecting,
    /// It waits for its node.
    Creating,
    /// It waits for the list of all nodes.
    Listing,
    /// Its node has this number, and it waits for another one to go.
    Waiting {
        /// Its own.
        node: u64,
        /// The other; 0 for any change.
        on: u64,
        /// Whether it knows that ZooKeeper will tell.
        watched: bool,
    },
    /// It believes that it holds the lock.
    Holding(Section),
    /// The user has been told; it has asked ZooKeeper to delete its node.
    Releasing,
}

impl Memory {
    /// A client's, if it is one.
    pub fn client(&self) -> Option<&Client> {
        if let Self::Client(client) = self { Some(client) } else { None }
    }

    /// The critical section that a client is in.
    pub fn section(&self) -> Option<&Section> {
        match &self.client()?.job.as_ref()?.phase {
            Phase::Holding(section) => Some(section),
            _ => None,
        }
    }
}

impl Disk {
    /// What ZooKeeper keeps, if it is ZooKeeper's.
    pub fn tree(&self) -> Option<&Tree> {
        if let Self::Zookeeper(tree) = self { Some(tree) } else { None }
    }
}

impl Watches {
    /// Whether somebody is to be told of the end of a node, or of any change.
    pub fn has(&self, client: NodeId, node: u64) -> bool {
        match node {
            0 => self.all.contains(&client),
            node => self.of.get(&node).is_some_and(|who| who.contains(&client)),
        }
    }
}
