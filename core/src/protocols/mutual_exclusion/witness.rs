//! What the invariants need to remember: facts that no single state of the world still shows.

use super::message::{Message, Response};
use super::note::Note;
use super::state::Stamp;
use super::{Algorithm, MutualExclusion};
use crate::protocol::{EffectRef, InputRef, NodeId, Seen};
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// How many of the last entries are kept, for predicates.
const RECENT: usize = 9;

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// The peers whose read has reached the storage, and whose write has not.
    pub open: Set<NodeId>,
    /// What the writes add that are on their way.
    pub adds: Map<NodeId, u64>,
    /// What all writes that have reached the storage were to add.
    pub written: u64,
    /// The latest request, in their order, that was granted.
    pub granted: Option<Stamp>,
    /// How many tokens are on their way; a lost one stays among them.
    pub flying: u16,
    /// What each peer told its user last.
    pub told: Map<NodeId, u64>,
    /// Who entered last, the latest last.
    pub order: Vec<NodeId>,
}

impl Witness {
    /// Writes down what a step did.
    pub(super) fn see(&mut self, room: &MutualExclusion, seen: &Seen<'_, MutualExclusion>) {
        if let Some(InputRef::Deliver { from, message }) = seen.input {
            self.see_arrival(from, message);
        }
        for effect in &seen.effects {
            match *effect {
                EffectRef::Send { message, .. } => self.see_sent(seen, message),
                EffectRef::Note(Note::Enters { number, .. }) => {
                    self.see_entry(room, Stamp { time: *number, peer: seen.by });
                }
                EffectRef::Respond(Response::Sum(value)) => {
                    self.told.insert(seen.by, *value);
                }
                _ => {}
            }
        }
    }

    fn see_arrival(&mut self, from: NodeId, message: &Message) {
        match message {
            Message::Read { .. } => {
                self.open.insert(from);
            }
            Message::Write { .. } => {
                self.open.remove(&from);
                // A doubled write adds once.
                let add = self.adds.remove(&from).unwrap_or_default();
                self.written = self.written.saturating_add(add);
            }
            Message::Privilege { .. } => self.flying = self.flying.saturating_sub(1),
            _ => {}
        }
    }

    fn see_sent(&mut self, seen: &Seen<'_, MutualExclusion>, message: &Message) {
        let peer = seen.before.and_then(|before| before.memory.peer());
        match message {
            Message::Write { .. } => {
                let add = peer.and_then(|peer| peer.job).map_or(0, |job| job.add);
                self.adds.insert(seen.by, add);
            }
            Message::Privilege { .. } => self.flying = self.flying.saturating_add(1),
            _ => {}
        }
    }

    fn see_entry(&mut self, room: &MutualExclusion, request: Stamp) {
        if room.algorithm != Algorithm::SuzukiKasami {
            self.granted = self.granted.max(Some(request));
        }
        if self.order.len() == RECENT {
            self.order.remove(0);
        }
        self.order.push(request.peer);
    }

    /// Drops what no invariant looks at and what only adds up.
    pub(super) fn uncount(&mut self) {
        self.order.clear();
    }
}
