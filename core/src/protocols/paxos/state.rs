//! What a node knows: what §2.5 keeps in stable storage, and what a crash may take.

use super::message::{Ballot, Proposal, Value};
use crate::protocol::NodeId;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// What survives a crash. Each part of a node writes only what is its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Disk {
    /// A proposer's: the highest round that it has used.
    pub round: u64,
    /// An acceptor's: the highest ballot that it has answered.
    pub promised: Option<Ballot>,
    /// An acceptor's: the highest-numbered proposal that it has accepted.
    pub accepted: Option<Proposal>,
}

/// What a crash wipes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Memory {
    /// A proposer's: what it is doing.
    pub phase: Phase,
    /// A proposer's: the wishes that it has not answered.
    pub wishes: Vec<Wish>,
    /// A proposer's: the highest round that it was refused for.
    pub heard: u64,
    /// A proposer's: how often it was refused.
    pub refusals: u32,
    /// A learner's: who accepted what, until it knows.
    pub tallies: Map<Proposal, Set<NodeId>>,
    /// What it knows to be chosen.
    pub known: Option<Proposal>,
}

/// A wish that waits for a choice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wish {
    /// The value to propose; `None` where only what is chosen is to be found out.
    pub value: Option<Value>,
    /// The proposer that passed it on; `None` for the user.
    pub from: Option<NodeId>,
}

/// What a proposer is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Nothing.
    #[default]
    Idle,
    /// Phase 1: it collects promises.
    Preparing {
        /// Its ballot.
        ballot: Ballot,
        /// What those who promised had accepted.
        promises: Map<NodeId, Option<Proposal>>,
    },
    /// Phase 2: it collects acceptances.
    Accepting {
        /// What it proposes.
        proposal: Proposal,
        /// Who accepted.
        by: Set<NodeId>,
    },
    /// It was refused and waits before it tries again.
    Resting,
    /// It has left its wishes to another proposer.
    Deferring {
        /// To whom.
        to: NodeId,
    },
}

impl Phase {
    /// The ballot that it is trying.
    pub fn ballot(&self) -> Option<Ballot> {
        match self {
            Self::Preparing { ballot, .. } => Some(*ballot),
            Self::Accepting { proposal, .. } => Some(proposal.ballot),
            _ => None,
        }
    }
}
