//! What the invariants need to remember.

use super::message::{Message, Tell};
use super::note::Note;
use super::{ZOOKEEPER, ZookeeperLock};
use crate::locks::Story;
use crate::protocol::{EffectRef, InputRef, NodeId, Seen};
use crate::sorted::{Map, Set};

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// The accesses that the storage accepted.
    pub story: Story,
    /// Of which changes ZooKeeper has told each client, which has not heard of them.
    pub owed: Map<NodeId, Set<u64>>,
    /// The clients that ZooKeeper has lost, and that have not heard of that.
    pub apart: Set<NodeId>,
    /// How often a client was woken.
    pub woken: u64,
}

impl Witness {
    /// Writes down what a step did.
    pub(super) fn see(&mut self, room: &ZookeeperLock, seen: &Seen<'_, ZookeeperLock>) {
        match seen.by {
            ZOOKEEPER => self.see_zookeeper(room, seen),
            client => self.see_client(client, seen),
        }
        for effect in &seen.effects {
            match effect {
                EffectRef::Note(Note::Served(served)) => self.story.see(*served),
                EffectRef::Note(Note::Wakes(_) | Note::Jumps(_)) => self.woken += 1,
                EffectRef::Send { to, message: Message::Tell(Tell::Changed { node }) } => {
                    self.owed.get_or_insert(*to, Set::new()).insert(*node);
                }
                _ => {}
            }
        }
    }

    fn see_zookeeper(&mut self, room: &ZookeeperLock, seen: &Seen<'_, ZookeeperLock>) {
        match seen.input {
            None => self.apart = room.clients().collect(),
            Some(InputRef::Closed { peer }) => {
                self.apart.insert(peer);
            }
            // Who says something after that has heard of it.
            Some(InputRef::Deliver { from, .. }) => {
                self.apart.remove(&from);
            }
            _ => {}
        }
    }

    fn see_client(&mut self, client: NodeId, seen: &Seen<'_, ZookeeperLock>) {
        match seen.input {
            None | Some(InputRef::Closed { peer: ZOOKEEPER }) => {
                self.owed.remove(&client);
                self.apart.remove(&client);
            }
            Some(InputRef::Deliver { message: Message::Tell(Tell::Changed { node }), .. }) => {
                let owed = self.owed.get_mut(&client);
                if owed.is_some_and(|owed| owed.remove(node) && owed.is_empty()) {
                    self.owed.remove(&client);
                }
            }
            _ => {}
        }
    }
}
