//! Which input goes where.

use super::message::{Ask, Message, Tell, Timer};
use super::note::Note;
use super::state::{Client, Disk, Memory, Phase, Tree};
use super::{Witness, ZOOKEEPER, ZookeeperLock};
use crate::client::Numbers;
use crate::locks::{self, Moment, Request, Response};
use crate::protocol::{Channel, Context, Input, NodeId, NodeMut, Protocol, Role, Seen};
use alloc::vec::Vec;

impl Protocol for ZookeeperLock {
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
        locks::roles("z1", self.clients)
    }

    fn channel(&self, _: NodeId, _: NodeId) -> Channel {
        Channel::Stream
    }

    fn first_disk(&self, node: NodeId) -> Disk {
        match node {
            ZOOKEEPER => Disk::Service(Tree::default()),
            other => locks::first_disk(other),
        }
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        // A disk that was lost is blank: whose it is, the node says.
        match ctx.me() {
            ZOOKEEPER => Memory::Service(self.wake_zookeeper(disk, ctx)),
            _ => locks::boot(disk, ctx, Note::Forgets),
        }
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (Disk::Service(tree), Memory::Service(watches)) => {
                match input {
                    Input::Deliver { from, message: Message::Ask(ask) } => {
                        self.serve(tree, watches, from, ask, ctx);
                    }
                    Input::Deliver { from, .. } => ctx.note(Note::Ignores(from)),
                    Input::Fire(Timer::Session(session)) => {
                        self.expire(tree, watches, session, ctx);
                    }
                    Input::Closed { peer } => watches.forget(peer),
                    _ => {}
                }
                self.judge(tree, watches, ctx);
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

impl ZookeeperLock {
    fn client_step(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        input: Input<Self>,
        ctx: &mut Context<'_, Self>,
    ) {
        match input {
            Input::Ask(request) => self.on_ask(numbers, client, request, ctx),
            Input::Deliver { message: Message::Tell(tell), .. } => {
                self.on_tell(client, tell, ctx);
            }
            Input::Deliver { message: Message::Answer { access, answer }, .. } => {
                self.on_answer(client, access, answer, ctx);
            }
            Input::Deliver { from, .. } => ctx.note(Note::Ignores(from)),
            Input::Fire(timer) => self.on_timer(client, timer, ctx),
            Input::Closed { peer: ZOOKEEPER } => self.on_cut(client, ctx),
            Input::Closed { .. } => {}
        }
        if client.job.is_none() && !client.wishes.is_empty() {
            let next = client.wishes.remove(0);
            self.begin(numbers, client, next, ctx);
        }
    }

    fn on_tell(&self, client: &mut Client, tell: Tell, ctx: &mut Context<'_, Self>) {
        let phase = client.job.as_ref().map(|job| job.phase);
        match (tell, phase) {
            (Tell::Connected { session }, _) => self.on_connected(client, session, ctx),
            (Tell::Expired { session }, _) => self.on_expired(client, session, ctx),
            (Tell::Pong { number }, _) => self.on_pong(client, number, ctx),
            (Tell::Created { entry, node }, Some(Phase::Creating)) => {
                self.on_created(client, entry, node, ctx);
            }
            (Tell::Nodes(nodes), Some(Phase::Listing)) => self.on_nodes(client, &nodes, ctx),
            (Tell::Stat { node, exists }, Some(Phase::Waiting { on, .. })) if node == on => {
                self.on_stat(client, exists, ctx);
            }
            (Tell::Changed { node }, Some(Phase::Waiting { on, .. })) if node == on => {
                self.on_changed(client, ctx);
            }
            (Tell::Deleted { .. }, Some(Phase::Releasing)) => {
                ctx.note(Note::IsFree);
                self.finish(client, ctx);
            }
            _ => ctx.note(Note::Ignores(ZOOKEEPER)),
        }
    }

    fn on_timer(&self, client: &mut Client, timer: Timer, ctx: &mut Context<'_, Self>) {
        match timer {
            Timer::Ping => self.on_ping(client, ctx),
            Timer::Reconnect => self.connect(client, ctx),
            Timer::Wait => self.on_wait(client, ctx),
            Timer::Work => self.go_on(client, Moment::Worked, ctx),
            Timer::Use => self.go_on(client, Moment::Checked, ctx),
            Timer::Patience => self.go_on(client, Moment::Silence, ctx),
            Timer::Session(_) => {}
        }
    }

    pub(super) fn ask(&self, ask: Ask, ctx: &mut Context<'_, Self>) {
        ctx.send(ZOOKEEPER, Message::Ask(ask));
    }
}
