//! How the coordinator comes back: its log says what it owes to whom.

use super::coordinator::Manager;
use super::message::{Message, Timer};
use super::note::{Note, Why};
use super::state::{Open, Phase};
use crate::commit::{Job, Outcome, Session, Tx};
use crate::protocol::Delay;
use crate::shared::Rc;
use crate::sorted::Set;
use alloc::vec::Vec;

impl Manager<'_, '_> {
    /// Begins a new life with what the log says. What is neither begun nor decided there leaves
    /// no trace, and is presumed when somebody asks.
    pub(super) fn recover(&mut self) {
        self.disk.life += 1;
        let mut owed: Vec<(Tx, Rc<Job>, Option<Outcome>)> = Vec::new();
        for (&tx, standing) in self.disk.log.standings().iter() {
            let Some(job) = &standing.job else { continue };
            let Job { client, serial, .. } = **job;
            let session = Session { serial, tx, outcome: standing.outcome };
            // A client asks for one thing after the other: the last is what it may ask for again.
            if self.memory.sessions.get(&client).is_none_or(|last| last.serial < serial) {
                self.memory.sessions.insert(client, session);
            }
            let settled = |outcome| !self.room.presumption.is_acknowledged(outcome);
            if !standing.ended && !standing.outcome.is_some_and(settled) {
                owed.push((tx, job.clone(), standing.outcome));
            }
        }
        if self.disk.life > 1 {
            let (life, open) = (self.disk.life, owed.len() as u32);
            self.ctx.note(Note::CoordinatorRecovered { life, open });
        }
        for (tx, job, outcome) in owed {
            self.resume(tx, job, outcome);
        }
    }

    fn resume(&mut self, tx: Tx, job: Rc<Job>, outcome: Option<Outcome>) {
        let Some(outcome) = outcome else {
            let phase = Phase::Voting { yes: Set::new() };
            self.memory.table.insert(tx, Open { job, phase });
            return self.decide(tx, Outcome::Abort, Why::Crashed);
        };
        self.ctx.note(Note::Resumes { tx, outcome });
        let missing = job.members.clone();
        for &member in missing.iter() {
            self.ctx.send(member, Message::Decision { tx, outcome });
        }
        self.memory.table.insert(tx, Open { job, phase: Phase::Telling { outcome, missing } });
        self.ctx.set_timer(Timer::Acks(tx), Delay::exactly(self.room.resend));
    }
}
