//! The room's rules, one step at a time, at moments that a test picks.

mod leases;
mod server;
mod settings;

use super::*;
use crate::locks::{End, Entry, Request, Response};
use crate::protocol::{Clock, Context, Effect, Input, Node, Protocol};
use crate::world::NoChoice;
use alloc::vec::Vec;

const C1: NodeId = NodeId(FIRST_CLIENT);
const C2: NodeId = NodeId(FIRST_CLIENT + 1);

/// One node, and what it did.
struct Desk {
    room: RedisLock,
    id: NodeId,
    node: Node<RedisLock>,
    effects: Vec<Effect<RedisLock>>,
}

impl Desk {
    fn new(room: RedisLock, id: NodeId) -> Self {
        let disk = room.first_disk(id);
        let node = Node { disk, memory: Memory::Storage };
        let mut desk = Self { room, id, node, effects: Vec::new() };
        desk.boot();
        desk
    }

    /// Starts it, with what its disk kept.
    fn boot(&mut self) {
        self.effects.clear();
        let mut chooser = NoChoice;
        let clock = Clock::default();
        let mut ctx = Context::new(self.id, clock, &mut self.effects, &mut chooser);
        self.node.memory = self.room.boot(&mut self.node.disk, &mut ctx);
    }

    /// Lets it step, with both clocks at so many milliseconds.
    fn step(&mut self, ms: u64, input: Input<RedisLock>) {
        self.effects.clear();
        let mut chooser = NoChoice;
        let clock = Clock { monotonic: ms * MS, wall: ms * MS };
        let mut ctx = Context::new(self.id, clock, &mut self.effects, &mut chooser);
        self.room.step(self.node.edit(), input, &mut ctx);
    }

    fn sent(&self) -> Vec<Message> {
        let sent = self.effects.iter().filter_map(|effect| match effect {
            Effect::Send { message, .. } => Some(*message),
            _ => None,
        });
        sent.collect()
    }

    fn responses(&self) -> Vec<Response> {
        let told = self.effects.iter().filter_map(|effect| match effect {
            Effect::Respond(response) => Some(*response),
            _ => None,
        });
        told.collect()
    }
}

fn entry(client: NodeId, number: u64) -> Entry {
    Entry { client, number }
}
