//! How a choice is learned (§2.3).

use super::message::Proposal;
use super::note::{Ignored, Note};
use super::state::Phase;
use super::transition::Actor;
use super::{Flaw, Learning};
use crate::protocol::NodeId;
use crate::sorted::Set;

impl Actor<'_, '_> {
    /// An acceptor accepted: its proposer counts that, and so does every learner.
    pub(super) fn on_accepted(&mut self, by: NodeId, proposal: Proposal) {
        let needed = self.paxos.quorum_2() as u16;
        let learns = self.paxos.learns(self.ctx.me()) && self.memory.known.is_none();
        let counted = match &mut self.memory.phase {
            Phase::Accepting { proposal: mine, by: acceptors } if *mine == proposal => {
                acceptors.insert(by);
                Some(acceptors.len() as u16)
            }
            _ => None,
        };
        let learned = learns.then(|| self.tally(by, &proposal));
        match (counted, learned) {
            (Some(count), _) if count >= needed => {
                self.ctx.note(Note::SeesChosen { proposal: proposal.clone(), count });
                self.settle(proposal);
            }
            (_, Some(count)) if count >= needed => {
                let tells = self.others_to_tell().next().is_some();
                self.ctx.note(Note::Learns { proposal: proposal.clone(), count, tells });
                self.settle(proposal);
            }
            (Some(count), _) | (_, Some(count)) => {
                self.ctx.note(Note::CountsAccepted { by, proposal, count, needed });
            }
            (None, None) => self.ignore(by, Ignored::Accepted),
        }
    }

    /// How many acceptors this learner knows to have accepted this proposal.
    fn tally(&mut self, by: NodeId, proposal: &Proposal) -> u16 {
        let tallies = &mut self.memory.tallies;
        tallies.get_or_insert(proposal.clone(), Set::new()).insert(by);
        if !self.paxos.has(Flaw::CountsAnyBallot) {
            return tallies.get(proposal).map_or(0, |acceptors| acceptors.len() as u16);
        }
        let alike = tallies.iter().filter(|(other, _)| other.value == proposal.value);
        let all: Set<NodeId> = alike.flat_map(|(_, acceptors)| acceptors.iter().copied()).collect();
        all.len() as u16
    }

    /// The learners that hear of a choice from the distinguished one, if this is it.
    pub(super) fn others_to_tell(&self) -> impl Iterator<Item = NodeId> + use<> {
        let first = self.paxos.learners().next() == Some(self.ctx.me());
        let tells = first && self.paxos.learning == Learning::Distinguished;
        self.paxos.learners().skip(1).filter(move |_| tells)
    }

    /// Someone says what was chosen.
    pub(super) fn on_learn(&mut self, by: NodeId, proposal: Proposal) {
        if self.memory.known.is_some() {
            return self.ignore(by, Ignored::Learn);
        }
        self.ctx.note(Note::IsTold { by, proposal: proposal.clone() });
        self.settle(proposal);
    }
}
