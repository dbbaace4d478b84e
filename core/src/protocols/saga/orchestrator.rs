//! What `o1` does: as orchestrator it drives sagas by its log, as order service it takes orders.

use super::message::{Call, Fact, Message, Outcome, Timer, Verdict};
use super::note::Note;
use super::record::{Progress, Record};
use super::state::{Desk, Log, Order, Post, Step};
use super::{Flaw, Saga};
use crate::protocol::{Context, Delay, Input, NodeId};
use alloc::vec::Vec;

/// `o1` for the length of one step.
pub(super) struct Orders<'a, 'c> {
    pub(super) room: &'a Saga,
    pub(super) log: &'a mut Log,
    pub(super) desk: &'a mut Desk,
    pub(super) ctx: &'a mut Context<'c, Saga>,
}

impl Orders<'_, '_> {
    pub(super) fn step(&mut self, input: Input<Saga>) {
        if self.room.has(Flaw::SendsBeforeLog) {
            self.ctx.lazily();
        }
        let was_empty = self.log.outbox.is_empty();
        match input {
            Input::Deliver { message: Message::Order(order), .. } => self.on_order(order),
            Input::Deliver { from, message: Message::Reply { order, call, verdict } } => {
                self.on_reply(from, order, call, verdict);
            }
            Input::Deliver { from, message: Message::Event { order, fact } } => {
                self.on_event(from, order, fact);
            }
            Input::Deliver { from, message: Message::Ack { order, fact } } => {
                self.log.outbox.remove(&Post { order, fact, to: from });
                self.ctx.note(Note::IsHeard { from, order, fact });
            }
            Input::Deliver { from, .. } | Input::Closed { peer: from } => {
                self.ctx.note(Note::Ignores { from });
            }
            Input::Fire(Timer::Resend(Some(order))) => self.resend(order),
            Input::Fire(Timer::Resend(None)) => self.resend_events(),
            Input::Fire(_) | Input::Ask(_) => {}
        }
        match (was_empty, self.log.outbox.is_empty()) {
            (true, false) => self.set_timer(None),
            (false, true) => self.ctx.cancel_timer(Timer::Resend(None)),
            _ => {}
        }
    }

    /// Goes on from the log, which is all that it knows after a crash.
    pub(super) fn wake(&mut self) {
        let open = self.log.sagas.iter().filter(|(_, record)| record.end.is_none());
        let open: Vec<_> = open.map(|(order, _)| *order).collect();
        if !self.log.sagas.is_empty() {
            self.ctx.note(Note::Resumes { open: open.len() as u64 });
        }
        if !self.room.is_choreographed() {
            open.into_iter().for_each(|order| self.resend(order));
        }
        if !self.log.outbox.is_empty() {
            self.resend_events();
        }
    }

    fn set_timer(&mut self, order: Option<Order>) {
        self.ctx.set_timer(Timer::Resend(order), Delay::exactly(self.room.resend));
    }

    /// Sends again what a saga has no answer to.
    fn resend(&mut self, order: Order) {
        let Some(record) = self.open(order) else { return };
        let calls = record.outstanding(self.room);
        self.ctx.note(Note::SendsAgain { count: calls.len() as u64 });
        for call in calls {
            self.ctx.send(call.step().service(), Message::Command { order, call });
        }
        self.set_timer(Some(order));
    }

    fn resend_events(&mut self) {
        self.ctx.note(Note::SendsAgain { count: self.log.outbox.len() as u64 });
        for Post { order, fact, to } in self.log.outbox.iter().copied() {
            self.ctx.send(to, Message::Event { order, fact });
        }
        self.set_timer(None);
    }

    fn on_order(&mut self, order: Order) {
        match self.log.sagas.get(&order).map(|record| record.end) {
            Some(Some(outcome)) if !self.desk.contains_key(&order) => {
                self.ctx.note(Note::AnswersAgain { order, outcome });
                self.answer(order, outcome);
            }
            Some(_) => self.ctx.note(Note::IsAtIt { order }),
            None => self.begin(order),
        }
    }

    fn begin(&mut self, order: Order) {
        self.log.sagas.insert(order, Record::default());
        self.ctx.note(Note::Logs { order });
        if self.room.has(Flaw::TellsEarly) {
            self.ctx.note(Note::TellsEarly { order });
            self.answer(order, Outcome::Bought);
        }
        if self.room.is_choreographed() {
            for to in self.room.readers(Fact::Placed) {
                self.log.outbox.insert(Post { order, fact: Fact::Placed, to });
                self.ctx.send(to, Message::Event { order, fact: Fact::Placed });
            }
        } else {
            self.drive(order, &|_| {});
        }
    }

    fn answer(&mut self, order: Order, outcome: Outcome) {
        self.ctx.send(order.client, Message::Answer { order, outcome });
    }

    /// The saga, if it is under way.
    fn open(&self, order: Order) -> Option<Record> {
        let known = self.desk.get(&order).or_else(|| self.log.sagas.get(&order));
        known.copied().filter(|record| record.end.is_none())
    }

    /// Lets a saga change and go on; its log is written before anything of it is sent.
    fn drive(&mut self, order: Order, change: &dyn Fn(&mut Record)) {
        let Some(mut record) = self.open(order) else { return };
        let before = record.outstanding(self.room);
        change(&mut record);
        if record.advance(self.room) {
            self.ctx.note(Note::TakesBack { order });
            if self.room.has(Flaw::ForgetsCompensation) {
                let over = Record { end: Some(Outcome::Refused), ..record };
                self.log.sagas.insert(order, over);
                self.desk.insert(order, record);
            }
        }
        self.write(order, record);
        let calls = record.outstanding(self.room);
        match calls.is_empty() {
            true => self.ctx.cancel_timer(Timer::Resend(Some(order))),
            false => self.set_timer(Some(order)),
        }
        for call in calls.into_iter().filter(|call| !before.contains(call)) {
            self.ctx.note(Note::Commands { order, call });
            self.ctx.send(call.step().service(), Message::Command { order, call });
            if let Call::Undo(step) = call
                && self.room.has(Flaw::UndoesOnce)
            {
                self.drive(order, &|record| record.steps[step as usize] = Progress::Undone);
            }
        }
    }

    fn write(&mut self, order: Order, record: Record) {
        let forgotten = self.desk.contains_key(&order);
        match (forgotten, record.end) {
            (true, None) => _ = self.desk.insert(order, record),
            (true, Some(_)) => _ = self.desk.remove(&order),
            (false, _) => _ = self.log.sagas.insert(order, record),
        }
        if let Some(outcome) = record.end {
            self.ctx.note(Note::Ends { order, outcome });
            self.answer(order, outcome);
        }
    }

    fn on_reply(&mut self, from: NodeId, order: Order, call: Call, verdict: Verdict) {
        let record =
            self.open(order).filter(|record| record.outstanding(self.room).contains(&call));
        let progress = match (call, verdict) {
            _ if record.is_none() => return self.ctx.note(Note::Ignores { from }),
            (_, Verdict::Later) => return self.ctx.note(Note::IsPutOff { order, call }),
            (Call::Do(_), Verdict::Done) => Some(Progress::Done),
            (Call::Do(_), Verdict::Refused) => Some(Progress::Refused),
            (Call::Undo(_), _) => Some(Progress::Undone),
            (Call::Confirm, _) => None,
        };
        self.ctx.note(Note::Hears { order, call, verdict });
        self.drive(order, &|record| match progress {
            Some(progress) => record.steps[call.step() as usize] = progress,
            None => record.conclude(),
        });
    }

    /// Choreographed: all that `o1` listens to is how an order ends.
    fn on_event(&mut self, from: NodeId, order: Order, fact: Fact) {
        self.ctx.send(from, Message::Ack { order, fact });
        let outcome = match fact {
            Fact::Done(Step::Ship) => Outcome::Bought,
            _ => Outcome::Refused,
        };
        let Some(record) = self.open(order) else { return self.ctx.note(Note::Ignores { from }) };
        self.write(order, Record { end: Some(outcome), ..record });
    }
}
