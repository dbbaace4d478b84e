//! What nodes know.

use crate::client::Numbers;
use crate::locks::{Entry, Lease, Leases, Request, Section, Storage};
use crate::protocol::{Micros, NodeId};
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// What survives a crash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disk {
    /// The service's.
    Service(Table),
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

/// What the service keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Table {
    /// The revision of the last grant: etcd's create revision, Consul's index, the database's
    /// sequence.
    pub revision: u64,
    /// etcd's leases, Consul's sessions.
    pub leases: Leases,
    /// The keys below the lock, by their revisions; the first is the owner's. Consul and the
    /// database have one at most.
    pub keys: Map<u64, Key>,
}

/// A key, or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Whose.
    pub entry: Entry,
    /// The lease with which it goes, if it is in one.
    pub lease: Option<u64>,
    /// When it is over, on the database's wall clock, if it says so.
    pub until: Option<Micros>,
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// The service's.
    Service(Watches),
    /// The storage has nothing that is not on disk.
    Storage,
    /// A client's.
    Client(Client),
}

/// What the service remembers until it crashes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Watches {
    /// Who is told of the end of which key.
    pub of: Map<u64, Set<NodeId>>,
    /// Whether Consul's lock-delay lasts.
    pub delayed: bool,
}

/// What a client is at.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Client {
    /// Its lease, or session; a client of a database has none.
    pub lease: Lease,
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
    /// Under which name it asks for the lock.
    pub entry: Entry,
    /// How far it is.
    pub phase: Phase,
}

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// It waits for a lease.
    Opening,
    /// It has asked for the lock, at this moment of its monotonic clock.
    Acquiring(Micros),
    /// It has a key in etcd, and asks for the one before it.
    Looking,
    /// It waits for a key to go.
    Waiting {
        /// Which.
        on: u64,
        /// The revision of its own, in etcd.
        own: u64,
        /// Whether it knows that it will be told.
        watched: bool,
    },
    /// The lock is busy; it will ask again.
    Resting,
    /// It believes that it holds the lock.
    Holding(Held),
    /// The user has been told; it has asked the service to free the lock.
    Releasing,
}

/// A lock that is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    /// What is done with it.
    pub section: Section,
    /// Of a row: the number of its last renewal, and when that was asked for.
    pub renewal: (u64, Micros),
}

impl Memory {
    /// A client's, if it is one.
    pub fn client(&self) -> Option<&Client> {
        if let Self::Client(client) = self { Some(client) } else { None }
    }

    /// The service's, if it is the service's.
    pub fn watches(&self) -> Option<&Watches> {
        if let Self::Service(watches) = self { Some(watches) } else { None }
    }

    /// The critical section that a client is in.
    pub fn section(&self) -> Option<&Section> {
        match &self.client()?.job.as_ref()?.phase {
            Phase::Holding(held) => Some(&held.section),
            _ => None,
        }
    }
}

impl Disk {
    /// What the service keeps, if it is the service's.
    pub fn table(&self) -> Option<&Table> {
        if let Self::Service(table) = self { Some(table) } else { None }
    }
}
