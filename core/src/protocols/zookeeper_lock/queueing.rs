//! A client's way to the lock: a node of its own, and a look at who is before it.

use super::message::{Ask, Timer};
use super::note::Note;
use super::settings::Waiting;
use super::state::{Client, Job, Phase};
use super::{Flaw, ZOOKEEPER, ZookeeperLock};
use crate::client::Numbers;
use crate::locks::{self, Entry, Request, Response, Section};
use crate::protocol::{Context, Delay};

impl ZookeeperLock {
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
        let phase = match client.session.id {
            Some(session) => {
                ctx.note(Note::Asks(entry));
                self.ask(Ask::Create { session, entry }, ctx);
                Phase::Creating
            }
            None => {
                self.connect(client, ctx);
                Phase::Connecting
            }
        };
        client.job = Some(Job { request, entry, phase });
    }

    pub(super) fn on_created(
        &self,
        client: &mut Client,
        entry: Entry,
        node: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        if client.job.as_ref().is_none_or(|job| job.entry != entry) {
            return ctx.note(Note::Ignores(ZOOKEEPER));
        }
        ctx.note(Note::Looks(node));
        self.list(client, ctx);
    }

    /// Asks for all nodes.
    pub(super) fn list(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let (Some(session), Some(job)) = (client.session.id, &mut client.job) else { return };
        job.phase = Phase::Listing;
        self.ask(Ask::List { session, watch: self.waiting == Waiting::Children }, ctx);
    }

    pub(super) fn on_nodes(
        &self,
        client: &mut Client,
        nodes: &[(u64, Entry)],
        ctx: &mut Context<'_, Self>,
    ) {
        let (Some(session), Some(job)) = (client.session.id, &mut client.job) else { return };
        let Some(place) = nodes.iter().position(|(_, entry)| *entry == job.entry) else {
            ctx.note(Note::FindsNothing(job.entry));
            job.phase = Phase::Creating;
            return self.ask(Ask::Create { session, entry: job.entry }, ctx);
        };
        let node = nodes[place].0;
        if place == 0 {
            ctx.note(Note::Enters(node));
            self.enter(client, node, ctx);
        } else if job.request.once {
            ctx.note(Note::Leaves);
            ctx.respond(Response::Busy);
            self.release(client, ctx);
        } else if self.waiting == Waiting::Children {
            ctx.note(Note::WatchesAll(node));
            job.phase = Phase::Waiting { node, on: 0, watched: true };
        } else {
            let on = nodes[place - 1].0;
            ctx.note(Note::Watches { on, node });
            job.phase = Phase::Waiting { node, on, watched: false };
            self.ask(Ask::Exists { session, node: on }, ctx);
        }
    }

    /// Whether the node that it waits for was there when the watch was set.
    pub(super) fn on_stat(&self, client: &mut Client, exists: bool, ctx: &mut Context<'_, Self>) {
        let Some(job) = &mut client.job else { return };
        let Phase::Waiting { on, watched, .. } = &mut job.phase else { return };
        if exists {
            *watched = true;
            ctx.note(Note::Waits(*on));
        } else if self.has(Flaw::WatchesLate) {
            *watched = true;
            ctx.note(Note::WaitsForNobody(*on));
        } else {
            ctx.note(Note::IsTooLate(*on));
            self.list(client, ctx);
        }
    }

    /// What it waits for has changed. That the node before its own is gone does not say that there
    /// is none before that one.
    pub(super) fn on_changed(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(job) = &client.job else { return };
        let Phase::Waiting { node, on, .. } = job.phase else { return };
        if self.has(Flaw::SkipsQueue) && on > 0 {
            ctx.note(Note::Jumps(node));
            return self.enter(client, node, ctx);
        }
        ctx.note(Note::Wakes(on));
        self.list(client, ctx);
    }

    fn enter(&self, client: &mut Client, node: u64, ctx: &mut Context<'_, Self>) {
        let Some(job) = &mut client.job else { return };
        ctx.cancel_timer(Timer::Wait);
        let mut section = Section::new(job.entry, node, job.request.add, client.session.until);
        locks::begin(self, &mut section, job.request.nested, ctx);
        job.phase = Phase::Holding(section);
    }

    pub(super) fn on_wait(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(job) = &client.job else { return };
        match job.phase {
            Phase::Holding(_) | Phase::Releasing => {}
            Phase::Connecting => {
                ctx.note(Note::GivesUp);
                ctx.respond(Response::TimedOut);
                self.finish(client, ctx);
            }
            Phase::Creating | Phase::Listing | Phase::Waiting { .. } => {
                ctx.note(Note::GivesUp);
                ctx.respond(Response::TimedOut);
                match self.has(Flaw::Abandons) {
                    true => self.finish(client, ctx),
                    false => self.release(client, ctx),
                }
            }
        }
    }

    /// Deletes the node; without a session it is gone, or will be.
    pub(super) fn release(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let (Some(session), Some(job)) = (client.session.id, &mut client.job) else {
            return self.finish(client, ctx);
        };
        job.phase = Phase::Releasing;
        ctx.note(Note::Releases(job.entry));
        self.ask(Ask::Delete { session, entry: job.entry }, ctx);
    }

    /// The request is done with.
    pub(super) fn finish(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        ctx.cancel_timer(Timer::Wait);
        client.job = None;
    }
}
