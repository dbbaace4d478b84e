//! A client takes the lock that it holds once more.

use super::message::{Command, Reply, Timer};
use super::note::Note;
use super::state::{Client, Held, Phase};
use super::{Flaw, RedisLock};
use crate::locks::{self, Inside, Stage};
use crate::protocol::{Context, Delay, NodeId};

impl RedisLock {
    pub(super) fn ask_again(&self, master: NodeId, held: &mut Held, ctx: &mut Context<'_, Self>) {
        held.section.stage = Stage::Nesting;
        let ttl = (!self.has(Flaw::NeverExpires)).then_some(self.ttl);
        self.order(master, held.section.entry, Command::Nest { ttl }, ctx);
        ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
    }

    /// It had no answer, or was refused: it asks again, as long as its lease lasts.
    pub(super) fn nest_again(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let master = client.master;
        let Some(Phase::Holding(held)) = client.job.as_mut().map(|job| &mut job.phase) else {
            return;
        };
        if held.section.stage != Stage::Nesting {
            return;
        }
        if ctx.monotonic().saturating_add(self.margin) < held.section.until {
            return self.ask_again(master, held, ctx);
        }
        locks::abandon(self, ctx);
        self.release(client, ctx);
    }

    pub(super) fn on_nested(
        &self,
        held: &mut Held,
        from: NodeId,
        reply: Reply,
        ctx: &mut Context<'_, Self>,
    ) {
        match reply {
            Reply::Nested => {
                ctx.cancel_timer(Timer::Wait);
                ctx.cancel_timer(Timer::Retry);
                locks::nest(self, &mut held.section, ctx);
            }
            Reply::Busy => {
                ctx.note(Note::Inside(Inside::WaitsForItself));
                ctx.cancel_timer(Timer::Patience);
                ctx.set_timer(Timer::Retry, Delay::between(self.pause, 2 * self.pause));
            }
            _ => self.on_renewal(held, from, reply, ctx),
        }
    }

    /// The inner section is over.
    pub(super) fn leave_inner(&self, client: &Client, ctx: &mut Context<'_, Self>) {
        let Some(entry) = client.job.as_ref().and_then(|job| job.entry()) else { return };
        if self.has(Flaw::InnerFrees) {
            self.delete(client.master, entry, ctx);
        } else if self.instances == 1 {
            self.order(client.master, entry, Command::Unnest, ctx);
        }
    }
}
