//! How a client reacts: the stock client in Multi-Paxos's words.

use super::MultiPaxos;
use super::message::{Message, Response, Timer};
use super::note::{Ignored, Note};
use crate::client::{Call, Client, Numbers, Turn};
use crate::kv::{Answer, Op};
use crate::protocol::{Context, Delay, Input, NodeId};
use alloc::rc::Rc;

/// A client for the length of one step.
pub(super) struct Asker<'a, 'c> {
    pub(super) room: &'a MultiPaxos,
    pub(super) numbers: &'a mut Numbers,
    pub(super) client: &'a mut Client<Op>,
    pub(super) ctx: &'a mut Context<'c, MultiPaxos>,
}

impl Asker<'_, '_> {
    pub(super) fn step(&mut self, input: Input<MultiPaxos>) {
        match input {
            Input::Ask(op) => self.on_wish(op),
            Input::Fire(Timer::Retry) => self.on_patience_ended(),
            Input::Deliver { from, message: Message::Reply { serial, answer } } => {
                self.on_reply(from, serial, answer);
            }
            Input::Deliver { from, message: Message::Redirect { serial, leader } } => {
                self.on_redirect(from, serial, leader);
            }
            Input::Deliver { from, .. } | Input::Closed { peer: from } => {
                self.ctx.note(Note::Ignores { from, what: Ignored::Foreign });
            }
            Input::Fire(_) => {}
        }
    }

    fn on_wish(&mut self, op: Op) {
        match self.client.ask(self.numbers, op) {
            Some(call) => self.ask_first(call),
            None => {
                let (Some(op), Some(open)) = (self.client.queue.last(), &self.client.open) else {
                    return;
                };
                self.ctx.note(Note::Queues { op: op.clone(), open: open.serial });
            }
        }
    }

    fn ask_first(&mut self, call: Call<Op>) {
        self.ctx.note(Note::Asks { server: call.to, op: call.op.clone(), serial: call.serial });
        self.ask(call);
    }

    fn ask(&mut self, Call { serial, op, to, .. }: Call<Op>) {
        self.ctx.send(to, Message::Request { serial, op });
        self.ctx.set_timer(Timer::Retry, Delay::exactly(self.room.retry));
    }

    fn on_patience_ended(&mut self) {
        if let Some(call) = self.client.retry(self.room.nodes) {
            let Call { serial, op, to: server, tries } = call.clone();
            self.ctx.note(Note::Retries { server, op, serial, tries });
            self.ask(call);
        }
    }

    fn on_redirect(&mut self, from: NodeId, serial: u64, leader: Option<NodeId>) {
        match self.client.redirected(serial, leader) {
            Turn::Ask(call) => {
                self.ctx.note(Note::Turns { server: call.to, serial });
                self.ask(call);
            }
            Turn::Wait => self.ctx.note(Note::Waits { server: from }),
            Turn::Stale => self.ctx.note(Note::Ignores { from, what: Ignored::Reply }),
        }
    }

    fn on_reply(&mut self, from: NodeId, serial: u64, answer: Answer) {
        let Some(Call { op, tries, .. }) = self.client.replied(from, serial) else {
            return self.ctx.note(Note::Ignores { from, what: Ignored::Reply });
        };
        self.ctx.cancel_timer(Timer::Retry);
        let told = (Rc::clone(&op), answer.clone());
        self.ctx.note(Note::IsAnswered { server: from, op: told.0, answer: told.1, tries });
        self.ctx.respond(Response { serial, op, answer });
        if let Some(call) = self.client.next(self.numbers) {
            self.ask_first(call);
        }
    }
}
