//! A client's first half: it asks for the lock until it has it, or has waited long enough.

use super::message::{Ask, Message, Timer};
use super::note::Note;
use super::settings::System;
use super::state::{Client, Held, Job, Phase};
use super::{Flaw, LeaseLock, SERVICE};
use crate::client::Numbers;
use crate::locks::{self, Entry, Request, Response, Section};
use crate::protocol::{Context, Delay, Micros};

impl LeaseLock {
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

    pub(super) fn begin(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        request: Request,
        ctx: &mut Context<'_, Self>,
    ) {
        numbers.serial += 1;
        let entry = Entry { client: ctx.me(), number: numbers.serial };
        if !request.once {
            ctx.set_timer(Timer::Wait, Delay::exactly(request.patience(self.wait)));
        }
        client.job = Some(Job { request, entry, phase: Phase::Opening });
        if self.system == System::Row || client.lease.id.is_some() {
            self.acquire_lock(client, ctx.monotonic(), ctx);
        } else {
            self.open(client, ctx);
        }
    }

    /// Asks for the lock. A lease that comes with it counts from `at`, when it was asked for first.
    pub(super) fn acquire_lock(
        &self,
        client: &mut Client,
        at: Micros,
        ctx: &mut Context<'_, Self>,
    ) {
        let Some(job) = &mut client.job else { return };
        job.phase = Phase::Acquiring(at);
        ctx.note(Note::Asks(job.entry));
        self.ask(Ask::Acquire { lease: client.lease.id, entry: job.entry }, ctx);
    }

    pub(super) fn on_placed(
        &self,
        client: &mut Client,
        revision: u64,
        first: bool,
        ctx: &mut Context<'_, Self>,
    ) {
        let Some(job) = &client.job else { return };
        if first {
            self.enter(client, revision, ctx);
        } else if job.request.once {
            ctx.note(Note::Leaves);
            ctx.respond(Response::Busy);
            self.release(client, ctx);
        } else {
            ctx.note(Note::Looks(revision));
            self.look(client, ctx);
        }
    }

    pub(super) fn look(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(job) = &mut client.job else { return };
        job.phase = Phase::Looking;
        self.ask(Ask::Before { entry: job.entry }, ctx);
    }

    /// The key before its own: the lock is its own if there is none.
    pub(super) fn on_next(
        &self,
        client: &mut Client,
        on: Option<u64>,
        revision: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        match on {
            Some(on) => self.watch(client, on, revision, ctx),
            None => self.enter(client, revision, ctx),
        }
    }

    fn watch(&self, client: &mut Client, on: u64, own: u64, ctx: &mut Context<'_, Self>) {
        let Some(job) = &mut client.job else { return };
        ctx.note(Note::Watches(on));
        job.phase = Phase::Waiting { on, own, watched: false };
        self.ask(Ask::Watch { on, from: !self.has(Flaw::WatchesLate) }, ctx);
    }

    pub(super) fn on_watching(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(job) = &mut client.job else { return };
        if let Phase::Waiting { on, watched, .. } = &mut job.phase {
            *watched = true;
            ctx.note(Note::WillBeTold(*on));
        }
    }

    /// What it waits for is gone. That does not say that nothing else is before it.
    pub(super) fn on_gone(
        &self,
        client: &mut Client,
        on: u64,
        own: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        if self.has(Flaw::SkipsQueue) && own > 0 {
            ctx.note(Note::Jumps(own));
            return self.enter(client, own, ctx);
        }
        ctx.note(Note::Wakes(on));
        match self.system {
            System::Etcd => self.look(client, ctx),
            _ => self.acquire_lock(client, ctx.monotonic(), ctx),
        }
    }

    pub(super) fn on_busy(
        &self,
        client: &mut Client,
        on: Option<u64>,
        ctx: &mut Context<'_, Self>,
    ) {
        let Some(job) = &mut client.job else { return };
        match on {
            _ if job.request.once => {
                ctx.note(Note::Leaves);
                ctx.respond(Response::Busy);
                self.finish(client, ctx);
            }
            Some(on) => self.watch(client, on, 0, ctx),
            None => {
                ctx.note(Note::Rests);
                job.phase = Phase::Resting;
                ctx.set_timer(Timer::Retry, Delay::between(self.pause, 2 * self.pause));
            }
        }
    }

    fn enter(&self, client: &mut Client, revision: u64, ctx: &mut Context<'_, Self>) {
        let Some(job) = &mut client.job else { return };
        let until = match (self.system, job.phase) {
            (System::Row, _) if self.has(Flaw::NoLease) => Micros::MAX,
            (System::Row, Phase::Acquiring(at)) => at + self.ttl,
            _ => client.lease.until,
        };
        let token = match client.lease.id {
            Some(lease) if self.has(Flaw::LeaseAsToken) => lease,
            _ => revision,
        };
        ctx.note(Note::Enters { revision, token });
        ctx.cancel_timer(Timer::Wait);
        if self.system == System::Row {
            ctx.set_timer(Timer::Keep, Delay::exactly(self.keep));
        }
        let mut section = Section::new(job.entry, token, job.request.add, until);
        locks::begin(self, &mut section, job.request.nested, ctx);
        job.phase = Phase::Holding(Held { section, renewal: (0, 0) });
    }

    pub(super) fn on_wait(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(job) = &client.job else { return };
        if matches!(job.phase, Phase::Holding(_) | Phase::Releasing) {
            return;
        }
        ctx.note(Note::GivesUp);
        ctx.respond(Response::TimedOut);
        match job.phase {
            Phase::Opening | Phase::Resting => self.finish(client, ctx),
            _ if self.has(Flaw::Abandons) => self.finish(client, ctx),
            // The service may have a key of it.
            _ => self.release(client, ctx),
        }
    }

    /// Frees the lock, or leaves the queue. A key goes with its lease.
    pub(super) fn release(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(job) = &mut client.job else { return };
        if self.system == System::Row {
            ctx.cancel_timer(Timer::Keep);
        } else if client.lease.id.is_none() && !self.has(Flaw::FreesAny) {
            return self.finish(client, ctx);
        }
        job.phase = Phase::Releasing;
        ctx.note(Note::Releases(job.entry));
        self.free_lock(job.entry, ctx);
    }

    pub(super) fn free_lock(&self, entry: Entry, ctx: &mut Context<'_, Self>) {
        self.ask(Ask::Free { entry, checked: !self.has(Flaw::FreesAny) }, ctx);
    }

    /// The request is done with.
    pub(super) fn finish(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        ctx.cancel_timer(Timer::Wait);
        ctx.cancel_timer(Timer::Retry);
        client.job = None;
    }

    pub(super) fn ask(&self, ask: Ask, ctx: &mut Context<'_, Self>) {
        ctx.send(SERVICE, Message::Ask(ask));
    }
}
