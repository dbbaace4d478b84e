//! A client's second half: what it does while it believes that it holds the lock.

use super::message::{Command, Reply, Timer};
use super::note::Note;
use super::state::{Client, Held, Phase, Votes, Witness};
use super::{Flaw, RedisLock};
use crate::client::Numbers;
use crate::locks::{self, Access, Answer, Fencing, Heard, Host, Inside, Moment, Served, Story};
use crate::protocol::{Context, Delay, Micros, NodeId};
use alloc::string::String;

impl Host for RedisLock {
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
        (!self.has(Flaw::SkipsCheck)).then_some(self.margin)
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

impl RedisLock {
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

    /// A timer of the critical section runs out.
    pub(super) fn go_on(&self, client: &mut Client, moment: Moment, ctx: &mut Context<'_, Self>) {
        if locks::pass(self, client, moment, ctx) {
            self.release(client, ctx);
        }
    }

    /// Frees the lock.
    pub(super) fn release(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        for timer in [Timer::Watchdog, Timer::Wait, Timer::Retry] {
            ctx.cancel_timer(timer);
        }
        let master = client.master;
        let Some(job) = &mut client.job else { return };
        let Phase::Holding(Held { section, .. }) = job.phase else { return };
        self.delete(master, section.entry, ctx);
        ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
        let (entry, until) = (section.entry, section.until);
        job.phase = Phase::Releasing { entry, until, votes: Votes::default() };
    }

    /// A renewal without an answer may have gone to an instance that is the master no more.
    pub(super) fn on_watchdog(
        &self,
        numbers: &Numbers,
        client: &mut Client,
        ctx: &mut Context<'_, Self>,
    ) {
        let (now, master) = (ctx.monotonic(), client.master);
        let Some(Held { section, renewal, votes }) = held(client) else { return };
        if renewal.0 > 0 && votes.yes.is_empty() {
            self.ask_who(numbers, ctx);
        }
        *renewal = (renewal.0 + 1, now);
        *votes = Votes::default();
        let command = Command::Renew { ttl: self.ttl, number: renewal.0 };
        ctx.note(Note::Renews);
        self.order(master, section.entry, command, ctx);
        ctx.set_timer(Timer::Watchdog, Delay::exactly(self.ttl / 3));
    }

    pub(super) fn on_renewal(
        &self,
        held: &mut Held,
        from: NodeId,
        reply: Reply,
        ctx: &mut Context<'_, Self>,
    ) {
        let (number, at) = held.renewal;
        match reply {
            Reply::Renewed { number: of } if of == number => {
                held.votes.yes.insert(from);
                if held.votes.yes.len() != self.majority() {
                    return ctx.note(Note::Counts(held.votes.yes.len() as u64));
                }
                held.section.until = held.section.until.max(at + self.lease());
                ctx.note(Note::Extends(held.section.until.saturating_sub(ctx.monotonic())));
            }
            Reply::Gone => {
                held.votes.no.insert(from);
                if !self.is_lost(&held.votes) {
                    return ctx.note(Note::Counts(held.votes.yes.len() as u64));
                }
                held.section.until = 0;
                ctx.note(Note::HasLost);
                ctx.cancel_timer(Timer::Watchdog);
            }
            _ => ctx.note(Note::Ignores(from)),
        }
    }
}

/// What a client holds.
fn held(client: &mut Client) -> Option<&mut Held> {
    match &mut client.job.as_mut()?.phase {
        Phase::Holding(held) => Some(held),
        _ => None,
    }
}
