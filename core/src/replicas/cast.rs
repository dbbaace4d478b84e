//! Who plays: replicas, and clients that keep to one of them.

use crate::client::{Client, Numbers};
use crate::kv::{reject, word};
use crate::protocol::{Datum, NodeId, Protocol, Role, RoleKind};
use crate::scenario::vocabulary::Reject;
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A room with replicas, which have the ids from 0, and clients after them.
pub trait Replicas: Protocol {
    /// How many replicas and how many clients there are.
    fn counts(&self) -> (u16, u16);

    /// Whether a node is a replica.
    fn is_replica(&self, id: NodeId) -> bool {
        id.0 < self.counts().0
    }

    /// The replicas' ids.
    fn replicas(&self) -> impl Iterator<Item = NodeId> + use<Self> {
        (0..self.counts().0).map(NodeId)
    }

    /// The clients' ids.
    fn client_ids(&self) -> impl Iterator<Item = NodeId> + use<Self> {
        let (replicas, clients) = self.counts();
        (replicas..replicas + clients).map(NodeId)
    }

    /// The other replicas' ids.
    fn others(&self, me: NodeId) -> impl Iterator<Item = NodeId> + use<Self> {
        self.replicas().filter(move |id| *id != me)
    }

    /// The replica to which a client keeps; clients are dealt out to the replicas in turn.
    fn home(&self, client: NodeId) -> NodeId {
        let (replicas, _) = self.counts();
        NodeId(client.0.saturating_sub(replicas) % replicas.max(1))
    }

    /// The name of a node: replicas are `n1` and so on, clients `c1` and so on.
    fn name(&self, id: NodeId) -> String {
        match self.is_replica(id) {
            true => format!("n{}", id.0 + 1),
            false => format!("c{}", id.0 - self.counts().0 + 1),
        }
    }

    /// All roles.
    fn roles(&self) -> Vec<Role> {
        let kind = |id| if self.is_replica(id) { RoleKind::Server } else { RoleKind::Client };
        let role = |id| Role { name: self.name(id), kind: kind(id), starts: true };
        self.replicas().chain(self.client_ids()).map(role).collect()
    }

    /// The replica with the name at this place.
    fn replica_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let name = word(words, at, "a replica")?;
        let node = self.replicas().find(|id| self.name(*id) == name);
        node.map_or_else(|| reject(at, format!("`{name}` is no replica"), &[]), Ok)
    }

    /// The client with the name at this place.
    fn client_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let name = word(words, at, "a client")?;
        let node = self.client_ids().find(|id| self.name(*id) == name);
        node.map_or_else(|| reject(at, format!("`{name}` is no client"), &[]), Ok)
    }

    /// The nodes that a selector stands for: replicas that are up, or clients that are up.
    fn selected(&self, selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        let fits = |id: &NodeId| self.is_replica(*id) == (selector == 0);
        world.up().map(|(id, _)| id).filter(fits).collect()
    }
}

/// Whether a client has asked something and waits for nothing.
pub fn is_answered<Op: Datum>(numbers: &Numbers, client: &Client<Op>) -> bool {
    numbers.serial > 0 && client.open.is_none() && client.queue.is_empty()
}
