//! What is said, to whom, and when: the two phases of §2.2, and how a choice is learned (§2.3).

use crate::shared::Rc;
use core::fmt;

/// A value that can be chosen.
pub type Value = Rc<str>;

/// The number of a proposal: rounds count up, and in a round the proposer's number decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Ballot {
    /// The round, counted from 1.
    pub round: u64,
    /// The proposer, counted from 1; 0 where proposers share their ballots.
    pub proposer: u16,
}

impl fmt::Display for Ballot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.proposer {
            0 => write!(f, "{}", self.round),
            proposer => write!(f, "{}.{proposer}", self.round),
        }
    }
}

/// A value and the ballot in which it is proposed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Proposal {
    /// Its number.
    pub ballot: Ballot,
    /// What is proposed.
    pub value: Value,
}

/// What nodes say to each other. Replies say what they reply to, so that late and doubled ones
/// do no harm.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Message {
    /// Phase 1: a proposer asks for a promise.
    Prepare {
        /// Its ballot.
        ballot: Ballot,
    },
    /// An acceptor promises to accept nothing below the ballot.
    Promise {
        /// The ballot that was asked about.
        ballot: Ballot,
        /// The highest-numbered proposal that the acceptor has accepted.
        accepted: Option<Proposal>,
    },
    /// Phase 2: a proposer asks for a proposal to be accepted.
    Accept {
        /// The proposal.
        proposal: Proposal,
    },
    /// An acceptor says, to the proposer and to learners, that it accepted.
    Accepted {
        /// What it accepted.
        proposal: Proposal,
    },
    /// An acceptor has promised a higher ballot.
    Refused {
        /// The ballot that was asked about.
        ballot: Ballot,
        /// What the acceptor promised.
        promised: Ballot,
    },
    /// A proposer passes a wish on to the distinguished one.
    Forward {
        /// The value to propose; `None` where only what is chosen is to be found out.
        value: Option<Value>,
    },
    /// Someone who knows says what was chosen.
    Learn {
        /// The chosen proposal; `None` tells that nothing was chosen yet.
        chosen: Option<Proposal>,
    },
}

impl Message {
    /// The ballot that a message is about.
    pub fn ballot(&self) -> Option<Ballot> {
        match self {
            Self::Prepare { ballot } | Self::Promise { ballot, .. } => Some(*ballot),
            Self::Refused { ballot, .. } => Some(*ballot),
            Self::Accept { proposal } | Self::Accepted { proposal } => Some(proposal.ballot),
            Self::Learn { chosen } => chosen.as_ref().map(|it| it.ballot),
            Self::Forward { .. } => None,
        }
    }
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Timer {
    /// A proposer has waited long enough for answers.
    Patience,
    /// A refused proposer has waited long enough to try again.
    Backoff,
}

/// What a user can wish of a proposer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Request {
    /// To propose a value, and to say which one was chosen.
    Propose(Value),
    /// To find out what was chosen, with nothing to propose.
    Learn,
}

/// What a proposer tells its user, which ends the operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Response {
    /// This value was chosen.
    Chosen(Value),
    /// Nothing had been chosen when a quorum was asked.
    Nothing,
}
