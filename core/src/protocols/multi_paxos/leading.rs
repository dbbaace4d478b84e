//! How a leader proposes: phase 2, one round trip for each value (Paxos Made Simple §3).

use super::log::{Ballot, Command};
use super::message::{Message, Proposal};
use super::note::{Ignored, Note};
use super::transition::Server;
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::Set;
use alloc::vec::Vec;

impl Server<'_, '_> {
    /// Proposes for all slots of the window for which there is something to propose, and sees
    /// what is chosen by that: with a quorum of one, that opens the window further.
    pub(super) fn proceed(&mut self) {
        while let Some(proposals) = Some(self.fill_window()).filter(|it| !it.is_empty()) {
            for other in self.others() {
                self.send_proposals(other, &proposals);
            }
            self.see_chosen();
        }
    }

    /// Opens slots, the recovered ones first; they are accepted here like anywhere else.
    fn fill_window(&mut self) -> Vec<Proposal> {
        let mut proposals = Vec::new();
        while let Some(slot) = self.next_slot() {
            let Some(command) = self.value_for(slot) else { continue };
            let (me, ballot) = (self.ctx.me(), self.disk.promised);
            self.disk.log.accept(slot, ballot, command.clone());
            if let Some(lead) = self.memory.lead() {
                lead.open.insert(slot, [me].into_iter().collect());
            }
            proposals.push(Proposal { slot, command });
        }
        proposals
    }

    /// The next slot of the window to be opened, if there is anything to propose for it.
    fn next_slot(&mut self) -> Option<u64> {
        let last = self.memory.applied + u64::from(self.room.window);
        let log = &self.disk.log;
        let lead = self.memory.lead()?;
        while log.chosen(lead.next).is_some() {
            lead.recovered.remove(&lead.next);
            lead.next += 1;
        }
        let slot = lead.next;
        let waits = lead.recovered.contains_key(&slot) || !lead.queue.is_empty();
        if slot > last || !waits {
            return None;
        }
        lead.next += 1;
        Some(slot)
    }

    fn value_for(&mut self, slot: u64) -> Option<Rc<Command>> {
        let lead = self.memory.lead()?;
        if let Some(recovered) = lead.recovered.remove(&slot) {
            return self.recovered(slot, recovered);
        }
        let command = lead.queue.remove(0);
        if let Command::Call { client, op, .. } = &*command {
            let ballot = self.disk.promised;
            self.ctx.note(Note::Proposes { client: *client, op: op.clone(), slot, ballot });
        }
        Some(command)
    }

    fn send_proposals(&mut self, to: NodeId, proposals: &[Proposal]) {
        for batch in proposals.chunks(usize::from(self.room.batch.max(1))) {
            let (ballot, chosen) = (self.disk.promised, self.memory.applied);
            self.ctx.send(to, Message::Accept { ballot, proposals: batch.to_vec(), chosen });
        }
    }

    /// Lets all others hear from it; whoever has not accepted what has been open for long is
    /// asked again.
    pub(super) fn on_heartbeat_due(&mut self) {
        if !self.memory.leads() {
            return;
        }
        let (ballot, chosen) = (self.disk.promised, self.memory.applied);
        for other in self.others() {
            let missing = self.not_accepted_by(other);
            if missing.is_empty() {
                self.ctx.send(other, Message::Heartbeat { ballot, chosen });
            }
            self.send_proposals(other, &missing);
        }
        if let Some(lead) = self.memory.lead() {
            lead.overdue = lead.next;
        }
        self.await_heartbeat();
    }

    fn not_accepted_by(&mut self, acceptor: NodeId) -> Vec<Proposal> {
        let log = &self.disk.log;
        let Some(lead) = self.memory.lead() else { return Vec::new() };
        let overdue = |slot: u64, by: &Set<NodeId>| slot < lead.overdue && !by.contains(&acceptor);
        let open = lead.open.iter().filter(|(slot, by)| overdue(**slot, by));
        let proposals = open.filter_map(|(&slot, _)| {
            let command = log.get(slot)?.command.clone();
            Some(Proposal { slot, command })
        });
        proposals.collect()
    }

    /// An acceptor has accepted.
    pub(super) fn on_accepted(&mut self, acceptor: NodeId, ballot: Ballot, slots: &[u64]) {
        let (mine, needed) = (self.is_mine(ballot), self.room.acceptors_awaited());
        let Some(lead) = self.memory.lead().filter(|_| mine) else {
            return self.ignore(acceptor, Ignored::Accepted);
        };
        let mut news = false;
        for &slot in slots {
            let Some(by) = lead.open.get_mut(&slot) else { continue };
            if !by.insert(acceptor) {
                continue;
            }
            news = true;
            let accepted = by.len() as u64;
            if accepted < u64::from(needed) {
                self.ctx.note(Note::CountsAccepted { acceptor, slot, accepted, needed });
            }
        }
        if !news {
            return self.ignore(acceptor, Ignored::Accepted);
        }
        self.see_chosen();
        self.proceed();
    }

    /// Marks as chosen what a phase-2 quorum has accepted.
    fn see_chosen(&mut self) {
        let (needed, quorum) = (self.room.acceptors_awaited(), self.room.acceptors_needed());
        let Some(lead) = self.memory.lead() else { return };
        let enough = lead.open.iter().filter(|(_, by)| by.len() >= usize::from(needed));
        let chosen: Vec<_> = enough.map(|(&slot, by)| (slot, by.len() as u64)).collect();
        for &(slot, _) in &chosen {
            lead.open.remove(&slot);
        }
        for (slot, accepted) in chosen {
            self.disk.log.choose(slot);
            if let Some(command) = self.disk.log.chosen(slot).cloned() {
                self.ctx.note(Note::Chooses { slot, command, accepted, quorum });
            }
        }
        self.apply();
    }
}
