//! Why a step did what it did, as data; the words are in `reasons`.

use crate::locks::{Entry, Inside, Overdue, Request, Served};
use crate::protocol::{Micros, NodeId};

/// A reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// A client asks for the lock.
    Asks(Entry),
    /// A client will see to a request later.
    Queues(Request),
    /// A client has the lock.
    Enters {
        /// With this token.
        token: u64,
        /// For so long.
        lease: Micros,
    },
    /// So many instances have said yes so far, which does not decide it.
    Counts(u64),
    /// A majority has said yes when the lease was over already.
    TookTooLong,
    /// A client hears that the lock is busy, and will ask again.
    Rests,
    /// A client hears that the lock is busy, and leaves it at that.
    Leaves,
    /// A client has waited long enough for the lock.
    GivesUp,
    /// What a client does in the critical section.
    Inside(Inside),
    /// A client deletes the lock.
    Releases(Entry),
    /// A client is done with the lock.
    IsFree,
    /// A client had no answer, and asks again.
    AsksAgain,
    /// A client had no answer, and the lock ends by itself.
    LetsItEnd,
    /// A client asks for a longer lease.
    Renews,
    /// A client has a longer lease.
    Extends(Micros),
    /// A client hears that the lock is not its own any more.
    HasLost,
    /// A client is back from a crash.
    Forgets(u64),
    /// What arrives is of no use any more.
    Ignores(NodeId),
    /// Redis sets the lock.
    Sets {
        /// For this entry.
        entry: Entry,
        /// In place of this one.
        over: Option<Entry>,
        /// With this token.
        token: u64,
    },
    /// Redis leaves the lock to its owner.
    Refuses {
        /// Who asked.
        entry: Entry,
        /// Who has it.
        owner: Entry,
    },
    /// Redis gives the lock an end.
    Prolongs(Entry),
    /// Redis deletes the lock.
    Deletes {
        /// Whose it was.
        owner: Entry,
        /// Who asked.
        entry: Entry,
    },
    /// Redis lets an owner have its lock once more, or once less.
    Nests {
        /// Whose.
        owner: Entry,
        /// Whether it is held twice now.
        twice: bool,
    },
    /// Redis leaves a lock alone that the one who asks does not own.
    Spares(Entry),
    /// The lock's time is over.
    Expires(Entry),
    /// Redis is back.
    Returns {
        /// With this lock.
        lock: Option<Entry>,
    },
    /// A client asks a sentinel which instance is the master.
    AsksWho,
    /// A client hears of another master.
    Turns(NodeId),
    /// A client hears that the instance that it asked is no master.
    IsReadOnly,
    /// A replica takes no writes.
    TakesNoWrites(Entry),
    /// Something that instances of Redis do with each other.
    Linked(Linked),
    /// What a sentinel does.
    Watches(Watches),
    /// The service keeps the lock for an owner of which it has heard nothing for too long.
    Overdue(Overdue),
    /// What the storage did.
    Served(Served),
}

/// What masters and replicas do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Linked {
    /// A replica asks for its master's keys.
    Links(NodeId),
    /// A master has a replica.
    Feeds(NodeId),
    /// A replica has its master's keys now, and its own are gone.
    Copies {
        /// The lock that it had and its master has not.
        loses: Option<Entry>,
    },
    /// A replica does what its master did, at this offset.
    Follows(u64),
    /// A master holds an answer until so many replicas have what it says.
    Holds(u64),
    /// Enough replicas have it.
    IsKept(Entry),
    /// The stream to another instance is broken.
    Loses(NodeId),
    /// It becomes the master, with this lock.
    IsPromoted(Option<Entry>),
    /// It becomes a replica.
    IsDemoted(NodeId),
}

/// What a sentinel does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Watches {
    /// It looks after all instances.
    Pings,
    /// It finds the master down.
    FindsDown(NodeId),
    /// It hears of the master again.
    FindsUp(NodeId),
    /// Enough sentinels find the master down: it asks for votes, in this epoch.
    Stands(u64),
    /// It has voted.
    Votes {
        /// For whom.
        sentinel: NodeId,
        /// In which epoch.
        epoch: u64,
    },
    /// It is asked for a vote that it has given already.
    HasVoted(NodeId),
    /// It is elected, in this epoch.
    Leads(u64),
    /// It picks a replica, with this offset.
    Picks {
        /// Which.
        replica: NodeId,
        /// Its replication offset.
        offset: u64,
    },
    /// No replica can be had.
    FindsNone,
    /// It gives up a failover.
    Abandons,
    /// The master is another one now.
    Switches(NodeId),
    /// It hears of another master.
    Learns(NodeId),
    /// It tells an instance to follow the master.
    Corrects(NodeId),
}

/// The names of all notes; a test holds the list to what the scenarios reach.
pub(super) const NAMES: &[&str] = &[
    "Asks",
    "Queues",
    "Enters",
    "Counts",
    "TookTooLong",
    "Rests",
    "Leaves",
    "GivesUp",
    "Inside",
    "Releases",
    "IsFree",
    "AsksAgain",
    "LetsItEnd",
    "Renews",
    "Extends",
    "HasLost",
    "Forgets",
    "Ignores",
    "Sets",
    "Refuses",
    "Prolongs",
    "Deletes",
    "Nests",
    "Spares",
    "Expires",
    "Returns",
    "AsksWho",
    "Turns",
    "IsReadOnly",
    "TakesNoWrites",
    "Linked",
    "Watches",
    "Overdue",
    "Served",
];
