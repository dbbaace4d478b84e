//! Which input goes where.

use super::RedisLock;
use super::message::{Message, Timer, Watch};
use super::note::{Note, Watches};
use super::state::{Client, Conf, Disk, File, Memory, Redis, Server, Witness};
use crate::client::Numbers;
use crate::locks::{self, Moment, Request, Response};
use crate::protocol::{
    Channel, Context, EffectRef, Input, NodeId, NodeMut, Protocol, Role, RoleKind, Seen,
};
use alloc::vec::Vec;

impl Protocol for RedisLock {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Request;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    const TIMED: bool = true;

    fn cast(&self) -> Vec<Role> {
        let more = self.redis().skip(1).chain(self.sentinels()).map(|id| {
            let name = self.name(id);
            Role { name, kind: RoleKind::Coordinator, starts: true }
        });
        locks::roles("r1", self.clients).into_iter().chain(more).collect()
    }

    fn channel(&self, from: NodeId, to: NodeId) -> Channel {
        match self.replicas > 0 && self.is_redis(from) && self.is_redis(to) {
            true => Channel::Stream,
            false => Channel::Datagram,
        }
    }

    fn first_disk(&self, node: NodeId) -> Disk {
        match node {
            id if self.is_redis(id) => {
                let (keys, of) = (Redis::default(), self.first_master(id));
                Disk::Service(File::Redis { keys, of })
            }
            id if self.is_sentinel(id) => Disk::Service(File::Sentinel(Conf::default())),
            other => locks::first_disk(other),
        }
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        // A disk that was lost is blank: whose it is, the node says.
        match ctx.me() {
            id if self.is_redis(id) => Memory::Service(Server::Redis(self.wake_redis(disk, ctx))),
            id if self.is_sentinel(id) => {
                Memory::Service(Server::Sentinel(self.wake_sentinel(disk, ctx)))
            }
            _ => locks::boot(disk, ctx, Note::Forgets),
        }
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (disk, Memory::Service(Server::Redis(redis))) => {
                self.redis_step(redis, disk, input, ctx);
            }
            (disk, Memory::Service(Server::Sentinel(sentinel))) => {
                self.sentinel_step(sentinel, disk, input, ctx);
            }
            (Disk::Storage(storage), Memory::Storage) => locks::serve(self, storage, input, ctx),
            (Disk::Client(numbers), Memory::Client(client)) => {
                self.client_step(numbers, client, input, ctx);
            }
            _ => {}
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        for effect in &seen.effects {
            match effect {
                EffectRef::Note(Note::Served(served)) => witness.story.see(*served),
                EffectRef::Note(Note::Overdue(overdue)) => witness.late.see(*overdue),
                EffectRef::Note(Note::Watches(Watches::Leads(epoch))) => {
                    witness.elected.insert(*epoch, seen.by);
                }
                _ => {}
            }
        }
    }
}

impl RedisLock {
    fn client_step(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        input: Input<Self>,
        ctx: &mut Context<'_, Self>,
    ) {
        match input {
            Input::Ask(request) => self.on_ask(numbers, client, request, ctx),
            Input::Deliver { from, message: Message::Reply { entry, reply } } => {
                self.on_reply(numbers, client, (from, entry), reply, ctx);
            }
            Input::Deliver { message: Message::Answer { access, answer }, .. } => {
                self.on_answer(client, access, answer, ctx);
            }
            Input::Deliver { message: Message::Watch(Watch::Master(id)), .. } => {
                self.on_master(client, id, ctx);
            }
            Input::Deliver { from, .. } => ctx.note(Note::Ignores(from)),
            Input::Fire(timer) => self.on_timer(numbers, client, timer, ctx),
            Input::Closed { .. } => {}
        }
    }

    fn on_timer(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        timer: Timer,
        ctx: &mut Context<'_, Self>,
    ) {
        match timer {
            Timer::Retry => self.on_retry(numbers, client, ctx),
            Timer::Wait => self.on_wait(numbers, client, ctx),
            Timer::Patience => self.on_patience(numbers, client, ctx),
            Timer::Work => self.go_on(client, Moment::Worked, ctx),
            Timer::Use => self.go_on(client, Moment::Checked, ctx),
            Timer::Watchdog => self.on_watchdog(numbers, client, ctx),
            Timer::Expiry | Timer::Relink | Timer::Ping => {}
        }
    }
}
