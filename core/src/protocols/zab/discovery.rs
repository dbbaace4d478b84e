//! Phase 1, discovery: a prospective leader hears from a quorum, and proposes an epoch later than
//! any that they have promised.

use super::history::Zxid;
use super::lead::{Leading, Peer, Phase, Step};
use super::message::{Message, Timer};
use super::note::{Ignored, Note, Why};
use super::state::{Role, Stage};
use super::transition::Server;
use super::{Flaw, Zab};
use crate::protocol::NodeId;

impl Zab {
    /// How many voters fit: the leader, and those of its peers that do.
    pub(super) fn voters_with(&self, leading: &Leading, fits: impl Fn(&Peer) -> bool) -> u16 {
        let peers = leading.peers.iter().filter(|(id, peer)| self.is_voter(**id) && fits(peer));
        1 + peers.count() as u16
    }
}

impl Server<'_, '_> {
    /// It has decided for itself.
    pub(super) fn stand(&mut self, votes: u16) {
        self.memory.role = Role::Leading(Leading::default());
        self.ctx.note(Note::Stands { votes });
        self.ctx.cancel_timer(Timer::Resend);
        self.alarm(Timer::Limit, self.room.init_limit);
        self.propose_epoch();
    }

    /// A server turns to this one.
    pub(super) fn on_follower_info(&mut self, from: NodeId, accepted: u64) {
        if self.room.is_client(from) {
            return self.ignore(from, Ignored::Foreign);
        }
        let Role::Leading(leading) = &mut self.memory.role else {
            return self.ignore(from, Ignored::NotLeading);
        };
        let (step, acked) = (Step::Connected, Zxid::default());
        leading.peers.insert(from, Peer { accepted, step, acked, heard: true });
        if leading.phase == Phase::Connecting {
            let (have, needed) = (self.room.voters_with(leading, |_| true), self.room.majority());
            self.ctx.note(Note::CountsFollower { from, accepted, have, needed });
            return self.propose_epoch();
        }
        let epoch = leading.epoch;
        self.ctx.note(Note::TellsEpoch { to: from, epoch });
        self.tell_epoch(from);
    }

    /// Chooses an epoch, once a quorum has turned to it. Its own promise is on disk first.
    fn propose_epoch(&mut self) {
        let Role::Leading(leading) = &mut self.memory.role else { return };
        if self.room.voters_with(leading, |_| true) < self.room.majority() {
            return;
        }
        let voters = leading.peers.iter().filter(|(id, _)| self.room.is_voter(**id));
        let highest = voters.map(|(_, peer)| peer.accepted).max().unwrap_or(0);
        let epoch = highest.max(self.disk.accepted) + 1;
        leading.epoch = epoch;
        leading.phase = Phase::Proposing;
        leading.accepted_by.insert(self.ctx.me());
        self.disk.accepted = epoch;
        self.ctx.note(Note::ProposesEpoch { epoch });
        for peer in self.peers() {
            self.tell_epoch(peer);
        }
        self.enter_epoch();
    }

    /// Those who have turned to it.
    pub(super) fn peers(&self) -> alloc::vec::Vec<NodeId> {
        self.memory
            .leading()
            .map_or_else(Default::default, |leading| leading.peers.keys().copied().collect())
    }

    fn tell_epoch(&mut self, to: NodeId) {
        let Role::Leading(leading) = &mut self.memory.role else { return };
        if let Some(peer) = leading.peers.get_mut(&to) {
            peer.step = Step::Told;
            self.ctx.send(to, Message::LeaderInfo { epoch: leading.epoch });
        }
    }

    /// The leader proposes an epoch. A server that accepts one promises to have nothing to do with
    /// earlier ones; that is on disk before the reply leaves.
    pub(super) fn on_leader_info(&mut self, from: NodeId, epoch: u64) {
        let Role::Following(following) = &mut self.memory.role else { return };
        let (accepted, last) = (self.disk.accepted, self.disk.history.last());
        if epoch < accepted {
            self.ctx.cancel_timer(Timer::Resend);
            return self.ctx.note(Note::RefusesEpoch { leader: from, epoch, accepted });
        }
        let again = epoch == accepted;
        if again && following.epoch == epoch {
            return self.ignore(from, Ignored::NotFollowing);
        }
        following.epoch = epoch;
        following.stage = Stage::Syncing(self.disk.history.clone());
        let current = (!again).then_some(self.disk.current);
        self.disk.accepted = epoch;
        self.ctx.note(Note::AcceptsEpoch { leader: from, epoch, last, again });
        self.ctx.cancel_timer(Timer::Resend);
        self.alarm(Timer::Limit, self.room.init_limit);
        self.ctx.send(from, Message::AckEpoch { epoch, current, last });
    }

    /// A follower has accepted the epoch.
    pub(super) fn on_ack_epoch(
        &mut self,
        from: NodeId,
        epoch: u64,
        current: Option<u64>,
        last: Zxid,
    ) {
        let mine = (self.disk.current, self.disk.history.last());
        let Role::Leading(leading) = &mut self.memory.role else { return };
        let told = leading.peers.get_mut(&from).filter(|peer| peer.step == Step::Told);
        let Some(peer) = told.filter(|_| epoch == leading.epoch) else {
            return self.ignore(from, Ignored::Acknowledgement);
        };
        peer.step = Step::Accepted(last);
        if leading.phase != Phase::Proposing {
            return self.synchronize(from);
        }
        let ahead = current.is_some_and(|current| (current, last) > mine);
        if ahead && self.room.is_voter(from) && !self.room.has(Flaw::SkipsCheck) {
            return self.look(Why::FollowerAhead { follower: from, last });
        }
        if current.is_some() && self.room.is_voter(from) {
            leading.accepted_by.insert(from);
        }
        let (have, needed) = (leading.accepted_by.len() as u16, self.room.majority());
        self.ctx.note(Note::CountsEpoch { from, have, needed });
        self.enter_epoch();
    }

    /// Begins the epoch with its own history, once a quorum has accepted it.
    fn enter_epoch(&mut self) {
        let Role::Leading(leading) = &mut self.memory.role else { return };
        if (leading.accepted_by.len() as u16) < self.room.majority() {
            return;
        }
        let epoch = leading.epoch;
        leading.phase = Phase::Syncing;
        self.disk.current = epoch;
        self.ctx.note(Note::EntersEpoch { epoch });
        if self.room.has(Flaw::Renumbers) {
            self.renumber(epoch);
        }
        let len = self.disk.history.len();
        if let Role::Leading(leading) = &mut self.memory.role {
            leading.committed = len;
        }
        for peer in self.peers() {
            self.synchronize(peer);
        }
        self.establish();
    }
}
