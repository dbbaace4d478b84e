//! Why a step did what it did, as data; the words are in `narration`.

use super::message::Request;
use super::state::Disk;
use crate::protocol::NodeId;

/// A reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// A client begins an operation.
    Begins {
        /// What was asked for.
        request: Request,
        /// Its number, which is on disk first.
        number: u64,
    },
    /// A client does not write, since it is not the writer.
    Refuses,
    /// A server stores a write.
    Stores(Disk),
    /// A server has that write already, or a newer one.
    Keeps(Disk),
    /// A client counts an answer.
    Counts {
        /// Whose.
        from: NodeId,
        /// How many it has.
        have: u64,
    },
    /// A client has answers from enough servers.
    Finishes {
        /// The write that is stored, or that was read.
        write: Disk,
        /// Who has answered.
        have: u64,
    },
    /// A client asks those again that have not answered.
    AsksAgain {
        /// How many those are.
        missing: u64,
    },
    /// An answer comes too late, or twice.
    Ignores(NodeId),
}

/// The names of all notes; a test holds the list to what the scenarios reach.
pub(super) const NAMES: &[&str] =
    &["Begins", "Refuses", "Stores", "Keeps", "Counts", "Finishes", "AsksAgain", "Ignores"];
