//! Which input goes where.

use super::RedisLock;
use super::message::{Message, Timer};
use super::note::Note;
use super::state::{Client, Disk, Memory, Redis, Witness};
use crate::client::Numbers;
use crate::locks::{self, Moment, Request, Response};
use crate::protocol::{Context, EffectRef, Input, NodeId, NodeMut, Protocol, Role, RoleKind, Seen};
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
        let more = self.redis().skip(1).map(|id| {
            let name = self.name(id);
            Role { name, kind: RoleKind::Coordinator, starts: true }
        });
        locks::roles("r1", self.clients).into_iter().chain(more).collect()
    }

    fn first_disk(&self, node: NodeId) -> Disk {
        match node {
            id if self.is_redis(id) => Disk::Service(Redis::default()),
            other => locks::first_disk(other),
        }
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        // A disk that was lost is blank: whose it is, the node says.
        match ctx.me() {
            id if self.is_redis(id) => Memory::Service(self.wake_redis(disk, ctx)),
            _ => locks::boot(disk, ctx, Note::Forgets),
        }
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (disk, Memory::Service(keys)) => self.redis_step(keys, disk, input, ctx),
            (Disk::Storage(storage), Memory::Storage) => locks::serve(self, storage, input, ctx),
            (Disk::Client(numbers), Memory::Client(client)) => {
                self.client_step(numbers, client, input, ctx);
            }
            _ => {}
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        for effect in &seen.effects {
            if let EffectRef::Note(Note::Served(served)) = effect {
                witness.story.see(*served);
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
            Timer::Watchdog => self.on_watchdog(client, ctx),
            Timer::Expiry => {}
        }
    }
}
