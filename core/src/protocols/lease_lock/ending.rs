//! How locks end that nobody frees.

use super::LeaseLock;
use super::message::Timer;
use super::note::Note;
use super::settings::System;
use super::state::{Table, Watches};
use crate::locks::{Entry, Overdue};
use crate::protocol::{Context, Delay};
use alloc::vec::Vec;

impl LeaseLock {
    pub(super) fn service_timer(
        &self,
        table: &mut Table,
        watches: &mut Watches,
        timer: Timer,
        ctx: &mut Context<'_, Self>,
    ) {
        match timer {
            Timer::Lease(lease) => self.expire(table, watches, lease, ctx),
            Timer::Delay => {
                watches.delayed = false;
                ctx.note(Note::EndsDelay);
            }
            Timer::Sweep => self.sweep(table, watches, ctx),
            _ => {}
        }
    }

    /// Nothing was heard of a client for too long: its lease ends, and its keys go with it.
    fn expire(
        &self,
        table: &mut Table,
        watches: &mut Watches,
        lease: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        let Some(client) = table.leases.open.remove(&lease) else { return };
        ctx.note(Note::Expires { lease, client });
        let own = table.keys.iter().filter(|(_, key)| key.lease == Some(lease));
        let own: Vec<u64> = own.map(|(revision, _)| *revision).collect();
        if self.system == System::Consul && self.delay > 0 && !own.is_empty() {
            watches.delayed = true;
            ctx.note(Note::StartsDelay(self.delay));
            ctx.set_timer(Timer::Delay, Delay::exactly(self.delay));
        }
        for revision in own {
            self.remove(table, watches, revision, ctx);
        }
    }

    /// Says if the lock is kept though nothing was heard of its owner for too long.
    pub(super) fn judge(&self, table: &Table, watches: &Watches, ctx: &mut Context<'_, Self>) {
        let Some((revision, key)) = table.first() else { return };
        let Some(heard) = watches.heard.get(&revision) else { return };
        let overdue = Overdue::find(key.entry, *heard, self.now(ctx), self.grace());
        overdue.into_iter().for_each(|overdue| ctx.note(Note::Overdue(overdue)));
    }

    fn sweep(&self, table: &mut Table, watches: &mut Watches, ctx: &mut Context<'_, Self>) {
        let wall = ctx.wall();
        let over = table.keys.iter().filter(|(_, key)| key.until.is_some_and(|end| end <= wall));
        let over: Vec<(u64, Entry)> = over.map(|(revision, key)| (*revision, key.entry)).collect();
        for (revision, owner) in over {
            ctx.note(Note::Sweeps(owner));
            self.remove(table, watches, revision, ctx);
        }
        self.judge(table, watches, ctx);
        ctx.set_timer(Timer::Sweep, Delay::exactly(self.sweep));
    }
}
