//! What is said, to whom, and when.

use super::log::Last;
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
        /// Whether it can commit, and will if that is the outcome.
        yes: bool,
    },
    /// A coordinator says that all have voted yes.
    PreCommit {
        /// On which transaction.
        tx: Tx,
    },
    /// A participant knows that all have voted yes, and has it on disk.
    Ack {
        /// On which transaction.
        tx: Tx,
    },
    /// Somebody says what was decided.
    Decision {
        /// About which transaction.
        tx: Tx,
        /// What.
        outcome: Outcome,
    },
    /// A participant tells another that it is the coordinator now, of this transaction.
    Elected {
        /// Which transaction.
        tx: Tx,
    },
    /// A new coordinator asks a participant for its state.
    StateRequest {
        /// About which transaction.
        tx: Tx,
    },
    /// A participant that has not decided tells its state.
    StateReply {
        /// About which transaction.
        tx: Tx,
        /// Whether it knows that all have voted yes; otherwise it is uncertain.
        committable: bool,
    },
    /// A node that comes back asks for the outcome, and says what it knew last.
    Inquiry {
        /// Of which transaction.
        tx: Tx,
        /// What it knew.
        last: Last,
    },
    /// A node that was asked has come back as well, and says what it knew last.
    LastState {
        /// Of which transaction.
        tx: Tx,
        /// What it knew.
        last: Last,
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
            | Self::PreCommit { tx }
            | Self::Ack { tx }
            | Self::Decision { tx, .. }
            | Self::Elected { tx }
            | Self::StateRequest { tx }
            | Self::StateReply { tx, .. }
            | Self::Inquiry { tx, .. }
            | Self::LastState { tx, .. }
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
    /// A coordinator, the first or a later one, has waited long enough for acknowledgements: who
    /// has not sent one has failed.
    Acks(Tx),
    /// A new coordinator has waited long enough for states: who has not told its own has failed.
    States(Tx),
    /// A participant should have heard from its coordinator by now: it has failed.
    Silence(Tx),
    /// A node that came back asks once more.
    Inquiry(Tx),
    /// A participant looks how long transactions have waited for locks.
    Locks,
    /// A client has waited long enough for an answer.
    Retry,
}
