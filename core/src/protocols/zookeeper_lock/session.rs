//! A client's session: as long as ZooKeeper hears of the client, it lasts.

use super::message::{Ask, Timer};
use super::note::Note;
use super::state::{Client, Phase};
use super::{ZOOKEEPER, ZookeeperLock};
use crate::protocol::{Context, Delay};

impl ZookeeperLock {
    /// Asks for a session, or to go on with the one it has.
    pub(super) fn connect(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        client.session.asked = ctx.monotonic();
        ctx.note(Note::Connects(client.session.id));
        self.ask(Ask::Connect { session: client.session.id }, ctx);
    }

    pub(super) fn on_connected(
        &self,
        client: &mut Client,
        session: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        ctx.note(Note::HasSession(session));
        client.session.granted(session, self.session);
        ctx.set_timer(Timer::Ping, Delay::exactly(self.ping));
        take_up(client);
        let Some(job) = &mut client.job else { return };
        match job.phase {
            Phase::Connecting => {
                job.phase = Phase::Creating;
                ctx.note(Note::Asks(job.entry));
                self.ask(Ask::Create { session, entry: job.entry }, ctx);
            }
            // What was asked may have been done: it looks.
            Phase::Creating | Phase::Listing | Phase::Waiting { .. } => self.list(client, ctx),
            Phase::Releasing => self.ask(Ask::Delete { session, entry: job.entry }, ctx),
            Phase::Holding(_) => {}
        }
    }

    pub(super) fn on_ping(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(session) = client.session.id else { return };
        let number = client.session.sends(ctx.monotonic());
        ctx.note(Note::Pings);
        self.ask(Ask::Ping { session, number }, ctx);
        ctx.set_timer(Timer::Ping, Delay::exactly(self.ping));
    }

    pub(super) fn on_pong(&self, client: &mut Client, number: u64, ctx: &mut Context<'_, Self>) {
        if client.session.answered(number, self.session) {
            take_up(client);
        } else {
            ctx.note(Note::Ignores(ZOOKEEPER));
        }
    }

    /// The connection is broken: the session may last, but nothing will be told over it.
    pub(super) fn on_cut(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        if client.session.id.is_none() && client.job.is_none() {
            return;
        }
        ctx.note(Note::IsCutOff);
        ctx.cancel_timer(Timer::Ping);
        ctx.set_timer(Timer::Reconnect, Delay::exactly(self.patience));
        if let Some(job) = &mut client.job
            && let Phase::Waiting { .. } = job.phase
        {
            job.phase = Phase::Listing;
        }
    }

    pub(super) fn on_expired(
        &self,
        client: &mut Client,
        session: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        if client.session.id != Some(session) {
            return ctx.note(Note::Ignores(ZOOKEEPER));
        }
        ctx.note(Note::HasLost(session));
        client.session.ends();
        ctx.cancel_timer(Timer::Ping);
        let Some(job) = &mut client.job else { return };
        match &mut job.phase {
            Phase::Holding(section) => section.until = 0,
            Phase::Releasing => self.finish(client, ctx),
            phase => {
                *phase = Phase::Connecting;
                self.connect(client, ctx);
            }
        }
    }
}

/// An owner's lease is its session.
fn take_up(client: &mut Client) {
    if let Some(Phase::Holding(section)) = client.job.as_mut().map(|job| &mut job.phase) {
        section.until = client.session.until;
    }
}
