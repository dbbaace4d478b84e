//! What the broker does: it keeps messages on disk, and delivers them until they are acknowledged.

use super::message::{Message, Timer, Word};
use super::note::Note;
use super::state::{Order, Stage};
use super::{Flaw, Outbox, SHOP, WAREHOUSE};
use crate::protocol::{Context, Delay, Input, NodeId};
use crate::sorted::Map;

/// The broker for the length of one step.
pub(super) struct Broker<'a, 'c> {
    pub(super) room: &'a Outbox,
    pub(super) messages: &'a mut Map<Order, Stage>,
    pub(super) ctx: &'a mut Context<'c, Outbox>,
}

impl Broker<'_, '_> {
    pub(super) fn step(&mut self, input: Input<Outbox>) {
        match input {
            Input::Deliver { from, message: Message { word, order } } => {
                self.on_message(from, word, order);
            }
            Input::Fire(Timer::Check(order)) => self.on_silence(order),
            Input::Fire(Timer::Redeliver(order)) => {
                if self.messages.get(&order) == Some(&Stage::Visible) {
                    self.ctx.note(Note::Redelivers { order });
                    self.deliver(order);
                }
            }
            Input::Fire(_) | Input::Ask(_) | Input::Closed { .. } => {}
        }
    }

    pub(super) fn wake(&mut self) {
        if self.messages.is_empty() {
            return;
        }
        self.ctx.note(Note::BrokerIsBack { messages: self.messages.len() as u64 });
        for (order, stage) in self.messages.clone().iter() {
            match stage {
                Stage::Half => self.check_later(*order),
                Stage::Visible => self.deliver(*order),
            }
        }
    }

    fn on_message(&mut self, from: NodeId, word: Word, order: Order) {
        let stage = self.messages.get(&order).copied();
        match (word, stage) {
            (Word::Publish, None) => {
                self.save_lazily();
                self.ctx.note(Note::Stores { order });
                self.say(SHOP, Word::Published, order);
                self.show(order);
            }
            (Word::Publish, Some(_)) => {
                self.ctx.note(Note::HasItAlready { order });
                self.say(SHOP, Word::Published, order);
            }
            (Word::Prepare, None) => {
                self.save_lazily();
                self.messages.insert(order, Stage::Half);
                self.ctx.note(Note::StoresHalf { order });
                self.say(SHOP, Word::Prepared, order);
                self.check_later(order);
            }
            (Word::Prepare, Some(_)) => {
                self.ctx.note(Note::HasItAlready { order });
                self.say(SHOP, Word::Prepared, order);
            }
            (Word::Commit, Some(Stage::Half)) => {
                self.ctx.note(Note::Shows { order });
                self.ctx.cancel_timer(Timer::Check(order));
                self.show(order);
            }
            (Word::Rollback, Some(Stage::Half)) => self.drop_half(order),
            (Word::Ack, Some(Stage::Visible)) => {
                self.messages.remove(&order);
                self.ctx.cancel_timer(Timer::Redeliver(order));
                self.ctx.note(Note::IsRidOf { order });
            }
            _ => self.ctx.note(Note::Ignores { from, order }),
        }
    }

    fn save_lazily(&mut self) {
        if self.room.has(Flaw::AcknowledgesUnsaved) {
            self.ctx.lazily();
        }
    }

    fn say(&mut self, to: NodeId, word: Word, order: Order) {
        self.ctx.send(to, Message { word, order });
    }

    fn show(&mut self, order: Order) {
        self.messages.insert(order, Stage::Visible);
        self.deliver(order);
    }

    fn deliver(&mut self, order: Order) {
        self.say(WAREHOUSE, Word::Deliver, order);
        self.ctx.set_timer(Timer::Redeliver(order), Delay::exactly(self.room.redeliver));
    }

    fn check_later(&mut self, order: Order) {
        self.ctx.set_timer(Timer::Check(order), Delay::exactly(self.room.check));
    }

    fn drop_half(&mut self, order: Order) {
        self.messages.remove(&order);
        self.ctx.cancel_timer(Timer::Check(order));
        self.ctx.note(Note::Drops { order });
    }

    /// Nothing was heard of a half message: its sender is asked.
    fn on_silence(&mut self, order: Order) {
        if self.messages.get(&order) != Some(&Stage::Half) {
            return;
        }
        if self.room.has(Flaw::AssumesCommit) {
            self.ctx.note(Note::TakesSilenceForYes { order });
            return self.show(order);
        }
        if self.room.has(Flaw::AssumesRollback) {
            self.ctx.note(Note::TakesSilenceForNo { order });
            return self.drop_half(order);
        }
        self.ctx.note(Note::ChecksBack { order });
        self.say(SHOP, Word::Check, order);
        self.check_later(order);
    }
}
