//! What is said, to whom, and when.

use crate::locks::{self, Entry};

/// What nodes say to each other.
pub type Message = locks::Message<Ask, Tell>;

/// What a client asks of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ask {
    /// For a lease (etcd), a session (Consul).
    Open,
    /// To keep it: keep-alive, or renew.
    Keep {
        /// Which.
        lease: u64,
        /// The client's number for it.
        number: u64,
    },
    /// For the lock: a transaction that puts a key if it is not there, a `PUT` with `acquire`, an
    /// `INSERT`.
    Acquire {
        /// In which lease.
        lease: Option<u64>,
        /// Under which name.
        entry: Entry,
    },
    /// To let a row end later.
    Extend {
        /// Whose.
        entry: Entry,
        /// The client's number for it.
        number: u64,
    },
    /// For the key before its own.
    Before {
        /// Whose.
        entry: Entry,
    },
    /// To be told when a key goes: a watch, a blocking query.
    Watch {
        /// Which.
        on: u64,
        /// Whether a key that is gone already counts: the watch begins where the client looked.
        from: bool,
    },
    /// To free the lock, or to leave the queue.
    Free {
        /// Whose.
        entry: Entry,
        /// Whether that is looked at.
        checked: bool,
    },
}

/// What the service tells a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tell {
    /// It has this lease.
    Opened {
        /// Which.
        lease: u64,
    },
    /// The lease, or the row, lasts longer now.
    Kept {
        /// The client's number for it.
        number: u64,
    },
    /// The lease is not there, or over.
    Ended {
        /// Which.
        lease: u64,
    },
    /// The row is not the client's.
    Lost {
        /// Whose it would be.
        entry: Entry,
    },
    /// Its key is there.
    Placed {
        /// Whose.
        entry: Entry,
        /// The key's revision: the token.
        revision: u64,
        /// Whether it is the first, which is the lock.
        first: bool,
    },
    /// The lock is another's, or nobody's for the time of a lock-delay.
    Busy {
        /// The other's revision.
        on: Option<u64>,
    },
    /// The key before the client's own.
    Next {
        /// Its revision; `None` if the client's is the first.
        on: Option<u64>,
        /// The client's own.
        revision: u64,
    },
    /// The client has no key.
    Missing {
        /// Whose it would be.
        entry: Entry,
    },
    /// It will be told of the key.
    Watching {
        /// Which.
        on: u64,
    },
    /// The key is gone.
    Gone {
        /// Which.
        on: u64,
    },
    /// The lock is not the client's any more.
    Freed {
        /// Whose.
        entry: Entry,
    },
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// Of the service: nothing was heard of a lease's owner for too long.
    Lease(u64),
    /// Of Consul: the lock-delay is over.
    Delay,
    /// Of the database: to delete what is over.
    Sweep,
    /// Of a client: to say that it is there.
    Keep,
    /// To connect again.
    Reconnect,
    /// To ask for the busy lock again.
    Retry,
    /// It has waited long enough for the lock.
    Wait,
    /// It has waited long enough for an answer of the storage.
    Patience,
    /// Its work is done.
    Work,
    /// It goes on after its check.
    Use,
}
