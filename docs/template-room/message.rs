//! What is said, to whom, and when.

use super::state::Disk;

/// What nodes say to each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// The writer asks a server to store a write.
    Store {
        /// The write.
        write: Disk,
    },
    /// A server has this write on disk, or a newer one.
    Stored {
        /// The number of the write.
        number: u64,
    },
    /// A reader asks a server for what it has.
    Fetch {
        /// The reader's number for it.
        number: u64,
    },
    /// A server tells what it has.
    Fetched {
        /// The reader's number for it.
        number: u64,
        /// The newest write that the server has.
        write: Disk,
    },
}

impl Message {
    /// The number that it names.
    pub fn number(&self) -> u64 {
        match self {
            Self::Store { write } => write.number,
            Self::Stored { number } | Self::Fetch { number } | Self::Fetched { number, .. } => {
                *number
            }
        }
    }
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// A client has waited long enough for answers.
    Resend,
}

/// What a user wishes of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Request {
    /// To write this value.
    Write(u64),
    /// To read.
    Read,
}

/// What a client learned, which ends its operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Response {
    /// The write is stored.
    Written(Disk),
    /// This is the newest write that a majority told of.
    Value(Disk),
    /// Only one client writes, and this is another one.
    NotTheWriter,
}
