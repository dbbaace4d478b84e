//! How a proposer becomes the leader: one phase 1 for all slots (Paxos Made Simple §3).

use super::Flaw;
use super::log::{Ballot, Command};
use super::message::{Message, Report, Timer};
use super::note::{Ignored, Note};
use super::state::{Campaign, Lead, Recovered, Role};
use super::transition::Server;
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::Map;
use alloc::vec::Vec;

impl Server<'_, '_> {
    /// Nobody has led for too long: begins a ballot higher than any it has seen.
    pub(super) fn on_election_timeout(&mut self) {
        if self.memory.leads() {
            return;
        }
        let again = self.memory.stands();
        let seen = self.disk.promised.max(self.disk.tried);
        let ballot = seen.next_of(self.ctx.me(), self.room.nodes);
        let from = self.memory.applied + 1;
        self.disk.tried = ballot;
        self.disk.promised = ballot;
        self.memory.leader = None;
        self.memory.role = Role::Candidate(Campaign::default());
        self.ctx.note(Note::Prepares { ballot, from, again });
        self.await_leader();
        for other in self.others() {
            self.ctx.send(other, Message::Prepare { ballot, from });
        }
        let reports = self.reports(from);
        self.count_promise(self.ctx.me(), reports);
    }

    /// All that this server has accepted from a slot on.
    pub(super) fn reports(&self, from: u64) -> Vec<Report> {
        let entries = self.disk.log.iter_from(from);
        entries.filter_map(|(slot, entry)| Some(Report { slot, entry: entry?.clone() })).collect()
    }

    /// An acceptor promises.
    pub(super) fn on_promise(&mut self, acceptor: NodeId, ballot: Ballot, reports: Vec<Report>) {
        if self.is_mine(ballot) && self.memory.stands() {
            self.count_promise(acceptor, reports);
        } else {
            self.ignore(acceptor, Ignored::Promise);
        }
    }

    /// Takes over what is chosen, and of the rest the value of the highest ballot in each slot.
    fn count_promise(&mut self, acceptor: NodeId, reports: Vec<Report>) {
        let Role::Candidate(campaign) = &mut self.memory.role else { return };
        let (needed, count) = (self.room.promises_needed(), reports.len() as u64);
        campaign.promises.insert(acceptor);
        for Report { slot, entry } in reports {
            if entry.chosen {
                self.disk.log.learn(slot, &entry);
                continue;
            }
            let known = campaign.reported.get(&slot).map(|(ballot, _)| *ballot);
            let better = known.is_none_or(|known| match self.room.has(Flaw::AdoptsLowest) {
                true => entry.ballot < known,
                false => entry.ballot > known,
            });
            if better {
                campaign.reported.insert(slot, (entry.ballot, entry.command));
            }
        }
        let promises = campaign.promises.len() as u64;
        let enough = promises >= u64::from(needed);
        if !enough {
            self.ctx.note(Note::CountsPromise { acceptor, promises, needed, reports: count });
        }
        self.apply();
        if enough {
            self.lead(promises);
        }
    }

    fn lead(&mut self, promises: u64) {
        let Role::Candidate(campaign) = &mut self.memory.role else { return };
        let reported = core::mem::take(&mut campaign.reported);
        let ballot = self.disk.promised;
        let from = self.memory.applied + 1;
        let recovered = self.recover(from, &reported);
        let values = recovered.values().filter(|it| matches!(it, Recovered::Value(..))).count();
        let (values, gaps) = (values as u64, (recovered.len() - values) as u64);
        self.memory.role = Role::Leader(Lead { next: from, recovered, ..Lead::default() });
        self.memory.leader = Some(self.ctx.me());
        self.ctx.cancel_timer(Timer::Election);
        self.ctx.note(Note::Leads { ballot, promises, from, values, gaps });
        self.proceed();
        self.on_heartbeat_due();
    }

    /// What has to be proposed again: in each slot the value of the highest ballot that a quorum
    /// reports, which is the only one that can have been chosen, and nothing in the gaps.
    fn recover(
        &self,
        from: u64,
        reported: &Map<u64, (Ballot, Rc<Command>)>,
    ) -> Map<u64, Recovered> {
        let last = reported.keys().next_back().copied().unwrap_or_default();
        let last = last.max(self.disk.log.len());
        let open = (from..=last).filter(|&slot| self.disk.log.chosen(slot).is_none());
        let recovered = open.map(|slot| match reported.get(&slot) {
            Some((ballot, command)) => (slot, Recovered::Value(*ballot, command.clone())),
            None => (slot, Recovered::Gap),
        });
        recovered.collect()
    }

    /// What a new leader proposes for a slot that phase 1 tells of; nothing under a flaw alone.
    pub(super) fn recovered(&mut self, slot: u64, it: Recovered) -> Option<Rc<Command>> {
        let ballot = self.disk.promised;
        match it {
            Recovered::Value(_, command) if self.room.has(Flaw::SkipsReported) => {
                self.ctx.note(Note::SkipsReported { slot, command });
                Some(Rc::new(Command::NoOp))
            }
            Recovered::Value(accepted, command) => {
                self.ctx.note(Note::Adopts { slot, accepted, ballot, command: command.clone() });
                Some(command)
            }
            Recovered::Gap if self.room.has(Flaw::SkipsGaps) => {
                self.ctx.note(Note::LeavesGap { slot });
                None
            }
            Recovered::Gap => {
                self.ctx.note(Note::FillsGap { slot, ballot });
                Some(Rc::new(Command::NoOp))
            }
        }
    }

    /// An acceptor has promised a higher ballot.
    pub(super) fn on_preempted(&mut self, acceptor: NodeId, ballot: Ballot, promised: Ballot) {
        let proposes = self.memory.leads() || self.memory.stands();
        if proposes && self.is_mine(ballot) && promised > ballot {
            self.promise(promised);
        } else {
            self.ignore(acceptor, Ignored::Preempted);
        }
    }
}
