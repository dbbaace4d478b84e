//! A sentinel: it looks after all instances, and knows which is the master.

use super::RedisLock;
use super::message::{Message, Timer, Watch};
use super::note::{Note, Watches};
use super::state::{Conf, Disk, File, Sentinel};
use crate::protocol::{Context, Delay, Input, MS, Micros, NodeId};

impl RedisLock {
    /// How often sentinels look. They must not do so in step, or all would stand at once.
    fn period(&self) -> Delay {
        let half = (self.down_after / 2).max(MS);
        Delay::between(half, half + half / 5)
    }

    /// Loads the configuration, which was written before anyone was told of it.
    pub(super) fn wake_sentinel(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Sentinel {
        let conf = match disk {
            Disk::Service(File::Sentinel(conf)) => *conf,
            _ => Conf::default(),
        };
        *disk = Disk::Service(File::Sentinel(conf));
        ctx.set_timer(Timer::Ping, self.period());
        Sentinel { conf, ..Sentinel::default() }
    }

    pub(super) fn sentinel_step(
        &self,
        sentinel: &mut Sentinel,
        disk: &mut Disk,
        input: Input<Self>,
        ctx: &mut Context<'_, Self>,
    ) {
        match input {
            Input::Fire(Timer::Ping) => self.look(sentinel, ctx),
            Input::Deliver { from, message: Message::Watch(watch) } => match watch {
                Watch::Pong { of, offset } => self.on_pong(sentinel, from, (of, offset), ctx),
                Watch::IsDown { master, epoch, elects } => {
                    self.on_is_down(sentinel, (from, master), elects.then_some(epoch), ctx);
                }
                Watch::Verdict { down, vote } => self.on_verdict(sentinel, from, down, vote, ctx),
                Watch::Hello(conf) => self.on_hello(sentinel, conf, ctx),
                Watch::WhoIs => {
                    ctx.send(from, Message::Watch(Watch::Master(sentinel.conf.master)));
                }
                _ => ctx.note(Note::Ignores(from)),
            },
            Input::Deliver { from, .. } => ctx.note(Note::Ignores(from)),
            _ => {}
        }
        *disk = Disk::Service(File::Sentinel(sentinel.conf));
    }

    pub(super) fn others(&self, me: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        self.sentinels().filter(move |id| *id != me)
    }

    /// Whether an instance has owed an answer for too long.
    pub(super) fn is_silent(&self, sentinel: &Sentinel, id: NodeId, now: Micros) -> bool {
        sentinel.silent.get(&id).is_some_and(|since| now - since >= self.down_after)
    }

    fn look(&self, sentinel: &mut Sentinel, ctx: &mut Context<'_, Self>) {
        let (now, me, conf) = (ctx.monotonic(), ctx.me(), sentinel.conf);
        ctx.set_timer(Timer::Ping, self.period());
        ctx.note(Note::Watches(Watches::Pings));
        if !sentinel.down && self.is_silent(sentinel, conf.master, now) {
            sentinel.down = true;
            ctx.note(Note::Watches(Watches::FindsDown(conf.master)));
        }
        self.push(sentinel, ctx);
        self.stand(sentinel, ctx);
        for id in self.redis() {
            sentinel.silent.get_or_insert(id, now);
            ctx.send(id, Message::Watch(Watch::Ping));
        }
        let (master, epoch) = (conf.master, sentinel.conf.epoch);
        let elects = sentinel.failover.as_ref().is_some_and(|it| it.chosen.is_none());
        for id in self.others(me) {
            ctx.send(id, Message::Watch(Watch::Hello(sentinel.conf)));
            if sentinel.down {
                ctx.send(id, Message::Watch(Watch::IsDown { master, epoch, elects }));
            }
        }
    }

    fn on_pong(
        &self,
        sentinel: &mut Sentinel,
        from: NodeId,
        said: (Option<NodeId>, u64),
        ctx: &mut Context<'_, Self>,
    ) {
        sentinel.silent.remove(&from);
        sentinel.said.insert(from, said);
        if from == sentinel.conf.master && sentinel.down {
            sentinel.down = false;
            sentinel.agree = Default::default();
            ctx.note(Note::Watches(Watches::FindsUp(from)));
        }
        match &sentinel.failover {
            Some(failover) if failover.chosen == Some(from) && said.0.is_none() => {
                let (epoch, me) = (failover.epoch, ctx.me());
                ctx.note(Note::Watches(Watches::Switches(from)));
                self.adopt(sentinel, epoch, from, ctx);
                self.others(me)
                    .for_each(|id| ctx.send(id, Message::Watch(Watch::Hello(sentinel.conf))));
                let rest = self.redis().filter(|id| *id != from);
                rest.for_each(|id| ctx.send(id, Message::Watch(Watch::ReplicaOf(Some(from)))));
            }
            Some(_) => {}
            None => self.correct(sentinel, from, said.0, ctx),
        }
    }

    /// An instance that has done for a while what it should not is told what to do: this is how a
    /// master that was away becomes a replica. News of another master may still be on their way.
    fn correct(
        &self,
        sentinel: &mut Sentinel,
        from: NodeId,
        of: Option<NodeId>,
        ctx: &mut Context<'_, Self>,
    ) {
        let (now, master) = (ctx.monotonic(), sentinel.conf.master);
        if from == master || of == Some(master) {
            sentinel.astray.remove(&from);
            return;
        }
        let since = *sentinel.astray.get_or_insert(from, now);
        let sane = sentinel.said.get(&master).is_some_and(|(of, _)| of.is_none());
        if sane && !self.is_silent(sentinel, master, now) && now - since >= self.down_after {
            ctx.note(Note::Watches(Watches::Corrects(from)));
            ctx.send(from, Message::Watch(Watch::ReplicaOf(Some(master))));
            sentinel.astray.remove(&from);
        }
    }

    fn on_hello(&self, sentinel: &mut Sentinel, conf: Conf, ctx: &mut Context<'_, Self>) {
        sentinel.conf.epoch = sentinel.conf.epoch.max(conf.epoch);
        if conf.since > sentinel.conf.since {
            ctx.note(Note::Watches(Watches::Learns(conf.master)));
            self.adopt(sentinel, conf.since, conf.master, ctx);
        }
    }

    /// Another instance is the master: those who listen are told (`+switch-master`).
    fn adopt(
        &self,
        sentinel: &mut Sentinel,
        since: u64,
        master: NodeId,
        ctx: &mut Context<'_, Self>,
    ) {
        let conf = Conf { since, master, ..sentinel.conf };
        let (said, rests) = (core::mem::take(&mut sentinel.said), sentinel.rests);
        let silent = core::mem::take(&mut sentinel.silent);
        *sentinel = Sentinel { conf, said, silent, rests, ..Sentinel::default() };
        self.clients().for_each(|id| ctx.send(id, Message::Watch(Watch::Master(master))));
    }
}
