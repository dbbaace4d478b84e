//! Why a step did what it did, as data; the words are in `reasons`.

use super::state::Stamp;
use crate::protocol::NodeId;
use alloc::vec::Vec;

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// The first peer starts with the token.
    StartsWithToken,
    /// A peer has something else to do first.
    Queues {
        /// What is to be added.
        add: u64,
    },
    /// A peer asks all others to be let in.
    Asks {
        /// The number of its request.
        number: u64,
    },
    /// Lamport: a peer puts a request into its queue and acknowledges it.
    Acknowledges {
        /// The request.
        of: Stamp,
        /// The timestamp of the acknowledgement.
        time: u64,
    },
    /// Lamport: a peer hears from another that it has its request.
    IsAcknowledged {
        /// By whom.
        by: NodeId,
        /// The timestamp of the acknowledgement.
        time: u64,
        /// What it waits for yet; nothing if it is inside, or done.
        waits: Option<Waits>,
    },
    /// Lamport: a peer takes requests of another out of its queue.
    Removes {
        /// Whose.
        of: NodeId,
    },
    /// Ricart and Agrawala: a peer replies.
    Replies {
        /// To which request.
        to: Stamp,
        /// Why.
        why: Why,
    },
    /// Ricart and Agrawala: a peer defers its reply.
    Defers {
        /// To which request.
        to: Stamp,
        /// Its own request.
        own: Stamp,
    },
    /// Ricart and Agrawala: a peer counts a reply.
    CountsReply {
        /// Whose.
        from: NodeId,
        /// How many are missing.
        missing: u16,
    },
    /// Ricart and Agrawala: a peer that is done sends the replies that it deferred.
    RepliesAfterAll {
        /// To whom.
        to: Vec<NodeId>,
    },
    /// Suzuki and Kasami: a peer writes down a request.
    Records {
        /// Whose.
        from: NodeId,
        /// Its number.
        number: u64,
        /// Whether the token is here, in use.
        token: bool,
    },
    /// Suzuki and Kasami: a peer enters with the token that it has, and asks nobody.
    NeedNotAsk,
    /// Suzuki and Kasami: the token arrives.
    GetsToken {
        /// From whom.
        from: NodeId,
    },
    /// Suzuki and Kasami: a peer hands the token on.
    HandsOn {
        /// To whom.
        to: NodeId,
        /// Whether the token lay idle.
        idle: bool,
        /// Whether the peer keeps a copy.
        copy: bool,
        /// Who is in the token's queue behind that one.
        queue: Vec<NodeId>,
    },
    /// Suzuki and Kasami: a peer that is done keeps the token.
    KeepsToken {
        /// Who has asked for it.
        asked: Vec<NodeId>,
    },
    /// A peer enters, and asks the storage for the number.
    Enters {
        /// The number of its request.
        number: u64,
        /// From how many peers it should have heard first, and has not.
        unheard: u16,
    },
    /// A peer has the number and sends the sum.
    Adds {
        /// The number.
        value: u64,
        /// What is added.
        add: u64,
    },
    /// A peer is done.
    Leaves {
        /// What it stored.
        value: u64,
        /// How many messages among peers its entry took so far.
        messages: u64,
    },
    /// The storage tells the number.
    Tells {
        /// To whom.
        to: NodeId,
        /// The number.
        value: u64,
    },
    /// The storage puts a number in place of the old one.
    Stores {
        /// Whose.
        from: NodeId,
        /// The new number.
        value: u64,
    },
    /// A stream is closed.
    LosesTouch {
        /// With whom.
        with: NodeId,
    },
    /// A message comes too late, or twice, or to the wrong node.
    Ignores {
        /// Whose.
        from: NodeId,
    },
}

/// What a peer waits for, with Lamport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Waits {
    /// From how many peers it has heard nothing later than its request.
    pub unheard: u16,
    /// The request at the head of its queue, where that is not its own.
    pub ahead: Option<Stamp>,
}

/// Why a peer replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It does not want to enter.
    Idle,
    /// It waits, and the other's request comes first.
    Older,
    /// It waits or is inside, and its own request comes first.
    AtOnce,
    /// It is inside, or waits, with the same number.
    Tie,
}

/// The names of all notes; a test holds the list to what the scenarios reach.
pub(super) const NAMES: &[&str] = &[
    "StartsWithToken",
    "Queues",
    "Asks",
    "Acknowledges",
    "IsAcknowledged",
    "Removes",
    "Replies",
    "Defers",
    "CountsReply",
    "RepliesAfterAll",
    "Records",
    "NeedNotAsk",
    "GetsToken",
    "HandsOn",
    "KeepsToken",
    "Enters",
    "Adds",
    "Leaves",
    "Tells",
    "Stores",
    "LosesTouch",
    "Ignores",
];
