//! How a node starts and reacts: which input goes where.

use super::HashRing;
use super::asking::Asker;
use super::authority::Authority;
use super::keeper::Keeper;
use super::message::{Entry, Message, Response, Timer, Version, Wish};
use super::note::Note;
use super::routing::Router;
use super::spec::{Key, Spec};
use super::state::{AuthorityDisk, Birth, Disk, MemberDisk, MemberMemory, Memory};
use super::witness::Witness;
use crate::client::{Client, Numbers};
use crate::kv::Value;
use crate::protocol::{Context, Delay, Input, NodeId, NodeMut, Protocol, Role, RoleKind, Seen};
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

impl Protocol for HashRing {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Wish;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    fn cast(&self) -> Vec<Role> {
        (0..=self.authority().0 + self.clients)
            .map(NodeId)
            .map(|id| {
                let kind = match id {
                    id if self.is_storage(id) => RoleKind::Server,
                    id if self.is_client(id) => RoleKind::Client,
                    _ => RoleKind::Coordinator,
                };
                Role { name: self.name(id), kind, starts: true }
            })
            .collect()
    }

    fn first_disk(&self, node: NodeId) -> Disk {
        let Some(config) = self.start() else { return Disk::Blank };
        if self.is_client(node) {
            Disk::Client(Numbers::default())
        } else if self.is_storage(node) {
            let keys = self.first_keys().zip(1..);
            let mine = keys.filter(|(key, _)| config.owners(self, key).contains(&node));
            let keys: Map<Key, Rc<Entry>> = mine.map(|(key, value)| (key, first(value))).collect();
            let (keys, config) = (Rc::new(keys), Some(config));
            Disk::Member(MemberDisk {
                born: 1,
                settled: true,
                config,
                keys,
                ..MemberDisk::default()
            })
        } else if node == self.authority() {
            Disk::Authority(first_authority(self, config))
        } else {
            Disk::Router(Some(config))
        }
    }

    fn blank_witness(&self) -> Witness {
        Witness::first(self)
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        furnish(self, disk, ctx.me());
        match disk {
            Disk::Router(_) | Disk::Blank => Memory::Router,
            Disk::Member(disk) => {
                let mut memory = MemberMemory::default();
                Keeper { room: self, disk, memory: &mut memory, ctx }.wake();
                Memory::Member(memory)
            }
            Disk::Authority(disk) => {
                if disk.config.epoch > 1 {
                    ctx.note(Note::AuthorityRecovered { epoch: disk.config.epoch });
                }
                ctx.set_timer(Timer::Watch, Delay::exactly(self.heartbeat));
                Memory::Authority(Map::new())
            }
            Disk::Client(numbers) => {
                if numbers.serial > 0 {
                    ctx.note(Note::ClientRecovered { serial: numbers.serial });
                }
                Memory::Client(Client::default())
            }
        }
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (Disk::Router(known), _) => Router { room: self, known, ctx }.step(input),
            (Disk::Member(disk), Memory::Member(memory)) => {
                Keeper { room: self, disk, memory, ctx }.step(input);
            }
            (Disk::Authority(disk), Memory::Authority(silent)) => {
                Authority { room: self, disk, silent, ctx }.step(input);
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

/// What is kept for a key of the start.
pub(super) fn first(value: i64) -> Rc<Entry> {
    let version = Version { epoch: 1, count: 1 };
    Rc::new(Entry { version, value: Some(Value::Int(value)), sessions: Map::new() })
}

fn first_authority(room: &HashRing, config: Rc<super::Config>) -> AuthorityDisk {
    let birth = Birth { born: 1, confirmed: true };
    AuthorityDisk {
        settled: true,
        wanted: config.terms().spec.clone(),
        queue: Vec::<Spec>::new(),
        births: room.storage().map(|id| (id, birth)).collect(),
        handed: Set::new(),
        dead: Set::new(),
        sessions: Map::new(),
        config,
    }
}

/// Gives a blank disk the kind of its node.
fn furnish(room: &HashRing, disk: &mut Disk, me: NodeId) {
    if *disk != Disk::Blank {
        return;
    }
    *disk = if room.is_client(me) {
        Disk::Client(Numbers::default())
    } else if room.is_storage(me) {
        Disk::Member(MemberDisk::default())
    } else if me == room.authority() {
        match room.start() {
            Some(config) => Disk::Authority(first_authority(room, config)),
            None => Disk::Blank,
        }
    } else {
        Disk::Router(None)
    };
}
