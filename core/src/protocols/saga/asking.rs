//! How a client reacts: the stock client in this room's words.

use super::message::{Message, Outcome, Response, Timer, Wish};
use super::note::Note;
use super::state::Order;
use super::{ORDERS, Saga};
use crate::client::{Call, Client, Numbers};
use crate::protocol::{Context, Delay, Input};

/// A client for the length of one step.
pub(super) struct Asker<'a, 'c> {
    pub(super) room: &'a Saga,
    pub(super) numbers: &'a mut Numbers,
    pub(super) client: &'a mut Client<Wish>,
    pub(super) ctx: &'a mut Context<'c, Saga>,
}

impl Asker<'_, '_> {
    pub(super) fn step(&mut self, input: Input<Saga>) {
        match input {
            Input::Ask(wish) => {
                let call = self.client.ask(self.numbers, wish);
                match call {
                    Some(call) => self.ask_first(&call),
                    None => self.ctx.note(Note::Queues),
                }
            }
            Input::Fire(Timer::Retry) => {
                if let Some(call) = self.client.retry(1) {
                    let order = self.ask(&call);
                    self.ctx.note(Note::Retries { order });
                }
            }
            Input::Fire(_) => {}
            Input::Deliver { message: Message::Answer { order, outcome }, .. } => {
                self.on_answer(order, outcome);
            }
            Input::Deliver { from, .. } | Input::Closed { peer: from } => {
                self.ctx.note(Note::Ignores { from });
            }
        }
    }

    fn ask_first(&mut self, call: &Call<Wish>) {
        let order = self.ask(call);
        self.ctx.note(Note::Buys { order });
    }

    fn ask(&mut self, call: &Call<Wish>) -> Order {
        let order = Order { client: self.ctx.me(), number: call.serial, abroad: call.op.abroad };
        self.ctx.send(ORDERS, Message::Order(order));
        self.ctx.set_timer(Timer::Retry, Delay::exactly(self.room.retry));
        order
    }

    fn on_answer(&mut self, order: Order, outcome: Outcome) {
        if self.client.replied(ORDERS, order.number).is_none() {
            return self.ctx.note(Note::Ignores { from: ORDERS });
        }
        self.ctx.cancel_timer(Timer::Retry);
        self.ctx.note(Note::IsTold { order, outcome });
        self.ctx.respond(Response { order, outcome });
        if let Some(call) = self.client.next(self.numbers) {
            self.ask_first(&call);
        }
    }
}
