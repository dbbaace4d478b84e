//! What nodes know.

use crate::locks::{self, Customer, Entry, Request, Section, Story};
use crate::protocol::{Micros, NodeId};
use crate::sorted::Set;
use alloc::vec::Vec;

/// What survives a crash.
pub type Disk = locks::Disk<Redis>;
/// What a crash wipes.
pub type Memory = locks::Memory<Redis, Client>;

/// The keys of Redis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Redis {
    /// The lock, if it is there.
    pub lock: Option<Lock>,
    /// The counter that tokens are drawn from.
    pub counter: u64,
}

/// A lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lock {
    /// Whose: the key's value.
    pub owner: Entry,
    /// When it ends, on Redis's wall clock, in microseconds; `None` if never.
    pub until: Option<Micros>,
}

/// What a client is at.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Client {
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
