//! What nodes know.

use crate::locks::{self, Customer, Entry, Lease, Leases, Request, Section};
use crate::protocol::{Micros, NodeId};
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// What survives a crash.
pub type Disk = locks::Disk<Table>;
/// What a crash wipes.
pub type Memory = locks::Memory<Watches, Client>;

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

/// What the service remembers until it crashes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Watches {
    /// Who is told of the end of which key.
    pub of: Map<u64, Set<NodeId>>,
    /// When something was heard last of the owner of each key: on the monotonic clock, of a row on
    /// the wall clock, by which it ends.
    pub heard: Map<u64, Micros>,
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

impl Customer for Client {
    fn section(&self) -> Option<&Section> {
        match &self.job.as_ref()?.phase {
            Phase::Holding(held) => Some(&held.section),
            _ => None,
        }
    }

    fn section_mut(&mut self) -> Option<&mut Section> {
        match &mut self.job.as_mut()?.phase {
            Phase::Holding(held) => Some(&mut held.section),
            _ => None,
        }
    }

    fn is_busy(&self) -> bool {
        self.job.is_some()
    }
}
