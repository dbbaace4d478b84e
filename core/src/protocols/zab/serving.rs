//! How servers deliver transactions and serve clients: writes go through the leader, reads do not.

use super::Flaw;
use super::history::{Command, Transaction, Zxid};
use super::lead::Pending;
use super::message::Message;
use super::note::{Ignored, Note};
use super::state::{Role, Wish};
use super::transition::Server;
use crate::kv::{Answer, Op};
use crate::list::own;
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::string::String;
use alloc::vec::Vec;

impl Server<'_, '_> {
    /// A client asks for something.
    pub(super) fn on_request(&mut self, client: NodeId, serial: u64, op: Rc<Op>, seen: Zxid) {
        if !self.room.is_client(client) {
            return self.ignore(client, Ignored::Foreign);
        }
        let mine = self.delivered();
        if !self.memory.serves() {
            self.ctx.note(Note::ServesNobody { client });
            return self.ctx.send(client, Message::Refusal { serial });
        }
        if seen > mine && !self.room.has(Flaw::ForgetsSeen) {
            self.ctx.note(Note::IsBehind { client, seen, mine });
            return self.ctx.send(client, Message::Refusal { serial });
        }
        match *op {
            Op::Get { .. } if self.room.sync => self.read_synced(client, serial, op),
            Op::Get { .. } => self.read(client, serial, &op, false),
            _ => self.write(client, serial, op),
        }
    }

    fn reply(&mut self, client: NodeId, serial: u64, answer: Answer) {
        let zxid = self.delivered();
        self.ctx.send(client, Message::Reply { serial, answer, zxid });
    }

    fn read(&mut self, client: NodeId, serial: u64, op: &Rc<Op>, synced: bool) {
        let mut value = self.memory.store.values.get(&String::from(op.key())).cloned();
        let (zxid, answer) = (self.delivered(), op.run(&mut value));
        self.ctx.note(Note::ReadsLocally { client, op: op.clone(), zxid, synced });
        self.reply(client, serial, answer);
    }

    fn write(&mut self, client: NodeId, serial: u64, op: Rc<Op>) {
        if !self.room.has(Flaw::NoSessions) && self.memory.store.has_run(client, serial) {
            return match self.memory.store.answer(client, serial).cloned() {
                Some(answer) => {
                    self.ctx.note(Note::AnswersAgain { client, serial });
                    self.reply(client, serial, answer);
                }
                None => self.ignore(client, Ignored::Request),
            };
        }
        self.memory.waiting.insert(client, Wish { serial, op: op.clone() });
        match self.memory.following().map(|following| following.leader) {
            None => self.on_forward(client, serial, op),
            Some(leader) => {
                self.ctx.note(Note::Forwards { client, op: op.clone(), leader });
                self.ctx.send(leader, Message::Forward { client, serial, op });
            }
        }
    }

    /// A client of this leader, or of one of its followers, wants something written.
    pub(super) fn on_forward(&mut self, client: NodeId, serial: u64, op: Rc<Op>) {
        if !self.memory.leads() {
            return self.ignore(client, Ignored::Request);
        }
        let (history, delivered) = (&self.disk.history, self.memory.delivered);
        let asked = Some((client, serial));
        let known = self.memory.store.has_run(client, serial)
            || history.between(delivered, history.len()).any(|it| it.command.origin() == asked);
        if known && !self.room.has(Flaw::NoSessions) {
            return self.ctx.note(Note::InProgress { client, serial });
        }
        self.propose(client, serial, op);
    }

    fn read_synced(&mut self, client: NodeId, serial: u64, op: Rc<Op>) {
        self.memory.waiting.insert(client, Wish { serial, op });
        let me = self.ctx.me();
        match self.memory.following().map(|following| following.leader) {
            None => self.on_sync(me, client, serial),
            Some(leader) => {
                self.ctx.note(Note::AsksSync { client, leader });
                self.ctx.send(leader, Message::Sync { client, serial });
            }
        }
    }

    /// A server wants to see all that was committed before it asked.
    pub(super) fn on_sync(&mut self, server: NodeId, client: NodeId, serial: u64) {
        let (after, last) = (self.disk.history.len(), self.disk.history.last());
        let Role::Leading(leading) = &mut self.memory.role else { return };
        leading.syncs.push(Pending { after, server, client, serial });
        if leading.committed < after {
            self.ctx.note(Note::HoldsSync { server, after: last });
        }
        self.answer_syncs();
    }

    /// Answers the syncs for which nothing is outstanding any more.
    pub(super) fn answer_syncs(&mut self) {
        let me = self.ctx.me();
        let Role::Leading(leading) = &mut self.memory.role else { return };
        let committed = leading.committed;
        let (ready, rest): (Vec<_>, Vec<_>) =
            core::mem::take(&mut leading.syncs).into_iter().partition(|it| it.after <= committed);
        leading.syncs = rest;
        for Pending { server, client, serial, .. } in ready {
            if server == me {
                self.on_synced(me, client, serial);
            } else {
                self.ctx.note(Note::AnswersSync { server, client });
                self.ctx.send(server, Message::Synced { client, serial });
            }
        }
    }

    /// Everything that was committed when the leader was asked has been delivered here.
    pub(super) fn on_synced(&mut self, from: NodeId, client: NodeId, serial: u64) {
        let wish = self.memory.waiting.get(&client).filter(|wish| wish.serial == serial).cloned();
        match wish.filter(|_| self.memory.serves()) {
            Some(wish) => {
                self.memory.waiting.remove(&client);
                self.read(client, serial, &wish.op, true);
            }
            None => self.ignore(from, Ignored::Request),
        }
    }

    /// Delivers transactions up to this place, in the order of the history.
    pub(super) fn deliver(&mut self, last: u64) {
        for place in self.memory.delivered + 1..=last {
            let Some(transaction) = self.disk.history.get(place).cloned() else { return };
            self.memory.delivered = place;
            self.run(&transaction);
        }
    }

    fn run(&mut self, transaction: &Transaction) {
        let zxid = transaction.zxid;
        let (client, serial, op) = match &transaction.command {
            Command::Given(op) => {
                own(&mut self.memory.store).run(op);
                return;
            }
            Command::Call { client, serial, op } => (*client, *serial, op),
        };
        let always = self.room.has(Flaw::NoSessions);
        own(&mut self.memory.store).run_for(client, serial, op, always);
        let waits = self.memory.waiting.get(&client).is_some_and(|wish| wish.serial == serial);
        if let Some(answer) = self.memory.store.answer(client, serial).filter(|_| waits).cloned() {
            self.memory.waiting.remove(&client);
            self.ctx.note(Note::Answers { client, op: op.clone(), zxid });
            self.reply(client, serial, answer);
        }
    }

    /// Gives all that is not known to be committed a number of the new epoch: a flaw.
    pub(super) fn renumber(&mut self, epoch: u64) {
        let kept = self.memory.delivered;
        let history = &self.disk.history;
        let tail: Vec<_> = history.between(kept, history.len()).cloned().collect();
        if tail.is_empty() {
            return;
        }
        self.disk.history.truncate(kept);
        let count = tail.len() as u64;
        for transaction in tail {
            let zxid = self.disk.history.last().next_in(epoch);
            let command = transaction.command.clone();
            self.disk.history.push(Rc::new(Transaction { zxid, command }));
        }
        self.ctx.note(Note::Renumbers { zxid: self.disk.history.last(), count });
    }
}
