//! What is said, and to whom.

use crate::protocol::NodeId;
use crate::sorted::Map;
use alloc::vec::Vec;

/// The token, of which there is one: who has it may enter.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Token {
    /// `LN`: of each peer, the number of its request that was granted last.
    pub served: Map<NodeId, u64>,
    /// `Q`: who gets it next, the first first.
    pub queue: Vec<NodeId>,
}

impl Token {
    /// The number of a peer's request that was granted last.
    pub fn served(&self, peer: NodeId) -> u64 {
        self.served.get(&peer).copied().unwrap_or_default()
    }
}

/// What nodes say to each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Message {
    /// A peer asks another to be let in.
    Request {
        /// Its timestamp; with a token, how often the peer has asked.
        number: u64,
    },
    /// Lamport: a peer has the request in its queue.
    Acknowledge {
        /// The timestamp of this message.
        time: u64,
        /// The timestamp of the request.
        number: u64,
    },
    /// Lamport: a peer is done.
    Release {
        /// The timestamp of this message.
        time: u64,
    },
    /// Ricart and Agrawala: as far as the sender is concerned, the receiver may enter.
    Reply {
        /// The sequence number of the request.
        number: u64,
    },
    /// Suzuki and Kasami: the token.
    Privilege {
        /// The token itself.
        token: Token,
    },
    /// A peer that is inside asks the storage for the number.
    Read {
        /// The peer's entry.
        entry: u64,
    },
    /// The storage tells the number.
    Value {
        /// The peer's entry.
        entry: u64,
        /// The number.
        value: u64,
    },
    /// A peer that is inside has the storage put a number in place of the old one.
    Write {
        /// The peer's entry.
        entry: u64,
        /// The new number.
        value: u64,
    },
    /// The number is stored.
    Written {
        /// The peer's entry.
        entry: u64,
    },
}

impl Message {
    /// Whether it goes between a peer and the storage.
    pub fn is_storage(&self) -> bool {
        match self {
            Self::Read { .. } | Self::Value { .. } | Self::Write { .. } | Self::Written { .. } => {
                true
            }
            Self::Request { .. }
            | Self::Acknowledge { .. }
            | Self::Release { .. }
            | Self::Reply { .. }
            | Self::Privilege { .. } => false,
        }
    }
}

/// What a user wishes of a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Request {
    /// To enter, add this to the stored number, and leave.
    Add(u64),
}

/// What a peer tells its user, which ends the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Response {
    /// The number that it stored.
    Sum(u64),
}
