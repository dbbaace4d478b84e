//! What is said, to whom, and when.

use crate::commit::{Job, Outcome, Tx, Work};
use crate::shared::Rc;

/// What nodes say to each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Message {
    /// A client asks the coordinator for a transaction.
    Begin {
        /// The client's number for it.
        serial: u64,
        /// What is to be done.
        work: Rc<Work>,
    },
    /// The coordinator asks for a vote.
    Prepare {
        /// Which transaction.
        tx: Tx,
        /// What it is to do, and who else takes part.
        job: Rc<Job>,
    },
    /// A participant votes.
    Vote {
        /// On which transaction.
        tx: Tx,
        /// Whether it can commit, and will if it is told to.
        yes: bool,
    },
    /// The coordinator, or a participant that was asked, says what was decided.
    Decision {
        /// About which transaction.
        tx: Tx,
        /// What.
        outcome: Outcome,
    },
    /// A participant has the decision on disk.
    Ack {
        /// About which transaction.
        tx: Tx,
    },
    /// A participant in doubt asks for the decision.
    Inquiry {
        /// About which transaction.
        tx: Tx,
    },
    /// A participant that was asked is in doubt as well.
    Uncertain {
        /// About which transaction.
        tx: Tx,
    },
    /// The coordinator tells a client how its transaction ended.
    Reply {
        /// The client's number for it.
        serial: u64,
        /// Which transaction it became.
        tx: Tx,
        /// How it ended.
        outcome: Outcome,
    },
}

impl Message {
    /// The transaction that it is about; a client does not know it when it asks.
    pub fn tx(&self) -> Option<Tx> {
        match self {
            Self::Begin { .. } => None,
            Self::Prepare { tx, .. }
            | Self::Vote { tx, .. }
            | Self::Decision { tx, .. }
            | Self::Ack { tx }
            | Self::Inquiry { tx }
            | Self::Uncertain { tx }
            | Self::Reply { tx, .. } => Some(*tx),
        }
    }
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Timer {
    /// The coordinator has waited long enough for votes.
    Votes(Tx),
    /// The coordinator has waited long enough for acknowledgements.
    Acks(Tx),
    /// A participant has been in doubt for long enough to ask.
    Doubt(Tx),
    /// A participant looks how long transactions have waited for locks.
    Locks,
    /// A client has waited long enough for an answer.
    Retry,
}
