//! How a node reacts: which input goes where, and what a peer does that is let in.

use super::message::{Message, Request, Response};
use super::note::Note;
use super::state::{Disk, Job, Memory, Peer, Stage, Stamp};
use super::witness::Witness;
use super::{Algorithm, Flaw, MutualExclusion};
use crate::protocol::{
    Channel, Context, Input, Never, NodeId, NodeMut, Protocol, Role, RoleKind, Seen,
};
use alloc::vec::Vec;

impl Protocol for MutualExclusion {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Never;
    type Request = Request;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    fn cast(&self) -> Vec<Role> {
        let role = |id: NodeId| {
            let kind = if id == self.storage() { RoleKind::Server } else { RoleKind::Peer };
            Role { name: self.name(id), kind, starts: true }
        };
        self.peers().chain([self.storage()]).map(role).collect()
    }

    fn channel(&self, from: NodeId, to: NodeId) -> Channel {
        let among_peers = from != self.storage() && to != self.storage();
        match self.algorithm {
            Algorithm::Lamport if among_peers && !self.has(Flaw::UnorderedLinks) => Channel::Stream,
            _ => Channel::Datagram,
        }
    }

    fn first_disk(&self, node: NodeId) -> Disk {
        let token = self.algorithm == Algorithm::SuzukiKasami && node == NodeId(0);
        Disk { token, ..Disk::default() }
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        if ctx.me() == self.storage() {
            return Memory::Storage;
        }
        let token = core::mem::take(&mut disk.token);
        if token {
            ctx.note(Note::StartsWithToken);
        }
        Memory::Peer(Peer::new(self, token))
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match node.memory {
            Memory::Storage => self.serve(node.disk, input, ctx),
            Memory::Peer(peer) => Actor { room: self, peer, ctx }.on_input(input),
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        witness.see(self, seen);
    }
}

/// A peer for the length of one step.
pub(super) struct Actor<'a, 'c> {
    pub(super) room: &'a MutualExclusion,
    pub(super) peer: &'a mut Peer,
    pub(super) ctx: &'a mut Context<'c, MutualExclusion>,
}

impl Actor<'_, '_> {
    fn on_input(&mut self, input: Input<MutualExclusion>) {
        match input {
            Input::Deliver { from, message } => self.on_message(from, message),
            Input::Fire(never) => match never {},
            Input::Ask(Request::Add(add)) if self.peer.job.is_some() => {
                self.peer.wishes.push(add);
                self.ctx.note(Note::Queues { add });
            }
            Input::Ask(Request::Add(add)) => self.begin(add),
            Input::Closed { peer } => self.ctx.note(Note::LosesTouch { with: peer }),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Request { number } => {
                let request = Stamp { time: number, peer: from };
                match self.room.algorithm {
                    Algorithm::Lamport => self.acknowledge(request),
                    Algorithm::RicartAgrawala => self.reply_or_defer(request),
                    Algorithm::SuzukiKasami => self.record(request),
                }
            }
            Message::Acknowledge { time, number } => self.on_acknowledge(from, time, number),
            Message::Release { time } => self.on_release(from, time),
            Message::Reply { number } => self.on_reply(from, number),
            Message::Privilege { token } => self.on_privilege(from, token),
            Message::Value { entry, value } => self.on_value(from, entry, value),
            Message::Written { entry } => self.on_written(from, entry),
            Message::Read { .. } | Message::Write { .. } => self.ignore(from),
        }
    }

    /// Begins an addition: the peer has to be let in first.
    fn begin(&mut self, add: u64) {
        self.peer.entries += 1;
        self.peer.tally.spent = 0;
        self.peer.job = Some(Job { add, number: 0, stage: Stage::Waiting });
        match self.room.algorithm {
            Algorithm::Lamport => self.ask_in_order(),
            Algorithm::RicartAgrawala => self.ask_for_replies(),
            Algorithm::SuzukiKasami => self.ask_for_token(),
        }
    }

    /// Sends the request to be let in to all others.
    pub(super) fn ask_all(&mut self, number: u64) {
        if let Some(job) = &mut self.peer.job {
            job.number = number;
        }
        self.ctx.note(Note::Asks { number });
        self.tell_all(&Message::Request { number });
    }

    /// Sends a message about its own entry to all others.
    pub(super) fn tell_all(&mut self, message: &Message) {
        for other in self.room.others(self.ctx.me()) {
            self.ctx.send(other, message.clone());
            self.peer.spend(1);
        }
    }

    /// Its own request, from when it asks until it is done.
    pub(super) fn own(&self) -> Option<Stamp> {
        let job = self.peer.job.as_ref()?;
        Some(Stamp { time: job.number, peer: self.ctx.me() })
    }

    /// The peer is let in: it reads what it is to change.
    pub(super) fn enter(&mut self, unheard: u16) {
        let entry = self.peer.entries;
        let Some(job) = &mut self.peer.job else { return };
        job.stage = Stage::Reading;
        let number = job.number;
        self.ctx.note(Note::Enters { number, unheard });
        self.peer.tally.storage += 1;
        self.ctx.send(self.room.storage(), Message::Read { entry });
    }

    fn on_value(&mut self, from: NodeId, entry: u64, value: u64) {
        let current = entry == self.peer.entries;
        let reads = |job: &&mut Job| current && job.stage == Stage::Reading;
        let Some(job) = self.peer.job.as_mut().filter(reads) else { return self.ignore(from) };
        let add = job.add;
        let sum = value.saturating_add(add);
        job.stage = Stage::Writing { value: sum };
        self.ctx.note(Note::Adds { value, add });
        self.peer.tally.storage += 2;
        self.ctx.send(from, Message::Write { entry, value: sum });
    }

    fn on_written(&mut self, from: NodeId, entry: u64) {
        let Some(Job { stage: Stage::Writing { value }, .. }) = self.peer.job else {
            return self.ignore(from);
        };
        if entry != self.peer.entries {
            return self.ignore(from);
        }
        self.peer.tally.storage += 1;
        self.leave(value);
    }

    /// The peer is done: it lets others in, and goes on with what it was asked for meanwhile.
    fn leave(&mut self, value: u64) {
        self.peer.job = None;
        match self.room.algorithm {
            Algorithm::Lamport => self.release(),
            Algorithm::RicartAgrawala => self.reply_after_all(),
            Algorithm::SuzukiKasami => self.pass_token(),
        }
        self.peer.tally.left += 1;
        self.ctx.note(Note::Leaves { value, messages: self.peer.tally.spent });
        self.ctx.respond(Response::Sum(value));
        if !self.peer.wishes.is_empty() {
            let next = self.peer.wishes.remove(0);
            self.begin(next);
        }
    }

    /// Says that a message changes nothing.
    pub(super) fn ignore(&mut self, from: NodeId) {
        self.ctx.note(Note::Ignores { from });
    }
}
