//! What is remembered of the accesses that the storage accepted.

use super::{Answer, Entry, Served};
use crate::protocol::NodeId;
use crate::sorted::Map;

/// The accepted accesses, as far as rules need them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Story {
    /// Whose access was accepted last.
    pub last: Option<Entry>,
    /// The newest entry of each client after which somebody else was let in.
    pub overtaken: Map<NodeId, u64>,
    /// The newest token that came with an accepted access.
    pub token: u64,
    /// What each client read last, and in which entry.
    pub read: Map<NodeId, (u64, u64)>,
}

impl Story {
    /// Writes down what the storage did.
    pub fn see(&mut self, served: Served) {
        let Served::Answers { access, answer, .. } = served else { return };
        if matches!(answer, Answer::Refused(_)) {
            return;
        }
        if let Some(last) = self.last.filter(|last| *last != access.entry) {
            self.overtaken.insert(last.client, last.number);
        }
        self.last = Some(access.entry);
        self.token = self.token.max(access.token);
        if let Answer::Value(value) = answer {
            self.read.insert(access.entry.client, (access.entry.number, value));
        }
    }

    /// Whether somebody else was let in after it.
    pub(super) fn is_overtaken(&self, entry: Entry) -> bool {
        self.overtaken.get(&entry.client).is_some_and(|last| *last >= entry.number)
    }
}
