//! How a client reacts: the stock client in this room's words.

use super::HashRing;
use super::message::{Message, Outcome, Response, Timer, Wish};
use super::note::{Ignored, Note};
use crate::client::{Call, Client, Numbers, Turn};
use crate::protocol::{Context, Delay, Input, NodeId};
use crate::shared::Rc;

/// A client for the length of one step.
pub(super) struct Asker<'a, 'c> {
    pub(super) room: &'a HashRing,
    pub(super) numbers: &'a mut Numbers,
    pub(super) client: &'a mut Client<Wish>,
    pub(super) ctx: &'a mut Context<'c, HashRing>,
}

impl Asker<'_, '_> {
    pub(super) fn step(&mut self, input: Input<HashRing>) {
        match input {
            Input::Ask(wish) => self.on_wish(wish),
            Input::Fire(Timer::Retry) => self.on_patience_ended(),
            Input::Fire(_) => {}
            Input::Deliver { from, message: Message::Reply { serial, outcome } } => {
                self.on_reply(from, serial, outcome);
            }
            Input::Deliver { from, message: Message::Redirect { serial, to } } => {
                self.on_redirect(from, serial, to);
            }
            Input::Deliver { from, .. } | Input::Closed { peer: from } => {
                self.ctx.note(Note::Ignores { from, what: Ignored::Foreign });
            }
        }
    }

    fn on_wish(&mut self, wish: Wish) {
        match self.client.ask(self.numbers, wish) {
            Some(call) => self.ask_first(call),
            None => {
                let (Some(wish), Some(open)) = (self.client.queue.last(), &self.client.open) else {
                    return;
                };
                self.ctx.note(Note::Queues { wish: wish.clone(), open: open.serial });
            }
        }
    }

    fn ask_first(&mut self, call: Call<Wish>) {
        let (to, wish, serial) = (self.whom(&call), call.op.clone(), call.serial);
        self.ctx.note(Note::Asks { to, wish, serial });
        self.ask(&call);
    }

    /// Keys are the router's or the nodes' business, memberships the authority's.
    fn whom(&self, call: &Call<Wish>) -> NodeId {
        match *call.op {
            Wish::Op(_) if self.room.router().is_some() => self.room.router().unwrap_or_default(),
            Wish::Op(_) if self.room.is_storage(call.to) => call.to,
            Wish::Op(_) => self.room.first(),
            Wish::Change(_) => self.room.authority(),
        }
    }

    fn ask(&mut self, call: &Call<Wish>) {
        let serial = call.serial;
        let message = match &*call.op {
            Wish::Op(op) => Message::Request { serial, op: Rc::new(op.clone()) },
            Wish::Change(change) => Message::Change { serial, change: change.clone() },
        };
        self.ctx.send(self.whom(call), message);
        self.ctx.set_timer(Timer::Retry, Delay::exactly(self.room.retry));
    }

    fn on_patience_ended(&mut self) {
        if let Some(call) = self.client.retry(self.room.nodes + self.room.spares) {
            let (to, wish) = (self.whom(&call), call.op.clone());
            let (serial, tries) = (call.serial, call.tries);
            self.ctx.note(Note::Retries { to, wish, serial, tries });
            self.ask(&call);
        }
    }

    fn on_redirect(&mut self, from: NodeId, serial: u64, to: Option<NodeId>) {
        match self.client.redirected(serial, to) {
            Turn::Ask(call) => {
                self.ctx.note(Note::Turns { to: call.to, serial });
                self.ask(&call);
            }
            Turn::Wait => self.ctx.note(Note::Waits { from }),
            Turn::Stale => self.ctx.note(Note::Ignores { from, what: Ignored::Reply }),
        }
    }

    fn on_reply(&mut self, from: NodeId, serial: u64, outcome: Outcome) {
        let Some(Call { op: wish, tries, .. }) = self.client.replied(from, serial) else {
            return self.ctx.note(Note::Ignores { from, what: Ignored::Reply });
        };
        self.ctx.cancel_timer(Timer::Retry);
        let told = (wish.clone(), outcome.clone());
        self.ctx.note(Note::IsAnswered { from, wish: told.0, outcome: told.1, tries });
        self.ctx.respond(Response { serial, wish, outcome });
        if let Some(call) = self.client.next(self.numbers) {
            self.ask_first(call);
        }
    }
}
