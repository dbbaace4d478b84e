//! How a client reacts: the stock client in this room's words.

use super::TwoPhaseCommit;
use super::job::{Tx, Work};
use super::log::Outcome;
use super::message::{Message, Response, Timer};
use super::note::{Ignored, Note};
use crate::client::{Call, Client, Numbers};
use crate::protocol::{Context, Delay, Input, NodeId};
use alloc::rc::Rc;

/// A client for the length of one step.
pub(super) struct Asker<'a, 'c> {
    pub(super) room: &'a TwoPhaseCommit,
    pub(super) numbers: &'a mut Numbers,
    pub(super) client: &'a mut Client<Work>,
    pub(super) ctx: &'a mut Context<'c, TwoPhaseCommit>,
}

impl Asker<'_, '_> {
    pub(super) fn step(&mut self, input: Input<TwoPhaseCommit>) {
        match input {
            Input::Ask(work) => self.on_wish(work),
            Input::Fire(Timer::Retry) => self.on_patience_ended(),
            Input::Deliver { from, message: Message::Reply { serial, tx, outcome } } => {
                self.on_reply(from, serial, tx, outcome);
            }
            Input::Deliver { from, .. } | Input::Closed { peer: from } => {
                self.ctx.note(Note::Ignores { from, what: Ignored::Foreign });
            }
            Input::Fire(_) => {}
        }
    }

    fn on_wish(&mut self, work: Work) {
        match self.client.ask(self.numbers, work) {
            Some(call) => self.ask_first(call),
            None => {
                let (Some(work), Some(open)) = (self.client.queue.last(), &self.client.open) else {
                    return;
                };
                self.ctx.note(Note::Queues { work: work.clone(), open: open.serial });
            }
        }
    }

    fn ask_first(&mut self, call: Call<Work>) {
        self.ctx.note(Note::Asks { work: call.op.clone(), serial: call.serial });
        self.ask(call);
    }

    fn ask(&mut self, Call { serial, op: work, .. }: Call<Work>) {
        self.ctx.send(TwoPhaseCommit::COORDINATOR, Message::Begin { serial, work });
        self.ctx.set_timer(Timer::Retry, Delay::exactly(self.room.retry));
    }

    fn on_patience_ended(&mut self) {
        // There is one coordinator: the next to be asked is the same one.
        if let Some(call) = self.client.retry(1) {
            let Call { serial, tries, op: work, .. } = call.clone();
            self.ctx.note(Note::Retries { work, serial, tries });
            self.ask(call);
        }
    }

    fn on_reply(&mut self, from: NodeId, serial: u64, tx: Tx, outcome: Outcome) {
        let Some(Call { op, tries, .. }) = self.client.replied(from, serial) else {
            return self.ctx.note(Note::Ignores { from, what: Ignored::Reply });
        };
        self.ctx.cancel_timer(Timer::Retry);
        self.ctx.note(Note::IsAnswered { tx, outcome, tries });
        self.ctx.respond(Response { serial, tx, work: Rc::clone(&op), outcome });
        if let Some(call) = self.client.next(self.numbers) {
            self.ask_first(call);
        }
    }
}
