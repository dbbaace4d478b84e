//! How acceptors promise and accept (Paxos Made Simple §2.2, §2.5): what they say is on disk
//! before they say it.

use super::log::Ballot;
use super::message::{Message, Proposal};
use super::note::{Ignored, Note};
use super::transition::Server;
use crate::protocol::NodeId;
use alloc::vec::Vec;

impl Server<'_, '_> {
    /// A proposer asks for a promise.
    pub(super) fn on_prepare(&mut self, to: NodeId, ballot: Ballot, from: u64) {
        let promised = self.disk.promised;
        if ballot < promised {
            self.ctx.note(Note::RefusesPrepare { to, ballot, promised });
            return self.ctx.send(to, Message::Preempted { ballot, promised });
        }
        if self.is_mine(ballot) {
            return self.ignore(to, Ignored::Foreign);
        }
        self.promise(ballot);
        self.await_leader();
        let reports = self.reports(from);
        let (count, again) = (reports.len() as u64, ballot == promised);
        self.ctx.note(Note::Promises { to, ballot, from, reports: count, again });
        self.ctx.send(to, Message::Promise { ballot, reports });
    }

    /// Whether a leader may go on; one of a lower ballot than promised is told so.
    fn obeys(&mut self, leader: NodeId, ballot: Ballot, values: u64) -> bool {
        let promised = self.disk.promised;
        if ballot < promised {
            self.ctx.note(Note::RefusesOldLeader { leader, ballot, promised, values });
            self.ctx.send(leader, Message::Preempted { ballot, promised });
            return false;
        }
        if self.is_mine(ballot) {
            self.ignore(leader, Ignored::Foreign);
            return false;
        }
        self.promise(ballot);
        if self.memory.leader != Some(leader) {
            self.ctx.note(Note::Follows { leader, ballot });
            self.memory.leader = Some(leader);
        }
        self.await_leader();
        true
    }

    /// A leader asks this server to accept values.
    pub(super) fn on_accept(
        &mut self,
        leader: NodeId,
        ballot: Ballot,
        proposals: &[Proposal],
        chosen: u64,
    ) {
        if !self.obeys(leader, ballot, proposals.len() as u64) {
            return;
        }
        let new: Vec<u64> = proposals
            .iter()
            .filter(|it| self.accept(ballot, it))
            .map(|proposal| proposal.slot)
            .collect();
        match (new.first(), proposals.first()) {
            (Some(&first), _) => {
                let count = new.len() as u64;
                self.ctx.note(Note::Accepts { leader, ballot, first, count });
            }
            (None, Some(first)) => self.ctx.note(Note::HasAlready { leader, slot: first.slot }),
            (None, None) => {}
        }
        let slots = proposals.iter().map(|proposal| proposal.slot).collect();
        self.ctx.send(leader, Message::Accepted { ballot, slots });
        self.learn_up_to(leader, ballot, chosen);
    }

    /// Accepts a value; false if it has already. What is chosen here is what the leader proposes,
    /// and this server reports it as chosen for ever, so it counts as accepted.
    fn accept(&mut self, ballot: Ballot, proposal: &Proposal) -> bool {
        let known = self.disk.log.get(proposal.slot);
        if known.is_some_and(|entry| entry.chosen || entry.ballot == ballot) {
            return false;
        }
        self.disk.log.accept(proposal.slot, ballot, proposal.command.clone());
        true
    }

    /// A leader lets this server hear from it.
    pub(super) fn on_heartbeat(&mut self, leader: NodeId, ballot: Ballot, chosen: u64) {
        let known = self.memory.leader == Some(leader);
        if self.obeys(leader, ballot, 0) {
            if known && chosen <= self.memory.applied {
                self.ctx.note(Note::Hears { leader, ballot });
            }
            self.learn_up_to(leader, ballot, chosen);
        }
    }
}
