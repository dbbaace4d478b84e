//! How a node reacts.

use super::message::{Message, Request, Response, Timer};
use super::note::Note;
use super::state::{Disk, Job, Memory, Witness};
use super::{Flaw, MajorityRegister};
use crate::protocol::{
    Context, Delay, EffectRef, Input, NodeId, NodeMut, Protocol, Role, RoleKind, Seen,
};
use crate::sorted::Set;
use alloc::vec::Vec;

impl Protocol for MajorityRegister {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Request;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    fn cast(&self) -> Vec<Role> {
        let ids = (0..self.servers + self.clients).map(NodeId);
        let kind = |id| if self.is_client(id) { RoleKind::Client } else { RoleKind::Server };
        ids.map(|id| Role { name: self.name(id), kind: kind(id), starts: true }).collect()
    }

    fn boot(&self, _: &mut Disk, _: &mut Context<'_, Self>) -> Memory {
        Memory::default()
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match input {
            Input::Deliver { from, message } => match message {
                Message::Store { write } => self.on_store(node, from, write, ctx),
                Message::Fetch { number } => {
                    ctx.send(from, Message::Fetched { number, write: *node.disk });
                }
                Message::Stored { number } => self.on_answer(node, from, number, None, ctx),
                Message::Fetched { number, write } => {
                    self.on_answer(node, from, number, Some(write), ctx);
                }
            },
            Input::Fire(Timer::Resend) => self.on_resend(node, ctx),
            Input::Ask(request) => self.on_request(node, request, ctx),
            Input::Closed { .. } => {}
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        for effect in &seen.effects {
            match effect {
                EffectRef::Respond(Response::Written(write)) => {
                    witness.acknowledged = witness.acknowledged.max(write.number);
                }
                EffectRef::Note(Note::Begins { .. }) => {
                    witness.begun.insert(seen.by, witness.acknowledged);
                }
                _ => {}
            }
        }
    }
}

impl MajorityRegister {
    /// The disk write comes before the answer: what is acknowledged survives a crash.
    fn on_store(
        &self,
        node: NodeMut<'_, Self>,
        from: NodeId,
        write: Disk,
        ctx: &mut Context<'_, Self>,
    ) {
        if write.number > node.disk.number {
            *node.disk = write;
            ctx.note(Note::Stores(write));
        } else {
            ctx.note(Note::Keeps(*node.disk));
        }
        ctx.send(from, Message::Stored { number: write.number });
    }

    fn on_request(&self, node: NodeMut<'_, Self>, request: Request, ctx: &mut Context<'_, Self>) {
        if matches!(request, Request::Write(_)) && ctx.me() != self.writer() {
            ctx.note(Note::Refuses);
            ctx.respond(Response::NotTheWriter);
        } else if node.memory.job.is_some() {
            node.memory.wishes.push(request);
        } else {
            self.begin(node, request, ctx);
        }
    }

    fn begin(&self, node: NodeMut<'_, Self>, request: Request, ctx: &mut Context<'_, Self>) {
        let NodeMut { disk, memory } = node;
        disk.number += 1;
        let number = disk.number;
        let mut newest = Disk::default();
        if let Request::Write(value) = request {
            disk.value = value;
            newest = *disk;
        }
        ctx.note(Note::Begins { request, number });
        let job = Job { request, number, newest, by: Set::default() };
        self.ask(&job, ctx);
        memory.job = Some(job);
    }

    /// Asks those that have not answered.
    fn ask(&self, job: &Job, ctx: &mut Context<'_, Self>) {
        for server in self.everyone().filter(|server| !job.by.contains(server)) {
            let message = match job.request {
                Request::Write(_) => Message::Store { write: job.newest },
                Request::Read => Message::Fetch { number: job.number },
            };
            ctx.send(server, message);
        }
        ctx.set_timer(Timer::Resend, Delay::exactly(self.resend));
    }

    fn on_resend(&self, node: NodeMut<'_, Self>, ctx: &mut Context<'_, Self>) {
        if let Some(job) = &node.memory.job {
            let missing = u64::from(self.servers) - job.by.len() as u64;
            ctx.note(Note::AsksAgain { missing });
            self.ask(job, ctx);
        }
    }

    fn on_answer(
        &self,
        node: NodeMut<'_, Self>,
        from: NodeId,
        number: u64,
        write: Option<Disk>,
        ctx: &mut Context<'_, Self>,
    ) {
        let job = node.memory.job.as_mut().filter(|job| job.number == number);
        let Some(job) = job.filter(|job| !job.by.contains(&from)) else {
            return ctx.note(Note::Ignores(from));
        };
        job.by.insert(from);
        job.newest = job.newest.max(write.unwrap_or_default());
        let needed = if self.has(Flaw::AnswersEarly) { 1 } else { self.majority() };
        let (write, have) = (job.newest, job.by.len() as u64);
        if job.by.len() < needed {
            return ctx.note(Note::Counts { from, have });
        }
        ctx.note(Note::Finishes { write, have });
        ctx.cancel_timer(Timer::Resend);
        ctx.respond(match job.request {
            Request::Write(_) => Response::Written(write),
            Request::Read => Response::Value(write),
        });
        node.memory.job = None;
        if !node.memory.wishes.is_empty() {
            let next = node.memory.wishes.remove(0);
            self.begin(node, next, ctx);
        }
    }
}
