//! How a client keeps its lease, and what it does when its connection breaks.

use super::message::{Ask, Timer};
use super::note::Note;
use super::settings::System;
use super::state::{Client, Held, Phase};
use super::{LeaseLock, SERVICE};
use crate::locks::Entry;
use crate::protocol::{Context, Delay, Micros};

impl LeaseLock {
    pub(super) fn open(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        client.lease.asked = ctx.monotonic();
        ctx.note(Note::Opens);
        self.ask(Ask::Open, ctx);
    }

    pub(super) fn on_opened(&self, client: &mut Client, lease: u64, ctx: &mut Context<'_, Self>) {
        ctx.note(Note::HasLease(lease));
        client.lease.granted(lease, self.ttl);
        ctx.set_timer(Timer::Keep, Delay::exactly(self.keep));
        if client.job.as_ref().is_some_and(|job| job.phase == Phase::Opening) {
            self.acquire_lock(client, ctx.monotonic(), ctx);
        }
    }

    /// It is time to say that it is there.
    pub(super) fn on_keep(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let now = ctx.monotonic();
        let ask =
            match (client.lease.id, client.job.as_mut().map(|job| (&mut job.phase, job.entry))) {
                (Some(lease), _) => Ask::Keep { lease, number: client.lease.sends(now) },
                (None, Some((Phase::Holding(held), entry))) if self.system == System::Row => {
                    held.renewal = (held.renewal.0 + 1, now);
                    Ask::Extend { entry, number: held.renewal.0 }
                }
                _ => return,
            };
        ctx.note(Note::Keeps);
        self.ask(ask, ctx);
        ctx.set_timer(Timer::Keep, Delay::exactly(self.keep));
    }

    pub(super) fn on_kept(&self, client: &mut Client, number: u64, ctx: &mut Context<'_, Self>) {
        let now = ctx.monotonic();
        let fits = client.lease.answered(number, self.ttl);
        match held(client) {
            Some(Held { section, renewal }) if self.system == System::Row => {
                if renewal.0 != number {
                    return ctx.note(Note::Ignores(SERVICE));
                }
                section.until = section.until.max(renewal.1 + self.ttl);
                ctx.note(Note::Extends(section.until.saturating_sub(now)));
            }
            _ if !fits => ctx.note(Note::Ignores(SERVICE)),
            _ => self.take_up(client, now, ctx),
        }
    }

    /// An owner's lease lasts as long as the one that its key is in.
    fn take_up(&self, client: &mut Client, now: Micros, ctx: &mut Context<'_, Self>) {
        let until = client.lease.until;
        ctx.note(Note::Extends(until.saturating_sub(now)));
        if let Some(Held { section, .. }) = held(client) {
            section.until = until;
        }
    }

    pub(super) fn on_ended(&self, client: &mut Client, lease: u64, ctx: &mut Context<'_, Self>) {
        if client.lease.id != Some(lease) {
            return ctx.note(Note::Ignores(SERVICE));
        }
        ctx.note(Note::HasLost);
        client.lease.ends();
        ctx.cancel_timer(Timer::Keep);
        let Some(job) = &mut client.job else { return };
        match &mut job.phase {
            Phase::Holding(held) => held.section.until = 0,
            Phase::Releasing => self.finish(client, ctx),
            phase => {
                *phase = Phase::Opening;
                self.open(client, ctx);
            }
        }
    }

    /// Its row is gone, or another's.
    pub(super) fn on_lost(&self, client: &mut Client, entry: Entry, ctx: &mut Context<'_, Self>) {
        match held(client) {
            Some(held) if held.section.entry == entry => {
                held.section.until = 0;
                ctx.note(Note::HasLost);
                ctx.cancel_timer(Timer::Keep);
            }
            _ => ctx.note(Note::Ignores(SERVICE)),
        }
    }

    /// The connection is broken: the lease may last, but nothing will be told over it.
    pub(super) fn on_cut(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        if client.lease.id.is_none() && client.job.is_none() {
            return;
        }
        ctx.note(Note::IsCutOff);
        ctx.set_timer(Timer::Reconnect, Delay::exactly(self.patience));
        let now = ctx.monotonic();
        let Some(job) = &mut client.job else { return };
        if let Phase::Waiting { .. } = job.phase {
            job.phase = match self.system {
                System::Etcd => Phase::Looking,
                _ => Phase::Acquiring(now),
            };
        }
    }

    /// Asks again for what it had no answer to. Whatever the service did already, it finds done.
    pub(super) fn on_reconnect(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        if self.system != System::Row {
            self.on_keep(client, ctx);
        }
        let Some(job) = &client.job else { return };
        match job.phase {
            Phase::Opening => self.open(client, ctx),
            Phase::Acquiring(at) => self.acquire_lock(client, at, ctx),
            Phase::Looking => self.look(client, ctx),
            Phase::Releasing => self.free_lock(job.entry, ctx),
            Phase::Waiting { .. } | Phase::Resting | Phase::Holding(_) => {}
        }
    }
}

/// What a client holds.
pub(super) fn held(client: &mut Client) -> Option<&mut Held> {
    match &mut client.job.as_mut()?.phase {
        Phase::Holding(held) => Some(held),
        _ => None,
    }
}
