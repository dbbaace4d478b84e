//! Which input goes where.

use super::message::{Message, Tell, Timer};
use super::note::Note;
use super::settings::System;
use super::state::{Client, Disk, Memory, Phase, Table};
use super::{LeaseLock, SERVICE, Witness};
use crate::client::Numbers;
use crate::locks::{self, Moment, Request, Response};
use crate::protocol::{Channel, Context, Input, NodeId, NodeMut, Protocol, Role, Seen};
use alloc::vec::Vec;

impl Protocol for LeaseLock {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Request;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    const TIMED: bool = true;

    fn cast(&self) -> Vec<Role> {
        locks::roles("l1", self.clients)
    }

    fn channel(&self, _: NodeId, _: NodeId) -> Channel {
        Channel::Stream
    }

    fn first_disk(&self, node: NodeId) -> Disk {
        match node {
            SERVICE => Disk::Service(Table::default()),
            other => locks::first_disk(other),
        }
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        // A disk that was lost is blank: whose it is, the node says.
        match ctx.me() {
            SERVICE => Memory::Service(self.wake_service(disk, ctx)),
            _ => locks::boot(disk, ctx, Note::Forgets),
        }
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (Disk::Service(table), Memory::Service(watches)) => {
                match input {
                    Input::Deliver { from, message: Message::Ask(ask) } => {
                        self.serve(table, watches, from, ask, ctx);
                    }
                    Input::Deliver { from, .. } => ctx.note(Note::Ignores(from)),
                    Input::Fire(timer) => self.service_timer(table, watches, timer, ctx),
                    Input::Closed { peer } => watches.forget(peer),
                    Input::Ask(_) => {}
                }
                // A row ends when it is swept.
                if self.system != System::Row {
                    self.judge(table, watches, ctx);
                }
            }
            (Disk::Storage(storage), Memory::Storage) => locks::serve(self, storage, input, ctx),
            (Disk::Client(numbers), Memory::Client(client)) => {
                self.client_step(numbers, client, input, ctx);
            }
            _ => {}
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        witness.see(self, seen);
    }
}

impl LeaseLock {
    fn client_step(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        input: Input<Self>,
        ctx: &mut Context<'_, Self>,
    ) {
        match input {
            Input::Ask(request) => self.on_ask(numbers, client, request, ctx),
            Input::Deliver { message: Message::Tell(tell), .. } => self.on_tell(client, tell, ctx),
            Input::Deliver { message: Message::Answer { access, answer }, .. } => {
                self.on_answer(client, access, answer, ctx);
            }
            Input::Deliver { from, .. } => ctx.note(Note::Ignores(from)),
            Input::Fire(timer) => self.on_timer(client, timer, ctx),
            Input::Closed { peer: SERVICE } => self.on_cut(client, ctx),
            Input::Closed { .. } => {}
        }
        if client.job.is_none() && !client.wishes.is_empty() {
            let next = client.wishes.remove(0);
            self.begin(numbers, client, next, ctx);
        }
    }

    fn on_tell(&self, client: &mut Client, tell: Tell, ctx: &mut Context<'_, Self>) {
        match tell {
            Tell::Opened { lease } => return self.on_opened(client, lease, ctx),
            Tell::Ended { lease } => return self.on_ended(client, lease, ctx),
            Tell::Kept { number } => return self.on_kept(client, number, ctx),
            Tell::Lost { entry } => return self.on_lost(client, entry, ctx),
            _ => {}
        }
        let job = client.job.as_ref().map(|job| (job.phase, job.entry));
        match (tell, job) {
            (Tell::Placed { entry, revision, first }, Some((Phase::Acquiring(_), own)))
                if entry == own =>
            {
                self.on_placed(client, revision, first, ctx);
            }
            (Tell::Busy { on }, Some((Phase::Acquiring(_), _))) => self.on_busy(client, on, ctx),
            (Tell::Next { on, revision }, Some((Phase::Looking, _))) => {
                self.on_next(client, on, revision, ctx);
            }
            (Tell::Missing { entry }, Some((Phase::Looking, own))) if entry == own => {
                ctx.note(Note::FindsNothing(entry));
                self.acquire_lock(client, ctx.monotonic(), ctx);
            }
            (Tell::Watching { on }, Some((Phase::Waiting { on: it, .. }, _))) if on == it => {
                self.on_watching(client, ctx);
            }
            (Tell::Gone { on }, Some((Phase::Waiting { on: it, own, .. }, _))) if on == it => {
                self.on_gone(client, on, own, ctx);
            }
            (Tell::Freed { entry }, Some((Phase::Releasing, own))) if entry == own => {
                ctx.note(Note::IsFree);
                self.finish(client, ctx);
            }
            _ => ctx.note(Note::Ignores(SERVICE)),
        }
    }

    fn on_timer(&self, client: &mut Client, timer: Timer, ctx: &mut Context<'_, Self>) {
        match timer {
            Timer::Keep => self.on_keep(client, ctx),
            Timer::Reconnect => self.on_reconnect(client, ctx),
            Timer::Retry => self.acquire_lock(client, ctx.monotonic(), ctx),
            Timer::Wait => self.on_wait(client, ctx),
            Timer::Work => self.go_on(client, Moment::Worked, ctx),
            Timer::Use => self.go_on(client, Moment::Checked, ctx),
            Timer::Patience => self.go_on(client, Moment::Silence, ctx),
            Timer::Lease(_) | Timer::Delay | Timer::Sweep => {}
        }
    }
}
