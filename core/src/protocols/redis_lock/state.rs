//! What nodes know.

use super::message::Reply;
use crate::locks::{self, Customer, Entry, Late, Request, Section, Story};
use crate::protocol::{Micros, NodeId};
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// What survives a crash.
pub type Disk = locks::Disk<File>;
/// What a crash wipes.
pub type Memory = locks::Memory<Server, Client>;

/// What a server keeps on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// Redis: the append-only file, and its configuration.
    Redis {
        /// What it holds.
        keys: Redis,
        /// Of whom it is a replica (`replicaof`); a master of nobody.
        of: Option<NodeId>,
    },
    /// A sentinel: its configuration, which it rewrites.
    Sentinel(Conf),
}

/// What a server knows until it crashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Server {
    /// Redis.
    Redis(Instance),
    /// A sentinel.
    Sentinel(Sentinel),
}

/// The keys of Redis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Redis {
    /// The lock, if it is there.
    pub lock: Option<Lock>,
    /// The counter that tokens are drawn from.
    pub counter: u64,
    /// How many changes there have been, where there are replicas: the replication offset.
    pub offset: u64,
}

/// An instance of Redis.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instance {
    /// What it holds.
    pub keys: Redis,
    /// Of whom it is a replica; a master of nobody.
    pub of: Option<NodeId>,
    /// Of a replica: whether it has its master's keys, and hears of all changes.
    pub synced: bool,
    /// Of a master: its replicas, and the offset that each has acknowledged.
    pub replicas: Map<NodeId, u64>,
    /// Of a master: answers that wait for replicas.
    pub owed: Vec<Owed>,
}

/// An answer that waits for replicas to have what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owed {
    /// For which attempt.
    pub entry: Entry,
    /// What.
    pub reply: Reply,
    /// The offset that replicas have to acknowledge.
    pub offset: u64,
}

/// A sentinel's configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Conf {
    /// The newest epoch that it has heard of.
    pub epoch: u64,
    /// For whom it has voted, in which epoch.
    pub vote: Option<(u64, NodeId)>,
    /// The epoch of the failover that made the master one.
    pub since: u64,
    /// The master.
    pub master: NodeId,
}

/// A sentinel.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sentinel {
    /// What it keeps.
    pub conf: Conf,
    /// Since when each instance owes it an answer, on its monotonic clock.
    pub silent: Map<NodeId, Micros>,
    /// Of whom each instance said last that it is a replica, and its offset.
    pub said: Map<NodeId, (Option<NodeId>, u64)>,
    /// Since when an instance does not do what it should.
    pub astray: Map<NodeId, Micros>,
    /// Whether it has found the master down.
    pub down: bool,
    /// The other sentinels that say so, too.
    pub agree: Set<NodeId>,
    /// The failover that it has begun.
    pub failover: Option<Failover>,
    /// Until when it leaves failovers to others.
    pub rests: Micros,
}

/// A failover.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Failover {
    /// Its epoch.
    pub epoch: u64,
    /// When it began.
    pub at: Micros,
    /// Who has voted for the one that does it.
    pub votes: Set<NodeId>,
    /// The replica that is to become the master, once it has been elected.
    pub chosen: Option<NodeId>,
}

/// A lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lock {
    /// Whose: the key's value.
    pub owner: Entry,
    /// When it ends, on Redis's wall clock, in microseconds; `None` if never.
    pub until: Option<Micros>,
    /// When it was set, or made longer, on the same clock.
    pub since: Micros,
    /// Whether its owner has taken it once more.
    pub twice: bool,
}

/// What a client is at.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Client {
    /// Which instance it takes for the master, where there are replicas.
    pub master: NodeId,
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
    /// How far it is.
    pub phase: Phase,
}

/// How far a request is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// It has asked Redis for the lock.
    Asking {
        /// Under this name.
        entry: Entry,
        /// When, on its monotonic clock: the lease counts from there.
        at: Micros,
        /// Which instances have set it, and which have not.
        votes: Votes,
        /// The token that came with it, from a single instance.
        token: u64,
    },
    /// The lock was busy; it will ask again.
    Resting,
    /// It believes that it holds the lock.
    Holding(Held),
    /// The user has been told; it has asked Redis to delete the lock.
    Releasing {
        /// Whose lock.
        entry: Entry,
        /// When the lock ends anyway, on its monotonic clock.
        until: Micros,
        /// Which instances have answered.
        votes: Votes,
    },
}

/// What instances of Redis said to one question.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Votes {
    /// Those that said yes.
    pub yes: Set<NodeId>,
    /// Those that said no.
    pub no: Set<NodeId>,
}

/// A lock that is held.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    /// What is done with it.
    pub section: Section,
    /// How often it was renewed, and when the last renewal was asked for.
    pub renewal: (u64, Micros),
    /// What instances said to the last renewal.
    pub votes: Votes,
}

/// What only invariants see.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// The accesses that the storage accepted.
    pub story: Story,
    /// What Redis kept for too long.
    pub late: Late,
    /// Which sentinel was elected in which epoch.
    pub elected: Map<u64, NodeId>,
}

impl Server {
    /// The instance, if it is one.
    pub fn redis(&self) -> Option<&Instance> {
        if let Self::Redis(instance) = self { Some(instance) } else { None }
    }
}

impl Job {
    /// The entry under which Redis may know of it.
    pub fn entry(&self) -> Option<Entry> {
        match &self.phase {
            Phase::Asking { entry, .. } | Phase::Releasing { entry, .. } => Some(*entry),
            Phase::Holding(held) => Some(held.section.entry),
            Phase::Resting => None,
        }
    }
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
