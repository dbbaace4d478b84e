//! What a node knows.

use super::config::Config;
use super::message::{Call, Entry, Outcome, Version, Wish};
use super::spec::{Key, Spec};
use crate::client::{Client, Numbers};
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// What survives a crash.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disk {
    /// Of a node that never wrote, or lost its disk.
    #[default]
    Blank,
    /// Of the router: the membership that it knows.
    Router(Option<Rc<Config>>),
    /// Of a storage node.
    Member(MemberDisk),
    /// Of the authority.
    Authority(AuthorityDisk),
    /// Of a client.
    Client(Numbers),
}

impl Disk {
    /// A storage node's part.
    pub fn member(&self) -> Option<&MemberDisk> {
        match self {
            Self::Member(disk) => Some(disk),
            _ => None,
        }
    }

    /// The authority's part.
    pub fn authority(&self) -> Option<&AuthorityDisk> {
        match self {
            Self::Authority(disk) => Some(disk),
            _ => None,
        }
    }
}

/// What a storage node keeps on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberDisk {
    /// The number that the authority gave this disk; 0 while it is blank.
    pub born: u32,
    /// How often it has been started.
    pub life: u32,
    /// The membership that it knows.
    pub config: Option<Rc<Config>>,
    /// Whether it knows that all keys are where that membership places them.
    pub settled: bool,
    /// What it holds.
    pub keys: Rc<Map<Key, Rc<Entry>>>,
    /// The keys that others are to have from it and have not confirmed.
    pub owed: Rc<Map<NodeId, Set<Key>>>,
}

/// What the authority keeps on disk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthorityDisk {
    /// The last membership that it has numbered.
    pub config: Rc<Config>,
    /// Whether all keys are in place.
    pub settled: bool,
    /// What the operator wants now; the membership is that without the dead.
    pub wanted: Spec,
    /// What the operator wants after that, change by change.
    pub queue: Vec<Spec>,
    /// Which disk each node has.
    pub births: Map<NodeId, Birth>,
    /// Who has handed over all that it held for the last membership.
    pub handed: Set<NodeId>,
    /// Who has been silent for too long.
    pub dead: Set<NodeId>,
    /// What each client was told last, by its number.
    pub sessions: Map<NodeId, (u64, Outcome)>,
}

/// Which disk a node has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Birth {
    /// Its number.
    pub born: u32,
    /// Whether the node has been heard with it.
    pub confirmed: bool,
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// Of the router: nothing.
    Router,
    /// Of a storage node.
    Member(MemberMemory),
    /// Of the authority: for how many looks each node has been silent.
    Authority(Map<NodeId, u32>),
    /// Of a client.
    Client(Client<Wish>),
}

impl Memory {
    /// A storage node's part.
    pub fn member(&self) -> Option<&MemberMemory> {
        match self {
            Self::Member(memory) => Some(memory),
            _ => None,
        }
    }

    /// A client's part.
    pub fn client(&self) -> Option<&Client<Wish>> {
        match self {
            Self::Client(memory) => Some(memory),
            _ => None,
        }
    }
}

/// What a storage node keeps in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberMemory {
    /// With a blank disk: the number that it asks with.
    pub token: u32,
    /// How many rounds of confirmation it has begun in this life.
    pub rounds: u32,
    /// How many operations it has served in this life.
    pub served: u64,
    /// What waits for copies to be confirmed, by client and number.
    pub open: Map<(NodeId, u64), Round>,
    /// The keys that it must hear about first.
    pub fetching: Map<Key, Fetching>,
    /// The keys that it has heard about in this epoch.
    pub fetched: Set<Key>,
    /// Keys written here that the membership does not count yet, where loads are bounded.
    pub news: Set<Key>,
}

/// An operation that waits for copies to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Round {
    /// Its number.
    pub number: u64,
    /// Whom to answer.
    pub from: NodeId,
    /// What is asked.
    pub call: Call,
    /// What to answer.
    pub outcome: Outcome,
    /// The version that is to be confirmed.
    pub version: Version,
    /// Who has confirmed it.
    pub copies: Set<NodeId>,
}

/// A key that a new owner must hear about before it answers for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fetching {
    /// From whom; empty if it waits for the end of the move.
    pub asked: Set<NodeId>,
    /// What waits for that, and whom to answer.
    pub calls: Vec<(NodeId, Call)>,
}
