//! How a node reacts: which input goes where.

use super::history::Zxid;
use super::message::{Message, Timer};
use super::note::{Ignored, Note, Why};
use super::state::{Disk, Memory, Patron, Role, ServerDisk, ServerMemory};
use super::witness::Witness;
use super::{Flaw, Zab};
use crate::client::Numbers;
use crate::kv::{Op, Response};
use crate::protocol::{
    Channel, Context, Delay, Input, Micros, NodeId, NodeMut, Protocol, Role as Part, RoleKind, Seen,
};
use alloc::vec::Vec;

impl Protocol for Zab {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Op;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    fn cast(&self) -> Vec<Part> {
        let kind = |id| {
            if self.is_client(id) {
                RoleKind::Client
            } else if self.is_observer(id) {
                RoleKind::Observer
            } else {
                RoleKind::Server
            }
        };
        let nodes = (0..self.all_servers() + self.clients).map(NodeId);
        nodes.map(|id| Part { name: self.name(id), kind: kind(id), starts: true }).collect()
    }

    fn channel(&self, from: NodeId, to: NodeId) -> Channel {
        // Clients have no connections with each other that could break.
        match self.is_client(from) && self.is_client(to) {
            true => Channel::Datagram,
            false => Channel::Stream,
        }
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        if self.is_client(ctx.me()) {
            return Memory::Client(self.wake_client(disk, ctx));
        }
        let Disk::Server(disk) = disk else {
            return Memory::Server(ServerMemory::default());
        };
        if self.has(Flaw::ForgetsEpoch) {
            disk.accepted = disk.history.last().epoch;
        }
        if *disk != ServerDisk::default() {
            let (accepted, current, last) = (disk.accepted, disk.current, disk.history.last());
            ctx.note(Note::Recovered { accepted, current, last });
        }
        let mut memory = ServerMemory::default();
        Server { room: self, disk, memory: &mut memory, ctx }.look(Why::Started);
        Memory::Server(memory)
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (Disk::Server(disk), Memory::Server(memory)) => {
                Server { room: self, disk, memory, ctx }.step(input);
            }
            (Disk::Client(numbers), Memory::Client(patron)) => {
                self.client_step(numbers, patron, input, ctx);
            }
            _ => unreachable!("boot gives a node a disk and a memory of one kind"),
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        witness.see(self, seen);
    }
}

impl Zab {
    fn wake_client(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Patron {
        match disk {
            Disk::Client(numbers) if numbers.serial > 0 => {
                ctx.note(Note::ClientRecovered { serial: numbers.serial });
            }
            Disk::Client(_) => {}
            Disk::Server(_) => *disk = Disk::Client(Numbers::default()),
        }
        let mut patron = Patron::default();
        let place = ctx.me().0 - self.all_servers();
        patron.client.leader = Some(NodeId(place % self.all_servers().max(1)));
        patron
    }
}

/// A server for the length of one step.
pub(super) struct Server<'a, 'c> {
    pub(super) room: &'a Zab,
    pub(super) disk: &'a mut ServerDisk,
    pub(super) memory: &'a mut ServerMemory,
    pub(super) ctx: &'a mut Context<'c, Zab>,
}

impl Server<'_, '_> {
    fn step(&mut self, input: Input<Zab>) {
        match input {
            Input::Deliver { from, message } => self.on_message(from, message),
            Input::Fire(timer) => self.on_timer(timer),
            Input::Ask(_) => {}
            Input::Closed { peer } => self.on_gone(peer),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Request { serial, op, seen } => self.on_request(from, serial, op, seen),
            Message::Notification { vote, round, standing } => {
                self.on_notification(from, vote, round, standing);
            }
            Message::FollowerInfo { accepted } => self.on_follower_info(from, accepted),
            Message::AckEpoch { .. }
            | Message::Ack(_)
            | Message::Pong { .. }
            | Message::Forward { .. }
            | Message::Sync { .. } => self.hear_peer(from, message),
            Message::Reply { .. } | Message::Refusal { .. } => self.ignore(from, Ignored::Foreign),
            _ => self.hear_leader(from, message),
        }
    }

    /// What a follower says to its leader.
    fn hear_peer(&mut self, from: NodeId, message: Message) {
        let Role::Leading(leading) = &mut self.memory.role else {
            return self.ignore(from, Ignored::NotLeading);
        };
        let Some(peer) = leading.peers.get_mut(&from) else {
            return self.ignore(from, Ignored::Acknowledgement);
        };
        peer.heard = true;
        match message {
            Message::AckEpoch { epoch, current, last } => {
                self.on_ack_epoch(from, epoch, current, last);
            }
            Message::Ack(zxid) => self.on_ack(from, zxid),
            Message::Forward { client, serial, op } => self.on_forward(client, serial, op),
            Message::Sync { client, serial } => self.on_sync(from, client, serial),
            _ => self.ctx.note(Note::Hears { from }),
        }
    }

    /// What a leader says to its followers.
    fn hear_leader(&mut self, from: NodeId, message: Message) {
        let Role::Following(following) = &self.memory.role else {
            return self.ignore(from, Ignored::NotFollowing);
        };
        if following.leader != from {
            return self.ignore(from, Ignored::NotFollowing);
        }
        match message {
            Message::LeaderInfo { epoch } => self.on_leader_info(from, epoch),
            Message::Diff { epoch, transactions } => self.on_diff(from, epoch, transactions),
            Message::Trunc { epoch, to } => self.on_trunc(from, epoch, to),
            Message::Snap { epoch, history } => self.on_snap(from, epoch, history),
            Message::NewLeader { epoch } => self.on_new_leader(from, epoch),
            Message::UpToDate { epoch } => self.on_up_to_date(from, epoch),
            Message::Proposal(transaction) => self.on_proposal(from, transaction),
            Message::Commit(zxid) => self.on_commit(from, zxid),
            Message::Inform(transaction) => self.on_inform(from, transaction),
            Message::Ping { epoch } => self.on_ping(from, epoch),
            Message::Synced { client, serial } => self.on_synced(from, client, serial),
            _ => self.ignore(from, Ignored::Foreign),
        }
    }

    fn on_timer(&mut self, timer: Timer) {
        match (timer, &self.memory.role) {
            (Timer::Finalize, Role::Looking(_)) => self.on_finalize(),
            (Timer::Resend, Role::Looking(_)) => self.say_vote_again(),
            (Timer::Resend, Role::Following(following)) => {
                let leader = following.leader;
                self.connect_again(leader);
            }
            (Timer::Limit, Role::Following(following)) => {
                let leader = following.leader;
                self.look(Why::LeaderSilent { leader });
            }
            (Timer::Limit, Role::Leading(_)) => self.on_leader_limit(),
            (Timer::Tick, Role::Leading(_)) => self.on_tick(),
            _ => {}
        }
    }

    /// Says that a message changes nothing.
    pub(super) fn ignore(&mut self, from: NodeId, what: Ignored) {
        self.ctx.note(Note::Ignores { from, what });
    }

    /// Starts an alarm over.
    pub(super) fn alarm(&mut self, timer: Timer, after: Micros) {
        self.ctx.set_timer(timer, Delay::exactly(after));
    }

    /// The other voters.
    pub(super) fn other_voters(&self) -> impl Iterator<Item = NodeId> + use<> {
        let me = self.ctx.me();
        self.room.voters().filter(move |&id| id != me)
    }

    /// The last transaction that it has delivered.
    pub(super) fn delivered(&self) -> Zxid {
        self.disk.history.zxid_at(self.memory.delivered)
    }
}
