//! What a service has told those who wait, which they have not heard yet.

use crate::protocol::NodeId;
use crate::sorted::{Map, Set};

/// What is on its way to those who wait.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Told {
    /// Of which changes each client was told, which has not heard of them.
    owed: Map<NodeId, Set<u64>>,
    /// The clients that the service has lost, and that have not heard of that.
    apart: Set<NodeId>,
}

impl Told {
    /// The service starts: no connection is left.
    pub fn restarts(&mut self, clients: impl Iterator<Item = NodeId>) {
        self.apart = clients.collect();
    }

    /// The service finds its connection to a client broken.
    pub fn loses(&mut self, client: NodeId) {
        self.apart.insert(client);
    }

    /// The service hears of a client, which knows of whatever was broken before.
    pub fn hears(&mut self, client: NodeId) {
        self.apart.remove(&client);
    }

    /// The service tells a client of a change.
    pub fn tells(&mut self, client: NodeId, change: u64) {
        self.owed.get_or_insert(client, Set::new()).insert(change);
    }

    /// A client hears of a change.
    pub fn is_heard(&mut self, client: NodeId, change: u64) {
        let owed = self.owed.get_mut(&client);
        if owed.is_some_and(|owed| owed.remove(&change) && owed.is_empty()) {
            self.owed.remove(&client);
        }
    }

    /// A client has started, or finds its connection broken.
    pub fn starts_afresh(&mut self, client: NodeId) {
        self.owed.remove(&client);
        self.apart.remove(&client);
    }

    /// Whether a client does not know yet that it is cut off.
    pub fn is_apart(&self, client: NodeId) -> bool {
        self.apart.contains(&client)
    }

    /// Whether a client will hear of a change.
    pub fn is_owed(&self, client: NodeId, change: u64) -> bool {
        self.owed.get(&client).is_some_and(|owed| owed.contains(&change))
    }
}
