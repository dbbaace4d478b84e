//! What is said, to whom, and when.

use crate::locks::{Access, Answer, Entry, Said};
use crate::protocol::Micros;

/// What nodes say to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// A client to Redis. The entry is the value that stands in the lock.
    Command {
        /// Whose, and in which attempt.
        entry: Entry,
        /// What.
        command: Command,
    },
    /// Redis to a client.
    Reply {
        /// To which attempt.
        entry: Entry,
        /// What.
        reply: Reply,
    },
    /// A client to the storage.
    Access(Access),
    /// The storage to a client.
    Answer {
        /// What was asked.
        access: Access,
        /// What it answers.
        answer: Answer,
    },
}

/// A command of Redis, or a script that it runs as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    /// `SET lock ENTRY NX PX TTL`, and the token's counter goes up if it was set.
    Set {
        /// Whether a lock that is there is left alone (`NX`).
        nx: bool,
        /// How long it lasts (`PX`); `None` for ever.
        ttl: Option<Micros>,
    },
    /// `PEXPIRE lock TTL`, whoever has it.
    Expire {
        /// How long it lasts from now on.
        ttl: Micros,
    },
    /// If the lock holds this entry, `PEXPIRE lock TTL`.
    Renew {
        /// How long it lasts from now on.
        ttl: Micros,
        /// The owner's number for it.
        number: u64,
    },
    /// `DEL lock`, if it holds this entry.
    Delete {
        /// Whether that is looked at.
        checked: bool,
    },
}

/// What Redis answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reply {
    /// The lock is set, and this is the token.
    Granted {
        /// The counter's new value.
        token: u64,
    },
    /// Somebody else has the lock.
    Busy,
    /// The lock lasts longer now.
    Renewed {
        /// The owner's number for it.
        number: u64,
    },
    /// The lock holds another entry, or is not there.
    Gone,
    /// The lock is not there any more, or was not there, or is another's.
    Deleted,
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// Of Redis: the lock's time is over.
    Expiry,
    /// Of a client: it asks for the busy lock again.
    Retry,
    /// It has waited long enough for the lock.
    Wait,
    /// It has waited long enough for an answer.
    Patience,
    /// Its work is done.
    Work,
    /// It goes on after its check.
    Use,
    /// It renews its lease.
    Watchdog,
}

impl Said for Message {
    fn access(access: Access) -> Self {
        Self::Access(access)
    }

    fn asked(&self) -> Option<Access> {
        if let Self::Access(access) = self { Some(*access) } else { None }
    }

    fn answer(access: Access, answer: Answer) -> Self {
        Self::Answer { access, answer }
    }
}
