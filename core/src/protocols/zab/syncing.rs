//! Phase 2, synchronization: the leader brings a quorum to its own history, which is from then on
//! the start of its epoch.

use super::Flaw;
use super::history::{History, Transaction, Zxid};
use super::lead::{Leading, Phase, Step};
use super::message::{Message, Timer};
use super::note::{Ignored, Note};
use super::state::{Following, Role, Stage};
use super::transition::Server;
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::vec::Vec;

/// How a follower's history becomes the leader's.
enum Way {
    /// It lacks what is behind this place.
    Diff { from: u64 },
    /// It goes back to the leader's last transaction.
    Trunc,
    /// It gets everything; `far` if it lacks too much for anything else.
    Snap { far: bool },
}

impl Server<'_, '_> {
    /// Brings a follower that accepted the epoch to the history that is committed, then to what is
    /// proposed.
    pub(super) fn synchronize(&mut self, to: NodeId) {
        let Role::Leading(leading) = &mut self.memory.role else { return };
        let (epoch, committed) = (leading.epoch, leading.committed);
        let Some(peer) = leading.peers.get_mut(&to) else { return };
        let Step::Accepted(last) = peer.step else { return };
        peer.step = Step::Sent;
        let first = self.room.has(Flaw::ForwardsFirst);
        if first {
            self.forward_outstanding(to, committed);
        }
        let message = self.history_for(to, last, epoch, committed);
        self.ctx.send(to, message);
        self.ctx.send(to, Message::NewLeader { epoch });
        if !first && !self.room.has(Flaw::ForgetsOutstanding) {
            self.forward_outstanding(to, committed);
        }
    }

    fn forward_outstanding(&mut self, to: NodeId, committed: u64) {
        if !self.room.is_voter(to) {
            return;
        }
        let history = &self.disk.history;
        for transaction in history.between(committed, history.len()) {
            self.ctx.send(to, Message::Proposal(transaction.clone()));
        }
    }

    fn history_for(&mut self, to: NodeId, last: Zxid, epoch: u64, committed: u64) -> Message {
        let way = self.way_for(last, committed);
        let history = &self.disk.history;
        let behind = |place: u64| -> Vec<Rc<Transaction>> {
            history.between(place, committed).cloned().collect()
        };
        match way {
            Way::Diff { from } => {
                let transactions = behind(from);
                let count = transactions.len() as u64;
                self.ctx.note(Note::SendsDiff { to, last, count });
                Message::Diff { epoch, transactions }
            }
            Way::Trunc => {
                let keep = history.zxid_at(committed);
                self.ctx.note(Note::SendsTrunc { to, last, keep });
                Message::Trunc { epoch, to: keep }
            }
            Way::Snap { far } => {
                let history = behind(0).into_iter().collect();
                self.ctx.note(Note::SendsSnap { to, last, far });
                Message::Snap { epoch, history }
            }
        }
    }

    /// What ZooKeeper does for a follower whose last transaction is this one. If that is not in the
    /// leader's history though later ones are, the histories part in an earlier epoch, and TRUNC
    /// does not go back that far.
    fn way_for(&self, last: Zxid, committed: u64) -> Way {
        let history = &self.disk.history;
        let window = u64::from(self.room.window);
        if self.room.has(Flaw::DiffsBlindly) {
            let place = (1..=committed).rev().find(|it| history.zxid_at(*it) <= last);
            return Way::Diff { from: place.unwrap_or(0) };
        }
        match history.place_of(last).filter(|place| *place <= committed) {
            Some(from) if committed - from <= window => Way::Diff { from },
            Some(_) => Way::Snap { far: true },
            None if history.zxid_at(committed) < last => Way::Trunc,
            None => Way::Snap { far: false },
        }
    }

    /// The history that a follower is being sent, if it is of this epoch.
    fn incoming(&mut self, epoch: u64) -> Option<&mut History> {
        match &mut self.memory.role {
            Role::Following(Following { stage: Stage::Syncing(history), epoch: mine, .. })
                if *mine == epoch =>
            {
                Some(history)
            }
            _ => None,
        }
    }

    /// A follower gets what it lacks.
    pub(super) fn on_diff(&mut self, from: NodeId, epoch: u64, lacking: Vec<Rc<Transaction>>) {
        let Some(history) = self.incoming(epoch) else {
            return self.ignore(from, Ignored::NotFollowing);
        };
        let count = lacking.len() as u64;
        lacking.into_iter().for_each(|transaction| history.push(transaction));
        self.ctx.note(Note::TakesDiff { leader: from, count });
    }

    /// A follower cuts off the end of its history: all that is later than what is to stay.
    pub(super) fn on_trunc(&mut self, from: NodeId, epoch: u64, keep: Zxid) {
        let Some(history) = self.incoming(epoch) else {
            return self.ignore(from, Ignored::NotFollowing);
        };
        let len = history.len();
        let place = (0..=len).rev().find(|place| history.zxid_at(*place) <= keep).unwrap_or(0);
        history.truncate(place);
        self.ctx.note(Note::TakesTrunc { leader: from, keep, cut: len - place });
    }

    /// A follower's history is replaced.
    pub(super) fn on_snap(&mut self, from: NodeId, epoch: u64, whole: History) {
        let Some(history) = self.incoming(epoch) else {
            return self.ignore(from, Ignored::NotFollowing);
        };
        let last = whole.last();
        *history = whole;
        self.ctx.note(Note::TakesSnap { leader: from, last });
    }

    /// A follower has the history: history and epoch are on disk before it says so.
    pub(super) fn on_new_leader(&mut self, from: NodeId, epoch: u64) {
        let Some(history) = self.incoming(epoch).cloned() else {
            return self.ignore(from, Ignored::NotFollowing);
        };
        let (last, len) = (history.last(), history.len());
        let written = !self.room.has(Flaw::EpochFirst);
        self.disk.current = epoch;
        let later = match written {
            true => {
                self.write_history(history);
                None
            }
            false => Some(history),
        };
        if let Role::Following(following) = &mut self.memory.role {
            following.stage = Stage::Waiting(later);
            following.committed = len;
        }
        self.ctx.note(Note::IsSynced { leader: from, epoch, last, written });
        self.ctx.send(from, Message::Ack(Zxid::start_of(epoch)));
    }

    /// Writes a history. What was delivered stays delivered if the history still begins with it.
    fn write_history(&mut self, history: History) {
        if self.disk.history.common(&history) < self.memory.delivered {
            self.memory.delivered = 0;
            self.memory.store = Rc::default();
        }
        self.disk.history = history;
    }

    /// A follower has acknowledged NEWLEADER.
    pub(super) fn on_ack_new_leader(&mut self, from: NodeId) {
        let Role::Leading(leading) = &mut self.memory.role else { return };
        let epoch = leading.epoch;
        if let Some(peer) = leading.peers.get_mut(&from).filter(|peer| peer.step == Step::Sent) {
            peer.step = Step::Synced;
        }
        if leading.phase == Phase::Broadcasting {
            self.ctx.note(Note::LetsServe { to: from });
            return self.ctx.send(from, Message::UpToDate { epoch });
        }
        let (have, needed) = (self.synced(), self.room.majority());
        self.ctx.note(Note::CountsSynced { from, have, needed });
        self.establish();
    }

    /// How many voters have the leader's history.
    fn synced(&self) -> u16 {
        let count =
            |leading: &Leading| self.room.voters_with(leading, |peer| peer.step == Step::Synced);
        self.memory.leading().map_or(0, count)
    }

    /// Leads, once a quorum has its history: all of that is committed now.
    pub(super) fn establish(&mut self) {
        let (have, len) = (self.synced(), self.disk.history.len());
        let enough = have >= self.room.majority() || self.room.has(Flaw::LeadsEarly);
        let Role::Leading(leading) = &mut self.memory.role else { return };
        if leading.phase != Phase::Syncing || !enough {
            return;
        }
        leading.phase = Phase::Broadcasting;
        let epoch = leading.epoch;
        let synced = leading.peers.iter().filter(|(_, peer)| peer.step == Step::Synced);
        let ready: Vec<NodeId> = synced.map(|(id, _)| *id).collect();
        leading.peers.values_mut().for_each(|peer| peer.heard = true);
        // Whoever asks from now on is told of the epoch that all agree on.
        self.memory.vote.epoch = epoch;
        self.ctx.note(Note::Leads { epoch, have, len });
        for peer in ready {
            self.ctx.send(peer, Message::UpToDate { epoch });
        }
        self.alarm(Timer::Tick, self.room.tick);
        self.alarm(Timer::Limit, self.room.sync_limit);
        self.deliver(len);
    }

    /// The epoch is established: what the follower was sent is committed.
    pub(super) fn on_up_to_date(&mut self, from: NodeId, epoch: u64) {
        let Role::Following(following) = &mut self.memory.role else { return };
        let waits = matches!(following.stage, Stage::Waiting(_));
        if following.epoch != epoch || !waits {
            return self.ignore(from, Ignored::NotFollowing);
        }
        let stage = core::mem::replace(&mut following.stage, Stage::Serving);
        let committed = following.committed;
        if let Stage::Waiting(Some(history)) = stage {
            self.write_history(history);
        }
        self.memory.vote.epoch = epoch;
        self.ctx.note(Note::Serves { leader: from, epoch });
        self.alarm(Timer::Limit, self.room.sync_limit);
        self.deliver(committed);
    }
}
