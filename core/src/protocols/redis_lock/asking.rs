//! A client's first half: it asks for the lock until it has it, or has waited long enough.

use super::message::{Command, Message, Reply, Timer};
use super::note::Note;
use super::state::{Client, Held, Job, Phase};
use super::{Flaw, REDIS, RedisLock, STORAGE};
use crate::client::Numbers;
use crate::locks::{Entry, Host, Request, Response, Section};
use crate::protocol::{Context, Delay};

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
            ctx.set_timer(Timer::Wait, Delay::exactly(self.wait));
        }
        let phase = self.attempt(numbers, ctx);
        client.job = Some(Job { request, phase });
    }

    /// Asks for the lock, under a name that was never used.
    fn attempt(&self, numbers: &mut Numbers, ctx: &mut Context<'_, Self>) -> Phase {
        numbers.serial += 1;
        let entry = Entry { client: ctx.me(), number: numbers.serial };
        let apart = self.has(Flaw::ExpiresApart) || self.has(Flaw::NeverExpires);
        let ttl = (!apart).then_some(self.ttl);
        let command = Command::Set { nx: !self.has(Flaw::SetWithoutNx), ttl };
        ctx.note(Note::Asks(entry));
        self.order(entry, command, ctx);
        ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
        Phase::Asking { entry, at: ctx.monotonic() }
    }

    pub(super) fn order(&self, entry: Entry, command: Command, ctx: &mut Context<'_, Self>) {
        ctx.send(REDIS, Message::Command { entry, command });
    }

    pub(super) fn delete(&self, entry: Entry, ctx: &mut Context<'_, Self>) {
        let checked = !self.has(Flaw::DeletesUnchecked);
        ctx.note(Note::Releases(entry));
        self.order(entry, Command::Delete { checked }, ctx);
    }

    pub(super) fn on_reply(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        entry: Entry,
        reply: Reply,
        ctx: &mut Context<'_, Self>,
    ) {
        let job = client.job.as_mut().filter(|job| job.entry() == Some(entry));
        let Some(job) = job else { return ctx.note(Note::Ignores(REDIS)) };
        match (&mut job.phase, reply) {
            (Phase::Asking { at, .. }, Reply::Granted { token }) => {
                let until = match self.has(Flaw::NeverExpires) {
                    true => u64::MAX,
                    false => *at + self.ttl,
                };
                self.enter(job, Section::new(entry, token, job.request.add, until), ctx);
            }
            (Phase::Asking { .. }, Reply::Busy) if job.request.once => {
                ctx.note(Note::Leaves);
                self.finish(numbers, client, Some(Response::Busy), ctx);
            }
            (Phase::Asking { .. }, Reply::Busy) => {
                ctx.note(Note::Rests);
                job.phase = Phase::Resting;
                ctx.cancel_timer(Timer::Patience);
                ctx.set_timer(Timer::Retry, Delay::between(self.pause, 2 * self.pause));
            }
            (Phase::Holding(held), reply) => self.on_renewal(held, reply, ctx),
            (Phase::Releasing { .. }, Reply::Deleted) => {
                ctx.note(Note::IsFree);
                self.finish(numbers, client, None, ctx);
            }
            _ => ctx.note(Note::Ignores(REDIS)),
        }
    }

    fn enter(&self, job: &mut Job, section: Section, ctx: &mut Context<'_, Self>) {
        let lease = section.until.saturating_sub(ctx.monotonic());
        ctx.note(Note::Enters { token: section.token, lease });
        ctx.cancel_timer(Timer::Wait);
        if self.has(Flaw::ExpiresApart) && !self.has(Flaw::NeverExpires) {
            self.order(section.entry, Command::Expire { ttl: self.ttl }, ctx);
        }
        if self.watchdog {
            ctx.set_timer(Timer::Watchdog, Delay::exactly(self.ttl / 3));
        }
        ctx.send(STORAGE, Self::access(section.read()));
        ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
        job.phase = Phase::Holding(Held { section, renewal: (0, 0) });
    }

    pub(super) fn on_retry(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        ctx: &mut Context<'_, Self>,
    ) {
        if let Some(job) = client.job.as_mut().filter(|job| job.phase == Phase::Resting) {
            job.phase = self.attempt(numbers, ctx);
        }
    }

    pub(super) fn on_wait(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        ctx: &mut Context<'_, Self>,
    ) {
        let Some(job) = &client.job else { return };
        match job.phase {
            Phase::Resting => {}
            // Redis may set the lock yet.
            Phase::Asking { entry, .. } => self.delete(entry, ctx),
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
        let Some(job) = &mut client.job else { return };
        match &mut job.phase {
            // The lock may be set under the old name: it must not stand in the way of the new one.
            Phase::Asking { entry, .. } => {
                self.delete(*entry, ctx);
                job.phase = self.attempt(numbers, ctx);
            }
            Phase::Resting => {}
            Phase::Holding(_) => self.go_on(client, Timer::Patience, ctx),
            Phase::Releasing { until, .. } if *until <= ctx.monotonic() => {
                ctx.note(Note::LetsItEnd);
                self.finish(numbers, client, None, ctx);
            }
            Phase::Releasing { entry, .. } => {
                ctx.note(Note::AsksAgain);
                self.delete(*entry, ctx);
                ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
            }
        }
    }

    /// The request is done with; the next one has its turn.
    fn finish(
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
