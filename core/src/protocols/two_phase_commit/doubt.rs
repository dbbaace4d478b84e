//! How a participant gets out of doubt: the termination protocols, and recovery.

use super::message::{Message, Timer};
use super::note::Note;
use super::participant::Resource;
use super::{Flaw, TwoPhaseCommit};
use crate::commit::{Outcome, Tx};
use crate::protocol::{Delay, NodeId};

impl Resource<'_, '_> {
    /// Nothing has been heard for too long. A yes cannot be taken back: all that is left is to
    /// ask.
    pub(super) fn on_silence(&mut self, tx: Tx) {
        let assumed = if self.room.has(Flaw::AbortsAlone) {
            Some(Outcome::Abort)
        } else if self.room.has(Flaw::CommitsInSilence) {
            Some(Outcome::Commit)
        } else {
            None
        };
        match assumed {
            Some(outcome) if self.memory.doubt.contains_key(&tx) => {
                self.ctx.note(Note::Assumes { tx, outcome });
                self.settle(tx, outcome, true);
            }
            _ => self.ask_outcome(tx),
        }
    }

    /// Asks the coordinator and, if participants cooperate, the others.
    fn ask_outcome(&mut self, tx: Tx) {
        let Some(job) = self.memory.doubt.get(&tx) else { return };
        let me = self.ctx.me();
        let peers = self.room.cooperative && job.members.len() > 1;
        self.ctx.send(TwoPhaseCommit::COORDINATOR, Message::Inquiry { tx });
        for &peer in job.members.iter().filter(|&&peer| peers && peer != me) {
            self.ctx.send(peer, Message::Inquiry { tx });
        }
        let again = !self.memory.asked.insert(tx);
        self.ctx.note(Note::AsksOutcome { tx, peers, again });
        self.ctx.set_timer(Timer::Doubt(tx), Delay::exactly(self.room.inquiry));
    }

    /// Another participant is in doubt and asks. Who has not voted yet can still abort, and must
    /// then remember it.
    pub(super) fn on_inquiry(&mut self, peer: NodeId, tx: Tx) {
        let outcome = match self.log.outcome(tx) {
            Some(outcome) => {
                self.ctx.note(Note::TellsPeer { tx, peer, outcome });
                outcome
            }
            None if self.memory.doubt.contains_key(&tx) => {
                self.ctx.note(Note::IsUncertain { tx, peer });
                return self.ctx.send(peer, Message::Uncertain { tx });
            }
            None => {
                self.ctx.note(Note::AbortsForPeer { tx, peer });
                self.settle(tx, Outcome::Abort, true);
                Outcome::Abort
            }
        };
        self.ctx.send(peer, Message::Decision { tx, outcome });
    }

    /// Comes back: what the log calls prepared and not decided is in doubt again, and holds its
    /// locks again.
    pub(super) fn recover(&mut self) {
        for (&tx, standing) in self.log.standings().iter() {
            if let (Some(job), None) = (&standing.job, standing.outcome) {
                self.memory.doubt.insert(tx, job.clone());
            }
        }
        if self.log.is_empty() {
            return;
        }
        let doubt: crate::sorted::Set<Tx> = self.memory.doubt.keys().copied().collect();
        self.ctx.note(Note::ParticipantRecovered { doubt: doubt.clone() });
        for &tx in doubt.iter() {
            self.ask_outcome(tx);
        }
    }
}
