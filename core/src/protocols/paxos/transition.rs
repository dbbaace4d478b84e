//! How a node reacts: which input goes where.

use super::message::{Message, Proposal, Request, Response, Timer};
use super::note::{Ignored, Note};
use super::state::{Disk, Memory, Phase};
use super::witness::Witness;
use super::{Flaw, Paxos, Roles};
use crate::protocol::{Context, Input, NodeId, NodeMut, Protocol, Role as Part, RoleKind, Seen};
use alloc::vec::Vec;

impl Protocol for Paxos {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Request;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    fn cast(&self) -> Vec<Part> {
        let kind = |id: NodeId| match self.roles {
            _ if self.proposes(id) => RoleKind::Peer,
            Roles::Separate if self.learns(id) => RoleKind::Observer,
            _ => RoleKind::Server,
        };
        self.nodes().map(|id| Part { name: self.name(id), kind: kind(id), starts: true }).collect()
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        if self.has(Flaw::ForgetsPromise) {
            disk.promised = disk.accepted.as_ref().map(|it| it.ballot);
        }
        if self.has(Flaw::ForgetsAcceptance) {
            disk.accepted = None;
        }
        if *disk != Disk::default() {
            let Disk { round, promised, accepted } = disk.clone();
            ctx.note(Note::Recovered { round, promised, accepted });
        }
        Memory::default()
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        let NodeMut { disk, memory } = node;
        let mut actor = Actor { paxos: self, disk, memory, ctx, to_self: Vec::new() };
        actor.on_input(input);
        // What a node says to itself is settled within the step: its parts share a disk.
        while !actor.to_self.is_empty() {
            let message = actor.to_self.remove(0);
            let me = actor.ctx.me();
            actor.on_message(me, message);
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        witness.see(self, seen);
    }
}

/// A node for the length of one step.
pub(super) struct Actor<'a, 'c> {
    pub(super) paxos: &'a Paxos,
    pub(super) disk: &'a mut Disk,
    pub(super) memory: &'a mut Memory,
    pub(super) ctx: &'a mut Context<'c, Paxos>,
    to_self: Vec<Message>,
}

impl Actor<'_, '_> {
    fn on_input(&mut self, input: Input<Paxos>) {
        let me = self.ctx.me();
        match input {
            Input::Deliver { from, message } => self.on_message(from, message),
            Input::Fire(Timer::Patience) => self.on_patience_ended(),
            Input::Fire(Timer::Backoff) => self.on_rested(),
            Input::Ask(request) if self.paxos.proposes(me) => self.on_request(request),
            Input::Ask(_) => self.ignore(me, Ignored::Foreign),
            Input::Closed { peer } => self.ignore(peer, Ignored::Foreign),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message) {
        let me = self.ctx.me();
        let (proposes, accepts) = (self.paxos.proposes(me), self.paxos.accepts(me));
        match message {
            Message::Prepare { ballot } if accepts => self.on_prepare(from, ballot),
            Message::Accept { proposal } if accepts => self.on_accept(from, proposal),
            Message::Promise { ballot, accepted } if proposes => {
                self.on_promise(from, ballot, accepted);
            }
            Message::Refused { ballot, promised } if proposes => {
                self.on_refused(from, ballot, promised);
            }
            Message::Accepted { proposal } => self.on_accepted(from, proposal),
            Message::Forward { value } if proposes => self.on_forward(from, value),
            Message::Learn { chosen: Some(proposal) } => self.on_learn(from, proposal),
            Message::Learn { chosen: None } if proposes => self.on_nothing(from),
            _ => self.ignore(from, Ignored::Foreign),
        }
    }

    /// Sends a message; to itself, within this very step.
    pub(super) fn tell(&mut self, to: NodeId, message: Message) {
        if to == self.ctx.me() {
            self.to_self.push(message);
        } else {
            self.ctx.send(to, message);
        }
    }

    /// Says that a message changes nothing.
    pub(super) fn ignore(&mut self, from: NodeId, what: Ignored) {
        self.ctx.note(Note::Ignores { from, what });
    }

    /// It knows what was chosen: whoever waits for that is told, and the rest is over.
    pub(super) fn settle(&mut self, proposal: Proposal) {
        self.memory.tallies.clear();
        self.memory.phase = Phase::Idle;
        if self.paxos.proposes(self.ctx.me()) {
            self.ctx.cancel_timer(Timer::Patience);
            self.ctx.cancel_timer(Timer::Backoff);
        }
        for wish in core::mem::take(&mut self.memory.wishes) {
            match wish.from {
                None => self.ctx.respond(Response::Chosen(proposal.value.clone())),
                Some(other) => self.tell(other, Message::Learn { chosen: Some(proposal.clone()) }),
            }
        }
        for other in self.others_to_tell() {
            self.tell(other, Message::Learn { chosen: Some(proposal.clone()) });
        }
        self.memory.known = Some(proposal);
    }
}
