//! How servers apply what is committed and serve clients: §5.3 and §8.

use super::Flaw;
use super::log::{Command, Entry};
use super::message::Message;
use super::note::{Ignored, Note};
use super::state::Role;
use super::transition::Server;
use crate::kv::Op;
use crate::list::own;
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::vec::Vec;

impl Server<'_, '_> {
    /// A client asks for an operation.
    pub(super) fn on_request(&mut self, client: NodeId, serial: u64, op: Rc<Op>) {
        if !self.raft.is_client(client) {
            return self.ignore(client, Ignored::Foreign);
        }
        let Role::Leader { waiting, .. } = &mut self.memory.role else {
            let leader = self.memory.leader;
            self.ctx.note(Note::Redirects { client, leader });
            return self.ctx.send(client, Message::Redirect { serial, leader });
        };
        if self.raft.has(Flaw::ReadsLocally) && matches!(*op, Op::Get { .. }) {
            return self.read_locally(client, serial, op);
        }
        if !self.raft.has(Flaw::NoSessions) {
            if let Some(&(_, index)) = waiting.get(&client).filter(|wait| wait.0 == serial) {
                return self.ctx.note(Note::InProgress { client, serial, index });
            }
            if self.memory.store.has_run(client, serial) {
                return self.answer_again(client, serial);
            }
        }
        let index = self.disk.log.len() + 1;
        waiting.insert(client, (serial, index));
        let command = Command::Call { client, serial, op: op.clone() };
        self.disk.log.push(Rc::new(Entry { term: self.disk.term, command }));
        self.ctx.note(Note::Takes { client, op: op.clone(), index });
        if self.raft.has(Flaw::AnswersEarly) {
            self.answer_early(client, serial, &op, index);
        }
        self.spread_last();
        self.entries_taken();
    }

    /// "If it receives a command whose serial number has already been executed, it responds
    /// immediately without re-executing the request" (§8).
    fn answer_again(&mut self, client: NodeId, serial: u64) {
        match self.memory.store.answer(client, serial).cloned() {
            Some(answer) => {
                self.ctx.note(Note::AnswersAgain { client, serial });
                self.ctx.send(client, Message::Reply { serial, answer });
            }
            None => self.ignore(client, Ignored::Request),
        }
    }

    fn answer_early(&mut self, client: NodeId, serial: u64, op: &Rc<Op>, index: u64) {
        if let Role::Leader { waiting, .. } = &mut self.memory.role {
            waiting.remove(&client);
        }
        let answer = (*self.memory.store).clone().run(op);
        self.ctx.note(Note::Answers { client, op: op.clone(), index, committed: false });
        self.ctx.send(client, Message::Reply { serial, answer });
    }

    fn read_locally(&mut self, client: NodeId, serial: u64, op: Rc<Op>) {
        let answer = (*self.memory.store).clone().run(&op);
        self.ctx.note(Note::ReadsLocally { client, op });
        self.ctx.send(client, Message::Reply { serial, answer });
    }

    /// "If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied] to state
    /// machine" (Figure 2, all servers).
    pub(super) fn apply(&mut self) {
        self.apply_up_to(self.memory.commit);
        self.apply_early();
    }

    /// Under the flaw that does not wait for commitment, applies all there is.
    pub(super) fn apply_early(&mut self) {
        if self.raft.has(Flaw::AppliesEarly) {
            self.apply_up_to(self.disk.log.len());
        }
    }

    fn apply_up_to(&mut self, last: u64) {
        let always = self.raft.has(Flaw::NoSessions);
        for index in self.memory.applied + 1..=last {
            let Some(entry) = self.disk.log.get(index) else { break };
            match &entry.command {
                Command::NoOp => {}
                Command::Given(op) => {
                    own(&mut self.memory.store).run(op);
                }
                Command::Call { client, serial, op } => {
                    let store = own(&mut self.memory.store);
                    let (client, serial) = (*client, *serial);
                    if !store.run_for(client, serial, op, always) {
                        self.ctx.note(Note::RunsOnce { client, serial, index });
                    }
                }
            }
            self.memory.applied = index;
        }
    }

    /// Answers the clients whose operations are committed and applied.
    pub(super) fn answer(&mut self) {
        let commit = self.memory.commit;
        let Role::Leader { waiting, .. } = &mut self.memory.role else { return };
        let mut done = Vec::new();
        waiting.retain(|&client, &mut (serial, index)| {
            if index <= commit {
                done.push((client, serial, index));
            }
            index > commit
        });
        for (client, serial, index) in done {
            let answer = self.memory.store.answer(client, serial).cloned();
            let op = self.disk.log.get(index).and_then(|entry| match &entry.command {
                Command::Call { op, .. } => Some(op.clone()),
                _ => None,
            });
            if let (Some(answer), Some(op)) = (answer, op) {
                self.ctx.note(Note::Answers { client, op, index, committed: true });
                self.ctx.send(client, Message::Reply { serial, answer });
            }
        }
    }
}
