//! Redis: it runs one command after the other. A lock whose time is over is not there.

use super::RedisLock;
use super::message::{Command, Message, Reply, Timer};
use super::note::Note;
use super::state::{Disk, Lock, Redis};
use crate::locks::Entry;
use crate::protocol::{Context, Delay, Input, Micros};

impl RedisLock {
    /// Loads what the append-only file holds, if there is one.
    pub(super) fn wake_redis(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Redis {
        let keys = match disk {
            Disk::Service(keys) if self.persistent => *keys,
            _ => Redis::default(),
        };
        let lock = keys.lock.map(|lock| lock.owner);
        if keys.counter > 0 || !self.persistent {
            ctx.note(Note::Returns { lock });
        }
        *disk = Disk::Service(keys);
        self.await_end(&keys, ctx);
        keys
    }

    pub(super) fn redis_step(
        &self,
        keys: &mut Redis,
        disk: &mut Disk,
        input: Input<Self>,
        ctx: &mut Context<'_, Self>,
    ) {
        let (lock, wall) = (keys.lock, ctx.wall());
        let fires = matches!(input, Input::Fire(_));
        if let Some(Lock { owner, until: Some(until) }) = lock
            && until <= wall
        {
            keys.lock = None;
            ctx.note(Note::Expires(owner));
        }
        if let Input::Deliver { from, message: Message::Command { entry, command } } = input {
            let reply = self.run(keys, entry, command, ctx);
            if let Some(reply) = reply {
                ctx.send(from, Message::Reply { entry, reply });
            }
        }
        // The timer is gone once it ran out, and may have done so early.
        if fires || keys.lock != lock {
            self.await_end(keys, ctx);
        }
        if self.persistent {
            *disk = Disk::Service(*keys);
        }
    }

    fn run(
        &self,
        keys: &mut Redis,
        entry: Entry,
        command: Command,
        ctx: &mut Context<'_, Self>,
    ) -> Option<Reply> {
        let owner = keys.lock.map(|lock| lock.owner);
        let wall = ctx.wall();
        match command {
            Command::Set { nx: true, .. } if owner.is_some() => {
                ctx.note(Note::Refuses { entry, owner: owner.unwrap_or(entry) });
                Some(Reply::Busy)
            }
            Command::Set { ttl, .. } => {
                keys.counter += 1;
                let token = keys.counter;
                keys.lock = Some(Lock { owner: entry, until: ttl.map(|ttl| wall + ttl) });
                ctx.note(Note::Sets { entry, over: owner, token });
                Some(Reply::Granted { token })
            }
            Command::Expire { ttl } => {
                if let Some(lock) = &mut keys.lock {
                    lock.until = Some(wall + ttl);
                    ctx.note(Note::Prolongs(lock.owner));
                }
                None
            }
            Command::Renew { ttl, number } => {
                let Some(lock) = keys.lock.as_mut().filter(|lock| lock.owner == entry) else {
                    ctx.note(Note::Spares(entry));
                    return Some(Reply::Gone);
                };
                lock.until = Some(wall + ttl);
                ctx.note(Note::Prolongs(entry));
                Some(Reply::Renewed { number })
            }
            Command::Delete { checked } => {
                match owner.filter(|owner| !checked || *owner == entry) {
                    Some(owner) => {
                        keys.lock = None;
                        ctx.note(Note::Deletes { owner, entry });
                    }
                    None => ctx.note(Note::Spares(entry)),
                }
                Some(Reply::Deleted)
            }
        }
    }

    /// Waits for the end of the lock. Timers run on the monotonic clock: whether the lock has ended
    /// is asked of the wall clock again when the timer runs out.
    fn await_end(&self, keys: &Redis, ctx: &mut Context<'_, Self>) {
        match keys.lock.and_then(|lock| lock.until) {
            Some(until) => {
                let left: Micros = until.saturating_sub(ctx.wall());
                ctx.set_timer(Timer::Expiry, Delay::exactly(left));
            }
            None => ctx.cancel_timer(Timer::Expiry),
        }
    }
}
