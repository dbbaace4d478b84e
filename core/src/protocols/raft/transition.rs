//! How a node reacts: which input goes where.

use super::message::{Message, Timer};
use super::note::{Ignored, Note};
use super::state::{Disk, Memory, Role, ServerDisk, ServerMemory};
use super::witness::Witness;
use super::{Flaw, Raft};
use crate::client::{Client, Numbers};
use crate::kv::{Asker, Op, Response};
use crate::protocol::{
    Context, Delay, Input, NodeId, NodeMut, Protocol, Role as Part, RoleKind, Seen,
};
use alloc::vec::Vec;

impl Protocol for Raft {
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
        if let Disk::Server(disk) = disk {
            if self.has(Flaw::ForgetsVote) {
                disk.vote = None;
            }
            if *disk != ServerDisk::default() {
                let (term, vote, len) = (disk.term, disk.vote, disk.log.len());
                ctx.note(Note::Recovered { term, vote, len });
            }
        }
        ctx.set_timer(Timer::Election, self.election);
        Memory::Server(ServerMemory::default())
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (Disk::Server(disk), Memory::Server(memory)) => {
                Server { raft: self, disk, memory, ctx }.step(input);
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

fn wake_client(disk: &mut Disk, ctx: &mut Context<'_, Raft>) -> Client<Op> {
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
    pub(super) raft: &'a Raft,
    pub(super) disk: &'a mut ServerDisk,
    pub(super) memory: &'a mut ServerMemory,
    pub(super) ctx: &'a mut Context<'c, Raft>,
}

impl Server<'_, '_> {
    fn step(&mut self, input: Input<Raft>) {
        match input {
            Input::Deliver { from, message } => self.on_message(from, message),
            Input::Fire(Timer::Election) => self.on_election_timeout(),
            Input::Fire(Timer::Heartbeat) => self.on_heartbeat_due(),
            Input::Fire(Timer::Retry) | Input::Ask(_) => {}
            Input::Closed { peer } => self.ignore(peer, Ignored::Foreign),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message) {
        if let Some(term) = message.term().filter(|&term| term > self.disk.term) {
            self.adopt(from, term);
        }
        match message {
            Message::RequestVote { term, last } => self.on_request_vote(from, term, last),
            Message::Vote { term, granted } => self.on_vote(from, term, granted),
            Message::AppendEntries { term, prev, entries, commit } => {
                self.on_append_entries(from, term, prev, &entries, commit);
            }
            Message::Appended { term, success: true, matched, .. } => {
                self.on_appended(from, term, matched);
            }
            Message::Appended { term, prev, conflict, .. } => {
                self.on_refused(from, term, prev, conflict);
            }
            Message::Request { serial, op } => self.on_request(from, serial, op),
            Message::Reply { .. } | Message::Redirect { .. } => {
                self.ignore(from, Ignored::Foreign);
            }
        }
    }

    /// "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to
    /// follower" (Figure 2, all servers).
    fn adopt(&mut self, from: NodeId, term: u64) {
        let (led, stood) = (self.memory.leads(), self.memory.stands());
        self.ctx.note(Note::NewerTerm { from, term, was: self.disk.term, led, stood });
        self.disk.term = term;
        self.disk.vote = None;
        self.memory.leader = None;
        self.become_follower();
    }

    /// Follows; the vote and the term stay.
    pub(super) fn become_follower(&mut self) {
        if self.memory.leads() {
            self.ctx.cancel_timer(Timer::Heartbeat);
            self.await_leader();
        }
        self.memory.role = Role::Follower;
    }

    /// Starts the wait for a leader over.
    pub(super) fn await_leader(&mut self) {
        self.ctx.set_timer(Timer::Election, self.raft.election);
    }

    /// Says that a message changes nothing.
    pub(super) fn ignore(&mut self, from: NodeId, what: Ignored) {
        self.ctx.note(Note::Ignores { from, what });
    }

    /// The other servers.
    pub(super) fn others(&self) -> impl Iterator<Item = NodeId> + use<> {
        let me = self.ctx.me();
        self.raft.servers().filter(move |&id| id != me)
    }

    /// Starts the time until the next heartbeat.
    pub(super) fn await_heartbeat(&mut self) {
        self.ctx.set_timer(Timer::Heartbeat, Delay::exactly(self.raft.heartbeat));
    }
}
