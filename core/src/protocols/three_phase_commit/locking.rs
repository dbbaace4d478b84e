//! Locks on keys: who has voted yes and does not know the outcome holds them.

use super::log::{Last, Record, cohort};
use super::message::{Message, Timer};
use super::note::Note;
use super::participant::Resource;
use super::state::{Held, Part, Participant};
use super::{Flaw, ThreePhaseCommit};
use crate::commit::{Job, LOOK, Tx, Wait, blocker};
use crate::protocol::Delay;
use crate::shared::Rc;

impl Participant {
    /// The transactions that hold locks.
    pub fn holders(&self) -> impl Iterator<Item = (Tx, &Rc<Job>)> {
        let held = self.held.iter().map(|(&tx, it)| (tx, &it.job));
        held.chain(self.returned.iter().map(|(&tx, it)| (tx, &it.job)))
    }

    /// The first transaction that stands between a waiting one and its locks.
    pub fn blocker(&self, place: usize) -> Option<Tx> {
        blocker(self.holders(), &self.waiting, place)
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

    /// Lets those vote whose locks are free, in the order in which they came.
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

    /// Votes yes: from here on it is uncertain. It goes on expecting word of the coordinator as
    /// it has since it was asked.
    fn prepare(&mut self, Wait { tx, job, looks }: Wait) {
        let forced = !self.room.has(Flaw::WritesLazily);
        let keys = job.work.keys.len() as u32;
        let last = Last { committable: false, up: cohort(&job) };
        let leader = ThreePhaseCommit::COORDINATOR;
        self.write(tx, Record::Yes, Some(job.clone()));
        self.memory.held.insert(tx, Held { job, last, leader, part: Part::Follows });
        self.ctx.note(Note::Prepares { tx, keys, looks, forced });
        self.ctx.send(leader, Message::Vote { tx, yes: true });
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
