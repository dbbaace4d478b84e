//! Who plays: a coordinator, participants and clients, by id and by name.

use super::COORDINATOR;
use crate::kv::{reject, word};
use crate::protocol::{NodeId, Role, RoleKind};
use crate::scenario::vocabulary::Reject;
use crate::sorted::Set;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// How many participants and clients there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crew {
    /// `p1` and so on, with the ids after the coordinator's 0.
    pub participants: u16,
    /// `c1` and so on, with the ids after the participants'.
    pub clients: u16,
}

impl Crew {
    /// Whether a node is a client.
    pub fn is_client(self, id: NodeId) -> bool {
        id.0 > self.participants
    }

    /// Whether a node is a participant.
    pub fn is_participant(self, id: NodeId) -> bool {
        (1..=self.participants).contains(&id.0)
    }

    /// The participants' ids.
    pub fn everyone(self) -> impl Iterator<Item = NodeId> + use<> {
        (1..=self.participants).map(NodeId)
    }

    /// The clients' ids.
    pub fn askers(self) -> impl Iterator<Item = NodeId> + use<> {
        (self.participants + 1..=self.participants + self.clients).map(NodeId)
    }

    /// The name of a node.
    pub fn name(self, id: NodeId) -> String {
        match id {
            COORDINATOR => String::from("co"),
            id if self.is_client(id) => format!("c{}", id.0 - self.participants),
            id => format!("p{}", id.0),
        }
    }

    /// Nodes by name.
    pub fn names(self, nodes: &Set<NodeId>) -> String {
        let names: Vec<String> = nodes.iter().map(|&id| self.name(id)).collect();
        names.join(", ")
    }

    /// The nodes, by id.
    pub fn cast(self) -> Vec<Role> {
        let role = |id| {
            let kind = match id {
                COORDINATOR => RoleKind::Coordinator,
                id if self.is_client(id) => RoleKind::Client,
                _ => RoleKind::Server,
            };
            Role { name: self.name(id), kind, starts: true }
        };
        (0..=self.participants + self.clients).map(NodeId).map(role).collect()
    }

    /// The participant that a word names.
    pub fn participant_at(self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let name = word(words, at, "a participant")?;
        let found = self.everyone().find(|&id| self.name(id) == name);
        found.map_or_else(|| reject(at, format!("`{name}` is no participant"), &[]), Ok)
    }

    /// The participant or coordinator that a word names.
    pub fn keeper_at(self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        match words.get(at) {
            Some(&"co") => Ok(COORDINATOR),
            _ => self.participant_at(words, at),
        }
    }

    /// The client that a word names.
    pub fn client_at(self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let name = word(words, at, "a client")?;
        let found = self.askers().find(|&id| self.name(id) == name);
        found.map_or_else(|| reject(at, format!("`{name}` is no client"), &[]), Ok)
    }
}
