//! How the coordinator decides and makes its decision known: the second phase.

use super::Flaw;
use super::coordinator::Manager;
use super::log::Record;
use super::message::{Message, Timer};
use super::note::{Ignored, Note, Why};
use super::state::{Open, Phase};
use crate::commit::{Job, Outcome, Tx};
use crate::protocol::{Delay, NodeId};
use crate::shared::Rc;
use crate::sorted::Set;

impl Manager<'_, '_> {
    /// Decides: first the record, then the messages. Who voted no has aborted and is not told.
    pub(super) fn decide(&mut self, tx: Tx, outcome: Outcome, why: Why) {
        let Some(Open { job, .. }) = self.memory.table.get(&tx) else { return };
        let job = job.clone();
        let mut missing = job.members.clone();
        if let Why::No(voter) = why {
            missing.remove(&voter);
        }
        let acks = self.room.presumption.is_acknowledged(outcome);
        let lazily = outcome == Outcome::Commit && self.room.has(Flaw::DecidesLazily);
        let forced = self.room.presumption.is_forced(outcome) && !lazily;
        self.ctx.note(Note::Decides { tx, outcome, why, forced, acks });
        // Whoever has to go on after a crash needs to know with whom.
        self.write(tx, Record::of(outcome), acks.then(|| job.clone()), forced);
        self.ctx.cancel_timer(Timer::Votes(tx));
        self.tell(tx, outcome, &missing);
        self.answer(tx, &job, outcome);
        if acks {
            self.await_acks(tx, job, outcome, missing);
        } else {
            self.memory.table.remove(&tx);
        }
    }

    /// Sends a decision.
    fn tell(&mut self, tx: Tx, outcome: Outcome, to: &Set<NodeId>) {
        for &member in to.iter() {
            self.ctx.send(member, Message::Decision { tx, outcome });
        }
    }

    fn answer(&mut self, tx: Tx, job: &Job, outcome: Outcome) {
        let Job { client, serial, .. } = *job;
        if let Some(session) = self.memory.sessions.get_mut(&client).filter(|it| it.tx == tx) {
            session.outcome = Some(outcome);
            self.ctx.send(client, Message::Reply { serial, tx, outcome });
        }
    }

    /// Waits for acknowledgements; where none is missing, the transaction is finished.
    fn await_acks(&mut self, tx: Tx, job: Rc<Job>, outcome: Outcome, missing: Set<NodeId>) {
        if missing.is_empty() {
            return self.end(tx);
        }
        self.memory.table.insert(tx, Open { job, phase: Phase::Telling { outcome, missing } });
        self.ctx.set_timer(Timer::Acks(tx), Delay::exactly(self.room.resend));
    }

    /// Forgets a transaction. If a crash loses this record, the decision is sent once more.
    fn end(&mut self, tx: Tx) {
        self.memory.table.remove(&tx);
        self.ctx.cancel_timer(Timer::Acks(tx));
        self.write(tx, Record::End, None, false);
        self.ctx.note(Note::Ends { tx });
    }

    /// A participant has the decision on disk.
    pub(super) fn on_ack(&mut self, from: NodeId, tx: Tx) {
        let open = self.memory.table.get_mut(&tx);
        let Some(Open { phase: Phase::Telling { missing, .. }, .. }) = open else {
            return self.ignore(from, Ignored::Ack);
        };
        if !missing.remove(&from) {
            return self.ignore(from, Ignored::Ack);
        }
        match missing.len() {
            0 => self.end(tx),
            missing => self.ctx.note(Note::CountsAck { tx, from, missing: missing as u32 }),
        }
    }

    /// Acknowledgements are missing for too long.
    pub(super) fn on_acks_overdue(&mut self, tx: Tx) {
        let open = self.memory.table.get(&tx);
        let Some(Open { phase: Phase::Telling { outcome, missing }, .. }) = open else { return };
        let (outcome, missing) = (*outcome, missing.clone());
        self.tell(tx, outcome, &missing);
        self.ctx.note(Note::Resends { tx, outcome, missing });
        self.ctx.set_timer(Timer::Acks(tx), Delay::exactly(self.room.resend));
    }

    /// A participant in doubt asks: what is not in the table is presumed, not looked up.
    pub(super) fn on_inquiry(&mut self, from: NodeId, tx: Tx) {
        let outcome = match self.memory.table.get(&tx).map(|open| &open.phase) {
            Some(Phase::Voting { .. }) => return self.ctx.note(Note::NotDecided { tx, from }),
            Some(Phase::Telling { outcome, .. }) => {
                let outcome = *outcome;
                self.ctx.note(Note::TellsDecision { tx, from, outcome });
                outcome
            }
            None => {
                let outcome = self.room.presumption.presumed();
                self.ctx.note(Note::Presumes { tx, from, outcome });
                outcome
            }
        };
        self.ctx.send(from, Message::Decision { tx, outcome });
    }
}
