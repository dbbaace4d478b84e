//! What nodes know.

use crate::locks::{self, Customer, Entry, Lease, Leases, Request, Section};
use crate::protocol::{Micros, NodeId};
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// What survives a crash.
pub type Disk = locks::Disk<Tree>;
/// What a crash wipes.
pub type Memory = locks::Memory<Watches, Client>;

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

/// Who is to be told of what, once.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Watches {
    /// Of the end of which node.
    pub of: Map<u64, Set<NodeId>>,
    /// Of any change.
    pub all: Set<NodeId>,
    /// When something was heard last in each session, on ZooKeeper's monotonic clock.
    pub heard: Map<u64, Micros>,
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

impl Watches {
    /// Whether somebody is to be told of the end of a node, or of any change.
    pub fn has(&self, client: NodeId, node: u64) -> bool {
        match node {
            0 => self.all.contains(&client),
            node => self.of.get(&node).is_some_and(|who| who.contains(&client)),
        }
    }
}

impl Customer for Client {
    fn section(&self) -> Option<&Section> {
        match &self.job.as_ref()?.phase {
            Phase::Holding(section) => Some(section),
            _ => None,
        }
    }

    fn section_mut(&mut self) -> Option<&mut Section> {
        match &mut self.job.as_mut()?.phase {
            Phase::Holding(section) => Some(section),
            _ => None,
        }
    }

    fn is_busy(&self) -> bool {
        self.job.is_some()
    }
}
