//! What is said, to whom, and when.

use super::HashRing;
use super::config::Config;
use super::spec::{Change, Key, Reason};
use crate::kv::{Answer, Op, Session, Value};
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::Map;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Which write a copy is of: its owner's epoch, and how many writes the key has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The epoch of the owner that wrote it.
    pub epoch: u64,
    /// How many writes there were before it, and itself.
    pub count: u64,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.epoch, self.count)
    }
}

/// What is kept for a key. What clients did last moves with it, so that nothing runs twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// Which write it is of.
    pub version: Version,
    /// The value; `None` if the key was written in vain, as by a `cas` on nothing.
    pub value: Option<Value>,
    /// What each client wrote to this key last.
    pub sessions: Map<NodeId, Session>,
}

/// A key with what is kept for it; `None` if nothing is.
pub type Item = (Key, Option<Rc<Entry>>);

/// An operation on its way to the owner of its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call {
    /// Who asked for it.
    pub client: NodeId,
    /// The client's number for it.
    pub serial: u64,
    /// The operation.
    pub op: Rc<Op>,
}

/// What a client wishes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wish {
    /// Something about a key.
    Op(Op),
    /// Something about the membership.
    Change(Change),
}

/// What came of a wish.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The operation is done; the version that was written or read.
    Done(Answer, Version),
    /// The change has this number; 0 if it waits for a move to end.
    Numbered(u64),
    /// The change is refused.
    Refused(Reason),
}

/// What a client learned, which ends its wish.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Response {
    /// The client's number for it.
    pub serial: u64,
    /// The wish.
    pub wish: Rc<Wish>,
    /// What came of it.
    pub outcome: Outcome,
}

/// What nodes say to each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Message {
    /// A client asks the router, or a node.
    Request { serial: u64, op: Rc<Op> },
    /// A client asks the authority.
    Change { serial: u64, change: Change },
    /// A client is told what came of its wish.
    Reply { serial: u64, outcome: Outcome },
    /// A node sends a client to the owner of the key.
    Redirect { serial: u64, to: Option<NodeId> },
    /// The router passes an operation on to the key's owner.
    Route { config: Rc<Config>, call: Call },
    /// The owner tells the router what came of it.
    Done { client: NodeId, serial: u64, outcome: Outcome },
    /// A node does not own the key, and says by which membership.
    NotOwner { config: Rc<Config>, call: Call },
    /// An owner has its copies confirmed, with what it wrote if it did.
    Replicate { config: Rc<Config>, item: Item, round: u64 },
    /// The copy is on disk.
    Stored { epoch: u64, key: Key, version: Version, round: u64 },
    /// Keys move to their new holder.
    Move { config: Rc<Config>, items: Vec<Item> },
    /// They are on disk there.
    Moved { epoch: u64, keys: Vec<(Key, Version)> },
    /// A new owner needs a key at once.
    Fetch { config: Rc<Config>, key: Key },
    /// What a former holder has of it.
    Fetched { epoch: u64, item: Item },
    /// A node lets the authority hear from it, and whether it has handed over all that it had to.
    Alive { born: u32, epoch: u64, settled: bool, handed: bool, news: Vec<Key> },
    /// A node with a blank disk asks to be taken in.
    Blank { token: u32 },
    /// The authority hands a blank node a number to ask with.
    Challenge { token: u32 },
    /// The authority has taken a blank node in.
    Welcome { token: u32 },
    /// A membership, and whether all its keys are in place.
    Map { config: Rc<Config>, settled: bool },
    /// Somebody lacks the membership.
    AskMap,
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// The authority is due to hear from a node.
    Alive,
    /// What was not confirmed is due to be sent again.
    Resend,
    /// The authority looks who has been silent.
    Watch,
    /// A client has waited long enough for an answer.
    Retry,
}

impl Message {
    /// The epoch that it belongs to, if any.
    pub fn epoch(&self) -> Option<u64> {
        match self {
            Self::Route { config, .. }
            | Self::NotOwner { config, .. }
            | Self::Replicate { config, .. }
            | Self::Move { config, .. }
            | Self::Fetch { config, .. }
            | Self::Map { config, .. } => Some(config.epoch),
            Self::Stored { epoch, .. }
            | Self::Moved { epoch, .. }
            | Self::Fetched { epoch, .. }
            | Self::Alive { epoch, .. } => Some(*epoch),
            _ => None,
        }
    }

    /// The first key that it is about.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Request { op, .. } => Some(op.key()),
            Self::Route { call, .. } | Self::NotOwner { call, .. } => Some(call.op.key()),
            Self::Replicate { item, .. } | Self::Fetched { item, .. } => Some(&item.0),
            Self::Move { items, .. } => items.first().map(|item| &*item.0),
            Self::Moved { keys, .. } => keys.first().map(|(key, _)| &**key),
            Self::Stored { key, .. } | Self::Fetch { key, .. } => Some(key),
            _ => None,
        }
    }
}

impl Change {
    /// In the words of the scenario language.
    pub(super) fn told(&self, room: &HashRing) -> String {
        match self {
            Self::Join(id, 1) => format!("join {}", room.name(*id)),
            Self::Join(id, weight) => format!("weight {} {weight}", room.name(*id)),
            Self::Leave(id) => format!("leave {}", room.name(*id)),
            Self::Split(key, id) => format!("split {key} {}", room.name(*id)),
            Self::Merge(key) => format!("merge {key}"),
            Self::Give(key, id) => format!("give {key} {}", room.name(*id)),
        }
    }
}

impl Wish {
    /// In the words of the scenario language.
    pub(super) fn told(&self, room: &HashRing) -> String {
        match self {
            Self::Op(op) => format!("{op}"),
            Self::Change(change) => change.told(room),
        }
    }
}
