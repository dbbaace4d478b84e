//! What a service does: it performs calls under their keys, by command or by event.

use super::ledger::{Books, Deed, Status};
use super::message::{Call, Fact, Message, Timer, Verdict};
use super::note::Note;
use super::state::{Job, Order, Post, Step};
use super::{Flaw, Saga};
use crate::protocol::{Context, Delay, Input, MS, NodeId};
use alloc::vec::Vec;

/// How long a service that answers first takes until it does the work.
const WORK: Delay = Delay::exactly(20 * MS);

/// A service for the length of one step.
pub(super) struct Service<'a, 'c> {
    pub(super) room: &'a Saga,
    pub(super) step: Step,
    pub(super) books: &'a mut Books,
    pub(super) jobs: &'a mut Vec<Job>,
    pub(super) ctx: &'a mut Context<'c, Saga>,
}

impl Service<'_, '_> {
    pub(super) fn handle(&mut self, input: Input<Saga>) {
        let was_empty = self.books.outbox.is_empty();
        match input {
            Input::Deliver { from, message: Message::Command { order, call } } => {
                self.on_command(from, order, call);
            }
            Input::Deliver { from, message: Message::Event { order, fact } } => {
                self.on_event(from, order, fact);
            }
            Input::Deliver { from, message: Message::Ack { order, fact } } => {
                self.books.outbox.remove(&Post { order, fact, to: from });
                self.ctx.note(Note::IsHeard { from, order, fact });
            }
            Input::Deliver { from, .. } | Input::Closed { peer: from } => {
                self.ctx.note(Note::Ignores { from });
            }
            Input::Fire(Timer::Resend(None)) => return self.resend(),
            Input::Fire(Timer::Work) => self.work(),
            Input::Fire(Timer::Resend(Some(_)) | Timer::Retry) | Input::Ask(_) => {}
        }
        match (was_empty, self.books.outbox.is_empty()) {
            (true, false) => self.set_timer(),
            (false, true) => self.ctx.cancel_timer(Timer::Resend(None)),
            _ => {}
        }
    }

    pub(super) fn wake(&mut self) {
        if !self.books.ledger.is_empty() {
            let events = self.books.outbox.len() as u64;
            self.ctx.note(Note::IsBack { events });
        }
        if !self.books.outbox.is_empty() {
            self.resend();
        }
    }

    fn set_timer(&mut self) {
        self.ctx.set_timer(Timer::Resend(None), Delay::exactly(self.room.resend));
    }

    fn resend(&mut self) {
        self.ctx.note(Note::SendsAgain { count: self.books.outbox.len() as u64 });
        for Post { order, fact, to } in self.books.outbox.iter().copied() {
            self.ctx.send(to, Message::Event { order, fact });
        }
        self.set_timer();
    }

    fn on_command(&mut self, from: NodeId, order: Order, call: Call) {
        if self.room.has(Flaw::AcknowledgesFirst) {
            self.put_off(Job::Command(order, call));
            return self.ctx.send(from, Message::Reply { order, call, verdict: Verdict::Done });
        }
        let verdict = self.perform(order, call).verdict;
        self.ctx.send(from, Message::Reply { order, call, verdict });
    }

    fn on_event(&mut self, from: NodeId, order: Order, fact: Fact) {
        let dealt = match self.room.has(Flaw::AcknowledgesFirst) {
            true => {
                self.put_off(Job::Event(order, fact));
                true
            }
            false => self.react(order, fact),
        };
        // Without an acknowledgement the event comes again, until it can be dealt with.
        if dealt {
            self.ctx.send(from, Message::Ack { order, fact });
        }
    }

    fn put_off(&mut self, job: Job) {
        self.ctx.note(Note::AcknowledgesFirst { order: job.order() });
        if self.jobs.is_empty() {
            self.ctx.set_timer(Timer::Work, WORK);
        }
        self.jobs.push(job);
    }

    fn work(&mut self) {
        for job in core::mem::take(self.jobs) {
            match job {
                Job::Command(order, call) => _ = self.perform(order, call),
                Job::Event(order, fact) => _ = self.react(order, fact),
            }
        }
    }

    /// Does what an event asks for, and says whether that is dealt with.
    fn react(&mut self, order: Order, fact: Fact) -> bool {
        if self.step == Step::Ship && self.room.forks() && !self.joins(order, fact) {
            self.ctx.note(Note::WaitsForOther { order, fact });
            return true;
        }
        let call = Saga::reaction(self.step, fact);
        let deed = self.perform(order, call);
        let careless = self.room.has(Flaw::UndoesOnce) && call == Call::Undo(self.step);
        let verdict = if careless { Verdict::Done } else { deed.verdict };
        if deed.fresh
            && let Some(fact) = Saga::news(call, verdict)
        {
            self.publish(order, fact);
        }
        verdict != Verdict::Later
    }

    /// Whether both of the events that shipping waits for are there.
    fn joins(&mut self, order: Order, fact: Fact) -> bool {
        let mut entry = self.books.entry(&order);
        let first = *entry.heard.get_or_insert(fact);
        self.books.ledger.insert(order, entry);
        first != fact
    }

    /// Puts an event into the outbox, in the disk write of what it tells, and sends it.
    fn publish(&mut self, order: Order, fact: Fact) {
        for to in self.room.readers(fact) {
            self.books.outbox.insert(Post { order, fact, to });
            self.ctx.send(to, Message::Event { order, fact });
        }
    }

    fn perform(&mut self, order: Order, call: Call) -> Deed {
        let before = self.books.entry(&order);
        let deed = self.books.perform(self.room, order, call);
        let step = self.step;
        let after = self.books.entry(&order);
        self.ctx.note(match (call, deed.verdict) {
            _ if !deed.fresh => Note::Knows { order, call },
            (Call::Do(_), Verdict::Done) if before.done > 0 => Note::DoesAgain { order, step },
            (Call::Do(_), Verdict::Done) => Note::Does { order, step },
            (Call::Do(_), Verdict::Refused) => Note::Refuses { order, step },
            (Call::Do(Step::Reserve), Verdict::Later) => Note::FindsPending { order },
            (_, Verdict::Later) => Note::CannotYet { order, call, failures: after.failures },
            (Call::Undo(_), _) if after.status == Status::Cancelled => {
                Note::RulesOut { order, step }
            }
            (Call::Undo(_), _) if before.stands() < 1 => Note::UndoesBlindly { order, step },
            (Call::Undo(_), _) => Note::Undoes { order, step },
            (Call::Confirm, _) => Note::Confirms { order },
        });
        deed
    }
}
