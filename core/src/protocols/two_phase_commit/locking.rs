//! Locks on keys: who is in doubt holds them.

use super::Flaw;
use super::log::Record;
use super::message::{Message, Timer};
use super::note::Note;
use super::participant::Resource;
use super::state::Participant;
use crate::commit::{Job, LOOK, Tx, Wait, blocker};
use crate::protocol::Delay;
use crate::shared::Rc;

impl Participant {
    /// The first transaction that stands between a waiting one and its locks.
    pub fn blocker(&self, place: usize) -> Option<Tx> {
        let held = self.doubt.iter().map(|(tx, job)| (*tx, job));
        blocker(held, &self.waiting, place)
    }
}

impl Resource<'_, '_> {
    /// Takes the locks of a transaction, or lets it wait for them.
    pub(super) fn want_locks(&mut self, tx: Tx, job: Rc<Job>) {
        self.memory.waiting.push(Wait { tx, job, looks: 0 });
        let place = self.memory.waiting.len() - 1;
        match self.memory.blocker(place) {
            None => self.grant(),
            Some(behind) => {
                self.ctx.note(Note::WaitsForLocks { tx, behind });
                if place == 0 {
                    self.ctx.set_timer(Timer::Locks, Delay::exactly(LOOK));
                }
            }
        }
    }

    /// Lets those prepare whose locks are free, in the order in which they came.
    pub(super) fn grant(&mut self) {
        let mut place = 0;
        while place < self.memory.waiting.len() {
            if self.memory.blocker(place).is_none() {
                let wait = self.memory.waiting.remove(place);
                self.prepare(wait);
            } else {
                place += 1;
            }
        }
        if self.memory.waiting.is_empty() {
            self.ctx.cancel_timer(Timer::Locks);
        }
    }

    /// Prepares: from here on the decision is the coordinator's. The record is on disk before the
    /// vote leaves.
    fn prepare(&mut self, Wait { tx, job, looks }: Wait) {
        let forced = !self.room.has(Flaw::VotesLazily);
        let keys = job.work.keys.len() as u32;
        self.write(tx, Record::Prepared, Some(job.clone()), forced);
        self.memory.doubt.insert(tx, job);
        self.ctx.note(Note::Prepares { tx, keys, looks, forced });
        self.ctx.send(super::TwoPhaseCommit::COORDINATOR, Message::Vote { tx, yes: true });
        self.ctx.set_timer(Timer::Doubt(tx), Delay::exactly(self.room.inquiry));
    }

    /// Some time has passed for those that wait.
    pub(super) fn on_look(&mut self) {
        for wait in &mut self.memory.waiting {
            wait.looks = wait.looks.saturating_add(1);
        }
        for (place, wait) in self.memory.waiting.iter().enumerate() {
            if let Some(behind) = self.memory.blocker(place) {
                let Wait { tx, looks, .. } = *wait;
                self.ctx.note(Note::StillWaits { tx, behind, looks });
            }
        }
        if !self.memory.waiting.is_empty() {
            self.ctx.set_timer(Timer::Locks, Delay::exactly(LOOK));
        }
    }
}
