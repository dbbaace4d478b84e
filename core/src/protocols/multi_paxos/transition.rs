//! How a node reacts: which input goes where.

use super::log::Ballot;
use super::message::{Message, Timer};
use super::note::{Ignored, Note};
use super::state::{Disk, Memory, Role, ServerDisk, ServerMemory};
use super::witness::Witness;
use super::{Flaw, MultiPaxos};
use crate::client::{Client, Numbers};
use crate::kv::{Asker, Op, Response};
use crate::protocol::{
    Context, Delay, Input, NodeId, NodeMut, Protocol, Role as Part, RoleKind, Seen,
};
use alloc::vec::Vec;

impl Protocol for MultiPaxos {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Op;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    fn cast(&self) -> Vec<Part> {
        (0..self.nodes + self.clients)
            .map(NodeId)
            .map(|id| {
                let kind = if self.is_client(id) { RoleKind::Client } else { RoleKind::Server };
                Part { name: self.name(id), kind, starts: true }
            })
            .collect()
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        if self.is_client(ctx.me()) {
            return Memory::Client(wake_client(disk, ctx));
        }
        let mut memory = ServerMemory::default();
        if let Disk::Server(disk) = disk {
            Server { room: self, disk, memory: &mut memory, ctx }.wake();
        }
        ctx.set_timer(Timer::Election, self.election);
        Memory::Server(memory)
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (Disk::Server(disk), Memory::Server(memory)) => {
                Server { room: self, disk, memory, ctx }.step(input);
            }
            (Disk::Client(numbers), Memory::Client(client)) => {
                Asker { room: self, numbers, client, ctx }.step(input);
            }
            _ => unreachable!("boot gives a node a disk and a memory of one kind"),
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        witness.see(self, seen);
    }
}

fn wake_client(disk: &mut Disk, ctx: &mut Context<'_, MultiPaxos>) -> Client<Op> {
    match disk {
        Disk::Client(numbers) if numbers.serial > 0 => {
            ctx.note(Note::ClientRecovered { serial: numbers.serial });
        }
        Disk::Client(_) => {}
        Disk::Server(_) => *disk = Disk::Client(Numbers::default()),
    }
    Client::default()
}

/// A server for the length of one step.
pub(super) struct Server<'a, 'c> {
    pub(super) room: &'a MultiPaxos,
    pub(super) disk: &'a mut ServerDisk,
    pub(super) memory: &'a mut ServerMemory,
    pub(super) ctx: &'a mut Context<'c, MultiPaxos>,
}

impl Server<'_, '_> {
    /// Builds the state machine anew from what the disk knows to be chosen.
    fn wake(&mut self) {
        if self.room.has(Flaw::ForgetsPromise) {
            self.disk.promised = self.disk.log.highest_ballot();
        }
        let fresh = *self.disk == ServerDisk::default();
        self.apply();
        if !fresh {
            let (promised, applied) = (self.disk.promised, self.memory.applied);
            let entries = self.disk.log.iter_from(applied + 1);
            let open = entries.filter(|(_, entry)| entry.is_some()).count() as u64;
            self.ctx.note(Note::Recovered { promised, applied, open });
        }
    }

    fn step(&mut self, input: Input<MultiPaxos>) {
        match input {
            Input::Deliver { from, message } => self.on_message(from, message),
            Input::Fire(Timer::Election) => self.on_election_timeout(),
            Input::Fire(Timer::Heartbeat) => self.on_heartbeat_due(),
            Input::Fire(Timer::Retry) | Input::Ask(_) => {}
            Input::Closed { peer } => self.ignore(peer, Ignored::Foreign),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Prepare { ballot, from: slot } => self.on_prepare(from, ballot, slot),
            Message::Promise { ballot, reports } => self.on_promise(from, ballot, reports),
            Message::Accept { ballot, proposals, chosen } => {
                self.on_accept(from, ballot, &proposals, chosen);
            }
            Message::Accepted { ballot, slots } => self.on_accepted(from, ballot, &slots),
            Message::Preempted { ballot, promised } => self.on_preempted(from, ballot, promised),
            Message::Heartbeat { ballot, chosen } => self.on_heartbeat(from, ballot, chosen),
            Message::CatchUp { from: slot } => self.on_catch_up(from, slot),
            Message::Learn { first, entries, chosen } => {
                self.on_learn(from, first, &entries, chosen);
            }
            Message::Request { serial, op } => self.on_request(from, serial, op),
            Message::Reply { .. } | Message::Redirect { .. } => {
                self.ignore(from, Ignored::Foreign);
            }
        }
    }

    /// Promises a ballot at least as high as the one promised before: a proposer of a lower one
    /// gives up.
    pub(super) fn promise(&mut self, ballot: Ballot) {
        let mine = self.disk.promised;
        if ballot <= mine {
            return;
        }
        self.disk.promised = ballot;
        self.memory.leader = None;
        if !matches!(self.memory.role, Role::Follower) {
            let led = self.memory.leads();
            self.ctx.note(Note::GivesUp { ballot: mine, higher: ballot, led });
            self.memory.role = Role::Follower;
            self.ctx.cancel_timer(Timer::Heartbeat);
            self.await_leader();
        }
    }

    /// Whether a ballot is its own and not over.
    pub(super) fn is_mine(&self, ballot: Ballot) -> bool {
        let owner = ballot.owner(self.room.nodes);
        ballot == self.disk.promised && owner == Some(self.ctx.me())
    }

    /// Starts the wait for a leader over.
    pub(super) fn await_leader(&mut self) {
        self.ctx.set_timer(Timer::Election, self.room.election);
    }

    /// Starts the time until the next heartbeat.
    pub(super) fn await_heartbeat(&mut self) {
        self.ctx.set_timer(Timer::Heartbeat, Delay::exactly(self.room.heartbeat));
    }

    /// Says that a message changes nothing.
    pub(super) fn ignore(&mut self, from: NodeId, what: Ignored) {
        self.ctx.note(Note::Ignores { from, what });
    }

    /// The other servers.
    pub(super) fn others(&self) -> impl Iterator<Item = NodeId> + use<> {
        let me = self.ctx.me();
        self.room.servers().filter(move |&id| id != me)
    }
}
