//! How a node reacts: what its part says.

use super::asking::Asker;
use super::ledger::Books;
use super::message::{Message, Response, Timer, Wish};
use super::note::Note;
use super::orchestrator::Orders;
use super::service::Service;
use super::state::{Desk, Disk, Log, Memory, Step};
use super::witness::Witness;
use super::{ORDERS, Saga};
use crate::client::{Client, Numbers};
use crate::protocol::{Context, Input, NodeId, NodeMut, Protocol, Role, RoleKind, Seen};
use alloc::vec::Vec;

impl Protocol for Saga {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Wish;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    fn cast(&self) -> Vec<Role> {
        let services = Step::ALL.map(|step| (step.service(), RoleKind::Server));
        let clients = self.client_ids().map(|id| (id, RoleKind::Client));
        let all = [(ORDERS, RoleKind::Coordinator)].into_iter().chain(services).chain(clients);
        all.map(|(id, kind)| Role { name: self.name(id), kind, starts: true }).collect()
    }

    fn first_disk(&self, node: NodeId) -> Disk {
        match (node, Step::of(node)) {
            (ORDERS, _) => Disk::Orders(Log::default()),
            (_, Some(step)) => Disk::Service(Books::new(self, step)),
            _ => Disk::Client(Numbers::default()),
        }
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        let (me, step) = (ctx.me(), Step::of(ctx.me()));
        // A disk that was lost is blank: whose it is, the node says.
        if matches!(disk, Disk::Client(_)) && (me == ORDERS || step.is_some()) {
            *disk = self.first_disk(me);
        }
        match (disk, step) {
            (Disk::Orders(log), _) => {
                let mut desk = Desk::default();
                Orders { room: self, log, desk: &mut desk, ctx }.wake();
                Memory::Orders(desk)
            }
            (Disk::Service(books), Some(step)) => {
                let mut jobs = Vec::new();
                Service { room: self, step, books, jobs: &mut jobs, ctx }.wake();
                Memory::Service(jobs)
            }
            (Disk::Client(numbers), _) => {
                if numbers.serial > 0 {
                    ctx.note(Note::Forgets { number: numbers.serial });
                }
                Memory::Client(Client::default())
            }
            (Disk::Service(_), None) => Memory::Service(Vec::new()),
        }
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory, Step::of(ctx.me())) {
            (Disk::Orders(log), Memory::Orders(desk), _) => {
                Orders { room: self, log, desk, ctx }.step(input);
            }
            (Disk::Service(books), Memory::Service(jobs), Some(step)) => {
                Service { room: self, step, books, jobs, ctx }.handle(input);
            }
            (Disk::Client(numbers), Memory::Client(client), _) => {
                Asker { room: self, numbers, client, ctx }.step(input);
            }
            _ => {}
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        witness.see(seen);
    }
}
