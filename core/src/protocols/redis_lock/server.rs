//! Redis: it runs one command after the other. A lock whose time is over is not there.

use super::message::{Change, Command, Message, Reply, Timer, Watch};
use super::note::{Linked, Note};
use super::state::{Disk, File, Instance, Lock, Owed, Redis};
use super::{REDIS, RedisLock};
use crate::locks::{Entry, Overdue};
use crate::protocol::{Context, Delay, Input, Micros, NodeId};

impl RedisLock {
    /// Of whom an instance is a replica at first.
    pub(super) fn first_master(&self, id: NodeId) -> Option<NodeId> {
        (self.replicas > 0 && id != REDIS).then_some(REDIS)
    }

    /// Loads what the append-only file holds, if there is one. The configuration is always there.
    pub(super) fn wake_redis(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Instance {
        let (kept, of) = match disk {
            Disk::Service(File::Redis { keys, of }) => (*keys, *of),
            _ => (Redis::default(), self.first_master(ctx.me())),
        };
        let keys = if self.persistent { kept } else { Redis::default() };
        if keys.counter > 0 || !self.persistent {
            ctx.note(Note::Returns { lock: keys.lock.map(|lock| lock.owner) });
        }
        *disk = Disk::Service(File::Redis { keys, of });
        let mut instance = Instance { keys, of, ..Instance::default() };
        match of {
            Some(_) => self.relink(&mut instance, ctx),
            None => self.await_end(&instance, ctx),
        }
        instance
    }

    pub(super) fn redis_step(
        &self,
        redis: &mut Instance,
        disk: &mut Disk,
        input: Input<Self>,
        ctx: &mut Context<'_, Self>,
    ) {
        let (before, wall) = ((redis.keys.lock, redis.of), ctx.wall());
        let fires = matches!(input, Input::Fire(_));
        // A replica waits to be told: it neither drops a lock by itself nor lets anyone have it.
        if let Some(Lock { owner, until: Some(until), .. }) = redis.keys.lock
            && until <= wall
            && redis.of.is_none()
        {
            redis.keys.lock = None;
            ctx.note(Note::Expires(owner));
            self.spread(redis, Change::Delete, ctx);
        }
        match input {
            Input::Deliver { from, message: Message::Command { entry, command } } => {
                let (reply, change) = self.run(redis, entry, command, ctx);
                self.reply(redis, (from, entry), (reply, change), ctx);
            }
            Input::Deliver { from, message: Message::Link(link) } => {
                self.on_link(redis, from, link, ctx);
            }
            Input::Deliver { from, message: Message::Watch(Watch::Ping) } => {
                let (of, offset) = (redis.of, redis.keys.offset);
                ctx.send(from, Message::Watch(Watch::Pong { of, offset }));
            }
            Input::Deliver { message: Message::Watch(Watch::ReplicaOf(of)), .. } => {
                self.on_replica_of(redis, of, ctx);
            }
            Input::Fire(Timer::Relink) => self.relink(redis, ctx),
            Input::Closed { peer } => self.on_lost(redis, peer, ctx),
            _ => {}
        }
        // The timer is gone once it ran out, and may have done so early.
        if fires || (redis.keys.lock, redis.of) != before {
            self.await_end(redis, ctx);
        }
        let lock = redis.keys.lock.filter(|_| redis.of.is_none());
        let overdue = lock.and_then(|it| Overdue::find(it.owner, it.since, wall, self.ttl));
        overdue.into_iter().for_each(|overdue| ctx.note(Note::Overdue(overdue)));
        let keys = if self.persistent { redis.keys } else { Redis::default() };
        *disk = Disk::Service(File::Redis { keys, of: redis.of });
    }

    /// Answers, and then tells replicas of the change; or the other way round, if the answer has to
    /// wait for them.
    fn reply(
        &self,
        redis: &mut Instance,
        (to, entry): (NodeId, Entry),
        (reply, change): (Option<Reply>, Option<Change>),
        ctx: &mut Context<'_, Self>,
    ) {
        let waits = self.wait_replicas > 0
            && matches!(reply, Some(Reply::Granted { .. } | Reply::Renewed { .. }));
        match reply {
            Some(reply) if waits => {
                ctx.note(Note::Linked(Linked::Holds(self.wait_replicas.into())));
                let offset = redis.keys.offset + 1;
                redis.owed.push(Owed { entry, reply, offset });
            }
            Some(reply) => ctx.send(to, Message::Reply { entry, reply }),
            None => {}
        }
        change.into_iter().for_each(|change| self.spread(redis, change, ctx));
    }

    /// Runs a command: what it answers and what it changes.
    fn run(
        &self,
        redis: &mut Instance,
        entry: Entry,
        command: Command,
        ctx: &mut Context<'_, Self>,
    ) -> (Option<Reply>, Option<Change>) {
        if redis.of.is_some() {
            ctx.note(Note::TakesNoWrites(entry));
            return (Some(Reply::ReadOnly), None);
        }
        let owner = redis.keys.lock.map(|lock| lock.owner);
        let wall = ctx.wall();
        match command {
            Command::Set { nx: true, .. } if owner.is_some() => {
                ctx.note(Note::Refuses { entry, owner: owner.unwrap_or(entry) });
                (Some(Reply::Busy), None)
            }
            Command::Set { ttl, .. } => {
                let until = ttl.map(|ttl| wall + ttl);
                let lock = Lock { owner: entry, until, since: wall, twice: false };
                redis.keys.counter += 1;
                redis.keys.lock = Some(lock);
                let token = redis.keys.counter;
                ctx.note(Note::Sets { entry, over: owner, token });
                (Some(Reply::Granted { token }), Some(Change::Set(lock, token)))
            }
            Command::Expire { ttl } => {
                let Some(lock) = &mut redis.keys.lock else { return (None, None) };
                (lock.until, lock.since) = (Some(wall + ttl), wall);
                ctx.note(Note::Prolongs(lock.owner));
                (None, Some(Change::Expire(wall + ttl)))
            }
            Command::Renew { ttl, number } => {
                let Some(lock) = redis.keys.lock.as_mut().filter(|lock| lock.owner == entry) else {
                    ctx.note(Note::Spares(entry));
                    return (Some(Reply::Gone), None);
                };
                (lock.until, lock.since) = (Some(wall + ttl), wall);
                ctx.note(Note::Prolongs(entry));
                (Some(Reply::Renewed { number }), Some(Change::Expire(wall + ttl)))
            }
            Command::Nest { .. }
                if owner.is_some_and(|owner| owner != entry || !self.reentrant) =>
            {
                ctx.note(Note::Refuses { entry, owner: owner.unwrap_or(entry) });
                (Some(Reply::Busy), None)
            }
            Command::Nest { ttl } => self.nest_key(redis, entry, Some(ttl), ctx),
            Command::Unnest => self.nest_key(redis, entry, None, ctx),
            Command::Delete { checked } => {
                self.delete_key(redis, entry, owner.filter(|it| !checked || *it == entry), ctx)
            }
        }
    }

    fn delete_key(
        &self,
        redis: &mut Instance,
        entry: Entry,
        owner: Option<Entry>,
        ctx: &mut Context<'_, Self>,
    ) -> (Option<Reply>, Option<Change>) {
        // Nobody waits for an answer to what was taken back.
        redis.owed.retain(|owed| owed.entry != entry);
        let Some(owner) = owner else {
            ctx.note(Note::Spares(entry));
            return (Some(Reply::Deleted), None);
        };
        redis.keys.lock = None;
        ctx.note(Note::Deletes { owner, entry });
        (Some(Reply::Deleted), Some(Change::Delete))
    }

    /// An owner has its lock twice from now on, for so long, or once. It is said how often and not
    /// how much more: a command may arrive twice.
    fn nest_key(
        &self,
        redis: &mut Instance,
        entry: Entry,
        twice: Option<Option<Micros>>,
        ctx: &mut Context<'_, Self>,
    ) -> (Option<Reply>, Option<Change>) {
        let counter = redis.keys.counter;
        let Some(lock) = redis.keys.lock.as_mut().filter(|lock| lock.owner == entry) else {
            ctx.note(Note::Spares(entry));
            return (twice.map(|_| Reply::Gone), None);
        };
        lock.twice = twice.is_some();
        if let Some(ttl) = twice {
            let wall = ctx.wall();
            (lock.since, lock.until) = (wall, ttl.map(|ttl| wall + ttl));
        }
        ctx.note(Note::Nests { owner: entry, twice: lock.twice });
        (twice.map(|_| Reply::Nested), Some(Change::Set(*lock, counter)))
    }

    /// Waits for the end of the lock, as a master. Timers run on the monotonic clock: whether the
    /// lock has ended is asked of the wall clock again when the timer runs out.
    fn await_end(&self, redis: &Instance, ctx: &mut Context<'_, Self>) {
        let lock = redis.keys.lock.filter(|_| redis.of.is_none());
        match lock.and_then(|lock| lock.until) {
            Some(until) => {
                let left: Micros = until.saturating_sub(ctx.wall());
                ctx.set_timer(Timer::Expiry, Delay::exactly(left));
            }
            None => ctx.cancel_timer(Timer::Expiry),
        }
    }
}
