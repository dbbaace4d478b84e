//! What the invariants need to remember.

use super::message::{Message, Tell};
use super::note::Note;
use super::{ZOOKEEPER, ZookeeperLock};
use crate::locks::{Late, Story, Told};
use crate::protocol::{EffectRef, InputRef, NodeId, Seen};

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// The accesses that the storage accepted.
    pub story: Story,
    /// What the service kept for too long.
    pub late: Late,
    /// What clients are about to hear.
    pub told: Told,
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
                EffectRef::Note(Note::Overdue(overdue)) => self.late.see(*overdue),
                EffectRef::Note(Note::Wakes(_) | Note::Jumps(_)) => self.woken += 1,
                EffectRef::Send { to, message: Message::Tell(Tell::Changed { node }) } => {
                    self.told.tells(*to, *node);
                }
                _ => {}
            }
        }
    }

    fn see_zookeeper(&mut self, room: &ZookeeperLock, seen: &Seen<'_, ZookeeperLock>) {
        match seen.input {
            None => self.told.restarts(room.clients()),
            Some(InputRef::Closed { peer }) => {
                self.told.loses(peer);
            }
            // Who says something after that has heard of it.
            Some(InputRef::Deliver { from, .. }) => {
                self.told.hears(from);
            }
            _ => {}
        }
    }

    fn see_client(&mut self, client: NodeId, seen: &Seen<'_, ZookeeperLock>) {
        match seen.input {
            None | Some(InputRef::Closed { peer: ZOOKEEPER }) => {
                self.told.starts_afresh(client);
            }
            Some(InputRef::Deliver { message: Message::Tell(Tell::Changed { node }), .. }) => {
                self.told.is_heard(client, *node);
            }
            _ => {}
        }
    }
}
