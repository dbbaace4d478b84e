//! Why a step did what it did, as data; the words are in `reasons`.

use super::state::Znode;
use crate::locks::{Entry, Inside, Overdue, Request, Served};
use crate::protocol::NodeId;

/// A reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// A client asks for a session, or to go on with one.
    Connects(Option<u64>),
    /// A client has a session.
    HasSession(u64),
    /// A client hears that its session is over.
    HasLost(u64),
    /// A client's connection is broken.
    IsCutOff,
    /// A client says that it is there.
    Pings,
    /// A client asks for a node.
    Asks(Entry),
    /// A client will see to a request later.
    Queues(Request),
    /// A client knows the number of its node, and asks who is before it.
    Looks(u64),
    /// A client's node is not there: it asks for it again.
    FindsNothing(Entry),
    /// A client asks to be told when the node before its own goes.
    Watches {
        /// The other's number.
        on: u64,
        /// Its own.
        node: u64,
    },
    /// A client will be told when any node comes or goes.
    WatchesAll(u64),
    /// A client waits: it will be told.
    Waits(u64),
    /// A client hears that the node that it waits for was gone already, and looks again.
    IsTooLate(u64),
    /// A client waits for a node that is gone.
    WaitsForNobody(u64),
    /// A client is woken, and looks again.
    Wakes(u64),
    /// A client has the lock: its node is the first.
    Enters(u64),
    /// A client has seen enough, and takes the lock.
    Jumps(u64),
    /// A client finds others before it, and leaves it at that.
    Leaves,
    /// A client has waited long enough for the lock.
    GivesUp,
    /// What a client does in the critical section.
    Inside(Inside),
    /// A client deletes its node.
    Releases(Entry),
    /// A client is done with the lock.
    IsFree,
    /// A client is back from a crash.
    Forgets(u64),
    /// What arrives is of no use any more.
    Ignores(NodeId),
    /// ZooKeeper opens a session.
    Opens {
        /// Which.
        session: u64,
        /// Whose.
        client: NodeId,
    },
    /// ZooKeeper goes on with a session.
    Resumes(u64),
    /// ZooKeeper knows nothing of a session.
    KnowsNot(u64),
    /// ZooKeeper has not heard of a session's client for too long.
    Expires {
        /// Which.
        session: u64,
        /// Whose.
        client: NodeId,
    },
    /// ZooKeeper creates a node.
    Creates {
        /// Its number.
        node: u64,
        /// What it is.
        znode: Znode,
    },
    /// A node goes.
    Removes {
        /// Its number.
        node: u64,
        /// What it was.
        znode: Znode,
        /// How many are told.
        told: u64,
    },
    /// ZooKeeper has no such node to delete.
    Misses(Entry),
    /// ZooKeeper is back.
    Returns {
        /// So many sessions get another span.
        sessions: u64,
    },
    /// The service keeps the lock for an owner of which it has heard nothing for too long.
    Overdue(Overdue),
    /// What the storage did.
    Served(Served),
}

/// The names of all notes; a test holds the list to what the scenarios reach.
pub(super) const NAMES: &[&str] = &[
    "Connects",
    "HasSession",
    "HasLost",
    "IsCutOff",
    "Pings",
    "Asks",
    "Queues",
    "Looks",
    "FindsNothing",
    "Watches",
    "WatchesAll",
    "Waits",
    "IsTooLate",
    "WaitsForNobody",
    "Wakes",
    "Enters",
    "Jumps",
    "Leaves",
    "GivesUp",
    "Inside",
    "Releases",
    "IsFree",
    "Forgets",
    "Ignores",
    "Opens",
    "Resumes",
    "KnowsNot",
    "Expires",
    "Creates",
    "Removes",
    "Misses",
    "Returns",
    "Overdue",
    "Served",
];
