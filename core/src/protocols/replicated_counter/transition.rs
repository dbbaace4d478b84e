//! How a node reacts: what its part says.

use super::ReplicatedCounter;
use super::asking::Asker;
use super::counter::Counter;
use super::message::{Message, Op, Response, Timer};
use super::note::Note;
use super::replica::Replica;
use super::state::{Disk, Memory, ReplicaDisk};
use super::witness::Witness;
use crate::client::{Client, Numbers};
use crate::protocol::{Context, Input, NodeId, NodeMut, Protocol, Role, Seen};
use crate::replicas::Replicas;
use crate::shared::Rc;
use alloc::vec::Vec;

impl Protocol for ReplicatedCounter {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Op;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    fn cast(&self) -> Vec<Role> {
        self.roles()
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        let me = ctx.me();
        let new = *disk == Disk::Blank;
        if new {
            *disk = self.blank(me);
        }
        match disk {
            Disk::Replica(disk) => {
                let mut waiting = Vec::new();
                if !new {
                    ctx.note(Note::Recovered { value: disk.counter.value() });
                }
                let out = Vec::new();
                Replica { room: self, disk, waiting: &mut waiting, ctx, out }.set_gossip();
                Memory::Replica(waiting)
            }
            Disk::Client(numbers) => {
                if numbers.serial > 0 {
                    ctx.note(Note::ClientRecovered { serial: numbers.serial });
                }
                Memory::Client(Client { leader: Some(self.home(me)), ..Client::default() })
            }
            Disk::Blank => Memory::Replica(Vec::new()),
        }
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (Disk::Replica(disk), Memory::Replica(waiting)) => {
                Replica { room: self, disk, waiting, ctx, out: Vec::new() }.step(input);
            }
            (Disk::Client(numbers), Memory::Client(client)) => {
                Asker { room: self, numbers, client, ctx }.step(input);
            }
            _ => {}
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        witness.see(self, seen);
    }
}

impl ReplicatedCounter {
    /// The disk of a node that never wrote.
    fn blank(&self, me: NodeId) -> Disk {
        match self.is_replica(me) {
            true => {
                let counter = Rc::new(Counter::new(self.nodes));
                Disk::Replica(ReplicaDisk { counter, ..ReplicaDisk::default() })
            }
            false => Disk::Client(Numbers::default()),
        }
    }
}
