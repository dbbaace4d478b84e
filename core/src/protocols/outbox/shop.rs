//! What the shop does: its transaction, and how its event comes to the broker.

use super::message::{Message, Response, Timer, Word};
use super::note::Note;
use super::state::{Desk, Order, Shop};
use super::{BROKER, Flaw, Method, Outbox};
use crate::protocol::{Context, Delay, Input, MS, Micros};

/// Between a row and its event, for a shop that writes the one and then the other.
const GAP: Micros = 5 * MS;

/// The shop for the length of one step.
pub(super) struct Seller<'a, 'c> {
    pub(super) room: &'a Outbox,
    pub(super) shop: &'a mut Shop,
    pub(super) desk: &'a mut Desk,
    pub(super) ctx: &'a mut Context<'c, Outbox>,
}

impl Seller<'_, '_> {
    pub(super) fn step(&mut self, input: Input<Outbox>) {
        match input {
            Input::Ask(_) => self.on_wish(),
            Input::Deliver { message: Message { word, order }, from } => match word {
                Word::Published => self.on_published(order),
                Word::Prepared if self.desk.waiting.remove(&order) => self.on_prepared(order),
                Word::Check => self.on_check(order),
                _ => self.ctx.note(Note::Ignores { from, order }),
            },
            Input::Fire(Timer::Poll) => self.relay(),
            Input::Fire(Timer::Retry) => self.retry(),
            Input::Fire(_) | Input::Closed { .. } => {}
        }
    }

    pub(super) fn wake(&mut self) {
        if self.shop.last > 0 {
            self.ctx.note(Note::ShopIsBack { owed: self.shop.outbox.len() as u64 });
        }
        if !self.shop.outbox.is_empty() {
            self.relay();
        }
    }

    fn say(&mut self, word: Word, order: Order) {
        self.ctx.send(BROKER, Message { word, order });
    }

    fn set_timer(&mut self, timer: Timer, after: Micros) {
        self.ctx.set_timer(timer, Delay::exactly(after));
    }

    /// A number that is used for no other order, whatever crashes.
    fn on_wish(&mut self) {
        self.shop.last += 1;
        let order = self.shop.last;
        let was_idle = self.desk.waiting.is_empty() && self.desk.owed.is_empty();
        match self.room.method {
            Method::HalfMessage => self.wait(order, Word::Prepare),
            Method::Outbox if self.room.has(Flaw::PublishesFirst) => {
                self.wait(order, Word::Publish);
            }
            Method::Outbox => _ = self.transact(order),
        }
        if was_idle && !self.desk.waiting.is_empty() {
            self.set_timer(Timer::Retry, self.room.retry);
        }
    }

    fn wait(&mut self, order: Order, word: Word) {
        self.desk.waiting.insert(order);
        self.ctx.note(match word {
            Word::Prepare => Note::Prepares { order },
            _ => Note::PublishesFirst { order },
        });
        self.say(word, order);
    }

    /// The local transaction: one disk write of the row and, with an outbox, its record.
    fn transact(&mut self, order: Order) -> bool {
        let sold = self.shop.left > 0;
        self.ctx.respond(Response { order, sold });
        if !sold {
            self.ctx.note(Note::SoldOut { order });
            return false;
        }
        self.shop.left -= 1;
        self.shop.till += 1;
        self.shop.rows.insert(order);
        let published =
            self.room.method == Method::HalfMessage || self.room.has(Flaw::PublishesFirst);
        match published {
            true => self.ctx.note(Note::Commits { order }),
            false if self.room.has(Flaw::DualWrite) => {
                self.ctx.note(Note::CommitsAlone { order });
                self.desk.owed.insert(order);
                self.set_timer(Timer::Retry, GAP);
            }
            false => {
                self.ctx.note(Note::CommitsWithRecord { order });
                if self.shop.outbox.is_empty() {
                    self.set_timer(Timer::Poll, self.room.poll);
                }
                self.shop.outbox.insert(order);
            }
        }
        true
    }

    /// The relay publishes what is in the outbox, and leaves it there until that is confirmed.
    fn relay(&mut self) {
        let events = self.shop.outbox.clone();
        self.ctx.note(Note::Relays { events: events.len() as u64 });
        for order in events.iter() {
            self.say(Word::Publish, *order);
        }
        match self.room.has(Flaw::MarksUnconfirmed) {
            true => self.shop.outbox.clear(),
            false => self.set_timer(Timer::Poll, self.room.poll),
        }
    }

    fn on_published(&mut self, order: Order) {
        if self.shop.outbox.remove(&order) {
            self.ctx.note(Note::MarksAsSent { order });
            if self.shop.outbox.is_empty() {
                self.ctx.cancel_timer(Timer::Poll);
            }
        } else if self.desk.waiting.remove(&order) {
            self.transact(order);
        } else if self.desk.owed.remove(&order) {
            self.ctx.note(Note::KnowsItIsOut { order });
        } else {
            self.ctx.note(Note::Ignores { from: BROKER, order });
        }
        self.stop_retrying();
    }

    fn on_prepared(&mut self, order: Order) {
        let word = if self.transact(order) { Word::Commit } else { Word::Rollback };
        self.say(word, order);
        self.stop_retrying();
    }

    /// Its rows tell. What waits in memory may still be committed, so there is no answer yet.
    fn on_check(&mut self, order: Order) {
        if self.desk.waiting.contains(&order) {
            return self.ctx.note(Note::CannotTellYet { order });
        }
        let committed = self.shop.rows.contains(&order);
        self.ctx.note(Note::TellsWhatItKnows { order, committed });
        self.say(if committed { Word::Commit } else { Word::Rollback }, order);
    }

    fn retry(&mut self) {
        let (waiting, owed) = (self.desk.waiting.clone(), self.desk.owed.clone());
        let count = (waiting.len() + owed.len()) as u64;
        if count == 0 {
            return;
        }
        self.ctx.note(Note::SendsAgain { count });
        let half = self.room.method == Method::HalfMessage;
        for order in waiting.iter() {
            self.say(if half { Word::Prepare } else { Word::Publish }, *order);
        }
        for order in owed.iter() {
            self.say(Word::Publish, *order);
        }
        self.set_timer(Timer::Retry, self.room.retry);
    }

    fn stop_retrying(&mut self) {
        if self.desk.waiting.is_empty() && self.desk.owed.is_empty() {
            self.ctx.cancel_timer(Timer::Retry);
        }
    }
}
