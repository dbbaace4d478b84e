//! Whom a client asks for the lock, and what it may believe of the answers.

use super::message::{Command, Message, Watch};
use super::note::Note;
use super::state::{Client, Votes};
use super::{Flaw, RedisLock};
use crate::client::Numbers;
use crate::locks::Entry;
use crate::protocol::{Context, Micros, NodeId};

impl RedisLock {
    /// Asks all instances, or the one that is taken for the master.
    pub(super) fn order(
        &self,
        master: NodeId,
        entry: Entry,
        command: Command,
        ctx: &mut Context<'_, Self>,
    ) {
        let asked = self.redis().filter(|id| self.replicas == 0 || *id == master);
        asked.for_each(|id| ctx.send(id, Message::Command { entry, command }));
    }

    /// How many grants are a lock.
    pub(super) fn enough(&self) -> usize {
        if self.has(Flaw::TakesMinority) { 1 } else { self.majority() }
    }

    /// Whether too many instances said no for a majority.
    pub(super) fn is_lost(&self, votes: &Votes) -> bool {
        votes.no.len() + self.enough() > usize::from(self.instances)
    }

    /// How long a lock may be counted on from when it was asked for.
    pub(super) fn lease(&self) -> Micros {
        if self.instances > 1 { self.ttl.saturating_sub(self.drift) } else { self.ttl }
    }

    pub(super) fn lease_until(&self, at: Micros, now: Micros) -> Micros {
        if self.has(Flaw::NeverExpires) {
            return Micros::MAX;
        }
        let from = if self.has(Flaw::IgnoresElapsed) { now } else { at };
        from + self.lease()
    }

    /// Asks a sentinel which instance is the master: another one with every attempt.
    pub(super) fn ask_who(&self, numbers: &Numbers, ctx: &mut Context<'_, Self>) {
        let Some(turn) = numbers.serial.checked_rem(self.watchers().into()) else { return };
        for sentinel in self.sentinels().skip(turn as usize).take(1) {
            ctx.note(Note::AsksWho);
            ctx.send(sentinel, Message::Watch(Watch::WhoIs));
        }
    }

    pub(super) fn on_master(
        &self,
        client: &mut Client,
        master: NodeId,
        ctx: &mut Context<'_, Self>,
    ) {
        if client.master != master {
            client.master = master;
            ctx.note(Note::Turns(master));
        }
    }
}
