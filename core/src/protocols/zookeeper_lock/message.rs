//! What is said, to whom, and when.

use crate::locks::{self, Entry};
use crate::shared::Rc;
use alloc::vec::Vec;

/// What nodes say to each other.
pub type Message = locks::Message<Ask, Tell>;

/// What a client asks of ZooKeeper. All but the first say in which session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ask {
    /// For a session: this one, or a new one.
    Connect {
        /// Which.
        session: Option<u64>,
    },
    /// To go on with the session.
    Ping {
        /// Which.
        session: u64,
        /// The client's number for it.
        number: u64,
    },
    /// To create an ephemeral and sequential node.
    Create {
        /// In which session.
        session: u64,
        /// What its name begins with, so that its client knows it again.
        entry: Entry,
    },
    /// For all nodes.
    List {
        /// In which session.
        session: u64,
        /// Whether to tell when one comes or goes.
        watch: bool,
    },
    /// Whether a node is there, and to tell when it goes.
    Exists {
        /// In which session.
        session: u64,
        /// Its number.
        node: u64,
    },
    /// To delete a node.
    Delete {
        /// In which session.
        session: u64,
        /// What its name begins with.
        entry: Entry,
    },
}

/// What ZooKeeper tells a client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tell {
    /// The session is open.
    Connected {
        /// Which.
        session: u64,
    },
    /// The session is over.
    Expired {
        /// Which.
        session: u64,
    },
    /// It was heard.
    Pong {
        /// The client's number for it.
        number: u64,
    },
    /// The node is there.
    Created {
        /// What its name begins with.
        entry: Entry,
        /// The number that its name ends in.
        node: u64,
    },
    /// These nodes are there, in the order of their numbers.
    Nodes(Rc<Vec<(u64, Entry)>>),
    /// Whether the node is there; if it is, its going will be told.
    Stat {
        /// Its number.
        node: u64,
        /// Whether it is.
        exists: bool,
    },
    /// What was watched has changed: the node is gone, or one of all came or went.
    Changed {
        /// The node's number; 0 for all.
        node: u64,
    },
    /// The node is deleted, or was not there.
    Deleted {
        /// What its name begins with.
        entry: Entry,
    },
}

impl Ask {
    /// The session that it is about.
    pub fn session(&self) -> Option<u64> {
        match self {
            Self::Connect { session } => *session,
            Self::Ping { session, .. }
            | Self::Create { session, .. }
            | Self::List { session, .. }
            | Self::Exists { session, .. }
            | Self::Delete { session, .. } => Some(*session),
        }
    }
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// Of ZooKeeper: the client of this session was not heard of for too long.
    Session(u64),
    /// Of a client: it says that it is there.
    Ping,
    /// It connects again.
    Reconnect,
    /// It has waited long enough for the lock.
    Wait,
    /// It has waited long enough for an answer.
    Patience,
    /// Its work is done.
    Work,
    /// It goes on after its check.
    Use,
}
