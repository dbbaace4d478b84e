//! What a client does while it believes that it holds the lock.

use super::message::Timer;
use super::note::Note;
use super::state::Client;
use super::{Flaw, LeaseLock, Witness};
use crate::locks::{self, Access, Answer, Fencing, Heard, Host, Inside, Moment, Served, Story};
use crate::protocol::{Context, Micros, NodeId};
use alloc::string::String;

impl Host for LeaseLock {
    const WORK: Timer = Timer::Work;
    const USE: Timer = Timer::Use;
    const PATIENCE: Timer = Timer::Patience;

    fn fencing(&self) -> Fencing {
        self.fencing
    }

    fn work(&self) -> Micros {
        self.work
    }

    fn patience(&self) -> Micros {
        self.patience
    }

    fn margin(&self) -> Option<Micros> {
        (!self.has(Flaw::SkipsCheck)).then_some(0)
    }

    fn serves(served: Served) -> Note {
        Note::Served(served)
    }

    fn inside(inside: Inside) -> Note {
        Note::Inside(inside)
    }

    fn ignores(from: NodeId) -> Note {
        Note::Ignores(from)
    }

    fn served(note: &Note) -> Option<Served> {
        if let Note::Served(served) = note { Some(*served) } else { None }
    }

    fn story(witness: &Witness) -> &Story {
        &witness.story
    }

    fn called(&self, id: NodeId) -> String {
        self.name(id)
    }
}

impl LeaseLock {
    pub(super) fn on_answer(
        &self,
        client: &mut Client,
        access: Access,
        answer: Answer,
        ctx: &mut Context<'_, Self>,
    ) {
        match locks::hear(self, client, (access, answer), ctx) {
            Heard::Leaves => self.release(client, ctx),
            Heard::LeavesInner => self.leave_inner(client, ctx),
            Heard::Stays => {}
        }
    }

    /// The client counts by itself, so there is nothing to say before it leaves for good.
    fn leave_inner(&self, client: &Client, ctx: &mut Context<'_, Self>) {
        let Some(job) = client.job.as_ref().filter(|_| self.has(Flaw::InnerFrees)) else { return };
        ctx.note(Note::Releases(job.entry));
        self.free_lock(job.entry, ctx);
    }

    /// A timer of the critical section runs out.
    pub(super) fn go_on(&self, client: &mut Client, moment: Moment, ctx: &mut Context<'_, Self>) {
        if locks::pass(self, client, moment, ctx) {
            self.release(client, ctx);
        }
    }
}
