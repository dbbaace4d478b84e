//! What a client does when it was overtaken, rolled back, cut off, or hears nothing; and wishes
//! that a server does by itself.

use super::message::{Ask, Message, Response, Timer};
use super::note::Note;
use super::settings::Method;
use super::state::{Client, Job, Phase, Txn};
use super::{FIRST, Flaw, RowLocks};
use crate::protocol::{Context, Delay, NodeId};
use crate::sorted::Map;

/// How often a pause is doubled at most.
const DOUBLINGS: u64 = 5;

impl RowLocks {
    /// Pauses for a random time, at least twice as long as before: those who met here must not meet
    /// again.
    pub(super) fn pause(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(job) = &mut client.job else { return };
        let doublings = (job.txn.attempt.saturating_sub(1)).min(DOUBLINGS);
        let least = self.pause << doublings;
        ctx.note(Note::Pauses(least));
        job.phase = Phase::Pausing;
        ctx.cancel_timer(Timer::Work);
        ctx.set_timer(Timer::Retry, Delay::between(least, 2 * least));
    }

    /// Which server is asked to add: they take turns. A wish that may have been done stays with the
    /// shard that may have done it.
    pub(super) fn server_for(&self, txn: Txn) -> NodeId {
        let attempt = if self.method == Method::Owner { txn.attempt } else { 0 };
        let turn = u64::from(txn.client.0) + txn.number + attempt;
        NodeId((turn % u64::from(self.servers)) as u16)
    }

    pub(super) fn ask_add(
        &self,
        job: &mut Job,
        server: NodeId,
        amount: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        ctx.note(Note::Asks(server));
        ctx.send(server, Message::Ask { txn: job.txn, ask: Ask::Add { amount } });
        ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
        job.phase = Phase::Asking(server);
    }

    /// Asks all who have a part of the number.
    pub(super) fn ask_sum(&self, job: &mut Job, ctx: &mut Context<'_, Self>) {
        match self.method {
            Method::Sharded if self.has(Flaw::ReadsOne) => {
                self.ask_part(job.txn, self.server_for(job.txn), ctx);
            }
            Method::Sharded => self.servers().for_each(|id| self.ask_part(job.txn, id, ctx)),
            _ => self.ask_part(job.txn, FIRST, ctx),
        }
        ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
        job.phase = Phase::Summing(Map::new());
    }

    fn ask_part(&self, txn: Txn, server: NodeId, ctx: &mut Context<'_, Self>) {
        ctx.send(server, Message::Ask { txn, ask: Ask::Sum });
    }

    pub(super) fn on_part(
        &self,
        client: &mut Client,
        from: NodeId,
        value: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        let Some(job) = &mut client.job else { return };
        let Phase::Summing(parts) = &mut job.phase else { return };
        parts.insert(from, value);
        let wanted = match self.method {
            Method::Sharded if !self.has(Flaw::ReadsOne) => self.servers.into(),
            _ => 1,
        };
        if parts.len() < wanted {
            return ctx.note(Note::HasPart(value));
        }
        let sum = parts.values().sum();
        ctx.note(Note::Knows(sum));
        ctx.respond(Response::Sum(sum));
        self.finish(client, ctx);
    }

    /// A connection is broken: the transaction is over, and what was asked may have been done.
    pub(super) fn on_cut(&self, client: &mut Client, server: NodeId, ctx: &mut Context<'_, Self>) {
        let Some(job) = &mut client.job else { return };
        match job.phase {
            Phase::Pausing => return,
            Phase::Asking(asked) if asked != server => return,
            Phase::Summing(_) if self.method != Method::Sharded && server != FIRST => return,
            _ => {}
        }
        ctx.note(Note::IsCutOff);
        job.phase = Phase::Pausing;
        ctx.cancel_timer(Timer::Work);
        ctx.cancel_timer(Timer::Patience);
        ctx.set_timer(Timer::Retry, Delay::exactly(self.patience));
    }

    /// Nothing was heard: it asks again, under the same number.
    pub(super) fn on_patience(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        if client.job.is_some() {
            ctx.note(Note::AsksAgain);
            self.attempt(client, ctx);
        }
    }
}
