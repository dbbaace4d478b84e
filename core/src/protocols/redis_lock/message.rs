//! What is said, to whom, and when.

use super::state::{Conf, Lock, Redis};
use crate::locks::{Access, Answer, Entry, Said};
use crate::protocol::{Micros, NodeId};

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
    /// Between instances of Redis, in a stream.
    Link(Link),
    /// To a sentinel, or from it.
    Watch(Watch),
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
    /// If the lock holds this entry, it is held twice (`HINCRBY`), and lasts longer.
    Nest {
        /// How long it lasts from now on; `None` for ever.
        ttl: Option<Micros>,
    },
    /// If the lock holds this entry, it is held once.
    Unnest,
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
    /// The lock is held twice.
    Nested,
    /// It is a replica, and takes no writes (`READONLY`).
    ReadOnly,
}

/// What instances of Redis say to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// A replica asks for everything (`PSYNC ? -1`).
    Psync,
    /// Everything (`FULLRESYNC`).
    Full(Redis),
    /// A change, as the master made it.
    Change {
        /// What it is.
        change: Change,
        /// The master's offset after it.
        offset: u64,
        /// Whether the replica is to acknowledge it (`REPLCONF GETACK`).
        ack: bool,
    },
    /// A replica has all changes up to this offset (`REPLCONF ACK`).
    Ack(u64),
}

/// A change of Redis's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// `SET lock ENTRY PXAT UNTIL`, and the counter's new value.
    Set(Lock, u64),
    /// `PEXPIREAT lock UNTIL`.
    Expire(Micros),
    /// `DEL lock`: an owner or the lock's end did that.
    Delete,
}

/// What is said to a sentinel or by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Watch {
    /// A sentinel asks Redis whether it lives, and as what (`PING`, `INFO`).
    Ping,
    /// Redis answers.
    Pong {
        /// Of whom it is a replica; a master of nobody.
        of: Option<NodeId>,
        /// Its replication offset.
        offset: u64,
    },
    /// A sentinel tells Redis to be a replica, or a master (`REPLICAOF`, `REPLICAOF NO ONE`).
    ReplicaOf(Option<NodeId>),
    /// A sentinel asks another whether the master is down (`SENTINEL is-master-down-by-addr`).
    IsDown {
        /// Which it is.
        master: NodeId,
        /// The sentinel's epoch.
        epoch: u64,
        /// Whether it asks for a vote.
        elects: bool,
    },
    /// A sentinel answers.
    Verdict {
        /// Whether it finds that one down.
        down: bool,
        /// For whom it has voted, in which epoch.
        vote: Option<(u64, NodeId)>,
    },
    /// What a sentinel knows, for others.
    Hello(Conf),
    /// A client asks which instance is the master (`SENTINEL get-master-addr-by-name`).
    WhoIs,
    /// A sentinel answers.
    Master(NodeId),
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
    /// Of a replica: it asks for its master's keys again.
    Relink,
    /// Of a sentinel: it looks after all instances.
    Ping,
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
