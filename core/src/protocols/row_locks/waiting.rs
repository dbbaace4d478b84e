//! Locks on rows, and those who wait for them.

use super::message::{Reason, Tell, Timer};
use super::note::Note;
use super::settings::Deadlock;
use super::state::{Base, Row, Txn, Waiter, Work};
use super::{Flaw, RowLocks};
use crate::protocol::{Context, Delay, NodeId};
use alloc::vec::Vec;

impl Work {
    /// Who has what this transaction waits for.
    pub fn blocker(&self, txn: Txn) -> Option<Txn> {
        let waiter = self.queue.iter().find(|waiter| waiter.txn == txn)?;
        self.locks.get(&waiter.row).copied()
    }

    /// The circle in the wait-for graph that this transaction is in, from itself on.
    pub fn circle(&self, txn: Txn) -> Option<Vec<Txn>> {
        let mut path = Vec::from([txn]);
        // Everyone waits for one at most, so a path longer than the queue goes round elsewhere.
        while path.len() <= self.queue.len() {
            let next = self.blocker(*path.last()?)?;
            if next == txn {
                return Some(path);
            }
            path.push(next);
        }
        None
    }
}

impl RowLocks {
    pub(super) fn lock(
        &self,
        base: &Base,
        work: &mut Work,
        txn: Txn,
        row: Row,
        ctx: &mut Context<'_, Self>,
    ) {
        let holder = work.locks.get(&row).copied().filter(|holder| *holder != txn);
        let Some(holder) = holder else { return self.grant(base, work, txn, row, ctx) };
        ctx.note(Note::Waits { txn, row, holder });
        let timed = self.deadlock == Deadlock::Timeout && !self.has(Flaw::WaitsForever);
        work.queue.push(Waiter { txn, row, timed });
        if timed {
            ctx.set_timer(Timer::LockWait(txn), Delay::exactly(self.lock_wait));
        }
        let looks = self.deadlock == Deadlock::Graph && !self.has(Flaw::WaitsForever);
        if looks && work.circle(txn).is_some() {
            ctx.note(Note::ClosesCircle(txn));
            self.abort(base, work, txn, Reason::Circle, ctx);
        }
    }

    fn grant(&self, base: &Base, work: &mut Work, txn: Txn, row: Row, ctx: &mut Context<'_, Self>) {
        work.locks.insert(row, txn);
        ctx.note(Note::Locks { row, txn });
        self.show(base, txn, row, ctx);
    }

    fn abort(
        &self,
        base: &Base,
        work: &mut Work,
        txn: Txn,
        reason: Reason,
        ctx: &mut Context<'_, Self>,
    ) {
        self.tell(txn, Tell::Aborted(reason), ctx);
        self.release(base, work, txn, ctx);
    }

    pub(super) fn on_lock_wait(
        &self,
        base: &Base,
        work: &mut Work,
        txn: Txn,
        ctx: &mut Context<'_, Self>,
    ) {
        if work.queue.iter().any(|waiter| waiter.txn == txn) {
            ctx.note(Note::TimesOut(txn));
            self.abort(base, work, txn, Reason::Timeout, ctx);
        }
    }

    /// A transaction is over: its locks go to those who wait, in the order in which they came.
    pub(super) fn release(
        &self,
        base: &Base,
        work: &mut Work,
        txn: Txn,
        ctx: &mut Context<'_, Self>,
    ) {
        work.queue.retain(|waiter| waiter.txn != txn);
        ctx.cancel_timer(Timer::LockWait(txn));
        let held = work.locks.iter().filter(|(_, holder)| **holder == txn);
        let held: Vec<Row> = held.map(|(row, _)| *row).collect();
        for row in held {
            work.locks.remove(&row);
            let Some(place) = work.queue.iter().position(|waiter| waiter.row == row) else {
                continue;
            };
            let next = work.queue.remove(place);
            ctx.cancel_timer(Timer::LockWait(next.txn));
            self.grant(base, work, next.txn, row, ctx);
        }
    }

    /// A connection is broken: the client's transaction is rolled back.
    pub(super) fn on_closed(
        &self,
        base: &Base,
        work: &mut Work,
        client: NodeId,
        ctx: &mut Context<'_, Self>,
    ) {
        if self.has(Flaw::KeepsLocks) {
            return;
        }
        let held = work.locks.values().copied();
        let all = held.chain(work.queue.iter().map(|waiter| waiter.txn));
        let mut own: Vec<Txn> = all.filter(|txn| txn.client == client).collect();
        own.dedup();
        for txn in own {
            ctx.note(Note::RollsBack(txn));
            self.release(base, work, txn, ctx);
        }
    }
}
