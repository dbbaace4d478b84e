//! How replicas come to know what the others know: anti-entropy, and the merge.

use super::Flaw;
use super::counter::{Change, Counter};
use super::message::{Message, Stamp, Timer};
use super::note::Note;
use super::replica::Replica;
use crate::protocol::{Delay, NodeId};
use crate::replicas::Replicas;
use crate::shared::Rc;

impl Replica<'_, '_> {
    pub(super) fn on_gossip(&mut self) {
        self.set_gossip();
        let others = self.send_state();
        self.ctx.note(Note::Gossips { others });
    }

    /// Whoever sends each update once sends no states.
    pub(super) fn set_gossip(&mut self) {
        let gossip = self.room.gossip;
        if !self.room.has(Flaw::NaiveInteger) {
            self.ctx.set_timer(Timer::Gossip, Delay::between(gossip - gossip / 4, gossip));
        }
    }

    fn send_state(&mut self) -> u16 {
        for other in self.room.others(self.ctx.me()) {
            let (state, stamp) = (self.disk.counter.clone(), self.disk.stamp);
            self.send(other, Message::State { state, stamp });
        }
        self.room.nodes - 1
    }

    /// Tells the others of an update at once, if that is how they come to know.
    pub(super) fn spread(&mut self, change: Change) {
        if self.room.has(Flaw::NaiveInteger) {
            for other in self.room.others(self.ctx.me()) {
                self.send(other, Message::Delta { change });
            }
            self.ctx.note(Note::SendsOnce { others: self.room.nodes - 1 });
        } else if self.room.eager {
            let others = self.send_state();
            self.ctx.note(Note::Spreads { others });
        }
    }

    pub(super) fn on_state(&mut self, from: NodeId, state: &Rc<Counter>, stamp: Stamp) {
        self.take_in(from, state, stamp);
        self.press();
    }

    /// Takes in what another replica knows. The merge is why no order, no copy and no loss of
    /// messages matters: it is commutative, associative and idempotent.
    pub(super) fn take_in(&mut self, from: NodeId, state: &Rc<Counter>, stamp: Stamp) {
        if self.room.has(Flaw::LastWriterWins) {
            return self.take_later(from, state, stamp);
        }
        if self.room.has(Flaw::MergesBySum) {
            self.counter().add_up(state);
            let value = self.disk.counter.value();
            return self.ctx.note(Note::AddsUp { from, value });
        }
        if self.disk.counter.covers(state) {
            return self.ctx.note(Note::KnowsAll { from });
        }
        self.counter().merge(state);
        let value = self.disk.counter.value();
        self.ctx.note(Note::Merges { from, value });
    }

    fn take_later(&mut self, from: NodeId, state: &Rc<Counter>, stamp: Stamp) {
        if stamp <= self.disk.stamp {
            return self.ctx.note(Note::KeepsLater { from });
        }
        let was = self.disk.counter.value();
        self.disk.counter = state.clone();
        self.disk.stamp = stamp;
        let value = self.disk.counter.value();
        self.ctx.note(Note::Overwrites { from, was, value });
    }

    /// Whoever relies on every update to arrive exactly once adds whatever arrives.
    pub(super) fn on_delta(&mut self, from: NodeId, change: Change) {
        if !self.room.has(Flaw::NaiveInteger) {
            return self.ctx.note(Note::Ignores { from });
        }
        self.counter().apply(from, change);
        let value = self.disk.counter.value();
        self.ctx.note(Note::AddsAgain { from, change, value });
        self.press();
    }
}
