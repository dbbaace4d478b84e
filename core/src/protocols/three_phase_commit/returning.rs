//! How the coordinator comes back. What it had not decided others may have decided without it.

use super::coordinator::Manager;
use super::log::{Last, Record};
use super::message::{Message, Timer};
use super::note::{Ignored, Note};
use super::recovery::{returned, tell_all};
use crate::commit::{Job, Outcome, Session, Tx};
use crate::protocol::NodeId;

impl Manager<'_, '_> {
    /// Begins a new life with what the log says.
    pub(super) fn recover(&mut self) {
        self.disk.life += 1;
        for (&tx, standing) in self.disk.log.standings().iter() {
            let Some(job) = &standing.job else { continue };
            let Job { client, serial, .. } = **job;
            let session = Session { serial, tx, outcome: standing.outcome };
            // A client asks for one thing after the other: the last is what it may ask for again.
            if self.memory.sessions.get(&client).is_none_or(|last| last.serial < serial) {
                self.memory.sessions.insert(client, session);
            }
        }
        self.memory.returned = returned(self.ctx.me(), self.disk.log.open());
        if self.disk.life > 1 {
            let (life, open) = (self.disk.life, self.memory.returned.len() as u32);
            self.ctx.note(Note::CoordinatorRecovered { life, open });
        }
        for (&tx, it) in self.memory.returned.iter() {
            it.ask(self.room, tx, false, self.ctx);
        }
    }

    /// Writes down what became of a transaction of an earlier life.
    pub(super) fn settle(&mut self, tx: Tx, outcome: Outcome) {
        let Some(it) = self.memory.returned.remove(&tx) else { return };
        self.write(tx, Record::of(outcome), None);
        self.ctx.cancel_timer(Timer::Inquiry(tx));
        self.answer(tx, &it.job, outcome);
    }

    /// Decides with the others that are back.
    fn conclude(&mut self, tx: Tx, outcome: Option<Outcome>) {
        let job = self.memory.returned.get(&tx).map(|it| it.job.clone());
        if let (Some(outcome), Some(job)) = (outcome, job) {
            self.settle(tx, outcome);
            tell_all(&job, tx, outcome, self.ctx);
        }
    }

    /// A node that came back asks for an outcome.
    pub(super) fn on_inquiry(&mut self, from: NodeId, tx: Tx, last: Last) {
        if let Some(outcome) = self.disk.log.outcome(tx) {
            self.ctx.note(Note::TellsOutcome { tx, to: from, outcome });
            self.ctx.send(from, Message::Decision { tx, outcome });
        } else if self.memory.table.contains_key(&tx) {
            self.ctx.note(Note::CannotTell { tx, peer: from });
        } else if let Some(it) = self.memory.returned.get(&tx) {
            it.answer(tx, from, self.ctx);
            self.on_last_state(from, tx, last);
        } else {
            self.ignore(from, Ignored::Foreign);
        }
    }

    /// Another one that came back says what it knew.
    pub(super) fn on_last_state(&mut self, from: NodeId, tx: Tx, last: Last) {
        let Some(it) = self.memory.returned.get_mut(&tx) else {
            return self.ignore(from, Ignored::State);
        };
        let outcome = it.hear(tx, from, last, self.ctx);
        self.conclude(tx, outcome);
    }

    /// It has waited for a while.
    pub(super) fn on_patience_ended(&mut self, tx: Tx) {
        let it = self.memory.returned.get(&tx);
        let outcome = it.and_then(|it| it.insist(self.room, tx, self.ctx));
        self.conclude(tx, outcome);
    }
}
