//! The room's rules, one step at a time.

mod server;
mod session;

use super::*;
use crate::locks::{Entry, Request, Response};
use crate::protocol::{Clock, Context, Effect, Input, Node, Protocol};
use crate::world::NoChoice;
use alloc::vec::Vec;

const C1: NodeId = NodeId(FIRST_CLIENT);
const C2: NodeId = NodeId(FIRST_CLIENT + 1);

/// One node, and what it did.
struct Desk {
    room: ZookeeperLock,
    id: NodeId,
    node: Node<ZookeeperLock>,
    effects: Vec<Effect<ZookeeperLock>>,
}

impl Desk {
    fn new(room: ZookeeperLock, id: NodeId) -> Self {
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
        let mut ctx = Context::new(self.id, Clock::default(), &mut self.effects, &mut chooser);
        self.node.memory = self.room.boot(&mut self.node.disk, &mut ctx);
    }

    /// Lets it step, with its clock at so many milliseconds.
    fn step(&mut self, ms: u64, input: Input<ZookeeperLock>) {
        self.effects.clear();
        let mut chooser = NoChoice;
        let clock = Clock { monotonic: ms * MS, wall: 0 };
        let mut ctx = Context::new(self.id, clock, &mut self.effects, &mut chooser);
        self.room.step(self.node.edit(), input, &mut ctx);
    }

    fn sent(&self) -> Vec<(NodeId, Message)> {
        let sent = self.effects.iter().filter_map(|effect| match effect {
            Effect::Send { to, message } => Some((*to, message.clone())),
            _ => None,
        });
        sent.collect()
    }

    fn asked(&self) -> Vec<Ask> {
        let sent = self.sent().into_iter().filter_map(|(_, message)| match message {
            Message::Ask(ask) => Some(ask),
            _ => None,
        });
        sent.collect()
    }

    fn told(&self) -> Vec<(NodeId, Tell)> {
        let sent = self.sent().into_iter().filter_map(|(to, message)| match message {
            Message::Tell(tell) => Some((to, tell)),
            _ => None,
        });
        sent.collect()
    }
}

fn entry(client: NodeId, number: u64) -> Entry {
    Entry { client, number }
}
