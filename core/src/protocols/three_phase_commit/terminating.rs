//! The termination protocol as a participant takes part in it: who is silent for too long has
//! failed, and the first of those that are left takes over.

use super::Flaw;
use super::log::Record;
use super::message::Message;
use super::note::{Ignored, Note};
use super::participant::Resource;
use super::state::Part;
use crate::commit::{Outcome, Tx};
use crate::protocol::{Delay, NodeId};

impl Resource<'_, '_> {
    /// Nothing has been heard for too long. Messages take no longer than the bound, so whoever
    /// should have spoken has failed.
    pub(super) fn on_silence(&mut self, tx: Tx) {
        if self.waits_for_locks(tx) {
            self.ctx.note(Note::GivesUp { tx });
            return self.settle(tx, Outcome::Abort);
        }
        let Some(held) = self.memory.held.get(&tx) else { return };
        if self.room.has(Flaw::DecidesOnSilence) {
            let outcome = if held.last.committable { Outcome::Commit } else { Outcome::Abort };
            self.ctx.note(Note::Assumes { tx, outcome });
            return self.settle(tx, outcome);
        }
        let lost = held.leader;
        self.lose(tx, |id| id == lost);
        self.elect(tx, lost);
    }

    /// Remembers that nodes have failed.
    pub(super) fn lose(&mut self, tx: Tx, lost: impl Fn(NodeId) -> bool) {
        let Some(held) = self.memory.held.get_mut(&tx) else { return };
        let gone: alloc::vec::Vec<NodeId> =
            held.last.up.iter().copied().filter(|&id| lost(id)).collect();
        held.last.up.retain(|id| !gone.contains(id));
        for node in gone {
            self.write(tx, Record::Lost(node), None);
        }
    }

    /// The first of those that are left is the new coordinator.
    fn elect(&mut self, tx: Tx, lost: NodeId) {
        let me = self.ctx.me();
        let Some(held) = self.memory.held.get_mut(&tx) else { return };
        let next = held.last.up.iter().next().copied().unwrap_or(me);
        held.leader = next;
        self.ctx.note(Note::Elects { tx, lost, next });
        if next == me {
            return self.take_over(tx, None);
        }
        self.ctx.send(next, Message::Elected { tx });
        self.expect_word(tx, Delay::exactly(self.room.round_trip()));
    }

    /// Another participant says that this one is the new coordinator: all before it have failed.
    pub(super) fn on_elected(&mut self, from: NodeId, tx: Tx) {
        if self.answers_otherwise(from, tx) {
            return;
        }
        let me = self.ctx.me();
        match self.memory.held.get(&tx) {
            Some(held) if held.leader < me => self.take_over(tx, Some(from)),
            _ => self.ignore(from, Ignored::Election),
        }
    }

    /// A new coordinator asks for this one's state: all before it have failed, and what they sent
    /// does not count any more.
    pub(super) fn on_state_request(&mut self, from: NodeId, tx: Tx) {
        if self.answers_otherwise(from, tx) {
            return;
        }
        let Some(held) = self.memory.held.get_mut(&tx).filter(|held| held.leader <= from) else {
            return self.ignore(from, Ignored::Older);
        };
        let committable = held.last.committable;
        (held.leader, held.part) = (from, Part::Follows);
        self.lose(tx, |id| id < from);
        self.ctx.note(Note::TellsState { tx, leader: from, committable });
        self.ctx.send(from, Message::StateReply { tx, committable });
        // Before it decides, it may have to wait for those that were uncertain.
        self.expect_word(tx, self.room.overdue(1 + u64::from(committable)));
    }

    /// Answers one that asks about a transaction if this one is not in the middle of it: it knows
    /// the outcome, can still abort, or has been down.
    fn answers_otherwise(&mut self, from: NodeId, tx: Tx) -> bool {
        if self.memory.returned.contains_key(&tx) {
            self.ctx.note(Note::StaysOut { tx, from });
            return true;
        }
        self.answers_outcome(from, tx)
    }

    /// Answers one that asks about a transaction if this one knows the outcome, or can still
    /// abort.
    pub(super) fn answers_outcome(&mut self, from: NodeId, tx: Tx) -> bool {
        let outcome = match self.log.outcome(tx) {
            Some(outcome) => {
                self.ctx.note(Note::TellsOutcome { tx, to: from, outcome });
                outcome
            }
            None if self.has_not_voted(tx) => {
                self.ctx.note(Note::AbortsForPeer { tx, peer: from });
                self.settle(tx, Outcome::Abort);
                Outcome::Abort
            }
            None => return false,
        };
        self.ctx.send(from, Message::Decision { tx, outcome });
        true
    }
}
