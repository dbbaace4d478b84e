//! What the warehouse does: it sends a parcel for every event, once.

use super::message::{Message, Timer, Word};
use super::note::Note;
use super::state::{Order, Warehouse};
use super::{BROKER, Flaw, Outbox};
use crate::protocol::{Context, Delay, Input, MS};
use alloc::vec::Vec;

/// How long a warehouse that does its work later takes for it.
const WORK: Delay = Delay::exactly(20 * MS);

/// The warehouse for the length of one step.
pub(super) struct Packer<'a, 'c> {
    pub(super) room: &'a Outbox,
    pub(super) warehouse: &'a mut Warehouse,
    pub(super) jobs: &'a mut Vec<Order>,
    pub(super) ctx: &'a mut Context<'c, Outbox>,
}

impl Packer<'_, '_> {
    pub(super) fn step(&mut self, input: Input<Outbox>) {
        match input {
            Input::Deliver { message: Message { word: Word::Deliver, order }, .. } => {
                self.on_event(order);
            }
            Input::Deliver { from, message: Message { order, .. } } => {
                self.ctx.note(Note::Ignores { from, order });
            }
            Input::Fire(Timer::Work) => self.work(),
            Input::Fire(_) | Input::Ask(_) | Input::Closed { .. } => {}
        }
    }

    fn on_event(&mut self, order: Order) {
        if self.room.has(Flaw::AcknowledgesFirst) {
            self.ctx.note(Note::AcknowledgesFirst { order });
            self.acknowledge(order);
            return self.put_off(order);
        }
        if self.warehouse.inbox.contains(&order) && !self.room.has(Flaw::NoInbox) {
            self.ctx.note(Note::Knows { order });
            return self.acknowledge(order);
        }
        if self.room.has(Flaw::MarksFirst) {
            self.warehouse.inbox.insert(order);
            self.ctx.note(Note::MarksFirst { order });
            return self.put_off(order);
        }
        self.send_parcel(order);
        self.acknowledge(order);
    }

    /// The effect and the inbox's record are one disk write.
    fn send_parcel(&mut self, order: Order) {
        self.warehouse.inbox.insert(order);
        let parcels = self.warehouse.parcels.get_or_insert(order, 0);
        *parcels = parcels.saturating_add(1);
        let again = *parcels > 1;
        self.warehouse.shelf -= 1;
        self.ctx.note(if again {
            Note::SendsAnother { order }
        } else {
            Note::SendsParcel { order }
        });
    }

    fn acknowledge(&mut self, order: Order) {
        self.ctx.send(BROKER, Message { word: Word::Ack, order });
    }

    fn put_off(&mut self, order: Order) {
        if self.jobs.is_empty() {
            self.ctx.set_timer(Timer::Work, WORK);
        }
        self.jobs.push(order);
    }

    fn work(&mut self) {
        for order in core::mem::take(self.jobs) {
            if self.room.has(Flaw::MarksFirst) {
                self.send_parcel(order);
                self.acknowledge(order);
            } else if self.warehouse.inbox.contains(&order) {
                self.ctx.note(Note::Knows { order });
            } else {
                self.send_parcel(order);
            }
        }
    }
}
