//! How a node reacts: what its part says.

use super::asking::Asker;
use super::clock::Hybrid;
use super::content::State;
use super::message::{Message, Op, Response, Timer};
use super::note::Note;
use super::replica::Replica;
use super::state::{Disk, Memory, ReplicaDisk};
use super::vector::Context as Heard;
use super::witness::Witness;
use super::{ReplicatedValues, listed};
use crate::client::{Client, Numbers};
use crate::protocol::{Context, Input, NodeId, NodeMut, Protocol, Role, Seen};
use crate::replicas::Replicas;
use crate::shared::Rc;
use crate::sorted::Map;
use alloc::vec::Vec;

impl Protocol for ReplicatedValues {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Op;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    const TIMED: bool = true;

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
                if !new {
                    ctx.note(Note::Recovered { shown: listed(&disk.state) });
                }
                Replica { room: self, disk, ctx, out: Vec::new() }.set_gossip();
                Memory::Replica
            }
            Disk::Client(numbers) => {
                if numbers.serial > 0 {
                    ctx.note(Note::ClientRecovered { serial: numbers.serial });
                }
                let client = Client { leader: Some(self.home(me)), ..Client::default() };
                Memory::Client(client, Heard::default())
            }
            Disk::Blank => Memory::Replica,
        }
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (Disk::Replica(disk), Memory::Replica) => {
                Replica { room: self, disk, ctx, out: Vec::new() }.step(input);
            }
            (Disk::Client(numbers), Memory::Client(client, seen)) => {
                Asker { room: self, numbers, client, seen, ctx }.step(input);
            }
            _ => {}
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        witness.see(self, seen);
    }
}

impl ReplicatedValues {
    /// The disk of a node that never wrote.
    fn blank(&self, me: NodeId) -> Disk {
        match self.is_replica(me) {
            true => Disk::Replica(ReplicaDisk {
                state: Rc::new(State::new(self.kind)),
                clock: Hybrid::default(),
                sessions: Map::new(),
            }),
            false => Disk::Client(Numbers::default()),
        }
    }
}
