//! How a participant comes back: what its log leaves open it has to ask about, and keeps its locks
//! until it knows.

use super::log::Last;
use super::note::{Ignored, Note};
use super::participant::Resource;
use super::recovery::{returned, tell_all};
use super::state::{Held, Part};
use super::{Flaw, ThreePhaseCommit};
use crate::commit::{Outcome, Tx};
use crate::protocol::NodeId;
use crate::sorted::Set;

impl Resource<'_, '_> {
    /// Comes back with what the log says.
    pub(super) fn recover(&mut self) {
        if self.log.is_empty() {
            return;
        }
        let open = self.log.open();
        let doubt: Set<Tx> = open.keys().copied().collect();
        self.ctx.note(Note::ParticipantRecovered { doubt: doubt.clone() });
        if self.room.has(Flaw::RejoinsAtOnce) {
            for (&tx, (job, last)) in open.iter() {
                let (job, last) = (job.clone(), last.clone());
                let leader = ThreePhaseCommit::COORDINATOR;
                self.memory.held.insert(tx, Held { job, last, leader, part: Part::Follows });
                self.ctx.note(Note::Rejoins { tx });
                self.expect_word(tx, self.room.until_voted());
            }
            return;
        }
        self.memory.returned = returned(self.ctx.me(), open);
        for &tx in doubt.iter() {
            let it = self.memory.returned.get(&tx);
            let alone = it.and_then(|it| it.alone(tx, self.ctx));
            match (alone, it) {
                (None, Some(it)) => it.ask(self.room, tx, false, self.ctx),
                (outcome, _) => self.conclude(tx, outcome),
            }
        }
    }

    /// Decides with the others that are back.
    fn conclude(&mut self, tx: Tx, outcome: Option<Outcome>) {
        let job = self.memory.returned.get(&tx).map(|it| it.job.clone());
        if let (Some(outcome), Some(job)) = (outcome, job) {
            tell_all(&job, tx, outcome, self.ctx);
            self.settle(tx, outcome);
        }
    }

    /// A node that came back asks for an outcome.
    pub(super) fn on_inquiry(&mut self, from: NodeId, tx: Tx, last: Last) {
        if let Some(it) = self.memory.returned.get(&tx) {
            it.answer(tx, from, self.ctx);
            self.on_last_state(from, tx, last);
        } else if !self.answers_outcome(from, tx) {
            self.ctx.note(Note::CannotTell { tx, peer: from });
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
