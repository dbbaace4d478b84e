//! What a node knows. The algorithms assume that nobody crashes: what a peer knows of the others is
//! in memory alone.

use super::message::Token;
use super::{Algorithm, MutualExclusion};
use crate::protocol::NodeId;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// A request in the order of all: first by time, then by the peer's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Its timestamp, or sequence number.
    pub time: u64,
    /// Whose it is.
    pub peer: NodeId,
}

/// What survives a crash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Disk {
    /// The storage's: the number.
    pub value: u64,
    /// The first peer's: the token is still to be taken up. Taken up once, it is never made again.
    pub token: bool,
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// The storage's: nothing.
    Storage,
    /// A peer's.
    Peer(Peer),
}

impl Memory {
    /// What a peer knows.
    pub fn peer(&self) -> Option<&Peer> {
        match self {
            Self::Peer(peer) => Some(peer),
            Self::Storage => None,
        }
    }
}

/// What a peer knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Peer {
    /// What it is at.
    pub job: Option<Job>,
    /// What it was asked for meanwhile, the oldest first.
    pub wishes: Vec<u64>,
    /// How many jobs it has begun.
    pub entries: u64,
    /// What its algorithm keeps.
    pub side: Side,
    /// What its entries cost.
    pub tally: Tally,
}

/// An addition on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Job {
    /// What is to be added.
    pub add: u64,
    /// The number of the request to be let in.
    pub number: u64,
    /// How far it has come.
    pub stage: Stage,
}

/// How far an addition has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The peer waits to be let in.
    Waiting,
    /// It is inside, and has asked for the number.
    Reading,
    /// It is inside, and has sent the new number.
    Writing {
        /// The new number.
        value: u64,
    },
}

/// What a peer keeps for its algorithm.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Lamport's.
    Lamport(Lamport),
    /// Ricart and Agrawala's.
    RicartAgrawala(RicartAgrawala),
    /// Suzuki and Kasami's.
    SuzukiKasami(SuzukiKasami),
}

/// Lamport's clock and queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lamport {
    /// The logical clock.
    pub clock: u64,
    /// The requests that have not been released, its own among them.
    pub queue: Set<Stamp>,
    /// The timestamp of the latest message of each other peer.
    pub heard: Map<NodeId, u64>,
}

/// Ricart and Agrawala's counters.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RicartAgrawala {
    /// The highest sequence number that it has seen or used.
    pub highest: u64,
    /// Who has replied to its request.
    pub replies: Set<NodeId>,
    /// Whose requests it will reply to when it is done.
    pub deferred: Map<NodeId, u64>,
}

/// Suzuki and Kasami's numbers and, at one peer, the token.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SuzukiKasami {
    /// `RN`: the number of each peer's latest request, as far as it knows.
    pub requested: Map<NodeId, u64>,
    /// The token, where it is here.
    pub token: Option<Token>,
}

impl SuzukiKasami {
    /// The number of a peer's latest request, as far as is known.
    pub fn requested(&self, peer: NodeId) -> u64 {
        self.requested.get(&peer).copied().unwrap_or_default()
    }

    /// Whether a peer's latest request is the next one that a token has to grant.
    pub fn is_owed(&self, token: &Token, peer: NodeId) -> bool {
        self.requested(peer) == token.served(peer) + 1
    }
}

/// What entries cost in messages. It is only told; no decision hangs on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tally {
    /// Messages among peers, sent and received, for the entry that is under way or was last.
    pub spent: u64,
    /// The same for all entries.
    pub messages: u64,
    /// Messages to and from the storage, for all entries.
    pub storage: u64,
    /// How many entries are over.
    pub left: u64,
}

impl Peer {
    /// A peer that has just started, perhaps with the token.
    pub(super) fn new(room: &MutualExclusion, token: bool) -> Self {
        let side = match room.algorithm {
            Algorithm::Lamport => Side::Lamport(Lamport::default()),
            Algorithm::RicartAgrawala => Side::RicartAgrawala(RicartAgrawala::default()),
            Algorithm::SuzukiKasami => {
                let token = token.then(Token::default);
                Side::SuzukiKasami(SuzukiKasami { token, ..SuzukiKasami::default() })
            }
        };
        Self { job: None, wishes: Vec::new(), entries: 0, side, tally: Tally::default() }
    }

    /// Whether it waits to be let in.
    pub fn waits(&self) -> bool {
        self.job.is_some_and(|job| job.stage == Stage::Waiting)
    }

    /// Whether it believes to be inside.
    pub fn is_inside(&self) -> bool {
        self.job.is_some_and(|job| job.stage != Stage::Waiting)
    }

    /// Whether the token is here.
    pub fn has_token(&self) -> bool {
        self.token().is_some()
    }

    /// The token, where it is here.
    pub fn token(&self) -> Option<&Token> {
        match &self.side {
            Side::SuzukiKasami(side) => side.token.as_ref(),
            Side::Lamport(_) | Side::RicartAgrawala(_) => None,
        }
    }

    /// Counts messages among peers for the entry under way.
    pub(super) fn spend(&mut self, messages: u64) {
        self.tally.spent += messages;
        self.tally.messages += messages;
    }
}
