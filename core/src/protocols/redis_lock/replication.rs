//! Masters and replicas: a master answers first and tells its replicas then.

use super::RedisLock;
use super::message::{Change, Link, Message, Timer};
use super::note::{Linked, Note};
use super::state::Instance;
use crate::protocol::{Context, Delay, MS, Micros, NodeId};

/// How often a replica without a master tries again.
const RELINK: Micros = 1_000 * MS;

impl RedisLock {
    /// A replica asks its master for everything. A partial copy is never asked for.
    pub(super) fn relink(&self, redis: &mut Instance, ctx: &mut Context<'_, Self>) {
        let Some(master) = redis.of.filter(|_| !redis.synced) else { return };
        ctx.note(Note::Linked(Linked::Links(master)));
        ctx.send(master, Message::Link(Link::Psync));
        ctx.set_timer(Timer::Relink, Delay::exactly(RELINK));
    }

    /// Tells all replicas of a change that was made.
    pub(super) fn spread(&self, redis: &mut Instance, change: Change, ctx: &mut Context<'_, Self>) {
        if self.replicas == 0 {
            return;
        }
        redis.keys.offset += 1;
        let (offset, ack) = (redis.keys.offset, self.wait_replicas > 0);
        for id in redis.replicas.keys() {
            ctx.send(*id, Message::Link(Link::Change { change, offset, ack }));
        }
    }

    pub(super) fn on_link(
        &self,
        redis: &mut Instance,
        from: NodeId,
        link: Link,
        ctx: &mut Context<'_, Self>,
    ) {
        match link {
            Link::Psync if redis.of.is_none() => {
                redis.replicas.insert(from, 0);
                ctx.note(Note::Linked(Linked::Feeds(from)));
                ctx.send(from, Message::Link(Link::Full(redis.keys)));
            }
            Link::Full(keys) if redis.of == Some(from) => {
                let had = redis.keys.lock.map(|lock| lock.owner);
                let loses = had.filter(|had| keys.lock.map(|lock| lock.owner) != Some(*had));
                (redis.keys, redis.synced) = (keys, true);
                ctx.note(Note::Linked(Linked::Copies { loses }));
                ctx.cancel_timer(Timer::Relink);
                self.acknowledge(redis, from, ctx);
            }
            Link::Change { change, offset, ack } if redis.of == Some(from) && redis.synced => {
                self.follow(redis, change, offset);
                ctx.note(Note::Linked(Linked::Follows(offset)));
                if ack {
                    self.acknowledge(redis, from, ctx);
                }
            }
            Link::Ack(offset) if redis.replicas.contains_key(&from) => {
                redis.replicas.insert(from, offset);
                self.pay(redis, ctx);
            }
            _ => ctx.note(Note::Ignores(from)),
        }
    }

    fn acknowledge(&self, redis: &Instance, master: NodeId, ctx: &mut Context<'_, Self>) {
        if self.wait_replicas > 0 {
            ctx.send(master, Message::Link(Link::Ack(redis.keys.offset)));
        }
    }

    /// Does what the master did.
    fn follow(&self, redis: &mut Instance, change: Change, offset: u64) {
        redis.keys.offset = offset;
        match change {
            Change::Set(lock, counter) => {
                (redis.keys.lock, redis.keys.counter) = (Some(lock), counter);
            }
            Change::Expire(until) => {
                if let Some(lock) = &mut redis.keys.lock {
                    (lock.until, lock.since) = (Some(until), until.saturating_sub(self.ttl));
                }
            }
            Change::Delete => redis.keys.lock = None,
        }
    }

    /// Answers those whose writes enough replicas have.
    fn pay(&self, redis: &mut Instance, ctx: &mut Context<'_, Self>) {
        let acked = &redis.replicas;
        redis.owed.retain(|owed| {
            let have = acked.iter().filter(|(_, offset)| **offset >= owed.offset).count();
            let enough = have >= usize::from(self.wait_replicas);
            if enough {
                let (entry, reply) = (owed.entry, owed.reply);
                ctx.note(Note::Linked(Linked::IsKept(entry)));
                ctx.send(entry.client, Message::Reply { entry, reply });
            }
            !enough
        });
    }

    /// The stream to another instance is broken.
    pub(super) fn on_lost(&self, redis: &mut Instance, peer: NodeId, ctx: &mut Context<'_, Self>) {
        if redis.of == Some(peer) {
            redis.synced = false;
            ctx.note(Note::Linked(Linked::Loses(peer)));
            ctx.set_timer(Timer::Relink, Delay::exactly(RELINK));
        } else if redis.replicas.remove(&peer).is_some() {
            ctx.note(Note::Linked(Linked::Loses(peer)));
        }
    }

    /// A sentinel says what it is to be.
    pub(super) fn on_replica_of(
        &self,
        redis: &mut Instance,
        of: Option<NodeId>,
        ctx: &mut Context<'_, Self>,
    ) {
        if redis.of == of || of == Some(ctx.me()) {
            return;
        }
        (redis.of, redis.synced) = (of, false);
        redis.replicas.clear();
        redis.owed.clear();
        match of {
            None => {
                let lock = redis.keys.lock.map(|lock| lock.owner);
                ctx.note(Note::Linked(Linked::IsPromoted(lock)));
                ctx.cancel_timer(Timer::Relink);
            }
            Some(master) => {
                ctx.note(Note::Linked(Linked::IsDemoted(master)));
                self.relink(redis, ctx);
            }
        }
    }
}
