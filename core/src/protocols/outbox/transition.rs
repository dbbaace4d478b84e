//! How a node reacts: what its part says.

use super::broker::Broker;
use super::message::{Buy, Message, Response, Timer};
use super::note::Note;
use super::shop::Seller;
use super::state::{Desk, Disk, Memory, Shop, Warehouse};
use super::warehouse::Packer;
use super::witness::Witness;
use super::{BROKER, Outbox, SHOP, WAREHOUSE};
use crate::protocol::{Context, EffectRef, Input, NodeId, NodeMut, Protocol, Role, RoleKind, Seen};
use crate::sorted::Map;
use alloc::vec::Vec;

impl Protocol for Outbox {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Buy;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    fn cast(&self) -> Vec<Role> {
        let roles = [
            (SHOP, RoleKind::Peer),
            (BROKER, RoleKind::Coordinator),
            (WAREHOUSE, RoleKind::Server),
        ];
        let role = |(id, kind)| Role { name: self.name(id), kind, starts: true };
        roles.into_iter().map(role).collect()
    }

    fn first_disk(&self, node: NodeId) -> Disk {
        match node {
            SHOP => Disk::Shop(Shop { left: self.stock as i64, ..Shop::default() }),
            BROKER => Disk::Broker(Map::default()),
            _ => {
                let shelf = self.stock as i64;
                Disk::Warehouse(Warehouse { shelf, ..Warehouse::default() })
            }
        }
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        // A disk that was lost is blank: whose it is, the node says.
        if *disk == Disk::Blank {
            *disk = self.first_disk(ctx.me());
        }
        match disk {
            Disk::Shop(shop) => {
                let mut desk = Desk::default();
                Seller { room: self, shop, desk: &mut desk, ctx }.wake();
                Memory::Shop(desk)
            }
            Disk::Broker(messages) => {
                Broker { room: self, messages, ctx }.wake();
                Memory::Broker
            }
            Disk::Warehouse(warehouse) => {
                if !warehouse.inbox.is_empty() {
                    ctx.note(Note::WarehouseIsBack { done: warehouse.inbox.len() as u64 });
                }
                Memory::Warehouse(Vec::new())
            }
            Disk::Blank => Memory::Broker,
        }
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (Disk::Shop(shop), Memory::Shop(desk)) => {
                Seller { room: self, shop, desk, ctx }.step(input);
            }
            (Disk::Broker(messages), Memory::Broker) => {
                Broker { room: self, messages, ctx }.step(input);
            }
            (Disk::Warehouse(warehouse), Memory::Warehouse(jobs)) => {
                Packer { room: self, warehouse, jobs, ctx }.step(input);
            }
            _ => {}
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        let sent = seen.effects.iter().filter(|it| matches!(it, EffectRef::Send { .. }));
        witness.messages += sent.count() as u64;
    }
}
