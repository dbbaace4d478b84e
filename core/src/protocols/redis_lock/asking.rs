//! A client's first half: it asks for the lock until it has it, or has waited long enough.

use super::message::{Command, Timer};
use super::note::Note;
use super::state::{Client, Held, Job, Phase, Votes};
use super::{Flaw, RedisLock};
use crate::client::Numbers;
use crate::locks::{self, Entry, Moment, Request, Response, Section, Stage};
use crate::protocol::{Context, Delay, NodeId};

impl RedisLock {
    pub(super) fn on_ask(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        request: Request,
        ctx: &mut Context<'_, Self>,
    ) {
        if client.job.is_some() {
            ctx.note(Note::Queues(request));
            client.wishes.push(request);
        } else {
            self.begin(numbers, client, request, ctx);
        }
    }

    fn begin(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        request: Request,
        ctx: &mut Context<'_, Self>,
    ) {
        if !request.once {
            ctx.set_timer(Timer::Wait, Delay::exactly(request.patience(self.wait)));
        }
        let phase = self.attempt(numbers, client.master, ctx);
        client.job = Some(Job { request, phase });
    }

    /// Asks for the lock, under a name that was never used.
    fn attempt(&self, numbers: &mut Numbers, master: NodeId, ctx: &mut Context<'_, Self>) -> Phase {
        numbers.serial += 1;
        let entry = Entry { client: ctx.me(), number: numbers.serial };
        let apart = self.has(Flaw::ExpiresApart) || self.has(Flaw::NeverExpires);
        let ttl = (!apart).then_some(self.ttl);
        let command = Command::Set { nx: !self.has(Flaw::SetWithoutNx), ttl };
        ctx.note(Note::Asks(entry));
        self.order(master, entry, command, ctx);
        ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
        Phase::Asking { entry, at: ctx.monotonic(), votes: Votes::default(), token: 0 }
    }

    pub(super) fn delete(&self, master: NodeId, entry: Entry, ctx: &mut Context<'_, Self>) {
        let checked = !self.has(Flaw::DeletesUnchecked);
        ctx.note(Note::Releases(entry));
        self.order(master, entry, Command::Delete { checked }, ctx);
    }

    /// Waits for a random time: those who divided the instances among themselves must not do so
    /// again.
    pub(super) fn rest(&self, job: &mut Job, ctx: &mut Context<'_, Self>) {
        job.phase = Phase::Resting;
        ctx.cancel_timer(Timer::Patience);
        ctx.set_timer(Timer::Retry, Delay::between(self.pause, 2 * self.pause));
    }

    pub(super) fn enter(
        &self,
        master: NodeId,
        job: &mut Job,
        section: Section,
        ctx: &mut Context<'_, Self>,
    ) {
        let lease = section.until.saturating_sub(ctx.monotonic());
        ctx.note(Note::Enters { token: section.token, lease });
        if self.has(Flaw::ExpiresApart) && !self.has(Flaw::NeverExpires) {
            self.order(master, section.entry, Command::Expire { ttl: self.ttl }, ctx);
        }
        if self.watchdog {
            ctx.set_timer(Timer::Watchdog, Delay::exactly(self.ttl / 3));
        }
        let mut held = Held { section, renewal: (0, 0), votes: Votes::default() };
        // Several instances keep no count: the client does.
        if job.request.nested && self.instances == 1 {
            self.ask_again(master, &mut held, ctx);
        } else {
            ctx.cancel_timer(Timer::Wait);
            locks::begin(self, &mut held.section, job.request.nested, ctx);
        }
        job.phase = Phase::Holding(held);
    }

    pub(super) fn on_retry(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        ctx: &mut Context<'_, Self>,
    ) {
        let master = client.master;
        if let Some(job) = client.job.as_mut().filter(|job| job.phase == Phase::Resting) {
            job.phase = self.attempt(numbers, master, ctx);
        } else {
            self.nest_again(client, ctx);
        }
    }

    pub(super) fn on_wait(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        ctx: &mut Context<'_, Self>,
    ) {
        let master = client.master;
        let Some(job) = &client.job else { return };
        match &job.phase {
            Phase::Resting => {}
            Phase::Holding(held) if held.section.stage == Stage::Nesting => {
                ctx.note(Note::GivesUp);
                ctx.respond(Response::TimedOut);
                return self.release(client, ctx);
            }
            // Redis may set the lock yet.
            Phase::Asking { entry, .. } => self.delete(master, *entry, ctx),
            _ => return,
        }
        ctx.note(Note::GivesUp);
        self.finish(numbers, client, Some(Response::TimedOut), ctx);
    }

    pub(super) fn on_patience(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        ctx: &mut Context<'_, Self>,
    ) {
        let master = client.master;
        let Some(job) = &mut client.job else { return };
        match &mut job.phase {
            // The lock may be set under the old name: it must not stand in the way of the new one.
            Phase::Asking { entry, .. } => {
                self.delete(master, *entry, ctx);
                job.phase = self.attempt(numbers, master, ctx);
                self.ask_who(numbers, ctx);
            }
            Phase::Resting => {}
            Phase::Holding(held) if held.section.stage == Stage::Nesting => {
                self.nest_again(client, ctx);
            }
            Phase::Holding(_) => self.go_on(client, Moment::Silence, ctx),
            Phase::Releasing { until, .. } if *until <= ctx.monotonic() => {
                ctx.note(Note::LetsItEnd);
                self.finish(numbers, client, None, ctx);
            }
            Phase::Releasing { entry, .. } => {
                ctx.note(Note::AsksAgain);
                self.delete(master, *entry, ctx);
                self.ask_who(numbers, ctx);
                ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
            }
        }
    }

    /// The request is done with; the next one has its turn.
    pub(super) fn finish(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        response: Option<Response>,
        ctx: &mut Context<'_, Self>,
    ) {
        response.into_iter().for_each(|response| ctx.respond(response));
        for timer in [Timer::Patience, Timer::Retry, Timer::Wait] {
            ctx.cancel_timer(timer);
        }
        client.job = None;
        if !client.wishes.is_empty() {
            let next = client.wishes.remove(0);
            self.begin(numbers, client, next, ctx);
        }
    }
}
