//! How servers serve clients: a command that is asked twice runs once (Paxos Made Moderately
//! Complex §2).

use super::Flaw;
use super::log::Command;
use super::message::Message;
use super::note::{Ignored, Note};
use super::state::Role;
use super::transition::Server;
use crate::kv::Op;
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::vec::Vec;

impl Server<'_, '_> {
    /// A client asks for an operation.
    pub(super) fn on_request(&mut self, client: NodeId, serial: u64, op: Rc<Op>) {
        if !self.room.is_client(client) {
            return self.ignore(client, Ignored::Foreign);
        }
        let Role::Leader(lead) = &mut self.memory.role else {
            let leader = self.memory.leader;
            self.ctx.note(Note::Redirects { client, leader });
            return self.ctx.send(client, Message::Redirect { serial, leader });
        };
        if !self.room.has(Flaw::NoSessions) {
            if lead.waiting.get(&client) == Some(&serial) {
                return self.ctx.note(Note::InProgress { client, serial });
            }
            if self.memory.store.has_run(client, serial) {
                return self.answer_again(client, serial);
            }
        }
        lead.waiting.insert(client, serial);
        lead.queue.push(Rc::new(Command::Call { client, serial, op: op.clone() }));
        self.proceed();
        let window = self.room.window;
        let Some(lead) = self.memory.lead().filter(|lead| !lead.queue.is_empty()) else { return };
        let open = lead.next - 1 - self.memory.applied;
        self.ctx.note(Note::WaitsForSlot { client, op, open, window });
    }

    fn answer_again(&mut self, client: NodeId, serial: u64) {
        match self.memory.store.answer(client, serial).cloned() {
            Some(answer) => {
                self.ctx.note(Note::AnswersAgain { client, serial });
                self.ctx.send(client, Message::Reply { serial, answer });
            }
            None => self.ignore(client, Ignored::Request),
        }
    }

    /// Answers the clients whose operations have run.
    pub(super) fn answer(&mut self) {
        let (store, slot) = (self.memory.store.clone(), self.memory.applied);
        let Some(lead) = self.memory.lead() else { return };
        let mut done = Vec::new();
        lead.waiting.retain(|&client, &mut serial| {
            let answer = store.answer(client, serial);
            done.extend(answer.map(|answer| (client, serial, answer.clone())));
            !store.has_run(client, serial)
        });
        for (client, serial, answer) in done {
            if let Some((slot, op)) = self.slot_of(client, serial, slot) {
                self.ctx.note(Note::Answers { client, op, slot });
            }
            self.ctx.send(client, Message::Reply { serial, answer });
        }
    }

    /// The slot, among those that are applied, that holds a client's operation.
    fn slot_of(&self, client: NodeId, serial: u64, applied: u64) -> Option<(u64, Rc<Op>)> {
        let commands =
            (1..=applied).rev().filter_map(|slot| Some((slot, self.disk.log.chosen(slot)?)));
        let mut ops = commands.filter_map(|(slot, command)| match &**command {
            Command::Call { client: by, serial: number, op } => {
                (*by == client && *number == serial).then(|| (slot, op.clone()))
            }
            Command::NoOp | Command::Given(_) => None,
        });
        ops.next()
    }
}
