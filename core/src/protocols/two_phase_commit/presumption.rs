//! The presumptions: what need not be written and heard.

use super::{Cost, Outcome, Story, TwoPhaseCommit};
use crate::protocol::NodeId;

/// What a coordinator says of a transaction that it knows nothing about, and what it need not
/// write and hear for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presumption {
    /// Everything is forced and acknowledged. What is asked about all the same was never decided,
    /// and is aborted.
    Nothing,
    /// What nobody knows is aborted, so aborts are neither forced nor acknowledged.
    Abort,
    /// What nobody knows is committed, so commits are not acknowledged; that there is a transaction
    /// is forced before anyone is asked to prepare.
    Commit,
}

impl Presumption {
    /// What is presumed of a transaction without records.
    pub fn presumed(self) -> Outcome {
        match self {
            Self::Nothing | Self::Abort => Outcome::Abort,
            Self::Commit => Outcome::Commit,
        }
    }

    /// Whether participants force a decision and acknowledge it; otherwise their record is lazy.
    pub fn is_acknowledged(self, outcome: Outcome) -> bool {
        match self {
            Self::Nothing => true,
            Self::Abort | Self::Commit => outcome != self.presumed(),
        }
    }

    /// What the commit of a transaction that writes at all its participants costs a node, as
    /// published (the table of this room's documentation).
    pub fn published(self, id: NodeId, story: &Story) -> Cost {
        let each = story.members.len() as u32;
        let (forced, lazy, messages) = match (self, id == TwoPhaseCommit::COORDINATOR) {
            (Self::Commit, true) => (2, 0, 2 * each),
            (Self::Commit, false) => (1, 1, 1),
            (Self::Nothing | Self::Abort, true) => (1, 1, 2 * each),
            (Self::Nothing | Self::Abort, false) => (2, 0, 2),
        };
        Cost { forced, lazy, messages }
    }

    /// Whether the coordinator forces its record of a decision.
    pub fn is_forced(self, outcome: Outcome) -> bool {
        outcome == Outcome::Commit || self == Self::Nothing
    }
}
