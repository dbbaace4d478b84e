//! What the invariants need to remember.

use super::message::{Message, Tell};
use super::note::Note;
use super::{LeaseLock, SERVICE};
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
    /// Whether a lock-delay lasts.
    pub delayed: bool,
}

impl Witness {
    /// Writes down what a step did.
    pub(super) fn see(&mut self, room: &LeaseLock, seen: &Seen<'_, LeaseLock>) {
        match seen.by {
            SERVICE => self.see_service(room, seen),
            client => self.see_client(client, seen),
        }
        for effect in &seen.effects {
            match effect {
                EffectRef::Note(Note::Served(served)) => self.story.see(*served),
                EffectRef::Note(Note::Overdue(overdue)) => self.late.see(*overdue),
                EffectRef::Note(Note::StartsDelay(_)) => self.delayed = true,
                EffectRef::Note(Note::EndsDelay) => self.delayed = false,
                EffectRef::Send { to, message: Message::Tell(Tell::Gone { on }) } => {
                    self.told.tells(*to, *on);
                }
                _ => {}
            }
        }
    }

    fn see_service(&mut self, room: &LeaseLock, seen: &Seen<'_, LeaseLock>) {
        match seen.input {
            None => {
                self.told.restarts(room.clients());
                self.delayed = false;
            }
            Some(InputRef::Closed { peer }) => self.told.loses(peer),
            Some(InputRef::Deliver { from, .. }) => self.told.hears(from),
            _ => {}
        }
    }

    fn see_client(&mut self, client: NodeId, seen: &Seen<'_, LeaseLock>) {
        match seen.input {
            None | Some(InputRef::Closed { peer: SERVICE }) => self.told.starts_afresh(client),
            Some(InputRef::Deliver { message: Message::Tell(Tell::Gone { on }), .. }) => {
                self.told.is_heard(client, *on);
            }
            _ => {}
        }
    }
}
