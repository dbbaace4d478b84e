//! Why a step did what it did, as data; the words are in `reasons`.

use super::state::Key;
use crate::locks::{Entry, Inside, Overdue, Request, Served};
use crate::protocol::{Micros, NodeId};

/// A reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// A client asks for a lease.
    Opens,
    /// A client has a lease.
    HasLease(u64),
    /// A client says that it is there.
    Keeps,
    /// A client's lease lasts longer.
    Extends(Micros),
    /// A client hears that its lease, or its row, is not there any more.
    HasLost,
    /// A client's connection to the service is broken.
    IsCutOff,
    /// A client asks for the lock.
    Asks(Entry),
    /// A client will see to a request later.
    Queues(Request),
    /// A client is not the first.
    Looks(u64),
    /// A client waits for this key to go.
    Watches(u64),
    /// A client will be told.
    WillBeTold(u64),
    /// What a client waits for is gone: it looks again.
    Wakes(u64),
    /// What a client waits for is gone: it takes the lock with its own key.
    Jumps(u64),
    /// A client finds no key of its own.
    FindsNothing(Entry),
    /// A client hears that the lock is busy, and will ask again.
    Rests,
    /// A client has the lock.
    Enters {
        /// The key's revision.
        revision: u64,
        /// The token that it will show.
        token: u64,
    },
    /// A client hears that the lock is busy, and leaves it at that.
    Leaves,
    /// A client has waited long enough for the lock.
    GivesUp,
    /// What a client does in the critical section.
    Inside(Inside),
    /// A client frees the lock.
    Releases(Entry),
    /// A client is done with the lock.
    IsFree,
    /// A client is back from a crash.
    Forgets(u64),
    /// What arrives is of no use any more.
    Ignores(NodeId),
    /// The service grants a lease.
    Grants {
        /// Which.
        lease: u64,
        /// To whom.
        client: NodeId,
    },
    /// The service puts a key.
    Puts {
        /// At this revision.
        revision: u64,
        /// Which.
        key: Key,
    },
    /// The service finds the client's key there already.
    Finds(Entry),
    /// The service leaves the lock to its owner.
    Refuses {
        /// Who asked.
        entry: Entry,
        /// Who has it.
        owner: Entry,
    },
    /// Consul gives the lock to nobody yet.
    Delays(Entry),
    /// The database lets a row end later.
    Prolongs(Entry),
    /// The database finds no row of this owner.
    Misses(Entry),
    /// A key goes.
    Removes {
        /// Its revision.
        revision: u64,
        /// Whose it was.
        owner: Entry,
        /// How many are told.
        told: u64,
    },
    /// Nothing was heard of a client for too long.
    Expires {
        /// Its lease.
        lease: u64,
        /// Whose.
        client: NodeId,
    },
    /// The lease is not there.
    KnowsNot(u64),
    /// Consul's lock-delay begins.
    StartsDelay(Micros),
    /// Consul's lock-delay is over.
    EndsDelay,
    /// The database deletes a row that is over.
    Sweeps(Entry),
    /// The service is back.
    Returns {
        /// With so many leases.
        leases: u64,
    },
    /// The service keeps the lock for an owner of which it has heard nothing for too long.
    Overdue(Overdue),
    /// What the storage did.
    Served(Served),
}

/// The names of all notes; a test holds the list to what the scenarios reach.
pub(super) const NAMES: &[&str] = &[
    "Opens",
    "HasLease",
    "Keeps",
    "Extends",
    "HasLost",
    "IsCutOff",
    "Asks",
    "Queues",
    "Looks",
    "Watches",
    "WillBeTold",
    "Wakes",
    "Jumps",
    "FindsNothing",
    "Rests",
    "Enters",
    "Leaves",
    "GivesUp",
    "Inside",
    "Releases",
    "IsFree",
    "Forgets",
    "Ignores",
    "Grants",
    "Puts",
    "Finds",
    "Refuses",
    "Delays",
    "Prolongs",
    "Misses",
    "Removes",
    "Expires",
    "KnowsNot",
    "StartsDelay",
    "EndsDelay",
    "Sweeps",
    "Returns",
    "Overdue",
    "Served",
];
