//! Which input goes where.

use super::message::{Message, Request, Response, Timer};
use super::note::Note;
use super::state::{Base, Client, Disk, Memory, Phase, Work};
use super::{RowLocks, Witness};
use crate::client::Numbers;
use crate::protocol::{Channel, Context, Input, NodeId, NodeMut, Protocol, Role, RoleKind, Seen};
use alloc::vec::Vec;

impl Protocol for RowLocks {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Request;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    fn cast(&self) -> Vec<Role> {
        let servers = self.servers().map(|id| (id, RoleKind::Server));
        let all = servers.chain(self.clients().map(|id| (id, RoleKind::Client)));
        all.map(|(id, kind)| Role { name: self.name(id), kind, starts: true }).collect()
    }

    fn channel(&self, _: NodeId, _: NodeId) -> Channel {
        Channel::Stream
    }

    fn first_disk(&self, node: NodeId) -> Disk {
        match self.is_server(node) {
            true => Disk::Server(self.fresh(node)),
            false => Disk::Client(Numbers::default()),
        }
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        if self.is_server(ctx.me()) {
            return Memory::Server(self.wake_server(disk, ctx));
        }
        if let Disk::Client(numbers) = disk
            && numbers.serial > 0
        {
            ctx.note(Note::Forgets(numbers.serial));
        }
        Memory::Client(Client::default())
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (Disk::Server(base), Memory::Server(work)) => self.server_step(base, work, input, ctx),
            (Disk::Client(numbers), Memory::Client(client)) => {
                self.client_step(numbers, client, input, ctx);
            }
            _ => {}
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        witness.see(seen);
    }
}

impl RowLocks {
    fn server_step(
        &self,
        base: &mut Base,
        work: &mut Work,
        input: Input<Self>,
        ctx: &mut Context<'_, Self>,
    ) {
        match input {
            Input::Deliver { message: Message::Ask { txn, ask }, .. }
                if self.hands_on(ctx.me()) =>
            {
                self.hand_on(txn, ask, ctx);
            }
            Input::Deliver { from, message: Message::Ask { txn, ask } } => {
                self.serve(base, work, (from, txn), ask, ctx);
            }
            Input::Deliver { message: Message::Tell { txn, tell }, .. } => {
                self.hand_back(txn, tell, ctx);
            }
            Input::Fire(Timer::LockWait(txn)) => self.on_lock_wait(base, work, txn, ctx),
            Input::Closed { peer } => self.on_closed(base, work, peer, ctx),
            Input::Fire(_) | Input::Ask(_) => {}
        }
    }

    fn client_step(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        input: Input<Self>,
        ctx: &mut Context<'_, Self>,
    ) {
        match input {
            Input::Ask(request) => self.on_ask(numbers, client, request, ctx),
            Input::Deliver { from, message: Message::Tell { txn, tell } } => {
                self.on_tell(client, from, txn, tell, ctx);
            }
            Input::Deliver { from, .. } => ctx.note(Note::Ignores(from)),
            Input::Fire(Timer::Work) => self.on_work(client, ctx),
            Input::Fire(Timer::Retry) => {
                if client.job.as_ref().is_some_and(|job| job.phase == Phase::Pausing) {
                    self.attempt(client, ctx);
                }
            }
            Input::Fire(Timer::Patience) => self.on_patience(client, ctx),
            Input::Closed { peer } if self.is_server(peer) => self.on_cut(client, peer, ctx),
            Input::Fire(Timer::LockWait(_)) | Input::Closed { .. } => {}
        }
        while client.job.is_none() && !client.wishes.is_empty() {
            let next = client.wishes.remove(0);
            self.begin(numbers, client, next, ctx);
        }
    }
}
