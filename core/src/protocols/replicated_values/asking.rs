//! How a client reacts: the stock client in this room's words, and what it has seen.

use super::message::{Message, Op, Outcome, Response, Timer};
use super::note::Note;
use super::vector::Context as Seen;
use super::{ReplicatedValues, Type};
use crate::client::{Call, Client, Numbers};
use crate::protocol::{Context, Delay, Input, NodeId};
use crate::replicas::Replicas;
use crate::shared::Rc;

/// A client for the length of one step.
pub(super) struct Asker<'a, 'c> {
    pub(super) room: &'a ReplicatedValues,
    pub(super) numbers: &'a mut Numbers,
    pub(super) client: &'a mut Client<Op>,
    pub(super) seen: &'a mut Seen,
    pub(super) ctx: &'a mut Context<'c, ReplicatedValues>,
}

impl Asker<'_, '_> {
    pub(super) fn step(&mut self, input: Input<ReplicatedValues>) {
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
        if let Some(call) = self.client.ask(self.numbers, op) {
            return self.ask_first(&call);
        }
        if let (Some(op), Some(open)) = (self.client.queue.last(), &self.client.open) {
            self.ctx.note(Note::Queues { op: op.clone(), open: open.serial });
        }
    }

    fn ask_first(&mut self, call: &Call<Op>) {
        let (to, op, serial) = (self.home(), call.op.clone(), call.serial);
        self.ctx.note(Note::Asks { to, op, serial });
        self.ask(call);
    }

    /// A client keeps to its replica, whose disk remembers what it did last. Another one could not
    /// tell a retry from a new wish.
    fn home(&self) -> NodeId {
        self.room.home(self.ctx.me())
    }

    fn ask(&mut self, call: &Call<Op>) {
        let (serial, op, seen) = (call.serial, call.op.clone(), self.seen.clone());
        self.ctx.send(self.home(), Message::Request { serial, op, seen });
        self.ctx.set_timer(Timer::Retry, Delay::exactly(self.room.retry));
    }

    fn on_patience_ended(&mut self) {
        let Some(call) = self.client.retry(1) else { return };
        let (to, op, serial) = (self.home(), call.op.clone(), call.serial);
        self.ctx.note(Note::Retries { to, op, serial });
        self.ask(&call);
    }

    fn on_reply(&mut self, from: NodeId, serial: u64, outcome: Outcome) {
        let Some(Call { op, .. }) = self.client.replied(from, serial) else {
            return self.ctx.note(Note::Ignores { from });
        };
        self.ctx.cancel_timer(Timer::Retry);
        if self.room.kind == Type::Mv {
            see(self.seen, &outcome);
        }
        self.ctx.note(Note::IsAnswered { from, op: Rc::clone(&op), outcome: outcome.clone() });
        self.ctx.respond(Response { op, outcome });
        if let Some(call) = self.client.next(self.numbers) {
            self.ask_first(&call);
        }
    }
}

/// What a client has seen once it is told this.
pub(super) fn see(seen: &mut Seen, outcome: &Outcome) {
    match outcome {
        Outcome::Shown(_, heard) => *seen = Seen::of(heard),
        Outcome::Done(dot) => seen.dot = Some(*dot),
        Outcome::Refused(_) => {}
    }
}
