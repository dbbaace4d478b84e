//! How a client reacts: the stock client in this room's words.

use super::message::{Message, Op, Outcome, Response, Timer};
use super::note::Note;
use super::{Flaw, ReplicatedCounter};
use crate::client::{Call, Client, Numbers};
use crate::protocol::{Context, Delay, Input, NodeId};
use crate::replicas::Replicas;

/// A client for the length of one step.
pub(super) struct Asker<'a, 'c> {
    pub(super) room: &'a ReplicatedCounter,
    pub(super) numbers: &'a mut Numbers,
    pub(super) client: &'a mut Client<Op>,
    pub(super) ctx: &'a mut Context<'c, ReplicatedCounter>,
}

impl Asker<'_, '_> {
    pub(super) fn step(&mut self, input: Input<ReplicatedCounter>) {
        match input {
            Input::Ask(op) => self.on_wish(op),
            Input::Fire(Timer::Retry) => self.on_patience_ended(),
            Input::Fire(_) => {}
            Input::Deliver { from, message: Message::Reply { serial, outcome } } => {
                self.on_reply(from, serial, outcome);
            }
            Input::Deliver { from, .. } | Input::Closed { peer: from } => {
                self.ctx.note(Note::Ignores { from });
            }
        }
    }

    fn on_wish(&mut self, op: Op) {
        match self.client.ask(self.numbers, op) {
            Some(call) => self.ask_first(&call),
            None => {
                let open = self.client.open.as_ref().map_or(0, |open| open.serial);
                self.ctx.note(Note::Queues { op, open });
            }
        }
    }

    fn ask_first(&mut self, call: &Call<Op>) {
        let (to, op, serial) = (self.whom(call), *call.op, call.serial);
        self.ctx.note(Note::Asks { to, op, serial });
        self.ask(call);
    }

    /// A client keeps to its replica, whose disk remembers what it did last. Another one could not
    /// tell a retry from a new wish.
    fn whom(&self, call: &Call<Op>) -> NodeId {
        match self.room.has(Flaw::RetriesElsewhere) {
            true => call.to,
            false => self.room.home(self.ctx.me()),
        }
    }

    fn ask(&mut self, call: &Call<Op>) {
        let message = Message::Request { serial: call.serial, op: *call.op };
        self.ctx.send(self.whom(call), message);
        self.ctx.set_timer(Timer::Retry, Delay::exactly(self.room.retry));
    }

    fn on_patience_ended(&mut self) {
        let elsewhere = self.room.has(Flaw::RetriesElsewhere);
        let Some(call) = self.client.retry(if elsewhere { self.room.nodes } else { 1 }) else {
            return;
        };
        let (to, op, serial) = (self.whom(&call), *call.op, call.serial);
        self.ctx.note(match elsewhere {
            true => Note::RetriesElsewhere { to, op, serial },
            false => Note::Retries { to, op, serial },
        });
        self.ask(&call);
    }

    fn on_reply(&mut self, from: NodeId, serial: u64, outcome: Outcome) {
        let Some(call) = self.client.replied(from, serial) else {
            return self.ctx.note(Note::Ignores { from });
        };
        let op = *call.op;
        self.ctx.cancel_timer(Timer::Retry);
        self.ctx.note(Note::IsAnswered { from, op, outcome });
        self.ctx.respond(Response { op, outcome });
        if let Some(call) = self.client.next(self.numbers) {
            self.ask_first(&call);
        }
    }
}
